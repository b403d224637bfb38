/*
 * compile: the pipeline in order, from a script's text to programs ready to load. A library: no globals, no output but
 * the dumps that are asked for; messages are in diags.
 */
#ifndef SONDE_COMPILE_H
#define SONDE_COMPILE_H

#include "lower/lower.h"

enum compile_stage { /* what -d can print */
#define STAGE(id, name, meaning) STAGE_##id,
#include "compile/stages.h"
#undef STAGE
	STAGE_COUNT
};
int compile_stage_find(const char *name); /* -1: unknown */

struct compile_options {
	const char *script_name; /* for messages: "stdin" or the path */
	const char *text;
	size_t text_len;
	const char *const *params; /* positional */
	size_t param_count;
	const char *const *named_params;
	size_t named_param_count;
	const char *const *include_dirs, *const *include_files;
	size_t include_dir_count, include_file_count;
	const struct config *config; /* defaults + nothing; script's and environment's are applied inside */
	char *const *environment;
	const char *btf_path;	     /* NULL: the kernel's */
	const char *traceable_functions;
	const char *probe_filter;
	const char *kernel_headers;  /* directory for #include, or NULL */
	const char *kernel_build;    /* the one with generated headers; NULL: the same */
	bool compile_only;	     /* nothing will be loaded: the kernel need not be able to (--mode codegen) */
	bool expand_only;	     /* stop once the units and their targets are known (-l) */
	const struct features *features;
	struct sema_options sema;
	int child_pid;
	uint32_t dump;		     /* bit per compile_stage */
	struct strbuf *dump_out;
	bool verify_ir;		     /* ir_verify after each pass */
	uint32_t stack_limit;	     /* 0: 512 */
};

/* What a compilation made. Everything in it lives in its arena. */
struct compiled {
	struct arena *arena;
	struct diags diags;
	struct type_table *types;
	struct config config;
	const char *env_error;	     /* bad environment value: bare message, exit status 2 */
	const char *filter_error;    /* bad --probe-filter: exit status 255 */
	struct lang_env lang;
	struct program *program;
	struct sema sema;	     /* units, maps, actions, strings */
	struct probe_env probes;
	struct lower_shared shared;  /* all maps */
	VEC(struct cg_program *) programs; /* by unit index */
	const struct compile_options *opt;
};

/* An empty compilation whose types and probe environment can be asked, for listing. */
struct compiled *compile_nothing(const struct compile_options *opt);
/* Never NULL; look at diags.errors and env_error. programs.len is 0 when there is nothing to attach. */
struct compiled *compile_script(const struct compile_options *opt);
/* Generates a unit again after its plan was refused by the kernel. 0 or -1. */
int compile_unit_again(struct compiled *c, struct unit *u);
/* The same with its loops called back by the kernel, if that makes a difference. 0 or -1. */
int compile_unit_calling_loops(struct compiled *c, struct unit *u);
/* dump.c: STAGE_IDS, if asked for: class and place of the messages from number `from` on, in order of discovery. */
void compile_dump_ids(const struct compiled *c, size_t from);
void compiled_free(struct compiled *c);

#endif
