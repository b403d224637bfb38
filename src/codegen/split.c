/*
 * Pieces of lives. A child is a stretch [start, end) of a register's life with one location; children of a life are
 * linked in order. The ranges and uses are the life's, a child holds the part of the arrays that concerns it. While
 * allocation goes forward the first range of a child is advanced past what is over, so questions cost little.
 */
#include <assert.h>

#include "codegen/mach.h"

struct cg_child *cg_child_new(struct cg_fn *fn, uint32_t vreg)
{
	struct cg_vreg *v = &fn->vregs.data[vreg];
	struct cg_child *c = ARENA_NEW(fn->a, struct cg_child);

	c->vreg = vreg;
	c->start = v->ranges[0].from;
	c->end = v->ranges[v->range_count - 1].to;
	c->range_end = v->range_count;
	c->use_end = v->use_count;
	c->reg = CG_HOME;
	v->child = c;
	v->child_count = 1;
	return c;
}

bool cg_child_covers(const struct cg_fn *fn, const struct cg_child *c, uint32_t pos)
{
	const struct cg_range *r = fn->vregs.data[c->vreg].ranges;
	struct cg_child *w = (struct cg_child *)c;

	while (w->range + 1 < w->range_end && r[w->range].to <= pos)
		w->range++;
	return pos >= c->start && pos < c->end && r[c->range].from <= pos && pos < r[c->range].to;
}

/* First range of c that ends after pos. */
static uint32_t find_range(const struct cg_fn *fn, const struct cg_child *c, uint32_t pos)
{
	const struct cg_range *r = fn->vregs.data[c->vreg].ranges;
	uint32_t low = c->range, high = c->range_end;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (r[mid].to <= pos)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint32_t find_use(const struct cg_fn *fn, const struct cg_child *c, uint32_t pos)
{
	const struct cg_use *u = fn->vregs.data[c->vreg].uses;
	uint32_t low = c->use, high = c->use_end;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (u[mid].pos < pos)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct cg_use *cg_child_use(const struct cg_fn *fn, const struct cg_child *c, uint32_t pos,
				  enum cg_use_kind at_least)
{
	const struct cg_use *u = fn->vregs.data[c->vreg].uses;

	for (uint32_t k = find_use(fn, c, pos); k < c->use_end; k++)
		if (u[k].kind >= at_least)
			return &u[k];
	return NULL;
}

struct cg_child *cg_child_split(struct cg_fn *fn, struct cg_child *c, uint32_t pos)
{
	struct cg_vreg *v = &fn->vregs.data[c->vreg];
	uint32_t k = find_range(fn, c, pos);
	struct cg_child *right = ARENA_NEW(fn->a, struct cg_child);

	assert(pos > c->start && pos < c->end && k < c->range_end);
	*right = *c;
	right->range = k;
	right->start = MAX(pos, v->ranges[k].from);
	right->use = find_use(fn, c, pos);
	right->reg = CG_HOME;
	c->use_end = right->use;
	c->range_end = v->ranges[k].from >= pos ? k : k + 1;
	c->end = MIN(pos, v->ranges[c->range_end - 1].to);
	c->next = right;
	v->child_count++;
	return right;
}

/* First position that both cover; CG_NONE: there is none. */
uint32_t cg_child_meet(const struct cg_fn *fn, const struct cg_child *a, const struct cg_child *b)
{
	const struct cg_range *ra = fn->vregs.data[a->vreg].ranges, *rb = fn->vregs.data[b->vreg].ranges;
	uint32_t start = MAX(a->start, b->start), end = MIN(a->end, b->end), i, k;

	if (start >= end)
		return CG_NONE;
	i = find_range(fn, a, start);
	k = find_range(fn, b, start);
	while (i < a->range_end && k < b->range_end) {
		uint32_t from = MAX(MAX(ra[i].from, rb[k].from), start), to = MIN(MIN(ra[i].to, rb[k].to), end);

		if (from < to)
			return from;
		if (from >= end)
			break;
		if (ra[i].to < rb[k].to)
			i++;
		else
			k++;
	}
	return CG_NONE;
}

/* Right before the use, or before the outermost loop around it that is entered after `after`. */
uint32_t cg_reload_pos(const struct cg_fn *fn, uint32_t after, uint32_t use)
{
	uint32_t loop = fn->block_at[use / 2]->loop_first, pos = use & ~1u;

	while (loop != CG_NONE && cg_block_from(fn->blocks.data[loop]) > after) {
		pos = cg_block_from(fn->blocks.data[loop]);
		loop = fn->blocks.data[loop]->loop_outer;
	}
	return pos;
}
