/*
 * tracepoint:CATEGORY:EVENT: events of tracefs, with the fields of their format files.
 *
 * The general mechanism is a perf event. Cheaper ones that mean the same: system call events share the two raw tracepoints
 * sys_enter and sys_exit (syscall.c); an event whose fields are not used is attached to as raw tracepoint of the same
 * name, which is faster per event and costs no grace period at the end. Kernel stacks look different from inside a
 * raw tracepoint, so programs that take stacks stay with perf.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "probe/probe.h"

enum { VARIANT_SYSCALL_BTF, VARIANT_SYSCALL_RAW, VARIANT_RAW, VARIANT_PERF, VARIANT_COUNT };

static void add_target(struct probe_env *env, const struct attach_point *ap, const char *category, const char *event,
		       struct target_vec *out)
{
	const char *text = arena_sprintf(env->arena, "tracepoint:%s:%s", category, event);
	struct probe_target *t = probe_target_new(env, &probe_tracepoint, ap, text);
	t->group = arena_strdup(env->arena, category);
	t->name = t->symbol = arena_strdup(env->arena, event);
	t->family = probe_syscall_event(category, event, &t->number);
	vec_push(env->arena, out, t);
}

struct wildcard {
	struct probe_env *env;
	const struct attach_point *ap;
	struct target_vec *out;
};

static void add_match(void *ctx, const char *category, const char *event)
{
	struct wildcard *w = ctx;
	add_target(w->env, w->ap, category, event, w->out);
}

static bool event_exists(const char *root, const char *category, const char *event)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/events/%s/%s/id", root, category, event);
	return !strchr(event, '/') && !strchr(category, '/') && access(path, F_OK) == 0;
}

static int expand_exact(struct probe_env *env, const struct attach_point *ap, const char *category, const char *event,
			struct target_vec *out)
{
	const char *root = probe_tracefs(env, ap);
	if (!root)
		return -1;
	if (event_exists(root, category, event)) {
		add_target(env, ap, category, event, out);
		return 0;
	}
	size_t before = env->diags->list.len;
	int err = probe_missing(env, &probe_tracepoint, ap, arena_sprintf(env->arena, "%s:%s", category, event));
	if (env->diags->list.len > before && !strcmp(category, "syscall"))
		diag_hint(env->diags, vec_last(&env->diags->list), "Did you mean syscalls:%s?", event);
	return err;
}

static int expand_tracepoint(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const char *event = ap->parts.data[ap->parts.len - 1];
	const char *category = ap->parts.len > 2 ? ap->parts.data[1] : "*";
	if (!probe_ap_is_pattern(ap, 1))
		return ap->parts.len > 2 ? expand_exact(env, ap, category, event, out) :
					   probe_arity_error(env, &probe_tracepoint, ap);
	if (!probe_tracefs(env, ap))
		return -1;
	struct wildcard w = { .env = env, .ap = ap, .out = out };
	probe_each_event(env, category, event, add_match, &w);
	return 0;
}

static void list_tracepoint(struct probe_env *env, const struct attach_point *pattern,
			    void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	size_t last = pattern->parts.len - 1;
	struct target_vec found = { 0 };
	struct wildcard w = { .env = env, .ap = pattern, .out = &found };
	probe_each_event(env, last == 2 ? pattern->parts.data[1] : "*", last ? pattern->parts.data[last] : "*",
			 add_match, &w);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

static void list_tracepoint_params(struct probe_env *env, struct probe_target *t, void (*emit)(void *, const char *),
				   void *ctx)
{
	tracefs_event_fields(t->group, t->name, emit, ctx);
}

static const struct type *tracepoint_args(struct probe_env *env, struct probe_target *t, struct span span)
{
	if (t->args)
		return t->args;
	int err = tracefs_event_type(env->types, t->group, t->name, &t->args);
	if (err)
		diag_add(env->diags, D_PROBE_MISSING, span, "Cannot read the format of tracepoint %s:%s: %s", t->group,
			 t->name, strerror(-err));
	return t->args;
}

/* ---- choosing a mechanism ---- */

/* Categories whose events are no tracepoints of the kernel's code. */
static bool is_dynamic(const char *category)
{
	static const char *const dynamic[] = { "syscalls", "kprobes", "uprobes", "eprobes", "fprobes", "synthetic",
					       "ftrace", "probe" };
	for (size_t i = 0; i < ARRAY_LEN(dynamic); i++)
		if (!strcmp(dynamic[i], category))
			return true;
	return false;
}

static int plan_raw(struct unit *u)
{
	if (u->uses_args || u->uses_stack || probe_asks_target(u))
		return -1;
	for (size_t i = 0; i < u->targets.len; i++)
		if (is_dynamic(u->targets.data[i]->group))
			return -1;
	u->plan = (struct load_plan){ .mechanism = "raw tracepoint", .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };
	return 0;
}

static int plan_perf(struct probe_env *env, struct unit *u)
{
	if (probe_asks_target(u) && !probe_cookie_tells(env, u->targets.data[0]))
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf tracepoint", .lingers = true, .prog_type = BPF_PROG_TYPE_TRACEPOINT,
				      .default_return = 1 };
	return 0;
}

