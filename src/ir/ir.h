/*
 * ir: the SSA form between lowering and code generation.
 *
 * Every value is 64 bits wide. A module holds functions; a function holds blocks in layout order, the first being the
 * entry; a block holds instructions, the last (and only the last) a terminator. Phis stand first in their block, one
 * argument for each predecessor in the order of block->preds. Wide values live in slots (memory of the frame) and are
 * handled through addresses. The printed form parses back; docs/ir.md describes it.
 */
#ifndef SONDE_IR_H
#define SONDE_IR_H

#include "base/base.h"
#include "base/diag.h"
#include "types/type.h"

/* ir/ops.h lists the operations: IR_OP(name, args, has_result, flags, "meaning"). */
enum ir_op {
#define IR_OP(name, args, result, flags, meaning) IR_##name,
#include "ir/ops.h"
#undef IR_OP
	IR_OP_COUNT
};

enum ir_flag {
	IR_PURE = 1,	   /* result depends on the arguments alone; may be moved, merged, removed */
	IR_COMMUTES = 2,
	IR_TERMINATOR = 4,
	IR_READS = 8,	   /* reads memory */
	IR_WRITES = 16,	   /* writes memory or has another effect */
	IR_POINTER_OK = 32, /* verifier allows a pointer-typed operand (see opt/scalarize.c) */
};

struct ir_op_info {
	const char *name;
	int8_t args; /* -1: variable */
	bool has_result;
	unsigned flags;
	const char *meaning;
};
extern const struct ir_op_info ir_ops[IR_OP_COUNT];

/* ---- maps ---- */

enum ir_map_role {
	IR_MAP_USER,	/* @name of the script */
	IR_MAP_EVENTS,	/* ring buffer of asynchronous records */
	IR_MAP_LOST,	/* per-CPU array: [0] records lost, [1+] other losses, see enum lost_kind */
	IR_MAP_SCRATCH, /* frames beyond the BPF stack: per-CPU array, an element per program; plain array: one per CPU */
	IR_MAP_STACKS,	/* stack traces of one kind and depth */
	IR_MAP_STACKS2, /* larger one, for colliding stacks */
	IR_MAP_GLOBAL,	/* array of one element: start time and the like, struct ir_globals */
	IR_MAP_REFUSED, /* per-CPU array: updates that failed, one u64 a place of the script (struct runtime_site) */
	IR_MAP_PACKETS, /* perf buffers of records that carry a packet */
	IR_MAP_TABLE,	/* constant array made by the compiler (syscall sets, strings): initial contents in `data` */
	IR_MAP_HOME,	/* of scalar maps of scripts with many: lower/home.c */
};

/* Losses counted per CPU in IR_MAP_LOST, u64 each. */
enum lost_kind { LOST_EVENTS, LOST_STACKS, LOST_KIND_COUNT };

/* Contents of IR_MAP_GLOBAL, written by user space before the first program runs. */
struct ir_globals {
	uint64_t start_boot_ns; /* CLOCK_BOOTTIME when begin blocks start */
	uint64_t tai_offset_ns; /* TAI - boot */
	uint64_t ncpus;		/* possible CPUs */
	uint64_t child_pid;	/* of -c, else 0 */
	uint64_t stopped;	/* 1 once the run has ended: programs that are still attached do nothing */
};

struct ir_map {
	enum ir_map_role role;
	const char *name;	  /* without @; hidden maps have names that no script can write */
	uint32_t bpf_type;	  /* BPF_MAP_TYPE_… */
	uint32_t key_size, value_size, max_entries, flags;
	const struct type *key_type;   /* NULL: no key (array element 0) or hidden */
	const struct type *value_type; /* language type; aggregations TYPE_AGG */
	bool is_scalar;		  /* used without key: array of one element with a presence word, or hash with key 0 */
	/*
	 * Offset in the value of the u64 "has been set" word; UINT32_MAX: presence shows otherwise (hash entry,
	 * or the aggregation's own count).
	 */
	uint32_t present_offset;
	bool per_cpu;
	/*
	 * The map of the kernel that this one is a part of, NULL: it is one itself. home_at is the part's offset in the
	 * value of a plain array, and the key of its entry in maps of other kinds.
	 */
	struct ir_map *home;
	uint32_t home_at;
	uint32_t index;		  /* in module->maps */
	/* IR_MAP_STACKS*: */
	bool kernel_stack;
	uint32_t depth;
	/* IR_MAP_TABLE */
	const void *data;
	struct span span;	  /* first use, for messages */
};

