/* What the files of run/ share. */
#ifndef SONDE_RUN_INTERNAL_H
#define SONDE_RUN_INTERNAL_H

#include "run/run.h"

/* load.c: BTF, maps and programs into the kernel. 0, or -1 after printing why. */
int run_load(struct run *r);
/* The unit's next plan after the kernel refused one: compiled and loaded again. 0, -1: none left. */
int run_load_again(struct run *r, struct unit *u);
struct kern_map *run_find_map(struct run *r, enum ir_map_role role); /* NULL: not created */
void run_unload(struct run *r);

/* attach.c */
enum { ATTACH_FAILED = -1 };
/* Attaches all units in the order that keeps blocks on one event in source order. Attached places, or ATTACH_FAILED. */
int run_attach_all(struct run *r);
bool run_is_attachable(const struct unit *u); /* not begin, end and the like */
/* Ends what can be ended at once; stops perf events, which take a grace period each to close. */
void run_detach(struct run *r);
/* Leaves the slow closing of perf events to a process of its own. Call last, with all output written. */
void run_links_leave(struct run *r);

/* special.c: programs that are run instead of attached. */
int run_special(struct run *r, uint32_t kinds); /* all units of these kinds, in source order. 0 or -errno */
size_t run_count_units(const struct run *r, uint32_t kinds);

/* ring.c: the reader of the ring buffer. */
struct run_ring *run_ring_new(int map_fd, uint32_t size, int *ret_error);
void run_ring_free(struct run_ring *ring);
typedef void run_record_fn(void *ctx, const void *record, size_t size);
/*
 * Hands the records that are there to fn. *ret_was_full: the ring was so full on the way that events may have been lost.
 * RING_HAS_MORE: more came meanwhile, for which nobody will wake the reader. hold: the caller comes again soon, no need to
 * wake it.
 */
enum run_ring_state { RING_CAUGHT_UP, RING_HAS_MORE };
enum run_ring_state run_ring_drain(struct run_ring *ring, bool hold, run_record_fn *fn, void *ctx, bool *ret_was_full);
int run_ring_fd(const struct run_ring *ring);

/* action.c: reads what is in the ring and does what the records ask for; once, or until nothing is left. hold: see above. */
enum run_ring_state run_read_records(struct run *r, bool hold);
void run_drain(struct run *r);

/* action.c: what a record asks for. */
void run_act_on_record(void *run, const void *record, size_t size);
/* Calls the prepare hooks. 0, or -1 after a message. */
int run_prepare_actions(struct run *r);

/* packets.c: records that come by perf buffers, because they carry packets. 0, or -errno after a message. */
int run_packets_open(struct run *r);
int run_packets_fd(const struct run *r); /* readable when there are some; -1: no program sends any */
void run_packets_read(struct run *r);
void run_packets_close(struct run *r);
void run_pcap_close_all(struct run *r); /* pcap.c */

/* lost.c */
void run_check_lost(struct run *r);
void run_report_lost_total(struct run *r);

/* warning.c: records of run-time warnings. */
void run_show_warning(struct run *r, const void *payload, size_t size);

/* loop.c: events, signals and the child until the session ends. 0 or -errno. */
int run_signals_block(void); /* a descriptor for SIGINT, SIGTERM, SIGUSR1; or -errno */
void run_signals_restore(int signal_fd);
int run_loop(struct run *r, int signal_fd);

/* testmode.c: --test and --bench instead of the loop. Exit status. */
int run_tests(struct run *r);
int run_benches(struct run *r);

/* iter.c: reads all iterators to their ends. 0 or -errno */
int run_read_iterators(struct run *r);

/* session.c: a plain message on stderr. */
void run_error(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
void run_warning(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
void run_print_new_diags(struct run *r);

#endif
