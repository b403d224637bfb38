/* k:tcp_sendmsg { @[kstack] = count(); } and, with another depth, the same for kstack(3) */
#include "common.h"

#ifndef DEPTH
#define DEPTH 127
#endif

STACKS(stacks, DEPTH);
KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	s64 id = bpf_get_stackid(ctx, &stacks, 0);
	u64 key = id < 0 ? 0 : id + 1, zero = 0, *n = LOOKUP_OR_INIT(&counts, &key, &zero);

	if (n)
		++*n;
	return 0;
}
