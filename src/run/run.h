/*
 * run: the life of a session: maps and programs into the kernel, begin, attach, child, event loop, asynchronous actions,
 * signals, end, maps printed, teardown.
 */
#ifndef SONDE_RUN_H
#define SONDE_RUN_H

#include "compile/compile.h"
#include "kernel/kernel.h"
#include "output/out.h"
#include "symbol/symbol.h"

struct run_options {
	const struct out_ops *format;
	enum out_buffering buffering;
	int out_fd;
	bool quiet, verbose, dry_run, no_warnings, color;
	const char *child_command; /* -c */
	int pid;		   /* -p */
	bool test_mode, bench_mode;
	bool notify_attached;	   /* environment hook of test harnesses */
};

struct run {
	struct compiled *compiled;
	const struct run_options *opt;
	struct kern_features *features;
	struct out out;
	struct strbuf text;    /* being formatted, reused */
	struct kern_symbols *ksyms;
	struct sym_cache *syms;
	struct kern_map *maps; /* by ir_map.index */
	int btf_fd;
	int *prog_fds;	       /* by unit index */
	struct run_links *links;
	struct run_ring *ring;
	bool exiting;	       /* exit() or a signal */
	int exit_code;
	bool had_error;	       /* errorf, for tests */
	uint64_t lost_seen, lost_total;
	uint64_t boot_to_wall_ns, boot_to_tai_ns;
};

/* The session from load to teardown. Exit status of the process. */
int run_session(struct compiled *c, struct kern_features *f, const struct run_options *opt);

/* attach.c: what a probe kind's attach hook may use. */
struct attach_env {
	struct run *run;
	struct probe_env *probes;
	char *reason; /* why it failed, malloc'd, for the message; NULL */
};
/* One of several places could not be attached to: says so as missing_probes wants; true: go on without it. */
bool run_attach_skip(struct attach_env *env, const struct probe_target *t, int err);
/* Registers a descriptor (link or perf event) that ends with the session. */
void run_link_add(struct run *r, int fd);
void run_verbose(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3); /* -v lines on stderr */

/* maps.c: prints, clears, zeroes a map of the script. top, div: 0 is none. */
int run_print_map(struct run *r, const struct sema_map *m, uint64_t top, uint64_t div);
int run_clear_map(struct run *r, const struct sema_map *m);
int run_zero_map(struct run *r, const struct sema_map *m);
void run_print_all_maps(struct run *r);
/* The combined value of one entry (key laid out by the map's key type; NULL: scalar); all zero if absent. 0 or -errno. */
int run_read_agg(struct run *r, const struct sema_map *m, const void *key, struct agg_value *ret);

/* action.c: helpers for act hooks. */
void run_exit(struct run *r, int code);
void run_output_text(struct run *r, const char *type, const char *bytes, size_t n);
const char *run_string(struct run *r, uint32_t index); /* compiled strings */

#endif
