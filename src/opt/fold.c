/*
 * fold: constant folding and algebra. One walk in reverse post-order (operands first, except around loops); each
 * instruction is rewritten until no rule fits any more. needs: order. keeps: everything about the control flow.
 *
 * Laws for rules: a rule returns a value that equals the instruction's, made of values that are there already or of new
 * instructions before it; or changes the instruction in place (returns it). A rule must make progress by itself: fewer
 * or cheaper operations, or a more canonical form (constants right, sub of a constant as add, low-bits masks as zext).
 *
 * For the kernel's verifier, which learns bounds from masks and comparisons of the very register that is used: no rule
 * turns an order comparison into an (in)equality (5.10 learns nothing from x != 0, but x > 0 gives it a minimum of 1),
 * and none moves a mask away from its use.
 */
#include "opt/pass.h"

/* ---- rows: neutral and absorbing constants, equal operands ---- */

enum outcome { X, ZERO, ONE, ONES };

static const struct {
	enum ir_op op;
	int64_t c;
	enum outcome is;
} right_rows[] = {
	/* a op c */
	{ IR_add, 0, X },     { IR_sub, 0, X },	   { IR_mul, 1, X },   { IR_mul, 0, ZERO }, { IR_udiv, 1, X },
	{ IR_udiv, 0, ZERO }, { IR_umod, 1, ZERO }, { IR_umod, 0, X },  { IR_and, -1, X },   { IR_and, 0, ZERO },
	{ IR_or, 0, X },      { IR_or, -1, ONES },  { IR_xor, 0, X },   { IR_shl, 0, X },    { IR_lshr, 0, X },
	{ IR_ashr, 0, X },    { IR_ult, 0, ZERO },  { IR_ule, -1, ONE }, { IR_slt, INT64_MIN, ZERO },
	{ IR_sle, INT64_MAX, ONE },
}, left_rows[] = {
	/* c op a, for what does not commute */
	{ IR_udiv, 0, ZERO }, { IR_umod, 0, ZERO }, { IR_shl, 0, ZERO }, { IR_lshr, 0, ZERO }, { IR_ashr, 0, ZERO },
	{ IR_ule, 0, ONE },   { IR_ult, -1, ZERO }, { IR_ashr, -1, ONES }, { IR_sle, INT64_MIN, ONE },
	{ IR_slt, INT64_MAX, ZERO },
}, same_rows[] = {
	/* a op a */
	{ IR_sub, 0, ZERO },  { IR_xor, 0, ZERO }, { IR_and, 0, X },    { IR_or, 0, X },   { IR_eq, 0, ONE },
	{ IR_ne, 0, ZERO },   { IR_ult, 0, ZERO }, { IR_ule, 0, ONE },  { IR_slt, 0, ZERO }, { IR_sle, 0, ONE },
	{ IR_umod, 0, ZERO },
};

static struct ir_insn *outcome_of(struct ir_insn *i, enum outcome is, struct ir_insn *x)
{
	switch (is) {
	case X: return x;
	case ZERO: return opt_const(i, 0);
	case ONE: return opt_const(i, 1);
	default: return opt_const(i, -1);
	}
}

static struct ir_insn *fold_rows(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0], *b = i->args[1];

	for (size_t n = 0; b->op == IR_const && n < ARRAY_LEN(right_rows); n++)
		if (right_rows[n].op == i->op && right_rows[n].c == b->imm)
			return outcome_of(i, right_rows[n].is, a);
	for (size_t n = 0; a->op == IR_const && n < ARRAY_LEN(left_rows); n++)
		if (left_rows[n].op == i->op && left_rows[n].c == a->imm)
			return outcome_of(i, left_rows[n].is, b);
	for (size_t n = 0; a == b && n < ARRAY_LEN(same_rows); n++)
		if (same_rows[n].op == i->op)
			return outcome_of(i, same_rows[n].is, a);
	return NULL;
}

/* ---- helpers of the rules ---- */

static struct ir_insn *rewrite(struct ir_insn *i, enum ir_op op, struct ir_insn *a, struct ir_insn *b)
{
	i->op = op;
	ir_set_arg(i, 0, a);
	ir_set_arg(i, 1, b);
	return i;
}

static struct ir_insn *rewrite_imm(struct ir_insn *i, enum ir_op op, struct ir_insn *a, int64_t c)
{
	return rewrite(i, op, a, opt_const(i, c));
}

