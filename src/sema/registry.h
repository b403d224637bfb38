/*
 * The record types of the three registries. Rows stand in src/builtin/, src/aggregate/, src/probe/; the stages call
 * the hooks and know no row by name.
 */
#ifndef SONDE_REGISTRY_H
#define SONDE_REGISTRY_H

#include "ir/ir.h"
#include "lang/ast.h"
#include "sema/config.h"

struct sema;
struct lower;
struct run;
struct action;
struct unit;
struct probe_env;
struct attach_env;
struct out_hist;
struct agg_value;
struct value;

/* ---- kernel features, asked lazily through struct features ---- */

enum feature {
#define FEATURE(name, kernel, meaning) FEAT_##name,
#include "sema/features.h"
#undef FEATURE
	FEAT_COUNT
};
/* Answers for the running kernel (kernel/feature.c) or, in tests, for one made up. */
struct features {
	bool (*has)(void *ctx, enum feature f);
	void *ctx;
	uint32_t version; /* KERNEL_VERSION(a, b, c) */
	uint32_t cpus;	  /* possible CPUs */
};
static inline bool feature(const struct features *f, enum feature which) { return f->has(f->ctx, which); }
const char *feature_name(enum feature f);
const char *feature_kernel(enum feature f); /* first kernel that has it, "5.17" */

/* ---- probes ---- */

enum probe_bit {
	PROBE_BEGIN = 1 << 0,
	PROBE_END = 1 << 1,
	PROBE_SELF = 1 << 2,
	PROBE_TEST = 1 << 3,
	PROBE_BENCH = 1 << 4,
	PROBE_KPROBE = 1 << 5,
	PROBE_KRETPROBE = 1 << 6,
	PROBE_FENTRY = 1 << 7,
	PROBE_FEXIT = 1 << 8,
	PROBE_TRACEPOINT = 1 << 9,
	PROBE_RAWTRACEPOINT = 1 << 10,
	PROBE_UPROBE = 1 << 11,
	PROBE_URETPROBE = 1 << 12,
	PROBE_USDT = 1 << 13,
	PROBE_PROFILE = 1 << 14,
	PROBE_INTERVAL = 1 << 15,
	PROBE_SOFTWARE = 1 << 16,
	PROBE_HARDWARE = 1 << 17,
	PROBE_WATCHPOINT = 1 << 18,
	PROBE_ITER = 1 << 19,
	PROBE_SPECIAL = PROBE_BEGIN | PROBE_END | PROBE_SELF,
	PROBE_ALL = (1 << 20) - 1, /* of builtins: any probe, but no function of the script */
};

/* One place to attach to, after expansion of wildcards. */
struct probe_target {
	const struct probe_kind *kind;
	const struct attach_point *ap;
	const char *text;   /* what `probe` shows: kprobe:vfs_read */
	const char *group;  /* module, category, path of the binary; NULL: none given */
	const char *name;   /* function or event; NULL for addresses and timers */
	const char *symbol; /* what the kernel calls it if that differs from name (finish_task_switch.isra.0) */
	uint64_t number;    /* offset, address, period in ns, frequency, count */
	enum { TARGET_PLAIN, TARGET_ADDRESS, TARGET_FREQUENCY, TARGET_PERIOD } number_kind;
	const struct type *args; /* of `args`, once asked for */
	uint32_t family;    /* targets of different families never share a program (sys_enter, sys_exit) */
	void *priv;	    /* of the kind */
};
struct target_vec VEC_BODY(struct probe_target *);

/* How a unit is to be loaded and attached: chosen by the kind's plan() before lowering. */
struct load_plan {
	const char *mechanism; /* as -v says it: "perf kprobe", "fentry", "kprobe_multi", "raw tracepoint sys_enter" … */
	uint32_t prog_type, attach_type; /* enum bpf_prog_type, bpf_attach_type */
	uint32_t attach_btf_id;
	int attach_btf_module; /* descriptor of a module's BTF, 0: vmlinux */
	int variant;	       /* private to the kind: which of its lowerings and attachments */
	int64_t default_return;
	bool lingers;	       /* detaching takes the kernel long: the program ends by a word that it looks at */
	const struct type_btf_func *func; /* trampolines: the function's BTF */
};

/*
 * One program to generate: a probe's body and the targets that it serves. Units that come from the same probe share
 * nothing but the source text: each has its own copy of the tree.
 */
struct unit {
	struct probe_decl *decl;
	const struct probe_kind *kind;
	struct target_vec targets; /* at least one */
	uint32_t index;
	const char *name; /* program name: kprobe_vfs_read_1 */
	bool uses_ctx, uses_args, uses_stack, uses_func, uses_probe_text, uses_retval; /* sema */
	uint32_t max_arg; /* 1 + highest argN used; 0: none; UINT32_MAX: needs ctx or registers as such (sema) */
	struct load_plan plan;
	bool follows_loops; /* lower: a short `while` is a loop of the program */
	bool calls_loops; /* the verifier did not get through it: it is called back instead */
	unsigned plan_attempt; /* how many plans were refused by the kernel already */
};

