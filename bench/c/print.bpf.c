/* golden/print.bt */
#include "common.h"

EVENTS;
SCALAR(lost, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

struct record {
	u64 id;
	char comm[16];
	u32 pid;
	s64 size;
	u64 arg1, time;
	u8 large;
};

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 size = PT_REGS_PARM3(ctx);
	u32 key = 0;

	if (size <= 0)
		return 0;
	struct record *r = bpf_ringbuf_reserve(&events, sizeof *r, 0);
	if (!r) {
		add(bpf_map_lookup_elem(&lost, &key), 1);
		return 0;
	}
	r->id = 0;
	bpf_get_current_comm(r->comm, sizeof r->comm);
	r->pid = bpf_get_current_pid_tgid() >> 32;
	r->size = size;
	r->arg1 = PT_REGS_PARM2(ctx);
	r->time = bpf_ktime_get_boot_ns();
	r->large = size > 4096;
	bpf_ringbuf_submit(r, 0);
	return 0;
}
