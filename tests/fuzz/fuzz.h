/*
 * A fuzz target is a file tests/fuzz/NAME.c with LLVMFuzzerTestOneInput, which libFuzzer can drive as well, and
 * fuzz_seed, which gives driver.c inputs to start from.
 */
#ifndef SONDE_FUZZ_H
#define SONDE_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* The index-th seed in fresh memory (malloc), its size in *ret_size; NULL: no more. */
uint8_t *fuzz_seed(unsigned index, size_t *ret_size);

#endif
