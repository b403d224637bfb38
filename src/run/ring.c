/*
 * The reader's side of a BPF ring buffer. The kernel's memory is mapped: a page with the consumer's position, which is ours
 * to write, a page with the producer's, and the data, mapped twice in a row so that records never wrap.
 *
 * Programs wake the reader only when they commit a record at the consumer's position, that is, when the reader had
 * caught up. The position is therefore published once a batch: while records wait, further ones cost no wake-up. A reader
 * that will come again soon anyway holds it back at the last record that it has read.
 */
#include <assert.h>
#include <errno.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "run/internal.h"

struct run_ring {
	int map_fd;
	uint32_t size;
	size_t page;
	uint64_t *consumer;
	const uint64_t *producer;
	const uint8_t *data;
	uint64_t at; /* read up to here */
};

struct run_ring *run_ring_new(int map_fd, uint32_t size, int *ret_error)
{
	struct run_ring *r = xcalloc(1, sizeof(*r));
	r->map_fd = map_fd;
	r->size = size;
	r->page = (size_t)sysconf(_SC_PAGESIZE);
	void *consumer = mmap(NULL, r->page, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);
	void *producer = mmap(NULL, r->page + 2 * (size_t)size, PROT_READ, MAP_SHARED, map_fd, (off_t)r->page);
	*ret_error = consumer == MAP_FAILED || producer == MAP_FAILED ? -errno : 0;
	r->consumer = consumer == MAP_FAILED ? NULL : consumer;
	r->producer = producer == MAP_FAILED ? NULL : producer;
	if (*ret_error) {
		run_ring_free(r);
		return NULL;
	}
	r->data = (const uint8_t *)r->producer + r->page;
	return r;
}

void run_ring_free(struct run_ring *r)
{
	if (!r)
		return;
	if (r->consumer)
		munmap(r->consumer, r->page);
	if (r->producer)
		munmap((void *)(uintptr_t)r->producer, r->page + 2 * (size_t)r->size);
	free(r);
}

int run_ring_fd(const struct run_ring *r) { return r->map_fd; }

/* Hands over records up to `end`, or to the first that is not committed yet. Where the last of them began. */
static uint64_t read_records(struct run_ring *r, uint64_t end, run_record_fn *fn, void *ctx)
{
	uint64_t last = r->at;
	while (r->at < end) {
		const uint8_t *record = r->data + (r->at & (r->size - 1));
		uint32_t header = __atomic_load_n((const uint32_t *)(const void *)record, __ATOMIC_ACQUIRE);
		if (header & BPF_RINGBUF_BUSY_BIT)
			break;
		uint32_t len = header & ~BPF_RINGBUF_DISCARD_BIT;
		if (!(header & BPF_RINGBUF_DISCARD_BIT))
			fn(ctx, record + BPF_RINGBUF_HDR_SZ, len);
		last = r->at;
		r->at += ALIGN_UP((uint64_t)len + BPF_RINGBUF_HDR_SZ, 8);
	}
	return last;
}

static void publish(struct run_ring *r, uint64_t at) { __atomic_store_n(r->consumer, at, __ATOMIC_SEQ_CST); }

/*
 * Reads what was there when it began. If nothing came meanwhile the reader has caught up: whoever commits later sees the
 * published position and wakes it (the store must be visible before the look at the producer, hence its order). Otherwise
 * no wake-up will come for what waits, and the caller must come again.
 */
enum run_ring_state run_ring_drain(struct run_ring *r, bool hold, run_record_fn *fn, void *ctx, bool *ret_was_full)
{
	uint64_t end = __atomic_load_n(r->producer, __ATOMIC_ACQUIRE), before = r->at;
	*ret_was_full = end - r->at >= r->size / 2;
	while (r->at < end) {
		/* In pieces, so that a long batch gives room back early. */
		uint64_t start = r->at, last = read_records(r, MIN(end, r->at + r->size / 8), fn, ctx);
		if (r->at == start)
			break;
		publish(r, hold ? last : r->at);
	}
	if (!hold)
		publish(r, r->at);
	end = __atomic_load_n(r->producer, __ATOMIC_SEQ_CST);
	*ret_was_full |= end - r->at >= r->size / 2;
	return r->at == end || r->at == before ? RING_CAUGHT_UP : RING_HAS_MORE;
}
