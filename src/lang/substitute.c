/*
 * The body of a macro at one call: a copy whose $ and @ parameters are renamed to the caller's variables and maps, whose
 * plain parameters are replaced by copies of the arguments, and whose own variables get names of their own.
 *
 * Spans keep pointing into the macro and remember the call; spans of arguments stay the caller's.
 */
#include "lang/expand.h"

struct substitution {
	struct expander *x;
	const struct macro_decl *m;
	const struct expr *call;
	const struct expansion *expansion;
	struct strmap locals; /* name -> new name */
	unsigned number;
};

static const struct expr *find_arg(const struct substitution *s, int kind, const char *name)
{
	if (!s->m)
		return NULL;
	for (size_t i = 0; i < s->m->params.len; i++) {
		const struct macro_param *p = &s->m->params.data[i];
		if ((int)p->kind == kind && !strcmp(p->name, name))
			return s->call->args.data[i];
	}
	return NULL;
}

static void sub_block(struct substitution *s, struct block *b);
static void sub_expr(struct substitution *s, struct expr **slot);

static void sub_span(const struct substitution *s, struct span *span)
{
	span->expansion = s->expansion;
}

/* ---- names ---- */

static const char *local_name(struct substitution *s, const char *name)
{
	const char *fresh = strmap_get(&s->locals, name);
	if (!fresh) {
		fresh = arena_sprintf(s->x->env->arena, "__%s_%s_%u", s->m->name, name, s->number);
		strmap_put(&s->locals, name, (void *)fresh);
	}
	return fresh;
}

static void sub_var(struct substitution *s, struct expr *e)
{
	if (!s->m)
		return;
	const struct expr *arg = find_arg(s, MACRO_PARAM_VAR, e->name);
	e->str = arg ? arg->str : e->name;
	e->name = arg ? arg->name : local_name(s, e->name);
}

static void sub_map(struct substitution *s, struct expr *e)
{
	const struct expr *arg = find_arg(s, MACRO_PARAM_MAP, e->name);
	if (arg)
		e->name = arg->name;
}

static struct expr *copy_arg(struct substitution *s, const struct expr *arg)
{
	struct expr *copy = ast_clone_expr(s->x->env->arena, arg);
	copy->by_value = true;
	s->x->nodes += arg->height; /* at least; enough to stop an explosion */
	return copy;
}

/* ---- types and members given as arguments ---- */

/* A type that names a parameter becomes typeof(argument), its own suffixes behind it. */
static void sub_type_name(struct substitution *s, struct type_ref *t)
{
	const struct expr *arg = t->name && !t->keyword ? find_arg(s, MACRO_PARAM_EXPR, t->name) : NULL;
	if (!arg)
		return;
	t->name = NULL;
	if (arg->kind != EXPR_TYPEOF) {
		t->of_expr = copy_arg(s, arg);
		return;
	}
	struct expr *copy = copy_arg(s, arg);
	t->of_type = copy->type_ref;
	t->of_expr = copy->lhs;
}

static void sub_type(struct substitution *s, struct type_ref *t)
{
	for (; t; t = t->of_type) {
		sub_span(s, &t->span);
		if (t->of_expr)
			sub_expr(s, &t->of_expr);
		bool is_param = t->name && !t->keyword && find_arg(s, MACRO_PARAM_EXPR, t->name);
		sub_type_name(s, t);
		if (is_param)
			return; /* what was put in is the caller's */
	}
}

static void push_path(struct arena *a, struct expr *e, const struct expr *arg)
{
	if (arg->kind == EXPR_MEMBER)
		push_path(a, e, arg->lhs);
	vec_push(a, &e->path, arg->name);
}

static bool is_path(const struct expr *arg)
{
	while (arg->kind == EXPR_MEMBER)
		arg = arg->lhs;
	return arg->kind == EXPR_IDENT;
}

/* offsetof(T, member) with a parameter for the member. */
static void sub_path(struct substitution *s, struct expr *e)
{
	size_t n = e->path.len;
	const char **names = e->path.data;
	e->path.data = NULL;
	e->path.len = e->path.cap = 0;
	for (size_t i = 0; i < n; i++) {
		const struct expr *arg = find_arg(s, MACRO_PARAM_EXPR, names[i]);
		if (arg && is_path(arg))
			push_path(s->x->env->arena, e, arg);
		else
			vec_push(s->x->env->arena, &e->path, names[i]);
	}
}

/* ---- the tree ---- */

static void sub_children(struct substitution *s, struct expr *e)
{
	if (e->cond)
		sub_expr(s, &e->cond);
	if (e->lhs)
		sub_expr(s, &e->lhs);
	if (e->rhs)
		sub_expr(s, &e->rhs);
	for (size_t i = 0; i < e->args.len; i++)
		sub_expr(s, &e->args.data[i]);
	sub_type(s, e->type_ref);
	sub_block(s, e->block);
	sub_block(s, e->else_block);
}

/* sizeof(x) reads x as a type: when the argument is an expression, the size is the expression's. */
static void sub_type_query(struct expr *e)
{
	struct type_ref *t = e->type_ref;
	if (!t || t->name || t->suffixes.len || !t->of_expr)
		return;
	e->lhs = t->of_expr;
	e->type_ref = NULL;
}

static void sub_expr(struct substitution *s, struct expr **slot)
{
	struct expr *e = *slot;
	s->x->nodes++;
	sub_span(s, &e->span);
	sub_span(s, &e->op_span);
	if (e->kind == EXPR_IDENT) {
		const struct expr *arg = find_arg(s, MACRO_PARAM_EXPR, e->name);
		if (arg)
			*slot = copy_arg(s, arg);
		return;
	}
	if (e->kind == EXPR_VAR)
		sub_var(s, e);
	if (e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS)
		sub_map(s, e);
	sub_children(s, e);
	if (e->kind == EXPR_SIZEOF || e->kind == EXPR_OFFSETOF || e->kind == EXPR_TYPEINFO || e->kind == EXPR_TYPEOF)
		sub_type_query(e);
	if (e->kind == EXPR_OFFSETOF)
		sub_path(s, e);
}

static void sub_stmt(struct substitution *s, struct stmt *st)
{
	sub_span(s, &st->span);
	if (st->target)
		sub_expr(s, &st->target);
	if (st->expr)
		sub_expr(s, &st->expr);
	if (st->high)
		sub_expr(s, &st->high);
	sub_type(s, st->type_ref);
	sub_block(s, st->block);
}

static void sub_block(struct substitution *s, struct block *b)
{
	if (!b)
		return;
	sub_span(s, &b->span);
	for (size_t i = 0; i < b->stmts.len; i++)
		sub_stmt(s, b->stmts.data[i]);
	if (b->value)
		sub_expr(s, &b->value);
}

static const struct expansion *new_expansion(struct expander *x, struct span call)
{
	struct expansion *e = ARENA_NEW(x->env->arena, struct expansion);
	e->call = call;
	return e;
}

struct block *macro_instantiate(struct expander *x, const struct macro_decl *m, const struct expr *call)
{
	struct substitution s = { .x = x, .m = m, .call = call, .number = ++x->fresh };
	s.expansion = new_expansion(x, call->span);
	strmap_init(&s.locals, x->env->arena);
	struct block *body = ast_clone_block(x->env->arena, m->body);
	sub_block(&s, body);
	return body;
}

void macro_mark_expr(struct expander *x, struct expr *e, struct span at)
{
	struct substitution s = { .x = x, .expansion = new_expansion(x, at) };
	sub_expr(&s, &e);
}
