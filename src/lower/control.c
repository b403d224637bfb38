/* Control flow: blocks, conditions with short circuit, leaving the program from any depth. */
#include "lower/internal.h"

struct ir_block *lower_block(struct lower *l) { return ir_block_new(l->b.func); }

void lower_start(struct lower *l, struct ir_block *b) { ir_position(&l->b, b); }

void lower_branch(struct lower *l, ir_ref cond, struct ir_block *yes, struct ir_block *no)
{
	ir_condbr(&l->b, cond, yes, no);
}

/* a && b, a || b: the second is looked at in a block of its own. */
static void branch_logical(struct lower *l, const struct expr *e, struct ir_block *yes, struct ir_block *no)
{
	struct ir_block *second = lower_block(l);

	if (e->op == OP_LAND)
		lower_if(l, e->lhs, second, no);
	else
		lower_if(l, e->lhs, yes, second);
	lower_start(l, second);
	lower_if(l, e->rhs, yes, no);
}

void lower_if(struct lower *l, const struct expr *cond, struct ir_block *yes, struct ir_block *no)
{
	if (cond->kind == EXPR_BINARY && (cond->op == OP_LAND || cond->op == OP_LOR))
		branch_logical(l, cond, yes, no);
	else if (cond->kind == EXPR_UNARY && cond->op == OP_NOT)
		lower_if(l, cond->lhs, no, yes);
	else
		ir_condbr(&l->b, lower_bool(l, cond), yes, no);
}

ir_ref lower_bool(struct lower *l, const struct expr *e)
{
	struct value v = lower_expr(l, e);

	if (v.type && v.type->kind == TYPE_STRING)
		return lower_value_reg(l, lower_convert(l, v, type_bool(l->types)));
	return lower_value_reg(l, lower_convert(l, v, type_is_register(v.type) ? v.type : type_bool(l->types)));
}

/* Inside a callback: notes in the outer frame that the body returned, and stops the loop. */
static void return_from_callback(struct lower *l, ir_ref value)
{
	struct lower_frame *f = l->frame;

	f->returns = true;
	ir_store(&l->b, f->outer_addr, (int32_t)f->status, 8, ir_const(&l->b, 1));
	ir_store(&l->b, f->outer_addr, (int32_t)f->status + 8, 8, value);
	ir_ret(&l->b, ir_const(&l->b, 1));
}

void lower_return(struct lower *l, ir_ref value)
{
	if (!value)
		value = ir_const(&l->b, l->unit ? l->unit->plan.default_return : 0);
	if (l->frame->outer)
		return_from_callback(l, value);
	else
		ir_ret(&l->b, value);
}
