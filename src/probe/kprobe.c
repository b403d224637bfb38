/*
 * kprobe and kretprobe: functions of the kernel, by name, module and name, name and offset, wildcard or address.
 *
 * Three mechanisms serve them, cheapest first: an fentry/fexit trampoline (one whole function whose BTF tells where its
 * arguments are, and a program that asks for nothing but arguments and result), one kprobe_multi link (whole
 * functions), perf events. Names are first looked for in BTF, which is cheap; the kernel's own list of traceable functions is
 * read only for names that BTF does not have, and for wildcards. A function that exists only as a copy made by the
 * compiler (f.isra.0) is attached to under that name, with a note.
 */
#include <errno.h>
#include <stdio.h>

#include "probe/probe.h"

enum { VARIANT_TRAMPOLINE, VARIANT_MULTI, VARIANT_PERF, VARIANT_RENAMED, VARIANT_COUNT };

struct spec {
	const char *module, *func; /* module NULL: none given */
	uint64_t offset;
	bool has_offset, is_address;
	uint64_t address;
};

static bool is_return(const struct probe_kind *k) { return k->bit == PROBE_KRETPROBE; }

/* ---- reading the attach point ---- */

static int parse_offset(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			const char *text, struct spec *s)
{
	int64_t offset;
	if (strchr(text, '+'))
		return probe_spec_error(env, ap, "Cannot take more than one offset");
	if (is_return(k))
		return probe_spec_error(env, ap, "Offset not allowed");
	if (!*text)
		return probe_spec_error(env, ap, "Invalid offset");
	if (probe_parse_number(env, ap, text, "Invalid offset: ", &offset))
		return -1;
	s->offset = (uint64_t)offset;
	s->has_offset = true;
	return 0;
}

static int parse_spec(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap, struct spec *s)
{
	size_t last = ap->parts.len - 1;
	bool negative;
	*s = (struct spec){ .module = last == 2 ? ap->parts.data[1] : NULL, .func = ap->parts.data[last] };
	const char *plus = strchr(s->func, '+');
	if (plus) {
		s->func = arena_strndup(env->arena, s->func, (size_t)(plus - s->func));
		if (parse_offset(env, k, ap, plus + 1, s))
			return -1;
	}
	if (!*s->func)
		return probe_spec_error(env, ap, "%ss should be attached to a function or an address", k->name);
	s->is_address = parse_int_text(s->func, &s->address, &negative);
	return 0;
}

/* ---- targets ---- */

static struct probe_target *function_target(struct probe_env *env, const struct probe_kind *k,
					    const struct attach_point *ap, const struct spec *s, const char *module,
					    const char *name)
{
	struct strbuf b = { 0 };
	strbuf_printf(&b, "%s:", k->name);
	if (s->module)
		strbuf_printf(&b, "%s:", module);
	strbuf_puts(&b, name);
	if (s->offset)
		strbuf_printf(&b, "+%llu", (unsigned long long)s->offset);
	struct probe_target *t = probe_target_new(env, k, ap, arena_strdup(env->arena, strbuf_str(&b)));
	strbuf_done(&b);
	t->group = s->module ? module : NULL;
	t->name = arena_strdup(env->arena, name);
	t->symbol = t->name;
	t->number = s->offset;
	return t;
}

static int expand_address(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			  const struct spec *s, struct target_vec *out)
{
	if (!env->unsafe) {
		diag_add(env->diags, D_UNSAFE, ap->span, "Probing by address requires --unsafe");
		return -1;
	}
	struct probe_target *t = probe_target_new(
		env, k, ap, arena_sprintf(env->arena, "%s:%llu", k->name, (unsigned long long)s->address));
	t->number = s->address + s->offset;
	t->number_kind = TARGET_ADDRESS;
	vec_push(env->arena, out, t);
	return 0;
}

struct wildcard {
	struct probe_env *env;
	const struct probe_kind *kind;
	const struct attach_point *ap;
	const struct spec *spec;
	struct target_vec *out;
};

static void add_match(void *ctx, const char *module, const char *name)
{
	struct wildcard *w = ctx;
	vec_push(w->env->arena, w->out, function_target(w->env, w->kind, w->ap, w->spec, module, name));
}

