/* Ways to attach that this kernel may have, with a program that counts in a map. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/insns.h"
#include "kernel/kernel.h"
#include "kernel/tracefs.h"
#include "symbol/symbol.h"
#include "unit.h"

struct counter {
	struct kern_map map;
	int prog_fd;
};

static const struct ir_map counter_def = { .name = "n", .bpf_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8,
					   .max_entries = 1, .present_offset = UINT32_MAX };

/* A program that adds 1 to the map's only element. */
static bool counter_new(struct counter *c, uint32_t prog_type, uint32_t attach_type)
{
	if (kern_map_create(&counter_def, 0, 0, 0, &c->map))
		return false;
	struct bpf_insn insns[] = {
		INSN(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, 0, 0, 0), INSN(0, 0, 0, 0, 0),
		MOV_IMM(BPF_REG_2, 1),
		INSN(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_1, BPF_REG_2, 0, BPF_ADD),
		MOV_IMM(BPF_REG_0, 0), EXIT(),
	};
	struct cg_program p = { .name = "count", .insns = insns, .insn_count = ARRAY_LEN(insns) };
	struct kern_load load = { .name = "count", .prog_type = prog_type, .attach_type = attach_type };
	vec_push(NULL, &p.relocs, ((struct cg_reloc){ .insn = 0, .kind = CG_RELOC_MAP_VALUE, .index = 0 }));
	c->prog_fd = kern_prog_load(&p, &load, &c->map, NULL);
	vec_free(&p.relocs);
	return c->prog_fd >= 0;
}

static uint64_t counter_value(const struct counter *c)
{
	uint32_t key = 0;
	uint64_t n = 0;
	kern_map_lookup(c->map.fd, &key, &n);
	return n;
}

static void counter_done(struct counter *c)
{
	close(c->prog_fd);
	kern_map_close(&c->map);
}

__attribute__((noinline)) static int links_test_target(int x)
{
	__asm__ volatile("" : "+r"(x));
	return x + 1;
}

/* Offset in this program's file of the function above. */
static uint64_t target_offset(void)
{
	struct sym_elf *e;
	struct sym_elf_function f = { 0 };
	if (!sym_elf_open("/proc/self/exe", &e)) {
		sym_elf_find(e, "links_test_target", &f);
		sym_elf_close(e);
	}
	return f.file_offset;
}

/* Calls the target three times with the event attached, then closes it. */
static void check_event(struct counter *c, int event_fd, bool use_link)
{
	uint64_t before = counter_value(c);
	CHECK(event_fd >= 0);
	int link = kern_attach_perf(event_fd, c->prog_fd, use_link, 77);
	CHECK(use_link ? link > 0 : link == 0);
	for (int i = 0; i < 3; i++)
		links_test_target(i);
	CHECK_INT(counter_value(c) - before, 3);
	if (link > 0)
		close(link);
	close(event_fd);
	links_test_target(1);
	CHECK_INT(counter_value(c) - before, 3);
}

static bool has_feature(enum feature which)
{
	struct kern_features *f = kern_features_new();
	bool has = !geteuid() && kern_feature(f, which);
	kern_features_free(f);
	return has;
}

TEST(kernel_uprobes_by_pmu)
{
	struct counter c = { 0 };
	uint64_t offset = target_offset();
	SKIP_UNLESS(!geteuid() && !access("/sys/bus/event_source/devices/uprobe", F_OK));
	REQUIRE(counter_new(&c, BPF_PROG_TYPE_KPROBE, 0));
	for (int is_return = 0; is_return < 2; is_return++) {
		check_event(&c, kern_open_uprobe("/proc/self/exe", offset, 0, is_return, 0), false);
		check_event(&c, kern_open_uprobe("/proc/self/exe", offset, getpid(), is_return, 0), false);
		if (has_feature(FEAT_PERF_LINK))
			check_event(&c, kern_open_uprobe("/proc/self/exe", offset, 0, is_return, 0), true);
	}
	CHECK_INT(kern_open_uprobe("/no/such/file", offset, 0, false, 0), -ENOENT);
	counter_done(&c);
}

TEST(kernel_uprobes_by_multi_link)
{
	struct counter c = { 0 };
	uint64_t offset = target_offset();
	SKIP_UNLESS(has_feature(FEAT_UPROBE_MULTI));
	REQUIRE(counter_new(&c, BPF_PROG_TYPE_KPROBE, KERN_TRACE_UPROBE_MULTI));
	int link = kern_attach_uprobe_multi(c.prog_fd, "/proc/self/exe", &offset, NULL, NULL, 1, getpid(), false);
	CHECK(link > 0);
	links_test_target(5);
	CHECK_INT(counter_value(&c), 1);
	close(link);
	counter_done(&c);
}

