/*
 * types: the one representation of types, used from the parser to the printed output.
 *
 * Types are interned: two types are the same exactly if their pointers are equal. They are immutable once complete;
 * a structure may be created by name first and get its members later (type_struct_define), or lazily from BTF.
 * All memory belongs to the type table's arena.
 */
#ifndef SONDE_TYPE_H
#define SONDE_TYPE_H

#include "base/base.h"

enum type_kind {
	TYPE_ERROR,	   /* an error was reported; agrees with everything */
	TYPE_NONE,	   /* not known (yet), or has no type in the language (floats) */
	TYPE_VOID,
	TYPE_BOOL,	   /* 1 byte */
	TYPE_INT,	   /* size 1, 2, 4, 8; is_signed */
	TYPE_ENUM,	   /* size, is_signed, name, enumerators */
	TYPE_POINTER,	   /* pointee, space */
	TYPE_STRING,	   /* NUL-terminated text in a buffer of `size` bytes; size 0: to be sized from use */
	TYPE_BUFFER,	   /* 4 bytes of length, then count bytes */
	TYPE_ARRAY,	   /* element, count */
	TYPE_STRUCT,	   /* C struct or union, or a probe's args; nominal */
	TYPE_FUNC,	   /* only behind a pointer */
	TYPE_TUPLE,	   /* members without names */
	TYPE_RECORD,	   /* members with names */
	TYPE_STACK,	   /* kernel or user stack; see struct stack_info */
	TYPE_KSYM,	   /* kernel address, printed as a symbol; 8 bytes */
	TYPE_USYM,	   /* struct usym_value */
	TYPE_INET,	   /* struct inet_value */
	TYPE_MACADDR,	   /* 6 bytes */
	TYPE_TIMESTAMP,	   /* struct timestamp_value, formatted when printed */
	TYPE_USERNAME,	   /* uid in 8 bytes */
	TYPE_CGROUP_PATH,  /* struct cgroup_path_value */
	TYPE_AGG,	   /* what an aggregation stores; only as a map's value */
	TYPE_TYPEINFO_T,   /* reserved for introspection values */
	TYPE_KIND_COUNT
};

enum addr_space { SPACE_NONE, SPACE_KERNEL, SPACE_USER };

enum stack_mode { STACK_BPFTRACE, STACK_PERF, STACK_RAW, STACK_BUILD_ID };

struct aggregate; /* aggregate registry, sema/registry.h */

struct type_member {
	const char *name; /* NULL: unnamed (tuple element, anonymous struct or union) */
	const struct type *type;
	uint32_t offset;      /* bytes from the start of the object */
	uint8_t bit_offset;   /* bit-field: first bit counted from byte `offset`, little end first */
	uint8_t bit_size;     /* bit-field: width; 0: an ordinary member. The field lies within the type->size bytes
				 from `offset`, and those within the object, unless it is too small or packed. */
	bool is_data_loc;     /* tracepoint __data_loc: offset word, see types/tracefs.h */
	uint8_t bad_tag;      /* 1: a BTF type tag that may not be followed (percpu); tag holds it */
	const char *tag;
};

struct type_enumerator {
	const char *name;
	int64_t value;
};

struct type {
	enum type_kind kind;
	bool is_signed;	      /* int, enum, and the samples of an aggregation */
	bool is_union;
	bool is_kernel_stack; /* TYPE_STACK */
	bool complete;	      /* TYPE_STRUCT: members known */
	enum addr_space space; /* TYPE_POINTER */
	enum stack_mode stack_mode;
	uint32_t size;	      /* bytes that a value occupies in registers, slots, maps and records */
	uint32_t align;
	uint32_t count;	      /* array elements; buffer capacity; stack depth */
	const char *name;     /* struct, union, enum: tag, NULL if anonymous; aggregation: count_t; else NULL */
	const struct type *inner; /* pointee, element, function's return type */
	const struct type_member *members;
	uint32_t member_count;
	const struct type_enumerator *enumerators;
	uint32_t enumerator_count;
	const struct aggregate *agg; /* TYPE_AGG: row of the registry */
	const void *agg_params;	     /* TYPE_AGG: interned parameters (struct agg_params), NULL if none */
	uint32_t btf_id;	     /* id in vmlinux BTF, 0 if not from there */
	const void *origin;	     /* lazy struct: where the members come from; private to types/ */
};

/*
 * Bytes that a member of a TYPE_STRUCT occupies in the object. A C member `char f[N]` (N > 0) has the type string[N+1]
 * but occupies N bytes, not necessarily terminated: read N bytes and add the NUL. Members of tuples and records occupy
 * type->size.
 */
static inline uint32_t type_member_bytes(const struct type_member *m)
{
	return m->type->size - (m->type->kind == TYPE_STRING && m->type->size);
}

/* ---- layouts shared between programs and user space ---- */

