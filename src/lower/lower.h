/*
 * lower: the typed tree of a unit becomes a module of the SSA form.
 *
 * Values of register types are ir_refs holding the value extended to 64 bits by its own sign. Wider values are memory:
 * an address, an offset, and the space that it lies in. BPF memory (slots, map values) is read directly, kernel and
 * user memory through the probe_read helpers.
 */
#ifndef SONDE_LOWER_H
#define SONDE_LOWER_H

#include "codegen/codegen.h"
#include "sema/sema.h"

struct value {
	const struct type *type;
	ir_ref v;	/* the value itself, or the address */
	int32_t off;	/* memory: added to v */
	bool in_memory;
	enum addr_space space; /* in_memory: SPACE_NONE is BPF memory; register: space of a pointer value */
};

/* Where break and continue of the innermost loop go; in a callback these blocks return to the looping helper. */
struct lower_loop {
	struct ir_block *on_break, *on_continue;
	struct lower_loop *outer;
};

/*
 * A function being generated and what it shares with the callbacks inside it: a slot on the stack whose address callbacks
 * get. Word 0 holds the address of the outer function's slot; then come the captured variables (values of register
 * types, addresses of wider ones) and the state of loops.
 */
struct lower_frame {
	struct lower_frame *outer;
	struct ir_func *func;
	uint32_t slot;	  /* UINT32_MAX: nothing shared yet */
	ir_ref outer_addr; /* address of outer's slot; NULL in programs and user functions */
	uint32_t status;  /* callbacks: offset in the outer slot of the word that tells that the body returned */
	bool returns;	  /* callbacks: somewhere it does */
	VEC(struct sema_var *) declared; /* here, in order */
	VEC(struct sema_var *) written; /* callbacks: variables of outer functions that the body assigns to */
	uint32_t loop_words; /* offset of three words for the loop that runs: status, its value, first number; 0: none yet */
	uint32_t shared_words; /* of variables in the slot */
	uint32_t call_slot; /* 1 + the slot for what callbacks of builtins get; 0: none */
	uint32_t more, more_word; /* slot for variables that find no room there, and the word for its address; 0: none */
};

/* What a run-time warning is about; the text of each is in run/warning.c. */
enum runtime_kind {
	RUNTIME_DIVISION,
	RUNTIME_ARRAY_BOUNDS,
	RUNTIME_CPU_COUNT,
	RUNTIME_MAP_UPDATE,
	RUNTIME_MAP_DELETE,
	RUNTIME_MAP_LOOKUP,
	RUNTIME_PROBE_READ,
	RUNTIME_STACK,
	RUNTIME_CPID,
	RUNTIME_SIGNAL_RANGE, /* retcode: the signal */
	RUNTIME_SIGNAL_THREAD_RANGE,
	RUNTIME_SIGNAL_FAILED,
	RUNTIME_COMM_PID,   /* retcode: the process id */
	RUNTIME_COMM_KFUNC,
	RUNTIME_LOOP,
	RUNTIME_WHILE,
	RUNTIME_KIND_COUNT
};
struct runtime_site {
	enum runtime_kind kind;
	struct span span;
	const char *helper; /* as messages name it: map_update_elem; NULL: none involved */
};
/* A record of a run-time warning: u32 id, u32 0, then this. */
#define RUNTIME_WARNING_ID 0x80000000u
struct runtime_payload {
	uint32_t site, pad;
	int64_t retcode;
};

struct lower {
	struct ir_builder b;
	struct sema *sema;
	struct arena *arena;
	struct type_table *types;
	const struct features *features;
	struct unit *unit;
	struct ir_module *module;
	ir_ref ctx;	/* NULL inside callbacks */
	struct lower_loop *loop;
	struct lower_frame *frame; /* of the function being generated */
	const struct sema_fn *fn;	 /* user function being generated */
	struct lower_shared *shared;	 /* what all units of a script share: lower/shared.c */
};

/*
 * The maps of the script (made by lower_maps_plan once all units passed sema) and hidden ones, created on first need and
 * shared by all modules.
 */
struct lower_shared {
	struct arena *arena;
	struct sema *sema;
	VEC(struct ir_map *) maps;
	/* Places of run-time warnings; a record's payload names one by index. */
	VEC(struct runtime_site) sites;
};
/* Map updates that fail are counted at so many places; each CPU says the first few of a place one by one. */
enum { LOWER_REFUSED_SITES = 4096, LOWER_REFUSED_SAID = 8 };
void lower_maps_plan(struct lower_shared *sh);
/* For a program whose frame exceeds an element of a per-CPU map: scratch memory of its own, in a plain array by CPU. */
struct ir_map *lower_scratch_by_cpu(struct lower_shared *sh);
/* The hidden map of a role (stacks: of that kind and depth), made on first need. */
struct ir_map *lower_hidden_map(struct lower_shared *sh, enum ir_map_role role, bool kernel_stack, uint32_t depth);
struct ir_map *lower_table_map(struct lower_shared *sh, const char *name, uint32_t value_size, uint32_t entries,
			       const void *data);

/* lower.c: a unit's module; unit->plan is made already. */
struct ir_module *lower_unit(struct lower_shared *sh, struct unit *u);

