/* golden/branches.bt */
#include "common.h"

SCALAR(empty, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(small, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(medium, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(huge, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(large, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx), arg1 = PT_REGS_PARM2(ctx);
	u32 key = 0;

	if (n == 0)
		add(bpf_map_lookup_elem(&empty, &key), 1);
	else if (n < 64)
		add(bpf_map_lookup_elem(&small, &key), 1);
	else if (n < 1500 && arg1 != 0)
		add(bpf_map_lookup_elem(&medium, &key), 1);
	else if (n >= 65536 || arg1 == 1)
		add(bpf_map_lookup_elem(&huge, &key), n);
	else
		keep_max(bpf_map_lookup_elem(&large, &key), n);
	return 0;
}
