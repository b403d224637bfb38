/*
 * Types of expressions: the table of kinds, literals, tuples and records, conditions, discarded values. A node whose
 * operands are literals is folded right after it was typed.
 */
#include "sema/internal.h"

static const struct type *type_of_literal(struct sema *s, struct expr *e)
{
	if (e->kind == EXPR_STRING && e->str_len + 1 > s->config->max_strlen && !s->long_text) {
		sema_error(s, D_CALL_VALUE, e->span, "String is too long (over %llu bytes): %s",
			   (unsigned long long)s->config->max_strlen, e->str);
		return type_error(s->types);
	}
	return literal_type(s, e);
}

/* An element of a tuple or record: castable aggregations are integers. */
static const struct type *element_type(struct sema *s, struct expr *e, const char *where)
{
	const struct type *t = expr_value(s, e);
	if (t->kind == TYPE_AGG) {
		sema_error(s, D_TYPE_MISMATCH, e->span, "Map type %s cannot exist inside a %s.",
			   type_name(s->types, t), where);
		return type_error(s->types);
	}
	if (t->kind == TYPE_VOID) {
		sema_error(s, D_TYPE_MISMATCH, e->span, "Value 'void' cannot exist inside a %s.", where);
		return type_error(s->types);
	}
	return t;
}

/* Unknown if an element is; an error wins. */
static const struct type *worse(const struct type *a, const struct type *b)
{
	if (a->kind == TYPE_ERROR || !is_unknown(b))
		return a;
	return b;
}

static const struct type *type_of_tuple(struct sema *s, struct expr *e)
{
	const struct type **types = ARENA_ARRAY(s->arena, const struct type *, e->args.len + 1);
	const struct type *bad = type_bool(s->types);
	for (size_t i = 0; i < e->args.len; i++) {
		types[i] = element_type(s, e->args.data[i], "tuple");
		bad = worse(bad, types[i]);
	}
	if (is_unknown(bad))
		return bad;
	return e->args.len ? type_tuple(s->types, types, (uint32_t)e->args.len) : type_none(s->types);
}

static const struct type *type_of_record(struct sema *s, struct expr *e)
{
	struct type_member *members = ARENA_ARRAY(s->arena, struct type_member, e->args.len + 1);
	const struct type *bad = type_bool(s->types);
	for (size_t i = 0; i < e->args.len; i++) {
		members[i].name = e->arg_names.data[i];
		members[i].type = element_type(s, e->args.data[i], "record");
		bad = worse(bad, members[i].type);
	}
	return is_unknown(bad) ? bad : type_record(s->types, members, (uint32_t)e->args.len);
}

static const struct type *type_of_block(struct sema *s, struct expr *e)
{
	return block_type(s, e->block, true);
}

static const struct type *type_of_if(struct sema *s, struct expr *e)
{
	return block_if(s, e, true);
}

static const struct type *type_of_typeof(struct sema *s, struct expr *e)
{
	sema_error(s, D_CALL_TYPE, e->span,
		   "When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a "
		   "type parameter");
	return type_error(s->types);
}

/* Positional parameters are literals by now. */
static const struct type *type_of_parameter(struct sema *s, struct expr *e)
{
	assert(!"parameter left in the tree");
	return type_error(s->types);
}

