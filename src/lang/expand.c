/*
 * Expansion: after it a tree has no positional parameters, no #define names and no macro calls.
 *
 * Arguments are expanded before the call that they belong to; a macro's body after the arguments stand in it. A body
 * that is nothing but a value replaces the call by it, any other becomes a block expression.
 */
#include <stdlib.h>

#include "lang/expand.h"
#include "lang/parse.h"

static void expand_block(struct expander *x, struct block *b);
static void expand_expr(struct expander *x, struct expr **slot);

/* ---- positional parameters ---- */

/* Missing and empty ones are 0, and an empty string inside of str(). */
static void expand_positional(struct expander *x, struct expr *e, bool in_str)
{
	const struct lang_env *env = x->env;
	char *end;
	unsigned long long n = strtoull(e->name, &end, 10);
	if (!n || n > INT64_MAX) {
		diag_add(env->diags, D_SYNTAX_INT, e->span,
			 "syntax: param $%s is out of integer range [1, 9223372036854775807]", e->name);
		return;
	}
	const char *text = n <= env->param_count ? env->params[n - 1] : "";
	bool given = *text;
	if (!given && !in_str)
		diag_add(env->diags, D_POSITIONAL, e->span, "Positional parameter $%s is empty or not provided. ",
			 e->name);
	e->kind = !given || parse_int_text(text, &e->value, &e->is_negative) ? EXPR_INT : EXPR_STRING;
	if (!given)
		e->value = 0;
	e->name = NULL;
	e->str = text;
	e->str_len = strlen(text);
	e->from_parameter = true;
}

static void expand_param_count(struct expander *x, struct expr *e)
{
	e->kind = EXPR_INT;
	e->value = x->env->param_count;
	e->from_parameter = true;
}

/* str($N), str($N + K): the parameter's text is meant. */
static void expand_str_argument(struct expander *x, struct expr *e)
{
	if (e->kind == EXPR_BINARY && e->op == OP_ADD)
		e = e->lhs;
	if (e->kind == EXPR_POSITIONAL)
		expand_positional(x, e, true);
}

/* ---- defines ---- */

static struct define_decl *find_define(struct expander *x, const char *name)
{
	if (x->in_library || lex_is_builtin_name(name))
		return NULL;
	struct define_decl *d = strmap_get(&x->program->defines, name);
	if (d && d->from_header && x->env->is_builtin && x->env->is_builtin(name))
		return NULL;
	return d;
}

static bool expand_define(struct expander *x, struct expr **slot)
{
	const struct expr *use = *slot;
	struct define_decl *d = find_define(x, use->name);
	if (!d)
		return false;
	if (macro_is_active(x, use, d->name))
		return true;
	struct expr *value = define_instantiate(x, d, use);
	if (!value)
		return true;
	struct macro_chain link = { d->name, x->chain, x->chain ? x->chain->length + 1 : 1 };
	x->chain = &link;
	*slot = value;
	expand_expr(x, slot);
	x->chain = link.outer;
	return true;
}

/* ---- macro calls ---- */

static struct expr *body_expr(struct expander *x, struct block *body, const struct expr *call)
{
	if (!body->stmts.len && body->value)
		return body->value;
	struct expr *e = expr_new(x->env->arena, EXPR_BLOCK, call->span);
	e->block = body;
	return e;
}

static bool within_budget(struct expander *x, const struct expr *call)
{
	if (x->nodes <= EXPAND_MAX_NODES)
		return true;
	if (!x->overflowed)
		diag_add(x->env->diags, D_MACRO, call->span, "Macro expansion gets too large");
	x->overflowed = true;
	return false;
}

static void expand_macro(struct expander *x, struct expr **slot, const struct macro_decl *m)
{
	struct expr *call = *slot;
	if (macro_is_active(x, call, m->name) || !within_budget(x, call))
		return;
	struct macro_chain link = { m->name, x->chain, x->chain ? x->chain->length + 1 : 1 };
	bool in_library = x->in_library;
	macro_check_call(x, m, call);
	struct block *body = macro_instantiate(x, m, call);
	x->chain = &link;
	x->in_library = m->is_library;
	expand_block(x, body);
	x->in_library = in_library;
	x->chain = link.outer;
	*slot = body_expr(x, body, call);
}

/* typeof(…) is an argument of macros only. */
static void refuse_typeof(struct expander *x, const struct expr *e)
{
	diag_add(x->env->diags, D_CALL_TYPE, e->span,
		 "When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a type "
		 "parameter");
}

static void expand_args(struct expander *x, struct expr *e)
{
	if (e->kind == EXPR_CALL && e->args.len && !strcmp(e->name, "str"))
		expand_str_argument(x, e->args.data[0]);
	for (size_t i = 0; i < e->args.len; i++)
		if (e->kind != EXPR_CALL || e->args.data[i]->kind != EXPR_TYPEOF)
			expand_expr(x, &e->args.data[i]);
}

static void expand_call(struct expander *x, struct expr **slot)
{
	const struct macro_vec *named;
	struct expr *e = *slot;
	const struct macro_decl *m = macro_select(x, e, &named);
	if (m) {
		expand_macro(x, slot, m);
		return;
	}
	if (named) {
		macro_report_mismatch(x, e, named);
		return;
	}
	for (size_t i = 0; i < e->args.len; i++)
		if (e->args.data[i]->kind == EXPR_TYPEOF)
			refuse_typeof(x, e->args.data[i]);
}

