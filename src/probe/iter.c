/* iter:NAME. Known to the parser; refused at the attach point. */
#include "probe/probe.h"

static int expand_iter(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	return probe_unsupported(env, ap);
}

const struct probe_kind probe_iter = {
	.name = "iter",
	.aliases = (const char *const[]){ "it", NULL },
	.probetype = "iter",
	.bit = PROBE_ITER,
	.min_parts = 1,
	.max_parts = 2,
	.arity_text = "takes 2 arguments (1 optional)",
	.space = SPACE_KERNEL,
	.expand = expand_iter,
};
