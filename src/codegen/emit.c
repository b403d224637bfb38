/*
 * Encoding of an allocated function: each machine instruction with its operands where allocation put them, moves
 * where lives change place, stores to homes right after definitions. Jumps name blocks; branch.c resolves them.
 */
#include <assert.h>

#include "codegen/mach.h"

struct emitter {
	struct cg_fn *fn;
	size_t entry;	  /* next of fn->entries */
	uint32_t i;	  /* current instruction */
	struct span span; /* of the last line entry */
};

static unsigned reg_of(const struct cg_fn *fn, uint32_t vreg, uint32_t pos)
{
	int reg = cg_child_at(fn, vreg, pos)->reg;

	assert(reg != CG_HOME);
	return reg;
}

static unsigned use_reg(const struct emitter *e, const struct cg_opd *o)
{
	if (o->kind == CG_OPD_PHYS)
		return o->index;
	assert(o->kind == CG_OPD_VREG);
	return reg_of(e->fn, o->index, 2 * e->i);
}

static unsigned dst_reg(const struct emitter *e, const struct cg_minsn *m)
{
	return reg_of(e->fn, m->dst, 2 * e->i + 1);
}

/* Base register and offset of a memory operand. */
static unsigned address(const struct emitter *e, const struct cg_opd *o, int32_t *ret_off)
{
	const struct cg_slot *s;

	*ret_off = o->imm;
	if (o->kind == CG_OPD_VREG)
		return use_reg(e, o);
	assert(o->kind == CG_OPD_SLOT);
	s = &e->fn->slots[o->index];
	*ret_off += s->offset;
	return s->place == CG_STACK ? BPF_REG_10 : reg_of(e->fn, e->fn->scratch_vreg, 2 * e->i);
}

static void move_to(struct emitter *e, struct cg_opd dst, const struct cg_opd *src)
{
	struct cg_move m = cg_move_make(e->fn, dst, src, 2 * e->i);

	cg_moves_emit(e->fn, &m, 1, 2 * e->i);
}

/* ---- one kind of instruction each ---- */

static void emit_mov(struct emitter *e, const struct cg_minsn *m)
{
	move_to(e, cg_location(e->fn, m->dst, 2 * e->i + 1), &m->a);
}

static void emit_alu(struct emitter *e, const struct cg_minsn *m)
{
	unsigned d = dst_reg(e, m), b;

	if (m->b.kind == CG_OPD_IMM) {
		move_to(e, cg_opd_phys(d), &m->a);
		cg_code_alu_imm(e->fn, m->code, d, m->b.imm, m->narrow);
		return;
	}
	b = use_reg(e, &m->b);
	if (b == d) {
		if (cg_alu_commutes(m->code))
			b = use_reg(e, &m->a);
		else
			assert(m->a.index == m->b.index);
	} else {
		move_to(e, cg_opd_phys(d), &m->a);
	}
	cg_code_alu_reg(e->fn, m->code, d, b, m->narrow);
}

static void emit_mov32(struct emitter *e, const struct cg_minsn *m)
{
	cg_code_alu_reg(e->fn, BPF_MOV, dst_reg(e, m), use_reg(e, &m->a), true);
}

static void emit_unary(struct emitter *e, const struct cg_minsn *m)
{
	unsigned d = dst_reg(e, m);

	move_to(e, cg_opd_phys(d), &m->a);
	if (m->op == CG_NEG)
		cg_code_alu_imm(e->fn, BPF_NEG, d, 0, m->narrow);
	else
		cg_code(e->fn, (struct bpf_insn){
				       .code = BPF_ALU | BPF_END |
					       (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? BPF_TO_LE : BPF_TO_BE),
				       .dst_reg = d,
				       .imm = 8 * m->size });
}

static void emit_jump(struct cg_fn *fn, struct bpf_insn insn, uint32_t target, bool to_block)
{
	vec_push(fn->a, &fn->fixups, (struct cg_fixup){ fn->code.len, target, to_block });
	cg_code(fn, insn);
}

static struct bpf_insn compare_insn(const struct emitter *e, const struct cg_minsn *m, unsigned code)
{
	struct bpf_insn i = { .code = (m->narrow ? BPF_JMP32 : BPF_JMP) | code, .dst_reg = use_reg(e, &m->a) };

	if (m->b.kind == CG_OPD_IMM) {
		i.code |= BPF_K;
		i.imm = m->b.imm;
	} else {
		i.code |= BPF_X;
		i.src_reg = use_reg(e, &m->b);
	}
	return i;
}

