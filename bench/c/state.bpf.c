/* golden/state.bt */
#include "common.h"

SCALAR(total, BPF_MAP_TYPE_ARRAY, u64);
SCALAR(calls, BPF_MAP_TYPE_ARRAY, u64);
KEYED(before, BPF_MAP_TYPE_HASH, u32, u64);
KEYED(again, BPF_MAP_TYPE_HASH, u32, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 n = PT_REGS_PARM3(ctx), *t, *old;
	u32 key = 0, tid;

	t = bpf_map_lookup_elem(&total, &key);
	if (t)
		*t += n;
	t = bpf_map_lookup_elem(&calls, &key);
	if (t)
		__sync_fetch_and_add(t, 1);
	tid = bpf_get_current_pid_tgid();
	old = bpf_map_lookup_elem(&before, &tid);
	if (old) {
		u64 both = *old + n;
		bpf_map_update_elem(&again, &tid, &both, BPF_ANY);
		bpf_map_delete_elem(&before, &tid);
	} else {
		bpf_map_update_elem(&before, &tid, &n, BPF_ANY);
	}
	return 0;
}
