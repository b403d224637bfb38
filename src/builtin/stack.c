/*
 * Stacks. The frames stay in a stack-trace map of the kernel; a value is the id in it (types/type.h). A stack whose
 * bucket is taken by another goes to a second map; one that finds no place there either is counted as lost and has the
 * value of an empty stack.
 */
#include "builtin/builtin.h"

enum { DEFAULT_DEPTH = 127, MAX_DEPTH = 1024 };

static bool is_kernel(const struct expr *e) { return e->name[0] == 'k'; }

static bool mode_of_name(const char *name, enum stack_mode *ret)
{
	static const char *const names[] = { "bpftrace", "perf", "raw", "build_id" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i], name)) {
			*ret = (enum stack_mode)i;
			return true;
		}
	return false;
}

static bool check_mode(struct sema *s, struct expr *e, const struct expr *arg, enum stack_mode *ret)
{
	if (arg->kind != EXPR_IDENT) {
		sema_error(s, D_CALL_VALUE, arg->span, "Expected stack mode as first argument");
		return false;
	}
	if (!mode_of_name(arg->name, ret)) {
		sema_error(s, D_CALL_VALUE, arg->span,
			   "Error parsing stack mode: %s: Invalid value for stack_mode: valid values are bpftrace, raw, perf, "
			   "and build_id.",
			   e->name);
		return false;
	}
	if (*ret == STACK_BUILD_ID && is_kernel(e)) {
		sema_error(s, D_CALL_VALUE, e->span, "'build_id' stack mode can only be used for ustack");
		return false;
	}
	return true;
}

static bool check_depth(struct sema *s, struct expr *e, struct expr *arg, int64_t *ret)
{
	sema_expr(s, arg);
	if (!expr_int_literal(arg, ret) || *ret <= 0) {
		sema_error(s, D_CALL_VALUE, e->span, "%s: invalid limit value", e->name);
		return false;
	}
	if (*ret > MAX_DEPTH) {
		sema_error(s, D_CALL_VALUE, e->span, "%s([int limit]): limit shouldn't exceed %d, %lld given", e->name,
			   MAX_DEPTH, (long long)*ret);
		return false;
	}
	return true;
}

static enum stack_mode default_mode(struct sema *s, struct expr *e)
{
	if (s->config->stack_mode != STACK_BUILD_ID || !is_kernel(e))
		return s->config->stack_mode;
	sema_warn(s, D_STACK_MODE, e->span,
		  "'build_id' stack mode can only be used for ustack. Falling back to 'raw' mode.");
	return STACK_RAW;
}

static const struct type *check_stack(struct sema *s, struct expr *e)
{
	enum stack_mode mode = default_mode(s, e);
	int64_t depth = DEFAULT_DEPTH;
	size_t n = e->args.len;
	bool has_mode = n == 2 || (n == 1 && e->args.data[0]->kind == EXPR_IDENT);

	if (has_mode && !check_mode(s, e, e->args.data[0], &mode))
		return type_error(s->types);
	if (n > has_mode && !check_depth(s, e, e->args.data[n - 1], &depth))
		return type_error(s->types);
	if (s->unit)
		s->unit->uses_stack = s->unit->uses_ctx = true;
	return type_stack(s->types, is_kernel(e), mode, (uint32_t)depth);
}

/* The kernel takes no map for deeper stacks than its limit, which is 127 unless the administrator raised it. */
static uint32_t map_depth(const struct type *t) { return MIN(t->count, DEFAULT_DEPTH); }

static ir_ref get_stackid(struct lower *l, const struct type *t, enum ir_map_role role)
{
	uint64_t flags = t->is_kernel_stack ? 0 : BPF_F_USER_STACK;
	struct ir_map *m = lower_hidden_map(l->shared, role, t->is_kernel_stack, map_depth(t));

	return ir_call(&l->b, BPF_FUNC_get_stackid, 3, l->ctx, ir_map_ptr(&l->b, m), ir_const(&l->b, (int64_t)flags));
}

static void store_id(struct lower *l, ir_ref id_slot, ir_ref id, uint32_t flag)
{
	ir_ref value = ir_binary(&l->b, IR_add, id, ir_const(&l->b, 1));

	if (flag)
		value = ir_binary(&l->b, IR_or, value, ir_const(&l->b, flag));
	ir_store(&l->b, id_slot, 0, 8, value);
}

