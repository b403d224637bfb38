/*
 * The disassembler: a line for each instruction in the notation of the kernel's verifier log, number and opcode first,
 * names in place of descriptors and helper numbers. With source, the script's line stands above what was made of it.
 */
#include <inttypes.h>

#include "codegen/mach.h"

static const char *const alu_signs[16] = { "+=", "-=", "*=", "/=",   "|=", "&=", "<<=", ">>=",
					   NULL, "%=", "^=", "=",    "s>>=" };
static const char *const jump_signs[16] = { NULL, "==", ">",  ">=", "&",  "!=", "s>",
					    "s>=", NULL, NULL, "<",  "<=", "s<", "s<=" };
static const char *const size_names[4] = { "u32", "u16", "u8", "u64" };

static const char *size_name(const struct bpf_insn *i)
{
	return size_names[BPF_SIZE(i->code) >> 3];
}

static char width(const struct bpf_insn *i)
{
	return BPF_CLASS(i->code) == BPF_ALU || BPF_CLASS(i->code) == BPF_JMP32 ? 'w' : 'r';
}

static void print_alu(const struct bpf_insn *i, struct strbuf *out)
{
	char w = width(i);
	unsigned op = BPF_OP(i->code);

	if (op == BPF_NEG)
		strbuf_printf(out, "%c%u = -%c%u", w, i->dst_reg, w, i->dst_reg);
	else if (op == BPF_END)
		strbuf_printf(out, "r%u = %s%d r%u", i->dst_reg, BPF_SRC(i->code) == BPF_TO_BE ? "be" : "le", i->imm,
			      i->dst_reg);
	else if (BPF_SRC(i->code) == BPF_X)
		strbuf_printf(out, "%c%u %s %c%u", w, i->dst_reg, alu_signs[op >> 4], w, i->src_reg);
	else
		strbuf_printf(out, "%c%u %s %d", w, i->dst_reg, alu_signs[op >> 4], i->imm);
}

static void print_memory(const struct bpf_insn *i, struct strbuf *out)
{
	const char *size = size_name(i);

	if (BPF_CLASS(i->code) == BPF_LDX)
		strbuf_printf(out, "r%u = *(%s *)(r%u %+d)", i->dst_reg, size, i->src_reg, i->off);
	else if (BPF_CLASS(i->code) == BPF_ST)
		strbuf_printf(out, "*(%s *)(r%u %+d) = %d", size, i->dst_reg, i->off, i->imm);
	else if (BPF_MODE(i->code) == BPF_ATOMIC)
		strbuf_printf(out, "lock *(%s *)(r%u %+d) += r%u", size, i->dst_reg, i->off, i->src_reg);
	else
		strbuf_printf(out, "*(%s *)(r%u %+d) = r%u", size, i->dst_reg, i->off, i->src_reg);
}

static const char *func_name(const struct cg_program *p, uint32_t insn)
{
	for (size_t k = 0; k < p->funcs.len; k++)
		if (p->funcs.data[k].first_insn == insn)
			return p->funcs.data[k].name;
	return "?";
}

static void print_call(const struct cg_program *p, uint32_t n, struct strbuf *out)
{
	const struct bpf_insn *i = &p->insns[n];

	if (i->src_reg == BPF_PSEUDO_CALL)
		strbuf_printf(out, "call pc%+d#%s", i->imm, func_name(p, n + 1 + i->imm));
	else if (i->src_reg == BPF_PSEUDO_KFUNC_CALL)
		strbuf_printf(out, "call kernel-function#%d", i->imm);
	else if (cg_helper_name(i->imm))
		strbuf_printf(out, "call %s#%d", cg_helper_name(i->imm), i->imm);
	else
		strbuf_printf(out, "call unknown#%d", i->imm);
}

