/* lhist(n, min, max, step): how many samples fall into intervals of equal width, below and above them. */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

enum { MAX_BUCKETS = 1000 };

/* A non-negative literal, or the complaint that it is none. */
static bool take_bound(struct sema *s, const struct expr *call, const struct expr *arg, const char *what, int64_t *ret)
{
	if (expr_int_literal(arg, ret) && *ret >= 0)
		return true;
	sema_error(s, D_CALL_LITERAL, call->span, "lhist: invalid %s value (must be non-negative literal)", what);
	return false;
}

static bool check_bounds(struct sema *s, const struct expr *call, const struct agg_params *p)
{
	long long min = p->min, max = p->max, step = p->step;
	if (step < 1)
		sema_error(s, D_CALL_VALUE, call->span, "lhist() step must be >= 1 (%lld provided)", step);
	else if (min >= max)
		sema_error(s, D_CALL_VALUE, call->span,
			   "lhist() min must be less than max (provided min %lld and max %lld)", min, max);
	else if (step > max - min)
		sema_error(s, D_CALL_VALUE, call->span,
			   "lhist() step is too large for the given range (provided step %lld for range %lld)", step,
			   max - min);
	else if ((max - min) / step > MAX_BUCKETS)
		sema_error(s, D_CALL_VALUE, call->span, "lhist() too many buckets, must be <= %d (would need %lld)",
			   MAX_BUCKETS, (max - min) / step);
	else
		return true;
	return false;
}

static bool check(struct sema *s, struct expr *call, struct agg_params *params)
{
	struct expr **args = call->args.data;
	return take_bound(s, call, args[1], "min", &params->min) &&
	       take_bound(s, call, args[2], "max", &params->max) &&
	       take_bound(s, call, args[3], "step", &params->step) && check_bounds(s, call, params);
}

static uint32_t size(const struct agg_params *p)
{
	return AGG_LHIST_BUCKETS(p->min, p->max, p->step) * AGG_WORD;
}

static size_t buckets_of(const struct type *t)
{
	return size(t->agg_params) / AGG_WORD;
}

static void merge(const struct type *t, void *dst, const void *src)
{
	agg_merge_words(dst, src, buckets_of(t));
}

static bool is_set(const struct type *t, const void *v)
{
	return agg_any_word(v, buckets_of(t));
}

/* Multiples of 1024 are shortened if the step is one; true: a plain integer. */
static bool add_edge(struct strbuf *to, int64_t edge, int64_t step)
{
	bool shorten = edge && step % 1024 == 0 && edge % 1024 == 0;
	bool is_mega = edge % 1048576 == 0;
	strbuf_s64(to, !shorten ? edge : is_mega ? edge / 1048576 : edge / 1024);
	if (shorten)
		strbuf_putc(to, is_mega ? 'M' : 'K');
	return !shorten;
}

static struct out_hist_row inner_row(struct strbuf *text, int64_t low, int64_t step)
{
	struct out_hist_row row = { .min = low, .max = low + step - 1 };
	strbuf_putc(text, '[');
	bool is_plain = add_edge(text, low, step);
	if (step == 1 && is_plain) {
		strbuf_putc(text, ']');
		return row;
	}
	strbuf_puts(text, ", ");
	add_edge(text, low + step, step);
	strbuf_putc(text, ')');
	return row;
}

static struct out_hist_row row_of(struct arena *a, const struct agg_params *p, size_t bucket, size_t last)
{
	struct out_hist_row row;
	struct strbuf text = { 0 };
	int64_t low = p->min + (int64_t)(bucket - 1) * p->step;
	if (!bucket) {
		row = (struct out_hist_row){ .no_min = true, .max = p->min - 1 };
		strbuf_puts(&text, "(..., ");
		add_edge(&text, p->min, p->step);
		strbuf_putc(&text, ')');
	} else if (bucket == last) {
		row = (struct out_hist_row){ .min = low, .no_max = true };
		strbuf_putc(&text, '[');
		add_edge(&text, low, p->step);
		strbuf_puts(&text, ", ...)");
	} else {
		row = inner_row(&text, low, p->step);
	}
	row.label = arena_strndup(a, strbuf_str(&text), text.len);
	strbuf_done(&text);
	return row;
}

/* div is ignored. */
static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	size_t n = buckets_of(t);
	struct agg_buckets b = agg_find_buckets(v, n);
	struct out_hist *h = agg_new_hist(a, &b);
	h->div_ignored = true;
	for (size_t i = 0; i < h->n; i++) {
		h->rows[i] = row_of(a, t->agg_params, b.first + i, n - 1);
		h->rows[i].count = b.counts[b.first + i];
	}
	*ret = (struct agg_value){ .form = AGG_HIST, .number = b.total, .hist = h };
}

const struct aggregate agg_lhist = {
	.name = "lhist",
	.type_name = "lhist_t",
	.signature = "lhist(int n, L int min, L int max, L int step)",
	.min_args = 4,
	.max_args = 4,
	.unset_word = true,
	.json_type = "hist",
	.check = check,
	.size = size,
	.lower_update = agg_lhist_update,
	.merge = merge,
	.is_set = is_set,
	.read = read_value,
};
