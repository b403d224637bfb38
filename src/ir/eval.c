/*
 * The arithmetic of the SSA form on constants: the one place that says what an operation computes. The builder and the
 * folding pass use it, and the tests' interpreter.
 */
#include "ir/ir.h"

static uint64_t low_bits(uint64_t v, int64_t bits)
{
	return bits >= 64 ? v : v & ((UINT64_C(1) << bits) - 1);
}

static uint64_t sign_extend(uint64_t v, int64_t bits)
{
	return bits >= 64 ? v : (uint64_t)((int64_t)(v << (64 - bits)) >> (64 - bits));
}

static uint64_t swap_bytes(uint64_t v, int64_t bits)
{
	return __builtin_bswap64(v) >> (64 - bits);
}

bool ir_eval(enum ir_op op, int64_t imm, uint64_t a, uint64_t b, uint64_t *ret)
{
	switch (op) {
	case IR_const: *ret = imm; return true;
	case IR_add: *ret = a + b; return true;
	case IR_sub: *ret = a - b; return true;
	case IR_mul: *ret = a * b; return true;
	case IR_udiv: *ret = b ? a / b : 0; return true;
	case IR_umod: *ret = b ? a % b : a; return true;
	case IR_and: *ret = a & b; return true;
	case IR_or: *ret = a | b; return true;
	case IR_xor: *ret = a ^ b; return true;
	case IR_shl: *ret = a << (b & 63); return true;
	case IR_lshr: *ret = a >> (b & 63); return true;
	case IR_ashr: *ret = (uint64_t)((int64_t)a >> (b & 63)); return true;
	case IR_neg: *ret = -a; return true;
	case IR_not: *ret = ~a; return true;
	case IR_zext: *ret = low_bits(a, imm); return true;
	case IR_sext: *ret = sign_extend(a, imm); return true;
	case IR_bswap: *ret = swap_bytes(a, imm); return true;
	case IR_eq: *ret = a == b; return true;
	case IR_ne: *ret = a != b; return true;
	case IR_ult: *ret = a < b; return true;
	case IR_ule: *ret = a <= b; return true;
	case IR_slt: *ret = (int64_t)a < (int64_t)b; return true;
	case IR_sle: *ret = (int64_t)a <= (int64_t)b; return true;
	default: return false;
	}
}
