/* Aggregations in user space: merging, reading, and the printed rows, exactly. */
#include "aggregate/aggregate.h"
#include "unit.h"

struct agg_fixture {
	struct arena *arena;
	struct type_table *types;
	struct out out;
	struct strbuf text;
};

static struct agg_fixture agg_fixture_new(const struct out_ops *ops)
{
	struct agg_fixture f = { .arena = arena_new() };
	f.types = type_table_new(f.arena);
	out_init(&f.out, ops, -1, OUT_FULL);
	return f;
}

static void agg_fixture_done(struct agg_fixture *f)
{
	strbuf_done(&f->out.buf);
	strbuf_done(&f->text);
	arena_free(f->arena);
}

static const struct type *agg_type_of(struct agg_fixture *f, const struct aggregate *agg, struct agg_params p, bool is_signed)
{
	return type_agg(f->types, agg, agg->type_name, agg->size(&p), &p, sizeof(p), is_signed);
}

/* What the map @NAME with that one merged value prints. */
static const char *print_scalar(struct agg_fixture *f, const char *name, const struct type *t, const void *v, uint64_t div)
{
	struct agg_value a;
	t->agg->read(t, v, div, f->arena, &a);
	struct out_entry e = { .value = v, .agg = &a };
	strbuf_clear(&f->out.buf);
	f->out.ops->map(&f->out, name, NULL, t, &e, 1);
	return strbuf_str(&f->out.buf);
}

/* Bucket of a sample, as layout.h says. */
static size_t hist_bucket(int64_t n, unsigned k)
{
	if (n < 0)
		return 0;
	if ((uint64_t)n < 1ull << k)
		return (size_t)n + 1;
	unsigned l = 63 - (unsigned)__builtin_clzll((uint64_t)n);
	return (((size_t)(l - k + 1) << k) + (((uint64_t)n >> (l - k)) & ((1u << k) - 1))) + 1;
}

static uint64_t *hist_of(struct agg_fixture *f, const struct type *t, const int64_t *samples, size_t n, unsigned k)
{
	uint64_t *v = arena_alloc(f->arena, t->size);
	for (size_t i = 0; i < n; i++)
		v[hist_bucket(samples[i], k)]++;
	return v;
}

TEST(aggregate_hist_prints_the_reference_sample)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	const struct type *t = agg_type_of(&f, &agg_hist, (struct agg_params){ 0 }, false);
	const int64_t samples[] = { 0, 1, 2, 3, 5000, -7 };
	uint64_t *v = hist_of(&f, t, samples, ARRAY_LEN(samples), 0);
	CHECK_INT(t->size, 65 * 8);
	CHECK_STR(print_scalar(&f, "bytes", t, v, 0),
		  "@bytes:\n"
		  "(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "[0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "[1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "[2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		  "[4, 8)                 0 |                                                    |\n"
		  "[8, 16)                0 |                                                    |\n"
		  "[16, 32)               0 |                                                    |\n"
		  "[32, 64)               0 |                                                    |\n"
		  "[64, 128)              0 |                                                    |\n"
		  "[128, 256)             0 |                                                    |\n"
		  "[256, 512)             0 |                                                    |\n"
		  "[512, 1K)              0 |                                                    |\n"
		  "[1K, 2K)               0 |                                                    |\n"
		  "[2K, 4K)               0 |                                                    |\n"
		  "[4K, 8K)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "\n");
	memset(v, 0, t->size);
	CHECK_STR(print_scalar(&f, "h", t, v, 0), "@h:\n\n");
	CHECK(!t->agg->is_set(t, v));
	agg_fixture_done(&f);
}

TEST(aggregate_hist_buckets_and_edges_agree)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	for (unsigned k = 0; k <= 5; k++) {
		const struct type *t = agg_type_of(&f, &agg_hist, (struct agg_params){ .bits = k }, false);
		uint64_t *v = arena_alloc(f.arena, t->size);
		for (size_t i = 0; i < t->size / 8; i++)
			v[i] = 1;
		struct agg_value a;
		t->agg->read(t, v, 0, f.arena, &a);
		CHECK_INT(a.hist->n, t->size / 8);
		CHECK_INT(a.number, t->size / 8);
		for (size_t i = 1; i < a.hist->n; i++) {
			CHECK_INT(hist_bucket(a.hist->rows[i].min, k), i);
			CHECK_INT(hist_bucket(a.hist->rows[i].max, k), i);
		}
		CHECK_INT(a.hist->rows[a.hist->n - 1].max, INT64_MAX);
	}
	agg_fixture_done(&f);
}

static const char *hist_label(struct agg_fixture *f, int64_t sample, unsigned k)
{
	const struct type *t = agg_type_of(f, &agg_hist, (struct agg_params){ .bits = k }, false);
	struct agg_value a;
	t->agg->read(t, hist_of(f, t, &sample, 1, k), 0, f->arena, &a);
	return a.hist->n == 1 ? a.hist->rows[0].label : NULL;
}

TEST(aggregate_hist_labels)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	CHECK_STR(hist_label(&f, 512, 1), "[512, 768)");
	CHECK_STR(hist_label(&f, 1024, 1), "[1024, 1536)");
	CHECK_STR(hist_label(&f, 1536, 1), "[1536, 2K)");
	CHECK_STR(hist_label(&f, 2048, 1), "[2K, 3K)");
	CHECK_STR(hist_label(&f, 1048576, 1), "[1024K, 1536K)");
	CHECK_STR(hist_label(&f, 2097152, 1), "[2M, 3M)");
	CHECK_STR(hist_label(&f, 3, 2), "[3]");
	CHECK_STR(hist_label(&f, 7, 2), "[7]");
	CHECK_STR(hist_label(&f, 8, 2), "[8, 10)");
	CHECK_STR(hist_label(&f, INT64_MAX, 0), "[4E, 8E)");
	agg_fixture_done(&f);
}

