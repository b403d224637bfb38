/*
 * Literals: tests, making them in place, their types. A literal integer that is not negative has no sign of its own
 * ("flexible"): it takes that of what it meets. Enumerators and folded casts are literals that keep a type of their
 * own, in e->annot.
 */
#include "sema/internal.h"

bool expr_is_literal(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_BOOL:
		return true;
	case EXPR_TUPLE:
	case EXPR_RECORD:
		for (size_t i = 0; i < e->args.len; i++)
			if (!expr_is_literal(e->args.data[i]))
				return false;
		return true;
	default:
		return false;
	}
}

bool expr_int_literal(const struct expr *e, int64_t *ret)
{
	if (e->kind != EXPR_INT && e->kind != EXPR_BOOL)
		return false;
	*ret = (int64_t)e->value;
	return true;
}

const char *expr_string_literal(const struct expr *e)
{
	return e->kind == EXPR_STRING ? e->str : NULL;
}

/* Clears what the node was, keeping its place. */
static void become(struct expr *e, enum expr_kind kind)
{
	struct span span = e->span, op_span = e->op_span;
	bool is_statement = e->is_statement;
	memset(e, 0, sizeof(*e));
	e->kind = kind;
	e->span = span;
	e->op_span = op_span;
	e->is_statement = is_statement;
}

void expr_make_int(struct sema *s, struct expr *e, uint64_t value, bool is_negative)
{
	become(e, EXPR_INT);
	e->value = value;
	e->is_negative = is_negative;
	e->type = literal_type(s, e);
}

void expr_make_bool(struct sema *s, struct expr *e, bool value)
{
	become(e, EXPR_BOOL);
	e->value = value;
	e->type = literal_type(s, e);
}

void expr_make_string(struct sema *s, struct expr *e, const char *str, size_t len)
{
	become(e, EXPR_STRING);
	char *copy = arena_alloc(s->arena, len + 1);
	memcpy(copy, str, len);
	e->str = copy;
	e->str_len = len;
	e->type = literal_type(s, e);
}

void expr_replace(struct expr *e, const struct expr *by)
{
	struct span span = e->span;
	bool is_statement = e->is_statement;
	*e = *by;
	e->span = span;
	e->is_statement = is_statement;
}

bool literal_is_flexible(const struct expr *e)
{
	return e->kind == EXPR_INT && !e->is_negative && !e->annot;
}

void literal_fix_type(struct expr *e, const struct type *t)
{
	assert(e->kind == EXPR_INT);
	e->annot = (void *)t;
	e->type = t;
}

const struct type *literal_fixed_type(const struct expr *e)
{
	return e->kind == EXPR_INT ? e->annot : NULL;
}

static unsigned signed_size(uint64_t value, bool is_negative)
{
	uint64_t magnitude = is_negative ? ~value : value;
	for (unsigned size = 1; size < 8; size *= 2)
		if (magnitude < (uint64_t)1 << (size * 8 - 1))
			return size;
	return 8;
}

const struct type *sema_literal_type(struct sema *s, uint64_t value, bool is_negative)
{
	if (!is_negative && value > INT64_MAX)
		return type_int(s->types, 8, false);
	return type_int(s->types, signed_size(value, is_negative), true);
}

bool literal_fits_type(struct sema *s, const struct expr *e, const struct type *to)
{
	if (e->is_negative)
		return to->is_signed && sema_literal_type(s, e->value, true)->size <= to->size;
	unsigned bits = to->size * 8 - to->is_signed;
	return bits == 64 || e->value >> bits == 0;
}

static const struct type *literal_members(struct sema *s, const struct expr *e)
{
	if (e->kind == EXPR_TUPLE) {
		const struct type **types = ARENA_ARRAY(s->arena, const struct type *, e->args.len + 1);
		for (size_t i = 0; i < e->args.len; i++)
			types[i] = literal_type(s, e->args.data[i]);
		return type_tuple(s->types, types, (uint32_t)e->args.len);
	}
	struct type_member *members = ARENA_ARRAY(s->arena, struct type_member, e->args.len + 1);
	for (size_t i = 0; i < e->args.len; i++) {
		members[i].name = e->arg_names.data[i];
		members[i].type = literal_type(s, e->args.data[i]);
	}
	return type_record(s->types, members, (uint32_t)e->args.len);
}

const struct type *literal_type(struct sema *s, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_INT:
		return e->annot ? e->annot : sema_literal_type(s, e->value, e->is_negative);
	case EXPR_BOOL:
		return type_bool(s->types);
	case EXPR_STRING:
		return type_string(s->types, (uint32_t)e->str_len + 1);
	default:
		assert(expr_is_literal(e));
		return literal_members(s, e);
	}
}
