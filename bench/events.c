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

enum { ROWS = sizeof rows / sizeof *rows, TRACERS = 3 };

struct results {
	struct series alone, watched[ROWS][TRACERS];
};

static void run_watched(const struct event *e, enum tracer t, struct series *s)
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

static void run_round(struct results *r)
{
	static const enum tracer who[TRACERS] = { SONDE_STATIC, BPFTRACE, BY_HAND };

	for (int row = 0; row < ROWS; row++) {
		series_add(&r->alone, best_loop());
		for (int t = 0; t < TRACERS; t++)
			run_watched(&rows[row], who[t], &r->watched[row][t]);
	}
}

static void print_row(const struct event *e, const struct series watched[TRACERS], double alone)
{
	double values[TRACERS];

	for (int t = 0; t < TRACERS; t++) {
		double added = series_least(&watched[t]) - alone;
		values[t] = !watched[t].len ? -1 : added > 0 ? added : 0;
	}
	table_row(e->name, "%.1f", values, TRACERS);
}

void bench_events(unsigned rounds)
{
	static struct results r;

	for (unsigned i = 0; i < rounds; i++)
		run_round(&r);
	double alone = series_least(&r.alone);
	table_head("sys_enter_getppid, ns added to a call", (const char *const[]){ "sonde", "bpftrace", "by hand" }, TRACERS);
	for (int row = 0; row < ROWS; row++)
		print_row(&rows[row], r.watched[row], alone);
	table_row("(the call itself)", "%.1f", &alone, 1);
}
