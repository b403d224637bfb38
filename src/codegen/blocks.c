/*
 * The graph of machine blocks: one for each IR block, a prologue for parameters, one that looks up scratch memory, and one on
 * each critical edge so that moves have a place there (those that stay empty vanish at encoding). Layout is a reverse
 * post-order in which the way out of a loop comes after the loop and the first successor falls through where possible.
 */
#include <assert.h>

#include "codegen/mach.h"

static struct cg_block *block_new(struct cg_fn *fn, struct ir_block *ir)
{
	struct cg_block *b = ARENA_NEW(fn->a, struct cg_block);

	b->ir = ir;
	b->loop_first = CG_NONE;
	if (ir)
		b->depth = ir->loop_depth;
	return b;
}

static void link_blocks(struct cg_fn *fn, struct cg_block *from, unsigned n, struct cg_block *to, uint32_t arg)
{
	from->succ[n] = to;
	from->succ_pred[n] = to->preds.len;
	from->succ_count = MAX(from->succ_count, n + 1);
	vec_push(fn->a, &to->preds, (struct cg_edge){ from, arg });
}

/* The look-up of scratch memory between two blocks; it has a way out for the null that never comes. */
static void link_lookup(struct cg_fn *fn, struct cg_block *from, unsigned n, struct cg_block *to, uint32_t arg)
{
	fn->lookup = block_new(fn, NULL);
	fn->null_exit = block_new(fn, NULL);
	link_blocks(fn, from, n, fn->lookup, 0);
	link_blocks(fn, fn->lookup, 0, fn->null_exit, 0);
	link_blocks(fn, fn->lookup, 1, to, arg);
}

static void link_edge(struct cg_fn *fn, struct cg_block *to, uint32_t arg)
{
	struct ir_block *p = to->ir->preds.data[arg];
	struct cg_block *from = fn->block_of[p->id];
	unsigned n = p->succ[0] == to->ir ? 0 : 1;

	assert(p->succ[n] == to->ir);
	if (p->succ[1] && to->ir->preds.len > 1) {
		struct cg_block *edge = block_new(fn, NULL);

		edge->depth = MIN(from->depth, to->depth);
		link_blocks(fn, from, n, edge, 0);
		from = edge;
		n = 0;
	}
	if (to->ir == fn->first_scratch)
		link_lookup(fn, from, n, to, arg);
	else
		link_blocks(fn, from, n, to, arg);
}

static void make_graph(struct cg_fn *fn)
{
	fn->block_of = ARENA_ARRAY(fn->a, struct cg_block *, fn->f->next_block_id);
	for (struct ir_block *b = fn->f->first; b; b = b->next)
		fn->block_of[b->id] = block_new(fn, b);
	for (struct ir_block *b = fn->f->first; b; b = b->next)
		for (uint32_t k = 0; k < b->preds.len; k++)
			link_edge(fn, fn->block_of[b->id], k);
}

static void make_prologue(struct cg_fn *fn)
{
	bool looks_up = fn->uses_scratch && !fn->lookup;

	fn->prologue = block_new(fn, NULL);
	fn->body = fn->block_of[fn->f->first->id];
	if (looks_up && fn->body->preds.len) {
		struct cg_block *edge = block_new(fn, NULL);

		link_lookup(fn, fn->prologue, 0, edge, 0);
		link_blocks(fn, edge, 0, fn->body, CG_NONE);
	} else if (looks_up) {
		link_lookup(fn, fn->prologue, 0, fn->body, CG_NONE);
	} else {
		link_blocks(fn, fn->prologue, 0, fn->body, CG_NONE);
	}
}

/* ---- where scratch memory is looked up ---- */

static bool is_scratch_slot(const struct cg_fn *fn, const struct ir_insn *i)
{
	return i->op == IR_slot && fn->slots[i->imm].place == CG_SCRATCH;
}

static struct ir_block *common_dominator(struct ir_block *a, struct ir_block *b)
{
	while (a && !ir_dominates(a, b))
		a = a->idom;
	return a;
}

/* The block that dominates all uses of scratch slots; a phi uses its argument at the end of the predecessor. */
static struct ir_block *uses_dominator(struct cg_fn *fn)
{
	struct ir_block *found = NULL;

