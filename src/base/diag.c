/*
 * Recording messages and showing them. A located message is a header, the source line (TABs shown as four spaces) and
 * an underline of tildes; a span over several lines shows the lines as they are. After the message's own place come
 * the macro calls it was expanded from, innermost first, then its contexts and hints.
 */
#include "base/diag.h"

static const struct {
	const char *name;
	enum diag_severity severity;
} registry[] = {
#define DIAG(id, severity, meaning) [D_##id] = { #id, severity },
#include "base/diag-ids.h"
#undef DIAG
};

static const struct {
	const char *word, *color;
} severities[] = {
	[DIAG_ERROR] = { "ERROR", "\033[31m" },
	[DIAG_WARNING] = { "WARNING", "\033[33m" },
	[DIAG_NOTE] = { "NOTE", NULL },
};

const char *diag_id_name(enum diag_id id)
{
	return registry[id].name;
}

enum diag_severity diag_id_severity(enum diag_id id)
{
	return registry[id].severity;
}

/* ---- recording ---- */

void diags_init(struct diags *d, struct arena *a)
{
	*d = (struct diags){ .arena = a };
}

struct diag *diag_add(struct diags *d, enum diag_id id, struct span span, const char *fmt, ...)
{
	struct diag *g = ARENA_NEW(d->arena, struct diag);
	*g = (struct diag){ .id = id, .severity = registry[id].severity, .span = span };
	va_list ap;
	va_start(ap, fmt);
	g->text = arena_vsprintf(d->arena, fmt, ap);
	va_end(ap);
	if (g->severity == DIAG_ERROR)
		d->errors++;
	vec_push(d->arena, &d->list, g);
	return g;
}

void diag_context(struct diags *d, struct diag *g, struct span span, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct diag_context c = { .span = span, .text = arena_vsprintf(d->arena, fmt, ap) };
	va_end(ap);
	vec_push(d->arena, &g->contexts, c);
}

void diag_hint(struct diags *d, struct diag *g, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vec_push(d->arena, &g->hints, arena_vsprintf(d->arena, fmt, ap));
	va_end(ap);
}

/* ---- places ---- */

static bool same_text(struct span a, struct span b)
{
	return a.source == b.source && a.expansion == b.expansion;
}

/* The place of the macro call that the span was expanded from; nowhere if there is none. */
static struct span outer_span(struct span s)
{
	return s.expansion ? s.expansion->call : span_none();
}

/* Spans in different texts meet where the calls that they were expanded from stand in the same text. */
struct span span_join(struct span a, struct span b)
{
	if (!a.source)
		return b;
	for (struct span x = a; x.source; x = outer_span(x)) {
		for (struct span y = b; y.source; y = outer_span(y)) {
			if (same_text(x, y)) {
				x.begin = MIN(x.begin, y.begin);
				x.end = MAX(x.end, y.end);
				return x;
			}
		}
	}
	return a;
}

void source_locate(const struct source *s, uint32_t offset, unsigned *ret_line, unsigned *ret_col)
{
	unsigned line = 1;
	size_t end = MIN((size_t)offset, s->len), line_start = 0;
	for (size_t i = 0; i < end; i++) {
		if (s->text[i] == '\n') {
			line++;
			line_start = i + 1;
		}
	}
	*ret_line = line;
	*ret_col = (unsigned)(end - line_start) + 1;
}

/* A span in lines and columns; end_col is exclusive, on end_line. An empty span covers one column. */
struct place {
	unsigned line, col, end_line, end_col;
};

static struct place place_of(struct span s)
{
	struct place p;
	source_locate(s.source, s.begin, &p.line, &p.col);
	if (s.end <= s.begin + 1 || s.begin >= s.source->len) {
		p.end_line = p.line;
		p.end_col = p.col + 1;
		return p;
	}
	source_locate(s.source, (uint32_t)MIN((size_t)s.end, s.source->len) - 1, &p.end_line, &p.end_col);
	p.end_col++;
	return p;
}

/* ---- showing ---- */

