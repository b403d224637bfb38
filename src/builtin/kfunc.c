/* Functions of the kernel that programs may call: whether there are such, and whether this probe's program may. */
#include <linux/btf.h>

#include "builtin/builtin.h"

/* The type that a probe's programs have unless something better is planned: what it may call, the better one may. */
static uint32_t program_type(const struct unit *u)
{
	static const struct {
		uint32_t probes, type;
	} types[] = {
		{ PROBE_KPROBE | PROBE_KRETPROBE | PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT, BPF_PROG_TYPE_KPROBE },
		{ PROBE_FENTRY | PROBE_FEXIT | PROBE_ITER | PROBE_RAWTRACEPOINT, BPF_PROG_TYPE_TRACING },
		{ PROBE_TRACEPOINT, BPF_PROG_TYPE_TRACEPOINT },
		{ PROBE_PROFILE | PROBE_INTERVAL | PROBE_SOFTWARE | PROBE_HARDWARE | PROBE_WATCHPOINT,
		  BPF_PROG_TYPE_PERF_EVENT },
	};

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (u->kind->bit & types[i].probes)
			return types[i].type;
	return BPF_PROG_TYPE_RAW_TRACEPOINT;
}

/* A tracing program is tried on a tracepoint that every kernel has. */
static uint32_t trial_place(struct sema *s, uint32_t type)
{
	return type == BPF_PROG_TYPE_TRACING ? type_btf_find_id(s->types, "btf_trace_sched_switch", BTF_KIND_TYPEDEF) : 0;
}

bool fn_kfunc_allowed(struct sema *s, const char *name)
{
	uint32_t id = type_btf_find_id(s->types, name, BTF_KIND_FUNC);

	if (!id || !s->unit)
		return false;
	if (s->probes->compile_only)
		return true;
	uint32_t type = program_type(s->unit);
	return kern_kfunc_allowed(type, trial_place(s, type), id);
}

static const char *name_of(struct sema *s, const struct expr *e)
{
	const char *name = expr_string_literal(e->args.data[0]);

	if (!name)
		sema_error(s, D_CALL_LITERAL, e->span, "%s() accepts a string literal only", e->name);
	return name;
}

static const struct type *check_exist(struct sema *s, struct expr *e)
{
	const char *name = name_of(s, e);

	if (!name)
		return type_error(s->types);
	expr_make_bool(s, e, type_btf_func_arity(s->types, NULL, name) >= 0);
	return e->type;
}

static const struct type *check_allowed(struct sema *s, struct expr *e)
{
	const char *name = name_of(s, e);

	if (!name)
		return type_error(s->types);
	expr_make_bool(s, e, fn_kfunc_allowed(s, name));
	return e->type;
}

static const struct builtin kfunc_exist = {
	.name = "kfunc_exist",
	.signature = "bool kfunc_exist(L string name)",
	.min_args = 1,
	.max_args = 1,
	.check = check_exist,
	.lower = fn_lower_nothing,
};
static const struct builtin kfunc_allowed = {
	.name = "kfunc_allowed",
	.signature = "bool kfunc_allowed(L string name)",
	.min_args = 1,
	.max_args = 1,
	.check = check_allowed,
	.lower = fn_lower_nothing,
};

const struct builtin *const fn_kfunc[] = { &kfunc_exist, &kfunc_allowed, NULL };
