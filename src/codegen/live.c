/*
 * Liveness. Each virtual register is defined once, so its life is found by walking back from its uses to its
 * definition; the cost is the size of the result. A life is a sorted list of ranges of positions, with holes where
 * the layout passes blocks in which the value is dead. Calls and parameters take physical registers for fixed ranges.
 */
#include <assert.h>
#include <stdlib.h>

#include "codegen/mach.h"

bool cg_alu_commutes(unsigned code)
{
	return code == BPF_ADD || code == BPF_MUL || code == BPF_AND || code == BPF_OR || code == BPF_XOR;
}

/* ---- uses of an instruction ---- */

uint32_t cg_opd_uses(const struct cg_fn *fn, const struct cg_opd *o)
{
	if (o->kind == CG_OPD_VREG)
		return o->index;
	if (o->kind == CG_OPD_SLOT && fn->slots[o->index].place == CG_SCRATCH)
		return fn->scratch_vreg;
	return CG_NONE;
}

static unsigned add_use(const struct cg_fn *fn, struct cg_use_ref *out, unsigned n, const struct cg_opd *o,
			enum cg_use_kind kind, bool late)
{
	uint32_t v = cg_opd_uses(fn, o);

	if (v == CG_NONE)
		return n;
	out[n] = (struct cg_use_ref){ v, kind, late };
	return n + 1;
}

static unsigned alu_uses(const struct cg_fn *fn, const struct cg_minsn *m, struct cg_use_ref *out)
{
	bool commutes = cg_alu_commutes(m->code);
	enum cg_use_kind kind = m->b.kind == CG_OPD_VREG && commutes ? CG_USE_MUST : CG_USE_SHOULD;
	unsigned n = add_use(fn, out, 0, &m->a, kind, false);

	return add_use(fn, out, n, &m->b, CG_USE_MUST, !commutes);
}

unsigned cg_insn_uses(const struct cg_fn *fn, const struct cg_minsn *m, struct cg_use_ref out[CG_MAX_USES])
{
	unsigned n = 0;

	switch ((enum cg_mop)m->op) {
	case CG_MOV:
	case CG_RET: return add_use(fn, out, 0, &m->a, CG_USE_ANY, false);
	case CG_ALU: return alu_uses(fn, m, out);
	case CG_MOV32:
	case CG_NEG:
	case CG_BSWAP:
	case CG_LOAD: return add_use(fn, out, 0, &m->a, CG_USE_MUST, false);
	case CG_SETCC:
	case CG_STORE:
	case CG_XADD:
	case CG_CONDBR:
		n = add_use(fn, out, 0, &m->a, CG_USE_MUST, false);
		return add_use(fn, out, n, &m->b, CG_USE_MUST, false);
	case CG_CALL:
		for (unsigned k = 0; k < m->call->arg_count; k++)
			n = add_use(fn, out, n, &m->call->args[k], CG_USE_ANY, false);
		return n;
	case CG_BR: return 0;
	}
	return 0;
}

/* ---- collecting ---- */

static void count_uses(struct cg_fn *fn)
{
	struct cg_use_ref refs[CG_MAX_USES];

	for (size_t i = 0; i < fn->insns.len; i++) {
		unsigned n = cg_insn_uses(fn, &fn->insns.data[i], refs);

		while (n)
			fn->vregs.data[refs[--n].vreg].use_count++;
	}
	for (size_t i = 0; i < fn->vregs.len; i++) {
		struct cg_vreg *v = &fn->vregs.data[i];

		v->uses = v->use_count ? ARENA_ARRAY(fn->a, struct cg_use, v->use_count) : NULL;
		v->use_count = 0;
	}
}

static void add_uses(struct cg_fn *fn, struct cg_block *b, uint32_t i)
{
	struct cg_use_ref refs[CG_MAX_USES];
	unsigned n = cg_insn_uses(fn, &fn->insns.data[i], refs);

	for (unsigned k = 0; k < n; k++) {
		struct cg_vreg *v = &fn->vregs.data[refs[k].vreg];

		v->uses[v->use_count++] = (struct cg_use){ 2 * i + refs[k].late, refs[k].kind, b->depth };
	}
}

static void fix(struct cg_fn *fn, unsigned reg, uint32_t from, uint32_t to)
{
	vec_push(fn->a, &fn->fixed[reg], (struct cg_range){ from, to });
}

/* A call spoils R0-R5; its result stays in R0 until the move that fetches it. */
static void fix_call(struct cg_fn *fn, uint32_t i)
{
	const struct cg_minsn *next = &fn->insns.data[i + 1];
	bool fetched = next->op == CG_MOV && next->a.kind == CG_OPD_PHYS && next->a.index == BPF_REG_0;

	fix(fn, BPF_REG_0, 2 * i + 1, 2 * i + (fetched ? 3 : 2));
	for (unsigned r = BPF_REG_1; r <= BPF_REG_5; r++)
		fix(fn, r, 2 * i + 1, 2 * i + 2);
}

