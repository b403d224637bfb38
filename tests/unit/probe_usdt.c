/* Arguments of static markers: every form of a place, and what is no place. */
#include "arch/arch.h"
#include "probe/usdt.h"
#include "unit.h"

static struct usdt_arg parse_one(const char *text)
{
	struct usdt_arg args[USDT_MAX_ARGS] = { 0 };
	const char *bad;
	CHECK_INT(usdt_parse_args(text, args, &bad), 1);
	return args[0];
}

TEST(usdt_places)
{
	SKIP_UNLESS(arch_host() == &arch_x86_64);
	struct usdt_arg a = parse_one("-4@$-7");
	CHECK(a.place == USDT_CONST && a.value == -7 && a.size == 4 && a.is_signed);
	a = parse_one("8@%rdi");
	CHECK(a.place == USDT_REG && a.reg == 112 && a.size == 8 && !a.is_signed);
	a = parse_one("1@%r9b");
	CHECK(a.place == USDT_REG && a.reg == 64 && a.size == 1);
	a = parse_one("2@-16(%rbp)");
	CHECK(a.place == USDT_MEMORY && a.reg == 32 && a.index == -1 && a.value == -16);
	a = parse_one("8@(%rax)");
	CHECK(a.place == USDT_MEMORY && a.reg == 80 && a.value == 0);
	a = parse_one("4@8(%rax,%rcx,4)");
	CHECK(a.place == USDT_MEMORY && a.reg == 80 && a.index == 88 && a.scale == 4 && a.value == 8);
	a = parse_one("8@(%rax,%rcx)");
	CHECK(a.index == 88 && a.scale == 1);
}

TEST(usdt_several)
{
	struct usdt_arg args[USDT_MAX_ARGS];
	const char *bad;
	SKIP_UNLESS(arch_host() == &arch_x86_64);
	CHECK_INT(usdt_parse_args("", args, &bad), 0);
	CHECK_INT(usdt_parse_args("8@%rdi  -4@%eax 4@$1", args, &bad), 3);
	CHECK_INT(args[1].reg, 80);
	CHECK_INT(args[2].value, 1);
}

TEST(usdt_refused)
{
	struct usdt_arg args[USDT_MAX_ARGS];
	static const char *const bad_texts[] = { "8f@%xmm0", "8@-4+sym(%rip)", "3@%rax", "8%rax",
						 "8@%zz",    "8@(%rax",	       "8@%raxx" };
	for (size_t i = 0; i < ARRAY_LEN(bad_texts); i++) {
		const char *bad = NULL;
		CHECK_INT(usdt_parse_args(bad_texts[i], args, &bad), -1);
		CHECK_STR(bad, bad_texts[i]);
	}
}
