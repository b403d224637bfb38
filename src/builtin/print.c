/* What is printed when its record is read. */
#include "builtin/builtin.h"

/* ---- printf and relatives: a format and a payload laid out by its arguments ---- */

const struct type *fn_check_format(struct sema *s, struct expr *e)
{
	const struct type *payload;
	struct action *a = sema_action(s, e, e->builtin);

	a->data = sema_format(s, e, 0, &payload);
	if (!a->data)
		return type_error(s->types);
	a->payload = payload;
	return type_void(s->types);
}

struct value fn_lower_format(struct lower *l, const struct expr *e)
{
	fn_send_args(l, e, 1);
	return value_void();
}

const char *fn_formatted(struct run *r, const struct action *a, const void *payload)
{
	strbuf_clear(&r->text);
	out_format(&r->out, a->data, a->payload, payload, &r->text);
	return strbuf_str(&r->text);
}

static int act_printf(struct run *r, const struct action *a, const void *payload, size_t size)
{
	const char *text = fn_formatted(r, a, payload);

	run_output_text(r, "printf", text, r->text.len);
	return 0;
}

static int act_message(struct run *r, const struct action *a, const void *payload, size_t size)
{
	bool is_error = a->builtin->name[0] == 'e';

	if (is_error)
		r->had_error = true;
	r->out.ops->message(&r->out, a->builtin->name, is_error ? DIAG_ERROR : DIAG_WARNING, fn_formatted(r, a, payload),
			    a->span, NULL, 0);
	return 0;
}

#define FORMAT_ROW(id, text, act_hook)                                                                                \
	static const struct builtin row_##id = {                                                                      \
		.name = #id,                                                                                          \
		.signature = text,                                                                                    \
		.flags = BUILTIN_LONG_TEXT,                                                                           \
		.min_args = 1,                                                                                        \
		.max_args = -1,                                                                                       \
		.check = fn_check_format,                                                                           \
		.lower = fn_lower_format,                                                                           \
		.act = act_hook,                                                                                      \
	};
FORMAT_ROW(printf, "void printf(L string fmt, args...)", act_printf)
FORMAT_ROW(errorf, "void errorf(L string fmt, args...)", act_message)
FORMAT_ROW(warnf, "void warnf(L string fmt, args...)", act_message)

/* ---- print ---- */

static bool is_whole_map(const struct expr *a) { return a->kind == EXPR_MAP; }

static const struct type *check_print_map(struct sema *s, struct expr *e, struct action *a)
{
	struct sema_map *m = sema_map_arg(s, e, e->args.data[0]);

	if (!m)
		return type_error(s->types);
	m->is_printed = true;
	a->map = m;
	for (size_t i = 1; i < e->args.len; i++) {
		int64_t n;
		if (!sema_int_arg(s, e, e->args.data[i], &n))
			return type_error(s->types);
		a->literal[i - 1] = (uint64_t)n;
	}
	if (e->args.len > 1 && m->value_type->kind == TYPE_AGG && !strcmp(m->value_type->agg->name, "stats"))
		sema_warn(s, D_PRINT_STATS_ARGS, e->span,
			  "print()'s top and div arguments are ignored when used on stats() maps.");
	if (s->loop_depth || s->for_depth)
		sema_warn(s, D_PRINT_IN_LOOP, e->span,
			  "Due to it's asynchronous nature using 'print()' in a loop can lead to unexpected behavior. The map "
			  "will likely be updated before the runtime can 'print' it.");
	return type_void(s->types);
}

/*
 * An element of a map of aggregations that programs cannot combine, for its kind or for their kernel, is printed by its
 * key: the value is read when the record is.
 */
static bool is_read_later(struct sema *s, const struct expr *v)
{
	const struct type *t = v->kind == EXPR_MAP_ACCESS && v->map ? v->map->value_type : NULL;

	return t && t->kind == TYPE_AGG && !(t->agg->castable && feature(s->features, FEAT_LOOKUP_PERCPU));
}

static const struct type *check_print_agg(struct sema *s, struct expr *e, struct action *a)
{
	const struct expr *v = e->args.data[0];
	const struct aggregate *agg = v->map->value_type->agg;

	if (!agg->castable && strcmp(agg->name, "stats")) {
		sema_error(s, D_NOT_PRINTABLE, e->span,
			   "Map type %s cannot print the value of individual keys. You must print the whole map.",
			   type_name(s->types, v->map->value_type));
		return type_error(s->types);
	}
	a->map = v->map;
	a->literal[1] = 1;
	a->payload = type_tuple(s->types, &v->map->key_type, 1);
	return type_void(s->types);
}

static const struct type *check_print_value(struct sema *s, struct expr *e, struct action *a)
{
	struct expr *v = e->args.data[0];
	const struct type *t = sema_value_type(s, v->type);

	if (e->args.len > 1) {
		sema_error(s, D_CALL_ARITY, e->span, "Non-map print() only takes 1 argument, %zu found", e->args.len);
		return type_error(s->types);
	}
	if (is_read_later(s, v))
		return check_print_agg(s, e, a);
	if (!sema_is_printable(t)) {
		sema_error(s, D_NOT_PRINTABLE, e->span, "%s type passed to print() is not printable",
			   v->type->kind == TYPE_VOID ? "none" : type_name(s->types, v->type));
		return type_error(s->types);
	}
	a->payload = type_tuple(s->types, &t, 1);
	return type_void(s->types);
}

static const struct type *check_print(struct sema *s, struct expr *e)
{
	struct action *a = sema_action(s, e, e->builtin);
	struct expr *v = e->args.data[0];

	if (is_whole_map(v))
		return check_print_map(s, e, a);
	if (v->type->kind == TYPE_ERROR)
		return v->type;
	return check_print_value(s, e, a);
}

static struct value lower_print(struct lower *l, const struct expr *e)
{
	const struct expr *v = e->args.data[0];
	const struct action *a = e->annot;
	struct expr *what = a->map && a->payload ? v->key : e->args.data[0];

	lower_send(l, a, &what, is_whole_map(v) ? 0 : 1);
	return value_void();
}

static int act_print(struct run *r, const struct action *a, const void *payload, size_t size)
{
	if (a->map && a->payload)
		return run_print_entry(r, a->map, payload);
	if (a->map)
		return run_print_map(r, a->map, a->literal[0], a->literal[1]);
	r->out.ops->value(&r->out, a->payload->members[0].type, payload);
	return 0;
}

static const struct builtin print = {
	.name = "print",
	.signature = "void print(x | @m [, L int top [, L int div]])",
	.flags = BUILTIN_MAP_ARGS,
	.min_args = 1,
	.max_args = 3,
	.check = check_print,
	.lower = lower_print,
	.act = act_print,
};

const struct builtin *const fn_print[] = { &row_printf, &row_errorf, &row_warnf, &print, NULL };
