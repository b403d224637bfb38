/* The C front end: preprocessor, constant expressions, layouts (compared with what the compiler at hand makes). */
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang_helper.h"

/* Reads the definitions of a script; the messages. */
static const char *read_c(struct lang_fixture *f, const char *script, struct program **ret)
{
	struct program *p = lang_parse(f, script);
	if (!f->diags.errors)
		c_definitions_read(&f->env, p);
	if (ret)
		*ret = p;
	return lang_messages(f);
}

static const char *define_of(const struct program *p, const char *name)
{
	const struct define_decl *d = strmap_get(&p->defines, name);
	return d ? d->text : "(none)";
}

/* ---- preprocessor ---- */

#define CHECK_DEFINE(script, name, want)                                                                              \
	do {                                                                                                          \
		struct lang_fixture f;                                                                                \
		struct program *p;                                                                                    \
		lang_open(&f);                                                                                        \
		CHECK_STR(read_c(&f, script, &p), "");                                                                \
		CHECK_STR(define_of(p, name), want);                                                                  \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_cpp_defines)
{
	CHECK_DEFINE("#define A 1 + 2\n", "A", "1 + 2");
	CHECK_DEFINE("#define A\n", "A", "");
	CHECK_DEFINE("#define A B\n#define B 2\n", "A", "B");
	CHECK_DEFINE("#define A 1\n#undef A\n", "A", "(none)");
	CHECK_DEFINE("#define F(x) x\n", "F", "(none)");
	CHECK_DEFINE("#define F(x) (x << 1)\n#define A F(3) | B\n#define B 1\n", "A", "(3 << 1) | B");
	CHECK_DEFINE("#ifdef BPFTRACE_HAVE_BTF\n#define A 1\n#else\n#define A 2\n#endif\n", "A", "1");
	CHECK_DEFINE("#ifndef BPFTRACE_HAVE_BTF\n#include <linux/nope.h>\n#else\n#define A 2\n#endif\n", "A", "2");
	CHECK_DEFINE("#if defined(X) || 3 * 4 == 12 && !defined Y\n#define A 1\n#endif\n", "A", "1");
	CHECK_DEFINE("#define V 5\n#if V < 3\n#define A 1\n#elif V < 6\n#define A 2\n#else\n#define A 3\n#endif\n", "A",
		     "2");
	CHECK_DEFINE("#if 0\n#if 1\n#define A 1\n#endif\n#else\n#define A 2\n#endif\n", "A", "2");
	CHECK_DEFINE("#if -1 > 0u\n#define A 1\n#endif\n", "A", "1");
	CHECK_DEFINE("#if 'a' == 97 && '\\n' == 10\n#define A 1\n#endif\n", "A", "1");
	CHECK_DEFINE("#if __has_include(<nope.h>)\n#define A 1\n#else\n#define A 2\n#endif\n", "A", "2");
}

/* Function-like macros, seen through an object-like one that uses them. */
TEST(lang_cpp_functions)
{
	CHECK_DEFINE("#define CAT(a, b) a ## b\n#define A CAT(x, 1) CAT(, y) CAT(z,)\n", "A", "x1 y z");
	CHECK_DEFINE("#define S(x) #x\n#define A S(a  \"b\\n\" + c)\n", "A", "\"a \\\"b\\\\n\\\" + c\"");
	CHECK_DEFINE("#define V(f, ...) f(__VA_ARGS__)\n#define A V(g, 1, 2) V(h)\n", "A", "g(1, 2) h()");
	CHECK_DEFINE("#define V(f, a...) f(0, ## a)\n#define A V(g, 1, 2) V(h)\n", "A", "g(0, 1, 2) h(0)");
	CHECK_DEFINE("#define V(f, ...) f(0 __VA_OPT__(,) __VA_ARGS__)\n#define A V(g, 1) V(h)\n", "A", "g(0, 1) h(0)");
	CHECK_DEFINE("#define F(x) x F(x)\n#define A F(1)\n", "A", "1 F(1)");
	CHECK_DEFINE("#define F(x, y) [x|y]\n#define A F((1,2), f(3,4))\n", "A", "[(1,2)|f(3,4)]");
	CHECK_DEFINE("#define G(x) <x>\n#define F(x) G(x)\n#define A F(F(1))\n", "A", "<<1>>");
	CHECK_DEFINE("#define F(x) x\n#define A F\n", "A", "F");
}

