/*
 * The list of places whose contents are known, with what makes entries invalid. Part of forward; see there.
 */
#include "opt/known.h"

static void drop(struct known_list *l, unsigned n)
{
	memmove(&l->item[n], &l->item[n + 1], (l->len - n - 1) * sizeof(l->item[0]));
	l->len--;
}

void known_add(struct known_list *l, struct known k)
{
	if (l->len == KNOWN_MAX)
		drop(l, 0);
	l->item[l->len++] = k;
}

/* ---- writes to a place ---- */

static void add_zeros(struct known_list *l, struct known k, int64_t from, int64_t to)
{
	if (from >= to)
		return;
	k.place.off = from;
	k.place.size = to - from;
	known_add(l, k);
}

/* Of a zeroed range, what lies before and behind the write stays zero. */
static void keep_zeros(struct known_list *l, const struct known *k, const struct opt_place *w)
{
	bool same_base = w->kind == k->place.kind && (w->kind == OPT_OTHER ? w->base == k->place.base : true);

	if (!same_base || !w->off_known)
		return;
	add_zeros(l, *k, k->place.off, MIN(w->off, k->place.off + k->place.size));
	if (w->size)
		add_zeros(l, *k, MAX(w->off + w->size, k->place.off), k->place.off + k->place.size);
}

static bool may_change(const struct known_list *l, const struct known *k, const struct opt_place *w)
{
	return opt_may_alias(l->slots, &k->place, w) || (k->content == CONTENT_COPY && opt_may_alias(l->slots, &k->source, w));
}

void known_drop_written(struct known_list *l, const struct opt_place *w)
{
	for (unsigned n = l->len; n-- > 0;) {
		struct known k;

		if (!may_change(l, &l->item[n], w))
			continue;
		k = l->item[n];
		drop(l, n);
		if (k.content == CONTENT_ZEROS)
			keep_zeros(l, &k, w);
	}
}

/* ---- changes of unnamed memory ---- */

static bool is_reachable(const struct known_list *l, const struct opt_place *place, int64_t map)
{
	int64_t place_map;

	if (place->kind == OPT_SLOT)
		return map < 0 && l->slots[place->index].wild;
	place_map = opt_map_of(place);
	return map < 0 || place_map < 0 || place_map == map;
}

static int64_t lookup_map(const struct ir_insn *lookup)
{
	return lookup->args[0]->imm;
}

/* The one map that a known helper changes; -1: anything may change. */
static int64_t changed_map(const struct ir_insn *i)
{
	if (i->op == IR_call && opt_is_known_helper(i))
		for (uint32_t n = 0; n < i->arg_count; n++)
			if (i->args[n]->op == IR_map_ptr)
				return i->args[n]->imm;
	return -1;
}

void known_drop_reachable(struct known_list *l, const struct ir_insn *i)
{
	int64_t map = changed_map(i);

	for (unsigned n = l->len; n-- > 0;) {
		struct known *k = &l->item[n];

		if (is_reachable(l, &k->place, map) || (k->content == CONTENT_FETCHED && map < 0) ||
		    (k->content == CONTENT_COPY && is_reachable(l, &k->source, map)) ||
		    (k->content == CONTENT_LOOKUP && (map < 0 || lookup_map(k->value) == map)))
			drop(l, n);
	}
}

/* ---- comparing contents ---- */

static bool is_value(enum content c)
{
	return c == CONTENT_RAW || c == CONTENT_ZEXT || c == CONTENT_SEXT;
}

static bool same_value(const struct ir_insn *a, const struct ir_insn *b)
{
	return a == b || (a->op == IR_const && b->op == IR_const && a->imm == b->imm);
}

bool known_same_call(const struct ir_insn *a, const struct ir_insn *b)
{
	if (a->imm != b->imm || a->arg_count != b->arg_count)
		return false;
	for (uint32_t n = 1; n < a->arg_count; n++)
		if (!same_value(a->args[n], b->args[n]))
			return false;
	return true;
}

bool known_same_bytes(const struct known *a, const struct known *b)
{
	if (a->content == CONTENT_ZEROS || b->content == CONTENT_ZEROS)
		return a->content == b->content;
	if (a->place.size != b->place.size)
		return false;
	if (is_value(a->content) && is_value(b->content))
		return same_value(a->value, b->value);
	if (a->content != b->content)
		return false;
	return (a->content == CONTENT_FETCHED && known_same_call(a->value, b->value)) ||
	       (a->content == CONTENT_COPY && opt_same_place(&a->source, &b->source));
}

static bool has_zeros(const struct known_list *l, const struct opt_place *place)
{
	for (unsigned n = 0; n < l->len; n++)
		if (l->item[n].content == CONTENT_ZEROS && opt_covers(&l->item[n].place, place))
			return true;
	return false;
}

/* An entry for exactly `place` with the bytes of k. */
static bool has_same(const struct known_list *l, const struct known *k, const struct opt_place *place)
{
	for (unsigned n = 0; n < l->len; n++)
		if (opt_same_place(&l->item[n].place, place) && known_same_bytes(k, &l->item[n]))
			return true;
	return false;
}

bool known_holds(const struct known_list *l, const struct opt_place *place, const struct ir_insn *value)
{
	for (unsigned n = 0; n < l->len; n++)
		if (is_value(l->item[n].content) && same_value(l->item[n].value, value) &&
		    opt_same_place(&l->item[n].place, place))
			return true;
	return ir_is_const(value, 0) && has_zeros(l, place);
}

static struct opt_place part_of(struct opt_place p, uint32_t from, uint32_t size)
{
	p.off += from;
	p.size = size;
	return p;
}

/* How many bytes of both places from `pos` on one entry shows to be the same; 0: none does. */
static uint32_t same_part(const struct known_list *l, const struct opt_place *a, const struct opt_place *b, uint32_t pos)
{
	for (unsigned n = 0; n < l->len; n++) {
		const struct known *k = &l->item[n];
		int64_t end = k->place.off + k->place.size - a->off;
		uint32_t size = MIN(end, a->size) - pos;
		struct opt_place in_a = part_of(*a, pos, size), in_b = part_of(*b, pos, size);

		if (end <= pos || !opt_covers(&k->place, &in_a))
			continue;
		if (k->content == CONTENT_ZEROS && has_zeros(l, &in_b))
			return size;
		if (opt_same_place(&k->place, &in_a) && has_same(l, k, &in_b))
			return size;
	}
	return 0;
}

bool known_same_content(const struct known_list *l, const struct opt_place *a, const struct opt_place *b)
{
	uint32_t pos = 0, part;

	while (pos < a->size && (part = same_part(l, a, b, pos)))
		pos += part;
	return pos == a->size;
}

bool known_agree(const struct known *a, const struct known *b)
{
	return a->content == b->content && a->value == b->value && opt_same_place(&a->place, &b->place);
}
