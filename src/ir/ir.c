/*
 * Construction and surgery of the SSA form.
 *
 * Each argument of an instruction is also a node (struct ir_use) in a doubly linked list that hangs on the value it
 * names, so replacing a value costs as much as it has uses and nothing is ever searched for. The nodes stand in an
 * array behind the arguments, and both behind the instruction; when a phi grows, they move and are linked again.
 */
#include "ir/ir.h"

#include <assert.h>

const struct ir_op_info ir_ops[IR_OP_COUNT] = {
#define IR_OP(name, args, result, flags, meaning) { #name, args, result, flags, meaning },
#include "ir/ops.h"
#undef IR_OP
};

struct ir_module *ir_module_new(struct arena *a)
{
	struct ir_module *m = ARENA_NEW(a, struct ir_module);

	m->arena = a;
	return m;
}

struct ir_func *ir_func_new(struct ir_module *m, const char *name, enum ir_func_kind kind, uint32_t params)
{
	struct ir_func *f = ARENA_NEW(m->arena, struct ir_func);

	f->name = arena_strdup(m->arena, name);
	f->kind = kind;
	f->module = m;
	f->param_count = params;
	f->index = m->funcs.len;
	vec_push(m->arena, &m->funcs, f);
	return f;
}

static struct ir_block *block_alloc(struct ir_func *f)
{
	uint32_t group = MIN(MAX(f->next_block_id, 4), 256);

	if (!f->spare_block_count) {
		f->spare_blocks = ARENA_ARRAY(f->module->arena, struct ir_block, group);
		f->spare_block_count = group;
	}
	f->spare_block_count--;
	return f->spare_blocks++;
}

struct ir_block *ir_block_new(struct ir_func *f)
{
	struct ir_block *b = block_alloc(f);

	b->func = f;
	b->id = f->next_block_id++;
	b->prev = f->last;
	if (f->last)
		f->last->next = b;
	else
		f->first = b;
	f->last = b;
	return b;
}

uint32_t ir_slot_new(struct ir_func *f, uint32_t size, uint32_t align, const char *name)
{
	struct ir_slot slot = { .index = f->slots.len, .size = size, .align = align, .name = name };

	assert(align && (align & (align - 1)) == 0);
	vec_push(f->module->arena, &f->slots, slot);
	return slot.index;
}

/* ---- uses ---- */

static void use_link(struct ir_insn *user, uint32_t n)
{
	struct ir_use *u = &ir_links(user)[n];
	struct ir_insn *value = user->args[n];

	*u = (struct ir_use){ .user = user };
	if (!value)
		return;
	u->next = value->uses;
	if (u->next)
		u->next->prev = u;
	value->uses = u;
	value->use_count++;
}

static void use_unlink(struct ir_insn *user, uint32_t n)
{
	struct ir_use *u = &ir_links(user)[n];
	struct ir_insn *value = user->args[n];

	if (!value)
		return;
	if (u->prev)
		u->prev->next = u->next;
	else
		value->uses = u->next;
	if (u->next)
		u->next->prev = u->prev;
	value->use_count--;
}

static size_t args_size(uint32_t cap)
{
	return cap * (sizeof(struct ir_insn *) + sizeof(struct ir_use));
}

static void args_grow(struct arena *a, struct ir_insn *insn)
{
	uint32_t cap = MAX(2, insn->arg_cap * 2);
	struct ir_insn **args = arena_alloc(a, args_size(cap));

	for (uint32_t i = 0; i < insn->arg_count; i++) {
		args[i] = insn->args[i];
		use_unlink(insn, i);
	}
	insn->args = args;
	insn->arg_cap = cap;
	for (uint32_t i = 0; i < insn->arg_count; i++)
		use_link(insn, i);
}

void ir_set_arg(struct ir_insn *insn, uint32_t n, struct ir_insn *value)
{
	assert(n < insn->arg_count);
	use_unlink(insn, n);
	insn->args[n] = value;
	use_link(insn, n);
}

void ir_add_arg(struct ir_insn *insn, struct ir_insn *value)
{
	if (insn->op == IR_undef) /* what the builder gives for a phi in unreachable code */
		return;
	if (insn->arg_count == insn->arg_cap)
		args_grow(insn->block->func->module->arena, insn);
	insn->args[insn->arg_count++] = value;
	use_link(insn, insn->arg_count - 1);
}

static void arg_drop(struct ir_insn *insn, uint32_t n)
{
	for (uint32_t i = n; i < insn->arg_count; i++)
		use_unlink(insn, i);
	insn->arg_count--;
	for (uint32_t i = n; i < insn->arg_count; i++) {
		insn->args[i] = insn->args[i + 1];
		use_link(insn, i);
	}
}

void ir_replace_uses(struct ir_insn *old, struct ir_insn *new_value)
{
	assert(old != new_value);
	while (old->uses)
		ir_set_arg(old->uses->user, ir_use_arg(old->uses), new_value);
}