TEST(lang_cpp_errors)
{
	struct lang_fixture f;
	lang_open(&f);
	CHECK_STR(read_c(&f, "#include \"nope.h\"\nbegin { }", NULL), "10-18 'nope.h' file not found");
	lang_close(&f);
	lang_open(&f);
	f.env.has_btf = false;
	CHECK_STR(read_c(&f, "#include <nope.h>\nstruct x { u99 y; };", NULL), "10-18 'nope.h' file not found");
	lang_close(&f);
	lang_open(&f);
	struct program *p;
	CHECK_STR(read_c(&f, "#include <net/sock.h>\n", &p), "");
	CHECK_INT(p->skipped_includes.len, 1);
	lang_close(&f);
	lang_open(&f);
	CHECK_STR(read_c(&f, "#if 1\n#define X\n", NULL), "2-4 unterminated conditional directive");
	lang_close(&f);
	lang_open(&f);
	CHECK_STR(read_c(&f, "#error this is   wrong\n#endif\n#frob\n", NULL),
		  "2-7 #error this is wrong\n2:2-7 #endif without #if\n3:2-6 invalid preprocessing directive");
	lang_close(&f);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	if (f) {
		fputs(text, f);
		fclose(f);
	}
}

TEST(lang_cpp_includes)
{
	char dir[] = "/tmp/lang-cpp-XXXXXX";
	REQUIRE(mkdtemp(dir));
	struct lang_fixture f;
	lang_open(&f);
	const char *dirs[] = { dir };
	f.env.include_dirs = dirs;
	f.env.include_dir_count = 1;
	const char *a = arena_sprintf(f.arena, "%s/a.h", dir), *b = arena_sprintf(f.arena, "%s/b.h", dir);
	write_file(a, "#pragma once\n#include \"b.h\"\n#define FROM_A FROM_B + 1\nstruct a { int x; };\n");
	write_file(b, "#ifndef B_H\n#define B_H\n#define FROM_B 41\n#include <a.h>\n#endif\n");
	const char *forced[] = { b };
	f.env.include_files = forced;
	f.env.include_file_count = 1;
	struct program *p;
	CHECK_STR(read_c(&f, "#include <a.h>\n#include <a.h>\n#define NAME <b.h>\n#include NAME\n", &p), "");
	CHECK_STR(define_of(p, "FROM_A"), "FROM_B + 1");
	CHECK(type_named(f.env.types, "struct", "a")->size == 4);
	const struct define_decl *d = strmap_get(&p->defines, "FROM_B");
	CHECK(d && d->from_header);
	unlink(a);
	unlink(b);
	rmdir(dir);
	lang_close(&f);
}

/* ---- constants ---- */

static const struct {
	const char *text;
	int64_t value;
} constants[] = {
	{ "1UL << 40", 1ll << 40 },
	{ "-1", -1 },
	{ "~0U", 0xffffffff },
	{ "(unsigned char)-1", 255 },
	{ "(signed char)200", -56 },
	{ "sizeof(int) * 2", 8 },
	{ "sizeof(struct s)", 16 },
	{ "sizeof(((struct s *)0)->name)", 5 },
	{ "sizeof(\"abc\" \"de\")", 6 },
	{ "__builtin_offsetof(struct s, name)", 8 },
	{ "(unsigned long)&((struct s *)0)->name[2]", 10 },
	{ "_Alignof(struct s)", 8 },
	{ "1 ? 2 : 3", 2 },
	{ "E_TWO + 1", 3 },
	{ "'A' | 0x20", 'a' },
	{ "-7 / 2", -3 },
	{ "-7 % 3", -1 },
	{ "(-1 < 0u)", 0 },
	{ "5 > 3 && 2 != 2 || 1", 1 },
	{ "(1, 2)", 2 },
	{ "0b101 + 010", 13 },
	{ "TWICE(21)", 42 },
	{ "(__u32)-1 >> 4", 0xfffffff },
	{ "__builtin_types_compatible_p(int, __s32)", 1 },
	{ "63 - __builtin_clzll(4096)", 12 },
	{ "__builtin_clz(1)", 31 },
	{ "__builtin_bswap16(1)", 256 },
	{ "__builtin_constant_p(5) ? __builtin_ffs(8) : f(5)", 4 },
};

TEST(lang_c_constants)
{
	struct lang_fixture f;
	struct program *p;
	lang_open(&f);
	CHECK_STR(read_c(&f, "#define TWICE(x) ((x) * 2)\nenum e { E_ONE = 1, E_TWO };\n"
			     "struct s { long l; char name[5]; };\n", &p), "");
	REQUIRE(p->cdef);
	for (size_t i = 0; i < ARRAY_LEN(constants); i++) {
		int64_t value = 0;
		CHECK(c_constant_evaluate(p->cdef, constants[i].text, &value));
		CHECK_INT(value, constants[i].value);
	}
	int64_t value;
	CHECK(!c_constant_evaluate(p->cdef, "1 / 0", &value));
	CHECK(!c_constant_evaluate(p->cdef, "nope", &value));
	CHECK(!c_constant_evaluate(p->cdef, "f(1)", &value));
	CHECK(!c_constant_evaluate(p->cdef, "1 +", &value));
	lang_close(&f);
}

