/*
 * The verifier: is a module well formed? First the structure of each function (blocks, edges, terminators, phis), then
 * each instruction by itself (operands, sizes, indexes), then what needs dominators (definitions before uses).
 * The first violation ends the check; its text names the function, the block and the instruction.
 */
#include "ir/ir.h"

#include <setjmp.h>

struct verifier {
	struct ir_module *m;
	struct ir_func *f;
	struct ir_block *b;
	struct ir_insn *i;
	const char *message;
	jmp_buf out;
};

static _Noreturn void fail(struct verifier *v, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void fail(struct verifier *v, const char *fmt, ...)
{
	struct strbuf s = { 0 };
	va_list ap;

	strbuf_printf(&s, "%s", v->f->name);
	if (v->b)
		strbuf_printf(&s, ", b%u", v->b->id);
	if (v->i) {
		strbuf_puts(&s, ", `");
		ir_print_insn(v->i, &s);
		strbuf_putc(&s, '`');
	}
	strbuf_puts(&s, ": ");
	va_start(ap, fmt);
	strbuf_vprintf(&s, fmt, ap);
	va_end(ap);
	v->message = arena_strdup(v->m->arena, strbuf_str(&s));
	strbuf_done(&s);
	longjmp(v->out, 1);
}

/* ---- structure ---- */

static unsigned count_edges(const struct ir_block *from, const struct ir_block *to)
{
	return (from->succ[0] == to) + (from->succ[1] == to);
}

/* Every edge is known at both ends. Costs one look at each predecessor, so: edges counted from both sides agree. */
static void check_edges(struct verifier *v)
{
	size_t out = 0, in = 0;

	for (v->b = v->f->first; v->b; v->b = v->b->next) {
		out += !!v->b->succ[0] + !!v->b->succ[1];
		in += v->b->preds.len;
		for (size_t i = 0; i < v->b->preds.len; i++)
			if (count_edges(v->b->preds.data[i], v->b) != 1)
				fail(v, "b%u is a predecessor but does not lead here once", v->b->preds.data[i]->id);
	}
	if (in != out)
		fail(v, "%zu edges leave blocks, %zu are known where they lead", out, in);
	if (v->f->first->preds.len)
		fail(v, "the entry has predecessors");
}

static void check_terminator(struct verifier *v)
{
	static const int succs[IR_OP_COUNT] = { [IR_br] = 1, [IR_condbr] = 2 };

	v->i = v->b->last;
	if (!v->i || !ir_has(v->i, IR_TERMINATOR))
		fail(v, "the block does not end in a terminator");
	if (!!v->b->succ[0] + !!v->b->succ[1] != succs[v->i->op] || (v->b->succ[1] && !v->b->succ[0]))
		fail(v, "successors do not fit the terminator");
}

static void check_order(struct verifier *v)
{
	bool head = true; /* among phis and parameters */
	uint64_t n = 0;

	for (v->i = v->b->first; v->i; v->i = v->i->next) {
		if (v->i->block != v->b || (v->i->next && v->i->next->prev != v->i))
			fail(v, "the list of instructions is broken");
		if (ir_has(v->i, IR_TERMINATOR) && v->i != v->b->last)
			fail(v, "terminator within a block");
		if (v->i->op == IR_phi || v->i->op == IR_param) {
			if (!head)
				fail(v, "%s after other instructions", ir_ops[v->i->op].name);
		} else {
			head = false;
		}
		v->i->pass.num = n++;
	}
}

static void check_structure(struct verifier *v)
{
	if (!v->f->first)
		fail(v, "no blocks");
	for (v->b = v->f->first; v->b; v->b = v->b->next) {
		if (v->b->func != v->f)
			fail(v, "block of another function");
		check_order(v);
		check_terminator(v);
		v->i = NULL;
	}
	check_edges(v);
}

/* ---- instructions by themselves ---- */

static bool is_size(int64_t n)
{
	return n == 1 || n == 2 || n == 4 || n == 8;
}

static void check_slot_range(struct verifier *v, const struct ir_insn *addr, int64_t off, int64_t size)
{
	if (addr->op == IR_add && addr->args[1]->op == IR_const) {
		off += addr->args[1]->imm;
		addr = addr->args[0];
	}
	if (addr->op != IR_slot || addr->imm < 0 || (uint64_t)addr->imm >= v->f->slots.len)
		return;
	if (off < 0 || off + size > v->f->slots.data[addr->imm].size)
		fail(v, "bytes %lld to %lld of a slot of %u", (long long)off, (long long)(off + size),
		     v->f->slots.data[addr->imm].size);
}

static void check_memory(struct verifier *v)
{
	struct ir_insn *i = v->i;

	switch (i->op) {
	case IR_load:
	case IR_load_ctx:
		if (!is_size(ir_size(i)))
			fail(v, "size");
		check_slot_range(v, i->args[0], i->imm, ir_size(i));
		break;
	case IR_store:
	case IR_atomic_add:
		if (!is_size(i->imm2) || (i->op == IR_atomic_add && i->imm2 < 4))
			fail(v, "size");
		check_slot_range(v, i->args[0], i->imm, i->imm2);
		break;
	case IR_memzero:
		if (i->imm2 <= 0)
			fail(v, "size");
		check_slot_range(v, i->args[0], i->imm, i->imm2);
		break;
	case IR_memcpy:
		if (!ir_memcpy_size(i))
			fail(v, "size");
		check_slot_range(v, i->args[0], ir_memcpy_dst(i), ir_memcpy_size(i));
		check_slot_range(v, i->args[1], ir_memcpy_src(i), ir_memcpy_size(i));
		break;
	default: break;
	}
}

static void check_map(struct verifier *v)
{
	if (v->i->imm < 0 || (uint64_t)v->i->imm >= v->m->maps.len)
		fail(v, "no such map");
	if (v->i->op == IR_map_value && v->i->imm2 >= v->m->maps.data[v->i->imm]->value_size)
		fail(v, "offset beyond the map's value");
}

static void check_call(struct verifier *v)
{
	if (v->i->arg_count > 5)
		fail(v, "more than 5 arguments");
	if (v->i->op == IR_call || v->i->op == IR_call_kfunc)
		return;
	if (v->i->imm < 0 || (uint64_t)v->i->imm >= v->m->funcs.len)
		fail(v, "no such function");
	if (v->i->op == IR_call_func && v->i->arg_count != ir_callee(v->i)->param_count)
		fail(v, "the callee takes %u arguments", ir_callee(v->i)->param_count);
}

static void check_immediates(struct verifier *v)
{
	struct ir_insn *i = v->i;

	switch (i->op) {
	case IR_param:
		if (i->imm < 0 || i->imm >= v->f->param_count || v->b != v->f->first)
			fail(v, "no such parameter, or not in the entry");
		break;
	case IR_zext:
	case IR_sext:
		if (i->imm != 8 && i->imm != 16 && i->imm != 32)
			fail(v, "width");
		break;
	case IR_bswap:
		if (i->imm != 16 && i->imm != 32 && i->imm != 64)
			fail(v, "width");
		break;
	case IR_slot:
		if (i->imm < 0 || (uint64_t)i->imm >= v->f->slots.len)
			fail(v, "no such slot");
		break;
	case IR_map_ptr:
	case IR_map_value: check_map(v); break;
	case IR_call:
	case IR_call_kfunc:
	case IR_call_func:
	case IR_func_addr: check_call(v); break;
	default: check_memory(v); break;
	}
}

static void check_args(struct verifier *v)
{
	struct ir_insn *i = v->i;
	uint32_t uses = 0;

	if (ir_ops[i->op].args >= 0 && i->arg_count != (uint32_t)ir_ops[i->op].args)
		fail(v, "%u arguments", i->arg_count);
	if (i->op == IR_phi && i->arg_count != v->b->preds.len)
		fail(v, "%u arguments for %zu predecessors", i->arg_count, v->b->preds.len);
	for (uint32_t n = 0; n < i->arg_count; n++) {
		if (!i->args[n])
			fail(v, "argument %u missing", n);
		if (!i->args[n]->block)
			fail(v, "argument %u is a removed instruction", n);
		if (i->args[n]->block->func != v->f)
			fail(v, "argument %u belongs to another function", n);
		if (!ir_ops[i->args[n]->op].has_result)
			fail(v, "argument %u has no value", n);
		if (ir_links(i)[n].user != i)
			fail(v, "broken use of argument %u", n);
	}
	for (struct ir_use *u = i->uses; u; u = u->next, uses++)
		if (u->user->args[ir_use_arg(u)] != i)
			fail(v, "listed as used where it is not");
	if (uses != i->use_count)
		fail(v, "%u uses, counted %u", uses, i->use_count);
}

/* ---- the context ---- */

static bool is_ctx(const struct verifier *v, const struct ir_insn *i)
{
	return v->f->kind == IR_FUNC_PROGRAM && i->op == IR_param && i->imm == 0;
}

static bool is_call(const struct ir_insn *i)
{
	return i->op == IR_call || i->op == IR_call_kfunc || i->op == IR_call_func;
}

/* The kernel's verifier lets the context be read at constant offsets, kept, and given to functions; nothing else. */
static void check_ctx_use(struct verifier *v, const struct ir_use *use)
{
	const struct ir_insn *user = use->user;

	if (user->op == IR_load_ctx || is_call(user))
		return;
	if (user->op == IR_store && ir_use_arg(use) == 1 && user->imm2 == 8)
		return;
	if (user->op == IR_add && ir_use_arg(use) == 0 && user->args[1]->op == IR_const) {
		for (const struct ir_use *u = user->uses; u; u = u->next)
			if (!is_call(u->user))
				fail(v, "address within the context used other than by a call");
		return;
	}
	v->i = use->user;
	fail(v, "this may not be done with the context");
}

static void check_ctx(struct verifier *v)
{
	if (v->i->op == IR_load_ctx && !is_ctx(v, v->i->args[0]))
		fail(v, "the address is not the context");
	if (is_ctx(v, v->i))
		for (const struct ir_use *u = v->i->uses; u; u = u->next)
			check_ctx_use(v, u);
}

/* ---- dominance ---- */

static bool is_defined_at_end(const struct ir_insn *value, const struct ir_block *b)
{
	return b->rpo == UINT32_MAX || ir_dominates(value->block, b);
}

static bool is_defined_before(const struct ir_insn *value, const struct ir_insn *user)
{
	if (value->block == user->block)
		return value->pass.num < user->pass.num;
	return is_defined_at_end(value, user->block);
}

static void check_dominance(struct verifier *v)
{
	for (uint32_t n = 0; n < v->i->arg_count; n++) {
		bool ok = v->i->op == IR_phi ? is_defined_at_end(v->i->args[n], v->b->preds.data[n])
					     : is_defined_before(v->i->args[n], v->i);
		if (!ok)
			fail(v, "argument %u is not defined on every way here", n);
	}
}

static void each_insn(struct verifier *v, void (*check)(struct verifier *))
{
	for (v->b = v->f->first; v->b; v->b = v->b->next)
		for (v->i = v->b->first; v->i; v->i = v->i->next)
			check(v);
}

static void check_func(struct verifier *v)
{
	v->b = NULL;
	v->i = NULL;
	check_structure(v);
	each_insn(v, check_args);
	each_insn(v, check_immediates);
	each_insn(v, check_ctx);
	ir_analyze_in_place(v->f);
	each_insn(v, check_dominance);
}

const char *ir_verify_func(struct ir_func *f)
{
	struct verifier *v = ARENA_NEW(f->module->arena, struct verifier);

	v->m = f->module;
	v->f = f;
	if (!f->code && !setjmp(v->out))
		check_func(v);
	return v->message;
}

const char *ir_verify(struct ir_module *m)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < m->funcs.len && !wrong; i++)
		wrong = ir_verify_func(m->funcs.data[i]);
	return wrong;
}
