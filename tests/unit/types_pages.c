/*
 * A BTF file that is read where it is needed says the same as one that is mapped.
 */
#include <fcntl.h>
#include <linux/btf.h>
#include <unistd.h>

#include "types/internal.h"
#include "unit.h"

#define VMLINUX "/sys/kernel/btf/vmlinux"

static const struct {
	const char *name;
	unsigned kind;
} names[] = {
	{ "schedule", BTF_KIND_FUNC },	  { "task_struct", BTF_KIND_STRUCT }, { "no such name", BTF_KIND_FUNC },
	{ "vfs_read", BTF_KIND_STRUCT },  { "u64", BTF_KIND_TYPEDEF },	      { "vfs_read", BTF_KIND_FUNC },
	{ "pid_type", BTF_KIND_ENUM },	  { "btf_trace_sched_switch", BTF_KIND_TYPEDEF },
};

static struct type_btf *open_pages(struct arena *a)
{
	struct type_btf *b = NULL;
	CHECK(!type_btf_open_pages(a, open(VMLINUX, O_RDONLY | O_CLOEXEC), "vmlinux", &b));
	return b;
}

static void compare_type(const struct type_btf *x, const struct type_btf *y, uint32_t id)
{
	const struct btf_type *a = type_btf_get(x, id), *b = type_btf_get(y, id);
	if (!a)
		return;
	REQUIRE(b);
	CHECK(!memcmp(a, b, sizeof(*a)));
	CHECK_STR(type_btf_string(x, a->name_off), type_btf_string(y, b->name_off));
	for (unsigned i = 0; raw_is(a, KINDS_STRUCT) && i < raw_vlen(a); i++)
		CHECK_STR(type_btf_string(x, raw_members(a)[i].name_off), type_btf_string(y, raw_members(b)[i].name_off));
}

/* The n-th look-up of a file may take another way than the first. */
static void compare_lookup(struct type_btf *x, struct type_btf *y, size_t i)
{
	uint32_t id = type_btf_lookup(x, names[i].name, KIND_BIT(names[i].kind));
	CHECK(id == type_btf_lookup(y, names[i].name, KIND_BIT(names[i].kind)));
	compare_type(x, y, id);
}

TEST(btf_pages_agree_with_the_mapping)
{
	SKIP_UNLESS(!access(VMLINUX, R_OK));
	struct arena *a = arena_new();
	struct type_btf *whole = NULL;
	REQUIRE(!type_btf_open(a, VMLINUX, "vmlinux", NULL, &whole));
	struct type_btf *all = open_pages(a);
	CHECK(all->end_id == whole->end_id);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		compare_lookup(whole, all, i);
		compare_lookup(whole, open_pages(a), i);
	}
	struct type_btf *walked = open_pages(a);
	struct type_walk x = type_btf_walk(whole), y = type_btf_walk(walked);
	for (; x.type && y.type; type_btf_step(&x), type_btf_step(&y))
		if (memcmp(x.type, y.type, sizeof(*x.type)))
			break;
	CHECK(!x.type && !y.type);
	arena_free(a);
}
