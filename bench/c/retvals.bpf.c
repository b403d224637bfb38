/* kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } */
#include "common.h"

KEYED(retvals, BPF_MAP_TYPE_PERCPU_HASH, s64, u64);

SEC("kretprobe/tcp_sendmsg")
int tcp_sendmsg_return(struct pt_regs *ctx)
{
	s64 key = PT_REGS_RC(ctx) > 0 ? 0 : PT_REGS_RC(ctx);
	u64 zero = 0, *n = LOOKUP_OR_INIT(&retvals, &key, &zero);

	if (n)
		++*n;
	return 0;
}
