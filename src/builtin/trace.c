/* debugf: text in the kernel's trace pipe, formatted by the kernel, which takes three values and few conversions. */
#include "builtin/builtin.h"

enum { MAX_VALUES = 3 };

static bool check_conversion(struct sema *s, struct expr *e, char conv, const struct expr *value)
{
	bool is_text = sema_value_type(s, value->type)->kind == TYPE_STRING;

	if (!strchr("duxps", conv)) {
		sema_error(s, D_FORMAT, e->args.data[0]->span, "Invalid format specifier for `debugf`: %c", conv);
		return false;
	}
	if (is_text != (conv == 's')) {
		sema_error(s, D_FORMAT, e->span, "Type does not match format specifier: %c", conv);
		return false;
	}
	return true;
}

static const struct type *check_debugf(struct sema *s, struct expr *e)
{
	const struct type *payload;
	struct format *f = sema_format(s, e, 0, &payload);

	if (!f)
		return type_error(s->types);
	if (f->arg_count > MAX_VALUES) {
		sema_error(s, D_FORMAT, e->span, "cannot use more than 3 conversion specifiers");
		return type_error(s->types);
	}
	for (size_t i = 0; i < f->parts.len; i++) {
		const struct format_part *p = &f->parts.data[i];
		if (p->conv && !check_conversion(s, e, p->conv, e->args.data[1 + p->arg]))
			return type_error(s->types);
	}
	sema_warn(s, D_DEBUGF, e->span,
		  "The debugf() builtin is not recommended for production use. For more information see bpf_trace_printk in "
		  "bpf-helpers(7).");
	return type_void(s->types);
}

/* A value as the helper takes it: numbers themselves, text by its address. */
static ir_ref value_of(struct lower *l, const struct expr *a)
{
	struct value v = lower_expr(l, a);

	return type_is_register(v.type) ? lower_value_reg(l, v) : lower_address(l, v, v.type);
}

static struct value lower_debugf(struct lower *l, const struct expr *e)
{
	const struct expr *fmt = e->args.data[0];
	uint32_t size = (uint32_t)fmt->str_len + 1;
	ir_ref values[MAX_VALUES] = { 0 };
	unsigned n = (unsigned)e->args.len - 1;

	for (unsigned i = 0; i < n; i++)
		values[i] = value_of(l, e->args.data[1 + i]);
	struct value text = lower_literal_bytes(l, fmt->str, fmt->str_len, type_string(l->types, size));
	ir_call(&l->b, BPF_FUNC_trace_printk, 2 + n, ir_offset(&l->b, text.v, text.off), ir_const(&l->b, size), values[0],
		values[1], values[2]);
	return value_void();
}

static const struct builtin debugf = {
	.name = "debugf",
	.signature = "void debugf(L string fmt, a, b, c)",
	.flags = BUILTIN_LONG_TEXT,
	.min_args = 1,
	.max_args = -1,
	.check = check_debugf,
	.lower = lower_debugf,
};

const struct builtin *const fn_trace[] = { &debugf, NULL };
