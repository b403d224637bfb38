/*
 * One program on many places: each attachment carries its target's index as a cookie, which the program reads back when
 * the script asks where it is.
 */
#include "probe/probe.h"

bool probe_cookie_tells(struct probe_env *env, const struct probe_target *t)
{
	return env->compile_only || feature(env->features, FEAT_PERF_LINK);
}

ir_ref probe_lower_cookie(struct lower *l) { return ir_call(&l->b, BPF_FUNC_get_attach_cookie, 1, l->ctx); }

bool probe_asks_target(const struct unit *u) { return u->uses_probe_text && u->targets.len > 1; }