/* ---- layouts ---- */

/* The same text is compiled here and read by our own reader. */
#define TEXT(...) TEXT_(__VA_ARGS__)
#define TEXT_(...) #__VA_ARGS__
#define DEFINITIONS                                                                                                   \
	struct plain { char a; short b; int c; long d; char e; };                                                     \
	struct nested { char a; struct { int x; char y; } in; union { char c; long l; } un; int z[3]; };              \
	struct anon { int a; union { struct { short b, c; }; int d; }; char e; };                                     \
	struct packed { char a; int b; short c; } __attribute__((packed));                                            \
	struct __attribute__((packed)) packed2 { char a; struct plain p; };                                           \
	struct member_packed { char a; int b __attribute__((packed)); int c; };                                       \
	struct aligned { char a; int b __attribute__((aligned(16))); char c; } __attribute__((aligned(32)));          \
	struct bits { unsigned a : 3, b : 7; int : 0; unsigned char c : 4; unsigned short d : 9; long e : 33; int f; }; \
	struct bits_packed { unsigned a : 3; unsigned b : 30; char c; long d : 50; } __attribute__((packed));         \
	struct bits_mixed { char a; unsigned b : 10; unsigned : 5; unsigned c : 20; char d; _Bool e : 1; };           \
	struct bits_end { short a; unsigned b : 12; };                                                                \
	struct functions { int (*f)(int, char *); void *(*g[2])(void); char (*p)[4]; int *q[3]; };                    \
	struct floats { char a; double d; float f[3]; long double ld; char b; };                                      \
	struct big { char a; __int128 w; };                                                                           \
	enum plain_enum { PE_A, PE_B = 5, PE_C = PE_B + 1 };                                                          \
	enum negative_enum { NE_A = -1, NE_B = 7 };                                                                   \
	enum big_enum { BE_A = 0x100000000 };                                                                         \
	enum __attribute__((packed)) small_enum { SE_A = 200 };                                                       \
	struct enums { char a; enum plain_enum b; enum small_enum c; enum big_enum d; enum negative_enum e : 4; };    \
	struct flexible { int n; char data[]; };                                                                      \
	struct zero { int n; long data[0]; };                                                                         \
	struct arrays { char name[16]; unsigned char raw[6]; short m[2][3]; char names[2][8]; };                      \
	struct self { struct self *next; struct later *later; };                                                      \
	struct later { struct self s; volatile const int *const p; };                                                 \
	union onion { char a[5]; int b; unsigned c : 3; };                                                            \
	struct typeofs { __typeof__(int *) a; __typeof__(((struct plain *)0)->b) b; unsigned long long int c; };      \
	struct mode { int a __attribute__((mode(DI))); unsigned b : 2; } __attribute__((may_alias, aligned(8)));
DEFINITIONS

struct field {
	const char *name;
	size_t offset, size;
};
struct expected {
	const char *keyword, *name;
	size_t size, align;
	struct field fields[8];
};
#define F(s, m) { #m, offsetof(s, m), sizeof(((s *)0)->m) }
#define S(n) "struct", #n, sizeof(struct n), _Alignof(struct n)

static const struct expected layouts[] = {
	{ S(plain), { F(struct plain, a), F(struct plain, b), F(struct plain, c), F(struct plain, d), F(struct plain, e) } },
	{ S(nested), { F(struct nested, a), F(struct nested, in), F(struct nested, un), F(struct nested, z) } },
	{ S(anon), { F(struct anon, a), F(struct anon, b), F(struct anon, c), F(struct anon, d), F(struct anon, e) } },
	{ S(packed), { F(struct packed, a), F(struct packed, b), F(struct packed, c) } },
	{ S(packed2), { F(struct packed2, a), F(struct packed2, p) } },
	{ S(member_packed), { F(struct member_packed, b), F(struct member_packed, c) } },
	{ S(aligned), { F(struct aligned, a), F(struct aligned, b), F(struct aligned, c) } },
	{ S(bits), { F(struct bits, f) } },
	{ S(bits_packed), { F(struct bits_packed, c) } },
	{ S(bits_mixed), { F(struct bits_mixed, a), F(struct bits_mixed, d) } },
	{ S(bits_end), { F(struct bits_end, a) } },
	{ S(functions), { F(struct functions, f), F(struct functions, g), F(struct functions, p), F(struct functions, q) } },
	{ S(floats), { F(struct floats, a), F(struct floats, b) } },
	{ S(big), { F(struct big, a) } },
	{ S(enums), { F(struct enums, a), F(struct enums, b), F(struct enums, c), F(struct enums, d) } },
	{ S(flexible), { F(struct flexible, n) } },
	{ S(zero), { F(struct zero, n), F(struct zero, data) } },
	{ S(arrays), { F(struct arrays, name), F(struct arrays, raw), F(struct arrays, m), F(struct arrays, names) } },
	{ S(self), { F(struct self, next), F(struct self, later) } },
	{ S(later), { F(struct later, s), F(struct later, p) } },
	{ "union", "onion", sizeof(union onion), _Alignof(union onion), { F(union onion, a), F(union onion, b) } },
	{ S(typeofs), { F(struct typeofs, a), F(struct typeofs, b), F(struct typeofs, c) } },
	{ S(mode), { F(struct mode, a) } },
};

