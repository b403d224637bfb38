/*
 * printf as fast as it goes: one process makes system calls in a loop, each is printed. Lines arrive in a file in memory
 * and are counted there, so that what is lost is known whatever the tracer says.
 */
#include <signal.h>
#include <time.h>

#include "bench.h"

enum { CALLS = 500000 };

struct stream {
	struct series delivered, lost, rate, cpu, call;
};

/* Until nothing has come for this long; the time at which the last came. */
static double wait_quiet(const struct child *c)
{
	enum { QUIET_MS = 300 };
	off_t size = child_output_size(c);
	double last = measure_now_ms();

	while (measure_now_ms() - last < QUIET_MS) {
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
		off_t now = child_output_size(c);
		if (now != size)
			size = now, last = measure_now_ms();
	}
	return last;
}

static void run_once(enum tracer t, struct stream *s)
{
	const char *const script = "tracepoint:syscalls:sys_enter_getppid { printf(\"1 %d %d\\n\", pid, cpu); }";
	struct command cmd = tracer_command(t, script, "build/bench/stream", NULL);
	struct child c;

	if (!tracer_start(&c, &cmd))
		return;
	double cpu = child_cpu_ms(&c), start = measure_now_ms(), took = calls_getppid(CALLS);
	double end = wait_quiet(&c);
	cpu = child_cpu_ms(&c) - cpu;
	child_end(&c, SIGINT);
	double lines = (double)child_count_lines(&c, '1');
	child_close(&c);
	series_add(&s->delivered, lines);
	series_add(&s->lost, lines < CALLS ? 100 * (CALLS - lines) / CALLS : 0);
	series_add(&s->rate, lines / (end - start));
	series_add(&s->cpu, lines > 0 ? cpu * 1e3 / lines : 0);
	series_add(&s->call, took * 1e6 / CALLS);
}

static void print(const char *name, const struct series *a, const struct series *b, const struct series *c)
{
	double values[] = { series_median(a), series_median(b), series_median(c) };

	table_row(name, "%.2f", values, 3);
}

void bench_stream(unsigned rounds)
{
	static struct stream s[3];

	for (unsigned i = 0; i < rounds; i++) {
		run_once(SONDE_STATIC, &s[0]);
		run_once(BPFTRACE, &s[1]);
		run_once(BY_HAND, &s[2]);
	}
	table_head("500,000 events through printf, full speed", (const char *const[]){ "sonde", "bpftrace", "by hand" }, 3);
	print("lines printed", &s[0].delivered, &s[1].delivered, &s[2].delivered);
	print("lost, %", &s[0].lost, &s[1].lost, &s[2].lost);
	print("lines per millisecond", &s[0].rate, &s[1].rate, &s[2].rate);
	print("CPU us per line printed", &s[0].cpu, &s[1].cpu, &s[2].cpu);
	print("ns per traced call", &s[0].call, &s[1].call, &s[2].call);
}
