/*
 * lang: the syntax tree, its parser, printer and copier, macro expansion, C definitions.
 *
 * The parser makes the tree; sema fills in the fields marked "sema"; nothing after lower sees it. All nodes live in
 * the compilation's arena.
 */
#ifndef SONDE_AST_H
#define SONDE_AST_H

#include "base/base.h"
#include "base/diag.h"
#include "types/type.h"

struct builtin;
struct aggregate;
struct sema_map;
struct sema_var;

enum expr_kind {
	EXPR_INT,	 /* literal; also folded constants */
	EXPR_STRING,	 /* literal; bytes may contain NULs */
	EXPR_BOOL,
	EXPR_IDENT,	 /* a name: builtin variable, enumerator, macro without parentheses, #define */
	EXPR_VAR,	 /* $x */
	EXPR_MAP,	 /* @m, without key */
	EXPR_MAP_ACCESS, /* @m[k]: args are the parts of the key; sema makes them one key expression */
	EXPR_POSITIONAL, /* $N; replaced by a literal before sema */
	EXPR_PARAM_COUNT, /* $# */
	EXPR_CALL,	 /* name(args) */
	EXPR_UNARY,	 /* op, lhs */
	EXPR_BINARY,	 /* op, lhs, rhs; also && and || */
	EXPR_TERNARY,	 /* cond, lhs, rhs; lhs NULL: c ?: b */
	EXPR_MEMBER,	 /* lhs.name, lhs->name */
	EXPR_TUPLE_INDEX, /* lhs.N */
	EXPR_INDEX,	 /* lhs[rhs] */
	EXPR_CAST,	 /* (type_ref)lhs; sema inserts implicit ones with is_implicit */
	EXPR_TUPLE,	 /* args */
	EXPR_RECORD,	 /* args with arg_names */
	EXPR_BLOCK,	 /* block with a value */
	EXPR_IF,	 /* cond, then_block, else_block (or else NULL) used as expression or statement */
	EXPR_SIZEOF,	 /* type_ref or lhs */
	EXPR_OFFSETOF,	 /* type_ref or lhs; path */
	EXPR_TYPEOF,	 /* type_ref or lhs: as a macro's type argument */
	EXPR_TYPEINFO,
	EXPR_COMPTIME,	 /* comptime lhs */
	EXPR_INCDEC,	 /* ++ or --, is_prefix; lhs is VAR, MAP or MAP_ACCESS */
	EXPR_KIND_COUNT
};

/* One table (lang/operators.c) holds spelling and precedence. */
enum op {
	OP_NONE,
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_AND, OP_OR, OP_XOR, OP_SHL, OP_SHR,
	OP_EQ, OP_NE, OP_LT, OP_GT, OP_LE, OP_GE,
	OP_LAND, OP_LOR,
	OP_NEG, OP_NOT, OP_BITNOT, OP_DEREF, OP_ADDROF,
	OP_INC, OP_DEC,
	OP_COUNT
};
const char *op_text(enum op op);

/* A type as written. Resolved by sema into ->type. */
struct type_ref {
	struct span span;
	const char *keyword; /* "struct", "union", "enum" or NULL */
	const char *name;    /* NULL with of_expr / of_type */
	struct type_ref *of_type; /* typeof(TYPE) */
	struct expr *of_expr;	  /* typeof(EXPR) */
	bool has_size;		  /* string[N], buffer[N], inet[N] */
	uint64_t size;
	VEC(struct type_suffix {
		bool is_pointer;
		bool unsized; /* T[] */
		uint64_t count;
	}) suffixes;
	const struct type *type; /* sema */
};

struct expr {
	enum expr_kind kind;
	enum op op;
	struct span span;
	struct span op_span; /* the operator's own place (binary, ternary, …) or the name of a call */

