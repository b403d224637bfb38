/* What is known of the kernel's helpers: names from the table of <linux/bpf.h>, results, what they fill. */
#include "codegen/mach.h"

#define HELPER_NAME(name) "bpf_" #name
static const char *const names[] = { __BPF_FUNC_MAPPER(HELPER_NAME) };
#undef HELPER_NAME

const char *cg_helper_name(int id)
{
	return id >= 0 && (size_t)id < ARRAY_LEN(names) ? names[id] : NULL;
}

bool cg_helper_returns_pointer(int64_t id)
{
	switch (id) {
	case BPF_FUNC_map_lookup_elem:
	case BPF_FUNC_map_lookup_percpu_elem:
	case BPF_FUNC_ringbuf_reserve:
	case BPF_FUNC_get_local_storage:
	case BPF_FUNC_task_storage_get:
	case 210: /* bpf_cgrp_storage_get, in headers since Linux 6.2 */
	case BPF_FUNC_get_current_task_btf:
	case BPF_FUNC_per_cpu_ptr:
	case BPF_FUNC_this_cpu_ptr:
	case BPF_FUNC_task_pt_regs: return true;
	default: return false;
	}
}

/* Helpers that write all of a buffer whatever happens: which arguments are the buffer and its size. */
static const struct {
	int id;
	int8_t buffer, size;
} fills[] = {
	{ BPF_FUNC_get_current_comm, 0, 1 },	{ BPF_FUNC_probe_read, 0, 1 },
	{ BPF_FUNC_probe_read_kernel, 0, 1 },	{ BPF_FUNC_probe_read_user, 0, 1 },
	{ BPF_FUNC_perf_prog_read_value, 1, 2 }, { BPF_FUNC_get_ns_current_pid_tgid, 2, 3 },
};

bool cg_helper_fills(int64_t id, unsigned *ret_buffer, unsigned *ret_size)
{
	for (size_t i = 0; i < ARRAY_LEN(fills); i++)
		if (fills[i].id == id) {
			*ret_buffer = fills[i].buffer;
			*ret_size = fills[i].size;
			return true;
		}
	return false;
}
