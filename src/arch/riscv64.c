/* 64-bit RISC-V. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "pc", 0 },   { "ra", 8 },   { "sp", 16 },  { "gp", 24 },  { "tp", 32 },	{ "t0", 40 },	{ "t1", 48 },
	{ "t2", 56 },  { "s0", 64 },  { "s1", 72 },  { "a0", 80 },  { "a1", 88 },	{ "a2", 96 },	{ "a3", 104 },
	{ "a4", 112 }, { "a5", 120 }, { "a6", 128 }, { "a7", 136 }, { "s2", 144 },	{ "s3", 152 },	{ "s4", 160 },
	{ "s5", 168 }, { "s6", 176 }, { "s7", 184 }, { "s8", 192 }, { "s9", 200 },	{ "s10", 208 }, { "s11", 216 },
	{ "t3", 224 }, { "t4", 232 }, { "t5", 240 }, { "t6", 248 }, { "orig_a0", 280 }, { NULL, 0 },
};

static const char *const syscalls[] = {
#define SYSCALL(number, name) [number] = #name,
#include "arch/generic-syscalls.h"
#undef SYSCALL
};

const struct arch arch_riscv64 = {
	.name = "riscv64",
	.machines = { "riscv64" },
	.word = 8,
	.regs = regs,
	.args = { "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7" },
	.syscall_args = { "orig_a0", "a1", "a2", "a3", "a4", "a5" },
	.syscall_number = "a7",
	.ret = "a0",
	.ip = "pc",
	.sp = "sp",
	.syscall_prefix = "__riscv_",
	.syscalls = syscalls,
	.syscall_count = ARRAY_LEN(syscalls),
};