/* The text of uprobe_events; empty if there is none. */
static char *read_uprobe_events(void)
{
	char *path = xasprintf("%s/uprobe_events", tracefs_root()), *text;
	if (file_read_all(path, &text, NULL))
		text = xstrdup("");
	free(path);
	return text;
}

TEST(kernel_uprobes_by_tracefs_leave_nothing)
{
	struct counter c = { 0 };
	SKIP_UNLESS(!geteuid() && tracefs_root() && !access("/sys/bus/event_source/devices/uprobe", F_OK));
	char exe[256] = "", event[KERN_EVENT_NAME_SIZE];
	REQUIRE(readlink("/proc/self/exe", exe, sizeof(exe) - 1) > 0);
	char *place = xasprintf("%s:0x%llx", exe, (unsigned long long)target_offset());
	int err = kern_tracefs_define("uprobe_events", 'p', place, event);
	CHECK_INT(err, 0);
	CHECK_INT(kern_tracefs_define("uprobe_events", 'p', place, event), 0);
	free(place);
	REQUIRE(!err);
	char *with = read_uprobe_events();
	CHECK(strstr(with, event));
	REQUIRE(counter_new(&c, BPF_PROG_TYPE_KPROBE, 0));
	int64_t id = kern_tracefs_event_id(event);
	CHECK(id > 0);
	check_event(&c, kern_open_tracepoint((uint64_t)id), false);
	kern_remove_probe_events();
	char *without = read_uprobe_events();
	CHECK(!strstr(without, event));
	free(with);
	free(without);
	counter_done(&c);
}

TEST(kernel_tracepoints_raw_and_perf)
{
	struct counter raw = { 0 }, perf = { 0 };
	SKIP_UNLESS(!geteuid() && tracefs_root());
	REQUIRE(counter_new(&raw, BPF_PROG_TYPE_RAW_TRACEPOINT, 0));
	REQUIRE(counter_new(&perf, BPF_PROG_TYPE_TRACEPOINT, 0));
	int link = kern_attach_raw_tracepoint(raw.prog_fd, "sys_enter");
	CHECK(link > 0);
	CHECK_INT(kern_attach_raw_tracepoint(raw.prog_fd, "no_such_event"), -ENOENT);
	int64_t id = kern_tracefs_event_id("syscalls/sys_enter_getppid");
	int event = id > 0 ? kern_open_tracepoint((uint64_t)id) : -1;
	CHECK(event >= 0);
	CHECK(kern_attach_perf(event, perf.prog_fd, has_feature(FEAT_PERF_LINK), 0) >= 0);
	for (int i = 0; i < 5; i++)
		getppid();
	CHECK(counter_value(&raw) >= 5);
	CHECK(counter_value(&perf) >= 5);
	close(link);
	close(event);
	counter_done(&raw);
	counter_done(&perf);
}

TEST(kernel_kprobes)
{
	struct counter c = { 0 }, multi = { 0 };
	SKIP_UNLESS(has_feature(FEAT_KPROBE));
	REQUIRE(counter_new(&c, BPF_PROG_TYPE_KPROBE, 0));
	int event = kern_open_kprobe("do_sys_openat2", 0, 0, false);
	CHECK(event >= 0);
	int link = kern_attach_perf(event, c.prog_fd, has_feature(FEAT_PERF_LINK), 0);
	CHECK(link >= 0);
	CHECK(kern_open_kprobe("no_such_function_at_all", 0, 0, false) < 0);
	close(open("/dev/null", O_RDONLY));
	CHECK(counter_value(&c) >= 1);
	if (link > 0)
		close(link);
	close(event);
	if (has_feature(FEAT_KPROBE_MULTI)) {
		const char *const functions[] = { "do_sys_openat2" };
		REQUIRE(counter_new(&multi, BPF_PROG_TYPE_KPROBE, KERN_TRACE_KPROBE_MULTI));
		link = kern_attach_kprobe_multi(multi.prog_fd, KERN_TRACE_KPROBE_MULTI, functions, 1, true, NULL);
		CHECK(link > 0);
		close(open("/dev/null", O_RDONLY));
		CHECK(counter_value(&multi) >= 1);
		close(link);
		counter_done(&multi);
	}
	counter_done(&c);
}
