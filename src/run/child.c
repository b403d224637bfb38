/*
 * The command of -c. The child is forked before the script is compiled, so that its pid is known, and blocks on a pipe
 * before its exec; the result of the exec comes back through a second pipe, which a successful exec closes. It gets SIGTERM
 * when the tracer ends first.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/internal.h"

struct run_child {
	int pid, pidfd;
	int gate;   /* write end: a byte lets the child go */
	int result; /* read end: errno of a failed exec */
	bool reaped;
};

/* ---- the command line ---- */

/* Split at spaces only; argv and its strings in one allocation each. */
static char **split_command(char *command)
{
	size_t n = 0, cap = strlen(command) / 2 + 2;
	char **argv = xcalloc(cap, sizeof(*argv)), *save = NULL;
	for (char *word = strtok_r(command, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[n++] = word;
	return argv;
}

static bool is_elf_program(const char *path)
{
	char magic[4] = "";
	int fd = access(path, X_OK) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read(fd, magic, 4) == 4 && !memcmp(magic, "\177ELF", 4);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* The program's path: as given, or the first hit in PATH. malloc'd; NULL: none. */
static char *find_program(const char *name)
{
	if (strchr(name, '/'))
		return is_elf_program(name) ? xstrdup(name) : NULL;
	const char *dirs = getenv("PATH") ?: "/usr/bin:/bin";
	while (*dirs) {
		size_t n = strcspn(dirs, ":");
		char *path = xasprintf("%.*s/%s", (int)n, dirs, name);
		if (is_elf_program(path))
			return path;
		free(path);
		dirs += n + (dirs[n] == ':');
	}
	return NULL;
}

/* ---- the child's side ---- */

static _Noreturn void run_in_child(const char *path, char **argv, int gate, int result)
{
	char byte;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (read(gate, &byte, 1) == 1)
		execv(path, argv);
	else
		_exit(0); /* the tracer gave up */
	int err = errno;
	if (write(result, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

/* ---- the tracer's side ---- */

static struct run_child *start(const char *path, char **argv)
{
	int gate[2], result[2];
	if (pipe2(gate, O_CLOEXEC))
		return NULL;
	if (pipe2(result, O_CLOEXEC)) {
		close(gate[0]);
		close(gate[1]);
		return NULL;
	}
	int pid = fork();
	if (pid == 0) {
		close(gate[1]);
		run_in_child(path, argv, gate[0], result[1]);
	}
	close(gate[0]);
	close(result[1]);
	struct run_child *c = xcalloc(1, sizeof(*c));
	*c = (struct run_child){ .pid = pid, .pidfd = -1, .gate = gate[1], .result = result[0], .reaped = pid < 0 };
	if (pid >= 0)
		c->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (c->pidfd < 0) {
		int err = errno;
		run_child_free(c);
		errno = err;
		return NULL;
	}
	return c;
}

struct run_child *run_child_start(const char *command, char **ret_error)
{
	char *text = xstrdup(command), **argv = split_command(text);
	char *path = argv[0] ? find_program(argv[0]) : NULL;
	struct run_child *c = path ? start(path, argv) : NULL;
	if (!path)
		*ret_error = xasprintf("Failed to fork child: Path '%s' does not exist or is not executable (%s)",
				       argv[0] ? argv[0] : "", strerror(ENOENT));
	else if (!c)
		*ret_error = xasprintf("Failed to fork child: %s", strerror(errno));
	free(path);
	free(argv);
	free(text);
	return c;
}

int run_child_pid(const struct run_child *c) { return c->pid; }

int run_child_fd(const struct run_child *c) { return c->pidfd; }

int run_child_release(struct run_child *c)
{
	int err = 0;
	ssize_t n = write(c->gate, "g", 1);
	if (n != 1)
		return -errno;
	close(c->gate);
	c->gate = -1;
	n = read(c->result, &err, sizeof(err));
	return n == sizeof(err) ? -err : 0;
}

int run_child_reap(struct run_child *c)
{
	int status = 0;
	while (!c->reaped && waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	c->reaped = true;
	return status;
}

void run_child_free(struct run_child *c)
{
	if (!c)
		return;
	bool waiting = c->gate >= 0;
	if (waiting)
		close(c->gate);
	close(c->result);
	if (!c->reaped) {
		kill(c->pid, waiting ? SIGKILL : SIGTERM);
		run_child_reap(c);
	}
	if (c->pidfd >= 0)
		close(c->pidfd);
	free(c);
}
