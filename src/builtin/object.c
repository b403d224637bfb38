/* Objects of the kernel that helpers take by typed pointers: paths and sockets. */
#include <linux/version.h>

#include "builtin/object.h"

/* ---- pointers that keep their type ---- */

struct place {
	ir_ref base; /* a pointer, checked */
	int32_t off;
};

static ir_ref typed_pointer(struct lower *l, const struct expr *e, struct ir_block *none);

static ir_ref check_not_null(struct lower *l, ir_ref p, struct ir_block *none)
{
	struct ir_block *next = lower_block(l);

	ir_condbr(&l->b, p, next, none);
	lower_start(l, next);
	return p;
}

static bool is_plain_member(const struct expr *e)
{
	return e->kind == EXPR_MEMBER && !(e->lhs->builtin && e->lhs->builtin->lower_member);
}

/* Where an object lies. */
static struct place place_of(struct lower *l, const struct expr *e, struct ir_block *none)
{
	if (e->kind == EXPR_UNARY && e->op == OP_DEREF)
		return (struct place){ check_not_null(l, typed_pointer(l, e->lhs, none), none), 0 };
	if (!is_plain_member(e)) {
		struct value v = lower_expr(l, e);
		return (struct place){ check_not_null(l, v.v, none), v.off };
	}
	struct place p = { 0 };
	if (e->lhs->type->kind == TYPE_POINTER)
		p.base = check_not_null(l, typed_pointer(l, e->lhs, none), none);
	else
		p = place_of(l, e->lhs, none);
	p.off += (int32_t)e->member.offset;
	return p;
}

static ir_ref load_pointer(struct lower *l, struct place p)
{
	ir_ref v = ir_load(&l->b, p.base, p.off, 8, false);

	if (ir_is(v, IR_load))
		v->imm2 |= IR_KERNEL_PTR;
	return v;
}

/* The current task by the helper whose result has a type; kernels before 5.11 have only the other. */
static bool is_typed_curtask(struct lower *l, const struct expr *e)
{
	return e->builtin && e->builtin == builtin_find("curtask") && l->features->version >= KERNEL_VERSION(5, 11, 0);
}

static ir_ref typed_pointer(struct lower *l, const struct expr *e, struct ir_block *none)
{
	if (is_typed_curtask(l, e))
		return ir_call(&l->b, BPF_FUNC_get_current_task_btf, 0);
	if (e->kind == EXPR_CAST && e->lhs->type->kind == TYPE_POINTER)
		return typed_pointer(l, e->lhs, none);
	return is_plain_member(e) ? load_pointer(l, place_of(l, e, none)) : lower_reg(l, e);
}

ir_ref fn_object_address(struct lower *l, const struct expr *e, struct ir_block *none)
{
	if (e->type->kind == TYPE_POINTER)
		return check_not_null(l, typed_pointer(l, e, none), none);
	struct place p = place_of(l, e, none);
	return ir_offset(&l->b, p.base, p.off);
}

/* ---- path ---- */

static bool is_path(const struct type *t)
{
	return t->kind == TYPE_STRUCT || (t->kind == TYPE_POINTER && t->inner->kind == TYPE_STRUCT);
}

static bool check_path_size(struct sema *s, struct expr *e, int64_t *ret)
{
	if (expr_int_literal(e->args.data[1], ret) && *ret >= 0)
		return true;
	sema_error(s, D_CALL_VALUE, e->span, "path: invalid size value, need non-negative literal");
	return false;
}

static const struct type *check_path(struct sema *s, struct expr *e)
{
	const struct expr *a = e->args.data[0];
	int64_t size = (int64_t)s->config->max_strlen;

	if (a->type->kind == TYPE_ERROR)
		return a->type;
	if (!feature(s->features, FEAT_D_PATH)) {
		sema_error(s, D_KERNEL_FEATURE, e->span, "BPF_FUNC_d_path not available for your kernel version");
		return type_error(s->types);
	}
	if (!is_path(a->type)) {
		sema_error(s, D_CALL_TYPE, e->span, "path() only supports pointer or C type argument (%s provided)",
			   sema_type_word(a->type));
		return type_error(s->types);
	}
	if (e->args.len == 2 && !check_path_size(s, e, &size))
		return type_error(s->types);
	s->unit->uses_ctx = true;
	return type_string(s->types, (uint32_t)MIN((uint64_t)MAX(size, 1), s->config->max_strlen));
}

