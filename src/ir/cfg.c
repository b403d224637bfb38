/*
 * Analyses of the control flow graph: reverse post-order by a depth-first walk with its own stack, immediate dominators
 * by the iteration of Cooper, Harvey and Kennedy, an interval numbering of the dominator tree (so that a question about
 * dominance is two comparisons), and loop depth from the back edges.
 *
 * Predecessors are met last to first: a block that thousands leave to (an early exit) then climbs the dominator tree
 * one step for each of them instead of the whole way.
 */
#include "ir/ir.h"

#include <assert.h>
#include <stdlib.h>

#define UNVISITED UINT32_MAX /* as rpo, dom_in: the block can't be reached */

struct frame {
	struct ir_block *block;
	unsigned next;
};

/* Blocks in post-order into `out`, which has room for all. Marks the blocks reached in b->rpo (0). */
static size_t post_order(struct ir_func *f, struct ir_block **out, size_t blocks)
{
	struct frame *stack = xcalloc(blocks, sizeof(*stack));
	size_t depth = 0, n = 0;

	f->first->rpo = 0;
	stack[depth++] = (struct frame){ f->first, 2 };
	while (depth) {
		struct frame *top = &stack[depth - 1];

		if (top->next == 0) {
			out[n++] = top->block;
			depth--;
			continue;
		}
		struct ir_block *s = top->block->succ[--top->next];
		if (s && s->rpo == UNVISITED) {
			s->rpo = 0;
			stack[depth++] = (struct frame){ s, 2 };
		}
	}
	free(stack);
	return n;
}

static void order_blocks(struct ir_func *f)
{
	struct ir_block **out, *b;
	size_t blocks = 0, n;

	for (b = f->first; b; b = b->next, blocks++) {
		b->rpo = b->dom_in = UNVISITED;
		b->dom_out = 0;
		b->idom = NULL;
	}
	out = xcalloc(blocks, sizeof(struct ir_block *));
	n = post_order(f, out, blocks);
	f->order.len = 0;
	while (n) {
		b = out[--n];
		b->rpo = f->order.len;
		vec_push(f->module->arena, &f->order, b);
	}
	free(out);
}

static void remove_unreachable(struct ir_func *f)
{
	for (struct ir_block *b = f->first, *next; b; b = next) {
		next = b->next;
		if (b->rpo == UNVISITED)
			ir_block_remove(b);
	}
}

/* ---- dominators ---- */

static struct ir_block *intersect(struct ir_block *a, struct ir_block *b)
{
	while (a != b) {
		while (a->rpo > b->rpo)
			a = a->idom;
		while (b->rpo > a->rpo)
			b = b->idom;
	}
	return a;
}

static struct ir_block *idom_of(const struct ir_block *b)
{
	struct ir_block *d = NULL;

	for (size_t i = b->preds.len; i-- > 0;) {
		struct ir_block *p = b->preds.data[i];

		if (p->idom)
			d = d ? intersect(p, d) : p;
	}
	return d;
}

static void find_dominators(struct ir_func *f)
{
	bool changed = true;

	f->first->idom = f->first;
	while (changed) {
		changed = false;
		for (size_t i = 1; i < f->order.len; i++) {
			struct ir_block *b = f->order.data[i], *d = idom_of(b);

			if (b->idom != d) {
				b->idom = d;
				changed = true;
			}
		}
	}
	f->first->idom = NULL;
}

/*
 * Each block gets the interval of a pre-order numbering of the dominator tree that covers its subtree. Reverse
 * post-order has every block after its dominator, so subtree sizes add up backwards and intervals are handed out
 * forwards without walking the tree.
 */
static void number_dominator_tree(struct ir_func *f)
{
	for (size_t i = 0; i < f->order.len; i++)
		f->order.data[i]->dom_out = 1;
	for (size_t i = f->order.len; i-- > 1;)
		f->order.data[i]->idom->dom_out += f->order.data[i]->dom_out;
	for (size_t i = 0; i < f->order.len; i++) {
		struct ir_block *b = f->order.data[i], *d = b->idom;
		uint32_t size = b->dom_out;

		/* pass.num: the next free number in the block's interval */
		b->dom_in = d ? (uint32_t)d->pass.num : 0;
		b->dom_out = b->dom_in + size;
		b->pass.num = b->dom_in + 1;
		if (d)
			d->pass.num += size;
	}
}

bool ir_dominates(const struct ir_block *a, const struct ir_block *b)
{
	return a->dom_in <= b->dom_in && b->dom_in < a->dom_out;
}

/* ---- loops ---- */

/*
 * The body of the loop of a header: everything that reaches one of its back edges without passing the header. A block
 * is counted once for each header, which pass.num remembers.
 */
static void mark_loop(struct ir_block *header, struct ir_block **stack)
{
	size_t n = 0;

	for (size_t i = 0; i < header->preds.len; i++)
		if (ir_dominates(header, header->preds.data[i]))
			stack[n++] = header->preds.data[i];
	if (!n)
		return;
	header->pass.num = header->rpo + 1;
	header->loop_depth++;
	while (n) {
		struct ir_block *b = stack[--n];

		if (b->pass.num == header->rpo + 1)
			continue;
		b->pass.num = header->rpo + 1;
		b->loop_depth++;
		for (size_t i = 0; i < b->preds.len; i++) {
			struct ir_block *p = b->preds.data[i];

			if (p->rpo != UNVISITED && p->pass.num != header->rpo + 1)
				stack[n++] = p;
		}
	}
}

static void find_loops(struct ir_func *f)
{
	size_t edges = 0;
	struct ir_block **stack;

	for (size_t i = 0; i < f->order.len; i++) {
		f->order.data[i]->pass.num = f->order.data[i]->loop_depth = 0;
		edges += f->order.data[i]->preds.len;
	}
	stack = xcalloc(edges + 1, sizeof(struct ir_block *));
	for (size_t i = 0; i < f->order.len; i++)
		mark_loop(f->order.data[i], stack);
	free(stack);
}

void ir_analyze_in_place(struct ir_func *f)
{
	order_blocks(f);
	find_dominators(f);
	number_dominator_tree(f);
	find_loops(f);
}

void ir_analyze(struct ir_func *f)
{
	order_blocks(f);
	remove_unreachable(f);
	find_dominators(f);
	number_dominator_tree(f);
	find_loops(f);
}

void ir_sort_blocks(struct ir_func *f)
{
	for (size_t i = 1; i < f->order.len; i++)
		ir_block_move_after(f->order.data[i], f->order.data[i - 1]);
}
