/*
 * The event loop: one epoll over the ring buffer, packets, signals, the child of -c and the process of -p.
 *
 * The ring is watched by edge: after a wake-up the loop reads what is there, holds back that it has, and waits up to two
 * milliseconds before it reads the rest, so that one wake-up serves a batch. A record that must not wait (exit) is sent
 * with a wake-up of its own, which ends that pause at once.
 */
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/internal.h"

enum { BATCH_MS = 2 };
enum event_source { FROM_RING, FROM_SIGNALS, FROM_CHILD, FROM_PROCESS, FROM_PACKETS };

/* ---- signals ---- */

static void session_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGUSR1);
}

int run_signals_block(void)
{
	sigset_t set;
	session_signals(&set);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

void run_signals_restore(int signal_fd)
{
	sigset_t set;
	session_signals(&set);
	signal(SIGUSR1, SIG_IGN);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	if (signal_fd >= 0)
		close(signal_fd);
}

static void handle_signals(struct run *r, int fd)
{
	struct signalfd_siginfo info;
	while (read(fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo != SIGUSR1)
			r->exiting = true;
		else if (run_special(r, PROBE_SELF))
			run_error(r, "Failed to run signal probe");
	}
}

/* ---- the child ---- */

static void child_ended(struct run *r)
{
	int status = run_child_reap(r->opt->child);
	if (WIFSIGNALED(status))
		run_verbose(r, "Child terminated by signal: %d", WTERMSIG(status));
	else
		run_verbose(r, "Child exited with code: %d", WEXITSTATUS(status));
	r->exiting = true;
}

/* ---- epoll ---- */

static int watch(int ep, int fd, enum event_source source, uint32_t flags)
{
	struct epoll_event e = { .events = EPOLLIN | flags, .data.u32 = source };
	return fd < 0 ? 0 : epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) ? -errno : 0;
}

static int watch_all(struct run *r, int ep, int signal_fd)
{
	int err = watch(ep, signal_fd, FROM_SIGNALS, 0);
	err = err ?: watch(ep, r->ring ? run_ring_fd(r->ring) : -1, FROM_RING, EPOLLET);
	err = err ?: watch(ep, run_packets_fd(r), FROM_PACKETS, 0);
	err = err ?: watch(ep, r->opt->child ? run_child_fd(r->opt->child) : -1, FROM_CHILD, 0);
	return err ?: watch(ep, r->opt->pidfd > 0 ? r->opt->pidfd : -1, FROM_PROCESS, 0);
}

/* Waits and handles what is not the ring's. 1: the ring has records, 0: not; -errno. */
static int wait_events(struct run *r, int ep, int signal_fd, int timeout_ms)
{
	struct epoll_event events[4];
	int n = epoll_wait(ep, events, ARRAY_LEN(events), timeout_ms), ring = 0;
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < n; i++) {
		switch ((enum event_source)events[i].data.u32) {
		case FROM_RING:
			ring = 1;
			break;
		case FROM_SIGNALS:
			handle_signals(r, signal_fd);
			break;
		case FROM_CHILD:
			child_ended(r);
			break;
		case FROM_PACKETS:
			run_packets_read(r);
			break;
		case FROM_PROCESS:
			r->exiting = true;
			break;
		}
	}
	return ring;
}

/* Waits for records, reads the first, and waits a little longer for more; not at all if some are known to wait. */
static int wait_batch(struct run *r, int ep, int signal_fd, enum run_ring_state state)
{
	int ring = wait_events(r, ep, signal_fd, state == RING_HAS_MORE ? 0 : -1);
	if (ring <= 0 || r->exiting || state == RING_HAS_MORE)
		return ring;
	run_read_records(r, true);
	return r->exiting ? 1 : wait_events(r, ep, signal_fd, BATCH_MS);
}

int run_loop(struct run *r, int signal_fd)
{
	int ep = epoll_create1(EPOLL_CLOEXEC);
	int err = ep < 0 ? -errno : watch_all(r, ep, signal_fd);
	enum run_ring_state state = RING_HAS_MORE;
	while (err >= 0 && !r->exiting) {
		err = wait_batch(r, ep, signal_fd, state);
		if (err >= 0 && !r->exiting)
			state = run_read_records(r, false);
		/* Nobody would see what comes. */
		r->exiting |= r->out.write_error != 0;
	}
	if (ep >= 0)
		close(ep);
	return MIN(err, 0);
}