static void visit_insn(struct cg_fn *fn, struct cg_block *b, uint32_t i)
{
	const struct cg_minsn *m = &fn->insns.data[i];

	fn->block_at[i] = b;
	add_uses(fn, b, i);
	if (m->dst != CG_NONE) {
		struct cg_vreg *v = &fn->vregs.data[m->dst];

		v->def_block = b;
		v->def_pos = 2 * i + (m->op != CG_SETCC); /* which writes its result before the comparison */
	}
	if (m->op == CG_CALL)
		fix_call(fn, i);
	if (m->op == CG_MOV && m->a.kind == CG_OPD_PHYS && b == fn->prologue && m->a.index != BPF_REG_0)
		fix(fn, m->a.index, 0, 2 * i + 1);
}

/* Phis are written where their block begins; what can be made again is there from the start of its block. */
static void place_definitions(struct cg_fn *fn)
{
	for (size_t i = 0; i < fn->vregs.len; i++) {
		struct cg_vreg *v = &fn->vregs.data[i];

		if (v->is_phi)
			v->def_block = fn->block_of[v->ir->block->id];
		if (v->is_phi || v->remat.kind != CG_OPD_NONE)
			v->def_pos = cg_block_from(v->def_block);
	}
}

/* ---- ranges ---- */

struct walk {
	struct cg_fn *fn;
	uint32_t vreg;
	/* by block order; stamps hold vreg + 1 */
	uint32_t *live_in, *live_out, *last_use, *last_stamp;
	VEC(struct cg_block *) work, touched;
};

static void touch_in(struct walk *w, struct cg_block *b)
{
	if (w->live_in[b->order] == w->vreg + 1)
		return;
	w->live_in[b->order] = w->vreg + 1;
	vec_push(w->fn->a, &b->live_in, w->vreg);
	vec_push(w->fn->a, &w->work, b);
	vec_push(w->fn->a, &w->touched, b);
}

static void touch_out(struct walk *w, struct cg_block *b)
{
	w->live_out[b->order] = w->vreg + 1;
	if (b != w->fn->vregs.data[w->vreg].def_block)
		touch_in(w, b);
}

static void walk_back(struct walk *w)
{
	while (w->work.len) {
		struct cg_block *b = vec_last(&w->work);

		w->work.len--;
		for (size_t k = 0; k < b->preds.len; k++)
			touch_out(w, b->preds.data[k].from);
	}
}

static void walk_uses(struct walk *w, const struct cg_vreg *v)
{
	for (uint32_t k = 0; k < v->use_count; k++) {
		struct cg_block *b = w->fn->block_at[v->uses[k].pos / 2];

		w->last_use[b->order] = v->uses[k].pos + 1;
		w->last_stamp[b->order] = w->vreg + 1;
		if (b != v->def_block)
			touch_in(w, b);
	}
}

static int compare_order(const void *a, const void *b)
{
	uint32_t x = (*(struct cg_block *const *)a)->order, y = (*(struct cg_block *const *)b)->order;

	return x < y ? -1 : x > y;
}

static void add_range(struct cg_vreg *v, uint32_t from, uint32_t to)
{
	if (v->range_count && v->ranges[v->range_count - 1].to == from)
		v->ranges[v->range_count - 1].to = to;
	else
		v->ranges[v->range_count++] = (struct cg_range){ from, to };
}

static void make_ranges(struct walk *w, struct cg_vreg *v)
{
	uint32_t stamp = w->vreg + 1;

	vec_push(w->fn->a, &w->touched, v->def_block);
	if (w->touched.len > 1)
		qsort(w->touched.data, w->touched.len, sizeof(w->touched.data[0]), compare_order);
	v->ranges = ARENA_ARRAY(w->fn->a, struct cg_range, w->touched.len);
	for (size_t k = 0; k < w->touched.len; k++) {
		struct cg_block *b = w->touched.data[k];
		uint32_t from = w->live_in[b->order] == stamp ? cg_block_from(b) : v->def_pos, to = v->def_pos + 1;

		if (w->live_out[b->order] == stamp)
			to = cg_block_to(b);
		else if (w->last_stamp[b->order] == stamp)
			to = w->last_use[b->order];
		add_range(v, from, MAX(to, from + 1));
	}
	w->touched.len = 0;
}

/* Arguments of phis live to the end of the block that they come from. */
struct phi_use {
	uint32_t vreg;
	struct cg_block *from;
};

static int compare_phi_use(const void *a, const void *b)
{
	const struct phi_use *x = a, *y = b;

	return x->vreg < y->vreg ? -1 : x->vreg > y->vreg;
}

static void add_phi_uses(struct cg_fn *fn, struct cg_block *b, const struct ir_insn *phi, struct phi_use *out,
			 size_t *n)
{
	for (size_t k = 0; k < b->preds.len; k++) {
		struct cg_opd o;

		if (b->preds.data[k].arg == CG_NONE)
			continue;
		o = cg_select_any(fn, phi->args[b->preds.data[k].arg]);
		if (cg_opd_uses(fn, &o) != CG_NONE)
			out[(*n)++] = (struct phi_use){ cg_opd_uses(fn, &o), b->preds.data[k].from };
	}
}