static void note_renamed(struct probe_env *env, const struct probe_target *t)
{
	diag_add(env->diags, D_PROBE_RENAMED, t->ap->span,
		 "%s exists only as %s, a copy made by the compiler, to which the probe is attached; its arguments may "
		 "differ from those in the source",
		 t->name, t->symbol);
}

static bool function_known(struct probe_env *env, const struct spec *s)
{
	if (env->unsafe)
		return true;
	if (probe_function_hidden(s->func))
		return false;
	return type_btf_func_arity(env->types, s->module, s->func) >= 0 ||
	       probe_function_listed(env, s->module, s->func);
}

static int expand_exact(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			const struct spec *s, struct target_vec *out)
{
	struct probe_target *t = function_target(env, k, ap, s, s->module, s->func);
	if (!function_known(env, s)) {
		const char *clone = s->module ? NULL : probe_function_clone(env, s->func);
		if (!clone) {
			if (env->config->missing_probes != MISSING_IGNORE)
				diag_add(env->diags, D_PROBE_UNTRACEABLE, ap->span,
					 "%s is not traceable (either non-existing, inlined, or marked as \"notrace\"); "
					 "attaching to it will likely fail",
					 s->func);
			return probe_missing(env, k, ap,
					     s->module ? arena_sprintf(env->arena, "%s:%s", s->module, s->func) :
							 s->func);
		}
		t->symbol = clone;
		note_renamed(env, t);
	}
	vec_push(env->arena, out, t);
	return 0;
}

static int expand_kprobe(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	struct spec s;
	if (parse_spec(env, k, ap, &s))
		return -1;
	if (s.is_address)
		return expand_address(env, k, ap, &s, out);
	if (s.module && !probe_is_pattern(s.module) && !probe_module_loaded(s.module))
		return probe_spec_error(env, ap, "specified module %s in probe %s:%s:%s is not loaded.", s.module,
					k->name, s.module, s.func);
	if (!probe_ap_is_pattern(ap, 1))
		return expand_exact(env, k, ap, &s, out);
	struct wildcard w = { .env = env, .kind = k, .ap = ap, .spec = &s, .out = out };
	probe_each_function(env, s.module, s.func, add_match, &w);
	return 0;
}

static void list_kprobe(struct probe_env *env, const struct attach_point *pattern,
			void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	const struct probe_kind *k = probe_kind_find(pattern->parts.data[0]);
	size_t last = pattern->parts.len - 1;
	struct target_vec found = { 0 };
	struct spec s = { .module = last == 2 ? pattern->parts.data[1] : NULL,
			  .func = last ? pattern->parts.data[last] : "*" };
	struct wildcard w = { .env = env, .kind = k, .ap = pattern, .spec = &s, .out = &found };
	probe_each_function(env, s.module, s.func, add_match, &w);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

static void list_kprobe_params(struct probe_env *env, struct probe_target *t, void (*emit)(void *, const char *),
			       void *ctx)
{
	unsigned what = is_return(t->kind) ? TYPE_BTF_RETVAL : TYPE_BTF_PARAMS | TYPE_BTF_ARG_N;
	type_btf_func_lines(env->types, t->group, t->name, what, emit, ctx);
}

/* ---- choosing a mechanism ---- */

static bool whole_function(const struct probe_target *t)
{
	return t->number_kind == TARGET_PLAIN && !t->number && t->name;
}

static bool policy_allows(const struct probe_env *env, enum attach_policy policy)
{
	enum attach_policy chosen = env->config->attach;
	return chosen == ATTACH_AUTO || chosen == ATTACH_RAW || chosen == policy;
}

/* The program needs nothing that only a kprobe has: registers, the stack as a kprobe sees it, the instruction's address. */
static bool trampoline_serves(const struct unit *u, const struct type_btf_func *f)
{
	if (u->uses_stack || u->uses_func || !f->plain)
		return false;
	if (is_return(u->kind))
		return !u->max_arg && (!u->uses_retval || f->ret->kind != TYPE_VOID);
	return u->max_arg <= f->param_count;
}

static int plan_trampoline(struct probe_env *env, struct unit *u)
{
	const struct probe_target *t = u->targets.data[0];
	struct type_btf_func f;
	if (!policy_allows(env, ATTACH_TRAMPOLINE) || u->targets.len != 1 || !whole_function(t) ||
	    t->symbol != t->name || !(env->compile_only || feature(env->features, FEAT_TRACING)))
		return -1;
	if (!type_btf_find_func(env->types, t->group, t->name, &f) || !trampoline_serves(u, &f))
		return -1;
	return probe_plan_trampoline(env, u, &f, is_return(u->kind));
}

static bool in_vmlinux(const struct probe_target *t) { return !t->group || !strcmp(t->group, "vmlinux"); }

/*
 * Newer kernels give multi probes only some registers and walk stacks from a different place, so a single function whose
 * program looks at these takes a perf event.
 */
static int plan_multi(struct probe_env *env, struct unit *u)
{
	if (!policy_allows(env, ATTACH_MULTI) || env->compile_only || !feature(env->features, FEAT_KPROBE_MULTI))
		return -1;
	if (u->targets.len == 1 && (u->max_arg == UINT32_MAX || u->uses_stack) && env->config->attach != ATTACH_MULTI)
		return -1;
	for (size_t i = 0; i < u->targets.len; i++)
		if (!whole_function(u->targets.data[i]) || !in_vmlinux(u->targets.data[i]))
			return -1;
	u->plan = (struct load_plan){ .mechanism = "kprobe_multi", .prog_type = BPF_PROG_TYPE_KPROBE,
				      .attach_type = KERN_TRACE_KPROBE_MULTI };
	return 0;
}

static int plan_perf(struct probe_env *env, struct unit *u)
{
	if (!policy_allows(env, ATTACH_PERF) || !(env->compile_only || feature(env->features, FEAT_KPROBE)))
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf kprobe", .prog_type = BPF_PROG_TYPE_KPROBE,
					.lingers = true };
	return 0;
}

