/*
 * coalesce: what is built in a temporary slot and then copied into another, or into a record reserved in the ring
 * buffer, is built in place. needs: order, dominators, loops. keeps: the control flow.
 *
 * For `memcpy B + off, A` of the whole of A, A becomes the range of B and the copy goes, if
 *
 *  - A is not used after the copy: every use of A lies between its first use and the copy, where no way leads out and,
 *    within a loop, the first use writes all of A;
 *  - nothing touches that range of B in between. What B held there before is overwritten by the copy anyway.
 *
 * "In between" is found by walking blocks back from the copy to the block that dominates all uses, over a limited number
 * of instructions: temporaries live within a statement. If B is a record, all uses must be in the copy's block, where
 * the record is known to be there.
 */
#include "opt/pass.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define MAX_INSNS 400
#define MAX_USES 32

struct insns VEC_BODY(struct ir_insn *);

/* user->args[n] is A + off. */
struct slot_use {
	struct ir_insn *user;
	uint32_t n;
	int64_t off;
};

struct pass {
	struct ir_func *f;
	struct opt_slot *slots;
	struct insns *addresses; /* by slot: the slot instructions */
	uint64_t serial;	 /* marks in pass.num what belongs to the running candidate */
	VEC(struct ir_block *) work;
	bool changed;
};

/* One copy under consideration. */
struct candidate {
	struct ir_insn *copy;
	struct opt_place from, to;
	VEC(struct slot_use) uses; /* of A, the copy among them */
	struct ir_block *top; /* dominates all uses */
	struct ir_insn *first; /* see find_first_use */
	unsigned walked;
};

/* ---- the uses of A ---- */

static void collect_uses(struct candidate *c, const struct ir_insn *addr, int64_t off)
{
	for (const struct ir_use *u = addr->uses; u && c->uses.len <= MAX_USES; u = u->next) {
		if (u->user->op == IR_add) /* slots accessed at variable offsets are not considered */
			collect_uses(c, u->user, (uint64_t)off + u->user->args[1]->imm);
		else
			vec_push(NULL, &c->uses, (struct slot_use){ u->user, ir_use_arg(u), off });
	}
}

static struct ir_block *common_dominator(struct ir_block *a, struct ir_block *b)
{
	while (a != b) {
		while (a->rpo > b->rpo)
			a = a->idom;
		while (b->rpo > a->rpo)
			b = b->idom;
	}
	return a;
}

static bool is_marked(const struct pass *p, const struct ir_insn *i)
{
	return i->pass.num == p->serial;
}

static bool find_uses(struct pass *p, struct candidate *c)
{
	const struct insns *addresses = &p->addresses[c->from.index];

	for (size_t n = 0; n < addresses->len; n++)
		collect_uses(c, addresses->data[n], 0);
	if (c->uses.len > MAX_USES)
		return false;
	c->top = c->copy->block;
	for (size_t n = 0; n < c->uses.len; n++) {
		c->uses.data[n].user->pass.num = p->serial;
		c->top = common_dominator(c->top, c->uses.data[n].user->block);
	}
	return true;
}

/* ---- the walk from the copy back to the first use ---- */

static bool touches(const struct pass *p, const struct candidate *c, struct ir_insn *i)
{
	struct opt_effect e;

	opt_effect_of(i, &e);
	for (unsigned n = 0; n < e.read_count; n++)
		if (opt_may_alias(p->slots, &e.reads[n], &c->to))
			return true;
	for (unsigned n = 0; n < e.write_count; n++)
		if (opt_may_alias(p->slots, &e.writes[n], &c->to))
			return true;
	return false;
}

/* Instructions [from, to) of a block; to NULL: up to its end. */
static bool is_clear(const struct pass *p, struct candidate *c, struct ir_insn *from, const struct ir_insn *to)
{
	for (struct ir_insn *i = from; i != to; i = i->next)
		if (++c->walked > MAX_INSNS || touches(p, c, i))
			return false;
	return true;
}

static unsigned count_uses(const struct pass *p, const struct ir_insn *from, const struct ir_insn *to)
{
	unsigned count = 0;

	for (const struct ir_insn *i = from; i != to; i = i->next)
		count += is_marked(p, i);
	return count;
}

/* From b onwards every way leads to the copy: no edge out of the blocks walked. */
static bool is_closed(const struct pass *p, const struct ir_block *b)
{
	for (unsigned s = 0; s < 2 && b->succ[s]; s++)
		if (b->succ[s]->pass.num != p->serial)
			return false;
	return b->succ[0];
}

