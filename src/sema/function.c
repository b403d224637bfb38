/*
 * User functions: `fn name($a: type, …): type { … }`. Parameters and result have declared types; a call converts
 * integers to them as an assignment does. Functions may call each other but not themselves, since BPF has no
 * recursion to speak of.
 */
#include "sema/internal.h"

enum { FN_MAX_DEPTH = 8 }; /* frames of one BPF program */

/* The parameters exist before the body is looked at: calls say what address space pointers point into. */
static void create_params(struct sema *s, struct sema_fn *fn)
{
	for (size_t i = 0; i < fn->decl->params.len; i++) {
		const struct fn_param *p = &fn->decl->params.data[i];
		vec_push(s->arena, &fn->params, scope_new_var(s, p->name, p->span, VAR_PARAM));
	}
}

void function_collect(struct sema *s)
{
	strmap_init(&s->fn_names, s->arena);
	for (size_t i = 0; i < s->program->items.len; i++) {
		const struct item *item = &s->program->items.data[i];
		if (item->kind != ITEM_FN)
			continue;
		struct sema_fn *fn = ARENA_NEW(s->arena, struct sema_fn);
		fn->decl = item->fn;
		vec_push(s->arena, &s->fns, fn);
		create_params(s, fn);
		struct sema_fn *earlier = strmap_put(&s->fn_names, fn->decl->name, fn);
		if (!earlier)
			continue;
		struct diag *g = sema_error_now(s, D_DECLARATION, fn->decl->name_span, "Redefinition of function: %s",
						fn->decl->name);
		if (g)
			diag_context(s->diags, g, earlier->decl->name_span, "This is the original definition.");
	}
}

/* ---- signatures ---- */

/* A string without a size has the usual one: it cannot grow with what is assigned elsewhere. */
static const struct type *signature_type(struct sema *s, struct type_ref *r)
{
	const struct type *t = sema_type_ref(s, r);
	if (t->kind == TYPE_STRING && !t->size)
		return type_string(s->types, (uint32_t)s->config->max_strlen);
	return t;
}

static void declare_param(struct sema *s, struct sema_fn *fn, size_t i)
{
	struct fn_param *p = &fn->decl->params.data[i];
	const struct sema_var *earlier = strmap_get(&s->scope->vars, p->name);
	if (earlier)
		scope_report_shadowing(s, earlier, p->span);
	struct sema_var *v = scope_create(s, &fn->params.data[i], p->name, p->span, VAR_PARAM);
	const struct type *t = signature_type(s, p->type_ref);
	if (t->kind == TYPE_VOID || t->kind == TYPE_AGG) {
		sema_error(s, D_DECLARATION, p->type_ref->span, "Invalid variable declaration type: %s",
			   type_name(s->types, t));
		t = type_error(s->types);
	}
	v->type = t;
	v->declared = is_unknown(t) ? NULL : t;
	v->is_assigned = true;
	v->hard_signed = t->is_signed;
	if (t->kind == TYPE_POINTER && v->space == SPACE_NONE)
		v->space = t->space != SPACE_NONE ? t->space : SPACE_KERNEL;
}

/* ---- returns ---- */

static void wrong_return(struct sema *s, struct span span, const struct type *have)
{
	sema_error(s, D_RETURN, span, "Function %s is of type %s, cannot return %s", s->fn->decl->name,
		   type_name(s->types, s->fn->decl->ret_type), type_name(s->types, have));
}

void function_return(struct sema *s, struct stmt *st)
{
	const struct type *to = s->fn->decl->ret_type, *t = type_void(s->types);
	if (st->expr)
		t = expr_value(s, st->expr);
	if (is_unknown(t) || is_unknown(to) || (!st->expr && to->kind == TYPE_VOID))
		return;
	if (!st->expr || to->kind == TYPE_VOID || !assign_accepts(s, st->expr, t, to))
		wrong_return(s, stmt_whole_span(st->span), t);
	else
		sign_warn_cast(s, st->expr, to, true);
}

static bool block_returns(const struct block *b);

static bool expr_returns(const struct expr *e)
{
	if (e->kind == EXPR_BLOCK)
		return block_returns(e->block);
	if (e->kind == EXPR_IF)
		return e->else_block && block_returns(e->block) && block_returns(e->else_block);
	return call_never_returns(e);
}

/* Whether control never reaches the end. */
static bool block_returns(const struct block *b)
{
	for (size_t i = 0; i < b->stmts.len; i++) {
		const struct stmt *st = b->stmts.data[i];
		if (st->kind == STMT_RETURN || (st->kind == STMT_EXPR && expr_returns(st->expr)))
			return true;
	}
	return b->value && expr_returns(b->value);
}

