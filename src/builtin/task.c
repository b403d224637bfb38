/* The task that the event found running. */
#include <linux/btf.h>

#include "builtin/builtin.h"

/* ---- pid, tid: also as seen from the tracer's namespace ---- */

/* The argument is the name of a namespace: curr_ns or init. */
static bool check_namespace(struct sema *s, struct expr *e)
{
	if (e->args.len == 0)
		return true;
	const struct expr *a = e->args.data[0];
	if (a->kind != EXPR_IDENT) {
		sema_error(s, D_CALL_VALUE, e->span, "%s() only supports curr_ns and init as the argument", e->name);
		return false;
	}
	if (!strcmp(a->name, "curr_ns") || !strcmp(a->name, "init"))
		return true;
	sema_error(s, D_CALL_VALUE, a->span, "Invalid PID namespace mode: %s (expects: curr_ns or init)", a->name);
	return false;
}

static const struct type *check_pid(struct sema *s, struct expr *e)
{
	return check_namespace(s, e) ? fn_u32(s) : type_error(s->types);
}

/* struct bpf_pidns_info { u32 pid; u32 tgid; } as the helper fills it. */
static ir_ref namespace_id(struct lower *l, bool is_tid)
{
	ir_ref info = lower_slot_addr(l, 8, 8, "pidns");

	ir_store(&l->b, info, 0, 8, ir_const(&l->b, 0));
	ir_call(&l->b, BPF_FUNC_get_ns_current_pid_tgid, 4, ir_const(&l->b, (int64_t)l->sema->opt.pidns_dev),
		ir_const(&l->b, (int64_t)l->sema->opt.pidns_ino), info, ir_const(&l->b, 8));
	return ir_load(&l->b, info, is_tid ? 0 : 4, 4, false);
}

static bool wants_namespace(const struct lower *l, const struct expr *e)
{
	bool init = e->args.len && !strcmp(e->args.data[0]->name, "init");

	return l->sema->opt.pidns_ino && !init;
}

static struct value lower_pid(struct lower *l, const struct expr *e)
{
	if (wants_namespace(l, e))
		return fn_reg(e, namespace_id(l, false));
	return fn_reg(e, ir_binary(&l->b, IR_lshr, lower_pid_tgid(l), ir_const(&l->b, 32)));
}

static struct value lower_tid(struct lower *l, const struct expr *e)
{
	if (wants_namespace(l, e))
		return fn_reg(e, namespace_id(l, true));
	return fn_reg(e, ir_extend(&l->b, IR_zext, lower_pid_tgid(l), 32));
}

static const struct builtin pid = {
	.name = "pid",
	.signature = "uint32 pid([curr_ns|init])",
	.flags = BUILTIN_VAR | BUILTIN_RAW_ARGS | BUILTIN_PURE,
	.max_args = 1,
	.check = check_pid,
	.lower = lower_pid,
};
static const struct builtin tid = {
	.name = "tid",
	.signature = "uint32 tid([curr_ns|init])",
	.flags = BUILTIN_VAR | BUILTIN_RAW_ARGS | BUILTIN_PURE | BUILTIN_THREAD_ID,
	.max_args = 1,
	.check = check_pid,
	.lower = lower_tid,
};

/* ---- uid, gid ---- */

static ir_ref uid_gid(struct lower *l) { return ir_call_pure(&l->b, BPF_FUNC_get_current_uid_gid); }

static struct value lower_uid(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_extend(&l->b, IR_zext, uid_gid(l), 32));
}

static struct value lower_gid(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_binary(&l->b, IR_lshr, uid_gid(l), ir_const(&l->b, 32)));
}

static const struct builtin uid = {
	.name = "uid",
	.signature = "uint64 uid",
	.flags = BUILTIN_VAR | BUILTIN_PURE,
	.type_kind = TYPE_INT,
	.type_size = 8,
	.lower = lower_uid,
};
static const struct builtin gid = {
	.name = "gid",
	.signature = "uint64 gid",
	.flags = BUILTIN_VAR | BUILTIN_PURE,
	.type_kind = TYPE_INT,
	.type_size = 8,
	.lower = lower_gid,
};
static const struct builtin username = {
	.name = "username",
	.signature = "username_t username",
	.flags = BUILTIN_VAR | BUILTIN_PURE,
	.type_kind = TYPE_USERNAME,
	.lower = lower_uid,
};

/* ---- comm ---- */

#define TASK_FROM_PID "bpf_task_from_pid"

enum { COMM_SIZE = 16, OTHER_COMM_SIZE = 64 };

