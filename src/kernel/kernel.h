/*
 * kernel: what the running kernel can do, and the system calls that load, attach and read. Everything that goes beyond
 * Debian 12's libbpf goes through kern_bpf(), one wrapper over bpf(2).
 */
#ifndef SONDE_KERNEL_H
#define SONDE_KERNEL_H

#include <linux/bpf.h>

#include "codegen/codegen.h"
#include "sema/registry.h" /* enum feature, struct features */

/* sys.c: bpf(2) with an attribute of `size` bytes; result or -errno. For commands and fields newer than libbpf's headers. */
long kern_bpf(int cmd, void *attr, size_t size);
uint32_t kern_version(void); /* KERNEL_VERSION() of the running kernel */
/* Numbers newer than the headers at hand. */
enum {
	KERN_TRACE_KPROBE_MULTI = 42,
	KERN_TRACE_UPROBE_MULTI = 48,
	KERN_TRACE_KPROBE_SESSION = 56,
};

/* feature.c: asked once each, lazily, mostly by trying. */
struct kern_features;
struct kern_features *kern_features_new(void);
void kern_features_free(struct kern_features *f);
bool kern_feature(struct kern_features *f, enum feature which);
/* --no-feature: treat as absent. */
void kern_feature_disable(struct kern_features *f, enum feature which);
void kern_features_hook(struct kern_features *f, struct features *ret); /* the view that the compiler takes */

/*
 * kfunc.c: whether programs of a type may call the kernel function with that id in the BTF of vmlinux. Tracing programs are
 * tried on the raw tracepoint whose typedef has the id attach_btf_id; other types take 0.
 */
bool kern_kfunc_allowed(uint32_t prog_type, uint32_t attach_btf_id, uint32_t kfunc_btf_id);

/* privilege.c: the checks before anything else (cli.md 1.3). 0, or -1 with the message (malloc'd) in *ret_error. */
int kern_check_privileges(char **ret_error);
int kern_raise_limits(size_t files, char **ret_warning);
/* Mounts tracefs if it is nowhere mounted. 0 or -errno. */
int kern_mount_tracefs(void);

/* map.c */
struct kern_map {
	const struct ir_map *def;
	int fd; /* -1: not created (not used by any program) */
	uint32_t key_size, value_size; /* as created (per-CPU value_size rounded to 8) */
	uint8_t *memory; /* the value, mapped: arrays with BPF_F_MMAPABLE */
	bool zeroed; /* of run/maps.c: a scalar aggregation that was set and then zeroed, so still there */
};
/* Creates the map; btf_fd and type ids may be 0. max_entries may be changed (ring: pages). 0 or -errno. */
int kern_map_create(const struct ir_map *def, int btf_fd, uint32_t key_btf, uint32_t value_btf, struct kern_map *ret);
/* Makes a part (def->home) usable as a map of its own while its home is open. */
void kern_map_join(struct kern_map *part, const struct kern_map *home);
void kern_map_close(struct kern_map *m); /* parts are left alone */
/*
 * All entries of a map, with batch look-ups where the kernel has them. keys: n * key_size; values: n * value_stride,
 * per-CPU maps have ncpus values of ALIGN_UP(value_size, 8) bytes each in an entry. malloc'd. 0 or -errno.
 */
struct kern_dump {
	size_t n;
	uint8_t *keys, *values;
	uint32_t key_size, value_stride, cpu_stride, cpus; /* cpus: 1 if not per-CPU */
};
int kern_map_dump(const struct kern_map *m, struct kern_dump *ret);
void kern_dump_done(struct kern_dump *d);
/* One entry by key. 0 or -errno; flags BPF_ANY, BPF_EXIST, BPF_NOEXIST. Per-CPU maps: values of all possible CPUs. */
int kern_map_lookup(int fd, const void *key, void *value);
int kern_map_update(int fd, const void *key, const void *value, uint64_t flags);
int kern_map_clear(const struct kern_map *m); /* deletes all entries; arrays: all zero bytes */
int kern_map_zero(const struct kern_map *m);  /* values to zero, keys (and presence words) kept */
unsigned kern_possible_cpus(void);
/* Online CPUs, for per-CPU perf events: malloc'd list. Number or -errno. */
int kern_online_cpus(int **ret);

