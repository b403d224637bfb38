/*
 * Lives of slots: from the first position at which a slot is accessed to the last, since the layout is a topological
 * order but for jumps back. A jump back carries contents from one round of a loop to the next, so the life grows to
 * the whole loop, unless the first access writes all of the slot and comes before every other one. Accesses are found
 * through the addresses computed from the slot; a slot whose address is stored somewhere lives all the time.
 */
#include <assert.h>
#include <stdlib.h>

#include "codegen/mach.h"

enum fill_state {
	UNSEEN,
	FILLING, /* written piece by piece in one block, not read yet */
	FULL,	 /* all written first; every access so far comes after that */
	MIXED,
};

struct fill {
	enum fill_state state;
	const struct ir_block *block;
	uint8_t *written; /* by byte */
	uint32_t count;
};

struct tracker {
	struct cg_fn *fn;
	uint32_t *class_of; /* by ir_insn->id: 1 + a slot that the address may point to; 0: none */
	uint32_t *group;    /* by slot: union-find of slots that one address may point to */
	struct fill *fills;
	bool changed;
};

/* ---- which address points where ---- */

static uint32_t find_group(struct tracker *t, uint32_t slot)
{
	while (t->group[slot] != slot) {
		t->group[slot] = t->group[t->group[slot]];
		slot = t->group[slot];
	}
	return slot;
}

static uint32_t class_of(const struct tracker *t, const struct ir_insn *v)
{
	if (v->op == IR_slot)
		return v->imm + 1;
	return v->id == IR_NO_ID ? 0 : t->class_of[v->id];
}

static void merge(struct tracker *t, const struct ir_insn *to, const struct ir_insn *from)
{
	uint32_t a = class_of(t, to), b = class_of(t, from);

	if (!b)
		return;
	if (!a) {
		t->class_of[to->id] = b;
		t->changed = true;
	} else if (find_group(t, a - 1) != find_group(t, b - 1)) {
		t->group[find_group(t, a - 1)] = find_group(t, b - 1);
		t->changed = true;
	}
}

static void find_classes(struct tracker *t)
{
	do {
		t->changed = false;
		for (struct ir_block *b = t->fn->f->first; b; b = b->next)
			for (struct ir_insn *i = b->first; i; i = i->next) {
				if (i->op != IR_add && i->op != IR_sub && i->op != IR_phi)
					continue;
				for (uint32_t k = 0; k < i->arg_count; k++)
					merge(t, i, i->args[k]);
			}
	} while (t->changed);
}

/* ---- first accesses ---- */

/* The slot and offset that an address means exactly; false: it is computed. */
static bool exact_address(const struct ir_insn *v, int64_t off, uint32_t *ret_slot, int64_t *ret_off)
{
	while (v->op == IR_add && v->args[1]->op == IR_const) {
		off += v->args[1]->imm;
		v = v->args[0];
	}
	*ret_slot = v->imm;
	*ret_off = off;
	return v->op == IR_slot;
}

struct write {
	uint32_t slot;
	int64_t off, size;
};

/* What an instruction surely writes to a slot. */
static bool surely_writes(const struct ir_insn *i, struct write *w)
{
	unsigned buffer, size;

	switch (i->op) {
	case IR_store:
		w->size = i->imm2 & IR_SIZE_MASK;
		return exact_address(i->args[0], i->imm, &w->slot, &w->off);
	case IR_memzero:
		w->size = i->imm2;
		return exact_address(i->args[0], i->imm, &w->slot, &w->off);
	case IR_memcpy:
		w->size = ir_memcpy_size(i);
		return exact_address(i->args[0], ir_memcpy_dst(i), &w->slot, &w->off);
	case IR_call:
		if (!cg_helper_fills(i->imm, &buffer, &size) || i->arg_count <= MAX(buffer, size) ||
		    i->args[size]->op != IR_const)
			return false;
		w->size = i->args[size]->imm;
		return exact_address(i->args[buffer], 0, &w->slot, &w->off);
	default: return false;
	}
}

/* Whether the instruction reads what slots of this group hold, besides being a write. */
static bool also_reads(struct tracker *t, const struct ir_insn *i, uint32_t slot)
{
	unsigned n = 0;

	for (uint32_t k = 0; k < i->arg_count; k++) {
		uint32_t c = class_of(t, i->args[k]);

		n += c && find_group(t, c - 1) == find_group(t, slot);
	}
	return n > 1;
}

static void fill_bytes(struct fill *f, const struct cg_slot *s, const struct write *w)
{
	for (int64_t at = MAX(0, w->off); at < w->off + w->size && at < s->size; at++) {
		f->count += !f->written[at];
		f->written[at] = 1;
	}
	f->state = f->count == s->size ? FULL : FILLING;
}

