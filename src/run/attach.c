/*
 * Attaching: units in the order that lets two blocks on one event run in source order, each by its plan and, where the
 * kernel refuses, by the next one. All descriptors are kept here until the session ends.
 *
 * Closing the perf event of a trace point costs a grace period of the kernel, one after the other. So at the end such
 * events are only stopped, which is immediate, and a process of its own, which has nothing open but these descriptors,
 * lingers to close them. Timers and counters are closed on the spot.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "run/internal.h"

struct run_link {
	int fd;	     /* the link; 0: none */
	int perf_fd; /* the perf event; 0: none */
	bool slow;   /* closing it takes a grace period */
	uint64_t watched; /* the address that it watches; 0: none */
};

struct run_links {
	VEC(struct run_link) list;
};

/* ---- descriptors ---- */

static struct run_links *links_of(struct run *r)
{
	if (!r->links)
		r->links = xcalloc(1, sizeof(*r->links));
	return r->links;
}

void run_link_add(struct run *r, int fd) { vec_push(NULL, &links_of(r)->list, (struct run_link){ .fd = fd }); }

void run_perf_add(struct run *r, int perf_fd, int link_fd)
{
	vec_push(NULL, &links_of(r)->list, (struct run_link){ .fd = link_fd, .perf_fd = perf_fd });
}

void run_perf_watches(struct run *r, uint64_t address)
{
	vec_last(&links_of(r)->list).watched = address;
}

void run_unwatch(struct run *r, uint64_t address)
{
	struct run_links *links = links_of(r);

	for (size_t i = 0; i < links->list.len; i++)
		if (links->list.data[i].perf_fd > 0 && links->list.data[i].watched == address)
			ioctl(links->list.data[i].perf_fd, PERF_EVENT_IOC_DISABLE, 0);
}

static void close_link(struct run_link *l)
{
	if (l->fd > 0)
		close(l->fd);
	if (l->perf_fd > 0)
		close(l->perf_fd);
	*l = (struct run_link){ 0 };
}

/* Ends what was added after `mark`: at once, or stopped and closed with the rest. */
static void rollback(struct run *r, size_t mark)
{
	struct run_links *links = links_of(r);
	size_t kept = mark;
	for (size_t i = mark; i < links->list.len; i++) {
		struct run_link *l = &links->list.data[i];
		if (!l->slow) {
			close_link(l);
			continue;
		}
		ioctl(l->perf_fd, PERF_EVENT_IOC_DISABLE, 0);
		links->list.data[kept++] = *l;
	}
	links->list.len = kept;
}

/* Programs on slow descriptors go on running until those are closed: they are told to do nothing. */
static void stop_programs(struct run *r)
{
	struct kern_map *m = run_find_map(r, IR_MAP_GLOBAL);
	uint32_t key = 0;
	struct ir_globals g = { 0 };
	if (!m || kern_map_lookup(m->fd, &key, &g))
		return;
	g.stopped = 1;
	kern_map_update(m->fd, &key, &g, 0);
}

void run_detach(struct run *r)
{
	struct run_links *links = links_of(r);
	stop_programs(r);
	for (size_t i = 0; i < links->list.len; i++) {
		struct run_link *l = &links->list.data[i];
		if (l->slow)
			ioctl(l->perf_fd, PERF_EVENT_IOC_DISABLE, 0);
		else
			close_link(l);
	}
}

static bool any_slow(const struct run_links *links)
{
	for (size_t i = 0; i < links->list.len; i++)
		if (links->list.data[i].slow)
			return true;
	return false;
}

/* Keeps the inherited descriptors open until the tracer is gone, so that the last to close them is this process. */
static _Noreturn void linger(pid_t tracer)
{
	for (int fd = 0; fd <= 2; fd++)
		close(fd);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == tracer)
		pause();
	_exit(0);
}

void run_links_leave(struct run *r)
{
	struct run_links *links = links_of(r);
	pid_t tracer = getpid();
	if (any_slow(links) && fork() == 0)
		linger(tracer);
	vec_free(&links->list);
	free(links);
	r->links = NULL;
}

/* ---- messages ---- */

