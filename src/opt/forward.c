/*
 * forward: a load of what is known to be in memory becomes that value. needs: order. keeps: the control flow.
 *
 * Walks the blocks in reverse post-order with a short list of known places: what was stored or loaded there last, zeroed
 * ranges, copies from slot to slot (a load from the copy becomes one from the original), and the thread's name (asking
 * for it again becomes a copy). Writes drop what they may overwrite. A block starts with what all its predecessors agree on; one that is entered from below starts empty.
 *
 * Loads of map values and kernel memory count too: between two loads without a write of ours in between, another CPU may
 * or may not have written, and a program can't tell.
 */
#include "opt/pass.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define MAX_KNOWN 24 /* places; a bound on time, the oldest are forgotten */
#define MAX_PREDS 8

enum content { RAW, ZEXT, SEXT, ZEROS, COPY, NAME };

struct known {
	struct opt_place place;
	enum content content; /* of the value's bits above the place's size, or of the place */
	struct ir_insn *value; /* COPY: the memcpy; NAME: the call */
	struct opt_place source; /* COPY */
};

struct list {
	unsigned len;
	struct known item[MAX_KNOWN];
};

struct exit_list {
	bool done;
	unsigned len;
	struct known *item;
};

struct pass {
	struct opt_slot *slots;
	struct exit_list *exits; /* by rpo */
	struct list now;
	bool changed;
};

/* ---- the list ---- */

static void drop(struct list *l, unsigned n)
{
	memmove(&l->item[n], &l->item[n + 1], (l->len - n - 1) * sizeof(l->item[0]));
	l->len--;
}

static void add(struct list *l, struct known k)
{
	if (l->len == MAX_KNOWN)
		drop(l, 0);
	l->item[l->len++] = k;
}

static void add_zeros(struct list *l, struct known k, int64_t from, int64_t to)
{
	if (from >= to)
		return;
	k.place.off = from;
	k.place.size = to - from;
	add(l, k);
}

/* Of a zeroed range, what lies before and behind the write stays zero. */
static void keep_zeros(struct pass *p, const struct known *k, const struct opt_place *w)
{
	bool same_base = w->kind == k->place.kind && (w->kind == OPT_OTHER ? w->base == k->place.base : true);

	if (!same_base || !w->off_known)
		return;
	add_zeros(&p->now, *k, k->place.off, MIN(w->off, k->place.off + k->place.size));
	if (w->size)
		add_zeros(&p->now, *k, MAX(w->off + w->size, k->place.off), k->place.off + k->place.size);
}

static void drop_written(struct pass *p, const struct opt_place *w)
{
	for (unsigned n = p->now.len; n-- > 0;) {
		struct known k = p->now.item[n];

		if (!opt_may_alias(p->slots, &k.place, w) &&
		    !(k.content == COPY && opt_may_alias(p->slots, &k.source, w)))
			continue;
		drop(&p->now, n);
		if (k.content == ZEROS)
			keep_zeros(p, &k, w);
	}
}

static bool is_reachable(const struct pass *p, const struct opt_place *place)
{
	return place->kind != OPT_SLOT || p->slots[place->index].wild;
}

static void drop_reachable(struct pass *p)
{
	for (unsigned n = p->now.len; n-- > 0;) {
		struct known *k = &p->now.item[n];

		if (is_reachable(p, &k->place) || (k->content == COPY && is_reachable(p, &k->source)))
			drop(&p->now, n);
	}
}

/* ---- instructions ---- */

static enum content load_content(const struct ir_insn *load)
{
	return load->imm2 & IR_SIGNED ? SEXT : ZEXT;
}

/* Where in the value of an entry the bits of a narrower place within it begin. */
static unsigned bit_offset(const struct known *k, const struct opt_place *place)
{
	unsigned bytes = place->off - k->place.off;

	return 8 * (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? bytes : k->place.size - bytes - place->size);
}

static struct ir_insn *known_value(struct ir_insn *load, const struct opt_place *place, const struct known *k)
{
	struct ir_insn *v = k->value;

	if (k->content == ZEROS)
		return opt_const(load, 0);
	if (k->place.size == place->size && (place->size == 8 || k->content == load_content(load)))
		return v;
	if (bit_offset(k, place)) /* of a constant */
		v = opt_const(load, (uint64_t)v->imm >> bit_offset(k, place));
	return opt_unary(load, load->imm2 & IR_SIGNED ? IR_sext : IR_zext, v, ir_size(load) * 8);
}

static void load_original(struct ir_insn *load, const struct opt_place *place, const struct known *k)
{
	ir_set_arg(load, 0, k->value->args[1]);
	load->imm = ir_memcpy_src(k->value) + (place->off - k->place.off);
}

/* Whether a narrower place within an entry can be had without more work than the load. */
static bool is_cheap(const struct known *k, const struct opt_place *place)
{
	return k->content == ZEROS || k->content == COPY || k->value->op == IR_const || bit_offset(k, place) == 0;
}

/* The youngest entry that tells what the load gets; NULL if none does. */
static struct known *find(struct pass *p, const struct opt_place *place)
{
	for (unsigned n = p->now.len; n-- > 0;) {
		struct known *k = &p->now.item[n];

		if (k->content != NAME && opt_covers(&k->place, place) && is_cheap(k, place))
			return k;
	}
	return NULL;
}

