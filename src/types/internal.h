/* What the files of types/ share: the table, and the reader of raw BTF. */
#ifndef SONDE_TYPES_INTERNAL_H
#define SONDE_TYPES_INTERNAL_H

#include <linux/btf.h>

#include "types/type.h"

/* ---- type.c ---- */

enum name_space { NAMES_STRUCT, NAMES_UNION, NAMES_ENUM, NAMES_PLAIN, NAME_SPACES };

struct type_table {
	struct arena *arena;
	struct strmap interned;		  /* identity in bytes -> type */
	struct strmap named[NAME_SPACES]; /* tag or typedef -> type; script's and those found in BTF */
	struct strmap enumerators;	  /* name -> struct found_enumerator */
	const struct type *simple[TYPE_KIND_COUNT];
	const struct type *ints[4][2]; /* by log2 of the size, sign */
	const char *btf_path;	       /* NULL: environment or default */
	bool btf_tried, modules_tried;
	struct type_btf *vmlinux; /* NULL: not opened, or absent */
	VEC(struct type_btf *) modules;
};

struct found_enumerator {
	const struct type *type; /* NULL: known to be unknown */
	int64_t value;
};

/* A nominal type of its own; the name is copied, and may be NULL. */
struct type *type_new_struct(struct type_table *t, const char *name, bool is_union);

/* ---- btf-pages.c: a file that is read where it is asked for ---- */

struct type_pages;
/* Takes the descriptor over, until the arena goes; *ret: where the file's bytes will be. NULL: no address space. */
struct type_pages *type_pages_open(struct arena *a, int fd, size_t size, const void **ret);
/* Makes bytes of the file readable where they belong; a string up to its NUL. What can't be read is zero. */
void type_pages_fill(struct type_pages *p, const void *from, size_t len);
void type_pages_fill_text(struct type_pages *p, const char *from);
/* A copy of at most 64 KB that belong there, good until the next call. */
const void *type_pages_pass(struct type_pages *p, const void *from, size_t len);
/* Where in the strings from there on, each with its NUL, one of that name lies; NULL: nowhere. */
const char *type_pages_find(struct type_pages *p, const char *from, size_t len, const char *name);

/* ---- btf-reader.c: BTF as it is stored, every access checked ---- */

/* One BTF file. Split BTF (a module's) counts its type ids and string offsets on from its base. */
struct type_btf {
	const char *module;	     /* "vmlinux" or the module's name */
	const struct type_btf *base; /* NULL: not split */
	const unsigned char *types;
	const char *strings;
	struct type_pages *pages; /* of a file that is not in memory; NULL: all is there */
	uint32_t types_len, strings_len;
	uint32_t first_id, first_string;
	uint32_t end_id;		/* one past the last id */
	uint32_t *offsets;		/* of every eighth type in `types` */
	uint32_t *by_name, by_name_cap; /* open-addressed table of ids by name, once worth making */
	unsigned lookups;
	const char *recent_name; /* what was looked up last: questions about one function follow each other */
	uint32_t recent_kinds, recent_id;
	struct arena *arena;
	struct type **made; /* structs and enums made so far, by id - first_id */
};

/* Indexes BTF whose bytes live as long as the arena, those in pages (or NULL) when they are filled; 0 or -errno. */
int type_btf_parse(struct arena *a, const void *data, size_t size, struct type_pages *pages, const char *module,
		   const struct type_btf *base, struct type_btf **ret);
/* A type by id, with all of its vlen entries readable behind it; NULL for void (0) and ids that there are not. */
const struct btf_type *type_btf_get(const struct type_btf *b, uint32_t id);
/* All own types in order: for (struct type_walk w = type_btf_walk(b); w.type; type_btf_step(&w)) … */
struct type_walk {
	const struct type_btf *btf;
	uint32_t id, at;
	const struct btf_type *type; /* NULL: the end */
};
struct type_walk type_btf_walk(const struct type_btf *b);
void type_btf_step(struct type_walk *w);
/* A string, "" when the offset is wrong. */
const char *type_btf_string(const struct type_btf *b, uint32_t offset);
/*
 * Id of the first own type (not the base's) of that name whose kind is in the set of bits; 0: none. For structs,
 * unions, enums, functions, typedefs and base types.
 */
uint32_t type_btf_lookup(struct type_btf *b, const char *name, uint32_t kinds);
/* The id behind typedefs and qualifiers (kinds in the set); 0 for void and for endless chains. */
uint32_t type_btf_strip(const struct type_btf *b, uint32_t id, uint32_t kinds);

