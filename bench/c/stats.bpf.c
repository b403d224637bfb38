/* k:tcp_sendmsg { @size = stats(arg2); } */
#include "common.h"

struct stats {
	u64 total, count;
};
SCALAR(size, BPF_MAP_TYPE_PERCPU_ARRAY, struct stats);

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	u32 key = 0;
	struct stats *s = bpf_map_lookup_elem(&size, &key);

	if (s) {
		s->total += PT_REGS_PARM3(ctx);
		s->count++;
	}
	return 0;
}
