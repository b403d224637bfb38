/*
 * soak: random well-typed programs, run in the kernel and interpreted, both results compared.
 *
 *     gen*.c     text of a program from a seed
 *     eval*.c    an interpreter of the typed tree that shares no code with what comes after sema
 *     run.c      compiles, loads, runs, collects the output, compares
 *     shrink.c   makes a failing program small
 *     main.c     workers, seeds, reports
 */
#ifndef SOAK_H
#define SOAK_H

#include "compile/compile.h"
#include "kernel/kernel.h"

/*
 * User memory that programs read through structures: mapped at a fixed address, filled from the seed. Each object of
 * MEMORY_SLOT bytes is a `struct soak_node` of any program; all pointers in it are 0 or addresses of such objects.
 */
enum { MEMORY_BASE = 0x20000000, MEMORY_SLOT = 128, MEMORY_SLOTS = 16, MEMORY_SIZE = 2 * MEMORY_SLOT * MEMORY_SLOTS };
/* run.c */
void soak_memory_fill(uint64_t seed);

/* Pseudo-random numbers: a sequence from a seed, the same everywhere. */
struct rng {
	uint64_t state;
};
static inline uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}
static inline unsigned rng_below(struct rng *r, unsigned n) { return (unsigned)(rng_next(r) % n); }

/* gen.c; basic: nothing that kernels before 5.17 lack. Other kernels get a third of the programs like that. */
void soak_generate(uint64_t seed, bool basic, struct strbuf *out);

/* eval.c: what the program prints, and the lines of its maps (entries as soak_sort_entries leaves them). */
enum eval_result { EVAL_DONE, EVAL_TOO_LONG };
enum eval_result soak_evaluate(struct compiled *c, struct strbuf *ret_prints, struct strbuf *ret_maps);

/* run.c */
enum verdict {
	SOAK_SAME,
	SOAK_LACKING,	   /* the kernel lacks a feature, and we said which: not a failure */
	SOAK_ENDLESS,	   /* the evaluator gave up: not a failure */
	SOAK_NOT_COMPILED, /* from here on failures */
	SOAK_REFUSED,	   /* by the kernel */
	SOAK_DIFFERENT,
	SOAK_CRASHED,	   /* main.c: the worker died */
	SOAK_HUNG,
	SOAK_VERDICT_COUNT
};
static inline bool soak_failed(enum verdict v) { return v >= SOAK_NOT_COMPILED; }
struct soak_machine {
	struct kern_features *kernel;
	struct features features;
	int out_fd, err_fd; /* memory files: results, and what goes to stderr while a program runs */
};
struct soak_outcome {
	enum verdict verdict;
	int error; /* NOT_COMPILED: class of the first message */
	struct strbuf expected, actual, messages;
};
int soak_machine_init(struct soak_machine *m);
void soak_machine_done(struct soak_machine *m);
/* seed: of the memory and of the compiler's settings. */
void soak_run(struct soak_machine *m, const char *text, uint64_t seed, struct soak_outcome *ret);
void soak_outcome_done(struct soak_outcome *o);
/* Entries of maps (each begins with a line that starts with @) in the order of their text. */
void soak_sort_entries(const char *text, struct strbuf *out);

/* shrink.c: a smaller program that fails in the same way; test(ctx, text) tells whether a candidate does. */
typedef bool shrink_test(void *ctx, const char *text);
char *soak_shrink(const char *text, shrink_test *test, void *ctx);

#endif