/* ---- instructions ---- */

struct ir_insn *ir_insn_new(struct ir_func *f, enum ir_op op, uint32_t args, const struct span *span)
{
	struct ir_insn *insn = arena_alloc(f->module->arena, sizeof(*insn) + args_size(args));

	assert(ir_ops[op].args < 0 || (uint32_t)ir_ops[op].args == args);
	insn->op = op;
	insn->id = ir_ops[op].has_result ? f->next_id++ : IR_NO_ID;
	insn->span = span;
	insn->args = (struct ir_insn **)(insn + 1);
	insn->arg_count = insn->arg_cap = args;
	if (op == IR_slot)
		vec_push(f->module->arena, &f->slot_addrs, insn);
	return insn;
}

struct ir_insn *ir_undef(struct ir_func *f)
{
	assert(f->first);
	if (!f->undef || !f->undef->block) {
		f->undef = ir_insn_new(f, IR_undef, 0, NULL);
		ir_insert_first(f->first, f->undef);
	}
	return f->undef;
}

void ir_insert_before(struct ir_insn *before, struct ir_insn *insn)
{
	struct ir_block *b = before->block;

	insn->block = b;
	insn->prev = before->prev;
	insn->next = before;
	if (before->prev)
		before->prev->next = insn;
	else
		b->first = insn;
	before->prev = insn;
}

void ir_append(struct ir_block *b, struct ir_insn *insn)
{
	insn->block = b;
	insn->prev = b->last;
	insn->next = NULL;
	if (b->last)
		b->last->next = insn;
	else
		b->first = insn;
	b->last = insn;
}

void ir_insert_first(struct ir_block *b, struct ir_insn *insn)
{
	struct ir_insn *at = b->first;

	while (at && (at->op == IR_phi || at->op == IR_param))
		at = at->next;
	if (at)
		ir_insert_before(at, insn);
	else
		ir_append(b, insn);
}

void ir_detach(struct ir_insn *insn)
{
	struct ir_block *b = insn->block;

	if (insn->prev)
		insn->prev->next = insn->next;
	else
		b->first = insn->next;
	if (insn->next)
		insn->next->prev = insn->prev;
	else
		b->last = insn->prev;
	insn->prev = insn->next = NULL;
	insn->block = NULL;
}

static void drop_args(struct ir_insn *insn)
{
	for (uint32_t i = 0; i < insn->arg_count; i++)
		use_unlink(insn, i);
	insn->arg_count = 0;
}

void ir_remove(struct ir_insn *insn)
{
	assert(insn->use_count == 0);
	drop_args(insn);
	ir_detach(insn);
}

/* ---- edges and blocks ---- */

void ir_link(struct ir_block *from, unsigned n, struct ir_block *to)
{
	assert(n < 2 && !from->succ[n]);
	from->succ[n] = to;
	vec_push(from->func->module->arena, &to->preds, from);
}

void ir_unlink(struct ir_block *from, unsigned n)
{
	struct ir_block *to = from->succ[n];
	size_t i = 0;

	while (to->preds.data[i] != from)
		i++;
	memmove(&to->preds.data[i], &to->preds.data[i + 1], (to->preds.len - i - 1) * sizeof(*to->preds.data));
	to->preds.len--;
	for (struct ir_insn *phi = to->first; phi && phi->op == IR_phi; phi = phi->next)
		if (i < phi->arg_count)
			arg_drop(phi, i);
	from->succ[n] = NULL;
}

static void block_unchain(struct ir_block *b)
{
	struct ir_func *f = b->func;

	if (b->prev)
		b->prev->next = b->next;
	else
		f->first = b->next;
	if (b->next)
		b->next->prev = b->prev;
	else
		f->last = b->prev;
}

void ir_block_remove(struct ir_block *b)
{
	for (unsigned n = 0; n < 2; n++)
		if (b->succ[n])
			ir_unlink(b, n);
	for (struct ir_insn *i = b->first; i; i = i->next)
		drop_args(i);
	while (b->first) {
		struct ir_insn *i = b->first;

		if (i->uses)
			ir_replace_uses(i, ir_undef(b->func));
		ir_detach(i);
	}
	block_unchain(b);
	b->prev = b->next = NULL;
}

void ir_block_move_after(struct ir_block *b, struct ir_block *where)
{
	struct ir_func *f = b->func;

	if (where->next == b || where == b)
		return;
	block_unchain(b);
	b->prev = where;
	b->next = where->next;
	if (where->next)
		where->next->prev = b;
	else
		f->last = b;
	where->next = b;
}

void ir_renumber(struct ir_func *f)
{
	f->next_id = f->next_block_id = 0;
	for (struct ir_block *b = f->first; b; b = b->next) {
		b->id = f->next_block_id++;
		for (struct ir_insn *i = b->first; i; i = i->next)
			if (i->id != IR_NO_ID)
				i->id = f->next_id++;
	}
}
