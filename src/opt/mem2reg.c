/*
 * mem2reg: slots become values. needs: order, dominators. keeps: the control flow.
 *
 * A cell is a range of a slot that is only ever accessed as that whole range, by loads and stores (memzero over the
 * whole of it counts as a store of 0), in a slot whose addresses go nowhere else. Cells are found by sorting the accesses
 * of a slot. Each cell then gets pruned SSA form: where it is live, phis at the iterated dominance frontier of its
 * stores, and its loads become the value that reaches them.
 *
 * A narrow cell holds its value extended the way all its loads extend it, so that loops carry extended values and the
 * loads cost nothing; if loads disagree, each extends for itself.
 *
 * Costs what the blocks add up to in which each cell is live.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct access {
	struct ir_insn *insn; /* load, store, memzero or memcpy */
	int64_t off;
	uint32_t size, slot, order;
	bool exclusive; /* load or store: wants to be a cell's */
	struct cell *cell;
	struct ir_insn *carrier; /* of what it leaves in the running cell, see carrier_value */
};

struct accesses VEC_BODY(struct access *);
struct blocks VEC_BODY(struct ir_block *);

struct cell {
	int64_t off;
	uint32_t size, slot;
	bool bad;
	bool loads_signed, loads_unsigned;
	struct accesses list; /* in order of blocks and of instructions in them */
};

/* Of the running cell, by block->rpo. Stamps tell whether an entry is the running cell's. */
struct block_state {
	uint32_t live_stamp, def_stamp, phi_stamp, in_stamp;
	struct ir_insn *def; /* carrier of the last store */
	struct ir_insn *in;  /* carrier of what the cell holds at the start */
};

struct pass {
	struct ir_func *f;
	struct opt_slot *slots;
	VEC(struct access) accesses;
	VEC(struct cell *) cells;
	struct blocks *frontier; /* by rpo */
	struct block_state *state;
	struct blocks live, work, phis;
	uint32_t stamp;
	bool changed;
};

/* ---- cells ---- */

static void add_access(struct pass *p, struct ir_insn *i, struct ir_insn *addr, int64_t off, uint32_t size)
{
	struct opt_place place = opt_place_of(addr, off, size);
	struct access a = { .insn = i, .off = place.off, .size = size, .slot = place.index };
	struct opt_slot *s;

	if (place.kind != OPT_SLOT)
		return;
	s = &p->slots[place.index];
	if (s->wild || s->passed || s->indexed)
		return;
	a.order = p->accesses.len;
	a.exclusive = i->op == IR_load || i->op == IR_store;
	vec_push(NULL, &p->accesses, a);
}

static void collect(struct pass *p)
{
	for (size_t n = 0; n < p->f->order.len; n++)
		for (struct ir_insn *i = p->f->order.data[n]->first; i; i = i->next)
			switch (i->op) {
			case IR_load: add_access(p, i, i->args[0], i->imm, ir_size(i)); break;
			case IR_store:
			case IR_memzero:
			case IR_atomic_add: add_access(p, i, i->args[0], i->imm, i->imm2); break;
			case IR_memcpy:
				add_access(p, i, i->args[0], ir_memcpy_dst(i), ir_memcpy_size(i));
				add_access(p, i, i->args[1], ir_memcpy_src(i), ir_memcpy_size(i));
				break;
			default: break;
			}
}