/* 1 + the id, or 0: by the first map, then by the second if the first's bucket is taken. */
static ir_ref stack_id(struct lower *l, const struct type *t)
{
	static const uint32_t SECOND = 0x80000000u;
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *good = lower_block(l), *bad = lower_block(l), *taken = lower_block(l), *lost = lower_block(l),
			*good2 = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 0));
	ir_ref id = get_stackid(l, t, IR_MAP_STACKS);
	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, id, ir_const(&l->b, 0)), bad, good);
	lower_start(l, good);
	store_id(l, result, id, 0);
	ir_br(&l->b, end);

	lower_start(l, bad);
	ir_condbr(&l->b, ir_binary(&l->b, IR_eq, id, ir_const(&l->b, -17 /* -EEXIST */)), taken, end);
	lower_start(l, taken);
	ir_ref id2 = get_stackid(l, t, IR_MAP_STACKS2);
	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, id2, ir_const(&l->b, 0)), lost, good2);
	lower_start(l, good2);
	store_id(l, result, id2, SECOND);
	ir_br(&l->b, end);
	lower_start(l, lost);
	lower_count_lost(l, LOST_STACKS);
	ir_br(&l->b, end);

	lower_start(l, end);
	return ir_load(&l->b, result, 0, 8, false);
}

/* The number of frames, by a walk into memory that is thrown away; 0 where it is not asked for. */
static ir_ref stack_depth(struct lower *l, const struct type *t)
{
	uint32_t size = map_depth(t) * 8;
	ir_ref frames = lower_slot_addr(l, size, 8, "frames");

	/* Some kernels take this helper's memory for an input. */
	ir_memzero(&l->b, frames, 0, size);
	ir_ref n = ir_call(&l->b, BPF_FUNC_get_stack, 4, l->ctx, frames, ir_const(&l->b, size),
			   ir_const(&l->b, t->is_kernel_stack ? 0 : BPF_F_USER_STACK));
	ir_ref depth = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *good = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, depth, 0, 8, ir_const(&l->b, 0));
	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, ir_const(&l->b, 0), n), good, end);
	lower_start(l, good);
	ir_store(&l->b, depth, 0, 8, ir_binary(&l->b, IR_lshr, n, ir_const(&l->b, 3)));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, depth, 0, 8, false);
}

static struct value lower_stack(struct lower *l, const struct expr *e)
{
	const struct type *t = e->type;
	ir_ref slot = lower_slot_addr(l, t->size, 8, e->name);

	ir_store(&l->b, slot, offsetof(struct kstack_value, id), 4, stack_id(l, t));
	ir_store(&l->b, slot, offsetof(struct kstack_value, depth), 4,
		 l->sema->uses_stack_depth ? stack_depth(l, t) : ir_const(&l->b, 0));
	if (!t->is_kernel_stack) {
		ir_ref pid = ir_binary(&l->b, IR_lshr, lower_pid_tgid(l), ir_const(&l->b, 32));
		ir_store(&l->b, slot, offsetof(struct ustack_value, pid), 4, pid);
		ir_store(&l->b, slot, offsetof(struct ustack_value, probe), 4, ir_const(&l->b, 0));
	}
	return value_mem(t, slot, 0, SPACE_NONE);
}

/*
 * dw_ustack: stacks by unwinding tables instead of frame pointers. Programs cannot read these tables here, so it is the
 * same walk as ustack's, and says so.
 */
static const struct type *check_dwarf_stack(struct sema *s, struct expr *e)
{
	if (!sema_unstable(s, e->span, s->config->unstable_dw_ustack, "dw_ustack", "dw_ustack (DWARF stack unwinding)"))
		return type_error(s->types);
	if (!s->opt.pid && !s->opt.has_child) {
		sema_error(s, D_CALL_VALUE, e->span, "dw_ustack requires a target process. Use -p or -c to specify one.");
		return type_error(s->types);
	}
	sema_warn(s, D_STACK_MODE, e->span,
		  "dw_ustack follows frame pointers, as ustack does: callers of functions that were compiled without them are "
		  "missing");
	return check_stack(s, e);
}

static const struct builtin dw_ustack = {
	.name = "dw_ustack",
	.signature = "ustack_t dw_ustack([mode,] [L int limit])",
	.flags = BUILTIN_VAR | BUILTIN_RAW_ARGS | BUILTIN_NO_LOOP,
	.max_args = 2,
	.check = check_dwarf_stack,
	.lower = lower_stack,
};

#define STACK_ROW(id)                                                                                                 \
	static const struct builtin id = {                                                                            \
		.name = #id,                                                                                          \
		.signature = #id "_t " #id "([mode,] [L int limit])",                                                 \
		.flags = BUILTIN_VAR | BUILTIN_RAW_ARGS | BUILTIN_NO_LOOP,                                            \
		.max_args = 2,                                                                                        \
		.check = check_stack,                                                                                 \
		.lower = lower_stack,                                                                                 \
	};
STACK_ROW(kstack)
STACK_ROW(ustack)

const struct builtin *const fn_stack[] = { &kstack, &ustack, &dw_ustack, NULL };