/* The constant second operand of `v`, if v is such an operation. */
static bool has_const(const struct ir_insn *v, enum ir_op op, int64_t *ret)
{
	if (v->op != op || v->args[1]->op != IR_const)
		return false;
	*ret = v->args[1]->imm;
	return true;
}

static int log2_of(uint64_t c)
{
	return c && !(c & (c - 1)) ? __builtin_ctzll(c) : -1;
}

static uint64_t low_mask(unsigned bits)
{
	return bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

static bool is_mask_width(uint64_t mask, unsigned *ret_bits)
{
	for (unsigned bits = 8; bits <= 32; bits *= 2)
		if (mask == low_mask(bits)) {
			*ret_bits = bits;
			return true;
		}
	return false;
}

static bool is_comparison(const struct ir_insn *v)
{
	return v->op >= IR_eq && v->op <= IR_sle;
}

static bool is_bool(const struct ir_insn *v)
{
	return opt_unsigned_width(v) <= 1;
}

/* (x op c1) op c2 with constants that combine to one. */
static struct ir_insn *reassociate(struct ir_insn *i)
{
	int64_t outer, inner;
	uint64_t c;

	if (!has_const(i, i->op, &outer) || !has_const(i->args[0], i->op, &inner))
		return NULL;
	ir_eval(i->op, 0, inner, outer, &c);
	return rewrite_imm(i, i->op, i->args[0]->args[0], c);
}

/* ---- only the low bits count ---- */

/* A value with the same low `bits` bits as v that is had for free. */
static struct ir_insn *strip_high(struct ir_insn *v, unsigned bits)
{
	for (;;) {
		int64_t c;

		if ((v->op == IR_zext || v->op == IR_sext) && v->imm >= bits)
			v = v->args[0];
		else if (has_const(v, IR_and, &c) && ((uint64_t)c & low_mask(bits)) == low_mask(bits))
			v = v->args[0];
		else
			return v;
	}
}

static bool keeps_low_bits(const struct ir_insn *v)
{
	switch (v->op) {
	case IR_add: case IR_sub: case IR_mul: case IR_and: case IR_or: case IR_xor: case IR_neg: case IR_not:
		return true;
	default: return false;
	}
}

/* The operand n of i counts with its low bits alone: drops extensions from it and from the arithmetic that made it. */
static bool narrow_operand(struct ir_insn *i, unsigned n, unsigned bits)
{
	struct ir_insn *v = strip_high(i->args[n], bits);
	bool changed = v != i->args[n];

	if (changed)
		ir_set_arg(i, n, v);
	if (v->use_count != 1 || !(keeps_low_bits(v) || v->op == IR_shl))
		return changed;
	for (uint32_t k = 0; k < v->arg_count && !(v->op == IR_shl && k); k++) {
		struct ir_insn *s = strip_high(v->args[k], bits);

		if (s != v->args[k]) {
			ir_set_arg(v, k, s);
			changed = true;
		}
	}
	return changed;
}

static struct ir_insn *fold_zext(struct ir_insn *i)
{
	/* A bound of 2^32 is no bound for an index: only narrower ones must be kept for the kernel's verifier to see. */
	if ((i->imm == 32 ? opt_unsigned_width(i->args[0]) : opt_verifier_width(i->args[0])) <= i->imm)
		return i->args[0];
	return narrow_operand(i, 0, i->imm) ? i : NULL;
}

static struct ir_insn *fold_sext(struct ir_insn *i)
{
	if (opt_signed_width(i->args[0]) <= i->imm)
		return i->args[0];
	return narrow_operand(i, 0, i->imm) ? i : NULL;
}

static struct ir_insn *fold_store(struct ir_insn *i)
{
	return i->imm2 < 8 && narrow_operand(i, 1, i->imm2 * 8) ? i : NULL;
}

static struct ir_insn *fold_bswap(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0];

	if (a->op == IR_bswap && a->imm == i->imm)
		return i->imm == 64 ? a->args[0] : opt_unary(i, IR_zext, a->args[0], i->imm);
	return i->imm < 64 && narrow_operand(i, 0, i->imm) ? i : NULL;
}

/* ---- arithmetic ---- */

#define MAX_HIDDEN_DEPTH 4

