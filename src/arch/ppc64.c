/* 64-bit PowerPC; the two byte orders differ in the parameter save area of their ABIs. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "r0", 0 },	  { "r1", 8 },	     { "r2", 16 },   { "r3", 24 },     { "r4", 32 },	     { "r5", 40 },
	{ "r6", 48 },	  { "r7", 56 },	     { "r8", 64 },   { "r9", 72 },     { "r10", 80 },	     { "r11", 88 },
	{ "r12", 96 },	  { "r13", 104 },    { "r14", 112 }, { "r15", 120 },   { "r16", 128 },	     { "r17", 136 },
	{ "r18", 144 },	  { "r19", 152 },    { "r20", 160 }, { "r21", 168 },   { "r22", 176 },	     { "r23", 184 },
	{ "r24", 192 },	  { "r25", 200 },    { "r26", 208 }, { "r27", 216 },   { "r28", 224 },	     { "r29", 232 },
	{ "r30", 240 },	  { "r31", 248 },    { "nip", 256 }, { "msr", 264 },   { "orig_gpr3", 272 }, { "ctr", 280 },
	{ "link", 288 },  { "xer", 296 },    { "ccr", 304 }, { "softe", 312 }, { "trap", 320 },	     { "dar", 328 },
	{ "dsisr", 336 }, { "result", 344 }, { NULL, 0 },
};

const struct arch arch_ppc64le = {
	.name = "ppc64le",
	.machines = { "ppc64le" },
	.word = 8,
	.regs = regs,
	.args = { "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10" },
	.syscall_args = { "orig_gpr3", "r4", "r5", "r6", "r7", "r8" },
	.syscall_number = "r0",
	.ret = "r3",
	.ip = "nip",
	.sp = "r1",
	.stack_arg_offset = 96,
	.watch_modes = { "r", "w", "rw" },
	.syscall_prefix = "",
};

const struct arch arch_ppc64 = {
	.name = "ppc64",
	.machines = { "ppc64" },
	.word = 8,
	.regs = regs,
	.args = { "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10" },
	.syscall_args = { "orig_gpr3", "r4", "r5", "r6", "r7", "r8" },
	.syscall_number = "r0",
	.ret = "r3",
	.ip = "nip",
	.sp = "r1",
	.stack_arg_offset = 112,
	.watch_modes = { "r", "w", "rw" },
	.syscall_prefix = "",
};
