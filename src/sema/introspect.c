/*
 * sizeof, offsetof, typeof and typeinfo. An operand that is an expression is looked at only in rounds with s->resolve,
 * when all that does not depend on it is settled; what it names is locked from then on.
 */
#include "sema/internal.h"

/* Variables and maps of the operand keep their types. */
static void lock_operand(void *ctx, struct expr **slot)
{
	const struct expr *e = *slot;
	if (e->kind == EXPR_VAR && e->var)
		e->var->is_locked = true;
	else if ((e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS) && e->map)
		e->map->is_locked = true;
}

/* A map as such: the type of its key, or of its value if it has none. */
static const struct type *map_itself(struct sema *s, struct expr *e)
{
	struct sema_map *m = map_find(s, e);
	const struct type *t = m->is_keyed && m->key_type ? m->key_type : m->value_type;
	e->type = t;
	if (!map_is_undefined(m))
		return sema_value_type(s, t);
	sema_error(s, D_UNDEFINED_MAP, e->span, "Undefined map: @%s", m->name);
	return s->final ? type_error(s->types) : type_none(s->types);
}

static void find_error(void *ctx, struct expr **slot)
{
	const struct type *t = (*slot)->type;
	if (t && t->kind == TYPE_ERROR)
		*(bool *)ctx = true;
}

/* A type may come out in spite of a mistake below, which must not disappear with the operand. */
static bool has_error(struct expr *e)
{
	bool found = false;
	ast_walk_expr(&e, find_error, &found);
	return found;
}

const struct type *introspect_expr(struct sema *s, struct expr *e)
{
	if (!s->resolve && !s->final)
		return sema_wait(s);
	s->in_sizeof++;
	const struct type *t = e->kind == EXPR_MAP ? map_itself(s, e) : expr_value(s, e);
	s->in_sizeof--;
	if (is_unknown(t) || has_error(e))
		return s->final ? type_error(s->types) : sema_wait(s);
	if (!s->final)
		ast_walk_expr(&e, lock_operand, NULL);
	return t;
}

static const struct type *operand_type(struct sema *s, struct expr *e)
{
	return e->type_ref ? sema_type_operand(s, e->type_ref) : introspect_expr(s, e->lhs);
}

const struct type *introspect_sizeof(struct sema *s, struct expr *e)
{
	const struct type *t = operand_type(s, e);
	if (is_unknown(t))
		return t;
	t = type_complete(s->types, t);
	expr_make_int(s, e, type_sizeof(t), false);
	return e->type;
}

/* ---- offsetof ---- */

static bool add_member(struct sema *s, const struct expr *e, const char *name, const struct type **t, uint64_t *offset)
{
	struct type_member m;
	*t = type_complete(s->types, *t);
	if ((*t)->kind != TYPE_STRUCT) {
		sema_error(s, D_UNKNOWN_FIELD, e->span, "'%s' is not a C type.", type_name(s->types, *t));
		return false;
	}
	if (!type_find_member(s->types, *t, name, &m)) {
		sema_error(s, D_UNKNOWN_FIELD, e->span, "'%s' has no field named '%s'", type_name(s->types, *t), name);
		return false;
	}
	*offset += m.offset;
	*t = m.type;
	return true;
}

const struct type *introspect_offsetof(struct sema *s, struct expr *e)
{
	const struct type *t = operand_type(s, e);
	uint64_t offset = 0;
	if (is_unknown(t))
		return t;
	if (!e->type_ref && t->kind == TYPE_POINTER)
		t = t->inner;
	for (size_t i = 0; i < e->path.len; i++)
		if (!add_member(s, e, e->path.data[i], &t, &offset))
			return type_error(s->types);
	expr_make_int(s, e, offset, false);
	return e->type;
}

/* ---- typeinfo ---- */

static void add_field(struct sema *s, struct expr *record, const char *name, struct expr *value)
{
	value->type = literal_type(s, value);
	vec_push(s->arena, &record->arg_names, name);
	vec_push(s->arena, &record->args, value);
}

static struct expr *new_text(struct sema *s, const char *text, struct span span)
{
	return expr_new_string(s->arena, text, strlen(text), span);
}

const struct type *introspect_typeinfo(struct sema *s, struct expr *e)
{
	if (!sema_unstable(s, e->span, s->config->unstable_typeinfo, "typeinfo", "typeinfo"))
		return type_error(s->types);
	const struct type *t = operand_type(s, e);
	if (is_unknown(t))
		return t;
	struct expr *record = expr_new(s->arena, EXPR_RECORD, e->span);
	struct expr *id = expr_new_int(s->arena, t->btf_id, false, e->span);
	add_field(s, record, "btf_id", id);
	add_field(s, record, "base_type", new_text(s, sema_type_word(t), e->span));
	add_field(s, record, "full_type", new_text(s, type_name(s->types, t), e->span));
	expr_replace(e, record);
	return literal_type(s, e);
}
