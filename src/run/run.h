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
	struct run_child *child;   /* of -c, started and waiting; NULL */
	int pid;		   /* -p */
	int pidfd;		   /* of that process; -1 */
	bool test_mode, bench_mode;
	bool notify_attached;	   /* environment hook of test harnesses */
	struct strbuf *dump_out;   /* of -d, NULL: nothing asked for */
};

struct run {
	struct compiled *compiled;
	const struct run_options *opt;
	struct kern_features *features;
	struct out out;
	struct strbuf text;    /* being formatted, reused */
	struct strbuf payload; /* of a record that was sent short, reused */
	struct kern_symbols *ksyms;
	struct sym_cache *syms;
	struct kern_map *maps; /* by ir_map.index */
	size_t map_count;
	uint32_t ring_size;    /* bytes, once the ring buffer was created */
	int btf_fd;
	int *prog_fds;	       /* by unit index */
	struct run_links *links;
	struct run_iters *iters; /* to be read; NULL: none */
	struct run_ring *ring; /* NULL: no program sends records */
	struct perf_buffer *packets; /* NULL: no program sends packets */
	struct run_pcap *pcaps;
	size_t attached;       /* places, those of begin and the like not counted */
	bool exiting;	       /* exit() or a signal */
	bool exited;	       /* exit() was read: what was sent after it does not count, until the end probes run */
	int exit_code;
	bool had_error;	       /* errorf, for tests */
	uint64_t lost_seen[LOST_KIND_COUNT];
	size_t diags_printed;  /* of compiled->diags: those recorded while loading are printed as they come */
	uint64_t boot_to_wall_ns, boot_to_tai_ns;
};

/* The session from load to teardown. Exit status of the process. */
int run_session(struct compiled *c, struct kern_features *f, const struct run_options *opt);

/*
 * child.c: the command of -c. It is started at once but waits before its exec until it is released. NULL and a message
 * (malloc'd) in *ret_error if it cannot be.
 */
struct run_child *run_child_start(const char *command, char **ret_error);
int run_child_pid(const struct run_child *child);
/* Lets it go. 0, or -errno of its exec. */
int run_child_release(struct run_child *child);
/* A descriptor that becomes readable when the child ends. */
int run_child_fd(const struct run_child *child);
/* The child has ended: its wait status. */
int run_child_reap(struct run_child *child);
/* Ends it if it still runs, and frees. NULL is fine. */
void run_child_free(struct run_child *child);

/* attach.c: what a probe kind's attach hook may use. */
struct attach_env {
	struct run *run;
	struct probe_env *probes;
	char *reason; /* why it failed, malloc'd, for the message; NULL */
	bool is_final; /* the failure was reported already, and no other plan is to be tried */
};
/* One of several places could not be attached to: says so as missing_probes wants; true: go on without it. */
bool run_attach_skip(struct attach_env *env, const struct probe_target *t, int err);
/* Something that does not make attaching fail. */
void run_attach_warning(struct attach_env *env, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Registers a link that ends with the session. */
void run_link_add(struct run *r, int fd);
/* A perf event and the link that puts the program on it (0: none); the event can be stopped before it is closed. */
void run_perf_add(struct run *r, int perf_fd, int link_fd);
/* The event that was added last watches that address; events that do so stop. */
void run_perf_watches(struct run *r, uint64_t address);
void run_unwatch(struct run *r, uint64_t address);
/* An iterator to be read once everything is attached. */
void run_iter_add(struct run *r, int fd);
void run_announce(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3); /* on stdout, whatever the format */
void run_verbose(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3); /* -v lines on stderr */

/* maps.c: prints, clears, zeroes a map of the script. top, div: 0 is none. */
int run_print_map(struct run *r, const struct sema_map *m, uint64_t top, uint64_t div);
int run_clear_map(struct run *r, const struct sema_map *m);
int run_zero_map(struct run *r, const struct sema_map *m);
void run_print_all_maps(struct run *r);
/*
 * Prints the value of one entry of a map of aggregations, combined over the CPUs (key laid out by the map's key type; not looked
 * at for scalars); the empty aggregation if it is absent. 0 or -errno.
 */
int run_print_entry(struct run *r, const struct sema_map *m, const void *key);

/* resolve.c: symbols, stacks, names and times for the output: fills r->out.resolver. */
void run_resolver_init(struct run *r);
void run_resolver_done(struct run *r);
/* So that user symbols of the child or the traced process are found also when it has ended. Before the child is released. */
void run_watch_processes(struct run *r);

/* pcap.c: capture files, by path (not copied). Opens one, if it is not open; writes a packet. 0 or -errno. */
int run_pcap_open(struct run *r, const char *path);
int run_pcap_write(struct run *r, const char *path, uint64_t wall_ns, const void *packet, uint32_t captured,
		   uint32_t length);

/* action.c: helpers for act hooks. */
void run_exit(struct run *r, int code);
void run_output_text(struct run *r, const char *type, const char *bytes, size_t n);
void run_output_line(struct run *r, const char *type, const char *bytes, size_t n); /* newline added where lines are shown */
const char *run_string(struct run *r, uint32_t index); /* compiled strings */

#endif