/* ---- functions ---- */

/* Bits of imm2 beside the size. */
enum ir_bits {
	IR_SIZE_MASK = 0xf,	 /* load, load_ctx: bytes */
	IR_SIGNED = 0x10,	 /* load: sign-extends */
	IR_KERNEL_PTR = 0x100,	 /* load, load_ctx: the verifier may give the result a pointer type (opt/scalarize.c) */
	IR_FUNC_ARG = 0x200,	 /* load_ctx: bpf_get_func_arg(ctx, imm / 8, …) fetches the same as a plain number */
	IR_MAYBE_NULL = 0x400,	 /* with IR_KERNEL_PTR: the type may be "or null", so not even add and sub are allowed */
	IR_CALL_PURE = 1,	 /* call: constant during a run, no effect */
};
#define IR_NO_ID UINT32_MAX

/* One argument of one instruction, in the list of the uses of the value that it names. */
struct ir_use {
	struct ir_insn *user;
	struct ir_use *prev, *next;
};

/* Every pass walks all of them: what is looked at most fills one cache line, and the arguments follow the record. */
struct ir_insn {
	enum ir_op op : 8;
	uint32_t arg_cap : 24;
	uint32_t id;		 /* number of the result, unique in the function; printed %id; no result: IR_NO_ID */
	uint32_t arg_count, use_count;
	struct ir_block *block;
	struct ir_insn *prev, *next;
	struct ir_insn **args;	 /* change through ir_set_arg and friends only: they keep the uses */
	struct ir_use *uses;	 /* who uses the result; order without meaning */
	int64_t imm;		 /* constant, offset, size, helper id, index of slot, map or function: see ops.h */
	int64_t imm2;
	const struct span *span; /* place in the script, for line info; may be NULL or empty */
	/* scratch of the running pass */
	union {
		void *ptr;
		uint64_t num;
	} pass;
};

struct ir_block {
	uint32_t id; /* printed b<id> */
	struct ir_func *func;
	struct ir_block *prev, *next; /* layout order */
	struct ir_insn *first, *last;
	struct ir_block *succ[2];     /* condbr: [0] taken if true, [1] if false, never the same; br: [0] */
	VEC(struct ir_block *) preds;
	/* analyses (ir/cfg.c): valid after ir_analyze */
	uint32_t rpo;
	struct ir_block *idom;	      /* NULL for the entry */
	uint32_t dom_in, dom_out;     /* interval in the dominator tree, see ir_dominates */
	uint32_t loop_depth;
	union {
		void *ptr;
		uint64_t num;
	} pass;
};

/* Memory of the frame. Lives on the BPF stack or in the scratch map; codegen decides. */
struct ir_slot {
	uint32_t index, size, align;
	const char *name;   /* for the printed form; or NULL */
	bool whole_frame;   /* shared with callbacks: lives during the whole function */
	bool must_be_stack; /* its address is given to a helper that wants stack memory on old kernels */
};

enum ir_func_kind {
	IR_FUNC_PROGRAM,  /* entry point; parameter 0 is ctx */
	IR_FUNC_CALLBACK, /* called by a helper (bpf_loop, bpf_for_each_map_elem) */
	IR_FUNC_SUBPROG,  /* bpf-to-bpf call */
};

struct ir_func {
	const char *name;
	enum ir_func_kind kind;
	struct ir_module *module;
	uint32_t param_count; /* at most 5, read with IR_param */
	bool is_numeric;      /* SUBPROG: takes and gives plain numbers only */
	struct ir_block *first, *last;
	VEC(struct ir_slot) slots;
	VEC(struct ir_insn *) slot_addrs; /* the slot instructions made so far; those removed are in no block */
	uint32_t next_id, next_block_id;
	struct ir_block *spare_blocks; /* blocks are allocated in groups, to lie side by side for walks over the graph */
	uint32_t spare_block_count;
	struct span span;
	uint32_t index;
	VEC(struct ir_block *) order; /* blocks in reverse post-order; valid after ir_analyze */
	struct ir_insn *undef;	      /* the one of ir_undef, or NULL */
	/*
	 * Native: instructions that no stage here made, instead of blocks; NULL: blocks. Calls of functions of the module
	 * (BPF_PSEUDO_CALL) have the callee's index in their imm.
	 */
	const struct bpf_insn *code;
	uint32_t code_len;
};

