/* Constructors of tree nodes. */
#include "lang/ast.h"

struct expr *expr_new(struct arena *a, enum expr_kind kind, struct span span)
{
	struct expr *e = ARENA_NEW(a, struct expr);
	e->kind = kind;
	e->span = e->op_span = span;
	e->height = 1;
	return e;
}

struct expr *expr_new_int(struct arena *a, uint64_t value, bool is_negative, struct span span)
{
	struct expr *e = expr_new(a, EXPR_INT, span);
	e->value = value;
	e->is_negative = is_negative;
	return e;
}

struct expr *expr_new_string(struct arena *a, const char *s, size_t len, struct span span)
{
	struct expr *e = expr_new(a, EXPR_STRING, span);
	char *copy = arena_alloc(a, len + 1);
	memcpy(copy, s, len);
	e->str = copy;
	e->str_len = len;
	return e;
}
