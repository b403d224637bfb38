/* golden/record.bt: members read where they are needed, as the language does */
#include "common.h"

enum condition { IDLE, BUSY = 2 };
struct inner {
	int a;
	union {
		short half;
		int whole;
	} u;
};
struct outer {
	char tag;
	struct inner in;
	enum condition state;
	long total;
};
KEYED(sums, BPF_MAP_TYPE_PERCPU_HASH, u8, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct outer *o = (void *)PT_REGS_PARM1(ctx);
	u32 state;
	int a;
	short half;
	long total;
	u8 tag;

	READ(state, &o->state);
	if (state != BUSY)
		return 0;
	READ(tag, &o->tag);
	READ(a, &o->in.a);
	READ(half, &o->in.u.half);
	READ(total, &o->total);
	add(LOOKUP_OR_INIT(&sums, &tag, &no_count), a + half + total);
	return 0;
}
