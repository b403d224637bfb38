/* Members, elements and dereferences: which bytes, in which space; one read of just these. */
#include "lower/internal.h"

/*
 * How many bytes to read for a bit-field: all of its declared type, so that the fields that share it share the read; where
 * that is not in the object, as few as hold the field.
 */
static unsigned bit_field_bytes(const struct value *object, const struct type_member *m)
{
	unsigned bits = m->bit_offset + m->bit_size, size = 1;

	if (bits <= 8 * m->type->size && m->offset + m->type->size <= object->type->size)
		return m->type->size;
	while (size * 8 < bits && size < 8)
		size *= 2;
	return size;
}

/* Bits [bit_offset, bit_offset + bit_size) counted from byte m->offset, extended by the member's sign. */
static struct value read_bit_field(struct lower *l, struct value object, const struct type_member *m)
{
	unsigned bits = m->bit_offset + m->bit_size, size = bit_field_bytes(&object, m);
	ir_ref word = lower_read(l, object.v, object.off + (int32_t)m->offset, size, false, object.space);
	ir_ref up = ir_binary(&l->b, IR_shl, word, ir_const(&l->b, 64 - bits));
	enum ir_op down = m->type->is_signed ? IR_ashr : IR_lshr;
	return value_reg(m->type, ir_binary(&l->b, down, up, ir_const(&l->b, 64 - m->bit_size)));
}

struct value lower_member_of(struct lower *l, struct value object, const struct type_member *m)
{
	if (m->bit_size)
		return read_bit_field(l, object, m);
	/* char f[N] of a C structure has a type one byte longer, for the NUL: it is read like text from elsewhere. */
	bool is_char_array = object.type->kind == TYPE_STRUCT && m->type->kind == TYPE_STRING;
	enum addr_space space = is_char_array && object.space == SPACE_NONE ? SPACE_KERNEL : object.space;
	return value_mem(m->type, object.v, object.off + (int32_t)m->offset, space);
}

static enum addr_space pointer_space(struct lower *l, const struct value *p, const struct expr *e)
{
	if (p->type->kind == TYPE_POINTER && p->type->space != SPACE_NONE)
		return p->type->space;
	if (p->space != SPACE_NONE)
		return p->space;
	if (e->space != SPACE_NONE)
		return e->space;
	return l->unit ? l->unit->kind->space : SPACE_KERNEL;
}

/* Addresses of variables and maps point to the program's own memory. */
static bool points_to_bpf_memory(const struct expr *e) { return e->kind == EXPR_UNARY && e->op == OP_ADDROF; }

/* What p points to, as memory. */
static struct value pointee(struct lower *l, const struct expr *p, const struct type *t)
{
	struct value v = lower_expr(l, p);
	enum addr_space space = points_to_bpf_memory(p) ? SPACE_NONE : pointer_space(l, &v, p);

	return value_mem(t, lower_value_reg(l, v), 0, space);
}

struct value lower_member_access(struct lower *l, const struct expr *e)
{
	const struct expr *lhs = e->lhs;

	if (lhs->builtin && lhs->builtin->lower_member)
		return lhs->builtin->lower_member(l, e, &e->member);
	if (lhs->type->kind == TYPE_POINTER)
		return lower_member_of(l, pointee(l, lhs, lhs->type->inner), &e->member);
	return lower_member_of(l, lower_expr(l, lhs), &e->member);
}

struct value lower_deref(struct lower *l, const struct expr *e)
{
	struct value v = pointee(l, e->lhs, e->type);

	/* Register types are read at once: the memory may change before the value is used. */
	return type_is_register(e->type) ? value_reg(e->type, lower_value_reg(l, v)) : v;
}

static uint32_t element_size(struct lower *l, const struct type *t)
{
	return t->kind == TYPE_VOID ? 1 : type_complete(l->types, t)->size;
}

/* A variable index into BPF memory must be provably inside for the verifier: beyond the end the last element is read. */
static ir_ref bounded_index(struct lower *l, ir_ref index, uint32_t count, struct span span)
{
	struct ir_block *bad = lower_block(l), *good = lower_block(l), *end = lower_block(l);
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);

	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, index, ir_const(&l->b, count)), good, bad);
	lower_start(l, bad);
	lower_warn_runtime(l, RUNTIME_ARRAY_BOUNDS, span, NULL, NULL);
	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, count - 1));
	ir_br(&l->b, end);
	lower_start(l, good);
	ir_store(&l->b, slot, 0, 8, index);
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

/* base[index] of count elements; BPF memory with a variable index is copied out by a helper, which any verifier accepts. */
static struct value element_at(struct lower *l, struct value base, const struct type *t, uint32_t count,
			       const struct expr *index)
{
	uint32_t size = element_size(l, t);
	ir_ref i = lower_reg(l, index);

	if (i->op == IR_const)
		return value_mem(t, base.v, base.off + (int32_t)(i->imm * size), base.space);
	if (count)
		i = bounded_index(l, i, count, index->span);
	ir_ref addr = ir_binary(&l->b, IR_add, ir_offset(&l->b, base.v, base.off),
				ir_binary(&l->b, IR_mul, i, ir_const(&l->b, size)));
	return value_mem(t, addr, 0, base.space == SPACE_NONE ? SPACE_KERNEL : base.space);
}

struct value lower_index(struct lower *l, const struct expr *e)
{
	const struct type *t = e->lhs->type;

	if (t->kind == TYPE_TUPLE)
		return lower_member_of(l, lower_expr(l, e->lhs), &t->members[e->rhs->value]);
	if (t->kind == TYPE_POINTER)
		return element_at(l, pointee(l, e->lhs, t->inner), e->type, 0, e->rhs);
	struct value base = lower_expr(l, e->lhs);
	/* A copy has no elements of a flexible array: the read fails and gives zero. */
	if (t->kind == TYPE_ARRAY && !t->count && base.space == SPACE_NONE)
		base = value_mem(t, ir_const(&l->b, 0), 0, SPACE_KERNEL);
	return element_at(l, base, e->type, t->kind == TYPE_ARRAY ? t->count : t->size, e->rhs);
}
