/*
 * From exec to exit: CPU time (user and system, as the kernel accounts it to the process), wall clock, peak memory; and
 * the size of the file to be copied. The script leaves a millisecond after its probes are attached.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

struct startup {
	const char *name, *script, *by_hand;
	bool not_bpftrace; /* Debian's cannot */
};

enum { CPU, WALL, RSS, MEASURES };

struct result {
	struct series of[TRACER_COUNT][MEASURES];
};

static void run_once(const struct startup *s, enum tracer t, struct result *r)
{
	struct command cmd = tracer_command(t, s->script, "build/bench/histogram", s->by_hand);
	if (strchr(cmd.argv[0], '/') && access(cmd.argv[0], X_OK))
		return; /* in a VM there is only the static one */
	struct usage u = measure_command(cmd.argv);

	if (!u.ok)
		return;
	series_add(&r->of[t][CPU], u.cpu_ms);
	series_add(&r->of[t][WALL], u.wall_ms);
	series_add(&r->of[t][RSS], u.rss_mb);
}

static void print_row(const char *name, const char *measure, const struct result *r, int m)
{
	double values[TRACER_COUNT + 1];
	char text[80];

	for (int t = 0; t < TRACER_COUNT; t++)
		values[t] = r->of[t][m].len ? series_median(&r->of[t][m]) : -1;
	values[TRACER_COUNT] = values[BPFTRACE] > 0 ? values[SONDE_STATIC] / values[BPFTRACE] : -1;
	snprintf(text, sizeof text, "%s, %s", name, measure);
	table_row(text, "%.3f", values, TRACER_COUNT + 1);
}

static void check(const char *name, const struct result *r, enum tracer t)
{
	char text[120];

	if (!r->of[t][CPU].len || !r->of[BPFTRACE][CPU].len)
		return;
	snprintf(text, sizeof text, "%s, %s: CPU time", name, tracer_names[t]);
	target_check(text, series_median(&r->of[t][CPU]), series_median(&r->of[BPFTRACE][CPU]) / 20, " ms");
	snprintf(text, sizeof text, "%s, %s: peak memory", name, tracer_names[t]);
	target_check(text, series_median(&r->of[t][RSS]), series_median(&r->of[BPFTRACE][RSS]) / 20, " MiB");
}

static void compare(const struct startup *s, unsigned rounds)
{
	static struct result r;

	r = (struct result){ 0 };
	for (unsigned i = 0; i < rounds; i++)
		for (int t = 0; t < TRACER_COUNT; t++)
			if (t != BPFTRACE || !s->not_bpftrace)
				run_once(s, (enum tracer)t, &r);
	print_row(s->name, "CPU ms", &r, CPU);
	print_row(s->name, "wall ms", &r, WALL);
	print_row(s->name, "MiB", &r, RSS);
	check(s->name, &r, SONDE);
	check(s->name, &r, SONDE_STATIC);
}

static void head(void)
{
	table_head("exec to exit of a one-probe histogram",
		   (const char *const[]){ "sonde", "static", "bpftrace", "by hand", "st./bpftr." }, TRACER_COUNT + 1);
}

#define LEAVE " interval:ms:1 { exit(); }"

/* What any static program costs here: the rest is the tracers' own. */
static void floor_row(unsigned rounds)
{
	struct series cpu = { 0 }, rss = { 0 };

	for (unsigned i = 0; i < rounds; i++) {
		struct usage u = measure_command((const char *const[]){ "build/bench/nothing", NULL });
		series_add(&cpu, u.cpu_ms);
		series_add(&rss, u.rss_mb);
	}
	printf("  (a static program that does nothing: %.3f ms of CPU, %.2f MiB)\n", series_median(&cpu), series_median(&rss));
}

void bench_startup(unsigned rounds)
{
	static const struct startup rows[] = {
		{ "tracepoint", "tracepoint:sched:sched_switch { @ = hist(cpu); }" LEAVE, "by_tracepoint" },
		{ "rawtracepoint", "rawtracepoint:sched_switch { @ = hist(cpu); }" LEAVE, "by_raw_tracepoint", true },
	};

	head();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		compare(&rows[i], rounds);
	floor_row(rounds);
}

void bench_startup_kprobe(unsigned rounds)
{
	static const struct startup row = { "kprobe", "kprobe:vfs_read { @ = hist(cpu); }" LEAVE, "by_kprobe" };

	head();
	compare(&row, rounds);
}

void bench_size(void)
{
	struct stat st = { 0 };

	printf("\nsize\n");
	stat("build/static/sonde", &st);
	target_check("build/static/sonde", (double)st.st_size / 1e6, 3, " MB");
}