/* The key or value that bpf_for_each_map_elem gives to a callback, or a value that was looked up; not of constant tables. */
static bool is_in_map(const struct ir_insn *load)
{
	const struct ir_func *f = load->block->func;
	struct opt_place p = opt_place_of(load->args[0], 0, 0);
	int64_t map = p.kind == OPT_OTHER ? opt_map_of(&p) : -1;

	if (map >= 0)
		return f->module->maps.data[map]->role != IR_MAP_TABLE;
	return p.kind == OPT_OTHER && p.base->op == IR_param && f->kind == IR_FUNC_CALLBACK && f->param_count == 4 &&
	       (p.base->imm == 1 || p.base->imm == 2);
}

/* Comparisons tell verifiers something of a number, and of numbers that are a constant away from it (6.11). */
static bool is_compared(const struct ir_insn *v)
{
	for (const struct ir_use *u = v->uses; u; u = u->next) {
		bool sum = u->user->op == IR_add || u->user->op == IR_sub;

		if (!(sum && u->user->args[1]->op != IR_const) && !(u->user->op == IR_store && ir_use_arg(u) == 1))
			return true;
	}
	return false;
}

/* Verifiers know nothing of v. */
static bool is_hidden(const struct ir_insn *v, int depth)
{
	if (is_compared(v) || !depth)
		return false;
	switch (v->op) {
	case IR_load: return ir_size(v) == 8 && is_in_map(v);
	case IR_add:
	case IR_sub: return is_hidden(v->args[0], depth - 1) || is_hidden(v->args[1], depth - 1);
	default: return false;
	}
}

/*
 * Constants move outwards, to end as offsets of loads: a + (b + c) is (a + b) + c. Not if the inner sum has other uses:
 * a comparison with it may be what bounds it.
 */
static struct ir_insn *fold_add(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0], *b = i->args[1];
	int64_t c;

	if (b->op == IR_neg)
		return rewrite(i, IR_sub, a, b->args[0]);
	if (b->op == IR_hidden_zero && is_hidden(a, MAX_HIDDEN_DEPTH))
		return a;
	if (b->op != IR_const && a->use_count == 1 && has_const(a, IR_add, &c))
		return rewrite_imm(i, IR_add, opt_binary(i, IR_add, a->args[0], b), c);
	if (b->use_count == 1 && has_const(b, IR_add, &c))
		return rewrite_imm(i, IR_add, opt_binary(i, IR_add, a, b->args[0]), c);
	return reassociate(i);
}

static struct ir_insn *fold_sub(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0], *b = i->args[1];

	if (b->op == IR_const)
		return rewrite_imm(i, IR_add, a, -(uint64_t)b->imm);
	if (ir_is_const(a, 0))
		return opt_unary(i, IR_neg, b, 0);
	if (b->op == IR_neg)
		return rewrite(i, IR_add, a, b->args[0]);
	if (a->op == IR_add && a->args[0] == b)
		return a->args[1];
	return NULL;
}

static struct ir_insn *fold_mul(struct ir_insn *i)
{
	int64_t c;
	int n;

	if (!has_const(i, IR_mul, &c))
		return NULL;
	if (c == -1)
		return opt_unary(i, IR_neg, i->args[0], 0);
	n = log2_of(c);
	return n > 0 ? rewrite_imm(i, IR_shl, i->args[0], n) : reassociate(i);
}

static struct ir_insn *fold_udiv(struct ir_insn *i)
{
	int64_t c;
	int n;

	if (!has_const(i, IR_udiv, &c))
		return NULL;
	n = log2_of(c);
	return n > 0 ? rewrite_imm(i, IR_lshr, i->args[0], n) : NULL;
}

static struct ir_insn *fold_umod(struct ir_insn *i)
{
	int64_t c;

	if (!has_const(i, IR_umod, &c))
		return NULL;
	if (log2_of(c) > 0)
		return rewrite_imm(i, IR_and, i->args[0], (uint64_t)c - 1);
	return opt_unsigned_width(i->args[0]) < 64 && low_mask(opt_unsigned_width(i->args[0])) < (uint64_t)c ? i->args[0]
													   : NULL;
}

