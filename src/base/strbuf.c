/* A growing byte string. The buffer always has room for the NUL behind the text and doubles when it is full. */
#include <stdio.h>

#include "base/base.h"

/* Makes room for n more bytes and the NUL; returns where they go. */
static char *reserve(struct strbuf *b, size_t n)
{
	if (b->len + n + 1 > b->cap) {
		b->cap = MAX(MAX(b->cap * 2, (size_t)64), b->len + n + 1);
		b->data = xrealloc(b->data, b->cap);
	}
	return b->data + b->len;
}

static void grown_by(struct strbuf *b, size_t n)
{
	b->len += n;
	b->data[b->len] = '\0';
}

void strbuf_add(struct strbuf *b, const void *bytes, size_t n)
{
	char *to = reserve(b, n);
	if (n)
		memcpy(to, bytes, n);
	grown_by(b, n);
}

void strbuf_puts(struct strbuf *b, const char *s)
{
	strbuf_add(b, s, strlen(s));
}

void strbuf_putc(struct strbuf *b, char c)
{
	*reserve(b, 1) = c;
	grown_by(b, 1);
}

void strbuf_pad(struct strbuf *b, char c, size_t n)
{
	memset(reserve(b, n), c, n);
	grown_by(b, n);
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	strbuf_vprintf(b, fmt, ap);
	va_end(ap);
}

void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	char *to = reserve(b, 64);
	size_t room = b->cap - b->len;
	int n = vsnprintf(to, room, fmt, ap);
	if (n > 0 && (size_t)n >= room) {
		to = reserve(b, (size_t)n);
		vsnprintf(to, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	grown_by(b, n > 0 ? (size_t)n : 0);
}

void strbuf_u64(struct strbuf *b, uint64_t n)
{
	char digits[20], *p = digits + sizeof(digits);
	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	strbuf_add(b, p, (size_t)(digits + sizeof(digits) - p));
}

void strbuf_s64(struct strbuf *b, int64_t n)
{
	if (n < 0)
		strbuf_putc(b, '-');
	strbuf_u64(b, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void strbuf_clear(struct strbuf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

void strbuf_done(struct strbuf *b)
{
	free(b->data);
	*b = (struct strbuf){ 0 };
}

const char *strbuf_str(const struct strbuf *b)
{
	return b->data ? b->data : "";
}
