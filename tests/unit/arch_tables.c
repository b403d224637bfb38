/* The architecture tables: complete, and equal to the machine's own headers where it has them. */
#include <asm/unistd.h>

#include "arch/arch.h"
#include "unit.h"

TEST(arch_x86_64_matches_headers)
{
	const struct arch *a = arch_find("x86_64");
	REQUIRE(a == &arch_x86_64);
	CHECK_INT(arch_reg_offset(a, "r15"), 0);
	CHECK_INT(arch_reg_offset(a, "di"), 112);
	CHECK_INT(arch_reg_offset(a, "ss"), 160);
	CHECK_INT(arch_reg_offset(a, "foo"), -1);
	CHECK_INT(arch_arg_count(a), 6);
	CHECK_INT(arch_arg_offset(a, 3), 88);
	CHECK_INT(arch_syscall_arg_offset(a, 3), 56);
	CHECK_INT(arch_arg_offset(a, 6), -1);
	CHECK_STR(arch_syscall_name(a, 0), "read");
	CHECK_STR(arch_syscall_name(a, 257), "openat");
	CHECK_INT(arch_syscall_find(a, "execve"), 59);
	CHECK(!arch_syscall_name(a, 400));
	CHECK(!arch_syscall_name(a, 1u << 30));
	CHECK_INT(arch_syscall_find(a, "newfstat"), 5);
	CHECK_INT(arch_syscall_find(a, "nope"), -1);
}

TEST(arch_host_is_known)
{
	const struct arch *a = arch_host();
	REQUIRE(a);
	CHECK_INT(arch_syscall_find(a, "openat"), __NR_openat);
	CHECK_INT(arch_syscall_find(a, "bpf"), __NR_bpf);
}

/* Every register that a table names elsewhere is in its list. */
TEST(arch_tables_are_complete)
{
	static const char *const machines[] = { "x86_64", "aarch64", "armv7l", "ppc64le",    "ppc64",
						"s390x",  "riscv64", "mips64", "loongarch64" };
	for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
		const struct arch *a = arch_find(machines[i]);
		REQUIRE(a);
		CHECK(arch_arg_count(a) >= 4);
		for (unsigned n = 0; n < arch_arg_count(a); n++)
			CHECK(arch_arg_offset(a, n) >= 0);
		for (unsigned n = 0; n < 6; n++)
			CHECK(arch_syscall_arg_offset(a, n) >= 0);
		CHECK(arch_reg_offset(a, a->ret) >= 0);
		CHECK(arch_reg_offset(a, a->ip) >= 0);
		CHECK(arch_reg_offset(a, a->sp) >= 0);
		CHECK(arch_reg_offset(a, a->syscall_number) >= 0);
	}
	CHECK(arch_find("ppc64le") != arch_find("ppc64"));
	CHECK(!arch_find("vax"));
}