static void emit_setcc(struct emitter *e, const struct cg_minsn *m)
{
	unsigned d = dst_reg(e, m);

	cg_code_alu_imm(e->fn, BPF_MOV, d, 1, false);
	emit_jump(e->fn, compare_insn(e, m, m->code), e->fn->code.len + 2, false);
	cg_code_alu_imm(e->fn, BPF_MOV, d, 0, false);
}

static void emit_load(struct emitter *e, const struct cg_minsn *m)
{
	int32_t off;
	unsigned base = address(e, &m->a, &off);

	cg_code_load(e->fn, dst_reg(e, m), base, off, m->size);
}

static void emit_store(struct emitter *e, const struct cg_minsn *m)
{
	int32_t off;
	unsigned base = address(e, &m->a, &off);

	if (m->b.kind == CG_OPD_IMM)
		cg_code_store_imm(e->fn, base, off, m->b.imm, m->size);
	else
		cg_code_store(e->fn, base, off, use_reg(e, &m->b), m->size);
	if (m->op == CG_XADD) {
		struct bpf_insn *i = &vec_last(&e->fn->code);

		i->code = (i->code & ~0xe0) | BPF_ATOMIC;
		i->imm = BPF_ADD;
	}
}

static void emit_call(struct emitter *e, const struct cg_minsn *m)
{
	struct cg_move moves[CG_ARGS];
	const struct cg_call *c = m->call;
	struct bpf_insn insn = { .code = BPF_JMP | BPF_CALL, .imm = c->id };

	for (unsigned k = 0; k < c->arg_count; k++)
		moves[k] = cg_move_make(e->fn, cg_opd_phys(BPF_REG_1 + k), &c->args[k], 2 * e->i);
	cg_moves_emit(e->fn, moves, c->arg_count, CG_NONE);
	if (c->kind == CG_CALL_KFUNC) {
		insn.src_reg = BPF_PSEUDO_KFUNC_CALL;
		vec_push(e->fn->a, &e->fn->relocs, (struct cg_reloc){ e->fn->code.len, CG_RELOC_KFUNC, c->id });
	} else if (c->kind == CG_CALL_FUNC) {
		insn.src_reg = BPF_PSEUDO_CALL;
		vec_push(e->fn->a, &e->fn->relocs, (struct cg_reloc){ e->fn->code.len, CG_RELOC_FUNC, c->id });
	}
	cg_code(e->fn, insn);
}

static void emit_ret(struct emitter *e, const struct cg_minsn *m)
{
	move_to(e, cg_opd_phys(BPF_REG_0), &m->a);
	cg_code(e->fn, (struct bpf_insn){ .code = BPF_JMP | BPF_EXIT });
}

/* ---- leaving a block ---- */

static uint32_t final_target(const struct cg_block *b)
{
	while (b->skip_to)
		b = b->skip_to;
	return b->order;
}

/* The block that follows in the code. */
static uint32_t next_block(const struct cg_fn *fn, const struct cg_block *b)
{
	uint32_t k = b->order + 1;

	while (k < fn->blocks.len && fn->blocks.data[k]->skip_to)
		k++;
	return k;
}

static void emit_goto(struct emitter *e, const struct cg_block *b, uint32_t target)
{
	if (target != next_block(e->fn, b))
		emit_jump(e->fn, (struct bpf_insn){ .code = BPF_JMP | BPF_JA }, target, true);
}

static void emit_br(struct emitter *e, const struct cg_block *b)
{
	struct cg_move *moves;
	unsigned n = cg_edge_moves(e->fn, b->succ[0], b->succ_pred[0], &moves);

	cg_moves_emit(e->fn, moves, n, cg_block_from(b->succ[0]));
	emit_goto(e, b, final_target(b->succ[0]));
}

/* The opposite of a jump; 0: there is none. */
static unsigned negate(unsigned code)
{
	static const uint8_t pairs[][2] = { { BPF_JEQ, BPF_JNE },   { BPF_JLT, BPF_JGE },   { BPF_JLE, BPF_JGT },
					    { BPF_JSLT, BPF_JSGE }, { BPF_JSLE, BPF_JSGT } };

	for (size_t k = 0; k < ARRAY_LEN(pairs); k++)
		for (unsigned side = 0; side < 2; side++)
			if (pairs[k][side] == code)
				return pairs[k][!side];
	return 0;
}

static void emit_condbr(struct emitter *e, const struct cg_block *b, const struct cg_minsn *m)
{
	uint32_t yes = final_target(b->succ[m->invert]), no = final_target(b->succ[!m->invert]);
	unsigned code = m->code;

	if (yes == next_block(e->fn, b) && negate(code)) {
		uint32_t t = yes;

		yes = no;
		no = t;
		code = negate(code);
	}
	if (yes != no)
		emit_jump(e->fn, compare_insn(e, m, code), yes, true);
	emit_goto(e, b, no);
}

