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

static const struct type *check_is_scalar(struct sema *s, struct expr *e)
{
	const struct sema_map *m = sema_map_arg(s, e, e->args.data[0]);

	return m ? answer(s, e, !m->is_keyed) : type_error(s->types);
}

static const struct builtin is_scalar = {
	.name = "is_scalar",
	.signature = "bool is_scalar(@m)",
	.flags = BUILTIN_MAP_ARGS,
	.min_args = 1,
	.max_args = 1,
	.check = check_is_scalar,
	.lower = fn_lower_nothing,
};

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

/* ---- fail: an error when the analysis gets there ---- */

/* A literal as the payload of a record has it. */
static void store_literal(const struct expr *e, const struct type *t, uint8_t *to)
{
	const char *str = expr_string_literal(e);
	uint64_t n = e->value;

	if (str)
		memcpy(to, str, MIN(strlen(str), (size_t)t->size - 1));
	else if (t->size <= sizeof n)
		memcpy(to, (const uint8_t *)&n + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? sizeof n - t->size : 0), t->size);
}

static bool are_literals(const struct expr *e)
{
	int64_t n;

	for (size_t i = 1; i < e->args.len; i++)
		if (!expr_string_literal(e->args.data[i]) && !expr_int_literal(e->args.data[i], &n))
			return false;
	return true;
}

/* The text that printf would print. */
static void format_literals(struct sema *s, const struct expr *e, const struct format *f, const struct type *payload,
			    struct strbuf *to)
{
	uint8_t *values = arena_alloc(s->arena, payload ? payload->size + 8 : 8);
	struct out out = { 0 };

	for (uint32_t i = 0; payload && i < payload->member_count; i++)
		store_literal(e->args.data[i + 1], payload->members[i].type, values + payload->members[i].offset);
	out_format(&out, f, payload, values, to);
}

static const struct type *check_fail(struct sema *s, struct expr *e)
{
	const struct type *payload = NULL;
	struct strbuf text = { 0 };

	if (!are_literals(e)) {
		sema_error(s, D_CALL_LITERAL, e->span, "fail() arguments need to be literals");
		return type_error(s->types);
	}
	const struct format *f = sema_format(s, e, 0, &payload);
	if (!f)
		return type_error(s->types);
	format_literals(s, e, f, payload, &text);
	sema_error(s, D_FAIL, e->span, "%s", strbuf_str(&text));
	strbuf_done(&text);
	return type_void(s->types);
}

static const struct builtin fail = {
	.name = "fail",
	.signature = "void fail(L string fmt, L args...)",
	.min_args = 1,
	.max_args = -1,
	.check = check_fail,
	.lower = fn_lower_nothing,
};

/* ---- config, default_str_length ---- */

/* A record literal of all settings; only what is used of it is ever built. */
static const struct type *check_config(struct sema *s, struct expr *e)
{
	struct span span = e->span;

	e->kind = EXPR_RECORD;
	e->builtin = NULL;
	e->args.len = e->arg_names.len = 0;
	for (size_t i = 0; i < config_field_count(); i++) {
		struct expr *value;
		const char *name = config_field(s->config, i, s->arena, &value);

		value->span = span;
		vec_push(s->arena, &e->args, value);
		vec_push(s->arena, &e->arg_names, name);
	}
	return sema_expr(s, e);
}

static const struct builtin config = {
	.name = "config",
	.signature = "record config",
	.flags = BUILTIN_VAR,
	.check = check_config,
	.lower = fn_lower_nothing,
};

static const struct type *check_default_str_length(struct sema *s, struct expr *e)
{
	expr_make_int(s, e, s->config->max_strlen, false);
	return e->type;
}

static const struct builtin default_str_length = {
	.name = "default_str_length",
	.signature = "uint64 default_str_length",
	.flags = BUILTIN_VAR,
	.check = check_default_str_length,
	.lower = fn_lower_nothing,
};

/* ---- getopt: an option of the script; a constant of the run, not of the compilation ---- */

/* What the default value says of the option. false after an error. */
static bool option_of_call(struct sema *s, struct expr *e, struct sema_option *o)
{
	const struct expr *def = e->args.len > 1 ? e->args.data[1] : NULL;
	int64_t n;

	o->name = expr_string_literal(e->args.data[0]);
	if (!o->name) {
		sema_error(s, D_CALL_LITERAL, e->args.data[0]->span, "First argument to 'getopt' must be a string literal.");
		return false;
	}
	if (e->args.len > 2 && !(o->description = sema_string_arg(s, e, e->args.data[2])))
		return false;
	if (!def)
		return true;
	if (def->kind == EXPR_BOOL) {
		o->number = def->value;
	} else if (expr_string_literal(def)) {
		o->kind = OPTION_STRING;
		o->text = expr_string_literal(def);
	} else if (expr_int_literal(def, &n)) {
		o->kind = def->is_negative ? OPTION_INT : OPTION_UINT;
		o->number = (uint64_t)n;
	} else {
		sema_error(s, D_CALL_LITERAL, def->span,
			   "Second argument to 'getopt' must be a string literal, integer literal, or a boolean literal.");
		return false;
	}
	return true;
}

static const struct type *check_getopt(struct sema *s, struct expr *e)
{
	struct sema_option wanted = { .kind = OPTION_BOOL };

	if (!option_of_call(s, e, &wanted))
		return type_error(s->types);
	struct sema_option *o = sema_option_declare(s, &wanted, e->span);
	e->annot = o;
	switch (o->kind) {
	case OPTION_STRING:
		return type_string(s->types, (uint32_t)s->config->max_strlen);
	case OPTION_BOOL:
		return type_bool(s->types);
	default:
		return type_int(s->types, 8, o->kind == OPTION_INT);
	}
}

static struct value lower_getopt(struct lower *l, const struct expr *e)
{
	const struct sema_option *o = e->annot;

	if (o->kind == OPTION_STRING)
		return lower_literal_bytes(l, o->text, MIN(strlen(o->text), e->type->size - 1), e->type);
	return fn_reg(e, ir_const(&l->b, (int64_t)o->number));
}

static const struct builtin getopt_row = {
	.name = "getopt",
	.signature = "T getopt(L string name [, L T default [, L string description]])",
	.min_args = 1,
	.max_args = 3,
	.check = check_getopt,
	.lower = lower_getopt,
};

const struct builtin *const fn_comptime[] = {
	&is_str, &is_ptr, &is_array, &is_integer, &is_unsigned_integer, &is_literal, &fail, &config, &default_str_length,
	&getopt_row, &is_scalar,
	NULL,
};
