/* IBM Z. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "arg", 0 },	{ "pswmask", 8 },     { "pswaddr", 16 }, { "r0", 24 },	 { "r1", 32 },	 { "r2", 40 },
	{ "r3", 48 },	{ "r4", 56 },	      { "r5", 64 },	 { "r6", 72 },	 { "r7", 80 },	 { "r8", 88 },
	{ "r9", 96 },	{ "r10", 104 },	      { "r11", 112 },	 { "r12", 120 }, { "r13", 128 }, { "r14", 136 },
	{ "r15", 144 }, { "orig_gpr2", 152 }, { NULL, 0 },
};

const struct arch arch_s390x = {
	.name = "s390x",
	.machines = { "s390x" },
	.word = 8,
	.regs = regs,
	.args = { "r2", "r3", "r4", "r5", "r6" },
	.syscall_args = { "orig_gpr2", "r3", "r4", "r5", "r6", "r7" },
	.syscall_number = "r1",
	.ret = "r2",
	.ip = "pswaddr",
	.sp = "r15",
	.stack_arg_offset = 160,
	.syscall_prefix = "__s390x_",
};
