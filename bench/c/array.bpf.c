/* golden/array.bt */
#include "common.h"

struct table {
	int n;
	int values[8];
};
SCALAR(total, BPF_MAP_TYPE_PERCPU_ARRAY, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct table *t = (void *)PT_REGS_PARM1(ctx);
	u64 i = PT_REGS_PARM3(ctx) & 7;
	int a, b, c;
	u32 key = 0;

	READ(a, &t->values[1]);
	READ(b, &t->values[7]);
	READ(c, &t->values[i]);
	add(bpf_map_lookup_elem(&total, &key), (s64)a + b + c);
	return 0;
}
