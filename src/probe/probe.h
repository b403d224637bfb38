/*
 * probe: the kinds of probes, one file each, and what they share: expansion of attach points into targets, the lists of
 * functions and events, reading registers. kinds.c holds the table.
 */
#ifndef SONDE_PROBE_H
#define SONDE_PROBE_H

#include "arch/arch.h"
#include "kernel/kernel.h"
#include "lower/lower.h"
#include "run/run.h" /* struct attach_env and run_link_add, for the attach hooks */
#include "sema/registry.h"

/* ---- for the compiler and the listing ---- */

/* expand.c: all targets of an attach point, its provider resolved (wildcards too). 0, or -1 after an error. */
int probe_expand(struct probe_env *env, struct attach_point *ap, struct target_vec *out);
/* A block whose attach points matched nothing at all: says what missing_probes wants. `reported`: some was named. */
void probe_report_empty(struct probe_env *env, const struct probe_decl *d, bool reported);
/* list.c: everything that a pattern of -l matches, sorted, one line each with parameters if asked; errors in env->diags. */
void probe_list_pattern(struct probe_env *env, const char *pattern, bool with_params, struct strbuf *out);
void probe_list_target(struct probe_env *env, struct probe_target *t, bool with_params, struct strbuf *out);

/* sources.c: what can be attached to, read when first asked for. */
struct probe_sources *probe_sources_new(const char *traceable_file); /* NULL: the kernel's own list */
void probe_sources_free(struct probe_sources *s);

/* ---- for the files of this folder ---- */

/* sources.c */
/* Root of tracefs, mounted if need be; NULL after reporting at the attach point that there is none. */
const char *probe_tracefs(struct probe_env *env, const struct attach_point *ap);
/* Calls fn for each traceable function whose module and name match (patterns; NULL: any), once a name and module. */
typedef void probe_function_visitor(void *ctx, const char *module, const char *name);
void probe_each_function(struct probe_env *env, const char *module, const char *name, probe_function_visitor *fn,
			 void *ctx);
/* Whether the kernel's list has the function. Reads the list. */
bool probe_function_listed(struct probe_env *env, const char *module, const char *name);
/* The one symbol that is a compiler-made copy of the function: f.isra.0 and its like. NULL: none. */
const char *probe_function_clone(struct probe_env *env, const char *name);
bool probe_function_hidden(const char *name); /* never offered: rcu_* and the like */
bool probe_module_loaded(const char *module);
void probe_each_event(struct probe_env *env, const char *category, const char *event,
		      void (*fn)(void *ctx, const char *category, const char *event), void *ctx);
/* Remembers the name of a test or bench; the place of an earlier one of that name, or NULL. */
const struct attach_point *probe_name_claim(struct probe_env *env, const char *name, const struct attach_point *ap);

/* expand.c */
struct probe_target *probe_target_new(struct probe_env *env, const struct probe_kind *kind, const struct attach_point *ap,
				      const char *text);
bool probe_is_pattern(const char *part); /* contains a wildcard */
bool probe_ap_is_pattern(const struct attach_point *ap, size_t first_part);
/* Reports a bad attach point; always -1. */
int probe_spec_error(struct probe_env *env, const struct attach_point *ap, const char *fmt, ...) PRINTF_LIKE(3, 4);
int probe_arity_error(struct probe_env *env, const struct probe_kind *kind, const struct attach_point *ap);
int probe_unsupported(struct probe_env *env, const struct attach_point *ap);
/* An exact name without match, as missing_probes wants it. -1: an error; 0: to be skipped. */
int probe_missing(struct probe_env *env, const struct probe_kind *kind, const struct attach_point *ap, const char *what);
/* An integer part; -1 after "PREFIX: invalid integer: x". */
int probe_parse_number(struct probe_env *env, const struct attach_point *ap, const char *text, const char *prefix,
		       int64_t *ret);

/* regs.c: pt_regs as the program's context. */
ir_ref probe_regs_arg(struct lower *l, unsigned n);
ir_ref probe_regs_retval(struct lower *l);
ir_ref probe_regs_ip(struct lower *l);
ir_ref probe_regs_word(struct lower *l, uint32_t offset);
ir_ref probe_func_ip(struct lower *l); /* bpf_get_func_ip */
const struct type *probe_regs_ctx_type(struct probe_env *env, struct probe_target *t);
const struct type *probe_perf_ctx_type(struct probe_env *env, struct probe_target *t);

