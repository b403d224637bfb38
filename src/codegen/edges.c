/*
 * Edges: a life may be in one place at the end of a block and in another one at the start of the next; phis take the
 * argument that belongs to the edge. All of that happens at once, at the end of the edge's source if it leads nowhere
 * else, else at the start of its target (there are no critical edges).
 */
#include "codegen/mach.h"

static void add_phi_moves(struct cg_fn *fn, struct cg_block *to, const struct cg_edge *e)
{
	uint32_t end = cg_block_to(e->from) - 1;

	if (!to->ir || e->arg == CG_NONE)
		return;
	for (const struct ir_insn *phi = to->ir->first; phi && phi->op == IR_phi; phi = phi->next) {
		if (!cg_is_selected(fn, phi))
			continue;
		struct cg_opd src = cg_select_any(fn, phi->args[e->arg]);
		struct cg_opd dst = cg_location(fn, fn->vreg_of[phi->id], cg_block_from(to));

		vec_push(fn->a, &fn->edge, cg_move_make(fn, dst, &src, end));
	}
}

/* Of lives in several pieces. What has gone to its home is there already. */
static void add_life_moves(struct cg_fn *fn, struct cg_block *to, const struct cg_edge *e)
{
	uint32_t end = cg_block_to(e->from) - 1;

	for (size_t k = 0; k < to->live_in.len; k++) {
		struct cg_opd src = cg_opd_vreg(to->live_in.data[k]);
		const struct cg_child *c;

		if (fn->vregs.data[src.index].child_count < 2)
			continue;
		c = cg_child_at(fn, src.index, cg_block_from(to));
		if (c->reg != CG_HOME && (end < c->start || end >= c->end))
			vec_push(fn->a, &fn->edge, cg_move_make(fn, cg_opd_phys(c->reg), &src, end));
	}
}

unsigned cg_edge_moves(struct cg_fn *fn, struct cg_block *to, unsigned pred, struct cg_move **ret)
{
	const struct cg_edge *e = &to->preds.data[pred];

	fn->edge.len = 0;
	add_phi_moves(fn, to, e);
	add_life_moves(fn, to, e);
	*ret = fn->edge.data;
	return cg_moves_prune(fn->edge.data, fn->edge.len);
}

/* ---- empty blocks ---- */

static bool has_entries(const struct cg_fn *fn, const struct cg_block *b)
{
	size_t low = 0, high = fn->entries.len;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (fn->entries.data[mid]->start < cg_block_from(b))
			low = mid + 1;
		else
			high = mid;
	}
	return low < fn->entries.len && fn->entries.data[low]->start < cg_block_to(b);
}

static bool stores_phis(const struct cg_fn *fn, const struct cg_block *b)
{
	if (!b->ir)
		return false;
	for (const struct ir_insn *i = b->ir->first; i && i->op == IR_phi; i = i->next)
		if (cg_is_selected(fn, i) && fn->vregs.data[fn->vreg_of[i->id]].home_used)
			return true;
	return false;
}

static bool moves_in(struct cg_fn *fn, struct cg_block *b)
{
	struct cg_move *moves;

	return b->preds.len == 1 && b->preds.data[0].from->succ_count > 1 && cg_edge_moves(fn, b, 0, &moves);
}

static bool moves_out(struct cg_fn *fn, struct cg_block *b)
{
	struct cg_move *moves;

	return cg_edge_moves(fn, b->succ[0], b->succ_pred[0], &moves);
}

/* Jumps back from other than split edges stay, so that following the marks comes to an end. */
void cg_edges_skip_empty(struct cg_fn *fn)
{
	for (size_t k = 0; k < fn->blocks.len; k++) {
		struct cg_block *b = fn->blocks.data[k];

		if (b->succ_count != 1 || b->end - b->first != 1 || (b->ir && b->succ[0]->order <= b->order))
			continue;
		if (!has_entries(fn, b) && !stores_phis(fn, b) && !moves_in(fn, b) && !moves_out(fn, b))
			b->skip_to = b->succ[0];
	}
}
