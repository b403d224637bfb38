/*
 * Constant folding of one node whose operands are literals. Integers are folded in true 64-bit arithmetic: signed if
 * an operand is negative, else unsigned; a result that fits neither is an error. Messages are recorded at once, in
 * whatever round the fold happens, because it happens only once.
 */
#include "sema/internal.h"

/* ---- integers ---- */

struct number {
	uint64_t value;
	bool is_negative;
};

static bool number_of(const struct expr *e, struct number *ret)
{
	if (e->kind != EXPR_INT && e->kind != EXPR_BOOL)
		return false;
	*ret = (struct number){ e->value, e->kind == EXPR_INT && e->is_negative };
	return true;
}

static bool fits_signed(struct number n)
{
	return n.is_negative || n.value <= INT64_MAX;
}

static bool from_signed(int64_t value, struct number *ret)
{
	*ret = (struct number){ (uint64_t)value, value < 0 };
	return true;
}

static bool divide_signed(enum op op, int64_t a, int64_t b, struct number *ret)
{
	if (b == 0 || (a == INT64_MIN && b == -1))
		return false;
	return from_signed(op == OP_DIV ? a / b : a % b, ret);
}

/* false: overflow, division by zero, or a bad shift */
static bool fold_signed(enum op op, int64_t a, int64_t b, struct number *ret)
{
	int64_t r;
	switch (op) {
	case OP_ADD:
		return !__builtin_add_overflow(a, b, &r) && from_signed(r, ret);
	case OP_SUB:
		return !__builtin_sub_overflow(a, b, &r) && from_signed(r, ret);
	case OP_MUL:
		return !__builtin_mul_overflow(a, b, &r) && from_signed(r, ret);
	case OP_DIV:
	case OP_MOD:
		return divide_signed(op, a, b, ret);
	case OP_AND:
		return from_signed(a & b, ret);
	case OP_OR:
		return from_signed(a | b, ret);
	case OP_XOR:
		return from_signed(a ^ b, ret);
	case OP_SHL:
		return b >= 0 && b < 64 && from_signed((int64_t)((uint64_t)a << b), ret);
	case OP_SHR:
		return b >= 0 && b < 64 && from_signed(a >> b, ret);
	default:
		return false;
	}
}

/* a - b may be negative though both are not */
static bool subtract_unsigned(uint64_t a, uint64_t b, struct number *ret)
{
	*ret = (struct number){ a - b, a < b };
	return a >= b || b - a <= (uint64_t)INT64_MAX + 1;
}

static bool fold_unsigned(enum op op, uint64_t a, uint64_t b, struct number *ret)
{
	ret->is_negative = false;
	switch (op) {
	case OP_ADD:
		return !__builtin_add_overflow(a, b, &ret->value);
	case OP_SUB:
		return subtract_unsigned(a, b, ret);
	case OP_MUL:
		return !__builtin_mul_overflow(a, b, &ret->value);
	case OP_DIV:
	case OP_MOD:
		ret->value = !b ? 0 : op == OP_DIV ? a / b : a % b;
		return b != 0;
	case OP_AND:
		ret->value = a & b;
		return true;
	case OP_OR:
		ret->value = a | b;
		return true;
	case OP_XOR:
		ret->value = a ^ b;
		return true;
	case OP_SHL:
	case OP_SHR:
		ret->value = b >= 64 ? 0 : op == OP_SHL ? a << b : a >> b;
		return b < 64;
	default:
		return false;
	}
}

/* The truth of `order op 0`, order being the sign of a comparison. */
static bool order_is(enum op op, int order)
{
	switch (op) {
	case OP_EQ:
		return order == 0;
	case OP_NE:
		return order != 0;
	case OP_LT:
		return order < 0;
	case OP_GT:
		return order > 0;
	case OP_LE:
		return order <= 0;
	default:
		return order >= 0;
	}
}

static bool is_comparison(enum op op)
{
	return op >= OP_EQ && op <= OP_GE;
}

