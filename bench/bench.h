/* The sections of the benchmark and who takes part in them. Paths are relative to the top of the tree. */
#ifndef SONDE_BENCH_BENCH_H
#define SONDE_BENCH_BENCH_H

#include "measure.h"

enum tracer { SONDE, SONDE_STATIC, BPFTRACE, BY_HAND, TRACER_COUNT };
enum { ARGS_MAX = 8 };

extern const char *const tracer_names[TRACER_COUNT];

/* A command line that makes this tracer run the script; by hand: the program of build/bench with its argument. */
struct command {
	const char *argv[ARGS_MAX];
};
struct command tracer_command(enum tracer t, const char *script, const char *by_hand, const char *by_hand_arg);
/* Started, and all its probes attached; false: it ended (the reason is printed), and *c is gone. */
bool tracer_start(struct child *c, const struct command *cmd);
/* Runs n of the system call and returns the milliseconds that they took. */
double calls_getppid(unsigned n);
double calls_getpgid(unsigned n); /* of 1, 2, 3 … n */

void bench_startup(unsigned rounds);
void bench_startup_kprobe(unsigned rounds); /* where the kernel has kprobes */
void bench_size(void);
void bench_attach(unsigned rounds);
void bench_events(unsigned rounds);
void bench_stream(unsigned rounds);
void bench_dump(unsigned rounds);
void bench_compile(unsigned rounds);

#endif
