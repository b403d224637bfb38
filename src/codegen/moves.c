/*
 * Parallel moves: several values change place at one point. A move whose destination no other one reads goes first;
 * when only cycles are left, one value steps aside into a free register. Copies from memory to memory pass through a
 * free register too. Where there is none all values take the detour over cells of the frame, which is always possible.
 */
#include <assert.h>

#include "codegen/mach.h"

struct cg_opd cg_location(const struct cg_fn *fn, uint32_t vreg, uint32_t pos)
{
	const struct cg_vreg *v = &fn->vregs.data[vreg];
	const struct cg_child *c = cg_child_at(fn, vreg, pos);

	if (c->reg != CG_HOME)
		return cg_opd_phys(c->reg);
	return v->remat.kind != CG_OPD_NONE ? v->remat : cg_opd_home(v->home);
}

/*
 * A spilled number that is known to be small is read back so that verifiers that forget the range of what is spilled
 * see it again: by a narrower load or, where the range matters, a mask.
 */
static void narrow_reload(const struct cg_vreg *v, struct cg_move *m)
{
	if (m->src.kind != CG_OPD_HOME || v->bits > 32 || v->bits == 0)
		return;
	m->size = v->bits <= 8 ? 1 : v->bits <= 16 ? 2 : 4;
	if (v->is_bounded && v->bits < 32 && (v->bits < 8 * m->size || v->multiple > 1))
		m->mask = ((UINT32_C(1) << v->bits) - 1) & -v->multiple;
}

struct cg_move cg_move_make(const struct cg_fn *fn, struct cg_opd dst, const struct cg_opd *src, uint32_t pos)
{
	struct cg_move m = { .dst = dst, .src = *src, .size = 8 };

	if (src->kind == CG_OPD_VREG) {
		m.src = cg_location(fn, src->index, pos);
		narrow_reload(&fn->vregs.data[src->index], &m);
	} else if (src->kind == CG_OPD_SLOT) {
		const struct cg_slot *s = &fn->slots[src->index];

		m.src = s->place == CG_STACK ? cg_opd_phys(BPF_REG_10) : cg_location(fn, fn->scratch_vreg, pos);
		m.add = s->offset + (int32_t)src->imm;
	}
	return m;
}

static bool same_place(const struct cg_opd *a, const struct cg_opd *b)
{
	return a->kind == b->kind && a->index == b->index && a->imm == b->imm;
}

unsigned cg_moves_prune(struct cg_move *moves, unsigned n)
{
	unsigned kept = 0;

	for (unsigned k = 0; k < n; k++)
		if (!same_place(&moves[k].dst, &moves[k].src) || moves[k].add)
			moves[kept++] = moves[k];
	return kept;
}

/* ---- single moves ---- */

static void finish_value(struct cg_fn *fn, unsigned reg, const struct cg_move *m)
{
	if (m->mask)
		cg_code_alu_imm(fn, BPF_AND, reg, (int32_t)m->mask, false);
	if (m->add)
		cg_code_alu_imm(fn, BPF_ADD, reg, m->add, false);
}

/* To memory without passing through another register. */
static bool stores_directly(const struct cg_move *m)
{
	if (m->add)
		return false;
	return m->src.kind == CG_OPD_PHYS || (m->src.kind == CG_OPD_IMM && cg_fits32(m->src.imm));
}

static void emit_move(struct cg_fn *fn, const struct cg_move *m, int temp)
{
	if (m->dst.kind == CG_OPD_PHYS) {
		cg_code_mov(fn, m->dst.index, &m->src, m->size);
		finish_value(fn, m->dst.index, m);
	} else if (!stores_directly(m)) {
		cg_code_mov(fn, temp, &m->src, m->size);
		finish_value(fn, temp, m);
		cg_code_store(fn, BPF_REG_10, m->dst.imm, temp, 8);
	} else if (m->src.kind == CG_OPD_PHYS) {
		cg_code_store(fn, BPF_REG_10, m->dst.imm, m->src.index, 8);
	} else {
		cg_code_store_imm(fn, BPF_REG_10, m->dst.imm, m->src.imm, 8);
	}
}

/* ---- free registers ---- */

/* Registers that hold something at pos. Looks at all lives, which is fine for the rare cases that ask. */
static uint32_t busy_at(const struct cg_fn *fn, uint32_t pos)
{
	uint32_t busy = 0;

	if (pos == CG_NONE)
		return 1 << BPF_REG_6 | 1 << BPF_REG_7 | 1 << BPF_REG_8 | 1 << BPF_REG_9;
	for (size_t v = 0; v < fn->vregs.len; v++) {
		if (!fn->vregs.data[v].child_count)
			continue;
		const struct cg_child *c = cg_child_at(fn, v, pos);

		if (c->reg != CG_HOME && c->start <= pos && pos < c->end)
			busy |= 1u << c->reg;
	}
	return busy;
}

