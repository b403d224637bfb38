/* What the event itself hands over: arguments, return value, registers, the traced function, the probe's own name. */
#include <ctype.h>

#include "arch/arch.h"
#include "builtin/builtin.h"

static const char *probe_name(struct sema *s) { return s->unit ? s->unit->kind->name : "fn"; }

static struct probe_target *target(struct sema *s) { return s->unit->targets.data[0]; }

/* ---- argN ---- */

static unsigned arg_number(const struct expr *e) { return (unsigned)strtoul(e->name + strlen("arg"), NULL, 10); }

static const struct type *check_arg(struct sema *s, struct expr *e)
{
	unsigned n = arg_number(e);
	const struct arch *arch = arch_host();

	if (n >= arch_arg_count(arch) && !(s->unit->kind->bit & (PROBE_USDT | PROBE_RAWTRACEPOINT))) {
		sema_error(s, D_BUILTIN_PROBE, e->span, "%s doesn't support %s", arch->name, e->name);
		return type_error(s->types);
	}
	s->unit->uses_ctx = true;
	s->unit->max_arg = MAX(s->unit->max_arg, n + 1);
	e->space = s->unit->kind->space;
	return fn_u64(s);
}

static void wrong_arg(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span,
		   "The %s builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes", e->name);
}

static struct value lower_argn(struct lower *l, const struct expr *e)
{
	struct value v = fn_reg(e, l->unit->kind->lower_arg(l, arg_number(e)));

	v.space = l->unit->kind->space;
	return v;
}

#define ARG_ROW(n)                                                                                                    \
	static const struct builtin arg##n = {                                                                        \
		.name = "arg" #n,                                                                                     \
		.signature = "uint64 arg" #n,                                                                         \
		.flags = BUILTIN_VAR | BUILTIN_NO_CALL | BUILTIN_NO_LOOP,                                             \
		.probes = PROBE_KPROBE | PROBE_UPROBE | PROBE_USDT | PROBE_RAWTRACEPOINT,                             \
		.check = check_arg,                                                                                   \
		.wrong_probe = wrong_arg,                                                                             \
		.lower = lower_argn,                                                                                  \
	};
ARG_ROW(0)
ARG_ROW(1)
ARG_ROW(2)
ARG_ROW(3)
ARG_ROW(4)
ARG_ROW(5)
ARG_ROW(6)
ARG_ROW(7)
ARG_ROW(8)
ARG_ROW(9)
ARG_ROW(10)
ARG_ROW(11)

/* ---- args ---- */

static const struct type *check_args(struct sema *s, struct expr *e)
{
	struct probe_target *t = target(s);

	if (!t->args)
		t->args = t->kind->args ? t->kind->args(s->probes, t, e->span) : NULL;
	if (!t->args)
		return type_error(s->types);
	s->unit->uses_args = s->unit->uses_ctx = true;
	return t->args;
}

static void wrong_args(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span,
		   "The args builtin can only be used with tracepoint, rawtracepoint, fentry/fexit, and uprobe probes "
		   "(%s used here)",
		   s->unit ? s->unit->kind->probetype : "fn");
}

static struct value args_member(struct lower *l, const struct expr *e, const struct type_member *m)
{
	return l->unit->kind->lower_args_member(l, m);
}

/* The whole structure, for print(args): its members one after the other. */
static struct value lower_args(struct lower *l, const struct expr *e)
{
	const struct type *t = e->type;
	ir_ref slot = lower_slot_addr(l, MAX(t->size, 8), 8, "args");

	ir_memzero(&l->b, slot, 0, t->size);
	for (uint32_t i = 0; i < t->member_count; i++)
		lower_value_into(l, l->unit->kind->lower_args_member(l, &t->members[i]), t->members[i].type, slot,
				 (int32_t)t->members[i].offset);
	return value_mem(t, slot, 0, SPACE_NONE);
}