static void access_slot(struct tracker *t, uint32_t slot, const struct ir_insn *i)
{
	struct fill *f = &t->fills[slot];
	struct write w;
	bool writes = surely_writes(i, &w) && w.slot == slot && !also_reads(t, i, slot);

	switch (f->state) {
	case UNSEEN:
		f->block = i->block;
		f->written = arena_alloc(t->fn->a, t->fn->slots[slot].size + 1);
		/* fall through */
	case FILLING:
		if (writes && f->block == i->block)
			fill_bytes(f, &t->fn->slots[slot], &w);
		else
			f->state = MIXED;
		break;
	case FULL:
		if (!ir_dominates(f->block, i->block))
			f->state = MIXED;
		break;
	case MIXED: break;
	}
}

static void touch(struct tracker *t, uint32_t slot, uint32_t pos)
{
	struct cg_slot *s = &t->fn->slots[slot];

	s->first = MIN(s->first, pos);
	s->last = MAX(s->last, pos + 1);
}

static void touch_operand(struct tracker *t, const struct cg_opd *o, uint32_t pos)
{
	if (o->kind == CG_OPD_SLOT)
		touch(t, o->index, pos);
}

/* A stored address can be used at any time. */
static bool leaks(const struct ir_insn *i, uint32_t arg)
{
	return (i->op == IR_store && arg == 1) || i->op == IR_ret;
}

static void visit_ir(struct tracker *t, const struct ir_insn *i, uint32_t pos, bool first)
{
	for (uint32_t k = 0; k < i->arg_count; k++) {
		uint32_t c = class_of(t, i->args[k]);

		if (!c || i->op == IR_phi)
			continue;
		touch(t, c - 1, pos);
		if (leaks(i, k))
			t->fn->slots[c - 1].whole = true;
		if (first && i->op != IR_add && i->op != IR_sub)
			access_slot(t, c - 1, i);
	}
}

static void visit_insns(struct tracker *t)
{
	const struct ir_insn *last = NULL;

	for (uint32_t n = 0; n < t->fn->insns.len; n++) {
		const struct cg_minsn *m = &t->fn->insns.data[n];

		touch_operand(t, &m->a, 2 * n);
		touch_operand(t, &m->b, 2 * n);
		for (unsigned k = 0; m->call && k < m->call->arg_count; k++)
			touch_operand(t, &m->call->args[k], 2 * n);
		if (m->ir)
			visit_ir(t, m->ir, 2 * n, m->ir != last);
		last = m->ir;
	}
}

/* ---- groups and loops ---- */

/* Slots that one address may point to live and die together. */
static void join_groups(struct tracker *t)
{
	struct cg_slot *slots = t->fn->slots;

	for (uint32_t k = 0; k < t->fn->slot_count; k++) {
		uint32_t g = find_group(t, k);

		if (g == k)
			continue;
		slots[g].first = MIN(slots[g].first, slots[k].first);
		slots[g].last = MAX(slots[g].last, slots[k].last);
		slots[g].whole |= slots[k].whole;
		t->fills[g].state = t->fills[k].state = MIXED;
	}
	for (uint32_t k = 0; k < t->fn->slot_count; k++) {
		uint32_t g = find_group(t, k);

		slots[k].first = slots[g].first;
		slots[k].last = slots[g].last;
		slots[k].whole = slots[g].whole;
		if (g != k)
			t->fills[k].state = MIXED;
	}
}

static bool grow_over_loop(struct tracker *t, uint32_t slot, uint32_t from, uint32_t to)
{
	struct cg_slot *s = &t->fn->slots[slot];
	bool inside = s->first >= from && s->last < to;

	if (s->first > s->last || s->first >= to || s->last < from || (s->first <= from && s->last >= to - 1))
		return false;
	if (inside && t->fills[slot].state == FULL)
		return false;
	s->first = MIN(s->first, from);
	s->last = MAX(s->last, to - 1);
	return true;
}

static void grow_over_loops(struct tracker *t)
{
	VEC(struct cg_block *) heads = { 0 };
	bool changed = true;

	for (size_t k = 0; k < t->fn->blocks.len; k++)
		if (t->fn->blocks.data[k]->loop_last)
			vec_push(t->fn->a, &heads, t->fn->blocks.data[k]);
	while (changed) {
		changed = false;
		for (size_t k = heads.len; k-- > 0;) {
			const struct cg_block *h = heads.data[k];
			uint32_t to = cg_block_to(t->fn->blocks.data[h->loop_last]);

			for (uint32_t slot = 0; slot < t->fn->slot_count; slot++)
				changed |= grow_over_loop(t, slot, cg_block_from(h), to);
		}
	}
}

void cg_slots_live(struct cg_fn *fn)
{
	struct tracker t = { .fn = fn };

	t.class_of = ARENA_ARRAY(fn->a, uint32_t, fn->f->next_id + 1);
	t.group = ARENA_ARRAY(fn->a, uint32_t, fn->slot_count + 1);
	t.fills = ARENA_ARRAY(fn->a, struct fill, fn->slot_count + 1);
	for (uint32_t k = 0; k < fn->slot_count; k++) {
		t.group[k] = k;
		fn->slots[k].first = UINT32_MAX;
		fn->slots[k].last = 0;
	}
	find_classes(&t);
	visit_insns(&t);
	join_groups(&t);
	grow_over_loops(&t);
}
