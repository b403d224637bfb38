/* Growing strings, lines, files, and the difference of two texts by their longest common subsequence of lines. */
#include "runcases.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *zalloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

void text_add(struct text *t, const char *s, size_t len)
{
	if (t->len + len + 1 > t->cap) {
		t->cap = (t->len + len + 1) * 2;
		t->s = realloc(t->s, t->cap);
		if (!t->s)
			abort();
	}
	memcpy(t->s + t->len, s, len);
	t->len += len;
	t->s[t->len] = 0;
}

const char *text_str(const struct text *t)
{
	return t->s ? t->s : "";
}

static char *vformat(const char *format, va_list ap)
{
	char *s;

	if (vasprintf(&s, format, ap) < 0)
		abort();
	return s;
}

void text_addf(struct text *t, const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = vformat(format, ap);
	va_end(ap);
	text_add(t, s, strlen(s));
	free(s);
}

char *format(const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = vformat(format, ap);
	va_end(ap);
	return s;
}

void lines_add(struct lines *l, const char *line)
{
	if (!(l->n & (l->n - 1)) || !l->n)
		l->line = realloc(l->line, (l->n ? l->n * 2 : 1) * sizeof(*l->line));
	if (!l->line)
		abort();
	l->line[l->n++] = strdup(line);
}

struct lines split_lines(const char *s)
{
	struct lines l = { 0 };

	while (*s) {
		size_t len = strcspn(s, "\n");

		lines_add(&l, format("%.*s", (int)len, s));
		s += len + (s[len] == '\n');
	}
	return l;
}

/* Words between blanks; within '' or "" a blank belongs to the word. */
struct lines split_words(const char *s)
{
	struct lines l = { 0 };

	for (s += strspn(s, " \t\n"); *s; s += strspn(s, " \t\n")) {
		struct text word = { 0 };

		text_add(&word, "", 0);
		while (*s && !strchr(" \t\n", *s)) {
			const char *end = *s == '\'' || *s == '"' ? strchr(s + 1, *s) : NULL;

			text_add(&word, end ? s + 1 : s, end ? (size_t)(end - s - 1) : 1);
			s = end ? end + 1 : s + 1;
		}
		lines_add(&l, word.s);
	}
	return l;
}

bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), k = strlen(suffix);

	return n >= k && !strcmp(s + n - k, suffix);
}

char *read_file(const char *path)
{
	struct text t = { 0 };
	char buf[1 << 16];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		return NULL;
	text_add(&t, "", 0);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		text_add(&t, buf, n);
	fclose(f);
	return t.s;
}

bool write_file(const char *path, const char *content)
{
	FILE *f = fopen(path, "we");

	if (!f)
		return false;
	fputs(content, f);
	return !fclose(f);
}

/* --- differences --- */

struct comparison {
	struct lines a, b;
	unsigned *common; /* [i][j]: lines in common from a[i], b[j] on */
};

static unsigned *common_at(struct comparison *c, size_t i, size_t j)
{
	return &c->common[i * (c->b.n + 1) + j];
}

static void find_common(struct comparison *c)
{
	c->common = zalloc((c->a.n + 1) * (c->b.n + 1) * sizeof(unsigned));
	for (size_t i = c->a.n; i-- > 0;)
		for (size_t j = c->b.n; j-- > 0;) {
			unsigned skip_a = *common_at(c, i + 1, j), skip_b = *common_at(c, i, j + 1);

			if (!strcmp(c->a.line[i], c->b.line[j]))
				*common_at(c, i, j) = *common_at(c, i + 1, j + 1) + 1;
			else
				*common_at(c, i, j) = skip_a > skip_b ? skip_a : skip_b;
		}
}

/* Unified: every line of both, marked. */
static struct lines merge(struct comparison *c)
{
	struct lines out = { 0 };
	size_t i = 0, j = 0;

	while (i < c->a.n || j < c->b.n) {
		if (i < c->a.n && j < c->b.n && !strcmp(c->a.line[i], c->b.line[j])) {
			lines_add(&out, format(" %s", c->a.line[i++]));
			j++;
		} else if (j >= c->b.n || (i < c->a.n && *common_at(c, i + 1, j) >= *common_at(c, i, j + 1))) {
			lines_add(&out, format("-%s", c->a.line[i++]));
		} else {
			lines_add(&out, format("+%s", c->b.line[j++]));
		}
	}
	return out;
}

static bool near_change(const struct lines *l, size_t i)
{
	enum { CONTEXT = 3 };

	for (size_t k = i < CONTEXT ? 0 : i - CONTEXT; k <= i + CONTEXT && k < l->n; k++)
		if (l->line[k][0] != ' ')
			return true;
	return false;
}

void diff(struct text *into, const char *wanted, const char *got)
{
	enum { TOO_MANY = 3000 };
	struct comparison c = { .a = split_lines(wanted), .b = split_lines(got) };
	struct lines merged;
	bool gap = false;

	if (c.a.n > TOO_MANY || c.b.n > TOO_MANY) {
		text_addf(into, "    (too long to compare: %zu and %zu lines)\n", c.a.n, c.b.n);
		return;
	}
	find_common(&c);
	merged = merge(&c);
	for (size_t i = 0; i < merged.n; i++) {
		if (near_change(&merged, i))
			text_addf(into, "%s    %s\n", gap ? "    ...\n" : "", merged.line[i]);
		gap = !near_change(&merged, i);
	}
	free(c.common);
}
