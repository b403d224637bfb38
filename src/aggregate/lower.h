/* The program's half of the aggregations: hooks of struct aggregate, in lower_scalar.c, lower_hist.c, lower_tseries.c. */
#ifndef SONDE_AGGREGATE_LOWER_H
#define SONDE_AGGREGATE_LOWER_H

#include "aggregate/layout.h"
#include "lower/lower.h"

void agg_count_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_sum_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_min_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_max_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_avg_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample); /* and stats */
void agg_hist_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_lhist_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
void agg_tseries_update(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);

/* Castable ones: the value of one CPU at addr goes into acc; the integer that acc then stands for. */
void agg_count_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
void agg_sum_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
void agg_min_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
void agg_max_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
void agg_avg_merge(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
ir_ref agg_word_read(struct lower *l, const struct type *t, ir_ref acc); /* count, sum, min, max: the first word */
ir_ref agg_avg_read(struct lower *l, const struct type *t, ir_ref acc);

/* Adds to the word at addr + off: atomically where another program can come in between on the same CPU. */
void agg_add(struct lower *l, ir_ref addr, int32_t off, ir_ref n);

#endif
