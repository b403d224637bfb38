/*
 * System call events through the raw tracepoints sys_enter(regs, id) and sys_exit(regs, ret).
 *
 * One program serves all events of a block: it compares the number (one event) or looks it up in a table (many),
 * and leaves out what the event itself leaves out, calls of 32-bit code. Fields come from the caller's registers:
 *
 *     offset in args     sys_enter         sys_exit
 *     8                  id                regs->orig_ax
 *     16 + 8 * n         n-th argument     ret (n is 0)
 *
 * As tp_btf program the registers are loaded directly; as raw tracepoint program one helper call copies those that the
 * script uses.
 */
#include <assert.h>

#include "probe/probe.h"

/* Names of events whose system call is called otherwise in the table. */
static const char *const renamed[][2] = {
	{ "newstat", "stat" },	 { "newfstat", "fstat" },	{ "newlstat", "lstat" },
	{ "newuname", "uname" }, { "sendfile64", "sendfile" }, { "umount", "umount2" },
};

#define USER_CS_64 0x33	     /* code segment of 64-bit programs */
#define TS_COMPAT 2	     /* thread_info.status: in a system call of the 32-bit table */

static int syscall_number(const char *event)
{
	for (size_t i = 0; i < ARRAY_LEN(renamed); i++)
		if (!strcmp(renamed[i][0], event))
			return arch_syscall_find(arch_host(), renamed[i][1]);
	return arch_syscall_find(arch_host(), event);
}

enum syscall_family probe_syscall_event(const char *category, const char *event, uint64_t *ret_number)
{
	bool enter = str_starts(event, "sys_enter_");
	if (arch_host() != &arch_x86_64 || strcmp(category, "syscalls") || (!enter && !str_starts(event, "sys_exit_")))
		return SYSCALL_NONE;
	int n = syscall_number(event + strlen(enter ? "sys_enter_" : "sys_exit_"));
	if (n < 0)
		return SYSCALL_NONE;
	*ret_number = (uint64_t)n;
	return enter ? SYSCALL_ENTER : SYSCALL_EXIT;
}

/* ---- plan ---- */

static bool is_enter(const struct unit *u) { return u->targets.data[0]->family == SYSCALL_ENTER; }

static int plan_tracing(struct probe_env *env, struct unit *u)
{
	struct type_btf_func f;
	if (!env->compile_only && !feature(env->features, FEAT_TRACING))
		return -1;
	if (!type_btf_find_raw_tracepoint(env->types, is_enter(u) ? "sys_enter" : "sys_exit", &f))
		return -1;
	u->plan = (struct load_plan){
		.mechanism = is_enter(u) ? "tp_btf sys_enter" : "tp_btf sys_exit",
		.prog_type = BPF_PROG_TYPE_TRACING,
		.attach_type = BPF_TRACE_RAW_TP,
		.attach_btf_id = f.id,
	};
	return 0;
}

int probe_syscall_plan(struct probe_env *env, struct unit *u, bool tracing)
{
	if (u->targets.data[0]->family == SYSCALL_NONE || u->uses_stack)
		return -1;
	if (tracing)
		return plan_tracing(env, u);
	u->plan = (struct load_plan){
		.mechanism = is_enter(u) ? "raw tracepoint sys_enter" : "raw tracepoint sys_exit",
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
	};
	return 0;
}

/* ---- registers ---- */

/* What the prologue leaves for the fields. Hangs on the unit's first target. */
struct registers {
	ir_ref regs;	  /* tracing: pointer to pt_regs */
	uint32_t slot;	  /* else: copy of [first, end) of pt_regs */
	int first, end;
	ir_ref number;
	ir_ref target;	  /* several targets: index of the one that fired */
};

static bool is_tracing(const struct lower *l) { return l->unit->plan.prog_type == BPF_PROG_TYPE_TRACING; }

static int number_offset(void) { return arch_reg_offset(arch_host(), arch_host()->syscall_number); }

/* The register that holds the field at `offset` of args, as an offset in pt_regs; -1: not in a register. */
static int field_register(const struct unit *u, uint32_t offset)
{
	if (offset < 16)
		return is_enter(u) ? -1 : number_offset();
	return is_enter(u) ? arch_syscall_arg_offset(arch_host(), (offset - 16) / 8) : -1;
}

