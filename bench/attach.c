/*
 * In and out: from exec to the notice that all probes are attached, and from SIGINT to the end; how long it all takes
 * when the script leaves at once. Perf-attached tracepoints wait for the kernel on their way out, whoever attached them.
 */
#include <signal.h>
#include <stdio.h>

#include "bench.h"

struct probes {
	const char *name, *script;
	unsigned slow_rounds; /* how often bpftrace may try: it needs half a minute for 360 */
};

static const struct probes rows[] = {
	{ "1 raw tracepoint", "rawtracepoint:sched_switch { @ = count(); }", 0 },
	{ "1 tracepoint", "tracepoint:sched:sched_switch { @ = count(); }", 5 },
	{ "6 tracepoints", "tracepoint:sched:sched_process_* { @ = count(); }", 3 },
	{ "1 syscall tracepoint", "tracepoint:syscalls:sys_enter_getppid { @ = count(); }", 5 },
	{ "360 syscall tracepoints", "tracepoint:syscalls:sys_enter_* { @ = count(); }", 1 },
};

static void run_once(const struct probes *p, enum tracer t, struct series *in, struct series *out)
{
	struct command cmd = tracer_command(t, p->script, NULL, NULL);
	struct child c;

	if (!tracer_start(&c, &cmd))
		return;
	double attached = measure_now_ms();
	series_add(in, attached - c.started_ms);
	double leave = measure_now_ms();
	struct usage u = child_end(&c, SIGINT);
	child_close(&c);
	series_add(out, c.started_ms + u.wall_ms - leave);
}

static void compare(const struct probes *p, unsigned rounds)
{
	struct series in[2] = { 0 }, out[2] = { 0 };

	for (unsigned i = 0; i < rounds; i++) {
		run_once(p, SONDE_STATIC, &in[0], &out[0]);
		if (i < p->slow_rounds)
			run_once(p, BPFTRACE, &in[1], &out[1]);
	}
	bool both = in[1].len;
	double values[] = { series_median(&in[0]), both ? series_median(&in[1]) : -1, series_median(&out[0]),
			    both ? series_median(&out[1]) : -1 };
	table_row(p->name, "%.1f", values, 4);
}

static void in_and_out(unsigned rounds)
{
	const char *const script = "tracepoint:syscalls:sys_enter_* { @ = count(); } interval:ms:1 { exit(); }";
	struct command cmd = tracer_command(SONDE_STATIC, script, NULL, NULL);
	struct series wall = { 0 };

	for (unsigned i = 0; i < rounds; i++)
		series_add(&wall, measure_command(cmd.argv).wall_ms);
	target_check("360 syscall tracepoints, exec to exit", series_median(&wall), 50, " ms");
}

void bench_attach(unsigned rounds)
{
	table_head("attach (from exec) and detach (to exit), ms",
		   (const char *const[]){ "in: sonde", "bpftrace", "out: sonde", "bpftrace" }, 4);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		compare(&rows[i], rounds);
	in_and_out(rounds);
}
