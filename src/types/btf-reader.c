/*
 * BTF as it is stored. A file is mapped (or read, where the kernel can't map it) and passed once to note where each
 * type begins; everything else is decoded when it is asked for. The walk checks that each type with its entries lies in
 * the type section and stops at the first that does not, or whose kind is not known: what was found so far can be used.
 * All references (type ids, string offsets) are checked where they are followed, since a later type may be meant.
 *
 * Names are found by comparing them one after another, which is cheaper than any table for the few look-ups of a usual
 * script; after some of them a hash table is made.
 */
#include <errno.h>

#include "types/internal.h"

enum {
	LOOKUPS_BEFORE_HASH = 4,
	LOOKUPS_BEFORE_FILL = 2, /* of a file that is not in memory */
	MAX_CHAIN = 64,
	GROUP = 8, /* types that share an entry of the index: touching less memory is worth the steps */
};

/* ---- indexing ---- */

/* Bytes behind the common part: once, and for each of the vlen entries. */
static const struct {
	uint8_t known, once, each;
} kind_sizes[32] = {
	[BTF_KIND_INT] = { 1, 4, 0 },
	[BTF_KIND_PTR] = { 1, 0, 0 },
	[BTF_KIND_ARRAY] = { 1, sizeof(struct btf_array), 0 },
	[BTF_KIND_STRUCT] = { 1, 0, sizeof(struct btf_member) },
	[BTF_KIND_UNION] = { 1, 0, sizeof(struct btf_member) },
	[BTF_KIND_ENUM] = { 1, 0, sizeof(struct btf_enum) },
	[BTF_KIND_FWD] = { 1, 0, 0 },
	[BTF_KIND_TYPEDEF] = { 1, 0, 0 },
	[BTF_KIND_VOLATILE] = { 1, 0, 0 },
	[BTF_KIND_CONST] = { 1, 0, 0 },
	[BTF_KIND_RESTRICT] = { 1, 0, 0 },
	[BTF_KIND_FUNC] = { 1, 0, 0 },
	[BTF_KIND_FUNC_PROTO] = { 1, 0, sizeof(struct btf_param) },
	[BTF_KIND_VAR] = { 1, sizeof(struct btf_var), 0 },
	[BTF_KIND_DATASEC] = { 1, 0, sizeof(struct btf_var_secinfo) },
	[BTF_KIND_FLOAT] = { 1, 0, 0 },
	[BTF_KIND_DECL_TAG] = { 1, sizeof(struct btf_decl_tag), 0 },
	[BTF_KIND_TYPE_TAG] = { 1, 0, 0 },
	[BTF_KIND_ENUM64] = { 1, 0, sizeof(struct btf_enum64) },
};

/* Kinds that are nothing but the common part. */
#define KINDS_BARE                                                                                                     \
	(KIND_BIT(BTF_KIND_FUNC) | KIND_BIT(BTF_KIND_PTR) | KIND_BIT(BTF_KIND_TYPEDEF) | KIND_BIT(BTF_KIND_CONST))

/* The common part of the type at an offset of the section, for a pass over all of them; NULL: the end. */
static inline const struct btf_type *passing(const struct type_btf *b, uint32_t at)
{
	if (b->types_len - at < sizeof(struct btf_type))
		return NULL;
	return b->pages ? type_pages_pass(b->pages, b->types + at, sizeof(struct btf_type)) : (const void *)(b->types + at);
}

/*
 * The bytes of the type at an offset, from its common part; 0 if it is not whole or of an unknown kind. The frequent
 * kinds of fixed size are asked for first, though the table would do: a guessed branch lets the processor go on to the
 * next type where a computed size makes it wait.
 */
static inline uint32_t type_bytes(const struct type_btf *b, uint32_t at, const struct btf_type *bt)
{
	if (!bt)
		return 0;
	unsigned kind = raw_kind(bt);
	if (KIND_BIT(kind) & KINDS_BARE)
		return sizeof(*bt);
	uint32_t bytes = (uint32_t)sizeof(*bt) + kind_sizes[kind].once + kind_sizes[kind].each * raw_vlen(bt);
	return kind_sizes[kind].known && bytes <= b->types_len - at ? bytes : 0;
}

