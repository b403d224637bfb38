/*
 * arch: what differs between architectures, as data. One file an architecture; nothing else in the tree asks which
 * machine this is by #ifdef. Offsets are those of the kernel's struct pt_regs.
 */
#ifndef SONDE_ARCH_H
#define SONDE_ARCH_H

#include "base/base.h"

struct arch_reg {
	const char *name; /* as reg() takes it */
	uint16_t offset;
};

struct arch {
	const char *name;		  /* as messages call it */
	const char *machines[4];	  /* what uname(2) says: prefixes */
	uint8_t word;			  /* bytes of a register in pt_regs */
	const struct arch_reg *regs;	  /* ends with a NULL name */
	const char *args[8];		  /* registers of a C function's integer arguments */
	const char *syscall_args[6];	  /* registers of a system call's arguments, as sys_enter sees them */
	const char *syscall_number;	  /* register that holds its number */
	const char *ret, *ip, *sp;	  /* names of result, instruction pointer, stack pointer */
	uint8_t stack_arg_offset;	  /* of the first argument on the stack, from sp */
	const char *watch_modes[5];	  /* letters sorted; empty: no watchpoints */
	const char *mode_reg;		  /* register that tells user mode, NULL: not supported */
	uint64_t mode_mask;		  /* user mode: (mode_reg & mode_mask) == mode_user */
	uint64_t mode_user;
	const char *syscall_prefix;	  /* of the kernel's functions: "__x64_" for __x64_sys_read */
	const char *const *syscalls;	  /* names by number, with NULL holes; NULL: table not known */
	uint16_t syscall_count;
};

/* The running machine's architecture; NULL if it is none of the known. */
const struct arch *arch_host(void);
/* By a machine name as uname(2) gives it, or by our name. */
const struct arch *arch_find(const char *machine);

/* Offset of a register in pt_regs; -1: no such register. */
int arch_reg_offset(const struct arch *a, const char *name);
unsigned arch_arg_count(const struct arch *a);
/* Offset of the register of the n-th argument of a function or system call; -1: there is none. */
int arch_arg_offset(const struct arch *a, unsigned n);
int arch_syscall_arg_offset(const struct arch *a, unsigned n);

/*
 * "read" for 0 on x86_64; NULL: unknown number. The number of a name, or of an event sys_enter_NAME (newstat is stat);
 * -1: unknown name.
 */
const char *arch_syscall_name(const struct arch *a, uint64_t number);
int arch_syscall_find(const struct arch *a, const char *name);

extern const struct arch arch_x86_64, arch_arm64, arch_arm, arch_ppc64le, arch_ppc64, arch_s390x, arch_riscv64,
	arch_mips64, arch_loongarch64;

#endif
