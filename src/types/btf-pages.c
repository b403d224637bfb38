/*
 * The kernel's BTF where it cannot be mapped (before 6.16): a file of five megabytes of which most scripts need a few
 * types. It gets address space, and each page is read to its place when something there is asked for. Passes over
 * everything go through a window instead, so that they leave no memory behind; sysfs gives no more than a page at a
 * time, but a thousand system calls cost less than the thousand page faults of a copy.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "types/internal.h"

enum { PAGE = 4096, WINDOW = 64 << 10 };

struct type_pages {
	int fd;
	size_t size;
	unsigned char *bytes; /* of the whole file; zero where not filled */
	uint64_t *filled;     /* a bit a page */
	size_t window_at, window_len;
	_Alignas(8) unsigned char window[WINDOW];
};

static void pages_close(void *arg)
{
	struct type_pages *p = arg;
	munmap(p->bytes, p->size);
	close(p->fd);
}

struct type_pages *type_pages_open(struct arena *a, int fd, size_t size, const void **ret)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	madvise(bytes, size, MADV_NOHUGEPAGE);
	struct type_pages *p = ARENA_NEW(a, struct type_pages);
	p->fd = fd;
	p->size = size;
	p->bytes = bytes;
	p->filled = ARENA_ARRAY(a, uint64_t, size / PAGE / 64 + 1);
	arena_defer(a, pages_close, p);
	*ret = bytes;
	return p;
}

/* Bytes of the file; how many there were. */
static size_t read_at(const struct type_pages *p, unsigned char *to, size_t at, size_t len)
{
	size_t done = 0;
	for (ssize_t n; done < len && (n = pread(p->fd, to + done, len - done, (off_t)(at + done))) > 0;)
		done += (size_t)n;
	return done;
}

void type_pages_fill(struct type_pages *p, const void *from, size_t len)
{
	size_t at = (size_t)((const unsigned char *)from - p->bytes);
	for (size_t page = at / PAGE; page * PAGE < at + len; page++) {
		uint64_t bit = UINT64_C(1) << page % 64;
		if (!(p->filled[page / 64] & bit))
			read_at(p, p->bytes + page * PAGE, page * PAGE, MIN((size_t)PAGE, p->size - page * PAGE));
		p->filled[page / 64] |= bit;
	}
}

void type_pages_fill_text(struct type_pages *p, const char *from)
{
	const char *end = (const char *)p->bytes + p->size;
	for (size_t len; from < end; from += len) {
		len = MIN(PAGE - (size_t)((uintptr_t)from % PAGE), (size_t)(end - from));
		type_pages_fill(p, from, len);
		if (memchr(from, 0, len))
			return;
	}
}

const void *type_pages_pass(struct type_pages *p, const void *from, size_t len)
{
	size_t at = (size_t)((const unsigned char *)from - p->bytes);
	if (at < p->window_at || at + len > p->window_at + p->window_len) {
		p->window_at = at;
		p->window_len = read_at(p, p->window, at, MIN((size_t)WINDOW, p->size - at));
		if (p->window_len < len) /* the file has shrunk, or is no longer readable */
			memset(p->window, 0, len);
	}
	return p->window + (at - p->window_at);
}

const char *type_pages_find(struct type_pages *p, const char *from, size_t len, const char *name)
{
	size_t n = strlen(name) + 2;
	char *needle = xcalloc(1, n); /* "\0name\0" */
	memcpy(needle + 1, name, n - 2);
	const char *found = NULL;
	for (size_t at = 0; !found && n <= WINDOW && at + n <= len; at += WINDOW - (n - 1)) {
		size_t part = MIN((size_t)WINDOW, len - at);
		const char *text = type_pages_pass(p, from + at, part), *hit = memmem(text, part, needle, n);
		if (hit)
			found = from + at + (hit - text) + 1;
	}
	free(needle);
	return found;
}