	/* Literals and names. */
	uint64_t value;	   /* INT (two's complement), BOOL, POSITIONAL, TUPLE_INDEX */
	bool is_negative;  /* INT: value is to be read as a negative number */
	const char *name;  /* IDENT, VAR (without $), MAP (without @), CALL, MEMBER; POSITIONAL: digits; INT: as written */
	const char *str;   /* STRING: bytes, NUL-terminated; literal from $N: the parameter's text, for str($N); VAR of a
			      macro: the name as written, NULL elsewhere */
	size_t str_len;

	struct expr *cond, *lhs, *rhs;
	VEC(struct expr *) args;
	VEC(const char *) arg_names; /* RECORD */
	VEC(const char *) path;	     /* OFFSETOF */
	struct type_ref *type_ref;
	struct block *block, *else_block; /* BLOCK, IF */
	bool is_prefix;	    /* INCDEC */
	bool is_arrow;	    /* MEMBER written -> */
	bool has_parens;    /* CALL written with (), possibly empty */
	bool is_comptime;   /* IF comptime */
	bool is_implicit;   /* CAST inserted by sema */
	bool from_parameter; /* literal that came from $N */
	bool by_value;	     /* argument of a macro's plain parameter: not to be bound to a $ or @ parameter again */
	uint16_t height;     /* of the tree below, bounded by the parser and by macro expansion */

	/* sema */
	const struct type *type;
	enum addr_space space; /* of the pointer or of the object that an lvalue denotes */
	const struct builtin *builtin; /* CALL, IDENT resolved to a builtin */
	const struct aggregate *agg;   /* CALL resolved to an aggregation */
	struct sema_map *map;	       /* MAP, MAP_ACCESS */
	struct sema_var *var;	       /* VAR */
	struct expr *key;	       /* MAP_ACCESS: the whole key as one expression of the map's key type */
	struct type_member member;     /* MEMBER, resolved */
	void *annot;		       /* what the builtin's check wants to hand to its lowering */
	bool is_statement;	       /* value discarded */
	bool is_signed;		       /* BINARY: of numbers taken as signed ones */
};

enum stmt_kind {
	STMT_EXPR,	 /* expr */
	STMT_ASSIGN,	 /* target op= expr; op OP_NONE: plain; target NULL: `_ = expr` */
	STMT_LET,	 /* target VAR, type_ref or NULL, expr or NULL */
	STMT_WHILE,	 /* cond, block */
	STMT_FOR_RANGE,	 /* var, lo .. hi, block */
	STMT_FOR_MAP,	 /* var, map (EXPR_MAP), block */
	STMT_UNROLL,	 /* count expr, block */
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_RETURN,	 /* expr or NULL */
	STMT_IMPORT,	 /* reserved for the library */
	STMT_KIND_COUNT
};

struct stmt {
	enum stmt_kind kind;
	enum op op;
	struct span span;
	struct expr *target; /* VAR, MAP, MAP_ACCESS; loop variable of for */
	struct expr *expr;   /* value, condition, low end, count, map */
	struct expr *high;   /* FOR_RANGE */
	struct type_ref *type_ref;
	struct block *block;
	const char *text;    /* IMPORT */
	bool no_semicolon;   /* printer: last statement written without ; */
	/* sema */
	struct sema_var *var; /* LET, FOR_*: the variable */
	bool is_unreachable;
	bool is_signed;	      /* ASSIGN op=: of numbers taken as signed ones */
	bool is_callback;     /* WHILE: may become a function of its own */
};

struct block {
	struct span span;
	VEC(struct stmt *) stmts;
	struct expr *value; /* trailing expression, or NULL */
	bool is_bare;	    /* an `if` that stands behind `else` without braces */
	uint16_t height;
};

struct attach_point {
	struct span span;
	const char *text;   /* as written, quotes and all */
	const char *name;   /* name= prefix or NULL */
	VEC(const char *) parts; /* split at ':' and '@', quotes removed, $N replaced; parts[0] is the provider */
	VEC(bool) quoted;   /* per part: some of it was quoted */
	bool ignore;	    /* removed by expansion */
};