struct ir_module {
	struct arena *arena;
	VEC(struct ir_map *) maps;    /* shared by all programs of a script */
	VEC(struct ir_func *) funcs;  /* funcs[0] is the program, then callbacks and subprograms */
	uint32_t program_index;	      /* element of the scratch map that belongs to this program */
};

static inline bool ir_is(const struct ir_insn *i, enum ir_op op) { return i->op == op; }
static inline bool ir_is_const(const struct ir_insn *i, int64_t value) { return i->op == IR_const && i->imm == value; }
static inline bool ir_has(const struct ir_insn *i, unsigned flags) { return ir_ops[i->op].flags & flags; }
/* The uses that the arguments make: ir_links(i)[n] is that of i->args[n]. They stand behind the arguments. */
static inline struct ir_use *ir_links(const struct ir_insn *i) { return (struct ir_use *)(i->args + i->arg_cap); }
static inline uint32_t ir_use_arg(const struct ir_use *u) { return (uint32_t)(u - ir_links(u->user)); }
/* Of call_func and func_addr. */
static inline struct ir_func *ir_callee(const struct ir_insn *i) { return i->block->func->module->funcs.data[i->imm]; }
static inline bool ir_has_callee(const struct ir_insn *i) { return i->op == IR_call_func || i->op == IR_func_addr; }
static inline unsigned ir_size(const struct ir_insn *load) { return load->imm2 & IR_SIZE_MASK; }
/* Parts of a memcpy. */
static inline int32_t ir_memcpy_dst(const struct ir_insn *i) { return (int32_t)i->imm; }
static inline int32_t ir_memcpy_src(const struct ir_insn *i) { return (int32_t)(i->imm >> 32); }
static inline uint32_t ir_memcpy_size(const struct ir_insn *i) { return (uint32_t)i->imm2; }
static inline int64_t ir_memcpy_imm(int32_t dst, int32_t src) { return (int64_t)((uint64_t)src << 32 | (uint32_t)dst); }

/* ir.c: construction. */
struct ir_module *ir_module_new(struct arena *a);
struct ir_func *ir_func_new(struct ir_module *m, const char *name, enum ir_func_kind kind, uint32_t params);
struct ir_block *ir_block_new(struct ir_func *f); /* appended to the layout */
uint32_t ir_slot_new(struct ir_func *f, uint32_t size, uint32_t align, const char *name);
/* A new instruction, in no block yet, with room for the arguments; set them with ir_set_arg. The span is not copied. */
struct ir_insn *ir_insn_new(struct ir_func *f, enum ir_op op, uint32_t args, const struct span *span);
struct ir_insn *ir_undef(struct ir_func *f); /* the function's undef, in its entry block */
void ir_insert_before(struct ir_insn *before, struct ir_insn *insn);
void ir_insert_first(struct ir_block *b, struct ir_insn *insn); /* after the phis and parameters */
void ir_append(struct ir_block *b, struct ir_insn *insn);
void ir_detach(struct ir_insn *insn); /* out of its block, to be inserted elsewhere; keeps uses and arguments */
void ir_remove(struct ir_insn *insn); /* no uses may be left */
void ir_set_arg(struct ir_insn *insn, uint32_t n, struct ir_insn *value);
void ir_add_arg(struct ir_insn *insn, struct ir_insn *value); /* phis */
void ir_replace_uses(struct ir_insn *old, struct ir_insn *new_value);
void ir_link(struct ir_block *from, unsigned n, struct ir_block *to); /* sets succ[n], adds the predecessor */
void ir_unlink(struct ir_block *from, unsigned n);		      /* also drops the phi arguments */
void ir_block_remove(struct ir_block *b); /* unreachable; results still used (by other unreachable code) become undef */
void ir_block_move_after(struct ir_block *b, struct ir_block *where); /* layout only */
void ir_renumber(struct ir_func *f); /* results and blocks densely in layout order */

/* eval.c: the value of a pure operation on constants; false: the operation has none (slot addresses, …). */
bool ir_eval(enum ir_op op, int64_t imm, uint64_t a, uint64_t b, uint64_t *ret);

