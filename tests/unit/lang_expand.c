/* Expansion of parameters, #defines and macros. */
#include "lang_helper.h"

static bool is_native(const char *name)
{
	static const char *const names[] = { "print", "printf", "str", "comm", "errorf", "exit", "fail", "has_key", "sum" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* The last probe after expansion, or the messages if there are errors. */
static const char *expand_with(struct lang_fixture *f, const char *script, const char *const *params, size_t n)
{
	f->env.params = params;
	f->env.param_count = n;
	f->env.is_builtin = is_native;
	struct program *p = lang_parse(f, script);
	for (size_t i = 0; i < p->c_items.len; i++) {
		char name[32], text[64] = "";
		struct define_decl *d = ARENA_NEW(f->arena, struct define_decl);
		if (sscanf(p->c_items.data[i].text, "#define %31s %63[^\n]", name, text) < 1)
			continue;
		*d = (struct define_decl){ .name = arena_strdup(f->arena, name), .text = arena_strdup(f->arena, text) };
		strmap_put(&p->defines, d->name, d);
	}
	if (!f->diags.errors)
		macros_expand(&f->env, p);
	if (f->diags.errors)
		return lang_messages(f);
	strbuf_clear(&f->text);
	for (size_t i = 0; i < p->items.len; i++)
		if (p->items.data[i].kind == ITEM_PROBE)
			ast_print_probe(p->items.data[i].probe, &f->text);
	/* On one line, so that cases are short. */
	struct strbuf flat = { 0 };
	for (size_t i = 0; i < f->text.len; i++) {
		char c = f->text.data[i] == '\n' ? ' ' : f->text.data[i];
		if (c != ' ' || (flat.len && flat.data[flat.len - 1] != ' '))
			strbuf_putc(&flat, c);
	}
	strbuf_done(&f->text);
	f->text = flat;
	return strbuf_str(&f->text);
}

#define CHECK_EXPANSION(script, want)                                                                                 \
	do {                                                                                                          \
		static const char *const params[] = { "5", "abc", "-3", "10ms", "99999999999999999999" };             \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		CHECK_STR(expand_with(&f, script, params, 5), want);                                                  \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_positional_parameters)
{
	CHECK_EXPANSION("begin { print(($1, $2, $3, $4, $#)); }", "begin { print((5, \"abc\", -3, 10000000, 5)); } ");
	CHECK_EXPANSION("begin { print($5); }", "begin { print(\"99999999999999999999\"); } ");
	CHECK_EXPANSION("begin { print($9); }", "begin { print(0); } ");
	CHECK_EXPANSION("begin { print($0); }", "15-17 syntax: param $0 is out of integer range [1, 9223372036854775807]");
	CHECK_EXPANSION("begin { print($9223372036854775808); }",
			"15-35 syntax: param $9223372036854775808 is out of integer range [1, 9223372036854775807]");
}

TEST(lang_missing_parameter_warning)
{
	struct lang_fixture f;
	lang_open(&f);
	struct program *p = lang_parse(&f, "begin { print(str($7)); print(str($8 + 1)); print($9); }");
	CHECK_INT(macros_expand(&f.env, p), 0);
	CHECK_STR(lang_messages(&f), "51-53 Positional parameter $9 is empty or not provided. ");
	lang_close(&f);
}

TEST(lang_defines)
{
	CHECK_EXPANSION("#define X 1 + 2\nbegin { print(X * 2); }", "begin { print((1 + 2) * 2); } ");
	CHECK_EXPANSION("#define A B\n#define B \"s\"\nbegin { print(A); }", "begin { print(\"s\"); } ");
	CHECK_EXPANSION("#define A B\n#define B A\nbegin { print(A); }",
			"B:1-2 [from A:1-2 [from 3:15-16]] Recursive macro call detected. Call chain: A > B > A");
	CHECK_EXPANSION("#define E\nbegin { print(E); }", "begin { print(E); } ");
	CHECK_EXPANSION("#define S struct sock\nbegin { print(((S *)0).x); }",
			"begin { print(((typeof(struct sock) *)0).x); } ");
	CHECK_EXPANSION("#define BAD 1 +\nbegin { print(BAD); print(BAD); }",
			"BAD:4-4 syntax: expected expression\n+ 2:15-18 expanded from");
	CHECK_EXPANSION("#define N 3\nbegin { print((N) - 1); }", "begin { print(3 - 1); } ");
}

TEST(lang_macros)
{
	CHECK_EXPANSION("macro one() { 1 } begin { print(one + one()); }", "begin { print(1 + 1); } ");
	CHECK_EXPANSION("macro add(a, b) { a + b } begin { print(add(1, 2) * 3); }", "begin { print((1 + 2) * 3); } ");
	CHECK_EXPANSION("macro inc($x) { $x += 1; $x } begin { $v = 1; print(inc($v)); }",
			"begin { $v = 1; print({ $v += 1; $v }); } ");
	CHECK_EXPANSION("macro t(x) { $y = x; $y * 2 } begin { $y = 3; print(t($y)); }",
			"begin { $y = 3; print({ $__t_y_1 = $y; $__t_y_1 * 2 }); } ");
	CHECK_EXPANSION("macro s(@m, $w, l) { @m[l] = sum($w); $w * 2 } begin { $w = 4; print(s(@s, $w, \"cpu\")); }",
			"begin { $w = 4; print({ @s[\"cpu\"] = sum($w); $w * 2 }); } ");
	CHECK_EXPANSION("macro k($x) { \"var\" } macro k(@x) { \"map\" } macro k(x) { \"expr\" } macro k() { \"none\" } "
			"begin { print((k($a), k(@a), k(1), k, k(@a[1]))); }",
			"begin { print((\"var\", \"map\", \"expr\", \"none\", \"expr\")); } ");
	CHECK_EXPANSION("macro in(x) { x } macro in($x) { $x = 1; } macro out(x) { in(x) } begin { out($v); }",
			"begin { $v; } ");
	CHECK_EXPANSION("macro comm() { \"mine\" } begin { print(comm); print(comm(1)); }",
			"begin { print(\"mine\"); print(comm(1)); } ");
	CHECK_EXPANSION("macro size(t) { sizeof(t) } begin { print(size(typeof(struct x))); print(size(1 + 1)); }",
			"begin { print(sizeof(typeof(struct x))); print(sizeof(1 + 1)); } ");
	CHECK_EXPANSION("macro n(x) { n2(x) } macro n2(x) { x + 1 } begin { print(n(n(1))); }",
			"begin { print((1 + 1) + 1); } ");
}

TEST(lang_macro_errors)
{
	CHECK_EXPANSION("macro m() { m() } begin { m(); }",
			"13-16 [from 27-30] Recursive macro call detected. Call chain: m > m");
	CHECK_EXPANSION("macro m(x) { 1 } begin { m(1, 2); }",
			"26-33 Call to m() has arguments that do not match any definition.\n"
			"+ 1-8 The closest definition of m() has a different number of arguments. Expected: 1 but got 2");
	CHECK_EXPANSION("macro add($x) { $x } begin { add(1); }",
			"30-36 Call to add() has arguments that do not match any definition.\n"
			"+ 34-35 Mismatched arg. add() expects a variable for arg $x but got an expression.\n"
			"+ 11-13 This is the argument in the closest definition.");
	CHECK_EXPANSION("macro m() { @x = 1; } begin { m(); }",
			"13-15 [from 31-34] Unhygienic access to map: @x. Maps must be passed into the macro as arguments.");
	CHECK_EXPANSION("macro m() { return; } begin { m(); }", "13-19 'return' statement is not allowed in a macro");
	CHECK_EXPANSION("macro m($x) { let $x = 1; } begin { $v = 1; m($v); }",
			"15-21 [from 45-50] Variable declaration shadows macro arg $x");
	CHECK_EXPANSION("macro m() { @x = 1; } begin { }", "begin {} ");
	CHECK_EXPANSION("macro m($x, $x) { } begin { }",
			"13-15 Variable for macro argument has already been used: $x");
	CHECK_EXPANSION("macro m(pid) { } begin { }", "9-12 syntax: builtin 'pid' can't be used as a macro argument");
	CHECK_EXPANSION("macro m(x) { 1 } macro m(y) { 2 } begin { }",
			"18-25 Redefinition of macro: m\n+ 1-8 This is the original definition.");
	CHECK_EXPANSION("begin { print(typeof(int8)); }",
			"15-27 When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a "
			"type parameter");
}

/* Macros that double their argument must not eat the machine. */
TEST(lang_macro_explosion)
{
	struct lang_fixture f;
	struct strbuf text = { 0 };
	lang_open(&f);
	strbuf_puts(&text, "macro m0(x) { x + x }\n");
	for (int i = 1; i < 60; i++)
		strbuf_printf(&text, "macro m%d(x) { m%d(x) + m%d(x) }\n", i, i - 1, i - 1);
	strbuf_puts(&text, "begin { print(m59(1)); }");
	struct program *p = lang_parse(&f, strbuf_str(&text));
	CHECK_INT(macros_expand(&f.env, p), -1);
	CHECK_INT(f.diags.errors, 1);
	strbuf_done(&text);
	lang_close(&f);
}

TEST(lang_library)
{
	CHECK_EXPANSION("begin { assert(pid > 1, \"x\"); }",
			"begin { { if (pid > 1) {} else { errorf(\"assert failed: %s\", \"x\"); exit(1); } } } ");
	CHECK_EXPANSION("begin { print(container_of($p, struct task_struct, se)); }",
			"begin { print((typeof(struct task_struct) *)((uint64)$p - offsetof(typeof(struct task_struct), se))); } ");
	CHECK_EXPANSION("begin { print(container_of($p, typeof(struct x), a.b)); }",
			"begin { print((typeof(struct x) *)((uint64)$p - offsetof(typeof(struct x), a.b))); } ");
	CHECK_EXPANSION("macro strcontains(a) { a } begin { print(strcontains(1)); print(strcontains(\"a\", \"b\")); }",
			"begin { print(1); print(strstr(\"a\", \"b\") >= 0); } ");
	CHECK_EXPANSION("macro strcontains(a, b) { 1 } macro has_key(a) { 2 } begin { print(strcontains(1, 2)); }",
			"begin { print(1); } ");
}
