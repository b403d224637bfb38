/*
 * The common part of the back ends: pending results and when they are written. Results gather in a buffer that is
 * written at once per line, record or flush; a failed write is remembered and ends all writing.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "output/out.h"

enum { BUFFER_LIMIT = 64 << 10 }; /* more pending bytes are written, whatever the buffering */

const struct out_ops *out_find(const char *name)
{
	static const struct out_ops *const all[] = { &out_text, &out_json };
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

void out_init(struct out *o, const struct out_ops *ops, int fd, enum out_buffering b)
{
	*o = (struct out){ .ops = ops, .fd = fd, .buffering = b, .err = stderr };
	o->escape = ops == &out_text && isatty(fd);
}

/* Waits until a non-blocking descriptor takes more. */
static void wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	poll(&p, 1, -1);
}

static void write_all(struct out *o, const char *bytes, size_t n)
{
	while (n && !o->write_error) {
		ssize_t done = write(o->fd, bytes, n);
		if (done >= 0) {
			bytes += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			wait_writable(o->fd);
		} else if (errno != EINTR) {
			o->write_error = errno;
		}
	}
}

void out_flush(struct out *o)
{
	write_all(o, o->buf.data, o->buf.len);
	strbuf_clear(&o->buf);
}

void out_done(struct out *o)
{
	out_flush(o);
	strbuf_done(&o->buf);
}

/* Writes the complete lines; what stands behind the last newline stays. */
static void flush_lines(struct out *o)
{
	char *newline = o->buf.len ? memrchr(o->buf.data, '\n', o->buf.len) : NULL;
	if (!newline)
		return;
	size_t n = (size_t)(newline + 1 - o->buf.data);
	write_all(o, o->buf.data, n);
	memmove(o->buf.data, o->buf.data + n, o->buf.len - n + 1);
	o->buf.len -= n;
}

void out_written(struct out *o)
{
	if (o->buffering == OUT_NONE || o->buf.len >= BUFFER_LIMIT)
		out_flush(o);
	else if (o->buffering == OUT_LINE && !o->batching)
		flush_lines(o);
}

void out_batch_begin(struct out *o)
{
	o->batching = true;
}

void out_batch_end(struct out *o)
{
	o->batching = false;
	out_written(o);
}
