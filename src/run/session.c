/*
 * The session: load, begin, attach, child, loop, detach, end, maps. Nothing waits for anything but events: after exit()
 * the loop ends with the record that asked for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "run/internal.h"

enum { EXIT_OUTPUT_LOST = 1, EXIT_SETUP_FAILED = 255 };

/* ---- plain messages ---- */

static void plain_message(struct run *r, enum diag_severity severity, const char *fmt, va_list args)
{
	struct strbuf text = { 0 }, out = { 0 };
	if (r->out.buffering != OUT_FULL)
		out_flush(&r->out);
	strbuf_vprintf(&text, fmt, args);
	struct diag g = { .severity = severity, .span = span_none(), .text = strbuf_str(&text) };
	diag_format(&g, r->opt->color, &out);
	fputs(strbuf_str(&out), stderr);
	strbuf_done(&text);
	strbuf_done(&out);
}

void run_error(struct run *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	plain_message(r, DIAG_ERROR, fmt, args);
	va_end(args);
}

void run_warning(struct run *r, const char *fmt, ...)
{
	va_list args;
	if (r->opt->no_warnings)
		return;
	va_start(args, fmt);
	plain_message(r, DIAG_WARNING, fmt, args);
	va_end(args);
}

void run_print_new_diags(struct run *r)
{
	struct diags *d = &r->compiled->diags;
	struct strbuf out = { 0 };
	compile_dump_ids(r->compiled, r->diags_printed);
	for (; r->diags_printed < d->list.len; r->diags_printed++) {
		const struct diag *g = d->list.data[r->diags_printed];
		if (g->severity == DIAG_WARNING && d->no_warnings)
			continue;
		diag_format(g, r->opt->color, &out);
	}
	fputs(strbuf_str(&out), stderr);
	strbuf_done(&out);
}

/* ---- steps ---- */

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t = { 0 };
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void start_clocks(struct run *r)
{
	uint64_t boot = clock_ns(CLOCK_BOOTTIME);
	r->boot_to_wall_ns = clock_ns(CLOCK_REALTIME) - boot;
	r->boot_to_tai_ns = clock_ns(CLOCK_TAI) - boot;
}

/* What programs know about the session, written before the first of them runs. */
static int write_globals(struct run *r)
{
	struct kern_map *m = run_find_map(r, IR_MAP_GLOBAL);
	uint32_t key = 0;
	struct ir_globals g = {
		.start_boot_ns = clock_ns(CLOCK_BOOTTIME),
		.tai_offset_ns = r->boot_to_tai_ns,
		.ncpus = kern_possible_cpus(),
		.child_pid = r->opt->child ? (uint64_t)run_child_pid(r->opt->child) : 0,
	};
	return m ? kern_map_update(m->fd, &key, &g, 0) : 0;
}

static int open_ring(struct run *r)
{
	struct kern_map *m = run_find_map(r, IR_MAP_EVENTS);
	int err = 0;
	if (m)
		r->ring = run_ring_new(m->fd, r->ring_size, &err);
	if (err)
		run_error(r, "Failed to open the ring buffer: %s", strerror(-err));
	return err;
}

static int run_begin(struct run *r)
{
	int err = write_globals(r) ?: run_special(r, PROBE_BEGIN);
	if (err)
		run_error(r, "Failed to run begin: %s", strerror(-err));
	return err;
}

static int release_child(struct run *r)
{
	int err = r->opt->child ? run_child_release(r->opt->child) : 0;
	if (err)
		run_error(r, "Failed to run child: %s", strerror(-err));
	return err;
}

static void notify_attached(const struct run *r)
{
	static const char line[] = "__BPFTRACE_NOTIFY_PROBES_ATTACHED\n";
	if (r->opt->notify_attached && write(STDOUT_FILENO, line, sizeof(line) - 1) < 0)
		return;
}

/* 0; a message was printed otherwise. */
static int check_attached(struct run *r, int attached)
{
	size_t wanted = 0;
	for (size_t i = 0; i < r->compiled->sema.units.len; i++)
		wanted += run_is_attachable(r->compiled->sema.units.data[i]);
	if (attached || run_count_units(r, PROBE_SPECIAL))
		return 0;
	if (wanted)
		run_error(r, "Attachment failed for all probes.");
	else if (run_count_units(r, PROBE_TEST))
		run_error(r, "No probes attached; use --test to run test probes.");
	else
		run_error(r, "No probes attached; use --bench to run benchmark probes.");
	return -1;
}

