/*
 * Types and functions of the kernel, from its BTF. Files are opened on the first need. Structs are made without members
 * and completed one at a time, so that a script that names task_struct does not pull in the kernel. A struct is one
 * type for each id of BTF; everything else is interned like any other type.
 */
#include <dirent.h>
#include <stdio.h>

#include "types/internal.h"

#define SYSFS_BTF "/sys/kernel/btf"

enum { MAX_DEPTH = 64 };

/* ---- files ---- */

void type_table_set_btf(struct type_table *t, const char *path)
{
	t->btf_path = arena_strdup(t->arena, path);
}

/* The file that the user wants instead of the kernel's; NULL: none. */
static const char *wanted_path(const struct type_table *t)
{
	return t->btf_path ? t->btf_path : getenv("BPFTRACE_BTF");
}

static bool uses_running_kernel(const struct type_table *t)
{
	return !wanted_path(t);
}

struct type_btf *type_table_vmlinux(struct type_table *t)
{
	if (!t->btf_tried) {
		const char *path = wanted_path(t);
		t->btf_tried = true;
		type_btf_open(t->arena, path ? path : SYSFS_BTF "/vmlinux", "vmlinux", NULL, &t->vmlinux);
	}
	return t->vmlinux;
}

const char *type_btf_unreadable(struct type_table *t)
{
	const char *path = wanted_path(t);
	return path && !type_table_vmlinux(t) ? path : NULL;
}

bool type_has_btf(struct type_table *t)
{
	return type_table_vmlinux(t) != NULL;
}

static void open_module(struct type_table *t, const char *name)
{
	char path[300];
	struct type_btf *b;
	snprintf(path, sizeof(path), SYSFS_BTF "/%s", name);
	if (!type_btf_open(t->arena, path, name, t->vmlinux, &b))
		vec_push(t->arena, &t->modules, b);
}

static struct type_btf *find_module(const struct type_table *t, const char *name)
{
	for (size_t i = 0; i < t->modules.len; i++)
		if (!strcmp(t->modules.data[i]->module, name))
			return t->modules.data[i];
	return NULL;
}

/* A module of its own name is opened alone; it keeps its place when the others follow. */
static struct type_btf *named_module(struct type_table *t, const char *name)
{
	struct type_btf *b = find_module(t, name);
	if (b || t->modules_tried || !type_table_vmlinux(t) || !uses_running_kernel(t) || strchr(name, '/') ||
	    *name == '.')
		return b;
	open_module(t, name);
	return find_module(t, name);
}

