/*
 * Assignments and declarations of variables, assignments to maps. A compound assignment is typed as the operation on
 * target and value, through a node that exists here alone.
 */
#include "sema/internal.h"

/* ---- what may be assigned at all ---- */

static bool check_value(struct sema *s, const struct type *t, const char *where, struct span span)
{
	if (t->kind == TYPE_VOID || (t->kind == TYPE_AGG && !t->agg->castable)) {
		sema_error(s, D_ASSIGN, span, "Value '%s' cannot be assigned to a %s.", type_name(s->types, t), where);
		return false;
	}
	if (t->kind == TYPE_NONE && s->final)
		sema_error(s, D_ASSIGN, span, "Invalid expression for assignment");
	return !is_unknown(t);
}

/* ---- variables with a declared type ---- */

static bool same_pointer(struct sema *s, const struct type *a, const struct type *b)
{
	const struct type *t = sema_promote(s, a, b);
	return t && t->kind == TYPE_POINTER && t->inner == b->inner;
}

bool assign_accepts(struct sema *s, const struct expr *e, const struct type *t, const struct type *to)
{
	if (to->kind == TYPE_INT && e->kind == EXPR_INT && !e->annot)
		return literal_fits_type(s, e, to);
	if (to->kind == TYPE_INT)
		return t->kind == TYPE_INT || t->kind == TYPE_ENUM;
	if (to->kind == TYPE_POINTER)
		return t->kind == TYPE_POINTER && (same_pointer(s, t, to) || sema_promote(s, t, to));
	return infer_accepts(s, to, infer_from_expr(s, e));
}

static void report_mismatch(struct sema *s, const struct sema_var *v, const struct type *t, struct span span)
{
	sema_error(s, D_TYPE_MISMATCH, span,
		   "Type mismatch for $%s: trying to assign value of type '%s' when variable already has a type '%s'",
		   v->name, type_name(s->types, t), type_name(s->types, v->type));
}

/* ---- variables ---- */

void assign_join_space(struct sema *s, struct sema_var *v, const struct expr *e)
{
	if (e->space == SPACE_NONE || e->space == v->space)
		return;
	if (v->space == SPACE_NONE) {
		v->space = e->space;
		s->changed |= !s->final;
	} else if (v->type->kind == TYPE_POINTER) {
		sema_warn(s, D_ADDRSPACE, e->span, "Addrspace mismatch");
	}
}

void assign_var(struct sema *s, struct sema_var *v, const struct expr *e, const struct infer *i, const struct type *t,
		struct span span)
{
	v->is_assigned = true;
	if (v->declared) {
		if (!assign_accepts(s, e, t, v->declared))
			report_mismatch(s, v, t, span);
	} else {
		enum infer_result r = infer_add(s, &v->slot_infer, i, v->is_locked, &v->type);
		if (r == INFER_LOCKED)
			infer_report_locked(s, '$', v->name, t, v->type, span);
		else if (r == INFER_MISMATCH)
			report_mismatch(s, v, t, span);
		if (r != INFER_OK)
			return;
	}
	v->hard_signed |= v->declared || sign_is_hard(e);
	sign_warn_cast(s, e, v->type, v->hard_signed);
	assign_join_space(s, v, e);
}

static void assign_to_var(struct sema *s, struct stmt *st, const struct expr *value)
{
	struct expr *target = st->target;
	struct sema_var *v = scope_find(s, target->name);
	if (!v)
		v = scope_create_target(s, &st->var, target, st->span, VAR_ASSIGNED);
	target->var = v;
	const struct type *t = sema_value_type(s, value->type);
	if (value->type->kind == TYPE_AGG && t != value->type && value->map)
		map_read_aggregate(s, value->map, value->span);
	if (check_value(s, t, "scratch variable", st->span))
		assign_var(s, v, value, infer_from_expr(s, value), t, st->span);
	else
		v->is_assigned = true;
	if (t->kind == TYPE_ERROR && v->type->kind == TYPE_NONE)
		v->type = t;
	target->type = v->type;
	target->space = v->space;
}

/* ---- maps ---- */

static void report_copied_aggregate(struct sema *s, const struct stmt *st, const struct expr *value)
{
	const struct aggregate *agg = value->type->agg;
	struct diag *g = sema_error(s, D_MAP_VALUE, st->span,
				    "Map value '%s' cannot be assigned from one map to another. The function that "
				    "returns this type must be called directly e.g. `@%s = %s(%s);`.",
				    type_name(s->types, value->type), st->target->name, agg->name,
				    agg->min_args ? "retval" : "");
	if (agg->castable && value->map)
		sema_hint(s, g,
			  "Add a cast to integer if you want the value of the aggregate, e.g. `@%s = (int64)@%s;`.",
			  st->target->name, value->map->name);
}

static void assign_aggregate(struct sema *s, struct stmt *st, struct expr *value)
{
	struct sema_map *m = st->target->map;
	m->is_assigned = true;
	const struct type *have = m->value_type;
	bool same_kind = have->kind == TYPE_AGG && have->agg == value->type->agg;
	if (same_kind && !aggregate_same_params(have, value->type))
		aggregate_report_params(s, value, have);
	else
		map_assign(s, st->target, infer_from_type(s, value->type), value->type, value->span);
}

