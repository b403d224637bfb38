/*
 * fentry and fexit: functions of the kernel through trampolines, with typed arguments from BTF. fentry:F, fentry:MOD:F,
 * wildcards in both. Each function takes a program of its own, because the verifier checks a program against one
 * function's parameters.
 */
#include <errno.h>

#include "probe/probe.h"

struct fentry_priv {
	struct type_btf_func func;
	bool args_refused; /* said once what is wrong with them */
};

static bool is_return(const struct probe_kind *k) { return k->bit == PROBE_FEXIT; }

static void add_target(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
		       const struct type_btf_func *f, const char *name, struct target_vec *out)
{
	const char *text = arena_sprintf(env->arena, "%s:%s:%s", k->name, f->module, name);
	struct probe_target *t = probe_target_new(env, k, ap, text);
	struct fentry_priv *p = ARENA_NEW(env->arena, struct fentry_priv);
	p->func = *f;
	t->group = f->module;
	t->name = t->symbol = arena_strdup(env->arena, name);
	t->family = f->id;
	t->priv = p;
	vec_push(env->arena, out, t);
}

static int require_btf(struct probe_env *env, const struct attach_point *ap)
{
	if (type_has_btf(env->types))
		return 0;
	diag_add(env->diags, D_NO_BTF, ap->span, "%s probes need the kernel's BTF (CONFIG_DEBUG_INFO_BTF)",
		 probe_kind_find(ap->parts.data[0])->name);
	return -1;
}

struct wildcard {
	struct probe_env *env;
	const struct probe_kind *kind;
	const struct attach_point *ap;
	struct target_vec *out;
};

static void add_match(void *ctx, const char *module, const char *name)
{
	struct wildcard *w = ctx;
	struct type_btf_func f;
	int arity = type_btf_func_arity(w->env->types, module, name);
	if (arity < 0 || arity > (int)arch_arg_count(arch_host()))
		return;
	if (w->env->listing)
		f = (struct type_btf_func){ .module = arena_strdup(w->env->arena, module) };
	else if (!type_btf_find_func(w->env->types, module, name, &f))
		return;
	add_target(w->env, w->kind, w->ap, &f, name, w->out);
}

static int expand_exact(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			const char *module, const char *name, struct target_vec *out)
{
	struct type_btf_func f;
	if (type_btf_find_func(env->types, module, name, &f)) {
		add_target(env, k, ap, &f, name, out);
		return 0;
	}
	return probe_missing(env, k, ap, module ? arena_sprintf(env->arena, "%s:%s", module, name) : name);
}

static int expand_fentry(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	const char *module = ap->parts.len > 2 ? ap->parts.data[1] : NULL;
	const char *name = ap->parts.data[ap->parts.len - 1];
	if (ap->parts.len == 4 && strcmp(module, "bpf"))
		return probe_spec_error(env, ap, "Only the 'bpf' variant of this probe supports 4 arguments");
	if (module && !strcmp(module, "bpf")) {
		diag_add(env->diags, D_UNSUPPORTED, ap->span, "probes of BPF programs are not supported yet");
		return -1;
	}
	if (require_btf(env, ap))
		return -1;
	if (!probe_ap_is_pattern(ap, 1))
		return expand_exact(env, k, ap, module, name, out);
	struct wildcard w = { .env = env, .kind = k, .ap = ap, .out = out };
	probe_each_function(env, module ? module : "*", name, add_match, &w);
	return 0;
}

/* What makes the parameters unreadable; NULL: nothing. */
static const char *unreadable_args(struct probe_env *env, const struct type_btf_func *f)
{
	unsigned max = arch_arg_count(arch_host());
	if (f->param_count > max)
		return arena_sprintf(env->arena, "functions with more than %u parameters are not supported.", max);
	return f->plain ? NULL : "'args' builtin is not supported for probes with stack-passed arguments";
}

