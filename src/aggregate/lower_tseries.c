/* tseries: the sample goes into the element of its interval, which starts anew when it last held an older interval. */
#include "aggregate/lower.h"

static ir_ref now_tai(struct lower *l)
{
	ir_ref boot = ir_call(&l->b, BPF_FUNC_ktime_get_boot_ns, 0);

	return ir_binary(&l->b, IR_add, boot, lower_global(l, offsetof(struct ir_globals, tai_offset_ns)));
}

/* The value of an element that already has samples, after one more. */
static ir_ref folded(struct lower *l, const struct expr *call, ir_ref element, ir_ref sample)
{
	uint32_t fold = ((const struct agg_params *)call->type->agg_params)->fold;
	ir_ref old = ir_load(&l->b, element, 0, 8, false);

	switch (fold) {
	case AGG_FOLD_AVG:
	case AGG_FOLD_SUM:
		return ir_binary(&l->b, IR_add, old, sample);
	case AGG_FOLD_MAX:
	case AGG_FOLD_MIN: {
		enum ir_op less = call->type->is_signed ? IR_slt : IR_ult;
		ir_ref slot = lower_slot_addr(l, 8, 8, NULL);
		struct ir_block *take = lower_block(l), *end = lower_block(l);
		ir_ref better = fold == AGG_FOLD_MAX ? ir_binary(&l->b, less, old, sample)
						 : ir_binary(&l->b, less, sample, old);

		ir_store(&l->b, slot, 0, 8, old);
		ir_condbr(&l->b, better, take, end);
		lower_start(l, take);
		ir_store(&l->b, slot, 0, 8, sample);
		ir_br(&l->b, end);
		lower_start(l, end);
		return ir_load(&l->b, slot, 0, 8, false);
	}
	default:
		return sample;
	}
}

/* The last sample wins over other CPUs' by its time; for the other folds, samples are counted. */
static bool keeps_last(const struct expr *call)
{
	return ((const struct agg_params *)call->type->agg_params)->fold == AGG_FOLD_LAST;
}

static void add_sample(struct lower *l, const struct expr *call, ir_ref element, ir_ref epoch, ir_ref sample, ir_ref now)
{
	struct ir_builder *b = &l->b;
	bool last = keeps_last(call);
	struct ir_block *same = lower_block(l), *fresh = lower_block(l), *end = lower_block(l);

	ir_condbr(b, ir_binary(b, IR_eq, ir_load(b, element, AGG_THIRD, 8, false), epoch), same, fresh);
	lower_start(l, fresh);
	ir_store(b, element, 0, 8, sample);
	ir_store(b, element, AGG_SECOND, 8, last ? now : ir_const(b, 1));
	ir_store(b, element, AGG_THIRD, 8, epoch);
	ir_br(b, end);
	lower_start(l, same);
	ir_store(b, element, 0, 8, folded(l, call, element, sample));
	ir_ref n = ir_load(b, element, AGG_SECOND, 8, false);
	ir_store(b, element, AGG_SECOND, 8, last ? now : ir_binary(b, IR_add, n, ir_const(b, 1)));
	ir_br(b, end);
	lower_start(l, end);
}

void agg_tseries_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	const struct agg_params *p = call->type->agg_params;
	struct ir_builder *b = &l->b;
	ir_ref now = now_tai(l);
	ir_ref number = ir_binary(b, IR_udiv, now, ir_const(b, (int64_t)p->interval));
	ir_ref index = ir_binary(b, IR_umod, number, ir_const(b, (int64_t)p->count));
	ir_ref epoch = ir_binary(b, IR_add, number, ir_const(b, 1));
	struct ir_block *inside = lower_block(l), *end = lower_block(l);

	/* Always so; the verifier wants to see it. */
	ir_condbr(b, ir_binary(b, IR_ult, index, ir_const(b, (int64_t)p->count)), inside, end);
	lower_start(l, inside);
	ir_ref element = ir_binary(b, IR_add, addr, ir_binary(b, IR_mul, index, ir_const(b, AGG_TSERIES_ELEMENT)));
	add_sample(l, call, element, epoch, sample, now);
	ir_br(b, end);
	lower_start(l, end);
}
