/* Text and JSON forms of values, keys and formats. */
#include "output/out.h"
#include "sema/sema.h"
#include "unit.h"

struct fixture {
	struct arena *arena;
	struct type_table *types;
	struct out out;
	struct strbuf text;
};

static struct fixture fixture_new(void)
{
	struct fixture f = { .arena = arena_new() };
	f.types = type_table_new(f.arena);
	out_init(&f.out, &out_text, -1, OUT_FULL);
	f.out.resolver.str_trailer = "..";
	return f;
}

static void fixture_done(struct fixture *f)
{
	strbuf_done(&f->text);
	strbuf_done(&f->out.buf);
	arena_free(f->arena);
}

static const char *text_of(struct fixture *f, const struct type *t, const void *v)
{
	strbuf_clear(&f->text);
	out_value_text(&f->out, t, v, &f->text);
	return strbuf_str(&f->text);
}

static const char *json_of(struct fixture *f, const struct type *t, const void *v)
{
	strbuf_clear(&f->text);
	out_json_value(&f->out, t, v, &f->text);
	return strbuf_str(&f->text);
}

static const char *key_of(struct fixture *f, const struct type *t, const void *v)
{
	strbuf_clear(&f->text);
	out_key_text(&f->out, t, v, &f->text);
	return strbuf_str(&f->text);
}

static const char *json_key_of(struct fixture *f, const struct type *t, const void *v)
{
	strbuf_clear(&f->text);
	out_json_key(&f->out, t, v, &f->text);
	return strbuf_str(&f->text);
}

TEST(output_integers)
{
	struct fixture f = fixture_new();
	const int8_t i8 = -5;
	const uint64_t u64 = UINT64_MAX, big = 9007199254740993, exact = 1ull << 60;
	const int64_t min = INT64_MIN;
	const uint8_t yes = 1;
	CHECK_STR(text_of(&f, type_int(f.types, 1, true), &i8), "-5");
	CHECK_STR(text_of(&f, type_int(f.types, 1, false), &i8), "251");
	CHECK_STR(text_of(&f, type_int(f.types, 8, false), &u64), "18446744073709551615");
	CHECK_STR(json_of(&f, type_int(f.types, 8, false), &u64), "\"18446744073709551615\"");
	CHECK_STR(json_of(&f, type_int(f.types, 8, false), &big), "\"9007199254740993\"");
	CHECK_STR(json_of(&f, type_int(f.types, 8, false), &exact), "1152921504606846976");
	CHECK_STR(json_of(&f, type_int(f.types, 8, true), &min), "-9223372036854775808");
	CHECK_STR(text_of(&f, type_bool(f.types), &yes), "true");
	CHECK_STR(json_of(&f, type_bool(f.types), "\0"), "false");
	CHECK_STR(text_of(&f, type_none(f.types), &yes), "null");
	const uint64_t address = 0xffff1000;
	const struct type *pointer = type_pointer(f.types, type_int(f.types, 4, true), SPACE_KERNEL);
	CHECK_STR(text_of(&f, pointer, &address), "0xffff1000");
	CHECK_STR(json_of(&f, pointer, &address), "4294905856");
	fixture_done(&f);
}

TEST(output_enums)
{
	struct fixture f = fixture_new();
	static const struct type_enumerator colors[] = { { "RED", 0 }, { "GREEN", 1 } };
	const struct type *t = type_enum_define(f.types, "color", 4, false, colors, 2);
	const uint32_t green = 1, unknown = 7;
	CHECK_STR(text_of(&f, t, &green), "GREEN");
	CHECK_STR(text_of(&f, t, &unknown), "7");
	CHECK_STR(json_of(&f, t, &green), "1");
	CHECK_STR(json_key_of(&f, t, &green), "\"GREEN\"");
	fixture_done(&f);
}

