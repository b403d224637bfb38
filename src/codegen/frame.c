/*
 * The frame. Slots and homes of spilled values share the stack in units of 8 bytes: two things may have the same unit
 * if they live at different positions. What helpers insist on having on the stack is placed first, then homes, then
 * other slots from the smallest on; those that find no room go to the function's part of the scratch element.
 */
#include <assert.h>
#include <stdlib.h>

#include "codegen/mach.h"

struct unit {
	VEC(struct cg_range) taken; /* sorted */
};

struct area {
	struct arena *a;
	VEC(struct unit) units;
	uint32_t limit; /* units */
};

static size_t find_taken(const struct unit *u, uint32_t from)
{
	size_t low = 0, high = u->taken.len;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (u->taken.data[mid].to <= from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_free(const struct area *area, uint32_t unit, struct cg_range life)
{
	const struct unit *u;
	size_t k;

	if (unit >= area->units.len)
		return true;
	u = &area->units.data[unit];
	k = find_taken(u, life.from);
	return k == u->taken.len || u->taken.data[k].from >= life.to;
}

static void take(struct area *area, uint32_t unit, struct cg_range life)
{
	struct unit *u;
	size_t k;

	while (area->units.len <= unit)
		vec_push(area->a, &area->units, (struct unit){ { NULL, 0, 0 } });
	u = &area->units.data[unit];
	k = find_taken(u, life.from);
	vec_push(area->a, &u->taken, life);
	memmove(&u->taken.data[k + 1], &u->taken.data[k], (u->taken.len - 1 - k) * sizeof(life));
	u->taken.data[k] = life;
}

/* The first unit of a run of n that is free during `life`; CG_NONE: there is no room. */
static uint32_t place(struct area *area, uint32_t n, struct cg_range life)
{
	uint32_t at = 0, k = 0;

	while (k < n) {
		if (n > area->limit || at > area->limit - n)
			return CG_NONE;
		if (is_free(area, at + k, life)) {
			k++;
		} else {
			at += k + 1;
			k = 0;
		}
	}
	for (k = 0; k < n; k++)
		take(area, at + k, life);
	return at;
}

/* ---- what is placed ---- */

static struct cg_range slot_life(const struct cg_fn *fn, const struct cg_slot *s)
{
	if (s->whole)
		return (struct cg_range){ 0, 2 * fn->insns.len };
	return (struct cg_range){ s->first, s->last + 1 };
}

static bool is_used(const struct cg_slot *s)
{
	return s->whole || s->first <= s->last;
}

static uint32_t slot_units(const struct cg_slot *s)
{
	return (MAX(s->size, 1u) + 7) / 8;
}

static bool place_on_stack(struct area *area, uint32_t units, struct cg_range life, int32_t *ret_off)
{
	uint32_t at = place(area, units, life);

	if (at == CG_NONE)
		return false;
	*ret_off = -8 * (int32_t)(at + units);
	return true;
}

static int compare_size(const void *a, const void *b)
{
	const struct cg_slot *x = *(struct cg_slot *const *)a, *y = *(struct cg_slot *const *)b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return x->first != y->first ? (x->first < y->first ? -1 : 1) : (x < y ? -1 : x > y);
}

/* Used slots by size. */
static struct cg_slot **sort_slots(struct cg_fn *fn, size_t *ret_n)
{
	struct cg_slot **list = ARENA_ARRAY(fn->a, struct cg_slot *, fn->slot_count);

	*ret_n = 0;
	for (uint32_t k = 0; k < fn->slot_count; k++)
		if (is_used(&fn->slots[k]))
			list[(*ret_n)++] = &fn->slots[k];
	qsort(list, *ret_n, sizeof(*list), compare_size);
	return list;
}

static void place_homes(struct cg_fn *fn, struct area *area)
{
	struct cg_range all = { 0, 2 * fn->insns.len };

	fn->homeless = 0;
	for (size_t k = 0; k < fn->vregs.len; k++) {
		struct cg_vreg *v = &fn->vregs.data[k];
		struct cg_range life;

		if (!v->home_used)
			continue;
		life = (struct cg_range){ v->ranges[0].from, v->ranges[v->range_count - 1].to };
		fn->homeless += !place_on_stack(area, 1, life, &v->home);
	}
	fn->emergency_cells = fn->emergency_need;
	if (fn->emergency_cells && !place_on_stack(area, fn->emergency_cells, all, &fn->emergency))
		fn->homeless++;
}

static void place_scratch(struct cg_fn *fn, struct cg_slot **slots, size_t n)
{
	struct area area = { .a = fn->a, .limit = INT32_MAX / 16 };

	for (size_t k = n; k-- > 0;) {
		struct cg_slot *s = slots[k];

		if (s->place == CG_SCRATCH)
			s->offset = fn->scratch_start + 8 * place(&area, slot_units(s), slot_life(fn, s));
	}
	fn->scratch_bytes = 8 * area.units.len;
}

/* Slots that need not be on the stack: true if one had to leave it. */
static bool place_others(struct cg_fn *fn, struct area *area, struct cg_slot **slots, size_t n)
{
	bool moved = false;

	for (size_t k = 0; k < n; k++) {
		struct cg_slot *s = slots[k];

		if (s->must_stack || s->place == CG_SCRATCH)
			continue;
		if (place_on_stack(area, slot_units(s), slot_life(fn, s), &s->offset))
			continue;
		s->place = CG_SCRATCH;
		moved = true;
	}
	return moved;
}

bool cg_frame_layout(struct cg_fn *fn, uint32_t limit, uint32_t hard_limit)
{
	struct area area = { .a = fn->a, .limit = hard_limit / 8 };
	size_t n;
	struct cg_slot **slots = sort_slots(fn, &n);
	bool moved;

	for (size_t k = n; k-- > 0;)
		if (slots[k]->must_stack &&
		    !place_on_stack(&area, slot_units(slots[k]), slot_life(fn, slots[k]), &slots[k]->offset))
			fn->unit->error = "values that must be on the BPF stack exceed it";
	place_homes(fn, &area);
	area.limit = limit / 8;
	moved = place_others(fn, &area, slots, n);
	if (moved && fn->unit->opt->scratch_map < 0)
		fn->unit->error = "the values of the program exceed the BPF stack";
	place_scratch(fn, slots, n);
	fn->stack_bytes = 8 * area.units.len;
	return moved;
}
