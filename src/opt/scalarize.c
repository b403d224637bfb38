/*
 * scalarize: plain numbers where the kernel's verifier would see pointers. needs: dominators. keeps: the control flow.
 *
 * In programs with BTF context a load may give a pointer with a type (IR_KERNEL_PTR). Such a value may be compared for
 * equality, moved by small constants, stored, dereferenced and given to helpers; any other arithmetic is refused. Every
 * operand that must be a number marks its value, marks go back through phis, additions and slots to the loads, and the
 * uses that asked for a number get it from a fetch through memory, which has no type:
 *
 *	bpf_get_func_arg(ctx, n, &slot)			where the load says so (IR_FUNC_ARG; kernel 5.17)
 *	bpf_probe_read_kernel(&slot, 8, address)	elsewhere
 *
 * Uses that want the pointer keep the load.
 */
#include "opt/pass.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define MAX_POINTER_OFFSET (1 << 29) /* BPF_MAX_VAR_OFF of the verifier */

/* What a use wants. */
enum want { ANY = 0, NOT_NULLABLE = 1, NUMBER = 2 };

struct insns VEC_BODY(struct ir_insn *);

struct pass {
	struct ir_func *f;
	struct insns work;
	struct insns *stores; /* by slot: stores and copies to it */
	uint8_t *slot_want; /* by slot: what loads of it want */
	bool changed;
};

static bool is_small_const(const struct ir_insn *i)
{
	return i->op == IR_const && i->imm > -MAX_POINTER_OFFSET && i->imm < MAX_POINTER_OFFSET;
}

/* What argument n of user must be, whatever becomes of the result. */
static enum want wanted_by_operation(const struct ir_insn *user, uint32_t n)
{
	switch (user->op) {
	case IR_add: return n == 0 && is_small_const(user->args[1]) ? NOT_NULLABLE : NUMBER;
	case IR_store: return n == 1 && user->imm2 < 8 ? NUMBER : ANY;
	case IR_atomic_add: return n == 1 ? NUMBER : ANY;
	case IR_memzero:
	case IR_memcpy:
	case IR_load_ctx: return ANY;
	case IR_sub: return NUMBER; /* pointer - number is as restricted as +, number - pointer refused */
	default: return ir_has(user, IR_POINTER_OK) ? ANY : NUMBER;
	}
}

/* The result of user is the argument, perhaps moved. */
static bool passes_on(const struct ir_insn *user)
{
	return user->op == IR_phi || user->op == IR_add;
}

static enum want wanted(const struct ir_insn *user, uint32_t n)
{
	return wanted_by_operation(user, n) | (passes_on(user) ? user->pass.num : 0);
}

static void want(struct pass *p, struct ir_insn *value, enum want w)
{
	if ((value->pass.num | w) == value->pass.num)
		return;
	value->pass.num |= w;
	vec_push(NULL, &p->work, value);
}

/* All that may put a pointer into the slot must put a number there. */
static void want_stored(struct pass *p, uint32_t slot, enum want w)
{
	if ((p->slot_want[slot] | w) == p->slot_want[slot])
		return;
	p->slot_want[slot] |= w;
	for (size_t n = 0; n < p->stores[slot].len; n++) {
		struct ir_insn *i = p->stores[slot].data[n];
		struct opt_place from;

		if (i->op == IR_store) {
			want(p, i->args[1], w);
			continue;
		}
		from = opt_place_of(i->args[1], 0, 0);
		if (from.kind == OPT_SLOT)
			want_stored(p, from.index, w);
	}
}

static void note_store(struct pass *p, struct ir_insn *i)
{
	struct opt_place to;

	if (i->op != IR_store && i->op != IR_memcpy)
		return;
	to = opt_place_of(i->args[0], 0, 0);
	if (to.kind == OPT_SLOT)
		vec_push(NULL, &p->stores[to.index], i);
}

static void propagate(struct pass *p)
{
	while (p->work.len) {
		struct ir_insn *i = p->work.data[--p->work.len];

		if (passes_on(i)) {
			for (uint32_t n = 0; n < i->arg_count; n++)
				want(p, i->args[n], i->pass.num);
		} else if (i->op == IR_load) {
			struct opt_place from = opt_place_of(i->args[0], i->imm, ir_size(i));

			if (from.kind == OPT_SLOT)
				want_stored(p, from.index, i->pass.num);
		}
	}
}

static bool is_source(const struct ir_insn *i)
{
	return (i->op == IR_load || i->op == IR_load_ctx) && i->imm2 & IR_KERNEL_PTR && ir_size(i) == 8;
}

static bool has_sources(const struct ir_func *f)
{
	for (const struct ir_block *b = f->first; b; b = b->next)
		for (const struct ir_insn *i = b->first; i; i = i->next)
			if (is_source(i))
				return true;
	return false;
}

