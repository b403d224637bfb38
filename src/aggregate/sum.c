/* sum(n): the samples added up. */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

static uint32_t size(const struct agg_params *p)
{
	return 2 * AGG_WORD;
}

static void merge(const struct type *t, void *dst, const void *src)
{
	uint64_t *to = dst;
	to[0] += agg_word(src, 0);
	to[1] |= agg_word(src, 1);
}

static bool is_set(const struct type *t, const void *v)
{
	return agg_word(v, 1);
}

static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	*ret = (struct agg_value){ .form = AGG_NUMBER, .is_signed = t->is_signed };
	ret->number = agg_divide(agg_word(v, 0), div, t->is_signed);
}

const struct aggregate agg_sum = {
	.name = "sum",
	.type_name = "sum_t",
	.signature = "sum(int n)",
	.min_args = 1,
	.max_args = 1,
	.has_sign = true,
	.castable = true,
	.unset_word = true,
	.size = size,
	.lower_update = agg_sum_update,
	.lower_merge = agg_sum_merge,
	.lower_read = agg_word_read,
	.merge = merge,
	.is_set = is_set,
	.read = read_value,
};
