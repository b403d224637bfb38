/* What the files of the generator share. */
#ifndef SOAK_GEN_H
#define SOAK_GEN_H

#include "soak.h"

/*
 * Types as the generator sees them. Widths of inferred integers are sema's business; strings have a limit that every
 * value assigned to a place keeps, so that annotated places fit.
 */
enum gkind {
	G_INT, G_BOOL, G_STRING, G_TUPLE, G_RECORD,
	G_NODE,	  /* struct soak_node * */
	G_STRUCT, /* struct soak_node */
	G_ARRAY,  /* the array of one field */
	G_ENUM,	  /* enum soak_color */
	G_KIND_COUNT
};
struct gtype {
	enum gkind kind;
	unsigned limit;		      /* strings: bytes of the largest type, NUL included */
	const char *exact;	      /* integers of annotated places: the type's name; NULL: inferred */
	unsigned n;
	const struct gtype *parts[3]; /* tuples and records (fields a, b, c) */
};

struct gvar {
	char name[12];
	const struct gtype *type;
	bool read_only;
};

enum gmap_kind { GM_PLAIN, GM_COUNT, GM_SUM, GM_MIN, GM_MAX, GM_AVG, GM_STATS, GM_HIST, GM_LHIST, GM_KIND_COUNT };
struct gmap {
	char name[8];
	enum gmap_kind kind;
	const struct gtype *key, *value; /* key NULL: scalar; value of aggregations: G_INT */
	unsigned declared;		 /* entries of its declaration, 0: none */
	bool no_read, no_write;		 /* in the body at hand */
};

struct gfield {
	char name[20];
	const struct gtype *type;
	unsigned count;	     /* arrays */
	bool is_addressable; /* not a bit-field */
};

struct gfn {
	char name[8];
	const struct gtype *result;
	const struct gtype *params[3];
	unsigned n;
	bool is_pure; /* touches no map and prints nothing */
};

struct gmacro {
	char name[8];
	bool by_reference; /* first parameter is a variable */
};

struct gen {
	struct rng rng;
	struct arena *arena;
	struct strbuf *out;
	unsigned indent;
	bool basic;	     /* only what the oldest kernel of the matrix can */
	unsigned max_strlen;
	VEC(struct gvar) vars; /* in scope */
	VEC(struct gmap) maps;
	VEC(struct gfield) fields;
	VEC(struct gfn) fns;
	VEC(struct gmacro) macros;
	VEC(const struct gtype *) types, arrays; /* tuples and records, arrays of fields that may be used */
	unsigned names;	     /* for fresh ones */
	int budget;	     /* statements left */
	int nodes;	     /* operands left in the statement at hand */
	unsigned rounds;     /* product of the enclosing loops' */
	bool in_loop;	     /* break and continue are possible */
	bool in_while;
	bool unordered;	     /* body of a for over a map: its effects must not depend on the order */
	bool is_pure;	     /* body of a pure function: no maps, no output */
	bool no_effects;     /* expression that may change nothing */
	unsigned own_vars;   /* variables from this index on may be written */
	const struct gfn *fn; /* being written */
};

/* gen.c */
unsigned gen_pick(struct gen *g, unsigned n);
bool gen_chance(struct gen *g, unsigned percent);
const struct gtype *gen_type(struct gen *g, unsigned depth); /* of variables, values and keys */
const struct gtype *gen_int_type(void);
const struct gtype *gen_bool_type(void);
const struct gtype *gen_struct_type(void);
const struct gtype *gen_enum_type(void);
const struct gtype *gen_string_type(struct gen *g, unsigned limit);
void gen_type_name(struct gen *g, const struct gtype *t); /* as written in annotations */
const struct gvar *gen_find_var(struct gen *g, const struct gtype *t, bool writable);
/* Whether a value of type `from` may be used where `to` is wanted. */
bool gen_fits(const struct gtype *from, const struct gtype *to);

/* gen_expr.c: each writes an expression, in parentheses where it needs them. */
/* Integer; true: it may fold to a literal. not_literal: it must not. */
bool gen_int(struct gen *g, int depth, bool not_literal);
bool gen_bool(struct gen *g, int depth, bool not_literal);
void gen_value(struct gen *g, const struct gtype *t, int depth);
void gen_map_access(struct gen *g, const struct gmap *m, int depth);
void gen_string(struct gen *g, unsigned limit, int depth);

/* gen_stmt.c */
void gen_block(struct gen *g, unsigned statements);
void gen_map_set(struct gen *g, const struct gmap *m); /* @m = value; or @m = sum(…); */
void gen_fresh_name(struct gen *g, char *name, size_t size, char prefix);

#define EMIT(g, ...) strbuf_printf((g)->out, __VA_ARGS__)

#endif