static void add_location(struct span s, struct strbuf *out)
{
	if (!s.source)
		return;
	struct place p = place_of(s);
	if (p.line == p.end_line)
		strbuf_printf(out, "%s:%u:%u-%u: ", s.source->name, p.line, p.col, p.end_col);
	else
		strbuf_printf(out, "%s:%u-%u: ", s.source->name, p.line, p.end_line);
}

static void add_header(struct span s, enum diag_severity sev, const char *text, bool color, struct strbuf *out)
{
	const char *on = color ? severities[sev].color : NULL;
	strbuf_puts(out, on ? on : "");
	add_location(s, out);
	strbuf_printf(out, "%s: %s%s\n", severities[sev].word, text, on ? "\033[0m" : "");
}

/* The length of the line that starts at the offset, without its newline. */
static size_t line_length(const struct source *s, size_t start)
{
	const char *newline = memchr(s->text + start, '\n', s->len - start);
	return newline ? (size_t)(newline - (s->text + start)) : s->len - start;
}

static void add_expanded_tabs(const char *line, size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\t')
			strbuf_pad(out, ' ', 4);
		else
			strbuf_putc(out, line[i]);
	}
}

static void add_underlined_line(struct span s, const struct place *p, struct strbuf *out)
{
	size_t start = MIN((size_t)s.begin, s.source->len) - (p->col - 1);
	const char *line = s.source->text + start;
	add_expanded_tabs(line, line_length(s.source, start), out);
	strbuf_putc(out, '\n');
	for (unsigned i = 0; i + 1 < p->col; i++)
		strbuf_pad(out, ' ', line[i] == '\t' ? 4 : 1);
	strbuf_pad(out, '~', p->end_col - p->col);
	strbuf_putc(out, '\n');
}

static void add_whole_lines(struct span s, const struct place *p, struct strbuf *out)
{
	size_t start = s.begin - (p->col - 1);
	for (unsigned line = p->line; line <= p->end_line; line++) {
		size_t len = line_length(s.source, start);
		strbuf_add(out, s.source->text + start, len);
		strbuf_putc(out, '\n');
		start += len + 1;
	}
}

static void add_excerpt(struct span s, struct strbuf *out)
{
	if (!s.source)
		return;
	struct place p = place_of(s);
	if (p.line == p.end_line)
		add_underlined_line(s, &p, out);
	else
		add_whole_lines(s, &p, out);
}

static void add_expansions(const struct expansion *e, enum diag_severity sev, bool color, struct strbuf *out)
{
	for (; e; e = e->call.expansion) {
		add_header(e->call, sev, "expanded from", color, out);
		add_excerpt(e->call, out);
	}
}

void diag_format_header(struct span span, enum diag_severity sev, const char *text, bool color, struct strbuf *out)
{
	add_header(span, sev, text, color, out);
	add_expansions(span.expansion, sev, color, out);
}

void diag_format(const struct diag *g, bool color, struct strbuf *out)
{
	add_header(g->span, g->severity, g->text, color, out);
	add_excerpt(g->span, out);
	add_expansions(g->span.expansion, g->severity, color, out);
	for (size_t i = 0; i < g->contexts.len; i++) {
		const struct diag_context *c = &g->contexts.data[i];
		add_header(c->span, g->severity, c->text, color, out);
		add_excerpt(c->span, out);
		if (c->span.expansion != g->span.expansion)
			add_expansions(c->span.expansion, g->severity, color, out);
	}
	for (size_t i = 0; i < g->hints.len; i++)
		strbuf_printf(out, "HINT: %s\n", g->hints.data[i]);
}

static void format_all(const struct diags *d, bool errors, bool color, struct strbuf *out)
{
	for (size_t i = 0; i < d->list.len; i++) {
		const struct diag *g = d->list.data[i];
		bool hidden = d->no_warnings && g->severity == DIAG_WARNING;
		if ((g->severity == DIAG_ERROR) == errors && !hidden)
			diag_format(g, color, out);
	}
}

void diag_print_all(const struct diags *d, bool color, FILE *to)
{
	struct strbuf out = { 0 };
	format_all(d, true, color, &out);
	format_all(d, false, color, &out);
	fwrite(strbuf_str(&out), 1, out.len, to);
	strbuf_done(&out);
}
