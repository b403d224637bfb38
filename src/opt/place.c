/*
 * place: where things stand, for the register allocator's sake. The last pass. needs: order, loop depth. breaks: order of
 * the layout (the driver renews the analyses).
 *
 *  - Constants, slot and map addresses are made where they are used: each use gets its own, right before it (a phi's
 *    at the end of the predecessor), so none of them holds a register for long. Uses close together share one, as long
 *    as no call comes between (which would cost a saved register).
 *  - Blocks are laid out so that a way that is certain or leads deeper into a loop falls through, and loops stay together.
 */
#include "opt/pass.h"

#include <stdlib.h>

/* ---- leaves ---- */

static bool is_call(const struct ir_insn *i)
{
	return i->op == IR_call || i->op == IR_call_kfunc || i->op == IR_call_func;
}

/* Where a use by `user` as argument n must have its leaf. */
static struct ir_insn *use_point(struct ir_insn *user, uint32_t n)
{
	return user->op == IR_phi ? user->block->preds.data[n]->last : user;
}

/*
 * pass.num: in the low half the position, in the high half the run. A leaf is shared within a run, a row of instructions
 * of a block without a call among them.
 */
static void number_runs(struct ir_func *f)
{
	uint64_t run = 0, position = 0;

	for (struct ir_block *b = f->first; b; b = b->next) {
		run++;
		for (struct ir_insn *i = b->first; i; i = i->next) {
			i->pass.num = run << 32 | position++;
			run += is_call(i);
		}
	}
}

static uint64_t run_of(const struct ir_insn *i)
{
	return i->pass.num >> 32;
}

static int compare_uses(const void *x, const void *y)
{
	const struct ir_use *a = *(struct ir_use *const *)x, *b = *(struct ir_use *const *)y;
	uint64_t at_a = use_point(a->user, a->n)->pass.num, at_b = use_point(b->user, b->n)->pass.num;

	return at_a < at_b ? -1 : at_a > at_b;
}

/* Constants are encoded in the instructions that use them or are moves; sharing could only hurt. */
static bool is_shared(const struct ir_insn *leaf)
{
	return leaf->op == IR_map_value || leaf->op == IR_slot;
}

static void spread_uses(struct ir_insn *leaf, struct ir_use **uses, size_t count)
{
	struct ir_insn *shared = NULL;

	for (size_t n = 0; n < count; n++) {
		struct ir_insn *user = uses[n]->user, *at = use_point(user, uses[n]->n);
		uint32_t arg = uses[n]->n;

		if (!shared || !is_shared(leaf) || run_of(shared) != run_of(at)) {
			shared = opt_clone(at, leaf);
			shared->pass.num = at->pass.num;
		}
		ir_set_arg(user, arg, shared);
	}
}

/* Gives every use of the leaf one nearby; the leaf itself goes. */
static void spread(struct ir_insn *leaf)
{
	size_t count = 0;
	struct ir_use **uses = xcalloc(leaf->use_count + 1, sizeof(*uses));

	for (struct ir_use *u = leaf->uses; u; u = u->next)
		uses[count++] = u;
	qsort(uses, count, sizeof(*uses), compare_uses);
	spread_uses(leaf, uses, count);
	free(uses);
	ir_remove(leaf);
}

static void spread_leaves(struct ir_func *f)
{
	VEC(struct ir_insn *) leaves = { 0 };

	number_runs(f);
	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			if (opt_is_leaf(i))
				vec_push(NULL, &leaves, i);
	for (size_t n = 0; n < leaves.len; n++)
		spread(leaves.data[n]);
	vec_free(&leaves);
}

/* ---- layout ---- */

struct frame {
	struct ir_block *block;
	unsigned next; /* successors still to visit */
};

/* The successor that should come right after b is visited last, as the order is the reverse of the post-order. */
static struct ir_block *visit_choice(const struct ir_block *b, unsigned remaining)
{
	unsigned last = 0;

	if (!b->succ[1])
		return remaining == 1 ? b->succ[0] : NULL;
	if (b->succ[1]->loop_depth > b->succ[0]->loop_depth)
		last = 1;
	return b->succ[remaining == 2 ? !last : last];
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

bool opt_place(struct ir_func *f)
{
	spread_leaves(f);
	lay_out(f);
	ir_analyze(f);
	return true;
}
