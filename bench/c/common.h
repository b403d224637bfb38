/* What the hand-written programs share: map shorthands and the histogram as the language defines it. */
#ifndef SONDE_BENCH_COMMON_H
#define SONDE_BENCH_COMMON_H

#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define HIST_BUCKETS 65

struct hist {
	u64 buckets[HIST_BUCKETS];
};

#define KEYED(name, kind, K, V)                                                                                       \
	struct {                                                                                                      \
		__uint(type, kind);                                                                                   \
		__uint(max_entries, 4096);                                                                            \
		__type(key, K);                                                                                       \
		__type(value, V);                                                                                     \
	} name SEC(".maps")
#define SCALAR(name, kind, V)                                                                                         \
	struct {                                                                                                      \
		__uint(type, kind);                                                                                   \
		__uint(max_entries, 1);                                                                               \
		__type(key, u32);                                                                                     \
		__type(value, V);                                                                                     \
	} name SEC(".maps")
#define STACKS(name, frames)                                                                                          \
	struct {                                                                                                      \
		__uint(type, BPF_MAP_TYPE_STACK_TRACE);                                                               \
		__uint(max_entries, 4096);                                                                            \
		__uint(key_size, 4);                                                                                  \
		__uint(value_size, 8 * frames);                                                                       \
	} name SEC(".maps")
#define EVENTS                                                                                                        \
	struct {                                                                                                      \
		__uint(type, BPF_MAP_TYPE_RINGBUF);                                                                   \
		__uint(max_entries, 1 << 20);                                                                         \
	} events SEC(".maps")

/* The value at a key, made empty first if it is not there. */
#define LOOKUP_OR_INIT(map, key, zero)                                                                                \
	({                                                                                                            \
		void *v_ = bpf_map_lookup_elem(map, key);                                                             \
		if (!v_) {                                                                                            \
			bpf_map_update_elem(map, key, zero, BPF_NOEXIST);                                             \
			v_ = bpf_map_lookup_elem(map, key);                                                           \
		}                                                                                                     \
		v_;                                                                                                   \
	})

/* A member of memory that is not ours. */
#define READ(to, from) bpf_probe_read_kernel(&(to), sizeof(to), from)

struct seen { /* the least or the most so far */
	u64 value, set;
};
static const u64 no_count;

static __always_inline void add(u64 *to, u64 n)
{
	if (to)
		*to += n;
}

static __always_inline void keep_min(struct seen *s, s64 n)
{
	if (s && (!s->set || n < (s64)s->value)) {
		s->value = n;
		s->set = 1;
	}
}

static __always_inline void keep_max(struct seen *s, s64 n)
{
	if (s && (!s->set || n > (s64)s->value)) {
		s->value = n;
		s->set = 1;
	}
}

static __always_inline u32 log2_floor(u64 v)
{
	u32 r = 0;

	if (v >= 1ull << 32) { v >>= 32; r += 32; }
	if (v >= 1 << 16) { v >>= 16; r += 16; }
	if (v >= 1 << 8) { v >>= 8; r += 8; }
	if (v >= 1 << 4) { v >>= 4; r += 4; }
	if (v >= 1 << 2) { v >>= 2; r += 2; }
	if (v >= 1 << 1) r += 1;
	return r;
}

static __always_inline void hist_add(struct hist *h, s64 n)
{
	u32 bucket = n < 0 ? 0 : n == 0 ? 1 : log2_floor(n) + 2;

	if (bucket < HIST_BUCKETS)
		h->buckets[bucket]++;
}

char LICENSE[] SEC("license") = "GPL";

#endif
