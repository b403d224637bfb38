/* Symbols sorted by address, found by binary search. */
#include "symbol/internal.h"

enum { MAX_ENCLOSING = 8 }; /* symbols before the nearest one that are tried for covering an address */

void sym_table_done(struct sym_table *t)
{
	free(t->entries);
	arena_free(t->arena);
	*t = (struct sym_table){ 0 };
}

void sym_table_add(struct sym_table *t, struct sym_entry e)
{
	if (t->n == t->cap)
		vec_grow(NULL, (void **)&t->entries, &t->cap, t->n, sizeof(*t->entries));
	e.order = (uint32_t)t->n;
	t->entries[t->n++] = e;
}

static int compare_entries(const void *a, const void *b)
{
	const struct sym_entry *x = a, *y = b;
	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static bool is_sorted(const struct sym_table *t)
{
	for (size_t i = 1; i < t->n; i++)
		if (compare_entries(&t->entries[i - 1], &t->entries[i]) > 0)
			return false;
	return true;
}

void sym_table_sort(struct sym_table *t)
{
	size_t kept = 0;
	if (!is_sorted(t))
		qsort(t->entries, t->n, sizeof(*t->entries), compare_entries);
	for (size_t i = 0; i < t->n; i++)
		if (!kept || t->entries[kept - 1].addr != t->entries[i].addr)
			t->entries[kept++] = t->entries[i];
	t->n = kept;
}

/* Number of entries at or below addr. */
static size_t count_below(const struct sym_table *t, uint64_t addr)
{
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t->entries[mid].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct sym_entry *sym_table_find(const struct sym_table *t, uint64_t addr)
{
	size_t below = count_below(t, addr);
	for (size_t i = 0; i < MAX_ENCLOSING && i < below; i++) {
		struct sym_entry *e = &t->entries[below - 1 - i];
		/* Code written in assembler often has no size: it reaches up to the next symbol. */
		bool reaches = !i && !e->size && (!e->end || addr < e->end);
		if (addr - e->addr < e->size || reaches)
			return e;
	}
	return NULL;
}
