/*
 * Operators. Operands are 64-bit values extended by their own sign, so that arithmetic needs no promotion: the result
 * type only decides between the signed and the unsigned form of division, shift right and comparison.
 */
#include "lower/internal.h"

/* x / y or x % y with C's signs: on magnitudes, the sign put back by (v ^ s) - s. */
static ir_ref signed_division(struct lower *l, enum op op, ir_ref x, ir_ref y)
{
	struct ir_builder *b = &l->b;
	ir_ref k63 = ir_const(b, 63);
	ir_ref sx = ir_binary(b, IR_ashr, x, k63), sy = ir_binary(b, IR_ashr, y, k63);
	ir_ref ux = ir_binary(b, IR_sub, ir_binary(b, IR_xor, x, sx), sx);
	ir_ref uy = ir_binary(b, IR_sub, ir_binary(b, IR_xor, y, sy), sy);
	ir_ref sign = op == OP_DIV ? ir_binary(b, IR_xor, sx, sy) : sx;
	ir_ref r = ir_binary(b, op == OP_DIV ? IR_udiv : IR_umod, ux, uy);

	return ir_binary(b, IR_sub, ir_binary(b, IR_xor, r, sign), sign);
}

static ir_ref divide(struct lower *l, enum op op, ir_ref x, ir_ref y, bool is_signed)
{
	if (is_signed)
		return signed_division(l, op, x, y);
	return ir_binary(&l->b, op == OP_DIV ? IR_udiv : IR_umod, x, y);
}

/* By zero: the result is 1, and the script is told. */
static ir_ref checked_division(struct lower *l, enum op op, ir_ref x, ir_ref y, bool is_signed, struct span span)
{
	if (y->op == IR_const && y->imm != 0)
		return divide(l, op, x, y, is_signed);
	struct ir_block *zero = lower_block(l), *ok = lower_block(l), *end = lower_block(l);
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);

	ir_condbr(&l->b, ir_binary(&l->b, IR_eq, y, ir_const(&l->b, 0)), zero, ok);
	lower_start(l, zero);
	lower_warn_runtime(l, RUNTIME_DIVISION, span, NULL, NULL);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, ok);
	ir_store(&l->b, result, 0, 8, divide(l, op, x, y, is_signed));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, result, 0, 8, false);
}

bool lower_is_comparison(enum op op) { return op >= OP_EQ && op <= OP_GE; }

/* Comparison: the IR has < and <= only; > and >= swap the operands. */
static ir_ref compare(struct lower *l, enum op op, ir_ref x, ir_ref y, bool is_signed)
{
	static const struct {
		enum ir_op u, s;
		bool swap;
	} table[OP_COUNT] = {
		[OP_EQ] = { IR_eq, IR_eq, false },  [OP_NE] = { IR_ne, IR_ne, false },
		[OP_LT] = { IR_ult, IR_slt, false }, [OP_LE] = { IR_ule, IR_sle, false },
		[OP_GT] = { IR_ult, IR_slt, true },  [OP_GE] = { IR_ule, IR_sle, true },
	};
	enum ir_op ir = is_signed ? table[op].s : table[op].u;

	return table[op].swap ? ir_binary(&l->b, ir, y, x) : ir_binary(&l->b, ir, x, y);
}

static const struct {
	enum ir_op u, s;
} simple_ops[OP_COUNT] = {
	[OP_ADD] = { IR_add, IR_add }, [OP_SUB] = { IR_sub, IR_sub }, [OP_MUL] = { IR_mul, IR_mul },
	[OP_AND] = { IR_and, IR_and }, [OP_OR] = { IR_or, IR_or },    [OP_XOR] = { IR_xor, IR_xor },
	[OP_SHL] = { IR_shl, IR_shl }, [OP_SHR] = { IR_lshr, IR_ashr },
};

static ir_ref pointee_size(struct lower *l, const struct type *pointer)
{
	const struct type *t = pointer->inner;
	uint32_t size = t->kind == TYPE_VOID || t->kind == TYPE_FUNC ? 1 : MAX(type_complete(l->types, t)->size, 1);

	return ir_const(&l->b, size);
}

/* p + n, n + p, p - n: n counts objects. */
static void scale_pointer_operand(struct lower *l, enum op op, const struct type *xt, const struct type *yt, ir_ref *x,
				  ir_ref *y)
{
	if (op != OP_ADD && op != OP_SUB)
		return;
	if (xt->kind == TYPE_POINTER && yt->kind != TYPE_POINTER)
		*y = ir_binary(&l->b, IR_mul, *y, pointee_size(l, xt));
	else if (yt->kind == TYPE_POINTER && xt->kind != TYPE_POINTER)
		*x = ir_binary(&l->b, IR_mul, *x, pointee_size(l, yt));
}

