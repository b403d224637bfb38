/* golden/chain.bt */
#include "common.h"

struct map_key {
	u16 dport, lport;
};
KEYED(sums, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct sock *s = (void *)PT_REGS_PARM1(ctx);
	u16 family, protocol;
	struct map_key key;
	int rcvbuf;

	READ(family, &s->__sk_common.skc_family);
	if (family != 2)
		return 0;
	READ(protocol, &s->sk_protocol);
	if (protocol == 17)
		return 0;
	READ(key.dport, &s->__sk_common.skc_dport);
	READ(key.lport, &s->__sk_common.skc_num);
	READ(rcvbuf, &s->sk_rcvbuf);
	add(LOOKUP_OR_INIT(&sums, &key, &no_count), rcvbuf);
	return 0;
}
