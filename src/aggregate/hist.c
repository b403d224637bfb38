/*
 * hist(n, k): how many samples fall between powers of two, each power divided into 2^k buckets. Which bucket a sample falls
 * into is said in layout.h; here is the way back, from a bucket to its edges and their text.
 */
#include "aggregate/aggregate.h"
#include "aggregate/lower.h"

enum { MAX_BITS = 5 };

static bool check(struct sema *s, struct expr *call, struct agg_params *params)
{
	int64_t bits = 0;
	if (call->args.len > 1 && !sema_int_arg(s, call, call->args.data[1], &bits))
		return false;
	if (bits < 0 || bits > MAX_BITS) {
		sema_error(s, D_CALL_VALUE, call->span, "hist: bits %lld must be 0..%d", (long long)bits, MAX_BITS);
		return false;
	}
	params->bits = (uint64_t)bits;
	return true;
}

static uint32_t size(const struct agg_params *p)
{
	return AGG_HIST_BUCKETS(p->bits) * AGG_WORD;
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

/* ---- edges ---- */

/* Edge j is where bucket j ends and bucket j + 1 begins. */
struct edge {
	uint64_t value;
	bool is_plain; /* printed as a plain integer */
	unsigned power; /* else value is (2^k + m) << power */
};

static struct edge edge_of(uint64_t j, unsigned k)
{
	uint64_t per_power = 1ull << k;
	if (j <= 2 * per_power)
		return (struct edge){ .value = j, .is_plain = true };
	struct edge e = { .power = (unsigned)(j >> k) - 1 };
	e.value = (per_power + (j & (per_power - 1))) << e.power;
	return e;
}

/* The suffix follows from the power of two that the edge belongs to, not from the number: 1536 and 3K. */
static void add_edge(struct strbuf *to, struct edge e)
{
	static const char letters[] = "\0KMGTPE";
	unsigned thousands = e.is_plain ? 0 : e.power / 10;
	strbuf_u64(to, e.value >> 10 * thousands);
	if (thousands)
		strbuf_putc(to, letters[thousands]);
}

static const char *label_of(struct arena *a, struct edge low, struct edge high)
{
	struct strbuf text = { 0 };
	strbuf_putc(&text, '[');
	add_edge(&text, low);
	if (low.is_plain && high.is_plain && high.value == low.value + 1) {
		strbuf_putc(&text, ']');
	} else {
		strbuf_puts(&text, ", ");
		add_edge(&text, high);
		strbuf_putc(&text, ')');
	}
	const char *label = arena_strndup(a, strbuf_str(&text), text.len);
	strbuf_done(&text);
	return label;
}

static struct out_hist_row row_of(struct arena *a, size_t bucket, unsigned k)
{
	if (!bucket)
		return (struct out_hist_row){ .no_min = true, .max = -1, .label = "(..., 0)" };
	struct edge low = edge_of(bucket - 1, k), high = edge_of(bucket, k);
	struct out_hist_row row = { .min = (int64_t)low.value, .max = (int64_t)(high.value - 1) };
	row.label = label_of(a, low, high);
	return row;
}

static void read_value(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret)
{
	const struct agg_params *p = t->agg_params;
	struct agg_buckets b = agg_find_buckets(v, buckets_of(t));
	struct out_hist *h = agg_new_hist(a, &b);
	for (size_t i = 0; i < h->n; i++) {
		h->rows[i] = row_of(a, b.first + i, (unsigned)p->bits);
		h->rows[i].count = agg_divide(b.counts[b.first + i], div, false);
	}
	*ret = (struct agg_value){ .form = AGG_HIST, .number = b.total, .hist = h };
}

const struct aggregate agg_hist = {
	.name = "hist",
	.type_name = "hist_t",
	.signature = "hist(int n[, L int bits = 0])",
	.min_args = 1,
	.max_args = 2,
	.unset_word = true,
	.json_type = "hist",
	.check = check,
	.size = size,
	.lower_update = agg_hist_update,
	.merge = merge,
	.is_set = is_set,
	.read = read_value,
};