TEST(output_strings)
{
	struct fixture f = fixture_new();
	const struct type *t = type_string(f.types, 8);
	CHECK_STR(text_of(&f, t, "abc\0defg"), "abc");
	CHECK_STR(text_of(&f, t, "abcdefgh"), "abcdefgh..");
	CHECK_STR(json_of(&f, t, "a\"b\\c\n\001"), "\"a\\\"b\\\\c\\n\\u0001\"");
	CHECK_STR(json_of(&f, t, "\xc3\xa4\xff\t\0\0\0"), "\"\xc3\xa4\\u00ff\\t\"");
	CHECK_STR(json_key_of(&f, t, "a b\0\0\0\0"), "\"ab\"");
	CHECK_STR(text_of(&f, t, "\033[2J\r\0\0"), "\033[2J\r");
	f.out.escape = true;
	CHECK_STR(text_of(&f, t, "\033[2J\r\0\0"), "\\x1b[2J\\x0d");
	CHECK_STR(text_of(&f, t, "a\nb\tc\x7f\0"), "a\nb\tc\\x7f");
	CHECK_STR(text_of(&f, t, "\xc3\xa4\xc2\x9b\x9b" "1\0"), "\xc3\xa4\\xc2\\x9b\\x9b1");
	fixture_done(&f);
}

TEST(output_buffers_and_addresses)
{
	struct fixture f = fixture_new();
	struct { uint32_t n; char bytes[8]; } b = { 4, "a\"\x01\xff" };
	CHECK_STR(text_of(&f, type_buffer(f.types, 8), &b), "a\"\\x01\\xff");
	CHECK_STR(json_of(&f, type_buffer(f.types, 8), &b), "[97,34,1,-1]");
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_MACADDR), "\x01\x02\xab\xff\x05\x06"), "01:02:AB:FF:05:06");
	struct inet_value v4 = { 2, { 127, 0, 0, 1 }, 0 }, v6 = { 10, { [15] = 1 }, 0 }, none = { 5, { 1 }, 0 };
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_INET), &v4), "127.0.0.1");
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_INET), &v6), "::1");
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_INET), &none), "");
	uint64_t zero = 0, addr = 0xabc;
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_KSYM), &zero), "0");
	CHECK_STR(text_of(&f, type_simple(f.types, TYPE_KSYM), &addr), "0xabc");
	fixture_done(&f);
}

TEST(output_composites)
{
	struct fixture f = fixture_new();
	const struct type *i1 = type_int(f.types, 1, false), *s4 = type_string(f.types, 4), *yes = type_bool(f.types);
	const struct type *inner = type_tuple(f.types, (const struct type *[]){ i1, yes }, 2);
	const struct type *t = type_tuple(f.types, (const struct type *[]){ i1, s4, inner }, 3);
	uint8_t v[64] = { 0 };
	v[0] = 1;
	memcpy(v + t->members[1].offset, "two", 4);
	v[t->members[2].offset] = 3;
	CHECK_STR(text_of(&f, t, v), "(1, two, (3, false))");
	CHECK_STR(key_of(&f, t, v), "1, two, (3, false)");
	CHECK_STR(json_of(&f, t, v), "[1,\"two\",[3,false]]");
	CHECK_STR(json_key_of(&f, t, v), "\"1,two,(3,false)\"");

	const struct type_member members[] = { { .name = "id", .type = i1 }, { .name = "nm", .type = s4 } };
	const struct type *r = type_record(f.types, members, 2);
	memset(v, 0, sizeof(v));
	v[0] = 4;
	memcpy(v + r->members[1].offset, "zed", 4);
	CHECK_STR(text_of(&f, r, v), "{ .id = 4, .nm = zed }");
	CHECK_STR(json_of(&f, r, v), "{\"id\": 4, \"nm\": \"zed\"}");
	CHECK_STR(json_key_of(&f, r, v), "\"{.id=4,.nm=zed}\"");
	CHECK_STR(text_of(&f, type_record(f.types, members, 0), v), "{ }");

	const uint8_t four[] = { 1, 2, 3, 4 };
	CHECK_STR(text_of(&f, type_array(f.types, i1, 4), four), "[1,2,3,4]");
	fixture_done(&f);
}

TEST(output_structs_with_bit_fields_and_anonymous_members)
{
	struct fixture f = fixture_new();
	const struct type *u4 = type_int(f.types, 4, false), *s4 = type_int(f.types, 4, true);
	struct type *inner = type_struct_declare(f.types, NULL, true);
	const struct type_member in[] = { { .name = "x", .type = u4 }, { .name = "y", .type = s4 } };
	type_struct_define(f.types, inner, in, 2, 4, 4);
	struct type *t = type_struct_declare(f.types, "bits", false);
	const struct type_member members[] = {
		{ .name = "a", .type = u4, .offset = 0, .bit_offset = 0, .bit_size = 3 },
		{ .name = "b", .type = s4, .offset = 0, .bit_offset = 3, .bit_size = 4 },
		{ .type = inner, .offset = 4 },
	};
	type_struct_define(f.types, t, members, 3, 8, 4);
	const uint32_t v[2] = { 5 | 0xe << 3, (uint32_t)-1 };
	CHECK_STR(text_of(&f, t, v), "{ .a = 5, .b = -2, .x = 4294967295, .y = -1 }");
	CHECK_STR(json_of(&f, t, v), "{\"a\": 5, \"b\": -2, \"x\": 4294967295, \"y\": -1}");
	fixture_done(&f);
}

