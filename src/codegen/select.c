/*
 * Instruction selection: blocks last to first, instructions last to first, so that whether a value is wanted in a
 * register is known when its definition is met; what is folded into its users or not used at all makes no instruction.
 * Each IR instruction becomes a short sequence written forward; the whole list is reversed at the end.
 *
 * Constants and addresses of slots and maps are made at each use, as moves can make them for the price of a copy. Only
 * the address of a map's value is a register that allocation may keep or make again.
 */
#include <assert.h>

#include "codegen/mach.h"

bool cg_fits32(int64_t v)
{
	return v == (int32_t)v;
}

struct cg_minsn *cg_push(struct cg_fn *fn, enum cg_mop op)
{
	vec_push(fn->a, &fn->seq, (struct cg_minsn){ .op = op, .size = 8, .dst = CG_NONE, .ir = fn->current });
	return &vec_last(&fn->seq);
}

uint32_t cg_vreg_new(struct cg_fn *fn, const struct ir_insn *ir)
{
	struct cg_vreg v = {
		.ir = ir,
		.hint = -1,
		.last_reg = -1,
		.bits = 64,
		.multiple = 1,
		.hint_vreg = { CG_NONE, CG_NONE },
	};

	vec_push(fn->a, &fn->vregs, v);
	return fn->vregs.len - 1;
}

bool cg_is_selected(const struct cg_fn *fn, const struct ir_insn *value)
{
	return fn->vreg_of[value->id] != CG_NONE;
}

static uint32_t new_value(struct cg_fn *fn, const struct ir_insn *value)
{
	uint32_t v = cg_vreg_new(fn, value);

	if (value->op == IR_map_value) {
		fn->vregs.data[v].remat = (struct cg_opd){ CG_OPD_MAP_VALUE, value->imm, value->imm2 };
		fn->vregs.data[v].def_block = fn->block_of[value->block->id];
	}
	fn->vregs.data[v].is_phi = value->op == IR_phi;
	fn->vregs.data[v].bits = cg_known_bits(value);
	fn->vregs.data[v].multiple = cg_known_multiple(value);
	fn->vreg_of[value->id] = v;
	return v;
}

static uint32_t param_vreg(struct cg_fn *fn, const struct ir_insn *value)
{
	uint32_t *v = &fn->param_vreg[value->imm];

	assert(value->imm >= 0 && value->imm < CG_ARGS);
	if (*v == CG_NONE)
		*v = cg_vreg_new(fn, value);
	return *v;
}

static bool is_movable(const struct ir_insn *v)
{
	switch (v->op) {
	case IR_undef:
	case IR_const:
	case IR_slot:
	case IR_map_ptr:
	case IR_func_addr: return true;
	default: return false;
	}
}

uint32_t cg_select_vreg(struct cg_fn *fn, const struct ir_insn *value)
{
	uint32_t v;

	if (value->op == IR_param)
		return param_vreg(fn, value);
	if (!is_movable(value))
		return cg_is_selected(fn, value) ? fn->vreg_of[value->id] : new_value(fn, value);
	v = cg_vreg_new(fn, value);
	struct cg_opd src = cg_select_any(fn, value);
	struct cg_minsn *m = cg_push(fn, CG_MOV);
	m->dst = v;
	m->a = src;
	return v;
}

struct cg_opd cg_select_reg(struct cg_fn *fn, const struct ir_insn *value)
{
	return cg_opd_vreg(cg_select_vreg(fn, value));
}

struct cg_opd cg_select_any(struct cg_fn *fn, const struct ir_insn *value)
{
	switch (value->op) {
	case IR_undef: return cg_opd_imm(0);
	case IR_const: return cg_opd_imm(value->imm);
	case IR_slot: return (struct cg_opd){ CG_OPD_SLOT, value->imm, 0 };
	case IR_map_ptr: return (struct cg_opd){ CG_OPD_MAP, value->imm, 0 };
	case IR_func_addr: return (struct cg_opd){ CG_OPD_FUNC, (uint32_t)value->imm, 0 };
	case IR_map_value: return (struct cg_opd){ CG_OPD_MAP_VALUE, value->imm, value->imm2 };
	case IR_add:
		if (value->args[0]->op == IR_slot && value->args[1]->op == IR_const &&
		    cg_fits32(value->args[1]->imm) && !cg_is_selected(fn, value))
			return (struct cg_opd){ CG_OPD_SLOT, value->args[0]->imm, value->args[1]->imm };
		return cg_select_reg(fn, value);
	default: return cg_select_reg(fn, value);
	}
}

/* ---- addresses ---- */

/* Whether every byte of the access has an offset that an instruction can hold. */
static bool offset_fits(int64_t off, unsigned size)
{
	return off >= INT16_MIN && off + size <= INT16_MAX;
}

