/* golden/string_key.bt */
#include "common.h"

struct map_key {
	char text[33];
};
KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct map_key key;

	__builtin_memset(&key, 0, sizeof key);
	bpf_probe_read_kernel_str(key.text, sizeof key.text, (void *)PT_REGS_PARM1(ctx));
	add(LOOKUP_OR_INIT(&counts, &key, &no_count), 1);
	return 0;
}
