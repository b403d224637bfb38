/*
 * Selection of arithmetic: constants go into the instruction where its sign-extended 32 bits can say them, results cut
 * to 32 bits use the 32-bit forms, which clear the upper half.
 */
#include <assert.h>

#include "codegen/mach.h"

/* BPF code of an operation with two operands; narrow_ok: its low 32 bits depend on those of the operands alone. */
static const struct {
	uint8_t code;
	bool narrow_ok;
} alu_codes[IR_OP_COUNT] = {
	[IR_add] = { BPF_ADD, true },  [IR_sub] = { BPF_SUB, true },   [IR_mul] = { BPF_MUL, true },
	[IR_udiv] = { BPF_DIV, false }, [IR_umod] = { BPF_MOD, false }, [IR_and] = { BPF_AND, true },
	[IR_or] = { BPF_OR, true },    [IR_xor] = { BPF_XOR, true },   [IR_shl] = { BPF_LSH, true },
	[IR_lshr] = { BPF_RSH, false }, [IR_ashr] = { BPF_ARSH, false },
};

static void push_alu(struct cg_fn *fn, unsigned code, uint32_t dst, struct cg_opd a, struct cg_opd b, bool narrow)
{
	struct cg_minsn *m = cg_push(fn, CG_ALU);

	m->code = code;
	m->dst = dst;
	m->a = a;
	m->b = b;
	m->narrow = narrow;
}

static void push_mov(struct cg_fn *fn, enum cg_mop op, uint32_t dst, struct cg_opd a)
{
	struct cg_minsn *m = cg_push(fn, op);

	m->dst = dst;
	m->a = a;
}

/* ---- two operands, the second constant ---- */

struct alu {
	unsigned code;
	bool narrow;
	uint32_t dst;
	const struct ir_insn *x, *y;
};

static bool select_shift_imm(struct cg_fn *fn, const struct alu *u, int64_t by)
{
	by &= 63;
	if (u->narrow && by > 31)
		return false;
	if (by == 0 && !u->narrow)
		push_mov(fn, CG_MOV, u->dst, cg_select_any(fn, u->x));
	else
		push_alu(fn, u->code, u->dst, cg_select_reg(fn, u->x), cg_opd_imm(by), u->narrow);
	return true;
}

/* The kernel refuses a division by the constant 0; larger ones than 31 bits may be read with or without their sign. */
static bool select_div_imm(struct cg_fn *fn, const struct alu *u, int64_t by)
{
	if (by == 0)
		push_mov(fn, CG_MOV, u->dst, u->code == BPF_DIV ? cg_opd_imm(0) : cg_select_any(fn, u->x));
	else if (by > 0 && by <= INT32_MAX)
		push_alu(fn, u->code, u->dst, cg_select_reg(fn, u->x), cg_opd_imm(by), u->narrow);
	else
		return false;
	return true;
}

static bool select_and_imm(struct cg_fn *fn, const struct alu *u, int64_t mask)
{
	if (mask == UINT32_MAX)
		push_mov(fn, CG_MOV32, u->dst, cg_select_reg(fn, u->x));
	else if ((uint64_t)mask <= UINT32_MAX && !cg_fits32(mask))
		push_alu(fn, BPF_AND, u->dst, cg_select_reg(fn, u->x), cg_opd_imm((int32_t)mask), true);
	else
		return false;
	return true;
}

static bool select_alu_imm(struct cg_fn *fn, const struct alu *u)
{
	int64_t c = u->y->imm;
	unsigned code = u->code;

	if (code == BPF_LSH || code == BPF_RSH || code == BPF_ARSH)
		return select_shift_imm(fn, u, c);
	if (code == BPF_DIV || code == BPF_MOD)
		return select_div_imm(fn, u, c);
	if (code == BPF_AND && select_and_imm(fn, u, c))
		return true;
	if (code == BPF_SUB && cg_fits32(-(uint64_t)c)) {
		code = BPF_ADD;
		c = -(uint64_t)c;
	}
	if (!cg_fits32(c) && !u->narrow)
		return false;
	push_alu(fn, code, u->dst, cg_select_reg(fn, u->x), cg_opd_imm((int32_t)c), u->narrow);
	return true;
}