/* By slot and offset; of those at one place the accesses that want cells first, narrow ones before wide. */
static int compare_accesses(const void *x, const void *y)
{
	const struct access *a = *(struct access *const *)x, *b = *(struct access *const *)y;

	if (a->slot != b->slot)
		return a->slot < b->slot ? -1 : 1;
	if (a->exclusive != b->exclusive)
		return a->exclusive ? -1 : 1;
	if (a->off != b->off)
		return a->off < b->off ? -1 : 1;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static struct cell *cell_new(struct pass *p, const struct access *a)
{
	struct cell *c = xcalloc(1, sizeof(*c));

	c->off = a->off;
	c->size = a->size;
	c->slot = a->slot;
	vec_push(NULL, &p->cells, c);
	return c;
}

/*
 * Loads and stores come sorted by offset. `reach` is the furthest cell end so far in the slot and `last` the cell that
 * has it: what begins before reach without being exactly that cell's range spoils both.
 */
static void form_cells(struct pass *p, struct access **sorted)
{
	struct cell *last = NULL, *c;

	for (size_t n = 0; n < p->accesses.len; n++) {
		struct access *a = sorted[n];

		if (!a->exclusive)
			continue;
		c = last;
		if (!last || last->slot != a->slot || a->off >= last->off + last->size) {
			c = last = cell_new(p, a);
		} else if (a->off != last->off || a->size != last->size) {
			c = cell_new(p, a);
			c->bad = last->bad = true;
			if (c->off + c->size > last->off + last->size)
				last = c;
		}
		a->cell = c;
	}
}

static void meet_range(struct pass *p, struct access *a, size_t first)
{
	for (size_t n = first; n < p->cells.len && p->cells.data[n]->slot == a->slot; n++) {
		struct cell *c = p->cells.data[n];
		bool apart = c->off >= a->off + a->size || a->off >= c->off + c->size;
		bool inside = c->off >= a->off && c->off + c->size <= a->off + a->size;

		if (!apart && (a->insn->op != IR_memzero || !inside))
			c->bad = true;
	}
}

/* Wide accesses spoil the cells they meet, except that memzero may set whole ones. */
static void meet_ranges(struct pass *p, struct access **sorted)
{
	size_t first = 0;

	for (size_t n = 0; n < p->accesses.len; n++) {
		struct access *a = sorted[n];

		while (first < p->cells.len && p->cells.data[first]->slot < a->slot)
			first++;
		if (!a->exclusive)
			meet_range(p, a, first);
	}
}

static void find_cells(struct pass *p)
{
	struct access **sorted = xcalloc(p->accesses.len + 1, sizeof(*sorted));

	for (size_t n = 0; n < p->accesses.len; n++)
		sorted[n] = &p->accesses.data[n];
	qsort(sorted, p->accesses.len, sizeof(*sorted), compare_accesses);
	form_cells(p, sorted);
	meet_ranges(p, sorted);
	free(sorted);
}

static void list_access(struct cell *c, struct access *a)
{
	if (c->bad)
		return;
	if (a->insn->op == IR_load && c->size < 8) {
		c->loads_signed |= !!(a->insn->imm2 & IR_SIGNED);
		c->loads_unsigned |= !(a->insn->imm2 & IR_SIGNED);
	}
	vec_push(NULL, &c->list, a);
}

/* Each good cell gets its accesses in program order; a memzero goes to all the cells it covers. */
static void list_accesses(struct pass *p)
{
	size_t *first_cell = xcalloc(p->f->slots.len + 1, sizeof(*first_cell));

	for (size_t n = p->cells.len; n-- > 0;)
		first_cell[p->cells.data[n]->slot] = n;
	for (size_t n = 0; n < p->accesses.len; n++) {
		struct access *a = &p->accesses.data[n];

		if (a->cell)
			list_access(a->cell, a);
		for (size_t k = first_cell[a->slot];
		     a->insn->op == IR_memzero && k < p->cells.len && p->cells.data[k]->slot == a->slot; k++)
			if (p->cells.data[k]->off >= a->off && p->cells.data[k]->off < a->off + a->size)
				list_access(p->cells.data[k], a);
	}
	free(first_cell);
}

/* ---- dominance frontiers ---- */

static void find_frontiers(struct pass *p)
{
	p->frontier = xcalloc(p->f->order.len, sizeof(*p->frontier));
	for (size_t n = 0; n < p->f->order.len; n++) {
		struct ir_block *b = p->f->order.data[n];

		for (size_t k = 0; b->preds.len > 1 && k < b->preds.len; k++)
			for (struct ir_block *r = b->preds.data[k]; r != b->idom; r = r->idom) {
				struct blocks *list = &p->frontier[r->rpo];

				if (list->len && vec_last(list) == b) /* and so have all above r */
					break;
				vec_push(NULL, list, b);
			}
	}
}

/* ---- one cell ---- */

static bool is_def(const struct access *a)
{
	return a->insn->op != IR_load;
}

static struct block_state *state_of(struct pass *p, const struct ir_block *b)
{
	return &p->state[b->rpo];
}

static void make_live(struct pass *p, struct ir_block *b)
{
	struct block_state *s = state_of(p, b);

	if (s->live_stamp == p->stamp)
		return;
	s->live_stamp = p->stamp;
	vec_push(NULL, &p->live, b);
	vec_push(NULL, &p->work, b);
}

/* Blocks at whose start the cell's value is needed: where a load comes first, and back from there to the stores. */
static void find_live(struct pass *p, struct cell *c)
{
	p->live.len = p->work.len = 0;
	for (size_t n = 0; n < c->list.len; n++) {
		struct access *a = c->list.data[n];
		struct block_state *s = state_of(p, a->insn->block);

		if (is_def(a))
			s->def_stamp = p->stamp;
		else if (s->def_stamp != p->stamp)
			make_live(p, a->insn->block);
	}
	while (p->work.len) {
		struct ir_block *b = p->work.data[--p->work.len];

		for (size_t n = 0; n < b->preds.len; n++)
			if (state_of(p, b->preds.data[n])->def_stamp != p->stamp)
				make_live(p, b->preds.data[n]);
	}
}

static void place_phi(struct pass *p, struct ir_block *b)
{
	struct block_state *s = state_of(p, b);
	struct ir_insn *phi = ir_insn_new(p->f, IR_phi, 0, b->first->span);

	s->phi_stamp = s->in_stamp = p->stamp;
	s->in = phi;
	ir_insert_before(b->first, phi);
	vec_push(NULL, &p->phis, b);
	vec_push(NULL, &p->work, b);
}

static void place_phis(struct pass *p, struct cell *c)
{
	p->work.len = p->phis.len = 0;
	for (size_t n = 0; n < c->list.len; n++) {
		struct ir_block *b = c->list.data[n]->insn->block;

		if (is_def(c->list.data[n]) && !(p->work.len && vec_last(&p->work) == b))
			vec_push(NULL, &p->work, b);
	}
	while (p->work.len) {
		struct blocks *frontier = &p->frontier[p->work.data[--p->work.len]->rpo];

		for (size_t n = 0; n < frontier->len; n++) {
			struct block_state *s = state_of(p, frontier->data[n]);

			if (s->live_stamp == p->stamp && s->phi_stamp != p->stamp)
				place_phi(p, frontier->data[n]);
		}
	}
}

/* A store carries its argument (which later replacements of loads keep right); anything else is the value itself. */
static struct ir_insn *carrier_value(struct ir_insn *carrier)
{
	return carrier->op == IR_store ? carrier->args[1] : carrier;
}

static struct ir_insn *carrier_out(struct pass *p, struct ir_block *b)
{
	struct block_state *s = state_of(p, b);

	if (s->def_stamp == p->stamp)
		return s->def;
	return s->in_stamp == p->stamp ? s->in : ir_undef(p->f);
}

static int compare_rpo(const void *x, const void *y)
{
	const struct ir_block *a = *(struct ir_block *const *)x, *b = *(struct ir_block *const *)y;

	return a->rpo < b->rpo ? -1 : a->rpo > b->rpo;
}

/* What the cell holds at the start of its live blocks; dominators come first in the order. */
static void find_incoming(struct pass *p)
{
	if (p->live.len)
		qsort(p->live.data, p->live.len, sizeof(*p->live.data), compare_rpo);
	for (size_t n = 0; n < p->live.len; n++) {
		struct ir_block *b = p->live.data[n];
		struct block_state *s = state_of(p, b);

		if (s->in_stamp == p->stamp)
			continue;
		s->in = b->idom ? carrier_out(p, b->idom) : ir_undef(p->f);
		s->in_stamp = p->stamp;
	}
}

/* What a store (or memzero) leaves in the cell, extended as the loads want it. */
static struct ir_insn *define(struct cell *c, struct ir_insn *i)
{
	if (i->op == IR_memzero)
		return opt_const(i, 0);
	if (c->loads_signed != c->loads_unsigned)
		ir_set_arg(i, 1, opt_unary(i, c->loads_signed ? IR_sext : IR_zext, i->args[1], c->size * 8));
	return i;
}

static void define_all(struct pass *p, struct cell *c)
{
	for (size_t n = 0; n < c->list.len; n++) {
		struct access *a = c->list.data[n];

		if (is_def(a)) /* the last of the block stays */
			state_of(p, a->insn->block)->def = a->carrier = define(c, a->insn);
	}
}

static void replace_load(struct cell *c, struct ir_insn *load, struct ir_insn *v)
{
	if (c->loads_signed && c->loads_unsigned)
		v = opt_unary(load, load->imm2 & IR_SIGNED ? IR_sext : IR_zext, v, c->size * 8);
	opt_replace(load, v);
}

static void replace_loads(struct pass *p, struct cell *c)
{
	struct ir_block *b = NULL;
	struct ir_insn *carrier = NULL;

	for (size_t n = 0; n < c->list.len; n++) {
		struct access *a = c->list.data[n];

		if (a->insn->block != b) {
			b = a->insn->block;
			carrier = state_of(p, b)->in_stamp == p->stamp ? state_of(p, b)->in : NULL;
		}
		if (is_def(a))
			carrier = a->carrier;
		else
			replace_load(c, a->insn, carrier_value(carrier));
	}
}

static void fill_phis(struct pass *p)
{
	for (size_t n = 0; n < p->phis.len; n++) {
		struct ir_block *b = p->phis.data[n];
		struct ir_insn *phi = state_of(p, b)->in;

		for (size_t k = 0; k < b->preds.len; k++)
			ir_add_arg(phi, carrier_value(carrier_out(p, b->preds.data[k])));
	}
}

static void remove_stores(struct pass *p, struct cell *c)
{
	for (size_t n = 0; n < c->list.len; n++)
		if (c->list.data[n]->insn->op == IR_store) {
			ir_remove(c->list.data[n]->insn);
			p->changed = true;
		}
}

static void promote(struct pass *p, struct cell *c)
{
	p->stamp++;
	find_live(p, c);
	place_phis(p, c);
	define_all(p, c);
	find_incoming(p);
	fill_phis(p);
	replace_loads(p, c);
	p->changed = true;
	remove_stores(p, c);
}

/* ---- the pass ---- */

static bool has_loads(const struct cell *c)
{
	for (size_t n = 0; n < c->list.len; n++)
		if (!is_def(c->list.data[n]))
			return true;
	return false;
}

static void promote_cells(struct pass *p)
{
	for (size_t n = 0; n < p->cells.len; n++) {
		struct cell *c = p->cells.data[n];

		if (c->bad)
			continue;
		if (has_loads(c))
			promote(p, c);
		else
			remove_stores(p, c);
	}
}

static void pass_done(struct pass *p)
{
	for (size_t n = 0; n < p->cells.len; n++) {
		vec_free(&p->cells.data[n]->list);
		free(p->cells.data[n]);
	}
	for (size_t n = 0; n < p->f->order.len; n++)
		vec_free(&p->frontier[n]);
	free(p->frontier);
	free(p->state);
	free(p->slots);
	vec_free(&p->cells);
	vec_free(&p->accesses);
	vec_free(&p->live);
	vec_free(&p->work);
	vec_free(&p->phis);
}

bool opt_mem2reg(struct ir_func *f)
{
	struct pass p = { .f = f, .slots = opt_slots(f) };

	p.state = xcalloc(f->order.len, sizeof(*p.state));
	collect(&p);
	find_cells(&p);
	list_accesses(&p);
	find_frontiers(&p);
	promote_cells(&p);
	pass_done(&p);
	return p.changed;
}
