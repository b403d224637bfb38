/* A map with 100,000 entries, from SIGINT to the end: time, CPU time, and the peak memory of the whole run. */
#include <signal.h>
#include <stdlib.h>

#include "bench.h"

enum { ENTRIES = 100000 };

struct dump {
	struct series wall, cpu, rss, lines;
};

static void run_once(enum tracer t, struct dump *d)
{
	const char *const script = "tracepoint:syscalls:sys_enter_getpgid { @[args->pid] = count(); }";
	struct command cmd = tracer_command(t, script, NULL, NULL);
	struct child c;

	if (!tracer_start(&c, &cmd))
		return;
	calls_getpgid(ENTRIES);
	double cpu = child_cpu_ms(&c), leave = measure_now_ms();
	struct usage u = child_end(&c, SIGINT);
	series_add(&d->wall, c.started_ms + u.wall_ms - leave);
	series_add(&d->cpu, u.cpu_ms - cpu);
	series_add(&d->rss, u.rss_mb);
	series_add(&d->lines, (double)child_count_lines(&c, '@'));
	child_close(&c);
}

static void print(const char *name, const struct series *a, const struct series *b)
{
	double values[] = { series_median(a), series_median(b), 0 };

	values[2] = values[1] > 0 ? values[0] / values[1] : -1;
	table_row(name, "%.3g", values, 3);
}

void bench_dump(unsigned rounds)
{
	static struct dump d[2];

	setenv("BPFTRACE_MAX_MAP_KEYS", "200000", 1);
	setenv("BPFTRACE_MAP_KEYS_MAX", "200000", 1); /* its name in Debian's version */
	for (unsigned i = 0; i < rounds; i++) {
		run_once(SONDE_STATIC, &d[0]);
		run_once(BPFTRACE, &d[1]);
	}
	unsetenv("BPFTRACE_MAX_MAP_KEYS");
	unsetenv("BPFTRACE_MAP_KEYS_MAX");
	table_head("dump of a map of 100,000 counts", (const char *const[]){ "sonde", "bpftrace", "ratio" }, 3);
	print("from SIGINT to the end, ms", &d[0].wall, &d[1].wall);
	print("CPU ms", &d[0].cpu, &d[1].cpu);
	print("peak memory, MiB", &d[0].rss, &d[1].rss);
	table_row("entries printed", "%.0f", (double[]){ series_median(&d[0].lines), series_median(&d[1].lines) }, 2);
}