struct range {
	const struct unit *unit;
	int first, end;
	size_t uses, members; /* of args; without a member it is used as a whole */
};

static void widen(struct range *r, int offset)
{
	if (offset < 0)
		return;
	r->first = MIN(r->first, offset);
	r->end = MAX(r->end, offset + 8);
}

static const struct type *args_of(const struct range *r) { return r->unit->targets.data[0]->args; }

static void visit_field(void *ctx, struct expr **slot)
{
	struct range *r = ctx;
	const struct expr *e = *slot;
	r->uses += e->type && e->type == args_of(r);
	if (e->kind != EXPR_MEMBER || !e->lhs->type || e->lhs->type != args_of(r))
		return;
	r->members++;
	widen(r, field_register(r->unit, e->member.offset));
}

static void widen_to_all(struct range *r)
{
	const struct type *args = args_of(r);
	for (uint32_t i = 0; i < args->member_count; i++)
		widen(r, field_register(r->unit, args->members[i].offset));
}

/* The registers that the script uses, the number's and the code segment's. */
static struct range used_registers(const struct unit *u)
{
	struct range r = { .unit = u, .first = INT32_MAX };
	widen(&r, arch_reg_offset(arch_host(), arch_host()->mode_reg));
	if (!is_enter(u))
		widen(&r, number_offset());
	if (u->decl->predicate)
		ast_walk_expr(&u->decl->predicate, visit_field, &r);
	ast_walk_block(u->decl->body, visit_field, &r);
	if (r.uses > r.members)
		widen_to_all(&r);
	return r;
}

static ir_ref load_register(struct lower *l, const struct registers *r, int offset)
{
	assert(offset >= 0);
	if (is_tracing(l))
		return ir_load(&l->b, r->regs, offset, 8, false);
	assert(offset >= r->first && offset + 8 <= r->end);
	return ir_load(&l->b, ir_slot_addr(&l->b, r->slot), offset - r->first, 8, false);
}

static ir_ref regs_pointer(struct lower *l)
{
	ir_ref v = ir_load_ctx(&l->b, 0, 8);
	if (is_tracing(l) && ir_is(v, IR_load_ctx))
		v->imm2 |= IR_KERNEL_PTR;
	return v;
}

static void copy_registers(struct lower *l, struct registers *r)
{
	struct range used = used_registers(l->unit);
	uint32_t size = (uint32_t)(used.end - used.first);
	r->first = used.first;
	r->end = used.end;
	r->slot = lower_slot(l, size, 8, "regs");
	ir_ref from = ir_binary(&l->b, IR_add, regs_pointer(l), ir_const(&l->b, used.first));
	lower_probe_read(l, ir_slot_addr(&l->b, r->slot), ir_const(&l->b, size), from, SPACE_KERNEL);
}

/* ---- filters ---- */

/* Goes on where cond holds; leaves the program elsewhere. */
static void require(struct lower *l, ir_ref cond)
{
	struct ir_block *yes = lower_block(l), *no = lower_block(l);
	lower_branch(l, cond, yes, no);
	lower_start(l, no);
	lower_return(l, NULL);
	lower_start(l, yes);
}

/* One entry a system call: 1 + the index of the target that it is, 0 for those that the block does not want. */
static struct ir_map *wanted_table(struct lower *l)
{
	const struct unit *u = l->unit;
	uint32_t size = (uint32_t)ALIGN_UP(arch_host()->syscall_count * sizeof(uint16_t), 8);
	uint16_t *wanted = arena_alloc(l->arena, size);
	for (size_t i = 0; i < u->targets.len; i++)
		wanted[u->targets.data[i]->number] = (uint16_t)(i + 1);
	return lower_table_map(l->shared, arena_sprintf(l->arena, "(syscalls %u)", u->index), size, 1, wanted);
}