/* A name alone: a #define, or a macro without parameters. */
static void expand_ident(struct expander *x, struct expr **slot)
{
	const struct macro_vec *named;
	if (expand_define(x, slot))
		return;
	const struct macro_decl *m = macro_select(x, *slot, &named);
	if (m)
		expand_macro(x, slot, m);
	else if (named && !x->in_library && strmap_get(&x->user, (*slot)->name))
		macro_report_mismatch(x, *slot, named);
}

/* ---- types ---- */

/* Where a type or an expression may stand, a name was read as a type: a #define of a value is an expression. */
static void type_to_value(struct expander *x, struct type_ref **type, struct expr **value)
{
	const struct type_ref *t = *type;
	bool is_name = t && t->name && !t->keyword && !t->suffixes.len;
	if (!is_name || !find_define(x, t->name) || define_type(x, t->name))
		return;
	*value = expr_new(x->env->arena, EXPR_IDENT, t->span);
	(*value)->name = t->name;
	*type = NULL;
}

/* The number of #defines that stand for each other is bounded, in case they go round. */
static void expand_type(struct expander *x, struct type_ref *t)
{
	for (int i = 0; t && i < EXPAND_MAX_CHAIN; t = t->of_type, i++) {
		type_to_value(x, &t->of_type, &t->of_expr);
		if (t->of_expr)
			expand_expr(x, &t->of_expr);
		if (t->name && !t->keyword && !t->of_type && !x->in_library && (t->of_type = define_type(x, t->name)))
			t->name = NULL;
	}
}

/* ---- the tree ---- */

static void expand_children(struct expander *x, struct expr *e)
{
	if (e->kind != EXPR_CAST)
		type_to_value(x, &e->type_ref, &e->lhs);
	if (e->cond)
		expand_expr(x, &e->cond);
	if (e->lhs)
		expand_expr(x, &e->lhs);
	if (e->rhs)
		expand_expr(x, &e->rhs);
	expand_args(x, e);
	expand_type(x, e->type_ref);
	if (e->block)
		expand_block(x, e->block);
	if (e->else_block)
		expand_block(x, e->else_block);
}

static void check_height(struct expander *x, struct expr **slot)
{
	(*slot)->height = ast_expr_height(*slot);
	if ((*slot)->height <= EXPAND_MAX_HEIGHT)
		return;
	diag_add(x->env->diags, D_MACRO, (*slot)->span, "Expression is nested too deeply (more than %d levels)",
		 EXPAND_MAX_HEIGHT);
	*slot = expr_new_int(x->env->arena, 0, false, (*slot)->span);
}

static void expand_expr(struct expander *x, struct expr **slot)
{
	struct expr *e = *slot;
	expand_children(x, e);
	switch (e->kind) {
	case EXPR_POSITIONAL:
		expand_positional(x, e, false);
		break;
	case EXPR_PARAM_COUNT:
		expand_param_count(x, e);
		break;
	case EXPR_IDENT:
		expand_ident(x, slot);
		break;
	case EXPR_CALL:
		expand_call(x, slot);
		break;
	case EXPR_TYPEOF:
		refuse_typeof(x, e);
		break;
	default:
		break;
	}
	check_height(x, slot);
}

static void expand_stmt(struct expander *x, struct stmt *s)
{
	if (s->target)
		expand_expr(x, &s->target);
	if (s->expr)
		expand_expr(x, &s->expr);
	if (s->high)
		expand_expr(x, &s->high);
	expand_type(x, s->type_ref);
	if (s->block)
		expand_block(x, s->block);
}

static void expand_block(struct expander *x, struct block *b)
{
	for (size_t i = 0; i < b->stmts.len; i++)
		expand_stmt(x, b->stmts.data[i]);
	if (b->value)
		expand_expr(x, &b->value);
	b->height = ast_block_height(b);
}

static void expand_item(struct expander *x, struct item *item)
{
	switch (item->kind) {
	case ITEM_PROBE:
		if (item->probe->predicate)
			expand_expr(x, &item->probe->predicate);
		expand_block(x, item->probe->body);
		break;
	case ITEM_FN:
		for (size_t i = 0; i < item->fn->params.len; i++)
			expand_type(x, item->fn->params.data[i].type_ref);
		expand_type(x, item->fn->ret);
		expand_block(x, item->fn->body);
		break;
	case ITEM_MACRO:
	case ITEM_MAP:
		break;
	}
}

int macros_expand(struct lang_env *env, struct program *p)
{
	size_t errors = env->diags->errors;
	struct expander x = { .env = env, .program = p };
	strmap_init(&x.user, env->arena);
	strmap_init(&x.library, env->arena);
	macro_collect(&x, &x.user, p);
	for (size_t i = 0; i < p->items.len && env->diags->errors == errors; i++)
		for (; i < p->items.len; i++)
			expand_item(&x, &p->items.data[i]);
	return env->diags->errors > errors ? -1 : 0;
}
