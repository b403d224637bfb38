/* Arguments that the kernel's helpers want as pointers whose type the verifier knows. */
#ifndef SONDE_BUILTIN_OBJECT_H
#define SONDE_BUILTIN_OBJECT_H

#include "builtin/builtin.h"

/*
 * The address of the object that e is, or (a pointer) points to. Members on the way to it are loaded, not copied by a helper, so
 * that the verifier can follow their types. Goes on at `none` where a pointer is NULL; the code that follows has a
 * checked one.
 */
ir_ref fn_object_address(struct lower *l, const struct expr *e, struct ir_block *none);

#endif
