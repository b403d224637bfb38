/*
 * Selection of memory access. Copying and clearing of up to CG_BLOCK_COPY bytes is unrolled into the widest accesses
 * that the alignment allows (stack accesses must be aligned everywhere, others on some machines); more is left to
 * bpf_probe_read_kernel, which copies at the speed of memory and, given a null source, clears the whole buffer.
 */
#include "codegen/mach.h"

static void push_load(struct cg_fn *fn, uint32_t dst, struct cg_opd address, unsigned size)
{
	struct cg_minsn *m = cg_push(fn, CG_LOAD);

	m->dst = dst;
	m->a = address;
	m->size = size;
}

static void push_store(struct cg_fn *fn, enum cg_mop op, struct cg_opd address, struct cg_opd value, unsigned size)
{
	struct cg_minsn *m = cg_push(fn, op);

	m->a = address;
	m->b = value;
	m->size = size;
}

static uint32_t push_shift(struct cg_fn *fn, unsigned code, uint32_t dst, uint32_t a, unsigned by)
{
	struct cg_minsn *m = cg_push(fn, CG_ALU);

	m->code = code;
	m->a = cg_opd_vreg(a);
	m->b = cg_opd_imm(by);
	m->dst = dst;
	return dst;
}

/* Whether an address that was loaded or passed may be one of the stack: a variable that callbacks share, an argument. */
static bool may_be_stack(const struct ir_insn *base)
{
	while (base->op == IR_add || base->op == IR_sub)
		base = base->op == IR_sub || cg_known_pointer(base->args[0]) ? base->args[0] : base->args[1];
	return base->op == IR_load || base->op == IR_param || base->op == IR_phi;
}

/*
 * Bytes per access to a place on the stack, which the verifier wants aligned: less than `size` after an address was
 * replaced by that of a copy, say, and in texts that are parts of tuples.
 */
static unsigned access_size(const struct ir_insn *i, struct cg_opd address, unsigned size)
{
	unsigned align = address.imm & 7 ? address.imm & -address.imm : 8;

	if (address.kind == CG_OPD_SLOT)
		return MIN(size, align);
	return may_be_stack(i->args[0]) ? MIN(size, cg_known_align(i->args[0], i->imm)) : size;
}

static unsigned piece_shift(unsigned size, unsigned at, unsigned piece)
{
	return 8 * (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? size - at - piece : at);
}

/* An unaligned number, put together from aligned pieces. */
static void load_pieces(struct cg_fn *fn, uint32_t dst, struct cg_opd address, unsigned size, unsigned piece)
{
	uint32_t sum = CG_NONE;

	for (unsigned at = 0; at < size; at += piece, address.imm += piece) {
		unsigned shift = piece_shift(size, at, piece);
		uint32_t part = cg_vreg_new(fn, NULL), all;

		push_load(fn, part, address, piece);
		if (shift)
			part = push_shift(fn, BPF_LSH, cg_vreg_new(fn, NULL), part, shift);
		if (sum == CG_NONE) {
			sum = part;
			continue;
		}
		all = at + piece == size ? dst : cg_vreg_new(fn, NULL);
		push_shift(fn, BPF_OR, all, sum, 0);
		vec_last(&fn->seq).b = cg_opd_vreg(part);
		sum = all;
	}
}

static void store_pieces(struct cg_fn *fn, struct cg_opd address, uint32_t value, unsigned size, unsigned piece)
{
	for (unsigned at = 0; at < size; at += piece, address.imm += piece) {
		unsigned shift = piece_shift(size, at, piece);
		uint32_t part = value;

		if (shift)
			part = push_shift(fn, BPF_RSH, cg_vreg_new(fn, NULL), value, shift);
		push_store(fn, CG_STORE, address, cg_opd_vreg(part), piece);
	}
}

void cg_select_load(struct cg_fn *fn, const struct ir_insn *i, uint32_t dst)
{
	unsigned size = ir_size(i), piece;
	struct cg_opd address = cg_select_address(fn, i->args[0], i->imm, size);
	bool extend = i->imm2 & IR_SIGNED && i->op == IR_load && size < 8;
	uint32_t raw = extend ? cg_vreg_new(fn, NULL) : dst;

	piece = access_size(i, address, size);
	if (piece < size)
		load_pieces(fn, raw, address, size, piece);
	else
		push_load(fn, raw, address, size);
	if (!extend)
		return;
	/* Sign-extending loads are not known before Linux 6.6. */
	uint32_t high = push_shift(fn, BPF_LSH, cg_vreg_new(fn, NULL), raw, 64 - 8 * size);
	push_shift(fn, BPF_ARSH, dst, high, 64 - 8 * size);
}

static int64_t cut_imm(int64_t v, unsigned size)
{
	return size == 8 ? v : (int64_t)((uint64_t)v << (64 - 8 * size)) >> (64 - 8 * size);
}

