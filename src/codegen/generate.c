/*
 * The way of a program through code generation: functions in the order callees first, since what they leave of the 512
 * bytes of stack is what their callers have; then all of them one after the other, calls resolved.
 */
#include <assert.h>

#include "codegen/mach.h"

#define FRAME_ROUND 32	 /* the verifier rounds every frame up to this */
#define SPILL_RESERVE 64 /* what callers keep for spilled values, where chains of calls leave so much */
#define LEAST_RESERVE 16 /* the key for scratch memory, and one value on its way there */
#define LEAST_LIMIT 96	 /* lower limits of tests hold for slots only */
#define MAX_ATTEMPTS 16

struct plan {
	struct cg_unit *unit;
	struct cg_fn **fns;   /* by function index; NULL: not yet */
	uint32_t *above;      /* stack that callers need at least */
	uint32_t reserve;     /* of it, for spilled values of each */
	uint32_t *depth_of;   /* stack of the deepest chain of calls from there on */
	VEC(uint32_t) order;  /* callees first */
	bool *seen;
	struct callees VEC_BODY(struct ir_func *) *callees; /* by function index, once for each call */
};

/* ---- one function ---- */

/* Slots keep the place that the attempt before gave them. Those that came since then are of demoted values. */
static struct cg_slot *make_slots(struct cg_fn *fn, const struct cg_fn *last)
{
	uint32_t n = fn->f->slots.len;
	struct cg_slot *slots = ARENA_ARRAY(fn->a, struct cg_slot, n + 1);

	for (uint32_t k = 0; k < n; k++) {
		const struct ir_slot *s = &fn->f->slots.data[k];

		slots[k] = (struct cg_slot){ .size = s->size, .must_stack = s->must_be_stack, .whole = s->whole_frame };
		if (last)
			slots[k].place = k < last->key_slot ? last->slots[k].place : CG_SCRATCH;
	}
	slots[n] = (struct cg_slot){ .size = 4, .must_stack = true };
	fn->key_slot = n;
	fn->slot_count = n + 1;
	return slots;
}

/* A fresh start that keeps only where slots are. */
static struct cg_fn *function_new(struct cg_unit *unit, struct arena *a, struct ir_func *f, const struct cg_fn *last)
{
	struct cg_fn *fn = ARENA_NEW(a, struct cg_fn);

	fn->a = a;
	fn->unit = unit;
	fn->f = f;
	fn->slots = make_slots(fn, last);
	fn->scratch_start = unit->scratch_bytes;
	fn->reg_mask = unit->opt->reg_mask ? unit->opt->reg_mask : (1 << CG_REGS) - 1;
	for (uint32_t k = 0; k < fn->slot_count; k++)
		if (fn->slots[k].place == CG_SCRATCH) {
			fn->uses_scratch = true;
			fn->scratch_reach += ALIGN_UP(fn->slots[k].size, 8);
		}
	return fn;
}

/* A frame that holds all of the function; false: it must be selected again. */
static bool frame_fits(struct cg_fn *fn, uint32_t limit, uint32_t hard_limit)
{
	if (cg_frame_layout(fn, limit, hard_limit) || fn->unit->error)
		return false;
	if (fn->homeless == 0)
		return true;
	if (fn->unit->opt->scratch_map < 0 || !cg_demote(fn))
		fn->unit->error = "too many values are live at once for the BPF stack";
	return false;
}

/* Cells that moves turn out to need are part of the frame too. */
static bool encode_function(struct cg_fn *fn, uint32_t limit, uint32_t hard_limit)
{
	cg_edges_skip_empty(fn);
	cg_emit(fn);
	while (fn->emergency_need > fn->emergency_cells) {
		if (!frame_fits(fn, limit, hard_limit))
			return false;
		cg_emit(fn);
	}
	cg_branches_resolve(fn);
	return true;
}

static bool attempt(struct cg_fn *fn, uint32_t limit, uint32_t hard_limit)
{
	cg_blocks_build(fn);
	cg_select(fn);
	cg_slots_live(fn);
	if (cg_frame_layout(fn, limit, hard_limit) || fn->unit->error)
		return false;
	cg_bounds_mark(fn);
	cg_live_build(fn);
	cg_hints_find(fn);
	cg_allocate(fn);
	return frame_fits(fn, limit, hard_limit) && encode_function(fn, limit, hard_limit);
}

/*
 * Selects and allocates until the frame fits: each time, slots that found no room are marked for scratch memory, which
 * changes the instructions.
 */