static struct ir_insn *fold_neg(struct ir_insn *i)
{
	if (i->args[0]->op == IR_neg)
		return i->args[0]->args[0];
	if (i->args[0]->op == IR_sub && i->args[0]->use_count == 1)
		return opt_binary(i, IR_sub, i->args[0]->args[1], i->args[0]->args[0]);
	return NULL;
}

static struct ir_insn *fold_not(struct ir_insn *i)
{
	return i->args[0]->op == IR_not ? i->args[0]->args[0] : NULL;
}

/* ---- bits ---- */

static struct ir_insn *fold_and(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0];
	uint64_t c, known = low_mask(opt_verifier_width(a));
	unsigned bits;

	if (i->args[1]->op != IR_const)
		return NULL;
	c = i->args[1]->imm;
	if ((known & c) == known)
		return a;
	if (is_mask_width(c, &bits))
		return opt_unary(i, IR_zext, a, bits);
	if (a->op == IR_zext && (c & low_mask(a->imm)) == c)
		return rewrite(i, IR_and, a->args[0], i->args[1]);
	return reassociate(i);
}

static struct ir_insn *inverse(struct ir_insn *i, struct ir_insn *cmp)
{
	struct ir_insn *a = cmp->args[0], *b = cmp->args[1];

	switch (cmp->op) {
	case IR_eq: return opt_binary(i, IR_ne, a, b);
	case IR_ne: return opt_binary(i, IR_eq, a, b);
	case IR_ult: return opt_binary(i, IR_ule, b, a);
	case IR_ule: return opt_binary(i, IR_ult, b, a);
	case IR_slt: return opt_binary(i, IR_sle, b, a);
	default: return opt_binary(i, IR_slt, b, a);
	}
}

static struct ir_insn *fold_xor(struct ir_insn *i)
{
	if (ir_is_const(i->args[1], 1) && is_comparison(i->args[0]) && i->args[0]->use_count == 1)
		return inverse(i, i->args[0]);
	return reassociate(i);
}

/* Two shifts the same way by constants. */
static struct ir_insn *fold_shift_twice(struct ir_insn *i)
{
	int64_t outer, inner, sum;

	if (!has_const(i, i->op, &outer) || !has_const(i->args[0], i->op, &inner))
		return NULL;
	sum = (outer & 63) + (inner & 63);
	if (sum > 63 && i->op != IR_ashr)
		return opt_const(i, 0);
	return rewrite_imm(i, i->op, i->args[0]->args[0], MIN(sum, 63));
}

/* There and back: (x << n) >> n keeps the low bits. */
static struct ir_insn *fold_shift_back(struct ir_insn *i, enum ir_op extend)
{
	int64_t left, right, keep;

	if (!has_const(i, i->op, &right) || !has_const(i->args[0], IR_shl, &left) || left != right)
		return NULL;
	keep = 64 - left;
	if (keep == 8 || keep == 16 || keep == 32)
		return opt_unary(i, extend, i->args[0]->args[0], keep);
	if (extend == IR_zext && keep < 32)
		return rewrite_imm(i, IR_and, i->args[0]->args[0], low_mask(keep));
	return NULL;
}

static struct ir_insn *fold_shl(struct ir_insn *i)
{
	int64_t left, right;

	if (has_const(i, IR_shl, &left) && has_const(i->args[0], IR_lshr, &right) && left == right && left < 32)
		return rewrite_imm(i, IR_and, i->args[0]->args[0], ~low_mask(left));
	return fold_shift_twice(i);
}

static struct ir_insn *fold_lshr(struct ir_insn *i)
{
	int64_t c;

	if (has_const(i, IR_lshr, &c) && opt_unsigned_width(i->args[0]) <= (unsigned)(c & 63))
		return opt_const(i, 0);
	return fold_shift_back(i, IR_zext) ?: fold_shift_twice(i);
}

static struct ir_insn *fold_ashr(struct ir_insn *i)
{
	if (i->args[1]->op == IR_const && opt_unsigned_width(i->args[0]) < 64)
		return rewrite(i, IR_lshr, i->args[0], i->args[1]);
	return fold_shift_back(i, IR_sext) ?: fold_shift_twice(i);
}

/* ---- comparisons ---- */

/* eq and ne with a constant. */
static struct ir_insn *fold_equal_const(struct ir_insn *i, struct ir_insn *a, int64_t c)
{
	bool eq = i->op == IR_eq;
	unsigned width = opt_unsigned_width(a);
	int64_t inner;

