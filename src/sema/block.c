/*
 * Blocks and conditionals as values and as statements, and compile-time choice. `if comptime` is replaced by the
 * chosen block as soon as its condition is a literal, so that the other one is never looked at. An ordinary `if` with
 * a literal condition keeps both for checking and is replaced in the last round.
 */
#include "sema/internal.h"

const struct type *block_type(struct sema *s, struct block *b, bool as_value)
{
	struct sema_scope scope;
	const struct type *t = type_void(s->types);
	scope_enter(s, &scope);
	for (size_t i = 0; i < b->stmts.len; i++)
		stmt_check(s, b->stmts.data[i]);
	stmt_mark_unreachable(s, b);
	if (b->value && as_value)
		t = expr_value(s, b->value);
	else if (b->value)
		expr_discard(s, b->value, b->value->span);
	scope_leave(s);
	return t;
}

/* What two branches give together; a branch that is not known yet leaves it to the other. */
static const struct type *join_branches(struct sema *s, const struct expr *e, const struct expr *a,
					const struct expr *b)
{
	if (a->type->kind == TYPE_ERROR || b->type->kind == TYPE_ERROR)
		return type_error(s->types);
	bool none = s->final && (a->type->kind == TYPE_NONE || b->type->kind == TYPE_NONE);
	const struct infer *i = none ? NULL : infer_join(s, infer_from_expr(s, a), infer_from_expr(s, b));
	if (!i) {
		sema_error(s, D_TYPE_MISMATCH, e->span,
			   "Branches must return the same type or compatible types: have '%s' and '%s'",
			   type_name(s->types, a->type), type_name(s->types, b->type));
		return type_error(s->types);
	}
	return infer_type(s, i);
}

/* e becomes the block, which may be absent, as a value of its own. */
static void become_block(struct sema *s, struct expr *e, struct block *b)
{
	struct expr *block = expr_new(s->arena, EXPR_BLOCK, e->span);
	if (!b) {
		b = ARENA_NEW(s->arena, struct block);
		b->span = e->span;
	}
	block->block = b;
	expr_replace(e, block);
}

static const struct type *chosen_type(struct sema *s, struct expr *e, bool as_value)
{
	e->type = block_type(s, e->block, as_value);
	return e->type;
}

/* From the word `comptime` on. */
static struct span comptime_span(const struct expr *e)
{
	struct span span = e->cond->span;
	const char *text = e->span.source ? e->span.source->text : NULL;
	if (!text || e->span.source != span.source || span.begin < e->span.begin)
		return span;
	const char *word = memmem(text + e->span.begin, span.begin - e->span.begin, "comptime", 8);
	if (word)
		span.begin = (uint32_t)(word - text);
	return span;
}

static const struct type *if_comptime(struct sema *s, struct expr *e, bool as_value)
{
	const struct type *t = sema_expr(s, e->cond);
	int64_t value;
	if (e->cond->kind == EXPR_STRING)
		expr_make_bool(s, e->cond, e->cond->str_len > 0);
	if (expr_int_literal(e->cond, &value)) {
		become_block(s, e, value ? e->block : e->else_block);
		return chosen_type(s, e, as_value);
	}
	if (!s->final && t->kind == TYPE_NONE)
		return sema_wait(s);
	if (t->kind != TYPE_ERROR)
		sema_error(s, D_COMPTIME, comptime_span(e), "Unable to resolve comptime expression");
	return type_error(s->types);
}

static const struct type *if_value(struct sema *s, struct expr *e, const struct type *yes, const struct type *no)
{
	int64_t value;
	if (!e->else_block) {
		if (is_unknown(yes) || yes->kind == TYPE_VOID)
			return type_void(s->types);
		sema_error(s, D_TYPE_MISMATCH, e->span, "An `if` used as a value needs an `else`");
		return type_error(s->types);
	}
	if (expr_int_literal(e->cond, &value))
		return value ? yes : no;
	if (e->block->value && e->else_block->value)
		return join_branches(s, e, e->block->value, e->else_block->value);
	if (e->block->value || e->else_block->value) {
		if (is_unknown(yes) || is_unknown(no))
			return is_unknown(yes) ? yes : no;
		sema_error(s, D_TYPE_MISMATCH, e->span,
			   "Branches must return the same type or compatible types: have '%s' and '%s'",
			   type_name(s->types, yes), type_name(s->types, no));
		return type_error(s->types);
	}
	return type_void(s->types);
}

const struct type *block_if(struct sema *s, struct expr *e, bool as_value)
{
	int64_t value;
	if (e->is_comptime)
		return if_comptime(s, e, as_value);
	expr_condition(s, e->cond, e->span);
	const struct type *yes = block_type(s, e->block, as_value), *no = type_void(s->types);
	if (e->else_block)
		no = block_type(s, e->else_block, as_value);
	const struct type *t = as_value ? if_value(s, e, yes, no) : type_void(s->types);
	if (s->final && expr_int_literal(e->cond, &value)) {
		become_block(s, e, value ? e->block : e->else_block);
		e->type = t;
	}
	return t;
}

/* cond ?: rhs has its value in cond */
const struct type *block_ternary(struct sema *s, struct expr *e)
{
	int64_t value;
	expr_condition(s, e->cond, e->span);
	if (expr_int_literal(e->cond, &value)) {
		struct expr *chosen = !value ? e->rhs : e->lhs ? e->lhs : e->cond;
		expr_replace(e, chosen);
		return sema_expr(s, e);
	}
	if (e->is_statement && e->lhs)
		e->lhs->is_statement = e->rhs->is_statement = true;
	if (e->lhs)
		expr_value(s, e->lhs);
	expr_value(s, e->rhs);
	const struct expr *first = e->lhs ? e->lhs : e->cond;
	if (first->type->kind == TYPE_VOID && e->rhs->type->kind == TYPE_VOID)
		return first->type;
	return join_branches(s, e, first, e->rhs);
}

/* ---- comptime ---- */

/* The literal that an expression comes to; NULL: none. */
static const struct expr *literal_of(const struct expr *e)
{
	int64_t cond;
	const struct block *b = e->block;
	if (e->kind == EXPR_IF && e->else_block && expr_int_literal(e->cond, &cond))
		b = cond ? e->block : e->else_block;
	else if (e->kind != EXPR_BLOCK)
		return expr_is_literal(e) ? e : NULL;
	return !b->stmts.len && b->value ? literal_of(b->value) : NULL;
}

const struct type *block_comptime(struct sema *s, struct expr *e)
{
	const struct type *t = sema_expr(s, e->lhs);
	const struct expr *literal = literal_of(e->lhs);
	if (literal) {
		expr_replace(e, literal);
		return e->type;
	}
	if (!s->final && t->kind == TYPE_NONE)
		return sema_wait(s);
	if (t->kind != TYPE_ERROR)
		sema_error(s, D_COMPTIME, e->span, "Unable to resolve comptime expression");
	return type_error(s->types);
}
