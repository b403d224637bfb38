/* Unary operators, address-of, increment and decrement. */
#include "sema/internal.h"

static const struct type *refuse(struct sema *s, const struct expr *e, const struct type *t)
{
	if (!is_unknown(t))
		sema_error(s, D_OPERATOR, e->span, "The %s operator can not be used on expressions of type '%s'",
			   op_text(e->op), type_name(s->types, t));
	return is_unknown(t) ? t : type_error(s->types);
}

static const struct type *wide(struct sema *s, bool is_signed)
{
	return type_int(s->types, 8, is_signed);
}

static bool is_number(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_ENUM;
}

static const struct type *type_of_deref(struct sema *s, struct expr *e, const struct type *t)
{
	if (t->kind == TYPE_POINTER) {
		e->space = e->lhs->space;
		member_note_read(s, e->lhs);
		return member_in_space(s, type_complete(s->types, t->inner), e->space);
	}
	if (is_number(t)) {
		e->space = cast_space(s, e->lhs);
		member_note_read(s, e);
		return wide(s, false);
	}
	return refuse(s, e, t);
}

static const struct type *address_of_var(struct sema *s, struct expr *e)
{
	struct sema_var *v = e->lhs->var = scope_find(s, e->lhs->name);
	if (!v) {
		sema_error(s, D_UNDEFINED_VAR, e->lhs->span, "Undefined or undeclared variable: $%s",
			   scope_written_name(e->lhs));
		return type_error(s->types);
	}
	v->has_addr_taken = true;
	e->lhs->type = v->type;
	e->lhs->space = v->space;
	if (v->type->kind == TYPE_NONE)
		sema_error(s, D_UNDEFINED_VAR, e->span, "No type available for variable $%s", v->name);
	return v->type;
}

static const struct type *address_of_map(struct sema *s, struct expr *e)
{
	struct sema_map *m = map_find(s, e->lhs);
	m->has_addr_taken = true;
	if (e->lhs->kind == EXPR_MAP_ACCESS)
		map_read(s, e->lhs);
	e->lhs->type = m->value_type;
	if (!map_is_undefined(m))
		return m->value_type;
	sema_error(s, D_UNDEFINED_MAP, e->lhs->span, "Undefined map: @%s", m->name);
	return s->final ? type_error(s->types) : type_none(s->types);
}

static const struct type *type_of_address(struct sema *s, struct expr *e)
{
	const struct type *t;
	if (e->lhs->kind == EXPR_VAR) {
		t = address_of_var(s, e);
	} else if (e->lhs->kind == EXPR_MAP || e->lhs->kind == EXPR_MAP_ACCESS) {
		t = address_of_map(s, e);
	} else {
		sema_error(s, D_OPERATOR, e->span, "address-of operator (&) can only be used on a map or variable");
		t = type_error(s->types);
	}
	if (is_unknown(t))
		return s->final ? type_error(s->types) : t;
	e->space = SPACE_KERNEL;
	return type_pointer(s->types, t, SPACE_KERNEL);
}

const struct type *ops_unary(struct sema *s, struct expr *e)
{
	if (e->op == OP_ADDROF)
		return type_of_address(s, e);
	const struct type *t = expr_value(s, e->lhs);
	switch (e->op) {
	case OP_DEREF:
		return type_of_deref(s, e, t);
	case OP_NOT:
		return is_number(t) || t->kind == TYPE_BOOL ? type_bool(s->types) : refuse(s, e, t);
	default: /* OP_NEG, OP_BITNOT */
		return is_number(t) ? wide(s, t->is_signed) : refuse(s, e, t);
	}
}

/* ---- ++ and -- ---- */

/*
 * What the step gives: a pointer of the same type, an annotated variable's own type, else 64 bits: signed for `--`, for
 * `++` as the operand is.
 */
static const struct type *step_type(struct sema *s, const struct expr *e, const struct type *t, bool is_signed)
{
	if (t->kind == TYPE_POINTER)
		return t;
	if (e->lhs->var && e->lhs->var->declared && t->kind == TYPE_INT)
		return t;
	return wide(s, e->op == OP_DEC || is_signed);
}

static const struct type *step_var(struct sema *s, struct expr *e)
{
	const struct type *t = scope_var_type(s, e->lhs);
	struct sema_var *v = e->lhs->var;
	e->lhs->type = t;
	if (is_unknown(t))
		return t;
	const struct type *step = step_type(s, e, t, t->kind == TYPE_INT && t->is_signed);
	assign_var(s, v, e->lhs, infer_from_type(s, step), step, e->span);
	return v->type;
}

static const struct type *step_map(struct sema *s, struct expr *e)
{
	struct sema_map *m = map_find(s, e->lhs);
	if (!map_target(s, e->lhs))
		return type_error(s->types);
	m->is_assigned = m->is_read = true;
	const struct type *t = m->value_type;
	bool is_signed = t->kind == TYPE_NONE || (t->kind == TYPE_INT && t->is_signed);
	const struct type *step = step_type(s, e, t, is_signed);
	map_assign(s, e->lhs, infer_from_type(s, step), step, e->span);
	e->lhs->type = m->value_type;
	return m->value_type;
}

const struct type *ops_incdec(struct sema *s, struct expr *e)
{
	return e->lhs->kind == EXPR_VAR ? step_var(s, e) : step_map(s, e);
}