	for (struct ir_block *b = fn->f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			for (uint32_t n = 0; n < i->arg_count; n++) {
				struct ir_block *use = i->op == IR_phi ? b->preds.data[n] : b;

				if (is_scratch_slot(fn, i->args[n]))
					found = found ? common_dominator(found, use) : use;
			}
	return found;
}

static bool submits(const struct ir_block *b, const struct ir_insn *record)
{
	for (const struct ir_insn *i = b->first; i; i = i->next)
		if (i->op == IR_call && i->imm == BPF_FUNC_ringbuf_submit && i->args[0] == record)
			return true;
	return false;
}

/* Marks the blocks from b on up to those that submit the record. */
static void mark_open(const struct ir_insn *record, const struct ir_block *b, bool *open)
{
	if (!b || open[b->id])
		return;
	open[b->id] = true;
	if (submits(b, record))
		return;
	mark_open(record, b->succ[0], open);
	mark_open(record, b->succ[1], open);
}

/* Blocks by id in which a record is reserved: the way out for null would not give it back. */
static bool *blocks_with_record(struct cg_fn *fn)
{
	bool *open = ARENA_ARRAY(fn->a, bool, fn->f->next_block_id);

	for (struct ir_block *b = fn->f->first; b; b = b->next) {
		const struct ir_insn *record = b->last->op == IR_condbr ? b->last->args[0] : NULL;
		bool is_null_test = record && record->op == IR_eq && ir_is_const(record->args[1], 0);

		record = is_null_test ? record->args[0] : record;
		if (record && record->op == IR_call && record->imm == BPF_FUNC_ringbuf_reserve)
			mark_open(record, b->succ[is_null_test], open);
	}
	return open;
}

/*
 * Not at the start of the program but where it is first needed, so that events that are filtered out do not pay: outside
 * of loops and of records being built, before a block with one predecessor. The entry itself is the prologue's business.
 */
static void place_lookup(struct cg_fn *fn)
{
	struct ir_block *b = fn->uses_scratch ? uses_dominator(fn) : NULL;
	const bool *open = b ? blocks_with_record(fn) : NULL;

	while (b && b != fn->f->first && (b->loop_depth || b->preds.len != 1 || open[b->id]))
		b = b->idom;
	fn->first_scratch = b == fn->f->first ? NULL : b;
}

/* ---- layout ---- */

struct visit {
	struct cg_block *block;
	unsigned done; /* successors taken */
};

/* The successor to walk first, which comes to stand later: the one out of the loop, else the second. */
static struct cg_block *successor(const struct cg_block *b, unsigned n)
{
	unsigned first = b->succ_count - 1;

	if (b->succ_count == 2 && b->succ[0]->depth < b->succ[1]->depth)
		first = 0;
	return b->succ[n ? !first : first];
}

static size_t count_blocks(struct cg_fn *fn)
{
	size_t n = 4;

	for (struct ir_block *b = fn->f->first; b; b = b->next)
		n += 1 + b->preds.len;
	return n;
}

static void place_blocks(struct cg_fn *fn)
{
	size_t max = count_blocks(fn), depth = 0;
	struct visit *stack = ARENA_ARRAY(fn->a, struct visit, max);

	fn->prologue->visited = true;
	stack[depth++] = (struct visit){ fn->prologue, 0 };
	while (depth) {
		struct visit *top = &stack[depth - 1];

		if (top->done == top->block->succ_count) {
			vec_push(fn->a, &fn->blocks, top->block);
			depth--;
			continue;
		}
		struct cg_block *s = successor(top->block, top->done++);

		if (!s->visited) {
			s->visited = true;
			stack[depth++] = (struct visit){ s, 0 };
		}
	}
	for (size_t i = 0, n = fn->blocks.len; i < n / 2; i++) {
		struct cg_block *t = fn->blocks.data[i];

		fn->blocks.data[i] = fn->blocks.data[n - 1 - i];
		fn->blocks.data[n - 1 - i] = t;
	}
	for (size_t i = 0; i < fn->blocks.len; i++)
		fn->blocks.data[i]->order = i;
}

/* Order of the last block that jumps back to b; CG_NONE: none does. */
static uint32_t loop_end(const struct cg_block *b)
{
	uint32_t end = CG_NONE;

	for (size_t k = 0; k < b->preds.len; k++) {
		uint32_t from = b->preds.data[k].from->order;

		if (from >= b->order)
			end = end == CG_NONE ? from : MAX(end, from);
	}
	return end;
}

/* Innermost loop of each block: a jump back spans a loop. */
static void find_loops(struct cg_fn *fn)
{
	uint32_t loop = CG_NONE;

	for (size_t i = 0; i < fn->blocks.len; i++) {
		struct cg_block *b = fn->blocks.data[i];
		uint32_t end = loop_end(b);

		while (loop != CG_NONE && fn->blocks.data[loop]->loop_last < i)
			loop = fn->blocks.data[loop]->loop_outer;
		if (end != CG_NONE) {
			b->loop_last = end;
			b->loop_outer = loop;
			loop = i;
		}
		b->loop_first = loop;
	}
}

void cg_blocks_build(struct cg_fn *fn)
{
	place_lookup(fn);
	make_graph(fn);
	make_prologue(fn);
	place_blocks(fn);
	find_loops(fn);
}