	if (width < 64 && (uint64_t)c > low_mask(width))
		return opt_const(i, !eq);
	if (is_bool(a) && c == eq) /* a == 1, a != 0 */
		return a;
	if (is_bool(a) && c == 1) /* a != 1 */
		return rewrite_imm(i, IR_eq, a, 0);
	if (is_comparison(a) && a->use_count == 1) /* a == 0 */
		return inverse(i, a);
	if (has_const(a, IR_add, &inner))
		return rewrite_imm(i, i->op, a->args[0], (uint64_t)c - inner);
	if (has_const(a, IR_xor, &inner))
		return rewrite_imm(i, i->op, a->args[0], c ^ inner);
	if (c == 0 && (a->op == IR_sub || a->op == IR_xor) && a->use_count == 1)
		return rewrite(i, i->op, a->args[0], a->args[1]);
	if (c == 0 && a->op == IR_neg)
		return rewrite(i, i->op, a->args[0], i->args[1]);
	return NULL;
}

static struct ir_insn *fold_equal(struct ir_insn *i)
{
	return i->args[1]->op == IR_const ? fold_equal_const(i, i->args[0], i->args[1]->imm) : NULL;
}

/* What the widths of the operands decide; by what the kernel's verifier sees, because it may need the bound. */
static struct ir_insn *fold_ult(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0], *b = i->args[1];

	if (b->op == IR_const && low_mask(opt_verifier_width(a)) < (uint64_t)b->imm)
		return opt_const(i, 1);
	if (a->op == IR_const && low_mask(opt_verifier_width(b)) <= (uint64_t)a->imm)
		return opt_const(i, 0);
	return NULL;
}

static struct ir_insn *fold_ule(struct ir_insn *i)
{
	if (i->args[1]->op == IR_const) /* a <= c is a < c + 1; -1 is a row */
		return rewrite_imm(i, IR_ult, i->args[0], (uint64_t)i->args[1]->imm + 1);
	if (i->args[0]->op == IR_const) /* 0 is a row */
		return rewrite(i, IR_ult, opt_const(i, (uint64_t)i->args[0]->imm - 1), i->args[1]);
	return NULL;
}

/* Signed comparison of values that are not negative is unsigned. */
static struct ir_insn *fold_signed(struct ir_insn *i)
{
	if (opt_unsigned_width(i->args[0]) < 64 && opt_unsigned_width(i->args[1]) < 64)
		return rewrite(i, i->op == IR_slt ? IR_ult : IR_ule, i->args[0], i->args[1]);
	if (i->args[1]->op == IR_const && i->args[1]->imm <= 0 && opt_unsigned_width(i->args[0]) < 64 &&
	    (i->args[1]->imm < 0 || i->op == IR_slt))
		return opt_const(i, 0);
	if (i->args[0]->op == IR_const && i->args[0]->imm < 0 && opt_unsigned_width(i->args[1]) < 64)
		return opt_const(i, 1);
	return NULL;
}

static struct ir_insn *fold_sle(struct ir_insn *i)
{
	struct ir_insn *known = fold_signed(i);

	if (known)
		return known;
	if (i->args[1]->op == IR_const)
		return rewrite_imm(i, IR_slt, i->args[0], (uint64_t)i->args[1]->imm + 1);
	if (i->args[0]->op == IR_const)
		return rewrite(i, IR_slt, opt_const(i, (uint64_t)i->args[0]->imm - 1), i->args[1]);
	return NULL;
}

/* ---- control ---- */

static void swap_successors(struct ir_block *b)
{
	struct ir_block *t = b->succ[0];

	b->succ[0] = b->succ[1];
	b->succ[1] = t;
}

/* Tests x instead of x != 0, and of x == 0 with the ways swapped. */
static struct ir_insn *fold_condbr(struct ir_insn *i)
{
	struct ir_insn *c = i->args[0];

	if (c->op == IR_xor && ir_is_const(c->args[1], 1) && is_bool(c->args[0])) {
		swap_successors(i->block);
		ir_set_arg(i, 0, c->args[0]);
		return i;
	}
	if ((c->op != IR_eq && c->op != IR_ne) || !ir_is_const(c->args[1], 0))
		return NULL;
	if (c->op == IR_eq)
		swap_successors(i->block);
	ir_set_arg(i, 0, c->args[0]);
	return i;
}

