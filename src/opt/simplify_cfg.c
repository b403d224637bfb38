/*
 * simplify_cfg: plain branches. needs: order, dominators. breaks: all analyses (the driver renews them).
 *
 *  - facts: below a branch on c, where only one way leads, another branch on c is decided;
 *  - a branch on a constant goes one way;
 *  - threading: a predecessor from which the branch at the end of a block of phis is decided goes where it leads. This
 *    makes plain branches of `a && b`, `a || b`, `c ? 1 : 0`, which lowering writes as phis of constants, and takes
 *    the second null check out of "look up, else insert and look up again";
 *  - blocks that only lead on are passed by;
 *  - a block with one way out and its successor with one way in become one.
 *
 * No new kinds of pointers meet in phis: threading takes phis apart or moves them one block on.
 */
#include "opt/pass.h"

#include <stdlib.h>

#define MAX_THREAD_INSNS 16 /* beside the phis; they are evaluated for each predecessor */
#define MAX_THREAD_DEPTH 6

/* block->pass.num: the block lost predecessors, so it may dominate less than the analyses say. */
enum { INTACT, BYPASSED };

/* ---- branches whose outcome is known ---- */

static void make_unconditional(struct ir_block *b, unsigned taken)
{
	struct ir_insn *old = b->last, *br = ir_insn_new(b->func, IR_br, 0, old->span);
	struct ir_block *to = b->succ[taken];

	ir_unlink(b, !taken);
	ir_remove(old);
	b->succ[0] = to;
	b->succ[1] = NULL;
	ir_append(b, br);
}

static bool fold_constant_branch(struct ir_block *b)
{
	if (b->last->op != IR_condbr || b->last->args[0]->op != IR_const)
		return false;
	make_unconditional(b, b->last->args[0]->imm == 0);
	return true;
}

/* The block whose outcome of a branch on c holds in b: remembered on c itself while walking the dominator tree. */
static void note_fact(struct ir_block *b)
{
	struct ir_block *p = b->idom;

	if (b->preds.len == 1 && p && p == b->preds.data[0] && p->last->op == IR_condbr)
		p->last->args[0]->pass.ptr = b;
}

static bool decide_by_fact(struct ir_block *b)
{
	struct ir_insn *c;
	struct ir_block *known;

	if (b->last->op != IR_condbr)
		return false;
	c = b->last->args[0];
	known = c->pass.ptr;
	if (!known || !ir_dominates(known, b))
		return false;
	ir_set_arg(b->last, 0, opt_const(b->last, known->preds.data[0]->succ[0] == known));
	return true;
}

/* Blocks in pre-order of the dominator tree, so that a fact that does not dominate has been left for good. */
static struct ir_block **dominator_preorder(struct ir_func *f)
{
	struct ir_block **list = xcalloc(f->order.len, sizeof(struct ir_block *));

	for (size_t n = 0; n < f->order.len; n++)
		list[f->order.data[n]->dom_in] = f->order.data[n];
	return list;
}

static bool use_facts(struct ir_func *f)
{
	struct ir_block **list = dominator_preorder(f);
	bool changed = false;

	for (size_t n = 0; n < f->order.len; n++)
		if (list[n]->last->op == IR_condbr)
			list[n]->last->args[0]->pass.ptr = NULL;
	for (size_t n = 0; n < f->order.len; n++) {
		note_fact(list[n]);
		changed |= decide_by_fact(list[n]);
	}
	free(list);
	return changed;
}

/* ---- edges ---- */

static bool is_pred(const struct ir_block *p, const struct ir_block *of)
{
	return p->succ[0] == of || p->succ[1] == of;
}

static size_t pred_index(const struct ir_block *b, const struct ir_block *pred)
{
	size_t n = 0;

	while (b->preds.data[n] != pred)
		n++;
	return n;
}

/* What v, as an argument of a phi of a successor of b, is for control that enters b from predecessor n. */
static struct ir_insn *value_from(struct ir_insn *v, const struct ir_block *b, size_t n)
{
	return v->op == IR_phi && v->block == b ? v->args[n] : v;
}

/*
 * The way from pred to `via` now goes straight to `to`, a successor of via, as it does through via. Where pred leads to
 * `to` already, its two ways become one (the caller has seen that the values agree).
 */
