/* k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } */
#include "common.h"

struct size_key {
	u32 pid;
	char comm[16];
};
KEYED(size, BPF_MAP_TYPE_PERCPU_HASH, struct size_key, struct hist);
static const struct hist zero;

SEC("kprobe/tcp_sendmsg")
int tcp_sendmsg(struct pt_regs *ctx)
{
	struct size_key key = { .pid = bpf_get_current_pid_tgid() >> 32 };

	bpf_get_current_comm(key.comm, sizeof key.comm);
	struct hist *h = LOOKUP_OR_INIT(&size, &key, &zero);
	if (h)
		hist_add(h, PT_REGS_PARM3(ctx));
	return 0;
}