static int compare_numbers(struct number a, struct number b)
{
	if (a.is_negative || b.is_negative)
		return ((int64_t)a.value > (int64_t)b.value) - ((int64_t)a.value < (int64_t)b.value);
	return (a.value > b.value) - (a.value < b.value);
}

static bool overflow(struct sema *s, struct expr *e)
{
	sema_error_now(s, D_OVERFLOW, e->span, "unable to fold literals due to overflow or underflow");
	e->type = type_error(s->types);
	return true;
}

static bool fold_numbers(struct sema *s, struct expr *e, struct number a, struct number b)
{
	bool is_signed = a.is_negative || b.is_negative;
	bool both_bool = e->lhs->kind == EXPR_BOOL && e->rhs->kind == EXPR_BOOL;
	struct number r = { 0 };
	if (is_signed && (!fits_signed(a) || !fits_signed(b)))
		return overflow(s, e);
	if (is_comparison(e->op)) {
		expr_make_bool(s, e, order_is(e->op, compare_numbers(a, b)));
		return true;
	}
	bool ok = is_signed ? fold_signed(e->op, (int64_t)a.value, (int64_t)b.value, &r) :
			      fold_unsigned(e->op, a.value, b.value, &r);
	if (!ok)
		return overflow(s, e);
	if (both_bool)
		expr_make_bool(s, e, r.value != 0);
	else
		expr_make_int(s, e, r.value, r.is_negative);
	return true;
}

/* ---- strings ---- */

static bool fold_concat(struct sema *s, struct expr *e)
{
	size_t len = e->lhs->str_len + e->rhs->str_len;
	char *joined = arena_alloc(s->arena, len + 1);
	memcpy(joined, e->lhs->str, e->lhs->str_len);
	memcpy(joined + e->lhs->str_len, e->rhs->str, e->rhs->str_len);
	expr_make_string(s, e, joined, len);
	return true;
}

static bool fold_strings(struct sema *s, struct expr *e)
{
	if (e->op == OP_ADD)
		return fold_concat(s, e);
	if (!is_comparison(e->op))
		return false;
	expr_make_bool(s, e, order_is(e->op, strcmp(e->lhs->str, e->rhs->str)));
	return true;
}

/* "abc" + 1 is "bc", and so is 1 + "abc" */
static bool fold_suffix(struct sema *s, struct expr *e, const struct expr *str, struct number n)
{
	if (e->op != OP_ADD || n.is_negative)
		return false;
	if (n.value >= str->str_len)
		sema_warn_now(s, D_EMPTY_STRING, e->span, "literal string will always be empty");
	size_t skip = MIN(n.value, str->str_len);
	expr_make_string(s, e, str->str + skip, str->str_len - skip);
	return true;
}

/* ---- tuples and records ---- */

static const struct expr *named_element(const struct expr *e, const char *name)
{
	for (size_t i = 0; i < e->args.len; i++)
		if (!strcmp(e->arg_names.data[i], name))
			return e->args.data[i];
	return NULL;
}

static bool same_literal(const struct expr *a, const struct expr *b)
{
	struct number x = { 0 }, y = { 0 };
	if (number_of(a, &x) && number_of(b, &y))
		return x.is_negative == y.is_negative && x.value == y.value;
	if (a->kind != b->kind)
		return false;
	if (a->kind == EXPR_STRING)
		return !strcmp(a->str, b->str);
	if (a->args.len != b->args.len)
		return false;
	for (size_t i = 0; i < a->args.len; i++) {
		const struct expr *other = b->args.data[i];
		if (a->kind == EXPR_RECORD)
			other = named_element(b, a->arg_names.data[i]);
		if (!other || !same_literal(a->args.data[i], other))
			return false;
	}
	return true;
}

static bool fold_composites(struct sema *s, struct expr *e)
{
	if (e->lhs->kind != e->rhs->kind || (e->op != OP_EQ && e->op != OP_NE))
		return false;
	expr_make_bool(s, e, same_literal(e->lhs, e->rhs) == (e->op == OP_EQ));
	return true;
}

