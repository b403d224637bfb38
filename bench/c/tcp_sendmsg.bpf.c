/* tcp_sendmsg.bt */
#include "common.h"

#define AF_INET 2

KEYED(sk, BPF_MAP_TYPE_HASH, u32, u64);
KEYED(size, BPF_MAP_TYPE_HASH, u32, u64);
EVENTS;

struct inet {
	u32 family;
	u8 addr[16];
	u32 pad;
};
struct event {
	u64 id;
	struct inet saddr;
	u64 lport;
	struct inet daddr;
	u64 dport, size, retval;
};

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 p = PT_REGS_PARM1(ctx), n = PT_REGS_PARM3(ctx);

	bpf_map_update_elem(&sk, &tid, &p, BPF_ANY);
	bpf_map_update_elem(&size, &tid, &n, BPF_ANY);
	return 0;
}

static __always_inline void send_ipv4(struct sock *s, u16 family, u64 bytes, u64 retval)
{
	u32 daddr = BPF_CORE_READ(s, __sk_common.skc_daddr), saddr = BPF_CORE_READ(s, __sk_common.skc_rcv_saddr);
	u16 lport = BPF_CORE_READ(s, __sk_common.skc_num), dport = BPF_CORE_READ(s, __sk_common.skc_dport);
	struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);

	if (!e)
		return;
	e->id = 1;
	e->saddr = (struct inet){ .family = family };
	__builtin_memcpy(e->saddr.addr, &saddr, 4);
	e->daddr = (struct inet){ .family = family };
	__builtin_memcpy(e->daddr.addr, &daddr, 4);
	e->lport = lport;
	e->dport = (dport >> 8) | ((dport << 8) & 0xff00);
	e->size = bytes;
	e->retval = retval;
	bpf_ringbuf_submit(e, 0);
}

SEC("kretprobe/tcp_sendmsg")
int tcp_sendmsg_return(struct pt_regs *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 *p = bpf_map_lookup_elem(&sk, &tid), *n;

	if (!p || !*p)
		return 0;
	struct sock *s = (struct sock *)*p;
	n = bpf_map_lookup_elem(&size, &tid);
	u64 bytes = n ? *n : 0;
	u16 family = BPF_CORE_READ(s, __sk_common.skc_family);
	if (family == AF_INET) {
		send_ipv4(s, family, bytes, PT_REGS_RC(ctx));
	} else {
		u64 *e = bpf_ringbuf_reserve(&events, 8, 0);
		if (e) {
			*e = 2;
			bpf_ringbuf_submit(e, 0);
		}
	}
	bpf_map_delete_elem(&sk, &tid);
	bpf_map_delete_elem(&size, &tid);
	return 0;
}
