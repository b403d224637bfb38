/* 64-bit ARM. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "r0", 0 },	     { "r1", 8 },	  { "r2", 16 },		{ "r3", 24 },	      { "r4", 32 },
	{ "r5", 40 },	     { "r6", 48 },	  { "r7", 56 },		{ "r8", 64 },	      { "r9", 72 },
	{ "r10", 80 },	     { "r11", 88 },	  { "r12", 96 },	{ "r13", 104 },	      { "r14", 112 },
	{ "r15", 120 },	     { "r16", 128 },	  { "r17", 136 },	{ "r18", 144 },	      { "r19", 152 },
	{ "r20", 160 },	     { "r21", 168 },	  { "r22", 176 },	{ "r23", 184 },	      { "r24", 192 },
	{ "r25", 200 },	     { "r26", 208 },	  { "r27", 216 },	{ "r28", 224 },	      { "r29", 232 },
	{ "r30", 240 },	     { "regs[0]", 0 },	  { "regs[1]", 8 },	{ "regs[2]", 16 },    { "regs[3]", 24 },
	{ "regs[4]", 32 },   { "regs[5]", 40 },	  { "regs[6]", 48 },	{ "regs[7]", 56 },    { "regs[8]", 64 },
	{ "regs[9]", 72 },   { "regs[10]", 80 },  { "regs[11]", 88 },	{ "regs[12]", 96 },   { "regs[13]", 104 },
	{ "regs[14]", 112 }, { "regs[15]", 120 }, { "regs[16]", 128 },	{ "regs[17]", 136 },  { "regs[18]", 144 },
	{ "regs[19]", 152 }, { "regs[20]", 160 }, { "regs[21]", 168 },	{ "regs[22]", 176 },  { "regs[23]", 184 },
	{ "regs[24]", 192 }, { "regs[25]", 200 }, { "regs[26]", 208 },	{ "regs[27]", 216 },  { "regs[28]", 224 },
	{ "regs[29]", 232 }, { "regs[30]", 240 }, { "sp", 248 },	{ "pc", 256 },	      { "pstate", 264 },
	{ "orig_x0", 272 },  { "compat_fp", 88 }, { "compat_sp", 104 }, { "compat_lr", 112 }, { NULL, 0 },
};

static const char *const syscalls[] = {
#define SYSCALL(number, name) [number] = #name,
#include "arch/generic-syscalls.h"
#undef SYSCALL
};

const struct arch arch_arm64 = {
	.name = "arm64",
	.machines = { "aarch64" },
	.word = 8,
	.regs = regs,
	.args = { "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7" },
	.syscall_args = { "orig_x0", "r1", "r2", "r3", "r4", "r5" },
	.syscall_number = "r8",
	.ret = "r0",
	.ip = "pc",
	.sp = "sp",
	.watch_modes = { "r", "w", "x", "rw" },
	.syscall_prefix = "__arm64_",
	.syscalls = syscalls,
	.syscall_count = ARRAY_LEN(syscalls),
};