/* Slots in scratch memory can lie beyond the reach of an offset from its base. */
static bool slot_in_reach(const struct cg_fn *fn, uint32_t slot, int64_t off, unsigned size)
{
	uint64_t end = (uint64_t)fn->scratch_start + fn->scratch_reach;

	return fn->slots[slot].place == CG_STACK || (end <= INT16_MAX && offset_fits(end + off, size));
}

static bool is_offset(const struct ir_insn *v)
{
	return v->op == IR_add && v->args[1]->op == IR_const;
}

struct cg_opd cg_select_address(struct cg_fn *fn, const struct ir_insn *value, int64_t off, unsigned size)
{
	while (is_offset(value) && !cg_is_selected(fn, value) && offset_fits(off + value->args[1]->imm, size)) {
		off += value->args[1]->imm;
		value = value->args[0];
	}
	if (value->op == IR_slot && slot_in_reach(fn, value->imm, off, size))
		return (struct cg_opd){ CG_OPD_SLOT, value->imm, off };

	struct cg_opd base = cg_select_reg(fn, value);

	if (offset_fits(off, size)) {
		base.imm = off;
		return base;
	}
	struct cg_opd sum = cg_opd_vreg(cg_vreg_new(fn, NULL)), add = cg_opd_imm(off);
	if (!cg_fits32(off)) {
		struct cg_minsn *big = cg_push(fn, CG_MOV);

		big->a = add;
		big->dst = cg_vreg_new(fn, NULL);
		add = cg_opd_vreg(big->dst);
	}
	struct cg_minsn *m = cg_push(fn, CG_ALU);
	m->code = BPF_ADD;
	m->a = base;
	m->b = add;
	m->dst = sum.index;
	return sum;
}

/* ---- calls and leaving ---- */

static const int call_kinds[] = {
	[IR_call] = CG_CALL_HELPER,
	[IR_call_kfunc] = CG_CALL_KFUNC,
	[IR_call_func] = CG_CALL_FUNC,
};

static void select_call(struct cg_fn *fn, const struct ir_insn *i)
{
	struct cg_call *call = ARENA_NEW(fn->a, struct cg_call);

	call->kind = call_kinds[i->op];
	call->id = (int32_t)i->imm;
	call->arg_count = i->arg_count;
	if (call->arg_count > CG_ARGS) {
		fn->unit->error = "a call with more than 5 arguments";
		call->arg_count = CG_ARGS;
	}
	for (unsigned n = 0; n < call->arg_count; n++)
		call->args[n] = cg_select_any(fn, i->args[n]);
	cg_push(fn, CG_CALL)->call = call;
	if (!cg_is_selected(fn, i))
		return;

	struct cg_minsn *m = cg_push(fn, CG_MOV);
	m->a = cg_opd_phys(BPF_REG_0);
	m->dst = fn->vreg_of[i->id];
}

static void select_ret(struct cg_fn *fn, const struct ir_insn *i)
{
	struct cg_opd a = cg_select_any(fn, i->args[0]);

	cg_push(fn, CG_RET)->a = a;
}

/* ---- the walk ---- */

static void select_effect(struct cg_fn *fn, const struct ir_insn *i)
{
	switch (i->op) {
	case IR_store:
	case IR_atomic_add: cg_select_store(fn, i); break;
	case IR_memzero: cg_select_memzero(fn, i); break;
	case IR_memcpy: cg_select_memcpy(fn, i); break;
	case IR_call:
	case IR_call_kfunc:
	case IR_call_func: select_call(fn, i); break;
	case IR_br: cg_push(fn, CG_BR); break;
	case IR_condbr: cg_select_condbr(fn, i); break;
	case IR_ret: select_ret(fn, i); break;
	default: assert(!"an operation without selection");
	}
}

static void select_value(struct cg_fn *fn, const struct ir_insn *i)
{
	uint32_t dst = fn->vreg_of[i->id];

	if (i->op == IR_load || i->op == IR_load_ctx)
		cg_select_load(fn, i, dst);
	else if (cg_is_compare(i->op))
		cg_select_setcc(fn, i, dst);
	else
		cg_select_alu(fn, i, dst);
}

static bool is_call(const struct ir_insn *i)
{
	return i->op == IR_call || i->op == IR_call_kfunc || i->op == IR_call_func;
}

static void select_insn(struct cg_fn *fn, const struct ir_insn *i)
{
	if (!ir_ops[i->op].has_result || is_call(i))
		select_effect(fn, i);
	else if (cg_is_selected(fn, i) && i->op != IR_phi && i->op != IR_map_value)
		select_value(fn, i);
}

static void flush_sequence(struct cg_fn *fn)
{
	while (fn->seq.len) {
		vec_push(fn->a, &fn->insns, vec_last(&fn->seq));
		fn->seq.len--;
	}
}

