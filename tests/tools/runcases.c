/*
 * runcases [OPTION...] PATH...: runs the cases of files and folders: run cases (.case) one after another, golden cases
 * (.t) on all CPUs at once. Prints what failed and why, and at the end "N passed, N failed[, N skipped]".
 */
#include "runcases.h"

#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct options options = { .sonde = "build/sonde", .progs = "build/tests/progs", .slow = 1 };

struct tally {
	unsigned count[SKIPPED + 1];
};

static struct lines case_files, golden_files;

/* --- which files --- */

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)ftw;
	if (type == FTW_F && ends_with(path, ".case"))
		lines_add(&case_files, path);
	if (type == FTW_F && ends_with(path, ".t"))
		lines_add(&golden_files, path);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool find_files(char **paths, int n)
{
	for (int i = 0; i < n; i++)
		if (nftw(paths[i], visit, 16, 0)) {
			perror(paths[i]);
			return false;
		}
	if (case_files.n)
		qsort(case_files.line, case_files.n, sizeof(char *), by_name);
	if (golden_files.n)
		qsort(golden_files.line, golden_files.n, sizeof(char *), by_name);
	return true;
}

bool selected(const char *file, const char *name)
{
	return !options.only || strstr(file, options.only) || strstr(name, options.only);
}

/* --- results --- */

/* One write a case, so that workers do not mix their lines. */
static void report(void *tally, enum outcome outcome, const char *title, const struct text *why)
{
	static const char *const words[] = { "ok", "FAIL", "skip" };
	struct text line = { 0 };
	struct tally *t = tally;

	t->count[outcome]++;
	if (outcome != FAILED && !options.verbose)
		return;
	text_addf(&line, "%s %s\n%s", words[outcome], title, outcome == PASSED ? "" : text_str(why));
	fflush(stdout);
	(void)!write(1, line.s, line.len);
}

static int summarize(const struct tally *t)
{
	unsigned skipped = t->count[SKIPPED];

	printf("%u passed, %u failed", t->count[PASSED], t->count[FAILED]);
	printf(skipped ? ", %u skipped\n" : "\n", skipped);
	return t->count[FAILED] != 0;
}

/* --- golden cases, on all CPUs --- */

static struct tally run_share(int worker)
{
	struct tally t = { 0 };

	for (size_t i = (size_t)worker; i < golden_files.n; i += (size_t)options.jobs) {
		if (!golden_run(golden_files.line[i], report, &t))
			t.count[FAILED]++;
	}
	return t;
}

static int start_worker(int worker)
{
	int ends[2];
	struct tally t;

	if (pipe(ends))
		abort();
	fflush(stdout);
	if (fork()) {
		close(ends[1]);
		return ends[0];
	}
	t = run_share(worker);
	(void)!write(ends[1], &t, sizeof(t));
	_exit(0);
}

static void run_golden(struct tally *total)
{
	int *workers = zalloc((size_t)options.jobs * sizeof(int));

	for (int i = 0; i < options.jobs; i++)
		workers[i] = start_worker(i);
	for (int i = 0; i < options.jobs; i++) {
		struct tally t = { .count = { [FAILED] = 1 } }; /* if the worker died */

		(void)!read(workers[i], &t, sizeof(t));
		for (int k = 0; k <= SKIPPED; k++)
			total->count[k] += t.count[k];
		close(workers[i]);
	}
	while (wait(NULL) > 0)
		;
}

/* --- run cases, one after another --- */

static void run_run_cases(struct tally *total)
{
	struct run_cases all = { 0 };

	for (size_t i = 0; i < case_files.n; i++)
		if (!casefile_read(case_files.line[i], &all))
			total->count[FAILED]++;
	for (size_t i = 0; i < all.n; i++) {
		const struct run_case *c = &all.c[i];
		struct text why = { 0 };

		if (selected(c->file, c->name))
			report(total, runcase_run(c, &why), format("%s:%d: %s", c->file, c->line, c->name), &why);
	}
}

/* --- options --- */

static int usage(FILE *to)
{
	fprintf(to, "usage: runcases [OPTION...] PATH...\n"
		    "  -s, --sonde FILE   the program under test (default build/sonde)\n"
		    "  -p, --progs DIR    where the workloads are (default build/tests/progs); put into PATH\n"
		    "  -t, --only WORD    only cases whose file or name contains WORD\n"
		    "  -j, --jobs N       golden cases at once (default: one a CPU)\n"
		    "      --slow N       multiply all time-outs, for emulated machines\n"
		    "      --quiet-machine  nothing else runs here: counts without a filter are exact\n"
		    "  -u, --update       write golden texts anew\n"
		    "  -v, --verbose      name cases that passed or were skipped too\n"
		    "      --features     print which features REQUIRES finds here\n");
	return to == stderr ? 2 : 0;
}

static const char *absolute(const char *path)
{
	char *full = strchr(path, '/') ? realpath(path, NULL) : NULL;

	return full ? full : path;
}

static int parse_options(int argc, char **argv)
{
	enum { SLOW = 256, QUIET_MACHINE, FEATURES };
	static const struct option known[] = {
		{ "sonde", 1, 0, 's' },	  { "progs", 1, 0, 'p' },    { "only", 1, 0, 't' },	  { "jobs", 1, 0, 'j' },
		{ "slow", 1, 0, SLOW },	  { "update", 0, 0, 'u' },   { "verbose", 0, 0, 'v' },	  { "help", 0, 0, 'h' },
		{ "features", 0, 0, FEATURES }, { "quiet-machine", 0, 0, QUIET_MACHINE }, { 0 },
	};

	for (int c; (c = getopt_long(argc, argv, "s:p:t:j:uvh", known, NULL)) != -1;) {
		switch (c) {
		case 's':
			options.sonde = optarg;
			break;
		case 'p':
			options.progs = optarg;
			break;
		case 't':
			options.only = optarg;
			break;
		case 'j':
			options.jobs = atoi(optarg);
			break;
		case SLOW:
			options.slow = atof(optarg);
			break;
		case QUIET_MACHINE:
			options.quiet_machine = true;
			break;
		case 'u':
			options.update = true;
			break;
		case 'v':
			options.verbose = true;
			break;
		case FEATURES:
			feature_print_all();
			exit(0);
		case 'h':
			exit(usage(stdout));
		default:
			exit(usage(stderr));
		}
	}
	return optind;
}

int main(int argc, char **argv)
{
	struct tally total = { 0 };
	int first = parse_options(argc, argv);

	if (first >= argc)
		return usage(stderr);
	if (options.jobs < 1)
		options.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	options.sonde = absolute(options.sonde);
	options.progs = absolute(options.progs);
	setenv("PATH", format("%s:%s", options.progs, getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin"), 1);
	process_init();
	if (!find_files(argv + first, argc - first))
		return 2;
	if (golden_files.n)
		run_golden(&total);
	run_run_cases(&total);
	return summarize(&total);
}