/*
 * The first use in the top block, met backwards from the copy or the block's end so that long blocks cost nothing.
 * NULL: the uses begin below, on several ways. False: it is too far away.
 */
static bool find_first_use(const struct pass *p, struct candidate *c)
{
	struct ir_insn *i = c->top == c->copy->block ? c->copy : c->top->last;
	unsigned left = 0;

	for (size_t n = 0; n < c->uses.len; n++)
		left += c->uses.data[n].user->block == c->top;
	for (unsigned n = 0; left && i && n < MAX_INSNS; n++, i = i->prev)
		if (is_marked(p, i)) {
			c->first = i;
			left--;
		}
	return !left;
}

/* Marks the blocks on ways from top to the copy. */
static bool walk_back(struct pass *p, struct candidate *c)
{
	size_t n = 0;

	p->work.len = 0;
	c->copy->block->pass.num = p->serial;
	vec_push(NULL, &p->work, c->copy->block);
	while (n < p->work.len) {
		struct ir_block *b = p->work.data[n++];

		for (size_t k = 0; b != c->top && k < b->preds.len; k++) {
			struct ir_block *pred = b->preds.data[k];

			if (pred == c->copy->block || p->work.len > MAX_INSNS)
				return false; /* around a loop without passing top */
			if (pred->pass.num == p->serial)
				continue;
			pred->pass.num = p->serial;
			vec_push(NULL, &p->work, pred);
		}
	}
	return true;
}

/* Everything between the first use and the copy, with all uses of A, is in the blocks of p->work. */
static bool check_blocks(struct pass *p, struct candidate *c)
{
	unsigned uses = 1; /* the copy */

	for (size_t n = 0; n < p->work.len; n++) {
		struct ir_block *b = p->work.data[n];
		struct ir_insn *from = b == c->top ? c->first : b->first;
		struct ir_insn *to = b == c->copy->block ? c->copy : NULL;

		if (b == c->top && !from)
			from = b->last;
		if (!is_clear(p, c, from, to) || (!to && !is_closed(p, b)))
			return false;
		uses += count_uses(p, from, to);
	}
	return uses == c->uses.len;
}

static bool writes_all(const struct pass *p, const struct candidate *c)
{
	struct opt_effect e;

	if (!c->first)
		return false;
	opt_effect_of(c->first, &e);
	return (c->first->op == IR_store || c->first->op == IR_memzero || c->first->op == IR_memcpy) &&
	       e.writes[0].kind == OPT_SLOT && e.writes[0].index == c->from.index &&
	       opt_covers(&e.writes[0], &c->from);
}

/* ---- deciding and doing ---- */

/* Loads and stores of A stay aligned at their new place; copies and helpers take any alignment. */
static bool stays_aligned(const struct candidate *c)
{
	for (size_t n = 0; n < c->uses.len; n++) {
		struct ir_insn *i = c->uses.data[n].user;
		int64_t size = i->op == IR_load ? ir_size(i) : i->imm2;

		if (i->op != IR_load && i->op != IR_store && i->op != IR_atomic_add)
			continue;
		if ((c->uses.data[n].off + i->imm + c->to.off) % size)
			return false;
	}
	return true;
}

static bool slots_fit(const struct pass *p, const struct candidate *c)
{
	const struct ir_slot *a = &p->f->slots.data[c->from.index], *b = &p->f->slots.data[c->to.index];
	const struct opt_slot *sa = &p->slots[c->from.index], *sb = &p->slots[c->to.index];

	return a != b && !sa->wild && !sb->wild && !sa->indexed && !a->whole_frame && c->from.off == 0 &&
	       c->from.size == a->size && (!a->must_be_stack || b->must_be_stack);
}

/*
 * Helpers may write to a record; that they read from one where they want a key is not allowed before 5.13. What needs
 * alignment has it, as records are aligned to 8.
 */
static bool record_fits(const struct pass *p, const struct candidate *c)
{
	const struct ir_slot *a = &p->f->slots.data[c->from.index];
	const struct opt_slot *sa = &p->slots[c->from.index];

	return c->to.base->op == IR_call && c->to.base->imm == BPF_FUNC_ringbuf_reserve && !sa->wild && !sa->indexed &&
	       !a->whole_frame && !a->must_be_stack && c->from.off == 0 && c->from.size == a->size;
}

