/*
 * builtin: the registry of functions and variables, one file a family. families.c lists the families; what several of
 * them need is declared here.
 */
#ifndef SONDE_BUILTIN_H
#define SONDE_BUILTIN_H

#include "lower/lower.h"
#include "run/run.h"
#include "sema/sema.h"

/* A family: NULL-terminated list of rows. */
extern const struct builtin *const fn_context[];  /* args, argN, retval, func, probe, ctx, reg … */
extern const struct builtin *const fn_task[];	  /* pid, tid, uid, comm, curtask … */
extern const struct builtin *const fn_machine[];  /* cpu, ncpus, rand, cgroup … */
extern const struct builtin *const fn_child[];	  /* cpid, has_cpid */
extern const struct builtin *const fn_cgroup[];   /* cgroupid, cgroup_path */
extern const struct builtin *const fn_time[];	  /* nsecs, elapsed, time, strftime */
extern const struct builtin *const fn_stack[];	  /* kstack, ustack */
extern const struct builtin *const fn_address[];  /* ksym, usym, kaddr, kptr, uptr … */
extern const struct builtin *const fn_uaddr[];	  /* uaddr */
extern const struct builtin *const fn_object[];   /* path, socket_cookie */
extern const struct builtin *const fn_string[];	  /* str */
extern const struct builtin *const fn_search[];  /* strlen, strncmp, strstr, str_concat */
extern const struct builtin *const fn_tables[];  /* strerror, signal_name, syscall_name */
extern const struct builtin *const fn_bytes[];	  /* buf, memcmp, bswap, write_user */
extern const struct builtin *const fn_trace[];   /* debugf */
extern const struct builtin *const fn_effects[];  /* cat, system, join */
extern const struct builtin *const fn_network[];  /* ntop, pton, macaddr */
extern const struct builtin *const fn_packet[];	  /* skboutput */
extern const struct builtin *const fn_print[];	  /* printf, print, errorf, warnf */
extern const struct builtin *const fn_map[];	  /* clear, zero, delete, has_key, find, len */
extern const struct builtin *const fn_control[];  /* exit, signal, override … */
extern const struct builtin *const fn_comptime[]; /* is_str, fail, config, getopt … */
extern const struct builtin *const fn_kfunc[];	  /* kfunc_exist, kfunc_allowed */

/* uint64 and friends, for check hooks. */
static inline const struct type *fn_u64(struct sema *s) { return type_int(s->types, 8, false); }
static inline const struct type *fn_u32(struct sema *s) { return type_int(s->types, 4, false); }
static inline const struct type *fn_i32(struct sema *s) { return type_int(s->types, 4, true); }

/* A register of the call's own type. */
static inline struct value fn_reg(const struct expr *e, ir_ref v) { return value_reg(e->type, v); }

/* lower hook of rows whose value is one argument-less helper's, the same during a run: helper number by name. */
struct value fn_lower_nothing(struct lower *l, const struct expr *e);
/* lower hook of asynchronous calls whose arguments make the payload, from argument `first` on. */
void fn_send_args(struct lower *l, const struct expr *e, unsigned first);
/* print.c: hooks of calls with a format and its values; the text of a record, valid until the next. */
const struct type *fn_check_format(struct sema *s, struct expr *e);
struct value fn_lower_format(struct lower *l, const struct expr *e);
const char *fn_formatted(struct run *r, const struct action *a, const void *payload);

/* bytes.c: the address of an argument's bytes (object, pointer or integer) and its space; min(n, limit). */
ir_ref fn_bytes_address(struct lower *l, const struct expr *a, enum addr_space *ret_space);
ir_ref fn_clamp(struct lower *l, ir_ref n, uint32_t limit);
ir_ref fn_min(struct lower *l, ir_ref n, ir_ref limit);

/* kfunc.c: whether the unit's program may call a function of the kernel; without a kernel to ask: whether there is one. */
bool fn_kfunc_allowed(struct sema *s, const char *name);

#endif
