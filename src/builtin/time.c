/* Clocks, and time as text. */
#include <errno.h>
#include <time.h>

#include "builtin/builtin.h"

/* ---- nsecs ---- */

enum clock_mode { CLOCK_BOOT, CLOCK_MONOTONIC_, CLOCK_TAI_, CLOCK_SW_TAI, CLOCK_UNKNOWN };
static const char *const clock_names[] = { "boot", "monotonic", "tai", "sw_tai" };

static enum clock_mode clock_of(const struct expr *e)
{
	if (e->args.len == 0)
		return CLOCK_BOOT;
	for (size_t i = 0; i < ARRAY_LEN(clock_names); i++)
		if (e->args.data[0]->kind == EXPR_IDENT && !strcmp(e->args.data[0]->name, clock_names[i]))
			return (enum clock_mode)i;
	return CLOCK_UNKNOWN;
}

static const struct type *check_nsecs(struct sema *s, struct expr *e)
{
	enum clock_mode m = clock_of(e);

	if (m == CLOCK_UNKNOWN) {
		struct expr *a = e->args.data[0];
		if (a->kind == EXPR_IDENT)
			sema_error(s, D_CALL_VALUE, a->span, "Invalid timestamp mode: %s", a->name);
		else
			sema_error(s, D_CALL_TYPE, e->span, "nsecs() only supports timestamp_mode arguments (%s provided)",
				   sema_type_word(sema_expr(s, a)));
		return type_error(s->types);
	}
	if (m == CLOCK_TAI_ && !feature(s->features, FEAT_TAI)) {
		sema_error(s, D_KERNEL_FEATURE, e->span, "Kernel does not support tai timestamp, please try sw_tai");
		return type_error(s->types);
	}
	return fn_u64(s);
}

static struct value lower_nsecs(struct lower *l, const struct expr *e)
{
	static const int helpers[] = { BPF_FUNC_ktime_get_boot_ns, BPF_FUNC_ktime_get_ns, 208 /* ktime_get_tai_ns */,
				       BPF_FUNC_ktime_get_boot_ns };
	enum clock_mode m = clock_of(e);
	ir_ref now = ir_call(&l->b, helpers[m], 0);

	if (m == CLOCK_SW_TAI)
		now = ir_binary(&l->b, IR_add, now, lower_global(l, offsetof(struct ir_globals, tai_offset_ns)));
	return fn_reg(e, now);
}

static const struct builtin nsecs = {
	.name = "nsecs",
	.signature = "uint64 nsecs([boot|monotonic|tai|sw_tai])",
	.flags = BUILTIN_VAR | BUILTIN_RAW_ARGS,
	.max_args = 1,
	.check = check_nsecs,
	.lower = lower_nsecs,
};

static struct value lower_elapsed(struct lower *l, const struct expr *e)
{
	ir_ref now = ir_call(&l->b, BPF_FUNC_ktime_get_boot_ns, 0);

	return fn_reg(e, ir_binary(&l->b, IR_sub, now, lower_global(l, offsetof(struct ir_globals, start_boot_ns))));
}

static const struct builtin elapsed = {
	.name = "elapsed",
	.signature = "uint64 elapsed",
	.flags = BUILTIN_VAR,
	.type_kind = TYPE_INT,
	.type_size = 8,
	.lower = lower_elapsed,
};

/* ---- time() ---- */

static const struct type *check_time(struct sema *s, struct expr *e)
{
	struct action *a = sema_action(s, e, e->builtin);

	a->data = "%H:%M:%S\n";
	if (e->args.len)
		a->data = sema_string_arg(s, e, e->args.data[0]);
	return type_void(s->types);
}

static struct value lower_time(struct lower *l, const struct expr *e)
{
	fn_send_args(l, e, (unsigned)e->args.len);
	return value_void();
}

static int act_time(struct run *r, const struct action *a, const void *payload, size_t size)
{
	char text[64];
	time_t now = time(NULL);
	struct tm tm;
	size_t n;

	localtime_r(&now, &tm);
	n = strftime(text, sizeof text, a->data, &tm);
	if (n == 0)
		fprintf(stderr, "ERROR: strftime returned zero (%s)\n", strerror(EINVAL));
	run_output_text(r, "time", text, n);
	return 0;
}

static const struct builtin time_row = {
	.name = "time",
	.signature = "void time([L string fmt])",
	.max_args = 1,
	.check = check_time,
	.lower = lower_time,
	.act = act_time,
};

/* ---- strftime() ---- */

static enum clock_mode clock_of_argument(const struct expr *ns)
{
	bool is_nsecs = ns->builtin && !strcmp(ns->builtin->name, "nsecs");

	return is_nsecs ? clock_of(ns) : CLOCK_BOOT;
}

static const struct type *check_strftime(struct sema *s, struct expr *e)
{
	const struct expr *ns = e->args.data[1];
	const char *fmt = sema_string_arg(s, e, e->args.data[0]);
	int64_t literal;

	if (!fmt || !sema_integer_arg(s, e, ns))
		return type_error(s->types);
	if (clock_of_argument(ns) == CLOCK_MONOTONIC_) {
		sema_error(s, D_CALL_VALUE, e->span, "strftime() can not take a monotonic timestamp");
		return type_error(s->types);
	}
	if (expr_int_literal(ns, &literal) && ns->is_negative) {
		sema_error(s, D_CALL_VALUE, e->span, "strftime() does not accept negative timestamps");
		return type_error(s->types);
	}
	return type_simple(s->types, TYPE_TIMESTAMP);
}

static struct value lower_strftime(struct lower *l, const struct expr *e)
{
	enum clock_mode m = clock_of_argument(e->args.data[1]);
	ir_ref ns = lower_reg(l, e->args.data[1]);
	ir_ref slot = lower_slot_addr(l, sizeof(struct timestamp_value), 8, "timestamp");

	ir_store(&l->b, slot, offsetof(struct timestamp_value, ns), 8, ns);
	ir_store(&l->b, slot, offsetof(struct timestamp_value, format), 4,
		 ir_const(&l->b, sema_string(l->sema, e->args.data[0]->str)));
	ir_store(&l->b, slot, offsetof(struct timestamp_value, mode), 4,
		 ir_const(&l->b, m == CLOCK_TAI_ || m == CLOCK_SW_TAI ? 2 : 1));
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin strftime_row = {
	.name = "strftime",
	.signature = "timestamp strftime(L string fmt, int ns)",
	.min_args = 2,
	.max_args = 2,
	.check = check_strftime,
	.lower = lower_strftime,
};

const struct builtin *const fn_time[] = { &nsecs, &elapsed, &time_row, &strftime_row, NULL };
