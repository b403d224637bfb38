/*
 * Contexts that are an array of 8-byte words: the arguments of a function or raw tracepoint, then (fexit) the result.
 * The verifier gives words that are pointers to structures a type of their own, and refuses to load words that point to
 * anything but structures, integers and void; those are fetched with a read of the context's memory instead.
 */
#include <errno.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probe/probe.h"

enum slot_kind { SLOT_WORD, SLOT_STRUCT_POINTER, SLOT_OTHER_POINTER };

static enum slot_kind slot_kind(const struct type *t)
{
	if (t->kind != TYPE_POINTER || !t->inner)
		return SLOT_WORD;
	switch (t->inner->kind) {
	case TYPE_VOID:
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_NONE:
		return SLOT_WORD;
	case TYPE_STRUCT:
		return SLOT_STRUCT_POINTER;
	default:
		return SLOT_OTHER_POINTER;
	}
}

static ir_ref read_word(struct lower *l, int32_t offset)
{
	ir_ref slot = lower_slot_addr(l, 8, 8, "word");
	lower_probe_read(l, slot, ir_const(&l->b, 8), ir_offset(&l->b, l->ctx, offset), SPACE_KERNEL);
	return ir_load(&l->b, slot, 0, 8, false);
}

static ir_ref load_struct_pointer(struct lower *l, int32_t offset)
{
	const struct load_plan *plan = &l->unit->plan;
	ir_ref v = ir_load_ctx(&l->b, offset, 8);
	if (!ir_is(v, IR_load_ctx))
		return v; /* unreachable code */
	v->imm2 |= IR_KERNEL_PTR;
	if (plan->attach_type == BPF_TRACE_RAW_TP)
		v->imm2 |= IR_MAYBE_NULL;
	else if (feature(l->features, FEAT_GET_FUNC_ARG) && offset < 8 * (int32_t)plan->func->param_count)
		v->imm2 |= IR_FUNC_ARG;
	return v;
}

/* Kernels before 6.7 save narrow arguments in their own width: what is above is left over from something else. */
static ir_ref narrow(struct lower *l, const struct type *t, ir_ref v)
{
	if (!type_is_integral(t) || t->size >= 8)
		return v;
	return ir_extend(&l->b, t->is_signed ? IR_sext : IR_zext, v, t->size * 8);
}

ir_ref probe_word(struct lower *l, const struct type *t, int32_t offset)
{
	if (l->unit->plan.prog_type == BPF_PROG_TYPE_TRACING) {
		enum slot_kind kind = slot_kind(t);
		if (kind == SLOT_STRUCT_POINTER)
			return load_struct_pointer(l, offset);
		if (kind == SLOT_OTHER_POINTER)
			return read_word(l, offset);
	}
	return narrow(l, t, ir_load_ctx(&l->b, offset, 8));
}

struct value probe_word_member(struct lower *l, const struct type_member *m)
{
	struct value v = value_reg(m->type, probe_word(l, m->type, (int32_t)m->offset));
	if (m->type->kind == TYPE_POINTER)
		v.space = m->type->space ? m->type->space : SPACE_KERNEL;
	return v;
}

const struct type *probe_params_type(struct probe_env *env, const char *name, const struct type_btf_func *f,
				     bool with_retval)
{
	VEC(struct type_member) members = { 0 };
	for (uint32_t i = 0; i < f->param_count; i++)
		vec_push(env->arena, &members, f->params[i]);
	if (with_retval && f->ret->kind != TYPE_VOID) {
		struct type_member m = { .name = "retval", .type = f->ret, .offset = 8 * f->param_count };
		vec_push(env->arena, &members, m);
	}
	struct type *s = type_struct_declare(env->types, name, false);
	type_struct_define(env->types, s, members.data, (uint32_t)members.len, 8 * (uint32_t)members.len, 8);
	return s;
}

/* ---- BTF of modules ---- */

static bool btf_is_named(int fd, const char *name)
{
	char buffer[64] = "";
	struct bpf_btf_info info = { .name = (uintptr_t)buffer, .name_len = sizeof(buffer) };
	uint32_t len = sizeof(info);
	return !bpf_obj_get_info_by_fd(fd, &info, &len) && info.kernel_btf && !strcmp(buffer, name);
}

int probe_module_btf_fd(const char *module)
{
	uint32_t id = 0;
	while (!bpf_btf_get_next_id(id, &id)) {
		int fd = bpf_btf_get_fd_by_id(id);
		if (fd < 0)
			continue;
		if (btf_is_named(fd, module))
			return fd;
		close(fd);
	}
	return -ENOENT;
}

int probe_plan_trampoline(struct probe_env *env, struct unit *u, const struct type_btf_func *f, bool is_return)
{
	int module_fd = 0;
	if (strcmp(f->module, "vmlinux") && !env->compile_only) {
		module_fd = probe_module_btf_fd(f->module);
		if (module_fd < 0)
			return -1;
	}
	u->plan = (struct load_plan){
		.mechanism = is_return ? "fexit" : "fentry",
		.prog_type = BPF_PROG_TYPE_TRACING,
		.attach_type = is_return ? BPF_TRACE_FEXIT : BPF_TRACE_FENTRY,
		.attach_btf_id = f->id,
		.attach_btf_module = module_fd,
		.func = arena_dup(env->arena, f, sizeof(*f)),
	};
	return 0;
}
