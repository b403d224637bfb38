/*
 * The final order of a map's entries (maps-and-values.md 6.2). Numbers are sorted by radix over 64-bit keys; keys that are
 * strings or tuples by comparison. Entries that compare equal stay in the map's own order, except that equal numbers are put
 * in the order of their keys while that is cheap, so that output repeats.
 */
#include "output/internal.h"

enum {
	RADIX_BITS = 8,
	RADIX = 1 << RADIX_BITS,
	TIE_LIMIT = 65536, /* more entries keep the map's order among equal numbers, unless their keys are integers */
};

struct sort_item {
	uint64_t number;
	uint32_t index;
};

/* ---- numbers ---- */

/* Signed numbers in the order of unsigned ones. */
static uint64_t bias(int64_t n, bool is_signed)
{
	return is_signed ? (uint64_t)n ^ 1ull << 63 : (uint64_t)n;
}

static bool has_number(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_AGG;
}

static uint64_t number_of(const struct out_entry *e, const struct type *t)
{
	if (t->kind == TYPE_AGG)
		return bias((int64_t)e->agg->number, e->agg->is_signed && !t->agg->sorts_unsigned);
	return bias(out_load(t, e->value), t->is_signed);
}

/* Whether all items agree in the digit at shift; else starts[] tells where each digit's items go. */
static bool count_digit(const struct sort_item *items, size_t n, unsigned shift, size_t starts[RADIX])
{
	size_t counts[RADIX] = { 0 }, at = 0;
	for (size_t i = 0; i < n; i++)
		counts[items[i].number >> shift & (RADIX - 1)]++;
	for (size_t d = 0; d < RADIX; d++) {
		if (counts[d] == n)
			return true;
		starts[d] = at;
		at += counts[d];
	}
	return false;
}

/* Stable, ascending. */
static void radix_sort(struct sort_item *items, size_t n)
{
	struct sort_item *from = items, *to = xmalloc(n * sizeof(*to)), *spare = to;
	for (unsigned shift = 0; shift < 64; shift += RADIX_BITS) {
		size_t starts[RADIX];
		if (count_digit(from, n, shift, starts))
			continue;
		for (size_t i = 0; i < n; i++)
			to[starts[from[i].number >> shift & (RADIX - 1)]++] = from[i];
		struct sort_item *t = from;
		from = to;
		to = t;
	}
	if (from != items)
		memcpy(items, from, n * sizeof(*items));
	free(spare);
}

/* ---- keys ---- */

/* Below, equal to or above 0. Kinds without an order are equal. */
static int compare_keys(const struct type *t, const uint8_t *a, const uint8_t *b)
{
	switch (t->kind) {
	case TYPE_INT: case TYPE_BOOL: case TYPE_ENUM: {
		uint64_t x = bias(out_load(t, a), t->is_signed), y = bias(out_load(t, b), t->is_signed);
		return x < y ? -1 : x > y;
	}
	case TYPE_STRING:
		return strncmp((const char *)a, (const char *)b, t->size);
	case TYPE_TUPLE:
		for (uint32_t i = 0; i < t->member_count; i++) {
			const struct type_member *m = &t->members[i];
			int order = compare_keys(m->type, a + m->offset, b + m->offset);
			if (order)
				return order;
		}
		return 0;
	default:
		return 0;
	}
}

struct key_order {
	const struct type *type;
	const struct out_entry *entries;
};

static int compare_items(const void *a, const void *b, void *ctx)
{
	const struct key_order *o = ctx;
	const struct sort_item *x = a, *y = b;
	int order = compare_keys(o->type, o->entries[x->index].key, o->entries[y->index].key);
	return order ? order : x->index < y->index ? -1 : 1;
}

static bool is_ordered(const struct type *t)
{
	return t->kind == TYPE_STRING || t->kind == TYPE_TUPLE || t->kind == TYPE_BOOL || t->kind == TYPE_ENUM ||
	       t->kind == TYPE_INT;
}

static void sort_by_key(struct sort_item *items, const struct out_entry *entries, size_t n, const struct type *key_type)
{
	if (key_type->kind == TYPE_INT) {
		for (size_t i = 0; i < n; i++)
			items[i].number = bias(out_load(key_type, entries[items[i].index].key), key_type->is_signed);
		radix_sort(items, n);
	} else if (is_ordered(key_type)) {
		struct key_order order = { key_type, entries };
		qsort_r(items, n, sizeof(*items), compare_items, &order);
	}
}

/* ---- both ---- */

/* By key first: the stable sort by number keeps that order among equal numbers. */
static void sort_items(struct sort_item *items, const struct out_entry *entries, size_t n, const struct type *key_type,
		       const struct type *value_type)
{
	bool by_number = has_number(value_type);
	if (!by_number || n <= TIE_LIMIT || key_type->kind == TYPE_INT)
		sort_by_key(items, entries, n, key_type);
	if (!by_number)
		return;
	for (size_t i = 0; i < n; i++)
		items[i].number = number_of(&entries[items[i].index], value_type);
	radix_sort(items, n);
}

/* Puts the entries in the order of the items. */
static void permute(struct out_entry *entries, const struct sort_item *items, size_t n)
{
	struct out_entry *copy = xmalloc(n * sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = entries[items[i].index];
	memcpy(entries, copy, n * sizeof(*copy));
	free(copy);
}

size_t out_sort(struct out_entry *entries, size_t n, const struct type *key_type, const struct type *value_type,
		uint64_t top, struct out_entry **ret_first)
{
	*ret_first = entries;
	if (n > 1 && key_type) {
		struct sort_item *items = xmalloc(n * sizeof(*items));
		for (size_t i = 0; i < n; i++)
			items[i] = (struct sort_item){ .index = (uint32_t)i };
		sort_items(items, entries, n, key_type, value_type);
		permute(entries, items, n);
		free(items);
	}
	if (!top || top >= n)
		return n;
	*ret_first = entries + (n - top);
	return top;
}
