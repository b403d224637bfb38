/*
 * aggregate: the rows of the registry of aggregations, one file each. Here stand the halves for sema and for user space; the
 * programs' half is in lower_*.c.
 */
#ifndef SONDE_AGGREGATE_H
#define SONDE_AGGREGATE_H

#include "aggregate/layout.h"
#include "output/out.h"
#include "sema/sema.h"

extern const struct aggregate agg_count, agg_sum, agg_min, agg_max, agg_avg, agg_stats, agg_hist, agg_lhist, agg_tseries;

/* words.c: what several rows share. */
void agg_merge_words(void *dst, const void *src, size_t n); /* word by word sum */
uint64_t agg_word(const void *v, size_t n);
/* n / div by the sign of n; div 0 is 1. */
uint64_t agg_divide(uint64_t n, uint64_t div, bool is_signed);
/* Total of n bucket counts, divided by div; the first and last non-empty one. */
struct agg_buckets {
	const uint64_t *counts;
	size_t first, last; /* first > last: all are empty */
	uint64_t total;
};
struct agg_buckets agg_find_buckets(const void *v, size_t n);
bool agg_any_word(const void *v, size_t n);
/* hist, lhist: the histogram of the buckets found; rows are to be filled in. */
struct out_hist *agg_new_hist(struct arena *a, const struct agg_buckets *b);

#endif
