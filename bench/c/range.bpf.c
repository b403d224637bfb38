/* golden/range.bt: the loop as the helper runs it, which is what a for over a range of any length needs */
#include "common.h"

KEYED(by_step, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

static long step(u32 i, void *ctx)
{
	u64 key = i;

	add(LOOKUP_OR_INIT(&by_step, &key, &no_count), *(s64 *)ctx * i);
	return 0;
}

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);

	bpf_loop(5, step, &n, 0);
	return 0;
}
