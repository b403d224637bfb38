/* golden/function.bt */
#include "common.h"

SCALAR(sum, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(bytes, BPF_MAP_TYPE_PERCPU_ARRAY, struct hist);

static __always_inline s64 clamp(s64 v, s64 low, s64 high) { return v < low ? low : v > high ? high : v; }

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);
	u32 key = 0;

	add(bpf_map_lookup_elem(&sum, &key), clamp(n, 100, 5000));
	struct hist *h = bpf_map_lookup_elem(&bytes, &key);
	if (h)
		hist_add(h, clamp(n, 1, 1000));
	return 0;
}
