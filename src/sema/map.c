/*
 * Maps: their table, whether they have keys, the types of keys and values from all uses, declarations. Keys and values
 * are inferred over the whole script; a map that is read but never assigned holds an int8 0.
 */
#include "sema/internal.h"

static const struct map_kind {
	const char *name;
	bool per_cpu;
} map_kinds[] = { { "percpulruhash", true }, { "percpuhash", true }, { "lruhash", false }, { "hash", false } };

/* ---- the table ---- */

void map_collect(struct sema *s)
{
	strmap_init(&s->map_names, s->arena);
	strmap_init(&s->map_decls, s->arena);
	for (size_t i = 0; i < s->program->items.len; i++) {
		const struct item *item = &s->program->items.data[i];
		if (item->kind == ITEM_MAP && !strmap_get(&s->map_decls, item->map->name))
			strmap_put(&s->map_decls, item->map->name, item->map);
	}
}

static struct sema_map *new_map(struct sema *s, const struct expr *e)
{
	struct sema_map *m = ARENA_NEW(s->arena, struct sema_map);
	m->name = e->name;
	m->index = (uint32_t)s->maps.len;
	m->value_type = type_none(s->types);
	m->decl = strmap_get(&s->map_decls, e->name);
	m->span = e->span;
	m->only_tid_key = true;
	vec_push(s->arena, &s->maps, m);
	strmap_put(&s->map_names, m->name, m);
	return m;
}

struct sema_map *map_find(struct sema *s, struct expr *e)
{
	if (!e->map)
		e->map = strmap_get(&s->map_names, e->name);
	if (!e->map)
		e->map = new_map(s, e);
	return e->map;
}

void map_read_aggregate(struct sema *s, struct sema_map *m, struct span at)
{
	m->agg_read = true;
	if (!feature(s->features, FEAT_LOOKUP_PERCPU))
		sema_missing_feature(s, at, FEAT_LOOKUP_PERCPU, "map_lookup_percpu_elem");
}

bool map_is_undefined(const struct sema_map *m)
{
	return !m->shape_known;
}

static bool use_shape(struct sema *s, struct sema_map *m, const struct expr *e)
{
	static const char *const how[] = { "without an explicit key (scalar map)",
					   "with an explicit key (non-scalar map)" };
	bool keyed = e->kind == EXPR_MAP_ACCESS;
	if (!m->shape_known) {
		m->shape_known = true;
		m->is_keyed = keyed;
		m->span = e->span;
	}
	if (m->is_keyed == keyed)
		return true;
	sema_error(s, D_MAP_KIND, e->span, "@%s used as a map %s, previously used %s", m->name, how[keyed],
		   how[!keyed]);
	return false;
}

/* ---- keys ---- */

static bool is_thread_id(const struct expr *key)
{
	return (key->kind == EXPR_IDENT || key->kind == EXPR_CALL) && key->builtin && !key->args.len &&
	       (key->builtin->flags & BUILTIN_THREAD_ID);
}

static bool check_key_type(struct sema *s, const struct type *t, struct span span)
{
	if (t->kind == TYPE_NONE && !s->final)
		return false;
	if (t->kind != TYPE_AGG && t->kind != TYPE_VOID && t->kind != TYPE_NONE && t->kind != TYPE_FUNC)
		return t->kind != TYPE_ERROR;
	sema_error(s, D_MAP_KEY, span, "Value '%s' cannot be used as a map key.", type_name(s->types, t));
	return false;
}

static bool join_key(struct sema *s, struct sema_map *m, const struct expr *key, struct span span)
{
	const struct infer *i = infer_from_expr(s, key);
	if (!m->key_type)
		m->key_type = type_none(s->types);
	switch (infer_add(s, &m->key_slot, i, m->is_locked, &m->key_type)) {
	case INFER_OK:
		break;
	case INFER_LOCKED:
		infer_report_locked(s, '@', m->name, key->type, m->key_type, span);
		return false;
	case INFER_MISMATCH:
		sema_error(s, D_MAP_KEY, span,
			   "Argument mismatch for @%s: trying to access with arguments: '%s' when map expects "
			   "arguments: '%s'",
			   m->name, type_name(s->types, key->type), type_name(s->types, m->key_type));
		return false;
	}
	m->key_hard_signed |= sign_is_hard(key);
	sign_warn_cast(s, key, m->key_type, m->key_hard_signed);
	return true;
}

bool sema_map_key(struct sema *s, struct sema_map *m, struct expr *key, struct span span)
{
	m->only_tid_key &= is_thread_id(key);
	return check_key_type(s, sema_value_type(s, key->type), span) && join_key(s, m, key, span);
}

/* The parts of a key as one expression. */
static struct expr *whole_key(struct sema *s, struct expr *e)
{
	if (e->key)
		return e->key;
	if (e->args.len == 1)
		return e->key = e->args.data[0];
	e->key = expr_new(s->arena, EXPR_TUPLE, span_join(e->args.data[0]->span, vec_last(&e->args)->span));
	e->key->args.data = e->args.data;
	e->key->args.len = e->key->args.cap = e->args.len;
	return e->key;
}

