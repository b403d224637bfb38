/*
 * The type table. A type without a name is interned: its identity (kind, flags, sizes and the pointers to the types in
 * it) is written down as bytes, and one map from those bytes to types makes equal types one. Structs, unions and enums
 * are nominal: they are found by name in a map of their own, first the script's, then those of BTF.
 */
#include <assert.h>

#include "types/internal.h"

struct identity {
	uint32_t kind, flags, size, count;
	const void *inner, *agg;
};

struct type_table *type_table_new(struct arena *a)
{
	struct type_table *t = ARENA_NEW(a, struct type_table);
	t->arena = a;
	strmap_init(&t->interned, a);
	strmap_init(&t->enumerators, a);
	for (int i = 0; i < NAME_SPACES; i++)
		strmap_init(&t->named[i], a);
	return t;
}

struct arena *type_arena(struct type_table *t)
{
	return t->arena;
}

/* ---- interning ---- */

static struct type *intern_bytes(struct type_table *t, const void *key, size_t len, const struct type *as)
{
	struct type *found = strmap_getn(&t->interned, key, len);
	if (!found) {
		found = arena_dup(t->arena, as, sizeof(*as));
		found->complete = true;
		strmap_putn(&t->interned, arena_dup(t->arena, key, len), len, found);
	}
	return found;
}

static void identity_of(const struct type *as, struct identity *id)
{
	memset(id, 0, sizeof(*id));
	id->kind = as->kind;
	id->flags = as->is_signed | as->is_kernel_stack << 1 | (uint32_t)as->space << 2 | (uint32_t)as->stack_mode << 4;
	id->size = as->size;
	id->count = as->count;
	id->inner = as->inner;
	id->agg = as->agg;
}

static const struct type *intern(struct type_table *t, const struct type *as)
{
	struct identity id;
	identity_of(as, &id);
	return intern_bytes(t, &id, sizeof(id), as);
}

/* ---- constructors ---- */

static const struct {
	uint8_t size, align;
} simple_layouts[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = { 1, 1 },
	[TYPE_KSYM] = { 8, 8 },
	[TYPE_USYM] = { sizeof(struct usym_value), 8 },
	[TYPE_INET] = { sizeof(struct inet_value), 4 },
	[TYPE_MACADDR] = { 6, 1 },
	[TYPE_TIMESTAMP] = { sizeof(struct timestamp_value), 8 },
	[TYPE_USERNAME] = { 8, 8 },
	[TYPE_CGROUP_PATH] = { sizeof(struct cgroup_path_value), 8 },
};

const struct type *type_simple(struct type_table *t, enum type_kind kind)
{
	if (!t->simple[kind])
		t->simple[kind] = intern(t, &(struct type){ .kind = kind,
							    .size = simple_layouts[kind].size,
							    .align = MAX(simple_layouts[kind].align, 1) });
	return t->simple[kind];
}

const struct type *type_error(struct type_table *t)
{
	return type_simple(t, TYPE_ERROR);
}

const struct type *type_none(struct type_table *t)
{
	return type_simple(t, TYPE_NONE);
}

const struct type *type_void(struct type_table *t)
{
	return type_simple(t, TYPE_VOID);
}

const struct type *type_bool(struct type_table *t)
{
	return type_simple(t, TYPE_BOOL);
}

const struct type *type_func(struct type_table *t)
{
	return type_simple(t, TYPE_FUNC);
}

const struct type *type_int(struct type_table *t, unsigned size, bool is_signed)
{
	unsigned log = (unsigned)__builtin_ctz(size);
	assert(log < 4 && size == 1u << log);
	const struct type **slot = &t->ints[log][is_signed];
	if (!*slot)
		*slot = intern(t,
			       &(struct type){ .kind = TYPE_INT, .is_signed = is_signed, .size = size, .align = size });
	return *slot;
}

const struct type *type_pointer(struct type_table *t, const struct type *pointee, enum addr_space space)
{
	return intern(t,
		      &(struct type){ .kind = TYPE_POINTER, .space = space, .inner = pointee, .size = 8, .align = 8 });
}

const struct type *type_string(struct type_table *t, uint32_t size)
{
	return intern(t, &(struct type){ .kind = TYPE_STRING, .size = size, .align = 1 });
}

