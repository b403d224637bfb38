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

struct entry {
	uint64_t hash;
	struct ir_insn *insn;
};

struct table {
	struct entry *slots;
	size_t size, used; /* a power of two; at most half of it */
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

/* The place of an equal instruction, or the free one where i belongs; i NULL: a free one. */
static struct entry *find(const struct table *t, const struct ir_insn *i, uint64_t hash)
{
	size_t n = hash & (t->size - 1);

	while (t->slots[n].insn && !(i && t->slots[n].hash == hash && equal(t->slots[n].insn, i)))
		n = (n + 1) & (t->size - 1);
	return &t->slots[n];
}

static void grow(struct table *t)
{
	struct table old = *t;

	t->size = old.size ? old.size * 2 : 64;
	t->slots = xcalloc(t->size, sizeof(*t->slots));
	for (size_t n = 0; n < old.size; n++)
		if (old.slots[n].insn)
			*find(t, NULL, old.slots[n].hash) = old.slots[n];
	free(old.slots);
}

static bool number(struct table *t, struct ir_insn *i)
{
	uint64_t hash = hash_of(i);
	struct entry *e;

	if (t->used * 2 >= t->size)
		grow(t);
	e = find(t, i, hash);
	if (e->insn && ir_dominates(e->insn->block, i->block)) {
		opt_replace(i, e->insn);
		return true;
	}
	t->used += !e->insn;
	*e = (struct entry){ hash, i };
	return false;
}

bool opt_gvn(struct ir_func *f)
{
	struct ir_block **preorder = xcalloc(f->order.len, sizeof(struct ir_block *));
	struct table t = { 0 };
	bool changed = false;

	for (size_t n = 0; n < f->order.len; n++)
		preorder[f->order.data[n]->dom_in] = f->order.data[n];
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