/* Last resort: the name was only in BTF. */
static int plan_renamed(struct probe_env *env, struct unit *u)
{
	struct probe_target *t = u->targets.data[0];
	if (u->targets.len != 1 || !whole_function(t) || t->symbol != t->name)
		return -1;
	if (plan_perf(env, u) && plan_multi(env, u))
		return -1;
	const char *clone = probe_function_clone(env, t->name);
	if (!clone)
		return -1;
	t->symbol = clone;
	note_renamed(env, t);
	return 0;
}

static int plan_variant(struct probe_env *env, struct unit *u, int variant)
{
	switch (variant) {
	case VARIANT_TRAMPOLINE:
		return plan_trampoline(env, u);
	case VARIANT_MULTI:
		return plan_multi(env, u);
	case VARIANT_PERF:
		return plan_perf(env, u);
	default:
		return plan_renamed(env, u);
	}
}

static int plan_kprobe(struct probe_env *env, struct unit *u)
{
	int first = u->plan_attempt ? u->plan.variant + 1 : 0;
	for (int v = first; v < VARIANT_COUNT; v++)
		if (!plan_variant(env, u, v)) {
			u->plan.variant = v;
			return 0;
		}
	if (!u->plan_attempt)
		diag_add(env->diags, D_KERNEL_FEATURE, u->targets.data[0]->ap->span,
			 feature(env->features, FEAT_KPROBE) ?
				 "the mechanism that the setting 'attach' asks for cannot serve this %s" :
				 "this kernel has no kprobes (CONFIG_KPROBES), which a %s needs",
			 u->kind->name);
	return -1;
}

/* ---- code ---- */

static bool has_registers(const struct lower *l) { return l->unit->plan.prog_type == BPF_PROG_TYPE_KPROBE; }

/* A register's worth of an argument: callers extend narrow arguments to 32 bits and clear the rest. */
static ir_ref lower_arg(struct lower *l, unsigned n)
{
	if (has_registers(l))
		return probe_regs_arg(l, n);
	const struct type_member *p = &l->unit->plan.func->params[n];
	ir_ref v = probe_word(l, p->type, (int32_t)p->offset);
	return type_is_integral(p->type) && p->type->size < 8 ? ir_extend(&l->b, IR_zext, v, 32) : v;
}

