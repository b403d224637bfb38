/*
 * Runs the registered unit tests in the order of file and name: all, or those whose file or name contains one of the
 * arguments. -v names each. The exit status tells whether all passed.
 */
#include <stdlib.h>

#include "unit.h"

static struct unit_test *tests;
static const struct unit_test *running;
static unsigned failures; /* of the running test */
static bool skipped, verbose;

void unit_register(struct unit_test *t)
{
	t->next = tests;
	tests = t;
}

static void fail(const char *file, int line)
{
	failures++;
	fprintf(stderr, "%s:%d: %s: ", file, line, running->name);
}

void unit_check(bool ok, const char *file, int line, const char *what)
{
	if (ok)
		return;
	fail(file, line);
	fprintf(stderr, "not true: %s\n", what);
}

void unit_check_str(const char *a, const char *b, const char *file, int line, const char *what)
{
	if (a && b && !strcmp(a, b))
		return;
	fail(file, line);
	fprintf(stderr, "%s is\n%s\nwanted\n%s\n", what, a ? a : "(null)", b ? b : "(null)");
}

void unit_check_int(long long a, long long b, const char *file, int line, const char *what)
{
	if (a == b)
		return;
	fail(file, line);
	fprintf(stderr, "%s is %lld, wanted %lld\n", what, a, b);
}

void unit_skip(const char *reason)
{
	skipped = true;
	if (verbose)
		printf("skipped %s: %s\n", running->name, reason);
}

static int compare_tests(const void *a, const void *b)
{
	const struct unit_test *x = *(struct unit_test *const *)a, *y = *(struct unit_test *const *)b;
	int by_file = strcmp(x->file, y->file);
	return by_file ? by_file : strcmp(x->name, y->name);
}

static struct unit_test **sorted_tests(size_t *ret_n)
{
	size_t n = 0;
	for (struct unit_test *t = tests; t; t = t->next)
		n++;
	struct unit_test **list = calloc(n + 1, sizeof(*list));
	if (!list)
		abort();
	size_t i = 0;
	for (struct unit_test *t = tests; t; t = t->next)
		list[i++] = t;
	qsort(list, n, sizeof(*list), compare_tests);
	*ret_n = n;
	return list;
}

static bool is_wanted(const struct unit_test *t, int argc, char **argv)
{
	bool any = false;
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			continue;
		any = true;
		if (strstr(t->name, argv[i]) || strstr(t->file, argv[i]))
			return true;
	}
	return !any;
}

int main(int argc, char **argv)
{
	size_t n, passed = 0, failed = 0, not_run = 0;
	struct unit_test **list = sorted_tests(&n);
	verbose = argc > 1 && !strcmp(argv[1], "-v");
	for (size_t i = 0; i < n; i++) {
		if (!is_wanted(list[i], argc, argv))
			continue;
		running = list[i];
		failures = 0;
		skipped = false;
		if (verbose)
			printf("%s\n", running->name);
		running->run();
		failed += failures > 0;
		not_run += !failures && skipped;
		passed += !failures && !skipped;
	}
	free(list);
	printf("%zu passed, %zu failed", passed, failed);
	printf(not_run ? ", %zu skipped\n" : "\n", not_run);
	return failed > 0;
}