/* Each definition is an item of its own in a script, on a line of its own. */
static const char *definitions_script(struct lang_fixture *f)
{
	char *text = arena_strdup(f->arena, TEXT(DEFINITIONS));
	return text;
}

TEST(lang_c_layouts)
{
	struct lang_fixture f;
	lang_open(&f);
	CHECK_STR(read_c(&f, definitions_script(&f), NULL), "");
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		const struct expected *e = &layouts[i];
		const struct type *t = type_named(f.env.types, e->keyword, e->name);
		REQUIRE(t && t->complete);
		CHECK_INT(t->size, e->size);
		CHECK_INT(t->align, e->align);
		for (const struct field *want = e->fields; want < e->fields + 8 && want->name; want++) {
			struct type_member m = { 0 };
			CHECK(type_find_member(f.env.types, t, want->name, &m));
			if (m.offset != want->offset || !m.type || type_member_bytes(&m) != want->size)
				CHECK_STR(arena_sprintf(f.arena, "%s.%s at %u, %u bytes", e->name, want->name, m.offset,
							m.type ? type_member_bytes(&m) : 0),
					  arena_sprintf(f.arena, "at %zu, %zu bytes", want->offset, want->size));
		}
	}
	lang_close(&f);
}

/* First bit of all ones in an object. */
static size_t first_bit(const void *object, size_t size, size_t *ret_width)
{
	const unsigned char *p = object;
	size_t first = SIZE_MAX, n = 0;
	for (size_t i = 0; i < size * 8; i++) {
		if (!(p[i / 8] >> (i % 8) & 1))
			continue;
		first = first == SIZE_MAX ? i : first;
		n++;
	}
	*ret_width = n;
	return first;
}

