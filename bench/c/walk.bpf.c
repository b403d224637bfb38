/* golden/walk.bt */
#include "common.h"

struct point {
	int x, y;
};
struct shape {
	struct point corner[4];
	struct head {
		short kind;
		char tag;
	} head;
	unsigned long size;
};
struct map_key {
	s16 kind;
	s8 tag;
};
KEYED(sums, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, s64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct shape *s = (void *)PT_REGS_PARM1(ctx);
	struct map_key key;
	struct point p;
	int x, y;
	u64 *sum;

	READ(p, &s->corner[PT_REGS_PARM3(ctx) & 3]);
	__builtin_memset(&key, 0, sizeof key);
	READ(key.kind, &s->head.kind);
	READ(key.tag, &s->head.tag);
	READ(x, &s->corner[2].x);
	READ(y, &s->corner[2].y);
	add(LOOKUP_OR_INIT(&sums, &key, &no_count), (s64)x * y + p.x - p.y);
	return 0;
}
