/*
 * What is known of a value from the operations that make it: how many bits it can have, what an address is a multiple
 * of, whether it is a pointer. Looks a few operations deep and gives up on the rest. The number of bits is only known
 * where the verifier knows it too: an extension left out because of it may be what makes an offset acceptable.
 */
#include "codegen/mach.h"

#define MAX_DEPTH 4

static unsigned bits_of(uint64_t v)
{
	return v ? 64 - __builtin_clzll(v) : 0;
}

static unsigned known_bits(const struct ir_insn *v, unsigned depth);

static unsigned arg_bits(const struct ir_insn *v, unsigned n, unsigned depth)
{
	return depth ? known_bits(v->args[n], depth - 1) : 64;
}

static unsigned shifted_bits(const struct ir_insn *v, unsigned depth)
{
	const struct ir_insn *by = v->args[1];
	unsigned bits = arg_bits(v, 0, depth);

	if (by->op != IR_const)
		return 64;
	if (v->op == IR_lshr)
		return MAX(bits, by->imm & 63) - (by->imm & 63);
	return bits ? MIN(64, bits + (by->imm & 63)) : 0;
}

static unsigned mul_bits(unsigned a, unsigned b)
{
	return a > 32 || b > 32 ? 64 : a + b;
}

static unsigned load_bits(const struct ir_insn *v)
{
	return v->imm2 & IR_SIGNED || v->imm2 & IR_KERNEL_PTR ? 64 : 8 * ir_size(v);
}

static unsigned known_bits(const struct ir_insn *v, unsigned depth)
{
	switch (v->op) {
	case IR_const: return bits_of(v->imm);
	case IR_undef: return 0; /* selected as 0 */
	case IR_load: return load_bits(v);
	case IR_load_ctx: return load_bits(v);
	case IR_zext: return MIN(arg_bits(v, 0, depth), (unsigned)v->imm);
	case IR_and: return MIN(arg_bits(v, 0, depth), arg_bits(v, 1, depth));
	case IR_or:
	case IR_xor: return MAX(arg_bits(v, 0, depth), arg_bits(v, 1, depth));
	case IR_add: return MIN(64, MAX(arg_bits(v, 0, depth), arg_bits(v, 1, depth)) + 1);
	case IR_mul: return mul_bits(arg_bits(v, 0, depth), arg_bits(v, 1, depth));
	case IR_shl:
	case IR_lshr: return shifted_bits(v, depth);
	default: return cg_is_compare(v->op) ? 1 : 64;
	}
}

unsigned cg_known_bits(const struct ir_insn *v)
{
	return known_bits(v, MAX_DEPTH);
}

/* ---- alignment ---- */

static unsigned align_of(uint64_t v)
{
	return v & 7 ? v & -v : 8;
}

/* Of a number that is added to an address. */
static unsigned number_align(const struct ir_insn *v, unsigned depth)
{
	switch (v->op) {
	case IR_const: return align_of(v->imm);
	case IR_shl: return v->args[1]->op == IR_const ? align_of(UINT64_C(1) << (v->args[1]->imm & 63)) : 1;
	case IR_mul: return v->args[1]->op == IR_const ? align_of(v->args[1]->imm) : 1;
	case IR_and: return v->args[1]->op == IR_const ? align_of(v->args[1]->imm) : 1;
	case IR_add:
		if (depth)
			return MIN(number_align(v->args[0], depth - 1), number_align(v->args[1], depth - 1));
		return 1;
	default: return 1;
	}
}

static unsigned phi_align(const struct ir_insn *v, unsigned depth);

/* Slots, map values and what helpers return start on multiples of 8. */
static unsigned address_align(const struct ir_insn *v, unsigned depth)
{
	switch (v->op) {
	case IR_map_value: return align_of(v->imm2);
	case IR_add:
	case IR_sub:
		if (!depth)
			return 1;
		if (v->op == IR_add && !cg_known_pointer(v->args[0]) && cg_known_pointer(v->args[1]))
			return MIN(address_align(v->args[1], depth - 1), number_align(v->args[0], depth - 1));
		return MIN(address_align(v->args[0], depth - 1), number_align(v->args[1], depth - 1));
	case IR_phi: return depth ? phi_align(v, depth - 1) : 1;
	case IR_slot:
	case IR_call:
	case IR_call_kfunc:
	case IR_load:
	case IR_load_ctx:
	case IR_param: return 8;
	default: return 1;
	}
}

static unsigned phi_align(const struct ir_insn *v, unsigned depth)
{
	unsigned align = 8;

	for (uint32_t i = 0; i < v->arg_count; i++)
		align = MIN(align, address_align(v->args[i], depth));
	return align;
}

unsigned cg_known_align(const struct ir_insn *v, int64_t off)
{
	return MIN(address_align(v, MAX_DEPTH), align_of(off));
}

unsigned cg_known_multiple(const struct ir_insn *v)
{
	return number_align(v, MAX_DEPTH);
}

/* ---- pointers ---- */

static bool known_pointer(const struct ir_insn *v, unsigned depth)
{
	switch (v->op) {
	case IR_slot:
	case IR_map_ptr:
	case IR_map_value: return true;
	case IR_param: return v->block->func->kind == IR_FUNC_PROGRAM;
	case IR_load:
	case IR_load_ctx: return v->imm2 & IR_KERNEL_PTR;
	case IR_call: return cg_helper_returns_pointer(v->imm);
	case IR_add:
	case IR_sub: return depth && (known_pointer(v->args[0], depth - 1) || known_pointer(v->args[1], depth - 1));
	case IR_phi:
		for (uint32_t i = 0; depth && i < v->arg_count; i++)
			if (known_pointer(v->args[i], depth - 1))
				return true;
		return false;
	default: return false;
	}
}

bool cg_known_pointer(const struct ir_insn *v)
{
	return known_pointer(v, MAX_DEPTH);
}