/* ---- the walk ---- */

static void emit_insn(struct emitter *e, const struct cg_block *b, const struct cg_minsn *m)
{
	switch ((enum cg_mop)m->op) {
	case CG_MOV: emit_mov(e, m); break;
	case CG_MOV32: emit_mov32(e, m); break;
	case CG_ALU: emit_alu(e, m); break;
	case CG_NEG:
	case CG_BSWAP: emit_unary(e, m); break;
	case CG_SETCC: emit_setcc(e, m); break;
	case CG_LOAD: emit_load(e, m); break;
	case CG_STORE:
	case CG_XADD: emit_store(e, m); break;
	case CG_CALL: emit_call(e, m); break;
	case CG_BR: emit_br(e, b); break;
	case CG_CONDBR: emit_condbr(e, b, m); break;
	case CG_RET: emit_ret(e, m); break;
	}
}

/* Lives that change place right here: reloads, and moves between registers. */
static void emit_entries(struct emitter *e)
{
	struct cg_fn *fn = e->fn;
	struct cg_move moves[CG_REGS];
	unsigned n = 0;

	for (; e->entry < fn->entries.len && fn->entries.data[e->entry]->start == 2 * e->i; e->entry++) {
		const struct cg_child *c = fn->entries.data[e->entry];
		struct cg_opd src = cg_opd_vreg(c->vreg);

		assert(n < CG_REGS);
		if (c == fn->vregs.data[c->vreg].child)
			moves[n] = (struct cg_move){ .src = fn->vregs.data[c->vreg].remat, .size = 8 };
		else
			moves[n] = cg_move_make(fn, src, &src, 2 * e->i - 1);
		moves[n++].dst = cg_opd_phys(c->reg);
	}
	cg_moves_emit(fn, moves, n, 2 * e->i);
}

static void store_home(struct emitter *e, uint32_t vreg, uint32_t pos)
{
	const struct cg_vreg *v = &e->fn->vregs.data[vreg];
	int reg = cg_child_at(e->fn, vreg, pos)->reg;

	if (v->home_used && reg != CG_HOME)
		cg_code_store(e->fn, BPF_REG_10, v->home, reg, 8);
}

static void emit_line(struct emitter *e, const struct cg_minsn *m)
{
	const struct span *s = m->ir ? m->ir->span : NULL;

	if (!s || !s->source || (s->source == e->span.source && s->begin == e->span.begin))
		return;
	e->span = *s;
	if (e->fn->lines.len && vec_last(&e->fn->lines).insn == e->fn->code.len)
		e->fn->lines.len--;
	vec_push(e->fn->a, &e->fn->lines, (struct cg_line){ e->fn->code.len, *s });
}

static void emit_block_start(struct emitter *e, struct cg_block *b)
{
	struct cg_move *moves;
	unsigned n;

	if (b->preds.len == 1 && b->preds.data[0].from->succ_count > 1) {
		n = cg_edge_moves(e->fn, b, 0, &moves);
		cg_moves_emit(e->fn, moves, n, cg_block_from(b));
	}
	for (struct ir_insn *i = b->ir ? b->ir->first : NULL; i && i->op == IR_phi; i = i->next)
		if (cg_is_selected(e->fn, i))
			store_home(e, e->fn->vreg_of[i->id], cg_block_from(b));
}

static void emit_block(struct emitter *e, struct cg_block *b)
{
	struct cg_fn *fn = e->fn;

	b->code = fn->code.len;
	if (b->skip_to)
		return;
	for (e->i = b->first; e->i < b->end; e->i++) {
		const struct cg_minsn *m = &fn->insns.data[e->i];

		emit_line(e, m);
		if (e->i == b->first)
			emit_block_start(e, b);
		emit_entries(e);
		emit_insn(e, b, m);
		if (m->dst != CG_NONE)
			store_home(e, m->dst, 2 * e->i + 1);
	}
}

void cg_emit(struct cg_fn *fn)
{
	struct emitter e = { .fn = fn };

	fn->code.len = fn->fixups.len = fn->relocs.len = fn->lines.len = 0;
	for (size_t k = 0; k < fn->blocks.len; k++)
		emit_block(&e, fn->blocks.data[k]);
	for (size_t k = 0; k < fn->fixups.len; k++) {
		struct cg_fixup *f = &fn->fixups.data[k];

		if (f->to_block)
			f->target = fn->blocks.data[f->target]->code;
	}
}
