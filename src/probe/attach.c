/* Steps of attaching that several kinds take. Every descriptor is registered with the session, which closes them all. */
#include <errno.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include "probe/probe.h"

void probe_attach_reason(struct attach_env *env, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	free(env->reason);
	if (vasprintf(&env->reason, fmt, args) < 0)
		env->reason = NULL;
	va_end(args);
}

int probe_target_pid(const struct attach_env *env)
{
	const struct probe_env *p = env->probes;
	return p->pid ? p->pid : p->child_pid ? p->child_pid : -1;
}

int probe_attach_trampoline(struct attach_env *env, int prog_fd, const char *raw_name)
{
	int fd = kern_attach_raw_tracepoint(prog_fd, raw_name);
	if (fd < 0)
		return fd;
	run_link_add(env->run, fd);
	return 0;
}

/* Takes over perf_fd, closes it on failure. */
int probe_attach_perf_fd(struct attach_env *env, int perf_fd, int prog_fd, uint64_t cookie)
{
	if (perf_fd < 0)
		return perf_fd;
	int link_fd = kern_attach_perf(perf_fd, prog_fd, feature(env->probes->features, FEAT_PERF_LINK), cookie);
	if (link_fd < 0)
		close(perf_fd);
	else
		run_perf_add(env->run, perf_fd, link_fd);
	return MIN(link_fd, 0);
}

int probe_attach_per_cpu(struct attach_env *env, const void *perf_event_attr, int pid, bool first_cpu_only, int prog_fd)
{
	int *cpus;
	int n = kern_online_cpus(&cpus);
	if (n < 0)
		return n;
	int err = 0;
	for (int i = 0; i < n && !err && (i == 0 || !first_cpu_only); i++)
		err = probe_attach_perf_fd(env, kern_perf_open(perf_event_attr, pid, cpus[i]), prog_fd, 0);
	free(cpus);
	return err;
}

int probe_attach_each(struct attach_env *env, struct unit *u, int prog_fd,
		      int (*attach)(struct attach_env *env, const struct probe_target *t, int prog_fd, uint64_t cookie))
{
	int attached = 0;
	for (size_t i = 0; i < u->targets.len; i++) {
		const struct probe_target *t = u->targets.data[i];
		int err = attach(env, t, prog_fd, i);
		if (err && (u->targets.len == 1 || !run_attach_skip(env, t, err)))
			return err;
		attached += !err;
	}
	return attached;
}