static void assign_to_map(struct sema *s, struct stmt *st, struct expr *value)
{
	struct expr *target = st->target;
	struct sema_map *m = map_find(s, target);
	m->is_assigned = true;
	bool ok = map_target(s, target);
	target->type = ok ? m->value_type : type_error(s->types);
	if (!ok)
		return;
	if (value->type->kind == TYPE_AGG && value->kind == EXPR_CALL) {
		assign_aggregate(s, st, value);
	} else if (value->type->kind == TYPE_AGG) {
		report_copied_aggregate(s, st, value);
	} else if (check_value(s, value->type, "map", st->span)) {
		if (!map_assign(s, target, infer_from_expr(s, value), value->type, st->span))
			return;
		m->hard_signed |= sign_is_hard(value);
		sign_warn_cast(s, value, m->value_type, m->hard_signed);
	}
}

/* ---- statements ---- */

/* From the operator to the end of the value. */
static struct span compound_span(const struct stmt *st)
{
	struct span span = st->span;
	const char *text = span.source ? span.source->text : NULL;
	if (!text || st->target->span.source != span.source)
		return st->expr->span;
	span.begin = st->target->span.end;
	while (span.begin < st->expr->span.begin && strchr(" \t\r\n", text[span.begin]))
		span.begin++;
	return span;
}

static struct expr *compound_value(struct sema *s, struct stmt *st)
{
	struct expr *value = expr_new(s->arena, EXPR_BINARY, compound_span(st));
	value->op = st->op;
	value->lhs = st->target;
	value->rhs = st->expr;
	const struct type *right = expr_value(s, st->expr), *left = expr_value(s, st->target);
	/* A map that nothing else assigns starts as an integer. */
	if (left->kind == TYPE_NONE && st->target->map && !is_unknown(right) && !st->target->map->value_slot.settled)
		left = type_int(s->types, 8, true);
	struct binary b = { st->op, st->target, st->expr, left, right, value->span };
	value->type = binary_type(s, &b, &st->is_signed);
	value->space = st->target->space;
	return value;
}

void assign_check(struct sema *s, struct stmt *st)
{
	struct expr *value = st->expr;
	if (!st->target) {
		if (sema_expr(s, st->expr)->kind == TYPE_NONE)
			sema_error(s, D_ASSIGN, st->span, "Invalid expression for assignment");
		return;
	}
	bool to_var = st->target->kind == EXPR_VAR;
	if (st->op != OP_NONE && !to_var)
		map_find(s, st->target)->is_assigned = true;
	if (st->op != OP_NONE) {
		value = compound_value(s, st);
	} else {
		s->agg_place = to_var || value->kind != EXPR_CALL ? NULL : value;
		sema_expr(s, value);
		s->agg_place = NULL;
	}
	if (to_var && st->op != OP_NONE && !st->target->var)
		return;
	if (to_var)
		assign_to_var(s, st, value);
	else
		assign_to_map(s, st, value);
}

/* ---- let ---- */

static const struct type *declared_type(struct sema *s, struct stmt *st)
{
	if (!st->type_ref)
		return type_none(s->types);
	const struct type *t = sema_type_ref(s, st->type_ref);
	if (t->kind != TYPE_AGG && t->kind != TYPE_VOID && t->kind != TYPE_FUNC)
		return t;
	sema_error(s, D_DECLARATION, st->type_ref->span, "Invalid variable declaration type: %s",
		   type_name(s->types, t));
	return type_error(s->types);
}

/* `let $x` */
static struct span declared_span(const struct stmt *st)
{
	struct span span = st->span;
	if (st->target->span.source == span.source)
		span.end = st->target->span.end;
	return span;
}

static void declare(struct sema *s, struct stmt *st, const struct type *t)
{
	struct sema_var *v = scope_create_target(s, &st->var, st->target, declared_span(st), VAR_DECLARED);
	vec_push(s->arena, &s->lets, v);
	st->target->var = v;
	if (t->kind == TYPE_STRING && !t->size) {
		infer_add(s, &v->slot_infer, infer_from_type(s, t), v->is_locked, &v->type);
	} else if (t->kind == TYPE_ERROR) {
		v->type = t;
	} else if (t->kind != TYPE_NONE) {
		v->declared = v->type = t;
	}
	st->target->type = v->type;
}

void assign_let(struct sema *s, struct stmt *st)
{
	if (st->expr)
		sema_expr(s, st->expr);
	const struct type *t = declared_type(s, st);
	struct sema_var *visible = scope_find(s, st->target->name);
	if (visible) {
		scope_report_shadowing(s, visible, declared_span(st));
		return;
	}
	declare(s, st, t);
	if (st->expr && (t->kind == TYPE_NONE ? !st->type_ref : t->kind != TYPE_ERROR))
		assign_to_var(s, st, st->expr);
	else if (st->expr)
		st->var->is_assigned = true;
}
