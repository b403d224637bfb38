/* Who is compared, and the system calls that they watch. Calls are made from one CPU; tracers run where they like. */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"

const char *const tracer_names[TRACER_COUNT] = { "sonde", "static", "bpftrace", "by hand" };

struct command tracer_command(enum tracer t, const char *script, const char *by_hand, const char *by_hand_arg)
{
	static const char *const programs[] = { "build/sonde", "build/static/sonde", "bpftrace" };

	if (t == BY_HAND)
		return (struct command){ { by_hand, by_hand_arg } };
	return (struct command){ { programs[t], "-e", script } };
}

bool tracer_start(struct child *c, const struct command *cmd)
{
	enum { TIMEOUT_MS = 60000 };

	setenv("__BPFTRACE_NOTIFY_PROBES_ATTACHED", "1", 1);
	child_start(c, cmd->argv);
	unsetenv("__BPFTRACE_NOTIFY_PROBES_ATTACHED");
	if (child_wait_text(c, "NOTIFY_PROBES_ATTACHED", TIMEOUT_MS))
		return true;
	child_end(c, SIGKILL);
	child_close(c);
	return false;
}

static void pin(cpu_set_t *before)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_getaffinity(0, sizeof *before, before);
	sched_setaffinity(0, sizeof one, &one);
}

double calls_getppid(unsigned n)
{
	cpu_set_t before;

	pin(&before);
	double start = measure_now_ms();
	for (unsigned i = 0; i < n; i++)
		syscall(SYS_getppid);
	double took = measure_now_ms() - start;
	sched_setaffinity(0, sizeof before, &before);
	return took;
}

double calls_getpgid(unsigned n)
{
	double start = measure_now_ms();

	for (unsigned i = 1; i <= n; i++)
		syscall(SYS_getpgid, i);
	return measure_now_ms() - start;
}
