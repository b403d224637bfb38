/* Event formats: types made from fields, and every format file of the running kernel. */
#include <unistd.h>

#include "types/type.h"
#include "unit.h"

static const char openat_format[] = "name: sys_enter_openat\nID: 782\nformat:\n"
				    "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
				    "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
				    "\n"
				    "\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n"
				    "\tfield:int dfd;\toffset:16;\tsize:8;\tsigned:0;\n"
				    "\tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;\n"
				    "\tfield:const char *const * argv;\toffset:32;\tsize:8;\tsigned:0;\n"
				    "\tfield:struct sockaddr * addr;\toffset:40;\tsize:8;\tsigned:0;\n"
				    "\nprint fmt: \"dfd: 0x%08lx; field:int bad;\", ((unsigned long)(REC->dfd))\n";

static const char mixed_format[] = "format:\n"
				   "\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
				   "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n"
				   "\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;\n"
				   "\tfield:__u8 saddr[4];\toffset:32;\tsize:4;\tsigned:0;\n"
				   "\tfield:bool ok;\toffset:36;\tsize:1;\tsigned:0;\n"
				   "\tfield:char text[TASK_COMM_LEN];\toffset:37;\tsize:3;\tsigned:0;\n"
				   "\tfield:unsigned long ips[8];\toffset:40;\tsize:64;\tsigned:0;\n"
				   "\tfield:__rel_loc char[] rel;\toffset:104;\tsize:4;\tsigned:0;\n"
				   "\tfield:struct opaque_thing thing;\toffset:108;\tsize:12;\tsigned:0;\n"
				   "\tfield:void * ptrs[2];\toffset:120;\tsize:16;\tsigned:0;\n"
				   "\tfield:u64 huge;\toffset:4000000000;\tsize:8;\tsigned:0;\n"
				   "\tfield:int;\toffset:1;\tsize:8;\tsigned:0;\n"
				   "\tfield:int unfinished";

struct fixture {
	struct arena *arena;
	struct type_table *t;
	const struct type *args;
};

static struct fixture parse(const char *text, bool user_pointers)
{
	struct fixture f = { .arena = arena_new() };
	f.t = type_table_new(f.arena);
	type_table_set_btf(f.t, "/nonexistent");
	CHECK_INT(tracefs_parse_format(f.t, "tracepoint:a:b_args", text, user_pointers, &f.args), 0);
	return f;
}

static void check_member(struct fixture *f, const char *name, const char *type, uint32_t offset)
{
	struct type_member m;
	if (!type_find_member(f->t, f->args, name, &m))
		fprintf(stderr, "no %s\n", name);
	REQUIRE(type_find_member(f->t, f->args, name, &m));
	CHECK_STR(type_name(f->t, m.type), type);
	CHECK_INT(m.offset, offset);
}

TEST(tracefs_syscall_fields)
{
	struct fixture f = parse(openat_format, true);
	struct type_member m;
	CHECK_STR(type_name(f.t, f.args), "struct tracepoint:a:b_args");
	CHECK_INT(f.args->member_count, 5);
	check_member(&f, "__syscall_nr", "int32", 8);
	check_member(&f, "dfd", "uint64", 16);
	check_member(&f, "filename", "uint8 *", 24);
	check_member(&f, "argv", "uint8 * *", 32);
	check_member(&f, "addr", "struct sockaddr *", 40);
	REQUIRE(type_find_member(f.t, f.args, "filename", &m));
	CHECK(m.type->space == SPACE_USER);
	CHECK(!type_find_member(f.t, f.args, "common_pid", &m));
	CHECK_INT(f.args->size, 48);
	arena_free(f.arena);
}

