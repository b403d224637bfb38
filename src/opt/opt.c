/*
 * The pipeline: the passes as a table, and the order in which they run.
 *
 * The first group repeats while it finds something, a few times at most: each round is linear in the function, and what
 * a pass leaves for the next round is rarely more than what the round before uncovered. The second group runs once,
 * from forms that are good to reason about towards forms that are good to encode.
 */
#include "opt/pass.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_ROUNDS 5

const struct opt_pass opt_passes[] = {
	{ "simplify_cfg", opt_simplify_cfg, "order dominators", "order dominators loops" },
	{ "mem2reg", opt_mem2reg, "order dominators", "" },
	{ "gvn", opt_gvn, "order dominators", "" },
	{ "fold", opt_fold, "order", "" },
	{ "forward", opt_forward, "order", "" },
	{ "dce", opt_dce, "", "" },
	{ "coalesce", opt_coalesce, "order dominators loops", "" },
	{ "dse", opt_dse, "order", "" },
	{ "address", opt_address, "", "" },
	{ "scalarize", opt_scalarize, "dominators", "" },
};
const size_t opt_pass_count = ARRAY_LEN(opt_passes);

static const char *const repeated[] = { "simplify_cfg", "mem2reg", "gvn", "fold", "forward", "dce" };
/* gvn after address: slots coalesced and offsets folded leave equal addresses; scalarize adds loads that nothing folds. */
static const char *const finishing[] = { "coalesce", "dse", "address", "gvn", "fold", "simplify_cfg", "dce", "scalarize" };

struct run {
	struct ir_module *m;
	struct ir_func *f;
	unsigned changes;			     /* how often a pass has changed f */
	unsigned seen[ARRAY_LEN(opt_passes)];	     /* by pass: 1 + changes when it last found nothing to do; 0: never */
	bool verify;
	opt_observer *observer;
	void *ctx;
};

static const struct opt_pass *pass_named(const char *name)
{
	for (size_t n = 0; n < opt_pass_count; n++)
		if (!strcmp(opt_passes[n].name, name))
			return &opt_passes[n];
	return NULL;
}

static void check(const struct run *r, const struct opt_pass *pass)
{
	const char *wrong = ir_verify_func(r->f);

	if (!wrong)
		return;
	fprintf(stderr, "pass %s broke the program: %s\n", pass->name, wrong);
	abort();
}

/* Not if it has seen the function as it is. Passes that break analyses renew them before they return. */
static bool run_pass(struct run *r, const char *name)
{
	const struct opt_pass *pass = pass_named(name);
	unsigned *seen = &r->seen[pass - opt_passes];
	bool changed = *seen != r->changes + 1 && pass->run(r->f);

	r->changes += changed;
	if (!changed)
		*seen = r->changes + 1;
	if (r->verify)
		check(r, pass);
	if (r->observer)
		r->observer(r->ctx, pass->name, r->m);
	return changed;
}

static bool run_list(struct run *r, const char *const *names, size_t count)
{
	bool changed = false;

	for (size_t n = 0; n < count; n++)
		changed |= run_pass(r, names[n]);
	return changed;
}

void opt_run(struct ir_module *m, bool verify, opt_observer *observer, void *ctx)
{
	for (size_t n = 0; n < m->funcs.len; n++) {
		struct run r = { .m = m, .f = m->funcs.data[n], .verify = verify, .observer = observer, .ctx = ctx };
		int rounds = 0;

		if (r.f->code)
			continue;
		ir_analyze(r.f);
		while (run_list(&r, repeated, ARRAY_LEN(repeated)) && ++rounds < MAX_ROUNDS)
			;
		run_list(&r, finishing, ARRAY_LEN(finishing));
		ir_sort_blocks(r.f);
		ir_renumber(r.f);
	}
}

bool opt_run_pass(struct ir_module *m, const char *name)
{
	const struct opt_pass *pass = pass_named(name);

	for (size_t n = 0; pass && n < m->funcs.len; n++) {
		if (m->funcs.data[n]->code)
			continue;
		ir_analyze(m->funcs.data[n]);
		pass->run(m->funcs.data[n]);
	}
	return pass;
}
