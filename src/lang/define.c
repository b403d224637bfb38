/*
 * Use of object-like #defines in the script. The replacement text is one script expression, parsed at the first use and
 * copied at each. Text that is none may still be a constant in C's spelling (1UL << 3, 'a'), as headers have them.
 */
#include "lang/expand.h"
#include "lang/parse.h"

static struct source *define_source(struct expander *x, const struct define_decl *d)
{
	struct source *src = ARENA_NEW(x->env->arena, struct source);
	*src = (struct source){ .name = d->name, .text = d->text, .len = strlen(d->text) };
	return src;
}

static struct expr *c_constant(struct expander *x, struct define_decl *d, const struct source *src)
{
	int64_t value;
	if (!x->program->cdef || !c_constant_evaluate(x->program->cdef, d->text, &value))
		return NULL;
	struct span at = { .source = src, .begin = 0, .end = (uint32_t)src->len };
	return expr_new_int(x->env->arena, (uint64_t)value, value < 0, at);
}

static void report(struct expander *x, const struct diags *found, const struct expr *use)
{
	for (size_t i = 0; i < found->list.len; i++) {
		const struct diag *g = found->list.data[i];
		struct diag *copy = diag_add(x->env->diags, g->id, g->span, "%s", g->text);
		diag_context(x->env->diags, copy, use->span, "expanded from");
	}
}

static void parse_define(struct expander *x, struct define_decl *d, const struct expr *use)
{
	struct source *src = define_source(x, d);
	struct diags found;
	struct lang_env env = *x->env;
	diags_init(&found, x->env->arena);
	env.diags = &found;
	d->expr = parse_expression(&env, src);
	if (!d->expr)
		d->expr = c_constant(x, d, src);
	d->is_bad = !d->expr;
	if (d->is_bad)
		report(x, &found, use);
}

/* An empty define leaves the name in place, which sema does not know then. */
struct expr *define_instantiate(struct expander *x, struct define_decl *d, const struct expr *use)
{
	if (!*d->text || d->is_bad)
		return NULL;
	if (!d->expr)
		parse_define(x, d, use);
	if (d->is_bad)
		return NULL;
	struct expr *copy = ast_clone_expr(x->env->arena, d->expr);
	macro_mark_expr(x, copy, use->span);
	return copy;
}

/* A name in a type's place may be a #define of a type. */
struct type_ref *define_type(struct expander *x, const char *name)
{
	struct define_decl *d = strmap_get(&x->program->defines, name);
	if (!d || !*d->text || !strcmp(d->text, name))
		return NULL;
	struct diags ignored;
	struct lang_env env = *x->env;
	diags_init(&ignored, x->env->arena);
	env.diags = &ignored;
	struct parser p;
	lex_init(&p, &env, NULL, define_source(x, d));
	struct type_ref *t = parse_type(&p);
	return t && lex_peek(&p) < 0 ? t : NULL;
}