TEST(aggregate_hist_divides_counts_and_merges)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	const struct type *t = agg_type_of(&f, &agg_hist, (struct agg_params){ 0 }, false);
	const int64_t samples[] = { 1, 1, 1, 1, 2 };
	uint64_t *a = hist_of(&f, t, samples, 5, 0), *b = hist_of(&f, t, samples, 4, 0);
	t->agg->merge(t, a, b);
	CHECK_STR(print_scalar(&f, "h", t, a, 2),
		  "@h:\n"
		  "[1]                    4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		  "[2, 4)                 0 |                                                    |\n"
		  "\n");
	agg_fixture_done(&f);
}

static uint64_t *lhist_of(struct agg_fixture *f, const struct type *t, const int64_t *samples, size_t n)
{
	const struct agg_params *p = t->agg_params;
	uint64_t *v = arena_alloc(f->arena, t->size);
	for (size_t i = 0; i < n; i++) {
		int64_t s = samples[i];
		v[s < p->min ? 0 : 1 + (MIN(s, p->max) - p->min) / p->step]++;
	}
	return v;
}

TEST(aggregate_lhist_prints_the_reference_sample)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	struct agg_params p = { .min = 0, .max = 40, .step = 10 };
	const struct type *t = agg_type_of(&f, &agg_lhist, p, false);
	const int64_t samples[] = { -1, 3, 10, 15, 40, 77 };
	uint64_t *v = lhist_of(&f, t, samples, 6);
	CHECK_STR(print_scalar(&f, "l", t, v, 3),
		  "@l:\n"
		  "(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "[0, 10)                1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		  "[10, 20)               2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		  "[20, 30)               0 |                                                    |\n"
		  "[30, 40)               0 |                                                    |\n"
		  "[40, ...)              2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		  "\n");
	f.out.ops = &out_json;
	struct agg_params small = { .min = 0, .max = 20, .step = 10 };
	t = agg_type_of(&f, &agg_lhist, small, false);
	const int64_t few[] = { -1, 3, 10, 77 };
	CHECK_STR(print_scalar(&f, "l", t, lhist_of(&f, t, few, 4), 0),
		  "{\"type\": \"hist\", \"data\": {\"@l\": [{\"max\": -1, \"count\": 1},{\"min\": 0, \"max\": 9, \"count\": 1},"
		  "{\"min\": 10, \"max\": 19, \"count\": 1},{\"min\": 20, \"count\": 1}]}}\n");
	agg_fixture_done(&f);
}

