/*
 * What the hand-written programs share: open an object file, load, attach all its programs, say so, run until a signal
 * or a time. No skeletons: the object file is the second half of the tool, beside it.
 */
#ifndef SONDE_BENCH_MINIMAL_H
#define SONDE_BENCH_MINIMAL_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { MAX_LINKS = 8 };

struct minimal {
	struct bpf_object *object;
	struct bpf_link *links[MAX_LINKS];
	size_t link_count;
	int signals;
};

static inline void minimal_die(const char *what)
{
	perror(what);
	exit(1);
}

/* Opens PROGRAM.bpf.o, loads and attaches; only: the one program wanted, or NULL for all. */
static inline struct minimal minimal_start(const char *argv0, const char *only)
{
	struct minimal m = { 0 };
	struct bpf_program *p;
	sigset_t set;
	char path[4096];

	snprintf(path, sizeof path, "%s.bpf.o", argv0);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	m.signals = signalfd(-1, &set, SFD_CLOEXEC);
	m.object = bpf_object__open_file(path, NULL);
	if (!m.object)
		minimal_die(path);
	bpf_object__for_each_program(p, m.object)
		bpf_program__set_autoload(p, !only || !strcmp(bpf_program__name(p), only));
	if (bpf_object__load(m.object))
		minimal_die("load");
	bpf_object__for_each_program(p, m.object) {
		if (!bpf_program__autoload(p))
			continue;
		struct bpf_link *link = bpf_program__attach(p);
		if (!link || m.link_count == MAX_LINKS)
			minimal_die("attach");
		m.links[m.link_count++] = link;
	}
	if (getenv("__BPFTRACE_NOTIFY_PROBES_ATTACHED")) {
		puts("__BPFTRACE_NOTIFY_PROBES_ATTACHED");
		fflush(stdout);
	}
	return m;
}

/* Until SIGINT or, if milliseconds are given, their end. */
static inline void minimal_wait(struct minimal *m, int ms)
{
	struct pollfd p = { .fd = m->signals, .events = POLLIN };

	poll(&p, 1, ms ? ms : -1);
}

static inline int minimal_map(const struct minimal *m, const char *name)
{
	int fd = bpf_object__find_map_fd_by_name(m->object, name);

	if (fd < 0)
		minimal_die(name);
	return fd;
}

static inline void minimal_end(struct minimal *m)
{
	for (size_t i = 0; i < m->link_count; i++)
		bpf_link__destroy(m->links[i]);
	bpf_object__close(m->object);
}

#endif
