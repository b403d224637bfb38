/* k:tcp_sendmsg { @ts[tid] = nsecs; } kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } */
#include "common.h"

KEYED(ts, BPF_MAP_TYPE_HASH, u32, u64);
SCALAR(ns, BPF_MAP_TYPE_PERCPU_ARRAY, struct hist);

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 now = bpf_ktime_get_boot_ns();

	bpf_map_update_elem(&ts, &tid, &now, BPF_ANY);
	return 0;
}

SEC("kretprobe/tcp_sendmsg")
int tcp_sendmsg_return(struct pt_regs *ctx)
{
	u32 tid = bpf_get_current_pid_tgid(), key = 0;
	u64 *start = bpf_map_lookup_elem(&ts, &tid);

	if (!start || !*start)
		return 0;
	u64 delta = bpf_ktime_get_boot_ns() - *start;
	struct hist *h = bpf_map_lookup_elem(&ns, &key);
	if (h)
		hist_add(h, delta);
	bpf_map_delete_elem(&ts, &tid);
	return 0;
}
