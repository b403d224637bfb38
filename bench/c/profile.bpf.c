/* profile:hz:99 { @[kstack] = count(); } */
#include "common.h"

STACKS(stacks, 127);
KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

SEC("perf_event")
int sample(struct bpf_perf_event_data *ctx)
{
	s64 id = bpf_get_stackid(ctx, &stacks, 0);
	u64 key = id < 0 ? 0 : id + 1, zero = 0, *n = LOOKUP_OR_INIT(&counts, &key, &zero);

	if (n)
		++*n;
	return 0;
}