/* Values that arrive over a back edge are met after their use: all that phis take counts as wanted. */
static void want_phis(struct cg_fn *fn)
{
	for (struct ir_block *b = fn->f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i && i->op == IR_phi; i = i->next) {
			if (!i->use_count)
				continue;
			cg_select_vreg(fn, i);
			for (uint32_t n = 0; n < i->arg_count; n++)
				if (!is_movable(i->args[n]) && i->args[n]->op != IR_map_value)
					cg_select_vreg(fn, i->args[n]);
		}
}

/* Parameters leave R1-R5 first. */
static void select_prologue(struct cg_fn *fn)
{
	for (unsigned n = 0; n < CG_ARGS; n++)
		if (fn->param_vreg[n] != CG_NONE) {
			struct cg_minsn *m = cg_push(fn, CG_MOV);

			m->a = cg_opd_phys(BPF_REG_1 + n);
			m->dst = fn->param_vreg[n];
		}
	cg_push(fn, CG_BR);
}

static struct cg_opd select_this_cpu(struct cg_fn *fn)
{
	struct cg_call *call = ARENA_NEW(fn->a, struct cg_call);
	call->id = BPF_FUNC_get_smp_processor_id;
	cg_push(fn, CG_CALL)->call = call;

	struct cg_minsn *m = cg_push(fn, CG_MOV);
	m->a = cg_opd_phys(BPF_REG_0);
	m->dst = cg_vreg_new(fn, NULL);
	return cg_opd_vreg(m->dst);
}

/* The element of the scratch map; its base stays in a register like any value. */
static void select_lookup(struct cg_fn *fn)
{
	bool by_cpu = fn->unit->opt->scratch_by_cpu;
	struct cg_opd element = by_cpu ? select_this_cpu(fn) : cg_opd_imm(fn->unit->m->program_index);
	struct cg_minsn *m = cg_push(fn, CG_STORE);
	m->size = 4;
	m->a = (struct cg_opd){ CG_OPD_SLOT, fn->key_slot, 0 };
	m->b = element;

	struct cg_call *call = ARENA_NEW(fn->a, struct cg_call);
	call->id = BPF_FUNC_map_lookup_elem;
	call->arg_count = 2;
	call->args[0] = (struct cg_opd){ CG_OPD_MAP, fn->unit->opt->scratch_map, 0 };
	call->args[1] = (struct cg_opd){ CG_OPD_SLOT, fn->key_slot, 0 };
	cg_push(fn, CG_CALL)->call = call;

	m = cg_push(fn, CG_MOV);
	m->a = cg_opd_phys(BPF_REG_0);
	m->dst = fn->scratch_vreg;
	m = cg_push(fn, CG_CONDBR);
	m->code = BPF_JEQ;
	m->a = cg_opd_vreg(fn->scratch_vreg);
	m->b = cg_opd_imm(0);
}

static void select_block(struct cg_fn *fn, struct cg_block *b)
{
	fn->current = NULL;
	fn->current_block = b->ir;
	if (b == fn->prologue) {
		select_prologue(fn);
	} else if (b == fn->lookup) {
		select_lookup(fn);
	} else if (b == fn->null_exit) {
		cg_push(fn, CG_RET)->a = cg_opd_imm(0);
	} else if (!b->ir) {
		cg_push(fn, CG_BR);
	} else {
		for (struct ir_insn *i = b->ir->last; i; i = i->prev) {
			fn->current = i;
			select_insn(fn, i);
			flush_sequence(fn);
		}
	}
	flush_sequence(fn);
}

static void reverse_insns(struct cg_fn *fn)
{
	size_t n = fn->insns.len;

	for (size_t i = 0; i < n / 2; i++) {
		struct cg_minsn t = fn->insns.data[i];

		fn->insns.data[i] = fn->insns.data[n - 1 - i];
		fn->insns.data[n - 1 - i] = t;
	}
	for (size_t i = 0; i < fn->blocks.len; i++) {
		struct cg_block *b = fn->blocks.data[i];
		uint32_t first = n - b->end;

		b->end = n - b->first;
		b->first = first;
	}
}

void cg_select(struct cg_fn *fn)
{
	fn->vreg_of = ARENA_ARRAY(fn->a, uint32_t, MAX(1, fn->f->next_id));
	memset(fn->vreg_of, 0xff, fn->f->next_id * sizeof(uint32_t));
	memset(fn->param_vreg, 0xff, sizeof(fn->param_vreg));
	fn->scratch_vreg = fn->uses_scratch ? cg_vreg_new(fn, NULL) : CG_NONE;
	want_phis(fn);
	for (size_t n = fn->blocks.len; n-- > 0;) {
		struct cg_block *b = fn->blocks.data[n];

		b->first = fn->insns.len;
		select_block(fn, b);
		b->end = fn->insns.len;
	}
	reverse_insns(fn);
}