static size_t collect_phi_uses(struct cg_fn *fn, struct phi_use **ret)
{
	size_t n = 0, max = 1;

	for (size_t k = 0; k < fn->vregs.len; k++)
		max += fn->vregs.data[k].is_phi ? fn->vregs.data[k].ir->arg_count : 0;
	*ret = ARENA_ARRAY(fn->a, struct phi_use, max);
	for (size_t k = 0; k < fn->vregs.len; k++) {
		const struct cg_vreg *v = &fn->vregs.data[k];

		if (v->is_phi)
			add_phi_uses(fn, fn->block_of[v->ir->block->id], v->ir, *ret, &n);
	}
	qsort(*ret, n, sizeof(**ret), compare_phi_use);
	return n;
}

static void find_ranges(struct cg_fn *fn)
{
	size_t blocks = fn->blocks.len, next = 0, phi_uses;
	struct walk w = { .fn = fn };
	struct phi_use *phis;

	w.live_in = ARENA_ARRAY(fn->a, uint32_t, blocks);
	w.live_out = ARENA_ARRAY(fn->a, uint32_t, blocks);
	w.last_use = ARENA_ARRAY(fn->a, uint32_t, blocks);
	w.last_stamp = ARENA_ARRAY(fn->a, uint32_t, blocks);
	phi_uses = collect_phi_uses(fn, &phis);
	for (w.vreg = 0; w.vreg < fn->vregs.len; w.vreg++) {
		struct cg_vreg *v = &fn->vregs.data[w.vreg];

		if (!v->def_block)
			continue;
		walk_uses(&w, v);
		for (; next < phi_uses && phis[next].vreg == w.vreg; next++)
			touch_out(&w, phis[next].from);
		walk_back(&w);
		make_ranges(&w, v);
	}
}

void cg_live_build(struct cg_fn *fn)
{
	fn->block_at = ARENA_ARRAY(fn->a, struct cg_block *, fn->insns.len);
	count_uses(fn);
	for (size_t k = 0; k < fn->blocks.len; k++) {
		struct cg_block *b = fn->blocks.data[k];

		for (uint32_t i = b->first; i < b->end; i++)
			visit_insn(fn, b, i);
	}
	place_definitions(fn);
	find_ranges(fn);
}

/* ---- hints ---- */

static void hint(struct cg_fn *fn, const struct cg_opd *o, int reg)
{
	if (o->kind == CG_OPD_VREG && fn->vregs.data[o->index].hint < 0)
		fn->vregs.data[o->index].hint = reg;
}

static void hint_pair(struct cg_fn *fn, uint32_t a, uint32_t b)
{
	struct cg_vreg *v = &fn->vregs.data[a];

	if (v->hint_vreg[0] == CG_NONE)
		v->hint_vreg[0] = b;
	else
		v->hint_vreg[1] = b;
}

static void hint_insn(struct cg_fn *fn, const struct cg_minsn *m)
{
	if (m->op == CG_CALL)
		for (unsigned k = 0; k < m->call->arg_count; k++)
			hint(fn, &m->call->args[k], BPF_REG_1 + k);
	if (m->op == CG_RET)
		hint(fn, &m->a, BPF_REG_0);
	if (m->dst == CG_NONE || m->op == CG_LOAD || m->op == CG_SETCC)
		return;
	if (m->a.kind == CG_OPD_PHYS && fn->vregs.data[m->dst].hint < 0)
		fn->vregs.data[m->dst].hint = m->a.index;
	if (m->a.kind != CG_OPD_VREG)
		return;
	hint_pair(fn, m->dst, m->a.index);
	if (fn->vregs.data[m->a.index].use_count == 1)
		hint(fn, &m->a, fn->vregs.data[m->dst].hint);
}

static void hint_phi(struct cg_fn *fn, uint32_t phi)
{
	const struct ir_insn *ir = fn->vregs.data[phi].ir;

	for (uint32_t k = 0; k < ir->arg_count; k++) {
		struct cg_opd o = cg_select_any(fn, ir->args[k]);

		if (o.kind != CG_OPD_VREG || o.index == phi)
			continue;
		hint_pair(fn, o.index, phi);
		if (fn->vregs.data[phi].hint_vreg[1] == CG_NONE)
			hint_pair(fn, phi, o.index);
	}
}

/* Last to first, so that a wish for a register travels up a chain of operations. */
void cg_hints_find(struct cg_fn *fn)
{
	for (uint32_t v = 0; v < fn->vregs.len; v++)
		if (fn->vregs.data[v].is_phi)
			hint_phi(fn, v);
	for (size_t i = fn->insns.len; i-- > 0;)
		hint_insn(fn, &fn->insns.data[i]);
}
