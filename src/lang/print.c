/*
 * Printing of a whole program. --fmt prints the parts in the order of the source; a program that imports were merged
 * into is printed part by part.
 */
#include <stdlib.h>

#include "lang/print.h"

/* ---- probes and other items ---- */

static void print_header_span(struct printer *pr, const struct probe_decl *d)
{
	for (size_t i = 0; i < d->attach_points.len; i++) {
		if (i)
			strbuf_puts(pr->out, ",\n");
		strbuf_puts(pr->out, d->attach_points.data[i]->text);
	}
	print_line_done(pr, d->header_span.begin);
	if (d->predicate) {
		strbuf_puts(pr->out, "\n/");
		print_expr(pr, d->predicate);
		strbuf_putc(pr->out, '/');
	}
}

/* The brace of a body stands on a line of its own. */
static void print_body(struct printer *pr, const struct block *b)
{
	print_line_done(pr, b->span.begin);
	print_line_start(pr, b->span.begin);
	print_block(pr, b);
}

static void print_probe(struct printer *pr, const struct probe_decl *d)
{
	print_header_span(pr, d);
	print_body(pr, d->body);
}

static void print_macro(struct printer *pr, const struct macro_decl *m)
{
	static const char *const sigil[] = {
		[MACRO_PARAM_VAR] = "$", [MACRO_PARAM_MAP] = "@", [MACRO_PARAM_EXPR] = ""
	};
	strbuf_printf(pr->out, "macro %s(", m->name);
	for (size_t i = 0; i < m->params.len; i++)
		strbuf_printf(pr->out, "%s%s%s", i ? ", " : "", sigil[m->params.data[i].kind], m->params.data[i].name);
	strbuf_putc(pr->out, ')');
	print_body(pr, m->body);
}

static void print_fn(struct printer *pr, const struct fn_decl *f)
{
	strbuf_printf(pr->out, "fn %s(", f->name);
	for (size_t i = 0; i < f->params.len; i++) {
		strbuf_printf(pr->out, "%s$%s : ", i ? ", " : "", f->params.data[i].name);
		print_type(pr, f->params.data[i].type_ref);
	}
	strbuf_puts(pr->out, ") : ");
	print_type(pr, f->ret);
	print_body(pr, f->body);
}

static void print_item(struct printer *pr, const struct item *item)
{
	switch (item->kind) {
	case ITEM_PROBE:
		print_probe(pr, item->probe);
		break;
	case ITEM_MACRO:
		print_macro(pr, item->macro);
		break;
	case ITEM_FN:
		print_fn(pr, item->fn);
		break;
	case ITEM_MAP:
		strbuf_printf(pr->out, "let @%s = %s(%llu);", item->map->name, item->map->kind,
			      (unsigned long long)item->map->max_entries);
		break;
	}
}

static struct span item_span(const struct item *item)
{
	switch (item->kind) {
	case ITEM_PROBE:
		return item->probe->span;
	case ITEM_MACRO:
		return item->macro->span;
	case ITEM_FN:
		return item->fn->span;
	case ITEM_MAP:
		return item->map->span;
	}
	return span_none();
}

/* ---- config ---- */

static void print_config_value(struct printer *pr, const struct config_assign *a)
{
	switch (a->kind) {
	case CONFIG_STRING:
		print_string(pr->out, a->text, strlen(a->text));
		break;
	case CONFIG_BOOL:
		strbuf_puts(pr->out, a->number ? "true" : "false");
		break;
	case CONFIG_INT:
	case CONFIG_IDENT:
		strbuf_puts(pr->out, a->text);
		break;
	}
}

static uint32_t config_brace(const struct printer *pr, const struct program *p)
{
	if (!pr->source)
		return 0;
	const char *at = memchr(pr->source->text + p->config_span.begin, '{', pr->source->len - p->config_span.begin);
	return at ? (uint32_t)(at - pr->source->text) + 1 : 0;
}

