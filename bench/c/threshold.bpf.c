/* k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); } */
#include "common.h"

EVENTS;

struct event {
	u64 id;
	u32 pid;
	u64 bytes;
};

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	u64 bytes = PT_REGS_PARM3(ctx);

	if (bytes <= 8192)
		return 0;
	struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);
	if (!e)
		return 0;
	e->id = 1;
	e->pid = bpf_get_current_pid_tgid() >> 32;
	e->bytes = bytes;
	bpf_ringbuf_submit(e, 0);
	return 0;
}
