/*
 * Binary operators. Operands keep their types; the type of the node says what is computed. Integers are computed in 64
 * bits: signed if an operand is signed or the operator is `-`. What holds nothing but literals that are not negative
 * takes the sign of the other operand.
 */
#include "sema/internal.h"

static bool is_comparison(enum op op)
{
	return op >= OP_EQ && op <= OP_GE;
}

static bool is_equality(enum op op)
{
	return op == OP_EQ || op == OP_NE;
}

static bool is_logical(enum op op)
{
	return op == OP_LAND || op == OP_LOR;
}

static bool is_number(const struct type *t)
{
	return type_is_integral(t);
}

/* ---- messages ---- */

/* Arithmetic shows a signed integer as what it is computed in, except beside a string. */
static const struct type *shown_type(struct sema *s, const struct binary *b, const struct type *t)
{
	bool arithmetic = !is_comparison(b->op) && !is_logical(b->op) && b->left_type->kind != TYPE_STRING &&
			  b->right_type->kind != TYPE_STRING;
	return arithmetic && t->kind == TYPE_INT && t->is_signed ? type_int(s->types, 8, true) : t;
}

static const struct type *mismatch(struct sema *s, const struct binary *b)
{
	const char *left = type_name(s->types, shown_type(s, b, b->left_type));
	const char *right = type_name(s->types, shown_type(s, b, b->right_type));
	struct diag *g = sema_error(s, D_TYPE_MISMATCH, b->span, "Type mismatch for '%s': comparing %s with %s",
				    op_text(b->op), left, right);
	sema_context(s, g, b->left->span, "left (%s)", left);
	sema_context(s, g, b->right->span, "right (%s)", right);
	return type_error(s->types);
}

static const struct type *bad_operator(struct sema *s, const struct binary *b)
{
	sema_error(s, D_OPERATOR, b->span, "The %s operator can not be used on expressions of types %s, %s",
		   op_text(b->op), type_name(s->types, b->left_type), type_name(s->types, b->right_type));
	return type_error(s->types);
}

/* What goes together at all but not with this operator, or does not go together. */
static const struct type *refuse(struct sema *s, const struct binary *b)
{
	const struct type *l = b->left_type, *r = b->right_type;
	if (l->kind == TYPE_POINTER || r->kind == TYPE_POINTER)
		return bad_operator(s, b);
	if (!sema_promote(s, l, r))
		return mismatch(s, b);
	if (l->kind != TYPE_ARRAY)
		return bad_operator(s, b);
	sema_error(s, D_OPERATOR, b->span, "The %s operator cannot be used on arrays.", op_text(b->op));
	return type_error(s->types);
}

/* ---- integers ---- */

/* Which operands count as signed. */
struct signs {
	bool left, right;
};

static bool is_signed(const struct type *t)
{
	return (t->kind == TYPE_INT || t->kind == TYPE_ENUM) && t->is_signed;
}

static bool is_flexible(struct sema *s, const struct expr *e, const struct type *t)
{
	return t->kind == TYPE_INT && infer_is_literal(infer_from_expr(s, e));
}

static struct signs signs_of(struct sema *s, const struct binary *b)
{
	bool left = is_flexible(s, b->left, b->left_type), right = is_flexible(s, b->right, b->right_type);
	return (struct signs){ is_signed(b->left_type) && (!left || right),
			       is_signed(b->right_type) && (!right || left) };
}

/* Where the sign decides the result; elsewhere the bits are the same either way. */
static bool sign_matters(const struct binary *b)
{
	return b->op != OP_SUB;
}

static void warn_mixed_signs(struct sema *s, const struct binary *b, bool result_signed)
{
	bool left_hard = sign_is_hard(b->left), right_hard = sign_is_hard(b->right);
	const struct type *t = type_int(s->types, 8, true);
	/* A negative number added to an unsigned one is a subtraction. */
	bool plain = !is_comparison(b->op);
	if (!result_signed || !sign_matters(b) || (plain && b->left->kind == EXPR_INT) ||
	    (plain && b->right->kind == EXPR_INT))
		return;
	sign_warn_cast(s, b->left, t, right_hard);
	sign_warn_cast(s, b->right, t, left_hard);
}

/* Signed division is signed; only an unsigned operand that is taken for a signed one deserves a word. */
static void warn_division(struct sema *s, const struct binary *b, struct signs signs)
{
	if (signs.left == signs.right)
		return;
	const struct expr *unsigned_one = signs.left ? b->right : b->left;
	const struct expr *signed_one = signs.left ? b->left : b->right;
	const struct type *t = signs.left ? b->right_type : b->left_type;
	if (t->kind != TYPE_INT || t->size < 8 || unsigned_one->kind == EXPR_INT || !sign_is_hard(signed_one))
		return;
	sema_warn(s, D_SIGNED_DIVISION, b->span,
		  "signed operands for '%s' can lead to undefined behavior (cast to unsigned to silence warning)",
		  op_text(b->op));
}

