/*
 * The BTF reader against libbpf's view of the running kernel: every struct, every function. The last part needs no
 * kernel: hand-made BTF with what this kernel's lacks (tags, bit-fields at odd places, loops).
 */
#include <bpf/btf.h>
#include <linux/btf.h>
#include <unistd.h>

#include "types/type.h"
#include "unit.h"

#define VMLINUX "/sys/kernel/btf/vmlinux"

struct fixture {
	struct arena *arena;
	struct type_table *t;
};

static struct fixture setup(const char *path)
{
	struct fixture f = { .arena = arena_new() };
	f.t = type_table_new(f.arena);
	if (path)
		type_table_set_btf(f.t, path);
	return f;
}

/* ---- comparison with libbpf ---- */

static const struct btf_type *behind(const struct btf *btf, __u32 id)
{
	const struct btf_type *bt = btf__type_by_id(btf, id);
	while (btf_is_mod(bt) || btf_is_typedef(bt) || btf_is_type_tag(bt))
		bt = btf__type_by_id(btf, bt->type);
	return bt;
}

static bool is_char_array(const struct btf *btf, const struct btf_type *bt)
{
	if (!btf_is_array(bt) || !btf_array(bt)->nelems)
		return false;
	const struct btf_type *e = behind(btf, btf_array(bt)->type);
	return btf_is_int(e) && !strcmp(btf__name_by_offset(btf, e->name_off), "char");
}

/* Whether our type is what libbpf says about the type behind `id`. */
static bool agrees(const struct btf *btf, __u32 id, const struct type *type)
{
	const struct btf_type *bt = behind(btf, id);
	switch (btf_kind(bt)) {
	case BTF_KIND_INT:
		if (btf_int_encoding(bt) & BTF_INT_BOOL)
			return type->kind == TYPE_BOOL;
		return bt->size > 8 ? type->kind == TYPE_NONE : type->kind == TYPE_INT && type->size == bt->size;
	case BTF_KIND_PTR:
		return type->kind == TYPE_POINTER && type->inner;
	case BTF_KIND_ARRAY:
		if (is_char_array(btf, bt))
			return type->kind == TYPE_STRING && type->size == btf_array(bt)->nelems + 1;
		return type->kind == TYPE_ARRAY && type->count == btf_array(bt)->nelems;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return type->kind == TYPE_STRUCT && type->size == bt->size &&
		       !strcmp(type->name ? type->name : "", btf__name_by_offset(btf, bt->name_off));
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return type->kind == TYPE_ENUM && type->size == bt->size && type->enumerator_count == btf_vlen(bt);
	case BTF_KIND_FLOAT:
		return type->kind == TYPE_NONE;
	default:
		return false;
	}
}

static bool member_agrees(const struct btf *btf, const struct btf_type *bt, unsigned i, const struct type_member *m)
{
	const struct btf_member *raw = &btf_members(bt)[i];
	unsigned width = btf_member_bitfield_size(bt, i), bit = btf_member_bit_offset(bt, i);
	if (strcmp(m->name ? m->name : "", btf__name_by_offset(btf, raw->name_off)))
		return false;
	if (m->bit_size != width || m->offset * 8 + m->bit_offset != bit)
		return false;
	if (width &&
	    (m->bit_offset + width > 8 * m->type->size || m->offset + (m->bit_offset + width + 7) / 8 > bt->size))
		return false;
	return agrees(btf, raw->type, m->type);
}

static void compare_struct(struct fixture *f, const struct btf *btf, const struct btf_type *bt, const char *name)
{
	const struct type *s = type_named(f->t, btf_is_union(bt) ? "union" : "struct", name);
	REQUIRE(s);
	type_complete(f->t, s);
	if (s->member_count != btf_vlen(bt) || s->size != bt->size)
		fprintf(stderr, "struct %s: %u of %u members\n", name, s->member_count, btf_vlen(bt));
	CHECK_INT(s->size, bt->size);
	REQUIRE(s->member_count == btf_vlen(bt));
	for (unsigned i = 0; i < s->member_count; i++) {
		if (!member_agrees(btf, bt, i, &s->members[i]))
			fprintf(stderr, "struct %s, member %u\n", name, i);
		CHECK(member_agrees(btf, bt, i, &s->members[i]));
	}
}

TEST(btf_structs_agree_with_libbpf)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct btf *btf = btf__parse(VMLINUX, NULL);
	REQUIRE(btf);
	struct fixture f = setup(VMLINUX);
	unsigned compared = 0;
	for (__u32 id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *bt = btf__type_by_id(btf, id);
		const char *name = btf__name_by_offset(btf, bt->name_off);
		if (!btf_is_composite(bt) || !*name)
			continue;
		/* Of several with one name the first is found. */
		if (type_btf_find_id(f.t, name, btf_kind(bt)) != id)
			continue;
		compare_struct(&f, btf, bt, name);
		compared++;
	}
	CHECK(compared > 1000);
	btf__free(btf);
	arena_free(f.arena);
}

