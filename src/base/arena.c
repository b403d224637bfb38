/*
 * Arenas and vectors. An arena is a list of chunks, each twice the size of the one before up to a limit; an allocation
 * takes the next free bytes of the newest chunk. A request larger than a quarter of a chunk gets a chunk of its own,
 * put behind the newest so that its free bytes are not lost. Nothing is freed before the whole arena. A vector that has
 * outgrown the chunks has one of its own, which can grow where it is: nothing is left behind then.
 */
#include <stdio.h>

#include "base/base.h"

/* Under ASan each allocation is a chunk of its exact size, so that what reaches beyond one is seen. */
#ifdef __SANITIZE_ADDRESS__
enum { ALIGNMENT = 16, FIRST_CHUNK = 1, LARGEST_CHUNK = 1 };
#else
enum { ALIGNMENT = 16, FIRST_CHUNK = 4096, LARGEST_CHUNK = 256 * 1024 };
#endif

struct chunk {
	struct chunk *prev, *next;
	size_t used, size;
	_Alignas(ALIGNMENT) char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *arg);
	void *arg;
};

struct arena {
	struct chunk *newest;
	size_t chunk_size;
	struct deferred *deferred;
};

static struct chunk *chunk_new(size_t size)
{
	struct chunk *c = xcalloc(1, sizeof(*c) + size);
	c->size = size;
	return c;
}

/* Makes the neighbours know where c is. */
static void relink(struct arena *a, struct chunk *c)
{
	if (c->next)
		c->next->prev = c;
	if (c->prev)
		c->prev->next = c;
	else
		a->newest = c;
}

struct arena *arena_new(void)
{
	struct arena *a = xcalloc(1, sizeof(*a));
	a->chunk_size = FIRST_CHUNK;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct deferred *d = a->deferred; d; d = d->next)
		d->fn(d->arg);
	for (struct chunk *c = a->newest, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg)
{
	struct deferred *d = ARENA_NEW(a, struct deferred);
	*d = (struct deferred){ .next = a->deferred, .fn = fn, .arg = arg };
	a->deferred = d;
}

static void *alloc_alone(struct arena *a, size_t size)
{
	struct chunk *c = chunk_new(size);
	c->used = size;
	c->prev = a->newest;
	if (a->newest)
		c->next = a->newest->next;
	relink(a, c);
	return c->bytes;
}

static void add_chunk(struct arena *a)
{
	struct chunk *c = chunk_new(a->chunk_size);
	c->next = a->newest;
	relink(a, c);
	a->chunk_size = MIN(a->chunk_size * 2, (size_t)LARGEST_CHUNK);
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size > a->chunk_size / 4)
		return alloc_alone(a, size);
	size = ALIGN_UP(size, ALIGNMENT);
	if (!a->newest || a->newest->size - a->newest->used < size)
		add_chunk(a);
	void *p = a->newest->bytes + a->newest->used;
	a->newest->used += size;
	return p;
}

void *arena_dup(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_alloc(a, size);
	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_dup(a, s, strlen(s) + 1);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	n = strnlen(s, n);
	char *copy = arena_alloc(a, n + 1);
	memcpy(copy, s, n);
	return copy;
}

char *arena_sprintf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *s = arena_vsprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

char *arena_vsprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return arena_strdup(a, "");
	char *s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

/* `old_size` bytes at p with room for more behind them. */
static void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size)
{
	if (old_size > LARGEST_CHUNK / 4) { /* it has been alone at any size of chunks */
		struct chunk *c = (struct chunk *)((char *)p - offsetof(struct chunk, bytes));
		c = xrealloc(c, sizeof(*c) + size);
		c->used = c->size = size;
		relink(a, c);
		return c->bytes;
	}
	void *grown = arena_alloc(a, size);
	if (old_size)
		memcpy(grown, p, old_size);
	return grown;
}

void vec_grow(struct arena *a, void **data, size_t *cap, size_t len, size_t item_size)
{
	size_t wanted = *cap ? *cap * 2 : 4;
	if (a)
		*data = arena_grow(a, *data, len * item_size, wanted * item_size);
	else
		*data = xrealloc(*data, wanted * item_size);
	*cap = wanted;
}
