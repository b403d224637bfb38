/* A set of programs over a set of maps, from either compiler, for the machine of emulator.h. */
#ifndef SONDE_BENCH_IMAGE_H
#define SONDE_BENCH_IMAGE_H

#include "emulator.h"

enum { IMAGE_PROGRAMS = 8, IMAGE_MAPS = 32 };

struct image {
	struct emu_program programs[IMAGE_PROGRAMS];
	size_t program_count;
	struct emu_map maps[IMAGE_MAPS];
	size_t map_count;
};

/* Both end the benchmark with a message when the program is wrong. */
void image_compile(struct image *img, const char *text);
void image_read(struct image *img, const char *object_path);

#endif
