/*
 * Layouts of one CPU's value of each aggregation, shared between programs and user space. Words of 8 bytes:
 *
 *   count        | n |
 *   sum          | total | set |
 *   min, max     | value | set |
 *   avg, stats   | total | count |
 *   hist(k)      | bucket 0 (below zero) | bucket 1 | … |   AGG_HIST_BUCKETS(k)
 *   lhist        | below min | … | overflow |               AGG_LHIST_BUCKETS(min, max, step)
 *   tseries      | value | meta | epoch | × number of intervals; the interval e stands in element e mod number
 *                  meta: number of samples, for AGG_FOLD_LAST the last one's time; epoch: interval number + 1,
 *                  0: never used; value: the sum for avg
 *
 * `set` is 1 once there was a sample. All zero is the empty aggregation of each.
 */
#ifndef SONDE_AGGREGATE_LAYOUT_H
#define SONDE_AGGREGATE_LAYOUT_H

enum { AGG_WORD = 8, AGG_SECOND = 8, AGG_THIRD = 16, AGG_TSERIES_ELEMENT = 24 };

/*
 * hist: with K = 2^k, bucket of n: 0 if n < 0; n + 1 if n < K; else with l = floor(log2 n)
 * ((l - k + 1) << k) + ((n >> (l - k)) & (K - 1)) + 1. The largest l is 62.
 */
#define AGG_HIST_BUCKETS(k) ((((uint32_t)(64 - (k))) << (k)) + 1)

/* lhist: 0 if n < min; 1 + (max - min) / step if n > max; else 1 + (n - min) / step. */
#define AGG_LHIST_BUCKETS(min, max, step) ((uint32_t)(((max) - (min)) / (step)) + 2)

/* tseries: what becomes of several samples in one interval; agg_params.fold. */
enum agg_fold { AGG_FOLD_LAST, AGG_FOLD_AVG, AGG_FOLD_MAX, AGG_FOLD_MIN, AGG_FOLD_SUM };

#endif