TEST(btf_functions_agree_with_libbpf)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct btf *btf = btf__parse(VMLINUX, NULL);
	REQUIRE(btf);
	struct fixture f = setup(VMLINUX);
	unsigned compared = 0;
	for (__u32 id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *bt = btf__type_by_id(btf, id);
		const char *name = btf__name_by_offset(btf, bt->name_off);
		struct type_btf_func func;
		if (!btf_is_func(bt) || type_btf_find_id(f.t, name, BTF_KIND_FUNC) != id)
			continue;
		const struct btf_type *proto = btf__type_by_id(btf, bt->type);
		REQUIRE(type_btf_find_func(f.t, NULL, name, &func));
		CHECK_INT(func.id, id);
		CHECK_INT(type_btf_func_arity(f.t, "vmlinux", name), btf_vlen(proto));
		for (unsigned i = 0; i < func.param_count; i++) {
			const struct btf_param *p = &btf_params(proto)[i];
			if (p->name_off)
				CHECK_STR(func.params[i].name, btf__name_by_offset(btf, p->name_off));
			if (func.plain)
				CHECK_INT(func.params[i].offset, 8 * i);
			CHECK(!func.plain || type_is_register(func.params[i].type));
		}
		compared++;
	}
	CHECK(compared > 1000);
	btf__free(btf);
	arena_free(f.arena);
}

/* ---- what scripts ask ---- */

TEST(btf_answers_what_scripts_ask)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct fixture f = setup(NULL);
	struct type_table *t = f.t;
	const struct type *task = type_named(t, "struct", "task_struct");
	struct type_member m;
	REQUIRE(task);
	CHECK(!task->complete && task->size > 0);
	REQUIRE(type_find_member(t, task, "comm", &m));
	CHECK_STR(type_name(t, m.type), "string[17]");
	CHECK_INT(type_member_bytes(&m), 16);
	REQUIRE(type_find_member(t, task, "parent", &m));
	CHECK(m.type->inner == task);
	REQUIRE(type_find_member(t, type_named(t, "struct", "sock"), "sk_rcvbuf", &m));
	REQUIRE(type_find_member(t, type_named(t, "struct", "sock"), "__sk_common", &m));
	REQUIRE(type_find_member(t, m.type, "skc_daddr", &m)); /* in two anonymous levels */
	CHECK_STR(type_name(t, m.type), "uint32");
	struct type_btf_func func;
	REQUIRE(type_btf_find_func(t, NULL, "vfs_read", &func));
	CHECK_INT(func.param_count, 4);
	CHECK_STR(func.params[0].name, "file");
	CHECK_STR(type_name(t, func.params[0].type), "struct file *");
	CHECK(func.params[0].type->space == SPACE_KERNEL);
	CHECK_STR(type_name(t, func.ret), "int64");
	CHECK(func.plain);
	REQUIRE(type_btf_find_raw_tracepoint(t, "sched_switch", &func));
	CHECK(func.param_count >= 3);
	CHECK_STR(func.params[0].name, "preempt");
	CHECK_STR(type_name(t, func.params[1].type), "struct task_struct *");
	CHECK_INT(func.params[1].offset, 8);
	CHECK(!type_btf_find_raw_tracepoint(t, "no_such_event", &func));
	CHECK(!type_btf_find_func(t, "no_such_module", "vfs_read", &func));
	CHECK(!type_btf_find_func(t, "../vmlinux", "vfs_read", &func));
	int64_t value;
	CHECK(type_enumerator_find(t, "BPF_MAP_TYPE_ARRAY", &value));
	CHECK_INT(value, 2);
	CHECK(!type_named(t, "struct", "no_such_struct"));
	arena_free(f.arena);
}

static void add_line(void *ctx, const char *line)
{
	strbuf_printf(ctx, "%s\n", line);
}

TEST(btf_prints_c)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct fixture f = setup(NULL);
	struct strbuf out = { 0 };
	CHECK(type_btf_print_definition(f.t, "struct", "path", &out));
	CHECK_STR(strbuf_str(&out),
		  "vmlinux: struct path {\n\tstruct vfsmount *mnt;\n\tstruct dentry *dentry;\n};\n\n");
	strbuf_clear(&out);
	CHECK(type_btf_func_lines(f.t, NULL, "vfs_open", TYPE_BTF_PARAMS | TYPE_BTF_RETVAL, add_line, &out));
	CHECK_STR(strbuf_str(&out), "const struct path * path\nstruct file * file\nint retval\n");
	strbuf_clear(&out);
	CHECK(type_btf_func_lines(f.t, NULL, "vfs_open", TYPE_BTF_PARAMS | TYPE_BTF_ARG_N, add_line, &out));
	CHECK_STR(strbuf_str(&out), "const struct path * arg0\nstruct file * arg1\n");
	strbuf_clear(&out);
	CHECK(type_btf_raw_tracepoint_lines(f.t, "sched_process_fork", add_line, &out));
	CHECK_STR(strbuf_str(&out), "struct task_struct * parent\nstruct task_struct * child\n");
	CHECK(!type_btf_print_definition(f.t, "struct", "no_such_struct", &out));
	strbuf_done(&out);
	arena_free(f.arena);
}

