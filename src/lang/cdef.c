/*
 * The C definitions of a script: what of them the script gets to see. Types go into the type table as they are read;
 * the object-like macros that are left at the end become the script's defines.
 */
#include <stdlib.h>

#include "lang/cpp.h"

/* ---- defines ---- */

static bool uses_functions(struct cpp *c, const struct c_macro *m)
{
	for (size_t i = 0; i + 1 < m->body.len; i++) {
		const struct c_token *t = &m->body.data[i];
		const struct c_macro *used = t->kind == C_IDENT ? strmap_getn(&c->macros, t->text, t->len) : NULL;
		if (used && used->is_function && c_token_is(t + 1, "("))
			return true;
	}
	return false;
}

/* Names of other object-like macros stay in the text: the script expands them one by one, each as a unit. */
static const char *define_text(struct cpp *c, const struct c_macro *m)
{
	struct c_token_vec tokens = m->body;
	struct strbuf text = { 0 };
	if (uses_functions(c, m)) {
		c->only_functions = c->is_quiet = true;
		tokens = cpp_expand_list(c, tokens.data, tokens.len);
		c->only_functions = c->is_quiet = false;
	}
	c_tokens_print(tokens.data, tokens.len, &text);
	const char *copy = arena_strdup(c->env->arena, strbuf_str(&text));
	strbuf_done(&text);
	return copy;
}

static void add_define(struct cpp *c, const struct c_macro *m)
{
	struct define_decl *d = ARENA_NEW(c->env->arena, struct define_decl);
	d->name = m->name;
	d->text = define_text(c, m);
	d->span = m->span;
	d->from_header = m->from_header;
	strmap_put(&c->program->defines, d->name, d);
}

static void collect_defines(struct cpp *c)
{
	for (size_t i = 0; i < c->macros.cap; i++) {
		const struct c_macro *m = c->macros.slots[i].key ? c->macros.slots[i].value : NULL;
		if (m && !m->is_function && !m->is_builtin)
			add_define(c, m);
	}
}

/* ---- the unit ---- */

/* The script's own structures are declared before any is read, so that they may name each other. */
static void declare_own(struct cdef *c, const struct c_item *item)
{
	struct c_lexer l = { .source = item->span.source, .pos = item->span.begin, .end = item->span.end };
	struct c_token keyword = c_lex(&l), tag = c_lex(&l), brace = c_lex(&l);
	bool is_union = c_token_word(&keyword, "union");
	if ((!is_union && !c_token_word(&keyword, "struct")) || tag.kind != C_IDENT || !c_token_is(&brace, "{"))
		return;
	struct arena *a = c->cpp.env->arena;
	const char *name = arena_strndup(a, tag.text, tag.len);
	struct type *t = type_struct_declare(c->cpp.env->types, name, is_union);
	strmap_put(&c->tags, arena_sprintf(a, "%s %s", is_union ? "union" : "struct", name), t);
}

static void hint_at_headers(struct lang_env *env)
{
	static const char hint[] =
		"Include headers with missing type definitions or install BTF information to your system.";
	for (size_t i = 0; i < env->diags->list.len; i++) {
		struct diag *g = env->diags->list.data[i];
		bool missing = strstr(g->text, "incomplete type") || strstr(g->text, "unknown type name");
		if (g->id == D_C_PARSE && missing && !g->hints.len)
			diag_hint(env->diags, g, "%s", hint);
	}
}

int c_definitions_read(struct lang_env *env, struct program *p)
{
	size_t errors = env->diags->errors;
	if (!p->c_items.len && !env->include_file_count)
		return 0;
	struct cdef *c = ARENA_NEW(env->arena, struct cdef);
	strmap_init(&c->typedefs, env->arena);
	strmap_init(&c->enumerators, env->arena);
	strmap_init(&c->objects, env->arena);
	strmap_init(&c->words, env->arena);
	strmap_init(&c->tags, env->arena);
	strmap_init(&c->defined, env->arena);
	cpp_init(&c->cpp, env, p);
	c_init_types(c);
	p->cdef = c;
	for (size_t i = 0; i < p->c_items.len; i++)
		declare_own(c, &p->c_items.data[i]);
	struct c_reader r = { .c = c };
	c_read_unit(&r);
	c->cpp.is_done = true;
	collect_defines(&c->cpp);
	if (env->diags->errors == errors)
		return 0;
	hint_at_headers(env);
	return -1;
}

bool c_constant_evaluate(struct cdef *c, const char *text, int64_t *ret)
{
	struct arena *a = c->cpp.env->arena;
	struct source *src = ARENA_NEW(a, struct source);
	*src = (struct source){ .name = "<constant>", .text = text, .len = strlen(text) };
	struct c_token_vec tokens = c_lex_all(a, src);
	c->cpp.is_quiet = true;
	tokens = cpp_expand_list(&c->cpp, tokens.data, tokens.len);
	c->cpp.is_quiet = false;
	struct c_reader r = { .c = c, .quiet = true };
	return tokens.len && c_evaluate(&r, &tokens, ret);
}

/* One hint is enough: it names what was not read. */
void c_hint_skipped_includes(struct lang_env *env, const struct program *p)
{
	struct strbuf names = { 0 };
	for (size_t i = 0; i < p->skipped_includes.len; i++)
		strbuf_printf(&names, "%s<%s>", i ? ", " : "", p->skipped_includes.data[i]);
	for (size_t i = 0; i < env->diags->list.len && names.len; i++) {
		struct diag *g = env->diags->list.data[i];
		if (g->id != D_UNKNOWN_IDENT && g->id != D_UNKNOWN_TYPE)
			continue;
		diag_hint(env->diags, g, "%s: not found, so types come from BTF alone. Use -I if it defines this name.",
			  names.data);
		break;
	}
	strbuf_done(&names);
}
