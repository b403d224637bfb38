/* Formats: their parts, one a line. */
#include "sema_helper.h"

static const char *parts(struct strbuf *out, const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct format *f = format_parse(a, text, len);
	strbuf_clear(out);
	for (size_t i = 0; i < f->parts.len; i++) {
		const struct format_part *p = &f->parts.data[i];
		strbuf_printf(out, "%s[%s", i ? " " : "", p->literal);
		if (p->conv)
			strbuf_printf(out, "|%s%s%s%s%u.%u%c%u", p->left ? "-" : "", p->plus ? "+" : "", p->alt ? "#" : "",
				      p->zero ? "0," : "", p->width, p->length, p->conv, p->arg);
		strbuf_putc(out, ']');
	}
	arena_free(a);
	return strbuf_str(out);
}

TEST(format_parts)
{
	static const struct {
		const char *text, *parts;
	} cases[] = {
		{ "", "[]" },
		{ "abc", "[abc]" },
		{ "%d", "[|0.0d0]" },
		{ "a %-5d b %lld%%\n", "[a |-5.0d0] [ b |0.8d1] [%\n]" },
		{ "%hhx%hx%lx%jx%zu", "[|0.1x0] [|0.2x1] [|0.8x2] [|0.8x3] [|0.8u4]" },
		{ "%-+ #010.3lX", "[|-+#0,10.8X0]" },
		{ "%*d %.*s", "[|0.0d0] [ |0.0s1]" },
		{ "%r %rx %rh %gr %s", "[|0.0r0] [ |0.0R1] [ |0.0H2] [ |0.0G3] [ |0.0s4]" },
		/* not conversions */
		{ "%0-5d % %", "[%0-5d %]" },
		{ "%k %", "[%k %]" },
		{ "100%", "[100%]" },
		{ "%5%|%f", "[%||0.0f0]" },
	};
	struct strbuf out = { 0 };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		CHECK_STR(parts(&out, cases[i].text, strlen(cases[i].text)), cases[i].parts);
	strbuf_done(&out);
}

TEST(format_embedded_nul)
{
	struct arena *a = arena_new();
	struct format *f = format_parse(a, "a\0b%d", 5);
	CHECK_INT(f->parts.data[0].literal_len, 3);
	CHECK_INT(f->arg_count, 1);
	arena_free(a);
}