struct probe_decl {
	struct span span;	 /* whole probe */
	struct span header_span; /* attach points and predicate */
	VEC(struct attach_point *) attach_points;
	struct expr *predicate; /* or NULL */
	struct block *body;
};

struct macro_param {
	enum { MACRO_PARAM_VAR, MACRO_PARAM_MAP, MACRO_PARAM_EXPR } kind;
	const char *name;
	struct span span;
};

struct macro_decl {
	struct span span, name_span;
	const char *name;
	VEC(struct macro_param) params;
	struct block *body;
	bool is_library;
};

struct map_decl {
	struct span span;
	const char *name; /* without @ */
	const char *kind;
	struct span kind_span;
	uint64_t max_entries;
};

struct fn_param {
	const char *name;
	struct span span;
	struct type_ref *type_ref;
};

/* Instructions of a function that a C compiler made (object.c), and which of them call other such functions. */
struct fn_code {
	const char *name;
	struct bpf_insn *insns;
	uint32_t count, first; /* first: its place in the object's section */
	uint32_t param_count;
	VEC(struct fn_call {
		uint32_t insn;
		struct fn_code *callee;
	}) calls;
	const char *problem; /* why it cannot be called, or NULL */
	void *lower_priv;
};

struct fn_decl {
	struct span span, name_span;
	const char *name;
	VEC(struct fn_param) params;
	struct type_ref *ret;
	struct block *body;
	struct fn_code *code; /* imported: instead of the body, which is empty; else NULL */
	const struct type *ret_type; /* sema */
};

struct config_assign {
	struct span span;
	const char *key;
	enum { CONFIG_STRING, CONFIG_BOOL, CONFIG_INT, CONFIG_IDENT } kind;
	const char *text; /* string, identifier, spelling of the number */
	uint64_t number;
};

/* C text of the script in one piece per item, in order. */
struct c_item {
	struct span span;
	const char *text;
};

struct import_decl {
	struct span span;
	const char *path;
};

enum item_kind { ITEM_PROBE, ITEM_MACRO, ITEM_MAP, ITEM_FN };
struct item {
	enum item_kind kind;
	union {
		struct probe_decl *probe;
		struct macro_decl *macro;
		struct map_decl *map;
		struct fn_decl *fn;
	};
};

struct program {
	const struct source *source;
	const char *shebang; /* or NULL */
	VEC(struct c_item) c_items;
	VEC(struct config_assign) config;
	bool has_config;
	struct span config_span;
	VEC(struct import_decl) imports;
	VEC(struct span) comments; /* of the source itself, in order; for ast_format_program */
	VEC(struct item) items; /* in order, imports' items merged in front of the importer's where the reference says so */
	VEC(const char *) skipped_includes; /* headers not found and not needed, with BTF; for hints on unknown names */
	struct cdef *cdef;	/* what is left of reading the C definitions: for constants of header macros */
	struct strmap defines;	/* object-like #define name -> struct define_decl *, filled by c_definitions_read */
};

struct define_decl {
	const char *name;
	const char *text;  /* replacement text, calls of function-like macros expanded; "" for an empty one */
	struct span span;
	bool from_header; /* not from the script itself: a builtin of the same name wins */
	struct expr *expr; /* parsed on first use; a fresh clone is put at each use */
	bool is_bad;	   /* it does not parse, and was reported */
	bool is_active;	   /* being expanded */
};

/* What a front-end run needs from outside. All pointers outlive the compilation. */
struct lang_env {
	struct arena *arena;
	struct diags *diags;
	struct type_table *types;
	const char *const *params; /* positional parameters $1… */
	size_t param_count;
	const char *const *include_dirs; /* -I */
	size_t include_dir_count;
	const char *const *include_files; /* --include */
	size_t include_file_count;
	const char *kernel_headers; /* directory or NULL */
	const char *kernel_build;   /* directory of the generated ones, NULL: the same */
	bool has_btf;
	bool (*is_builtin)(const char *name); /* a builtin or aggregation has this name; NULL: none has */
};

