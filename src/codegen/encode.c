/* Single BPF instructions, appended to the function's code. */
#include <assert.h>

#include "codegen/mach.h"

void cg_code(struct cg_fn *fn, struct bpf_insn insn)
{
	vec_push(fn->a, &fn->code, insn);
}

static uint8_t size_code(unsigned size)
{
	return size == 8 ? BPF_DW : size == 4 ? BPF_W : size == 2 ? BPF_H : BPF_B;
}

void cg_code_alu_imm(struct cg_fn *fn, unsigned code, unsigned reg, int32_t imm, bool narrow)
{
	cg_code(fn, (struct bpf_insn){ .code = (narrow ? BPF_ALU : BPF_ALU64) | code | BPF_K,
				       .dst_reg = reg,
				       .imm = imm });
}

void cg_code_alu_reg(struct cg_fn *fn, unsigned code, unsigned reg, unsigned src, bool narrow)
{
	cg_code(fn, (struct bpf_insn){ .code = (narrow ? BPF_ALU : BPF_ALU64) | code | BPF_X,
				       .dst_reg = reg,
				       .src_reg = src });
}

void cg_code_load(struct cg_fn *fn, unsigned reg, unsigned base, int32_t off, unsigned size)
{
	assert(off == (int16_t)off);
	cg_code(fn, (struct bpf_insn){ .code = BPF_LDX | BPF_MEM | size_code(size),
				       .dst_reg = reg,
				       .src_reg = base,
				       .off = off });
}

void cg_code_store(struct cg_fn *fn, unsigned base, int32_t off, unsigned reg, unsigned size)
{
	assert(off == (int16_t)off);
	cg_code(fn, (struct bpf_insn){ .code = BPF_STX | BPF_MEM | size_code(size),
				       .dst_reg = base,
				       .src_reg = reg,
				       .off = off });
}

void cg_code_store_imm(struct cg_fn *fn, unsigned base, int32_t off, int32_t imm, unsigned size)
{
	assert(off == (int16_t)off);
	cg_code(fn, (struct bpf_insn){ .code = BPF_ST | BPF_MEM | size_code(size),
				       .dst_reg = base,
				       .off = off,
				       .imm = imm });
}

static void code_wide(struct cg_fn *fn, unsigned reg, unsigned pseudo, uint64_t imm)
{
	cg_code(fn, (struct bpf_insn){ .code = BPF_LD | BPF_IMM | BPF_DW,
				       .dst_reg = reg,
				       .src_reg = pseudo,
				       .imm = (int32_t)imm });
	cg_code(fn, (struct bpf_insn){ .imm = (int32_t)(imm >> 32) });
}

static void code_reloc(struct cg_fn *fn, enum cg_reloc_kind kind, uint32_t index)
{
	vec_push(fn->a, &fn->relocs, (struct cg_reloc){ fn->code.len, kind, index });
}

static void code_const(struct cg_fn *fn, unsigned reg, int64_t v)
{
	if (cg_fits32(v))
		cg_code_alu_imm(fn, BPF_MOV, reg, (int32_t)v, false);
	else if ((uint64_t)v <= UINT32_MAX)
		cg_code_alu_imm(fn, BPF_MOV, reg, (int32_t)v, true);
	else
		code_wide(fn, reg, 0, v);
}

void cg_code_mov(struct cg_fn *fn, unsigned reg, const struct cg_opd *src, unsigned size)
{
	const unsigned high_end = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 8 - size : 0;

	switch (src->kind) {
	case CG_OPD_PHYS:
		if (src->index != reg)
			cg_code_alu_reg(fn, BPF_MOV, reg, src->index, false);
		break;
	case CG_OPD_IMM: code_const(fn, reg, src->imm); break;
	case CG_OPD_HOME: cg_code_load(fn, reg, BPF_REG_10, src->imm + high_end, size); break;
	case CG_OPD_MAP:
		code_reloc(fn, CG_RELOC_MAP, src->index);
		code_wide(fn, reg, BPF_PSEUDO_MAP_FD, 0);
		break;
	case CG_OPD_MAP_VALUE:
		code_reloc(fn, CG_RELOC_MAP_VALUE, src->index);
		code_wide(fn, reg, BPF_PSEUDO_MAP_VALUE, (uint64_t)src->imm << 32);
		break;
	case CG_OPD_FUNC:
		code_reloc(fn, CG_RELOC_FUNC, src->index);
		code_wide(fn, reg, BPF_PSEUDO_FUNC, 0);
		break;
	default: assert(!"an operand that can't be moved");
	}
}
