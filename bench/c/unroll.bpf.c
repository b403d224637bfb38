/* golden/unroll.bt */
#include "common.h"

SCALAR(total, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);
	u64 sum = 0;
	u32 key = 0;

#pragma unroll
	for (int i = 0; i < 8; i++) {
		sum += n & 255;
		n >>= 8;
	}
	add(bpf_map_lookup_elem(&total, &key), sum);
	return 0;
}