/* Notes the offset of each GROUP-th type; the smallest types have 12 bytes, usual ones 27. */
static void index_types(struct type_btf *b)
{
	uint32_t count = 0, cap = b->types_len / (24 * GROUP) + 16;
	uint32_t *offsets = arena_alloc(b->arena, (size_t)cap * sizeof(*offsets));
	for (uint32_t at = 0, bytes; (bytes = type_bytes(b, at, passing(b, at))); at += bytes, count++) {
		if (count % GROUP)
			continue;
		if (count / GROUP == cap) {
			uint32_t *larger = arena_alloc(b->arena, 2 * (size_t)cap * sizeof(*larger));
			offsets = memcpy(larger, offsets, cap * sizeof(*larger));
			cap *= 2;
		}
		offsets[count / GROUP] = at;
	}
	b->offsets = offsets;
	b->end_id = b->first_id + count;
}

/* Whether a section of the header lies within the file. */
static bool section_fits(const struct btf_header *h, size_t size, uint32_t off, uint32_t len)
{
	return h->hdr_len <= size && off <= size - h->hdr_len && len <= size - h->hdr_len - off;
}

static bool header_is_good(const struct btf_header *h, size_t size)
{
	if (size < sizeof(*h) || h->magic != BTF_MAGIC || h->version != BTF_VERSION || h->hdr_len < sizeof(*h))
		return false;
	return section_fits(h, size, h->type_off, h->type_len) && section_fits(h, size, h->str_off, h->str_len) &&
	       h->hdr_len % 4 == 0 && h->type_off % 4 == 0 && h->type_len < UINT32_MAX / 2;
}

/* Makes bytes readable. */
static inline const void *fetch(const struct type_btf *b, const void *from, size_t len)
{
	if (b->pages)
		type_pages_fill(b->pages, from, len);
	return from;
}

static void fetch_all(const struct type_btf *b)
{
	fetch(b, b->types, b->types_len);
	fetch(b, b->strings, b->strings_len);
}

int type_btf_parse(struct arena *a, const void *data, size_t size, struct type_pages *pages, const char *module,
		   const struct type_btf *base, struct type_btf **ret)
{
	const struct btf_header *h = data;
	if (pages)
		type_pages_fill(pages, data, MIN(size, sizeof(*h)));
	if ((uintptr_t)data % 4 || !header_is_good(h, size))
		return -EINVAL;
	const unsigned char *sections = (const unsigned char *)data + h->hdr_len;
	struct type_btf *b = ARENA_NEW(a, struct type_btf);
	*b = (struct type_btf){
		.module = arena_strdup(a, module),
		.base = base,
		.pages = pages,
		.types = sections + h->type_off,
		.strings = (const char *)sections + h->str_off,
		.types_len = h->type_len,
		.strings_len = h->str_len,
		.first_id = base ? base->end_id : 1,
		.first_string = base ? base->first_string + base->strings_len : 0,
		.arena = a,
	};
	if (!b->strings_len || *(const char *)fetch(b, b->strings + b->strings_len - 1, 1))
		return -EINVAL;
	index_types(b);
	b->made = ARENA_ARRAY(a, struct type *, b->end_id - b->first_id + 1);
	*ret = b;
	return 0;
}

/* ---- following references ---- */

static const struct btf_type *own_type(const struct type_btf *b, uint32_t id)
{
	uint32_t index = id - b->first_id, at = b->offsets[index / GROUP];
	for (uint32_t steps = index % GROUP; steps; steps--)
		at += type_bytes(b, at, fetch(b, b->types + at, sizeof(struct btf_type)));
	const struct btf_type *bt = fetch(b, b->types + at, sizeof(*bt));
	return fetch(b, bt, type_bytes(b, at, bt));
}

const struct btf_type *type_btf_get(const struct type_btf *b, uint32_t id)
{
	while (id < b->first_id && b->base)
		b = b->base;
	return id && id < b->end_id ? own_type(b, id) : NULL;
}

static inline struct type_walk walk_from(const struct type_btf *b, uint32_t id, uint32_t at)
{
	return (struct type_walk){ b, id, at, id < b->end_id ? (const void *)(b->types + at) : NULL };
}

struct type_walk type_btf_walk(const struct type_btf *b)
{
	fetch_all(b);
	return walk_from(b, b->first_id, 0);
}

static inline void walk_step(struct type_walk *w)
{
	*w = walk_from(w->btf, w->id + 1, w->at + type_bytes(w->btf, w->at, w->type));
}

