/* Conversions between types of values: integer widths, bools, pointers, strings to bytes, arrays to integers. */
#include "lower/internal.h"

static ir_ref extend(struct lower *l, ir_ref v, unsigned size, bool is_signed)
{
	return ir_extend(&l->b, is_signed ? IR_sext : IR_zext, v, size * 8);
}

/* Whether every value of `from` is already in the form that `to` has in a register. */
static bool same_register_form(const struct type *from, const struct type *to)
{
	if (to->size >= 8)
		return true;
	if (from->kind == TYPE_BOOL)
		return true;
	return from->size < to->size ? from->is_signed <= to->is_signed
				     : from->size == to->size && from->is_signed == to->is_signed;
}

static struct value to_bool(struct lower *l, struct value v, const struct type *to)
{
	if (v.type->kind == TYPE_BOOL)
		return v;
	ir_ref x = v.type->kind == TYPE_STRING ? lower_read(l, v.v, v.off, 1, false, v.space) : lower_value_reg(l, v);
	return value_reg(to, ir_binary(&l->b, IR_ne, x, ir_const(&l->b, 0)));
}

static struct value register_to_register(struct lower *l, struct value v, const struct type *to)
{
	ir_ref r = lower_value_reg(l, v);

	if (!same_register_form(v.type, to))
		r = extend(l, r, to->size, to->is_signed);
	struct value out = value_reg(to, r);
	if (to->kind == TYPE_POINTER && out.space == SPACE_NONE)
		out.space = v.type->kind == TYPE_POINTER ? v.space : SPACE_NONE;
	return out;
}

/* intN[K] of the same bytes as the integer (extended if the array is wider). */
static struct value integer_to_array(struct lower *l, struct value v, const struct type *to)
{
	ir_ref slot = lower_slot_addr(l, ALIGN_UP(MAX(to->size, 8), 8), 8, NULL);

	ir_store(&l->b, slot, 0, 8, lower_value_reg(l, v));
	return value_mem(to, slot, 0, SPACE_NONE);
}

static struct value array_to_integer(struct lower *l, struct value v, const struct type *to)
{
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);

	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, 0));
	lower_value_into(l, v, v.type, slot, 0);
	return value_reg(to, ir_load(&l->b, slot, 0, to->size, to->is_signed));
}

/* Memory of another shape: a fresh slot that is filled element-wise or padded. */
static struct value reshape(struct lower *l, struct value v, const struct type *to)
{
	ir_ref slot = lower_slot_addr(l, to->size, to->align, NULL);

	lower_value_into(l, v, to, slot, 0);
	return value_mem(to, slot, 0, SPACE_NONE);
}

struct value lower_convert(struct lower *l, struct value v, const struct type *to)
{
	if (!v.type || v.type == to || to->kind == TYPE_NONE || to->kind == TYPE_ERROR)
		return v;
	if (to->kind == TYPE_BOOL)
		return to_bool(l, v, to);
	if (type_is_register(to))
		return type_is_register(v.type) ? register_to_register(l, v, to) : array_to_integer(l, v, to);
	if (type_is_register(v.type))
		return integer_to_array(l, v, to);
	if (to->kind == TYPE_ARRAY && v.type->kind == TYPE_STRING && v.space == SPACE_NONE) {
		v.type = to;
		return v;
	}
	if (to->kind == TYPE_TUPLE || to->kind == TYPE_RECORD || to->size != v.type->size)
		return reshape(l, v, to);
	return v;
}
