/*
 * What the running kernel can do, asked lazily and each thing at most once.
 *
 * Each feature has a probe function. Most try the real thing with arguments that fail late: a helper is known if the
 * verifier complains about its arguments and not about its number; a link command is known if it fails for the bad
 * descriptor or address that it was given, and not for the command itself. Nothing is attached by asking.
 */
#include <errno.h>
#include <linux/version.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/internal.h"

struct kern_features {
	struct {
		bool asked, has;
	} answers[FEAT_COUNT];
	uint32_t version;
};

enum { LOG_SIZE = KERN_TRY_LOG };

int kern_try_load(const struct bpf_insn *insns, uint32_t n, uint32_t type, uint32_t attach_type, uint32_t btf_id,
		  char *log)
{
	union bpf_attr attr = { 0 };
	attr.prog_type = type;
	attr.expected_attach_type = attach_type;
	attr.attach_btf_id = btf_id;
	attr.insns = kern_ptr(insns);
	attr.insn_cnt = n;
	attr.license = kern_ptr("GPL");
	log[0] = '\0';
	attr.log_buf = kern_ptr(log);
	attr.log_size = LOG_SIZE;
	attr.log_level = 1;
	return (int)kern_bpf(BPF_PROG_LOAD, &attr, sizeof(attr));
}

static int try_load_return_0(uint32_t type, uint32_t attach_type, uint32_t btf_id, char *log)
{
	static const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	return kern_try_load(insns, ARRAY_LEN(insns), type, attach_type, btf_id, log);
}

static bool log_has(const char *log, const char *text)
{
	return strstr(log, text) != NULL;
}

/* A call of helper `id` without arguments; false if the program could not be tried at all. */
static bool try_helper(int id, uint32_t type, char *log)
{
	struct bpf_insn insns[] = {
		{ .code = BPF_JMP | BPF_CALL, .imm = id },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int fd = kern_try_load(insns, ARRAY_LEN(insns), type, 0, 0, log);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || log[0];
}

/* The kernel has a helper of that number, for whatever program types. */
static bool helper_known(int id)
{
	char log[LOG_SIZE];
	return try_helper(id, BPF_PROG_TYPE_KPROBE, log) && !log_has(log, "invalid func ");
}

/* Programs of that type may call it. */
static bool helper_usable(int id, uint32_t type)
{
	char log[LOG_SIZE];
	return try_helper(id, type, log) && !log_has(log, "invalid func ") && !log_has(log, "unknown func ") &&
	       !log_has(log, "cannot use helper ");
}

/* BPF_LINK_CREATE on a program of the type with an attribute that is wrong in its last part: the errno. */
static int try_link(uint32_t prog_type, uint32_t attach_type, struct kern_link_attr *link)
{
	char log[LOG_SIZE];
	int fd = try_load_return_0(prog_type, attach_type == BPF_PERF_EVENT ? 0 : attach_type, 0, log);
	if (fd < 0)
		return -fd;
	link->prog_fd = (uint32_t)fd;
	link->attach_type = attach_type;
	long r = kern_bpf(BPF_LINK_CREATE, link, sizeof(*link));
	close(fd);
	if (r < 0)
		return (int)-r;
	close((int)r);
	return 0;
}

static bool has_btf(struct kern_features *f)
{
	return !access("/sys/kernel/btf/vmlinux", R_OK);
}

static bool has_ringbuf(struct kern_features *f)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_RINGBUF, .max_entries = (uint32_t)sysconf(_SC_PAGESIZE) };
	int fd = (int)kern_bpf(BPF_MAP_CREATE, &attr, sizeof(attr));
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* BTF id 1 is an integer everywhere: a kernel that takes such programs says that it is not a function. */
static bool has_tracing(struct kern_features *f)
{
	char log[LOG_SIZE];
	try_load_return_0(BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, 1, log);
	return log_has(log, "is not a function");
}

static bool has_kprobe(struct kern_features *f)
{
	return kern_has_kprobe_pmu() || kern_tracefs_has("kprobe_events");
}

