/* Bytes: buffers, comparison of memory, byte order. */
#include "builtin/builtin.h"

/* ---- buf ---- */

enum { BUFFER_HEADER = 4 }; /* u32 length */

static uint32_t max_buffer(struct sema *s) { return (uint32_t)MIN(s->config->max_strlen, UINT32_MAX) - BUFFER_HEADER; }

static bool is_memory(const struct type *t) { return t->kind == TYPE_ARRAY || t->kind == TYPE_STRING; }

static const struct type *check_counted_buf(struct sema *s, struct expr *e)
{
	int64_t n;

	if (!sema_integer_arg(s, e, e->args.data[1]))
		return type_error(s->types);
	if (!expr_int_literal(e->args.data[1], &n))
		return type_buffer(s->types, max_buffer(s));
	if (n < 0) {
		sema_error(s, D_CALL_VALUE, e->span, "bufcannot use negative length (%lld)", (long long)n);
		return type_error(s->types);
	}
	if (n > max_buffer(s))
		sema_warn(s, D_STR_LENGTH, e->args.data[1]->span,
			  "length param (%lld) is too long and will be shortened to %u bytes (see BPFTRACE_MAX_STRLEN)",
			  (long long)n, max_buffer(s));
	return type_buffer(s->types, (uint32_t)MIN((uint64_t)n, max_buffer(s)));
}

static const struct type *check_buf(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (t->kind == TYPE_ERROR)
		return t;
	if (!is_memory(t) && !type_is_integral(t) && t->kind != TYPE_POINTER) {
		sema_error(s, D_CALL_TYPE, e->span, "buf() expects an integer, string, or array argument but saw %s",
			   sema_type_word(t));
		return type_error(s->types);
	}
	if (e->args.len == 2)
		return check_counted_buf(s, e);
	if (t->kind != TYPE_ARRAY) {
		sema_error(s, D_CALL_ARITY, e->span, "buf() expects a length argument for non-array type %s",
			   sema_type_word(t));
		return type_error(s->types);
	}
	return type_buffer(s->types, MIN(t->size, max_buffer(s)));
}

/* The address of the bytes, and their space. */
ir_ref fn_bytes_address(struct lower *l, const struct expr *a, enum addr_space *ret_space)
{
	struct value v = lower_expr(l, a);
	enum addr_space fallback = l->unit && l->unit->kind->space ? l->unit->kind->space : SPACE_KERNEL;

	if (v.in_memory && !type_is_register(v.type)) {
		*ret_space = v.space ? v.space : SPACE_KERNEL;
		return ir_offset(&l->b, v.v, v.off);
	}
	*ret_space = a->type->kind == TYPE_POINTER && a->type->space ? a->type->space
		     : a->space						     ? a->space
									     : fallback;
	return lower_value_reg(l, v);
}

ir_ref fn_min(struct lower *l, ir_ref n, ir_ref limit)
{
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *small = lower_block(l), *big = lower_block(l), *end = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, limit, n), big, small);
	lower_start(l, big);
	ir_store(&l->b, slot, 0, 8, limit);
	ir_br(&l->b, end);
	lower_start(l, small);
	ir_store(&l->b, slot, 0, 8, n);
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

/* min(n, limit), as a value whose bounds a verifier knows. */
ir_ref fn_clamp(struct lower *l, ir_ref n, uint32_t limit)
{
	if (n->op == IR_const)
		return ir_const(&l->b, MIN((uint64_t)n->imm, limit));
	return fn_min(l, n, ir_const(&l->b, limit));
}

/* What lies behind an object of the program itself is not shown: the rest of the buffer is zero. */
static uint32_t readable_bytes(const struct expr *a, uint32_t capacity)
{
	bool is_own = a->kind == EXPR_STRING || a->kind == EXPR_VAR || a->kind == EXPR_MAP || a->kind == EXPR_MAP_ACCESS;

	return is_memory(a->type) && is_own ? MIN(a->type->size, capacity) : capacity;
}