static bool record_is_ready(const struct pass *p, const struct candidate *c)
{
	struct opt_effect e;

	if (c->top != c->copy->block || c->to.base->block == c->top)
		return false;
	for (size_t n = 0; n < c->uses.len; n++) {
		if (c->uses.data[n].user->op != IR_call)
			continue;
		opt_effect_of(c->uses.data[n].user, &e);
		for (unsigned r = 0; r < e.read_count; r++)
			if (opt_may_alias(p->slots, &e.reads[r], &c->from))
				return false;
	}
	return true;
}

static bool is_good(struct pass *p, struct candidate *c)
{
	bool record = c->to.kind == OPT_OTHER;

	if (c->from.kind != OPT_SLOT || c->to.kind == OPT_MAP_VALUE || !c->from.off_known || !c->to.off_known)
		return false;
	if (record ? !record_fits(p, c) : !slots_fit(p, c))
		return false;
	if (!find_uses(p, c) || (record && !record_is_ready(p, c)) || !stays_aligned(c) || !walk_back(p, c) || !find_first_use(p, c))
		return false;
	if (c->top->loop_depth && !writes_all(p, c))
		return false;
	return check_blocks(p, c);
}

/* The slot instructions of A stay behind without uses. */
static void merge(struct pass *p, struct candidate *c)
{
	for (size_t n = 0; n < c->uses.len; n++) {
		struct slot_use *u = &c->uses.data[n];
		int64_t off = c->to.off + u->off;
		struct ir_insn *base = c->to.base;

		if (u->user == c->copy)
			continue;
		if (c->to.kind == OPT_SLOT) {
			base = opt_slot_addr(u->user, c->to.index);
			vec_push(NULL, &p->addresses[c->to.index], base);
		}
		ir_set_arg(u->user, u->n, off ? opt_binary_imm(u->user, IR_add, base, off) : base);
	}
	ir_remove(c->copy);
	p->changed = true;
}

static void merge_slots(struct pass *p, struct candidate *c)
{
	struct ir_slot *a = &p->f->slots.data[c->from.index], *b = &p->f->slots.data[c->to.index];

	if (c->to.off % a->align == 0)
		b->align = MAX(b->align, a->align);
	p->slots[c->to.index].passed |= p->slots[c->from.index].passed;
}

static void consider(struct pass *p, struct ir_insn *copy)
{
	struct candidate c = {
		.copy = copy,
		.from = opt_place_of(copy->args[1], ir_memcpy_src(copy), ir_memcpy_size(copy)),
		.to = opt_place_of(copy->args[0], ir_memcpy_dst(copy), ir_memcpy_size(copy)),
	};

	p->serial++;
	if (is_good(p, &c)) {
		if (c.to.kind == OPT_SLOT)
			merge_slots(p, &c);
		merge(p, &c);
	}
	vec_free(&c.uses);
}

static struct insns find_copies(const struct ir_func *f)
{
	struct insns copies = { 0 };

	for (size_t n = 0; n < f->order.len; n++)
		for (struct ir_insn *i = f->order.data[n]->first; i; i = i->next)
			if (i->op == IR_memcpy)
				vec_push(NULL, &copies, i);
	return copies;
}

/* Clears the marks, and notes where slot addresses are made. */
static void survey(struct pass *p)
{
	for (size_t n = 0; n < p->f->order.len; n++) {
		p->f->order.data[n]->pass.num = 0;
		for (struct ir_insn *i = p->f->order.data[n]->first; i; i = i->next) {
			i->pass.num = 0;
			if (i->op == IR_slot)
				vec_push(NULL, &p->addresses[i->imm], i);
		}
	}
}

static void coalesce(struct pass *p, const struct insns *copies)
{
	p->slots = opt_slots(p->f);
	p->addresses = xcalloc(p->f->slots.len + 1, sizeof(*p->addresses));
	survey(p);
	for (size_t n = 0; n < copies->len; n++)
		consider(p, copies->data[n]);
	for (size_t n = 0; n < p->f->slots.len; n++)
		vec_free(&p->addresses[n]);
	vec_free(&p->work);
	free(p->addresses);
	free(p->slots);
}

bool opt_coalesce(struct ir_func *f)
{
	struct pass p = { .f = f };
	struct insns copies = find_copies(f);

	if (copies.len)
		coalesce(&p, &copies);
	vec_free(&copies);
	return p.changed;
}
