/*
 * Calls and names: user functions, builtins, aggregations, enumerators and constants. What every row of the registry
 * says about itself (arity, probes, flags) is checked here, the rest by the row's own check.
 */
#include <ctype.h>

#include "sema/internal.h"

/* ---- arity ---- */

static bool wrong_arity(struct sema *s, const struct expr *e, const char *verb, int n)
{
	const char *bound = strcmp(verb, "requires") ? (strcmp(verb, "takes") ? "at least " : "up to ") : "";
	const char *word = strcmp(verb, "takes") ? "requires" : "takes";
	if (n == 0 && !*bound)
		sema_error(s, D_CALL_ARITY, e->span, "%s() requires no arguments (%zu provided)", e->name, e->args.len);
	else if (n == 1)
		sema_error(s, D_CALL_ARITY, e->span, "%s() %s %sone argument (%zu provided)", e->name, word, bound,
			   e->args.len);
	else
		sema_error(s, D_CALL_ARITY, e->span, "%s() %s %s%d arguments (%zu provided)", e->name, word, bound, n,
			   e->args.len);
	return false;
}

bool call_check_arity(struct sema *s, const struct expr *e, int min, int max)
{
	int n = (int)e->args.len;
	if (n >= min && (max < 0 || n <= max))
		return true;
	if (min == max)
		return wrong_arity(s, e, "requires", min);
	return n < min ? wrong_arity(s, e, "least", min) : wrong_arity(s, e, "takes", max);
}

/* ---- what may be used where ---- */

static bool check_probe(struct sema *s, struct expr *e)
{
	const struct builtin *b = e->builtin;
	if (!b->probes)
		return true;
	if (!s->unit) {
		sema_error(s, D_BUILTIN_PROBE, e->span, "Builtin %s not supported outside probe", b->name);
		return false;
	}
	if (s->unit->kind->bit & b->probes)
		return true;
	if (b->wrong_probe)
		b->wrong_probe(s, e);
	else
		sema_error(s, D_BUILTIN_PROBE, e->span, "%s can not be used with \"%s\" probes", b->name,
			   s->unit->kind->name);
	return false;
}

/* Commands run by the tracer itself have a text of their own. */
static bool check_unsafe(struct sema *s, const struct expr *e)
{
	if (!(e->builtin->flags & BUILTIN_UNSAFE) || s->opt.unsafe)
		return true;
	if (e->builtin->act)
		sema_error(s, D_UNSAFE, e->span, "%s() is an unsafe function being used in safe mode", e->name);
	else
		sema_error(s, D_UNSAFE, e->span, "%s() is unsafe. To use you need the --unsafe flag", e->name);
	return false;
}

static bool check_loop(struct sema *s, const struct expr *e)
{
	if (!(e->builtin->flags & BUILTIN_NO_LOOP) || !s->for_depth || s->in_sizeof)
		return true;
	sema_error(s, D_BUILTIN_PROBE, e->span, "'%s' builtin is not allowed in a for-loop", e->builtin->name);
	return false;
}

static bool check_use(struct sema *s, struct expr *e)
{
	bool ok = call_check_arity(s, e, e->builtin->min_args, e->builtin->max_args);
	ok = check_probe(s, e) && ok;
	ok = check_unsafe(s, e) && ok;
	return check_loop(s, e) && ok;
}

/* ---- arguments ---- */

static const struct type *map_argument(struct sema *s, struct expr *arg)
{
	struct sema_map *m = map_find(s, arg);
	arg->type = m->value_type;
	if (!map_is_undefined(m))
		return m->value_type;
	sema_error(s, D_UNDEFINED_MAP, arg->span, "Undefined map: @%s", m->name);
	return s->final ? type_error(s->types) : type_none(s->types);
}

static const struct type *argument(struct sema *s, struct expr *call, size_t i)
{
	struct expr *arg = call->args.data[i];
	if (arg->kind == EXPR_MAP && (call->builtin->flags & BUILTIN_MAP_ARGS))
		return map_argument(s, arg);
	s->long_text = i == 0 && (call->builtin->flags & BUILTIN_LONG_TEXT);
	const struct type *t = sema_expr(s, arg);
	s->long_text = false;
	return t;
}

enum arguments { ARGUMENTS_OK, ARGUMENTS_WAIT, ARGUMENTS_BAD };

static enum arguments check_arguments(struct sema *s, struct expr *e)
{
	enum arguments result = ARGUMENTS_OK;
	if (e->builtin->flags & BUILTIN_RAW_ARGS)
		return result;
	for (size_t i = 0; i < e->args.len; i++) {
		const struct type *t = argument(s, e, i);
		if (t->kind == TYPE_ERROR)
			result = ARGUMENTS_BAD;
		else if (t->kind == TYPE_NONE && !s->final && result == ARGUMENTS_OK)
			result = ARGUMENTS_WAIT;
	}
	return result;
}

/* ---- builtins ---- */

static const struct type *row_type(struct sema *s, const struct builtin *b)
{
	switch (b->type_kind) {
	case TYPE_ERROR:
	case TYPE_INT:
		return type_int(s->types, b->type_size ? b->type_size : 8, b->type_signed);
	case TYPE_VOID:
		return type_void(s->types);
	case TYPE_BOOL:
		return type_bool(s->types);
	case TYPE_STRING:
		return type_string(s->types, b->type_size);
	default:
		return type_simple(s->types, b->type_kind);
	}
}

