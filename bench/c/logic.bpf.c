/* golden/logic.bt */
#include "common.h"

SCALAR(total, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);
	s64 a = (s32)n, b = (s8)(n >> 4), c = (a ^ b) | (~a & 0xff), d = (a << 3) - b * 5;
	u32 key = 0;

	if (!(c & 1) && (d > 0 || b < 0))
		add(bpf_map_lookup_elem(&total, &key), c + d);
	return 0;
}
