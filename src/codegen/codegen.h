/*
 * codegen: from the SSA form to BPF instructions, program BTF and line information.
 *
 * cg_generate: legalise for the target -> instruction selection -> liveness and linear-scan allocation on R0-R9 ->
 * frame layout (slots and spills share stack space by lifetime; what does not fit goes to the scratch map) -> encoding.
 * What it makes is position independent except for relocations that the loader fills in (map descriptors, callbacks).
 */
#ifndef SONDE_CODEGEN_H
#define SONDE_CODEGEN_H

#include <linux/bpf.h>

#include "ir/ir.h"

enum cg_reloc_kind {
	CG_RELOC_MAP,	    /* ld_imm64: descriptor of map `index` (BPF_PSEUDO_MAP_FD) */
	CG_RELOC_MAP_VALUE, /* ld_imm64: address in element 0 of map `index` (BPF_PSEUDO_MAP_VALUE), offset in imm of the second half */
	CG_RELOC_FUNC,	    /* already encoded relative (BPF_PSEUDO_CALL / BPF_PSEUDO_FUNC); listed for the disassembler */
	CG_RELOC_KFUNC,	    /* call: BTF id in imm */
};
struct cg_reloc {
	uint32_t insn;
	enum cg_reloc_kind kind;
	uint32_t index;
};

/* One line-info entry before it becomes BTF: the script place of an instruction. */
struct cg_line {
	uint32_t insn;
	struct span span;
};

struct cg_func {
	const char *name;
	uint32_t first_insn;
	enum ir_func_kind kind;
	uint32_t stack_bytes; /* used of the 512 */
	bool is_global;	      /* the verifier looks at it once, not at each call: any numbers may come and go */
};

/* A program ready to load, all its functions one after the other. Lives in the arena. */
struct cg_program {
	const char *name;
	struct bpf_insn *insns;
	uint32_t insn_count;
	VEC(struct cg_reloc) relocs;
	VEC(struct cg_line) lines;
	VEC(struct cg_func) funcs;
	uint32_t scratch_bytes; /* what it needs of the scratch map's element; 0: none */
	const struct ir_module *module;
};

struct cg_options {
	bool atomics_fetch;  /* kernel 5.12 */
	uint32_t stack_limit; /* 512 (0 means that too); tests set less to force the scratch map */
	uint32_t reg_mask;    /* registers that may be used, bit by bit, for tests of spilling; 0: R0-R9; at least 4 */
	int scratch_map;     /* index of the IR_MAP_SCRATCH map in module->maps; -1: not there, exceeding the stack is an error */
	bool scratch_by_cpu; /* it is a plain array of the program's own, with an element per CPU */
};

/*
 * The program of a module. Never fails for a verified module, except that NULL with a text in *ret_error tells of
 * limits (a function with more than 5 parameters, a frame that nothing can hold).
 */
struct cg_program *cg_generate(struct arena *a, struct ir_module *m, const struct cg_options *opt,
			       const char **ret_error);

/* disasm.c: one instruction a line in the kernel's notation (`r1 = *(u64 *)(r6 +16)`), script lines between if asked. */
void cg_disassemble(const struct cg_program *p, bool with_source, struct strbuf *out);

/*
 * btf.c: BTF of the whole script: types of the maps' keys and values, one FUNC a function of a program, and the lines
 * for line_info. Written with libbpf's btf__new_empty & co.
 */
struct cg_btf;
struct cg_btf *cg_btf_new(void);
void cg_btf_free(struct cg_btf *b);
/* Type id of a language type (ints, arrays, structs for tuples …), for map keys and values. >0, or -errno. */
int cg_btf_type(struct cg_btf *b, const struct type *t);
/* Adds the functions of a program and makes its func_info and line_info records (malloc'd, caller frees). 0 or -errno. */
int cg_btf_program(struct cg_btf *b, const struct cg_program *p, struct bpf_func_info **ret_funcs, uint32_t *ret_nfuncs,
		   struct bpf_line_info **ret_lines, uint32_t *ret_nlines);
/* The raw BTF to load with BPF_BTF_LOAD; owned by b. */
const void *cg_btf_data(struct cg_btf *b, uint32_t *ret_size);

#endif
