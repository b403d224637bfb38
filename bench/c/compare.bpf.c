/* golden/compare.bt: both literals with their zero, byte by byte as far as they go */
#include "common.h"

SCALAR(count, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

static __always_inline bool same_text(const char *a, const char *b, int n)
{
#pragma unroll
	for (int i = 0; i < n; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	char comm[16];
	u32 key = 0;

	bpf_get_current_comm(comm, sizeof comm);
	if (same_text(comm, "bench", 6) && !same_text(comm, "other", 6))
		add(bpf_map_lookup_elem(&count, &key), 1);
	return 0;
}
