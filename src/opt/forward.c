/*
 * forward: a load of what is known to be in memory becomes that value, and a store of it goes. needs: order. keeps: the
 * control flow.
 *
 * Walks the blocks in reverse post-order with a short list of known places: what was stored or loaded there last, zeroed
 * ranges, copies from slot to slot (a load from the copy becomes one from the original), the thread's name and memory that
 * helpers fetched (fetching it again becomes a copy), keys that were looked up (keys.c). Writes drop what they may overwrite (known.c). A block starts
 * with what all its predecessors agree on; one that is entered from below starts empty.
 *
 * Loads of map values and kernel memory count too: between two loads without a write of ours in between, another CPU may
 * or may not have written, and a program can't tell.
 */
#include "opt/known.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define MAX_PREDS 8

/* What is known where a block ends, kept until the last block that it leads down to has begun. */
struct exit_list {
	bool done;
	unsigned readers, len;
	struct known *item;
};

struct pass {
	struct exit_list *exits; /* by rpo */
	struct known_list now;
	bool changed;
};

/* ---- instructions ---- */

static enum content load_content(const struct ir_insn *load)
{
	return load->imm2 & IR_SIGNED ? CONTENT_SEXT : CONTENT_ZEXT;
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

	if (k->content == CONTENT_ZEROS)
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
	return k->content == CONTENT_ZEROS || k->content == CONTENT_COPY || k->value->op == IR_const ||
	       bit_offset(k, place) == 0;
}

/* The youngest entry that tells what the load gets; NULL if none does. */
static struct known *find(struct pass *p, const struct opt_place *place)
{
	for (unsigned n = p->now.len; n-- > 0;) {
		struct known *k = &p->now.item[n];

		if (k->content < CONTENT_FETCHED && opt_covers(&k->place, place) && is_cheap(k, place))
			return k;
	}
	return NULL;
}

static void forward_load(struct pass *p, struct ir_insn *load)
{
	struct opt_place place = opt_place_of(load->args[0], load->imm, ir_size(load));
	struct known *k = find(p, &place);

	for (int n = 0; k && k->content == CONTENT_COPY && n < KNOWN_MAX; n++) {
		load_original(load, &place, k);
		place = opt_place_of(load->args[0], load->imm, ir_size(load));
		p->changed = true;
		k = find(p, &place);
	}
	if (k && k->content != CONTENT_COPY) {
		opt_replace(load, known_value(load, &place, k));
		p->changed = true;
	} else if (place.off_known) {
		known_add(&p->now, (struct known){ .place = place, .content = load_content(load), .value = load });
	}
}

/* A store of what is there goes. */
static bool drop_store(struct pass *p, struct ir_insn *store)
{
	struct opt_place place = opt_place_of(store->args[0], store->imm, store->imm2);

	if (!known_holds(&p->now, &place, store->args[1]))
		return false;
	ir_remove(store);
	p->changed = true;
	return true;
}

/* The thread's name, which is the same during a run, as nothing else runs in the thread; memory that is not the program's. */
static bool is_fetch(const struct ir_insn *i)
{
	if (i->op != IR_call)
		return false;
	switch (i->imm) {
	case BPF_FUNC_get_current_comm: return i->arg_count == 2;
	case BPF_FUNC_probe_read:
	case BPF_FUNC_probe_read_kernel:
	case BPF_FUNC_probe_read_user: return i->arg_count == 3;
	default: return false;
	}
}

static void visit(struct pass *p, struct ir_insn *i);

