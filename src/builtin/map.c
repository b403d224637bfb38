/* Operations on maps: at once in the program (delete, has_key, find, len) or when the record is read (clear, zero). */
#include "builtin/builtin.h"

/* ---- clear, zero ---- */

static const struct type *check_whole(struct sema *s, struct expr *e)
{
	struct sema_map *m = sema_map_arg(s, e, e->args.data[0]);
	struct action *a = sema_action(s, e, e->builtin);

	if (!m)
		return type_error(s->types);
	a->map = m;
	return type_void(s->types);
}

static struct value lower_whole(struct lower *l, const struct expr *e)
{
	lower_send(l, e->annot, NULL, 0);
	return value_void();
}

static int act_clear(struct run *r, const struct action *a, const void *payload, size_t size)
{
	return run_clear_map(r, a->map);
}

static int act_zero(struct run *r, const struct action *a, const void *payload, size_t size)
{
	return run_zero_map(r, a->map);
}

#define WHOLE_ROW(id)                                                                                                 \
	static const struct builtin id = {                                                                            \
		.name = #id,                                                                                          \
		.signature = "void " #id "(@m)",                                                                      \
		.flags = BUILTIN_MAP_ARGS,                                                                            \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.check = check_whole,                                                                                 \
		.lower = lower_whole,                                                                                 \
		.act = act_##id,                                                                                      \
	};
WHOLE_ROW(clear)
WHOLE_ROW(zero)

/* ---- delete, has_key, find: a map and, if it is keyed, a key ---- */

/* delete(@m[k]), the older spelling of delete(@m, k). */
static bool is_element(const struct expr *e) { return e->args.len == 1 && e->args.data[0]->kind == EXPR_MAP_ACCESS; }

static const struct expr *key_of(const struct expr *e)
{
	if (is_element(e))
		return e->args.data[0]->key;
	return e->args.len > 1 ? e->args.data[1] : NULL;
}

static struct sema_map *map_of(const struct expr *e) { return e->args.data[0]->map; }

static const struct type *check_delete(struct sema *s, struct expr *e)
{
	struct sema_map *m = is_element(e) ? map_of(e) : sema_map_arg(s, e, e->args.data[0]);

	if (!m)
		return type_error(s->types);
	m->is_deleted = true;
	if (is_element(e))
		return type_bool(s->types);
	if (e->args.len == 1 && m->is_keyed) {
		sema_error(s, D_MAP_KIND, e->span,
			   "call to delete() with a single argument expects a map without explicit keys (scalar map)");
		return type_error(s->types);
	}
	if (e->args.len == 2 && !m->is_keyed) {
		sema_error(s, D_MAP_KIND, e->span,
			   "call to delete() with two arguments expects a map with explicit keys (non-scalar map)");
		return type_error(s->types);
	}
	if (e->args.len == 2 && !sema_map_key(s, m, e->args.data[1], e->args.data[1]->span))
		return type_error(s->types);
	return type_bool(s->types);
}

static struct value lower_delete(struct lower *l, const struct expr *e)
{
	const struct sema_map *m = map_of(e);

	if (!m->ir)
		return fn_reg(e, ir_const(&l->b, 0));
	return fn_reg(e, lower_map_delete(l, m, lower_map_key(l, m, key_of(e))));
}

static const struct builtin delete_row = {
	.name = "delete",
	.signature = "bool delete(@m [, key])",
	.flags = BUILTIN_MAP_ARGS | BUILTIN_STATEMENT,
	.min_args = 1,
	.max_args = 2,
	.check = check_delete,
	.lower = lower_delete,
};

static bool check_keyed(struct sema *s, struct expr *e, struct sema_map *m)
{
	if (m->is_keyed)
		return true;
	sema_error(s, D_MAP_KIND, e->span, "call to %s() expects a map with explicit keys (non-scalar map)", e->name);
	return false;
}