static struct value lower_buf(struct lower *l, const struct expr *e)
{
	uint32_t capacity = e->type->count, readable = readable_bytes(e->args.data[0], capacity);
	enum addr_space space;
	ir_ref src = fn_bytes_address(l, e->args.data[0], &space);
	ir_ref n = e->args.len == 2 ? fn_clamp(l, lower_reg(l, e->args.data[1]), capacity) : ir_const(&l->b, capacity);
	ir_ref slot = lower_slot_addr(l, ALIGN_UP(e->type->size, 8), 8, "buf");

	ir_memzero(&l->b, slot, 0, ALIGN_UP(e->type->size, 8));
	ir_store(&l->b, slot, 0, 4, n);
	if (capacity)
		lower_probe_read(l, ir_offset(&l->b, slot, BUFFER_HEADER), fn_clamp(l, n, readable), src, space);
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin buf = {
	.name = "buf",
	.signature = "buffer buf(p [, int n])",
	.min_args = 1,
	.max_args = 2,
	.check = check_buf,
	.lower = lower_buf,
};

/* ---- bswap ---- */

static const struct type *check_bswap(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (t->kind == TYPE_ERROR)
		return t;
	if (t->kind != TYPE_INT) {
		sema_error(s, D_CALL_TYPE, e->span, "bswap() only supports integer arguments (%s provided)",
			   sema_type_word(t));
		return type_error(s->types);
	}
	return type_int(s->types, t->size, false);
}

static struct value lower_bswap(struct lower *l, const struct expr *e)
{
	ir_ref v = lower_reg(l, e->args.data[0]);