/* What was fetched before is copied from there. */
static bool copy_fetched(struct pass *p, struct ir_insn *call)
{
	struct opt_place to = opt_place_of(call->args[0], 0, call->args[1]->imm);

	for (unsigned n = p->now.len; n-- > 0;) {
		struct known *k = &p->now.item[n];
		bool same = opt_same_place(&k->place, &to);
		struct ir_insn *copy;

		if (k->content != CONTENT_FETCHED || !known_same_call(k->value, call) ||
		    (!same && opt_may_alias(p->now.slots, &k->place, &to)))
			continue;
		copy = same ? NULL : opt_binary(call, IR_memcpy, call->args[0], k->value->args[0]);
		opt_replace(call, k->value);
		p->changed = true;
		if (copy) {
			copy->imm2 = to.size;
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
		k.content = CONTENT_RAW;
		k.value = i->args[1];
		break;
	case IR_memzero: k.content = CONTENT_ZEROS; break;
	case IR_memcpy:
		k.content = CONTENT_COPY;
		k.source = e->reads[0];
		if (k.source.kind != OPT_SLOT || !k.source.off_known || k.place.kind != OPT_SLOT ||
		    opt_may_alias(p->now.slots, &k.place, &k.source))
			return;
		break;
	case IR_call:
		if (!is_fetch(i) || !k.place.size || k.place.kind != OPT_SLOT)
			return;
		k.content = CONTENT_FETCHED;
		break;
	default: return;
	}
	if (k.place.off_known)
		known_add(&p->now, k);
}

static void visit(struct pass *p, struct ir_insn *i)
{
	struct opt_effect e;

	if (i->op == IR_load) {
		forward_load(p, i);
		return;
	}
	if (i->op == IR_store && drop_store(p, i))
		return;
	if (i->op == IR_call && ((is_fetch(i) && copy_fetched(p, i)) || known_visit_key(&p->now, i, &p->changed)))
		return;
	opt_effect_of(i, &e);
	for (unsigned n = 0; n < e.write_count; n++)
		known_drop_written(&p->now, &e.writes[n]);
	if (e.writes_any)
		known_drop_reachable(&p->now, i);
	if (e.write_count)
		note_write(p, i, &e);
}

/* ---- blocks ---- */

/* Lists that grew from the same one have the same order: the search goes on where the last one was successful. */
static bool agrees(const struct exit_list *l, const struct known *k, unsigned *at)
{
	for (unsigned n = 0; n < l->len; n++, *at = *at + 1 < l->len ? *at + 1 : 0)
		if (known_agree(&l->item[*at], k))
			return true;
	return false;
}

static bool all_agree(const struct pass *p, const struct ir_block *b, const struct known *k, unsigned at[MAX_PREDS])
{
	for (size_t n = 1; n < b->preds.len; n++)
		if (!agrees(&p->exits[b->preds.data[n]->rpo], k, &at[n]))
			return false;
	return true;
}

static void join_exits(struct pass *p, const struct ir_block *b)
{
	const struct exit_list *first = &p->exits[b->preds.data[0]->rpo];
	unsigned at[MAX_PREDS] = { 0 };

	for (size_t n = 0; n < b->preds.len; n++)
		if (!p->exits[b->preds.data[n]->rpo].done)
			return;
	for (unsigned i = 0; i < first->len; i++)
		if (all_agree(p, b, &first->item[i], at))
			known_add(&p->now, first->item[i]);
}

static void release_exit(struct exit_list *e)
{
	if (!e->readers || --e->readers)
		return;
	free(e->item);
	e->item = NULL;
}

static void start(struct pass *p, const struct ir_block *b)
{
	p->now.len = 0;
	if (b->preds.len && b->preds.len <= MAX_PREDS)
		join_exits(p, b);
	for (size_t n = 0; n < b->preds.len; n++)
		release_exit(&p->exits[b->preds.data[n]->rpo]);
}

static void finish(struct pass *p, const struct ir_block *b)
{
	struct exit_list *e = &p->exits[b->rpo];

	e->done = true;
	for (unsigned n = 0; n < 2; n++)
		e->readers += b->succ[n] && b->succ[n]->rpo > b->rpo;
	if (!e->readers)
		return;
	e->len = p->now.len;
	e->item = xmalloc(e->len * sizeof(*e->item));
	memcpy(e->item, p->now.item, e->len * sizeof(*e->item));
}

bool opt_forward(struct ir_func *f)
{
	struct opt_slot *slots = opt_slots(f);
	struct pass p = { .now.slots = slots };

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
	free(p.exits);
	free(slots);
	return p.changed;
}