void type_btf_step(struct type_walk *w)
{
	walk_step(w);
}

const char *type_btf_string(const struct type_btf *b, uint32_t offset)
{
	while (offset < b->first_string && b->base)
		b = b->base;
	if (offset - b->first_string >= b->strings_len)
		return "";
	const char *s = b->strings + (offset - b->first_string);
	if (b->pages)
		type_pages_fill_text(b->pages, s);
	return s;
}

uint32_t type_btf_strip(const struct type_btf *b, uint32_t id, uint32_t kinds)
{
	for (int i = 0; i < MAX_CHAIN; i++) {
		const struct btf_type *bt = type_btf_get(b, id);
		if (!bt)
			return 0;
		if (!raw_is(bt, kinds))
			return id;
		id = bt->type;
	}
	return 0;
}

/* ---- names ---- */

static inline bool is_named(const struct type_btf *b, const struct btf_type *bt, const char *name, uint32_t kinds)
{
	if (!(KIND_BIT(raw_kind(bt)) & kinds))
		return false;
	const char *own = type_btf_string(b, bt->name_off);
	return *own == *name && !strcmp(own, name);
}

static uint32_t scan_names(const struct type_btf *b, const char *name, uint32_t kinds)
{
	for (struct type_walk w = type_btf_walk(b); w.type; walk_step(&w))
		if (is_named(b, w.type, name, kinds))
			return w.id;
	return 0;
}

/* The same of a file that is not in memory: the string is searched for, then the type that has it. */
static uint32_t scan_pages(const struct type_btf *b, const char *name, uint32_t kinds)
{
	const char *found = type_pages_find(b->pages, b->strings, b->strings_len, name);
	uint32_t name_off = found ? (uint32_t)(found - b->strings) : 0, id = b->first_id;
	for (uint32_t at = 0, bytes; found; at += bytes, id++) {
		const struct btf_type *bt = passing(b, at);
		bytes = type_bytes(b, at, bt);
		if (!bytes)
			return 0;
		if (raw_is(bt, kinds) && bt->name_off == name_off)
			return id;
	}
	return 0;
}

#define KINDS_NAMED                                                                                                    \
	(KINDS_STRUCT | KINDS_ENUM | KIND_BIT(BTF_KIND_FUNC) | KIND_BIT(BTF_KIND_TYPEDEF) | KIND_BIT(BTF_KIND_INT) |   \
	 KIND_BIT(BTF_KIND_FLOAT))

/* Types of one name follow each other in the order of their ids, whatever their kinds. */
static void hash_names(struct type_btf *b)
{
	uint32_t cap = 64;
	while (cap < 2 * (b->end_id - b->first_id))
		cap *= 2;
	b->by_name = ARENA_ARRAY(b->arena, uint32_t, cap);
	b->by_name_cap = cap;
	for (struct type_walk w = type_btf_walk(b); w.type; walk_step(&w)) {
		const char *name = type_btf_string(b, w.type->name_off);
		if (!*name || !raw_is(w.type, KINDS_NAMED))
			continue;
		size_t i = hash_bytes(name, strlen(name)) & (cap - 1);
		while (b->by_name[i])
			i = (i + 1) & (cap - 1);
		b->by_name[i] = w.id;
	}
}

uint32_t type_btf_lookup(struct type_btf *b, const char *name, uint32_t kinds)
{
	if (!*name)
		return 0;
	kinds &= KINDS_NAMED;
	if (b->recent_name && b->recent_kinds == kinds && !strcmp(b->recent_name, name))
		return b->recent_id;
	if (b->lookups < LOOKUPS_BEFORE_HASH) {
		b->lookups++;
		b->recent_name = arena_strdup(b->arena, name);
		b->recent_kinds = kinds;
		bool fetched = !b->pages || b->lookups > LOOKUPS_BEFORE_FILL;
		return b->recent_id = fetched ? scan_names(b, name, kinds) : scan_pages(b, name, kinds);
	}
	if (!b->by_name)
		hash_names(b);
	size_t mask = b->by_name_cap - 1;
	for (size_t i = hash_bytes(name, strlen(name)) & mask; b->by_name[i]; i = (i + 1) & mask)
		if (is_named(b, own_type(b, b->by_name[i]), name, kinds))
			return b->by_name[i];
	return 0;
}
