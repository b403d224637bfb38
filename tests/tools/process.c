/*
 * Child processes, each in a process group of its own so that nothing it starts outlives it. The parent sleeps in
 * ppoll, where output and SIGCHLD wake it.
 */
#include "runcases.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PROCESSES = 16 };

static void on_child(int sig)
{
	(void)sig;
}

void process_init(void)
{
	struct sigaction act = { .sa_handler = on_child };
	sigset_t set;

	sigaction(SIGCHLD, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void child(const struct spawn *how, const int out[2], const int err[2], int report)
{
	sigset_t none;
	int in = open(how->input ? how->input : "/dev/null", O_RDONLY);

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(in, 0);
	dup2(out[1], 1);
	dup2(how->one_stream ? out[1] : err[1], 2);
	for (const char *const *e = how->env; e && *e; e++)
		putenv((char *)*e);
	if (!how->directory || !chdir(how->directory))
		execvp(how->argv[0], (char *const *)how->argv);
	(void)!write(report, &errno, sizeof(errno));
	_exit(127);
}

/* Until the child's exec has happened (the pipe closes) or failed (an error number comes). */
static bool exec_succeeded(int report[2])
{
	int error;
	bool failed;

	close(report[1]);
	failed = read(report[0], &error, sizeof(error)) > 0;
	close(report[0]);
	return !failed;
}

bool process_start(struct process *p, const struct spawn *how)
{
	int out[2], err[2], report[2];

	*p = (struct process){ .status = 127 };
	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC) || pipe2(report, O_CLOEXEC))
		abort();
	p->pid = fork();
	if (p->pid < 0)
		abort();
	if (!p->pid)
		child(how, out, err, report[1]);
	setpgid(p->pid, p->pid);
	close(out[1]);
	close(err[1]);
	p->out = out[0];
	p->err = err[0];
	p->running = true;
	if (exec_succeeded(report))
		return true;
	text_addf(&p->stderr_text, "%s cannot be run\n", how->argv[0]);
	return false;
}

static void take(int *fd, struct text *into)
{
	char buf[1 << 16];
	ssize_t n = read(*fd, buf, sizeof(buf));

	if (n > 0) {
		text_add(into, buf, (size_t)n);
	} else if (n == 0 || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
}

static void reap(struct process *p)
{
	int status;

	if (!p->running || waitpid(p->pid, &status, WNOHANG) <= 0)
		return;
	p->running = false;
	p->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool any_unreaped_exit(struct process **all, size_t n)
{
	bool before[MAX_PROCESSES];

	for (size_t i = 0; i < n; i++) {
		before[i] = all[i]->running;
		reap(all[i]);
		if (before[i] && !all[i]->running)
			return true;
	}
	return false;
}

void process_step(struct process **all, size_t n, double deadline)
{
	struct pollfd fds[2 * MAX_PROCESSES];
	double left = deadline - now();
	struct timespec wait = { 0 };
	sigset_t none;

	if (any_unreaped_exit(all, n))
		return;
	for (size_t i = 0; i < n; i++) {
		fds[2 * i] = (struct pollfd){ .fd = all[i]->out, .events = POLLIN };
		fds[2 * i + 1] = (struct pollfd){ .fd = all[i]->err, .events = POLLIN };
	}
	if (left > 0)
		wait = (struct timespec){ .tv_sec = (time_t)left, .tv_nsec = (long)((left - (double)(time_t)left) * 1e9) };
	sigemptyset(&none);
	if (ppoll(fds, 2 * n, &wait, &none) <= 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (fds[2 * i].revents)
			take(&all[i]->out, &all[i]->stdout_text);
		if (fds[2 * i + 1].revents)
			take(&all[i]->err, &all[i]->stderr_text);
	}
}

/* What lies in the pipes of an ended process; a grandchild that keeps them open is not waited for. */
static void drain(struct process *p)
{
	for (int *fd = &p->out; fd; fd = fd == &p->out ? &p->err : NULL) {
		struct pollfd f = { .fd = *fd, .events = POLLIN };

		while (*fd >= 0 && poll(&f, 1, 0) > 0)
			take(fd, fd == &p->out ? &p->stdout_text : &p->stderr_text);
		if (*fd >= 0)
			close(*fd);
		*fd = -1;
	}
}

bool process_await(struct process *p, struct process **all, size_t n, double deadline)
{
	while (p->running && now() < deadline)
		process_step(all, n, deadline);
	if (p->running)
		return false;
	drain(p);
	return true;
}

void process_kill(struct process *p)
{
	if (p->pid <= 0)
		return;
	kill(-p->pid, SIGKILL);
	if (p->running)
		waitpid(p->pid, NULL, 0);
	p->running = false;
	drain(p);
}

void process_run(struct process *p, const struct spawn *how, double seconds)
{
	process_start(p, how);
	if (process_await(p, &p, 1, now() + seconds))
		return;
	process_kill(p);
	p->status = -1;
}