/* What stores of `size` bytes need not see: extensions from at least as many. */
static const struct ir_insn *stored_part(const struct cg_fn *fn, const struct ir_insn *v, unsigned size)
{
	while ((v->op == IR_zext || v->op == IR_sext) && v->imm >= 8 * (int64_t)size && !cg_is_selected(fn, v))
		v = v->args[0];
	return v;
}

/* A constant, where its pieces fit into instructions. */
static bool store_const(struct cg_fn *fn, const struct ir_insn *v, struct cg_opd address, unsigned size, unsigned piece)
{
	if ((v->op != IR_const && v->op != IR_undef) || !cg_fits32(cut_imm(v->imm, piece)))
		return false;
	for (unsigned at = 0; at < size; at += piece, address.imm += piece) {
		uint64_t part = (uint64_t)v->imm >> piece_shift(size, at, piece);

		push_store(fn, CG_STORE, address, cg_opd_imm(cut_imm(part, piece)), piece);
	}
	return true;
}

void cg_select_store(struct cg_fn *fn, const struct ir_insn *i)
{
	unsigned size = i->imm2 & IR_SIZE_MASK, piece;
	const struct ir_insn *v = stored_part(fn, i->args[1], size);
	struct cg_opd address = cg_select_address(fn, i->args[0], i->imm, size), value;

	piece = access_size(i, address, size);
	if (i->op == IR_store && store_const(fn, v, address, size, piece))
		return;
	value = cg_select_reg(fn, v);
	if (i->op == IR_store && piece < size)
		store_pieces(fn, address, value.index, size, piece);
	else
		push_store(fn, i->op == IR_store ? CG_STORE : CG_XADD, address, value, size);
}

/* ---- blocks of memory ---- */

/* An address as a call takes it: the sum, where it is not a slot's. */
static struct cg_opd whole_address(struct cg_fn *fn, const struct ir_insn *base, int64_t off)
{
	struct cg_opd a;
	struct cg_minsn *m;

	if (base->op == IR_slot)
		return (struct cg_opd){ CG_OPD_SLOT, base->imm, off };
	a = cg_select_address(fn, base, off, 1);
	if (a.kind != CG_OPD_VREG || !a.imm)
		return a;
	int64_t sum = a.imm;
	a.imm = 0;
	uint32_t dst = cg_vreg_new(fn, NULL);
	m = cg_push(fn, CG_ALU);
	m->code = BPF_ADD;
	m->a = a;
	m->b = cg_opd_imm(sum);
	m->dst = dst;
	return cg_opd_vreg(dst);
}

static void push_copy_call(struct cg_fn *fn, struct cg_opd dst, uint32_t size, struct cg_opd src)
{
	struct cg_call *call = ARENA_NEW(fn->a, struct cg_call);

	call->id = BPF_FUNC_probe_read_kernel;
	call->arg_count = 3;
	call->args[0] = dst;
	call->args[1] = cg_opd_imm(size);
	call->args[2] = src;
	cg_push(fn, CG_CALL)->call = call;
}

static unsigned chunk_size(uint32_t left, unsigned align)
{
	unsigned n = align;

	while (n > left)
		n /= 2;
	return n;
}

void cg_select_memzero(struct cg_fn *fn, const struct ir_insn *i)
{
	uint32_t size = i->imm2;
	unsigned n;

	if (size > CG_BLOCK_COPY) {
		struct cg_opd dst = whole_address(fn, i->args[0], i->imm);

		push_copy_call(fn, dst, size, cg_opd_imm(0));
		return;
	}
	for (uint32_t at = 0; at < size; at += n) {
		int64_t off = i->imm + at;

		n = chunk_size(size - at, cg_known_align(i->args[0], off));
		push_store(fn, CG_STORE, cg_select_address(fn, i->args[0], off, n), cg_opd_imm(0), n);
	}
}

void cg_select_memcpy(struct cg_fn *fn, const struct ir_insn *i)
{
	uint32_t size = ir_memcpy_size(i);
	unsigned n;

	if (size > CG_BLOCK_COPY) {
		struct cg_opd dst = whole_address(fn, i->args[0], ir_memcpy_dst(i));
		struct cg_opd src = whole_address(fn, i->args[1], ir_memcpy_src(i));

		push_copy_call(fn, dst, size, src);
		return;
	}
	for (uint32_t at = 0; at < size; at += n) {
		int64_t to = (int64_t)ir_memcpy_dst(i) + at, from = (int64_t)ir_memcpy_src(i) + at;
		unsigned align = MIN(cg_known_align(i->args[0], to), cg_known_align(i->args[1], from));
		uint32_t v = cg_vreg_new(fn, NULL);

		n = chunk_size(size - at, align);
		push_load(fn, v, cg_select_address(fn, i->args[1], from, n), n);
		push_store(fn, CG_STORE, cg_select_address(fn, i->args[0], to, n), cg_opd_vreg(v), n);
	}
}
