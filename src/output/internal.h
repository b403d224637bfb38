/* What the files of output/ share and nobody else sees. */
#ifndef SONDE_OUTPUT_INTERNAL_H
#define SONDE_OUTPUT_INTERNAL_H

#include "output/out.h"
#include "sema/registry.h" /* struct aggregate, struct agg_value */

/* The value of a bit-field whose first byte is *v, extended by its sign. */
int64_t out_load_bits(const struct type_member *m, const void *v);

/* utf8.c: length of the UTF-8 sequence that begins at p, of which n >= 1 bytes are there; 0: it is none. */
size_t out_utf8_length(const uint8_t *p, size_t n);

#endif
