/* What the files of kernel/ share and nobody else sees. */
#ifndef SONDE_KERNEL_INTERNAL_H
#define SONDE_KERNEL_INTERNAL_H

#include <assert.h>

#include "kernel/kernel.h"

/* Pointers in attributes of bpf(2). */
static inline uint64_t kern_ptr(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

/* Attribute of BPF_LINK_CREATE, up to uprobe_multi (6.6), which the headers at hand may lack. */
struct kern_link_attr {
	uint32_t prog_fd, target_fd, attach_type, flags;
	union {
		struct {
			uint64_t bpf_cookie;
		} perf_event;
		struct {
			uint32_t flags, cnt;
			uint64_t syms, addrs, cookies;
		} kprobe_multi;
		struct {
			uint64_t path, offsets, ref_ctr_offsets, cookies;
			uint32_t cnt, flags, pid;
		} uprobe_multi;
	};
};

/* feature.c: loads a small program; the verifier's log in log[KERN_TRY_LOG]. Descriptor or -errno. */
enum { KERN_TRY_LOG = 4096 };
int kern_try_load(const struct bpf_insn *insns, uint32_t n, uint32_t type, uint32_t attach_type, uint32_t btf_id,
		  char *log);

/* privilege.c: before 5.11 programs and maps count as locked memory, also for a while after their end. 0 or -errno. */
int kern_unlock_memory(void);

/* tracefs.c: whether a control file of tracefs is there. */
bool kern_tracefs_has(const char *file);

#endif
