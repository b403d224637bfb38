/*
 * The builder: appends instructions at a place with a current span, and folds on the way what needs no analysis
 * (constant operands, neutral elements, offsets of offsets), so that lowering can be written without special cases.
 *
 * Code that can't be reached is emitted with b->block NULL: nothing is built and values are the function's undef.
 */
#include "ir/ir.h"

#include <assert.h>
#include <stdarg.h>

#define MAX_CALL_ARGS 5

/* The current span where instructions can refer to it; neighbours share one. */
static const struct span *place(struct ir_builder *b)
{
	const struct span *last = b->kept_span;

	if (!last || last->source != b->span.source || last->begin != b->span.begin || last->end != b->span.end ||
	    last->expansion != b->span.expansion)
		b->kept_span = arena_dup(b->module->arena, &b->span, sizeof(b->span));
	return b->kept_span;
}

static ir_ref emit_n(struct ir_builder *b, enum ir_op op, unsigned n, const ir_ref *args, int64_t imm, int64_t imm2)
{
	struct ir_insn *insn;

	if (!b->block)
		return ir_undef(b->func);
	insn = ir_insn_new(b->func, op, n, place(b));
	insn->imm = imm;
	insn->imm2 = imm2;
	for (unsigned i = 0; i < n; i++)
		ir_set_arg(insn, i, args[i]);
	ir_append(b->block, insn);
	return insn;
}

static ir_ref emit(struct ir_builder *b, enum ir_op op, int64_t imm, int64_t imm2)
{
	return emit_n(b, op, 0, NULL, imm, imm2);
}

static ir_ref emit1(struct ir_builder *b, enum ir_op op, ir_ref x, int64_t imm, int64_t imm2)
{
	return emit_n(b, op, 1, (ir_ref[]){ x }, imm, imm2);
}

static ir_ref emit2(struct ir_builder *b, enum ir_op op, ir_ref x, ir_ref y, int64_t imm, int64_t imm2)
{
	return emit_n(b, op, 2, (ir_ref[]){ x, y }, imm, imm2);
}

/* ---- values ---- */

ir_ref ir_const(struct ir_builder *b, int64_t value)
{
	return emit(b, IR_const, value, 0);
}

static ir_ref unary_imm(struct ir_builder *b, enum ir_op op, ir_ref a, int64_t imm)
{
	uint64_t v;

	if (a->op == IR_const && ir_eval(op, imm, a->imm, 0, &v))
		return ir_const(b, v);
	return emit1(b, op, a, imm, 0);
}

ir_ref ir_unary(struct ir_builder *b, enum ir_op op, ir_ref a)
{
	assert(op == IR_neg || op == IR_not);
	return unary_imm(b, op, a, 0);
}

ir_ref ir_extend(struct ir_builder *b, enum ir_op op, ir_ref a, unsigned bits)
{
	assert(op == IR_zext || op == IR_sext || op == IR_bswap);
	if (bits == 64 && op != IR_bswap)
		return a;
	return unary_imm(b, op, a, bits);
}

ir_ref ir_hidden_zero(struct ir_builder *b)
{
	return emit(b, IR_hidden_zero, 0, 0);
}

/* x op c == x */
static bool is_neutral(enum ir_op op, int64_t c)
{
	switch (op) {
	case IR_add: case IR_sub: case IR_or: case IR_xor:
	case IR_shl: case IR_lshr: case IR_ashr:
		return c == 0;
	case IR_mul: case IR_udiv:
		return c == 1;
	case IR_and:
		return c == -1;
	default:
		return false;
	}
}

ir_ref ir_binary(struct ir_builder *b, enum ir_op op, ir_ref x, ir_ref y)
{
	uint64_t v;

	assert(ir_ops[op].args == 2 && ir_ops[op].has_result);
	if (x->op == IR_const && y->op == IR_const && ir_eval(op, 0, x->imm, y->imm, &v))
		return ir_const(b, v);
	if (ir_ops[op].flags & IR_COMMUTES && x->op == IR_const) {
		ir_ref t = x;
		x = y;
		y = t;
	}
	if (y->op != IR_const)
		return emit2(b, op, x, y, 0, 0);
	if (is_neutral(op, y->imm))
		return x;
	if (op == IR_sub)
		return ir_binary(b, IR_add, x, ir_const(b, -(uint64_t)y->imm));
	if (op == IR_add && x->op == IR_add && x->args[1]->op == IR_const)
		return ir_offset(b, x->args[0], (uint64_t)x->args[1]->imm + y->imm);
	return emit2(b, op, x, y, 0, 0);
}

ir_ref ir_param(struct ir_builder *b, unsigned n)
{
	struct ir_block *entry = b->func->first;
	struct ir_insn *i = entry->first, *insn;

	assert(n < b->func->param_count);
	for (; i && i->op == IR_param; i = i->next)
		if (i->imm == n)
			return i;
	insn = ir_insn_new(b->func, IR_param, 0, &b->func->span);
	insn->imm = n;
	ir_insert_first(entry, insn);
	return insn;
}

