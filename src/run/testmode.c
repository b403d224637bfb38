/*
 * --test and --bench: test and bench blocks are run one after the other, once or until a millisecond is full, with their
 * output held back: of tests it is text, messages among it, whatever the format. Results go to stdout in the form of
 * well-known test frameworks, or as JSON objects.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "run/internal.h"

#define GREEN "\033[32m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

enum { BENCH_NS = 1000000, BENCH_MAX_RUNS = 1000000 };

/* One run of a block. */
struct result {
	uint64_t duration_ns;
	int retval;
	bool failed;
	char *output; /* malloc'd */
	size_t output_len;
};

static bool is_json(const struct run *r) { return !strcmp(r->out.ops->name, "json"); }

/* ---- holding back output ---- */

struct held_output {
	const struct out_ops *ops;
	FILE *err;
	int fd, memory;
	enum out_buffering buffering;
};

static struct held_output hold_output(struct run *r)
{
	out_flush(&r->out);
	struct held_output h = { .ops = r->out.ops, .err = r->out.err, .fd = r->out.fd,
				 .memory = memfd_create("output", MFD_CLOEXEC), .buffering = r->out.buffering };
	r->out.ops = &out_text;
	r->out.fd = h.memory;
	r->out.buffering = OUT_FULL;
	return h;
}

/* Messages too, in their places. */
static void hold_messages(struct run *r)
{
	FILE *f = fdopen(dup(r->out.fd), "w");
	r->out.buffering = OUT_LINE;
	if (f)
		r->out.err = f;
}

static void release_output(struct run *r, const struct held_output *h, struct result *res)
{
	out_flush(&r->out);
	off_t size = lseek(h->memory, 0, SEEK_END);
	res->output = xcalloc(1, (size_t)MAX(size, 0) + 1);
	ssize_t n = pread(h->memory, res->output, (size_t)MAX(size, 0), 0);
	res->output_len = (size_t)MAX(n, 0);
	close(h->memory);
	if (r->out.err != h->err)
		fclose(r->out.err);
	r->out.ops = h->ops;
	r->out.err = h->err;
	r->out.fd = h->fd;
	r->out.buffering = h->buffering;
}

/* ---- running ---- */

static int run_once(struct run *r, const struct unit *u, struct result *res)
{
	int err = kern_prog_run(r->prog_fds[u->index], u->plan.prog_type, &res->retval, &res->duration_ns);
	if (err)
		run_error(r, "bpf_prog_test_run_opts failed: %d", err);
	run_drain(r);
	res->failed = err || r->had_error || r->exit_code;
	return err;
}

static void start_block(struct run *r)
{
	r->had_error = false;
	r->exiting = r->exited = false;
	r->exit_code = 0;
}

static struct result run_test(struct run *r, const struct unit *u)
{
	struct result res = { 0 };
	struct held_output held = hold_output(r);
	hold_messages(r);
	start_block(r);
	run_once(r, u, &res);
	res.failed |= res.retval != 0;
	release_output(r, &held, &res);
	return res;
}

