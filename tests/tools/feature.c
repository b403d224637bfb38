/*
 * What a case may require of the machine, each found out by itself and once: a row is a name and a test. The BPF
 * features are tried with bpf(2) and the smallest program there is.
 */
#include "runcases.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

/* --- files --- */

static bool exists(const char *path)
{
	return !access(path, F_OK);
}

static bool has_root(void)
{
	return !geteuid();
}

static bool has_kprobe(void)
{
	return exists("/sys/bus/event_source/devices/kprobe");
}

static bool has_uprobe(void)
{
	return exists("/sys/bus/event_source/devices/uprobe");
}

static bool has_tracefs(void)
{
	return exists("/sys/kernel/tracing/available_events") || exists("/sys/kernel/debug/tracing/available_events");
}

static bool has_syscall_tracepoints(void)
{
	return exists("/sys/kernel/tracing/events/syscalls") || exists("/sys/kernel/debug/tracing/events/syscalls");
}

static bool has_btf(void)
{
	return exists("/sys/kernel/btf/vmlinux");
}

/* Nothing but the case is at work on this machine, so that unfiltered counts are exact. */
static bool is_quiet(void)
{
	return options.quiet_machine;
}

static bool has_two_cpus(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

/* --- perf --- */

static bool perf_opens(uint32_t type, uint64_t config)
{
	struct perf_event_attr attr = { .type = type, .size = sizeof(attr), .config = config, .sample_period = 1000000 };
	int fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_perf(void)
{
	return perf_opens(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK);
}

static bool has_hardware(void)
{
	return perf_opens(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES);
}

/* --- BPF --- */

enum { KPROBE_MULTI = 42, UPROBE_MULTI = 48, KPROBE_SESSION = 56 }; /* newer than the headers we build with */

/* Newer than the headers too: the end of the link part of bpf_attr. */
struct link_attr {
	uint32_t prog_fd, target, attach_type, flags;
	union {
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

static int bpf(int command, void *attr, size_t size)
{
	return (int)syscall(SYS_bpf, command, attr, size);
}

/* r0 = 0; exit */
static int load_empty(uint32_t prog_type, uint32_t attach_type, uint32_t btf_id)
{
	static const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = prog_type,
		.expected_attach_type = attach_type,
		.attach_btf_id = btf_id,
		.insns = (uintptr_t)code,
		.insn_cnt = 2,
		.license = (uintptr_t) "GPL",
	};

	return bpf(BPF_PROG_LOAD, &attr, sizeof(attr));
}

/* The bytes that follow a type's header in BTF. */
static size_t type_tail(const struct btf_type *t)
{
	uint32_t n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return 4;
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return n * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
	case BTF_KIND_ENUM64:
		return n * 12;
	default:
		return 0;
	}
}

static char *read_btf(void)
{
	static char *btf;
	enum { MOST = 64 << 20 };
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n = 1;

	if (fd < 0 || btf)
		return btf;
	btf = zalloc(MOST);
	while (n > 0 && len < MOST) {
		n = read(fd, btf + len, MOST - len);
		len += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	return btf;
}

/* The id of a kernel function in BTF, 0 if there is none. */
static uint32_t function_id(const char *name)
{
	const char *btf = read_btf(), *at, *end, *strings;
	struct btf_header h;

	if (!btf)
		return 0;
	memcpy(&h, btf, sizeof(h));
	at = btf + h.hdr_len + h.type_off;
	end = at + h.type_len;
	strings = btf + h.hdr_len + h.str_off;
	for (uint32_t id = 1; at < end; id++) {
		const struct btf_type *t = (const void *)at;

		if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC && !strcmp(strings + t->name_off, name))
			return id;
		at += sizeof(*t) + type_tail(t);
	}
	return 0;
}

static bool close_both(int prog, int link)
{
	if (link >= 0)
		close(link);
	if (prog >= 0)
		close(prog);
	return link >= 0;
}

/* fentry, fexit. */
static bool has_tracing(void)
{
	uint32_t id = function_id("do_sys_openat2");
	int fd = id ? load_empty(BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, id) : -1;
	union bpf_attr attr = { .raw_tracepoint.prog_fd = (uint32_t)fd };

	return close_both(fd, fd >= 0 ? bpf(BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr)) : -1);
}

static bool has_iter(void)
{
	uint32_t id = function_id("bpf_iter_task");
	int fd = id ? load_empty(BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER, id) : -1;
	union bpf_attr attr = { .link_create = { .prog_fd = (uint32_t)fd, .attach_type = BPF_TRACE_ITER } };

	return close_both(fd, fd >= 0 ? bpf(BPF_LINK_CREATE, &attr, sizeof(attr)) : -1);
}

static bool kprobe_link(uint32_t attach_type)
{
	const char *symbol = "do_sys_openat2";
	int fd = load_empty(BPF_PROG_TYPE_KPROBE, attach_type, 0);
	struct link_attr attr = { .prog_fd = (uint32_t)fd, .attach_type = attach_type };

	attr.kprobe_multi.cnt = 1;
	attr.kprobe_multi.syms = (uintptr_t)&symbol;
	return close_both(fd, fd >= 0 ? bpf(BPF_LINK_CREATE, &attr, sizeof(attr)) : -1);
}

static bool has_kprobe_multi(void)
{
	return kprobe_link(KPROBE_MULTI);
}

static bool has_kprobe_session(void)
{
	return kprobe_link(KPROBE_SESSION);
}

/* A probe at the start of this program's file, in no text of it: accepted, and never hit. */
static bool has_uprobe_multi(void)
{
	const char *path = "/proc/self/exe";
	uint64_t offset = 0;
	int fd = load_empty(BPF_PROG_TYPE_KPROBE, UPROBE_MULTI, 0);
	struct link_attr attr = { .prog_fd = (uint32_t)fd, .attach_type = UPROBE_MULTI };

	attr.uprobe_multi.path = (uintptr_t)path;
	attr.uprobe_multi.offsets = (uintptr_t)&offset;
	attr.uprobe_multi.cnt = 1;
	return close_both(fd, fd >= 0 ? bpf(BPF_LINK_CREATE, &attr, sizeof(attr)) : -1);
}

/* --- words with an argument --- */

/* Two version numbers as one: 5.10 is 5010. */
static long version_number(const char *s)
{
	char *rest;
	long major = strtol(s, &rest, 10);

	return major * 1000 + (*rest == '.' ? strtol(rest + 1, NULL, 10) : 0);
}

static int kernel_version(const char *word)
{
	struct utsname u;
	long wanted, running;

	uname(&u);
	running = version_number(u.release);
	if (starts_with(word, ">=")) {
		wanted = version_number(word + 2);
		return running >= wanted;
	}
	if (starts_with(word, "<")) {
		wanted = version_number(word + 1);
		return running < wanted;
	}
	return -1;
}

static int program_present(const char *name)
{
	struct lines dirs;
	char *path = strdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");

	for (char *c = path; *c; c++)
		if (*c == ':')
			*c = '\n';
	dirs = split_lines(path);
	for (size_t i = 0; i < dirs.n; i++)
		if (!access(format("%s/%s", dirs.line[i], name), X_OK))
			return 1;
	return 0;
}

static int module_present(const char *name)
{
	return exists(format("/sys/module/%s", name));
}

static int architecture_is(const char *name)
{
	struct utsname u;

	uname(&u);
	return !strcmp(u.machine, name);
}

static int function_present(const char *name)
{
	return function_id(name) != 0;
}

/* --- the tables --- */

static struct {
	const char *name;
	bool (*test)(void);
	bool known, present;
} features[] = {
	{ "root", has_root, false, false },
	{ "quiet", is_quiet, false, false },
	{ "smp", has_two_cpus, false, false },
	{ "btf", has_btf, false, false },
	{ "tracefs", has_tracefs, false, false },
	{ "tracepoint", has_tracefs, false, false },
	{ "syscalls", has_syscall_tracepoints, false, false },
	{ "kprobe", has_kprobe, false, false },
	{ "uprobe", has_uprobe, false, false },
	{ "perf", has_perf, false, false },
	{ "hardware", has_hardware, false, false },
	{ "tracing", has_tracing, false, false },
	{ "iter", has_iter, false, false },
	{ "kprobe_multi", has_kprobe_multi, false, false },
	{ "kprobe_session", has_kprobe_session, false, false },
	{ "uprobe_multi", has_uprobe_multi, false, false },
};

static const struct {
	const char *prefix;
	int (*test)(const char *argument);
} parametric[] = {
	{ "kernel", kernel_version },	   { "program:", program_present }, { "module:", module_present },
	{ "function:", function_present }, { "arch:", architecture_is },
};

int feature_present(const char *word)
{
	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		if (strcmp(features[i].name, word))
			continue;
		if (!features[i].known)
			features[i].present = features[i].test();
		features[i].known = true;
		return features[i].present;
	}
	for (size_t i = 0; i < sizeof(parametric) / sizeof(parametric[0]); i++)
		if (starts_with(word, parametric[i].prefix))
			return parametric[i].test(word + strlen(parametric[i].prefix));
	return -1;
}

void feature_print_all(void)
{
	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		printf("%-16s %s\n", features[i].name, feature_present(features[i].name) ? "yes" : "no");
}