struct pending {
	struct cg_move *moves;
	unsigned n;
	uint32_t pos, written;
};

static int free_register(const struct cg_fn *fn, const struct pending *p)
{
	uint32_t busy = busy_at(fn, p->pos) | p->written;

	for (unsigned k = 0; k < p->n; k++)
		if (p->moves[k].src.kind == CG_OPD_PHYS)
			busy |= 1u << p->moves[k].src.index;
	for (int r = 0; r < CG_REGS; r++)
		if (!(busy >> r & 1))
			return r;
	return -1;
}

/* ---- over cells ---- */

static void detour(struct cg_fn *fn, struct pending *p)
{
	bool keep_r0 = busy_at(fn, p->pos) & 1 || p->written & 1;
	struct cg_opd r0 = cg_opd_phys(BPF_REG_0);
	const struct cg_move *last = NULL;
	int32_t saved = fn->emergency + 8 * (int32_t)p->n;

	fn->emergency_need = MAX(fn->emergency_need, p->n + 1);
	if (fn->emergency_cells <= p->n)
		return; /* the function is encoded again with enough of them */
	for (unsigned k = 0; k < p->n; k++)
		keep_r0 |= same_place(&p->moves[k].src, &r0);
	if (keep_r0)
		cg_code_store(fn, BPF_REG_10, saved, BPF_REG_0, 8);
	for (unsigned k = 0; k < p->n; k++) {
		struct cg_opd src = same_place(&p->moves[k].src, &r0) ? cg_opd_home(saved) : p->moves[k].src;

		cg_code_mov(fn, BPF_REG_0, &src, p->moves[k].size);
		finish_value(fn, BPF_REG_0, &p->moves[k]);
		cg_code_store(fn, BPF_REG_10, fn->emergency + 8 * (int32_t)k, BPF_REG_0, 8);
	}
	for (unsigned k = 0; k < p->n; k++) {
		const struct cg_move *m = &p->moves[k];
		unsigned via = m->dst.kind == CG_OPD_PHYS ? m->dst.index : BPF_REG_0;

		if (same_place(&m->dst, &r0)) {
			last = m;
			continue;
		}
		cg_code_load(fn, via, BPF_REG_10, fn->emergency + 8 * (int32_t)k, 8);
		if (m->dst.kind == CG_OPD_HOME)
			cg_code_store(fn, BPF_REG_10, m->dst.imm, via, 8);
	}
	if (last)
		cg_code_load(fn, BPF_REG_0, BPF_REG_10, fn->emergency + 8 * (int32_t)(last - p->moves), 8);
	else if (keep_r0)
		cg_code_load(fn, BPF_REG_0, BPF_REG_10, saved, 8);
}

/* ---- all together ---- */

static bool is_blocked(const struct pending *p, unsigned n)
{
	for (unsigned k = 0; k < p->n; k++)
		if (k != n && same_place(&p->moves[k].src, &p->moves[n].dst))
			return true;
	return false;
}

static int find_ready(const struct pending *p)
{
	for (unsigned k = 0; k < p->n; k++)
		if (!is_blocked(p, k))
			return k;
	return -1;
}

/* One step forward; false: no register is free for it. */
static bool step(struct cg_fn *fn, struct pending *p)
{
	int k = find_ready(p), temp = -1;

	if (k < 0 || (p->moves[k].dst.kind == CG_OPD_HOME && !stores_directly(&p->moves[k]))) {
		temp = free_register(fn, p);
		if (temp < 0)
			return false;
	}
	if (k < 0) {
		cg_code_mov(fn, temp, &p->moves[0].src, p->moves[0].size);
		p->moves[0].src = cg_opd_phys(temp);
		return true;
	}
	emit_move(fn, &p->moves[k], temp);
	if (p->moves[k].dst.kind == CG_OPD_PHYS)
		p->written |= 1u << p->moves[k].dst.index;
	memmove(&p->moves[k], &p->moves[k + 1], (--p->n - k) * sizeof(p->moves[0]));
	return true;
}

void cg_moves_emit(struct cg_fn *fn, struct cg_move *moves, unsigned n, uint32_t pos)
{
	struct pending p = { moves, cg_moves_prune(moves, n), pos, 0 };

	while (p.n)
		if (!step(fn, &p)) {
			detour(fn, &p);
			return;
		}
}
