/*
 * base: memory and containers that every other folder uses.
 *
 * Memory of a compilation comes from one arena and is dropped at once; nothing taken from an arena is freed by itself.
 * Allocation failure ends the process with a message (xmalloc), because no caller could do anything sensible.
 */
#ifndef SONDE_BASE_H
#define SONDE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define ALIGN_UP(n, a) (((n) + (a) - 1) / (a) * (a))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* memory.c: checked allocation. The result is the caller's to free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
char *xasprintf(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* arena.c: memory with one lifetime. Zeroed, aligned to 16 bytes. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */
/* Has fn(arg) called by arena_free, last registered first, before the memory goes. */
void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg);
void *arena_alloc(struct arena *a, size_t size);
/* A copy of `size` bytes; of a string; of the first n bytes of a string, NUL added. */
void *arena_dup(struct arena *a, const void *p, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_sprintf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *arena_vsprintf(struct arena *a, const char *fmt, va_list ap);
#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc((a), (n) * sizeof(T)))

/*
 * Vectors. VEC(T) is an anonymous struct with data and len; declare a named one with `struct x_vec VEC_BODY(T)`.
 * vec_push(arena, &v, item) appends; with a NULL arena the storage comes from malloc and vec_free(&v) releases it.
 */
#define VEC_BODY(T)                                                                                                   \
	{                                                                                                             \
		T *data;                                                                                              \
		size_t len, cap;                                                                                      \
	}
#define VEC(T) struct VEC_BODY(T)
#define vec_push(a, v, ...)                                                                                           \
	do {                                                                                                          \
		if ((v)->len == (v)->cap)                                                                             \
			vec_grow((a), (void **)&(v)->data, &(v)->cap, (v)->len, sizeof(*(v)->data));                  \
		(v)->data[(v)->len++] = (__VA_ARGS__);                                                                \
	} while (0)
#define vec_last(v) ((v)->data[(v)->len - 1])
#define vec_free(v)                                                                                                   \
	do {                                                                                                          \
		free((v)->data);                                                                                      \
		(v)->data = NULL;                                                                                     \
		(v)->len = (v)->cap = 0;                                                                              \
	} while (0)
void vec_grow(struct arena *a, void **data, size_t *cap, size_t len, size_t item_size);

/* strmap.c: hash map from strings to pointers. Keys are not copied. With an arena, never freed by itself. */
struct strmap {
	struct arena *arena;
	struct strmap_slot {
		const char *key;
		size_t len;
		uint64_t hash;
		void *value;
	} *slots;
	size_t len, cap;
};
void strmap_init(struct strmap *m, struct arena *a); /* a may be NULL: malloc, then strmap_done */
void strmap_done(struct strmap *m);
void *strmap_get(const struct strmap *m, const char *key); /* NULL: not there */
void *strmap_getn(const struct strmap *m, const char *key, size_t len);
/* Sets the key's value and returns the one it had before (NULL if none). */
void *strmap_put(struct strmap *m, const char *key, void *value);
void *strmap_putn(struct strmap *m, const char *key, size_t len, void *value);
uint64_t hash_bytes(const void *p, size_t len);

/* strbuf.c: a growing byte string, always NUL-terminated once anything was added. Zero-initialised is empty. */
struct strbuf {
	char *data;
	size_t len, cap;
};
void strbuf_add(struct strbuf *b, const void *bytes, size_t n);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_putc(struct strbuf *b, char c);
void strbuf_pad(struct strbuf *b, char c, size_t n); /* n times c */
void strbuf_printf(struct strbuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void strbuf_vprintf(struct strbuf *b, const char *fmt, va_list ap);
void strbuf_u64(struct strbuf *b, uint64_t n); /* decimal, fast */
void strbuf_s64(struct strbuf *b, int64_t n);
void strbuf_clear(struct strbuf *b); /* keeps the memory */
void strbuf_done(struct strbuf *b);
const char *strbuf_str(const struct strbuf *b); /* "" when empty; valid until the next change */

/* text.c: small helpers on text. */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/* Whether text matches pattern, in which `*` stands for any run of characters (and nothing else is special). */
bool wildcard_match(const char *pattern, const char *text);
/* A whole small file into a fresh NUL-terminated buffer (caller frees). 0 or -errno; ret_len may be NULL. */
int file_read_all(const char *path, char **ret, size_t *ret_len);

#endif
