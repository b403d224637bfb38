/*
 * Explicit casts. A row of the table says from which kind of type to which a conversion exists; the row's function
 * looks at sizes and values. Literals are converted at compile time and keep the type they were cast to.
 */
#include "sema/internal.h"

enum addr_space cast_space(struct sema *s, const struct expr *e)
{
	if (e->space != SPACE_NONE)
		return e->space;
	return s->unit ? s->unit->kind->space : SPACE_KERNEL;
}

static bool any(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return true;
}

static bool is_byte_like(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL;
}

static bool int_to_array(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return is_byte_like(to->inner) && (to->size == from->size || (to->size <= 8 && from->size < to->size));
}

static bool array_to_int(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return is_byte_like(from->inner) && from->size == to->size;
}

static bool array_to_array(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return is_byte_like(from->inner) && is_byte_like(to->inner) && from->size == to->size;
}

static bool string_to_array(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return is_byte_like(to->inner) && to->inner->size == 1 && from->size == to->size;
}

static bool string_to_string(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	return from->size <= to->size;
}

static bool is_enumerator(const struct type *t, int64_t value)
{
	for (uint32_t i = 0; i < t->enumerator_count; i++)
		if (t->enumerators[i].value == value)
			return true;
	return false;
}

/* Only a literal can be checked. */
static bool int_to_enum(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	int64_t value;
	if (expr_int_literal(e->lhs, &value) && !is_enumerator(to, value))
		sema_error_now(s, D_CAST, e->op_span, "Enum: %s doesn't contain a variant value of %lld",
			   to->name ? to->name : "", (long long)value);
	return true;
}

static const struct conversion {
	enum type_kind from, to;
	bool (*allowed)(struct sema *s, const struct expr *e, const struct type *from, const struct type *to);
} conversions[] = {
	{ TYPE_INT, TYPE_INT, any },	    { TYPE_INT, TYPE_BOOL, any },
	{ TYPE_INT, TYPE_ENUM, int_to_enum }, { TYPE_INT, TYPE_POINTER, any },
	{ TYPE_INT, TYPE_USERNAME, any },   { TYPE_INT, TYPE_ARRAY, int_to_array },
	{ TYPE_BOOL, TYPE_INT, any },	    { TYPE_BOOL, TYPE_BOOL, any },
	{ TYPE_BOOL, TYPE_ARRAY, int_to_array }, { TYPE_ENUM, TYPE_INT, any },
	{ TYPE_ENUM, TYPE_BOOL, any },	    { TYPE_ENUM, TYPE_ENUM, int_to_enum },
	{ TYPE_ENUM, TYPE_ARRAY, int_to_array }, { TYPE_ENUM, TYPE_USERNAME, any },
	{ TYPE_ENUM, TYPE_POINTER, any },   { TYPE_POINTER, TYPE_POINTER, any },
	{ TYPE_POINTER, TYPE_INT, any },    { TYPE_POINTER, TYPE_BOOL, any },
	{ TYPE_STRING, TYPE_BOOL, any },    { TYPE_STRING, TYPE_STRING, string_to_string },
	{ TYPE_STRING, TYPE_ARRAY, string_to_array }, { TYPE_ARRAY, TYPE_INT, array_to_int },
	{ TYPE_ARRAY, TYPE_ARRAY, array_to_array }, { TYPE_USERNAME, TYPE_INT, any },
	{ TYPE_KSYM, TYPE_INT, any },
};

static bool is_allowed(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	for (size_t i = 0; i < ARRAY_LEN(conversions); i++)
		if (conversions[i].from == from->kind && conversions[i].to == to->kind)
			return conversions[i].allowed(s, e, from, to);
	return false;
}

/* Pointers are the same here whatever space they point into. */
static bool same_type(const struct type *a, const struct type *b)
{
	if (a->kind == TYPE_POINTER && b->kind == TYPE_POINTER)
		return same_type(a->inner, b->inner);
	return a == b;
}