static const struct type *check_has_key(struct sema *s, struct expr *e)
{
	struct sema_map *m = sema_map_arg(s, e, e->args.data[0]);

	if (!m || !check_keyed(s, e, m) || !sema_map_key(s, m, e->args.data[1], e->args.data[1]->span))
		return type_error(s->types);
	return type_bool(s->types);
}

static ir_ref lookup(struct lower *l, const struct expr *e)
{
	const struct sema_map *m = map_of(e);

	return lower_map_lookup(l, m, lower_map_key(l, m, e->args.data[1]));
}

static struct value lower_has_key(struct lower *l, const struct expr *e)
{
	if (!map_of(e)->ir)
		return fn_reg(e, ir_const(&l->b, 0));
	return fn_reg(e, ir_binary(&l->b, IR_ne, lookup(l, e), ir_const(&l->b, 0)));
}

static const struct builtin has_key = {
	.name = "has_key",
	.signature = "bool has_key(@m, key)",
	.flags = BUILTIN_MAP_ARGS,
	.min_args = 2,
	.max_args = 2,
	.check = check_has_key,
	.lower = lower_has_key,
};

/* ---- len ---- */

static bool is_stack(const struct expr *a) { return a->type && a->type->kind == TYPE_STACK; }

static const struct type *check_len(struct sema *s, struct expr *e)
{
	struct expr *a = e->args.data[0];

	if (a->kind == EXPR_MAP) {
		struct sema_map *m = sema_map_arg(s, e, a);
		if (m && m->is_keyed) {
			if (!feature(s->features, FEAT_FOR_EACH))
				sema_missing_feature(s, e->span, FEAT_FOR_EACH, "for_each_map_elem");
			m->is_measured = true;
			return type_int(s->types, 8, true);
		}
		if (!m || (m->value_type->kind != TYPE_STACK && !check_keyed(s, e, m)))
			return type_error(s->types);
	}
	if (!is_stack(a) && a->kind != EXPR_MAP && a->type->kind != TYPE_ERROR) {
		sema_error(s, D_CALL_TYPE, e->span, "call to len() expects a map, ustack, or kstack");
		return type_error(s->types);
	}
	s->uses_stack_depth = true;
	return type_int(s->types, 8, true);
}

/* A callback that does nothing: the helper itself counts the elements that it visits. */
static struct ir_func *visit_nothing(struct lower *l)
{
	struct ir_builder b = { .module = l->module, .span = l->b.span };

	b.func = ir_func_new(l->module, arena_sprintf(l->arena, "count_%zu", l->module->funcs.len), IR_FUNC_CALLBACK, 4);
	ir_position(&b, ir_block_new(b.func));
	ir_ret(&b, ir_const(&b, 0));
	return b.func;
}

static struct value lower_len(struct lower *l, const struct expr *e)
{
	const struct expr *a = e->args.data[0];

	if (a->kind != EXPR_MAP || !a->map->is_keyed) {
		struct value v = lower_expr(l, a);
		int32_t off = v.off + (int32_t)offsetof(struct kstack_value, depth);
		return fn_reg(e, lower_read(l, v.v, off, 4, false, v.space));
	}
	if (!a->map->ir)
		return fn_reg(e, ir_const(&l->b, 0));
	ir_ref n = ir_call(&l->b, BPF_FUNC_for_each_map_elem, 4, ir_map_ptr(&l->b, a->map->ir),
			   ir_func_addr(&l->b, visit_nothing(l)), ir_const(&l->b, 0), ir_const(&l->b, 0));
	return fn_reg(e, n);
}

static const struct builtin len = {
	.name = "len",
	.signature = "int64 len(@m | stack)",
	.flags = BUILTIN_MAP_ARGS,
	.min_args = 1,
	.max_args = 1,
	.check = check_len,
	.lower = lower_len,
};

const struct builtin *const fn_map[] = { &clear, &zero, &delete_row, &has_key, &len, NULL };
