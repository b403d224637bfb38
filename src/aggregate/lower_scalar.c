/* count, sum, min, max, avg, stats: updates of one CPU's value, and its combination with others. */
#include "aggregate/lower.h"

/*
 * Values are per CPU and programs of most kinds run to their end before another one starts on the CPU. Programs on user
 * functions can be preempted.
 */
static bool is_preemptible(const struct lower *l)
{
	return l->unit && (l->unit->kind->bit & (PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT));
}

void agg_add(struct lower *l, ir_ref addr, int32_t off, ir_ref n)
{
	if (is_preemptible(l))
		ir_atomic_add(&l->b, addr, off, 8, n);
	else
		ir_store(&l->b, addr, off, 8, ir_binary(&l->b, IR_add, ir_load(&l->b, addr, off, 8, false), n));
}

void agg_count_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	agg_add(l, addr, 0, ir_const(&l->b, 1));
}

void agg_sum_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	agg_add(l, addr, 0, sample);
	ir_store(&l->b, addr, AGG_SECOND, 8, ir_const(&l->b, 1));
}

void agg_avg_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	agg_add(l, addr, 0, sample);
	agg_add(l, addr, AGG_SECOND, ir_const(&l->b, 1));
}

/* value = sample where the value is not set or `better` than it. */
static void keep_extremum(struct lower *l, ir_ref addr, ir_ref sample, bool is_signed, bool keep_smaller)
{
	struct ir_block *set = lower_block(l), *store = lower_block(l), *end = lower_block(l);
	enum ir_op less = is_signed ? IR_slt : IR_ult;

	ir_condbr(&l->b, ir_load(&l->b, addr, AGG_SECOND, 8, false), set, store);
	lower_start(l, set);
	ir_ref old = ir_load(&l->b, addr, 0, 8, false);
	ir_ref better = keep_smaller ? ir_binary(&l->b, less, sample, old) : ir_binary(&l->b, less, old, sample);
	ir_condbr(&l->b, better, store, end);
	lower_start(l, store);
	ir_store(&l->b, addr, 0, 8, sample);
	ir_store(&l->b, addr, AGG_SECOND, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, end);
}

void agg_min_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	keep_extremum(l, addr, sample, call->type->is_signed, true);
}

void agg_max_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample)
{
	keep_extremum(l, addr, sample, call->type->is_signed, false);
}

/* ---- over the CPUs ---- */

static void add_word(struct lower *l, ir_ref acc, ir_ref addr, int32_t off)
{
	ir_ref sum = ir_binary(&l->b, IR_add, ir_load(&l->b, acc, off, 8, false), ir_load(&l->b, addr, off, 8, false));

	ir_store(&l->b, acc, off, 8, sum);
}

void agg_count_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr) { add_word(l, acc, addr, 0); }

void agg_sum_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr) { add_word(l, acc, addr, 0); }

void agg_avg_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr)
{
	add_word(l, acc, addr, 0);
	add_word(l, acc, addr, AGG_SECOND);
}

static void merge_extremum(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr, bool keep_smaller)
{
	struct ir_block *set = lower_block(l), *end = lower_block(l);

	ir_condbr(&l->b, ir_load(&l->b, addr, AGG_SECOND, 8, false), set, end);
	lower_start(l, set);
	keep_extremum(l, acc, ir_load(&l->b, addr, 0, 8, false), t->is_signed, keep_smaller);
	ir_br(&l->b, end);
	lower_start(l, end);
}

void agg_min_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr)
{
	merge_extremum(l, t, acc, addr, true);
}

void agg_max_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr)
{
	merge_extremum(l, t, acc, addr, false);
}

ir_ref agg_word_read(struct lower *l, const struct type *t, ir_ref acc) { return ir_load(&l->b, acc, 0, 8, false); }

/* total / count toward zero; 0 without samples, which BPF's division gives by itself. */
ir_ref agg_avg_read(struct lower *l, const struct type *t, ir_ref acc)
{
	ir_ref total = ir_load(&l->b, acc, 0, 8, false), count = ir_load(&l->b, acc, AGG_SECOND, 8, false);

	if (!t->is_signed)
		return ir_binary(&l->b, IR_udiv, total, count);
	ir_ref sign = ir_binary(&l->b, IR_ashr, total, ir_const(&l->b, 63));
	ir_ref magnitude = ir_binary(&l->b, IR_sub, ir_binary(&l->b, IR_xor, total, sign), sign);
	ir_ref quotient = ir_binary(&l->b, IR_udiv, magnitude, count);
	return ir_binary(&l->b, IR_sub, ir_binary(&l->b, IR_xor, quotient, sign), sign);
}
