/*
 * Probes without an event: begin and end, self (signals to sonde), test and bench. They are never attached; the session
 * runs their programs with BPF_PROG_TEST_RUN when their time comes.
 */
#include "probe/probe.h"

static int expand_plain(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	vec_push(env->arena, out, probe_target_new(env, k, ap, k->name));
	return 0;
}

static int plan_raw(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "test run", .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };
	return 0;
}

static int plan_xdp(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "test run", .prog_type = BPF_PROG_TYPE_XDP };
	return 0;
}

const struct probe_kind probe_begin = {
	.name = "begin",
	.probetype = "special",
	.bit = PROBE_BEGIN,
	.space = SPACE_KERNEL,
	.expand = expand_plain,
	.plan = plan_raw,
};

const struct probe_kind probe_end = {
	.name = "end",
	.probetype = "special",
	.bit = PROBE_END,
	.space = SPACE_KERNEL,
	.expand = expand_plain,
	.plan = plan_raw,
};

/* ---- self:signal:SIGUSR1 ---- */

static int expand_self(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const char *trigger = ap->parts.data[1], *signal = ap->parts.data[2];
	if (strcmp(trigger, "signal"))
		return probe_spec_error(env, ap, "%s is not a supported trigger", trigger);
	if (strcmp(signal, "SIGUSR1"))
		return probe_spec_error(env, ap, "%s is not a supported signal", signal);
	vec_push(env->arena, out, probe_target_new(env, &probe_self, ap, "self:signal:SIGUSR1"));
	return 0;
}

static void list_self(struct probe_env *env, const struct attach_point *pattern,
		      void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	if ((pattern->parts.len < 2 || wildcard_match(pattern->parts.data[1], "signal")) &&
	    (pattern->parts.len < 3 || wildcard_match(pattern->parts.data[2], "SIGUSR1")))
		emit(ctx, probe_target_new(env, &probe_self, pattern, "self:signal:SIGUSR1"));
}

const struct probe_kind probe_self = {
	.name = "self",
	.probetype = "special",
	.bit = PROBE_SELF,
	.min_parts = 2,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.expand = expand_self,
	.plan = plan_raw,
	.list = list_self,
};

/* ---- test:NAME, bench:NAME ---- */

static int expand_named(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	const char *name = ap->parts.data[1];
	if (!*name)
		return probe_spec_error(env, ap, "%s probes must have a name", k->name);
	const char *text = arena_sprintf(env->arena, "%s:%s", k->name, name);
	const struct attach_point *other = probe_name_claim(env, text, ap);
	if (other) {
		struct diag *g = diag_add(env->diags, D_PROBE_SPEC, ap->span,
					  "\"%s\" was used as the name for more than one %s probe", name,
					  k->bit == PROBE_TEST ? "TEST" : "BENCH");
		diag_context(env->diags, g, other->span, "this is the other instance");
		return -1;
	}
	struct probe_target *t = probe_target_new(env, k, ap, text);
	t->name = name;
	vec_push(env->arena, out, t);
	return 0;
}

static void list_named(struct probe_env *env, const struct attach_point *pattern,
		       void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	const struct probe_kind *k = probe_kind_find(pattern->parts.data[0]);
	emit(ctx, probe_target_new(env, k, pattern, arena_sprintf(env->arena, "%s::", k->name)));
}

const struct probe_kind probe_test = {
	.name = "test",
	.probetype = "test",
	.bit = PROBE_TEST,
	.min_parts = 1,
	.max_parts = 1,
	.space = SPACE_KERNEL,
	.expand = expand_named,
	.plan = plan_xdp,
	.list = list_named,
};

const struct probe_kind probe_bench = {
	.name = "bench",
	.probetype = "benchmark",
	.bit = PROBE_BENCH,
	.min_parts = 1,
	.max_parts = 1,
	.space = SPACE_KERNEL,
	.expand = expand_named,
	.plan = plan_xdp,
	.list = list_named,
};
