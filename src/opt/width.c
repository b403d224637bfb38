/*
 * How wide a value is: bounds on its bits from the operations that made it, a few steps back. Loads and zero extensions
 * bound it by their size, masks and shifts by their constants; arithmetic adds what it can carry.
 *
 * The kernel's verifier knows less: nothing of the results of division, remainder, byte swaps and most helpers. Where a
 * bound must stay visible to it, opt_verifier_width counts only what it sees.
 */
#include "opt/pass.h"

#include <linux/bpf.h>

#define MAX_DEPTH 4

enum knowledge { ALL, VERIFIER };

static unsigned bits_of(uint64_t v)
{
	return v ? 64 - __builtin_clzll(v) : 0;
}

static unsigned bits_of_signed(int64_t v)
{
	return bits_of(v < 0 ? ~(uint64_t)v : (uint64_t)v) + 1;
}

static unsigned cap(unsigned n)
{
	return MIN(n, 64u);
}

/* Constant second operand in [0, 63], else -1. */
static int shift_count(const struct ir_insn *v)
{
	return v->args[1]->op == IR_const ? (int)(v->args[1]->imm & 63) : -1;
}

static unsigned helper_width(const struct ir_insn *call)
{
	switch (call->imm) {
	case BPF_FUNC_get_smp_processor_id:
	case BPF_FUNC_get_prandom_u32: return 32;
	default: return 64;
	}
}

static unsigned unsigned_width(const struct ir_insn *v, int depth, enum knowledge k);

static unsigned phi_width(const struct ir_insn *phi, int depth, enum knowledge k,
			  unsigned (*width)(const struct ir_insn *, int, enum knowledge))
{
	unsigned w = 0;

	/* A wide phi is not worth the search: each look at it would cost its arguments. */
	if (phi->arg_count > 4)
		return 64;
	for (uint32_t i = 0; i < phi->arg_count && w < 64; i++)
		if (phi->args[i] != phi)
			w = MAX(w, width(phi->args[i], depth, k));
	return w;
}

static unsigned umod_width(const struct ir_insn *v, int depth, enum knowledge k)
{
	unsigned a = unsigned_width(v->args[0], depth, k);

	if (v->args[1]->op == IR_const && v->args[1]->imm)
		return MIN(a, bits_of((uint64_t)v->args[1]->imm - 1));
	return a;
}

static unsigned unsigned_width(const struct ir_insn *v, int depth, enum knowledge k)
{
	struct ir_insn **a = v->args;
	int n;

	if (v->op == IR_const)
		return bits_of(v->imm);
	if (depth-- == 0)
		return 64;
	switch (v->op) {
	case IR_load: return v->imm2 & IR_SIGNED ? 64 : ir_size(v) * 8;
	case IR_load_ctx: return ir_size(v) * 8;
	case IR_zext: return MIN((unsigned)v->imm, unsigned_width(a[0], depth, k));
	case IR_bswap: return k == VERIFIER ? 64 : v->imm;
	case IR_call: return k == VERIFIER ? 64 : helper_width(v);
	case IR_and: return MIN(unsigned_width(a[0], depth, k), unsigned_width(a[1], depth, k));
	case IR_or:
	case IR_xor: return MAX(unsigned_width(a[0], depth, k), unsigned_width(a[1], depth, k));
	case IR_add: return cap(MAX(unsigned_width(a[0], depth, k), unsigned_width(a[1], depth, k)) + 1);
	case IR_mul: return cap(unsigned_width(a[0], depth, k) + unsigned_width(a[1], depth, k));
	case IR_udiv: return k == VERIFIER ? 64 : unsigned_width(a[0], depth, k);
	case IR_umod: return k == VERIFIER ? 64 : umod_width(v, depth, k);
	case IR_shl:
		n = shift_count(v);
		return n < 0 ? 64 : cap(unsigned_width(a[0], depth, k) + n);
	case IR_lshr:
		n = shift_count(v);
		if (n < 0 && k == VERIFIER)
			return 64; /* a count that may be 64 or more makes the result unknown */
		return MAX((int)unsigned_width(a[0], depth, k) - MAX(n, 0), 0);
	case IR_eq: case IR_ne: case IR_ult: case IR_ule: case IR_slt: case IR_sle: return 1;
	case IR_phi: return phi_width(v, depth, k, unsigned_width);
	default: return 64;
	}
}

static unsigned signed_width(const struct ir_insn *v, int depth, enum knowledge k)
{
	struct ir_insn **a = v->args;

	if (v->op == IR_const)
		return bits_of_signed(v->imm);
	if (depth-- == 0)
		return 64;
	switch (v->op) {
	case IR_load: return v->imm2 & IR_SIGNED ? ir_size(v) * 8 : cap(ir_size(v) * 8 + 1);
	case IR_sext: return MIN((unsigned)v->imm, signed_width(a[0], depth, k));
	case IR_neg: return cap(signed_width(a[0], depth, k) + 1);
	case IR_not: return signed_width(a[0], depth, k);
	case IR_add:
	case IR_sub: return cap(MAX(signed_width(a[0], depth, k), signed_width(a[1], depth, k)) + 1);
	case IR_ashr:
		return MAX((int)signed_width(a[0], depth, k) - MAX(shift_count(v), 0), 1);
	case IR_phi: return phi_width(v, depth, k, signed_width);
	default: return cap(unsigned_width(v, depth + 1, k) + 1);
	}
}

unsigned opt_unsigned_width(const struct ir_insn *v)
{
	return unsigned_width(v, MAX_DEPTH, ALL);
}

unsigned opt_verifier_width(const struct ir_insn *v)
{
	return unsigned_width(v, MAX_DEPTH, VERIFIER);
}

unsigned opt_signed_width(const struct ir_insn *v)
{
	return signed_width(v, MAX_DEPTH, ALL);
}