static const struct type *type_of_numbers(struct sema *s, const struct binary *b, bool *ret_signed)
{
	struct signs signs = signs_of(s, b);
	*ret_signed = signs.left || signs.right;
	if (is_comparison(b->op)) {
		warn_mixed_signs(s, b, *ret_signed);
		return type_bool(s->types);
	}
	if (b->left_type->kind == TYPE_BOOL && b->right_type->kind == TYPE_BOOL)
		return type_bool(s->types);
	*ret_signed |= b->op == OP_SUB;
	if (b->op == OP_DIV || b->op == OP_MOD)
		warn_division(s, b, signs);
	else
		warn_mixed_signs(s, b, *ret_signed);
	return type_int(s->types, 8, *ret_signed);
}

/* ---- pointers ---- */

static void warn_distinct_pointers(struct sema *s, const struct binary *b)
{
	const struct type *l = b->left_type, *r = b->right_type;
	if (l->kind != r->kind || l->inner == r->inner || l->inner->kind == TYPE_VOID || r->inner->kind == TYPE_VOID)
		return;
	const char *left = type_name(s->types, l->inner), *right = type_name(s->types, r->inner);
	struct diag *g = sema_warn(s, D_POINTER_COMPARE, b->span, "comparison of distinct pointer types: %s, %s", left,
				   right);
	sema_context(s, g, b->left->span, "left (%s)", left);
	sema_context(s, g, b->right->span, "right (%s)", right);
}

static const struct type *type_of_pointers(struct sema *s, const struct binary *b)
{
	const struct type *l = b->left_type, *r = b->right_type;
	bool left = l->kind == TYPE_POINTER, right = r->kind == TYPE_POINTER;
	if ((!left && !is_number(l)) || (!right && !is_number(r)))
		return bad_operator(s, b);
	if (is_comparison(b->op)) {
		warn_distinct_pointers(s, b);
		return type_bool(s->types);
	}
	if (left && !right && (b->op == OP_ADD || b->op == OP_SUB))
		return l;
	if (right && !left && b->op == OP_ADD)
		return r;
	return bad_operator(s, b);
}

/* ---- the rest ---- */

static bool is_comparable(const struct type *t)
{
	switch (t->kind) {
	case TYPE_VOID:
	case TYPE_AGG:
	case TYPE_FUNC:
		return false;
	default:
		return true;
	}
}

/* "text" + n or n + "text", which fold to the rest of the text */
static bool is_suffix(enum op op, const struct expr *text, const struct expr *n)
{
	return op == OP_ADD && text->kind == EXPR_STRING && n->kind == EXPR_INT && !n->is_negative;
}

static const struct type *type_of_others(struct sema *s, const struct binary *b)
{
	const struct type *l = b->left_type, *r = b->right_type;
	if (is_equality(b->op) && is_comparable(l) && sema_promote(s, l, r))
		return type_bool(s->types);
	/* Literals fold; the result is a string or a truth. */
	if (b->left->kind == EXPR_STRING && b->right->kind == EXPR_STRING &&
	    (b->op == OP_ADD || is_comparison(b->op)))
		return l;
	if (is_suffix(b->op, b->left, b->right))
		return l;
	if (is_suffix(b->op, b->right, b->left))
		return r;
	return refuse(s, b);
}

static bool is_truth(const struct type *t)
{
	return is_number(t) || t->kind == TYPE_POINTER;
}

static const struct type *type_of_logical(struct sema *s, const struct binary *b)
{
	bool strings = b->left->kind == EXPR_STRING && b->right->kind == EXPR_STRING;
	if (strings || (is_truth(b->left_type) && is_truth(b->right_type)))
		return type_bool(s->types);
	return refuse(s, b);
}

const struct type *binary_type(struct sema *s, const struct binary *b, bool *ret_signed)
{
	const struct type *l = b->left_type, *r = b->right_type;
	*ret_signed = false;
	if (is_unknown(l) || is_unknown(r)) {
		if (is_comparison(b->op) || is_logical(b->op))
			return type_bool(s->types);
		return l->kind == TYPE_ERROR || r->kind == TYPE_ERROR ? type_error(s->types) : type_none(s->types);
	}
	if (is_logical(b->op))
		return type_of_logical(s, b);
	if (l->kind == TYPE_POINTER || r->kind == TYPE_POINTER)
		return type_of_pointers(s, b);
	if (is_number(l) && is_number(r))
		return type_of_numbers(s, b, ret_signed);
	return type_of_others(s, b);
}

/* A float member or the like is no operand. */
static bool refuse_none(struct sema *s, const struct binary *b)
{
	if (!s->final || (b->left_type->kind != TYPE_NONE && b->right_type->kind != TYPE_NONE) ||
	    b->left_type->kind == TYPE_ERROR || b->right_type->kind == TYPE_ERROR)
		return false;
	mismatch(s, b);
	return true;
}

const struct type *ops_binary(struct sema *s, struct expr *e)
{
	struct binary b = { .op = e->op, .left = e->lhs, .right = e->rhs, .span = e->span };
	b.left_type = expr_value(s, e->lhs);
	b.right_type = expr_value(s, e->rhs);
	if (refuse_none(s, &b))
		return type_error(s->types);
	const struct type *t = binary_type(s, &b, &e->is_signed);
	if (t->kind == TYPE_POINTER)
		e->space = b.left_type->kind == TYPE_POINTER ? e->lhs->space : e->rhs->space;
	else if (t->kind == TYPE_INT)
		e->space = e->lhs->space != SPACE_NONE ? e->lhs->space : e->rhs->space;
	return t;
}
