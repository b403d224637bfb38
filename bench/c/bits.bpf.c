/* golden/bits.bt */
#include "common.h"

struct flags {
	u32 word; /* low : 3, mid : 7 (signed), high : 22 */
	u64 wide; /* : 40 */
};
struct map_key {
	u64 low;
	s64 mid;
};
KEYED(sums, BPF_MAP_TYPE_PERCPU_HASH, struct map_key, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	struct flags *f = (void *)PT_REGS_PARM1(ctx);
	struct map_key key;
	u32 word;
	u64 wide;

	READ(word, &f->word);
	READ(wide, &f->wide);
	key.low = word & 7;
	key.mid = (s64)((u64)word << 54) >> 57;
	add(LOOKUP_OR_INIT(&sums, &key, &no_count), (word >> 10) + (wide & ((1ull << 40) - 1)));
	return 0;
}
