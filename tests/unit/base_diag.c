/* How messages are shown: the format of the reference, byte for byte. */
#include "base/diag.h"
#include "unit.h"

struct fixture {
	struct arena *arena;
	struct diags diags;
	struct source source;
	struct strbuf out;
};

static void setup(struct fixture *f, const char *text)
{
	*f = (struct fixture){ .arena = arena_new(), .source = { "stdin", text, strlen(text) } };
	diags_init(&f->diags, f->arena);
}

static void teardown(struct fixture *f)
{
	strbuf_done(&f->out);
	arena_free(f->arena);
}

/* The span of the first occurrence of `part` in the source. */
static struct span span_of(const struct source *s, const char *part)
{
	uint32_t begin = (uint32_t)(strstr(s->text, part) - s->text);
	return (struct span){ .source = s, .begin = begin, .end = begin + (uint32_t)strlen(part) };
}

static const char *shown(struct fixture *f, const struct diag *g)
{
	strbuf_clear(&f->out);
	diag_format(g, false, &f->out);
	return strbuf_str(&f->out);
}

TEST(diag_shows_contexts_and_hints)
{
	struct fixture f;
	setup(&f, "begin { $a = (1,2) + 3; }");
	struct diag *g = diag_add(&f.diags, D_OPERATOR, span_of(&f.source, "(1,2) + 3"),
				  "Type mismatch for '%s': comparing (int8,int8) with int64", "+");
	diag_context(&f.diags, g, span_of(&f.source, "(1,2)"), "left (%s)", "(int8,int8)");
	diag_context(&f.diags, g, span_of(&f.source, "3"), "right (int64)");
	diag_hint(&f.diags, g, "a hint");
	CHECK_STR(shown(&f, g), "stdin:1:14-23: ERROR: Type mismatch for '+': comparing (int8,int8) with int64\n"
				"begin { $a = (1,2) + 3; }\n"
				"             ~~~~~~~~~\n"
				"stdin:1:14-19: ERROR: left ((int8,int8))\n"
				"begin { $a = (1,2) + 3; }\n"
				"             ~~~~~\n"
				"stdin:1:22-23: ERROR: right (int64)\n"
				"begin { $a = (1,2) + 3; }\n"
				"                     ~\n"
				"HINT: a hint\n");
	CHECK_INT(f.diags.errors, 1);
	teardown(&f);
}

TEST(diag_shows_tabs_as_spaces)
{
	struct fixture f;
	setup(&f, "begin\n\t{ \tfoo; }\n");
	CHECK_STR(shown(&f, diag_add(&f.diags, D_UNKNOWN_IDENT, span_of(&f.source, "foo"), "bad")),
		  "stdin:2:5-8: ERROR: bad\n    {     foo; }\n          ~~~\n");
	teardown(&f);
}

TEST(diag_shows_several_lines_unmodified)
{
	struct fixture f;
	setup(&f, "begin {\n$x = strlen(\n\t  5); }\n");
	CHECK_STR(shown(&f, diag_add(&f.diags, D_CALL_TYPE, span_of(&f.source, "strlen(\n\t  5)"), "bad")),
		  "stdin:2-3: ERROR: bad\n$x = strlen(\n\t  5); }\n");
	teardown(&f);
}

TEST(diag_shows_places_at_the_end_and_nowhere)
{
	struct fixture f;
	setup(&f, "begin {");
	struct span end = { .source = &f.source, .begin = 7, .end = 7 };
	CHECK_STR(shown(&f, diag_add(&f.diags, D_SYNTAX, end, "syntax: expected '}'")),
		  "stdin:1:8-9: ERROR: syntax: expected '}'\nbegin {\n       ~\n");
	end.begin = 90;
	end.end = 99;
	CHECK_STR(shown(&f, diag_add(&f.diags, D_SYNTAX, end, "x")), "stdin:1:8-9: ERROR: x\nbegin {\n       ~\n");
	CHECK_STR(shown(&f, diag_add(&f.diags, D_SYNTAX, span_none(), "no place")), "ERROR: no place\n");
	f.source.len = 0;
	CHECK_STR(shown(&f, diag_add(&f.diags, D_SYNTAX, (struct span){ .source = &f.source }, "empty")),
		  "stdin:1:1-2: ERROR: empty\n\n~\n");
	teardown(&f);
}

TEST(diag_shows_macro_calls)
{
	struct fixture f;
	setup(&f, "macro w() { warnf(\"in macro %d\", 1); 1 } begin { _ = w(); }");
	struct expansion call = { .call = span_of(&f.source, "w();") };
	call.call.end--;
	struct span inner = span_of(&f.source, "warnf(\"in macro %d\", 1)");
	inner.expansion = &call;
	diag_format_header(inner, DIAG_WARNING, "in macro 1", false, &f.out);
	CHECK_STR(strbuf_str(&f.out), "stdin:1:13-36: WARNING: in macro 1\n"
				      "stdin:1:54-57: WARNING: expanded from\n"
				      "macro w() { warnf(\"in macro %d\", 1); 1 } begin { _ = w(); }\n"
				      "                                                     ~~~\n");
	struct span joined = span_join(inner, span_of(&f.source, "_ ="));
	CHECK(!joined.expansion);
	CHECK_INT(joined.begin, span_of(&f.source, "_ =").begin);
	CHECK_INT(joined.end, call.call.end);
	teardown(&f);
}

TEST(diag_colors_headers_only)
{
	struct fixture f;
	setup(&f, "abc");
	struct diag *g = diag_add(&f.diags, D_DISCARDED, span_of(&f.source, "b"), "Return value discarded.");
	diag_format(g, true, &f.out);
	CHECK_STR(strbuf_str(&f.out), "\033[33mstdin:1:2-3: WARNING: Return value discarded.\033[0m\nabc\n ~\n");
	CHECK_INT(f.diags.errors, 0);
	CHECK_STR(diag_id_name(g->id), "DISCARDED");
	teardown(&f);
}

TEST(diag_prints_errors_before_warnings)
{
	struct fixture f;
	setup(&f, "abc");
	diag_add(&f.diags, D_DISCARDED, span_none(), "w");
	diag_add(&f.diags, D_SYNTAX, span_none(), "e1");
	diag_add(&f.diags, D_SYNTAX, span_none(), "e2");
	for (int no_warnings = 0; no_warnings < 2; no_warnings++) {
		char *text = NULL;
		size_t len = 0;
		FILE *to = open_memstream(&text, &len);
		f.diags.no_warnings = no_warnings;
		diag_print_all(&f.diags, false, to);
		fclose(to);
		CHECK_STR(text, no_warnings ? "ERROR: e1\nERROR: e2\n" : "ERROR: e1\nERROR: e2\nWARNING: w\n");
		free(text);
	}
	teardown(&f);
}
