/*
 * Native functions: their instructions stay as they are. What the planning of the stack has to know of them is read from the
 * instructions: which functions they call, and how far below the frame pointer they reach.
 */
#include "codegen/mach.h"

static bool is_local_call(const struct bpf_insn *i)
{
	return i->code == (BPF_JMP | BPF_CALL) && i->src_reg == BPF_PSEUDO_CALL;
}

void cg_native_callees(struct ir_func *f, void (*fn)(void *ctx, struct ir_func *callee), void *ctx)
{
	for (uint32_t i = 0; i < f->code_len; i++)
		if (is_local_call(&f->code[i]))
			fn(ctx, f->module->funcs.data[f->code[i].imm]);
}

/* How far below the frame pointer an instruction reaches: by its access, or by an address that it may compute. */
static uint32_t reach_of(const struct bpf_insn *i)
{
	unsigned class = BPF_CLASS(i->code);
	int32_t off = 0;

	if (((class == BPF_ST || class == BPF_STX) && i->dst_reg == BPF_REG_10) ||
	    (class == BPF_LDX && i->src_reg == BPF_REG_10))
		off = i->off;
	else if (i->code == (BPF_ALU64 | BPF_ADD | BPF_K))
		off = i->imm;
	return off < 0 && off >= -CG_STACK_BYTES ? (uint32_t)-off : 0;
}

uint32_t cg_native_stack(const struct ir_func *f)
{
	uint32_t bytes = 0;

	for (uint32_t i = 0; i < f->code_len; i++)
		bytes = MAX(bytes, reach_of(&f->code[i]));
	return ALIGN_UP(bytes, 8);
}

struct cg_fn *cg_native(struct cg_unit *unit, struct ir_func *f, uint32_t hard_limit)
{
	struct cg_fn *fn = ARENA_NEW(unit->arena, struct cg_fn);

	*fn = (struct cg_fn){ .a = unit->arena, .unit = unit, .f = f, .stack_bytes = cg_native_stack(f) };
	if (fn->stack_bytes > hard_limit)
		unit->error = "an imported function needs more stack than there is";
	for (uint32_t i = 0; i < f->code_len; i++) {
		const struct bpf_insn *insn = &f->code[i];

		vec_push(fn->a, &fn->code, *insn);
		if (is_local_call(insn))
			vec_push(fn->a, &fn->relocs, ((struct cg_reloc){ i, CG_RELOC_FUNC, (uint32_t)insn->imm }));
	}
	return fn;
}