/* The symbol list lies at an address that cannot be read: EFAULT from kernels that got so far. */
static bool has_multi(uint32_t attach_type)
{
	struct kern_link_attr link = { 0 };
	link.kprobe_multi.cnt = 1;
	link.kprobe_multi.syms = 1;
	return try_link(BPF_PROG_TYPE_KPROBE, attach_type, &link) == EFAULT;
}

static bool has_kprobe_multi(struct kern_features *f)
{
	return has_multi(KERN_TRACE_KPROBE_MULTI);
}

static bool has_kprobe_session(struct kern_features *f)
{
	return has_multi(KERN_TRACE_KPROBE_SESSION);
}

/* "/" is no regular file: EBADF from kernels that got so far. */
static bool has_uprobe_multi(struct kern_features *f)
{
	static const uint64_t offset;
	struct kern_link_attr link = { 0 };
	link.uprobe_multi.path = kern_ptr("/");
	link.uprobe_multi.offsets = kern_ptr(&offset);
	link.uprobe_multi.cnt = 1;
	return try_link(BPF_PROG_TYPE_KPROBE, KERN_TRACE_UPROBE_MULTI, &link) == EBADF;
}

static bool has_perf_link(struct kern_features *f)
{
	struct kern_link_attr link = { .target_fd = (uint32_t)-1 };
	return try_link(BPF_PROG_TYPE_TRACEPOINT, BPF_PERF_EVENT, &link) == EBADF;
}

static bool has_get_func_ip(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_get_func_ip, BPF_PROG_TYPE_KPROBE);
}

static bool has_get_func_arg(struct kern_features *f)
{
	return helper_known(BPF_FUNC_get_func_arg);
}

static bool has_loop(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_loop, BPF_PROG_TYPE_KPROBE);
}

static bool has_for_each(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_for_each_map_elem, BPF_PROG_TYPE_KPROBE);
}

static bool has_lookup_percpu(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_map_lookup_percpu_elem, BPF_PROG_TYPE_KPROBE);
}

static bool has_atomics(struct kern_features *f)
{
	static const struct bpf_insn insns[] = {
		{ .code = BPF_ST | BPF_MEM | BPF_DW, .dst_reg = BPF_REG_10, .off = -8 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_STX | BPF_ATOMIC | BPF_DW, .dst_reg = BPF_REG_10, .off = -8, .imm = BPF_ADD | BPF_FETCH },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	char log[LOG_SIZE];
	int fd = kern_try_load(insns, ARRAY_LEN(insns), BPF_PROG_TYPE_KPROBE, 0, 0, log);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_task_storage(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_task_storage_get, BPF_PROG_TYPE_KPROBE);
}

static bool has_tai(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_ktime_get_tai_ns, BPF_PROG_TYPE_KPROBE);
}

static bool has_snprintf(struct kern_features *f)
{
	return helper_usable(BPF_FUNC_snprintf, BPF_PROG_TYPE_KPROBE);
}

/* The allocator itself cannot be seen; the user ring buffer's helper came with the same release. */
static bool has_mem_alloc(struct kern_features *f)
{
	return helper_known(BPF_FUNC_user_ringbuf_drain);
}

static bool has_batch(struct kern_features *f)
{
	union bpf_attr attr = { 0 };
	attr.batch.map_fd = (uint32_t)-1;
	return kern_bpf(BPF_MAP_LOOKUP_BATCH, &attr, sizeof(attr)) == -EBADF;
}

static bool has_wide_keys(struct kern_features *f)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_HASH, .key_size = 520, .value_size = 8, .max_entries = 1 };
	int fd = (int)kern_bpf(BPF_MAP_CREATE, &attr, sizeof(attr));
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_d_path(struct kern_features *f)
{
	return helper_known(BPF_FUNC_d_path);
}

/* The helper is old, its use in tracing programs is not: bpf_check_mtu came with the same release. */
static bool has_socket_cookie(struct kern_features *f)
{
	return helper_known(BPF_FUNC_check_mtu);
}

/* A kernel function that programs may call is listed by name in the kernel's BTF. */
static bool has_btf_name(const char *name)
{
	char *data;
	size_t len, name_len = strlen(name);
	if (file_read_all("/sys/kernel/btf/vmlinux", &data, &len))
		return false;
	char *needle = xmalloc(name_len + 2);
	needle[0] = '\0';
	memcpy(needle + 1, name, name_len + 1);
	bool found = memmem(data, len, needle, name_len + 2) != NULL;
	free(needle);
	free(data);
	return found;
}

