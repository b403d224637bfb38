/* Lines of a source by binary search, for places that look up many offsets. */
#include <stdlib.h>

#include "base/diag.h"

struct source_lines {
	const struct source *source;
	VEC(uint32_t) starts;
};

struct source_lines *source_lines_new(const struct source *s)
{
	struct source_lines *l = xcalloc(1, sizeof(*l));
	l->source = s;
	vec_push(NULL, &l->starts, 0);
	for (const char *p = s->text, *end = s->text + s->len; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		vec_push(NULL, &l->starts, (uint32_t)(p - s->text) + 1);
	return l;
}

void source_lines_free(struct source_lines *l)
{
	if (!l)
		return;
	vec_free(&l->starts);
	free(l);
}

const struct source *source_lines_of(const struct source_lines *l)
{
	return l->source;
}

uint32_t source_lines_locate(const struct source_lines *l, uint32_t offset, unsigned *ret_line, unsigned *ret_col)
{
	size_t low = 0, high = l->starts.len;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (l->starts.data[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*ret_line = (unsigned)low + 1;
	*ret_col = offset - l->starts.data[low] + 1;
	return l->starts.data[low];
}
