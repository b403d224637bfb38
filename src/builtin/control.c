/* What ends the program or the run. */
#include <signal.h>

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
	.flags = BUILTIN_NO_RETURN,
	.max_args = 1,
	.check = check_exit,
	.lower = lower_exit,
	.act = act_exit,
};

/* ---- signal, signal_thread ---- */

enum { SIGNAL_MAX = 64, SEND_SIGNAL_THREAD = 117 };

#define CAN_SIGNAL                                                                                                    \
	(PROBE_KPROBE | PROBE_KRETPROBE | PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT | PROBE_TRACEPOINT |            \
	 PROBE_PROFILE | PROBE_FENTRY | PROBE_FEXIT | PROBE_RAWTRACEPOINT)

/* SIGKILL or KILL; 0: unknown. */
static int signal_by_name(const char *name)
{
	if (str_starts(name, "SIG"))
		name += 3;
	for (int i = 1; i < NSIG; i++) {
		const char *abbrev = sigabbrev_np(i);
		if (abbrev && !strcmp(abbrev, name))
			return i;
	}
	return 0;
}

static const struct type *check_signal(struct sema *s, struct expr *e)
{
	struct expr *a = e->args.data[0];
	const char *name = expr_string_literal(a);
	int64_t n;

	if (name) {
		e->value = (uint64_t)signal_by_name(name);
		if (!e->value)
			sema_error(s, D_CALL_VALUE, e->span, "Invalid string for signal: %s", name);
	} else if (expr_int_literal(a, &n)) {
		if (n < 1 || n > SIGNAL_MAX)
			sema_error(s, D_CALL_VALUE, e->span,
				   "%s() accepts a string literal or an integer between 1 and 64 (inclusive)", e->name);
	} else if (!type_is_integral(sema_value_type(s, a->type)) && a->type->kind != TYPE_ERROR) {
		sema_error(s, D_CALL_TYPE, e->span, "%s() accepts a string literal or a positive integer", e->name);
	}
	return type_void(s->types);
}

static void wrong_signal(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span, "%s() can not be used for this probetype %s", e->name,
		   s->unit ? s->unit->kind->probetype : "fn");
}

static struct value lower_signal(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	bool thread = !strcmp(e->builtin->name, "signal_thread");
	ir_ref n = e->value ? ir_const(b, (int64_t)e->value) : lower_reg(l, e->args.data[0]);
	struct ir_block *send = lower_block(l), *wrong = lower_block(l), *failed = lower_block(l), *end = lower_block(l);

	lower_branch(l, ir_binary(b, IR_ult, ir_binary(b, IR_sub, n, ir_const(b, 1)), ir_const(b, SIGNAL_MAX)), send, wrong);
	lower_start(l, wrong);
	lower_warn_runtime(l, thread ? RUNTIME_SIGNAL_THREAD_RANGE : RUNTIME_SIGNAL_RANGE, e->span, NULL, n);
	ir_br(b, end);
	lower_start(l, send);
	ir_ref r = ir_call(b, thread ? SEND_SIGNAL_THREAD : BPF_FUNC_send_signal, 1, n);
	ir_condbr(b, ir_binary(b, IR_slt, r, ir_const(b, 0)), failed, end);
	lower_start(l, failed);
	lower_warn_runtime(l, RUNTIME_SIGNAL_FAILED, e->span, NULL, r);
	ir_br(b, end);
	lower_start(l, end);
	return value_void();
}

#define SIGNAL_ROW(id)                                                                                                \
	static const struct builtin row_##id = {                                                                      \
		.name = #id,                                                                                          \
		.signature = "void " #id "(signal)",                                                                  \
		.flags = BUILTIN_UNSAFE,                                                                              \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.probes = CAN_SIGNAL,                                                                                 \
		.check = check_signal,                                                                                \
		.wrong_probe = wrong_signal,                                                                          \
		.lower = lower_signal,                                                                                \
	};
SIGNAL_ROW(signal)
SIGNAL_ROW(signal_thread)

/* ---- override ---- */

static const struct type *check_override(struct sema *s, struct expr *e)
{
	sema_integer_arg(s, e, e->args.data[0]);
	s->unit->uses_ctx = true;
	s->unit->max_arg = UINT32_MAX; /* a kprobe it must be */
	return type_void(s->types);
}

static void wrong_override(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span, "override() can only be used inside kprobes");
}

static struct value lower_override(struct lower *l, const struct expr *e)
{
	ir_call(&l->b, BPF_FUNC_override_return, 2, l->ctx, lower_reg(l, e->args.data[0]));
	return value_void();
}

static const struct builtin override = {
	.name = "override",
	.signature = "void override(int x)",
	.flags = BUILTIN_UNSAFE | BUILTIN_NO_LOOP,
	.min_args = 1,
	.max_args = 1,
	.probes = PROBE_KPROBE,
	.check = check_override,
	.wrong_probe = wrong_override,
	.lower = lower_override,
};

/* ---- unwatch: the watchpoints of an address end when the record is read ---- */

static const struct type *check_unwatch(struct sema *s, struct expr *e)
{
	const struct expr *addr = e->args.data[0];
	const struct type *word = fn_u64(s);

	if (addr->type->kind != TYPE_POINTER && !sema_integer_arg(s, e, addr))
		return type_error(s->types);
	sema_action(s, e, e->builtin)->payload = type_tuple(s->types, &word, 1);
	return type_void(s->types);
}

static struct value lower_unwatch(struct lower *l, const struct expr *e)
{
	ir_ref addr = lower_reg(l, e->args.data[0]);
	struct lower_record r = lower_record_begin(l, e->annot);

	ir_store(&l->b, r.addr, 0, 8, addr);
	lower_record_end(l, &r, false);
	return value_void();
}

static int act_unwatch(struct run *r, const struct action *a, const void *payload, size_t size)
{
	uint64_t addr;

	memcpy(&addr, payload, sizeof addr);
	run_unwatch(r, addr);
	return 0;
}

static const struct builtin unwatch = {
	.name = "unwatch",
	.signature = "void unwatch(address)",
	.min_args = 1,
	.max_args = 1,
	.check = check_unwatch,
	.lower = lower_unwatch,
	.act = act_unwatch,
};

const struct builtin *const fn_control[] = { &exit_row, &unwatch, &row_signal, &row_signal_thread, &override, NULL };
