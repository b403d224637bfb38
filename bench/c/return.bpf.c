/* kr:tcp_sendmsg { @return[retval] = count(); } */
#include "common.h"

KEYED(returns, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

SEC("kretprobe/tcp_sendmsg")
int tcp_sendmsg_return(struct pt_regs *ctx)
{
	u64 key = PT_REGS_RC(ctx), zero = 0, *n = LOOKUP_OR_INIT(&returns, &key, &zero);

	if (n)
		++*n;
	return 0;
}