/* prog.c */
struct kern_load {
	const char *name;
	uint32_t prog_type, attach_type, attach_btf_id;
	int attach_btf_obj_fd, attach_prog_fd;
	const char *license;
	uint32_t log_level, log_size;
	int btf_fd;
	const struct bpf_func_info *func_info;
	uint32_t func_info_count;
	const struct bpf_line_info *line_info;
	uint32_t line_info_count;
};
/*
 * Fills the map relocations from maps[] (by ir_map.index) and loads. Descriptor or -errno; on refusal *ret_log (malloc'd)
 * is the verifier's log (also when log_level asks for it). The log is only asked for after a refusal, so that a good
 * load costs one call.
 */
int kern_prog_load(const struct cg_program *p, const struct kern_load *load, const struct kern_map *maps, char **ret_log);
int kern_btf_load(const void *data, uint32_t size, char **ret_log);
/*
 * BPF_PROG_TEST_RUN of a raw tracepoint program (begin, end …), xdp or syscall program; its return value in *ret_retval, the
 * time that it took in *ret_duration_ns (xdp: measured by the kernel); both may be NULL. 0 or -errno.
 */
int kern_prog_run(int prog_fd, uint32_t prog_type, int *ret_retval, uint64_t *ret_duration_ns);
/* Events that came to a CPU while the program was running on it already; 0 where the kernel does not count (before 5.12). */
uint64_t kern_prog_missed(int prog_fd);

/*
 * verifier.c: a verifier's log read back: the instruction that failed and why; the script's place of it is found through
 * the program's lines. true and *ret_span, *ret_reason (arena) if it could be found.
 */
bool kern_verifier_explain(struct arena *a, const struct cg_program *p, const char *log, struct span *ret_span,
			   const char **ret_reason);

/* link.c: every way to attach. Descriptors or -errno. */
int kern_perf_open(const void *perf_event_attr, int pid, int cpu);
/*
 * Puts the program on a perf event and enables it: by link where the kernel has them (cookie too), else by ioctl. The
 * link's descriptor, > 0 (close it beside perf_fd); 0 for an ioctl; or -errno.
 */
int kern_attach_perf(int perf_fd, int prog_fd, bool use_link, uint64_t cookie);
int kern_open_tracepoint(uint64_t id);
int kern_open_kprobe(const char *func, uint64_t addr, uint64_t offset, bool is_return);
int kern_open_uprobe(const char *path, uint64_t offset, int pid, bool is_return, uint64_t ref_ctr_offset);
int kern_attach_kprobe_multi(int prog_fd, uint32_t attach_type, const char *const *syms, uint32_t n, bool is_return,
			     const uint64_t *cookies);
int kern_attach_uprobe_multi(int prog_fd, const char *path, const uint64_t *offsets, const uint64_t *ref_ctr_offsets,
			     const uint64_t *cookies, uint32_t n, int pid /* 0: all */, bool is_return);
int kern_attach_raw_tracepoint(int prog_fd, const char *name /* NULL: tp_btf, fentry, fexit */);
bool kern_has_kprobe_pmu(void);
/*
 * Where the kernel has no kprobe or uprobe PMU, kern_open_kprobe and kern_open_uprobe define events in tracefs. This
 * removes those of this process and of processes that are gone; call it after their descriptors were closed.
 */
void kern_remove_probe_events(void);

/* kallsyms.c: kernel symbols. */
struct kern_symbols;
struct kern_symbols *kern_symbols_new(struct kern_features *f);
void kern_symbols_free(struct kern_symbols *s);
/*
 * Resolves many addresses at once by the cheaper way: a program that formats %pS (few addresses, kernel >= 5.14), else one
 * reading of /proc/kallsyms, sorted. Results are kept. Call before printing.
 */
void kern_symbols_prefetch(struct kern_symbols *s, const uint64_t *addrs, size_t n);
/* Name at or below addr, offset in *ret_offset. NULL: unknown. Owned by s. */
const char *kern_symbol_name(struct kern_symbols *s, uint64_t addr, uint64_t *ret_offset);
/* Address of a symbol by exact name; 0: none. */
uint64_t kern_symbol_address(struct kern_symbols *s, const char *name);

#endif