void type_table_open_modules(struct type_table *t)
{
	if (t->modules_tried || !type_table_vmlinux(t) || !uses_running_kernel(t))
		return;
	t->modules_tried = true;
	struct dirent **names;
	int n = scandir(SYSFS_BTF, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		if (*name != '.' && strcmp(name, "vmlinux") && !find_module(t, name))
			open_module(t, name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

struct type_btf *type_table_btf(struct type_table *t, const char *module, size_t index)
{
	if (module && strcmp(module, "vmlinux"))
		return index ? NULL : named_module(t, module);
	if (!index)
		return type_table_vmlinux(t);
	if (module)
		return NULL;
	type_table_open_modules(t);
	return index - 1 < t->modules.len ? t->modules.data[index - 1] : NULL;
}

/* ---- types ---- */

static const struct type *make(struct type_table *t, struct type_btf *b, uint32_t id, unsigned depth);

static bool is_char(const struct type_btf *b, const struct btf_type *bt)
{
	return raw_is(bt, KIND_BIT(BTF_KIND_INT)) && bt->size == 1 && !strcmp(type_btf_string(b, bt->name_off), "char");
}

static const struct type *make_int(struct type_table *t, const struct type_btf *b, const struct btf_type *bt)
{
	uint32_t encoding = BTF_INT_ENCODING(raw_int(bt));
	if (encoding & BTF_INT_BOOL)
		return type_bool(t);
	bool is_signed = encoding & BTF_INT_SIGNED || is_char(b, bt);
	switch (bt->size) {
	case 1:
	case 2:
	case 4:
	case 8:
		return type_int(t, bt->size, is_signed);
	default:
		return type_none(t); /* __int128 */
	}
}

/* The slot for the type of an id, in the file that the id belongs to. */
static struct type **made_slot(struct type_btf *b, uint32_t id)
{
	while (id < b->first_id && b->base)
		b = (struct type_btf *)(uintptr_t)b->base;
	return &b->made[id - b->first_id];
}

int64_t type_btf_enum_value(const struct btf_type *bt, unsigned i, uint32_t *ret_name)
{
	if (raw_kind(bt) == BTF_KIND_ENUM) {
		const struct btf_enum *e = &raw_enums(bt)[i];
		*ret_name = e->name_off;
		return raw_flag(bt) ? e->val : (int64_t)(uint32_t)e->val;
	}
	const struct btf_enum64 *e = &raw_enums64(bt)[i];
	*ret_name = e->name_off;
	return (int64_t)((uint64_t)e->val_hi32 << 32 | e->val_lo32);
}

static const char *name_or_null(const struct type_btf *b, uint32_t offset)
{
	const char *name = type_btf_string(b, offset);
	return *name ? name : NULL;
}

static const struct type *make_enum(struct type_table *t, struct type_btf *b, uint32_t id, const struct btf_type *bt)
{
	struct type **slot = made_slot(b, id);
	if (*slot)
		return *slot;
	unsigned n = raw_vlen(bt);
	uint32_t size = bt->size == 1 || bt->size == 2 || bt->size == 8 ? bt->size : 4;
	struct type_enumerator *e = ARENA_ARRAY(t->arena, struct type_enumerator, n);
	bool negative = false;
	for (unsigned i = 0; i < n; i++) {
		uint32_t name;
		e[i].value = type_btf_enum_value(bt, i, &name);
		e[i].name = type_btf_string(b, name);
		negative |= e[i].value < 0;
	}
	*slot = ARENA_NEW(t->arena, struct type);
	**slot = (struct type){ .kind = TYPE_ENUM, .size = size, .align = size, .complete = true, .btf_id = id };
	(*slot)->is_signed = negative && (raw_kind(bt) == BTF_KIND_ENUM || raw_flag(bt));
	(*slot)->name = name_or_null(b, bt->name_off);
	(*slot)->enumerators = e;
	(*slot)->enumerator_count = n;
	return *slot;
}

/* Where a lazy struct's members come from. */
struct origin {
	struct type_btf *btf;
	uint32_t id;
};

/* Before its members are known, a struct's alignment is taken from its size. */
static uint32_t likely_align(uint32_t size)
{
	return size ? MIN(size & -size, 8u) : 1;
}

/* A struct of that name that was declared before (see tracefs.c) and whose definition this is. */
static struct type *declared_before(struct type_table *t, struct type_btf *b, uint32_t id, const struct btf_type *bt)
{
	if (!raw_is(bt, KINDS_STRUCT))
		return NULL;
	bool is_union = raw_kind(bt) == BTF_KIND_UNION;
	const char *name = type_btf_string(b, bt->name_off);
	struct type *s = strmap_get(&t->named[is_union ? NAMES_UNION : NAMES_STRUCT], name);
	bool declared = s && s->kind == TYPE_STRUCT && !s->complete && !s->origin;
	while (id < b->first_id && b->base)
		b = (struct type_btf *)(uintptr_t)b->base;
	return declared && type_btf_lookup(b, name, KIND_BIT(raw_kind(bt))) == id ? s : NULL;
}

static const struct type *make_struct(struct type_table *t, struct type_btf *b, uint32_t id, const struct btf_type *bt)
{
	struct type **slot = made_slot(b, id);
	if (*slot)
		return *slot;
	bool is_fwd = raw_kind(bt) == BTF_KIND_FWD;
	struct origin *o = ARENA_NEW(t->arena, struct origin);
	*o = (struct origin){ b, id };
	struct type *s = declared_before(t, b, id, bt);
	if (!s)
		s = type_new_struct(t, name_or_null(b, bt->name_off),
				    is_fwd ? raw_flag(bt) : raw_kind(bt) == BTF_KIND_UNION);
	s->origin = o;
	s->size = is_fwd ? 0 : bt->size;
	s->align = likely_align(s->size);
	s->btf_id = b->base && id >= b->first_id ? 0 : id;
	*slot = s;
	return s;
}

/* Looks at the tags of what a pointer points to: 'user' is an address space, 'rcu' harmless, others forbid following.
 */
static enum addr_space pointer_space(const struct type_btf *b, const struct btf_type *ptr, const char **ret_bad_tag)
{
	enum addr_space space = SPACE_NONE;
	uint32_t id = ptr->type;
	for (int i = 0; i < MAX_DEPTH; i++) {
		const struct btf_type *bt = type_btf_get(b, id);
		if (!raw_is(bt, KINDS_QUALIFIER))
			break;
		const char *tag = raw_kind(bt) == BTF_KIND_TYPE_TAG ? type_btf_string(b, bt->name_off) : "";
		if (!strcmp(tag, "user"))
			space = SPACE_USER;
		else if (*tag && strcmp(tag, "rcu") && ret_bad_tag)
			*ret_bad_tag = tag;
		id = bt->type;
	}
	return space;
}

static const struct type *make_array(struct type_table *t, struct type_btf *b, const struct btf_type *bt,
				     unsigned depth)
{
	const struct btf_array *array = raw_array(bt);
	const struct type *element = make(t, b, array->type, depth);
	bool fits = (uint64_t)element->size * array->nelems <= INT32_MAX;
	return fits ? type_array(t, element, array->nelems) : type_none(t);
}

static const struct type *make(struct type_table *t, struct type_btf *b, uint32_t id, unsigned depth)
{
	id = type_btf_strip(b, id, KINDS_ALIAS);
	const struct btf_type *bt = type_btf_get(b, id);
	if (!bt)
		return type_void(t);
	if (depth > MAX_DEPTH)
		return type_none(t);
	switch (raw_kind(bt)) {
	case BTF_KIND_INT:
		return make_int(t, b, bt);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return make_enum(t, b, id, bt);
	case BTF_KIND_PTR:
		return type_pointer(t, make(t, b, bt->type, depth + 1), pointer_space(b, bt, NULL));
	case BTF_KIND_ARRAY:
		return make_array(t, b, bt, depth + 1);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_FWD:
		return make_struct(t, b, id, bt);
	case BTF_KIND_FUNC_PROTO:
	case BTF_KIND_FUNC:
		return type_func(t);
	default:
		return type_none(t); /* float */
	}
}

const struct type *type_from_btf(struct type_table *t, struct type_btf *b, uint32_t id)
{
	return make(t, b, id, 0);
}

/* ---- members ---- */

/* `char f[N]` is text; see type_member_bytes. */
static const struct type *member_type(struct type_table *t, struct type_btf *b, uint32_t id)
{
	const struct btf_type *bt = type_btf_get(b, type_btf_strip(b, id, KINDS_ALIAS));
	if (raw_is(bt, KIND_BIT(BTF_KIND_ARRAY))) {
		const struct btf_array *array = raw_array(bt);
		const struct btf_type *element = type_btf_get(b, type_btf_strip(b, array->type, KINDS_ALIAS));
		if (element && is_char(b, element) && array->nelems && array->nelems < INT32_MAX)
			return type_string(t, array->nelems + 1);
	}
	return make(t, b, id, 0);
}

/*
 * Places a bit-field in a unit of its declared type at that type's alignment; if it crosses the unit (packed), or the
 * unit the end of the object, the unit starts at the field's first byte.
 */
static void place_bits(struct type_member *m, uint32_t bit, uint8_t width, uint32_t object_size)
{
	uint32_t unit = MAX(m->type->size, 1) * 8;
	uint32_t start = bit / unit * unit;
	if (bit + width > start + unit || (start + unit) / 8 > object_size)
		start = bit / 8 * 8;
	m->offset = start / 8;
	m->bit_offset = (uint8_t)(bit - start);
	m->bit_size = width;
}

/* The width of a bit-field, 0 for other members; BTF says it in the member, old BTF in a narrow int type. */
static uint8_t bit_width(const struct type_btf *b, const struct btf_type *s, const struct btf_member *raw)
{
	if (raw_flag(s))
		return BTF_MEMBER_BITFIELD_SIZE(raw->offset);
	const struct btf_type *bt = type_btf_get(b, type_btf_strip(b, raw->type, KINDS_ALIAS));
	if (!raw_is(bt, KIND_BIT(BTF_KIND_INT)) || BTF_INT_BITS(raw_int(bt)) == bt->size * 8)
		return 0;
	return BTF_INT_BITS(raw_int(bt));
}

/* The struct that a member of this type has in it, through arrays; NULL: none. */
static const struct btf_type *embedded_struct(const struct type_btf *b, uint32_t id)
{
	for (int i = 0; i < MAX_DEPTH; i++) {
		const struct btf_type *bt = type_btf_get(b, type_btf_strip(b, id, KINDS_ALIAS));
		if (!raw_is(bt, KIND_BIT(BTF_KIND_ARRAY)))
			return raw_is(bt, KINDS_STRUCT | KIND_BIT(BTF_KIND_FWD)) ? bt : NULL;
		id = raw_array(bt)->type;
	}
	return NULL;
}

/*
 * Whether a struct of wrong BTF has itself in it. Only members of its own size can lead back to it; more than a budget
 * of them counts as yes.
 */
static bool leads_to(const struct type_btf *b, const struct btf_type *from, const struct btf_type *to, unsigned *budget)
{
	if (!from || !raw_is(from, KINDS_STRUCT) || from->size != to->size)
		return false;
	if (from == to || !*budget)
		return true;
	for (unsigned i = 0; i < raw_vlen(from); i++) {
		if (!*budget)
			return true;
		--*budget;
		if (leads_to(b, embedded_struct(b, raw_members(from)[i].type), to, budget))
			return true;
	}
	return false;
}

/* A struct by value must be defined, and must not lead back to the one that it is in. */
static bool can_embed(const struct type_btf *b, uint32_t id, const struct btf_type *in)
{
	const struct btf_type *bt = embedded_struct(b, id);
	unsigned budget = 1000;
	return !bt || (raw_kind(bt) != BTF_KIND_FWD && !leads_to(b, bt, in, &budget));
}

/* false: the member does not lie within the object, or has no name and nothing in it. */
static bool make_member(struct type_table *t, struct type_btf *b, const struct btf_type *s,
			const struct btf_member *raw, struct type_member *m)
{
	uint32_t bit = raw_flag(s) ? BTF_MEMBER_BIT_OFFSET(raw->offset) : raw->offset;
	uint8_t width = bit_width(b, s, raw);
	*m = (struct type_member){ .name = name_or_null(b, raw->name_off), .type = member_type(t, b, raw->type) };
	const struct btf_type *behind = type_btf_get(b, type_btf_strip(b, raw->type, KINDS_ALIAS));
	if (raw_is(behind, KIND_BIT(BTF_KIND_PTR)))
		pointer_space(b, behind, &m->tag);
	m->bad_tag = m->tag != NULL;
	if ((!m->name && m->type->kind != TYPE_STRUCT) || !can_embed(b, raw->type, s))
		return false;
	if (width) {
		place_bits(m, bit, width, s->size);
		return type_is_integral(m->type) && width <= m->type->size * 8 &&
		       ((uint64_t)bit + width + 7) / 8 <= s->size;
	}
	m->offset = bit / 8;
	return bit % 8 == 0 && (uint64_t)m->offset + type_member_bytes(m) <= s->size;
}

static void fill_members(struct type_table *t, struct type_btf *b, const struct btf_type *bt, struct type *s)
{
	unsigned n = raw_vlen(bt);
	struct type_member *members = ARENA_ARRAY(t->arena, struct type_member, n);
	uint32_t count = 0, align = 1;
	for (unsigned i = 0; i < n; i++) {
		if (!make_member(t, b, bt, &raw_members(bt)[i], &members[count]))
			continue;
		align = MAX(align, members[count].type->align);
		count++;
	}
	s->members = members;
	s->member_count = count;
	s->align = s->size % align ? 1 : align;
}

void type_btf_complete(struct type_table *t, struct type *s)
{
	const struct origin *o = s->origin;
	struct type_btf *b = o->btf;
	const struct btf_type *bt = type_btf_get(b, o->id);
	if (raw_kind(bt) == BTF_KIND_FWD) {
		const struct type *found = s->name ? type_named(t, s->is_union ? "union" : "struct", s->name) : NULL;
		if (!found || found == s || type_complete(t, found)->kind != TYPE_STRUCT || !found->complete)
			return;
		s->members = found->members;
		s->member_count = found->member_count;
		s->size = found->size;
		s->align = found->align;
	} else {
		fill_members(t, b, bt, s);
	}
	s->complete = true;
}

/* ---- names ---- */

static const uint32_t space_kinds[NAME_SPACES] = {
	[NAMES_STRUCT] = KIND_BIT(BTF_KIND_STRUCT),
	[NAMES_UNION] = KIND_BIT(BTF_KIND_UNION),
	[NAMES_ENUM] = KINDS_ENUM,
	[NAMES_PLAIN] = KIND_BIT(BTF_KIND_TYPEDEF) | KIND_BIT(BTF_KIND_INT) | KIND_BIT(BTF_KIND_FLOAT),
};

const struct type *type_btf_named(struct type_table *t, enum name_space space, const char *name)
{
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, NULL, i)); i++) {
		uint32_t id = type_btf_lookup(b, name, space_kinds[space]);
		if (id)
			return make(t, b, id, 0);
	}
	return NULL;
}

