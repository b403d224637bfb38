/* hist and lhist: which bucket a sample falls into (layout.h), and its increment. */
#include <linux/version.h>

#include "aggregate/lower.h"

static const struct agg_params *params(const struct expr *call) { return call->type->agg_params; }

/*
 * Before Linux 6.8 branches that cannot be taken could leave a number with bounds that contradict each other, with which
 * the verifier then finds no address. A mask makes bounds anew.
 */
static ir_ref sane_index(struct lower *l, ir_ref index, uint32_t n)
{
	uint64_t mask = 1;

	if (l->features->version >= KERNEL_VERSION(6, 8, 0))
		return index;
	while (mask < n)
		mask = mask << 1 | 1;
	return ir_binary(&l->b, IR_and, index, ir_const(&l->b, (int64_t)mask));
}

/* buckets[index]++, where the verifier must know that index is below n. */
static void bump_bucket(struct lower *l, ir_ref addr, ir_ref index, uint32_t n)
{
	struct ir_block *inside = lower_block(l), *end = lower_block(l);

	index = sane_index(l, index, n);

	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, index, ir_const(&l->b, n)), inside, end);
	lower_start(l, inside);
	ir_ref bucket = ir_binary(&l->b, IR_add, addr, ir_binary(&l->b, IR_shl, index, ir_const(&l->b, 3)));
	agg_add(l, bucket, 0, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, end);
}

/*
 * floor(log2(v)) + start for 1 <= v < 2^63. A step of the search for the highest bit shifts by `bits` if that much is above:
 * by arithmetic, since of 64 ways through branches the verifier would follow each, to the end of the program.
 */
static ir_ref floor_log2(struct lower *l, ir_ref v, int64_t start)
{
	struct ir_builder *b = &l->b;
	ir_ref log = ir_const(b, start);

	for (int step = 5; step > 0; step--) {
		unsigned bits = 1u << step;
		ir_ref below = ir_binary(b, IR_sub, ir_const(b, (INT64_C(1) << bits) - 1), v);
		ir_ref is_above = ir_binary(b, IR_lshr, below, ir_const(b, 63));
		ir_ref shift = ir_binary(b, IR_shl, is_above, ir_const(b, step));
		v = ir_binary(b, IR_lshr, v, shift);
		log = ir_binary(b, IR_add, log, shift);
	}
	return ir_binary(b, IR_add, log, ir_binary(b, IR_lshr, v, ir_const(b, 1))); /* v is 1, 2 or 3 */
}

/* The bucket of n >= K: with l the power of two, ((l - k + 1) << k) + ((n >> (l - k)) & (K - 1)) + 1. */
static ir_ref power_bucket(struct lower *l, ir_ref n, uint64_t k)
{
	struct ir_builder *b = &l->b;

	if (k == 0)
		return floor_log2(l, n, 2);
	ir_ref shift = ir_binary(b, IR_sub, floor_log2(l, n, 0), ir_const(b, (int64_t)k));
	ir_ref group = ir_binary(b, IR_shl, ir_binary(b, IR_add, shift, ir_const(b, 1)), ir_const(b, (int64_t)k));
	ir_ref sub = ir_binary(b, IR_and, ir_binary(b, IR_lshr, n, shift), ir_const(b, (1 << k) - 1));
	return ir_binary(b, IR_add, ir_binary(b, IR_add, group, sub), ir_const(b, 1));
}

void agg_hist_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref n)
{
	uint64_t k = params(call)->bits;
	struct ir_builder *b = &l->b;
	ir_ref index = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *small = lower_block(l), *negative = lower_block(l), *single = lower_block(l),
			*power = lower_block(l), *end = lower_block(l);

	ir_condbr(b, ir_binary(b, IR_slt, n, ir_const(b, 1 << k)), small, power);
	lower_start(l, small);
	ir_condbr(b, ir_binary(b, IR_slt, n, ir_const(b, 0)), negative, single);
	lower_start(l, negative);
	ir_store(b, index, 0, 8, ir_const(b, 0));
	ir_br(b, end);
	lower_start(l, single);
	ir_store(b, index, 0, 8, ir_binary(b, IR_add, n, ir_const(b, 1)));
	ir_br(b, end);
	lower_start(l, power);
	ir_store(b, index, 0, 8, power_bucket(l, n, k));
	ir_br(b, end);
	lower_start(l, end);
	bump_bucket(l, addr, ir_load(b, index, 0, 8, false), AGG_HIST_BUCKETS(k));
}

void agg_lhist_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref n)
{
	const struct agg_params *p = params(call);
	int64_t last = 1 + (p->max - p->min) / p->step;
	struct ir_builder *b = &l->b;
	ir_ref index = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *below = lower_block(l), *not_below = lower_block(l), *above = lower_block(l),
			*inside = lower_block(l), *end = lower_block(l);

	ir_condbr(b, ir_binary(b, IR_slt, n, ir_const(b, p->min)), below, not_below);
	lower_start(l, below);
	ir_store(b, index, 0, 8, ir_const(b, 0));
	ir_br(b, end);
	lower_start(l, not_below);
	ir_condbr(b, ir_binary(b, IR_slt, ir_const(b, p->max), n), above, inside);
	lower_start(l, above);
	ir_store(b, index, 0, 8, ir_const(b, last));
	ir_br(b, end);
	lower_start(l, inside);
	ir_ref step = ir_binary(b, IR_udiv, ir_binary(b, IR_sub, n, ir_const(b, p->min)), ir_const(b, p->step));
	ir_store(b, index, 0, 8, ir_binary(b, IR_add, step, ir_const(b, 1)));
	ir_br(b, end);
	lower_start(l, end);
	bump_bucket(l, addr, ir_load(b, index, 0, 8, false), AGG_LHIST_BUCKETS(p->min, p->max, p->step));
}
