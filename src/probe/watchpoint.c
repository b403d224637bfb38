/*
 * watchpoint:ADDR:LEN:MODE: the processor's breakpoint registers, by perf events: one a thread of the traced process, or
 * one a CPU without one.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <stdio.h>

#include "probe/probe.h"

struct watch {
	uint64_t address, length;
	const char *mode; /* letters sorted: rw */
};

/* ---- reading the attach point ---- */

static int compare_letters(const void *a, const void *b) { return *(const char *)a - *(const char *)b; }

static int parse_mode(struct probe_env *env, const struct attach_point *ap, struct watch *w)
{
	char *mode = arena_strdup(env->arena, ap->parts.data[3]);
	size_t n = strlen(mode);
	if (!n || strspn(mode, "rwx") != n)
		return probe_spec_error(env, ap, "watchpoint mode must be combination of (r,w,x)");
	qsort(mode, n, 1, compare_letters);
	for (size_t i = 1; i < n; i++)
		if (mode[i] == mode[i - 1])
			return probe_spec_error(env, ap, "watchpoint modes may not be duplicated");
	w->mode = mode;
	return 0;
}

static int check_mode(struct probe_env *env, const struct attach_point *ap, const struct watch *w)
{
	const struct arch *a = arch_host();
	struct strbuf all = { 0 };
	if (!a->watch_modes[0])
		return probe_spec_error(env, ap, "watchpoints not supported");
	for (size_t i = 0; i < ARRAY_LEN(a->watch_modes) && a->watch_modes[i]; i++) {
		if (!strcmp(a->watch_modes[i], w->mode)) {
			strbuf_done(&all);
			return 0;
		}
		strbuf_printf(&all, "%s%s", i ? "," : "", a->watch_modes[i]);
	}
	probe_spec_error(env, ap, "invalid watchpoint mode: %s", w->mode);
	diag_hint(env->diags, vec_last(&env->diags->list), "supported modes: %s", strbuf_str(&all));
	strbuf_done(&all);
	return -1;
}

static int parse_watch(struct probe_env *env, const struct attach_point *ap, struct watch *w)
{
	int64_t address, length;
	if (probe_parse_number(env, ap, ap->parts.data[1], "Invalid function/address argument: ", &address) ||
	    probe_parse_number(env, ap, ap->parts.data[2], "Invalid length argument: ", &length))
		return -1;
	if (!address)
		return probe_spec_error(env, ap, "watchpoint must be attached to a non-zero address");
	if (length != 1 && length != 2 && length != 4 && length != 8)
		return probe_spec_error(env, ap, "watchpoint length must be one of (1,2,4,8)");
	w->address = (uint64_t)address;
	w->length = (uint64_t)length;
	return parse_mode(env, ap, w) ?: check_mode(env, ap, w);
}

static int expand_watchpoint(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	struct watch *w = ARENA_NEW(env->arena, struct watch);
	int pid = env->pid ? env->pid : env->child_pid;
	if (parse_watch(env, ap, w))
		return -1;
	const char *process = pid ? arena_sprintf(env->arena, "/proc/%d/exe:", pid) : "";
	struct probe_target *t =
		probe_target_new(env, &probe_watchpoint, ap,
				 arena_sprintf(env->arena, "watchpoint:%s%llu:%llu:%s", process,
					       (unsigned long long)w->address, (unsigned long long)w->length, w->mode));
	t->number = w->address;
	t->number_kind = TARGET_ADDRESS;
	t->priv = w;
	vec_push(env->arena, out, t);
	return 0;
}

static int plan_watchpoint(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf breakpoint", .prog_type = BPF_PROG_TYPE_PERF_EVENT };
	return 0;
}

/* ---- attaching ---- */

static struct perf_event_attr make_attr(const struct watch *w)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_BREAKPOINT,
		.size = sizeof(attr),
		.bp_addr = w->address,
		.bp_len = strchr(w->mode, 'x') ? sizeof(long) : w->length,
		.sample_period = 1,
		.inherit = 1,
	};
	attr.bp_type |= strchr(w->mode, 'r') ? HW_BREAKPOINT_R : 0;
	attr.bp_type |= strchr(w->mode, 'w') ? HW_BREAKPOINT_W : 0;
	attr.bp_type |= strchr(w->mode, 'x') ? HW_BREAKPOINT_X : 0;
	return attr;
}

/* Several events for one place: it is enough if some can be made. */
struct opener {
	struct attach_env *env;
	struct perf_event_attr attr;
	int prog_fd, opened, last_error;
};

static void open_one(struct opener *o, int tid, int cpu)
{
	int err = probe_attach_perf_fd(o->env, kern_perf_open(&o->attr, tid, cpu), o->prog_fd, 0);
	if (!err) {
		run_perf_watches(o->env->run, o->attr.bp_addr);
		o->opened++;
		return;
	}
	o->last_error = err;
	run_attach_warning(o->env, "Failed to create a perf event for cpu %d tid %d: %s", cpu, tid, strerror(-err));
}

static void open_threads(struct opener *o, int pid)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	DIR *dir = opendir(path);
	if (!dir)
		return;
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.')
			open_one(o, atoi(e->d_name), -1);
	closedir(dir);
}

static int open_cpus(struct opener *o)
{
	int *cpus, n = kern_online_cpus(&cpus);
	if (n < 0)
		return n;
	for (int i = 0; i < n; i++)
		open_one(o, -1, cpus[i]);
	free(cpus);
	return 0;
}

static int attach_watchpoint(struct attach_env *env, struct unit *u, int prog_fd)
{
	struct opener o = { .env = env, .attr = make_attr(u->targets.data[0]->priv), .prog_fd = prog_fd,
			    .last_error = -ESRCH };
	int pid = probe_target_pid(env);
	if (pid > 0)
		open_threads(&o, pid);
	else
		open_cpus(&o);
	if (o.opened)
		return 1;
	if (o.last_error == -ENOSPC)
		probe_attach_reason(env, "No more HW registers left");
	return o.last_error;
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
	.ctx_type = probe_perf_ctx_type,
	.plan = plan_watchpoint,
	.lower_reg = probe_regs_word,
	.attach = attach_watchpoint,
};
