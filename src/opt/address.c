/*
 * address: constants added to addresses become offsets of the instructions that use them (16 bits in the encoding), and
 * of array map elements. needs: nothing. keeps: the control flow.
 */
#include "opt/pass.h"

/* Takes the constant of `add` addresses into *off as long as [off, off + size] stays encodable. */
static bool take_offsets(struct ir_insn *i, unsigned n, int32_t *off, uint32_t size)
{
	bool changed = false;

	while (i->args[n]->op == IR_add && i->args[n]->args[1]->op == IR_const) {
		int64_t sum;

		if (__builtin_add_overflow(*off, i->args[n]->args[1]->imm, &sum) || sum < INT16_MIN ||
		    sum + size > INT16_MAX)
			break;
		*off = sum;
		ir_set_arg(i, n, i->args[n]->args[0]);
		changed = true;
	}
	return changed;
}

static bool fold_single(struct ir_insn *i, uint32_t size)
{
	int32_t off = i->imm;
	bool changed = take_offsets(i, 0, &off, size);

	i->imm = off;
	return changed;
}

static bool fold_memcpy(struct ir_insn *i)
{
	int32_t dst = ir_memcpy_dst(i), src = ir_memcpy_src(i);
	bool changed = take_offsets(i, 0, &dst, ir_memcpy_size(i));

	changed |= take_offsets(i, 1, &src, ir_memcpy_size(i));
	i->imm = ir_memcpy_imm(dst, src);
	return changed;
}

static bool fold_map_value(struct ir_insn *add)
{
	struct ir_insn *v = add->args[0], *moved;
	struct ir_module *m = add->block->func->module;
	int64_t off;

	if (v->op != IR_map_value || add->args[1]->op != IR_const)
		return false;
	off = v->imm2 + add->args[1]->imm;
	if (off < 0 || off >= m->maps.data[v->imm]->value_size)
		return false;
	moved = opt_clone(add, v);
	moved->imm2 = off;
	opt_replace(add, moved);
	return true;
}

static bool fold_insn(struct ir_insn *i)
{
	switch (i->op) {
	case IR_load: return fold_single(i, ir_size(i));
	case IR_store:
	case IR_atomic_add:
	case IR_memzero: return fold_single(i, i->imm2);
	case IR_memcpy: return fold_memcpy(i);
	case IR_add: return fold_map_value(i);
	default: return false;
	}
}

bool opt_address(struct ir_func *f)
{
	bool changed = false;

	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first, *next; i; i = next) {
			next = i->next;
			changed |= fold_insn(i);
		}
	return changed;
}