ir_ref ir_slot_addr(struct ir_builder *b, uint32_t slot)
{
	assert(slot < b->func->slots.len);
	return emit(b, IR_slot, slot, 0);
}

ir_ref ir_map_ptr(struct ir_builder *b, const struct ir_map *m)
{
	return emit(b, IR_map_ptr, m->index, 0);
}

ir_ref ir_map_value(struct ir_builder *b, const struct ir_map *m, uint32_t off)
{
	return emit(b, IR_map_value, m->index, off);
}

ir_ref ir_offset(struct ir_builder *b, ir_ref base, int64_t off)
{
	if (off == 0)
		return base;
	return ir_binary(b, IR_add, base, ir_const(b, off));
}

ir_ref ir_func_addr(struct ir_builder *b, struct ir_func *callee)
{
	return emit(b, IR_func_addr, callee->index, 0);
}

/* ---- memory ---- */

ir_ref ir_load(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, bool sign_extend)
{
	return emit1(b, IR_load, addr, off, size | (sign_extend && size < 8 ? IR_SIGNED : 0));
}

void ir_store(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, ir_ref value)
{
	emit2(b, IR_store, addr, value, off, size);
}

void ir_atomic_add(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, ir_ref value)
{
	emit2(b, IR_atomic_add, addr, value, off, size);
}

ir_ref ir_load_ctx(struct ir_builder *b, int32_t off, unsigned size)
{
	assert(b->func->kind == IR_FUNC_PROGRAM);
	return emit1(b, IR_load_ctx, ir_param(b, 0), off, size);
}

void ir_memzero(struct ir_builder *b, ir_ref addr, int32_t off, uint32_t size)
{
	if (size)
		emit1(b, IR_memzero, addr, off, size);
}

void ir_memcpy(struct ir_builder *b, ir_ref dst, int32_t dst_off, ir_ref src, int32_t src_off, uint32_t size)
{
	if (size)
		emit2(b, IR_memcpy, dst, src, ir_memcpy_imm(dst_off, src_off), size);
}

/* ---- calls ---- */

static ir_ref emit_call(struct ir_builder *b, enum ir_op op, int64_t imm, unsigned n, va_list ap)
{
	ir_ref args[MAX_CALL_ARGS];

	assert(n <= MAX_CALL_ARGS);
	for (unsigned i = 0; i < n; i++)
		args[i] = va_arg(ap, ir_ref);
	return emit_n(b, op, n, args, imm, 0);
}

ir_ref ir_call(struct ir_builder *b, int helper, unsigned n, ...)
{
	va_list ap;
	ir_ref r;

	va_start(ap, n);
	r = emit_call(b, IR_call, helper, n, ap);
	va_end(ap);
	return r;
}

ir_ref ir_call_pure(struct ir_builder *b, int helper)
{
	return emit(b, IR_call, helper, IR_CALL_PURE);
}

ir_ref ir_call_kfunc(struct ir_builder *b, uint32_t btf_id, unsigned n, ...)
{
	va_list ap;
	ir_ref r;

	va_start(ap, n);
	r = emit_call(b, IR_call_kfunc, btf_id, n, ap);
	va_end(ap);
	return r;
}

ir_ref ir_call_func(struct ir_builder *b, struct ir_func *callee, unsigned n, ...)
{
	va_list ap;
	ir_ref r;

	va_start(ap, n);
	r = emit_call(b, IR_call_func, callee->index, n, ap);
	va_end(ap);
	return r;
}

/* ---- control ---- */

void ir_br(struct ir_builder *b, struct ir_block *to)
{
	if (!b->block)
		return;
	emit(b, IR_br, 0, 0);
	ir_link(b->block, 0, to);
	b->block = NULL;
}

void ir_condbr(struct ir_builder *b, ir_ref cond, struct ir_block *yes, struct ir_block *no)
{
	if (cond->op == IR_const || yes == no) {
		ir_br(b, cond->op == IR_const && cond->imm == 0 ? no : yes);
		return;
	}
	if (!b->block)
		return;
	emit1(b, IR_condbr, cond, 0, 0);
	ir_link(b->block, 0, yes);
	ir_link(b->block, 1, no);
	b->block = NULL;
}

void ir_ret(struct ir_builder *b, ir_ref value)
{
	if (!b->block)
		return;
	emit1(b, IR_ret, value, 0, 0);
	b->block = NULL;
}

ir_ref ir_phi(struct ir_builder *b, const struct type *type_hint)
{
	struct ir_insn *phi, *at;

	if (!b->block)
		return ir_undef(b->func);
	phi = ir_insn_new(b->func, IR_phi, 0, place(b));
	for (at = b->block->first; at && at->op == IR_phi; at = at->next)
		;
	if (at)
		ir_insert_before(at, phi);
	else
		ir_append(b->block, phi);
	return phi;
}

void ir_position(struct ir_builder *b, struct ir_block *block)
{
	b->block = block;
}
