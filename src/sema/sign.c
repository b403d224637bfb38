/*
 * Which implicit conversions of integers deserve a warning.
 *
 * `-` gives a signed result whatever its operands are, so that int64 meets uint64 in the most ordinary arithmetic
 * (nsecs - @start[tid]). Such a value is soft: its sign is the language's, not the user's. Hard are values that are
 * signed in themselves: declared or cast so, negative literals, signed members and results. Only where a hard signed
 * value meets a 64-bit unsigned one can a conversion surprise.
 */
#include "sema/internal.h"

static bool hard_value(const struct block *b)
{
	return b && b->value && sign_is_hard(b->value);
}

static bool hard_arithmetic(const struct expr *e)
{
	return sign_is_hard(e->lhs) || sign_is_hard(e->rhs);
}

bool sign_is_hard(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_INT:
		return e->is_negative || (e->annot && e->type->kind == TYPE_INT && e->type->is_signed);
	case EXPR_BINARY:
		return hard_arithmetic(e);
	case EXPR_UNARY:
		return e->op != OP_NEG && e->op != OP_BITNOT ? e->type->is_signed : sign_is_hard(e->lhs);
	case EXPR_VAR:
		return e->var && e->var->hard_signed;
	case EXPR_MAP:
	case EXPR_MAP_ACCESS:
		return e->map && e->map->hard_signed;
	case EXPR_INCDEC:
	case EXPR_TUPLE_INDEX:
		return sign_is_hard(e->lhs);
	case EXPR_TERNARY:
		return sign_is_hard(e->rhs) || sign_is_hard(e->lhs ? e->lhs : e->cond);
	case EXPR_IF:
		return hard_value(e->block) || hard_value(e->else_block);
	case EXPR_BLOCK:
		return hard_value(e->block);
	case EXPR_TUPLE:
	case EXPR_RECORD:
		for (size_t i = 0; i < e->args.len; i++)
			if (sign_is_hard(e->args.data[i]))
				return true;
		return false;
	default:
		return e->type && e->type->kind == TYPE_INT && e->type->is_signed;
	}
}

/* Whether every value of `from` is one of `to`. */
static bool fits(const struct type *from, const struct type *to)
{
	if (from->is_signed == to->is_signed)
		return from->size <= to->size;
	return to->is_signed && from->size < to->size;
}

static bool literal_fits(struct sema *s, const struct expr *e, const struct type *to)
{
	return e->kind == EXPR_INT && (!e->annot || literal_fits_type(s, e, to));
}

static void warn_elements(struct sema *s, const struct expr *e, const struct type *to, bool target_is_hard)
{
	for (uint32_t i = 0; i < e->args.len && i < to->member_count; i++)
		if (e->kind == EXPR_TUPLE)
			sign_warn_cast(s, e->args.data[i], to->members[i].type, target_is_hard);
}

void sign_warn_cast(struct sema *s, const struct expr *e, const struct type *to, bool target_is_hard)
{
	if (to->kind == TYPE_TUPLE)
		warn_elements(s, e, to, target_is_hard);
	const struct type *from = sema_value_type(s, e->type);
	if (from->kind != TYPE_INT || to->kind != TYPE_INT || literal_fits(s, e, to) || fits(from, to))
		return;
	bool sign_only = from->size <= to->size;
	if (sign_only && (from->is_signed ? !sign_is_hard(e) : !target_is_hard))
		return;
	sema_warn(s, D_IMPLICIT_CAST, e->span,
		  "Expression of type: %s being cast to type: %s. This may cause unexpected results. Use an explicit "
		  "cast to suppress this warning.",
		  type_name(s->types, from), type_name(s->types, to));
}
