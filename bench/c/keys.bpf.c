/* golden/keys.bt */
#include "common.h"

struct map_key {
	u32 pid;
	s64 size;
	u32 uid, cpu;
};
KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct map_key key;

	__builtin_memset(&key, 0, sizeof key);
	key.pid = bpf_get_current_pid_tgid() >> 32;
	key.size = PT_REGS_PARM3(ctx);
	key.uid = bpf_get_current_uid_gid();
	key.cpu = bpf_get_smp_processor_id();
	add(LOOKUP_OR_INIT(&counts, &key, &no_count), 1);
	return 0;
}
