/* opt: passes over the SSA form, one a file; the table in opt.c says what each needs and breaks. */
#ifndef SONDE_OPT_H
#define SONDE_OPT_H

#include "ir/ir.h"

struct opt_pass {
	const char *name; /* for -d and golden cases: `after gvn` */
	bool (*run)(struct ir_func *f); /* true: changed something */
	const char *needs, *breaks;	/* analyses, for the reader and the driver */
};
extern const struct opt_pass opt_passes[];
extern const size_t opt_pass_count;

/* Called after each pass with its name; for dumps and tests. */
typedef void opt_observer(void *ctx, const char *pass, const struct ir_module *m);
/*
 * Runs the pipeline on every function. With `verify`, ir_verify runs after each pass and a violation aborts with the
 * pass's name. observer may be NULL.
 */
void opt_run(struct ir_module *m, bool verify, opt_observer *observer, void *ctx);
/* One pass by name, for golden cases. false: no such pass. */
bool opt_run_pass(struct ir_module *m, const char *name);

#endif