struct probe_kind {
	const char *name;	      /* canonical */
	const char *const *aliases;   /* case-sensitive, NULL-terminated */
	const char *probetype;	      /* what `probetype` shows */
	uint32_t bit;
	uint8_t min_parts, max_parts; /* after the provider */
	const char *arity_text;	      /* overrides "requires N or M arguments", or NULL */
	enum addr_space space;	      /* of integers cast to pointers */
	bool list_by_default;	      /* `-l` without a type, and provider wildcards */
	bool pid_filter;	      /* -p makes the body conditional on pid */
	bool has_user_target;	      /* group is a path */

	/* Appends what the attach point matches; reports malformed and missing ones. 0, or -1 after an error. */
	int (*expand)(struct probe_env *env, const struct attach_point *ap, struct target_vec *out);
	/* Type of `args` of a target (TYPE_STRUCT), NULL if it has none; errors are reported at span. */
	const struct type *(*args)(struct probe_env *env, struct probe_target *t, struct span span);
	/* Type of `retval`; NULL hook: uint64. */
	const struct type *(*retval_type)(struct probe_env *env, struct probe_target *t);
	/* Type of `ctx`; NULL hook or result: not available. */
	const struct type *(*ctx_type)(struct probe_env *env, struct probe_target *t);
	/* Chooses how to load and attach; called again with plan_attempt raised when the kernel refused. -1: none left. */
	int (*plan)(struct probe_env *env, struct unit *u);

	/* Lowering. prologue: filters at the start of the program (may be NULL). */
	void (*lower_prologue)(struct lower *l);
	ir_ref (*lower_arg)(struct lower *l, unsigned n);
	/* args.member: its value, as a register or as memory. */
	struct value (*lower_args_member)(struct lower *l, const struct type_member *m);
	ir_ref (*lower_retval)(struct lower *l);
	ir_ref (*lower_func)(struct lower *l);		       /* address of the traced function */
	ir_ref (*lower_reg)(struct lower *l, uint32_t offset); /* word of pt_regs */
	/* Probes of user code: where the n-th place of a target lies in its file; false: it has no more. */
	bool (*place)(const struct probe_target *t, unsigned n, uint64_t *ret_offset);
	/*
	 * One program for several targets whose body asks which of them fired: whether programs of this target can tell, and
	 * the index in unit->targets. NULL: never; such a body gets a program for each target.
	 */
	bool (*tells_targets)(struct probe_env *env, const struct probe_target *t);
	ir_ref (*lower_target)(struct lower *l);

	/* Attaches a loaded program to all its targets. Number of attached places, or -errno with a text in env. */
	int (*attach)(struct attach_env *env, struct unit *u, int prog_fd);

	/* Listing: calls emit for each `probe` text that matches the attach-point pattern. */
	void (*list)(struct probe_env *env, const struct attach_point *pattern,
		     void (*emit)(void *ctx, const struct probe_target *t), void *ctx);
	/* Parameter lines of -lv for one target. */
	void (*list_params)(struct probe_env *env, struct probe_target *t, void (*emit)(void *ctx, const char *line),
			    void *ctx);
};
extern const struct probe_kind *const probe_kinds[]; /* NULL-terminated, order of the reference's table */
const struct probe_kind *probe_kind_find(const char *provider); /* canonical names case-insensitively, aliases exactly */
const struct probe_kind *probe_kind_by_bit(uint32_t bit);

/* What expansion, planning and listing need. */
struct probe_env {
	struct arena *arena;
	struct diags *diags;
	struct type_table *types;
	const struct config *config;
	const struct features *features;
	const struct lang_env *lang;
	struct probe_sources *sources; /* lists of functions and events, opened lazily: probe/sources.c */
	bool unsafe;
	int pid;       /* -p, or 0 */
	int child_pid; /* -c, or 0 */
	bool listing;
	bool compile_only; /* nothing will be loaded: plan as if the kernel could all that its kind needs */
};

/* ---- builtins ---- */

enum builtin_flag {
	BUILTIN_VAR = 1,	  /* may be written without parentheses */
	BUILTIN_NO_CALL = 2,	  /* may not be written with them */
	BUILTIN_UNSAFE = 4,	  /* needs --unsafe */
	BUILTIN_PER_TARGET = 8,	  /* value depends on the target: one program each (probe, args of several events) */
	BUILTIN_NO_LOOP = 16,	  /* not inside for bodies: needs the program's context */
	BUILTIN_MAP_ARGS = 32,	  /* arguments may be maps as such (print, clear, len …) */
	BUILTIN_RAW_ARGS = 64,	  /* the check types its arguments itself (modes, type names) */
	BUILTIN_PURE = 128,	  /* same value within one program run */
	BUILTIN_THREAD_ID = 256,  /* without arguments it is the current thread: maps keyed by it may live in task storage */
	BUILTIN_LONG_TEXT = 512,  /* a literal first argument may be longer than max_strlen */
	BUILTIN_NO_RETURN = 1024, /* leaves the program: what follows in the block is unreachable */
	BUILTIN_STATEMENT = 2048, /* called for its effect: ignoring its value is nothing to warn of */
};

