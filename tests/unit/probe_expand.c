/* Attach points: what they expand to, and the exact texts of what is wrong with them. */
#include <unistd.h>

#include "lang_helper.h"
#include "probe/probe.h"

struct probe_fixture {
	struct lang_fixture lang;
	struct config config;
	struct features features;
	struct probe_env env;
};

static bool nothing(void *ctx, enum feature f) { return false; }

static void probe_open(struct probe_fixture *f)
{
	*f = (struct probe_fixture){ .features = { .has = nothing } };
	lang_open(&f->lang);
	config_init(&f->config);
	f->env = (struct probe_env){
		.arena = f->lang.arena,
		.diags = &f->lang.diags,
		.types = f->lang.env.types,
		.config = &f->config,
		.features = &f->features,
		.lang = &f->lang.env,
		.sources = probe_sources_new("tests/unit/data/traceable"),
		.compile_only = true,
	};
}

static void probe_close(struct probe_fixture *f)
{
	probe_sources_free(f->env.sources);
	lang_close(&f->lang);
}

/* The targets' texts of a probe's attach points, one a line, or the messages. */
static const char *expand(struct probe_fixture *f, const char *attach_points)
{
	struct program *p = lang_parse(&f->lang, arena_sprintf(f->lang.arena, "%s {}", attach_points));
	struct target_vec targets = { 0 };
	for (size_t i = 0; i < p->items.len; i++)
		for (size_t k = 0; k < p->items.data[i].probe->attach_points.len; k++)
			probe_expand(&f->env, p->items.data[i].probe->attach_points.data[k], &targets);
	if (f->lang.diags.list.len)
		return lang_messages(&f->lang);
	strbuf_clear(&f->lang.text);
	for (size_t i = 0; i < targets.len; i++)
		strbuf_printf(&f->lang.text, "%s%s", i ? "\n" : "", targets.data[i]->text);
	return strbuf_str(&f->lang.text);
}

static void check_expands(const char *points, const char *want, const char *file, int line)
{
	struct probe_fixture f;
	probe_open(&f);
	unit_check_str(expand(&f, points), want, file, line, points);
	probe_close(&f);
}
#define CHECK_EXPANDS(points, want) check_expands(points, want, __FILE__, __LINE__)

TEST(probe_providers)
{
	CHECK_EXPANDS("foo:bar", "1-8 Invalid probe type: foo");
	CHECK_EXPANDS("I:s:1", "1-6 Invalid provider: 'i'");
	CHECK_EXPANDS("INTERVAL:s:1", "interval:s:1");
	CHECK_EXPANDS("zz*:a", "1-6 No probe type matched for zz*");
	CHECK_EXPANDS("begin, END", "begin\nend");
	CHECK_EXPANDS("begin:*", "begin");
	CHECK_EXPANDS("begin:x", "1-8 begin probe type requires 0 arguments, found 1");
	CHECK_EXPANDS("soft*:cpu", "software:cpu");
}

TEST(probe_arity)
{
	CHECK_EXPANDS("kprobe:a:b:c", "1-13 kprobe probe type requires 1 or 2 arguments, found 3");
	CHECK_EXPANDS("test", "1-5 test probe type requires 1 arguments, found 0");
	CHECK_EXPANDS("rt:a:b:c", "1-9 rawtracepoint probe type requires 2 or 1 arguments, found 3");
	CHECK_EXPANDS("it:a:b:c", "1-9 iter probe type takes 2 arguments (1 optional)");
	CHECK_EXPANDS("t:foo", "1-6 tracepoint probe type requires 2 arguments, found 1");
	CHECK_EXPANDS("watchpoint:1:2", "1-15 watchpoint probe type requires 3 arguments, found 2");
}

TEST(probe_timers)
{
	CHECK_EXPANDS("i:20ms", "interval:us:20000");
	CHECK_EXPANDS("i:ms:20", "interval:ms:20");
	CHECK_EXPANDS("p:hz:99", "profile:hz:99");
	CHECK_EXPANDS("interval:1000000", "interval:us:1000");
	CHECK_EXPANDS("i:us:1e3", "interval:us:1000");
	CHECK_EXPANDS("p:500", "1-6 Invalid rate of profile probe. Minimum is 1000 or 1us. Found: 500 nanoseconds");
	CHECK_EXPANDS("i:ms:$1", "1-8 Invalid rate of interval probe: invalid integer: ");
	CHECK_EXPANDS("i:hz", "1-5 Invalid rate of interval probe: invalid integer: hz");
	CHECK_EXPANDS("p:hz:0", "1-7 profile frequency should be a positive integer");
	CHECK_EXPANDS("i:min:1", "1-8 min is not an accepted unit of time");
}

