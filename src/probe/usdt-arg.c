/*
 * Arguments of static markers as the assembler wrote them: SIZE@PLACE, separated by spaces, SIZE negative for signed ones.
 * Places on x86-64: $5, %rax and its parts, -16(%rbp), (%rdi), 8(%rax,%rcx,4). On arm64: 5, x1, [sp, 16].
 */
#include "arch/arch.h"
#include "probe/usdt.h"

/* Names of the parts of registers that are not r-names. */
static const char *const x86_names[][5] = {
	{ "ax", "rax", "eax", "ax", "al" },	 { "bx", "rbx", "ebx", "bx", "bl" },
	{ "cx", "rcx", "ecx", "cx", "cl" },	 { "dx", "rdx", "edx", "dx", "dl" },
	{ "si", "rsi", "esi", "si", "sil" },	 { "di", "rdi", "edi", "di", "dil" },
	{ "bp", "rbp", "ebp", "bp", "bpl" },	 { "sp", "rsp", "esp", "sp", "spl" },
	{ "r8", "r8", "r8d", "r8w", "r8b" },	 { "r9", "r9", "r9d", "r9w", "r9b" },
	{ "r10", "r10", "r10d", "r10w", "r10b" }, { "r11", "r11", "r11d", "r11w", "r11b" },
	{ "r12", "r12", "r12d", "r12w", "r12b" }, { "r13", "r13", "r13d", "r13w", "r13b" },
	{ "r14", "r14", "r14d", "r14w", "r14b" }, { "r15", "r15", "r15d", "r15w", "r15b" },
};

/* ---- pieces ---- */

static bool take_char(const char **at, char c)
{
	bool there = **at == c;
	*at += there;
	return there;
}

static bool take_number(const char **at, int64_t *ret)
{
	char *end;
	*ret = strtoll(*at, &end, 0);
	bool there = end != *at;
	*at = end;
	return there;
}

static size_t word_length(const char *at) { return strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789"); }

/* Offset of a register in pt_regs by any of its names; -1: not one. */
static int x86_register(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(x86_names); i++)
		for (size_t k = 1; k < ARRAY_LEN(x86_names[i]); k++)
			if (strlen(x86_names[i][k]) == n && !strncmp(x86_names[i][k], name, n))
				return arch_reg_offset(&arch_x86_64, x86_names[i][0]);
	return -1;
}

static bool take_x86_register(const char **at, int16_t *ret)
{
	if (!take_char(at, '%'))
		return false;
	size_t n = word_length(*at);
	*ret = (int16_t)x86_register(*at, n);
	*at += n;
	return *ret >= 0;
}

/* x1 and w1, sp. */
static bool take_arm64_register(const char **at, int16_t *ret)
{
	char name[8];
	size_t n = word_length(*at);
	if (!n || n >= sizeof(name))
		return false;
	memcpy(name, *at, n);
	name[n] = '\0';
	if (*name == 'x' || *name == 'w')
		*name = 'r';
	*at += n;
	*ret = (int16_t)arch_reg_offset(&arch_arm64, name);
	return *ret >= 0;
}

/* ---- places ---- */

/* Behind '(': base, index, scale. */
static bool parse_x86_memory(const char **at, struct usdt_arg *a)
{
	int64_t scale = 1;
	a->place = USDT_MEMORY;
	if (!take_x86_register(at, &a->reg))
		return false;
	if (take_char(at, ',') && !take_x86_register(at, &a->index))
		return false;
	if (a->index >= 0 && take_char(at, ',') && !take_number(at, &scale))
		return false;
	a->scale = (uint8_t)scale;
	return take_char(at, ')');
}

static bool parse_x86_place(const char **at, struct usdt_arg *a)
{
	if (take_char(at, '$')) {
		a->place = USDT_CONST;
		return take_number(at, &a->value);
	}
	if (**at == '%') {
		a->place = USDT_REG;
		return take_x86_register(at, &a->reg);
	}
	take_number(at, &a->value);
	return take_char(at, '(') && parse_x86_memory(at, a);
}

static bool parse_arm64_place(const char **at, struct usdt_arg *a)
{
	if (take_char(at, '[')) {
		a->place = USDT_MEMORY;
		if (!take_arm64_register(at, &a->reg))
			return false;
		if (take_char(at, ',') && (*at += strspn(*at, " ")) && !take_number(at, &a->value))
			return false;
		return take_char(at, ']');
	}
	if (take_number(at, &a->value)) {
		a->place = USDT_CONST;
		return true;
	}
	a->place = USDT_REG;
	return take_arm64_register(at, &a->reg);
}

static bool parse_arg(const char **at, struct usdt_arg *a)
{
	int64_t size;
	*a = (struct usdt_arg){ .reg = -1, .index = -1 };
	if (!take_number(at, &size) || !take_char(at, '@'))
		return false;
	a->is_signed = size < 0;
	a->size = (uint8_t)(size < 0 ? -size : size);
	if (a->size != 1 && a->size != 2 && a->size != 4 && a->size != 8)
		return false;
	bool ok = arch_host() == &arch_arm64 ? parse_arm64_place(at, a) : parse_x86_place(at, a);
	return ok && (!**at || **at == ' ');
}

int usdt_parse_args(const char *text, struct usdt_arg args[USDT_MAX_ARGS], const char **ret_bad)
{
	int n = 0;
	text += strspn(text, " ");
	for (; *text && n < USDT_MAX_ARGS; n++) {
		*ret_bad = text;
		if (!parse_arg(&text, &args[n]))
			return -1;
		text += strspn(text, " ");
	}
	return n;
}
