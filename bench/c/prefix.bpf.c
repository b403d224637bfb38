/* golden/prefix.bt */
#include "common.h"

SCALAR(yes, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(no, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	char comm[16];
	u32 key = 0;

	bpf_get_current_comm(comm, sizeof comm);
	if (comm[0] == 'b' && comm[1] == 'e' && comm[2] == 'n')
		add(bpf_map_lookup_elem(&yes, &key), 1);
	else
		add(bpf_map_lookup_elem(&no, &key), 1);
	return 0;
}
