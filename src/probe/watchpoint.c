/* watchpoint:ADDR:LEN:MODE. Known to the parser; refused at the attach point. */
#include "probe/probe.h"

static int expand_watchpoint(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	return probe_unsupported(env, ap);
}

const struct probe_kind probe_watchpoint = {
	.name = "watchpoint",
	.aliases = (const char *const[]){ "w", NULL },
	.probetype = "watchpoint",
	.bit = PROBE_WATCHPOINT,
	.min_parts = 3,
	.max_parts = 3,
	.space = SPACE_KERNEL,
	.expand = expand_watchpoint,
};
