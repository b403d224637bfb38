/* Interning, layouts, spelling and names of types; nothing here needs a kernel. */
#include "types/type.h"
#include "unit.h"

struct fixture {
	struct arena *arena;
	struct type_table *t;
};

static struct fixture setup(void)
{
	struct fixture f = { .arena = arena_new() };
	f.t = type_table_new(f.arena);
	type_table_set_btf(f.t, "/nonexistent");
	return f;
}

TEST(types_equal_calls_give_equal_pointers)
{
	struct fixture f = setup();
	const struct type *i8 = type_int(f.t, 1, true), *u64 = type_int(f.t, 8, false);
	CHECK(i8 == type_int(f.t, 1, true));
	CHECK(i8 != type_int(f.t, 1, false));
	CHECK(type_pointer(f.t, i8, SPACE_USER) == type_pointer(f.t, i8, SPACE_USER));
	CHECK(type_pointer(f.t, i8, SPACE_USER) != type_pointer(f.t, i8, SPACE_KERNEL));
	CHECK(type_array(f.t, i8, 4) == type_array(f.t, i8, 4));
	CHECK(type_array(f.t, i8, 4) != type_array(f.t, i8, 5));
	CHECK(type_string(f.t, 16) == type_string(f.t, 16));
	CHECK(type_stack(f.t, true, STACK_PERF, 5) == type_stack(f.t, true, STACK_PERF, 5));
	CHECK(type_stack(f.t, true, STACK_PERF, 5) != type_stack(f.t, false, STACK_PERF, 5));
	const struct type *a[] = { i8, u64 }, *b[] = { u64, i8 };
	CHECK(type_tuple(f.t, a, 2) == type_tuple(f.t, a, 2));
	CHECK(type_tuple(f.t, a, 2) != type_tuple(f.t, b, 2));
	CHECK(type_tuple(f.t, a, 1) != type_tuple(f.t, a, 2));
	struct type_member x[] = { { .name = "x", .type = i8 } }, y[] = { { .name = "y", .type = i8 } };
	CHECK(type_record(f.t, x, 1) == type_record(f.t, x, 1));
	CHECK(type_record(f.t, x, 1) != type_record(f.t, y, 1));
	CHECK(type_record(f.t, x, 1) != type_tuple(f.t, a, 1));
	int agg, params = 1, others = 2;
	const struct type *hist = type_agg(f.t, (void *)&agg, "hist_t", 80, &params, sizeof(params), true);
	CHECK(hist == type_agg(f.t, (void *)&agg, "hist_t", 80, &params, sizeof(params), true));
	CHECK(hist != type_agg(f.t, (void *)&agg, "hist_t", 80, &others, sizeof(others), true));
	CHECK_INT(*(const int *)hist->agg_params, 1);
	arena_free(f.arena);
}

TEST(types_tuples_are_laid_out_like_c)
{
	struct fixture f = setup();
	const struct type *e[] = { type_int(f.t, 1, true), type_int(f.t, 8, true), type_string(f.t, 3),
				   type_int(f.t, 2, true) };
	const struct type *t = type_tuple(f.t, e, 4);
	CHECK_INT(t->size, 24);
	CHECK_INT(t->align, 8);
	CHECK_INT(t->members[0].offset, 0);
	CHECK_INT(t->members[1].offset, 8);
	CHECK_INT(t->members[2].offset, 16);
	CHECK_INT(t->members[3].offset, 20);
	const struct type *nested = type_tuple(f.t, (const struct type *[]){ e[0], t }, 2);
	CHECK_INT(nested->size, 32);
	CHECK_INT(nested->members[1].offset, 8);
	CHECK_INT(type_tuple(f.t, NULL, 0)->size, 0);
	CHECK_INT(type_tuple(f.t, &e[2], 1)->size, 3);
	arena_free(f.arena);
}

