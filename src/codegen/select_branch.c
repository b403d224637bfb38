/*
 * Selection of comparisons: fused into the branch that uses them, with a constant in the instruction where it fits and
 * on 32 bits where both sides are known to be that narrow; as values by arithmetic where the operands leave room for a
 * borrow, since each branch doubles the paths that the verifier walks.
 */
#include "codegen/mach.h"

struct compare {
	uint8_t code;
	bool narrow;
	const struct ir_insn *x, *y;
};

/* For each comparison: BPF jump as it stands, with its sides exchanged, and negated. */
static const struct {
	uint8_t code, swapped;
	bool is_signed;
} compare_codes[IR_OP_COUNT] = {
	[IR_eq] = { BPF_JEQ, BPF_JEQ, false },	 [IR_ne] = { BPF_JNE, BPF_JNE, false },
	[IR_ult] = { BPF_JLT, BPF_JGT, false },	 [IR_ule] = { BPF_JLE, BPF_JGE, false },
	[IR_slt] = { BPF_JSLT, BPF_JSGT, true }, [IR_sle] = { BPF_JSLE, BPF_JSGE, true },
};

bool cg_is_compare(enum ir_op op)
{
	return compare_codes[op].code != 0;
}

/* `v` without an extension from 32 bits that nothing else needs. */
static const struct ir_insn *strip_extension(const struct cg_fn *fn, const struct ir_insn *v, enum ir_op ext)
{
	return v->op == ext && v->imm == 32 && !cg_is_selected(fn, v) ? v->args[0] : v;
}

static bool is_narrow(const struct ir_insn *v, bool is_signed)
{
	if (!is_signed)
		return cg_known_bits(v) <= 32;
	return v->op == IR_const ? cg_fits32(v->imm) : v->op == IR_sext && v->imm <= 32;
}

/* 32-bit comparison if that drops an extension, or allows a constant that 64-bit forms can't say. */
static void narrow_compare(const struct cg_fn *fn, struct compare *c, bool is_signed)
{
	enum ir_op ext = is_signed ? IR_sext : IR_zext;
	const struct ir_insn *x = strip_extension(fn, c->x, ext), *y = strip_extension(fn, c->y, ext);

	if (!is_narrow(c->x, is_signed) || !is_narrow(c->y, is_signed))
		return;
	if (x == c->x && y == c->y && (y->op != IR_const || cg_fits32(y->imm)))
		return;
	c->narrow = true;
	c->x = x;
	c->y = y;
}

static struct compare match_compare(const struct cg_fn *fn, const struct ir_insn *i)
{
	struct compare c = { compare_codes[i->op].code, false, i->args[0], i->args[1] };

	if (c.x->op == IR_const) {
		c.code = compare_codes[i->op].swapped;
		c.x = i->args[1];
		c.y = i->args[0];
	}
	narrow_compare(fn, &c, compare_codes[i->op].is_signed);
	return c;
}

static struct cg_opd compare_rhs(struct cg_fn *fn, const struct ir_insn *y, bool narrow)
{
	if (y->op == IR_const && (narrow || cg_fits32(y->imm)))
		return cg_opd_imm((int32_t)y->imm);
	return cg_select_reg(fn, y);
}

static void push_compare(struct cg_fn *fn, enum cg_mop op, const struct compare *c, uint32_t dst, bool invert)
{
	struct cg_opd a = cg_select_reg(fn, c->x), b = compare_rhs(fn, c->y, c->narrow);
	struct cg_minsn *m = cg_push(fn, op);

	m->code = c->code;
	m->narrow = c->narrow;
	m->invert = invert;
	m->dst = dst;
	m->a = a;
	m->b = b;
}

/* ---- as values ---- */

static uint32_t push_op(struct cg_fn *fn, unsigned code, uint32_t dst, struct cg_opd a, struct cg_opd b)
{
	struct cg_minsn *m = cg_push(fn, CG_ALU);

	m->code = code;
	m->a = a;
	m->b = b;
	m->dst = dst;
	return dst;
}

static uint32_t temp(struct cg_fn *fn)
{
	return cg_vreg_new(fn, NULL);
}

/* x < y for numbers below 2^63: the borrow of x - y. */
static void select_borrow(struct cg_fn *fn, const struct ir_insn *x, const struct ir_insn *y, uint32_t dst, bool flip)
{
	struct cg_opd a = cg_select_reg(fn, x), b;
	uint32_t t = temp(fn);

	if (y->op == IR_const && y->imm && cg_fits32(-(uint64_t)y->imm)) {
		push_op(fn, BPF_ADD, t, a, cg_opd_imm(-y->imm));
	} else {
		b = cg_select_reg(fn, y);
		push_op(fn, BPF_SUB, t, a, b);
	}
	if (!flip) {
		push_op(fn, BPF_RSH, dst, cg_opd_vreg(t), cg_opd_imm(63));
		return;
	}
	uint32_t bit = push_op(fn, BPF_RSH, temp(fn), cg_opd_vreg(t), cg_opd_imm(63));
	push_op(fn, BPF_XOR, dst, cg_opd_vreg(bit), cg_opd_imm(1));
}

