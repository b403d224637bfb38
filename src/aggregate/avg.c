/* avg(n), stats(n): total and number of the samples; the average is their quotient, toward zero. */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

static uint32_t size(const struct agg_params *p)
{
	return 2 * AGG_WORD;
}

static void merge(const struct type *t, void *dst, const void *src)
{
	agg_merge_words(dst, src, 2);
}

static bool is_set(const struct type *t, const void *v)
{
	return agg_word(v, 1);
}

static uint64_t average(const struct type *t, const void *v)
{
	uint64_t count = agg_word(v, 1);
	return count ? agg_divide(agg_word(v, 0), count, t->is_signed) : 0;
}

static void read_avg(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	*ret = (struct agg_value){ .form = AGG_NUMBER, .is_signed = t->is_signed };
	ret->number = agg_divide(average(t, v), div, t->is_signed);
}

static void read_stats(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	*ret = (struct agg_value){ .form = AGG_STATS, .is_signed = t->is_signed };
	ret->number = agg_divide(average(t, v), div, t->is_signed);
	ret->total = agg_word(v, 0);
	ret->count = agg_word(v, 1);
}

const struct aggregate agg_avg = {
	.name = "avg",
	.type_name = "avg_t",
	.signature = "avg(int n)",
	.min_args = 1,
	.max_args = 1,
	.has_sign = true,
	.castable = true,
	.unset_word = true,
	.json_type = "stats",
	.size = size,
	.lower_update = agg_avg_update,
	.lower_merge = agg_avg_merge,
	.lower_read = agg_avg_read,
	.merge = merge,
	.is_set = is_set,
	.read = read_avg,
};

const struct aggregate agg_stats = {
	.name = "stats",
	.type_name = "stats_t",
	.signature = "stats(int n)",
	.min_args = 1,
	.max_args = 1,
	.has_sign = true,
	.unset_word = true,
	.json_type = "stats",
	.size = size,
	.lower_update = agg_avg_update,
	.merge = merge,
	.is_set = is_set,
	.read = read_stats,
};
