/*
 * Members of structures and records, elements of tuples, arrays, pointers and strings. `.` and `->` mean the same:
 * both follow a pointer if there is one. A pointer that is read from memory points into the space that it was read
 * from, unless its type says otherwise.
 */
#include "sema/internal.h"

const struct type *member_in_space(struct sema *s, const struct type *t, enum addr_space space)
{
	if (t->kind != TYPE_POINTER || t->space != SPACE_NONE)
		return t;
	return type_pointer(s->types, t->inner, space);
}

/* Reads through pointers of unknown space, where the probe gives no default: said once, at the end. */
void member_note_read(struct sema *s, const struct expr *pointer)
{
	if (!s->final || pointer->space != SPACE_NONE || s->in_sizeof || !s->unit ||
	    s->unit->kind->space != SPACE_NONE)
		return;
	s->addrspace_missing = true;
}

/* ---- structures and records ---- */

/* The arguments of a probe are an object of the builtin's own. */
static bool is_args(const struct expr *e)
{
	return (e->kind == EXPR_IDENT || e->kind == EXPR_CALL) && e->builtin && e->builtin->lower_member &&
	       e->type->kind == TYPE_STRUCT;
}

static void report_incomplete(struct sema *s, const struct expr *e, const struct type *t)
{
	struct diag *g =
		sema_error(s, D_UNKNOWN_TYPE, e->span, "Unknown struct/union: '%s'", type_name(s->types, t));
	if (!type_has_btf(s->types))
		sema_hint(s, g, "Include headers with missing type definitions or install BTF information to your system.");
}

static void report_missing(struct sema *s, const struct expr *e, const struct type *t)
{
	const uint32_t functions = PROBE_FENTRY | PROBE_FEXIT | PROBE_UPROBE | PROBE_RAWTRACEPOINT;
	bool args = is_args(e->lhs) && s->unit;
	if (args && (s->unit->kind->bit & functions))
		sema_error(s, D_UNKNOWN_FIELD, e->span, "Can't find function parameter %s", e->name);
	else if (args && (s->unit->kind->bit & PROBE_TRACEPOINT) && str_starts(e->name, "common_"))
		sema_error(s, D_UNKNOWN_FIELD, e->span, "BPF does not support accessing common tracepoint fields");
	else if (!t->complete)
		report_incomplete(s, e, t);
	else
		sema_error(s, D_UNKNOWN_FIELD, e->span, "Struct/union of type '%s' does not contain a field named '%s'",
			   type_name(s->types, t), e->name);
}

/* Objects without a space of their own are copies; what they point to is where the probe's pointers point. */
static enum addr_space object_space(struct sema *s, const struct expr *object)
{
	return object->space != SPACE_NONE ? object->space : cast_space(s, object);
}

static const struct type *struct_member(struct sema *s, struct expr *e, const struct type *t)
{
	t = type_complete(s->types, t);
	if (!type_find_member(s->types, t, e->name, &e->member)) {
		report_missing(s, e, t);
		return type_error(s->types);
	}
	if (e->member.bad_tag) {
		sema_error(s, D_UNKNOWN_FIELD, e->span,
			   "Attempting to access pointer field '%s' with unsupported tag attribute: %s", e->name,
			   e->member.tag);
		return type_error(s->types);
	}
	const struct type *m = member_in_space(s, type_complete(s->types, e->member.type), object_space(s, e->lhs));
	e->space = m->kind == TYPE_POINTER ? m->space : e->lhs->space;
	return m;
}

static const struct type *record_member(struct sema *s, struct expr *e, const struct type *t)
{
	for (uint32_t i = 0; i < t->member_count; i++)
		if (!strcmp(t->members[i].name, e->name)) {
			e->member = t->members[i];
			return t->members[i].type;
		}
	sema_error(s, D_UNKNOWN_FIELD, e->span, "Record does not contain a field named '%s'", e->name);
	return type_error(s->types);
}

const struct type *member_type(struct sema *s, struct expr *e)
{
	const struct type *t = sema_expr(s, e->lhs);
	if (is_unknown(t) && (!s->final || t->kind == TYPE_ERROR))
		return t;
	if (t->kind == TYPE_POINTER && (t->inner->kind == TYPE_STRUCT || t->inner->kind == TYPE_RECORD)) {
		member_note_read(s, e->lhs);
		t = t->inner;
	}
	if (t->kind == TYPE_STRUCT)
		return struct_member(s, e, t);
	if (t->kind == TYPE_RECORD)
		return record_member(s, e, t);
	sema_error(s, D_UNKNOWN_FIELD, e->span, "Can not access field '%s' on expression of type '%s'", e->name,
		   type_name(s->types, t));
	return type_error(s->types);
}

/* ---- tuples ---- */

