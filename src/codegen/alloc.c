/*
 * Register allocation: linear scan over lives with holes (after Wimmer and Mössenböck), on what is already SSA.
 *
 * Children are taken in the order of their starts. One that finds a register free for all its length takes it: the one
 * that saves a move, else the one that is free for the shortest time that suffices, so that R6-R9 are left to what
 * lives across calls. If there is none, the next uses decide: either the child takes a register for the time that it
 * is free and its rest comes again later, or another life gives way. What gives way is in its home until its next use;
 * homes are written once, at the definition, or are no memory at all for what can be made again.
 */
#include <assert.h>
#include <stdlib.h>

#include "codegen/mach.h"

#define NEVER UINT64_MAX

struct scan {
	struct cg_fn *fn;
	VEC(struct cg_child *) heap; /* by start */
	struct cg_child *active[CG_REGS];	  /* live at the current position */
	VEC(struct cg_child *) inactive[CG_REGS]; /* in a hole */
	uint32_t free_until[CG_REGS];
	uint32_t fixed_from[CG_REGS]; /* first position of the current child that a call takes */
};

/* Order of trial: argument registers last, since moves into them can often be saved. */
static const uint8_t preference[CG_REGS] = { 0, 5, 4, 3, 2, 1, 6, 7, 8, 9 };

/* ---- heap ---- */

static bool heap_less(const struct cg_child *a, const struct cg_child *b)
{
	return a->start != b->start ? a->start < b->start : a->vreg < b->vreg;
}

