/* Ways to make and replace single instructions, shared by the passes. */
#include "opt/pass.h"

static struct ir_insn *make(struct ir_insn *before, enum ir_op op, uint32_t args)
{
	struct ir_insn *i = ir_insn_new(before->block->func, op, args, before->span);

	ir_insert_before(before, i);
	return i;
}

struct ir_insn *opt_const(struct ir_insn *before, int64_t value)
{
	struct ir_insn *i = make(before, IR_const, 0);

	i->imm = value;
	return i;
}

struct ir_insn *opt_unary(struct ir_insn *before, enum ir_op op, struct ir_insn *a, int64_t imm)
{
	struct ir_insn *i = make(before, op, 1);

	i->imm = imm;
	ir_set_arg(i, 0, a);
	return i;
}

struct ir_insn *opt_binary(struct ir_insn *before, enum ir_op op, struct ir_insn *a, struct ir_insn *b)
{
	struct ir_insn *i = make(before, op, 2);

	ir_set_arg(i, 0, a);
	ir_set_arg(i, 1, b);
	return i;
}

struct ir_insn *opt_binary_imm(struct ir_insn *before, enum ir_op op, struct ir_insn *a, int64_t c)
{
	return opt_binary(before, op, a, opt_const(before, c));
}

struct ir_insn *opt_slot_addr(struct ir_insn *before, uint32_t slot)
{
	struct ir_insn *i = make(before, IR_slot, 0);

	i->imm = slot;
	return i;
}

struct ir_insn *opt_clone(struct ir_insn *before, const struct ir_insn *leaf)
{
	struct ir_insn *i = make(before, leaf->op, 0);

	i->imm = leaf->imm;
	i->imm2 = leaf->imm2;
	return i;
}

void opt_replace(struct ir_insn *old, struct ir_insn *value)
{
	if (old->uses)
		ir_replace_uses(old, value);
	ir_remove(old);
}

bool opt_is_leaf(const struct ir_insn *i)
{
	switch (i->op) {
	case IR_const:
	case IR_slot:
	case IR_map_ptr:
	case IR_map_value:
	case IR_func_addr:
	case IR_undef: return true;
	default: return false;
	}
}
