/* golden/loop.bt */
#include "common.h"

KEYED(by_bits, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

SEC("kprobe/tcp_sendmsg")
int event(struct pt_regs *ctx)
{
	s64 n = PT_REGS_PARM3(ctx);
	u64 bits = 0;

#pragma clang loop unroll(disable)
	for (int i = 0; i < 32; i++) {
		if (n & 1) {
			bits++;
			if (bits == 10)
				break;
		}
		n >>= 1;
	}
	add(LOOKUP_OR_INIT(&by_bits, &bits, &no_count), 1);
	return 0;
}