TEST(types_are_spelled_as_in_messages)
{
	struct fixture f = setup();
	struct type_table *t = f.t;
	const struct type *i8 = type_int(t, 1, true), *pair[] = { i8, type_string(t, 2) };
	const struct type_member fields[] = { { .name = "a", .type = i8 },
					      { .name = "b", .type = type_int(t, 8, false) } };
	const struct type *sock = type_struct_declare(t, "sock", false);
	int agg;
	CHECK_STR(type_name(t, type_int(t, 8, true)), "int64");
	CHECK_STR(type_name(t, type_int(t, 4, false)), "uint32");
	CHECK_STR(type_name(t, type_string(t, 16)), "string[16]");
	CHECK_STR(type_name(t, type_string(t, 0)), "string");
	CHECK_STR(type_name(t, type_buffer(t, 5)), "buffer[5]");
	CHECK_STR(type_name(t, type_pointer(t, sock, SPACE_KERNEL)), "struct sock *");
	CHECK_STR(type_name(t, type_pointer(t, type_void(t), SPACE_NONE)), "void *");
	CHECK_STR(type_name(t, type_array(t, type_int(t, 4, true), 3)), "int32[3]");
	CHECK_STR(type_name(t, type_tuple(t, pair, 2)), "(int8,string[2])");
	CHECK_STR(type_name(t, type_record(t, fields, 2)), "record { .a = int8, .b = uint64 }");
	CHECK_STR(type_name(t, type_stack(t, true, STACK_BPFTRACE, 127)), "kstack_bpftrace_127");
	CHECK_STR(type_name(t, type_stack(t, false, STACK_BUILD_ID, 3)), "ustack_build_id_3");
	CHECK_STR(type_name(t, type_agg(t, (void *)&agg, "usum_t", 8, NULL, 0, false)), "usum_t");
	CHECK_STR(type_name(t, type_simple(t, TYPE_KSYM)), "ksym_t");
	CHECK_STR(type_name(t, type_simple(t, TYPE_MACADDR)), "macaddr_t");
	CHECK_STR(type_kind_name(TYPE_STRUCT), "c_type");
	for (int k = 0; k < TYPE_KIND_COUNT; k++)
		CHECK(type_kind_name(k));
	arena_free(f.arena);
}

TEST(types_sizeof_stacks_counts_frames)
{
	struct fixture f = setup();
	CHECK_INT(type_sizeof(type_stack(f.t, true, STACK_BPFTRACE, 127)), 1024);
	CHECK_INT(type_sizeof(type_stack(f.t, false, STACK_PERF, 2)), 32);
	CHECK_INT(type_sizeof(type_stack(f.t, true, STACK_BUILD_ID, 2)), 72);
	CHECK_INT(type_stack(f.t, true, STACK_BPFTRACE, 127)->size, sizeof(struct kstack_value));
	CHECK_INT(type_sizeof(type_simple(f.t, TYPE_INET)), 24);
	CHECK_INT(type_sizeof(type_simple(f.t, TYPE_USYM)), 16);
	arena_free(f.arena);
}

TEST(types_script_definitions_are_found_by_name)
{
	struct fixture f = setup();
	struct type_table *t = f.t;
	struct type *s = type_struct_declare(t, "node", false);
	CHECK(s == type_struct_declare(t, "node", false));
	CHECK(s != type_struct_declare(t, "node", true));
	CHECK(!type_complete(t, s)->complete);
	struct type_member inner[] = { { .name = "deep", .type = type_int(t, 4, true), .offset = 4 } };
	struct type *anon = type_struct_declare(t, NULL, true);
	type_struct_define(t, anon, inner, 1, 8, 4);
	struct type_member members[] = {
		{ .name = "next", .type = type_pointer(t, s, SPACE_NONE) },
		{ .type = anon, .offset = 8 },
		{ .name = "bits", .type = type_int(t, 4, false), .offset = 16, .bit_offset = 3, .bit_size = 5 },
	};
	type_struct_define(t, s, members, 3, 24, 8);
	struct type_member m;
	CHECK(type_named(t, "struct", "node") == s);
	REQUIRE(type_find_member(t, s, "deep", &m));
	CHECK_INT(m.offset, 12);
	REQUIRE(type_find_member(t, s, "bits", &m));
	CHECK_INT(m.bit_size, 5);
	CHECK(!type_find_member(t, s, "nope", &m));
	CHECK(!type_named(t, "struct", "nope"));
	CHECK(!type_named(t, NULL, "nope"));
	CHECK(type_named(t, NULL, "u32") == type_int(t, 4, false));
	CHECK(type_named(t, NULL, "size_t") == type_int(t, 8, false));
	CHECK(type_named(t, NULL, "bool") == type_bool(t));
	type_typedef_define(t, "u32", s);
	CHECK(type_named(t, NULL, "u32") == s);
	CHECK(!type_has_btf(t));
	arena_free(f.arena);
}

TEST(types_enumerators_are_found_by_name)
{
	struct fixture f = setup();
	const struct type_enumerator e[] = { { "RED", 1 }, { "BLUE", -5 } };
	const struct type *color = type_enum_define(f.t, "color", 4, true, e, 2);
	int64_t value = 0;
	CHECK(type_enumerator_find(f.t, "BLUE", &value) == color);
	CHECK_INT(value, -5);
	CHECK(!type_enumerator_find(f.t, "GREEN", &value));
	CHECK(!type_enumerator_find(f.t, "GREEN", &value));
	CHECK(type_named(f.t, "enum", "color") == color);
	CHECK_STR(type_name(f.t, color), "enum color");
	arena_free(f.arena);
}
