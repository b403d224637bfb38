/* The parser: what it accepts, how it prints back, and the text and place of its errors. */
#include "lang_helper.h"

/* The messages of parsing `text`. */
#define CHECK_ERRORS(script, want)                                                                                    \
	do {                                                                                                          \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		lang_parse(&f, script);                                                                               \
		CHECK_STR(lang_messages(&f), want);                                                                   \
		lang_close(&f);                                                                                       \
	} while (0)

/* The expression inside `begin { _ = EXPR; }`, printed; or the messages. */
static const char *reprint(struct lang_fixture *f, const char *text)
{
	struct source *src = ARENA_NEW(f->arena, struct source);
	*src = (struct source){ .name = "stdin", .text = text, .len = strlen(text) };
	struct expr *e = parse_expression(&f->env, src);
	if (!e)
		return lang_messages(f);
	strbuf_clear(&f->text);
	ast_print_expr(e, &f->text);
	return strbuf_str(&f->text);
}

#define CHECK_EXPR(text, want)                                                                                        \
	do {                                                                                                          \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		CHECK_STR(reprint(&f, text), want);                                                                   \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_expr_precedence)
{
	CHECK_EXPR("1+2*3", "1 + (2 * 3)");
	CHECK_EXPR("5 & 3 == 1", "5 & (3 == 1)");
	CHECK_EXPR("$a || $b && $c | $d ^ $e & $f", "$a || ($b && ($c | ($d ^ ($e & $f))))");
	CHECK_EXPR("1 - 2 - 3", "(1 - 2) - 3");
	CHECK_EXPR("1 << 2 + 3 < 4", "(1 << (2 + 3)) < 4");
	CHECK_EXPR("$a ? $b : $c ? $d : $e", "$a ? $b : ($c ? $d : $e)");
	CHECK_EXPR("$a ?: $b", "$a ?: $b");
	CHECK_EXPR("-$x * !$y", "-$x * !$y");
	CHECK_EXPR("- -5", "-(-5)");
	CHECK_EXPR("-(5)", "-(5)");
	CHECK_EXPR("3 - -5", "3 - -5");
	CHECK_EXPR("*&$x", "*&$x");
	CHECK_EXPR("$x++ + ++$y", "$x++ + ++$y");
	CHECK_EXPR("comptime 1 == 2", "comptime 1 == 2");
}

TEST(lang_expr_postfix)
{
	CHECK_EXPR("args->x.y[3].1.0", "args->x.y[3].1.0");
	CHECK_EXPR("@m[1, \"x\"][2]", "@m[1, \"x\"][2]");
	CHECK_EXPR("@[ 1 ]", "@[1]");
	CHECK_EXPR("(@m)[1]", "(@m)[1]");
	CHECK_EXPR("1.5", "1.5");
	CHECK_EXPR("((struct sock *)arg0)->__sk_common.skc_family",
		   "((struct sock *)arg0)->__sk_common.skc_family");
	CHECK_EXPR("$x.if", "$x.if");
	CHECK_EXPR("retval > 0 ? 0 : retval", "(retval > 0) ? 0 : retval");
}

TEST(lang_expr_parens)
{
	CHECK_EXPR("(1)", "1");
	CHECK_EXPR("(1,)", "(1,)");
	CHECK_EXPR("(1, 2,)", "(1, 2)");
	CHECK_EXPR("()", "()");
	CHECK_EXPR("(a = 1, b = \"x\",)", "(a = 1, b = \"x\")");
	CHECK_EXPR("(a == 1)", "a == 1");
	CHECK_EXPR("(a=1,a=2)", "6-9 syntax: Named argument list already contains name: a");
	CHECK_EXPR("(pid=1)", "5-6 syntax: expected ')'");
	CHECK_EXPR("(uint8)1", "(uint8)1");
	CHECK_EXPR("(pid)*tid", "pid * tid");
	CHECK_EXPR("(foo)*$x", "(foo)*$x");
	CHECK_EXPR("(elapsed)-1", "elapsed - 1");
	CHECK_EXPR("(foo) / 2", "foo / 2");
	CHECK_EXPR("(foo) && 2", "foo && 2");
	CHECK_EXPR("(foo) == 2", "foo == 2");
	CHECK_EXPR("(foo) != 2", "foo != 2");
	CHECK_EXPR("(foo)!2", "(foo)!2");
	CHECK_EXPR("(size_t)-1", "(size_t)-1");
	CHECK_EXPR("(int8*[4])$x", "(int8 *[4])$x");
	CHECK_EXPR("(int8[])\"abc\"", "(int8[])\"abc\"");
	CHECK_EXPR("(string[10])$x", "(string[10])$x");
	CHECK_EXPR("(typeof($y)*)$x", "(typeof($y) *)$x");
	CHECK_EXPR("(arr[1])", "arr[1]");
}