struct module_walk {
	struct type_table *t;
	unsigned funcs, found;
};

static void find_again(void *ctx, const char *module, const char *name)
{
	struct module_walk *w = ctx;
	struct type_btf_func func;
	if (!strcmp(module, "vmlinux"))
		return;
	w->funcs++;
	if (type_btf_find_func(w->t, module, name, &func) && !strcmp(func.module, module) && func.ret)
		w->found++;
}

/* Needs a loaded module with BTF (tests/vm/run --module NAME). */
TEST(btf_modules)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct fixture f = setup(NULL);
	struct module_walk w = { .t = f.t };
	type_btf_each_func(f.t, find_again, &w);
	if (!w.funcs)
		unit_skip("no module with BTF is loaded");
	CHECK_INT(w.found, w.funcs);
	arena_free(f.arena);
}

/* ---- hand-made BTF ---- */

/* Writes raw BTF to a file of its own and gives a table that reads it. */
static struct fixture setup_raw(struct btf *btf)
{
	char path[] = "/tmp/sonde-btf-XXXXXX";
	int fd = mkstemp(path);
	__u32 size;
	const void *data = btf__raw_data(btf, &size);
	CHECK(fd >= 0 && data && write(fd, data, size) == (ssize_t)size);
	struct fixture f = setup(path);
	CHECK(type_has_btf(f.t));
	unlink(path);
	close(fd);
	btf__free(btf);
	return f;
}

/* BPFTRACE_BTF may name an ELF file with the section .BTF, as a kernel image or a BPF object is. */
TEST(btf_in_elf_file)
{
	char path[] = "/tmp/sonde-elf-XXXXXX", command[256];
	struct btf *btf = btf__new_empty();
	int fd = mkstemp(path);
	__u32 size;
	btf__add_struct(btf, "only_one", 12);
	const void *raw = btf__raw_data(btf, &size);
	REQUIRE(fd >= 0 && write(fd, raw, size) == (ssize_t)size);
	close(fd);
	btf__free(btf);
	snprintf(command, sizeof(command),
		 "objcopy -I binary -O elf64-x86-64 --rename-section .data=.BTF %s %s.o 2>/dev/null && mv %s.o %s",
		 path, path, path, path);
	SKIP_UNLESS(!system(command));
	struct fixture f = setup(path);
	CHECK(type_has_btf(f.t));
	CHECK(!type_btf_unreadable(f.t));
	CHECK(type_named(f.t, "struct", "only_one") && type_named(f.t, "struct", "only_one")->size == 12);
	unlink(path);
	arena_free(f.arena);
	f = setup("/nonexistent");
	CHECK_STR(type_btf_unreadable(f.t), "/nonexistent");
	arena_free(f.arena);
}

TEST(btf_tags_and_spaces)
{
	struct btf *btf = btf__new_empty();
	int i32 = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	int user = btf__add_ptr(btf, btf__add_type_tag(btf, "user", i32));
	int percpu = btf__add_ptr(btf, btf__add_const(btf, btf__add_type_tag(btf, "percpu", i32)));
	int rcu = btf__add_ptr(btf, btf__add_type_tag(btf, "rcu", i32));
	btf__add_struct(btf, "s", 24);
	btf__add_field(btf, "u", user, 0, 0);
	btf__add_field(btf, "p", percpu, 64, 0);
	btf__add_field(btf, "r", rcu, 128, 0);
	struct fixture f = setup_raw(btf);
	const struct type *s = type_named(f.t, "struct", "s");
	struct type_member m;
	REQUIRE(s && type_find_member(f.t, s, "u", &m));
	CHECK(m.type->space == SPACE_USER && !m.bad_tag);
	REQUIRE(type_find_member(f.t, s, "p", &m));
	CHECK(m.bad_tag);
	CHECK_STR(m.tag, "percpu");
	REQUIRE(type_find_member(f.t, s, "r", &m));
	CHECK(!m.bad_tag && m.type->space == SPACE_NONE);
	struct strbuf out = { 0 };
	type_btf_print_definition(f.t, "struct", "s", &out);
	CHECK_STR(strbuf_str(&out),
		  "vmlinux: struct s {\n\tint __user *u;\n\tconst int __percpu *p;\n\tint __rcu *r;\n};\n\n");
	strbuf_done(&out);
	arena_free(f.arena);
}

