/* Iterators: each is read to its end once everything is attached; what the kernel made goes to stdout as it is. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "run/internal.h"

struct run_iters {
	VEC(int) fds;
};

void run_iter_add(struct run *r, int fd)
{
	if (!r->iters)
		r->iters = xcalloc(1, sizeof(*r->iters));
	vec_push(NULL, &r->iters->fds, fd);
}

void run_announce(struct run *r, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	fflush(stdout);
}

static int copy_to_stdout(const char *bytes, ssize_t n)
{
	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, bytes, (size_t)n);
		if (done < 0 && errno != EINTR)
			return -errno;
		bytes += MAX(done, 0);
		n -= MAX(done, 0);
	}
	return 0;
}

/* The program may send records too: they are read between the kernel's portions. */
static int read_iterator(struct run *r, int fd)
{
	char chunk[4096];
	ssize_t n = 0;
	int err = 0;
	while (!err && !r->exiting && ((n = read(fd, chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EAGAIN))) {
		err = copy_to_stdout(chunk, n);
		run_read_records(r, false);
	}
	return err ? err : n < 0 ? -errno : 0;
}

int run_read_iterators(struct run *r)
{
	int err = 0;
	for (size_t i = 0; r->iters && i < r->iters->fds.len; i++) {
		err = err ?: read_iterator(r, r->iters->fds.data[i]);
		close(r->iters->fds.data[i]);
	}
	if (r->iters)
		vec_free(&r->iters->fds);
	free(r->iters);
	r->iters = NULL;
	return err;
}