TEST(lang_expr_type_operands)
{
	CHECK_EXPR("sizeof(x[1])", "sizeof(x[1])");
	CHECK_EXPR("sizeof((x)[1])", "sizeof((x[1]))");
	CHECK_EXPR("sizeof((x[1]))", "sizeof((x[1]))");
	CHECK_EXPR("sizeof(struct foo *)", "sizeof(struct foo *)");
	CHECK_EXPR("sizeof(comm())", "sizeof(comm())");
	CHECK_EXPR("sizeof(pid)", "sizeof(pid)");
	CHECK_EXPR("sizeof(true)", "sizeof(true)");
	CHECK_EXPR("offsetof(struct x, a.b.c)", "offsetof(struct x, a.b.c)");
	CHECK_EXPR("offsetof(*$p, f)", "offsetof(*$p, f)");
	CHECK_EXPR("typeinfo(typeof(int8*)) == typeinfo(5)", "typeinfo(typeof(int8 *)) == typeinfo(5)");
	CHECK_EXPR("container_of($p, struct task_struct, se)",
		   "container_of($p, typeof(struct task_struct), se)");
}

TEST(lang_int_literals)
{
	CHECK_EXPR("0x1F + 0755 + 1_000 + 1e6 + 5ms + 1e3us + 0x_ff",
		   "(((((0x1F + 0755) + 1_000) + 1e6) + 5ms) + 1e3us) + 0x_ff");
	CHECK_EXPR("0b11", "2-5 syntax: invalid integer suffix 'b11'");
	CHECK_EXPR("5lu", "3-4 syntax: invalid integer suffix 'u'");
	CHECK_EXPR("5U", "1-3 syntax: invalid trailing bytes: 5U");
	CHECK_EXPR("08", "1-3 syntax: invalid trailing bytes: 08");
	CHECK_EXPR("0xffu", "1-6 syntax: invalid trailing bytes: 0xffu");
	CHECK_EXPR("5_", "2-3 syntax: trailing underscore in integer literal");
	CHECK_EXPR("10e3", "1-5 syntax: coefficient part of scientific literal must be 1-9: 10e3");
	CHECK_EXPR("2e0", "1-4 syntax: invalid trailing bytes: 2e0");
	CHECK_EXPR("1e20", "1-5 syntax: overflow error, maximum value is 18446744073709551615: 1e20");
	CHECK_EXPR("18446744073709551616",
		   "1-21 syntax: overflow error, maximum value is 18446744073709551615: 18446744073709551616");
	CHECK_EXPR("4294967296u", "1-12 syntax: overflow error, maximum value is 4294967295: 4294967296u");
	CHECK_EXPR("-9223372036854775808", "-9223372036854775808");
	CHECK_EXPR("-9223372036854775809", "1-21 negative value will underflow");
}

static const struct {
	const char *text;
	bool ok;
	uint64_t value;
	bool negative;
} int_texts[] = {
	{ "0", true, 0, false },
	{ "0b101", true, 5, false },
	{ "-5", true, (uint64_t)-5, true },
	{ "-0", true, 0, false },
	{ "0x10", true, 16, false },
	{ "017", true, 15, false },
	{ "1e9", true, 1000000000, false },
	{ "10ms", true, 10000000, false },
	{ "2h", true, 7200000000000, false },
	{ "18446744073709551615", true, UINT64_MAX, false },
	{ "18446744073709551616", false, 0, false },
	{ "-9223372036854775808", true, (uint64_t)INT64_MIN, true },
	{ "-9223372036854775809", false, 0, false },
	{ "", false, 0, false },
	{ "abc", false, 0, false },
	{ "5 ", false, 0, false },
	{ "300000000d", false, 0, false },
};

TEST(lang_int_texts)
{
	for (size_t i = 0; i < ARRAY_LEN(int_texts); i++) {
		uint64_t value = 0;
		bool negative = false;
		CHECK_INT(parse_int_text(int_texts[i].text, &value, &negative), int_texts[i].ok);
		CHECK_INT(value, int_texts[i].value);
		CHECK_INT(negative, int_texts[i].negative);
	}
	struct strbuf why = { 0 };
	uint64_t value;
	bool negative;
	CHECK(!parse_int_text_why("zz", &value, &negative, &why));
	CHECK_STR(strbuf_str(&why), "invalid integer: zz");
	strbuf_done(&why);
}

