/* Syscalls counted in four ways, as the benchmark's scripts do it: alone, by name, a histogram, times kept by thread. */
#include "../c/common.h"

struct comm {
	char name[16];
};
SCALAR(count, BPF_MAP_TYPE_PERCPU_ARRAY, u64);
SCALAR(histogram, BPF_MAP_TYPE_PERCPU_ARRAY, struct hist);
KEYED(by_comm, BPF_MAP_TYPE_PERCPU_HASH, struct comm, u64);
KEYED(since, BPF_MAP_TYPE_HASH, u32, u64);
KEYED(by_stack, BPF_MAP_TYPE_PERCPU_HASH, u32, u64);
STACKS(stacks, 127);
static const u64 zero;

static __always_inline int bump(u64 *n)
{
	if (n)
		++*n;
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int plain(void *ctx)
{
	u32 key = 0;

	return bump(bpf_map_lookup_elem(&count, &key));
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int filtered(void *ctx)
{
	u32 key = 0;

	return bpf_get_current_pid_tgid() >> 32 == 1 ? bump(bpf_map_lookup_elem(&count, &key)) : 0;
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int hist(void *ctx)
{
	u32 key = 0;
	struct hist *h = bpf_map_lookup_elem(&histogram, &key);

	if (h)
		hist_add(h, bpf_get_current_pid_tgid() >> 32);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int comm(void *ctx)
{
	struct comm key;

	bpf_get_current_comm(&key, sizeof key);
	return bump(LOOKUP_OR_INIT(&by_comm, &key, &zero));
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int timed(void *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 now = bpf_ktime_get_boot_ns();

	bpf_map_update_elem(&since, &tid, &now, BPF_ANY);
	bpf_map_delete_elem(&since, &tid);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int stack(void *ctx)
{
	u32 id = bpf_get_stackid(ctx, &stacks, 0);

	return bump(LOOKUP_OR_INIT(&by_stack, &id, &zero));
}
