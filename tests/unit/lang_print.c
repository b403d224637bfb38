/* The printer: what it prints parses back to the same, and --fmt keeps comments and blank lines. */
#include "lang_helper.h"
#include "lang_scripts.h"

static const char *print_script(struct lang_fixture *f, const char *script, bool format)
{
	struct source *src = ARENA_NEW(f->arena, struct source);
	struct strbuf out = { 0 };
	*src = (struct source){ .name = "stdin", .text = arena_strdup(f->arena, script), .len = strlen(script) };
	struct program *p = parse_program(&f->env, src);
	if (format)
		ast_format_program(p, &out);
	else
		ast_print_program(p, &out);
	const char *text = arena_strdup(f->arena, strbuf_str(&out));
	strbuf_done(&out);
	return text;
}

static void check_round_trip(const char *script, bool format)
{
	struct lang_fixture f;
	lang_open(&f);
	const char *once = print_script(&f, script, format);
	const char *twice = print_script(&f, once, format);
	CHECK_STR(lang_messages(&f), "");
	CHECK_STR(twice, once);
	lang_close(&f);
}

TEST(lang_round_trip)
{
	for (size_t i = 0; i < ARRAY_LEN(lang_scripts); i++) {
		check_round_trip(lang_scripts[i], false);
		check_round_trip(lang_scripts[i], true);
	}
}

/* Both forms mean the same: the one without comments is what the other one prints to. */
TEST(lang_format_means_the_same)
{
	for (size_t i = 0; i < ARRAY_LEN(lang_scripts); i++) {
		struct lang_fixture f;
		lang_open(&f);
		const char *direct = print_script(&f, lang_scripts[i], false);
		const char *formatted = print_script(&f, lang_scripts[i], true);
		CHECK_STR(print_script(&f, formatted, false), direct);
		lang_close(&f);
	}
}

TEST(lang_round_trip_of_article)
{
	static const char *const paths[] = { "tests/run/article/offwake.bt", "tests/run/article/tcp_sendmsg.bt" };
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		char *text;
		SKIP_UNLESS(!file_read_all(paths[i], &text, NULL));
		check_round_trip(text, false);
		check_round_trip(text, true);
		free(text);
	}
}

#define CHECK_FORMAT(script, want)                                                                                    \
	do {                                                                                                          \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		CHECK_STR(print_script(&f, script, true), want);                                                      \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_format)
{
	CHECK_FORMAT("begin{}", "begin\n{}\n");
	CHECK_FORMAT("k:f,k:g/pid/{@=count()}", "k:f,\nk:g/pid/\n{\n  @ = count()\n}\n");
	CHECK_FORMAT("k:f,k:g /pid/{@=count();}", "k:f,\nk:g\n/pid/\n{\n  @ = count();\n}\n");
	CHECK_FORMAT("begin { let $z:uint8=3; for ($i:0..10) { print($i) } }",
		     "begin\n{\n  let $z : uint8 = 3;\n  for $i : 0..10 {\n    print($i)\n  }\n}\n");
	CHECK_FORMAT("begin { if (1) { $a = 1 } else if ($b > 2) { } while $c { $c--; } unroll 3 { print(1); } }",
		     "begin\n{\n  if 1 {\n    $a = 1\n  } else if ($b > 2) {}\n  while ($c) {\n    $c--;\n  }\n  unroll (3) {\n"
		     "    print(1);\n  }\n}\n");
	CHECK_FORMAT("begin { $x = 1 ? (3 + 4) * 5 : 6; }", "begin\n{\n  $x = 1 ? ((3 + 4) * 5) : 6;\n}\n");
	CHECK_FORMAT("config={a=1;b=\"x\"}begin { }", "config = {\n  a = 1;\n  b = \"x\";\n}\nbegin\n{}\n");
	CHECK_FORMAT("begin { $x = 0xFF + 1e6 + 5ms; print(\"\\x41\"); }",
		     "begin\n{\n  $x = (0xFF + 1e6) + 5ms;\n  print(\"\\x41\");\n}\n");
}

TEST(lang_format_comments)
{
	CHECK_FORMAT("// head\n\n\nbegin { // brace\n  $x = 1; // trailing\n  // own\n\n  $y = 2; /* a */ // b\n  // last\n}\n"
		     "// between\nend { }\n// tail",
		     "// head\n\n\nbegin\n{ // brace\n  $x = 1; // trailing\n  // own\n\n  $y = 2; /* a */ // b\n  // last\n}\n"
		     "// between\nend\n{}\n// tail\n");
	CHECK_FORMAT("begin { /* empty */ }", "begin\n{ /* empty */\n}\n");
	CHECK_FORMAT("begin { foo(1, // one\n  2); $x = 1; }", "begin\n{\n  foo(1, 2); // one\n  $x = 1;\n}\n");
	CHECK_FORMAT("config = { // c\n  // d\n  a = 1; }\nstruct s { int x; /* kept */ };",
		     "config = { // c\n  // d\n  a = 1;\n}\nstruct s { int x; /* kept */ };\n");
}

TEST(lang_format_wraps)
{
	CHECK_FORMAT("begin { printf(\"%s %s %s and some more text here\\n\", $first_argument, $second_argument, $third); }",
		     "begin\n{\n  printf(\"%s %s %s and some more text here\\n\", $first_argument,\n"
		     "         $second_argument, $third);\n}\n");
}

TEST(lang_clone)
{
	for (size_t i = 0; i < ARRAY_LEN(lang_scripts); i++) {
		struct lang_fixture f;
		lang_open(&f);
		struct program *p = lang_parse(&f, lang_scripts[i]);
		for (size_t j = 0; j < p->items.len; j++) {
			if (p->items.data[j].kind != ITEM_PROBE)
				continue;
			struct strbuf a = { 0 }, b = { 0 };
			ast_print_probe(p->items.data[j].probe, &a);
			ast_print_probe(ast_clone_probe(f.arena, p->items.data[j].probe), &b);
			CHECK_STR(strbuf_str(&a), strbuf_str(&b));
			strbuf_done(&a);
			strbuf_done(&b);
		}
		lang_close(&f);
	}
}