TEST(lang_string_literals)
{
	CHECK_EXPR("\"a\\n\\t\\r\\\"\\\\\\101\\x42\"", "\"a\\n\\t\\r\\\"\\\\AB\"");
	CHECK_EXPR("\"\\1\\x7f\"", "\"\\001\\177\"");
	CHECK_EXPR("\"abc", "1-5 syntax: unterminated string");
	CHECK_EXPR("\"a\\q\"", "3-5 syntax: invalid escape character '\\q'");
	CHECK_EXPR("\"\\777\"", "2-6 syntax: octal escape sequence out of range '\\777'");
	CHECK_EXPR("\"\\xg\"", "2-4 syntax: invalid hex escape sequence");
}

TEST(lang_syntax_errors)
{
	CHECK_ERRORS("begin { $x = 1 $y = 2; }", "16-18 syntax: expected ';'");
	CHECK_ERRORS("begin { if $x > 3 { } }", "15-16 syntax: expected '{'");
	CHECK_ERRORS("begin { print(1; }", "16-17 syntax: expected ')'");
	CHECK_ERRORS("begin { ;; }", "9-10 syntax: expected expression\n10-11 syntax: expected expression");
	CHECK_ERRORS("begin { $x.1 = 5; }",
		     "9-17 syntax: Tuples and records are immutable once created. Consider creating a new value and "
		     "assigning it instead.");
	CHECK_ERRORS("begin { $x[1] = 5; }", "9-18 syntax: invalid assignment target");
	CHECK_ERRORS("begin { *$p = 1; }", "9-16 syntax: invalid assignment target");
	CHECK_ERRORS("begin { pid++; }", "12-14 syntax: increment/decrement requires a variable or map");
	CHECK_ERRORS("typedef int foo;\nbegin { }", "9-12 syntax: expected '{'");
	CHECK_ERRORS("begin { } #define X 1", "11-22 syntax: C definitions must appear before probes and functions");
	CHECK_ERRORS("begin { } config = { }", "11-17 syntax: config must appear before probes and functions");
	CHECK_ERRORS("config = { } config = { } begin { }", "14-20 syntax: duplicate config block");
	CHECK_ERRORS("begin { } import \"x.bt\";",
		     "11-25 syntax: root imports must appear before probes and functions");
	CHECK_ERRORS("import \"x.bt\" begin { }", "15-20 syntax: expected ';' after import");
	CHECK_ERRORS("let $x = 1; begin { }", "1-4 syntax: root-level let statements need to be map declarations, e.g. "
					      "let @a = hash(2);");
	CHECK_ERRORS("let @x = hash(a); begin { }",
		     "15-16 syntax: expected positive integer for map declaration max entries");
	CHECK_ERRORS("macro m(1) { }", "9-10 syntax: expected macro argument ($var, @map, or identifier)");
	CHECK_ERRORS("config = { a = -1 } begin { }", "16-17 syntax: expected string, int, boolean, or ident");
	CHECK_ERRORS("} begin { }", "1-2 syntax: unexpected input");
	CHECK_ERRORS("begin { print(1)", "17-17 syntax: expected '}'");
	CHECK_ERRORS("kprobe:f/pid==1/ {}", "");
	CHECK_ERRORS("begin { print(\"a); }\nend { print(1) }", "15-21 syntax: unterminated string");
}

/* One message for each mistake, none for what comes after it. */
TEST(lang_several_errors)
{
	CHECK_ERRORS("begin { $x = ; print(1); }\n"
		     "kprobe:f { if (1) { @ = 08; } else { print(; } $y = 5 }\n"
		     "interval:s:1 { exit( }\n"
		     "end { }",
		     "14-15 syntax: expected expression\n"
		     "2:25-27 syntax: invalid trailing bytes: 08\n"
		     "2:44-45 syntax: expected expression\n"
		     "3:22-23 syntax: expected expression");
	CHECK_ERRORS("fn f($a) { }\nbegin { @x = 1e99; }\n",
		     "8-9 syntax: expected ':'\n"
		     "2:14-18 syntax: overflow error, maximum value is 18446744073709551615: 1e99");
}

TEST(lang_predicates)
{
	CHECK_ERRORS("k:f /pid / 2 == 1/ { }", "");
	CHECK_ERRORS("k:f /@a[tid]/{ }", "");
	CHECK_ERRORS("k:f /1/ /* c */ { }", "");
	CHECK_ERRORS("k:f, k:g, /1 / 2/\n{ }", "");
	CHECK_ERRORS("begin /1/ { }", "");
}

