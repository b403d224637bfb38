/* t:timer:hrtimer_start { @[ksym(args->function)] = count(); } */
#include "common.h"

KEYED(counts, BPF_MAP_TYPE_PERCPU_HASH, u64, u64);

struct hrtimer_start_args {
	u64 common;
	u64 hrtimer, function;
	s64 expires, softexpires;
	u32 mode;
};

SEC("tracepoint/timer/hrtimer_start")
int hrtimer_start(struct hrtimer_start_args *ctx)
{
	u64 key = ctx->function, zero = 0, *n = LOOKUP_OR_INIT(&counts, &key, &zero);

	if (n)
		++*n;
	return 1;
}
