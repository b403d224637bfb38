/* golden/tuple.bt */
#include "common.h"

struct last {
	u32 pid;
	s64 size;
	u64 time;
};
struct map_key {
	u32 pid;
	u8 large;
};
KEYED(last, BPF_MAP_TYPE_HASH, u32, struct last);
KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u64 both = bpf_get_current_pid_tgid();
	u32 tid = both;
	struct last t;
	struct map_key key;

	__builtin_memset(&t, 0, sizeof t);
	t.pid = both >> 32;
	t.size = PT_REGS_PARM3(ctx);
	t.time = bpf_ktime_get_boot_ns();
	bpf_map_update_elem(&last, &tid, &t, BPF_ANY);
	__builtin_memset(&key, 0, sizeof key);
	key.pid = t.pid;
	key.large = t.size > 1000;
	add(LOOKUP_OR_INIT(&counts, &key, &no_count), 1);
	return 0;
}
