/*
 * Private to opt: the passes, and what several of them need: the shape of addresses, the effects of instructions on
 * memory, and small ways of making instructions.
 */
#ifndef SONDE_OPT_PASS_H
#define SONDE_OPT_PASS_H

#include "opt/opt.h"

/* One a file of the same name; the contracts stand there. */
bool opt_simplify_cfg(struct ir_func *f);
bool opt_mem2reg(struct ir_func *f);
bool opt_fold(struct ir_func *f);
bool opt_gvn(struct ir_func *f);
bool opt_forward(struct ir_func *f);
bool opt_dce(struct ir_func *f);
bool opt_address(struct ir_func *f);
bool opt_coalesce(struct ir_func *f);
bool opt_dse(struct ir_func *f);
bool opt_scalarize(struct ir_func *f);

/* ---- memory.c ---- */

/* How the addresses of a slot are used. */
struct opt_slot {
	bool wild;    /* an address became a value that cannot be followed: unknown pointers may point here */
	bool passed;  /* given to a helper whose accesses are known */
	bool indexed; /* accessed at an offset that is not constant */
};
/* Array by slot index; the caller frees. */
struct opt_slot *opt_slots(struct ir_func *f);

enum opt_base { OPT_SLOT, OPT_MAP_VALUE, OPT_OTHER };

/* A place in memory. */
struct opt_place {
	enum opt_base kind;
	uint32_t index;	      /* of the slot or map */
	struct ir_insn *base; /* OPT_OTHER: what the offset is added to */
	int64_t off;
	uint32_t size;	      /* 0: unknown */
	bool off_known;
};
struct opt_place opt_place_of(struct ir_insn *addr, int64_t off, uint32_t size);
bool opt_may_alias(const struct opt_slot *slots, const struct opt_place *a, const struct opt_place *b);
bool opt_same_place(const struct opt_place *a, const struct opt_place *b);
/* a covers all bytes of b. */
bool opt_covers(const struct opt_place *a, const struct opt_place *b);

/* The map that the place was looked up in or is the element of, or -1. */
int64_t opt_map_of(const struct opt_place *p);

/* What an instruction does to memory. */
#define OPT_MAX_PLACES 5
struct opt_effect {
	struct opt_place reads[OPT_MAX_PLACES], writes[OPT_MAX_PLACES];
	unsigned read_count, write_count;
	bool reads_any, writes_any; /* memory that the places don't name: maps, wild slots */
	bool removable;		    /* nothing but its result and its writes to the named places matters */
};
void opt_effect_of(struct ir_insn *i, struct opt_effect *ret);
bool opt_is_known_helper(const struct ir_insn *call); /* of whose effects everything is known */
/* Has no effect at all beside its result. */
bool opt_is_pure(struct ir_insn *i);

/* ---- make.c: new instructions before another, with its span ---- */
struct ir_insn *opt_const(struct ir_insn *before, int64_t value);
struct ir_insn *opt_unary(struct ir_insn *before, enum ir_op op, struct ir_insn *a, int64_t imm);
struct ir_insn *opt_binary(struct ir_insn *before, enum ir_op op, struct ir_insn *a, struct ir_insn *b);
struct ir_insn *opt_binary_imm(struct ir_insn *before, enum ir_op op, struct ir_insn *a, int64_t c);
struct ir_insn *opt_slot_addr(struct ir_insn *before, uint32_t slot);
struct ir_insn *opt_clone(struct ir_insn *before, const struct ir_insn *leaf); /* of an instruction without arguments */
/* All uses of old become value's; old leaves its block. */
void opt_replace(struct ir_insn *old, struct ir_insn *value);
bool opt_is_leaf(const struct ir_insn *i); /* const, slot and the like: costs nothing to repeat where it is used */

/* ---- width.c: what is known of a value's bits ---- */
unsigned opt_unsigned_width(const struct ir_insn *v); /* v < 2^width */
unsigned opt_verifier_width(const struct ir_insn *v); /* the same, as far as every kernel's verifier sees it itself */
unsigned opt_signed_width(const struct ir_insn *v);   /* v is the sign extension of its low width bits */

#endif