/* T[] takes its length from the source, `string` its size. */
static const struct type *sized_target(struct sema *s, const struct type *to, const struct type *from)
{
	if (to->kind == TYPE_STRING && !to->size && from->kind == TYPE_STRING)
		return from;
	if (to->kind == TYPE_ARRAY && !to->count && to->inner->size)
		return type_array(s->types, to->inner, from->size / to->inner->size);
	return to;
}

/* ---- literals ---- */

static uint64_t extend(uint64_t value, unsigned size, bool is_signed)
{
	unsigned shift = 64 - size * 8;
	return is_signed ? (uint64_t)((int64_t)(value << shift) >> shift) : value << shift >> shift;
}

static bool fold_cast(struct sema *s, struct expr *e, const struct type *to)
{
	uint64_t value = e->lhs->value;
	if (e->lhs->kind == EXPR_STRING && to->kind == TYPE_BOOL) {
		expr_make_bool(s, e, e->lhs->str_len > 0);
		return true;
	}
	if (e->lhs->kind != EXPR_INT && e->lhs->kind != EXPR_BOOL)
		return false;
	if (to->kind == TYPE_BOOL) {
		expr_make_bool(s, e, value != 0);
		return true;
	}
	if (to->kind != TYPE_INT && to->kind != TYPE_ENUM)
		return false;
	value = extend(value, to->size, to->is_signed);
	expr_make_int(s, e, value, to->is_signed && (int64_t)value < 0);
	literal_fix_type(e, to);
	return true;
}

/* ---- */

static const struct type *refuse(struct sema *s, const struct expr *e, const struct type *from, const struct type *to)
{
	if (from->kind == TYPE_STRUCT)
		sema_error(s, D_CAST, e->op_span, "Cannot cast from C type \"%s\"", type_name(s->types, from));
	else
		sema_error(s, D_CAST, e->op_span, "Cannot cast from \"%s\" to \"%s\"", type_name(s->types, from),
			   type_name(s->types, to));
	return type_error(s->types);
}

static bool report_unknown_enum(struct sema *s, const struct expr *e)
{
	const struct type_ref *r = e->type_ref;
	if (!r->keyword || strcmp(r->keyword, "enum") || type_named(s->types, r->keyword, r->name))
		return false;
	sema_error(s, D_UNKNOWN_TYPE, e->op_span, "Unknown enum: %s", r->name);
	return true;
}

/*
 * Not said of pointers: `(struct task_struct *)curtask` documents, and keeps a script working where the type is not
 * known. Nor of aggregations, which a cast makes numbers. A literal is folded in the first round, so its message
 * cannot wait for the last one.
 */
static void warn_redundant(struct sema *s, const struct expr *e, const struct type *to)
{
	bool reads_aggregation = e->lhs->map && e->lhs->map->value_type->kind == TYPE_AGG;
	if (e->span.expansion || to->kind == TYPE_POINTER || reads_aggregation)
		return;
	sema_warn_now(s, D_REDUNDANT_CAST, e->op_span, "Unnecessary cast: expression is already of type %s",
		      type_name(s->types, to));
}

static const struct type *convert(struct sema *s, struct expr *e, const struct type *from, const struct type *to)
{
	bool literal = expr_is_literal(e->lhs);
	if (same_type(from, to)) {
		if (literal || s->final)
			warn_redundant(s, e, to);
	} else if (to->kind != TYPE_VOID && !is_allowed(s, e, from, to)) {
		return refuse(s, e, from, to);
	}
	if (to->kind == TYPE_POINTER) {
		e->space = from->kind == TYPE_POINTER ? e->lhs->space : cast_space(s, e->lhs);
		return type_pointer(s->types, to->inner, e->space);
	}
	e->space = e->lhs->space;
	return to;
}

const struct type *cast_type(struct sema *s, struct expr *e)
{
	const struct type *from = expr_value(s, e->lhs);
	if (report_unknown_enum(s, e))
		return type_error(s->types);
	const struct type *to = sema_type_ref(s, e->type_ref);
	if (is_unknown(to) || from->kind == TYPE_ERROR || (from->kind == TYPE_NONE && !s->final))
		return is_unknown(to) ? to : from;
	to = convert(s, e, from, sized_target(s, to, from));
	if (!is_unknown(to) && fold_cast(s, e, to))
		return e->type;
	return to;
}
