/*
 * dse: dead stores. A write to a slot goes if every byte of it is written again, or forgotten, before it can be read; a
 * memzero shrinks to the bytes that matter; a helper that only fills dead slots and whose result is unused goes too.
 * needs: order. keeps: the control flow.
 *
 * First, for whole slots: which may still be read after each block. Each slot's reads are followed backwards to the writes
 * of all of it, so that the work is the length of what lives, not blocks times slots. Then each block is walked
 * backwards with the dead bytes of the slots it touches. Wild slots are left alone, and so is memory that is
 * not a slot's. A helper that takes a slot's address reads all behind it; only stores after its last reader are dead.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct dead {
	const struct ir_block *block; /* for which the bits are valid */
	uint64_t *bits;
};

/* What is known of a slot in a block; kept for the pairs that matter. */
enum fact {
	READ_FIRST = 1,	 /* read before anything writes all of it: live at the start of the block */
	WRITTEN = 2,	 /* all of it is written before it is read */
	LIVE_OUT = 4,	 /* may be read after the block */
};

struct facts { /* open addressing; size is a power of two */
	struct pair {
		uint64_t key; /* slot << 32 | rpo, plus 1; 0: free */
		uint32_t facts;
	} *pairs;
	size_t size, used;
};

struct pass {
	struct ir_func *f;
	struct opt_slot *slots;
	struct facts facts;
	uint32_t *first_write; /* by slot: smallest rpo of a block that writes to it */
	bool has_loops;
	struct dead *dead;     /* by slot */
	bool changed;
};

static bool is_tracked(const struct pass *p, const struct opt_place *place)
{
	return place->kind == OPT_SLOT && !p->slots[place->index].wild;
}

/* ---- facts ---- */

static struct pair *find_pair(const struct facts *t, uint64_t key)
{
	size_t at = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 20 & (t->size - 1);

	while (t->pairs[at].key && t->pairs[at].key != key)
		at = (at + 1) & (t->size - 1);
	return &t->pairs[at];
}

static void grow_facts(struct facts *t)
{
	struct facts bigger = { .size = MAX(t->size * 2, (size_t)256), .used = t->used };

	bigger.pairs = xcalloc(bigger.size, sizeof(*bigger.pairs));
	for (size_t i = 0; i < t->size; i++)
		if (t->pairs[i].key)
			*find_pair(&bigger, t->pairs[i].key) = t->pairs[i];
	free(t->pairs);
	*t = bigger;
}

static uint64_t key_of(uint32_t slot, const struct ir_block *b)
{
	return ((uint64_t)slot << 32 | b->rpo) + 1;
}

static uint32_t facts_of(const struct pass *p, uint32_t slot, const struct ir_block *b)
{
	return p->facts.size ? find_pair(&p->facts, key_of(slot, b))->facts : 0;
}

static void add_facts(struct pass *p, uint32_t slot, const struct ir_block *b, uint32_t facts)
{
	if (p->facts.used * 2 >= p->facts.size)
		grow_facts(&p->facts);
	struct pair *pair = find_pair(&p->facts, key_of(slot, b));

	p->facts.used += !pair->key;
	pair->key = key_of(slot, b);
	pair->facts |= facts;
}

static void set_start(struct pass *p, uint32_t slot, const struct ir_block *b, uint32_t fact)
{
	add_facts(p, slot, b, 0);
	struct pair *pair = find_pair(&p->facts, key_of(slot, b));

	pair->facts = (pair->facts & ~(uint32_t)(READ_FIRST | WRITTEN)) | fact;
}

/* ---- liveness of whole slots ---- */

static bool writes_all(const struct pass *p, const struct ir_insn *i, const struct opt_place *w)
{
	return (i->op == IR_store || i->op == IR_memzero || i->op == IR_memcpy) && w->off_known && w->off <= 0 &&
	       w->off + w->size >= p->f->slots.data[w->index].size;
}

/* Backwards over a block: what its start looks like to each slot that it touches. */
static void scan_block(struct pass *p, struct ir_block *b)
{
	struct opt_effect e;

	for (struct ir_insn *i = b->last; i; i = i->prev) {
		opt_effect_of(i, &e);
		for (unsigned n = 0; n < e.write_count; n++) {
			if (!is_tracked(p, &e.writes[n]))
				continue;
			p->first_write[e.writes[n].index] = MIN(p->first_write[e.writes[n].index], b->rpo);
			if (writes_all(p, i, &e.writes[n]))
				set_start(p, e.writes[n].index, b, WRITTEN);
		}
		for (unsigned n = 0; n < e.read_count; n++)
			if (is_tracked(p, &e.reads[n]))
				set_start(p, e.reads[n].index, b, READ_FIRST);
	}
}

struct work {
	VEC(struct item {
		uint32_t slot;
		struct ir_block *block;
	}) items;
};

/*
 * The slot is live at the start of the block: so it is at the end of its predecessors, and at their start unless they write
 * it. Without loops nothing before the first write can matter.
 */
static void live_before(struct pass *p, struct work *w, uint32_t slot, const struct ir_block *b)
{
	for (size_t k = 0; k < b->preds.len; k++) {
		struct ir_block *from = b->preds.data[k];
		uint32_t facts = facts_of(p, slot, from);

		if (facts & LIVE_OUT || (!p->has_loops && from->rpo < p->first_write[slot]))
			continue;
		add_facts(p, slot, from, LIVE_OUT);
		if (!(facts & (READ_FIRST | WRITTEN)))
			vec_push(NULL, &w->items, (struct item){ slot, from });
	}
}

