/* golden/each.bt */
#include "common.h"

KEYED(m, BPF_MAP_TYPE_HASH, u64, u64);
SCALAR(most, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);

static long each(void *map, const void *key, void *value, void *ctx)
{
	*(u64 *)ctx += *(u64 *)value;
	return 0;
}

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 n = PT_REGS_PARM3(ctx), key = n & 7, sum = 0;
	u32 zero = 0;

	bpf_map_update_elem(&m, &key, &n, BPF_ANY);
	bpf_for_each_map_elem(&m, each, &sum, 0);
	keep_max(bpf_map_lookup_elem(&most, &zero), sum);
	return 0;
}
