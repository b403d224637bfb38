/*
 * The way out when more values are live at once than the stack has homes for: numbers that live long are kept in
 * scratch memory instead of registers, with a store at the definition and a load at each use. Only numbers: the
 * verifier would not know pointers again. Works on the IR; selection then starts anew.
 */
#include <stdlib.h>

#include "codegen/mach.h"

#define AT_LEAST 8 /* values at once, since each round costs a selection and an allocation */

/* ---- what is surely a number ---- */

static bool args_are_numbers(const struct ir_insn *v, const bool *pointer)
{
	for (uint32_t k = 0; k < v->arg_count; k++)
		if (v->args[k]->id == IR_NO_ID || pointer[v->args[k]->id])
			return false;
	return true;
}

static bool is_number(const struct ir_insn *v, const bool *pointer)
{
	switch (v->op) {
	case IR_undef:
	case IR_const:
	case IR_hidden_zero:
	case IR_call_func: return true;
	case IR_load: return !(v->imm2 & IR_KERNEL_PTR) && (ir_size(v) < 8 || v->args[0]->op != IR_slot);
	case IR_load_ctx: return !(v->imm2 & IR_KERNEL_PTR);
	case IR_call: return cg_helper_name(v->imm) && !cg_helper_returns_pointer(v->imm);
	case IR_add:
	case IR_sub:
	case IR_phi: return args_are_numbers(v, pointer);
	default: return cg_is_compare(v->op) || (ir_has(v, IR_PURE) && ir_ops[v->op].args > 0);
	}
}

/* By value: whether it may be a pointer. Starts from "none is" and goes round until nothing changes. */
static bool *find_pointers(const struct ir_func *f)
{
	bool *pointer = xcalloc(f->next_id + 1, sizeof(bool)), changed = true;

	while (changed) {
		changed = false;
		for (const struct ir_block *b = f->first; b; b = b->next)
			for (const struct ir_insn *i = b->first; i; i = i->next) {
				if (!ir_ops[i->op].has_result || pointer[i->id] || is_number(i, pointer))
					continue;
				pointer[i->id] = changed = true;
			}
	}
	return pointer;
}

static bool is_candidate(const struct cg_vreg *v, const bool *pointer)
{
	return v->home_used && !v->is_bounded && v->ir && v->ir->block && !pointer[v->ir->id];
}

/* ---- rewriting ---- */

static uint32_t life_length(const struct cg_vreg *v)
{
	return v->ranges[v->range_count - 1].to - v->ranges[0].from;
}

static int compare_length(const void *a, const void *b)
{
	uint32_t x = life_length(*(struct cg_vreg *const *)a), y = life_length(*(struct cg_vreg *const *)b);

	return x > y ? -1 : x < y;
}

static struct ir_insn *insert(struct ir_func *f, enum ir_op op, struct ir_insn *before, const struct ir_insn *like)
{
	struct ir_insn *i = ir_insn_new(f, op, ir_ops[op].args, like->span);

	ir_insert_before(before, i);
	return i;
}

static struct ir_insn *insert_slot(struct ir_func *f, uint32_t slot, struct ir_insn *before, const struct ir_insn *like)
{
	struct ir_insn *i = insert(f, IR_slot, before, like);

	i->imm = slot;
	return i;
}

static struct ir_insn *insert_load(struct ir_func *f, uint32_t slot, struct ir_insn *before)
{
	struct ir_insn *address = insert_slot(f, slot, before, before), *i = insert(f, IR_load, before, before);

	ir_set_arg(i, 0, address);
	i->imm2 = 8;
	return i;
}

static void insert_store(struct ir_func *f, uint32_t slot, struct ir_insn *value, struct ir_insn *before)
{
	struct ir_insn *address = insert_slot(f, slot, before, value), *i = insert(f, IR_store, before, value);

	ir_set_arg(i, 0, address);
	ir_set_arg(i, 1, value);
	i->imm2 = 8;
}

static struct ir_insn *first_after_phis(struct ir_insn *i)
{
	while (i->op == IR_phi)
		i = i->next;
	return i;
}

/*
 * A phi becomes a load from a slot that each predecessor writes: as soon as it has the value, so that the values of
 * many phis don't have to wait for each other. Nothing else reads the slot.
 */
static struct ir_insn *demote_phi(struct ir_func *f, struct ir_insn *phi)
{
	uint32_t slot = ir_slot_new(f, 8, 8, NULL);
	struct ir_insn *load = insert_load(f, slot, first_after_phis(phi));

	for (uint32_t k = 0; k < phi->arg_count; k++) {
		struct ir_block *from = phi->block->preds.data[k];
		struct ir_insn *arg = phi->args[k];
		bool early = arg->block == from && arg->op != IR_phi && arg != load;

		insert_store(f, slot, arg, early ? arg->next : from->last);
	}
	ir_replace_uses(phi, load);
	ir_remove(phi);
	return load;
}

/* What a phi takes is loaded at the end of the block that it comes from. */
static void demote_value(struct ir_func *f, struct ir_insn *value)
{
	uint32_t slot = ir_slot_new(f, 8, 8, NULL), n = 0, count = value->use_count;
	struct ir_use **uses = xcalloc(count + 1, sizeof(*uses));

	for (struct ir_use *u = value->uses; u; u = u->next)
		uses[n++] = u;
	for (n = 0; n < count; n++) {
		struct ir_insn *user = uses[n]->user, *at = user;
		uint32_t arg = ir_use_arg(uses[n]);

		if (user->op == IR_phi)
			at = user->block->preds.data[arg]->last;
		ir_set_arg(user, arg, insert_load(f, slot, at));
	}
	insert_store(f, slot, value, first_after_phis(value->next));
	free(uses);
}

bool cg_demote(struct cg_fn *fn)
{
	struct cg_vreg **list = xcalloc(fn->vregs.len + 1, sizeof(*list));
	size_t n = 0, wanted = MAX(fn->homeless, (uint32_t)AT_LEAST);
	bool *pointer = find_pointers(fn->f);

	for (size_t k = 0; k < fn->vregs.len; k++)
		if (is_candidate(&fn->vregs.data[k], pointer))
			list[n++] = &fn->vregs.data[k];
	qsort(list, n, sizeof(*list), compare_length);
	n = MIN(n, wanted);
	for (size_t k = 0; k < n; k++) {
		struct ir_insn *value = (struct ir_insn *)list[k]->ir;

		demote_value(fn->f, value->op == IR_phi ? demote_phi(fn->f, value) : value);
	}
	free(list);
	free(pointer);
	return n > 0;
}