TEST(lang_depth_is_bounded)
{
	struct lang_fixture f;
	lang_open(&f);
	struct strbuf text = { 0 };
	strbuf_puts(&text, "begin { $x = ");
	strbuf_pad(&text, '(', 100000);
	lang_parse(&f, strbuf_str(&text));
	CHECK(f.diags.errors == 1);
	CHECK(strstr(lang_messages(&f), "nested too deeply"));
	lang_close(&f);
	lang_open(&f);
	strbuf_clear(&text);
	strbuf_puts(&text, "begin { $x = 1");
	for (int i = 0; i < 100000; i++)
		strbuf_puts(&text, "+1");
	strbuf_puts(&text, "; }");
	lang_parse(&f, strbuf_str(&text));
	CHECK(f.diags.errors == 1);
	strbuf_done(&text);
	lang_close(&f);
}

/* ---- attach points ---- */

static const char *show_attach_points(struct lang_fixture *f, const char *header)
{
	struct strbuf text = { 0 };
	strbuf_printf(&text, "%s { }", header);
	const char *script = arena_strdup(f->arena, strbuf_str(&text));
	strbuf_done(&text);
	struct program *p = lang_parse(f, script);
	if (f->diags.errors)
		return lang_messages(f);
	strbuf_clear(&f->text);
	struct probe_decl *d = p->items.data[0].probe;
	for (size_t i = 0; i < d->attach_points.len; i++) {
		struct attach_point *ap = d->attach_points.data[i];
		strbuf_puts(&f->text, i ? ", " : "");
		if (ap->name)
			strbuf_printf(&f->text, "%s=", ap->name);
		for (size_t j = 0; j < ap->parts.len; j++)
			strbuf_printf(&f->text, "%s%s%s", j ? "|" : "", ap->parts.data[j],
				      ap->quoted.data[j] ? "'" : "");
	}
	return strbuf_str(&f->text);
}

#define CHECK_ATTACH(header, want)                                                                                    \
	do {                                                                                                          \
		static const char *const params[] = { "vfs_read", "a:b", "$4", "$3" };                                \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		f.env.params = params;                                                                                \
		f.env.param_count = 4;                                                                                \
		CHECK_STR(show_attach_points(&f, header), want);                                                      \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_attach_points)
{
	CHECK_ATTACH("kprobe:f", "kprobe|f");
	CHECK_ATTACH("kprobe:f+0x10,\n kretprobe:m:f,", "kprobe|f+0x10, kretprobe|m|f");
	CHECK_ATTACH("uprobe:/bin/sh:main", "uprobe|/bin/sh|main");
	CHECK_ATTACH("uprobe:/bin/x:cpp:\"A::f(int, char)\"", "uprobe|/bin/x|cpp|A::f(int, char)'");
	CHECK_ATTACH("uprobe:/bin/x@a.c:12", "uprobe|/bin/x|@|a.c|12");
	CHECK_ATTACH("reads=kprobe:$1", "reads=kprobe|vfs_read");
	CHECK_ATTACH("kprobe:\"$1\"", "kprobe|$1'");
	CHECK_ATTACH("kprobe:$2", "kprobe|a|b");
	CHECK_ATTACH("i:ms:$9", "i|ms|");
	CHECK_ATTACH("software:cs:", "software|cs|");
	CHECK_ATTACH("kprobe:\"a\\\"b\"", "kprobe|a\"b'");
	CHECK_ATTACH("kprobe:$1x", "1-11 invalid trailing character for positional param: x. Try quoting this entire "
				   "part if this is intentional e.g. \"$1x\".");
	CHECK_ATTACH("kprobe:$x", "1-10 invalid trailing character for positional param: x. Try quoting this entire part "
				  "if this is intentional e.g. \"$x\".");
	CHECK_ATTACH("kprobe:$3", "1-10 parameter $4 names itself");
}

TEST(lang_block_values)
{
	struct lang_fixture f;
	lang_open(&f);
	struct program *p = lang_parse(&f, "begin { $y = if (1) { 1 } else if (2) { 2 } else { 3 }; { 1; 2 } }\n"
					   "end { if (1) { 1 } else { $x = 2; } }\n"
					   "self:signal:SIGUSR1 { for $i : 0..10 { $i } 5 }");
	CHECK_STR(lang_messages(&f), "");
	REQUIRE(p->items.len == 3);
	CHECK(p->items.data[0].probe->body->value && p->items.data[0].probe->body->value->kind == EXPR_BLOCK);
	CHECK(!p->items.data[1].probe->body->value);
	CHECK(p->items.data[2].probe->body->value);
	lang_close(&f);
}