#define KIND_BIT(k) (1u << (k))
enum {
	KINDS_QUALIFIER = KIND_BIT(BTF_KIND_CONST) | KIND_BIT(BTF_KIND_VOLATILE) | KIND_BIT(BTF_KIND_RESTRICT) |
			  KIND_BIT(BTF_KIND_TYPE_TAG),
	KINDS_ALIAS = KINDS_QUALIFIER | KIND_BIT(BTF_KIND_TYPEDEF),
	KINDS_ENUM = KIND_BIT(BTF_KIND_ENUM) | KIND_BIT(BTF_KIND_ENUM64),
	KINDS_STRUCT = KIND_BIT(BTF_KIND_STRUCT) | KIND_BIT(BTF_KIND_UNION),
};

static inline unsigned raw_kind(const struct btf_type *bt)
{
	return BTF_INFO_KIND(bt->info);
}
static inline unsigned raw_vlen(const struct btf_type *bt)
{
	return BTF_INFO_VLEN(bt->info);
}
static inline bool raw_flag(const struct btf_type *bt)
{
	return BTF_INFO_KFLAG(bt->info);
}
static inline bool raw_is(const struct btf_type *bt, uint32_t kinds)
{
	return bt && KIND_BIT(raw_kind(bt)) & kinds;
}
/* What stands behind the common part. */
static inline const struct btf_member *raw_members(const struct btf_type *bt)
{
	return (const void *)(bt + 1);
}
static inline const struct btf_enum *raw_enums(const struct btf_type *bt)
{
	return (const void *)(bt + 1);
}
static inline const struct btf_enum64 *raw_enums64(const struct btf_type *bt)
{
	return (const void *)(bt + 1);
}
static inline const struct btf_param *raw_params(const struct btf_type *bt)
{
	return (const void *)(bt + 1);
}
static inline const struct btf_array *raw_array(const struct btf_type *bt)
{
	return (const void *)(bt + 1);
}
static inline uint32_t raw_int(const struct btf_type *bt)
{
	return *(const uint32_t *)(bt + 1);
}

/* ---- btf-file.c ---- */

/* Opens and indexes a BTF file, or the BTF in an ELF file; 0 or -errno. */
int type_btf_open(struct arena *a, const char *path, const char *module, const struct type_btf *base,
		  struct type_btf **ret);

/* The same for a BTF file that is read where it is needed; the descriptor is closed with the arena, or on failure. */
int type_btf_open_pages(struct arena *a, int fd, const char *module, struct type_btf **ret);

/* ---- btf.c: from raw BTF to types ---- */

/* The table's vmlinux, opened on the first call; NULL: there is none. */
struct type_btf *type_table_vmlinux(struct type_table *t);
/* Opens the BTF of all loaded modules (once). */
void type_table_open_modules(struct type_table *t);
/* The BTF files in which to look for `module` (NULL: all), in order: index 0, 1, … until NULL. */
struct type_btf *type_table_btf(struct type_table *t, const char *module, size_t index);
const struct type *type_from_btf(struct type_table *t, struct type_btf *b, uint32_t id);
const struct type *type_btf_named(struct type_table *t, enum name_space space, const char *name);
const struct type *type_btf_enumerator(struct type_table *t, const char *name, int64_t *ret);
void type_btf_complete(struct type_table *t, struct type *s);
/* The value of the i-th enumerator of an enum. */
int64_t type_btf_enum_value(const struct btf_type *bt, unsigned i, uint32_t *ret_name);
/* FUNC_PROTO of a FUNC, or of typedef btf_trace_X; NULL if it is not so. */
const struct btf_type *type_btf_func_proto(const struct type_btf *b, uint32_t func_id);
const struct btf_type *type_btf_trace_proto(const struct type_btf *b, uint32_t typedef_id);
/* The same with the parameters' names, where the kernel has a function that tells them. */
const struct btf_type *type_btf_trace_named_proto(struct type_btf *b, uint32_t typedef_id);
/* The FUNC `name` of `module` (NULL: vmlinux, then modules); 0: none. *ret: the file that has it. */
uint32_t type_btf_func_id(struct type_table *t, const char *module, const char *name, struct type_btf **ret);
uint32_t type_btf_trace_id(struct type_table *t, const char *name, struct type_btf **ret);

#endif