const struct type *type_buffer(struct type_table *t, uint32_t capacity)
{
	return intern(t, &(struct type){ .kind = TYPE_BUFFER, .count = capacity, .size = 4 + capacity, .align = 4 });
}

const struct type *type_array(struct type_table *t, const struct type *element, uint32_t count)
{
	uint64_t size = (uint64_t)element->size * count;
	return intern(t, &(struct type){ .kind = TYPE_ARRAY,
					 .inner = element,
					 .count = count,
					 .size = (uint32_t)MIN(size, UINT32_MAX),
					 .align = MAX(element->align, 1) });
}

const struct type *type_stack(struct type_table *t, bool kernel, enum stack_mode mode, uint32_t depth)
{
	return intern(t, &(struct type){ .kind = TYPE_STACK,
					 .is_kernel_stack = kernel,
					 .stack_mode = mode,
					 .count = depth,
					 .size = kernel ? sizeof(struct kstack_value) : sizeof(struct ustack_value),
					 .align = 4 });
}

const struct type *type_agg(struct type_table *t, const struct aggregate *agg, const char *type_name, uint32_t size,
			    const void *params, size_t params_size, bool is_signed)
{
	struct type as = { .kind = TYPE_AGG, .is_signed = is_signed, .agg = agg, .size = size, .align = 8 };
	struct identity id;
	identity_of(&as, &id);
	struct strbuf key = { 0 };
	strbuf_add(&key, &id, sizeof(id));
	strbuf_add(&key, params, params_size);
	struct type *found = intern_bytes(t, key.data, key.len, &as);
	strbuf_done(&key);
	if (!found->name) {
		found->name = arena_strdup(t->arena, type_name);
		found->agg_params = params ? arena_dup(t->arena, params, params_size) : NULL;
	}
	return found;
}

/* ---- tuples and records ---- */

/* Puts the members one behind the other, each at its natural alignment, as C does. */
static void lay_out(struct type *as, struct type_member *members, uint32_t n)
{
	uint64_t at = 0;
	as->align = 1;
	for (uint32_t i = 0; i < n; i++) {
		const struct type *m = members[i].type;
		uint32_t align = MAX(m->align, 1);
		at = ALIGN_UP(at, (uint64_t)align);
		members[i].offset = (uint32_t)at;
		as->align = MAX(as->align, align);
		at += m->size;
	}
	as->size = (uint32_t)ALIGN_UP(at, (uint64_t)as->align);
	as->members = members;
	as->member_count = n;
}

/* Takes the members' names and types; the array is the table's to keep. */
static const struct type *intern_members(struct type_table *t, enum type_kind kind, struct type_member *members,
					 uint32_t n)
{
	struct strbuf key = { 0 };
	struct identity id;
	identity_of(&(struct type){ .kind = kind, .count = n }, &id);
	strbuf_add(&key, &id, sizeof(id));
	for (uint32_t i = 0; i < n; i++) {
		strbuf_add(&key, &members[i].type, sizeof(members[i].type));
		strbuf_add(&key, members[i].name ? members[i].name : "",
			   strlen(members[i].name ? members[i].name : "") + 1);
		type_complete(t, members[i].type);
	}
	struct type as = { .kind = kind };
	lay_out(&as, members, n);
	const struct type *found = intern_bytes(t, key.data, key.len, &as);
	strbuf_done(&key);
	return found;
}

const struct type *type_tuple(struct type_table *t, const struct type *const *elements, uint32_t n)
{
	struct type_member *members = ARENA_ARRAY(t->arena, struct type_member, n);
	for (uint32_t i = 0; i < n; i++)
		members[i].type = elements[i];
	return intern_members(t, TYPE_TUPLE, members, n);
}

const struct type *type_record(struct type_table *t, const struct type_member *from, uint32_t n)
{
	struct type_member *members = ARENA_ARRAY(t->arena, struct type_member, n);
	for (uint32_t i = 0; i < n; i++)
		members[i] = (struct type_member){ .name = arena_strdup(t->arena, from[i].name), .type = from[i].type };
	return intern_members(t, TYPE_RECORD, members, n);
}

/* ---- names ---- */