	if (e->type->size == 1)
		return fn_reg(e, ir_extend(&l->b, IR_zext, v, 8));
	return fn_reg(e, ir_extend(&l->b, IR_bswap, v, e->type->size * 8));
}

static const struct builtin bswap = {
	.name = "bswap",
	.signature = "uintN bswap(intN x)",
	.min_args = 1,
	.max_args = 1,
	.check = check_bswap,
	.lower = lower_bswap,
};

/* ---- memcmp ---- */

enum { MEMCMP_MAX = 1024 };

static bool check_operand(struct sema *s, const struct expr *e, const struct expr *a)
{
	const struct type *t = a->type;

	if (t->kind == TYPE_ERROR)
		return false;
	if (is_memory(t) || t->kind == TYPE_POINTER || t->kind == TYPE_TUPLE || t->kind == TYPE_RECORD ||
	    t->kind == TYPE_STRUCT || type_is_integral(t))
		return true;
	sema_error(s, D_CALL_TYPE, e->span, "memcmp() does not support %s", sema_type_word(t));
	return false;
}

static const struct type *check_memcmp(struct sema *s, struct expr *e)
{
	int64_t n;

	if (!check_operand(s, e, e->args.data[0]) || !check_operand(s, e, e->args.data[1]))
		return type_error(s->types);
	if (!sema_integer_arg(s, e, e->args.data[2]))
		return type_error(s->types);
	if (expr_int_literal(e->args.data[2], &n) && (n < 0 || n > MEMCMP_MAX)) {
		sema_error(s, D_CALL_VALUE, e->args.data[2]->span, "memcmp() compares at most %d bytes (%lld provided)",
			   MEMCMP_MAX, (long long)n);
		return type_error(s->types);
	}
	return fn_i32(s);
}

/* How many bytes can be told at compile time: of the objects, or of the literal length. */
static uint32_t most_bytes(const struct expr *e)
{
	const struct type *x = e->args.data[0]->type, *y = e->args.data[1]->type;
	uint32_t most = MEMCMP_MAX;

	if (e->args.data[2]->kind == EXPR_INT)
		most = (uint32_t)e->args.data[2]->value;
	if (x->kind != TYPE_POINTER)
		most = MIN(most, x->size);
	if (y->kind != TYPE_POINTER)
		most = MIN(most, y->size);
	return most;
}

/* The first `most` bytes of an operand in the program's own memory. */
static ir_ref own_bytes(struct lower *l, const struct expr *a, uint32_t most)
{
	if (a->type->kind != TYPE_POINTER) {
		struct value v = lower_expr(l, a);
		return lower_address(l, v, a->type);
	}
	enum addr_space space;
	ir_ref src = fn_bytes_address(l, a, &space), slot = lower_slot_addr(l, ALIGN_UP(most, 8), 8, "bytes");
	lower_probe_read(l, slot, ir_const(&l->b, most), src, space);
	return slot;
}

static struct value lower_memcmp(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	uint32_t most = most_bytes(e);
	ir_ref x = own_bytes(l, e->args.data[0], most), y = own_bytes(l, e->args.data[1], most);
	ir_ref n = lower_reg(l, e->args.data[2]), result = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *end = lower_block(l);

	ir_store(b, result, 0, 8, ir_const(b, 0));
	for (uint32_t i = 0; i < most; i++) {
		struct ir_block *inside = lower_block(l), *differ = lower_block(l), *next = lower_block(l);
		ir_condbr(b, ir_binary(b, IR_ult, ir_const(b, i), n), inside, end);
		lower_start(l, inside);
		ir_ref d = ir_binary(b, IR_sub, ir_load(b, x, (int32_t)i, 1, true), ir_load(b, y, (int32_t)i, 1, true));
		ir_condbr(b, d, differ, next);
		lower_start(l, differ);
		ir_store(b, result, 0, 8, d);
		ir_br(b, end);
		lower_start(l, next);
	}
	ir_br(b, end);
	lower_start(l, end);
	return fn_reg(e, ir_load(b, result, 0, 8, false));
}

static const struct builtin memcmp_row = {
	.name = "memcmp",
	.signature = "int32 memcmp(a, b, int n)",
	.min_args = 3,
	.max_args = 3,
	.check = check_memcmp,
	.lower = lower_memcmp,
};

/* ---- write_user ---- */

static const struct type *check_write_user(struct sema *s, struct expr *e)
{
	for (size_t i = 0; i < 2; i++)
		if (!check_operand(s, e, e->args.data[i]))
			return type_error(s->types);
	return sema_integer_arg(s, e, e->args.data[2]) ? type_bool(s->types) : type_error(s->types);
}

/* The helper takes no length of 0: then nothing is to be done. */
static struct value lower_write_user(struct lower *l, const struct expr *e)
{
	ir_ref dst = lower_reg(l, e->args.data[0]), result = lower_slot_addr(l, 8, 8, NULL);
	uint32_t most = MAX(most_bytes(e), 1);
	ir_ref src = own_bytes(l, e->args.data[1], most);
	ir_ref n = fn_clamp(l, lower_reg(l, e->args.data[2]), most);
	struct ir_block *some = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 0));
	lower_branch(l, ir_binary(&l->b, IR_ult, ir_const(&l->b, 0), n), some, end);
	lower_start(l, some);
	ir_store(&l->b, result, 0, 8, ir_call(&l->b, BPF_FUNC_probe_write_user, 3, dst, src, n));
	ir_br(&l->b, end);
	lower_start(l, end);
	return fn_reg(e, ir_binary(&l->b, IR_eq, ir_load(&l->b, result, 0, 8, false), ir_const(&l->b, 0)));
}

static const struct builtin write_user = {
	.name = "write_user",
	.signature = "bool write_user(dst, src, int n)",
	.flags = BUILTIN_UNSAFE | BUILTIN_STATEMENT,
	.min_args = 3,
	.max_args = 3,
	.check = check_write_user,
	.lower = lower_write_user,
};

const struct builtin *const fn_bytes[] = { &buf, &bswap, &memcmp_row, &write_user, NULL };
