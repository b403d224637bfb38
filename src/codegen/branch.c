/*
 * Jumps: an offset has 16 bits. Functions that are short enough are patched in place. In longer ones, islands of jumps
 * are set between instructions: forward jumps that would get out of reach land on an island and go on from there;
 * loops that jump far back do it in hops over jumps left behind for them.
 */
#include <assert.h>

#include "codegen/mach.h"

#define REACH 24000 /* of 32767, the rest being room for an island */
#define FRESH 8000  /* forward jumps younger than this wait for the next island */

static void patch_in_place(struct cg_fn *fn)
{
	for (size_t k = 0; k < fn->fixups.len; k++) {
		const struct cg_fixup *f = &fn->fixups.data[k];

		fn->code.data[f->insn].off = (int32_t)f->target - (int32_t)f->insn - 1;
	}
}

/* A jump under way in the new code: `insn` goes to old instruction `target`; a target of CG_NONE: it has arrived. */
struct hop {
	uint32_t insn, target;
	uint32_t same; /* 1 + an earlier one to the same target, 0: none */
};

struct rewrite {
	struct cg_fn *fn;
	VEC(struct bpf_insn) code;
	VEC(struct hop) open; /* forward, by age */
	size_t oldest;	      /* in open: those before have arrived */
	uint32_t *chain;      /* by old instruction: 1 + the latest in open that goes there */
	uint32_t *moved;      /* old instruction to new, once placed */
	uint32_t *back_left;  /* by old instruction: jumps back to it that are still to come */
	uint32_t *landing;    /* by old instruction: nearest place that leads there */
	uint32_t *stamp;      /* by old instruction: number of the last island that has a jump there */
	VEC(uint32_t) loops;  /* placed targets with back_left */
	uint32_t islands;
};

static void set_off(struct rewrite *w, uint32_t insn, uint32_t target)
{
	int32_t off = (int32_t)target - (int32_t)insn - 1;

	assert(off == (int16_t)off);
	w->code.data[insn].off = off;
}

static uint32_t push_ja(struct rewrite *w)
{
	vec_push(w->fn->a, &w->code, (struct bpf_insn){ .code = BPF_JMP | BPF_JA });
	return w->code.len - 1;
}

static bool falls_through(const struct bpf_insn *i)
{
	return i->code != (BPF_JMP | BPF_JA) && i->code != (BPF_JMP | BPF_EXIT);
}

static void open_hop(struct rewrite *w, uint32_t insn, uint32_t target)
{
	vec_push(w->fn->a, &w->open, (struct hop){ insn, target, w->chain[target] });
	w->chain[target] = w->open.len;
}

/* Old forward jumps now end at the island, from which one jump for each target goes on. */
static void add_forward_hops(struct rewrite *w)
{
	size_t n = w->open.len - w->oldest;
	struct hop *hops = ARENA_ARRAY(w->fn->a, struct hop, n + 1);
	uint32_t start = w->code.len;

	memcpy(hops, w->open.data + w->oldest, n * sizeof(*hops));
	w->open.len = w->oldest = 0;
	for (size_t k = 0; k < n; k++)
		if (hops[k].target != CG_NONE)
			w->chain[hops[k].target] = 0;
	for (size_t k = 0; k < n; k++) {
		uint32_t target = hops[k].target;

		if (target != CG_NONE && start - hops[k].insn < FRESH)
			open_hop(w, hops[k].insn, target);
	}
	for (size_t k = 0; k < n; k++) {
		uint32_t target = hops[k].target;

		if (target == CG_NONE || start - hops[k].insn < FRESH)
			continue;
		if (w->stamp[target] != w->islands) {
			w->stamp[target] = w->islands;
			w->landing[target] = push_ja(w);
			open_hop(w, w->landing[target], target);
		}
		set_off(w, hops[k].insn, w->landing[target]);
	}
}