struct type *type_new_struct(struct type_table *t, const char *name, bool is_union)
{
	struct type *s = ARENA_NEW(t->arena, struct type);
	*s = (struct type){ .kind = TYPE_STRUCT, .is_union = is_union, .align = 1 };
	s->name = name ? arena_strdup(t->arena, name) : NULL;
	return s;
}

/* A forward declaration and its definition are one type; a second definition is a new one that hides the first. */
struct type *type_struct_declare(struct type_table *t, const char *name, bool is_union)
{
	struct strmap *names = &t->named[is_union ? NAMES_UNION : NAMES_STRUCT];
	struct type *s = name ? strmap_get(names, name) : NULL;
	if (s && !s->complete && !s->origin)
		return s;
	s = type_new_struct(t, name, is_union);
	if (name)
		strmap_put(names, s->name, s);
	return s;
}

void type_struct_define(struct type_table *t, struct type *s, const struct type_member *members, uint32_t n,
			uint32_t size, uint32_t align)
{
	struct type_member *copy = arena_dup(t->arena, members, n * sizeof(*members));
	for (uint32_t i = 0; i < n; i++)
		copy[i].name = copy[i].name ? arena_strdup(t->arena, copy[i].name) : NULL;
	s->members = copy;
	s->member_count = n;
	s->size = size;
	s->align = align;
	s->complete = true;
}

static void add_enumerator(struct type_table *t, const char *name, const struct type *type, int64_t value)
{
	struct found_enumerator *f = ARENA_NEW(t->arena, struct found_enumerator);
	*f = (struct found_enumerator){ type, value };
	strmap_put(&t->enumerators, name, f);
}

const struct type *type_enum_define(struct type_table *t, const char *name, unsigned size, bool is_signed,
				    const struct type_enumerator *e, uint32_t n)
{
	struct type *s = ARENA_NEW(t->arena, struct type);
	struct type_enumerator *copy = arena_dup(t->arena, e, n * sizeof(*e));
	*s = (struct type){ .kind = TYPE_ENUM, .is_signed = is_signed, .complete = true, .size = size, .align = size };
	s->name = name ? arena_strdup(t->arena, name) : NULL;
	s->enumerators = copy;
	s->enumerator_count = n;
	for (uint32_t i = 0; i < n; i++) {
		copy[i].name = arena_strdup(t->arena, e[i].name);
		add_enumerator(t, copy[i].name, s, e[i].value);
	}
	if (name)
		strmap_put(&t->named[NAMES_ENUM], s->name, s);
	return s;
}

void type_typedef_define(struct type_table *t, const char *name, const struct type *target)
{
	strmap_put(&t->named[NAMES_PLAIN], arena_strdup(t->arena, name), (void *)(uintptr_t)target);
}

/* Names of C and of the kernel whose meaning is the same on all 64-bit Linux systems: no need to open BTF for them. */
static const struct {
	const char *name;
	uint8_t size;
	bool is_signed;
} c_names[] = {
	{ "char", 1, true },	   { "short", 2, true },     { "int", 4, true },       { "long", 8, true },
	{ "unsigned", 4, false },  { "signed", 4, true },    { "s8", 1, true },	       { "s16", 2, true },
	{ "s32", 4, true },	   { "s64", 8, true },	     { "u8", 1, false },       { "u16", 2, false },
	{ "u32", 4, false },	   { "u64", 8, false },	     { "__s8", 1, true },      { "__s16", 2, true },
	{ "__s32", 4, true },	   { "__s64", 8, true },     { "__u8", 1, false },     { "__u16", 2, false },
	{ "__u32", 4, false },	   { "__u64", 8, false },    { "int8_t", 1, true },    { "int16_t", 2, true },
	{ "int32_t", 4, true },	   { "int64_t", 8, true },   { "uint8_t", 1, false },  { "uint16_t", 2, false },
	{ "uint32_t", 4, false },  { "uint64_t", 8, false }, { "size_t", 8, false },   { "ssize_t", 8, true },
	{ "uintptr_t", 8, false }, { "intptr_t", 8, true },  { "ptrdiff_t", 8, true }, { "pid_t", 4, true },
	{ "uid_t", 4, false },	   { "gid_t", 4, false },    { "off_t", 8, true },     { "loff_t", 8, true },
	{ "uint", 4, false },	   { "ulong", 8, false },    { "ushort", 2, false },   { "u_char", 1, false },
	{ "__be16", 2, false },	   { "__be32", 4, false },   { "__be64", 8, false },   { "__le16", 2, false },
	{ "__le32", 4, false },	   { "__le64", 8, false },
};

