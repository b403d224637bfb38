/* 64-bit MIPS, n64 ABI. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "zero", 0 },	      { "at", 8 },	     { "v0", 16 },	  { "v1", 24 },	       { "a0", 32 },
	{ "a1", 40 },	      { "a2", 48 },	     { "a3", 56 },	  { "a4", 64 },	       { "a5", 72 },
	{ "a6", 80 },	      { "a7", 88 },	     { "t0", 96 },	  { "t1", 104 },       { "t2", 112 },
	{ "t3", 120 },	      { "s0", 128 },	     { "s1", 136 },	  { "s2", 144 },       { "s3", 152 },
	{ "s4", 160 },	      { "s5", 168 },	     { "s6", 176 },	  { "s7", 184 },       { "t8", 192 },
	{ "t9", 200 },	      { "k0", 208 },	     { "k1", 216 },	  { "gp", 224 },       { "sp", 232 },
	{ "fp/s8", 240 },     { "ra", 248 },	     { "fp", 240 },	  { "s8", 240 },       { "regs[0]", 0 },
	{ "regs[1]", 8 },     { "regs[2]", 16 },     { "regs[3]", 24 },	  { "regs[4]", 32 },   { "regs[5]", 40 },
	{ "regs[6]", 48 },    { "regs[7]", 56 },     { "regs[8]", 64 },	  { "regs[9]", 72 },   { "regs[10]", 80 },
	{ "regs[11]", 88 },   { "regs[12]", 96 },    { "regs[13]", 104 }, { "regs[14]", 112 }, { "regs[15]", 120 },
	{ "regs[16]", 128 },  { "regs[17]", 136 },   { "regs[18]", 144 }, { "regs[19]", 152 }, { "regs[20]", 160 },
	{ "regs[21]", 168 },  { "regs[22]", 176 },   { "regs[23]", 184 }, { "regs[24]", 192 }, { "regs[25]", 200 },
	{ "regs[26]", 208 },  { "regs[27]", 216 },   { "regs[28]", 224 }, { "regs[29]", 232 }, { "regs[30]", 240 },
	{ "regs[31]", 248 },  { "cp0_status", 256 }, { "hi", 264 },	  { "lo", 272 },       { "cp0_badvaddr", 280 },
	{ "cp0_cause", 288 }, { "cp0_epc", 296 },    { NULL, 0 },
};

const struct arch arch_mips64 = {
	.name = "mips64",
	.machines = { "mips64" },
	.word = 8,
	.regs = regs,
	.args = { "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7" },
	.syscall_args = { "a0", "a1", "a2", "a3", "a4", "a5" },
	.syscall_number = "v0",
	.ret = "v0",
	.ip = "cp0_epc",
	.sp = "sp",
	.stack_arg_offset = 8,
	.syscall_prefix = "",
};