static bool use_key(struct sema *s, struct sema_map *m, struct expr *e)
{
	if (e->kind != EXPR_MAP_ACCESS)
		return true;
	struct expr *key = whole_key(s, e);
	const struct type *t = expr_value(s, key);
	m->only_tid_key &= is_thread_id(key);
	return check_key_type(s, t, e->span) && m->is_keyed && join_key(s, m, key, e->span);
}

/* ---- reading and writing ---- */

bool map_target(struct sema *s, struct expr *e)
{
	struct sema_map *m = map_find(s, e);
	bool shape = use_shape(s, m, e);
	bool key = use_key(s, m, e);
	return shape && (key || !s->final);
}

const struct type *map_read(struct sema *s, struct expr *e)
{
	struct sema_map *m = map_find(s, e);
	if (!s->in_sizeof)
		m->is_read = true;
	if (!map_target(s, e))
		return type_error(s->types);
	if (m->value_type->kind == TYPE_NONE && s->final)
		return type_error(s->types);
	return m->value_type;
}

bool map_assign(struct sema *s, struct expr *target, const struct infer *i, const struct type *t, struct span span)
{
	struct sema_map *m = target->map;
	m->is_assigned = true;
	m->is_undefined = false;
	switch (infer_add(s, &m->value_slot, i, m->is_locked, &m->value_type)) {
	case INFER_OK:
		return true;
	case INFER_LOCKED:
		infer_report_locked(s, '@', m->name, t, m->value_type, span);
		return false;
	case INFER_MISMATCH:
		sema_error(s, D_TYPE_MISMATCH, span,
			   "Type mismatch for @%s: trying to assign value of type '%s' when map already has a type "
			   "'%s'",
			   m->name, type_name(s->types, t), type_name(s->types, m->value_type));
		return false;
	}
	return false;
}

/* ---- the end of a round ---- */

void map_settle_all(struct sema *s)
{
	for (size_t i = 0; i < s->maps.len; i++) {
		struct sema_map *m = s->maps.data[i];
		infer_settle(s, &m->value_slot, &m->value_type);
		infer_settle(s, &m->key_slot, &m->key_type);
	}
}

bool map_default_undefined(struct sema *s)
{
	bool any = false;
	for (size_t i = 0; i < s->maps.len; i++) {
		struct sema_map *m = s->maps.data[i];
		if (!m->shape_known || m->value_type->kind != TYPE_NONE)
			continue;
		m->value_type = type_int(s->types, 1, true);
		m->is_undefined = any = true;
	}
	return any;
}

/* ---- declarations ---- */

static const struct map_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(map_kinds); i++)
		if (!strcmp(map_kinds[i].name, name))
			return &map_kinds[i];
	return NULL;
}

static void check_declaration(struct sema *s, const struct map_decl *d)
{
	if (!find_kind(d->kind)) {
		struct diag *g = sema_error(s, D_DECLARATION, stmt_whole_span(d->span), "Invalid bpf map type: %s",
					    d->kind);
		sema_hint(s, g, "Valid map types: percpulruhash, percpuhash, lruhash, hash");
	}
	if (!strmap_get(&s->map_names, d->name))
		sema_warn(s, D_UNUSED_MAP, stmt_whole_span(d->span), "Unused map: @%s", d->name);
}

static void check_kind(struct sema *s, const struct sema_map *m)
{
	const struct map_kind *kind = m->decl ? find_kind(m->decl->kind) : NULL;
	bool per_cpu = m->value_type->kind == TYPE_AGG;
	struct span name = m->span;
	name.end = name.begin + 1 + (uint32_t)strlen(m->name);
	if (kind && kind->per_cpu != per_cpu && !is_unknown(m->value_type))
		sema_error(s, D_MAP_KIND, name,
			   "Incompatible map types. Type from declaration: %s. Type from value/key type: %s",
			   kind->name, per_cpu ? "percpuhash" : "hash");
}

static void check_entries(struct sema *s, const struct sema_map *m)
{
	static const char *const range = "a map has 1 to 4294967295 entries";
	unsigned long long n = m->decl ? m->decl->max_entries : s->config->max_map_keys;
	if ((!m->decl && !m->is_keyed) || (n && n <= UINT32_MAX))
		return;
	if (m->decl)
		sema_error(s, D_DECLARATION, stmt_whole_span(m->decl->span), "%s, not %llu", range, n);
	else
		sema_error(s, D_DECLARATION, m->span, "%s, and the setting max_map_keys is %llu", range, n);
}

void map_check_all(struct sema *s)
{
	for (size_t i = 0; i < s->program->items.len; i++) {
		const struct item *item = &s->program->items.data[i];
		if (item->kind == ITEM_MAP && strmap_get(&s->map_decls, item->map->name) == item->map)
			check_declaration(s, item->map);
	}
	for (size_t i = 0; i < s->maps.len; i++) {
		check_kind(s, s->maps.data[i]);
		check_entries(s, s->maps.data[i]);
	}
}