static bool same_leaf(const struct ir_insn *a, const struct ir_insn *b)
{
	return opt_is_leaf(a) && a->op == b->op && a->imm == b->imm && a->imm2 == b->imm2;
}

/* All arguments are one value. An undefined one may be any value, but of those only a leaf surely reaches here. */
static struct ir_insn *fold_phi(struct ir_insn *i)
{
	struct ir_insn *same = NULL, *leaf;
	bool has_undef = false;

	for (uint32_t n = 0; n < i->arg_count; n++) {
		struct ir_insn *a = i->args[n];

		if (a->op == IR_undef)
			has_undef = true;
		else if (same && a != i && a != same && !same_leaf(a, same))
			return NULL;
		else if (a != i)
			same = a;
	}
	if (!same)
		return has_undef ? ir_undef(i->block->func) : NULL;
	if (!opt_is_leaf(same))
		return has_undef ? NULL : same;
	leaf = opt_clone(i->block->last, same);
	ir_detach(leaf);
	ir_insert_first(i->block, leaf);
	return leaf;
}

static struct ir_insn *(*const rules[IR_OP_COUNT])(struct ir_insn *) = {
	[IR_add] = fold_add,   [IR_sub] = fold_sub,   [IR_mul] = fold_mul,	 [IR_udiv] = fold_udiv,
	[IR_umod] = fold_umod, [IR_neg] = fold_neg,   [IR_not] = fold_not,	 [IR_and] = fold_and,
	[IR_or] = reassociate, [IR_xor] = fold_xor,   [IR_shl] = fold_shl,	 [IR_lshr] = fold_lshr,
	[IR_ashr] = fold_ashr, [IR_zext] = fold_zext, [IR_sext] = fold_sext, [IR_bswap] = fold_bswap,
	[IR_eq] = fold_equal,  [IR_ne] = fold_equal,  [IR_ult] = fold_ult,	 [IR_ule] = fold_ule,
	[IR_slt] = fold_signed,   [IR_sle] = fold_sle,   [IR_store] = fold_store, [IR_condbr] = fold_condbr,
	[IR_phi] = fold_phi,
};

/* ---- the engine ---- */

static bool order_operands(struct ir_insn *i)
{
	struct ir_insn *a = i->args[0], *b = i->args[1];

	if (!ir_has(i, IR_COMMUTES) || a->op != IR_const || b->op == IR_const)
		return false;
	rewrite(i, i->op, b, a);
	return true;
}

static struct ir_insn *fold_constants(struct ir_insn *i)
{
	uint64_t v;

	if (i->op == IR_const || !i->arg_count || i->args[0]->op != IR_const)
		return NULL;
	if (i->arg_count == 2 && i->args[1]->op != IR_const)
		return NULL;
	if (!ir_eval(i->op, i->imm, i->args[0]->imm, i->arg_count == 2 ? i->args[1]->imm : 0, &v))
		return NULL;
	return opt_const(i, v);
}

/* What i can be replaced by; i itself if it changed in place; NULL: nothing fits. */
static struct ir_insn *fold_once(struct ir_insn *i)
{
	struct ir_insn *r = NULL;

	if (!ir_has(i, IR_PURE) && !rules[i->op])
		return NULL;
	r = fold_constants(i);
	if (!r && ir_ops[i->op].args == 2 && ir_has(i, IR_PURE))
		r = order_operands(i) ? i : fold_rows(i);
	return r || !rules[i->op] ? r : rules[i->op](i);
}

/* Rewrites i until nothing fits. The bound only guards against rules that undo each other. */
static bool fold_insn(struct ir_insn *i)
{
	for (int n = 0; n < 32; n++) {
		struct ir_insn *r = fold_once(i);
		bool fresh = r && r == i->prev; /* made by the rule: look at it too */

		if (!r)
			return n > 0;
		if (r == i)
			continue;
		opt_replace(i, r);
		if (!fresh)
			return true;
		i = r;
	}
	return true;
}

bool opt_fold(struct ir_func *f)
{
	bool changed = false;

	for (size_t n = 0; n < f->order.len; n++)
		for (struct ir_insn *i = f->order.data[n]->first, *next; i; i = next) {
			next = i->next;
			changed |= fold_insn(i);
		}
	return changed;
}