/* build.c: the builder appends at a place with a current span; it folds what is trivially constant. */
struct ir_builder {
	struct ir_module *module;
	struct ir_func *func;
	struct ir_block *block; /* NULL: the code here is unreachable; emitting is a no-op that returns undef */
	struct span span;
	const struct span *kept_span; /* the last that an instruction got */
};
typedef struct ir_insn *ir_ref;
ir_ref ir_const(struct ir_builder *b, int64_t value);
ir_ref ir_hidden_zero(struct ir_builder *b); /* added to a number, makes verifiers forget what they know of it */
ir_ref ir_unary(struct ir_builder *b, enum ir_op op, ir_ref a); /* neg, not */
ir_ref ir_extend(struct ir_builder *b, enum ir_op op, ir_ref a, unsigned bits); /* zext, sext (64: a itself), bswap */
ir_ref ir_binary(struct ir_builder *b, enum ir_op op, ir_ref x, ir_ref y);
ir_ref ir_param(struct ir_builder *b, unsigned n); /* ctx is parameter 0 of a program */
ir_ref ir_slot_addr(struct ir_builder *b, uint32_t slot);
ir_ref ir_map_ptr(struct ir_builder *b, const struct ir_map *m);	      /* the map itself, for helpers */
ir_ref ir_map_value(struct ir_builder *b, const struct ir_map *m, uint32_t off); /* address in an array's element 0 */
ir_ref ir_offset(struct ir_builder *b, ir_ref base, int64_t off);	      /* base + constant */
ir_ref ir_load(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, bool sign_extend);
void ir_store(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, ir_ref value);
void ir_atomic_add(struct ir_builder *b, ir_ref addr, int32_t off, unsigned size, ir_ref value);
/* Load from the program's context (constant offset only, full width kept as the verifier wants it). */
ir_ref ir_load_ctx(struct ir_builder *b, int32_t off, unsigned size);
void ir_memzero(struct ir_builder *b, ir_ref addr, int32_t off, uint32_t size);
void ir_memcpy(struct ir_builder *b, ir_ref dst, int32_t dst_off, ir_ref src, int32_t src_off, uint32_t size);
ir_ref ir_call(struct ir_builder *b, int helper, unsigned n, ...); /* BPF helper; at most 5 ir_ref arguments */
ir_ref ir_call_pure(struct ir_builder *b, int helper); /* helper that is constant during one program run (pid, cpu …) */
ir_ref ir_call_kfunc(struct ir_builder *b, uint32_t btf_id, unsigned n, ...);
ir_ref ir_call_func(struct ir_builder *b, struct ir_func *callee, unsigned n, ...);
ir_ref ir_func_addr(struct ir_builder *b, struct ir_func *callee); /* for helpers that take callbacks */
void ir_br(struct ir_builder *b, struct ir_block *to);		   /* then b->block is NULL */
void ir_condbr(struct ir_builder *b, ir_ref cond, struct ir_block *yes, struct ir_block *no);
void ir_ret(struct ir_builder *b, ir_ref value);
ir_ref ir_phi(struct ir_builder *b, const struct type *type_hint); /* put first in b->block; add args in pred order */
void ir_position(struct ir_builder *b, struct ir_block *block);

/* cfg.c */
void ir_analyze(struct ir_func *f); /* removes unreachable blocks; rpo, dominators, loop depth */
void ir_analyze_in_place(struct ir_func *f); /* leaves unreachable blocks where they are, with rpo UINT32_MAX */
void ir_sort_blocks(struct ir_func *f); /* layout becomes the reverse post-order of the analysis */
bool ir_dominates(const struct ir_block *a, const struct ir_block *b); /* a block dominates itself */

/* verify.c: NULL if the module, or one function, is well formed, else a message in the module's arena. */
const char *ir_verify(struct ir_module *m);
const char *ir_verify_func(struct ir_func *f);

/* print.c, parse.c: the text form. */
void ir_print(const struct ir_module *m, struct strbuf *out);
void ir_print_spans(const struct ir_module *m, struct strbuf *out); /* with `!line:column` after each instruction */
void ir_print_insn(const struct ir_insn *insn, struct strbuf *out); /* one, without newline */
/* Parses what ir_print made. NULL: error text in *ret_error (arena). */
struct ir_module *ir_parse(struct arena *a, const char *text, const char **ret_error);

#endif