static bool has_strnstr(struct kern_features *f)
{
	return has_btf_name("bpf_strnstr");
}

static bool has_task_from_pid(struct kern_features *f)
{
	return has_btf_name("bpf_task_from_pid");
}

static bool has_sum_elem_count(struct kern_features *f)
{
	return has_btf_name("bpf_map_sum_elem_count");
}

static bool (*const probes[FEAT_COUNT])(struct kern_features *f) = {
	[FEAT_BTF] = has_btf,
	[FEAT_RINGBUF] = has_ringbuf,
	[FEAT_TRACING] = has_tracing,
	[FEAT_KPROBE] = has_kprobe,
	[FEAT_KPROBE_MULTI] = has_kprobe_multi,
	[FEAT_KPROBE_SESSION] = has_kprobe_session,
	[FEAT_UPROBE_MULTI] = has_uprobe_multi,
	[FEAT_PERF_LINK] = has_perf_link,
	[FEAT_GET_FUNC_IP] = has_get_func_ip,
	[FEAT_GET_FUNC_ARG] = has_get_func_arg,
	[FEAT_LOOP] = has_loop,
	[FEAT_FOR_EACH] = has_for_each,
	[FEAT_LOOKUP_PERCPU] = has_lookup_percpu,
	[FEAT_ATOMICS] = has_atomics,
	[FEAT_TASK_STORAGE] = has_task_storage,
	[FEAT_TAI] = has_tai,
	[FEAT_SNPRINTF] = has_snprintf,
	[FEAT_MEM_ALLOC] = has_mem_alloc,
	[FEAT_BATCH] = has_batch,
	[FEAT_D_PATH] = has_d_path,
	[FEAT_SOCKET_COOKIE] = has_socket_cookie,
	[FEAT_STRNSTR] = has_strnstr,
	[FEAT_TASK_FROM_PID] = has_task_from_pid,
	[FEAT_SUM_ELEM_COUNT] = has_sum_elem_count,
	[FEAT_WIDE_KEYS] = has_wide_keys,
};

struct kern_features *kern_features_new(void)
{
	struct kern_features *f = xcalloc(1, sizeof(*f));
	f->version = kern_version();
	return f;
}

void kern_features_free(struct kern_features *f)
{
	free(f);
}

/*
 * Releases from which on a feature is there whatever the configuration: asking costs more than the rest of a small
 * script's start. Older kernels, which may have it by backport, are asked.
 */
static const uint32_t always_since[FEAT_COUNT] = {
	[FEAT_ATOMICS] = KERNEL_VERSION(5, 12, 0),
	[FEAT_FOR_EACH] = KERNEL_VERSION(5, 13, 0),
	[FEAT_PERF_LINK] = KERNEL_VERSION(5, 15, 0),
	[FEAT_LOOP] = KERNEL_VERSION(5, 17, 0),
	[FEAT_LOOKUP_PERCPU] = KERNEL_VERSION(5, 19, 0),
	[FEAT_TAI] = KERNEL_VERSION(6, 1, 0),
	[FEAT_MEM_ALLOC] = KERNEL_VERSION(6, 1, 0),
};

static bool ask(struct kern_features *f, enum feature which)
{
	kern_unlock_memory();
	return (always_since[which] && f->version >= always_since[which]) || probes[which](f);
}

bool kern_feature(struct kern_features *f, enum feature which)
{
	assert(which < FEAT_COUNT && probes[which]);
	if (!f->answers[which].asked) {
		f->answers[which].has = ask(f, which);
		f->answers[which].asked = true;
	}
	return f->answers[which].has;
}

void kern_feature_disable(struct kern_features *f, enum feature which)
{
	f->answers[which].asked = true;
	f->answers[which].has = false;
}

static bool answer(void *ctx, enum feature which)
{
	return kern_feature(ctx, which);
}

void kern_features_hook(struct kern_features *f, struct features *ret)
{
	*ret = (struct features){ .has = answer, .ctx = f, .version = f->version,
				  .cpus = kern_possible_cpus() };
}
