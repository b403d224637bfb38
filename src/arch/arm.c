/* 32-bit ARM. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "r0", 0 },	   { "r1", 4 },	       { "r2", 8 },	  { "r3", 12 },	     { "r4", 16 },
	{ "r5", 20 },	   { "r6", 24 },       { "r7", 28 },	  { "r8", 32 },	     { "r9", 36 },
	{ "r10", 40 },	   { "regs[0]", 0 },   { "regs[1]", 4 },  { "regs[2]", 8 },  { "regs[3]", 12 },
	{ "regs[4]", 16 }, { "regs[5]", 20 },  { "regs[6]", 24 }, { "regs[7]", 28 }, { "regs[8]", 32 },
	{ "regs[9]", 36 }, { "regs[10]", 40 }, { "fp", 44 },	  { "ip", 48 },	     { "sp", 52 },
	{ "lr", 56 },	   { "pc", 60 },       { "cpsr", 64 },	  { "orig_r0", 68 }, { NULL, 0 },
};

const struct arch arch_arm = {
	.name = "arm",
	.machines = { "armv" },
	.word = 4,
	.regs = regs,
	.args = { "r0", "r1", "r2", "r3" },
	.syscall_args = { "orig_r0", "r1", "r2", "r3", "r4", "r5" },
	.syscall_number = "r7",
	.ret = "r0",
	.ip = "pc",
	.sp = "sp",
	.watch_modes = { "r", "w", "x", "rw" },
	.syscall_prefix = "",
};
