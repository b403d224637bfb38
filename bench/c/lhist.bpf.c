/* golden/lhist.bt: below, 100 steps, above */
#include "common.h"

struct linear {
	u64 buckets[102];
};
KEYED(by_process, BPF_MAP_TYPE_PERCPU_HASH, u32, struct linear);
static const struct linear no_linear;

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	u32 pid = bpf_get_current_pid_tgid() >> 32;
	s64 n = PT_REGS_PARM3(ctx);
	u64 bucket = n < 0 ? 0 : n >= 10000 ? 101 : (u64)n / 100 + 1;
	struct linear *l = LOOKUP_OR_INIT(&by_process, &pid, &no_linear);

	if (l && bucket < 102)
		l->buckets[bucket]++;
	return 0;
}