static void print_out(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void print_out(struct run *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	strbuf_vprintf(&r->out.buf, fmt, args);
	va_end(args);
	out_written(&r->out);
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void print_test_json(struct run *r, const char *name, const struct result *res)
{
	strbuf_puts(&r->out.buf, "{\"type\": \"test_result\", \"data\": {");
	out_json_string(&r->out.buf, name, strlen(name));
	strbuf_printf(&r->out.buf, ": {\"duration\": %llu, \"passed\": %s, \"output\": ",
		      (unsigned long long)res->duration_ns, res->failed ? "false" : "true");
	out_json_string(&r->out.buf, res->output, res->output_len);
	print_out(r, "}}}\n");
}

static void print_test_text(struct run *r, const char *name, const struct result *res)
{
	unsigned long long us = res->duration_ns / 1000;
	print_out(r, GREEN "[ RUN      ]" PLAIN " %s\n", name);
	if (res->failed)
		strbuf_add(&r->out.buf, res->output, res->output_len);
	print_out(r, res->failed ? RED "[  FAILED  ]" PLAIN " %s (%llu μs)\n" : GREEN "[       OK ]" PLAIN " %s (%llu μs)\n",
		  name, us);
}

static void print_summary(struct run *r, size_t total, const struct unit *const *failed, size_t n_failed)
{
	size_t passed = total - n_failed;
	print_out(r, GREEN "[==========]" PLAIN " %zu test%s ran.\n", total, plural(total));
	print_out(r, GREEN "[  PASSED  ]" PLAIN " %zu test%s.\n", passed, plural(passed));
	if (n_failed)
		print_out(r, RED "[  FAILED  ]" PLAIN " %zu test%s, listed below:\n", n_failed, plural(n_failed));
	for (size_t i = 0; i < n_failed; i++)
		print_out(r, RED "[  FAILED  ]" PLAIN " %s\n", failed[i]->targets.data[0]->name);
}

int run_tests(struct run *r)
{
	size_t total = run_count_units(r, PROBE_TEST), n_failed = 0;
	const struct unit **failed = xcalloc(MAX(total, 1), sizeof(*failed));
	run_drain(r);
	if (!is_json(r))
		print_out(r, GREEN "[==========]" PLAIN " Running %zu test%s.\n", total, plural(total));
	for (size_t i = 0; i < r->compiled->sema.units.len; i++) {
		const struct unit *u = r->compiled->sema.units.data[i];
		if (u->kind->bit != PROBE_TEST)
			continue;
		struct result res = run_test(r, u);
		(is_json(r) ? print_test_json : print_test_text)(r, u->targets.data[0]->name, &res);
		if (res.failed)
			failed[n_failed++] = u;
		free(res.output);
	}
	if (!is_json(r))
		print_summary(r, total, failed, n_failed);
	free(failed);
	return n_failed ? 1 : 0;
}

/* ---- benchmarks ---- */

struct bench {
	uint64_t total_ns, runs;
	bool failed, skipped;
};

static struct bench run_bench(struct run *r, const struct unit *u)
{
	struct bench b = { 0 };
	struct result res = { 0 };
	struct held_output held = hold_output(r);
	start_block(r);
	while (b.total_ns < BENCH_NS && b.runs < BENCH_MAX_RUNS && !b.failed && !b.skipped) {
		b.failed = run_once(r, u, &res) || res.failed;
		b.skipped = res.retval != 0;
		b.total_ns += res.duration_ns;
		b.runs++;
	}
	release_output(r, &held, &res);
	free(res.output);
	return b;
}

static int name_width(const struct run *r)
{
	size_t width = 40;
	for (size_t i = 0; i < r->compiled->sema.units.len; i++)
		if (r->compiled->sema.units.data[i]->kind->bit == PROBE_BENCH)
			width = MAX(width, strlen(r->compiled->sema.units.data[i]->targets.data[0]->name));
	return (int)width + 1;
}

static void print_bench(struct run *r, const char *name, const struct bench *b, int width)
{
	unsigned long long average = b->total_ns / b->runs, runs = b->runs;
	if (!is_json(r)) {
		print_out(r, "%-*s%-15llu%llu\n", width, name, average, runs);
		return;
	}
	strbuf_puts(&r->out.buf, "{\"type\": \"benchmark_result\", \"data\": {");
	out_json_string(&r->out.buf, name, strlen(name));
	print_out(r, ": {\"average\": %llu, \"iters\": %llu}}}\n", average, runs);
}

int run_benches(struct run *r)
{
	int width = name_width(r), status = 0;
	run_drain(r);
	if (!is_json(r)) {
		print_out(r, "%-*s%-15s%s\n", width, "Benchmark", "Time(ns)", "Iterations");
		strbuf_pad(&r->out.buf, '-', (size_t)width + 15 + strlen("Iterations"));
		print_out(r, "\n");
	}
	for (size_t i = 0; i < r->compiled->sema.units.len; i++) {
		const struct unit *u = r->compiled->sema.units.data[i];
		if (u->kind->bit != PROBE_BENCH)
			continue;
		const char *name = u->targets.data[0]->name;
		struct bench b = run_bench(r, u);
		if (b.failed) {
			run_error(r, "Benchmark '%s' failed.", name);
			status = 1;
		} else if (!b.skipped) {
			print_bench(r, name, &b, width);
		}
	}
	return status;
}
