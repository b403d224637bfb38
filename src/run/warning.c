/* Run-time warnings: what a program noticed at a place of the script (errors.md 6). */
#include <stdio.h>

#include "run/internal.h"

static const char *const texts[RUNTIME_KIND_COUNT] = {
	[RUNTIME_DIVISION] = "Divide or modulo by 0 detected. This can lead to unexpected results. 1 is being used as the "
			     "result.",
	[RUNTIME_ARRAY_BOUNDS] = "Array access out of bounds. This can lead to unexpected results.",
	[RUNTIME_CPU_COUNT] = "CPU count mismatch; unable to find per-cpu data.",
	[RUNTIME_MAP_DELETE] = "Can't delete map element because it does not exist.",
	[RUNTIME_MAP_LOOKUP] = "Can't lookup map element because it does not exist.",
	[RUNTIME_COMM_KFUNC] = "'bpf_task_from_pid kfunc', which is used for getting the process comm, is not supported on "
			       "your system.",
	[RUNTIME_LOOP] = "The loop is left out, because the kernel runs at most 8388608 rounds. Divide its range.",
	[RUNTIME_WHILE] = "A while loop was left after 1048576 rounds.",
	[RUNTIME_CPID] = "No child command (`-c`); cpid is zero",
};

enum { KERNEL_E2BIG = 7, KERNEL_ENOENT = 2 };

/* Texts with a number in them. */
static const char *const formats[RUNTIME_KIND_COUNT] = {
	[RUNTIME_COMM_PID] = "No such process (pid=%lld)",
	[RUNTIME_SIGNAL_RANGE] = "signal() expects an integer between 1 and 64 (inclusive). Got %lld",
	[RUNTIME_SIGNAL_THREAD_RANGE] = "signal_thread() expects an integer between 1 and 64 (inclusive). Got %lld",
	[RUNTIME_SIGNAL_FAILED] = "signal call failed with error %lld",
};

static const char *text_of(struct run *r, const struct runtime_site *site, int64_t retcode)
{
	if (formats[site->kind]) {
		strbuf_clear(&r->text);
		strbuf_printf(&r->text, formats[site->kind], (long long)retcode);
		return strbuf_str(&r->text);
	}
	if (site->kind == RUNTIME_MAP_UPDATE && retcode == -KERNEL_E2BIG)
		return "Map full; can't update element. Try increasing max_map_keys config or manually setting the max "
		       "entries in a map declaration e.g. `let @a = hash(5000)`";
	if (site->kind == RUNTIME_STACK)
		return site->helper && strstr(site->helper, "user") ? "Error reading ustack." : "Error reading kstack.";
	if (site->kind == RUNTIME_MAP_DELETE && retcode && retcode != -KERNEL_ENOENT)
		return strerror((int)-retcode);
	return texts[site->kind] ? texts[site->kind] : strerror((int)-retcode);
}

void run_show_warning(struct run *r, const void *payload, size_t size)
{
	struct runtime_payload p;
	if (size < sizeof(p))
		return;
	memcpy(&p, payload, sizeof(p));
	if (p.site >= r->compiled->shared.sites.len)
		return;
	const struct runtime_site *site = &r->compiled->shared.sites.data[p.site];
	bool is_error = site->kind == RUNTIME_SIGNAL_RANGE || site->kind == RUNTIME_SIGNAL_THREAD_RANGE;
	r->had_error |= is_error;
	r->out.ops->message(&r->out, "runtime_error", is_error ? DIAG_ERROR : DIAG_WARNING, text_of(r, site, p.retcode), site->span, site->helper,
			    p.retcode);
}
