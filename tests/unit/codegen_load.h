/* Loading and running generated programs with libbpf's low-level calls. */
#ifndef SONDE_TEST_CODEGEN_LOAD_H
#define SONDE_TEST_CODEGEN_LOAD_H

#include "codegen/codegen.h"

#define LOAD_MAX_MAPS 8

/* A program in the kernel with its maps. */
struct loaded {
	int prog_fd; /* or -errno */
	int map_fds[LOAD_MAX_MAPS];
	uint32_t map_count;
	char *log; /* what the verifier said, if it refused; else NULL */
};

/* Whether programs can be loaded here at all. */
bool load_possible(void);
/* With its BTF, functions and lines, as a raw tracepoint program. */
void load_program(const struct cg_program *p, struct loaded *ret);
/* Runs it once over a context of n words. Its result, or -errno. */
int64_t load_run(const struct loaded *l, const uint64_t *ctx, uint32_t words);
bool load_read_map(const struct loaded *l, uint32_t map, uint32_t key, void *value);
bool load_write_map(const struct loaded *l, uint32_t map, uint32_t key, const void *value);
void load_close(struct loaded *l);

/* Parses, verifies and generates; NULL after a failed check. */
struct cg_program *load_generate(struct arena *a, const char *text, struct cg_options opt);
/* Text of the disassembly, in the arena. */
const char *load_disassembly(struct arena *a, const struct cg_program *p);

#endif
