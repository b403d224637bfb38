/* k:tcp_sendmsg { @size = hist(arg2); } */
#include "common.h"

SCALAR(size, BPF_MAP_TYPE_PERCPU_ARRAY, struct hist);

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	u32 key = 0;
	struct hist *h = bpf_map_lookup_elem(&size, &key);

	if (h)
		hist_add(h, PT_REGS_PARM3(ctx));
	return 0;
}