static const char *lhist_label(struct agg_fixture *f, struct agg_params p, int64_t sample)
{
	const struct type *t = agg_type_of(f, &agg_lhist, p, false);
	struct agg_value a;
	t->agg->read(t, lhist_of(f, t, &sample, 1), 0, f->arena, &a);
	return a.hist->rows[0].label;
}

TEST(aggregate_lhist_labels)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	struct agg_params k = { .min = 0, .max = 4096, .step = 1024 }, mega = { .min = 0, .max = 4 << 20, .step = 1 << 20 };
	struct agg_params odd = { .min = 5, .max = 16, .step = 3 }, one = { .min = 0, .max = 3, .step = 1 };
	CHECK_STR(lhist_label(&f, k, 0), "[0, 1K)");
	CHECK_STR(lhist_label(&f, k, 1024), "[1K, 2K)");
	CHECK_STR(lhist_label(&f, k, 4096), "[4K, ...)");
	CHECK_STR(lhist_label(&f, mega, 1 << 20), "[1M, 2M)");
	CHECK_STR(lhist_label(&f, odd, 4), "(..., 5)");
	CHECK_STR(lhist_label(&f, odd, 13), "[11, 14)");
	CHECK_STR(lhist_label(&f, odd, 15), "[14, ...)");
	CHECK_STR(lhist_label(&f, one, 2), "[2]");
	agg_fixture_done(&f);
}

TEST(aggregate_numbers_merge_over_cpus)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	const struct agg_params none = { 0 };
	const struct type *count = agg_type_of(&f, &agg_count, none, false), *sum = agg_type_of(&f, &agg_sum, none, true);
	const struct type *min = agg_type_of(&f, &agg_min, none, true), *max = agg_type_of(&f, &agg_max, none, true);
	const struct type *avg = agg_type_of(&f, &agg_avg, none, true), *stats = agg_type_of(&f, &agg_stats, none, true);
	int64_t a[2] = { 3, 1 }, b[2] = { -8, 1 }, unset[2] = { 0, 0 };
	count->agg->merge(count, a, (int64_t[]){ 4 });
	CHECK_STR(print_scalar(&f, "c", count, a, 0), "@c: 7\n");
	CHECK_STR(print_scalar(&f, "c", count, a, 2), "@c: 3\n");
	a[0] = 3;
	sum->agg->merge(sum, a, b);
	CHECK_STR(print_scalar(&f, "s", sum, a, 0), "@s: -5\n");
	CHECK_STR(print_scalar(&f, "s", sum, a, 2), "@s: -2\n");
	a[0] = 3;
	min->agg->merge(min, a, unset);
	CHECK_INT(a[0], 3);
	min->agg->merge(min, a, b);
	CHECK_STR(print_scalar(&f, "mn", min, a, 0), "@mn: -8\n");
	max->agg->merge(max, unset, b);
	CHECK_STR(print_scalar(&f, "mx", max, unset, 0), "@mx: -8\n");
	memset(unset, 0, sizeof(unset));
	CHECK_STR(print_scalar(&f, "mx", max, unset, 0), "@mx: 0\n");
	CHECK_STR(print_scalar(&f, "st", stats, unset, 0), "@st: { .count = 0, .average = 0, .total = 0 }\n");
	const int64_t samples[2] = { -11, 2 };
	CHECK_STR(print_scalar(&f, "av", avg, samples, 0), "@av: -5\n");
	CHECK_STR(print_scalar(&f, "st", stats, samples, 0), "@st: { .count = 2, .average = -5, .total = -11 }\n");
	f.out.ops = &out_json;
	CHECK_STR(print_scalar(&f, "av", avg, samples, 0), "{\"type\": \"stats\", \"data\": {\"@av\": -5}}\n");
	CHECK_STR(print_scalar(&f, "st", stats, samples, 0),
		  "{\"type\": \"stats\", \"data\": {\"@st\": {\"count\": 2, \"average\": -5, \"total\": -11}}}\n");
	agg_fixture_done(&f);
}