static const struct type *tuple_element(struct sema *s, struct expr *e, const struct type *t, uint64_t i)
{
	if (i >= t->member_count) {
		sema_error(s, D_INDEX, e->span, "Invalid tuple index: %llu. Found %u elements in tuple.",
			   (unsigned long long)i, t->member_count);
		return type_error(s->types);
	}
	e->member = t->members[i];
	e->space = e->lhs->space;
	return t->members[i].type;
}

const struct type *member_tuple_index(struct sema *s, struct expr *e)
{
	const struct type *t = sema_expr(s, e->lhs);
	if (is_unknown(t) && (!s->final || t->kind == TYPE_ERROR))
		return t;
	if (t->kind == TYPE_TUPLE)
		return tuple_element(s, e, t, e->value);
	sema_error(s, D_INDEX, e->span, "Can not access index '%llu' on expression of type '%s'",
		   (unsigned long long)e->value, type_name(s->types, t));
	return type_error(s->types);
}

/* ---- [] ---- */

/* Unsigned, or known to be made of literals that are. */
static bool is_non_negative(const struct expr *index, const struct type *t)
{
	if (t->kind == TYPE_ENUM || literal_is_flexible(index))
		return true;
	if (t->kind != TYPE_INT || (index->kind == EXPR_INT && index->is_negative))
		return false;
	if (!t->is_signed || (index->kind == EXPR_INT && !index->is_negative))
		return true;
	const struct infer *i = index->kind == EXPR_VAR && index->var ? infer_of(&index->var->slot_infer) : NULL;
	return i && infer_is_literal(i);
}

static const struct type *indexed_type(struct sema *s, struct expr *e, const struct type *t)
{
	switch (t->kind) {
	case TYPE_ARRAY:
		e->space = e->lhs->space;
		return member_in_space(s, type_complete(s->types, t->inner), object_space(s, e->lhs));
	case TYPE_POINTER:
		e->space = e->lhs->space;
		member_note_read(s, e->lhs);
		return member_in_space(s, type_complete(s->types, t->inner), e->space);
	default: /* TYPE_STRING */
		return type_int(s->types, 1, true);
	}
}

/* Flexible arrays, which have no elements in their type, go on behind the structure. */
static bool check_bounds(struct sema *s, const struct expr *e, const struct type *t)
{
	uint64_t size = t->kind == TYPE_STRING ? t->size : t->count;
	bool is_flexible = t->kind == TYPE_ARRAY && !size;
	if (t->kind == TYPE_POINTER || is_flexible || e->rhs->kind != EXPR_INT || e->rhs->value < size)
		return true;
	sema_error(s, D_INDEX, e->span, "the index %llu is out of bounds for array of size %llu",
		   (unsigned long long)e->rhs->value, (unsigned long long)size);
	return false;
}

static bool check_indexed(struct sema *s, const struct expr *e, const struct type *t)
{
	if (t->kind == TYPE_POINTER && (t->inner->kind == TYPE_VOID || t->inner->kind == TYPE_FUNC)) {
		sema_error(s, D_INDEX, e->span,
			   "The array index operator [] cannot be used on a pointer to an unsized type (%s).",
			   type_name(s->types, t));
		return false;
	}
	if (t->kind == TYPE_ARRAY || t->kind == TYPE_POINTER || t->kind == TYPE_STRING)
		return true;
	sema_error(s, D_INDEX, e->span,
		   "The array index operator [] can only be used on arrays, pointers, and tuples, found %s.",
		   type_name(s->types, t));
	return false;
}

static const struct type *tuple_index(struct sema *s, struct expr *e, const struct type *t)
{
	if (e->rhs->kind == EXPR_INT && !e->rhs->is_negative)
		return tuple_element(s, e, t, e->rhs->value);
	sema_error(s, D_INDEX, e->span, "Array-style access for tuples only valid for integer literals");
	return type_error(s->types);
}

const struct type *member_index(struct sema *s, struct expr *e)
{
	const struct type *t = sema_expr(s, e->lhs), *index = expr_value(s, e->rhs);
	if (is_unknown(t) || is_unknown(index))
		return t->kind == TYPE_ERROR || index->kind == TYPE_ERROR || s->final ? type_error(s->types) :
										       type_none(s->types);
	if (t->kind == TYPE_TUPLE)
		return tuple_index(s, e, t);
	if (!check_indexed(s, e, t))
		return type_error(s->types);
	bool signed_ok = t->kind == TYPE_POINTER && index->kind == TYPE_INT;
	if (!signed_ok && !is_non_negative(e->rhs, index)) {
		sema_error(s, D_INDEX, e->span,
			   "The array index operator [] only accepts non-negative integer indices. Got: %s",
			   type_name(s->types, index));
		return type_error(s->types);
	}
	return check_bounds(s, e, t) ? indexed_type(s, e, t) : type_error(s->types);
}
