/*
 * dse: dead stores. A write to a slot goes if every byte of it is written again, or forgotten, before it can be read; a
 * memzero shrinks to the bytes that matter; a helper that only fills dead slots and whose result is unused goes too.
 * needs: order. keeps: the control flow.
 *
 * First, for whole slots: which may still be read after each block (backward data flow, a bit a slot). Then each block
 * is walked backwards with the dead bytes of the slots it touches. Wild slots are left alone, and so is memory that is
 * not a slot's. A helper that takes a slot's address reads all behind it; only stores after its last reader are dead.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct dead {
	const struct ir_block *block; /* for which the bits are valid */
	uint64_t *bits;
};

struct pass {
	struct ir_func *f;
	struct opt_slot *slots;
	size_t words;
	uint64_t *live_in, *live_out; /* by rpo, words each */
	struct dead *dead;	      /* by slot */
	bool changed;
};

static bool is_tracked(const struct pass *p, const struct opt_place *place)
{
	return place->kind == OPT_SLOT && !p->slots[place->index].wild;
}

static uint64_t *row(uint64_t *sets, const struct pass *p, const struct ir_block *b)
{
	return &sets[b->rpo * p->words];
}

/* ---- liveness of whole slots ---- */

static bool writes_all(const struct pass *p, const struct ir_insn *i, const struct opt_place *w)
{
	return (i->op == IR_store || i->op == IR_memzero || i->op == IR_memcpy) && w->off_known && w->off <= 0 &&
	       w->off + w->size >= p->f->slots.data[w->index].size;
}

/* Backwards over a block: what is live before it, given what is live after. */
static void transfer(struct pass *p, struct ir_block *b, uint64_t *live)
{
	struct opt_effect e;

	for (struct ir_insn *i = b->last; i; i = i->prev) {
		opt_effect_of(i, &e);
		for (unsigned n = 0; n < e.write_count; n++)
			if (is_tracked(p, &e.writes[n]) && writes_all(p, i, &e.writes[n]))
				live[e.writes[n].index / 64] &= ~(UINT64_C(1) << e.writes[n].index % 64);
		for (unsigned n = 0; n < e.read_count; n++)
			if (is_tracked(p, &e.reads[n]))
				live[e.reads[n].index / 64] |= UINT64_C(1) << e.reads[n].index % 64;
	}
}

/*
 * A block as a function on sets: out & ~kill | gen. Both come from transfer() on the empty and the full set, so that
 * instructions are looked at twice only, however long the iteration takes.
 */
static void find_liveness(struct pass *p)
{
	size_t blocks = p->f->order.len, words = p->words;
	uint64_t *gen = xcalloc(blocks * words, sizeof(*gen)), *pass = xcalloc(blocks * words, sizeof(*pass));
	bool again = true;

	memset(pass, 0xff, blocks * words * sizeof(*pass));
	for (size_t n = 0; n < blocks; n++) {
		transfer(p, p->f->order.data[n], &gen[n * words]);
		transfer(p, p->f->order.data[n], &pass[n * words]);
	}
	while (again) {
		again = false;
		for (size_t n = blocks; n-- > 0;) {
			struct ir_block *b = p->f->order.data[n];
			uint64_t *in = row(p->live_in, p, b), *out = row(p->live_out, p, b);

			for (size_t w = 0; w < words; w++) {
				for (unsigned s = 0; s < 2 && b->succ[s]; s++)
					out[w] |= row(p->live_in, p, b->succ[s])[w];
				uint64_t v = gen[n * words + w] | (out[w] & pass[n * words + w]);
				again |= v != in[w];
				in[w] = v;
			}
		}
	}
	free(gen);
	free(pass);
}

/* ---- dead bytes ---- */

static uint64_t *dead_bits(struct pass *p, const struct ir_block *b, uint32_t slot)
{
	struct dead *d = &p->dead[slot];
	size_t bytes = (p->f->slots.data[slot].size + 63) / 64 * 8;
	bool live = row(p->live_out, p, b)[slot / 64] >> slot % 64 & 1;

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
	struct pass p = { .f = f, .slots = opt_slots(f), .words = (f->slots.len + 63) / 64 };

	p.live_in = xcalloc(f->order.len * p.words + 1, sizeof(uint64_t));
	p.live_out = xcalloc(f->order.len * p.words + 1, sizeof(uint64_t));
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
	free(p.live_in);
	free(p.live_out);
	free(p.slots);
	return p.changed;
}