static bool mark(struct pass *p)
{
	if (!has_sources(p->f))
		return false;
	for (struct ir_block *b = p->f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			i->pass.num = ANY;
	for (struct ir_block *b = p->f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next) {
			note_store(p, i);
			for (uint32_t n = 0; n < i->arg_count; n++)
				want(p, i->args[n], wanted_by_operation(i, n));
		}
	propagate(p);
	return true;
}

static struct ir_insn *call(struct ir_insn *before, int helper, struct ir_insn *a, struct ir_insn *b, struct ir_insn *c)
{
	struct ir_insn *i = ir_insn_new(before->block->func, IR_call, 3, before->span);

	i->imm = helper;
	ir_set_arg(i, 0, a);
	ir_set_arg(i, 1, b);
	ir_set_arg(i, 2, c);
	ir_insert_before(before, i);
	return i;
}

static void fetch_func_arg(struct ir_insn *load, struct ir_insn *slot)
{
	struct ir_insn *zero = ir_insn_new(load->block->func, IR_store, 2, load->span);

	/* Before 6.12 the helper wants initialised memory. */
	zero->imm2 = 8;
	ir_set_arg(zero, 0, slot);
	ir_set_arg(zero, 1, opt_const(load, 0));
	ir_insert_before(load, zero);
	call(load, BPF_FUNC_get_func_arg, load->args[0], opt_const(load, load->imm / 8), slot);
}

static void fetch_memory(struct ir_insn *load, struct ir_insn *slot)
{
	struct ir_insn *addr = load->args[0];

	if (load->imm)
		addr = opt_binary_imm(load, IR_add, addr, load->imm);
	call(load, BPF_FUNC_probe_read_kernel, slot, opt_const(load, 8), addr);
}

static struct ir_insn *fetch(struct ir_insn *load)
{
	uint32_t s = ir_slot_new(load->block->func, 8, 8, "number");
	struct ir_insn *slot = opt_slot_addr(load, s), *number;

	load->block->func->slots.data[s].must_be_stack = true;
	if (load->op == IR_load_ctx && load->imm2 & IR_FUNC_ARG)
		fetch_func_arg(load, slot);
	else
		fetch_memory(load, slot);
	number = ir_insn_new(load->block->func, IR_load, 1, load->span);
	number->imm2 = 8;
	ir_set_arg(number, 0, slot);
	ir_insert_before(load, number);
	return number;
}

static bool matters(const struct ir_insn *load, enum want w)
{
	return w & NUMBER || (w & NOT_NULLABLE && load->imm2 & IR_MAYBE_NULL);
}

/* The value that a branch asks whether it is 0, and the way that it takes if not; NULL: it asks something else. */
static const struct ir_insn *null_check(const struct ir_insn *br, const struct ir_block **ret_not_null)
{
	const struct ir_insn *c = br->args[0];

	*ret_not_null = br->block->succ[c->op == IR_eq];
	if (c->op != IR_eq && c->op != IR_ne)
		return c;
	return ir_is_const(c->args[1], 0) ? c->args[0] : NULL;
}

static bool checks(const struct ir_insn *asks, const struct ir_insn *load, const struct ir_block *where)
{
	const struct ir_block *not_null;

	return asks->op == IR_condbr && null_check(asks, &not_null) == load && not_null->preds.len == 1 &&
	       ir_dominates(not_null, where);
}

/* The user runs only where the pointer was found not to be NULL: the verifier takes it for a plain pointer there. */
static bool is_checked(const struct ir_insn *load, const struct ir_insn *user)
{
	for (const struct ir_use *u = load->uses; u; u = u->next) {
		if (checks(u->user, load, user->block))
			return true;
		if (u->user->op != IR_eq && u->user->op != IR_ne)
			continue;
		for (const struct ir_use *c = u->user->uses; c; c = c->next)
			if (checks(c->user, load, user->block))
				return true;
	}
	return false;
}

static bool store_matters(const struct pass *p, const struct ir_insn *load, const struct ir_use *u)
{
	struct opt_place to;

	if (u->user->op != IR_store || ir_use_arg(u) != 1)
		return false;
	to = opt_place_of(u->user->args[0], 0, 0);
	return to.kind == OPT_SLOT && matters(load, p->slot_want[to.index]);
}

static void replace(struct pass *p, struct ir_insn *load)
{
	struct ir_insn *number = NULL;

	for (struct ir_use *u = load->uses, *next; u; u = next) {
		next = u->next;
		enum want w = wanted(u->user, ir_use_arg(u));
		if (w == NOT_NULLABLE && is_checked(load, u->user))
			continue;
		if (!matters(load, w) && !store_matters(p, load, u))
			continue;
		if (!number) {
			number = fetch(load);
			number->pass.num = ANY;
		}
		ir_set_arg(u->user, ir_use_arg(u), number);
		p->changed = true;
	}
	if (!load->uses)
		ir_remove(load);
}

bool opt_scalarize(struct ir_func *f)
{
	size_t slots = f->slots.len;
	struct pass p = { .f = f, .slot_want = xcalloc(slots + 1, 1) };

	p.stores = xcalloc(slots + 1, sizeof(*p.stores));
	if (mark(&p))
		for (struct ir_block *b = f->first; b; b = b->next)
			for (struct ir_insn *i = b->first, *next; i; i = next) {
				next = i->next;
				if (is_source(i))
					replace(&p, i);
			}
	for (size_t n = 0; n < slots; n++)
		vec_free(&p.stores[n]);
	free(p.stores);
	vec_free(&p.work);
	free(p.slot_want);
	return p.changed;
}
