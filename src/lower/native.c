/* Imported functions: their instructions become native functions of the module, with all that they call. */
#include <linux/bpf.h>

#include "lower/internal.h"

struct ir_func *lower_native(struct lower *l, struct fn_code *code)
{
	struct ir_func *f = code->lower_priv;

	if (f && f->module == l->module)
		return f;
	f = code->lower_priv = ir_func_new(l->module, code->name, IR_FUNC_SUBPROG, code->param_count);
	f->span = l->b.span;

	struct bpf_insn *insns = arena_dup(l->module->arena, code->insns, code->count * sizeof(*insns));
	for (size_t i = 0; i < code->calls.len; i++)
		insns[code->calls.data[i].insn].imm = (int32_t)lower_native(l, code->calls.data[i].callee)->index;
	f->code = insns;
	f->code_len = code->count;
	return f;
}

/* Beyond the bits of a narrow result, R0 holds anything. */
ir_ref lower_native_result(struct lower *l, const struct type *t, ir_ref r)
{
	if (!t || t->kind == TYPE_VOID || t->size >= 8)
		return r;
	return ir_extend(&l->b, t->is_signed ? IR_sext : IR_zext, r, t->size * 8);
}