static int plan_variant(struct probe_env *env, struct unit *u, int variant)
{
	bool perf_forced = env->config->attach == ATTACH_PERF;
	switch (variant) {
	case VARIANT_SYSCALL_BTF:
	case VARIANT_SYSCALL_RAW:
		return perf_forced ? -1 : probe_syscall_plan(env, u, variant == VARIANT_SYSCALL_BTF);
	case VARIANT_RAW:
		return perf_forced ? -1 : plan_raw(u);
	default:
		return plan_perf(env, u);
	}
}

static int plan_tracepoint(struct probe_env *env, struct unit *u)
{
	for (int v = u->plan_attempt ? u->plan.variant + 1 : 0; v < VARIANT_COUNT; v++)
		if (!plan_variant(env, u, v)) {
			u->plan.variant = v;
			return 0;
		}
	return -1;
}

/* ---- code ---- */

static bool is_syscall_variant(const struct lower *l) { return l->unit->plan.variant <= VARIANT_SYSCALL_RAW; }

static void lower_prologue(struct lower *l)
{
	if (is_syscall_variant(l))
		probe_syscall_prologue(l);
	probe_lower_pid_filter(l);
}

static bool tells_targets(struct probe_env *env, const struct probe_target *t)
{
	return t->family != SYSCALL_NONE || probe_cookie_tells(env, t);
}

static ir_ref lower_target(struct lower *l)
{
	return is_syscall_variant(l) ? probe_syscall_target(l) : probe_lower_cookie(l);
}

/* The verifier wants loads from the context aligned; what is not goes through a read of its memory. */
static struct value lower_args_member(struct lower *l, const struct type_member *m)
{
	if (is_syscall_variant(l))
		return probe_syscall_member(l, m);
	if (m->is_data_loc) {
		ir_ref word = ir_load_ctx(&l->b, (int32_t)m->offset, 4);
		ir_ref offset = ir_binary(&l->b, IR_and, word, ir_const(&l->b, 0xffff));
		return value_reg(m->type, ir_binary(&l->b, IR_add, l->ctx, offset));
	}
	if (!type_is_register(m->type) || m->offset % m->type->size)
		return value_mem(m->type, l->ctx, (int32_t)m->offset, SPACE_KERNEL);
	ir_ref v = ir_load_ctx(&l->b, (int32_t)m->offset, m->type->size);
	if (m->type->is_signed && m->type->size < 8)
		v = ir_extend(&l->b, IR_sext, v, m->type->size * 8);
	struct value r = value_reg(m->type, v);
	if (m->type->kind == TYPE_POINTER)
		r.space = m->type->space ? m->type->space : SPACE_KERNEL;
	return r;
}

/* ---- attaching ---- */

static int64_t event_id(const struct probe_target *t)
{
	char path[512], *text, *end;
	snprintf(path, sizeof(path), "%s/events/%s/%s/id", tracefs_root(), t->group, t->name);
	int err = file_read_all(path, &text, NULL);
	if (err)
		return err;
	int64_t id = strtoll(text, &end, 10);
	err = end == text ? -EINVAL : 0;
	free(text);
	return err ?: id;
}

static int attach_one_perf(struct attach_env *env, const struct probe_target *t, int prog_fd, uint64_t cookie)
{
	int64_t id = event_id(t);
	if (id < 0)
		return (int)id;
	return probe_attach_perf_fd(env, kern_open_tracepoint((uint64_t)id), prog_fd, cookie);
}

static int attach_one_raw(struct attach_env *env, const struct probe_target *t, int prog_fd)
{
	return probe_attach_trampoline(env, prog_fd, t->symbol);
}

/* All events of a family share one attachment. */
static int attach_syscalls(struct attach_env *env, struct unit *u, int prog_fd)
{
	const char *name = u->targets.data[0]->family == SYSCALL_ENTER ? "sys_enter" : "sys_exit";
	bool tracing = u->plan.prog_type == BPF_PROG_TYPE_TRACING;
	return probe_attach_trampoline(env, prog_fd, tracing ? NULL : name) ?: (int)u->targets.len;
}

static int attach_raw(struct attach_env *env, struct unit *u, int prog_fd)
{
	for (size_t i = 0; i < u->targets.len; i++) {
		int err = attach_one_raw(env, u->targets.data[i], prog_fd);
		if (err)
			return err; /* all of them by perf, then */
	}
	return (int)u->targets.len;
}

static int attach_tracepoint(struct attach_env *env, struct unit *u, int prog_fd)
{
	switch (u->plan.variant) {
	case VARIANT_SYSCALL_BTF:
	case VARIANT_SYSCALL_RAW:
		return attach_syscalls(env, u, prog_fd);
	case VARIANT_RAW:
		return attach_raw(env, u, prog_fd);
	default:
		return probe_attach_each(env, u, prog_fd, attach_one_perf);
	}
}

const struct probe_kind probe_tracepoint = {
	.name = "tracepoint",
	.aliases = (const char *const[]){ "t", NULL },
	.probetype = "tracepoint",
	.bit = PROBE_TRACEPOINT,
	.min_parts = 1,
	.max_parts = 2,
	.arity_text = "requires 2 arguments",
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.pid_filter = true,
	.expand = expand_tracepoint,
	.args = tracepoint_args,
	.plan = plan_tracepoint,
	.lower_prologue = lower_prologue,
	.lower_args_member = lower_args_member,
	.tells_targets = tells_targets,
	.lower_target = lower_target,
	.attach = attach_tracepoint,
	.list = list_tracepoint,
	.list_params = list_tracepoint_params,
};