static void filter_number(struct lower *l, struct registers *r)
{
	const struct unit *u = l->unit;
	if (u->targets.len == 1) {
		ir_ref wanted = ir_const(&l->b, (int64_t)u->targets.data[0]->number);
		require(l, ir_binary(&l->b, IR_eq, r->number, wanted));
		return;
	}
	require(l, ir_binary(&l->b, IR_ult, r->number, ir_const(&l->b, arch_host()->syscall_count)));
	ir_ref offset = ir_binary(&l->b, IR_mul, r->number, ir_const(&l->b, sizeof(uint16_t)));
	ir_ref at = ir_binary(&l->b, IR_add, ir_map_value(&l->b, wanted_table(l), 0), offset);
	ir_ref entry = ir_load(&l->b, at, 0, sizeof(uint16_t), false);
	require(l, ir_binary(&l->b, IR_ne, entry, ir_const(&l->b, 0)));
	r->target = ir_binary(&l->b, IR_sub, entry, ir_const(&l->b, 1));
}

/* Offset of thread_info.status in the task, which begins with its thread_info; -1: not known. */
static int status_offset(struct lower *l)
{
	struct type_member status;
	const struct type *info = type_named(l->types, "struct", "thread_info");
	return info && type_find_member(l->types, info, "status", &status) ? (int)status.offset : -1;
}

static ir_ref thread_status(struct lower *l, int offset)
{
	if (l->features->version >= (5 << 16 | 11 << 8)) {
		ir_ref task = ir_call(&l->b, BPF_FUNC_get_current_task_btf, 0);
		return ir_load(&l->b, task, offset, 4, false);
	}
	ir_ref task = ir_call(&l->b, BPF_FUNC_get_current_task, 0);
	return lower_read(l, task, offset, 4, false, SPACE_KERNEL);
}

/*
 * The event ignores calls through the 32-bit table. With BTF at hand the thread's status tells; else the code segment,
 * which is wrong only for 64-bit programs that use int 0x80.
 */
static void filter_compat(struct lower *l, const struct registers *r)
{
	int offset = is_tracing(l) ? status_offset(l) : -1;
	if (offset >= 0) {
		ir_ref bit = ir_binary(&l->b, IR_and, thread_status(l, offset), ir_const(&l->b, TS_COMPAT));
		require(l, ir_binary(&l->b, IR_eq, bit, ir_const(&l->b, 0)));
		return;
	}
	ir_ref cs = load_register(l, r, arch_reg_offset(arch_host(), arch_host()->mode_reg));
	require(l, ir_binary(&l->b, IR_eq, cs, ir_const(&l->b, USER_CS_64)));
}

void probe_syscall_prologue(struct lower *l)
{
	struct registers *r = ARENA_NEW(l->arena, struct registers);
	l->unit->targets.data[0]->priv = r;
	if (is_enter(l->unit)) {
		r->number = ir_load_ctx(&l->b, 8, 8);
		filter_number(l, r);
	}
	if (is_tracing(l))
		r->regs = regs_pointer(l);
	else
		copy_registers(l, r);
	if (!is_enter(l->unit)) {
		r->number = load_register(l, r, number_offset());
		filter_number(l, r);
	}
	filter_compat(l, r);
}

ir_ref probe_syscall_target(struct lower *l)
{
	const struct registers *r = l->unit->targets.data[0]->priv;
	return r->target;
}

/* The low bytes of a word, as a load of the field's size would see them. */
static ir_ref as_field(struct lower *l, ir_ref word, const struct type *t)
{
	if (t->size >= 8 || !type_is_register(t))
		return word;
	return ir_extend(&l->b, t->is_signed ? IR_sext : IR_zext, word, t->size * 8);
}

struct value probe_syscall_member(struct lower *l, const struct type_member *m)
{
	const struct registers *r = l->unit->targets.data[0]->priv;
	ir_ref word;
	if (m->offset < 16)
		word = r->number;
	else if (is_enter(l->unit))
		word = load_register(l, r, field_register(l->unit, m->offset));
	else
		word = ir_load_ctx(&l->b, 8, 8);
	struct value v = value_reg(m->type, as_field(l, word, m->type));
	if (m->type->kind == TYPE_POINTER)
		v.space = m->type->space ? m->type->space : SPACE_USER;
	return v;
}