static void forward_load(struct pass *p, struct ir_insn *load)
{
	struct opt_place place = opt_place_of(load->args[0], load->imm, ir_size(load));
	struct known *k = find(p, &place);

	for (int n = 0; k && k->content == COPY && n < MAX_KNOWN; n++) {
		load_original(load, &place, k);
		place = opt_place_of(load->args[0], load->imm, ir_size(load));
		p->changed = true;
		k = find(p, &place);
	}
	if (k && k->content != COPY) {
		opt_replace(load, known_value(load, &place, k));
		p->changed = true;
	} else if (place.off_known) {
		add(&p->now, (struct known){ .place = place, .content = load_content(load), .value = load });
	}
}

/* The name of the current thread into memory: the same during a run, as nothing else runs in the thread. */
static bool is_name(const struct ir_insn *i)
{
	return i->op == IR_call && i->imm == BPF_FUNC_get_current_comm && i->arg_count == 2;
}

static void visit(struct pass *p, struct ir_insn *i);

/* Where the name is known already it is copied from there. */
static bool copy_name(struct pass *p, struct ir_insn *call)
{
	struct opt_place to = opt_place_of(call->args[0], 0, call->args[1]->imm);

	for (unsigned n = p->now.len; n-- > 0;) {
		struct known *k = &p->now.item[n];
		bool same = opt_same_place(&k->place, &to);
		struct ir_insn *copy;

		if (k->content != NAME || !ir_is_const(call->args[1], k->place.size) ||
		    (!same && opt_may_alias(p->slots, &k->place, &to)))
			continue;
		copy = same ? NULL : opt_binary(call, IR_memcpy, call->args[0], k->value->args[0]);
		opt_replace(call, opt_const(call, 0));
		p->changed = true;
		if (copy) {
			copy->imm2 = k->place.size;
			visit(p, copy);
		}
		return true;
	}
	return false;
}

static void note_write(struct pass *p, struct ir_insn *i, const struct opt_effect *e)
{
	struct known k = { .place = e->writes[0], .value = i };

	switch (i->op) {
	case IR_store:
		k.content = RAW;
		k.value = i->args[1];
		break;
	case IR_memzero: k.content = ZEROS; break;
	case IR_memcpy:
		k.content = COPY;
		k.source = e->reads[0];
		if (k.source.kind != OPT_SLOT || !k.source.off_known || k.place.kind != OPT_SLOT ||
		    opt_may_alias(p->slots, &k.place, &k.source))
			return;
		break;
	case IR_call:
		if (!is_name(i) || !k.place.size || k.place.kind != OPT_SLOT)
			return;
		k.content = NAME;
		break;
	default: return;
	}
	if (k.place.off_known)
		add(&p->now, k);
}

static void visit(struct pass *p, struct ir_insn *i)
{
	struct opt_effect e;

	if (i->op == IR_load) {
		forward_load(p, i);
		return;
	}
	if (is_name(i) && copy_name(p, i))
		return;
	opt_effect_of(i, &e);
	for (unsigned n = 0; n < e.write_count; n++)
		drop_written(p, &e.writes[n]);
	if (e.writes_any)
		drop_reachable(p);
	if (e.write_count)
		note_write(p, i, &e);
}

/* ---- blocks ---- */

static bool agrees(const struct exit_list *l, const struct known *k)
{
	for (unsigned n = 0; n < l->len; n++)
		if (l->item[n].content == k->content && l->item[n].value == k->value &&
		    opt_same_place(&l->item[n].place, &k->place))
			return true;
	return false;
}

static void start(struct pass *p, const struct ir_block *b)
{
	const struct exit_list *first;

	p->now.len = 0;
	if (!b->preds.len || b->preds.len > MAX_PREDS)
		return;
	for (size_t n = 0; n < b->preds.len; n++)
		if (!p->exits[b->preds.data[n]->rpo].done)
			return;
	first = &p->exits[b->preds.data[0]->rpo];
	for (unsigned i = 0; i < first->len; i++) {
		bool all = true;

		for (size_t n = 1; n < b->preds.len && all; n++)
			all = agrees(&p->exits[b->preds.data[n]->rpo], &first->item[i]);
		if (all)
			add(&p->now, first->item[i]);
	}
}

static void finish(struct pass *p, const struct ir_block *b)
{
	struct exit_list *e = &p->exits[b->rpo];

	e->done = true;
	e->len = p->now.len;
	if (!e->len || !b->succ[0])
		return;
	e->item = xmalloc(e->len * sizeof(*e->item));
	memcpy(e->item, p->now.item, e->len * sizeof(*e->item));
}

bool opt_forward(struct ir_func *f)
{
	struct pass p = { .slots = opt_slots(f) };

	p.exits = xcalloc(f->order.len, sizeof(*p.exits));
	for (size_t n = 0; n < f->order.len; n++) {
		struct ir_block *b = f->order.data[n];

		start(&p, b);
		for (struct ir_insn *i = b->first, *next; i; i = next) {
			next = i->next;
			visit(&p, i);
		}
		finish(&p, b);
	}
	for (size_t n = 0; n < f->order.len; n++)
		free(p.exits[n].item);
	free(p.exits);
	free(p.slots);
	return p.changed;
}