/* parse.c (+ lex.c, attach_point.c): the whole grammar. Returns a program even after errors (diags say). */
struct program *parse_program(struct lang_env *env, const struct source *src);
/* One expression from text, for #define bodies and tests. NULL after an error. */
struct expr *parse_expression(struct lang_env *env, const struct source *src);
/*
 * Integer text in any form that parameters and attach points accept (0x, 0b, octal, _, exponent, duration suffix, leading
 * '-'). true and the two's complement value in *ret, its sign in *ret_negative.
 */
bool parse_int_text(const char *text, uint64_t *ret, bool *ret_negative);
/* The same, with the reason of a failure in `why`: "invalid integer: zz", "invalid trailing bytes: 5q", … */
bool parse_int_text_why(const char *text, uint64_t *ret, bool *ret_negative, struct strbuf *why);

/* import.c: resolves `import "…"` of the program and merges what they hold. 0 or -1 (diags say). */
int import_resolve(struct lang_env *env, struct program *p);

/* object.c: adds the global functions of a BPF object file as items at `span`. NULL, or why it cannot be read. */
const char *object_import(struct lang_env *env, struct program *into, const char *path, struct span span);

/* cdef.c (+ cpp.c, cdecl.c): preprocesses and reads the C definitions: types into env->types, defines into p. */
int c_definitions_read(struct lang_env *env, struct program *p);

/* After sema: hints at headers that were not found, on the first name that is not known. */
void c_hint_skipped_includes(struct lang_env *env, const struct program *p);
/* The value of C text that is a constant expression, as in a header's #define. */
bool c_constant_evaluate(struct cdef *c, const char *text, int64_t *ret);

/*
 * expand.c: replaces parameters, defines and macro calls (user's and library's) by their expansion, in place. 0, or -1
 * after an error. A name is looked up among #defines, the script's macros, env->is_builtin, the library's macros.
 */
int macros_expand(struct lang_env *env, struct program *p);

/* print.c: the tree as text that parses back (canonical layout of --fmt without comments). */
void ast_print_program(const struct program *p, struct strbuf *out);
/* The same with the comments and blank lines of the source, literals spelled as there: --fmt. */
void ast_format_program(const struct program *p, struct strbuf *out);
void ast_print_expr(const struct expr *e, struct strbuf *out);
void ast_print_probe(const struct probe_decl *d, struct strbuf *out);
/* The tree with types annotated, after sema: each expression's type in comments; for -d types. */
void ast_print_types(const struct probe_decl *d, struct strbuf *out);

/* clone.c: deep copies; sema's fields are cleared. */
struct expr *ast_clone_expr(struct arena *a, const struct expr *e);
struct block *ast_clone_block(struct arena *a, const struct block *b);
struct probe_decl *ast_clone_probe(struct arena *a, const struct probe_decl *d);

/* walk.c: calls fn on every expression below (children first); fn may replace *slot. */
typedef void expr_visitor(void *ctx, struct expr **slot);
void ast_walk_block(struct block *b, expr_visitor *fn, void *ctx);
void ast_walk_expr(struct expr **slot, expr_visitor *fn, void *ctx);
/* Expressions and statements, those inside of block expressions too; either visitor may be NULL. */
typedef void stmt_visitor(void *ctx, struct stmt *s);
void ast_walk_all(struct block *b, expr_visitor *on_expr, stmt_visitor *on_stmt, void *ctx);

/* Constructors, for the parser and for sema. */
struct expr *expr_new(struct arena *a, enum expr_kind kind, struct span span);
struct expr *expr_new_int(struct arena *a, uint64_t value, bool is_negative, struct span span);
struct expr *expr_new_string(struct arena *a, const char *s, size_t len, struct span span);

/* constants.c: constants that scripts take from headers (AF_INET, …) when no header is read. */
bool header_constant_find(const char *name, int64_t *ret);

#endif