static void wrong_path(struct sema *s, struct expr *e)
{
	sema_error(s, D_BUILTIN_PROBE, e->span, "The path function can only be used with 'fentry', 'fexit', 'iter' probes");
}

/* The helper writes from the end of its buffer and moves the text to the front: what is behind its NUL is thrown away. */
static struct value lower_path(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	const struct type *t = e->type;
	ir_ref text = lower_slot_addr(l, t->size, 8, "path"), room = lower_slot_addr(l, t->size, 8, "d_path");
	struct ir_block *none = lower_block(l), *good = lower_block(l), *bad = lower_block(l);

	ir_memzero(b, text, 0, t->size);
	ir_memzero(b, room, 0, t->size);
	ir_ref p = fn_object_address(l, e->args.data[0], none);
	ir_ref n = ir_call(b, BPF_FUNC_d_path, 3, p, room, ir_const(b, t->size));
	ir_condbr(b, ir_binary(b, IR_slt, n, ir_const(b, 0)), bad, good);
	lower_start(l, good);
	lower_probe_read_str(l, text, ir_const(b, t->size), room, SPACE_KERNEL);
	ir_br(b, none);
	lower_start(l, bad);
	lower_warn_runtime(l, RUNTIME_PROBE_READ, e->span, "d_path", n);
	ir_br(b, none);
	lower_start(l, none);
	return value_mem(t, text, 0, SPACE_NONE);
}

static const struct builtin path = {
	.name = "path",
	.signature = "string path(struct path p [, L int size])",
	.min_args = 1,
	.max_args = 2,
	.probes = PROBE_FENTRY | PROBE_FEXIT | PROBE_ITER,
	.check = check_path,
	.wrong_probe = wrong_path,
	.lower = lower_path,
};

/* ---- socket_cookie ---- */

static bool is_sock(const struct type *t)
{
	return t->kind == TYPE_POINTER && t->inner->kind == TYPE_STRUCT && t->inner->name && !strcmp(t->inner->name, "sock");
}

static const struct type *check_socket_cookie(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (t->kind == TYPE_ERROR)
		return t;
	if (!is_sock(t)) {
		sema_error(s, D_CALL_TYPE, e->span,
			   "socket_cookie() only supports 'struct sock *' as the argument (%s provided)",
			   t->kind == TYPE_POINTER ? arena_sprintf(s->arena, "'%s'", type_name(s->types, t)) :
						     sema_type_word(t));
		return type_error(s->types);
	}
	if (!feature(s->features, FEAT_SOCKET_COOKIE)) {
		sema_missing_feature(s, e->span, FEAT_SOCKET_COOKIE, "socket_cookie");
		return type_error(s->types);
	}
	s->unit->uses_ctx = true;
	return fn_u64(s);
}

static struct value lower_socket_cookie(struct lower *l, const struct expr *e)
{
	ir_ref cookie = lower_slot_addr(l, 8, 8, "cookie");
	struct ir_block *none = lower_block(l);

	ir_store(&l->b, cookie, 0, 8, ir_const(&l->b, 0));
	ir_ref sk = fn_object_address(l, e->args.data[0], none);
	ir_store(&l->b, cookie, 0, 8, ir_call(&l->b, BPF_FUNC_get_socket_cookie, 1, sk));
	ir_br(&l->b, none);
	lower_start(l, none);
	return fn_reg(e, ir_load(&l->b, cookie, 0, 8, false));
}

static const struct builtin socket_cookie = {
	.name = "socket_cookie",
	.signature = "uint64 socket_cookie(struct sock *sk)",
	.min_args = 1,
	.max_args = 1,
	.probes = PROBE_FENTRY | PROBE_FEXIT | PROBE_RAWTRACEPOINT | PROBE_ITER,
	.check = check_socket_cookie,
	.lower = lower_socket_cookie,
};

const struct builtin *const fn_object[] = { &path, &socket_cookie, NULL };
