/*
 * gvn: equal values get one name. needs: order, dominators. keeps: the control flow.
 *
 * Walks the dominator tree in pre-order with one hash table of the pure instructions seen: operation, arguments and
 * constants make the key. An entry found serves if its block dominates; if not, its subtree has been left for good and
 * the newcomer takes its place. Helpers that are constant during a run (pid, cpu, …) and context loads are pure here.
 *
 * Nothing moves: an expression computed on two sides of a branch stays there, so no load comes before the check that
 * guards it, and no value goes where the kernel's verifier does not know the bounds it had.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct table {
	struct ir_insn **slots;
	size_t mask;
};

static bool is_numbered(const struct ir_insn *i)
{
	if (i->op == IR_call)
		return i->imm2 & IR_CALL_PURE;
	if (i->op == IR_phi)
		return i->arg_count > 0 && i->arg_count <= 8;
	return ir_has(i, IR_PURE) && i->op != IR_undef;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ (h >> 29);
}

static uint64_t hash_of(const struct ir_insn *i)
{
	uint64_t h = mix(i->op, i->imm), args = 0;

	h = mix(h, i->imm2);
	for (uint32_t n = 0; n < i->arg_count; n++) {
		uint64_t a = mix(0, i->args[n]->id);

		args = ir_has(i, IR_COMMUTES) ? args + a : mix(args, a);
	}
	return mix(h, args);
}

static bool same_args(const struct ir_insn *a, const struct ir_insn *b)
{
	for (uint32_t n = 0; n < a->arg_count; n++)
		if (a->args[n] != b->args[n])
			return false;
	return true;
}

static bool equal(const struct ir_insn *a, const struct ir_insn *b)
{
	if (a->op != b->op || a->imm != b->imm || a->imm2 != b->imm2 ||
	    a->arg_count != b->arg_count || (a->op == IR_phi && a->block != b->block))
		return false;
	return same_args(a, b) ||
	       (ir_has(a, IR_COMMUTES) && a->args[0] == b->args[1] && a->args[1] == b->args[0]);
}

/* The place of an equal instruction, or the free one where i belongs. */
static struct ir_insn **find(struct table *t, const struct ir_insn *i)
{
	size_t n = hash_of(i) & t->mask;

	while (t->slots[n] && !equal(t->slots[n], i))
		n = (n + 1) & t->mask;
	return &t->slots[n];
}

static bool number(struct table *t, struct ir_insn *i)
{
	struct ir_insn **slot = find(t, i), *known = *slot;

	if (known && ir_dominates(known->block, i->block)) {
		opt_replace(i, known);
		return true;
	}
	*slot = i;
	return false;
}

static size_t count_numbered(const struct ir_func *f)
{
	size_t n = 0;

	for (const struct ir_block *b = f->first; b; b = b->next)
		for (const struct ir_insn *i = b->first; i; i = i->next)
			n += is_numbered(i);
	return n;
}

static void table_init(struct table *t, size_t entries)
{
	size_t size = 64;

	while (size < entries * 2)
		size *= 2;
	t->slots = xcalloc(size, sizeof(struct ir_insn *));
	t->mask = size - 1;
}

bool opt_gvn(struct ir_func *f)
{
	struct ir_block **preorder = xcalloc(f->order.len, sizeof(struct ir_block *));
	struct table t;
	bool changed = false;

	for (size_t n = 0; n < f->order.len; n++)
		preorder[f->order.data[n]->dom_in] = f->order.data[n];
	table_init(&t, count_numbered(f));
	for (size_t n = 0; n < f->order.len; n++)
		for (struct ir_insn *i = preorder[n]->first, *next; i; i = next) {
			next = i->next;
			if (is_numbered(i))
				changed |= number(&t, i);
		}
	free(t.slots);
	free(preorder);
	return changed;
}
