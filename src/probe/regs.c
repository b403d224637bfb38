/* Registers: contexts that are, or begin with, the struct pt_regs of the traced place. Offsets come from arch. */
#include <assert.h>

#include "probe/probe.h"

static ir_ref load_register(struct lower *l, int offset)
{
	assert(offset >= 0);
	return ir_load_ctx(&l->b, offset, arch_host()->word);
}

ir_ref probe_regs_arg(struct lower *l, unsigned n) { return load_register(l, arch_arg_offset(arch_host(), n)); }

ir_ref probe_regs_retval(struct lower *l)
{
	const struct arch *a = arch_host();
	return load_register(l, arch_reg_offset(a, a->ret));
}

ir_ref probe_regs_ip(struct lower *l)
{
	const struct arch *a = arch_host();
	return load_register(l, arch_reg_offset(a, a->ip));
}

ir_ref probe_regs_word(struct lower *l, uint32_t offset) { return load_register(l, (int)offset); }

ir_ref probe_func_ip(struct lower *l) { return ir_call(&l->b, BPF_FUNC_get_func_ip, 1, l->ctx); }

/* A structure of the kernel that a context has; NULL without BTF. */
static const struct type *kernel_struct_pointer(struct probe_env *env, const char *name)
{
	const struct type *s = type_named(env->types, "struct", name);
	return s ? type_pointer(env->types, s, SPACE_KERNEL) : NULL;
}

/* struct pt_regs from the table of registers, for kernels without BTF. */
static const struct type *regs_from_arch(struct probe_env *env)
{
	const struct arch *a = arch_host();
	VEC(struct type_member) members = { 0 };
	uint32_t end = 0;
	for (const struct arch_reg *r = a->regs; r->name; r++) {
		struct type_member m = { .name = r->name, .type = type_int(env->types, a->word, false),
					 .offset = r->offset };
		vec_push(env->arena, &members, m);
		end = MAX(end, (uint32_t)r->offset + a->word);
	}
	struct type *s = type_struct_declare(env->types, "pt_regs", false);
	type_struct_define(env->types, s, members.data, (uint32_t)members.len, end, a->word);
	return s;
}

const struct type *probe_regs_ctx_type(struct probe_env *env, struct probe_target *t)
{
	const struct type *p = kernel_struct_pointer(env, "pt_regs");
	return p ? p : type_pointer(env->types, regs_from_arch(env), SPACE_KERNEL);
}

const struct type *probe_perf_ctx_type(struct probe_env *env, struct probe_target *t)
{
	return kernel_struct_pointer(env, "bpf_perf_event_data");
}