TEST(btf_bit_fields_lie_in_their_unit)
{
	struct btf *btf = btf__new_empty();
	int u32 = btf__add_int(btf, "unsigned int", 4, 0);
	btf__add_struct(btf, "aligned", 8);
	btf__add_field(btf, "a", u32, 0, 3);
	btf__add_field(btf, "b", u32, 29, 3);
	btf__add_field(btf, "c", u32, 35, 7);
	btf__add_struct(btf, "packed", 5);
	btf__add_field(btf, "a", u32, 0, 30);
	btf__add_field(btf, "b", u32, 30, 10);
	struct fixture f = setup_raw(btf);
	struct type_member m;
	const struct type *s = type_named(f.t, "struct", "aligned");
	REQUIRE(s && type_find_member(f.t, s, "c", &m));
	CHECK_INT(m.offset, 4);
	CHECK_INT(m.bit_offset, 3);
	CHECK_INT(m.bit_size, 7);
	s = type_named(f.t, "struct", "packed");
	REQUIRE(s && type_find_member(f.t, s, "b", &m));
	CHECK_INT(m.offset, 3);
	CHECK_INT(m.bit_offset, 6);
	CHECK_INT(m.bit_size, 10);
	arena_free(f.arena);
}

TEST(btf_c_declarators)
{
	struct btf *btf = btf__new_empty();
	int i32 = btf__add_int(btf, "int", 4, BTF_INT_SIGNED), chr = btf__add_int(btf, "char", 1, 0);
	int proto = btf__add_func_proto(btf, i32);
	btf__add_func_param(btf, "x", btf__add_ptr(btf, btf__add_const(btf, chr)));
	/* add_ptr came after the prototype's own record, so give the parameter list a type of its own */
	int plain = btf__add_func_proto(btf, 0);
	int array = btf__add_array(btf, i32, i32, 4);
	int pointer = btf__add_ptr(btf, plain), to_array = btf__add_ptr(btf, array);
	int matrix = btf__add_array(btf, i32, array, 2), names = btf__add_array(btf, i32, chr, 8);
	int pointers = btf__add_array(btf, i32, pointer, 3);
	btf__add_struct(btf, "s", 100);
	btf__add_field(btf, "fn", pointer, 0, 0);
	btf__add_field(btf, "to_array", to_array, 64, 0);
	btf__add_field(btf, "matrix", matrix, 128, 0);
	btf__add_field(btf, "name", names, 384, 0);
	btf__add_field(btf, "ops", pointers, 448, 0);
	btf__add_field(btf, "self", btf__add_ptr(btf, btf__type_cnt(btf) - 1), 640, 0);
	CHECK(proto > 0);
	struct fixture f = setup_raw(btf);
	struct strbuf out = { 0 };
	type_btf_print_definition(f.t, "struct", "s", &out);
	CHECK(strstr(strbuf_str(&out), "\tvoid (*fn)(void);\n\tint (*to_array)[4];\n\tint matrix[2][4];\n"
				       "\tchar name[8];\n\tvoid (*ops[3])(void);\n"));
	const struct type *s = type_named(f.t, "struct", "s");
	struct type_member m;
	REQUIRE(s && type_find_member(f.t, s, "matrix", &m));
	CHECK_STR(type_name(f.t, m.type), "int32[4][2]");
	REQUIRE(type_find_member(f.t, s, "fn", &m));
	CHECK(m.type->inner == type_func(f.t));
	strbuf_done(&out);
	arena_free(f.arena);
}

TEST(btf_loops_and_wrong_ids_end)
{
	struct btf *btf = btf__new_empty();
	btf__add_typedef(btf, "self", 1);
	btf__add_ptr(btf, 2);
	btf__add_struct(btf, "s", 16);
	btf__add_field(btf, NULL, 3, 0, 0);
	btf__add_field(btf, "p", 2, 64, 0);
	btf__add_field(btf, "beyond", 2, 960, 0);
	btf__add_typedef(btf, "array", 5);
	btf__add_array(btf, 2, 5, 100);
	struct fixture f = setup_raw(btf);
	struct type_member m;
	CHECK(type_named(f.t, NULL, "self")->kind == TYPE_VOID);
	CHECK(type_named(f.t, NULL, "array") != NULL);
	const struct type *s = type_named(f.t, "struct", "s");
	REQUIRE(s);
	CHECK(!type_find_member(f.t, s, "nope", &m));
	CHECK(type_find_member(f.t, s, "p", &m));
	CHECK(!type_find_member(f.t, s, "beyond", &m));
	struct strbuf out = { 0 };
	type_btf_print_definition(f.t, "struct", "s", &out);
	strbuf_done(&out);
	arena_free(f.arena);
}
