/* golden/strings.bt: an absent string is empty */
#include "common.h"

struct text {
	u64 words[2];
};
KEYED(last, BPF_MAP_TYPE_HASH, u32, struct text);
SCALAR(same, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u32 cpu = bpf_get_smp_processor_id(), key = 0;
	struct text name, before = {}, *found = bpf_map_lookup_elem(&last, &cpu);

	bpf_get_current_comm(&name, sizeof name);
	if (found)
		before = *found;
	if (name.words[0] == before.words[0] && name.words[1] == before.words[1])
		add(bpf_map_lookup_elem(&same, &key), 1);
	bpf_map_update_elem(&last, &cpu, &name, BPF_ANY);
	return 0;
}