static void print_config(struct printer *pr, const struct program *p)
{
	uint32_t close = p->config_span.end ? p->config_span.end - 1 : 0;
	strbuf_puts(pr->out, "config = {");
	print_line_done(pr, config_brace(pr, p));
	pr->indent++;
	for (size_t i = 0; i < p->config.len; i++) {
		const struct config_assign *a = &p->config.data[i];
		print_line_start(pr, a->span.begin);
		strbuf_printf(pr->out, "%s = ", a->key);
		print_config_value(pr, a);
		strbuf_putc(pr->out, ';');
		print_line_done(pr, a->span.end);
	}
	print_rest_comments(pr, close);
	pr->indent--;
	print_line_done(pr, close);
	print_line_start(pr, close);
	strbuf_putc(pr->out, '}');
}

/* ---- the program ---- */

enum part_kind { PART_C, PART_CONFIG, PART_IMPORT, PART_ITEM };

/* One thing at the root. */
struct part {
	enum part_kind kind;
	size_t index;
	struct span span;
};
struct part_vec VEC_BODY(struct part);

static void collect_parts(const struct program *p, struct part_vec *parts)
{
	for (size_t i = 0; i < p->c_items.len; i++)
		vec_push(NULL, parts, (struct part){ PART_C, i, p->c_items.data[i].span });
	if (p->has_config)
		vec_push(NULL, parts, (struct part){ PART_CONFIG, 0, p->config_span });
	for (size_t i = 0; i < p->imports.len; i++)
		vec_push(NULL, parts, (struct part){ PART_IMPORT, i, p->imports.data[i].span });
	for (size_t i = 0; i < p->items.len; i++)
		vec_push(NULL, parts, (struct part){ PART_ITEM, i, item_span(&p->items.data[i]) });
}

static int compare_parts(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	return x->span.begin < y->span.begin ? -1 : x->span.begin > y->span.begin;
}

static void print_part(struct printer *pr, const struct program *p, const struct part *part)
{
	switch (part->kind) {
	case PART_C:
		strbuf_puts(pr->out, p->c_items.data[part->index].text);
		break;
	case PART_CONFIG:
		print_config(pr, p);
		break;
	case PART_IMPORT:
		strbuf_puts(pr->out, "import ");
		print_string(pr->out, p->imports.data[part->index].path, strlen(p->imports.data[part->index].path));
		strbuf_putc(pr->out, ';');
		break;
	case PART_ITEM:
		print_item(pr, &p->items.data[part->index]);
		break;
	}
}

/* Comments inside of C text are printed with it. */
static void skip_comments(struct printer *pr, uint32_t end)
{
	const struct program *p = pr->program;
	while (pr->source && pr->next_comment < p->comments.len && p->comments.data[pr->next_comment].begin < end)
		pr->next_comment++;
}

static void print_parts(struct printer *pr, const struct program *p)
{
	struct part_vec parts = { 0 };
	collect_parts(p, &parts);
	if (pr->source && parts.len)
		qsort(parts.data, parts.len, sizeof(*parts.data), compare_parts);
	for (size_t i = 0; i < parts.len; i++) {
		const struct part *part = &parts.data[i];
		if (!pr->source && part->kind == PART_ITEM && pr->out->len)
			strbuf_putc(pr->out, '\n');
		print_line_start(pr, part->span.begin);
		if (part->kind == PART_C)
			skip_comments(pr, part->span.end);
		print_part(pr, p, part);
		print_line_done(pr, part->span.end);
	}
	vec_free(&parts);
}

static void print_program(struct printer *pr, const struct program *p)
{
	if (p->shebang) {
		strbuf_puts(pr->out, p->shebang);
		print_line_done(pr, (uint32_t)(strspn(p->source->text, " \t\r\n") + strlen(p->shebang)));
	}
	print_parts(pr, p);
	print_rest_comments(pr, UINT32_MAX);
	if (pr->out->len)
		strbuf_putc(pr->out, '\n');
}

void ast_print_program(const struct program *p, struct strbuf *out)
{
	struct printer pr = { .out = out };
	print_program(&pr, p);
}

void ast_format_program(const struct program *p, struct strbuf *out)
{
	struct printer pr = { .out = out, .source = p->source, .program = p };
	print_program(&pr, p);
}

void ast_print_probe(const struct probe_decl *d, struct strbuf *out)
{
	struct printer pr = { .out = out };
	print_probe(&pr, d);
	strbuf_putc(out, '\n');
}
