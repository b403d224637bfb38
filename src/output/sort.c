/*
 * The final order of a map's entries (maps-and-values.md 6.2). Numbers are sorted by radix over 64-bit keys; keys that are
 * strings or tuples by comparison. Entries that compare equal stay in the map's own order, except that equal numbers are put
 * in the order of their keys while that is cheap, so that output repeats.
 */
#include "output/internal.h"

enum {
	RADIX_BITS = 8,
	RADIX = 1 << RADIX_BITS,
	FEW = 32, /* items that are sorted by insertion */
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
	return t->kind == TYPE_INT || t->kind == TYPE_ENUM || t->kind == TYPE_AGG;
}

static uint64_t number_of(const struct out_entry *e, const struct type *t)
{
	if (t->kind == TYPE_AGG)
		return bias((int64_t)e->agg->number, e->agg->is_signed && !t->agg->sorts_unsigned);
	return bias(out_load(t, e->value), t->is_signed);
}

typedef uint32_t digit_counts[64 / RADIX_BITS][RADIX];

static void count_digits(const struct sort_item *items, size_t n, digit_counts counts)
{
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < 64 / RADIX_BITS; d++)
			counts[d][items[i].number >> d * RADIX_BITS & (RADIX - 1)]++;
}

/* Counts become the places where the items with each digit go. False: all have the same digit. */
static bool make_places(uint32_t counts[RADIX], size_t n)
{
	uint32_t at = 0;
	for (size_t i = 0; i < RADIX; i++) {
		uint32_t count = counts[i];
		if (count == n)
			return false;
		counts[i] = at;
		at += count;
	}
	return true;
}

/* Stable, ascending. */
static void radix_sort(struct sort_item *items, size_t n)
{
	struct sort_item *from = items, *to = xmalloc(n * sizeof(*to)), *spare = to;
	digit_counts counts = { 0 };
	count_digits(items, n, counts);
	for (unsigned d = 0; d < 64 / RADIX_BITS; d++) {
		if (!make_places(counts[d], n))
			continue;
		for (size_t i = 0; i < n; i++)
			to[counts[d][from[i].number >> d * RADIX_BITS & (RADIX - 1)]++] = from[i];
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
	case TYPE_INT: case TYPE_BOOL: case TYPE_ENUM: case TYPE_POINTER: {
		uint64_t x = bias(out_load(t, a), t->is_signed), y = bias(out_load(t, b), t->is_signed);
		return x < y ? -1 : x > y;
	}
	case TYPE_STRING:
		return strncmp((const char *)a, (const char *)b, t->size);
	case TYPE_TUPLE: case TYPE_RECORD:
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
	static const bool ordered[TYPE_KIND_COUNT] = {
		[TYPE_INT] = true, [TYPE_BOOL] = true, [TYPE_ENUM] = true, [TYPE_POINTER] = true,
		[TYPE_STRING] = true, [TYPE_TUPLE] = true, [TYPE_RECORD] = true,
	};
	return ordered[t->kind];
}

static void insertion_sort(struct sort_item *items, size_t n, struct key_order *order)
{
	for (size_t i = 1; i < n; i++) {
		struct sort_item item = items[i];
		size_t k = i;
		for (; k && compare_items(&item, &items[k - 1], order) < 0; k--)
			items[k] = items[k - 1];
		items[k] = item;
	}
}

static void sort_by_key(struct sort_item *items, const struct out_entry *entries, size_t n, const struct type *key_type)
{
	struct key_order order = { key_type, entries };
	if (!is_ordered(key_type))
		return;
	if (n <= FEW) {
		insertion_sort(items, n, &order);
	} else if (key_type->kind == TYPE_INT) {
		for (size_t i = 0; i < n; i++)
			items[i].number = bias(out_load(key_type, entries[items[i].index].key), key_type->is_signed);
		radix_sort(items, n);
	} else {
		qsort_r(items, n, sizeof(*items), compare_items, &order);
	}
}

/* ---- both ---- */

/* Puts each run of items with one number in the order of their keys. */
static void sort_ties(struct sort_item *items, const struct out_entry *entries, size_t n, const struct type *key_type)
{
	for (size_t start = 0, end; start < n; start = end) {
		uint64_t number = items[start].number;
		for (end = start + 1; end < n && items[end].number == number; end++)
			;
		if (end - start > 1)
			sort_by_key(items + start, entries, end - start, key_type);
	}
}

static void sort_items(struct sort_item *items, const struct out_entry *entries, size_t n, const struct type *key_type,
		       const struct type *value_type)
{
	if (!has_number(value_type)) {
		sort_by_key(items, entries, n, key_type);
		return;
	}
	for (size_t i = 0; i < n; i++)
		items[i].number = number_of(&entries[items[i].index], value_type);
	radix_sort(items, n);
	if (n <= TIE_LIMIT || key_type->kind == TYPE_INT)
		sort_ties(items, entries, n, key_type);
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
