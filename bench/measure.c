/* Processes by fork, exec and wait4; the clock is the monotonic one; output by children goes to a memfd. */
#include "measure.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void measure_init(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

/* ---- series ---- */

void series_add(struct series *s, double value)
{
	if (s->len < SERIES_MAX)
		s->values[s->len++] = value;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double series_median(const struct series *s)
{
	struct series sorted = *s;

	if (!s->len)
		return 0;
	qsort(sorted.values, sorted.len, sizeof *sorted.values, compare_doubles);
	return (sorted.values[(sorted.len - 1) / 2] + sorted.values[sorted.len / 2]) / 2;
}

double series_least(const struct series *s)
{
	double least = s->len ? s->values[0] : 0;

	for (size_t i = 1; i < s->len; i++)
		least = s->values[i] < least ? s->values[i] : least;
	return least;
}

/* ---- processes ---- */

double measure_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

void child_start(struct child *c, const char *const argv[])
{
	*c = (struct child){ .out = memfd_create("output", MFD_CLOEXEC) };
	if (c->out < 0)
		die("memfd_create");
	fflush(stdout);
	c->started_ms = measure_now_ms();
	c->pid = fork();
	if (c->pid < 0)
		die("fork");
	if (c->pid)
		return;
	int none = open("/dev/null", O_RDONLY);
	dup2(none, 0);
	dup2(c->out, 1);
	dup2(c->out, 2);
	execvp(argv[0], (char *const *)argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static bool output_has(const struct child *c, const char *text)
{
	char head[4096];
	ssize_t n = pread(c->out, head, sizeof head - 1, 0);

	if (n <= 0)
		return false;
	head[n] = 0;
	return strstr(head, text);
}

static bool has_ended(const struct child *c)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid;
}

bool child_wait_text(struct child *c, const char *text, double timeout_ms)
{
	double limit = measure_now_ms() + timeout_ms;

	while (!output_has(c, text)) {
		if (has_ended(c) || measure_now_ms() > limit)
			return output_has(c, text);
		nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
	}
	return true;
}

double child_cpu_ms(const struct child *c)
{
	clockid_t clock;
	struct timespec t = { 0 };

	if (!clock_getcpuclockid(c->pid, &clock))
		clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

off_t child_output_size(const struct child *c)
{
	struct stat st = { 0 };

	fstat(c->out, &st);
	return st.st_size;
}

size_t child_count_lines(const struct child *c, char first)
{
	char chunk[65536], previous = '\n';
	off_t at = 0;
	size_t lines = 0;
	ssize_t n;

	while ((n = pread(c->out, chunk, sizeof chunk, at)) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			lines += previous == '\n' && chunk[i] == first;
			previous = chunk[i];
		}
		at += n;
	}
	return lines;
}

static double cpu_ms(const struct rusage *r)
{
	return (double)(r->ru_utime.tv_sec + r->ru_stime.tv_sec) * 1e3 +
	       (double)(r->ru_utime.tv_usec + r->ru_stime.tv_usec) / 1e3;
}

static double rss_mb(const struct rusage *r) { return (double)r->ru_maxrss / 1024; }

/* The end of the process: the signal is repeated, for those that miss it at their start, and SIGKILL after two minutes. */
static void wait_or_kill(const struct child *c, int signal)
{
	enum { PATIENCE_MS = 5000, TRIES = 24 };
	int fd = (int)syscall(SYS_pidfd_open, c->pid, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (int i = 0; i < TRIES && fd >= 0 && poll(&p, 1, PATIENCE_MS) == 0; i++)
		if (i == TRIES - 1 || signal)
			kill(c->pid, i == TRIES - 1 ? SIGKILL : signal);
	close(fd);
}

/* Processes that the child left behind to end on their own: their time is its time. */
static void add_orphans(struct usage *u)
{
	struct rusage r;

	while (wait4(-1, NULL, 0, &r) > 0) {
		u->cpu_ms += cpu_ms(&r);
		if (rss_mb(&r) > u->rss_mb)
			u->rss_mb = rss_mb(&r);
	}
}

struct usage child_end(struct child *c, int signal)
{
	struct rusage r;
	int status;

	if (signal)
		kill(c->pid, signal);
	wait_or_kill(c, signal);
	if (wait4(c->pid, &status, 0, &r) < 0)
		die("wait4");
	struct usage u = {
		.wall_ms = measure_now_ms() - c->started_ms,
		.cpu_ms = cpu_ms(&r),
		.rss_mb = rss_mb(&r),
		.ok = WIFEXITED(status) ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == signal,
	};
	add_orphans(&u);
	if (!u.ok) {
		char text[1024];
		ssize_t n = pread(c->out, text, sizeof text, 0);
		fprintf(stderr, "bench: a program failed (status %#x): %.*s\n", (unsigned)status, n > 0 ? (int)n : 0, text);
	}
	return u;
}

void child_close(struct child *c) { close(c->out); }

struct usage measure_command(const char *const argv[])
{
	struct child c;

	child_start(&c, argv);
	struct usage u = child_end(&c, 0);
	child_close(&c);
	return u;
}

/* ---- tables ---- */

enum { NAME_WIDTH = 44, COLUMN_WIDTH = 12 };

void table_head(const char *title, const char *const columns[], size_t n)
{
	printf("\n%-*s", NAME_WIDTH, title);
	for (size_t i = 0; i < n; i++)
		printf("%*s", COLUMN_WIDTH, columns[i]);
	putchar('\n');
}

void table_row(const char *name, const char *format, const double values[], size_t n)
{
	printf("  %-*.*s", NAME_WIDTH - 2, NAME_WIDTH - 2, name);
	for (size_t i = 0; i < n; i++) {
		char text[32];
		snprintf(text, sizeof text, format, values[i]);
		printf("%*s", COLUMN_WIDTH, values[i] < 0 ? "-" : text);
	}
	putchar('\n');
	fflush(stdout);
}

static unsigned targets, targets_met;

void target_check(const char *what, double value, double at_most, const char *unit)
{
	bool met = value <= at_most;

	printf("  %-5s %s: %.3g%s, at most %.3g%s\n", met ? "ok" : "over", what, value, unit, at_most, unit);
	targets++;
	targets_met += met;
	fflush(stdout);
}

void target_summary(void)
{
	printf("\n%u of %u targets met\n", targets_met, targets);
}