static const struct builtin args = {
	.name = "args",
	.signature = "struct args",
	.flags = BUILTIN_VAR | BUILTIN_NO_CALL | BUILTIN_PER_TARGET | BUILTIN_NO_LOOP,
	.probes = PROBE_TRACEPOINT | PROBE_RAWTRACEPOINT | PROBE_FENTRY | PROBE_FEXIT | PROBE_UPROBE,
	.check = check_args,
	.wrong_probe = wrong_args,
	.lower = lower_args,
	.lower_member = args_member,
};

/* ---- retval, func ---- */

static const struct type *check_retval(struct sema *s, struct expr *e)
{
	const struct probe_kind *k = s->unit->kind;

	s->unit->uses_retval = s->unit->uses_ctx = true;
	e->space = k->space;
	if (!k->retval_type)
		return fn_u64(s);
	const struct type *t = k->retval_type(s->probes, target(s));
	if (t)
		return t;
	sema_error(s, D_UNKNOWN_FIELD, e->span, "Can't find a field $retval");
	return type_error(s->types);
}

static void wrong_retval(struct sema *s, struct expr *e)
{
	bool tracepoint = s->unit && s->unit->kind->bit == PROBE_TRACEPOINT;

	sema_error(s, D_BUILTIN_PROBE, e->span,
		   "The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes%s",
		   tracepoint ? " (try to use args.ret instead)" : "");
}

static struct value lower_retval(struct lower *l, const struct expr *e)
{
	struct value v = fn_reg(e, l->unit->kind->lower_retval(l));

	v.space = l->unit->kind->space;
	return lower_convert(l, value_reg(type_int(l->types, 8, false), v.v), e->type);
}

static const struct builtin retval = {
	.name = "retval",
	.signature = "uint64 retval",
	.flags = BUILTIN_VAR | BUILTIN_NO_LOOP,
	.probes = PROBE_KRETPROBE | PROBE_URETPROBE | PROBE_FEXIT,
	.check = check_retval,
	.wrong_probe = wrong_retval,
	.lower = lower_retval,
};

/* At an entry a register has it, at the return of a function of user space the kernel's record of it. */
static bool has_func(const struct sema *s, const struct probe_kind *k)
{
	return k->space == SPACE_USER || k->bit == PROBE_KPROBE || feature(s->features, FEAT_GET_FUNC_IP);
}

static const struct type *check_func(struct sema *s, struct expr *e)
{
	const struct probe_kind *k = s->unit->kind;

	if (!has_func(s, k)) {
		sema_error(s, D_KERNEL_FEATURE, e->span,
			   "BPF_FUNC_get_func_ip not available for your kernel version. Consider using the 'probe' builtin "
			   "instead.");
		return type_error(s->types);
	}
	s->unit->uses_func = s->unit->uses_ctx = true;
	return type_simple(s->types, k->space == SPACE_USER ? TYPE_USYM : TYPE_KSYM);
}

static void wrong_func(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span, "The func builtin can not be used with '%s' probes", probe_name(s));
}

static struct value lower_func(struct lower *l, const struct expr *e)
{
	ir_ref addr = l->unit->kind->lower_func(l);

