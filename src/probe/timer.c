/*
 * profile and interval: samples of the CPU clock, on every CPU or on one. profile:hz:99, interval:s:1, interval:20ms.
 * Both are software perf events; the period is kept in nanoseconds.
 */
#include <errno.h>
#include <linux/perf_event.h>

#include "probe/probe.h"

static const struct unit_of_time {
	const char *name;
	uint64_t ns; /* 0: a frequency */
} units[] = { { "hz", 0 }, { "ms", 1000000 }, { "s", 1000000000 }, { "us", 1000 } };

static const struct unit_of_time *find_unit(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (!strcmp(units[i].name, name))
			return &units[i];
	return NULL;
}

static int parse_rate(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap, size_t part,
		      int64_t *ret)
{
	const char *prefix = arena_sprintf(env->arena, "Invalid rate of %s probe: ", k->name);
	return probe_parse_number(env, ap, ap->parts.data[part], prefix, ret);
}

/* interval:20ms: the number is in nanoseconds, shown in microseconds. */
static int expand_duration(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			   struct target_vec *out)
{
	int64_t ns;
	if (parse_rate(env, k, ap, 1, &ns))
		return -1;
	if (ns < 1000)
		return probe_spec_error(env, ap,
					"Invalid rate of %s probe. Minimum is 1000 or 1us. Found: %lld nanoseconds",
					k->name, (long long)ns);
	struct probe_target *t = probe_target_new(
		env, k, ap, arena_sprintf(env->arena, "%s:us:%llu", k->name, (unsigned long long)ns / 1000));
	t->number = (uint64_t)ns / 1000 * 1000;
	t->number_kind = TARGET_PERIOD;
	vec_push(env->arena, out, t);
	return 0;
}

static int expand_timer(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	if (ap->parts.len == 2)
		return expand_duration(env, k, ap, out);
	int64_t n;
	const struct unit_of_time *unit = find_unit(ap->parts.data[1]);
	if (!unit)
		return probe_spec_error(env, ap, "%s is not an accepted unit of time", ap->parts.data[1]);
	if (parse_rate(env, k, ap, 2, &n))
		return -1;
	if (n <= 0)
		return probe_spec_error(env, ap, "%s frequency should be a positive integer", k->name);
	if (unit->ns && (uint64_t)n > INT64_MAX / unit->ns)
		return probe_spec_error(env, ap, "Invalid rate of %s probe: value is out of range", k->name);
	struct probe_target *t = probe_target_new(
		env, k, ap, arena_sprintf(env->arena, "%s:%s:%lld", k->name, unit->name, (long long)n));
	t->number = unit->ns ? (uint64_t)n * unit->ns : (uint64_t)n;
	t->number_kind = unit->ns ? TARGET_PERIOD : TARGET_FREQUENCY;
	vec_push(env->arena, out, t);
	return 0;
}

static int plan_timer(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf cpu-clock", .prog_type = BPF_PROG_TYPE_PERF_EVENT };
	return 0;
}

static int attach_timer(struct attach_env *env, struct unit *u, int prog_fd)
{
	bool everywhere = u->kind->bit == PROBE_PROFILE;
	for (size_t i = 0; i < u->targets.len; i++) {
		const struct probe_target *t = u->targets.data[i];
		int pid = everywhere ? probe_target_pid(env) : -1;
		struct perf_event_attr attr = {
			.type = PERF_TYPE_SOFTWARE,
			.size = sizeof(attr),
			.config = PERF_COUNT_SW_CPU_CLOCK,
			.sample_period = t->number,
			.freq = t->number_kind == TARGET_FREQUENCY,
			.inherit = pid > 0,
		};
		int err = probe_attach_per_cpu(env, &attr, pid, !everywhere, prog_fd);
		if (err)
			return err;
	}
	return (int)u->targets.len;
}

static void list_timer(struct probe_env *env, const struct attach_point *pattern,
		       void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	const struct probe_kind *k = probe_kind_find(pattern->parts.data[0]);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (pattern->parts.len > 1 && !wildcard_match(pattern->parts.data[1], units[i].name))
			continue;
		emit(ctx, probe_target_new(env, k, pattern,
					   arena_sprintf(env->arena, "%s:%s:", k->name, units[i].name)));
	}
}

const struct probe_kind probe_profile = {
	.name = "profile",
	.aliases = (const char *const[]){ "p", NULL },
	.probetype = "profile",
	.bit = PROBE_PROFILE,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.expand = expand_timer,
	.ctx_type = probe_perf_ctx_type,
	.plan = plan_timer,
	.lower_reg = probe_regs_word,
	.attach = attach_timer,
	.list = list_timer,
};

const struct probe_kind probe_interval = {
	.name = "interval",
	.aliases = (const char *const[]){ "i", NULL },
	.probetype = "interval",
	.bit = PROBE_INTERVAL,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.expand = expand_timer,
	.ctx_type = probe_perf_ctx_type,
	.plan = plan_timer,
	.lower_reg = probe_regs_word,
	.attach = attach_timer,
	.list = list_timer,
};
