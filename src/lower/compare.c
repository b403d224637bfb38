/* Equality of values wider than a register: strings up to the first NUL, arrays, tuples and records element-wise. */
#include "lower/internal.h"

/* Leaves for `differ` unless the 1 to 8 bytes at both places are the same. */
static void compare_word(struct lower *l, ir_ref x, int32_t xo, ir_ref y, int32_t yo, unsigned size,
			 struct ir_block *differ)
{
	struct ir_block *next = lower_block(l);
	ir_ref a = ir_load(&l->b, x, xo, size, false), b = ir_load(&l->b, y, yo, size, false);

	ir_condbr(&l->b, ir_binary(&l->b, IR_ne, a, b), differ, next);
	lower_start(l, next);
}

/* Each branch is a way that the verifier keeps in mind, of which there may be 8192: far into long texts there are few. */
enum { NEAR = 128, CHUNK = 128 };

static void compare_chunk(struct lower *l, ir_ref x, ir_ref y, int32_t off, struct ir_block *differ)
{
	struct ir_block *next = lower_block(l);
	ir_ref difference = ir_const(&l->b, 0);

	for (int32_t at = off; at < off + CHUNK; at += 8) {
		ir_ref a = ir_load(&l->b, x, at, 8, false), b = ir_load(&l->b, y, at, 8, false);
		difference = ir_binary(&l->b, IR_or, difference, ir_binary(&l->b, IR_xor, a, b));
	}
	ir_condbr(&l->b, difference, differ, next);
	lower_start(l, next);
}

static void compare_bytes(struct lower *l, ir_ref x, ir_ref y, uint32_t size, struct ir_block *differ)
{
	uint32_t off = 0;

	for (; off < NEAR && size - off >= 8; off += 8)
		compare_word(l, x, (int32_t)off, y, (int32_t)off, 8, differ);
	for (; size - off >= CHUNK; off += CHUNK)
		compare_chunk(l, x, y, (int32_t)off, differ);
	for (unsigned word = 8; word; word /= 2)
		for (; size - off >= word; off += word)
			compare_word(l, x, (int32_t)off, y, (int32_t)off, word, differ);
}

/*
 * Strings are zero behind their NUL, so the shorter buffer's bytes decide, and the first byte behind them of the longer
 * one must be NUL.
 */
static void compare_strings(struct lower *l, struct value x, struct value y, struct ir_block *differ)
{
	uint32_t size = MIN(x.type->size, y.type->size);
	ir_ref a = lower_address(l, x, x.type), b = lower_address(l, y, y.type);

	compare_bytes(l, a, b, size, differ);
	if (x.type->size == y.type->size)
		return;
	ir_ref longer = x.type->size > y.type->size ? a : b;
	struct ir_block *next = lower_block(l);
	ir_condbr(&l->b, ir_load(&l->b, longer, (int32_t)size, 1, false), differ, next);
	lower_start(l, next);
}

static void compare_values(struct lower *l, struct value x, struct value y, struct ir_block *differ);

static const struct type_member *same_member(const struct type *t, const struct type_member *like, uint32_t i)
{
	if (like->name)
		for (uint32_t k = 0; k < t->member_count; k++)
			if (t->members[k].name && !strcmp(t->members[k].name, like->name))
				return &t->members[k];
	return &t->members[i];
}

static void compare_members(struct lower *l, struct value x, struct value y, struct ir_block *differ)
{
	for (uint32_t i = 0; i < x.type->member_count; i++) {
		const struct type_member *m = &x.type->members[i], *n = same_member(y.type, m, i);

		compare_values(l, lower_member_of(l, x, m), lower_member_of(l, y, n), differ);
	}
}

static void compare_values(struct lower *l, struct value x, struct value y, struct ir_block *differ)
{
	if (type_is_register(x.type)) {
		struct ir_block *next = lower_block(l);
		ir_ref a = lower_value_reg(l, x), b = lower_value_reg(l, y);

		ir_condbr(&l->b, ir_binary(&l->b, IR_ne, a, b), differ, next);
		lower_start(l, next);
	} else if (x.type->kind == TYPE_STRING) {
		compare_strings(l, x, y, differ);
	} else if (x.type->kind == TYPE_TUPLE || x.type->kind == TYPE_RECORD) {
		compare_members(l, x, y, differ);
	} else {
		compare_bytes(l, lower_address(l, x, x.type), lower_address(l, y, y.type), MIN(x.type->size, y.type->size),
			      differ);
	}
}

ir_ref lower_equal(struct lower *l, struct value x, struct value y)
{
	struct ir_block *differ = lower_block(l), *end = lower_block(l);
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);

	compare_values(l, x, y, differ);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, differ);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 0));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, result, 0, 8, false);
}
