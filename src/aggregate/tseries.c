/*
 * tseries(n, interval, num[, agg]): the samples of the last `num` intervals of time, each folded into one value. The elements
 * of all CPUs that belong to one interval are folded once more; of different intervals the younger one stays.
 */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

/* All of a CPU's elements lie in one map value, which the kernel limits (PCPU_MIN_UNIT_SIZE). */
enum { MAX_CPU_VALUE = 32768, MAX_INTERVALS = MAX_CPU_VALUE / AGG_TSERIES_ELEMENT };

static const char *const fold_names[] = {
	[AGG_FOLD_AVG] = "avg",
	[AGG_FOLD_MAX] = "max",
	[AGG_FOLD_MIN] = "min",
	[AGG_FOLD_SUM] = "sum",
};

/* ---- checks ---- */

/* A positive literal. */
static bool take_count(struct sema *s, const struct expr *call, const struct expr *arg, const char *what, uint64_t *ret)
{
	int64_t n;
	if (!sema_int_arg(s, call, arg, &n))
		return false;
	*ret = (uint64_t)n;
	if (n >= 1)
		return true;
	sema_error(s, D_CALL_VALUE, call->span, "tseries() %s must be >= 1 (%lld provided)", what, (long long)n);
	return false;
}

static bool take_fold(struct sema *s, const struct expr *call, uint32_t *ret)
{
	if (call->args.len < 4)
		return true;
	const char *name = sema_string_arg(s, call, call->args.data[3]);
	if (!name)
		return false;
	for (uint32_t i = 1; i < ARRAY_LEN(fold_names); i++) {
		if (!strcmp(fold_names[i], name)) {
			*ret = i;
			return true;
		}
	}
	sema_error(s, D_CALL_VALUE, call->span,
		   "tseries() expects one of the following aggregation functions: avg, max, min, sum (\"%s\" provided)",
		   name);
	return false;
}

static bool check(struct sema *s, struct expr *call, struct agg_params *params)
{
	struct expr **args = call->args.data;
	if (!sema_unstable(s, call->span, s->config->unstable_tseries, "tseries", "tseries") || !take_count(s, call, args[1], "interval_ns", &params->interval) ||
	    !take_count(s, call, args[2], "num_intervals", &params->count))
		return false;
	if (params->count > MAX_INTERVALS) {
		sema_error(s, D_CALL_VALUE, call->span, "tseries() num_intervals must be <= %d (%llu provided)",
			   MAX_INTERVALS, (unsigned long long)params->count);
		return false;
	}
	return take_fold(s, call, &params->fold);
}

/* ---- values ---- */

struct element {
	int64_t value;
	uint64_t meta, epoch;
};

static uint32_t size(const struct agg_params *p)
{
	return (uint32_t)p->count * AGG_TSERIES_ELEMENT;
}

/* Two values of one interval. */
static void fold(const struct type *t, struct element *to, const struct element *from)
{
	const struct agg_params *p = t->agg_params;
	bool is_less = t->is_signed ? from->value < to->value : (uint64_t)from->value < (uint64_t)to->value;
	switch (p->fold) {
	case AGG_FOLD_AVG: case AGG_FOLD_SUM:
		to->value = (int64_t)((uint64_t)to->value + (uint64_t)from->value);
		to->meta += from->meta;
		break;
	case AGG_FOLD_MIN:
		to->value = is_less ? from->value : to->value;
		break;
	case AGG_FOLD_MAX:
		to->value = is_less ? to->value : from->value;
		break;
	default: /* the last one */
		if (from->meta > to->meta)
			*to = *from;
		break;
	}
}

static void merge(const struct type *t, void *dst, const void *src)
{
	const struct agg_params *p = t->agg_params;
	struct element *to = dst;
	const struct element *from = src;
	for (uint64_t i = 0; i < p->count; i++) {
		if (from[i].epoch > to[i].epoch)
			to[i] = from[i];
		else if (from[i].epoch && from[i].epoch == to[i].epoch)
			fold(t, &to[i], &from[i]);
	}
}

/* First and last interval that have samples, among the last `count` ones up to the newest. False: there are none. */
static bool find_range(const struct element *e, uint64_t count, uint64_t *ret_first, uint64_t *ret_last)
{
	uint64_t first = UINT64_MAX, last = 0;
	for (uint64_t i = 0; i < count; i++)
		last = MAX(last, e[i].epoch);
	for (uint64_t i = 0; i < count; i++)
		if (e[i].epoch && last - e[i].epoch < count)
			first = MIN(first, e[i].epoch);
	*ret_first = first;
	*ret_last = last;
	return last;
}

static bool is_set(const struct type *t, const void *v)
{
	const struct agg_params *p = t->agg_params;
	uint64_t first, last;
	return find_range(v, p->count, &first, &last);
}

static int64_t value_of(const struct type *t, const struct element *e)
{
	const struct agg_params *p = t->agg_params;
	if (p->fold != AGG_FOLD_AVG || !e->meta)
		return e->value;
	return (int64_t)agg_divide((uint64_t)e->value, e->meta, t->is_signed);
}

/* The points' times are on the clock of the samples (TAI); who shows them turns them into wall clock. */
static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	const struct agg_params *p = t->agg_params;
	const struct element *elements = v;
	struct out_hist *h = ARENA_NEW(a, struct out_hist);
	uint64_t first, last;
	*h = (struct out_hist){ .interval_ns = p->interval, .is_signed = t->is_signed, .div_ignored = true };
	*ret = (struct agg_value){ .form = AGG_TSERIES, .is_signed = t->is_signed, .hist = h };
	if (!find_range(elements, p->count, &first, &last))
		return;
	h->point_count = last - first + 1;
	h->points = ARENA_ARRAY(a, struct out_point, h->point_count);
	for (size_t i = 0; i < h->point_count; i++) {
		uint64_t epoch = first + i;
		const struct element *e = &elements[(epoch - 1) % p->count];
		h->points[i].start_ns = (epoch - 1) * p->interval;
		h->points[i].present = e->epoch == epoch;
		h->points[i].value = h->points[i].present ? value_of(t, e) : 0;
	}
}

const struct aggregate agg_tseries = {
	.name = "tseries",
	.type_name = "tseries_t",
	.signature = "tseries(int n, L int interval_ns, L int num_intervals[, L string agg])",
	.min_args = 3,
	.max_args = 4,
	.has_sign = true,
	.unset_word = true,
	.json_type = "tseries",
	.check = check,
	.size = size,
	.lower_update = agg_tseries_update,
	.merge = merge,
	.is_set = is_set,
	.read = read_value,
};