struct builtin {
	const char *name;
	const char *signature; /* for documents and --help */
	unsigned flags;
	int8_t min_args, max_args; /* max -1: any number */
	uint32_t probes;	   /* where it is legal; 0: everywhere, functions of the script included */
	/*
	 * The type of a use, arguments being typed already. Called repeatedly until types are stable: must give the same
	 * answer for the same input, and report through sema_error/sema_warn only (silent before the final round). May replace
	 * the expression by a literal (compile-time functions). NULL hook: `type` below.
	 */
	const struct type *(*check)(struct sema *s, struct expr *e);
	/* Wrong probe kind: reports in its own words; NULL: "NAME can not be used with …". */
	void (*wrong_probe)(struct sema *s, struct expr *e);
	/* The code. */
	struct value (*lower)(struct lower *l, const struct expr *e);
	/* e.member on the builtin itself (args, ctx); NULL: read through the value. */
	struct value (*lower_member)(struct lower *l, const struct expr *e, const struct type_member *m);
	/* Asynchronous ones, may be NULL: before the first program runs, once for each call. 0 or -errno. */
	int (*prepare)(struct run *r, const struct action *a);
	/* Asynchronous ones: acts on a record. payload is laid out by action->payload. 0 or -errno. */
	int (*act)(struct run *r, const struct action *a, const void *payload, size_t size);
	/* For rows without check: */
	enum type_kind type_kind; /* TYPE_INT unsigned by default */
	uint8_t type_size;
	bool type_signed;
};
extern const struct builtin *const *const *const builtin_families; /* NULL-terminated list of NULL-terminated lists */
const struct builtin *builtin_find(const char *name);

/* A call site of an asynchronous builtin; its id is the first word of each record. */
struct action {
	uint32_t id;
	const struct builtin *builtin;
	const struct type *payload;  /* TYPE_TUPLE; NULL: empty */
	const struct sema_map *map;  /* print, clear, zero */
	const void *data;	     /* format and the like; the builtin's own */
	uint64_t literal[2];	     /* top, div; exit code … */
	struct span span;
};

/* ---- aggregations ---- */

/* Parameters of a histogram and the like; equal parameters are one interned object. */
struct agg_params {
	uint64_t bits;		   /* hist */
	int64_t min, max, step;	   /* lhist */
	uint64_t interval, count;  /* tseries: ns, number of intervals */
	uint32_t fold;		   /* tseries: enum */
};

/* The combined value of all CPUs, as output and expressions want it. */
struct agg_value {
	enum { AGG_NUMBER, AGG_STATS, AGG_HIST, AGG_TSERIES } form;
	bool is_signed;
	uint64_t number;		   /* NUMBER; STATS: the average; HIST: total count (for sorting) */
	uint64_t count, total;		   /* STATS */
	struct out_hist *hist;		   /* HIST, TSERIES: rendering data, see output/out.h; arena of the dump */
};

struct aggregate {
	const char *name;	/* count */
	const char *type_name;	/* count_t; usum_t for unsigned is made by type_print: 'u' + name + '_t' where has_sign */
	const char *signature;
	int8_t min_args, max_args;
	bool has_sign;	  /* the samples' sign is part of the type */
	bool castable;	  /* may be read as an integer in expressions */
	bool unset_word;  /* layout has its own way to tell "never set" */
	bool sorts_unsigned; /* entries are sorted by the number taken as unsigned, whatever its sign */
	const char *json_type; /* type of its map objects; NULL: "map" */
	/* Checks literals and makes the parameters; args[0] (the sample) is typed. false after an error. */
	bool (*check)(struct sema *s, struct expr *call, struct agg_params *params);
	/* Bytes of one CPU's value; a multiple of 8. All zero bytes is the empty aggregation. */
	uint32_t (*size)(const struct agg_params *p);
	/* Adds a sample to the value at addr (map memory, checked not null). sample: register value, absent for count. */
	void (*lower_update)(struct lower *l, const struct expr *call, ir_ref addr, ir_ref sample);
	/* Castable: the integer of the sum over CPUs. fold one CPU's value at addr into acc (memory of size() bytes). */
	void (*lower_merge)(struct lower *l, const struct type *t, ir_ref acc, ir_ref addr);
	ir_ref (*lower_read)(struct lower *l, const struct type *t, ir_ref acc);
	/* User space: dst (zero at first) becomes dst + src. */
	void (*merge)(const struct type *t, void *dst, const void *src);
	bool (*is_set)(const struct type *t, const void *v); /* v: merged */
	void (*read)(const struct type *t, const void *v, uint64_t div, struct arena *a, struct agg_value *ret);
};
extern const struct aggregate *const aggregates[]; /* NULL-terminated */
const struct aggregate *aggregate_find(const char *name);

#endif
