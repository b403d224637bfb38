/*
 * How long compiling takes as scripts grow: many probes, and one probe of many statements, at n/2, n and 2n. Linear is a
 * doubling from column to column. Nothing is loaded. bpftrace's debug mode, which compiles and stops, is timed at n.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench.h"

struct shape {
	const char *name;
	unsigned n;
	void (*write)(FILE *f, unsigned n);
};

static void write_probes(FILE *f, unsigned n)
{
	for (unsigned i = 1; i <= n; i++)
		fprintf(f, "interval:s:%u { @count[%u] = count(); @total = sum(pid * %u); }\n", i, i, i);
}

static void write_statements(FILE *f, unsigned n)
{
	fputs("interval:s:1 {\n\t$a = pid;\n", f);
	for (unsigned i = 0; i < n / 5; i++)
		fprintf(f,
			"\t$a = $a * 3 + %u;\n"
			"\tif ($a & 1) { @odd = count(); }\n"
			"\t@by[$a %% 16] = sum($a);\n"
			"\t$b = $a >> 3;\n"
			"\t@last = $b ^ %u;\n",
			i, i);
	fputs("}\n", f);
}

/* The statements of a script in a row without a branch among them. */
static void write_straight(FILE *f, unsigned n)
{
	fputs("interval:s:1 {\n\t$a = nsecs;\n\t$b = pid;\n", f);
	for (unsigned i = 0; i < n / 2; i++)
		fprintf(f, "\t$a = ($a ^ $b) + %u;\n\t$b = $b * 5 + $a;\n", i);
	fputs("\t@ = $a + $b;\n}\n", f);
}

static const struct shape shapes[] = {
	{ "probes, 1,000", 1000, write_probes },
	{ "statements with branches and maps, 5,000", 5000, write_statements },
	{ "statements of arithmetic, 5,000", 5000, write_straight },
};

static const char script_path[] = "build/bench/script.bt";

static void write_script(const struct shape *s, unsigned n)
{
	FILE *f = fopen(script_path, "w");

	if (!f) {
		perror(script_path);
		exit(1);
	}
	s->write(f, n);
	fclose(f);
}

static double compile_once(const struct shape *s, unsigned n)
{
	write_script(s, n);
	struct usage u = measure_command((const char *const[]){ "build/static/sonde", "--mode", "codegen", script_path, NULL });
	return u.ok ? u.cpu_ms : -1;
}

static double bpftrace_once(const struct shape *s, unsigned n)
{
	write_script(s, n);
	struct usage u = measure_command((const char *const[]){ "bpftrace", "-d", script_path, NULL });
	return u.ok ? u.cpu_ms : -1;
}

static void compare(const struct shape *s, unsigned rounds)
{
	struct series at[3] = { 0 };
	double values[5];
	char text[120];

	for (unsigned i = 0; i < rounds; i++)
		for (unsigned k = 0; k < 3; k++)
			series_add(&at[k], compile_once(s, s->n / 2 << k));
	for (unsigned k = 0; k < 3; k++)
		values[k] = series_least(&at[k]);
	values[3] = values[2] / values[1];
	values[4] = bpftrace_once(s, s->n);
	table_row(s->name, "%.1f", values, 5);
	snprintf(text, sizeof text, "%s: twice as many cost", s->name);
	target_check(text, values[3], 2.2, " times as much");
}

void bench_compile(unsigned rounds)
{
	table_head("compile only, CPU ms", (const char *const[]){ "n/2", "n", "2n", "2n / n", "bpftrace, n" }, 5);
	setenv("BPFTRACE_MAX_PROBES", "4096", 1);
	setenv("BPFTRACE_MAX_BPF_PROGS", "4096", 1);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		compare(&shapes[i], rounds);
	unsetenv("BPFTRACE_MAX_PROBES");
	unsetenv("BPFTRACE_MAX_BPF_PROGS");
}
