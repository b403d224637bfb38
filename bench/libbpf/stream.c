/* The printf stream by hand: woken by bytes waiting, looking anyway each five milliseconds; until SIGINT. */
#include "minimal.h"

struct record {
	unsigned long long pid, cpu;
};

static int print(void *ctx, void *data, size_t size)
{
	const struct record *r = data;

	printf("1 %llu %llu\n", r->pid, r->cpu);
	return 0;
}

static void print_lost(int fd)
{
	unsigned long long n[1024] = { 0 }, sum = 0;
	unsigned key = 0;

	bpf_map_lookup_elem(fd, &key, n);
	for (int i = 0; i < libbpf_num_possible_cpus(); i++)
		sum += n[i];
	if (sum)
		fprintf(stderr, "Lost %llu events\n", sum);
}

int main(int argc, char **argv)
{
	struct minimal m = minimal_start(argv[0], NULL);
	struct ring_buffer *ring = ring_buffer__new(minimal_map(&m, "events"), print, NULL, NULL);
	struct pollfd fds[2] = { { .fd = m.signals, .events = POLLIN }, { .events = POLLIN } };

	if (!ring)
		minimal_die("ring");
	fds[1].fd = ring_buffer__epoll_fd(ring);
	while (!(fds[0].revents & POLLIN)) {
		poll(fds, 2, 5);
		ring_buffer__consume(ring);
	}
	ring_buffer__consume(ring);
	print_lost(minimal_map(&m, "lost"));
	ring_buffer__free(ring);
	minimal_end(&m);
	return 0;
}