static int attach(struct run *r)
{
	int attached = run_attach_all(r);
	if (attached == ATTACH_FAILED || check_attached(r, attached))
		return -1;
	r->attached = (size_t)attached;
	if (r->opt->dry_run)
		return 0;
	r->out.ops->attached(&r->out, (size_t)attached + run_count_units(r, PROBE_SPECIAL));
	notify_attached(r);
	run_watch_processes(r);
	return release_child(r);
}

/* Whether something can still happen: not if the script consists of begin and end, or walks an iterator. */
static bool has_events(const struct run *r)
{
	if (run_count_units(r, PROBE_ITER))
		return false;
	for (size_t i = 0; i < r->compiled->sema.units.len; i++) {
		const struct unit *u = r->compiled->sema.units.data[i];
		bool attachable = run_is_attachable(u);
		bool once = u->kind->bit & (PROBE_BEGIN | PROBE_END | PROBE_TEST | PROBE_BENCH);
		if (attachable ? r->attached > 0 : !once)
			return true;
	}
	return r->opt->child || r->opt->pidfd > 0;
}

static void finish(struct run *r, bool with_maps)
{
	run_detach(r);
	run_drain(r);
	r->exited = false;
	int err = run_special(r, PROBE_END);
	if (err)
		run_error(r, "Failed to run end: %s", strerror(-err));
	run_drain(r);
	run_report_lost_total(r);
	r->out.ops->before_maps(&r->out);
	if (with_maps && r->compiled->config.print_maps_on_exit)
		run_print_all_maps(r);
	out_flush(&r->out);
}

/* ---- the whole ---- */

static int trace(struct run *r, int signal_fd)
{
	if (attach(r))
		return EXIT_SETUP_FAILED;
	if (r->opt->dry_run)
		return 0;
	int err = run_read_iterators(r);
	if (!err && has_events(r))
		err = run_loop(r, signal_fd);
	if (err)
		run_error(r, "Waiting for events failed: %s", strerror(-err));
	run_signals_restore(signal_fd);
	finish(r, true);
	return err ? EXIT_SETUP_FAILED : r->exit_code;
}

static int run_mode(struct run *r, int signal_fd)
{
	if (!r->opt->test_mode && !r->opt->bench_mode)
		return trace(r, signal_fd);
	run_signals_restore(signal_fd);
	int status = r->opt->test_mode ? run_tests(r) : run_benches(r);
	finish(r, false);
	return status;
}

/* What a full disk or the like did not take is gone. */
static int report_lost_output(struct run *r, int status)
{
	out_flush(&r->out);
	if (!r->out.write_error)
		return status;
	run_error(r, "Could not write the output, the rest of it is lost: %s", strerror(r->out.write_error));
	return status ? status : EXIT_OUTPUT_LOST;
}

static void init(struct run *r)
{
	const struct run_options *o = r->opt;
	out_init(&r->out, o->format, o->out_fd, o->buffering);
	r->out.color = o->color;
	r->out.quiet = o->quiet || o->test_mode || o->bench_mode;
	r->out.no_warnings = o->no_warnings;
	r->diags_printed = r->compiled->diags.list.len;
	start_clocks(r);
	run_resolver_init(r);
}

static void done(struct run *r)
{
	run_ring_free(r->ring);
	run_packets_close(r);
	run_resolver_done(r);
	out_done(&r->out);
	strbuf_done(&r->text);
	strbuf_done(&r->payload);
	run_links_leave(r);
	run_unload(r);
}

int run_session(struct compiled *c, struct kern_features *f, const struct run_options *opt)
{
	struct run r = { .compiled = c, .opt = opt, .features = f };
	int status = EXIT_SETUP_FAILED;
	int signal_fd = run_signals_block();
	init(&r);
	if (!run_load(&r) && !open_ring(&r) && !run_packets_open(&r) && !run_prepare_actions(&r) && !run_begin(&r))
		status = report_lost_output(&r, run_mode(&r, signal_fd));
	done(&r);
	return status;
}
