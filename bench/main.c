/*
 * The benchmark: sections by name, each interleaved (A B C A B C …), medians. Exit status 0 whatever the numbers are.
 *
 * usage: bench [-r ROUNDS] [SECTION...]    startup kprobe size attach events stream dump compile (default: all but kprobe)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

static void size_section(unsigned rounds)
{
	(void)rounds;
	bench_size();
}

static const struct section {
	const char *name;
	void (*run)(unsigned rounds);
	unsigned rounds;
	bool on_request; /* not run unless named */
} sections[] = {
	{ "startup", bench_startup, 21, false },
	{ "kprobe", bench_startup_kprobe, 11, true },
	{ "size", size_section, 1, false },
	{ "attach", bench_attach, 7, false },
	{ "events", bench_events, 5, false },
	{ "stream", bench_stream, 5, false },
	{ "dump", bench_dump, 5, false },
	{ "compile", bench_compile, 5, false },
};

static bool wanted(const struct section *s, char **names)
{
	if (!*names)
		return !s->on_request;
	for (; *names; names++)
		if (!strcmp(*names, s->name))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	unsigned rounds = 0;
	int opt;

	while ((opt = getopt(argc, argv, "r:")) != -1) {
		if (opt != 'r')
			return 2;
		rounds = (unsigned)atoi(optarg);
	}
	measure_init();
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (wanted(&sections[i], argv + optind))
			sections[i].run(rounds ? rounds : sections[i].rounds);
	target_summary();
	return 0;
}