static void check_end(struct sema *s)
{
	const struct fn_decl *d = s->fn->decl;
	struct span end = d->body->span;
	if (is_unknown(d->ret_type) || d->ret_type->kind == TYPE_VOID || block_returns(d->body))
		return;
	end.begin = end.end = end.end ? end.end - 1 : 0;
	wrong_return(s, end, type_void(s->types));
}

/* ---- functions ---- */

static void check_function(struct sema *s, struct sema_fn *fn)
{
	struct sema_scope scope;
	s->fn = fn;
	s->unit = NULL;
	fn->decl->ret_type = signature_type(s, fn->decl->ret);
	fn->callees.len = 0;
	scope_enter(s, &scope);
	for (size_t i = 0; i < fn->decl->params.len; i++)
		declare_param(s, fn, i);
	block_type(s, fn->decl->body, false);
	if (!fn->decl->code)
		check_end(s);
	scope_leave(s);
	scope_report_unassigned(s);
	s->fn = NULL;
}

/* Later ones first, since they call the earlier ones as a rule; when messages are made, as they stand. */
void function_check_all(struct sema *s)
{
	for (size_t i = 0; i < s->fns.len; i++)
		check_function(s, s->fns.data[s->final ? i : s->fns.len - 1 - i]);
}

/* ---- calls ---- */

static bool check_argument(struct sema *s, const struct sema_fn *fn, size_t i, const struct expr *arg)
{
	const struct fn_param *p = &fn->decl->params.data[i];
	const struct type *to = signature_type(s, p->type_ref), *t = sema_value_type(s, arg->type);
	if (is_unknown(to) || is_unknown(t))
		return false;
	if (fn->decl->code && to->kind == TYPE_POINTER && t->kind == TYPE_POINTER)
		return true; /* C knows neither the script's types nor its address spaces */
	if (assign_accepts(s, arg, t, to)) {
		sign_warn_cast(s, arg, to, true);
		assign_join_space(s, fn->params.data[i], arg);
		return true;
	}
	sema_error(s, D_CALL_TYPE, arg->span, "Expected %s for argument `%s` got %s", type_name(s->types, to), p->name,
		   type_name(s->types, t));
	return false;
}

static bool check_count(struct sema *s, const struct expr *e, const struct fn_decl *d)
{
	size_t want = d->params.len, have = e->args.len;
	if (want == have)
		return true;
	sema_error(s, D_CALL_ARITY, e->span, "Function `%s` requires %zu argument%s, got %s%zu", d->name, want,
		   want == 1 ? "" : "s", have < want ? "only " : "", have);
	return false;
}

/* Why an imported function cannot be called: for itself, or for what it calls. */
static const char *code_problem(const struct fn_code *code, unsigned depth)
{
	const char *problem = code->problem;
	for (size_t i = 0; !problem && depth && i < code->calls.len; i++)
		problem = code_problem(code->calls.data[i].callee, depth - 1);
	return problem;
}

static void check_code(struct sema *s, const struct expr *e, const struct fn_decl *d)
{
	const char *problem = d->code ? code_problem(d->code, FN_MAX_DEPTH) : NULL;
	if (problem)
		sema_error(s, D_UNSUPPORTED, e->span, "Function `%s` cannot be imported: %s", d->name, problem);
}

const struct type *function_call(struct sema *s, struct expr *e, struct sema_fn *fn)
{
	e->annot = fn;
	for (size_t i = 0; i < e->args.len; i++)
		expr_value(s, e->args.data[i]);
	if (s->fn)
		vec_push(s->arena, &s->fn->callees, fn);
	if (!check_count(s, e, fn->decl))
		return type_error(s->types);
	check_code(s, e, fn->decl);
	for (size_t i = 0; i < e->args.len; i++)
		check_argument(s, fn, i, e->args.data[i]);
	const struct type *t = signature_type(s, fn->decl->ret);
	if (t->kind == TYPE_POINTER)
		e->space = t->space != SPACE_NONE ? t->space : SPACE_KERNEL;
	return t;
}

/* ---- recursion ---- */

static bool reaches(const struct sema_fn *from, const struct sema_fn *to, unsigned depth)
{
	for (size_t i = 0; i < from->callees.len; i++)
		if (from->callees.data[i] == to || (depth && reaches(from->callees.data[i], to, depth - 1)))
			return true;
	return false;
}

void function_check_recursion(struct sema *s)
{
	for (size_t i = 0; i < s->fns.len; i++) {
		const struct sema_fn *fn = s->fns.data[i];
		if (reaches(fn, fn, FN_MAX_DEPTH))
			sema_error(s, D_DECLARATION, fn->decl->name_span, "Recursive function call detected: %s",
				   fn->decl->name);
	}
}
