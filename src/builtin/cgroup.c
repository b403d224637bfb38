/* Control groups: the id of a path, known when the script is compiled, and the path of an id, found when it is printed. */
#include <fcntl.h>

#include "builtin/builtin.h"

/* The id that the kernel's cgroup v2 tree gives to a directory: the file handle's 8 bytes. 0: it is none. */
static uint64_t cgroup_id(const char *path)
{
	union {
		struct file_handle handle;
		char room[sizeof(struct file_handle) + sizeof(uint64_t)];
	} h = { .handle.handle_bytes = sizeof(uint64_t) };
	uint64_t id = 0;
	int mount;

	if (!name_to_handle_at(AT_FDCWD, path, &h.handle, &mount, 0))
		memcpy(&id, h.handle.f_handle, sizeof id);
	return id;
}

static const struct type *check_cgroupid(struct sema *s, struct expr *e)
{
	const char *path = sema_string_arg(s, e, e->args.data[0]);
	uint64_t id = path ? cgroup_id(path) : 1;

	if (!path)
		return type_error(s->types);
	if (!id) {
		sema_error(s, D_CALL_VALUE, e->args.data[0]->span, "cgroupid(): no such cgroup: %s", path);
		return type_error(s->types);
	}
	expr_make_int(s, e, id, false);
	return e->type;
}

static const struct builtin cgroupid = {
	.name = "cgroupid",
	.signature = "uint64 cgroupid(L string path)",
	.min_args = 1,
	.max_args = 1,
	.check = check_cgroupid,
	.lower = fn_lower_nothing,
};

static const struct type *check_cgroup_path(struct sema *s, struct expr *e)
{
	if (!sema_integer_arg(s, e, e->args.data[0]))
		return type_error(s->types);
	if (e->args.len < 2)
		return type_simple(s->types, TYPE_CGROUP_PATH);
	const struct type *filter = e->args.data[1]->type;
	if (filter->kind != TYPE_STRING && filter->kind != TYPE_ERROR) {
		sema_error(s, D_CALL_TYPE, e->span, "cgroup_path() only supports string arguments (%s provided)",
			   sema_type_word(filter));
		return type_error(s->types);
	}
	if (!sema_string_arg(s, e, e->args.data[1]))
		return type_error(s->types);
	return type_simple(s->types, TYPE_CGROUP_PATH);
}

static struct value lower_cgroup_path(struct lower *l, const struct expr *e)
{
	const char *filter = e->args.len == 2 ? e->args.data[1]->str : "*";
	ir_ref id = lower_reg(l, e->args.data[0]);
	ir_ref slot = lower_slot_addr(l, sizeof(struct cgroup_path_value), 8, "cgroup");

	ir_store(&l->b, slot, offsetof(struct cgroup_path_value, id), 8, id);
	ir_store(&l->b, slot, offsetof(struct cgroup_path_value, filter), 8, ir_const(&l->b, sema_string(l->sema, filter)));
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin cgroup_path = {
	.name = "cgroup_path",
	.signature = "cgroup_path_t cgroup_path(int id [, L string filter])",
	.min_args = 1,
	.max_args = 2,
	.check = check_cgroup_path,
	.lower = lower_cgroup_path,
};

const struct builtin *const fn_cgroup[] = { &cgroupid, &cgroup_path, NULL };
