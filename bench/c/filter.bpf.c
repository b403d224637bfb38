/* golden/filter.bt */
#include "common.h"

KEYED(m, BPF_MAP_TYPE_HASH, u64, u64);
SCALAR(most, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);

static long each(void *map, const void *key, void *value, void *ctx)
{
	s64 *n = ctx;

	if (*(u64 *)key > 3 && *(u64 *)value != 0)
		++*n;
	return *n > 5;
}

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 size = PT_REGS_PARM3(ctx), key = size & 15;
	s64 n = 0;
	u32 zero = 0;

	bpf_map_update_elem(&m, &key, &size, BPF_ANY);
	bpf_for_each_map_elem(&m, each, &n, 0);
	keep_max(bpf_map_lookup_elem(&most, &zero), n);
	return 0;
}