static const struct type *fentry_args(struct probe_env *env, struct probe_target *t, struct span span)
{
	struct fentry_priv *p = t->priv;
	if (t->args || p->args_refused)
		return t->args;
	const char *why = unreadable_args(env, &p->func);
	if (why) {
		p->args_refused = true;
		diag_add(env->diags, D_BUILTIN_PROBE, span, "%s", why);
		return NULL;
	}
	t->args = probe_params_type(env, arena_sprintf(env->arena, "%s_args", t->text), &p->func, is_return(t->kind));
	return t->args;
}

static const struct type *fexit_retval_type(struct probe_env *env, struct probe_target *t)
{
	const struct fentry_priv *p = t->priv;
	return p->func.ret;
}

static int plan_fentry(struct probe_env *env, struct unit *u)
{
	const struct fentry_priv *p = u->targets.data[0]->priv;
	if (u->plan_attempt > 0)
		return -1;
	if (!env->compile_only && !feature(env->features, FEAT_TRACING)) {
		diag_add(env->diags, D_KERNEL_FEATURE, u->targets.data[0]->ap->span,
			 "this kernel has no BPF trampolines (kernel %s, CONFIG_FUNCTION_TRACER and "
			 "CONFIG_DEBUG_INFO_BTF), which %s needs",
			 feature_kernel(FEAT_TRACING), u->kind->name);
		return -1;
	}
	return probe_plan_trampoline(env, u, &p->func, is_return(u->kind));
}

static ir_ref lower_retval(struct lower *l)
{
	const struct type_btf_func *f = l->unit->plan.func;
	return probe_word(l, f->ret, 8 * (int32_t)f->param_count);
}

static int attach_fentry(struct attach_env *env, struct unit *u, int prog_fd)
{
	return probe_attach_trampoline(env, prog_fd, NULL) ?: 1;
}

static void list_fentry(struct probe_env *env, const struct attach_point *pattern,
			void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	size_t last = pattern->parts.len - 1;
	struct target_vec found = { 0 };
	struct wildcard w = { .env = env, .kind = probe_kind_find(pattern->parts.data[0]), .ap = pattern,
			      .out = &found };
	if (!type_has_btf(env->types))
		return;
	probe_each_function(env, last == 2 ? pattern->parts.data[1] : "*", last ? pattern->parts.data[last] : "*",
			    add_match, &w);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

static void list_fentry_params(struct probe_env *env, struct probe_target *t, void (*emit)(void *, const char *),
			       void *ctx)
{
	unsigned what = TYPE_BTF_PARAMS | (is_return(t->kind) ? TYPE_BTF_RETVAL : 0);
	type_btf_func_lines(env->types, t->group, t->name, what, emit, ctx);
}

const struct probe_kind probe_fentry = {
	.name = "fentry",
	.aliases = (const char *const[]){ "f", "kfunc", NULL },
	.probetype = "fentry",
	.bit = PROBE_FENTRY,
	.min_parts = 1,
	.max_parts = 3,
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.pid_filter = true,
	.expand = expand_fentry,
	.args = fentry_args,
	.plan = plan_fentry,
	.lower_prologue = probe_lower_pid_filter,
	.lower_args_member = probe_word_member,
	.lower_func = probe_func_ip,
	.attach = attach_fentry,
	.list = list_fentry,
	.list_params = list_fentry_params,
};

const struct probe_kind probe_fexit = {
	.name = "fexit",
	.aliases = (const char *const[]){ "fr", "kretfunc", NULL },
	.probetype = "fexit",
	.bit = PROBE_FEXIT,
	.min_parts = 1,
	.max_parts = 3,
	.space = SPACE_KERNEL,
	.pid_filter = true,
	.expand = expand_fentry,
	.args = fentry_args,
	.retval_type = fexit_retval_type,
	.plan = plan_fentry,
	.lower_prologue = probe_lower_pid_filter,
	.lower_args_member = probe_word_member,
	.lower_retval = lower_retval,
	.lower_func = probe_func_ip,
	.attach = attach_fentry,
	.list = list_fentry,
	.list_params = list_fentry_params,
};
