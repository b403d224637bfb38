/*
 * Which programs may call which functions of the kernel. BTF names the functions; who may call them only the verifier
 * knows, so a call without arguments is tried: one that is allowed fails for its arguments.
 */
#include <unistd.h>

#include "kernel/internal.h"

/* The verifier got beyond the question whether the call is allowed. */
static bool is_about_arguments(const char *log)
{
	static const char *const refusals[] = {
		"kernel function",     /* calling kernel function X is not allowed; … not supported */
		"reserved fields",     /* before 5.13: no such calls at all */
		"kernel btf_id",       /* not a function */
		"invalid program type",
	};

	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (strstr(log, refusals[i]))
			return false;
	return log[0];
}

bool kern_kfunc_allowed(uint32_t prog_type, uint32_t attach_btf_id, uint32_t kfunc_btf_id)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_JMP | BPF_CALL, .src_reg = BPF_PSEUDO_KFUNC_CALL, .imm = (int32_t)kfunc_btf_id },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	uint32_t attach_type = prog_type == BPF_PROG_TYPE_TRACING ? BPF_TRACE_RAW_TP : 0;
	char log[KERN_TRY_LOG];
	int fd = kern_try_load(insns, ARRAY_LEN(insns), prog_type, attach_type, attach_btf_id, log);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || is_about_arguments(log);
}
