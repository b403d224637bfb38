/* Text from memory. */
#include "builtin/builtin.h"

/* ---- str ---- */

static const struct type *default_string(struct sema *s)
{
	uint64_t max = s->config->max_strlen;

	/* Shorter limits have one byte more, so that a cut string can be told from one that just fits. */
	return type_string(s->types, (uint32_t)(max < 1024 ? max + 1 : max));
}

static bool is_readable(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_ENUM || t->kind == TYPE_POINTER || t->kind == TYPE_STRING || t->kind == TYPE_ARRAY ||
	       t->kind == TYPE_ERROR;
}

/* str() of a literal is a literal, cut to n characters. */
static const struct type *fold_literal(struct sema *s, struct expr *e)
{
	struct expr *a = e->args.data[0];
	const char *text = a->str ? a->str : "";
	size_t len = a->str ? a->str_len : 0;
	int64_t n;

	if (e->args.len == 2 && expr_int_literal(e->args.data[1], &n))
		len = MIN(len, (size_t)n);
	expr_make_string(s, e, text, len);
	return e->type;
}

static bool is_literal_text(const struct expr *a)
{
	return a->kind == EXPR_STRING || (a->kind == EXPR_INT && a->from_parameter);
}

static const struct type *sized_string(struct sema *s, struct expr *e, int64_t n)
{
	uint64_t max = s->config->max_strlen;

	if ((uint64_t)n > max) {
		sema_warn(s, D_STR_LENGTH, e->span,
			  "length param (%lld) is too long and will be shortened to %llu bytes (see BPFTRACE_MAX_STRLEN)",
			  (long long)n, (unsigned long long)max);
		return default_string(s);
	}
	return type_string(s->types, (uint32_t)n + 1);
}

static const struct type *check_str(struct sema *s, struct expr *e)
{
	struct expr *a = e->args.data[0];
	int64_t n;

	if (!is_readable(a->type)) {
		sema_error(s, D_CALL_TYPE, e->span,
			   "str() expects a string, integer or a pointer type as first argument (%s provided)",
			   type_name(s->types, a->type));
		return type_error(s->types);
	}
	if (e->args.len == 2 && expr_int_literal(e->args.data[1], &n) && n < 0) {
		sema_error(s, D_CALL_VALUE, e->span, "strcannot use negative length (%lld)", (long long)n);
		return type_error(s->types);
	}
	if (is_literal_text(a) && (e->args.len == 1 || expr_int_literal(e->args.data[1], &n)))
		return fold_literal(s, e);
	if (e->args.len == 2) {
		if (!sema_integer_arg(s, e, e->args.data[1]))
			return type_error(s->types);
		if (expr_int_literal(e->args.data[1], &n))
			return sized_string(s, e, n);
	}
	return a->type->kind == TYPE_STRING ? a->type : default_string(s);
}

/* With a length known only at run time the text is read here; else it is described, and read where it is wanted. */
static struct value read_counted(struct lower *l, const struct expr *e, ir_ref addr, enum addr_space space)
{
	ir_ref slot = lower_slot_addr(l, e->type->size, 8, "str");
	ir_ref n = fn_clamp(l, lower_reg(l, e->args.data[1]), e->type->size);

	ir_memzero(&l->b, slot, 0, e->type->size);
	lower_probe_read_str(l, slot, n, addr, space);
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static struct value lower_str(struct lower *l, const struct expr *e)
{
	const struct expr *a = e->args.data[0];
	int64_t n = 0;
	bool literal_length = e->args.len == 2 && expr_int_literal(e->args.data[1], &n);
	enum addr_space space;

	if (a->type->kind == TYPE_STRING && e->args.len == 1)
		return lower_expr(l, a);
	ir_ref addr = fn_bytes_address(l, a, &space);
	if (e->args.len == 2 && !literal_length)
		return read_counted(l, e, addr, space);
	/* str(p, n) reads n bytes, the NUL among them. */
	uint32_t size = literal_length ? MIN((uint32_t)n, e->type->size) : e->type->size;
	if (size == 0)
		return lower_convert(l, value_mem(type_string(l->types, 1), addr, 0, space), e->type);
	return value_mem(type_string(l->types, size), addr, 0, space);
}

static const struct builtin str = {
	.name = "str",
	.signature = "string str(p [, int n])",
	.min_args = 1,
	.max_args = 2,
	.check = check_str,
	.lower = lower_str,
};

const struct builtin *const fn_string[] = { &str, NULL };