	if (e->type->kind == TYPE_KSYM)
		return fn_reg(e, addr);
	ir_ref slot = lower_slot_addr(l, sizeof(struct usym_value), 8, "usym");
	ir_store(&l->b, slot, offsetof(struct usym_value, addr), 8, addr);
	ir_store(&l->b, slot, offsetof(struct usym_value, pid), 4,
		 ir_binary(&l->b, IR_lshr, lower_pid_tgid(l), ir_const(&l->b, 32)));
	ir_store(&l->b, slot, offsetof(struct usym_value, probe), 4, ir_const(&l->b, l->unit->index));
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin func = {
	.name = "func",
	.signature = "ksym_t func",
	.flags = BUILTIN_VAR | BUILTIN_NO_LOOP,
	.probes = PROBE_KPROBE | PROBE_KRETPROBE | PROBE_FENTRY | PROBE_FEXIT | PROBE_UPROBE | PROBE_URETPROBE,
	.check = check_func,
	.wrong_probe = wrong_func,
	.lower = lower_func,
};

/* ---- ctx, reg ---- */

static const struct type *check_ctx(struct sema *s, struct expr *e)
{
	const struct probe_kind *k = s->unit->kind;
	const struct type *t = k->ctx_type ? k->ctx_type(s->probes, target(s)) : NULL;

	s->unit->uses_ctx = true;
	s->unit->max_arg = UINT32_MAX; /* needs the registers themselves */
	e->space = SPACE_KERNEL;
	if (t)
		return t;
	if (k->bit == PROBE_TRACEPOINT)
		sema_error(s, D_BUILTIN_PROBE, e->span, "Use args instead of ctx in tracepoint");
	else
		sema_error(s, D_BUILTIN_PROBE, e->span, "The ctx builtin can not be used with '%s' probes", k->name);
	return type_error(s->types);
}

static struct value lower_ctx(struct lower *l, const struct expr *e) { return fn_reg(e, l->ctx); }

/* The verifier knows the types of the pointers that an iterator is given; the last round has none: they may be NULL. */
static struct value ctx_member(struct lower *l, const struct expr *e, const struct type_member *m)
{
	const struct type *t = type_complete(l->types, e->lhs->type->inner);

	if (l->unit->kind->bit != PROBE_ITER || m->type->kind != TYPE_POINTER)
		return lower_member_of(l, value_mem(t, l->ctx, 0, SPACE_KERNEL), m);
	ir_ref v = ir_load_ctx(&l->b, (int32_t)m->offset, 8);
	if (ir_is(v, IR_load_ctx))
		v->imm2 |= IR_KERNEL_PTR | IR_MAYBE_NULL;
	struct value p = value_reg(m->type, v);
	p.space = SPACE_KERNEL;
	return p;
}

static const struct builtin ctx = {
	.name = "ctx",
	.signature = "struct pt_regs * ctx",
	.flags = BUILTIN_VAR | BUILTIN_NO_CALL | BUILTIN_NO_LOOP,
	.check = check_ctx,
	.lower = lower_ctx,
	.lower_member = ctx_member,
};

static const struct type *check_reg(struct sema *s, struct expr *e)
{
	const char *name = sema_string_arg(s, e, e->args.data[0]);

	if (!name)
		return type_error(s->types);
	if (arch_reg_offset(arch_host(), name) < 0) {
		sema_error(s, D_CALL_VALUE, e->span, "'%s' is not a valid register on this architecture (%s)", name,
			   arch_host()->name);
		return type_error(s->types);
	}
	s->unit->uses_ctx = true;
	s->unit->max_arg = UINT32_MAX; /* needs the registers themselves */
	e->space = s->unit->kind->space;
	return fn_u64(s);
}

static struct value lower_reg_call(struct lower *l, const struct expr *e)
{
	int offset = arch_reg_offset(arch_host(), e->args.data[0]->str);

	return fn_reg(e, l->unit->kind->lower_reg(l, (uint32_t)offset));
}

#define HAVE_REGISTERS                                                                                                \
	(PROBE_KPROBE | PROBE_KRETPROBE | PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT | PROBE_PROFILE |               \
	 PROBE_INTERVAL | PROBE_SOFTWARE | PROBE_HARDWARE | PROBE_WATCHPOINT)

static const struct builtin reg = {
	.name = "reg",
	.signature = "uint64 reg(L string name)",
	.flags = BUILTIN_NO_LOOP,
	.min_args = 1,
	.max_args = 1,
	.probes = HAVE_REGISTERS,
	.check = check_reg,
	.lower = lower_reg_call,
};

/* ---- usermode ---- */

/* Whether the interrupted code was the user's: by the register that tells the mode. */
static struct value lower_usermode(struct lower *l, const struct expr *e)
{
	const struct arch *arch = arch_host();

