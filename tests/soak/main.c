/*
 * Workers run seed after seed; a worker that dies or hangs is replaced, and its program is a failure. Failing programs
 * are made small, each trial in a process of its own, and shown with both results.
 *
 * usage: soak [--seed N] [--count N] [--seconds N] [--jobs N] [--reports N] [--show] [--no-shrink] [FILE...]
 */
#include <getopt.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "soak.h"

enum { HUNG_SECONDS = 30 };

struct options {
	uint64_t seed, count;
	unsigned seconds, jobs, reports;
	bool show, no_shrink, basic;
};

/* What workers and their parent share. */
struct board {
	_Atomic uint64_t next;
	uint64_t current[8]; /* by worker */
	_Atomic uint64_t verdicts[SOAK_VERDICT_COUNT];
	_Atomic unsigned reported;
	enum verdict trial;
	int trial_error;
};
static const char *const verdict_names[SOAK_VERDICT_COUNT] = {
	"the same", "kernel lacks a feature", "too long", "NOT COMPILED", "REFUSED by the kernel", "DIFFERENT", "CRASHED", "HUNG"
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void hide_stderr(const struct soak_machine *m) { dup2(m->err_fd, STDERR_FILENO); }

/* ---- trials: one program in a process of its own ---- */

struct trial {
	struct board *board;
	uint64_t seed;
	const char *text;
	bool show;
	enum verdict wanted; /* by shrinking */
	int wanted_error;
};

static void run_trial(const struct trial *t)
{
	struct soak_machine m;
	struct soak_outcome o;
	if (soak_machine_init(&m))
		_exit(1);
	hide_stderr(&m);
	soak_run(&m, t->text, t->seed, &o);
	t->board->trial = o.verdict;
	t->board->trial_error = o.error;
	if (t->show)
		printf("-- expected\n%s\n-- actual\n%s\n-- messages\n%.4000s\n", strbuf_str(&o.expected), strbuf_str(&o.actual),
		       strbuf_str(&o.messages));
	fflush(stdout);
	_exit(0);
}

static enum verdict wait_for_trial(struct board *b, pid_t pid)
{
	int status;
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGALRM ? SOAK_HUNG : SOAK_CRASHED;
	return b->trial;
}

static enum verdict try_program(const struct trial *t)
{
	fflush(stdout);
	pid_t pid = fork();
	if (!pid) {
		alarm(HUNG_SECONDS);
		run_trial(t);
	}
	return wait_for_trial(t->board, pid);
}

static bool shrink_trial(void *ctx, const char *text)
{
	struct trial t = *(const struct trial *)ctx;
	t.text = text;
	t.board->trial_error = 0;
	return try_program(&t) == t.wanted && t.board->trial_error == t.wanted_error;
}

/* ---- reports ---- */

static void report(struct board *b, const struct options *o, uint64_t seed, const char *text, enum verdict v)
{
	if (atomic_fetch_add(&b->reported, 1) >= o->reports)
		return;
	struct trial t = { .board = b, .seed = seed, .text = text, .wanted = v };
	b->trial_error = 0;
	try_program(&t);
	t.wanted_error = b->trial_error;
	char *small = o->no_shrink ? xstrdup(text) : soak_shrink(text, shrink_trial, &t);
	printf("==== seed %llu: %s\n%s", (unsigned long long)seed, verdict_names[v], small);
	t.text = small;
	t.show = true;
	try_program(&t);
	free(small);
}

/* ---- workers ---- */

static void run_seed(struct soak_machine *m, struct board *b, const struct options *o, uint64_t seed)
{
	struct strbuf text = { 0 };
	struct soak_outcome outcome;
	soak_generate(seed, o->basic, &text);
	if (o->show)
		printf("// seed %llu\n%s\n", (unsigned long long)seed, strbuf_str(&text));
	alarm(HUNG_SECONDS);
	soak_run(m, strbuf_str(&text), seed, &outcome);
	alarm(0);
	atomic_fetch_add(&b->verdicts[outcome.verdict], 1);
	if (soak_failed(outcome.verdict))
		report(b, o, seed, strbuf_str(&text), outcome.verdict);
	soak_outcome_done(&outcome);
	strbuf_done(&text);
}

static void work(struct board *b, const struct options *o, unsigned worker, double deadline)
{
	struct soak_machine m;
	if (soak_machine_init(&m)) {
		fprintf(stderr, "soak: no memory at the address that programs use\n");
		_exit(1);
	}
	hide_stderr(&m);
	while (now() < deadline) {
		uint64_t i = atomic_fetch_add(&b->next, 1);
		if (i >= o->count)
			break;
		b->current[worker] = o->seed + i;
		run_seed(&m, b, o, o->seed + i);
	}
	soak_machine_done(&m);
	fflush(stdout);
	_exit(0);
}

static void bury(struct board *b, const struct options *o, unsigned worker, int status)
{
	enum verdict v = WTERMSIG(status) == SIGALRM ? SOAK_HUNG : SOAK_CRASHED;
	struct strbuf text = { 0 };
	soak_generate(b->current[worker], o->basic, &text);
	atomic_fetch_add(&b->verdicts[v], 1);
	report(b, o, b->current[worker], strbuf_str(&text), v);
	strbuf_done(&text);
}

static pid_t start(struct board *b, const struct options *o, unsigned worker, double deadline)
{
	fflush(stdout);
	pid_t pid = fork();
	if (!pid)
		work(b, o, worker, deadline);
	return pid;
}

static void run_workers(struct board *b, const struct options *o)
{
	double deadline = now() + (o->seconds ? o->seconds : 1e9);
	pid_t pids[8];
	unsigned alive = o->jobs;
	for (unsigned i = 0; i < o->jobs; i++)
		pids[i] = start(b, o, i, deadline);
	while (alive) {
		int status;
		pid_t pid = wait(&status);
		for (unsigned i = 0; i < o->jobs; i++) {
			if (pids[i] != pid)
				continue;
			alive--;
			if (!WIFSIGNALED(status))
				continue;
			bury(b, o, i, status);
			pids[i] = start(b, o, i, deadline);
			alive++;
		}
	}
}

/* ---- the whole ---- */

static bool lacks_loops(void)
{
	struct kern_features *kernel = kern_features_new();
	bool has = kern_feature(kernel, FEAT_LOOP);
	kern_features_free(kernel);
	return !has;
}

static int run_files(struct board *b, const struct options *o, char *const *paths)
{
	int status = 0;
	for (; *paths; paths++) {
		struct trial t = { .board = b, .seed = o->seed, .show = true };
		char *text = NULL;
		if (file_read_all(*paths, &text, NULL))
			return 2;
		t.text = text;
		enum verdict v = try_program(&t);
		printf("%s: %s\n", *paths, verdict_names[v]);
		status |= soak_failed(v);
		free(text);
	}
	return status;
}

static int summarise(const struct board *b, double seconds)
{
	uint64_t failed = 0, skipped = b->verdicts[SOAK_LACKING] + b->verdicts[SOAK_ENDLESS];
	for (int v = 0; v < SOAK_VERDICT_COUNT; v++)
		failed += soak_failed((enum verdict)v) ? b->verdicts[v] : 0;
	for (int v = 0; v < SOAK_VERDICT_COUNT; v++)
		if (b->verdicts[v])
			printf("%s: %llu\n", verdict_names[v], (unsigned long long)b->verdicts[v]);
	printf("%.0f programs a second\n", (double)(b->verdicts[SOAK_SAME] + failed + skipped) / seconds);
	printf("%llu passed, %llu failed, %llu skipped\n", (unsigned long long)b->verdicts[SOAK_SAME],
	       (unsigned long long)failed, (unsigned long long)skipped);
	return failed || !b->verdicts[SOAK_SAME];
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = { { "seed", 1, NULL, 's' },	 { "count", 1, NULL, 'n' },
					       { "seconds", 1, NULL, 't' }, { "jobs", 1, NULL, 'j' },
					       { "reports", 1, NULL, 'r' },     { "show", 0, NULL, 'v' },	 { "no-shrink", 0, NULL, 'k' },
					       { NULL } };
	for (int c; (c = getopt_long(argc, argv, "s:n:t:j:r:vk", longs, NULL)) != -1;) {
		if (c == 's')
			o->seed = strtoull(optarg, NULL, 0);
		else if (c == 'n')
			o->count = strtoull(optarg, NULL, 0);
		else if (c == 't')
			o->seconds = (unsigned)atoi(optarg);
		else if (c == 'j')
			o->jobs = MAX(MIN((unsigned)atoi(optarg), 8u), 1u);
		else if (c == 'r')
			o->reports = (unsigned)atoi(optarg);
		else if (c == 'v')
			o->show = true;
		else if (c == 'k')
			o->no_shrink = true;
		else
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct options o = { .seed = 1, .count = 300, .jobs = 2, .reports = 5 };
	struct board *b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *error = NULL;
	if (parse(&o, argc, argv) || b == MAP_FAILED)
		return 2;
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	kern_raise_limits(4096, &error);
	free(error);
	if (optind < argc)
		return run_files(b, &o, argv + optind);
	o.basic = lacks_loops();
	double begin = now();
	run_workers(b, &o);
	return summarise(b, now() - begin);
}