ir_ref lower_arithmetic(struct lower *l, enum op op, struct value xv, struct value yv, bool is_signed, struct span span)
{
	ir_ref x = lower_value_reg(l, xv), y = lower_value_reg(l, yv);

	if (lower_is_comparison(op))
		return compare(l, op, x, y, is_signed);
	scale_pointer_operand(l, op, xv.type, yv.type, &x, &y);
	if (op == OP_DIV || op == OP_MOD)
		return checked_division(l, op, x, y, is_signed, span);
	return ir_binary(&l->b, op == OP_SHR && xv.type->is_signed ? simple_ops[op].s : simple_ops[op].u, x, y);
}

/* && and || as values: 1 or 0. */
static struct value logical(struct lower *l, const struct expr *e)
{
	struct ir_block *yes = lower_block(l), *no = lower_block(l), *end = lower_block(l);
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);

	lower_if(l, e, yes, no);
	lower_start(l, yes);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, no);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 0));
	ir_br(&l->b, end);
	lower_start(l, end);
	return value_reg(e->type, ir_load(&l->b, result, 0, 8, false));
}

/* A value in a register or BPF memory that later code cannot change. */
static struct value settled(struct lower *l, struct value v)
{
	if (v.in_memory && type_is_register(v.type))
		return value_reg(v.type, lower_value_reg(l, v));
	return v;
}

struct value lower_binary_op(struct lower *l, const struct expr *e)
{
	if (e->op == OP_LAND || e->op == OP_LOR)
		return logical(l, e);
	struct value x = settled(l, lower_expr(l, e->lhs)), y = settled(l, lower_expr(l, e->rhs));

	if (!type_is_register(x.type) || !type_is_register(y.type)) {
		ir_ref equal = lower_equal(l, x, y);
		if (e->op == OP_NE)
			equal = ir_binary(&l->b, IR_eq, equal, ir_const(&l->b, 0));
		return value_reg(e->type, equal);
	}
	ir_ref r = lower_arithmetic(l, e->op, x, y, e->is_signed, e->span);
	struct value v = value_reg(e->type, r);
	if (e->type->kind == TYPE_BOOL && !lower_is_comparison(e->op))
		v.v = ir_binary(&l->b, IR_ne, r, ir_const(&l->b, 0));
	if (e->type->kind == TYPE_POINTER && v.space == SPACE_NONE)
		v.space = x.type->kind == TYPE_POINTER ? x.space : y.space;
	return v;
}

/* &$x, &@m: the address of the memory. */
static struct value address_of(struct lower *l, const struct expr *e)
{
	if (e->lhs->kind == EXPR_VAR) {
		struct value place = lower_var_place(l, e->lhs->var);
		return value_reg(e->type, ir_offset(&l->b, place.v, place.off));
	}
	ir_ref key = lower_map_key(l, e->lhs->map, e->lhs->key);
	return value_reg(e->type, lower_map_lookup(l, e->lhs->map, key));
}

struct value lower_unary_op(struct lower *l, const struct expr *e)
{
	switch (e->op) {
	case OP_DEREF:
		return lower_deref(l, e);
	case OP_ADDROF:
		return address_of(l, e);
	case OP_NOT:
		return value_reg(e->type, ir_binary(&l->b, IR_eq, lower_bool(l, e->lhs), ir_const(&l->b, 0)));
	case OP_NEG:
		return value_reg(e->type, ir_unary(&l->b, IR_neg, lower_reg(l, e->lhs)));
	case OP_BITNOT:
		return value_reg(e->type, ir_unary(&l->b, IR_not, lower_reg(l, e->lhs)));
	default:
		assert(!"unary operator");
		return value_void();
	}
}

/* What ++ adds: 1, or the size of what a pointer points to. */
static ir_ref step_of(struct lower *l, const struct expr *e)
{
	ir_ref one = e->lhs->type->kind == TYPE_POINTER ? pointee_size(l, e->lhs->type) : ir_const(&l->b, 1);

	return e->op == OP_INC ? one : ir_unary(&l->b, IR_neg, one);
}

/* The sum before it is cut to the type of what holds it. */
static struct value stepped(struct lower *l, const struct expr *e, struct value old)
{
	const struct type *t = e->lhs->type->kind == TYPE_POINTER ? e->type : type_int(l->types, 8, e->type->is_signed);

	return value_reg(t, ir_binary(&l->b, IR_add, old.v, step_of(l, e)));
}

static struct value incdec_var(struct lower *l, const struct expr *e)
{
	struct value old = lower_var_read(l, e->lhs->var);
	struct value now = stepped(l, e, old);

	now.space = old.space;
	lower_var_write(l, e->lhs->var, now);
	return e->is_prefix ? lower_convert(l, now, e->lhs->var->type) : old;
}

static struct value incdec_map(struct lower *l, const struct expr *e)
{
	if (e->is_statement) {
		lower_map_add(l, e->lhs, step_of(l, e), e->span);
		return value_void();
	}
	struct value old = settled(l, lower_map_read(l, e->lhs));
	struct value now = stepped(l, e, old);

	lower_map_write(l, e->lhs, now);
	return e->is_prefix ? lower_convert(l, now, e->lhs->map->value_type) : old;
}

struct value lower_incdec(struct lower *l, const struct expr *e)
{
	return e->lhs->kind == EXPR_VAR ? incdec_var(l, e) : incdec_map(l, e);
}