#define CHECK_BITS(s, field)                                                                                          \
	do {                                                                                                          \
		struct s object;                                                                                      \
		memset(&object, 0, sizeof(object));                                                                   \
		object.field = -1;                                                                                    \
		size_t width, begin = first_bit(&object, sizeof(object), &width);                                     \
		struct type_member m = { 0 };                                                                         \
		CHECK(type_find_member(f.env.types, type_named(f.env.types, "struct", #s), #field, &m));              \
		CHECK_INT(m.offset * 8 + m.bit_offset, begin);                                                        \
		CHECK_INT(m.bit_size, width);                                                                         \
	} while (0)

TEST(lang_c_bit_fields)
{
	struct lang_fixture f;
	lang_open(&f);
	CHECK_STR(read_c(&f, definitions_script(&f), NULL), "");
	CHECK_BITS(bits, a);
	CHECK_BITS(bits, b);
	CHECK_BITS(bits, c);
	CHECK_BITS(bits, d);
	CHECK_BITS(bits, e);
	CHECK_BITS(bits_packed, a);
	CHECK_BITS(bits_packed, b);
	CHECK_BITS(bits_packed, d);
	CHECK_BITS(bits_mixed, b);
	CHECK_BITS(bits_mixed, c);
	CHECK_BITS(bits_end, b);
	CHECK_BITS(mode, b);
	lang_close(&f);
}

TEST(lang_c_enums)
{
	struct lang_fixture f;
	int64_t value = 0;
	lang_open(&f);
	CHECK_STR(read_c(&f, definitions_script(&f), NULL), "");
	CHECK(type_enumerator_find(f.env.types, "PE_C", &value) == type_named(f.env.types, "enum", "plain_enum"));
	CHECK_INT(value, 6);
	CHECK(type_enumerator_find(f.env.types, "NE_A", &value));
	CHECK_INT(value, -1);
	CHECK_INT(type_named(f.env.types, "enum", "big_enum")->size, 8);
	CHECK_INT(type_named(f.env.types, "enum", "small_enum")->size, 1);
	CHECK(type_named(f.env.types, "enum", "negative_enum")->is_signed);
	lang_close(&f);
}

TEST(lang_c_pack)
{
	struct lang_fixture f;
	struct program *p = NULL;
	lang_open(&f);
	CHECK_STR(read_c(&f, "#pragma pack(push, 2)\nstruct a { char c; int i; };\n#pragma pack(pop)\n"
			     "struct b { char c; int i; };", &p), "");
	CHECK_INT(type_named(f.env.types, "struct", "a")->size, 6);
	CHECK_INT(type_named(f.env.types, "struct", "b")->size, 8);
	lang_close(&f);
}

#define CHECK_C_ERROR(script, want)                                                                                   \
	do {                                                                                                          \
		struct lang_fixture f;                                                                                \
		lang_open(&f);                                                                                        \
		CHECK_STR(read_c(&f, script, NULL), want);                                                            \
		lang_close(&f);                                                                                       \
	} while (0)

TEST(lang_c_errors)
{
	CHECK_C_ERROR("struct x { int a; int b }", "");
	CHECK_C_ERROR("struct x { int a }\nstruct y { struct x x; };", "");
	CHECK_C_ERROR("struct x { nope_t a; };",
		      "12-18 unknown type name 'nope_t'\nHINT: Include headers with missing type definitions or install BTF "
		      "information to your system.");
	CHECK_C_ERROR("struct x { struct nope a; int b; };",
		      "24-25 field 'a' has incomplete type 'struct nope'\nHINT: Include headers with missing type definitions "
		      "or install BTF information to your system.");
	CHECK_C_ERROR("struct x { int a : 33; };", "16-17 bit-field 'a' has 33 bits, its type only 32");
	CHECK_C_ERROR("struct x { int a[-1]; };", "18-19 size of array is negative");
	CHECK_C_ERROR("struct x { int a[N]; };", "18-19 use of undeclared identifier 'N'");
	CHECK_C_ERROR("enum e { A = f(2) };", "19-20 value of enumerator 'A' is not a constant");
	CHECK_C_ERROR("struct x { int a b; };\nstruct y { foo_t c; };",
		      "18-19 expected ';'\n2:12-17 unknown type name 'foo_t'\nHINT: Include headers with missing type "
		      "definitions or install BTF information to your system.");
	CHECK_C_ERROR("struct x { int a[100000000000]; };", "31-32 array is too large");
}

/* What typedefs, functions and variables of a header are good for. */
TEST(lang_c_names)
{
	char dir[] = "/tmp/lang-c-XXXXXX";
	REQUIRE(mkdtemp(dir));
	struct lang_fixture f;
	struct program *p;
	lang_open(&f);
	const char *dirs[] = { dir };
	f.env.include_dirs = dirs;
	f.env.include_dir_count = 1;
	const char *header = arena_sprintf(f.arena, "%s/n.h", dir);
	write_file(header, "typedef struct later later_t;\nextern later_t *first(void) __attribute__((pure));\n"
			   "struct later { long a, b; };\nstatic inline int one(int x) { if (x) { return 1; } return 0; }\n"
			   "extern later_t table[4];\ntypedef int (*handler_t)(int, void *);\n"
			   "struct uses { later_t in; __typeof__(table) all; handler_t h; char c[sizeof(table[0])]; };\n");
	CHECK_STR(read_c(&f, "#include <n.h>\n", &p), "");
	CHECK_INT(type_named(f.env.types, "struct", "uses")->size, 16 + 64 + 8 + 16);
	CHECK(type_named(f.env.types, NULL, "later_t") == type_named(f.env.types, "struct", "later"));
	unlink(header);
	rmdir(dir);
	lang_close(&f);
}

TEST(lang_c_hints_at_headers)
{
	struct lang_fixture f;
	struct program *p;
	lang_open(&f);
	CHECK_STR(read_c(&f, "#include <a/b.h>\n#include <c.h>\nbegin { }", &p), "");
	diag_add(&f.diags, D_UNKNOWN_IDENT, p->items.data[0].probe->span, "Unknown identifier: 'X'");
	c_hint_skipped_includes(&f.env, p);
	CHECK_STR(lang_messages(&f), "3:1-10 Unknown identifier: 'X'\nHINT: <a/b.h>, <c.h>: not found, so types come from "
				     "BTF alone. Use -I if it defines this name.");
	lang_close(&f);
}