TEST(probe_perf_events)
{
	CHECK_EXPANDS("s:cpu:1000000", "software:cpu:1000000");
	CHECK_EXPANDS("s:cpu", "software:cpu");
	CHECK_EXPANDS("h:cycles:10", "hardware:cycles:10");
	CHECK_EXPANDS("s:nope", "1-7 nope is not a software probe");
	CHECK_EXPANDS("s:cpu*", "1-7 wildcards are not allowed for software probe type");
	CHECK_EXPANDS("s::1", "1-5 software probe must have a software event name");
	CHECK_EXPANDS("s:faults:", "1-10 Invalid count for software probe: invalid integer: ");
}

TEST(probe_self_and_tests)
{
	CHECK_EXPANDS("self:signal:SIGUSR1", "self:signal:SIGUSR1");
	CHECK_EXPANDS("self:signal:SIGUSR2", "1-20 SIGUSR2 is not a supported signal");
	CHECK_EXPANDS("self:foo:SIGUSR1", "1-17 foo is not a supported trigger");
	CHECK_EXPANDS("test:", "1-6 test probes must have a name");
	CHECK_EXPANDS("test:a, bench:a", "test:a\nbench:a");
	CHECK_EXPANDS("test:a, test:a", "9-15 \"a\" was used as the name for more than one TEST probe\n"
					"+ 1-7 this is the other instance");
}

TEST(probe_kprobes)
{
	CHECK_EXPANDS("k:vfs_read", "kprobe:vfs_read");
	CHECK_EXPANDS("kprobe:vfs_read+0x4", "kprobe:vfs_read+4");
	CHECK_EXPANDS("kprobe:vfs_read+0", "kprobe:vfs_read");
	CHECK_EXPANDS("kprobe:vmlinux:vfs_read", "kprobe:vmlinux:vfs_read");
	CHECK_EXPANDS("kr:vfs_*", "kretprobe:vfs_read\nkretprobe:vfs_write");
	CHECK_EXPANDS("k:*:mod_*", "kprobe:amod:mod_init");
	CHECK_EXPANDS("kprobe:vfs_read+1+2", "1-20 Cannot take more than one offset");
	CHECK_EXPANDS("kprobe:vfs_read+", "1-17 Invalid offset");
	CHECK_EXPANDS("kprobe:vfs_read+zz", "1-19 Invalid offset: invalid integer: zz");
	CHECK_EXPANDS("kr:vfs_read+1", "1-14 Offset not allowed");
	CHECK_EXPANDS("kprobe:", "1-8 kprobes should be attached to a function or an address");
	CHECK_EXPANDS("kprobe:0x1234", "1-14 Probing by address requires --unsafe");
	CHECK_EXPANDS("kprobe:nomod:f", "1-15 specified module nomod in probe kprobe:nomod:f is not loaded.");
	CHECK_EXPANDS("kprobe:nope",
		      "1-12 nope is not traceable (either non-existing, inlined, or marked as \"notrace\"); attaching to it "
		      "will likely fail\n1-12 No matches for kprobe nope.");
	CHECK_EXPANDS("kprobe:rcu_gp",
		      "1-14 rcu_gp is not traceable (either non-existing, inlined, or marked as \"notrace\"); attaching to "
		      "it will likely fail\n1-14 No matches for kprobe rcu_gp.");
}

TEST(probe_kprobe_clone)
{
	struct probe_fixture f;
	struct target_vec targets = { 0 };
	probe_open(&f);
	struct program *p = lang_parse(&f.lang, "kprobe:switched {}");
	CHECK_INT(probe_expand(&f.env, p->items.data[0].probe->attach_points.data[0], &targets), 0);
	REQUIRE(targets.len == 1);
	CHECK_STR(targets.data[0]->text, "kprobe:switched");
	CHECK_STR(targets.data[0]->symbol, "switched.isra.0");
	CHECK_INT(f.lang.diags.list.data[0]->id, D_PROBE_RENAMED);
	probe_close(&f);
}

