/* The one-probe histogram: tracepoint:sched:sched_switch or rawtracepoint:sched_switch or kprobe:vfs_read { @ = hist(cpu); } */
#include "../c/common.h"

SCALAR(histogram, BPF_MAP_TYPE_PERCPU_ARRAY, struct hist);

static __always_inline int record(s64 n)
{
	u32 key = 0;
	struct hist *h = bpf_map_lookup_elem(&histogram, &key);

	if (h)
		hist_add(h, n);
	return 0;
}

SEC("tracepoint/sched/sched_switch")
int by_tracepoint(void *ctx)
{
	return record(bpf_get_smp_processor_id());
}

SEC("raw_tracepoint/sched_switch")
int by_raw_tracepoint(void *ctx)
{
	return record(bpf_get_smp_processor_id());
}

SEC("kprobe/vfs_read")
int by_kprobe(struct pt_regs *ctx)
{
	return record(bpf_get_smp_processor_id());
}
