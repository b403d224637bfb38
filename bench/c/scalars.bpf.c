/* golden/scalars.bt */
#include "common.h"

struct mean {
	u64 sum, count;
};
SCALAR(count, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(sum, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(least, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);
SCALAR(most, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);
SCALAR(avg, BPF_MAP_TYPE_PERCPU_ARRAY, struct mean);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);
	u32 key = 0;

	add(bpf_map_lookup_elem(&count, &key), 1);
	add(bpf_map_lookup_elem(&sum, &key), n);
	keep_min(bpf_map_lookup_elem(&least, &key), n);
	keep_max(bpf_map_lookup_elem(&most, &key), n);
	struct mean *m = bpf_map_lookup_elem(&avg, &key);
	if (m) {
		m->sum += n;
		m->count++;
	}
	return 0;
}
