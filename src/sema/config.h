/*
 * Settings: one table row each (sema/config.c); values come from defaults, the script's config block, the environment
 * (BPFTRACE_ + upper-case key), in increasing priority.
 */
#ifndef SONDE_CONFIG_H
#define SONDE_CONFIG_H

#include "lang/ast.h"

enum missing_probes { MISSING_ERROR, MISSING_WARN, MISSING_IGNORE };
enum unstable { UNSTABLE_ERROR, UNSTABLE_WARN, UNSTABLE_ENABLE };
/* Our own setting `attach`: what serves kprobes, tracepoints … AUTO takes the cheapest that means the same. */
enum attach_policy { ATTACH_AUTO, ATTACH_PERF, ATTACH_MULTI, ATTACH_TRAMPOLINE, ATTACH_RAW };

struct config {
	bool cpp_demangle, lazy_symbolication, print_maps_on_exit, use_blazesym, show_debug_info;
	uint64_t log_size, max_bpf_progs, max_cat_bytes, max_map_keys, max_probes, max_strlen, on_stack_limit,
		perf_rb_pages;
	const char *str_trunc_trailer;
	enum unstable unstable_import_statement, unstable_tseries, unstable_typeinfo, unstable_dw_ustack;
	enum missing_probes missing_probes;
	enum stack_mode stack_mode;
	const char *license;
	const char *cache_user_symbols;
	enum attach_policy attach;
};

void config_init(struct config *c);
/* The script's config block. Errors go to diags. */
void config_apply_script(struct config *c, const struct program *p, struct diags *d, struct arena *a);
/*
 * The environment. 0, or -1 with the bare message (`max_strlen: expecting a number, got x`) in *ret_error (arena).
 */
int config_apply_env(struct config *c, char *const *env, struct arena *a, const char **ret_error);
/* The `config` record: its type, and calls fn with each field's literal expression; for the builtin and sema. */
size_t config_field_count(void);
/* Name of field i and its value as a literal expression (EXPR_INT, EXPR_BOOL, EXPR_STRING). */
const char *config_field(const struct config *c, size_t i, struct arena *a, struct expr **ret);
/* `NAME default allowed meaning` for each row; for --help and the documents. */
void config_list(void (*fn)(void *ctx, const char *key, const char *def, const char *allowed), void *ctx);

#endif