TEST(probe_missing_policy)
{
	struct probe_fixture f;
	probe_open(&f);
	f.config.missing_probes = MISSING_WARN;
	CHECK_STR(expand(&f, "rt:x, kprobe:nope"),
		  "1-5 rawtracepoints require kernel BTF. Try using a 'tracepoint' instead.\n"
		  "7-18 nope is not traceable (either non-existing, inlined, or marked as \"notrace\"); attaching to it "
		  "will likely fail\n7-18 No matches for kprobe nope. Skipping.");
	probe_close(&f);
	probe_open(&f);
	f.config.missing_probes = MISSING_IGNORE;
	CHECK_STR(expand(&f, "kprobe:nope"), "");
	probe_close(&f);
}

TEST(probe_addresses_with_unsafe)
{
	struct probe_fixture f;
	probe_open(&f);
	f.env.unsafe = true;
	CHECK_STR(expand(&f, "kprobe:0x12345678"), "kprobe:305419896");
	CHECK_STR(expand(&f, "kprobe:not_there"), "kprobe:not_there");
	probe_close(&f);
}

TEST(probe_syscall_numbers)
{
	uint64_t n;
	SKIP_UNLESS(arch_host() == &arch_x86_64);
	CHECK_INT(probe_syscall_event("syscalls", "sys_enter_openat", &n), SYSCALL_ENTER);
	CHECK_INT(n, 257);
	CHECK_INT(probe_syscall_event("syscalls", "sys_exit_newuname", &n), SYSCALL_EXIT);
	CHECK_INT(n, 63);
	CHECK_INT(probe_syscall_event("syscalls", "sys_enter_nonsense", &n), SYSCALL_NONE);
	CHECK_INT(probe_syscall_event("raw_syscalls", "sys_enter", &n), SYSCALL_NONE);
}

static void count_event(void *ctx, const char *category, const char *event) { ++*(unsigned *)ctx; }

TEST(probe_tracepoints)
{
	struct probe_fixture f;
	unsigned events = 0;
	SKIP_UNLESS(tracefs_root() && !access("/sys/kernel/tracing/events/sched/sched_switch/id", R_OK));
	CHECK_EXPANDS("t:sched:sched_switch", "tracepoint:sched:sched_switch");
	CHECK_EXPANDS("t:sched:nope", "1-13 No matches for tracepoint sched:nope.");
	CHECK_EXPANDS("t:syscall:x", "1-12 No matches for tracepoint syscall:x.\nHINT: Did you mean syscalls:x?");
	CHECK_EXPANDS("t:*:sched_switc*", "tracepoint:sched:sched_switch");
	CHECK_EXPANDS("t:sched_switc*", "tracepoint:sched:sched_switch");
	CHECK_EXPANDS("t:sched:../x", "1-13 No matches for tracepoint sched:../x.");
	probe_open(&f);
	probe_each_event(&f.env, "syscalls", "sys_enter_*", count_event, &events);
	CHECK(events > 100);
	probe_close(&f);
}

TEST(probe_uprobes)
{
	CHECK_EXPANDS("u:/nonexistent:f", "1-17 uprobe target file '/nonexistent' does not exist or is not executable");
	CHECK_EXPANDS("u:f", "1-4 uprobe probe type requires 2 or 3 arguments, found 1");
	CHECK_EXPANDS("u::f", "1-5 uprobe should have a target");
	CHECK_EXPANDS("ur:/bin/x:f+1", "1-14 uretprobes can not be attached to a function offset");
	CHECK_EXPANDS("u:/bin/x:zig:\"f\"", "1-17 unsupported language type: zig");
}

TEST(probe_kinds_are_complete)
{
	for (const struct probe_kind *const *k = probe_kinds; *k; k++) {
		CHECK((*k)->expand != NULL);
		CHECK(probe_kind_find((*k)->name) == *k);
		CHECK(probe_kind_by_bit((*k)->bit) == *k);
		for (const char *const *a = (*k)->aliases; a && *a; a++)
			CHECK(probe_kind_find(*a) == *k);
	}
	CHECK(probe_kind_find("F") == NULL);
	CHECK(probe_kind_find("U") == &probe_usdt);
}
