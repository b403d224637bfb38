/* software and hardware: counters of the perf subsystem, sampled every COUNT events on every CPU. */
#include <errno.h>
#include <linux/perf_event.h>

#include "probe/probe.h"

struct perf_counter {
	const char *name, *alias;
	uint64_t config, period;
};

static const struct perf_counter software[] = {
	{ "alignment-faults", NULL, PERF_COUNT_SW_ALIGNMENT_FAULTS, 1 },
	{ "bpf-output", NULL, PERF_COUNT_SW_BPF_OUTPUT, 1 },
	{ "context-switches", "cs", PERF_COUNT_SW_CONTEXT_SWITCHES, 1000 },
	{ "cpu-clock", "cpu", PERF_COUNT_SW_CPU_CLOCK, 1000000 },
	{ "cpu-migrations", NULL, PERF_COUNT_SW_CPU_MIGRATIONS, 1 },
	{ "dummy", NULL, PERF_COUNT_SW_DUMMY, 1 },
	{ "emulation-faults", NULL, PERF_COUNT_SW_EMULATION_FAULTS, 1 },
	{ "major-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MAJ, 1 },
	{ "minor-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MIN, 100 },
	{ "page-faults", "faults", PERF_COUNT_SW_PAGE_FAULTS, 100 },
	{ "task-clock", NULL, PERF_COUNT_SW_TASK_CLOCK, 1 },
	{ NULL, NULL, 0, 0 },
};

static const struct perf_counter hardware[] = {
	{ "backend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_BACKEND, 1000000 },
	{ "branch-instructions", "branches", PERF_COUNT_HW_BRANCH_INSTRUCTIONS, 100000 },
	{ "branch-misses", NULL, PERF_COUNT_HW_BRANCH_MISSES, 100000 },
	{ "bus-cycles", NULL, PERF_COUNT_HW_BUS_CYCLES, 100000 },
	{ "cache-misses", NULL, PERF_COUNT_HW_CACHE_MISSES, 1000000 },
	{ "cache-references", NULL, PERF_COUNT_HW_CACHE_REFERENCES, 1000000 },
	{ "cpu-cycles", "cycles", PERF_COUNT_HW_CPU_CYCLES, 1000000 },
	{ "frontend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_FRONTEND, 1000000 },
	{ "instructions", NULL, PERF_COUNT_HW_INSTRUCTIONS, 1000000 },
	{ "ref-cycles", NULL, PERF_COUNT_HW_REF_CPU_CYCLES, 1000000 },
	{ NULL, NULL, 0, 0 },
};

static const struct perf_counter *counters_of(const struct probe_kind *k)
{
	return k->bit == PROBE_SOFTWARE ? software : hardware;
}

static const struct perf_counter *find_counter(const struct probe_kind *k, const char *name)
{
	for (const struct perf_counter *c = counters_of(k); c->name; c++)
		if (!strcmp(c->name, name) || (c->alias && !strcmp(c->alias, name)))
			return c;
	return NULL;
}

/* The COUNT part; 0: the counter's default. -1 after an error. */
static int parse_count(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap, int64_t *ret)
{
	*ret = 0;
	if (ap->parts.len < 3 || !strcmp(ap->parts.data[2], "*"))
		return 0;
	if (probe_is_pattern(ap->parts.data[2]))
		return probe_spec_error(env, ap, "%s probe can only have an integer count", k->name);
	const char *prefix = arena_sprintf(env->arena, "Invalid count for %s probe: ", k->name);
	if (probe_parse_number(env, ap, ap->parts.data[2], prefix, ret))
		return -1;
	if (*ret < 0)
		return probe_spec_error(env, ap, "%s %s should be a positive integer", k->name,
					k->bit == PROBE_SOFTWARE ? "count" : "frequency");
	return 0;
}

static int expand_perf(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	const char *name = ap->parts.data[1];
	int64_t count;
	if (!*name)
		return probe_spec_error(env, ap, "%s probe must have a %s event name", k->name, k->name);
	if (probe_is_pattern(name))
		return probe_spec_error(env, ap, "wildcards are not allowed for %s probe type", k->name);
	const struct perf_counter *c = find_counter(k, name);
	if (!c)
		return probe_spec_error(env, ap, "%s is not a %s probe", name, k->name);
	if (parse_count(env, k, ap, &count))
		return -1;
	const char *text = arena_sprintf(env->arena, "%s:%s", k->name, name);
	if (count)
		text = arena_sprintf(env->arena, "%s:%lld", text, (long long)count);
	struct probe_target *t = probe_target_new(env, k, ap, text);
	t->name = name;
	t->number = count ? (uint64_t)count : c->period;
	t->number_kind = TARGET_PERIOD;
	t->priv = (void *)(uintptr_t)c;
	vec_push(env->arena, out, t);
	return 0;
}

static int plan_perf(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf event", .prog_type = BPF_PROG_TYPE_PERF_EVENT };
	return 0;
}

static int attach_perf(struct attach_env *env, struct unit *u, int prog_fd)
{
	for (size_t i = 0; i < u->targets.len; i++) {
		const struct probe_target *t = u->targets.data[i];
		const struct perf_counter *c = t->priv;
		int pid = probe_target_pid(env);
		struct perf_event_attr attr = {
			.type = u->kind->bit == PROBE_SOFTWARE ? PERF_TYPE_SOFTWARE : PERF_TYPE_HARDWARE,
			.size = sizeof(attr),
			.config = c->config,
			.sample_period = t->number,
			.inherit = pid > 0,
		};
		int err = probe_attach_per_cpu(env, &attr, pid, false, prog_fd);
		if (err)
			return err;
	}
	return (int)u->targets.len;
}

static void list_perf(struct probe_env *env, const struct attach_point *pattern,
		      void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	const struct probe_kind *k = probe_kind_find(pattern->parts.data[0]);
	const char *wanted = pattern->parts.len > 1 ? pattern->parts.data[1] : "*";
	for (const struct perf_counter *c = counters_of(k); c->name; c++)
		for (int i = 0; i < 2; i++) {
			const char *name = i ? c->alias : c->name;
			if (name && wildcard_match(wanted, name))
				emit(ctx, probe_target_new(env, k, pattern,
							   arena_sprintf(env->arena, "%s:%s:", k->name, name)));
		}
}

const struct probe_kind probe_software = {
	.name = "software",
	.aliases = (const char *const[]){ "s", NULL },
	.probetype = "software",
	.bit = PROBE_SOFTWARE,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.expand = expand_perf,
	.ctx_type = probe_perf_ctx_type,
	.plan = plan_perf,
	.lower_reg = probe_regs_word,
	.attach = attach_perf,
	.list = list_perf,
};

const struct probe_kind probe_hardware = {
	.name = "hardware",
	.aliases = (const char *const[]){ "h", NULL },
	.probetype = "hardware",
	.bit = PROBE_HARDWARE,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.expand = expand_perf,
	.ctx_type = probe_perf_ctx_type,
	.plan = plan_perf,
	.lower_reg = probe_regs_word,
	.attach = attach_perf,
	.list = list_perf,
};
