/* What several aggregations share: words added up, division for print(), runs of buckets. */
#include "aggregate/aggregate.h"

uint64_t agg_word(const void *v, size_t n)
{
	uint64_t w;
	memcpy(&w, (const uint8_t *)v + n * AGG_WORD, sizeof(w));
	return w;
}

void agg_merge_words(void *dst, const void *src, size_t n)
{
	uint64_t *to = dst;
	const uint64_t *from = src;
	for (size_t i = 0; i < n; i++)
		to[i] += from[i];
}

bool agg_any_word(const void *v, size_t n)
{
	const uint64_t *words = v;
	for (size_t i = 0; i < n; i++)
		if (words[i])
			return true;
	return false;
}

uint64_t agg_divide(uint64_t n, uint64_t div, bool is_signed)
{
	if (div <= 1)
		return n;
	if (!is_signed || (int64_t)n >= 0)
		return n / div;
	return -(-n / div);
}

struct agg_buckets agg_find_buckets(const void *v, size_t n)
{
	struct agg_buckets b = { .counts = v, .first = n, .last = 0 };
	for (size_t i = 0; i < n; i++) {
		if (!b.counts[i])
			continue;
		b.first = MIN(b.first, i);
		b.last = i;
		b.total += b.counts[i];
	}
	return b;
}

struct out_hist *agg_new_hist(struct arena *a, const struct agg_buckets *b)
{
	struct out_hist *h = ARENA_NEW(a, struct out_hist);
	if (b->first <= b->last && b->total) {
		h->n = b->last - b->first + 1;
		h->rows = ARENA_ARRAY(a, struct out_hist_row, h->n);
	}
	return h;
}
