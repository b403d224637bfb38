/*
 * Small registries for tests of sema alone: what the real tables say of a few names, without their lowering. Weak, so
 * that a build with the real ones takes those.
 */
#include "sema/sema.h"

#define WEAK __attribute__((weak))

/* ---- builtins ---- */

static const struct type *check_text(struct sema *s, struct expr *e)
{
	const struct type *payload;
	return sema_format(s, e, 0, &payload) ? type_void(s->types) : type_error(s->types);
}

static const struct type *check_print(struct sema *s, struct expr *e)
{
	const struct expr *arg = e->args.data[0];
	if (arg->kind == EXPR_MAP)
		return type_void(s->types);
	if (!sema_is_printable(arg->type)) {
		sema_error(s, D_NOT_PRINTABLE, e->span, "%s type passed to print() is not printable",
			   type_name(s->types, arg->type));
		return type_error(s->types);
	}
	return type_void(s->types);
}

static const struct type *check_exit(struct sema *s, struct expr *e)
{
	if (e->args.len && !sema_integer_arg(s, e, e->args.data[0]))
		return type_error(s->types);
	return type_void(s->types);
}

static const struct type *check_comm(struct sema *s, struct expr *e)
{
	return type_string(s->types, 16);
}

static const struct type *check_kstack(struct sema *s, struct expr *e)
{
	int64_t depth = 127;
	if (e->args.len && !sema_int_arg(s, e, e->args.data[0], &depth))
		return type_error(s->types);
	return type_stack(s->types, true, STACK_BPFTRACE, (uint32_t)depth);
}

static const struct type *check_has_key(struct sema *s, struct expr *e)
{
	struct sema_map *m = sema_map_arg(s, e, e->args.data[0]);
	if (!m || !sema_map_key(s, m, e->args.data[1], e->span))
		return type_error(s->types);
	return type_bool(s->types);
}

static void wrong_arg0(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span,
		   "The %s builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes", e->name);
}

static const struct builtin rows[] = {
	{ .name = "pid", .flags = BUILTIN_VAR, .type_size = 4 },
	{ .name = "tid", .flags = BUILTIN_VAR | BUILTIN_THREAD_ID, .type_size = 4 },
	{ .name = "nsecs", .flags = BUILTIN_VAR },
	{ .name = "comm", .flags = BUILTIN_VAR, .check = check_comm },
	{ .name = "kstack", .flags = BUILTIN_VAR, .max_args = 1, .check = check_kstack },
	{ .name = "arg0", .flags = BUILTIN_VAR | BUILTIN_NO_CALL | BUILTIN_NO_LOOP,
	  .probes = PROBE_KPROBE | PROBE_UPROBE | PROBE_USDT, .wrong_probe = wrong_arg0 },
	{ .name = "printf", .min_args = 1, .max_args = -1, .flags = BUILTIN_LONG_TEXT, .check = check_text },
	{ .name = "print", .min_args = 1, .max_args = 3, .flags = BUILTIN_MAP_ARGS, .check = check_print },
	{ .name = "clear", .min_args = 1, .max_args = 1, .flags = BUILTIN_MAP_ARGS, .type_kind = TYPE_VOID },
	{ .name = "has_key", .min_args = 2, .max_args = 2, .flags = BUILTIN_MAP_ARGS, .check = check_has_key },
	{ .name = "exit", .max_args = 1, .flags = BUILTIN_NO_RETURN, .check = check_exit },
};

enum { ROWS = ARRAY_LEN(rows) };
static const struct builtin *family[ROWS + 1];
static const struct builtin *const *const families[] = { family, NULL };
WEAK const struct builtin *const *const *const builtin_families = families;

__attribute__((constructor)) static void fill_family(void)
{
	for (size_t i = 0; i < ROWS; i++)
		family[i] = &rows[i];
}

/* ---- aggregations ---- */

static uint32_t agg_size(const struct agg_params *p)
{
	return 16;
}

static bool check_hist(struct sema *s, struct expr *call, struct agg_params *p)
{
	int64_t bits = 0;
	if (call->args.len > 1 && !expr_int_literal(call->args.data[1], &bits))
		return false;
	p->bits = (uint64_t)bits;
	return true;
}

static const struct aggregate test_count = { .name = "count", .type_name = "count_t", .castable = true, .size = agg_size };
static const struct aggregate test_sum = {
	.name = "sum", .type_name = "sum_t", .min_args = 1, .max_args = 1, .has_sign = true, .castable = true, .size = agg_size
};
static const struct aggregate test_stats = {
	.name = "stats", .type_name = "stats_t", .min_args = 1, .max_args = 1, .has_sign = true, .size = agg_size
};
static const struct aggregate test_hist = {
	.name = "hist", .type_name = "hist_t", .min_args = 1, .max_args = 2, .check = check_hist, .size = agg_size
};
WEAK const struct aggregate *const aggregates[] = { &test_count, &test_sum, &test_stats, &test_hist, NULL };

/* ---- probes ---- */

static const char *const begin_aliases[] = { "BEGIN", NULL };
static const char *const kprobe_aliases[] = { "k", NULL };
static const char *const interval_aliases[] = { "i", NULL };
static const struct probe_kind test_begin = { .name = "begin", .aliases = begin_aliases, .bit = PROBE_BEGIN };
static const struct probe_kind test_kprobe = {
	.name = "kprobe", .aliases = kprobe_aliases, .bit = PROBE_KPROBE, .space = SPACE_KERNEL
};
static const struct probe_kind test_interval = { .name = "interval", .aliases = interval_aliases, .bit = PROBE_INTERVAL };
WEAK const struct probe_kind *const probe_kinds[] = { &test_begin, &test_kprobe, &test_interval, NULL };
