/*
 * layout: the order of blocks. The last pass. needs: order, loops. breaks: order of the layout (renews the analyses).
 *
 * A reverse post-order, so that a value's life runs forward but for loops. Of the two ways of a branch, the one deeper in
 * loops falls through (loops stay together, the rest comes after them), else the one that does not leave the function,
 * else the one taken if true.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct frame {
	struct ir_block *block;
	unsigned next; /* successors still to visit */
};

/* Which successor of a branch should come right after it. */
static unsigned preferred(const struct ir_block *b)
{
	if (b->succ[0]->loop_depth != b->succ[1]->loop_depth)
		return b->succ[1]->loop_depth > b->succ[0]->loop_depth;
	return b->succ[0]->last->op == IR_ret && b->succ[1]->last->op != IR_ret;
}

/* That one is visited last, as the order is the reverse of the post-order. */
static struct ir_block *visit_choice(const struct ir_block *b, unsigned remaining)
{
	if (!b->succ[1])
		return remaining == 1 ? b->succ[0] : NULL;
	return b->succ[remaining == 2 ? !preferred(b) : preferred(b)];
}

static size_t walk(struct ir_func *f, struct ir_block **out)
{
	struct frame *stack = xcalloc(f->order.len, sizeof(*stack));
	size_t depth = 0, n = 0;

	for (struct ir_block *b = f->first; b; b = b->next)
		b->pass.num = 0;
	f->first->pass.num = 1;
	stack[depth++] = (struct frame){ f->first, 2 };
	while (depth) {
		struct frame *top = &stack[depth - 1];
		struct ir_block *s;

		if (top->next == 0) {
			out[n++] = top->block;
			depth--;
			continue;
		}
		s = visit_choice(top->block, top->next--);
		if (s && !s->pass.num) {
			s->pass.num = 1;
			stack[depth++] = (struct frame){ s, 2 };
		}
	}
	free(stack);
	return n;
}

static void lay_out(struct ir_func *f)
{
	struct ir_block **post = xcalloc(f->order.len, sizeof(struct ir_block *)), *at = f->first;
	size_t n = walk(f, post);

	while (n-- > 0) {
		if (post[n] != at)
			ir_block_move_after(post[n], at);
		at = post[n];
	}
	free(post);
}

bool opt_layout(struct ir_func *f)
{
	lay_out(f);
	ir_analyze(f);
	return true;
}