static void redirect(struct ir_block *pred, struct ir_block *via, struct ir_block *to)
{
	unsigned s = pred->succ[0] != via;
	size_t at = pred_index(via, pred), via_at = pred_index(to, via);

	via->pass.num = BYPASSED;
	if (is_pred(pred, to)) {
		make_unconditional(pred, !s);
		return;
	}
	for (struct ir_insn *phi = to->first; phi->op == IR_phi; phi = phi->next)
		ir_add_arg(phi, value_from(phi->args[via_at], via, at));
	ir_unlink(pred, s);
	ir_link(pred, s, to);
}

/* Whether pred may go to `to` past via: if it leads there already, every phi must get the same both ways. */
static bool may_redirect(struct ir_block *pred, struct ir_block *via, struct ir_block *to)
{
	size_t at, via_at, old_at;

	if (!is_pred(pred, to))
		return true;
	at = pred_index(via, pred);
	via_at = pred_index(to, via);
	old_at = pred_index(to, pred);
	for (struct ir_insn *phi = to->first; phi->op == IR_phi; phi = phi->next)
		if (value_from(phi->args[via_at], via, at) != phi->args[old_at])
			return false;
	return true;
}

/* The results of b are used in b itself and by phis of its successors for the edge from b, nowhere else. */
static bool results_stay(const struct ir_block *b)
{
	for (const struct ir_insn *i = b->first; i; i = i->next)
		for (const struct ir_use *u = i->uses; u; u = u->next) {
			if (u->user->block == b && (u->user->op != IR_phi || i->op != IR_phi))
				continue;
			if (i->op != IR_phi || u->user->op != IR_phi || !is_pred(b, u->user->block) ||
			    u->user->block == b || u->user->block->preds.data[ir_use_arg(u)] != b)
				return false;
		}
	return true;
}

/* ---- empty blocks ---- */

static bool is_empty(const struct ir_block *b)
{
	const struct ir_insn *i = b->first;

	while (i->op == IR_phi)
		i = i->next;
	return i->op == IR_br && b->succ[0] != b;
}

/*
 * A block with many ways in that leads to one with many ways out of phis would multiply their arguments; leaving such
 * blocks in place keeps the pass linear.
 */
static bool pass_by_empty(struct ir_block *b)
{
	struct ir_block *to = b->succ[0];
	bool changed = false, has_phis = to->first->op == IR_phi;

	if (!b->preds.len || (b->first->op == IR_phi && !has_phis) || (b->preds.len > 1 && to->preds.len > 64 && has_phis))
		return false;
	if (!results_stay(b))
		return false;
	for (size_t n = b->preds.len; n-- > 0;) {
		struct ir_block *pred = b->preds.data[n];

		if (pred == b || !may_redirect(pred, b, to))
			continue;
		redirect(pred, b, to);
		changed = true;
	}
	return changed;
}

/* ---- threading ---- */

static bool evaluate(struct ir_insn *v, const struct ir_block *b, size_t pred, int depth, uint64_t *ret)
{
	uint64_t args[2] = { 0, 0 };

	v = value_from(v, b, pred);
	if (v->op == IR_const) {
		*ret = v->imm;
		return true;
	}
	if (v->block != b || v->op == IR_phi || !ir_has(v, IR_PURE) || v->arg_count > 2 || !v->arg_count || !depth)
		return false;
	for (uint32_t n = 0; n < v->arg_count; n++)
		if (!evaluate(v->args[n], b, pred, depth - 1, &args[n]))
			return false;
	return ir_eval(v->op, v->imm, args[0], args[1], ret);
}

static bool is_loop_header(const struct ir_block *b)
{
	for (size_t n = 0; n < b->preds.len; n++)
		if (ir_dominates(b, b->preds.data[n]))
			return true;
	return false;
}

/* Not loop headers: a second way into the loop would make it irreducible. */
static bool may_thread(const struct ir_block *b)
{
	unsigned n = 0;

	if (b->last->op != IR_condbr || is_loop_header(b))
		return false;
	for (struct ir_insn *i = b->first; i != b->last; i = i->next)
		if (i->op != IR_phi && (!ir_has(i, IR_PURE) || ++n > MAX_THREAD_INSNS))
			return false;
	return true;
}

/* Whether the branch that ends b is decided for control from predecessor n; *ret: the successor it takes. */
static bool is_decided(struct ir_block *b, size_t n, unsigned *ret)
{
	struct ir_block *pred = b->preds.data[n];
	struct ir_insn *cond = b->last->args[0];
	uint64_t v;

	if (evaluate(cond, b, n, MAX_THREAD_DEPTH, &v)) {
		*ret = v == 0;
		return true;
	}
	if (pred->last->op != IR_condbr || pred->last->args[0] != value_from(cond, b, n))
		return false;
	*ret = pred->succ[0] != b; /* the predecessor has just asked the same */
	return true;
}

