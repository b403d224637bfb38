/*
 * Numbers whose range the verifier must know: what is added to a pointer, what helpers take as sizes, what decides in
 * loops (it must see that they end), with what those are computed from. Verifiers before Linux 5.16 forget the range of
 * a number that is spilled, so allocation spills others first.
 */
#include "codegen/mach.h"

#define MAX_DEPTH 3

/* Small by its own operation, whatever its operands are. */
static bool limits_itself(const struct ir_insn *v)
{
	if (v->op == IR_and)
		return v->args[0]->op == IR_const || v->args[1]->op == IR_const;
	return v->op == IR_zext || v->op == IR_load_ctx || cg_is_compare(v->op);
}

static void mark_value(struct cg_fn *fn, const struct ir_insn *v, unsigned depth)
{
	uint32_t id = v->op == IR_param || v->id == IR_NO_ID ? CG_NONE : fn->vreg_of[v->id];

	if (id != CG_NONE) {
		if (fn->vregs.data[id].is_bounded)
			return;
		fn->vregs.data[id].is_bounded = true;
	}
	if (!depth || limits_itself(v) || !(ir_has(v, IR_PURE) || v->op == IR_phi))
		return;
	for (uint32_t k = 0; k < v->arg_count; k++)
		mark_value(fn, v->args[k], depth - 1);
}

static bool leaves_loop(const struct ir_block *b)
{
	return b->succ[0]->loop_depth < b->loop_depth || b->succ[1]->loop_depth < b->loop_depth;
}

static void mark_insn(struct cg_fn *fn, const struct ir_insn *i)
{
	if (i->op == IR_call && i->arg_count > 1)
		for (uint32_t k = 0; k < i->arg_count; k++)
			if (i->args[k]->op != IR_const && !cg_known_pointer(i->args[k]))
				mark_value(fn, i->args[k], MAX_DEPTH);
	if (i->op == IR_condbr && leaves_loop(i->block))
		for (uint32_t k = 0; k < i->args[0]->arg_count; k++)
			mark_value(fn, i->args[0]->args[k], MAX_DEPTH);
	if (i->op != IR_add && i->op != IR_sub)
		return;
	bool left = cg_known_pointer(i->args[0]), right = cg_known_pointer(i->args[1]);
	if (left != right)
		mark_value(fn, i->args[left], MAX_DEPTH);
}

void cg_bounds_mark(struct cg_fn *fn)
{
	for (struct ir_block *b = fn->f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			mark_insn(fn, i);
}
