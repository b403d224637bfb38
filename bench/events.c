/*
 * What an event costs the process that is traced: a loop of a system call that does nothing, with nobody watching and
 * with each tracer attached in turn. Printed: nanoseconds that a call takes longer. The least of several loops and rounds
 * counts: whatever else the machine does only adds.
 */
#include <signal.h>
#include <stdio.h>

#include "bench.h"

enum { CALLS = 200000, LOOPS = 5 };

struct event {
	const char *name, *action, *by_hand;
};

static const struct event rows[] = {
	{ "/pid == 1/ { @ = count(); }", "/pid == 1/ { @ = count(); }", "filtered" },
	{ "{ @ = count(); }", "{ @ = count(); }", "plain" },
	{ "{ @ = hist(pid); }", "{ @ = hist(pid); }", "hist" },
	{ "{ @[comm] = count(); }", "{ @[comm] = count(); }", "comm" },
	{ "{ @[tid] = nsecs; delete(@[tid]); }", "{ @[tid] = nsecs; delete(@[tid]); }", "timed" },
	{ "{ @[kstack] = count(); }", "{ @[kstack] = count(); }", "stack" },
};

static double best_loop(void)
{
	double best = 0;

	for (int i = 0; i < LOOPS; i++) {
		double ns = calls_getppid(CALLS) * 1e6 / CALLS;
		if (!i || ns < best)
			best = ns;
	}
	return best;
}

static void watched(const struct event *e, enum tracer t, struct series *s)
{
	char script[256];

	snprintf(script, sizeof script, "tracepoint:syscalls:sys_enter_getppid %s", e->action);
	struct command cmd = tracer_command(t, script, "build/bench/counter", e->by_hand);
	struct child c;
	if (!tracer_start(&c, &cmd))
		return;
	series_add(s, best_loop());
	child_end(&c, SIGINT);
	child_close(&c);
}

static void compare(const struct event *e, unsigned rounds, struct series *alone)
{
	static const enum tracer who[] = { SONDE_STATIC, BPFTRACE, BY_HAND };
	struct series s[3] = { 0 };
	double values[3];

	for (unsigned i = 0; i < rounds; i++) {
		series_add(alone, best_loop());
		for (int t = 0; t < 3; t++)
			watched(e, who[t], &s[t]);
	}
	for (int t = 0; t < 3; t++)
		values[t] = s[t].len ? series_least(&s[t]) - series_least(alone) : -1;
	table_row(e->name, "%.1f", values, 3);
}

void bench_events(unsigned rounds)
{
	struct series alone = { 0 };

	table_head("sys_enter_getppid, ns added to a call", (const char *const[]){ "sonde", "bpftrace", "by hand" }, 3);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		compare(&rows[i], rounds, &alone);
	double ns = series_least(&alone);
	table_row("(the call itself)", "%.1f", &ns, 1);
}