static const struct type *check_comm_of_pid(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (t->kind == TYPE_ERROR)
		return t;
	if (t->kind != TYPE_INT) {
		sema_error(s, D_CALL_TYPE, e->span, "Only integer supported for comm()'s pid");
		return type_error(s->types);
	}
	if (feature(s->features, FEAT_TASK_FROM_PID) && !fn_kfunc_allowed(s, TASK_FROM_PID)) {
		sema_error(s, D_BUILTIN_PROBE, e->span,
			   "Syntax comm(PID) is not supported in this probe type yet. Type: %s",
			   s->unit ? s->unit->kind->probetype : "fn");
		return type_error(s->types);
	}
	return type_string(s->types, OTHER_COMM_SIZE);
}

static const struct type *check_comm(struct sema *s, struct expr *e)
{
	return e->args.len ? check_comm_of_pid(s, e) : type_string(s->types, COMM_SIZE);
}

static struct value text_value(struct lower *l, const struct expr *e, const char *text)
{
	return lower_literal_bytes(l, text, strlen(text), e->type);
}

static uint32_t comm_offset(struct lower *l)
{
	const struct type *task = type_named(l->types, "struct", "task_struct");
	struct type_member m;

	return task && type_find_member(l->types, type_complete(l->types, task), "comm", &m) ? m.offset : 0;
}

/* The kernel holds the task for as long as its name is read. */
static struct value lower_comm_of_pid(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	ir_ref pid_of = lower_reg(l, e->args.data[0]);

	if (!feature(l->features, FEAT_TASK_FROM_PID)) {
		lower_warn_runtime(l, RUNTIME_COMM_KFUNC, e->span, NULL, NULL);
		return text_value(l, e, "[unknown]");
	}
	struct ir_block *found = lower_block(l), *none = lower_block(l), *end = lower_block(l);
	struct value text = text_value(l, e, "N/A");
	ir_ref task = ir_call_kfunc(b, type_btf_find_id(l->types, TASK_FROM_PID, BTF_KIND_FUNC), 1, pid_of);

	ir_condbr(b, task, found, none);
	lower_start(l, found);
	lower_probe_read_str(l, text.v, ir_const(b, COMM_SIZE), ir_offset(b, task, comm_offset(l)), SPACE_KERNEL);
	ir_call_kfunc(b, type_btf_find_id(l->types, "bpf_task_release", BTF_KIND_FUNC), 1, task);
	ir_br(b, end);
	lower_start(l, none);
	lower_warn_runtime(l, RUNTIME_COMM_PID, e->span, NULL, pid_of);
	ir_br(b, end);
	lower_start(l, end);
	return text;
}

/* Some kernels before 6.4 leave what follows the name as it was, and a key is compared as a whole. */
static struct value lower_comm(struct lower *l, const struct expr *e)
{
	static const uint32_t PADS_ALWAYS = 6 << 16 | 5 << 8;

	if (e->args.len)
		return lower_comm_of_pid(l, e);
	ir_ref slot = lower_slot_addr(l, COMM_SIZE, 8, "comm");

	if (l->features->version < PADS_ALWAYS)
		ir_memzero(&l->b, slot, 0, COMM_SIZE);
	ir_call(&l->b, BPF_FUNC_get_current_comm, 2, slot, ir_const(&l->b, COMM_SIZE));
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin comm = {
	.name = "comm",
	.signature = "string[16] comm([int pid])",
	.flags = BUILTIN_VAR,
	.max_args = 1,
	.check = check_comm,
	.lower = lower_comm,
};

/* ---- curtask and what hangs on it ---- */

static const struct type *check_curtask(struct sema *s, struct expr *e)
{
	const struct type *task = type_named(s->types, "struct", "task_struct");

	e->space = SPACE_KERNEL;
	if (!task)
		task = type_struct_declare(s->types, "task_struct", false);
	return type_pointer(s->types, task, SPACE_KERNEL);
}

static struct value lower_curtask(struct lower *l, const struct expr *e)
{
	struct value v = fn_reg(e, ir_call_pure(&l->b, BPF_FUNC_get_current_task));

	v.space = SPACE_KERNEL;
	return v;
}

static const struct builtin curtask = {
	.name = "curtask",
	.signature = "struct task_struct * curtask",
	.flags = BUILTIN_VAR | BUILTIN_PURE,
	.check = check_curtask,
	.lower = lower_curtask,
};

const struct builtin *const fn_task[] = { &pid, &tid, &uid, &gid, &username, &comm, &curtask, NULL };