static ir_ref lower_retval(struct lower *l)
{
	if (has_registers(l))
		return probe_regs_retval(l);
	const struct type_btf_func *f = l->unit->plan.func;
	int32_t offset = 8 * (int32_t)f->param_count;
	if (f->ret->kind == TYPE_POINTER)
		return probe_word(l, f->ret, offset);
	return ir_load_ctx(&l->b, offset, 8);
}

/* ---- attaching ---- */

static int attach_multi(struct attach_env *env, struct unit *u, int prog_fd)
{
	uint32_t n = (uint32_t)u->targets.len;
	const char **symbols = xcalloc(n, sizeof(*symbols));
	uint64_t *cookies = probe_asks_target(u) ? xcalloc(n, sizeof(*cookies)) : NULL;
	for (uint32_t i = 0; i < n; i++) {
		symbols[i] = u->targets.data[i]->symbol;
		if (cookies)
			cookies[i] = i;
	}
	if (n > 1) {
		run_verbose(env->run, "Attaching to %u functions", n);
		for (uint32_t i = 0; i < n; i++)
			run_verbose(env->run, " %s", symbols[i]);
	}
	int fd = kern_attach_kprobe_multi(prog_fd, u->plan.attach_type, symbols, n, is_return(u->kind), cookies);
	free(symbols);
	free(cookies);
	if (fd < 0)
		return fd;
	run_link_add(env->run, fd);
	return (int)n;
}

static int attach_one_perf(struct attach_env *env, const struct probe_target *t, int prog_fd, uint64_t cookie)
{
	bool ret = is_return(t->kind);
	char func[256];
	if (t->number_kind == TARGET_ADDRESS)
		return probe_attach_perf_fd(env, kern_open_kprobe(NULL, t->number, 0, ret), prog_fd, cookie);
	if (in_vmlinux(t))
		snprintf(func, sizeof(func), "%s", t->symbol);
	else
		snprintf(func, sizeof(func), "%s:%s", t->group, t->symbol);
	int err = probe_attach_perf_fd(env, kern_open_kprobe(func, 0, t->number, ret), prog_fd, cookie);
	if (err == -EILSEQ)
		probe_attach_reason(env, "Possible attachment attempt in the middle of an instruction, try a different "
					 "offset.");
	return err;
}

static int attach_kprobe(struct attach_env *env, struct unit *u, int prog_fd)
{
	if (u->plan.variant == VARIANT_TRAMPOLINE)
		return probe_attach_trampoline(env, prog_fd, NULL) ?: 1;
	if (u->plan.attach_type == KERN_TRACE_KPROBE_MULTI)
		return attach_multi(env, u, prog_fd);
	return probe_attach_each(env, u, prog_fd, attach_one_perf);
}

const struct probe_kind probe_kprobe = {
	.name = "kprobe",
	.aliases = (const char *const[]){ "k", NULL },
	.probetype = "kprobe",
	.bit = PROBE_KPROBE,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.pid_filter = true,
	.expand = expand_kprobe,
	.ctx_type = probe_regs_ctx_type,
	.plan = plan_kprobe,
	.lower_prologue = probe_lower_pid_filter,
	.lower_arg = lower_arg,
	.lower_func = probe_regs_ip,
	.lower_reg = probe_regs_word,
	.tells_targets = probe_cookie_tells,
	.lower_target = probe_lower_cookie,
	.attach = attach_kprobe,
	.list = list_kprobe,
	.list_params = list_kprobe_params,
};

const struct probe_kind probe_kretprobe = {
	.name = "kretprobe",
	.aliases = (const char *const[]){ "kr", NULL },
	.probetype = "kretprobe",
	.bit = PROBE_KRETPROBE,
	.min_parts = 1,
	.max_parts = 2,
	.space = SPACE_KERNEL,
	.pid_filter = true,
	.expand = expand_kprobe,
	.ctx_type = probe_regs_ctx_type,
	.plan = plan_kprobe,
	.lower_prologue = probe_lower_pid_filter,
	.lower_retval = lower_retval,
	.lower_func = probe_func_ip,
	.lower_reg = probe_regs_word,
	.tells_targets = probe_cookie_tells,
	.lower_target = probe_lower_cookie,
	.attach = attach_kprobe,
	.list = list_kprobe,
	.list_params = list_kprobe_params,
};