	if (l->unit->kind->bit & PROBE_SPECIAL)
		return fn_reg(e, ir_const(&l->b, 1));
	if (!(l->unit->kind->bit & HAVE_REGISTERS))
		return fn_reg(e, ir_const(&l->b, 0));
	ir_ref mode = l->unit->kind->lower_reg(l, (uint32_t)arch_reg_offset(arch, arch->mode_reg));
	ir_ref masked = ir_binary(&l->b, IR_and, mode, ir_const(&l->b, (int64_t)arch->mode_mask));
	return fn_reg(e, ir_binary(&l->b, IR_eq, masked, ir_const(&l->b, (int64_t)arch->mode_user)));
}

static const struct type *check_usermode(struct sema *s, struct expr *e)
{
	if (!arch_host()->mode_reg) {
		sema_error(s, D_BUILTIN_PROBE, e->span, "'usermode' builtin is only supported on x86_64");
		return type_error(s->types);
	}
	if (s->unit->kind->bit & HAVE_REGISTERS) {
		s->unit->uses_ctx = true;
		s->unit->max_arg = UINT32_MAX;
	}
	return type_int(s->types, 1, false);
}

static const struct builtin usermode = {
	.name = "usermode",
	.signature = "uint8 usermode",
	.flags = BUILTIN_VAR | BUILTIN_NO_LOOP,
	.probes = PROBE_ALL,
	.check = check_usermode,
	.lower = lower_usermode,
};

/* ---- probe, probetype ---- */

static uint32_t longest_text(const struct unit *u)
{
	size_t longest = 0;

	for (size_t i = 0; i < u->targets.len; i++)
		longest = MAX(longest, strlen(u->targets.data[i]->text));
	return (uint32_t)longest;
}

/* A literal, unless one program serves several places. */
static const struct type *check_probe(struct sema *s, struct expr *e)
{
	const char *text = target(s)->text;

	s->unit->uses_probe_text = true;
	if (s->unit->targets.len > 1)
		return type_string(s->types, longest_text(s->unit) + 1);
	expr_make_string(s, e, text, strlen(text));
	return e->type;
}

/* The texts one after the other in a table, the one that belongs to the place that fired; an empty one at the end. */
static struct value lower_probe(struct lower *l, const struct expr *e)
{
	const struct unit *u = l->unit;
	uint32_t size = e->type->size, n = (uint32_t)u->targets.len;
	size_t bytes = ALIGN_UP((size_t)size * (n + 1), 8);
	char *texts = arena_alloc(l->arena, bytes);
	ir_ref index = fn_clamp(l, u->kind->lower_target(l), n);

	for (uint32_t i = 0; i < n; i++)
		memcpy(texts + (size_t)i * size, u->targets.data[i]->text, strlen(u->targets.data[i]->text));
	struct ir_map *m = lower_table_map(l->shared, arena_sprintf(l->arena, "(probes %u)", u->index), (uint32_t)bytes,
					   1, texts);
	ir_ref offset = ir_binary(&l->b, IR_mul, index, ir_const(&l->b, size));
	return value_mem(e->type, ir_binary(&l->b, IR_add, ir_map_value(&l->b, m, 0), offset), 0, SPACE_NONE);
}

static const struct builtin probe = {
	.name = "probe",
	.signature = "string probe",
	.flags = BUILTIN_VAR | BUILTIN_PER_TARGET,
	.probes = PROBE_ALL,
	.check = check_probe,
	.lower = lower_probe,
};

static const struct type *check_probetype(struct sema *s, struct expr *e)
{
	const char *text = s->unit->kind->probetype;

	expr_make_string(s, e, text, strlen(text));
	return e->type;
}

static const struct builtin probetype = {
	.name = "probetype",
	.signature = "string probetype",
	.flags = BUILTIN_VAR,
	.probes = PROBE_ALL,
	.check = check_probetype,
	.lower = fn_lower_nothing,
};

const struct builtin *const fn_context[] = {
	&arg0, &arg1, &arg2, &arg3,   &arg4,	 &arg5,	 &arg6, &arg7, &arg8,	  &arg9,      &arg10, &arg11,
	&args, &ctx,  &func, &retval, &reg, &probe, &probetype, &usermode, NULL,
};
