/* Statements. */
#include "lower/internal.h"

static void lower_expr_stmt(struct lower *l, const struct stmt *s) { lower_expr(l, s->expr); }

static bool is_map_target(const struct expr *e) { return e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS; }

static void write_target(struct lower *l, const struct expr *target, struct value v)
{
	if (is_map_target(target))
		lower_map_write(l, target, v);
	else
		lower_var_write(l, target->var, v);
}

/* @m += n on 8-byte integers: added in place, so that events on other CPUs are not lost. */
static bool is_map_addition(const struct stmt *s)
{
	const struct type *t = s->target->type;

	return (s->op == OP_ADD || s->op == OP_SUB) && is_map_target(s->target) && t->kind == TYPE_INT && t->size == 8 &&
	       type_is_integral(s->expr->type);
}

static void lower_compound(struct lower *l, const struct stmt *s)
{
	if (is_map_addition(s)) {
		ir_ref n = lower_reg(l, s->expr);

		lower_map_add(l, s->target, s->op == OP_SUB ? ir_unary(&l->b, IR_neg, n) : n, s->span);
		return;
	}
	struct value old = lower_expr(l, s->target);
	if (type_is_register(old.type))
		old = value_reg(old.type, lower_value_reg(l, old));
	struct value operand = lower_expr(l, s->expr);
	const struct type *result = old.type->kind == TYPE_POINTER ? old.type : type_int(l->types, 8, s->is_signed);
	ir_ref r = lower_arithmetic(l, s->op, old, operand, s->is_signed, s->span);

	write_target(l, s->target, value_reg(result, r));
}

static void lower_assign(struct lower *l, const struct stmt *s)
{
	if (!s->target)
		lower_expr(l, s->expr);
	else if (s->expr->agg)
		lower_agg_update(l, s->target, s->expr);
	else if (s->op != OP_NONE)
		lower_compound(l, s);
	else
		write_target(l, s->target, lower_expr(l, s->expr));
}

static void zero_var(struct lower *l, struct sema_var *v)
{
	struct value place = lower_var_place(l, v);

	if (type_is_register(v->type))
		ir_store(&l->b, place.v, place.off, 8, ir_const(&l->b, 0));
	else
		ir_memzero(&l->b, place.v, place.off, v->type->size);
}

static void lower_let(struct lower *l, const struct stmt *s)
{
	struct sema_var *v = s->var;

	if (!v || !v->type || v->type->kind == TYPE_NONE)
		return;
	if (s->expr)
		lower_var_write(l, v, lower_expr(l, s->expr));
	else
		zero_var(l, v);
}

static void lower_break(struct lower *l, const struct stmt *s) { ir_br(&l->b, l->loop->on_break); }

static void lower_continue(struct lower *l, const struct stmt *s) { ir_br(&l->b, l->loop->on_continue); }

static void lower_return_stmt(struct lower *l, const struct stmt *s)
{
	if (l->fn)
		lower_fn_return(l, s->expr);
	else
		lower_return(l, s->expr ? lower_reg(l, s->expr) : NULL);
}

static void lower_nothing(struct lower *l, const struct stmt *s) {}

static void (*const lowerings[STMT_KIND_COUNT])(struct lower *l, const struct stmt *s) = {
	[STMT_EXPR] = lower_expr_stmt,	    [STMT_ASSIGN] = lower_assign,	[STMT_LET] = lower_let,
	[STMT_WHILE] = lower_while,	    [STMT_FOR_RANGE] = lower_for_range, [STMT_FOR_MAP] = lower_for_map,
	[STMT_UNROLL] = lower_unroll,	    [STMT_BREAK] = lower_break,		[STMT_CONTINUE] = lower_continue,
	[STMT_RETURN] = lower_return_stmt,  [STMT_IMPORT] = lower_nothing,
};

void lower_stmts(struct lower *l, const struct block *b)
{
	for (size_t i = 0; i < b->stmts.len; i++)
		LOWER_AT(l, b->stmts.data[i]->span)
			lowerings[b->stmts.data[i]->kind](l, b->stmts.data[i]);
}