static void push(struct scan *s, struct cg_child *c)
{
	size_t i = s->heap.len;

	vec_push(s->fn->a, &s->heap, c);
	while (i && heap_less(c, s->heap.data[(i - 1) / 2])) {
		s->heap.data[i] = s->heap.data[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	s->heap.data[i] = c;
}

static struct cg_child *pop(struct scan *s)
{
	struct cg_child *top = s->heap.data[0], *last = vec_last(&s->heap);
	size_t i = 0, n = --s->heap.len;

	for (;;) {
		size_t k = 2 * i + 1;

		if (k + 1 < n && heap_less(s->heap.data[k + 1], s->heap.data[k]))
			k++;
		if (k >= n || !heap_less(s->heap.data[k], last))
			break;
		s->heap.data[i] = s->heap.data[k];
		i = k;
	}
	s->heap.data[i] = last;
	return top;
}

/* ---- what is live now ---- */

static void advance_reg(struct scan *s, unsigned r, uint32_t pos)
{
	struct cg_child *a = s->active[r];
	size_t kept = 0;

	if (a && !cg_child_covers(s->fn, a, pos)) {
		s->active[r] = NULL;
		if (a->end > pos)
			vec_push(s->fn->a, &s->inactive[r], a);
	}
	for (size_t i = 0; i < s->inactive[r].len; i++) {
		struct cg_child *c = s->inactive[r].data[i];

		if (c->end <= pos)
			continue;
		if (cg_child_covers(s->fn, c, pos)) {
			assert(!s->active[r]);
			s->active[r] = c;
		} else {
			s->inactive[r].data[kept++] = c;
		}
	}
	s->inactive[r].len = kept;
}

/* First fixed use of the register that ends after pos. */
static uint32_t find_fixed(const struct scan *s, unsigned reg, uint32_t pos)
{
	const struct cg_range *f = s->fn->fixed[reg].data;
	uint32_t low = 0, high = s->fn->fixed[reg].len;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (f[mid].to <= pos)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* First position at or after the child's start where it meets a fixed use of the register. */
static uint32_t meet_fixed(const struct scan *s, const struct cg_child *c, unsigned reg)
{
	const struct cg_range *f = s->fn->fixed[reg].data, *r = s->fn->vregs.data[c->vreg].ranges;
	uint32_t n = s->fn->fixed[reg].len, next = find_fixed(s, reg, c->start);

	for (uint32_t k = c->range; k < c->range_end && next < n && f[next].from < c->end; k++) {
		uint32_t from = MAX(r[k].from, c->start), to = MIN(r[k].to, c->end);

		if (f[next].to <= from)
			next = find_fixed(s, reg, from);
		if (next < n && f[next].from < to)
			return MAX(f[next].from, from);
	}
	return CG_NONE;
}

static void find_free(struct scan *s, const struct cg_child *cur)
{
	for (unsigned r = 0; r < CG_REGS; r++) {
		s->free_until[r] = 0;
		s->fixed_from[r] = 0;
		if (!(s->fn->reg_mask >> r & 1))
			continue;
		s->fixed_from[r] = meet_fixed(s, cur, r);
		if (s->active[r])
			continue;
		s->free_until[r] = s->fixed_from[r];
		for (size_t i = 0; i < s->inactive[r].len; i++) {
			uint32_t meet = cg_child_meet(s->fn, cur, s->inactive[r].data[i]);

			s->free_until[r] = MIN(s->free_until[r], meet);
		}
	}
}

/* ---- giving places ---- */

static void assign(struct scan *s, struct cg_child *c, unsigned reg)
{
	c->reg = reg;
	s->active[reg] = c;
	s->fn->vregs.data[c->vreg].last_reg = reg;
}

/* Whether the instruction that defines the child's life can't write to memory. */
static bool defined_in_register(const struct cg_fn *fn, const struct cg_child *c)
{
	const struct cg_vreg *v = &fn->vregs.data[c->vreg];

	if (v->child != c || v->is_phi || v->remat.kind != CG_OPD_NONE)
		return false;
	return fn->insns.data[v->def_pos / 2].a.kind != CG_OPD_PHYS;
}

static bool needs_register(const struct cg_fn *fn, const struct cg_child *c)
{
	const struct cg_use *u = cg_child_use(fn, c, c->start, CG_USE_MUST);

	return defined_in_register(fn, c) || (u && u->pos <= (c->start | 1));
}

/* From its start the child is in its home; what follows its next use comes again. */
static void spill(struct scan *s, struct cg_child *c)
{
	struct cg_vreg *v = &s->fn->vregs.data[c->vreg];
	const struct cg_use *u = cg_child_use(s->fn, c, c->start, CG_USE_MUST);

	c->reg = CG_HOME;
	if (v->remat.kind == CG_OPD_NONE)
		v->home_used = true;
	if (u)
		push(s, cg_child_split(s->fn, c, cg_reload_pos(s->fn, c->start, u->pos)));
}

/* What can be made again needs no register before its first use. */
static void push_first(struct scan *s, struct cg_child *c)
{
	const struct cg_vreg *v = &s->fn->vregs.data[c->vreg];

	if (v->remat.kind == CG_OPD_NONE || needs_register(s->fn, c))
		push(s, c);
	else
		spill(s, c);
}

/* ---- choice ---- */

/*
 * How little it hurts to keep c out of a register from pos on: the distance to its next use from position `from`, less
 * for a use in a loop, more for what needs no store. 0: impossible.
 */
static uint64_t spill_score(const struct scan *s, const struct cg_child *c, uint32_t pos, uint32_t from)
{
	const struct cg_vreg *v = &s->fn->vregs.data[c->vreg];
	const struct cg_use *u = cg_child_use(s->fn, c, from, CG_USE_SHOULD);
	uint64_t score;

	if (from == pos && c->start == pos && needs_register(s->fn, c))
		return 0;
	if (!u)
		return NEVER;
	if (u->pos <= (pos | 1))
		return 0;
	score = (uint64_t)(u->pos - pos) << 20;
	score >>= 3 * MIN(u->depth, 5u);
	if (v->remat.kind != CG_OPD_NONE)
		score *= 8;
	else if (v->home_used)
		score *= 2;
	return MAX(1u, v->is_bounded ? score >> 4 : score);
}

static int hinted(const struct scan *s, const struct cg_child *c)
{
	const struct cg_vreg *v = &s->fn->vregs.data[c->vreg];
	int hints[3] = { v->hint, -1, -1 };

	for (unsigned k = 0; k < 2; k++)
		if (v->hint_vreg[k] != CG_NONE)
			hints[k + 1] = s->fn->vregs.data[v->hint_vreg[k]].last_reg;
	if (v->child != c && v->last_reg >= 0 && s->free_until[v->last_reg] >= c->end)
		return v->last_reg;
	for (unsigned k = 0; k < 3; k++)
		if (hints[k] >= 0 && hints[k] < CG_REGS && s->free_until[hints[k]] >= c->end)
			return hints[k];
	return -1;
}

/* A register that is free for the whole child; -1: none. */
static int find_whole(const struct scan *s, const struct cg_child *c)
{
	int best = hinted(s, c);

	if (best >= 0)
		return best;
	for (unsigned k = 0; k < CG_REGS; k++) {
		unsigned r = preference[k];

		if (s->free_until[r] >= c->end && (best < 0 || s->free_until[r] < s->free_until[best]))
			best = r;
	}
	return best;
}

/* The register that is free longest, -1 if none is up to the next instruction. */
static int find_partial(const struct scan *s, const struct cg_child *c)
{
	int best = -1;

	for (unsigned k = 0; k < CG_REGS; k++) {
		unsigned r = preference[k];

		if ((s->free_until[r] & ~1u) > c->start && (best < 0 || s->free_until[r] > s->free_until[best]))
			best = r;
	}
	return best;
}

/* Score of evicting all that stands in the child's way in a register. */
static uint64_t evict_score(const struct scan *s, const struct cg_child *c, unsigned r)
{
	uint64_t score = NEVER;

	if (s->active[r])
		score = spill_score(s, s->active[r], c->start, c->start);
	for (size_t i = 0; i < s->inactive[r].len; i++)
		if (cg_child_meet(s->fn, c, s->inactive[r].data[i]) != CG_NONE) {
			uint64_t other = spill_score(s, s->inactive[r].data[i], c->start, c->start);

			score = MIN(score, other);
		}
	return score;
}

/* The register that is best taken from others and not fixed before `beyond`; -1: none. */
static int find_evict(const struct scan *s, const struct cg_child *c, uint32_t beyond, uint64_t *ret_score)
{
	int best = -1;

	*ret_score = 0;
	for (unsigned k = 0; k < CG_REGS; k++) {
		unsigned r = preference[k];
		uint64_t score;

		if (s->fixed_from[r] <= beyond || (s->fixed_from[r] & ~1u) <= c->start)
			continue;
		score = evict_score(s, c, r);
		if (score > *ret_score ||
		    (best >= 0 && score == *ret_score && s->fixed_from[r] > s->fixed_from[best])) {
			*ret_score = score;
			best = r;
		}
	}
	return best;
}

/* ---- the scan ---- */

static void split_rest(struct scan *s, struct cg_child *c, uint32_t pos)
{
	if ((pos & ~1u) < c->end)
		push(s, cg_child_split(s->fn, c, pos & ~1u));
}

static void evict(struct scan *s, struct cg_child *cur, unsigned r)
{
	struct cg_child *a = s->active[r];
	size_t kept = 0;

	if (a)
		spill(s, a->start < cur->start ? cg_child_split(s->fn, a, cur->start) : a);
	for (size_t i = 0; i < s->inactive[r].len; i++) {
		struct cg_child *c = s->inactive[r].data[i];

		if (cg_child_meet(s->fn, cur, c) == CG_NONE)
			s->inactive[r].data[kept++] = c;
		else
			push(s, cg_child_split(s->fn, c, cur->start));
	}
	s->inactive[r].len = kept;
	assign(s, cur, r);
	if (s->fixed_from[r] != CG_NONE)
		split_rest(s, cur, s->fixed_from[r]);
}

static bool is_wanted_before(const struct cg_fn *fn, const struct cg_child *c, uint32_t pos)
{
	const struct cg_use *u = cg_child_use(fn, c, c->start, CG_USE_SHOULD);

	return needs_register(fn, c) || (u && u->pos < pos);
}

/* No register is free all the time. */
static void place_contended(struct scan *s, struct cg_child *cur)
{
	int partial = find_partial(s, cur), other;
	uint32_t until = partial >= 0 ? s->free_until[partial] & ~1u : cur->start;
	uint64_t own, theirs;

	other = find_evict(s, cur, until, &theirs);
	if (partial >= 0) {
		own = spill_score(s, cur, cur->start, until);
		if (other >= 0 && theirs > own) {
			evict(s, cur, other);
			return;
		}
		if (!is_wanted_before(s->fn, cur, until)) {
			spill(s, cur);
			return;
		}
		assign(s, cur, partial);
		split_rest(s, cur, until);
		return;
	}
	own = spill_score(s, cur, cur->start, cur->start);
	if (other >= 0 && theirs > own) {
		evict(s, cur, other);
		return;
	}
	assert(own > 0 && "no register for an operand");
	spill(s, cur);
}

static void scan_child(struct scan *s, struct cg_child *cur)
{
	int r;

	for (unsigned k = 0; k < CG_REGS; k++)
		advance_reg(s, k, cur->start);
	find_free(s, cur);
	r = find_whole(s, cur);
	if (r >= 0)
		assign(s, cur, r);
	else
		place_contended(s, cur);
}

/* ---- result ---- */

static void list_children(struct cg_fn *fn, struct cg_vreg *v)
{
	uint32_t n = 0;

	v->children = ARENA_ARRAY(fn->a, struct cg_child *, v->child_count);
	for (struct cg_child *c = v->child; c; c = c->next) {
		bool made = v->child == c && v->remat.kind != CG_OPD_NONE;

		v->children[n++] = c;
		if (c->reg == CG_HOME || (v->child == c && !made))
			continue;
		if (made || c->start != cg_block_from(fn->block_at[c->start / 2]))
			vec_push(fn->a, &fn->entries, c);
	}
}

static int compare_start(const void *a, const void *b)
{
	const struct cg_child *x = *(struct cg_child *const *)a, *y = *(struct cg_child *const *)b;

	return x->start < y->start ? -1 : x->start > y->start;
}

struct cg_child *cg_child_at(const struct cg_fn *fn, uint32_t vreg, uint32_t pos)
{
	const struct cg_vreg *v = &fn->vregs.data[vreg];
	uint32_t low = 0, high = v->child_count;

	while (high - low > 1) {
		uint32_t mid = (low + high) / 2;

		if (v->children[mid]->start <= pos)
			low = mid;
		else
			high = mid;
	}
	return v->children[low];
}

void cg_allocate(struct cg_fn *fn)
{
	struct scan s = { .fn = fn };

	for (uint32_t v = 0; v < fn->vregs.len; v++)
		if (fn->vregs.data[v].range_count)
			push_first(&s, cg_child_new(fn, v));
	while (s.heap.len)
		scan_child(&s, pop(&s));
	for (uint32_t v = 0; v < fn->vregs.len; v++)
		if (fn->vregs.data[v].range_count)
			list_children(fn, &fn->vregs.data[v]);
	if (fn->entries.len)
		qsort(fn->entries.data, fn->entries.len, sizeof(fn->entries.data[0]), compare_start);
}
