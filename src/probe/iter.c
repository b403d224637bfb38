/*
 * iter:NAME, iter:NAME:PIN: a program that the kernel runs for each object of a kind (tasks, maps, sockets …). The context
 * is struct bpf_iter__NAME. The session reads the iterator to its end, or pins it.
 */
#include <errno.h>
#include <linux/btf.h>
#include <stdio.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probe/probe.h"

#define STRUCT_PREFIX "bpf_iter__"

static uint32_t function_id(struct probe_env *env, const char *name)
{
	return type_btf_find_id(env->types, arena_sprintf(env->arena, "bpf_iter_%s", name), BTF_KIND_FUNC);
}

static const struct type *context_struct(struct probe_env *env, const char *name)
{
	return type_named(env->types, "struct", arena_sprintf(env->arena, STRUCT_PREFIX "%s", name));
}

static struct probe_target *new_target(struct probe_env *env, const struct attach_point *ap, const char *name)
{
	struct probe_target *t =
		probe_target_new(env, &probe_iter, ap, arena_sprintf(env->arena, "iter:%s", name));
	t->name = t->symbol = arena_strdup(env->arena, name);
	t->family = function_id(env, name);
	return t;
}

static int expand_iter(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const char *name = ap->parts.data[1];
	if (probe_ap_is_pattern(ap, 1))
		return probe_spec_error(env, ap, "iter probe type does not support wildcards");
	if (!*name)
		return probe_spec_error(env, ap, "iter should specify a iterator's name");
	if (!type_has_btf(env->types) || !function_id(env, name) || !context_struct(env, name)) {
		diag_add(env->diags, D_KERNEL_FEATURE, ap->span, "iter %s not available for your kernel version.", name);
		return -1;
	}
	struct probe_target *t = new_target(env, ap, name);
	t->priv = ap->parts.len > 2 ? (void *)(uintptr_t)ap->parts.data[2] : NULL;
	vec_push(env->arena, out, t);
	return 0;
}

static const struct type *iter_ctx_type(struct probe_env *env, struct probe_target *t)
{
	const struct type *s = context_struct(env, t->name);
	return s ? type_pointer(env->types, s, SPACE_KERNEL) : NULL;
}

static int plan_iter(struct probe_env *env, struct unit *u)
{
	const struct probe_target *t = u->targets.data[0];
	if (u->plan_attempt > 0)
		return -1;
	if (!env->compile_only && !feature(env->features, FEAT_TRACING)) {
		diag_add(env->diags, D_KERNEL_FEATURE, t->ap->span,
			 "The kernel contains bpf_iter__%s struct but does not support loading an iterator program "
			 "against it.",
			 t->name);
		return -1;
	}
	if (u->decl->attach_points.len > 1)
		return probe_spec_error(env, t->ap, "iter probe only supports one attach point.");
	u->plan = (struct load_plan){
		.mechanism = "iterator",
		.prog_type = BPF_PROG_TYPE_TRACING,
		.attach_type = BPF_TRACE_ITER,
		.attach_btf_id = t->family,
	};
	return 0;
}

/* ---- attaching ---- */

static int create_link(const struct attach_env *env, int prog_fd)
{
	int pid = probe_target_pid(env);
	union bpf_iter_link_info info = { 0 };
	DECLARE_LIBBPF_OPTS(bpf_link_create_opts, opts);
	if (pid > 0) {
		info.task.pid = (uint32_t)pid;
		opts.iter_info = &info;
		opts.iter_info_len = sizeof(info);
	}
	return bpf_link_create(prog_fd, 0, BPF_TRACE_ITER, &opts);
}

/* PIN: a path, or a name in the BPF file system. */
static int pin_link(struct attach_env *env, int link_fd, const char *pin)
{
	char path[512];
	snprintf(path, sizeof(path), "%s%s", *pin == '/' ? "" : "/sys/fs/bpf/", pin);
	int err = bpf_obj_pin(link_fd, path);
	if (err)
		probe_attach_reason(env, "Failed to pin iter probe link");
	else
		run_announce(env->run, "Program pinned to %s\n", path);
	return err;
}

static int attach_iter(struct attach_env *env, struct unit *u, int prog_fd)
{
	const char *pin = u->targets.data[0]->priv;
	int link_fd = create_link(env, prog_fd);
	if (link_fd < 0)
		return link_fd;
	run_link_add(env->run, link_fd);
	if (pin)
		return pin_link(env, link_fd, pin) ?: 1;
	int fd = bpf_iter_create(link_fd);
	if (fd < 0)
		return fd;
	run_iter_add(env->run, fd);
	return 1;
}

/* ---- listing ---- */

struct search {
	struct probe_env *env;
	const struct attach_point *pattern;
	void (*emit)(void *ctx, const struct probe_target *t);
	void *ctx;
};

static void emit_iterator(void *ctx, const char *keyword, const char *name)
{
	struct search *s = ctx;
	if (!str_starts(name, STRUCT_PREFIX) || strcmp(keyword, "struct"))
		return;
	name += strlen(STRUCT_PREFIX);
	if ((s->pattern->parts.len < 2 || wildcard_match(s->pattern->parts.data[1], name)) && function_id(s->env, name))
		s->emit(s->ctx, new_target(s->env, s->pattern, name));
}

static void list_iter(struct probe_env *env, const struct attach_point *pattern,
		      void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	struct search s = { .env = env, .pattern = pattern, .emit = emit, .ctx = ctx };
	if (type_has_btf(env->types))
		type_btf_each_type(env->types, emit_iterator, &s);
}

static void list_iter_params(struct probe_env *env, struct probe_target *t, void (*emit)(void *, const char *),
			     void *ctx)
{
	const struct type *s = type_complete(env->types, context_struct(env, t->name));
	for (uint32_t i = 0; s && i < s->member_count; i++) {
		struct type_member m = s->members[i];
		const struct type *t_member = m.type;
		if (!m.name && t_member->kind == TYPE_STRUCT) /* the kernel wraps pointers in unions */
			m = type_complete(env->types, t_member)->members[0];
		if (m.name && strcmp(m.name, "meta"))
			emit(ctx, arena_sprintf(env->arena, "%s %s", type_name(env->types, m.type), m.name));
	}
}

const struct probe_kind probe_iter = {
	.name = "iter",
	.aliases = (const char *const[]){ "it", NULL },
	.probetype = "iter",
	.bit = PROBE_ITER,
	.min_parts = 1,
	.max_parts = 2,
	.arity_text = "takes 2 arguments (1 optional)",
	.space = SPACE_KERNEL,
	.list_by_default = true,
	.expand = expand_iter,
	.ctx_type = iter_ctx_type,
	.plan = plan_iter,
	.attach = attach_iter,
	.list = list_iter,
	.list_params = list_iter_params,
};