/* trampoline.c: contexts of fentry, fexit and tp_btf: 8-byte words with the arguments, then the result. */
/* The word at `offset` of the context as a value of type t, extended to 64 bits. */
ir_ref probe_word(struct lower *l, const struct type *t, int32_t offset);
struct value probe_word_member(struct lower *l, const struct type_member *m); /* args.member of such contexts */
/* The args structure made of a function's parameters, and of the result if it has one. */
const struct type *probe_params_type(struct probe_env *env, const char *name, const struct type_btf_func *f,
				     bool with_retval);
/* Chooses the function's BTF for a trampoline. */
int probe_plan_trampoline(struct probe_env *env, struct unit *u, const struct type_btf_func *f, bool is_return);
int probe_module_btf_fd(const char *module); /* descriptor or -errno */

/* syscall.c: tracepoint:syscalls:sys_enter_* and sys_exit_* through the raw tracepoints sys_enter and sys_exit. */
enum syscall_family { SYSCALL_NONE, SYSCALL_ENTER, SYSCALL_EXIT };
/* Whether an event can be served so: its family, and the system call's number in *ret_number. */
enum syscall_family probe_syscall_event(const char *category, const char *event, uint64_t *ret_number);
/* Plans attempt n (tp_btf, then raw tracepoint); -1: not possible. */
int probe_syscall_plan(struct probe_env *env, struct unit *u, bool tracing);
void probe_syscall_prologue(struct lower *l);
ir_ref probe_syscall_target(struct lower *l);
struct value probe_syscall_member(struct lower *l, const struct type_member *m);

/* pid.c: the program leaves unless the process is the one of -p. */
void probe_lower_pid_filter(struct lower *l);

/* cookie.c: the index of the place that fired, from the cookie that attaching gave it. */
bool probe_cookie_tells(struct probe_env *env, const struct probe_target *t);
ir_ref probe_lower_cookie(struct lower *l);
/* Whether the unit's program asks for the index. */
bool probe_asks_target(const struct unit *u);

/* attach.c: steps that several kinds take; descriptors end with the session. 0 or -errno. */
int probe_attach_trampoline(struct attach_env *env, int prog_fd, const char *raw_name);
int probe_attach_perf_fd(struct attach_env *env, int perf_fd, int prog_fd, uint64_t cookie);
int probe_attach_per_cpu(struct attach_env *env, const void *perf_event_attr, int pid, bool first_cpu_only, int prog_fd);
/*
 * Attaches each target with `attach`, its index being the cookie. A single target's failure is the unit's; of several, one that fails is reported and
 * skipped where missing_probes says so. Number of attached targets or -errno.
 */
int probe_attach_each(struct attach_env *env, struct unit *u, int prog_fd,
		      int (*attach)(struct attach_env *env, const struct probe_target *t, int prog_fd, uint64_t cookie));
int probe_target_pid(const struct attach_env *env); /* of -p or -c; -1: all */
void probe_attach_reason(struct attach_env *env, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The rows, one file each. */
extern const struct probe_kind probe_begin, probe_end, probe_self, probe_test, probe_bench; /* special.c */
extern const struct probe_kind probe_kprobe, probe_kretprobe;				    /* kprobe.c */
extern const struct probe_kind probe_fentry, probe_fexit;				    /* fentry.c */
extern const struct probe_kind probe_tracepoint;					    /* tracepoint.c */
extern const struct probe_kind probe_rawtracepoint;					    /* rawtracepoint.c */
extern const struct probe_kind probe_uprobe, probe_uretprobe;				    /* uprobe.c */
extern const struct probe_kind probe_usdt;						    /* usdt.c */
extern const struct probe_kind probe_profile, probe_interval;				    /* timer.c */
extern const struct probe_kind probe_software, probe_hardware;				    /* perf.c */
extern const struct probe_kind probe_watchpoint;					    /* watchpoint.c */
extern const struct probe_kind probe_iter;						    /* iter.c */

#endif