/* ---- nodes ---- */

static bool truth(const struct expr *e, bool *ret)
{
	if (e->kind == EXPR_STRING)
		*ret = e->str_len > 0;
	else if (e->kind == EXPR_INT || e->kind == EXPR_BOOL)
		*ret = e->value != 0;
	else
		return false;
	return true;
}

static bool fold_logical(struct sema *s, struct expr *e)
{
	bool a, b;
	if (!truth(e->lhs, &a) || !truth(e->rhs, &b))
		return false;
	expr_make_bool(s, e, e->op == OP_LAND ? a && b : a || b);
	return true;
}

static bool fold_binary(struct sema *s, struct expr *e)
{
	struct number a = { 0 }, b = { 0 };
	if (e->op == OP_LAND || e->op == OP_LOR)
		return fold_logical(s, e);
	bool left = number_of(e->lhs, &a), right = number_of(e->rhs, &b);
	if (left && right)
		return fold_numbers(s, e, a, b);
	if (e->lhs->kind == EXPR_STRING && right)
		return fold_suffix(s, e, e->lhs, b);
	if (e->rhs->kind == EXPR_STRING && left)
		return fold_suffix(s, e, e->rhs, a);
	if (e->lhs->kind == EXPR_STRING && e->rhs->kind == EXPR_STRING)
		return fold_strings(s, e);
	return !left && !right && fold_composites(s, e);
}

static bool fold_negate(struct sema *s, struct expr *e, struct number n)
{
	if (!n.is_negative && n.value > (uint64_t)INT64_MAX + 1) {
		sema_error_now(s, D_OVERFLOW, e->span, "negative value will underflow");
		e->type = type_error(s->types);
		return true;
	}
	expr_make_int(s, e, -n.value, !n.is_negative && n.value);
	return true;
}

static bool fold_unary(struct sema *s, struct expr *e)
{
	struct number n = { 0 };
	if (!number_of(e->lhs, &n))
		return false;
	switch (e->op) {
	case OP_NEG:
		return fold_negate(s, e, n);
	case OP_NOT:
		expr_make_bool(s, e, !n.value);
		return true;
	case OP_BITNOT:
		expr_make_int(s, e, ~n.value, n.is_negative && (int64_t)~n.value < 0);
		return true;
	default:
		return false;
	}
}

static bool fold_element(struct expr *e, const struct expr *element)
{
	if (!element)
		return false;
	expr_replace(e, element);
	return true;
}

static bool fold_index(struct sema *s, struct expr *e)
{
	uint64_t i = e->rhs->value;
	if (e->rhs->kind != EXPR_INT || e->rhs->is_negative)
		return false;
	if (e->lhs->kind == EXPR_TUPLE)
		return fold_element(e, i < e->lhs->args.len ? e->lhs->args.data[i] : NULL);
	if (e->lhs->kind != EXPR_STRING || i > e->lhs->str_len)
		return false;
	int8_t c = (int8_t)e->lhs->str[i];
	expr_make_int(s, e, (uint64_t)(int64_t)c, c < 0);
	literal_fix_type(e, type_int(s->types, 1, true));
	return true;
}

bool sema_fold(struct sema *s, struct expr *e)
{
	if (!e->lhs || !expr_is_literal(e->lhs))
		return false;
	switch (e->kind) {
	case EXPR_UNARY:
		return fold_unary(s, e);
	case EXPR_BINARY:
		return expr_is_literal(e->rhs) && fold_binary(s, e);
	case EXPR_TUPLE_INDEX:
		return e->lhs->kind == EXPR_TUPLE &&
		       fold_element(e, e->value < e->lhs->args.len ? e->lhs->args.data[e->value] : NULL);
	case EXPR_MEMBER:
		return e->lhs->kind == EXPR_RECORD && fold_element(e, named_element(e->lhs, e->name));
	case EXPR_INDEX:
		return fold_index(s, e);
	default:
		return false;
	}
}
