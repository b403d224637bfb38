/*
 * rawtracepoint:EVENT, rawtracepoint:MOD:EVENT: a tracepoint's own arguments, typed by BTF (typedef btf_trace_EVENT).
 * Loaded as tracing program where the kernel takes these, else as raw tracepoint program: the context is the same
 * array of words.
 */
#include <errno.h>

#include "probe/probe.h"

struct raw_priv {
	struct type_btf_func func;
};

static bool add_target(struct probe_env *env, const struct attach_point *ap, const char *name, struct target_vec *out)
{
	struct raw_priv *p = ARENA_NEW(env->arena, struct raw_priv);
	if (!type_btf_find_raw_tracepoint(env->types, name, &p->func))
		return false;
	const char *text = arena_sprintf(env->arena, "rawtracepoint:%s:%s", p->func.module, name);
	struct probe_target *t = probe_target_new(env, &probe_rawtracepoint, ap, text);
	t->group = p->func.module;
	t->name = t->symbol = arena_strdup(env->arena, name);
	t->family = p->func.id;
	t->priv = p;
	vec_push(env->arena, out, t);
	return true;
}

struct wildcard {
	struct probe_env *env;
	const struct attach_point *ap;
	const char *module, *name;
	struct target_vec *out;
};

static void add_match(void *ctx, const char *module, const char *name)
{
	struct wildcard *w = ctx;
	if (wildcard_match(w->name, name) && wildcard_match(w->module, module))
		add_target(w->env, w->ap, name, w->out);
}

static void match_all(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	size_t last = ap->parts.len - 1;
	struct wildcard w = { .env = env, .ap = ap, .module = last == 2 ? ap->parts.data[1] : "*",
			      .name = last ? ap->parts.data[last] : "*", .out = out };
	type_btf_each_raw_tracepoint(env->types, add_match, &w);
}

static int expand_raw(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const char *name = ap->parts.data[ap->parts.len - 1];
	if (!type_has_btf(env->types)) {
		diag_add(env->diags, D_NO_BTF, ap->span,
			 "rawtracepoints require kernel BTF. Try using a 'tracepoint' instead.");
		return -1;
	}
	if (probe_ap_is_pattern(ap, 1)) {
		match_all(env, ap, out);
		return 0;
	}
	if (add_target(env, ap, name, out))
		return 0;
	const char *what = ap->parts.len > 2 ? arena_sprintf(env->arena, "%s:%s", ap->parts.data[1], name) : name;
	return probe_missing(env, &probe_rawtracepoint, ap, what);
}

static const struct type *raw_args(struct probe_env *env, struct probe_target *t, struct span span)
{
	const struct raw_priv *p = t->priv;
	if (!t->args)
		t->args = probe_params_type(env, arena_sprintf(env->arena, "%s_args", t->text), &p->func, false);
	return t->args;
}

static int plan_raw(struct probe_env *env, struct unit *u)
{
	const struct probe_target *t = u->targets.data[0];
	const struct raw_priv *p = t->priv;
	bool tracing = !strcmp(t->group, "vmlinux") && (env->compile_only || feature(env->features, FEAT_TRACING));
	if (u->plan_attempt > (tracing ? 1 : 0))
		return -1;
	u->plan = (struct load_plan){ .mechanism = "raw tracepoint", .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
				      .func = &p->func };
	if (tracing && u->plan_attempt == 0) {
		u->plan.mechanism = "tp_btf";
		u->plan.prog_type = BPF_PROG_TYPE_TRACING;
		u->plan.attach_type = BPF_TRACE_RAW_TP;
		u->plan.attach_btf_id = p->func.id;
	}
	return 0;
}

/* A slot as it is; one that holds a pointer is a plain number all the same. */
static ir_ref lower_arg(struct lower *l, unsigned n)
{
	const struct type_btf_func *f = l->unit->plan.func;
	if (n < f->param_count && f->params[n].type->kind == TYPE_POINTER)
		return probe_word(l, f->params[n].type, 8 * (int32_t)n);
	return ir_load_ctx(&l->b, 8 * (int32_t)n, 8);
}

static int attach_raw(struct attach_env *env, struct unit *u, int prog_fd)
{
	const struct probe_target *t = u->targets.data[0];
	bool tracing = u->plan.prog_type == BPF_PROG_TYPE_TRACING;
	int err = probe_attach_trampoline(env, prog_fd, tracing ? NULL : t->symbol);
	if (err == -ENOENT)
		probe_attach_reason(env, "Probe does not exist: %s", t->name);
	else if (err == -EINVAL)
		probe_attach_reason(env,
				    "Maybe trying to access arguments beyond what's available in this tracepoint");
	return err ?: 1;
}

static void list_raw(struct probe_env *env, const struct attach_point *pattern,
		     void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	struct target_vec found = { 0 };
	if (!type_has_btf(env->types))
		return;
	match_all(env, pattern, &found);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

static void list_raw_params(struct probe_env *env, struct probe_target *t, void (*emit)(void *, const char *),
			    void *ctx)
{
	type_btf_raw_tracepoint_lines(env->types, t->name, emit, ctx);
}

const struct probe_kind probe_rawtracepoint = {
	.name = "rawtracepoint",
	.aliases = (const char *const[]){ "rt", NULL },
	.probetype = "rawtracepoint",
	.bit = PROBE_RAWTRACEPOINT,
	.min_parts = 1,
	.max_parts = 2,
	.arity_text = "requires 2 or 1 arguments",
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.pid_filter = true,
	.expand = expand_raw,
	.args = raw_args,
	.plan = plan_raw,
	.lower_prologue = probe_lower_pid_filter,
	.lower_arg = lower_arg,
	.lower_args_member = probe_word_member,
	.attach = attach_raw,
	.list = list_raw,
	.list_params = list_raw_params,
};
