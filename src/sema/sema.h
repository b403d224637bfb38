/*
 * sema: names, inference over variables and maps to a fixed point, constant folding, every compile-time check.
 *
 * Input: units (a probe's tree and its targets), user functions. Output: the same trees with types, the tables of maps,
 * variables and actions. Rounds over all units go on until no type changes; messages are recorded in one last round.
 */
#ifndef SONDE_SEMA_H
#define SONDE_SEMA_H

#include "sema/registry.h"

/* What the contributors to a type ask for: in the round at hand, and as of the round before (infer.c). */
struct infer_slot {
	const struct infer *now, *settled;
};

struct sema_map {
	const char *name; /* without @ */
	uint32_t index;
	bool is_keyed;
	const struct type *key_type;   /* NULL: scalar */
	const struct type *value_type; /* TYPE_NONE while unknown */
	const struct map_decl *decl;
	struct span span;	       /* first use */
	/* How the whole script uses it; lower chooses the kernel's map kind from this. */
	bool is_assigned, is_read, is_iterated, is_deleted, is_measured /* len() */, is_printed, has_addr_taken;
	bool only_tid_key;	       /* every key expression is `tid` */
	bool agg_read;		       /* an aggregation read as a number in an expression */
	struct ir_map *ir;	       /* lower */
	/* inference */
	struct infer_slot key_slot, value_slot;
	bool shape_known;	       /* is_keyed was decided by a use */
	bool is_locked;		       /* sizeof or the like has fixed the value's and key's types */
	bool is_undefined;	       /* never assigned: reads give int8 0 */
	bool hard_signed, key_hard_signed; /* a contributor is signed for another reason than `unsigned - unsigned` */
};

struct sema_var {
	const char *name; /* without $ */
	const struct type *type;
	enum addr_space space;
	const struct type *declared; /* annotation or NULL */
	struct span span;
	enum { VAR_ASSIGNED, VAR_DECLARED, VAR_LOOP, VAR_PARAM } origin;
	bool is_assigned, is_read, has_addr_taken;
	bool is_captured;  /* used inside the body of a `for` that it was created outside of */
	uint32_t slot;	   /* lower */
	void *lower_priv;  /* lower */
	/* inference */
	struct infer_slot slot_infer;
	bool is_locked, hard_signed; /* as in struct sema_map */
	bool can_grow;	   /* declared as `string` without size */
	unsigned for_depth; /* of the scope that it lives in */
};

struct sema_options {
	bool unsafe, no_warnings, probe_read_warnings /* -k */;
	bool has_child;
	int pid;
	uint64_t pidns_dev, pidns_ino; /* the tracer's pid namespace if it is not the initial one; ino 0: initial */
	const char *const *named_params; /* `--name=value` words after -- */
	size_t named_param_count;
};

/* A user function. A call is an EXPR_CALL with neither builtin nor agg, whose annot is the struct sema_fn. */
struct sema_fn {
	struct fn_decl *decl; /* decl->ret_type: the result */
	VEC(struct sema_var *) params;
	VEC(struct sema_fn *) callees;
	struct ir_func *ir; /* lower, per module */
};

/* An option of the script: getopt(). */
struct sema_option {
	const char *name, *description;
	enum { OPTION_BOOL, OPTION_UINT, OPTION_INT, OPTION_STRING } kind; /* by the default's type */
	uint64_t number;  /* value: the default, or what the command line says */
	const char *text; /* STRING */
};

struct sema {
	struct arena *arena;
	struct diags *diags;
	struct type_table *types;
	struct program *program;
	const struct config *config;
	const struct features *features;
	struct probe_env *probes;
	struct sema_options opt;

	VEC(struct unit *) units;
	VEC(struct sema_map *) maps; /* in order of first use */
	VEC(struct sema_fn *) fns;
	VEC(struct action *) actions;
	VEC(struct sema_option *) options; /* of the script: getopt() */
	const char *notice;	     /* to be shown instead of a run (`-- --help`), or NULL */
	VEC(const char *) strings;   /* formats of timestamps and the like, referred to by index at run time */

	/* state of the round */
	bool final;		/* record messages */
	bool accumulate;	/* types only grow from now on: ends what would go on forever */
	bool changed;		/* some type changed: another round */
	bool resolve;		/* sizeof, typeof and the like may look at types now */
	unsigned pending;	/* places of the round that wait for `resolve` */
	struct unit *unit;	/* being checked; NULL inside fn */
	struct sema_fn *fn;	/* being checked; NULL inside probes */
	struct sema_scope *scope;
	unsigned loop_depth, for_depth;
	unsigned in_sizeof;	/* depth of operands that are looked at for their type alone */
	struct expr *agg_place; /* the one expression that may be an aggregation: value of an assignment to a map */
	VEC(struct sema_var *) vars; /* of the whole script */
	VEC(struct sema_var *) lets; /* declared in the unit or function at hand */
	struct strmap map_names, fn_names, map_decls;
	struct strmap seen;	/* messages recorded already: units of one probe would repeat them */
	bool uses_stack_depth;	/* the script asks for the number of frames of a stack: len() */
	bool long_text;		/* string literals may be longer than max_strlen */
	bool addrspace_missing;
};