uint32_t type_btf_find_id(struct type_table *t, const char *name, unsigned kind)
{
	struct type_btf *b = type_table_vmlinux(t);
	return b && kind < 32 ? type_btf_lookup(b, name, KIND_BIT(kind)) : 0;
}

static bool find_enumerator(const struct type_btf *b, const char *name, uint32_t *ret_id, int64_t *ret)
{
	for (struct type_walk w = type_btf_walk(b); w.type; type_btf_step(&w)) {
		const struct btf_type *bt = w.type;
		if (!raw_is(bt, KINDS_ENUM))
			continue;
		for (unsigned i = 0; i < raw_vlen(bt); i++) {
			uint32_t name_off;
			int64_t value = type_btf_enum_value(bt, i, &name_off);
			if (!strcmp(type_btf_string(b, name_off), name)) {
				*ret_id = w.id;
				*ret = value;
				return true;
			}
		}
	}
	return false;
}

const struct type *type_btf_enumerator(struct type_table *t, const char *name, int64_t *ret)
{
	struct type_btf *b = type_table_vmlinux(t);
	uint32_t id;
	return b && find_enumerator(b, name, &id, ret) ? make(t, b, id, 0) : NULL;
}

static const char *struct_keyword(const struct btf_type *bt)
{
	switch (raw_kind(bt)) {
	case BTF_KIND_STRUCT:
		return "struct";
	case BTF_KIND_UNION:
		return "union";
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return "enum";
	default:
		return NULL;
	}
}

void type_btf_each_type(struct type_table *t, void (*fn)(void *ctx, const char *keyword, const char *name), void *ctx)
{
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, NULL, i)); i++) {
		for (struct type_walk w = type_btf_walk(b); w.type; type_btf_step(&w)) {
			const struct btf_type *bt = w.type;
			const char *keyword = struct_keyword(bt), *name = type_btf_string(b, bt->name_off);
			if (keyword && *name)
				fn(ctx, keyword, name);
		}
	}
}
