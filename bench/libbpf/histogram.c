/*
 * The one-probe histogram by hand: attach, wait a millisecond, sum the CPUs' buckets, print them.
 *
 * usage: histogram [PROGRAM]    by_tracepoint (default), by_raw_tracepoint, by_kprobe
 */
#include "minimal.h"

enum { BUCKETS = 65 };

static void print(int fd)
{
	int cpus = libbpf_num_possible_cpus();
	unsigned long long *all = calloc((size_t)cpus * BUCKETS, sizeof *all);
	unsigned key = 0;

	if (bpf_map_lookup_elem(fd, &key, all))
		minimal_die("read");
	for (int b = 0; b < BUCKETS; b++) {
		unsigned long long n = 0;
		for (int c = 0; c < cpus; c++)
			n += all[c * BUCKETS + b];
		if (n)
			printf("[%llu] %llu\n", b < 2 ? 0 : 1ull << (b - 2), n);
	}
	free(all);
}

int main(int argc, char **argv)
{
	struct minimal m = minimal_start(argv[0], argc > 1 ? argv[1] : "by_tracepoint");

	minimal_wait(&m, 1);
	print(minimal_map(&m, "histogram"));
	minimal_end(&m);
	return 0;
}
