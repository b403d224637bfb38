/* What the files of lower/ share and the registries' hooks do not need. */
#ifndef SONDE_LOWER_INTERNAL_H
#define SONDE_LOWER_INTERNAL_H

#include <assert.h>

#include "lower/lower.h"

/* Bytes that a value occupies where it lies (value.c). */
uint32_t lower_foreign_size(const struct value *v);

/* ops.c */
struct value lower_unary_op(struct lower *l, const struct expr *e);
struct value lower_binary_op(struct lower *l, const struct expr *e);
/* x op y for operands of these types, compared or divided as signed numbers or not. */
ir_ref lower_arithmetic(struct lower *l, enum op op, struct value x, struct value y, bool is_signed, struct span span);
struct value lower_incdec(struct lower *l, const struct expr *e);
/* compare.c: 1 if equal, for values that are not registers. */
ir_ref lower_equal(struct lower *l, struct value x, struct value y);
/* member.c */
struct value lower_member_access(struct lower *l, const struct expr *e);
struct value lower_index(struct lower *l, const struct expr *e);
struct value lower_deref(struct lower *l, const struct expr *e);
/* ops.c: == != < > <= >= */
bool lower_is_comparison(enum op op);
/* var.c */
struct value lower_var_place(struct lower *l, struct sema_var *v); /* memory that holds the variable */
void lower_vars_drop(struct lower *l, size_t from); /* those that the frame declared since: the next use makes them anew */
void lower_var_declare(struct lower *l, struct sema_var *v);	    /* makes it, in the function being generated */
struct value lower_var_read(struct lower *l, struct sema_var *v);
void lower_var_write(struct lower *l, struct sema_var *v, struct value value);
/* Makes the outer variables that a callback assigns to unknown to the verifier: before the loop, and after each round. */
void lower_vars_forget(struct lower *l, const struct lower_frame *callback);
/* What an inner callback assigns to, the one around it does. */
void lower_vars_inherit(struct lower *l, const struct lower_frame *callback);
/* Address of the slot that the frame shares with callbacks; offset of a fresh word in it. */
ir_ref lower_frame_addr(struct lower *l, const struct lower_frame *f);
uint32_t lower_frame_word(struct lower *l, struct lower_frame *f);
/* The same in a function around the callback being generated. */
ir_ref lower_outer_frame_addr(struct lower *l, const struct lower_frame *target);
/* stmt.c */
void lower_stmts(struct lower *l, const struct block *b);
/* The block; its value, if it has one and e->type is not void. */
struct value lower_block_value(struct lower *l, const struct block *b);
/* loop.c */
void lower_while(struct lower *l, const struct stmt *s);
void lower_for_range(struct lower *l, const struct stmt *s);
void lower_for_map(struct lower *l, const struct stmt *s);
void lower_unroll(struct lower *l, const struct stmt *s);
/* Whether loops may be functions that the kernel calls for each round (bpf_loop). */
bool lower_has_room_for_callback(const struct lower *l);
/* fn.c */
struct value lower_fn_call(struct lower *l, const struct expr *e, struct sema_fn *fn);
void lower_fn_return(struct lower *l, const struct expr *value);
/* native.c: the module's function for imported code; its result as the 64-bit value of t. */
struct ir_func *lower_native(struct lower *l, struct fn_code *code);
ir_ref lower_native_result(struct lower *l, const struct type *t, ir_ref r);
/* map.c */
struct value lower_agg_read(struct lower *l, const struct sema_map *m, ir_ref key);
void lower_agg_update(struct lower *l, const struct expr *target, const struct expr *call);
/* shared.c: a map of one entry with a key of 4 bytes, for the caller to change. */
struct ir_map *lower_map_new(struct lower_shared *sh, enum ir_map_role role, const char *name, uint32_t bpf_type);
/* home.c: if the script has many maps, its scalar ones become parts of a few. */
void lower_maps_gather(struct lower_shared *sh);
/* Adds to an integer of a map in place. */
void lower_map_add(struct lower *l, const struct expr *access, ir_ref addend, struct span span);

/* Runs a piece of code with the messages' place set. */
#define LOWER_AT(l, sp)                                                                                               \
	for (struct span saved_span_ = (l)->b.span, *once_ = ((l)->b.span = (sp), &saved_span_); once_;               \
	     (l)->b.span = saved_span_, once_ = NULL)

#endif