static void find_liveness(struct pass *p)
{
	struct work w = { 0 };

	for (size_t n = 0; n < p->f->order.len; n++) {
		p->has_loops |= p->f->order.data[n]->loop_depth > 0;
		scan_block(p, p->f->order.data[n]);
	}
	for (size_t n = 0; n < p->facts.size; n++) {
		struct pair pair = p->facts.pairs[n];
		if (pair.key && pair.facts & READ_FIRST)
			vec_push(NULL, &w.items, (struct item){ (uint32_t)((pair.key - 1) >> 32),
								p->f->order.data[(uint32_t)(pair.key - 1)] });
	}
	while (w.items.len) {
		struct item item = w.items.data[--w.items.len];
		live_before(p, &w, item.slot, item.block);
	}
	vec_free(&w.items);
}

/* ---- dead bytes ---- */

static uint64_t *dead_bits(struct pass *p, const struct ir_block *b, uint32_t slot)
{
	struct dead *d = &p->dead[slot];
	size_t bytes = (p->f->slots.data[slot].size + 63) / 64 * 8;
	bool live = facts_of(p, slot, b) & LIVE_OUT;

	if (d->block == b)
		return d->bits;
	if (!d->bits)
		d->bits = xmalloc(bytes);
	memset(d->bits, live ? 0 : 0xff, bytes);
	d->block = b;
	return d->bits;
}

/* The part of a place that lies in its slot; all of it if the place is not exactly known. */
static void range_of(const struct pass *p, const struct opt_place *w, uint32_t *ret_from, uint32_t *ret_to)
{
	uint32_t size = p->f->slots.data[w->index].size;

	*ret_from = w->off_known ? MIN(MAX(w->off, 0), size) : 0;
	*ret_to = w->off_known && w->size ? MIN(MAX(w->off + w->size, 0), size) : size;
}

static bool is_dead(const uint64_t *bits, uint32_t n)
{
	return bits[n / 64] >> n % 64 & 1;
}

static void set_range(uint64_t *bits, uint32_t from, uint32_t to, bool dead)
{
	for (uint32_t n = from; n < to; n++) {
		if (n % 64 == 0 && to - n >= 64) {
			bits[n / 64] = dead ? UINT64_MAX : 0;
			n += 63;
		} else if (dead) {
			bits[n / 64] |= UINT64_C(1) << n % 64;
		} else {
			bits[n / 64] &= ~(UINT64_C(1) << n % 64);
		}
	}
}

static bool is_dead_range(const uint64_t *bits, uint32_t from, uint32_t to)
{
	while (from < to && is_dead(bits, from))
		from++;
	return from >= to;
}

static bool is_dead_write(struct pass *p, const struct ir_block *b, const struct opt_place *w)
{
	uint32_t from, to;

	if (!is_tracked(p, w))
		return false;
	range_of(p, w, &from, &to);
	return is_dead_range(dead_bits(p, b, w->index), from, to);
}

static bool is_removable(struct pass *p, struct ir_insn *i, const struct opt_effect *e)
{
	if (!e->write_count || i->use_count || i->op == IR_atomic_add)
		return false;
	if (i->op != IR_store && i->op != IR_memzero && i->op != IR_memcpy && !e->removable)
		return false;
	for (unsigned n = 0; n < e->write_count; n++)
		if (!is_dead_write(p, i->block, &e->writes[n]))
			return false;
	return true;
}

/* Cuts what is dead off both ends of a memzero, in steps that keep it aligned. */
static void shrink(struct pass *p, struct ir_insn *i, struct opt_place *w)
{
	const uint64_t *bits;
	uint32_t from, to, begin, end;

	if (i->op != IR_memzero || !is_tracked(p, w) || !w->off_known)
		return;
	bits = dead_bits(p, i->block, w->index);
	range_of(p, w, &from, &to);
	for (begin = from; begin + 8 < to && is_dead_range(bits, begin, begin + 8); begin += 8)
		;
	for (end = to; end > begin + 8 && is_dead_range(bits, end - 8, end); end -= 8)
		;
	if (begin == from && end == to)
		return;
	i->imm += begin - from;
	i->imm2 = end - begin;
	w->off = begin;
	w->size = end - begin;
	p->changed = true;
}

static void visit(struct pass *p, struct ir_insn *i)
{
	struct opt_effect e;
	uint32_t from, to;

	opt_effect_of(i, &e);
	if (is_removable(p, i, &e)) {
		ir_remove(i);
		p->changed = true;
		return;
	}
	if (i->op == IR_store || i->op == IR_memzero || i->op == IR_memcpy) {
		shrink(p, i, &e.writes[0]);
		if (is_tracked(p, &e.writes[0]) && e.writes[0].off_known) {
			range_of(p, &e.writes[0], &from, &to);
			set_range(dead_bits(p, i->block, e.writes[0].index), from, to, true);
		}
	}
	for (unsigned n = 0; n < e.read_count; n++)
		if (is_tracked(p, &e.reads[n])) {
			range_of(p, &e.reads[n], &from, &to);
			set_range(dead_bits(p, i->block, e.reads[n].index), from, to, false);
		}
}

bool opt_dse(struct ir_func *f)
{
	struct pass p = { .f = f, .slots = opt_slots(f) };

	p.first_write = xmalloc((f->slots.len + 1) * sizeof(*p.first_write));
	memset(p.first_write, 0xff, (f->slots.len + 1) * sizeof(*p.first_write));
	p.dead = xcalloc(f->slots.len + 1, sizeof(*p.dead));
	find_liveness(&p);
	for (size_t n = 0; n < f->order.len; n++)
		for (struct ir_insn *i = f->order.data[n]->last, *prev; i; i = prev) {
			prev = i->prev;
			visit(&p, i);
		}
	for (size_t n = 0; n < f->slots.len; n++)
		free(p.dead[n].bits);
	free(p.dead);
	free(p.first_write);
	free(p.facts.pairs);
	free(p.slots);
	return p.changed;
}
