/* golden/casts.bt */
#include "common.h"

KEYED(sums, BPF_MAP_TYPE_PERCPU_HASH, u16, u64);
SCALAR(least, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 n = PT_REGS_PARM3(ctx);
	u16 half = n * 3;
	u32 zero = 0;

	add(LOOKUP_OR_INIT(&sums, &half, &no_count), (s64)(s8)n + (s32)(n << 20));
	keep_min(bpf_map_lookup_elem(&least, &zero), (s16)n);
	return 0;
}
