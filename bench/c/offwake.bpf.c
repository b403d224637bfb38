/* offwake.bt */
#include "common.h"

struct wait_key {
	char comm[16];
	u64 stack, waker;
};
STACKS(stacks, 127);
KEYED(waker, BPF_MAP_TYPE_HASH, u32, u64);
KEYED(ts, BPF_MAP_TYPE_HASH, u32, u64);
KEYED(us, BPF_MAP_TYPE_PERCPU_HASH, struct wait_key, struct hist);
static const struct hist zero;

static __always_inline u64 stack(void *ctx)
{
	s64 id = bpf_get_stackid(ctx, &stacks, 0);

	return id < 0 ? 0 : id + 1;
}

SEC("kprobe/try_to_wake_up")
int try_to_wake_up(struct pt_regs *ctx)
{
	struct task_struct *p = (void *)PT_REGS_PARM1(ctx);
	u32 pid = BPF_CORE_READ(p, pid);
	u64 id = stack(ctx);

	bpf_map_update_elem(&waker, &pid, &id, BPF_ANY);
	return 0;
}

SEC("kprobe/finish_task_switch")
int finish_task_switch(struct pt_regs *ctx)
{
	struct task_struct *prev = (void *)PT_REGS_PARM1(ctx);
	u32 pid = BPF_CORE_READ(prev, pid), tid;
	u64 now = bpf_ktime_get_boot_ns(), *start, *id;

	bpf_map_update_elem(&ts, &pid, &now, BPF_ANY);
	tid = bpf_get_current_pid_tgid();
	start = bpf_map_lookup_elem(&ts, &tid);
	if (!start || !*start)
		return 0;
	u64 delta = (bpf_ktime_get_boot_ns() - *start) / 1000;
	struct wait_key key = { .stack = stack(ctx) };
	bpf_get_current_comm(key.comm, sizeof key.comm);
	id = bpf_map_lookup_elem(&waker, &tid);
	key.waker = id ? *id : 0;
	struct hist *h = LOOKUP_OR_INIT(&us, &key, &zero);
	if (h)
		hist_add(h, delta);
	bpf_map_delete_elem(&ts, &tid);
	bpf_map_delete_elem(&waker, &tid);
	return 0;
}
