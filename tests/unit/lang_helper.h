/* A front-end run for one test: arena, messages, type table and the texts that came out. */
#ifndef SONDE_LANG_HELPER_H
#define SONDE_LANG_HELPER_H

#include <stdlib.h>

#include "lang/ast.h"
#include "unit.h"

struct lang_fixture {
	struct arena *arena;
	struct diags diags;
	struct lang_env env;
	struct source source;
	struct strbuf text; /* result of the last helper */
};

static inline void lang_open(struct lang_fixture *f)
{
	*f = (struct lang_fixture){ .arena = arena_new() };
	diags_init(&f->diags, f->arena);
	f->env = (struct lang_env){ .arena = f->arena, .diags = &f->diags, .types = type_table_new(f->arena) };
	f->env.has_btf = true;
	type_table_set_btf(f->env.types, "/dev/null");
}

static inline void lang_close(struct lang_fixture *f)
{
	strbuf_done(&f->text);
	arena_free(f->arena);
}

static inline struct program *lang_parse(struct lang_fixture *f, const char *text)
{
	f->source = (struct source){ .name = "stdin", .text = text, .len = strlen(text) };
	return parse_program(&f->env, &f->source);
}

/* All messages, one a line: COL-COL text; lines other than the first as LINE:COL-COL. Contexts as "+ …". */
static inline void lang_add_place(struct strbuf *out, struct span s)
{
	unsigned line, col, end_line, end_col;
	if (!s.source)
		return;
	source_locate(s.source, s.begin, &line, &col);
	source_locate(s.source, s.end, &end_line, &end_col);
	if (strcmp(s.source->name, "stdin"))
		strbuf_printf(out, "%s:", s.source->name);
	if (line > 1)
		strbuf_printf(out, "%u:", line);
	strbuf_printf(out, "%u-", col);
	if (end_line != line)
		strbuf_printf(out, "%u:", end_line);
	strbuf_printf(out, "%u ", end_col);
	if (s.expansion) {
		strbuf_puts(out, "[from ");
		lang_add_place(out, s.expansion->call);
		out->data[--out->len] = '\0';
		strbuf_puts(out, "] ");
	}
}

static inline const char *lang_messages(struct lang_fixture *f)
{
	strbuf_clear(&f->text);
	for (size_t i = 0; i < f->diags.list.len; i++) {
		const struct diag *g = f->diags.list.data[i];
		strbuf_puts(&f->text, i ? "\n" : "");
		lang_add_place(&f->text, g->span);
		strbuf_puts(&f->text, g->text);
		for (size_t j = 0; j < g->contexts.len; j++) {
			strbuf_puts(&f->text, "\n+ ");
			lang_add_place(&f->text, g->contexts.data[j].span);
			strbuf_puts(&f->text, g->contexts.data[j].text);
		}
		for (size_t j = 0; j < g->hints.len; j++)
			strbuf_printf(&f->text, "\nHINT: %s", g->hints.data[j]);
	}
	return strbuf_str(&f->text);
}

#endif
