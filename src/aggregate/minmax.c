/* min(n), max(n): the smallest and the largest sample; 0 without any. */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

static uint32_t size(const struct agg_params *p)
{
	return 2 * AGG_WORD;
}

static bool is_less(const struct type *t, uint64_t a, uint64_t b)
{
	return t->is_signed ? (int64_t)a < (int64_t)b : a < b;
}

/* dst takes over src's value where it has none or src's is the better one. */
static void take(void *dst, const void *src, bool is_better)
{
	if (agg_word(src, 1) && (is_better || !agg_word(dst, 1)))
		memcpy(dst, src, 2 * AGG_WORD);
}

static void merge_min(const struct type *t, void *dst, const void *src)
{
	take(dst, src, is_less(t, agg_word(src, 0), agg_word(dst, 0)));
}

static void merge_max(const struct type *t, void *dst, const void *src)
{
	take(dst, src, is_less(t, agg_word(dst, 0), agg_word(src, 0)));
}

static bool is_set(const struct type *t, const void *v)
{
	return agg_word(v, 1);
}

static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	*ret = (struct agg_value){ .form = AGG_NUMBER, .is_signed = t->is_signed };
	if (agg_word(v, 1))
		ret->number = agg_divide(agg_word(v, 0), div, t->is_signed);
}

#define EXTREMUM_ROW(NAME)                                                                                            \
	const struct aggregate agg_##NAME = {                                                                         \
		.name = #NAME,                                                                                        \
		.type_name = #NAME "_t",                                                                              \
		.signature = #NAME "(int n)",                                                                         \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.has_sign = true,                                                                                     \
		.castable = true,                                                                                     \
		.unset_word = true,                                                                                   \
		.sorts_unsigned = true,                                                                               \
		.size = size,                                                                                         \
		.lower_update = agg_##NAME##_update,                                                                  \
		.lower_merge = agg_##NAME##_merge,                                                                    \
		.lower_read = agg_word_read,                                                                          \
		.merge = merge_##NAME,                                                                                \
		.is_set = is_set,                                                                                     \
		.read = read_value,                                                                                   \
	}
EXTREMUM_ROW(min);
EXTREMUM_ROW(max);
