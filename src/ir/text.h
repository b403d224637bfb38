/* Private to ir/print.c and ir/parse.c: the tables of the text form. */
#ifndef SONDE_IR_TEXT_H
#define SONDE_IR_TEXT_H

#include "ir/ir.h"

/* How the operands of an operation are written. */
enum ir_form {
	FORM_ARGS, /* add %1, %2 */
	FORM_NONE,
	FORM_IMM,     /* const 5 */
	FORM_WIDTH,   /* zext 32, %1 */
	FORM_SLOT,    /* slot s0 */
	FORM_MAP,     /* map_ptr m0 */
	FORM_MAP_OFF, /* map_value m0 + 8 */
	FORM_FUNC,    /* func_addr f1 */
	FORM_PHI,     /* phi b0: %1, b2: %5 */
	FORM_LOAD,    /* load 4, %1 + 8 signed */
	FORM_STORE,   /* store 4, %1 + 8, %2 */
	FORM_MEMZERO, /* memzero 16, %1 + 8 */
	FORM_MEMCPY,  /* memcpy 16, %1 + 8, %2 - 4 */
	FORM_HELPER,  /* call pure get_smp_processor_id() */
	FORM_KFUNC,   /* call_kfunc 1234(%1) */
	FORM_CALL,    /* call_func f1(%1) */
	FORM_BR,      /* br b1 */
	FORM_CONDBR,  /* condbr %1, b1, b2 */
};
extern const enum ir_form ir_forms[IR_OP_COUNT];

struct ir_bit_name {
	unsigned bit;
	const char *name;
};
extern const struct ir_bit_name ir_bit_names[]; /* ends with a NULL name */

extern const char *const ir_func_kind_names[3];
extern const char *const ir_map_role_names[IR_MAP_HOME + 1];
extern const char *const ir_helper_names[]; /* by helper id; may have gaps */
extern const size_t ir_helper_count;

#endif
