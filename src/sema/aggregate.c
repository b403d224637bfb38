/* Calls of aggregations: where they may stand, their sample, their parameters, their type. */
#include "sema/internal.h"

const struct type *aggregate_make_type(struct sema *s, const struct aggregate *agg, const struct agg_params *params,
				       bool is_signed)
{
	const char *name = agg->type_name;
	if (agg->has_sign && !is_signed)
		name = arena_sprintf(s->arena, "u%s", agg->type_name);
	return type_agg(s->types, agg, name, agg->size(params), params, sizeof(*params), agg->has_sign && is_signed);
}

static const struct type *check_sample(struct sema *s, struct expr *e)
{
	if (!e->args.len)
		return type_int(s->types, 8, false);
	const struct type *t = e->args.data[0]->type;
	t = sema_value_type(s, t);
	if (is_unknown(t) && (!s->final || t->kind == TYPE_ERROR))
		return t;
	if (type_is_integral(t))
		return t;
	sema_error(s, D_CALL_TYPE, e->span, "%s() only supports %s arguments (%s provided)", e->agg->name,
		   e->agg->max_args > 1 ? "int" : "integer", sema_type_word(t));
	return type_error(s->types);
}

const struct type *aggregate_call(struct sema *s, struct expr *e)
{
	bool in_place = s->agg_place == e;
	s->agg_place = NULL;
	for (size_t i = 0; i < e->args.len; i++)
		expr_value(s, e->args.data[i]);
	if (!in_place) {
		sema_error(s, D_AGG_POSITION, e->span, "%s() must be assigned directly to a map", e->agg->name);
		return type_error(s->types);
	}
	if (!call_check_arity(s, e, e->agg->min_args, e->agg->max_args))
		return type_error(s->types);
	const struct type *sample = check_sample(s, e);
	if (is_unknown(sample))
		return sample;
	struct agg_params params = { 0 };
	if (e->agg->check && !e->agg->check(s, e, &params))
		return type_error(s->types);
	return aggregate_make_type(s, e->agg, &params, sample->kind == TYPE_INT && sample->is_signed);
}

bool aggregate_same_params(const struct type *a, const struct type *b)
{
	if (a->agg != b->agg)
		return false;
	if (!a->agg_params || !b->agg_params)
		return a->agg_params == b->agg_params;
	return !memcmp(a->agg_params, b->agg_params, sizeof(struct agg_params));
}

void aggregate_report_params(struct sema *s, const struct expr *call, const struct type *have)
{
	const struct agg_params *a = have->agg_params, *b = call->type->agg_params;
	const char *name = call->agg->name;
	if (a && b && a->bits != b->bits)
		sema_error(s, D_CALL_VALUE, call->span, "Different bits in a single %s unsupported", name);
	else if (a && b && (a->min != b->min || a->max != b->max || a->step != b->step))
		sema_error(s, D_CALL_VALUE, call->span, "Different %s bounds in a single map unsupported", name);
	else
		sema_error(s, D_CALL_VALUE, call->span, "Different %s parameters in a single map unsupported", name);
}
