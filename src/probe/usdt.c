/* usdt: static markers of programs. Known to the parser; refused at the attach point. */
#include "probe/probe.h"

static int expand_usdt(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	return probe_unsupported(env, ap);
}

const struct probe_kind probe_usdt = {
	.name = "usdt",
	.aliases = (const char *const[]){ "U", NULL },
	.probetype = "usdt",
	.bit = PROBE_USDT,
	.min_parts = 2,
	.max_parts = 3,
	.space = SPACE_USER,
	.has_user_target = true,
	.expand = expand_usdt,
};
