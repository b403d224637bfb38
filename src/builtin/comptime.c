/* What the compiler alone answers: predicates on types and literals. Each call becomes a literal. */
#include "builtin/builtin.h"

static const struct type *answer(struct sema *s, struct expr *e, bool value)
{
	expr_make_bool(s, e, value);
	return e->type;
}

static const struct type *arg_type(const struct expr *e) { return e->args.data[0]->type; }

static const struct type *check_is_str(struct sema *s, struct expr *e)
{
	return answer(s, e, arg_type(e)->kind == TYPE_STRING);
}

static const struct type *check_is_ptr(struct sema *s, struct expr *e)
{
	return answer(s, e, arg_type(e)->kind == TYPE_POINTER);
}

static const struct type *check_is_array(struct sema *s, struct expr *e)
{
	return answer(s, e, arg_type(e)->kind == TYPE_ARRAY);
}

static const struct type *check_is_integer(struct sema *s, struct expr *e)
{
	return answer(s, e, arg_type(e)->kind == TYPE_INT);
}

static const struct type *check_is_unsigned_integer(struct sema *s, struct expr *e)
{
	return answer(s, e, arg_type(e)->kind == TYPE_INT && !arg_type(e)->is_signed);
}

static const struct type *check_is_literal(struct sema *s, struct expr *e)
{
	return answer(s, e, expr_is_literal(e->args.data[0]));
}

#define PREDICATE(id)                                                                                                 \
	static const struct builtin id = {                                                                            \
		.name = #id,                                                                                          \
		.signature = "bool " #id "(x)",                                                                       \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.check = check_##id,                                                                                  \
		.lower = fn_lower_nothing,                                                                            \
	};
PREDICATE(is_str)
PREDICATE(is_ptr)
PREDICATE(is_array)
PREDICATE(is_integer)
PREDICATE(is_unsigned_integer)
PREDICATE(is_literal)

const struct builtin *const fn_comptime[] = { &is_str,	   &is_ptr, &is_array, &is_integer, &is_unsigned_integer,
					       &is_literal, NULL };
