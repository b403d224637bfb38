/* golden/nested_key.bt */
#include "common.h"

struct map_key {
	struct {
		u32 cpu;
		u64 page;
	} where;
	u32 pid;
};
KEYED(seen, BPF_MAP_TYPE_HASH, struct map_key, s64);
SCALAR(most, BPF_MAP_TYPE_PERCPU_ARRAY, struct seen);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 n = PT_REGS_PARM3(ctx);
	struct map_key key;
	s64 *value;
	u32 zero = 0;

	__builtin_memset(&key, 0, sizeof key);
	key.where.cpu = bpf_get_smp_processor_id();
	key.where.page = n / 4096;
	key.pid = bpf_get_current_pid_tgid() >> 32;
	bpf_map_update_elem(&seen, &key, &n, BPF_ANY);
	value = bpf_map_lookup_elem(&seen, &key);
	keep_max(bpf_map_lookup_elem(&most, &zero), value ? *value : 0);
	return 0;
}
