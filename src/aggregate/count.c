/* count(): the number of samples. */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

static uint32_t size(const struct agg_params *p)
{
	return AGG_WORD;
}

static void merge(const struct type *t, void *dst, const void *src)
{
	agg_merge_words(dst, src, 1);
}

static bool is_set(const struct type *t, const void *v)
{
	return agg_word(v, 0);
}

static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	*ret = (struct agg_value){ .form = AGG_NUMBER, .number = agg_divide(agg_word(v, 0), div, false) };
}

const struct aggregate agg_count = {
	.name = "count",
	.type_name = "count_t",
	.signature = "count()",
	.castable = true,
	.unset_word = true,
	.size = size,
	.lower_update = agg_count_update,
	.lower_merge = agg_count_merge,
	.lower_read = agg_word_read,
	.merge = merge,
	.is_set = is_set,
	.read = read_value,
};