/* ---- for the hooks of the registries ---- */

/* value.c: values and conversions. */
struct value lower_expr(struct lower *l, const struct expr *e);
ir_ref lower_reg(struct lower *l, const struct expr *e); /* register types: the 64-bit value */
ir_ref lower_bool(struct lower *l, const struct expr *e); /* as a condition: 0 or not 0 */
struct value value_reg(const struct type *t, ir_ref v);
struct value value_mem(const struct type *t, ir_ref addr, int32_t off, enum addr_space space);
struct value value_void(void);
/* v as a value of type `to` (integer widths, promotions of tuples and strings, aggregates read as integers). */
struct value lower_convert(struct lower *l, struct value v, const struct type *to);
/* The register of a value: loads it if it is in memory. */
ir_ref lower_value_reg(struct lower *l, struct value v);
/* Evaluates e, converts to `as`, and puts it at addr + off (BPF memory). Padding is zeroed. */
void lower_into(struct lower *l, const struct expr *e, const struct type *as, ir_ref addr, int32_t off);
void lower_value_into(struct lower *l, struct value v, const struct type *as, ir_ref addr, int32_t off);
/* Address in BPF memory of a value, copied to a slot if it is elsewhere; as type `as`. */
ir_ref lower_address(struct lower *l, struct value v, const struct type *as);

/* expr.c: constant bytes in a slot, zeros behind them up to the type's size. */
struct value lower_literal_bytes(struct lower *l, const char *s, size_t len, const struct type *t);

/* member.c: a member of an object in memory. */
struct value lower_member_of(struct lower *l, struct value object, const struct type_member *m);

/* memory.c: slots, and reads of kernel and user memory. */
uint32_t lower_slot(struct lower *l, uint32_t size, uint32_t align, const char *name);
ir_ref lower_slot_addr(struct lower *l, uint32_t size, uint32_t align, const char *name); /* a fresh slot's address */
/* size bytes at src (in space) to dst; the helper's result. */
ir_ref lower_probe_read(struct lower *l, ir_ref dst, ir_ref size, ir_ref src, enum addr_space space);
/* At least `size` bytes of stack for a callback of a builtin's own, while it runs: one slot a function. */
ir_ref lower_call_slot(struct lower *l, uint32_t size);
ir_ref lower_probe_read_str(struct lower *l, ir_ref dst, ir_ref size, ir_ref src, enum addr_space space);
/* A register-sized member of `size` bytes at addr + off in space: direct load for BPF memory, else a read. */
ir_ref lower_read(struct lower *l, ir_ref addr, int32_t off, unsigned size, bool is_signed, enum addr_space space);

/* control.c */
struct ir_block *lower_block(struct lower *l);		       /* a fresh block */
void lower_start(struct lower *l, struct ir_block *b);	       /* go on there */
void lower_branch(struct lower *l, ir_ref cond, struct ir_block *yes, struct ir_block *no);
void lower_if(struct lower *l, const struct expr *cond, struct ir_block *yes, struct ir_block *no); /* short circuit */
void lower_return(struct lower *l, ir_ref value); /* leaves the program, from any depth; NULL: its default value */

/* map.c */
/* Address of the key of a map access, in a slot, padding zeroed. */
ir_ref lower_map_key(struct lower *l, const struct sema_map *m, const struct expr *key);
/* Address of the value, or 0 if absent (a check is the caller's; arrays never fail). */
ir_ref lower_map_lookup(struct lower *l, const struct sema_map *m, ir_ref key);
/* As above; makes an all-zero entry first if absent. Still 0 when the map is full: reported and counted. */
ir_ref lower_map_lookup_or_init(struct lower *l, const struct sema_map *m, ir_ref key, struct span span);
struct value lower_map_read(struct lower *l, const struct expr *access);
void lower_map_write(struct lower *l, const struct expr *access, struct value v);
ir_ref lower_map_delete(struct lower *l, const struct sema_map *m, ir_ref key); /* 1 if it existed */

/* record.c: asynchronous records in the ring buffer: u32 action id, u32 reserved, payload laid out by action->payload. */
struct lower_record {
	ir_ref addr;		 /* of the payload; writable */
	struct ir_block *done;	 /* where both the sent and the lost case go on */
	ir_ref base;
	uint32_t size;		 /* bytes, header included */
};
/* Reserves; the code that follows runs only if there was room (else the loss is counted). */
struct lower_record lower_record_begin(struct lower *l, const struct action *a);
void lower_record_end(struct lower *l, struct lower_record *r, bool wake_now);
/* The whole record from argument expressions, converted to the payload's element types. */
void lower_send(struct lower *l, const struct action *a, struct expr *const *args, size_t n);

/* Adds one to a counter of losses. */
void lower_count_lost(struct lower *l, enum lost_kind kind);
/* Sends a run-time warning; retcode may be NULL. Counted as lost if the ring is full. */
void lower_warn_runtime(struct lower *l, enum runtime_kind kind, struct span span, const char *helper, ir_ref retcode);

/* helpers by what they mean */
ir_ref lower_pid_tgid(struct lower *l);
ir_ref lower_global(struct lower *l, size_t offset); /* word of struct ir_globals */

#endif