static void print_jump(const struct cg_program *p, uint32_t n, struct strbuf *out)
{
	const struct bpf_insn *i = &p->insns[n];
	unsigned op = BPF_OP(i->code);
	char w = width(i);

	if (op == BPF_CALL)
		print_call(p, n, out);
	else if (op == BPF_EXIT)
		strbuf_puts(out, "exit");
	else if (op == BPF_JA)
		strbuf_printf(out, "goto pc%+d", i->off);
	else if (BPF_SRC(i->code) == BPF_X)
		strbuf_printf(out, "if %c%u %s %c%u goto pc%+d", w, i->dst_reg, jump_signs[op >> 4], w, i->src_reg,
			      i->off);
	else
		strbuf_printf(out, "if %c%u %s 0x%x goto pc%+d", w, i->dst_reg, jump_signs[op >> 4], (unsigned)i->imm,
			      i->off);
}

static const struct cg_reloc *find_reloc(const struct cg_program *p, uint32_t insn)
{
	for (size_t k = 0; k < p->relocs.len; k++)
		if (p->relocs.data[k].insn == insn)
			return &p->relocs.data[k];
	return NULL;
}

static void print_map(const struct cg_program *p, const struct cg_reloc *r, struct strbuf *out)
{
	const struct ir_map *m = r && r->index < p->module->maps.len ? p->module->maps.data[r->index] : NULL;

	strbuf_printf(out, "map[%s%s]", m && m->role == IR_MAP_USER ? "@" : "", m ? m->name : "?");
}

static void print_wide(const struct cg_program *p, uint32_t n, struct strbuf *out)
{
	const struct bpf_insn *i = &p->insns[n];
	const struct cg_reloc *r = i->src_reg ? find_reloc(p, n) : NULL;
	uint64_t v = (uint32_t)i[0].imm | (uint64_t)(uint32_t)i[1].imm << 32;

	strbuf_printf(out, "r%u = ", i->dst_reg);
	switch (i->src_reg) {
	case BPF_PSEUDO_MAP_FD: print_map(p, r, out); break;
	case BPF_PSEUDO_MAP_VALUE:
		print_map(p, r, out);
		strbuf_printf(out, "[0]%+d", i[1].imm);
		break;
	case BPF_PSEUDO_FUNC: strbuf_printf(out, "subprog[%s]", func_name(p, n + 1 + i->imm)); break;
	default: strbuf_printf(out, "0x%" PRIx64, v);
	}
}

static void print_insn(const struct cg_program *p, uint32_t n, struct strbuf *out)
{
	const struct bpf_insn *i = &p->insns[n];

	strbuf_printf(out, "%4u: (%02x) ", n, i->code);
	switch (BPF_CLASS(i->code)) {
	case BPF_ALU:
	case BPF_ALU64: print_alu(i, out); break;
	case BPF_JMP:
	case BPF_JMP32: print_jump(p, n, out); break;
	case BPF_LD: print_wide(p, n, out); break;
	default: print_memory(i, out);
	}
	strbuf_putc(out, '\n');
}

/* ---- with the script ---- */

static void print_source(const struct cg_line *l, struct strbuf *out)
{
	const struct source *s = l->span.source;
	unsigned line, col;
	size_t from = l->span.begin, to;

	source_locate(s, l->span.begin, &line, &col);
	while (from && s->text[from - 1] != '\n')
		from--;
	for (to = from; to < s->len && s->text[to] != '\n'; to++)
		;
	while (from < to && (s->text[from] == ' ' || s->text[from] == '\t'))
		from++;
	strbuf_puts(out, "; ");
	strbuf_add(out, s->text + from, to - from);
	strbuf_printf(out, " @ %s:%u:%u\n", s->name, line, col);
}

void cg_disassemble(const struct cg_program *p, bool with_source, struct strbuf *out)
{
	size_t line = 0, func = 0;

	for (uint32_t n = 0; n < p->insn_count; n++) {
		if (func < p->funcs.len && p->funcs.data[func].first_insn == n)
			strbuf_printf(out, "%s:\n", p->funcs.data[func++].name);
		for (; line < p->lines.len && p->lines.data[line].insn <= n; line++)
			if (with_source && p->lines.data[line].insn == n)
				print_source(&p->lines.data[line], out);
		print_insn(p, n, out);
		n += p->insns[n].code == (BPF_LD | BPF_IMM | BPF_DW);
	}
}
