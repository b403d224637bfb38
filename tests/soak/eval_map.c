/* Maps of the evaluator: lists of entries, searched from the start. Aggregations keep what their text needs. */
#include "eval.h"

struct ev_map *ev_map_of(struct ev *ev, const struct sema_map *m) { return &ev->maps.data[m->index]; }

static bool is_agg(const struct ev_map *m) { return m->m->value_type->kind == TYPE_AGG; }

struct ev_entry *ev_map_find(struct ev *ev, struct ev_map *m, const struct val *key)
{
	for (size_t i = 0; i < m->entries.len; i++)
		if (!m->m->is_keyed || ev_val_equal(ev, &m->entries.data[i]->key, key))
			return m->entries.data[i];
	return NULL;
}

static uint64_t capacity(const struct ev *ev, const struct ev_map *m)
{
	if (!m->m->is_keyed)
		return 1;
	return m->m->decl ? m->m->decl->max_entries : ev->c->config.max_map_keys;
}

/* NULL: the map is full. */
static struct ev_entry *find_or_add(struct ev *ev, struct ev_map *m, const struct val *key)
{
	struct ev_entry *e = ev_map_find(ev, m, key);
	if (e || m->entries.len >= capacity(ev, m))
		return e;
	e = ARENA_NEW(ev->a, struct ev_entry);
	if (m->m->is_keyed)
		e->key = *key;
	if (!is_agg(m))
		e->value = ev_val_zero(ev, m->m->value_type);
	vec_push(ev->a, &m->entries, e);
	return e;
}

void ev_map_assign(struct ev *ev, struct ev_map *m, const struct val *key, struct val v)
{
	struct ev_entry *e = find_or_add(ev, m, key);
	if (e)
		e->value = ev_val_convert(ev, v, m->m->value_type);
}

bool ev_map_delete(struct ev *ev, struct ev_map *m, const struct val *key)
{
	struct ev_entry *e = ev_map_find(ev, m, key);
	for (size_t i = 0; i < m->entries.len; i++) {
		if (m->entries.data[i] != e)
			continue;
		memmove(&m->entries.data[i], &m->entries.data[i + 1], (m->entries.len - i - 1) * sizeof(e));
		m->entries.len--;
	}
	return e != NULL;
}

void ev_map_clear(struct ev_map *m) { m->entries.len = 0; }

void ev_map_make_zero(struct ev *ev, struct ev_map *m)
{
	for (size_t i = 0; i < m->entries.len; i++) {
		struct ev_entry *e = m->entries.data[i];
		e->agg = (struct ev_agg){ 0 };
		if (!is_agg(m))
			e->value = ev_val_zero(ev, m->m->value_type);
	}
}

/* ---- aggregations ---- */

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed)
{
	if (!b)
		return 0;
	return is_signed ? (uint64_t)((int64_t)a / (int64_t)b) : a / b;
}

uint64_t ev_agg_number(const struct type *t, const struct ev_agg *a)
{
	const char *name = t->agg->name;
	if (!strcmp(name, "count"))
		return a->count;
	if (!strcmp(name, "sum"))
		return a->total;
	if (!strcmp(name, "avg") || !strcmp(name, "stats"))
		return divide(a->total, a->count, t->is_signed);
	return a->extreme;
}

static void add_to_bucket(struct ev_agg *a, struct arena *arena, int64_t index)
{
	for (size_t i = 0; i < a->bucket_count; i++) {
		if (a->buckets[i].index == index) {
			a->buckets[i].count++;
			return;
		}
	}
	if (a->bucket_count == a->bucket_cap)
		vec_grow(arena, (void **)&a->buckets, &a->bucket_cap, a->bucket_count, sizeof(*a->buckets));
	a->buckets[a->bucket_count++] = (struct ev_bucket){ index, 1 };
}

static int64_t literal(const struct expr *call, size_t i)
{
	return i < call->args.len ? (int64_t)call->args.data[i]->value : 0;
}

static int64_t log2_bucket(int64_t n, unsigned k)
{
	int64_t size = 1ll << k;
	unsigned l = 63;
	if (n < 0)
		return 0;
	if (n < size)
		return n + 1;
	while (!(n >> l & 1))
		l--;
	return (int64_t)(l - k + 1) * size + (n >> (l - k) & (size - 1)) + 1;
}

static int64_t linear_bucket(int64_t n, int64_t min, int64_t max, int64_t step)
{
	if (n < min)
		return 0;
	return n > max ? 1 + (max - min) / step : 1 + (n - min) / step;
}

static void add_extreme(struct ev_agg *a, uint64_t n, bool is_signed, bool want_max)
{
	bool greater = is_signed ? (int64_t)n > (int64_t)a->extreme : n > a->extreme;
	if (!a->is_set || (n != a->extreme && greater == want_max))
		a->extreme = n;
}

void ev_map_aggregate(struct ev *ev, struct ev_map *m, const struct val *key, const struct expr *call, struct val sample)
{
	struct ev_entry *e = find_or_add(ev, m, key);
	const char *name = call->agg->name;
	if (!e)
		return;
	struct ev_agg *a = &e->agg;
	if (!strcmp(name, "min") || !strcmp(name, "max"))
		add_extreme(a, sample.n, m->m->value_type->is_signed, name[1] == 'a');
	else if (!strcmp(name, "hist"))
		add_to_bucket(a, ev->a, log2_bucket((int64_t)sample.n, (unsigned)literal(call, 1)));
	else if (!strcmp(name, "lhist"))
		add_to_bucket(a, ev->a,
			      linear_bucket((int64_t)sample.n, literal(call, 1), literal(call, 2), literal(call, 3)));
	a->is_set = true;
	a->count++;
	a->total += sample.n;
}

/* ---- reading ---- */

static const struct type *number_type(struct ev *ev, const struct ev_map *m)
{
	return type_int(ev->types, 8, m->m->value_type->is_signed);
}

struct val ev_map_entry_value(struct ev *ev, const struct ev_map *m, const struct ev_entry *e)
{
	if (is_agg(m))
		return ev_val_number(number_type(ev, m), ev_agg_number(m->m->value_type, &e->agg));
	return e->value;
}

struct val ev_map_read(struct ev *ev, struct ev_map *m, const struct val *key)
{
	struct ev_entry *e = ev_map_find(ev, m, key);
	if (e)
		return ev_map_entry_value(ev, m, e);
	return ev_val_zero(ev, is_agg(m) ? number_type(ev, m) : m->m->value_type);
}
