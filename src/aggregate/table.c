/* The table of aggregations. */
#include "aggregate/aggregate.h"

const struct aggregate *const aggregates[] = {
	&agg_count, &agg_sum, &agg_min, &agg_max, &agg_avg, &agg_stats, &agg_hist, &agg_lhist, &agg_tseries, NULL,
};