static void select_flip(struct cg_fn *fn, const struct ir_insn *x, uint32_t dst)
{
	struct cg_opd a = cg_select_reg(fn, x);

	push_op(fn, BPF_XOR, dst, a, cg_opd_imm(1));
}

static bool select_order(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	bool or_equal = i->op == IR_ule || i->op == IR_sle;
	const struct ir_insn *x = i->args[0], *y = i->args[1];

	if (i->op == IR_slt && ir_is_const(y, 0)) {
		struct cg_opd a = cg_select_reg(fn, x);

		push_op(fn, BPF_RSH, dst, a, cg_opd_imm(63));
		return true;
	}
	if (cg_known_bits(x) > 63 || cg_known_bits(y) > 63)
		return false;
	if (or_equal)
		select_borrow(fn, y, x, dst, true);
	else
		select_borrow(fn, x, y, dst, false);
	return true;
}

/* x == 0, for a number below 2^63: the borrow of x - 1. */
static bool select_equality(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	const struct ir_insn *x = i->args[0], *y = i->args[1];
	struct cg_opd a, b;
	uint32_t t;

	if (!ir_is_const(y, 0) || cg_known_bits(x) > 63)
		return false;
	if (cg_known_bits(x) == 1 && i->op == IR_eq) {
		select_flip(fn, x, dst);
		return true;
	}
	if (i->op != IR_eq)
		return false;
	a = cg_select_reg(fn, x);
	b = cg_opd_imm(-1);
	t = push_op(fn, BPF_ADD, temp(fn), a, b);
	push_op(fn, BPF_RSH, dst, cg_opd_vreg(t), cg_opd_imm(63));
	return true;
}

void cg_select_setcc(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	struct compare c;

	if (i->op == IR_eq || i->op == IR_ne ? select_equality(fn, i, dst) : select_order(fn, i, dst))
		return;
	c = match_compare(fn, i);
	push_compare(fn, CG_SETCC, &c, dst, false);
}

/* ---- in branches ---- */

/* Whether the branch can do the comparison itself instead of looking at its result. */
static bool can_fuse(const struct cg_fn *fn, const struct ir_insn *v)
{
	return v->block == fn->current_block || !cg_is_selected(fn, v);
}

/* Looks through negations of a condition that is 0 or 1: `x == 0`, `x ^ 1`. */
static const struct ir_insn *strip_negations(const struct cg_fn *fn, const struct ir_insn *v, bool *invert)
{
	for (;;) {
		bool zero_test = (v->op == IR_eq || v->op == IR_ne) && ir_is_const(v->args[1], 0);
		bool flip = v->op == IR_xor && ir_is_const(v->args[1], 1) && cg_known_bits(v->args[0]) <= 1;

		if ((!zero_test && !flip) || !can_fuse(fn, v))
			return v;
		if (zero_test && !cg_is_compare(v->args[0]->op) && v->args[0]->op != IR_and)
			return v;
		if (zero_test && !can_fuse(fn, v->args[0]))
			return v;
		*invert ^= v->op != IR_ne;
		v = v->args[0];
	}
}

static bool select_bit_test(struct cg_fn *fn, const struct ir_insn *v, bool invert)
{
	if (v->op != IR_and || v->use_count != 1 || cg_is_selected(fn, v))
		return false;
	struct compare c = { BPF_JSET, false, v->args[0], v->args[1] };

	if (c.x->op == IR_const) {
		c.x = v->args[1];
		c.y = v->args[0];
	}
	if (c.y->op == IR_const && !cg_fits32(c.y->imm) && (uint64_t)c.y->imm <= UINT32_MAX)
		c.narrow = true;
	push_compare(fn, CG_CONDBR, &c, CG_NONE, invert);
	return true;
}

void cg_select_condbr(struct cg_fn *fn, const struct ir_insn *i)
{
	static const struct ir_insn zero = { .op = IR_const };
	bool invert = false;
	const struct ir_insn *v = strip_negations(fn, i->args[0], &invert);
	struct compare c = { BPF_JNE, false, v, &zero };

	if (select_bit_test(fn, v, invert))
		return;
	if (cg_is_compare(v->op) && can_fuse(fn, v)) {
		c = match_compare(fn, v);
	} else {
		c.x = strip_extension(fn, v, IR_zext);
		c.narrow = c.x != v;
	}
	push_compare(fn, CG_CONDBR, &c, CG_NONE, invert);
}
