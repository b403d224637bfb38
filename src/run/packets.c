/*
 * Records that carry a packet: the helper that copies a packet knows perf buffers only, one a CPU, not the ring. Apart from
 * that they are like those of the ring.
 */
#include <errno.h>

#include <bpf/libbpf.h>

#include "run/internal.h"

enum { DEFAULT_PAGES = 64 };

/* The first kernel's limit of a record is 64 KiB, so a CPU's buffer has room for a few of them. */
static size_t pages(const struct run *r)
{
	size_t n = DEFAULT_PAGES;

	while (n < r->compiled->config.perf_rb_pages && n < 1 << 20)
		n *= 2;
	return n;
}

static void take_sample(void *ctx, int cpu, void *data, uint32_t size)
{
	run_act_on_record(ctx, data, size);
}

static void count_lost(void *ctx, int cpu, unsigned long long n)
{
	struct run *r = ctx;

	r->out.ops->lost(&r->out, n);
}

int run_packets_open(struct run *r)
{
	struct kern_map *m = run_find_map(r, IR_MAP_PACKETS);

	if (!m)
		return 0;
	r->packets = perf_buffer__new(m->fd, pages(r), take_sample, count_lost, r, NULL);
	if (r->packets)
		return 0;
	run_error(r, "Failed to open the buffers for packets: %s", strerror(errno));
	return -errno;
}

int run_packets_fd(const struct run *r) { return r->packets ? perf_buffer__epoll_fd(r->packets) : -1; }

void run_packets_read(struct run *r)
{
	if (r->packets)
		perf_buffer__consume(r->packets);
}

void run_packets_close(struct run *r)
{
	perf_buffer__free(r->packets);
	r->packets = NULL;
	run_pcap_close_all(r);
}