/*
 * A stack value: the frames themselves stay in a stack-trace map of the kernel; a value names them.
 *   id      0: no stack (empty); else 1 + the id that bpf_get_stackid returned; bit 31: from the second, larger map
 *   depth   number of frames where the script asks for it (len()), else 0
 *   pid     user stacks: the process (thread group) id whose address space the frames are in; kernel stacks: absent
 */
struct kstack_value {
	uint32_t id, depth;
};
struct ustack_value {
	uint32_t id, depth;
	uint32_t pid, probe;
};
struct usym_value {
	uint64_t addr;
	uint32_t pid, probe;
};
/* family: AF_INET 2 or AF_INET6 10; address in network order, first 4 bytes for IPv4. */
struct inet_value {
	uint32_t family;
	uint8_t addr[16];
	uint32_t pad;
};
/* format: index into the program's table of strings (compiled.strings). mode: 0 never set, 1 boot, 2 tai. */
struct timestamp_value {
	uint64_t ns;
	uint32_t format, mode;
};
struct cgroup_path_value {
	uint64_t id;
	uint32_t filter, pad; /* index into compiled.strings */
};

/* ---- table ---- */

struct type_table;

struct type_table *type_table_new(struct arena *a);
struct arena *type_arena(struct type_table *t);

/* Constructors: interned, so equal calls give equal pointers. */
const struct type *type_error(struct type_table *t);
const struct type *type_none(struct type_table *t);
const struct type *type_void(struct type_table *t);
const struct type *type_bool(struct type_table *t);
const struct type *type_int(struct type_table *t, unsigned size, bool is_signed);
const struct type *type_pointer(struct type_table *t, const struct type *pointee, enum addr_space space);
const struct type *type_string(struct type_table *t, uint32_t size);
const struct type *type_buffer(struct type_table *t, uint32_t capacity);
const struct type *type_array(struct type_table *t, const struct type *element, uint32_t count);
const struct type *type_func(struct type_table *t);
/* Offsets of the members are computed (natural alignment); names and types are read from `members`. */
const struct type *type_tuple(struct type_table *t, const struct type *const *elements, uint32_t n);
const struct type *type_record(struct type_table *t, const struct type_member *members, uint32_t n);
const struct type *type_stack(struct type_table *t, bool kernel, enum stack_mode mode, uint32_t depth);
const struct type *type_simple(struct type_table *t, enum type_kind kind); /* ksym, usym, inet, macaddr, … */
/*
 * type_name is what messages show (count_t, usum_t: the caller puts the u before the row's name where the sign counts
 * and the samples are unsigned); size: the row's size(params). Types with equal agg, params (compared by bytes, copied)
 * and sign are one type.
 */
const struct type *type_agg(struct type_table *t, const struct aggregate *agg, const char *type_name, uint32_t size,
			    const void *params, size_t params_size, bool is_signed);

/*
 * Named C types. type_named finds `struct X`, `union X`, `enum X` (keyword and tag given) or a typedef / base type
 * name (keyword NULL): first what C definitions of the script declared, then the usual C names (int, u32, size_t,
 * pid_t), then BTF (opened on the first need), vmlinux before modules. NULL: unknown. A struct found in BTF gets its
 * members when type_complete is first called on it; one behind a pointer of a tracepoint may not even have its size
 * before. Pointers in C types have SPACE_NONE (the space of the memory that they are read from counts), or SPACE_USER if
 * BTF tags them so.
 */
const struct type *type_named(struct type_table *t, const char *keyword, const char *name);
/* Makes a script's own struct or union (members later), enum or typedef. The name may be NULL (anonymous). */
struct type *type_struct_declare(struct type_table *t, const char *name, bool is_union);
void type_struct_define(struct type_table *t, struct type *s, const struct type_member *members, uint32_t n,
			uint32_t size, uint32_t align);
const struct type *type_enum_define(struct type_table *t, const char *name, unsigned size, bool is_signed,
				    const struct type_enumerator *e, uint32_t n);
void type_typedef_define(struct type_table *t, const char *name, const struct type *target);
/* An enumerator by name, from script definitions, then BTF: its enum type, value in *ret. NULL: unknown. */
const struct type *type_enumerator_find(struct type_table *t, const char *name, int64_t *ret);
/* The same type with its members filled in, if it is a struct that can be completed. */
const struct type *type_complete(struct type_table *t, const struct type *s);
/* Completes all that a value of the type holds: structures in structures, arrays, tuples. */
void type_complete_value(struct type_table *t, const struct type *v);
/*
 * A member of a struct by name, also through anonymous members: the member as seen from the outer object (offset
 * summed). false: no such member.
 */
bool type_find_member(struct type_table *t, const struct type *s, const char *name, struct type_member *ret);

/* ---- queries ---- */

