/* What ends the program or the run. */
#include "builtin/builtin.h"

static const struct type *check_exit(struct sema *s, struct expr *e)
{
	struct action *a = sema_action(s, e, e->builtin);
	const struct type *code = type_int(s->types, 8, true);

	if (e->args.len && !sema_integer_arg(s, e, e->args.data[0]))
		return type_error(s->types);
	a->payload = type_tuple(s->types, &code, 1);
	return type_void(s->types);
}

/* The reader is woken at once; the program ends here. */
static struct value lower_exit(struct lower *l, const struct expr *e)
{
	ir_ref code = e->args.len ? lower_reg(l, e->args.data[0]) : ir_const(&l->b, 0);
	struct lower_record r = lower_record_begin(l, e->annot);

	ir_store(&l->b, r.addr, 0, 8, code);
	lower_record_end(l, &r, true);
	lower_return(l, NULL);
	return value_void();
}

static int act_exit(struct run *r, const struct action *a, const void *payload, size_t size)
{
	int64_t code;

	memcpy(&code, payload, sizeof code);
	run_exit(r, (int)code);
	return 0;
}

static const struct builtin exit_row = {
	.name = "exit",
	.signature = "void exit([int code])",
	.max_args = 1,
	.check = check_exit,
	.lower = lower_exit,
	.act = act_exit,
};

const struct builtin *const fn_control[] = { &exit_row, NULL };