/*
 * sema.c: everything. 0, or -1 when errors were reported. The units must be in s->units.
 *
 * Afterwards: every reached expression has its type; operands keep their own types (lower converts); e->key of a map
 * access is one expression, to be converted to map->key_type; assigned values are to be converted to the type of the
 * variable or map (stmt->var->type, target->var->type, target->map->value_type). Compound assignment keeps stmt->op:
 * target and expr are the operands, the operation is done as for `target op expr` (64 bits unless both are bool).
 * Arithmetic on two bools is bool: to be normalised. `if comptime` and conditionals with a literal condition are
 * replaced by what was chosen (an EXPR_BLOCK without statements if nothing was). Pointers without a known address
 * space have SPACE_NONE and are read like kernel memory; `&x` gives a SPACE_KERNEL pointer.
 */
int sema_check(struct sema *s);

/* For the hooks of the registries. sema_error returns NULL before the final round; its friends accept that. */
struct diag *sema_error(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
struct diag *sema_warn(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
void sema_context(struct sema *s, struct diag *g, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
void sema_hint(struct sema *s, struct diag *g, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The running kernel lacks it: says from which one on there is it. */
/* Whether an unstable feature may be used, as its setting (unstable_NAME) says; errors and warnings as it wants them. */
bool sema_unstable(struct sema *s, struct span span, enum unstable state, const char *name, const char *title);
void sema_missing_feature(struct sema *s, struct span span, enum feature f, const char *name);

/* Types one expression (and what is below); gives e->type. For builtins with BUILTIN_RAW_ARGS. */
const struct type *sema_expr(struct sema *s, struct expr *e);
/* Resolves a written type. TYPE_ERROR after a message. */
const struct type *sema_type_ref(struct sema *s, struct type_ref *r);
/* The same where an expression might stand as well: the name may be an enumerator's. */
const struct type *sema_type_operand(struct sema *s, struct type_ref *r);
/* Literal tests. */
bool expr_is_literal(const struct expr *e);			 /* also tuples and records of literals */
bool expr_int_literal(const struct expr *e, int64_t *ret);	 /* INT, BOOL */
const char *expr_string_literal(const struct expr *e);		 /* NULL: not one */
/* Turns e into a literal in place, keeping its place. */
void expr_make_int(struct sema *s, struct expr *e, uint64_t value, bool is_negative);
void expr_make_bool(struct sema *s, struct expr *e, bool value);
void expr_make_string(struct sema *s, struct expr *e, const char *str, size_t len);
/* Smallest type of an integer literal. */
const struct type *sema_literal_type(struct sema *s, uint64_t value, bool is_negative);
/* The type that accommodates both (language.md 8.2), NULL if there is none. */
const struct type *sema_promote(struct sema *s, const struct type *a, const struct type *b);
/* What a value of type t is in an expression: a castable aggregation is an integer; others are themselves. */
const struct type *sema_value_type(struct sema *s, const struct type *t);
bool sema_is_printable(const struct type *t);
/*
 * Map arguments of builtins (BUILTIN_MAP_ARGS): the map of an EXPR_MAP, else NULL after `NAME() expects a map
 * argument`. sema_map_key joins a key that a builtin uses (has_key, delete) into the map's key type; false after an
 * error.
 */
struct sema_map *sema_map_arg(struct sema *s, const struct expr *call, const struct expr *arg);
bool sema_map_key(struct sema *s, struct sema_map *m, struct expr *key, struct span span);
/* Literal string argument of a call; NULL after `f() expects a string literal (int provided)`. */
const char *sema_string_arg(struct sema *s, const struct expr *call, const struct expr *arg);
/* Integer literal argument; false after `f() expects a int literal (… provided)`. */
bool sema_int_arg(struct sema *s, const struct expr *call, const struct expr *arg, int64_t *ret);
/* Whether arg is an integer, bool, enum or castable aggregation; else `f() only supports int arguments (…)`. */
bool sema_integer_arg(struct sema *s, const struct expr *call, const struct expr *arg);
/* Word for a type in messages of calls: int, string, pointer … ("only supports int arguments (string provided)"). */
const char *sema_type_word(const struct type *t);

/* The action of an asynchronous call site: made once per site (kept in e->annot over the rounds). */
struct action *sema_action(struct sema *s, struct expr *e, const struct builtin *b);
uint32_t sema_string(struct sema *s, const char *text); /* index in s->strings */

/* option.c: declares an option, or finds it declared; reports a default or description that differs. */
struct sema_option *sema_option_declare(struct sema *s, const struct sema_option *wanted, struct span span);

/* fold.c: constant folding of one node whose operands are typed. true: e became a literal. */
bool sema_fold(struct sema *s, struct expr *e);

/*
 * format.c: printf-like formats, parsed once.
 */
struct format_part {
	const char *literal; /* text before the conversion (NUL-terminated, % and escapes resolved); may be "" */
	size_t literal_len;
	char conv;	     /* 0: only literal; d i u o x X c s p; 'r' buffer, 'R' rx, 'H' rh, 'G' gr */
	bool left, plus, alt, zero;
	uint16_t width;
	uint8_t length;	     /* 0 default (32 bits), 1 hh, 2 h, 8 l ll j z t: bytes */
	uint16_t arg;	     /* index of the argument */
};
struct format {
	VEC(struct format_part) parts;
	uint16_t arg_count;
};
struct format *format_parse(struct arena *a, const char *text, size_t len);
/* Checks args[0] literal format and the rest against it; makes the payload type. NULL after an error. */
struct format *sema_format(struct sema *s, struct expr *call, unsigned first, const struct type **ret_payload);

#endif
