/* tracepoint:syscalls:sys_enter_getppid { printf("%d %d\n", pid, cpu); } */
#include "../c/common.h"

EVENTS;
struct record {
	u64 pid, cpu;
};
SCALAR(lost, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("tracepoint/syscalls/sys_enter_getppid")
int send(void *ctx)
{
	struct record r = { bpf_get_current_pid_tgid() >> 32, bpf_get_smp_processor_id() };
	u64 waiting = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	u32 key = 0;

	if (!bpf_ringbuf_output(&events, &r, sizeof r, waiting > 65536 ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP))
		return 0;
	u64 *n = bpf_map_lookup_elem(&lost, &key);
	if (n)
		++*n;
	return 0;
}
