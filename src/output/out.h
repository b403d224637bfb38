/*
 * output: results as text or JSON lines. A back end fills struct out_ops; what is common (text of values, printf
 * formatting, histogram rows, sorting) is shared.
 */
#ifndef SONDE_OUT_H
#define SONDE_OUT_H

#include <stdio.h>

#include "base/base.h"
#include "base/diag.h"
#include "types/type.h"

struct format;
struct agg_value;

/* What values need to become text: symbols, names of users, formats … Filled by run. Each appends to `out`. */
struct out_resolver {
	void *ctx;
	void (*ksym)(void *ctx, uint64_t addr, struct strbuf *out); /* name only; 0x… if unknown */
	void (*usym)(void *ctx, const struct usym_value *v, struct strbuf *out);
	/* The frames of a stack as lines (maps-and-values.md 8), the leading newline included. */
	void (*stack)(void *ctx, const struct type *t, const void *value, struct strbuf *out);
	void (*username)(void *ctx, uint64_t uid, struct strbuf *out);
	void (*timestamp)(void *ctx, const struct timestamp_value *v, struct strbuf *out);
	void (*cgroup_path)(void *ctx, const struct cgroup_path_value *v, struct strbuf *out);
	const char *str_trailer; /* str_trunc_trailer */
	uint64_t str_limit;	 /* a string of so many bytes was cut; 0: none is known to be */
};

/* One row of a histogram as it is printed. */
struct out_hist_row {
	int64_t min, max;     /* covered values, inclusive; JSON */
	bool no_min, no_max;  /* open ends */
	const char *label;    /* "[4K, 8K)" */
	uint64_t count;
};
struct out_hist {
	struct out_hist_row *rows; /* from the first to the last non-empty bucket */
	size_t n;
	bool div_ignored;
	/* time series instead of rows */
	struct out_point {
		uint64_t start_ns; /* wall clock */
		int64_t value;
		bool present;
	} *points;
	size_t point_count;
	uint64_t interval_ns;
	bool is_signed;
};

struct out_entry {
	const void *key;   /* laid out by map's key type; NULL: scalar */
	const void *value; /* plain maps: laid out by the value type */
	const struct agg_value *agg; /* aggregations */
};

struct out;
struct out_ops {
	const char *name;
	void (*attached)(struct out *o, size_t probes);
	void (*text)(struct out *o, const char *type, const char *bytes, size_t n); /* type: printf, time, cat, join, syscall */
	/* The same as a line of its own: the newline at its end is no part of the data. */
	void (*line)(struct out *o, const char *type, const char *bytes, size_t n);
	void (*value)(struct out *o, const struct type *t, const void *v);
	/* A whole map, entries in final order. key_type NULL: scalar with one entry. */
	void (*map)(struct out *o, const char *name, const struct type *key_type, const struct type *value_type,
		    const struct out_entry *entries, size_t n);
	void (*lost)(struct out *o, uint64_t n);
	/* errorf, warnf, runtime warnings */
	void (*message)(struct out *o, const char *type, enum diag_severity sev, const char *text, struct span span,
			const char *helper, int64_t retcode);
	void (*before_maps)(struct out *o); /* text: the two newlines */
};
extern const struct out_ops out_text, out_json;
const struct out_ops *out_find(const char *name);

enum out_buffering { OUT_LINE, OUT_FULL, OUT_NONE };
struct out {
	const struct out_ops *ops;
	int fd;			/* results */
	FILE *err;		/* diagnostics */
	enum out_buffering buffering;
	struct strbuf buf;	/* pending results */
	struct out_resolver resolver;
	bool color, quiet, no_warnings;
	bool escape;		/* results go to a terminal: control bytes in strings are shown as \xNN */
	bool batching;		/* between out_batch_begin and out_batch_end */
	int write_error;	/* first errno of a failed write */
};
void out_init(struct out *o, const struct out_ops *ops, int fd, enum out_buffering b);
void out_flush(struct out *o); /* all that is pending, whatever the buffering */
void out_done(struct out *o);
/* Called by back ends after they appended to o->buf: writes as the buffering wants it. */
void out_written(struct out *o);
/*
 * While a reader works off records that wait already, line buffering need not write line by line: lines are held back until
 * the batch ends (or much has gathered). Without these calls each line is written at once.
 */
void out_batch_begin(struct out *o);
void out_batch_end(struct out *o);

/* value.c: text of a value (maps-and-values.md 5); raw bytes of strings: escape for terminals is out_text's business. */
void out_value_text(struct out *o, const struct type *t, const void *v, struct strbuf *to);
/* Key inside @m[…]: a top-level tuple loses its parentheses. */
void out_key_text(struct out *o, const struct type *t, const void *v, struct strbuf *to);

/* An aggregation that is a number or the record of stats. */
void out_aggregate_text(const struct agg_value *a, struct strbuf *to);
/* The number in a value of a register type (integers, bool, enum, pointer, symbol …), extended by its sign. */
int64_t out_load(const struct type *t, const void *v);
/* The bytes behind `start` in `to` made harmless for a terminal: control bytes but newline and tab become \xNN. */
void out_escape(struct strbuf *to, size_t start);
void out_hex(struct strbuf *to, uint64_t n); /* lower case, no prefix */
/* gfp.c: %gr, the kernel's names of allocation flags. */
void out_gfp_flags(struct strbuf *to, uint64_t flags);

/* json_value.c: pieces of JSON, for what is not an event of the back end (results of tests and benchmarks). */
void out_json_string(struct strbuf *to, const char *bytes, size_t n);
void out_json_value(struct out *o, const struct type *t, const void *v, struct strbuf *to);
void out_json_key(struct out *o, const struct type *t, const void *v, struct strbuf *to);
void out_json_aggregate(const struct agg_value *v, struct strbuf *to);

/* printf.c: a parsed format with the payload tuple. */
void out_format(struct out *o, const struct format *f, const struct type *payload, const void *args, struct strbuf *to);

/* hist.c: the rows as text, each ended by a newline. */
void out_hist_text(const struct out_hist *h, struct strbuf *to);
void out_tseries_text(const struct out_hist *h, struct strbuf *to);

/* sort.c: final order of a map's entries (maps-and-values.md 6.2); top 0: all. Returns how many are left at the end. */
size_t out_sort(struct out_entry *entries, size_t n, const struct type *key_type, const struct type *value_type,
		uint64_t top, struct out_entry **ret_first);

#endif
