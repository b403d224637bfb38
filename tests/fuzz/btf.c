/*
 * BTF as an input: whatever the bytes, every type can be made, completed, looked into and printed. Seeds are made with
 * libbpf, and a part of the running kernel's BTF where it has one.
 */
#include <bpf/btf.h>
#include <stdlib.h>

#include "fuzz.h"
#include "types/internal.h"

static void ignore_line(void *ctx, const char *line)
{
	*(size_t *)ctx += strlen(line);
}
static void ignore_name(void *ctx, const char *a, const char *b)
{
	*(size_t *)ctx += strlen(a) + strlen(b);
}

static void use_type(struct type_table *t, struct type_btf *b, uint32_t id)
{
	const struct type *type = type_from_btf(t, b, id);
	struct type_member m;
	struct strbuf out = { 0 };
	size_t lines = 0;
	type_complete(t, type);
	type_print(type, &out);
	if (type->kind == TYPE_STRUCT)
		type_find_member(t, type, "no such member", &m);
	for (uint32_t i = 0; i < type->member_count; i++)
		if ((uint64_t)type->members[i].offset + type_member_bytes(&type->members[i]) > type->size &&
		    !type->members[i].bit_size)
			abort();
	const char *name = type_btf_string(b, type_btf_get(b, id)->name_off);
	type_btf_print_definition(t, "struct", name, &out);
	type_btf_print_definition(t, "union", name, &out);
	type_btf_print_definition(t, "enum", name, &out);
	struct type_btf_func f;
	type_btf_find_func(t, NULL, name, &f);
	type_btf_func_lines(t, NULL, name, TYPE_BTF_PARAMS | TYPE_BTF_RETVAL, ignore_line, &lines);
	if (str_starts(name, "btf_trace_")) {
		type_btf_find_raw_tracepoint(t, name + strlen("btf_trace_"), &f);
		type_btf_raw_tracepoint_lines(t, name + strlen("btf_trace_"), ignore_line, &lines);
	}
	strbuf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct type_table *t = type_table_new(a);
	struct type_btf *b;
	size_t names = 0;
	int64_t value;
	t->btf_tried = t->modules_tried = true;
	/* Exact size, so that a read behind it is seen. */
	void *copy = malloc(size ? size : 1);
	memcpy(copy, data, size);
	if (!type_btf_parse(a, copy, size, NULL, "vmlinux", NULL, &b)) {
		t->vmlinux = b;
		for (uint32_t id = b->first_id; id < b->end_id && id < 150; id++)
			use_type(t, b, id);
		type_btf_each_type(t, ignore_name, &names);
		type_btf_each_func(t, ignore_name, &names);
		type_btf_each_raw_tracepoint(t, ignore_name, &names);
		type_enumerator_find(t, "no such enumerator", &value);
	}
	arena_free(a);
	free(copy);
	return 0;
}

/* One of each kind, referring to each other. */
static struct btf *small_btf(void)
{
	struct btf *btf = btf__new_empty();
	int i32 = btf__add_int(btf, "int", 4, BTF_INT_SIGNED), chr = btf__add_int(btf, "char", 1, 0);
	int flt = btf__add_float(btf, "double", 8), ptr = btf__add_ptr(btf, chr);
	int name = btf__add_array(btf, i32, chr, 16), word = btf__add_typedef(btf, "word", i32);
	int constant = btf__add_const(btf, word), tagged = btf__add_type_tag(btf, "user", constant);
	int user = btf__add_ptr(btf, tagged), restricted = btf__add_restrict(btf, user);
	int fwd = btf__add_fwd(btf, "later", BTF_FWD_STRUCT), to_fwd = btf__add_ptr(btf, fwd);
	int inner = btf__add_union(btf, NULL, 8);
	btf__add_field(btf, "word", word, 0, 0);
	btf__add_field(btf, "double", flt, 0, 0);
	int outer = btf__add_struct(btf, "later", 56);
	btf__add_field(btf, NULL, inner, 0, 0);
	btf__add_field(btf, "bits", i32, 64, 3);
	btf__add_field(btf, "more", i32, 67, 13);
	btf__add_field(btf, "name", name, 96, 0);
	btf__add_field(btf, "user", restricted, 256, 0);
	btf__add_field(btf, "next", to_fwd, 320, 0);
	btf__add_field(btf, "ptr", ptr, 384, 0);
	int color = btf__add_enum(btf, "color", 4);
	btf__add_enum_value(btf, "RED", 1);
	btf__add_enum_value(btf, "BLUE", -1);
	btf__add_enum64(btf, "wide", 8, false);
	btf__add_enum64_value(btf, "WIDE", 1ull << 40);
	int proto = btf__add_func_proto(btf, color);
	btf__add_func_param(btf, "data", ptr);
	btf__add_func_param(btf, "s", outer);
	btf__add_func_param(btf, "n", i32);
	btf__add_func_param(btf, NULL, 0);
	btf__add_func(btf, "function", BTF_FUNC_STATIC, proto);
	btf__add_func(btf, "__traceiter_event", BTF_FUNC_STATIC, proto);
	btf__add_typedef(btf, "btf_trace_event", btf__add_ptr(btf, proto));
	btf__add_volatile(btf, btf__add_var(btf, "variable", BTF_VAR_STATIC, outer));
	btf__add_decl_tag(btf, "tag", outer, 1);
	return btf;
}

/* A struct of the running kernel with what hangs on it, until the size is enough. */
static struct btf *part_of_kernel(void)
{
	struct btf *kernel = btf__parse("/sys/kernel/btf/vmlinux", NULL), *part = btf__new_empty();
	for (__u32 id = 1; kernel && id < btf__type_cnt(kernel) && btf__type_cnt(part) < 150; id++)
		btf__add_type(part, kernel, btf__type_by_id(kernel, id));
	btf__free(kernel);
	return part;
}

uint8_t *fuzz_seed(unsigned index, size_t *ret_size)
{
	if (index > 1)
		return NULL;
	struct btf *btf = index ? part_of_kernel() : small_btf();
	__u32 size;
	const void *raw = btf__raw_data(btf, &size);
	uint8_t *copy = malloc(size);
	memcpy(copy, raw, size);
	*ret_size = size;
	btf__free(btf);
	return copy;
}