static inline bool type_is_int(const struct type *t) { return t->kind == TYPE_INT; }
static inline bool type_is_integral(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL || t->kind == TYPE_ENUM;
}
/* Whether a value of the type fits one 64-bit register (int, bool, enum, pointer, ksym, username). */
bool type_is_register(const struct type *t);
/* The size that `sizeof` reports, which for stacks is not the storage size. */
uint64_t type_sizeof(const struct type *t);
/* A type as messages spell it: int64, string[16], struct sock *, (int8,string[2]), count_t, kstack_bpftrace_127 … */
void type_print(const struct type *t, struct strbuf *out);
const char *type_name(struct type_table *t, const struct type *type); /* the same, in the arena */
const char *type_kind_name(enum type_kind k);			     /* int, bool, string, … for typeinfo */

/* ---- btf.c: vmlinux and module BTF ---- */
/* Path from BPFTRACE_BTF or /sys/kernel/btf/vmlinux; nothing is opened before the first look-up. */
void type_table_set_btf(struct type_table *t, const char *path);
bool type_has_btf(struct type_table *t);
/* The path that was set or is in BPFTRACE_BTF, if no BTF can be read from it (opens it); else NULL. For a warning. */
const char *type_btf_unreadable(struct type_table *t);

struct type_btf_func {
	uint32_t id;		/* BTF id of the FUNC */
	const char *module;	/* "vmlinux" or the module */
	const struct type *ret; /* void: type_void */
	/* Offset: where the argument starts in the context, 8 bytes a slot. Pointers: SPACE_KERNEL unless tagged. */
	struct type_member params[12];
	uint32_t param_count;	/* at most 12, the others are left out (and plain is false) */
	bool plain;		/* every parameter and the result fit a register slot; count <= 6; not variadic */
};
/* A kernel function by name; module NULL: vmlinux first, then modules. false: BTF has none. */
bool type_btf_find_func(struct type_table *t, const char *module, const char *name, struct type_btf_func *ret);
/* Id of a named BTF item of vmlinux: kind is BTF_KIND_STRUCT, _TYPEDEF, _FUNC …; 0: none. */
uint32_t type_btf_find_id(struct type_table *t, const char *name, unsigned kind);
/* Parameters of a raw tracepoint from typedef btf_trace_NAME (first void * dropped). ret->id: the typedef's id. */
bool type_btf_find_raw_tracepoint(struct type_table *t, const char *name, struct type_btf_func *ret);
/*
 * Calls fn for each name of a struct, union or enum (keyword "struct", …), function or raw tracepoint, of vmlinux and
 * then of the loaded modules; a name may come more than once. For listing.
 */
void type_btf_each_type(struct type_table *t, void (*fn)(void *ctx, const char *keyword, const char *name), void *ctx);
void type_btf_each_func(struct type_table *t, void (*fn)(void *ctx, const char *module, const char *name), void *ctx);
void type_btf_each_raw_tracepoint(struct type_table *t, void (*fn)(void *ctx, const char *module, const char *name),
				  void *ctx);
/* The number of a function's parameters, without making their types; -1: unknown function. module as in find_func. */
int type_btf_func_arity(struct type_table *t, const char *module, const char *name);

/* ---- btf-print.c: BTF as C text ---- */
/*
 * Appends `MODULE: struct NAME {`, members, `};` and an empty line for the definition in vmlinux, or for each module
 * that has one. false: none has.
 */
bool type_btf_print_definition(struct type_table *t, const char *keyword, const char *name, struct strbuf *out);
/*
 * Calls fn with lines `TYPE NAME` for the parameters of a function or raw tracepoint, named arg0, arg1 … with
 * TYPE_BTF_ARG_N, and with `TYPE retval` (or `void`) for TYPE_BTF_RETVAL. false: unknown.
 */
enum type_btf_lines { TYPE_BTF_PARAMS = 1, TYPE_BTF_RETVAL = 2, TYPE_BTF_ARG_N = 4 };
bool type_btf_func_lines(struct type_table *t, const char *module, const char *name, unsigned what,
			 void (*fn)(void *ctx, const char *line), void *ctx);
bool type_btf_raw_tracepoint_lines(struct type_table *t, const char *name, void (*fn)(void *ctx, const char *line),
				   void *ctx);

/* ---- tracefs.c: event formats ---- */
/*
 * The args structure of tracepoint category:event, parsed from its format file (named "tracepoint:CAT:EV_args", size
 * and sign from the file, members in order, common_* left out). 0, or -errno (-ENOENT: no such event).
 */
int tracefs_event_type(struct type_table *t, const char *category, const char *event, const struct type **ret);
/* Parses the text of a format file; used by the above, tests and the fuzzer. */
int tracefs_parse_format(struct type_table *t, const char *struct_name, const char *text, bool user_pointers,
			 const struct type **ret);
/* Calls fn for each event of available_events. 0 or -errno. */
int tracefs_each_event(void (*fn)(void *ctx, const char *category, const char *event), void *ctx);
/* Field lines as `TYPE NAME` for `-lv`; calls fn for each. */
int tracefs_event_fields(const char *category, const char *event, void (*fn)(void *, const char *line), void *ctx);
/* "/sys/kernel/tracing" or "/sys/kernel/debug/tracing"; NULL if neither is there. */
const char *tracefs_root(void);

#endif
