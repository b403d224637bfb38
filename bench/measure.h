/*
 * What the benchmarks are made of: processes whose time and memory the kernel accounts, series of numbers and their
 * medians, tables with a ratio and a verdict in each row.
 */
#ifndef SONDE_BENCH_MEASURE_H
#define SONDE_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- series ---- */

enum { SERIES_MAX = 64 };

struct series {
	double values[SERIES_MAX];
	size_t len;
};
void series_add(struct series *s, double value);
double series_median(const struct series *s); /* 0 when empty */
double series_least(const struct series *s);

/* ---- processes ---- */

struct usage {
	double wall_ms, cpu_ms, rss_mb; /* rss: its peak */
	bool ok;		     /* ended with status 0, or by the signal that it was sent */
};

/* A running program; what it writes to either stream goes to a file in memory. */
struct child {
	pid_t pid;
	int out;
	double started_ms;
};

void measure_init(void); /* once, before the first process */
double measure_now_ms(void);
/* argv[0] is looked up in PATH; ends the benchmark when the program can't be started at all. */
void child_start(struct child *c, const char *const argv[]);
/* Waits until the output holds the text. False: it ended or the time was up before. */
bool child_wait_text(struct child *c, const char *text, double timeout_ms);
double child_cpu_ms(const struct child *c); /* user and system time so far, all threads */
off_t child_output_size(const struct child *c);
size_t child_count_lines(const struct child *c, char first); /* lines that begin with this character */
/*
 * Sends the signal, unless it is 0, and waits for the end; killed after two minutes. Wall time is the program's alone,
 * CPU time includes what it left running. The output can still be read.
 */
struct usage child_end(struct child *c, int signal);
void child_close(struct child *c);
/* From exec to exit. */
struct usage measure_command(const char *const argv[]);

/* ---- tables ---- */

/* Prints "name value unit" columns: the heads of the columns first. */
void table_head(const char *title, const char *const columns[], size_t n);
void table_row(const char *name, const char *format, const double values[], size_t n);
/* A row of the list of targets: what was measured, what it should be at most, ok or over. */
void target_check(const char *what, double value, double at_most, const char *unit);
void target_summary(void);

#endif