/* ---- formats ---- */

/* One conversion of one integer argument. */
static const char *format_int(struct fixture *f, struct format_part part, unsigned size, bool is_signed, int64_t v)
{
	struct format format = { .arg_count = 1 };
	const struct type *t = type_int(f->types, size, is_signed);
	const struct type *payload = type_tuple(f->types, &t, 1);
	part.literal = "";
	vec_push(f->arena, &format.parts, part);
	strbuf_clear(&f->text);
	out_format(&f->out, &format, payload, &v, &f->text);
	return strbuf_str(&f->text);
}

TEST(output_formats_integers)
{
	struct fixture f = fixture_new();
	struct format_part d = { .conv = 'd' }, ld = { .conv = 'd', .length = 8 }, x = { .conv = 'x', .length = 8 };
	CHECK_STR(format_int(&f, d, 8, true, 5000000000), "705032704");
	CHECK_STR(format_int(&f, ld, 8, true, 5000000000), "5000000000");
	CHECK_STR(format_int(&f, d, 4, true, -42), "-42");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'd', .width = 6 }, 4, true, -42), "   -42");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'd', .width = 6, .left = true }, 4, true, -42), "-42   ");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'd', .width = 5, .zero = true }, 4, true, -42), "-0042");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'd', .plus = true }, 4, true, 7), "+7");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'u', .length = 1 }, 8, true, -1), "255");
	CHECK_STR(format_int(&f, x, 8, true, -1), "ffffffffffffffff");
	x.alt = true;
	CHECK_STR(format_int(&f, x, 8, true, 255), "0xff");
	CHECK_STR(format_int(&f, x, 8, true, 0), "0");
	x.zero = true;
	x.width = 8;
	CHECK_STR(format_int(&f, x, 8, true, 255), "0x0000ff");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'X' }, 8, true, 0xabc), "ABC");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'o', .alt = true }, 8, true, 8), "010");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'c' }, 8, true, 'A' + 256), "A");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'p' }, 8, false, 0), "0");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'p' }, 8, false, 0x10), "0x10");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 's', .width = 5 }, 1, true, -3), "   -3");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 's', .width = 4, .left = true }, 1, true, -3), "-3  ");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'G' }, 4, false, 0xdc0), "GFP_KERNEL|__GFP_ZERO");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'G' }, 4, false, 0), "0");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'G' }, 4, false, 0x8), "0x8");
	CHECK_STR(format_int(&f, (struct format_part){ .conv = 'G' }, 4, false, 0xcc8), "GFP_KERNEL|0x8");
	fixture_done(&f);
}

TEST(output_formats_buffers_and_literals)
{
	struct fixture f = fixture_new();
	const struct type *elements[] = { type_buffer(f.types, 4), type_string(f.types, 4) };
	const struct type *payload = type_tuple(f.types, elements, 2);
	uint8_t v[32] = { 2, 0, 0, 0, 'a', 0xb1 };
	memcpy(v + payload->members[1].offset, "hi", 3);
	struct format format = { .arg_count = 2 };
	vec_push(f.arena, &format.parts, ((struct format_part){ .literal = "<", .literal_len = 1, .conv = 'R' }));
	vec_push(f.arena, &format.parts, ((struct format_part){ .literal = " ", .literal_len = 1, .conv = 'H' }));
	vec_push(f.arena, &format.parts, ((struct format_part){ .literal = " ", .literal_len = 1, .conv = 'r' }));
	vec_push(f.arena, &format.parts,
		 ((struct format_part){ .literal = "|", .literal_len = 1, .conv = 's', .width = 4, .arg = 1 }));
	vec_push(f.arena, &format.parts, ((struct format_part){ .literal = ">\n", .literal_len = 2 }));
	out_format(&f.out, &format, payload, v, &f.text);
	CHECK_STR(strbuf_str(&f.text), "<\\x61\\xb1 61 b1 a\\xb1|  hi>\n");
	fixture_done(&f);
}