static const struct type *(*const kinds[EXPR_KIND_COUNT])(struct sema *s, struct expr *e) = {
	[EXPR_INT] = type_of_literal,
	[EXPR_STRING] = type_of_literal,
	[EXPR_BOOL] = type_of_literal,
	[EXPR_IDENT] = call_ident,
	[EXPR_VAR] = scope_var_type,
	[EXPR_MAP] = map_read,
	[EXPR_MAP_ACCESS] = map_read,
	[EXPR_POSITIONAL] = type_of_parameter,
	[EXPR_PARAM_COUNT] = type_of_parameter,
	[EXPR_CALL] = call_type,
	[EXPR_UNARY] = ops_unary,
	[EXPR_BINARY] = ops_binary,
	[EXPR_TERNARY] = block_ternary,
	[EXPR_MEMBER] = member_type,
	[EXPR_TUPLE_INDEX] = member_tuple_index,
	[EXPR_INDEX] = member_index,
	[EXPR_CAST] = cast_type,
	[EXPR_TUPLE] = type_of_tuple,
	[EXPR_RECORD] = type_of_record,
	[EXPR_BLOCK] = type_of_block,
	[EXPR_IF] = type_of_if,
	[EXPR_SIZEOF] = introspect_sizeof,
	[EXPR_OFFSETOF] = introspect_offsetof,
	[EXPR_TYPEOF] = type_of_typeof,
	[EXPR_TYPEINFO] = introspect_typeinfo,
	[EXPR_COMPTIME] = block_comptime,
	[EXPR_INCDEC] = ops_incdec,
};

const struct type *sema_expr(struct sema *s, struct expr *e)
{
	e->type = kinds[e->kind](s, e);
	assert(e->type);
	if (!is_unknown(e->type) && sema_fold(s, e))
		return e->type;
	if (e->type->kind == TYPE_POINTER && e->space == SPACE_NONE)
		e->space = e->type->space;
	return e->type;
}

const struct type *sema_value_type(struct sema *s, const struct type *t)
{
	if (t->kind != TYPE_AGG || !t->agg->castable)
		return t;
	return type_int(s->types, 8, t->is_signed);
}

const struct type *expr_value(struct sema *s, struct expr *e)
{
	const struct type *t = sema_expr(s, e);
	const struct type *value = sema_value_type(s, t);
	if (value != t && e->map)
		map_read_aggregate(s, e->map, e->span);
	return value;
}

static bool is_condition(const struct type *t)
{
	return type_is_integral(t) || t->kind == TYPE_POINTER || t->kind == TYPE_ERROR;
}

void expr_condition(struct sema *s, struct expr *cond, struct span span)
{
	const struct type *t = expr_value(s, cond);
	if (cond->kind == EXPR_STRING)
		expr_make_bool(s, cond, cond->str_len > 0);
	else if (!is_condition(t)) /* silent before the last round, when types may still be unknown */
		sema_error(s, D_CONDITION, span, "Invalid condition: %s", sema_type_word(t));
}

/* ---- discarded values ---- */

static bool is_void(const struct type *t)
{
	return t->kind == TYPE_VOID || is_unknown(t);
}

void expr_discard(struct sema *s, struct expr *e, struct span span)
{
	e->is_statement = true;
	if (e->kind == EXPR_IF) {
		e->type = block_if(s, e, false);
		return;
	}
	if (e->kind == EXPR_BLOCK && !e->span.expansion) {
		e->type = block_type(s, e->block, false);
		return;
	}
	if (e->kind == EXPR_BLOCK && e->block->value)
		e->block->value->is_statement = true;
	const struct type *t = sema_expr(s, e);
	if (t->kind == TYPE_NONE)
		sema_error(s, D_ASSIGN, span, "Invalid expression");
	bool for_effect = e->kind == EXPR_INCDEC || (e->builtin && (e->builtin->flags & BUILTIN_STATEMENT));
	if (!is_void(t) && !for_effect)
		sema_warn(s, D_DISCARDED, span, "Return value discarded.");
}

/* ---- words and predicates for messages ---- */

const char *sema_type_word(const struct type *t)
{
	if (t->kind == TYPE_AGG)
		return t->agg->type_name;
	if (t->kind == TYPE_STACK)
		return t->is_kernel_stack ? "kstack" : "ustack";
	return type_kind_name(t->kind);
}

bool sema_is_printable(const struct type *t)
{
	switch (t->kind) {
	case TYPE_NONE:
	case TYPE_VOID:
	case TYPE_FUNC:
	case TYPE_TYPEINFO_T:
		return false;
	case TYPE_AGG:
		return t->agg->castable;
	default:
		return true;
	}
}