void run_verbose(struct run *r, const char *fmt, ...)
{
	va_list args;
	if (!r->opt->verbose)
		return;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

static const char *title_of(const struct probe_target *t) { return t->ap->name ? t->ap->name : t->text; }

/* True: missing_probes says to go on. */
static bool report_failure(struct run *r, const char *title, const char *reason)
{
	switch (r->compiled->config.missing_probes) {
	case MISSING_ERROR:
		if (reason)
			run_error(r, "%s", reason);
		run_error(r,
			  "Unable to attach probe: %s. If this is expected, set the 'missing_probes' config variable to "
			  "'warn'.",
			  title);
		return false;
	case MISSING_WARN:
		if (reason)
			run_warning(r, "%s", reason);
		run_warning(r, "Unable to attach probe: %s. Skipping.", title);
		break;
	case MISSING_IGNORE:
		break;
	}
	return true;
}

/* The kernel has an error number of its own for places that it cannot put a breakpoint on. */
static const char *error_text(int err)
{
	enum { KERNEL_ENOTSUPP = 524 };
	return strerror(err == -KERNEL_ENOTSUPP ? ENOTSUP : -err);
}

bool run_attach_skip(struct attach_env *env, const struct probe_target *t, int err)
{
	char *reason = env->reason ? xstrdup(env->reason) : xasprintf("%s: %s", t->text, error_text(err));
	bool skip = report_failure(env->run, title_of(t), reason);
	env->is_final = !skip;
	free(reason);
	return skip;
}

void run_attach_warning(struct attach_env *env, const char *fmt, ...)
{
	struct strbuf text = { 0 };
	va_list args;
	va_start(args, fmt);
	strbuf_vprintf(&text, fmt, args);
	va_end(args);
	run_warning(env->run, "%s", strbuf_str(&text));
	strbuf_done(&text);
}

/* ---- units ---- */

bool run_is_attachable(const struct unit *u)
{
	return !(u->kind->bit & (PROBE_SPECIAL | PROBE_TEST | PROBE_BENCH));
}

/* Of several programs on one of these the last attached runs first. */
static bool newest_runs_first(const struct unit *u)
{
	static const uint32_t kinds =
		PROBE_KPROBE | PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT | PROBE_FENTRY | PROBE_FEXIT | PROBE_ITER;
	return (u->kind->bit & kinds) || u->plan.attach_type == BPF_TRACE_FENTRY ||
	       u->plan.attach_type == BPF_TRACE_FEXIT;
}

/* Perf events of other kinds are trace points of the kernel. */
static bool is_counter(const struct unit *u)
{
	static const uint32_t kinds =
		PROBE_INTERVAL | PROBE_PROFILE | PROBE_SOFTWARE | PROBE_HARDWARE | PROBE_WATCHPOINT;
	return u->kind->bit & kinds;
}

static int attach_once(struct attach_env *env, struct unit *u)
{
	struct run_links *links = links_of(env->run);
	size_t mark = links->list.len;
	int n = u->kind->attach(env, u, env->run->prog_fds[u->index]);
	for (size_t i = mark; i < links->list.len; i++)
		links->list.data[i].slow = links->list.data[i].perf_fd > 0 && !is_counter(u);
	if (n < 0)
		rollback(env->run, mark);
	return n;
}

/* Attached places; ATTACH_FAILED if the session must end. */
static int attach_unit(struct run *r, struct unit *u)
{
	struct attach_env env = { .run = r, .probes = &r->compiled->probes };
	const struct probe_target *t = u->targets.data[0];
	run_verbose(r, "Trying to attach probe: %s (%s)", u->targets.len > 1 ? t->ap->text : title_of(t),
		    u->plan.mechanism);
	int n = attach_once(&env, u), first = n;
	while (n < 0 && !env.is_final && !run_load_again(r, u)) {
		free(env.reason);
		env.reason = NULL;
		run_verbose(r, "Trying again as %s", u->plan.mechanism);
		n = attach_once(&env, u);
	}
	if (env.is_final) {
		n = ATTACH_FAILED;
	} else if (n < 0) {
		if (!env.reason)
			env.reason = xasprintf("%s: %s", u->plan.mechanism, error_text(first));
		n = report_failure(r, title_of(t), env.reason) ? 0 : ATTACH_FAILED;
	}
	free(env.reason);
	run_print_new_diags(r);
	return n;
}

int run_attach_all(struct run *r)
{
	size_t n = r->compiled->sema.units.len;
	int attached = 0;
	for (size_t i = 0; i < 2 * n; i++) {
		bool second_pass = i >= n;
		struct unit *u = r->compiled->sema.units.data[second_pass ? 2 * n - 1 - i : i];
		if (!run_is_attachable(u) || newest_runs_first(u) != second_pass)
			continue;
		int places = attach_unit(r, u);
		if (places == ATTACH_FAILED)
			return ATTACH_FAILED;
		attached += places;
	}
	return attached;
}