static struct cg_fn *generate_function(struct cg_unit *unit, struct ir_func *f, uint32_t limit, uint32_t hard_limit)
{
	struct cg_fn *fn = NULL;

	for (unsigned k = 0; k < MAX_ATTEMPTS && !unit->error; k++) {
		fn = function_new(unit, unit->arena, f, fn);
		if (attempt(fn, limit, hard_limit)) {
			unit->scratch_bytes += fn->scratch_bytes;
			return fn;
		}
	}
	if (!unit->error)
		unit->error = "the frame of a function finds no room";
	return NULL;
}

/* ---- stack of the call graph ---- */

static uint32_t round_frame(uint32_t bytes)
{
	return ALIGN_UP(MAX(bytes, 1u), FRAME_ROUND);
}

static uint32_t minimal_frame(const struct plan *p, const struct ir_func *f)
{
	uint32_t bytes = f->code ? cg_native_stack(f) : p->reserve;

	for (size_t k = 0; k < f->slots.len; k++)
		if (f->slots.data[k].must_be_stack)
			bytes += ALIGN_UP(f->slots.data[k].size, 8);
	return round_frame(bytes);
}

struct finder {
	struct arena *a;
	struct callees *list;
};

static void add_callee(void *ctx, struct ir_func *callee)
{
	const struct finder *f = ctx;

	vec_push(f->a, f->list, callee);
}

static void find_callees(struct plan *p, struct ir_func *f)
{
	struct finder to = { p->unit->arena, &p->callees[f->index] };

	cg_native_callees(f, add_callee, &to);
	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			if (ir_has_callee(i))
				add_callee(&to, ir_callee(i));
}

/* A module of one function calls none. */
static void find_all_callees(struct plan *p)
{
	struct ir_module *m = p->unit->m;

	p->callees = ARENA_ARRAY(p->unit->arena, struct callees, m->funcs.len);
	for (size_t k = 0; m->funcs.len > 1 && k < m->funcs.len; k++)
		find_callees(p, m->funcs.data[k]);
}

static void order_function(struct plan *p, struct ir_func *f)
{
	const struct callees *callees = &p->callees[f->index];

	p->seen[f->index] = true;
	for (size_t k = 0; k < callees->len; k++)
		if (!p->seen[callees->data[k]->index])
			order_function(p, callees->data[k]);
	vec_push(p->unit->arena, &p->order, f->index);
}

static void push_down(struct plan *p, struct ir_func *f)
{
	const struct callees *callees = &p->callees[f->index];

	for (size_t k = 0; k < callees->len; k++) {
		uint32_t *above = &p->above[callees->data[k]->index];

		*above = MAX(*above, p->above[f->index] + minimal_frame(p, f));
	}
}

/* Stack of the deepest chain of calls that start in f's callees. */
static uint32_t stack_below(const struct plan *p, const struct ir_func *f)
{
	const struct callees *callees = &p->callees[f->index];
	uint32_t deepest = 0;

	for (size_t k = 0; k < callees->len; k++)
		deepest = MAX(deepest, p->depth_of[callees->data[k]->index]);
	return deepest;
}

/* What each function's callers need, with a given reserve. true: all chains of calls fit. */
static bool plan_chains(struct plan *p, uint32_t reserve)
{
	struct ir_module *m = p->unit->m;
	bool fits = true;

	p->reserve = reserve;
	memset(p->above, 0, m->funcs.len * sizeof(*p->above));
	for (size_t k = p->order.len; k-- > 0;) {
		struct ir_func *f = m->funcs.data[p->order.data[k]];
		push_down(p, f);
		fits &= p->above[f->index] + minimal_frame(p, f) <= CG_STACK_BYTES;
	}
	return fits;
}

static void generate_functions(struct plan *p)
{
	struct ir_module *m = p->unit->m;
	uint32_t soft = p->unit->opt->stack_limit ? p->unit->opt->stack_limit : CG_STACK_BYTES;

	find_all_callees(p);
	order_function(p, m->funcs.data[0]);
	for (uint32_t reserve = SPILL_RESERVE; !plan_chains(p, reserve) && reserve > LEAST_RESERVE;)
		reserve -= 8;
	for (size_t k = 0; k < p->order.len && !p->unit->error; k++) {
		struct ir_func *f = m->funcs.data[p->order.data[k]];
		uint32_t taken = p->above[f->index] + stack_below(p, f);
		uint32_t hard = taken < CG_STACK_BYTES ? CG_STACK_BYTES - taken : 0;
		struct cg_fn *fn;

		hard = MIN(hard, MAX(soft, (uint32_t)LEAST_LIMIT));
		fn = f->code ? cg_native(p->unit, f, CG_STACK_BYTES - MIN(taken, CG_STACK_BYTES)) :
			       generate_function(p->unit, f, MIN(soft, hard), hard);
		p->fns[f->index] = fn;
		if (fn)
			p->depth_of[f->index] = stack_below(p, f) + round_frame(fn->stack_bytes);
	}
}

