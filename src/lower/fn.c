/*
 * User functions: one subprogram a module, made at the first call. Register values go in R1-R5, wider ones by address; a
 * wide result is written where the caller says in an extra last parameter.
 */
#include "lower/internal.h"

static bool is_wide(const struct type *t) { return t && t->kind != TYPE_VOID && !type_is_register(t); }

/* Lowering state put aside while another function is generated. */
struct saved {
	struct ir_builder b;
	ir_ref ctx;
	struct lower_loop *loop;
	struct lower_frame *frame;
	const struct sema_fn *fn;
};

static struct saved save(const struct lower *l) { return (struct saved){ l->b, l->ctx, l->loop, l->frame, l->fn }; }

static void restore(struct lower *l, const struct saved *s)
{
	l->b = s->b;
	l->ctx = s->ctx;
	l->loop = s->loop;
	l->frame = s->frame;
	l->fn = s->fn;
}

static void bind_params(struct lower *l, const struct sema_fn *fn)
{
	for (size_t i = 0; i < fn->params.len; i++) {
		struct sema_var *v = fn->params.data[i];
		ir_ref p = ir_param(&l->b, (unsigned)i);

		lower_var_write(l, v, is_wide(v->type) ? value_mem(v->type, p, 0, SPACE_NONE) : value_reg(v->type, p));
	}
}

static bool is_number(const struct type *t)
{
	return t && (t->kind == TYPE_INT || t->kind == TYPE_BOOL || t->kind == TYPE_ENUM);
}

static bool is_numeric(const struct sema_fn *fn)
{
	bool all = is_number(fn->decl->ret_type);

	for (size_t i = 0; i < fn->params.len; i++)
		all &= is_number(fn->params.data[i]->type);
	return all;
}

static void generate(struct lower *l, struct sema_fn *fn)
{
	struct saved s = save(l);
	const struct fn_decl *d = fn->decl;
	bool wide = is_wide(d->ret_type);
	struct lower_frame frame = { .slot = UINT32_MAX };

	fn->ir = ir_func_new(l->module, d->name, IR_FUNC_SUBPROG, (uint32_t)fn->params.len + wide);
	fn->ir->span = d->span;
	fn->ir->is_numeric = is_numeric(fn);
	frame.func = fn->ir;
	l->frame = &frame;
	l->ctx = NULL;
	l->loop = NULL;
	l->fn = fn;
	l->b.func = fn->ir;
	lower_start(l, lower_block(l));
	if (wide) {
		/* Word 8 of the frame holds where the result goes, for returns from callbacks. */
		lower_frame_word(l, &frame);
		ir_store(&l->b, lower_frame_addr(l, &frame), 8, 8, ir_param(&l->b, (unsigned)fn->params.len));
	}
	bind_params(l, fn);
	lower_stmts(l, d->body);
	if (d->body->value)
		lower_fn_return(l, d->body->value);
	ir_ret(&l->b, ir_const(&l->b, 0));
	restore(l, &s);
}

static const struct lower_frame *function_frame(const struct lower *l)
{
	const struct lower_frame *f = l->frame;

	while (f->outer)
		f = f->outer;
	return f;
}

void lower_fn_return(struct lower *l, const struct expr *value)
{
	const struct type *t = l->fn->decl->ret_type;
	ir_ref result = ir_const(&l->b, 0);

	if (value && is_wide(t)) {
		const struct lower_frame *f = function_frame(l);
		ir_ref base = f == l->frame ? lower_frame_addr(l, f) : lower_outer_frame_addr(l, f);
		lower_into(l, value, t, ir_load(&l->b, base, 8, 8, false), 0);
	} else if (value) {
		result = lower_value_reg(l, lower_convert(l, lower_expr(l, value), t));
	}
	if (l->frame->outer)
		lower_return(l, result);
	else
		ir_ret(&l->b, result);
}

/* Arguments may be bound in any order of generation: the function itself may be the one being generated (recursion is
 * refused by sema). */
struct value lower_fn_call(struct lower *l, const struct expr *e, struct sema_fn *fn)
{
	const struct type *ret = fn->decl->ret_type;
	ir_ref args[6];
	unsigned n = 0;

	if (fn->decl->code)
		fn->ir = lower_native(l, fn->decl->code);
	else if (!fn->ir || fn->ir->module != l->module)
		generate(l, fn);
	for (; n < fn->params.len; n++) {
		const struct type *t = fn->params.data[n]->type;
		struct value v = lower_convert(l, lower_expr(l, e->args.data[n]), t);
		args[n] = is_wide(t) ? lower_address(l, v, t) : lower_value_reg(l, v);
	}
	ir_ref result = NULL;
	if (is_wide(ret))
		args[n++] = result = lower_slot_addr(l, ret->size, ret->align, NULL);
	if (result)
		ir_memzero(&l->b, result, 0, ret->size);
	for (unsigned i = n; i < 5; i++)
		args[i] = NULL;
	ir_ref r = ir_call_func(&l->b, fn->ir, n, args[0], args[1], args[2], args[3], args[4]);
	if (fn->decl->code)
		r = lower_native_result(l, ret, r);
	return result ? value_mem(ret, result, 0, SPACE_NONE) : ret && ret->kind != TYPE_VOID ? value_reg(ret, r)
											       : value_void();
}
