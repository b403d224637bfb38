/* Loops: over ranges and maps, while, unroll. */
#include "sema/internal.h"

/* The body of a `for`, in whose scope the loop variable lives. */
static void check_for_body(struct sema *s, struct stmt *st, const struct infer *i, bool hard)
{
	struct sema_scope scope;
	struct sema_var *shadowed = scope_find(s, st->target->name);
	if (shadowed)
		scope_report_loop_shadowing(s, shadowed, st->target->span);
	s->for_depth++;
	s->loop_depth++;
	scope_enter(s, &scope);
	struct sema_var *v = scope_create_target(s, &st->var, st->target, st->target->span, VAR_LOOP);
	v->is_assigned = true;
	v->hard_signed |= hard;
	if (i)
		infer_add(s, &v->slot_infer, i, v->is_locked, &v->type);
	else if (s->final)
		v->type = type_error(s->types);
	st->target->var = v;
	st->target->type = v->type;
	block_type(s, st->block, false);
	scope_leave(s);
	s->loop_depth--;
	s->for_depth--;
}

/* ---- ranges ---- */

/* Without the body. */
static struct span head_span(const struct stmt *st)
{
	struct span span = st->span;
	if (st->high->span.source == span.source)
		span.end = st->high->span.end;
	return span;
}

static bool check_end(struct sema *s, const struct stmt *st, const struct type *t, const char *which)
{
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM || is_unknown(t))
		return !is_unknown(t);
	sema_error(s, D_LOOP, head_span(st), "Loop range requires an integer for the %s value", which);
	return false;
}

static void check_range(struct sema *s, struct stmt *st)
{
	const struct type *lo = expr_value(s, st->expr), *hi = expr_value(s, st->high);
	const struct infer *i = NULL;
	bool ok = check_end(s, st, lo, "start");
	if (check_end(s, st, hi, "end") && ok)
		i = infer_join(s, infer_from_expr(s, st->expr), infer_from_expr(s, st->high));
	check_for_body(s, st, i, sign_is_hard(st->expr) || sign_is_hard(st->high));
}

/* ---- maps ---- */

static bool check_iterable(struct sema *s, const struct expr *e, const struct sema_map *m)
{
	if (map_is_undefined(m)) {
		sema_error(s, D_UNDEFINED_MAP, e->span, "Undefined map: @%s", m->name);
	} else if (!m->is_keyed) {
		sema_error(s, D_LOOP, e->span,
			   "@%s has no explicit keys (scalar map), and cannot be used for iteration", m->name);
	} else if (m->value_type->kind == TYPE_AGG && !m->value_type->agg->castable) {
		sema_error(s, D_LOOP, e->span, "Loop expression does not support type: %s",
			   type_name(s->types, m->value_type));
	} else if (!feature(s->features, FEAT_FOR_EACH)) {
		sema_missing_feature(s, e->span, FEAT_FOR_EACH, "for_each_map_elem");
	} else {
		return true;
	}
	return false;
}

/* A copy of an element: its key and its value, an aggregation as a number. */
static const struct infer *element_infer(struct sema *s, struct sema_map *m, struct span at)
{
	const struct infer *key = infer_of(&m->key_slot), *value = infer_of(&m->value_slot);
	if (m->value_type->kind == TYPE_AGG) {
		map_read_aggregate(s, m, at);
		value = NULL;
	}
	if (!key || is_unknown(m->key_type) || is_unknown(m->value_type))
		return infer_from_type(s, type_none(s->types));
	return infer_pair(s, key, value ? value : infer_from_type(s, sema_value_type(s, m->value_type)));
}

static void check_map_loop(struct sema *s, struct stmt *st)
{
	struct sema_map *m = map_find(s, st->expr);
	m->is_iterated = m->is_read = true;
	st->expr->type = m->value_type;
	bool ok = check_iterable(s, st->expr, m);
	check_for_body(s, st, ok ? element_infer(s, m, st->expr->span) : NULL, m->hard_signed || m->key_hard_signed);
}

/* ---- while, unroll ---- */

static void look_for_context(void *ctx, struct expr **slot)
{
	bool *found = ctx;
	*found |= (*slot)->builtin && (*slot)->builtin->flags & BUILTIN_NO_LOOP;
}

/* A function that the kernel calls for each round has no context, so what needs that stays a loop of the program. */
static bool may_be_callback(struct sema *s, struct stmt *st)
{
	bool uses_context = false;
	ast_walk_expr(&st->expr, look_for_context, &uses_context);
	ast_walk_block(st->block, look_for_context, &uses_context);
	return !uses_context && feature(s->features, FEAT_LOOP);
}

static void check_while(struct sema *s, struct stmt *st)
{
	struct diag *g = sema_warn(s, D_DEPRECATED, st->span,
				   "While loops are deprecated and may be removed in the future.");
	sema_hint(s, g,
		  "For loops support ranges (e.g. `for ($x : $start..$end) { ... }`), and can be used in place of "
		  "while. These are more easily proven to be bounded by the verifier.");
	st->is_callback = may_be_callback(s, st);
	s->for_depth += st->is_callback;
	expr_condition(s, st->expr, st->span);
	s->loop_depth++;
	block_type(s, st->block, false);
	s->loop_depth--;
	s->for_depth -= st->is_callback;
}

enum { UNROLL_MAX = 100 };

static void check_unroll(struct sema *s, struct stmt *st)
{
	sema_expr(s, st->expr);
	if (st->expr->kind != EXPR_INT || st->expr->is_negative)
		sema_error(s, D_LOOP, st->span, "invalid unroll value");
	else if (st->expr->value < 1)
		sema_error(s, D_LOOP, st->span, "unroll minimum value is 1");
	else if (st->expr->value > UNROLL_MAX)
		sema_error(s, D_LOOP, st->span, "unroll maximum value is %d", UNROLL_MAX);
	block_type(s, st->block, false);
}

void loop_check(struct sema *s, struct stmt *st)
{
	switch (st->kind) {
	case STMT_FOR_RANGE:
		check_range(s, st);
		break;
	case STMT_FOR_MAP:
		check_map_loop(s, st);
		break;
	case STMT_WHILE:
		check_while(s, st);
		break;
	default:
		check_unroll(s, st);
		break;
	}
}