static void select_binary(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst, bool narrow)
{
	struct alu u = { alu_codes[i->op].code, narrow, dst, i->args[0], i->args[1] };

	if (ir_has(i, IR_COMMUTES) && u.x->op == IR_const) {
		u.x = i->args[1];
		u.y = i->args[0];
	}
	if ((u.code == BPF_DIV || u.code == BPF_MOD) && cg_known_bits(u.x) <= 32 && cg_known_bits(u.y) <= 32)
		u.narrow = true;
	if (u.y->op == IR_const && select_alu_imm(fn, &u))
		return;

	struct cg_opd a = cg_select_reg(fn, u.x), b = cg_select_reg(fn, u.y);

	push_alu(fn, u.code, dst, a, b, u.narrow);
}

/* ---- one operand ---- */

static void select_not(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst, bool narrow)
{
	push_alu(fn, BPF_XOR, dst, cg_select_reg(fn, i->args[0]), cg_opd_imm(-1), narrow);
}

static void select_neg(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst, bool narrow)
{
	struct cg_opd a = cg_select_reg(fn, i->args[0]);
	struct cg_minsn *m = cg_push(fn, CG_NEG);

	m->dst = dst;
	m->a = a;
	m->narrow = narrow;
}

/*
 * Whether the low half of `v` can be computed by 32-bit instructions in its place. A variable shift is not among them:
 * BPF takes its count modulo 32 there.
 */
static bool can_narrow(const struct cg_fn *fn, const struct ir_insn *v)
{
	if (v->use_count != 1 || cg_is_selected(fn, v))
		return false;
	if (v->op == IR_neg || v->op == IR_not)
		return true;
	if (v->op == IR_shl)
		return v->args[1]->op == IR_const && (v->args[1]->imm & 63) < 32;
	return alu_codes[v->op].narrow_ok;
}

static void select_zext(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	const struct ir_insn *v = i->args[0];

	if (cg_known_bits(v) <= (uint64_t)i->imm)
		push_mov(fn, CG_MOV, dst, cg_select_any(fn, v));
	else if (i->imm < 32)
		push_alu(fn, BPF_AND, dst, cg_select_reg(fn, v), cg_opd_imm((1 << i->imm) - 1), false);
	else if (!can_narrow(fn, v))
		push_mov(fn, CG_MOV32, dst, cg_select_reg(fn, v));
	else if (v->op == IR_not)
		select_not(fn, v, dst, true);
	else if (v->op == IR_neg)
		select_neg(fn, v, dst, true);
	else
		select_binary(fn, v, dst, true);
}

static void select_sext(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	struct cg_opd by = cg_opd_imm(64 - i->imm);
	uint32_t high;

	if (cg_known_bits(i->args[0]) < (uint64_t)i->imm) {
		push_mov(fn, CG_MOV, dst, cg_select_any(fn, i->args[0]));
		return;
	}
	high = cg_vreg_new(fn, NULL);
	push_alu(fn, BPF_LSH, high, cg_select_reg(fn, i->args[0]), by, false);
	push_alu(fn, BPF_ARSH, dst, cg_opd_vreg(high), by, false);
}

static void select_bswap(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	struct cg_opd a = cg_select_reg(fn, i->args[0]);
	struct cg_minsn *m = cg_push(fn, CG_BSWAP);

	m->dst = dst;
	m->a = a;
	m->size = i->imm / 8;
}

/* Verifiers take the difference of two pointers for any number (kernel: adjust_reg_min_max_vals). */
static void select_hidden_zero(struct cg_fn *fn, uint32_t dst)
{
	push_alu(fn, BPF_SUB, dst, cg_opd_phys(BPF_REG_10), cg_opd_phys(BPF_REG_10), false);
}

void cg_select_alu(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	switch (i->op) {
	case IR_hidden_zero: select_hidden_zero(fn, dst); break;
	case IR_neg: select_neg(fn, i, dst, false); break;
	case IR_not: select_not(fn, i, dst, false); break;
	case IR_zext: select_zext(fn, i, dst); break;
	case IR_sext: select_sext(fn, i, dst); break;
	case IR_bswap: select_bswap(fn, i, dst); break;
	default:
		assert(ir_ops[i->op].args == 2);
		select_binary(fn, i, dst, false);
	}
}