static const struct type *c_named(struct type_table *t, const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(c_names); i++)
		if (!strcmp(c_names[i].name, name))
			return type_int(t, c_names[i].size, c_names[i].is_signed);
	if (!strcmp(name, "bool") || !strcmp(name, "_Bool"))
		return type_bool(t);
	return !strcmp(name, "void") ? type_void(t) : NULL;
}

static enum name_space space_of(const char *keyword)
{
	if (!keyword)
		return NAMES_PLAIN;
	return keyword[0] == 's' ? NAMES_STRUCT : keyword[0] == 'u' ? NAMES_UNION : NAMES_ENUM;
}

/*
 * A struct that was declared but not defined may be known to the kernel: making the BTF type of that name gives it its
 * origin (btf.c, declared_before).
 */
static void find_origin(struct type_table *t, const struct type *s)
{
	if (s->name)
		type_btf_named(t, s->is_union ? NAMES_UNION : NAMES_STRUCT, s->name);
}

const struct type *type_named(struct type_table *t, const char *keyword, const char *name)
{
	enum name_space space = space_of(keyword);
	const struct type *found = strmap_get(&t->named[space], name);
	if (!found && space == NAMES_PLAIN)
		found = c_named(t, name);
	if (found && found->kind == TYPE_STRUCT && !found->complete && !found->origin)
		find_origin(t, found);
	if (found)
		return found;
	found = type_btf_named(t, space, name);
	if (found)
		strmap_put(&t->named[space], arena_strdup(t->arena, name), (void *)(uintptr_t)found);
	return found;
}

const struct type *type_enumerator_find(struct type_table *t, const char *name, int64_t *ret)
{
	const struct found_enumerator *f = strmap_get(&t->enumerators, name);
	if (!f) {
		int64_t value = 0;
		const struct type *type = type_btf_enumerator(t, name, &value);
		add_enumerator(t, arena_strdup(t->arena, name), type, value);
		f = strmap_get(&t->enumerators, name);
	}
	if (f->type)
		*ret = f->value;
	return f->type;
}

/* ---- members ---- */

const struct type *type_complete(struct type_table *t, const struct type *s)
{
	if (s->kind != TYPE_STRUCT || s->complete)
		return s;
	struct type *own = (struct type *)(uintptr_t)s;
	if (!s->origin)
		find_origin(t, s);
	if (s->origin)
		type_btf_complete(t, own);
	return s;
}

static void complete_nested(struct type_table *t, const struct type *v, unsigned depth)
{
	while (v->kind == TYPE_ARRAY)
		v = v->inner;
	type_complete(t, v);
	bool has_members = v->kind == TYPE_STRUCT || v->kind == TYPE_TUPLE || v->kind == TYPE_RECORD;
	for (uint32_t i = 0; has_members && depth && i < v->member_count; i++)
		complete_nested(t, v->members[i].type, depth - 1);
}

void type_complete_value(struct type_table *t, const struct type *v)
{
	complete_nested(t, v, 100);
}

enum { MAX_NESTING = 32 }; /* of anonymous members; ends the walk in a malformed type that contains itself */

static bool find_member(struct type_table *t, const struct type *s, const char *name, unsigned depth,
			struct type_member *ret)
{
	type_complete(t, s);
	for (uint32_t i = 0; i < s->member_count; i++) {
		const struct type_member *m = &s->members[i];
		if (m->name) {
			if (strcmp(m->name, name))
				continue;
			*ret = *m;
			return true;
		}
		if (m->type->kind == TYPE_STRUCT && depth < MAX_NESTING &&
		    find_member(t, m->type, name, depth + 1, ret)) {
			ret->offset += m->offset;
			return true;
		}
	}
	return false;
}

bool type_find_member(struct type_table *t, const struct type *s, const char *name, struct type_member *ret)
{
	return find_member(t, s, name, 0, ret);
}