static const struct type *builtin_call(struct sema *s, struct expr *e)
{
	const struct builtin *b = e->builtin;
	enum arguments args = check_arguments(s, e);
	if (!check_use(s, e) || args == ARGUMENTS_BAD)
		return type_error(s->types);
	if (args == ARGUMENTS_WAIT)
		return type_none(s->types);
	const struct type *t = b->check ? b->check(s, e) : row_type(s, b);
	return t ? t : type_error(s->types);
}

/* ---- names ---- */

static const struct type *unknown_function(struct sema *s, const struct expr *e)
{
	sema_error(s, D_UNKNOWN_FUNCTION, e->span, "Unknown function: '%s'", e->name);
	return type_error(s->types);
}

/* Finds what a call names, once. */
static void resolve_call(struct expr *e)
{
	if (e->builtin || e->agg)
		return;
	const struct builtin *b = builtin_find(e->name);
	if (b && !(b->flags & BUILTIN_NO_CALL))
		e->builtin = b;
	else
		e->agg = aggregate_find(e->name);
}

/* The arguments of what is unknown may hold mistakes of their own. */
static void check_stray_arguments(struct sema *s, struct expr *e)
{
	for (size_t i = 0; i < e->args.len; i++)
		if (e->args.data[i]->kind != EXPR_MAP)
			sema_expr(s, e->args.data[i]);
}

const struct type *call_type(struct sema *s, struct expr *e)
{
	struct sema_fn *fn = strmap_get(&s->fn_names, e->name);
	if (fn)
		return function_call(s, e, fn);
	resolve_call(e);
	if (e->agg)
		return aggregate_call(s, e);
	if (e->builtin)
		return builtin_call(s, e);
	check_stray_arguments(s, e);
	return unknown_function(s, e);
}

const struct type *call_constant(struct sema *s, struct expr *e)
{
	int64_t value;
	const struct type *t = type_enumerator_find(s->types, e->name, &value);
	if (t) {
		expr_make_int(s, e, (uint64_t)value, value < 0);
		literal_fix_type(e, t);
		return t;
	}
	if (!header_constant_find(e->name, &value))
		return NULL;
	expr_make_int(s, e, (uint64_t)value, value < 0);
	return e->type;
}

/* sarg0 and the like, which the language once had. */
static const struct type *stack_argument(struct sema *s, const struct expr *e)
{
	struct diag *g = sema_error(s, D_UNKNOWN_IDENT, e->span,
				    "sarg* is deleted. This was deprecated in v0.21 and was last available in v0.24.");
	sema_hint(s, g, "Use *(reg(\"sp\") + <stack_offset>) instead.");
	return type_error(s->types);
}

const struct type *call_ident(struct sema *s, struct expr *e)
{
	if (!e->builtin)
		e->builtin = builtin_find(e->name);
	if (e->builtin && (e->builtin->flags & BUILTIN_VAR))
		return builtin_call(s, e);
	e->builtin = NULL;
	const struct type *t = call_constant(s, e);
	if (t)
		return t;
	if (!strncmp(e->name, "sarg", 4) && isdigit((unsigned char)e->name[4]))
		return stack_argument(s, e);
	sema_error(s, D_UNKNOWN_IDENT, e->span, "Unknown identifier: '%s'", e->name);
	return type_error(s->types);
}

bool call_never_returns(const struct expr *e)
{
	if (e->kind == EXPR_BLOCK && e->block->value)
		return call_never_returns(e->block->value);
	return (e->kind == EXPR_CALL || e->kind == EXPR_IDENT) && e->builtin && (e->builtin->flags & BUILTIN_NO_RETURN);
}

/* ---- for the checks of the rows ---- */

struct sema_map *sema_map_arg(struct sema *s, const struct expr *call, const struct expr *arg)
{
	if (arg->kind == EXPR_MAP)
		return map_find(s, (struct expr *)arg);
	sema_error(s, D_CALL_TYPE, arg->span, "%s() expects a map argument", call->name);
	return NULL;
}

const char *sema_string_arg(struct sema *s, const struct expr *call, const struct expr *arg)
{
	if (arg->kind == EXPR_STRING)
		return arg->str;
	if (!is_unknown(arg->type))
		sema_error(s, D_CALL_LITERAL, call->span, "%s() expects a string literal (%s provided)", call->name,
			   sema_type_word(arg->type));
	return NULL;
}

bool sema_int_arg(struct sema *s, const struct expr *call, const struct expr *arg, int64_t *ret)
{
	if (arg->kind == EXPR_INT) {
		*ret = (int64_t)arg->value;
		return true;
	}
	if (!is_unknown(arg->type))
		sema_error(s, D_CALL_LITERAL, call->span, "%s() expects a int literal (%s provided)", call->name,
			   sema_type_word(arg->type));
	return false;
}

bool sema_integer_arg(struct sema *s, const struct expr *call, const struct expr *arg)
{
	const struct type *t = sema_value_type(s, arg->type);
	if (t != arg->type && arg->map)
		map_read_aggregate(s, arg->map, arg->span);
	if (type_is_integral(t))
		return true;
	if (!is_unknown(t))
		sema_error(s, D_CALL_TYPE, call->span, "%s() only supports int arguments (%s provided)", call->name,
			   sema_type_word(t));
	return false;
}
