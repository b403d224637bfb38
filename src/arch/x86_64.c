/* x86-64. System call numbers: x86_64-syscalls.h, made from the kernel's <asm/unistd_64.h>. */
#include "arch/arch.h"

static const struct arch_reg regs[] = {
	{ "r15", 0 },	  { "r14", 8 },	 { "r13", 16 }, { "r12", 24 },	     { "bp", 32 },  { "bx", 40 },
	{ "r11", 48 },	  { "r10", 56 }, { "r9", 64 },	{ "r8", 72 },	     { "ax", 80 },  { "cx", 88 },
	{ "dx", 96 },	  { "si", 104 }, { "di", 112 }, { "orig_rax", 120 }, { "ip", 128 }, { "cs", 136 },
	{ "flags", 144 }, { "sp", 152 }, { "ss", 160 }, { NULL, 0 },
};

static const char *const syscalls[] = {
#define SYSCALL(number, name) [number] = #name,
#include "arch/x86_64-syscalls.h"
#undef SYSCALL
};

const struct arch arch_x86_64 = {
	.name = "x86_64",
	.machines = { "x86_64" },
	.word = 8,
	.regs = regs,
	.args = { "di", "si", "dx", "cx", "r8", "r9" },
	.syscall_args = { "di", "si", "dx", "r10", "r8", "r9" },
	.syscall_number = "orig_rax",
	.ret = "ax",
	.ip = "ip",
	.sp = "sp",
	.stack_arg_offset = 8,
	.watch_modes = { "x", "w", "rw" },
	.mode_reg = "cs",
	.mode_mask = 3,
	.mode_user = 3,
	.syscall_prefix = "__x64_",
	.syscalls = syscalls,
	.syscall_count = ARRAY_LEN(syscalls),
};