TEST(tracefs_arrays_and_strings)
{
	struct fixture f = parse(mixed_format, false);
	struct type_member m;
	check_member(&f, "prev_comm", "string[16]", 8);
	check_member(&f, "prev_pid", "int32", 24);
	check_member(&f, "name", "int64", 28);
	check_member(&f, "saddr", "uint8[4]", 32);
	check_member(&f, "ok", "bool", 36);
	check_member(&f, "text", "string[3]", 37);
	check_member(&f, "ips", "uint64[8]", 40);
	check_member(&f, "thing", "uint8[12]", 108);
	check_member(&f, "ptrs", "void *[2]", 120);
	REQUIRE(type_find_member(f.t, f.args, "name", &m));
	CHECK(m.is_data_loc);
	CHECK(!type_find_member(f.t, f.args, "rel", &m));
	CHECK(!type_find_member(f.t, f.args, "huge", &m));
	CHECK(!type_find_member(f.t, f.args, "unfinished", &m));
	CHECK_INT(f.args->size, 136);
	arena_free(f.arena);
}

TEST(tracefs_refuses_what_is_no_format)
{
	struct arena *a = arena_new();
	struct type_table *t = type_table_new(a);
	const struct type *s;
	CHECK(tracefs_parse_format(t, "x", "", false, &s) < 0);
	CHECK(tracefs_parse_format(t, "x", "field:;;field:int a", false, &s) < 0);
	CHECK(tracefs_event_type(t, "..", "x", &s) < 0);
	CHECK(tracefs_event_type(t, "sched", "../sched/sched_switch", &s) < 0);
	arena_free(a);
}

/* ---- the running kernel ---- */

/* A struct behind a pointer is the one that BTF gives, whichever is asked for first. */
TEST(tracefs_structs_are_those_of_btf)
{
	SKIP_UNLESS(!access("/sys/kernel/btf/vmlinux", R_OK));
	for (int first = 0; first < 2; first++) {
		struct arena *a = arena_new();
		struct type_table *t = type_table_new(a);
		const struct type *args, *task;
		struct type_member m, owner;
		if (first)
			type_complete(t, type_named(t, "struct", "task_struct"));
		REQUIRE(!tracefs_parse_format(t, "x", "field:struct mm_struct * mm; offset:8; size:8; signed:0;", false,
					      &args));
		task = type_named(t, "struct", "task_struct");
		REQUIRE(type_find_member(t, task, "mm", &m));
		REQUIRE(type_find_member(t, args, "mm", &owner));
		CHECK(m.type->inner == owner.type->inner);
		CHECK(type_complete(t, owner.type->inner)->member_count > 0);
		CHECK(type_named(t, "struct", "mm_struct") == m.type->inner);
		arena_free(a);
	}
}

struct walk {
	struct type_table *t;
	unsigned events, members;
};

static void check_event(void *ctx, const char *category, const char *event)
{
	struct walk *w = ctx;
	const struct type *args, *again;
	/* A few categories have no formats (ftrace) or vanish with their module. */
	if (tracefs_event_type(w->t, category, event, &args))
		return;
	CHECK(!tracefs_event_type(w->t, category, event, &again) && again == args);
	for (uint32_t i = 0; i < args->member_count; i++) {
		const struct type_member *m = &args->members[i];
		bool fits = m->offset + (m->is_data_loc ? 4 : type_member_bytes(m)) <= args->size;
		if (!fits || m->type->kind == TYPE_NONE)
			fprintf(stderr, "%s:%s %s\n", category, event, m->name);
		CHECK(fits && m->type->kind != TYPE_NONE);
	}
	w->events++;
	w->members += args->member_count;
}

static void count_line(void *ctx, const char *line)
{
	++*(unsigned *)ctx;
	CHECK(!strchr(line, '\n') && *line);
}

TEST(tracefs_every_event_of_this_kernel)
{
	SKIP_UNLESS(tracefs_root());
	struct arena *a = arena_new();
	struct walk w = { .t = type_table_new(a) };
	CHECK_INT(tracefs_each_event(check_event, &w), 0);
	CHECK(w.events > 100 && w.members > w.events);
	unsigned lines = 0;
	CHECK_INT(tracefs_event_fields("sched", "sched_switch", count_line, &lines), 0);
	CHECK(lines >= 7);
	arena_free(a);
}