/* ---- the program ---- */

/* Loops that the verifier follows may be bounded by what the caller gives. */
static bool has_loops(const struct ir_func *f)
{
	for (const struct ir_block *b = f->first; b; b = b->next)
		if (b->loop_depth)
			return true;
	return false;
}

static void append_function(struct cg_program *prog, struct arena *a, const struct cg_fn *fn, uint32_t first)
{
	struct cg_func func = { fn->f->name, first, fn->f->kind, fn->stack_bytes, fn->f->is_numeric && !has_loops(fn->f) };

	memcpy(prog->insns + first, fn->code.data, fn->code.len * sizeof(struct bpf_insn));
	for (size_t k = 0; k < fn->relocs.len; k++) {
		struct cg_reloc r = fn->relocs.data[k];

		r.insn += first;
		vec_push(a, &prog->relocs, r);
	}
	/* The kernel wants a line for the first instruction of every function. */
	if (fn->f->span.source && (!fn->lines.len || fn->lines.data[0].insn))
		vec_push(a, &prog->lines, (struct cg_line){ first, fn->f->span });
	for (size_t k = 0; k < fn->lines.len; k++) {
		struct cg_line l = fn->lines.data[k];

		l.insn += first;
		vec_push(a, &prog->lines, l);
	}
	vec_push(a, &prog->funcs, func);
}

static void link_calls(struct cg_program *prog, const uint32_t *start)
{
	for (size_t k = 0; k < prog->relocs.len; k++) {
		const struct cg_reloc *r = &prog->relocs.data[k];

		if (r->kind == CG_RELOC_FUNC)
			prog->insns[r->insn].imm = (int32_t)start[r->index] - (int32_t)r->insn - 1;
	}
}

static void assemble(struct plan *p, struct arena *a)
{
	struct cg_program *prog = p->unit->prog;
	size_t funcs = p->unit->m->funcs.len;
	uint32_t *start = ARENA_ARRAY(a, uint32_t, funcs), n = 0;

	for (size_t k = 0; k < funcs; k++) {
		start[k] = n;
		n += p->fns[k] ? p->fns[k]->code.len : 0;
	}
	prog->insns = ARENA_ARRAY(a, struct bpf_insn, n);
	prog->insn_count = n;
	prog->scratch_bytes = p->unit->scratch_bytes;
	for (size_t k = 0; k < funcs; k++)
		if (p->fns[k])
			append_function(prog, a, p->fns[k], start[k]);
	link_calls(prog, start);
}

static const char *check_functions(struct ir_module *m)
{
	for (size_t k = 0; k < m->funcs.len; k++) {
		if (m->funcs.data[k]->param_count > CG_ARGS)
			return "a function with more than 5 parameters";
		if (!m->funcs.data[k]->code)
			ir_analyze(m->funcs.data[k]);
	}
	return NULL;
}

static void generate_program(struct cg_unit *unit, struct arena *result)
{
	size_t funcs = unit->m->funcs.len;
	struct plan plan = { .unit = unit };

	plan.fns = ARENA_ARRAY(unit->arena, struct cg_fn *, funcs);
	plan.above = ARENA_ARRAY(unit->arena, uint32_t, funcs);
	plan.seen = ARENA_ARRAY(unit->arena, bool, funcs);
	plan.depth_of = ARENA_ARRAY(unit->arena, uint32_t, funcs);
	generate_functions(&plan);
	if (!unit->error)
		assemble(&plan, result);
}

struct cg_program *cg_generate(struct arena *a, struct ir_module *m, const struct cg_options *opt,
			       const char **ret_error)
{
	struct cg_unit unit = { .arena = arena_new(), .m = m, .opt = opt, .prog = ARENA_NEW(a, struct cg_program) };

	assert(m->funcs.len);
	unit.prog->name = m->funcs.data[0]->name;
	unit.prog->module = m;
	unit.error = check_functions(m);
	if (!unit.error)
		generate_program(&unit, a);
	arena_free(unit.arena);
	if (unit.error)
		*ret_error = unit.error;
	return unit.error ? NULL : unit.prog;
}
