/* The table of architectures and look-ups in their data. */
#include <sys/utsname.h>

#include "arch/arch.h"

static const struct arch *const archs[] = {
	&arch_x86_64, &arch_arm64,   &arch_arm,	   &arch_ppc64le,     &arch_ppc64,
	&arch_s390x,  &arch_riscv64, &arch_mips64, &arch_loongarch64,
};

static bool is_machine(const struct arch *a, const char *machine)
{
	for (size_t i = 0; i < ARRAY_LEN(a->machines) && a->machines[i]; i++)
		if (str_starts(machine, a->machines[i]))
			return true;
	return !strcmp(a->name, machine);
}

const struct arch *arch_find(const char *machine)
{
	for (size_t i = 0; i < ARRAY_LEN(archs); i++)
		if (is_machine(archs[i], machine))
			return archs[i];
	return NULL;
}

const struct arch *arch_host(void)
{
	static const struct arch *host; /* asked once: it does not change */
	struct utsname u;
	if (!host && !uname(&u))
		host = arch_find(u.machine);
	return host;
}

int arch_reg_offset(const struct arch *a, const char *name)
{
	for (const struct arch_reg *r = a->regs; r->name; r++)
		if (!strcmp(r->name, name))
			return r->offset;
	return strcmp(name, "pc") || !strcmp(a->ip, "pc") ? -1 : arch_reg_offset(a, a->ip);
}

unsigned arch_arg_count(const struct arch *a)
{
	unsigned n = 0;
	while (n < ARRAY_LEN(a->args) && a->args[n])
		n++;
	return n;
}

int arch_arg_offset(const struct arch *a, unsigned n)
{
	return n < arch_arg_count(a) ? arch_reg_offset(a, a->args[n]) : -1;
}

int arch_syscall_arg_offset(const struct arch *a, unsigned n)
{
	return n < ARRAY_LEN(a->syscall_args) ? arch_reg_offset(a, a->syscall_args[n]) : -1;
}

const char *arch_syscall_name(const struct arch *a, uint64_t number)
{
	return number < a->syscall_count ? a->syscalls[number] : NULL;
}

/* Functions of the kernel, and so the events sys_enter_NAME, that are not called like their system call. */
static const struct {
	const char *event, *name;
} event_names[] = {
	{ "newstat", "stat" },	 { "newlstat", "lstat" },      { "newfstat", "fstat" },
	{ "newuname", "uname" }, { "sendfile64", "sendfile" }, { "umount", "umount2" },
};

static int find_number(const struct arch *a, const char *name)
{
	for (int i = 0; i < a->syscall_count; i++)
		if (a->syscalls[i] && !strcmp(a->syscalls[i], name))
			return i;
	return -1;
}

int arch_syscall_find(const struct arch *a, const char *name)
{
	int number = find_number(a, name);
	for (size_t i = 0; number < 0 && i < ARRAY_LEN(event_names); i++)
		if (!strcmp(event_names[i].event, name))
			number = find_number(a, event_names[i].name);
	return number;
}
