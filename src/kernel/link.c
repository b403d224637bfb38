/* Attaching: perf events, kprobes and uprobes by PMU or tracefs, links of every kind. */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/internal.h"
#include "kernel/tracefs.h"

/* ---- perf events ---- */

int kern_perf_open(const void *perf_event_attr, int pid, int cpu)
{
	int fd = (int)syscall(SYS_perf_event_open, perf_event_attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Probes are told by their place, not by a CPU: a program on the event runs on all of them, whatever the event's. */
static int open_everywhere(const struct perf_event_attr *attr, int pid)
{
	return pid > 0 ? kern_perf_open(attr, pid, -1) : kern_perf_open(attr, -1, 0);
}

int kern_attach_perf(int perf_fd, int prog_fd, bool use_link, uint64_t cookie)
{
	int link_fd = 0;
	if (use_link) {
		struct kern_link_attr attr = { .prog_fd = (uint32_t)prog_fd, .target_fd = (uint32_t)perf_fd };
		attr.attach_type = BPF_PERF_EVENT;
		attr.perf_event.bpf_cookie = cookie;
		link_fd = (int)kern_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
		if (link_fd < 0)
			return link_fd;
	} else if (ioctl(perf_fd, PERF_EVENT_IOC_SET_BPF, prog_fd)) {
		return -errno;
	}
	if (ioctl(perf_fd, PERF_EVENT_IOC_ENABLE, 0)) {
		int err = -errno;
		if (link_fd > 0)
			close(link_fd);
		return err;
	}
	return link_fd;
}

int kern_open_tracepoint(uint64_t id)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .config = id };
	return open_everywhere(&attr, 0);
}

/* ---- kprobes and uprobes ---- */

/* First number in a file of the PMU's folder, behind an optional "config:"; -errno. */
static int read_pmu_number(const char *pmu, const char *file)
{
	char path[128], *text;
	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/%s", pmu, file);
	int err = file_read_all(path, &text, NULL), n;
	if (err)
		return err;
	const char *digits = str_starts(text, "config:") ? text + strlen("config:") : text;
	if (sscanf(digits, "%d", &n) != 1 || n < 0)
		n = -EINVAL;
	free(text);
	return n;
}

/* An attribute for the PMU's events; -ENOENT if the kernel has no such PMU. */
static int init_pmu_attr(const char *pmu, bool is_return, struct perf_event_attr *ret)
{
	int type = read_pmu_number(pmu, "type");
	if (type < 0)
		return type;
	*ret = (struct perf_event_attr){ .type = (uint32_t)type, .size = sizeof(*ret) };
	if (!is_return)
		return 0;
	int bit = read_pmu_number(pmu, "format/retprobe");
	if (bit < 0)
		return bit;
	ret->config |= 1ull << bit;
	return 0;
}

bool kern_has_kprobe_pmu(void)
{
	return read_pmu_number("kprobe", "type") > 0;
}

static int open_traced_event(const char *event, int pid)
{
	int64_t id = kern_tracefs_event_id(event);
	if (id < 0)
		return (int)id;
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr), .config = (uint64_t)id };
	return open_everywhere(&attr, pid);
}

static int open_kprobe_event(const char *func, uint64_t addr, uint64_t offset, bool is_return)
{
	char *place = func ? xasprintf("%s+%llu", func, (unsigned long long)offset)
			   : xasprintf("0x%llx", (unsigned long long)addr);
	char event[KERN_EVENT_NAME_SIZE];
	int err = kern_tracefs_define("kprobe_events", is_return ? 'r' : 'p', place, event);
	free(place);
	return err ? err : open_traced_event(event, 0);
}

int kern_open_kprobe(const char *func, uint64_t addr, uint64_t offset, bool is_return)
{
	struct perf_event_attr attr;
	int err = init_pmu_attr("kprobe", is_return, &attr);
	if (err == -ENOENT)
		return open_kprobe_event(func, addr, offset, is_return);
	if (err)
		return err;
	attr.config1 = kern_ptr(func);
	attr.config2 = func ? offset : addr;
	return open_everywhere(&attr, 0);
}

static int open_uprobe_event(const char *path, uint64_t offset, int pid, bool is_return, uint64_t ref_ctr_offset)
{
	char *place = xasprintf("%s:0x%llx", path, (unsigned long long)offset), event[KERN_EVENT_NAME_SIZE];
	if (ref_ctr_offset) {
		char *counted = xasprintf("%s(0x%llx)", place, (unsigned long long)ref_ctr_offset);
		free(place);
		place = counted;
	}
	int err = kern_tracefs_define("uprobe_events", is_return ? 'r' : 'p', place, event);
	free(place);
	return err ? err : open_traced_event(event, pid);
}

int kern_open_uprobe(const char *path, uint64_t offset, int pid, bool is_return, uint64_t ref_ctr_offset)
{
	struct perf_event_attr attr;
	int err = init_pmu_attr("uprobe", is_return, &attr);
	if (err == -ENOENT)
		return open_uprobe_event(path, offset, pid, is_return, ref_ctr_offset);
	if (err)
		return err;
	if (ref_ctr_offset) {
		int shift = read_pmu_number("uprobe", "format/ref_ctr_offset");
		if (shift < 0 || ref_ctr_offset >> (64 - shift))
			return -EINVAL;
		attr.config |= ref_ctr_offset << shift;
	}
	attr.config1 = kern_ptr(path);
	attr.config2 = offset;
	return open_everywhere(&attr, pid);
}

/* ---- links ---- */

enum { MULTI_RETURN = 1 }; /* BPF_F_KPROBE_MULTI_RETURN, BPF_F_UPROBE_MULTI_RETURN */

int kern_attach_kprobe_multi(int prog_fd, uint32_t attach_type, const char *const *syms, uint32_t n, bool is_return,
			     const uint64_t *cookies)
{
	struct kern_link_attr attr = { .prog_fd = (uint32_t)prog_fd, .attach_type = attach_type };
	attr.kprobe_multi.flags = is_return ? MULTI_RETURN : 0;
	attr.kprobe_multi.cnt = n;
	attr.kprobe_multi.syms = kern_ptr(syms);
	attr.kprobe_multi.cookies = kern_ptr(cookies);
	return (int)kern_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
}

int kern_attach_uprobe_multi(int prog_fd, const char *path, const uint64_t *offsets, const uint64_t *ref_ctr_offsets,
			     const uint64_t *cookies, uint32_t n, int pid, bool is_return)
{
	struct kern_link_attr attr = { .prog_fd = (uint32_t)prog_fd, .attach_type = KERN_TRACE_UPROBE_MULTI };
	attr.uprobe_multi.path = kern_ptr(path);
	attr.uprobe_multi.offsets = kern_ptr(offsets);
	attr.uprobe_multi.ref_ctr_offsets = kern_ptr(ref_ctr_offsets);
	attr.uprobe_multi.cookies = kern_ptr(cookies);
	attr.uprobe_multi.cnt = n;
	attr.uprobe_multi.flags = is_return ? MULTI_RETURN : 0;
	attr.uprobe_multi.pid = pid > 0 ? (uint32_t)pid : 0;
	return (int)kern_bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
}

int kern_attach_raw_tracepoint(int prog_fd, const char *name)
{
	union bpf_attr attr = { 0 };
	attr.raw_tracepoint.name = kern_ptr(name);
	attr.raw_tracepoint.prog_fd = (uint32_t)prog_fd;
	return (int)kern_bpf(BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));
}