/* ---- tseries ---- */

struct series_element {
	int64_t value;
	uint64_t meta, epoch;
};

TEST(aggregate_tseries_prints_the_reference_sample)
{
	setenv("TZ", "UTC", 1);
	struct agg_fixture f = agg_fixture_new(&out_text);
	struct agg_params p = { .interval = 200000000, .count = 4 };
	const struct type *t = agg_type_of(&f, &agg_tseries, p, true);
	uint64_t first = (11 * 3600 + 16 * 60 + 46) * 5ull + 2; /* 11:16:46.400 in intervals */
	struct series_element v[4] = { 0 };
	for (int i = 0; i < 4; i++)
		v[(first + i) % 4] = (struct series_element){ 10 * (i + 1), 1, first + i + 1 };
	CHECK_STR(print_scalar(&f, "ts", t, v, 0),
		  "@ts:\n"
		  "             10                                                 40\n"
		  "hh:mm:ss.ms  |___________________________________________________|\n"
		  "11:16:46.400 *                                                   | 10\n"
		  "11:16:46.600 |                *                                  | 20\n"
		  "11:16:46.800 |                                 *                 | 30\n"
		  "11:16:47.000 |                                                   * 40\n"
		  "             v___________________________________________________v\n"
		  "             10                                                 40\n"
		  "\n");
	agg_fixture_done(&f);
}

TEST(aggregate_tseries_gaps_and_flat_lines)
{
	setenv("TZ", "UTC", 1);
	struct agg_fixture f = agg_fixture_new(&out_text);
	struct agg_params p = { .interval = 1000000000, .count = 3 };
	const struct type *t = agg_type_of(&f, &agg_tseries, p, true);
	struct series_element v[3] = { [0] = { 5, 1, 3600 + 1 }, [2] = { 5, 1, 3602 + 1 } };
	CHECK_STR(print_scalar(&f, "ts", t, v, 0),
		  "@ts:\n"
		  "         4                                                   6\n"
		  "hh:mm:ss |___________________________________________________|\n"
		  "01:00:00 |                         *                         | 5\n"
		  "01:00:01 |                                                   | -\n"
		  "01:00:02 |                         *                         | 5\n"
		  "         v___________________________________________________v\n"
		  "         4                                                   6\n"
		  "\n");
	f.out.ops = &out_json;
	CHECK_STR(print_scalar(&f, "ts", t, v, 0),
		  "{\"type\": \"tseries\", \"data\": {\"@ts\": [{\"interval_start\":\"1970-01-01 01:00:00.000000000\",\"value\":5},"
		  "{\"interval_start\":\"1970-01-01 01:00:02.000000000\",\"value\":5}]}}\n");
	agg_fixture_done(&f);
}

TEST(aggregate_tseries_folds_cpus)
{
	struct agg_fixture f = agg_fixture_new(&out_text);
	static const struct {
		uint32_t fold;
		int64_t want;
	} folds[] = {
		{ AGG_FOLD_LAST, 4 }, { AGG_FOLD_AVG, 2 }, { AGG_FOLD_MAX, 10 }, { AGG_FOLD_MIN, 4 }, { AGG_FOLD_SUM, 14 },
	};
	for (size_t i = 0; i < ARRAY_LEN(folds); i++) {
		struct agg_params p = { .interval = 1000, .count = 2, .fold = folds[i].fold };
		const struct type *t = agg_type_of(&f, &agg_tseries, p, true);
		struct series_element a[2] = { { 10, 3, 9 }, { 77, 1, 2 } }, b[2] = { { 4, 4, 9 }, { 0 } };
		struct agg_value v;
		t->agg->merge(t, a, b);
		t->agg->read(t, a, 0, f.arena, &v);
		CHECK_INT(v.hist->point_count, 1);
		CHECK_INT(v.hist->points[0].value, folds[i].want);
		CHECK_INT(v.hist->points[0].start_ns, 8000);
	}
	agg_fixture_done(&f);
}
