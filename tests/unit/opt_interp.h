/* A small interpreter of the SSA form, for checking that passes keep what programs do. */
#ifndef SONDE_TEST_OPT_INTERP_H
#define SONDE_TEST_OPT_INTERP_H

#include "ir/ir.h"

#define INTERP_CTX_WORDS 8
#define INTERP_SLOT_BYTES 4096
#define INTERP_SLOTS 256
#define INTERP_MAP_BYTES 256
#define INTERP_MAPS 4
#define INTERP_ELEMENTS 5
#define INTERP_RECORD_BYTES 64

/* What a program does: its result, its calls with effects in order, and what it leaves in the maps. */
struct interp {
	uint64_t ctx[INTERP_CTX_WORDS];
	uint64_t result, trace;
	unsigned char slots[INTERP_SLOTS][INTERP_SLOT_BYTES];
	unsigned char maps[INTERP_MAPS][INTERP_MAP_BYTES];
	unsigned char elements[INTERP_MAPS][INTERP_ELEMENTS][8];
	unsigned char record[INTERP_RECORD_BYTES]; /* the one reserved in the ring buffer */
	uint64_t steps;
	const char *error; /* stepped over the limit, bad address, … */
};

void interp_run(struct interp *m, const struct ir_module *module);
/* NULL if a and b did the same, else what differs. */
const char *interp_difference(const struct interp *a, const struct interp *b);

#endif