/* Where u is used, for questions of dominance: a phi's argument at the end of the predecessor. */
static struct ir_block *use_block(const struct ir_use *u)
{
	return u->user->op == IR_phi ? u->user->block->preds.data[ir_use_arg(u)] : u->user->block;
}

/* Outside b, its results are used only below `to`, which is entered from b alone; and they are phis. */
static bool results_go_to(const struct ir_block *b, const struct ir_block *to)
{
	if (to->preds.len != 1 || to->pass.num == BYPASSED)
		return false;
	for (const struct ir_insn *i = b->first; i; i = i->next)
		for (const struct ir_use *u = i->uses; u; u = u->next) {
			if (u->user->block == b && u->user->op != IR_phi)
				continue;
			if (i->op != IR_phi || !ir_dominates(to, use_block(u)))
				return false;
		}
	return true;
}

/* The phis of b get successors in `to`, where another way will join that from b. */
static void move_results(struct ir_block *b, struct ir_block *to)
{
	for (struct ir_insn *i = b->first; i->op == IR_phi; i = i->next) {
		struct ir_insn *moved = NULL;

		for (struct ir_use *u = i->uses, *next; u; u = next) {
			next = u->next;
			if (u->user->block == b)
				continue;
			if (!moved) {
				moved = ir_insn_new(b->func, IR_phi, 0, i->span);
				ir_insert_before(to->first, moved);
			}
			ir_set_arg(u->user, ir_use_arg(u), moved);
		}
		if (moved)
			ir_add_arg(moved, i);
	}
}

static bool thread(struct ir_block *b)
{
	bool changed = false;

	if (!may_thread(b))
		return false;
	for (size_t n = b->preds.len; n-- > 0;) {
		struct ir_block *pred = b->preds.data[n], *to;
		unsigned taken;

		if (pred == b || !is_decided(b, n, &taken))
			continue;
		to = b->succ[taken];
		if (to == b)
			continue;
		if (!results_stay(b)) {
			if (!results_go_to(b, to) || is_pred(pred, to))
				continue;
			move_results(b, to);
		}
		if (!may_redirect(pred, b, to))
			continue;
		redirect(pred, b, to);
		changed = true;
	}
	return changed;
}

/* ---- merging ---- */

static void merge_into(struct ir_block *b, struct ir_block *next)
{
	while (next->first->op == IR_phi)
		opt_replace(next->first, next->first->args[0]);
	ir_remove(b->last);
	for (struct ir_insn *i = next->first, *after; i; i = after) {
		after = i->next;
		ir_detach(i);
		ir_append(b, i);
	}
	ir_unlink(b, 0);
	for (unsigned n = 0; n < 2; n++) {
		struct ir_block *to = next->succ[n];

		b->succ[n] = to;
		if (to)
			to->preds.data[pred_index(to, next)] = b;
		next->succ[n] = NULL;
	}
	ir_block_remove(next);
}

static bool merge(struct ir_block *b)
{
	bool changed = false;

	while (b->last->op == IR_br) {
		struct ir_block *next = b->succ[0];

		if (next == b || next->preds.len != 1 || next == b->func->first)
			break;
		merge_into(b, next);
		changed = true;
	}
	return changed;
}

/* ---- the pass ---- */

static bool simplify_block(struct ir_block *b)
{
	bool changed = fold_constant_branch(b);

	if (b != b->func->first && is_empty(b))
		changed |= pass_by_empty(b);
	else
		changed |= thread(b);
	return changed;
}

/* Each block in turn, backwards so that chains of empty blocks shorten from their ends; unreachable ones go at the end. */
static bool simplify_blocks(struct ir_func *f)
{
	bool changed = false;

	for (size_t n = 0; n < f->order.len; n++)
		f->order.data[n]->pass.num = INTACT;
	for (size_t n = f->order.len; n-- > 0;)
		changed |= simplify_block(f->order.data[n]);
	if (changed)
		ir_analyze(f);
	return changed;
}

static bool merge_blocks(struct ir_func *f)
{
	bool changed = false;

	for (struct ir_block *b = f->first; b; b = b->next)
		changed |= merge(b);
	if (changed)
		ir_analyze(f);
	return changed;
}

bool opt_simplify_cfg(struct ir_func *f)
{
	bool changed = use_facts(f);

	changed |= simplify_blocks(f);
	return changed | merge_blocks(f);
}
