/* Checked allocation: a request that cannot be met ends the process, since no caller could go on. */
#include <stdio.h>

#include "base/base.h"

static void *checked(void *p, size_t size)
{
	if (p || !size)
		return p;
	fprintf(stderr, "ERROR: out of memory (%zu bytes)\n", size);
	abort();
}

void *xmalloc(size_t size)
{
	return checked(malloc(size), size);
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n, size), n && size ? n * size : 0);
}

void *xrealloc(void *p, size_t size)
{
	return checked(realloc(p, size), size);
}

char *xstrdup(const char *s)
{
	size_t size = strlen(s) + 1;
	return memcpy(xmalloc(size), s, size);
}

char *xasprintf(const char *fmt, ...)
{
	char *s = NULL;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&s, fmt, ap);
	va_end(ap);
	return checked(n < 0 ? NULL : s, 1);
}
