/*
 * What the files of sema share and no other folder needs. Functions stand below the name of the file that has them.
 *
 * Types during the rounds: TYPE_NONE is "not known yet" (in the last round: a member that has no type in the language),
 * TYPE_ERROR is "a message was recorded, or will be in the last round". Both are passed on in silence.
 */
#ifndef SONDE_SEMA_INTERNAL_H
#define SONDE_SEMA_INTERNAL_H

#include <assert.h>

#include "sema/sema.h"

static inline bool is_unknown(const struct type *t) { return t->kind == TYPE_NONE || t->kind == TYPE_ERROR; }

/* sema.c: messages and state of the round */
bool sema_is_new(struct sema *s, enum diag_id id, struct span span, const char *text);
/* Recorded in any round: for what is found on trees that do not change any more, like folding. */
struct diag *sema_error_now(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
struct diag *sema_warn_now(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
const struct type *sema_wait(struct sema *s); /* notes a place that waits for `resolve`; gives TYPE_NONE */

/* scope.c: variables */
struct sema_scope {
	struct sema_scope *outer;
	struct strmap vars; /* name -> struct sema_var * */
	unsigned for_depth;
};
void scope_enter(struct sema *s, struct sema_scope *scope);
void scope_leave(struct sema *s);
struct sema_var *scope_find(struct sema *s, const char *name); /* marks captures */
struct sema_var *scope_new_var(struct sema *s, const char *name, struct span span, int origin); /* in no scope yet */
/* The variable that a node creates: the one of the round before (*slot), or a fresh one. */
struct sema_var *scope_create(struct sema *s, struct sema_var **slot, const char *name, struct span span, int origin);
struct sema_var *scope_create_target(struct sema *s, struct sema_var **slot, const struct expr *target, struct span span,
				     int origin);
const char *scope_written_name(const struct expr *e); /* of an EXPR_VAR, which a macro may have renamed */
void scope_report_shadowing(struct sema *s, const struct sema_var *var, struct span span);
void scope_report_loop_shadowing(struct sema *s, const struct sema_var *var, struct span span);
const struct type *scope_var_type(struct sema *s, struct expr *e); /* EXPR_VAR being read */
void scope_report_unassigned(struct sema *s); /* end of a probe */

/* literal.c */
bool literal_is_flexible(const struct expr *e); /* integer literal >= 0 without a type of its own */
const struct type *literal_type(struct sema *s, const struct expr *e);
void literal_fix_type(struct expr *e, const struct type *t); /* enumerators and folded casts keep their type */
bool literal_fits_type(struct sema *s, const struct expr *e, const struct type *to); /* an EXPR_INT in an int type */
const struct type *literal_fixed_type(const struct expr *e);

/* infer.c: what contributors ask of a variable, key or value */
struct infer;
const struct infer *infer_from_expr(struct sema *s, const struct expr *e);
const struct infer *infer_from_type(struct sema *s, const struct type *t);
/* NULL: they do not go together. */
const struct infer *infer_join(struct sema *s, const struct infer *a, const struct infer *b);
const struct type *infer_type(struct sema *s, const struct infer *i);
bool infer_accepts(struct sema *s, const struct type *t, const struct infer *i); /* t has room for i as it is */
const struct infer *infer_pair(struct sema *s, const struct infer *a, const struct infer *b); /* a tuple of two */
bool infer_is_literal(const struct infer *i); /* only literals >= 0 so far */
const struct infer *infer_of(const struct infer_slot *slot); /* NULL: no contributor yet */
/*
 * A contribution. The type is that of the round before until infer_settle, except that a slot without one shows what
 * it has so far. In the last round nothing changes, and a contribution is held against all others.
 */
enum infer_result { INFER_OK, INFER_MISMATCH, INFER_LOCKED };
enum infer_result infer_add(struct sema *s, struct infer_slot *slot, const struct infer *i, bool is_locked,
			    const struct type **type);
void infer_report_locked(struct sema *s, char sigil, const char *name, const struct type *t,
			 const struct type *locked, struct span span);
void infer_settle(struct sema *s, struct infer_slot *slot, const struct type **type); /* end of a round */

/* sign.c: which implicit conversions deserve a warning */
bool sign_is_hard(const struct expr *e);
/* e is converted to `to`; tuples and records element by element. */
void sign_warn_cast(struct sema *s, const struct expr *e, const struct type *to, bool target_is_hard);

/* expr.c */
const struct type *expr_value(struct sema *s, struct expr *e);	   /* typed, castable aggregations as integers */
void expr_condition(struct sema *s, struct expr *cond, struct span span); /* reports what cannot be one */
void expr_discard(struct sema *s, struct expr *e, struct span span); /* as a statement, which stands at span */
void expr_replace(struct expr *e, const struct expr *by);	   /* keeps e's place and is_statement */

/* block.c: blocks and conditionals as values, comptime */
const struct type *block_type(struct sema *s, struct block *b, bool as_value); /* in a scope of its own */
const struct type *block_if(struct sema *s, struct expr *e, bool as_value);
const struct type *block_ternary(struct sema *s, struct expr *e);
const struct type *block_comptime(struct sema *s, struct expr *e);

/* ops.c */
const struct type *ops_unary(struct sema *s, struct expr *e);
const struct type *ops_incdec(struct sema *s, struct expr *e);
/* binary.c: an operation on two typed operands, also the one hidden in a compound assignment */
struct binary {
	enum op op;
	const struct expr *left, *right;
	const struct type *left_type, *right_type; /* castable aggregations as integers */
	struct span span;
};
/* *ret_signed: the operands are compared or computed as signed numbers. */
const struct type *binary_type(struct sema *s, const struct binary *b, bool *ret_signed);
const struct type *ops_binary(struct sema *s, struct expr *e);
/* member.c */
const struct type *member_type(struct sema *s, struct expr *e);
const struct type *member_tuple_index(struct sema *s, struct expr *e);
const struct type *member_index(struct sema *s, struct expr *e);
/* The type of a pointer or object found through memory in `space`. */
const struct type *member_in_space(struct sema *s, const struct type *t, enum addr_space space);
void member_note_read(struct sema *s, const struct expr *pointer);
/* cast.c */
const struct type *cast_type(struct sema *s, struct expr *e);
enum addr_space cast_space(struct sema *s, const struct expr *e); /* of an integer that is taken for an address */
/* introspect.c: sizeof, offsetof, typeof, typeinfo */
const struct type *introspect_sizeof(struct sema *s, struct expr *e);
const struct type *introspect_offsetof(struct sema *s, struct expr *e);
const struct type *introspect_typeinfo(struct sema *s, struct expr *e);
const struct type *introspect_expr(struct sema *s, struct expr *e); /* of an operand; NONE: wait */
/* call.c */
const struct type *call_type(struct sema *s, struct expr *e);
const struct type *call_ident(struct sema *s, struct expr *e);
const struct type *call_constant(struct sema *s, struct expr *e); /* an enumerator or constant of that name, or NULL */
bool call_check_arity(struct sema *s, const struct expr *e, int min, int max);
bool call_never_returns(const struct expr *e);
/* function.c: user functions */
void function_collect(struct sema *s);
void function_check_all(struct sema *s);
void function_check_recursion(struct sema *s);
const struct type *function_call(struct sema *s, struct expr *e, struct sema_fn *fn);
void function_return(struct sema *s, struct stmt *st);
/* aggregate.c */
const struct type *aggregate_call(struct sema *s, struct expr *e);
const struct type *aggregate_make_type(struct sema *s, const struct aggregate *agg, const struct agg_params *params,
				       bool is_signed);
bool aggregate_same_params(const struct type *a, const struct type *b); /* same kind, too; signs may differ */
/* Two aggregations of one kind whose parameters differ: says so at the call. */
void aggregate_report_params(struct sema *s, const struct expr *call, const struct type *have);

/* map.c */
void map_collect(struct sema *s); /* declarations */
struct sema_map *map_find(struct sema *s, struct expr *e); /* e->map; shape is not touched */
const struct type *map_read(struct sema *s, struct expr *e);
/* The target of an assignment: key and shape. false after an error. */
bool map_target(struct sema *s, struct expr *e);
bool map_assign(struct sema *s, struct expr *target, const struct infer *i, const struct type *t, struct span span);
bool map_default_undefined(struct sema *s); /* what is read but never assigned becomes int8; whether there was any */
void map_settle_all(struct sema *s);
/* At a place that takes an aggregation for a number. */
void map_read_aggregate(struct sema *s, struct sema_map *m, struct span at);
void map_check_all(struct sema *s);
bool map_is_undefined(const struct sema_map *m);

/* stmt.c, assign.c, loop.c */

void stmt_check(struct sema *s, struct stmt *st);
struct span stmt_whole_span(struct span span); /* with the semicolon behind it, if there is one */
void stmt_mark_unreachable(struct sema *s, struct block *b); /* warns of the first one */
void assign_check(struct sema *s, struct stmt *st);
void assign_let(struct sema *s, struct stmt *st);
/* t (of e, which may be NULL) into a variable that exists; messages at span. */
/* Whether a declared type takes the value `e` of type t. */
bool assign_accepts(struct sema *s, const struct expr *e, const struct type *t, const struct type *to);
/* The value's address space becomes the variable's, unless it has another. */
void assign_join_space(struct sema *s, struct sema_var *v, const struct expr *e);
void assign_var(struct sema *s, struct sema_var *v, const struct expr *e, const struct infer *i, const struct type *t,
		struct span span);
void loop_check(struct sema *s, struct stmt *st);

/* option.c: gives the script's options the values of the command line; reports what does not fit. */
void option_check_all(struct sema *s);

#endif