static void add_backward_hops(struct rewrite *w)
{
	for (size_t k = 0; k < w->loops.len; k++) {
		uint32_t target = w->loops.data[k], hop;

		if (w->code.len - w->landing[target] < FRESH)
			continue;
		hop = push_ja(w);
		set_off(w, hop, w->landing[target]);
		w->landing[target] = hop;
	}
}

static void add_island(struct rewrite *w)
{
	bool around = w->code.len && falls_through(&vec_last(&w->code));
	uint32_t skip = around ? push_ja(w) : 0;

	w->islands++;
	add_forward_hops(w);
	add_backward_hops(w);
	if (around)
		set_off(w, skip, w->code.len);
}

static bool needs_island(const struct rewrite *w)
{
	if (w->oldest < w->open.len && w->code.len - w->open.data[w->oldest].insn > REACH)
		return true;
	for (size_t k = 0; k < w->loops.len; k++)
		if (w->code.len - w->landing[w->loops.data[k]] > REACH)
			return true;
	return false;
}

/* Forward jumps to the old instruction that comes next have arrived. */
static void land(struct rewrite *w, uint32_t old)
{
	w->moved[old] = w->landing[old] = w->code.len;
	if (w->back_left[old])
		vec_push(w->fn->a, &w->loops, old);
	for (uint32_t k = w->chain[old]; k; k = w->open.data[k - 1].same) {
		set_off(w, w->open.data[k - 1].insn, w->code.len);
		w->open.data[k - 1].target = CG_NONE;
	}
	while (w->oldest < w->open.len && w->open.data[w->oldest].target == CG_NONE)
		w->oldest++;
}

static void place_jump(struct rewrite *w, uint32_t target, uint32_t old)
{
	uint32_t insn = w->code.len - 1;

	if (target > old) {
		open_hop(w, insn, target);
		return;
	}
	set_off(w, insn, w->landing[target]);
	if (--w->back_left[target])
		return;
	for (size_t k = 0, kept = 0; k < w->loops.len; k++)
		if (w->loops.data[k] != target)
			w->loops.data[kept++] = w->loops.data[k];
	w->loops.len--;
}

static void rewrite_code(struct rewrite *w)
{
	const struct cg_fixup *f = w->fn->fixups.data, *end = f + w->fn->fixups.len;
	bool wide = false;

	for (uint32_t old = 0; old < w->fn->code.len; old++) {
		if (!wide && needs_island(w))
			add_island(w);
		land(w, old);
		vec_push(w->fn->a, &w->code, w->fn->code.data[old]);
		wide = !wide && w->fn->code.data[old].code == (BPF_LD | BPF_IMM | BPF_DW);
		if (f < end && f->insn == old)
			place_jump(w, f++->target, old);
	}
}

static void move_records(struct cg_fn *fn, const uint32_t *moved)
{
	for (size_t k = 0; k < fn->relocs.len; k++)
		fn->relocs.data[k].insn = moved[fn->relocs.data[k].insn];
	for (size_t k = 0; k < fn->lines.len; k++)
		fn->lines.data[k].insn = moved[fn->lines.data[k].insn];
}

void cg_branches_resolve(struct cg_fn *fn)
{
	size_t n = fn->code.len + 1;
	struct rewrite w = { .fn = fn };

	if (fn->code.len <= INT16_MAX) {
		patch_in_place(fn);
		return;
	}
	w.moved = ARENA_ARRAY(fn->a, uint32_t, n);
	w.back_left = ARENA_ARRAY(fn->a, uint32_t, n);
	w.landing = ARENA_ARRAY(fn->a, uint32_t, n);
	w.stamp = ARENA_ARRAY(fn->a, uint32_t, n);
	w.chain = ARENA_ARRAY(fn->a, uint32_t, n);
	for (size_t k = 0; k < fn->fixups.len; k++) {
		const struct cg_fixup *f = &fn->fixups.data[k];

		w.back_left[f->target] += f->target <= f->insn;
	}
	rewrite_code(&w);
	move_records(fn, w.moved);
	fn->code.len = 0;
	for (size_t k = 0; k < w.code.len; k++)
		vec_push(fn->a, &fn->code, w.code.data[k]);
}
