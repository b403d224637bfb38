/*
 * Length, comparison, search and concatenation of text. Strings in the program's memory are zero behind their NUL, so
 * comparisons need no length. The kernel's own string helpers measure: what they copy is thrown away.
 */
#include "builtin/builtin.h"

static bool is_char(const struct type *t) { return t->kind == TYPE_INT && t->size == 1; }

/* Whether e is a string, or an array of or a pointer to characters; integers count as addresses where allowed. */
static bool check_text(struct sema *s, const struct expr *e)
{
	const struct type *t = e->type;

	if (t->kind == TYPE_STRING || t->kind == TYPE_ERROR)
		return true;
	if (t->kind == TYPE_ARRAY && !is_char(t->inner))
		sema_error(s, D_CALL_TYPE, e->span, "string-like arrays must contain a char-like type");
	else if (t->kind == TYPE_POINTER && !is_char(t->inner))
		sema_error(s, D_CALL_TYPE, e->span, "string-like pointers must point to a char-like type");
	else if (t->kind != TYPE_ARRAY && t->kind != TYPE_POINTER)
		sema_error(s, D_CALL_TYPE, e->span, "string-like values must be either strings, arrays or pointers");
	else
		return true;
	return false;
}

/* Bytes of buffer that hold any such text, its NUL included. */
static uint32_t capacity(const struct sema *s, const struct type *t)
{
	switch (t->kind) {
	case TYPE_STRING:
		return MAX(t->size, 1);
	case TYPE_ARRAY:
		return t->count + 1;
	default:
		return (uint32_t)s->config->max_strlen;
	}
}

/* The text in the program's own memory, zero-padded to its capacity. */
static struct value own_text(struct lower *l, const struct expr *e)
{
	const struct type *t = type_string(l->types, capacity(l->sema, e->type));
	enum addr_space space;

	if (e->type->kind == TYPE_STRING) {
		struct value v = lower_expr(l, e);
		return value_mem(v.type, lower_address(l, v, v.type), 0, SPACE_NONE);
	}
	ir_ref src = fn_bytes_address(l, e, &space);
	return value_mem(t, lower_address(l, value_mem(t, src, 0, space), t), 0, SPACE_NONE);
}

/* ---- strlen, strcap ---- */

static const struct type *check_strlen(struct sema *s, struct expr *e)
{
	return check_text(s, e->args.data[0]) ? fn_u64(s) : type_error(s->types);
}

/* max(n - 1, 0) where n is what a string helper returned: bytes with the NUL, or an error. */
static ir_ref length_of_result(struct lower *l, ir_ref n)
{
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *some = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, 0));
	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, ir_const(&l->b, 0), n), some, end);
	lower_start(l, some);
	ir_store(&l->b, slot, 0, 8, ir_binary(&l->b, IR_sub, n, ir_const(&l->b, 1)));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

/* Text that is described but not read yet ends where its type says; what is in the program's memory may fill its type. */
static struct value measured_text(struct lower *l, const struct expr *a, uint32_t *ret_size)
{
	if (a->type->kind == TYPE_STRING) {
		struct value v = lower_expr(l, a);
		*ret_size = v.type->size + (v.space == SPACE_NONE);
		return value_mem(v.type, ir_offset(&l->b, v.v, v.off), 0, v.space ? v.space : SPACE_KERNEL);
	}
	enum addr_space space;
	ir_ref src = fn_bytes_address(l, a, &space);
	*ret_size = capacity(l->sema, a->type);
	return value_mem(a->type, src, 0, space);
}

static struct value lower_strlen(struct lower *l, const struct expr *e)
{
	uint32_t size;
	struct value text = measured_text(l, e->args.data[0], &size);
	ir_ref copy = lower_slot_addr(l, size, 8, "copy");

	return fn_reg(e, length_of_result(l, lower_probe_read_str(l, copy, ir_const(&l->b, size), text.v, text.space)));
}

static const struct builtin strlen_row = {
	.name = "strlen",
	.signature = "uint64 strlen(x)",
	.min_args = 1,
	.max_args = 1,
	.check = check_strlen,
	.lower = lower_strlen,
};

static const struct type *check_strcap(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (!check_text(s, e->args.data[0]))
		return type_error(s->types);
	if (t->kind == TYPE_STRING || t->kind == TYPE_ARRAY) {
		expr_make_int(s, e, t->kind == TYPE_ARRAY ? t->count : t->size, false);
		return e->type;
	}
	return fn_u64(s);
}

static const struct builtin strcap = {
	.name = "strcap",
	.signature = "uint64 strcap(x)",
	.min_args = 1,
	.max_args = 1,
	.check = check_strcap,
	.lower = lower_strlen,
};

/* ---- strncmp ---- */

static bool is_text_kind(const struct type *t)
{
	return t->kind == TYPE_STRING || t->kind == TYPE_ARRAY || t->kind == TYPE_POINTER || t->kind == TYPE_ERROR;
}

static const struct type *check_strncmp(struct sema *s, struct expr *e)
{
	int64_t n;

	for (size_t i = 0; i < 2; i++)
		if (!is_text_kind(e->args.data[i]->type)) {
			sema_error(s, D_CALL_TYPE, e->span, "strncmp() only supports string arguments (%s provided)",
				   sema_type_word(e->args.data[i]->type));
			return type_error(s->types);
		}
	if (!check_text(s, e->args.data[0]) || !check_text(s, e->args.data[1]))
		return type_error(s->types);
	if (!expr_int_literal(e->args.data[2], &n) || n < 0) {
		sema_error(s, D_CALL_LITERAL, e->span, "Builtin strncmp requires a non-negative literal");
		return type_error(s->types);
	}
	return fn_u64(s);
}

static void differ_unless(struct lower *l, ir_ref equal, struct ir_block *differ)
{
	struct ir_block *next = lower_block(l);

	ir_condbr(&l->b, equal, next, differ);
	lower_start(l, next);
}

/* Both texts begin with the same n bytes, a NUL ending the comparison: zero padding makes that a comparison of words. */
static void compare_prefix(struct lower *l, struct value x, struct value y, uint32_t n, struct ir_block *differ)
{
	uint32_t common = MIN(n, MIN(x.type->size, y.type->size)), off = 0;

	for (unsigned word = 8; word; word /= 2)
		for (; common - off >= word; off += word)
			differ_unless(l, ir_binary(&l->b, IR_eq, ir_load(&l->b, x.v, (int32_t)off, word, false),
						   ir_load(&l->b, y.v, (int32_t)off, word, false)), differ);
	if (n <= common || x.type->size == y.type->size)
		return;
	/* The longer buffer may go on where the shorter one has ended. */
	struct value longer = x.type->size > y.type->size ? x : y;
	differ_unless(l, ir_binary(&l->b, IR_eq, ir_load(&l->b, longer.v, (int32_t)common, 1, false),
				   ir_const(&l->b, 0)), differ);
}

static struct value lower_strncmp(struct lower *l, const struct expr *e)
{
	struct value x = own_text(l, e->args.data[0]), y = own_text(l, e->args.data[1]);
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *differ = lower_block(l), *end = lower_block(l);

	compare_prefix(l, x, y, (uint32_t)MIN(e->args.data[2]->value, UINT32_MAX), differ);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 0));
	ir_br(&l->b, end);
	lower_start(l, differ);
	ir_store(&l->b, result, 0, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, end);
	return fn_reg(e, ir_load(&l->b, result, 0, 8, false));
}

static const struct builtin strncmp_row = {
	.name = "strncmp",
	.signature = "uint64 strncmp(a, b, L int n)",
	.min_args = 3,
	.max_args = 3,
	.check = check_strncmp,
	.lower = lower_strncmp,
};

/* ---- strstr ---- */

/* Kernels without bpf_loop follow the search step by step: only short needles are within their limits. */
enum { MAX_INLINE_NEEDLE = 32 };

static const struct type *check_strstr(struct sema *s, struct expr *e)
{
	const struct expr *needle = e->args.data[1];

	if (!check_text(s, e->args.data[0]) || !check_text(s, needle))
		return type_error(s->types);
	if (capacity(s, needle->type) > MAX_INLINE_NEEDLE && !feature(s->features, FEAT_LOOP)) {
		sema_missing_feature(s, e->span, FEAT_LOOP, "loop");
		return type_error(s->types);
	}
	return fn_i32(s);
}

/* What one step of the search needs; offsets in a slot that the callback gets, too. */
enum { SEARCH_HAYSTACK = 0, SEARCH_NEEDLE = 8, SEARCH_RESULT = 16, SEARCH_SIZE = 24 };

/*
 * Looks for the needle at index i: stores i as the result and goes to `stop` if it is there; to `stop` at the end of the
 * haystack (of `steps` bytes); else to `next`.
 */
static void search_step(struct lower *l, ir_ref state, ir_ref i, uint32_t steps, uint32_t needle_size,
			struct ir_block *stop, struct ir_block *next)
{
	struct ir_builder *b = &l->b;
	ir_ref window = lower_slot_addr(l, needle_size, 8, "window");
	ir_ref needle = ir_load(b, state, SEARCH_NEEDLE, 8, false);
	struct ir_block *inside = lower_block(l), *found = lower_block(l), *miss = lower_block(l);

	/* The verifier wants to see that the index is bounded. */
	ir_condbr(b, ir_binary(b, IR_ult, i, ir_const(b, steps)), inside, stop);
	lower_start(l, inside);
	ir_ref at = ir_binary(b, IR_add, ir_load(b, state, SEARCH_HAYSTACK, 8, false), i);
	lower_probe_read(l, window, ir_const(b, needle_size), at, SPACE_KERNEL);
	for (uint32_t k = 0; k + 1 < needle_size; k++) {
		struct ir_block *compare = lower_block(l), *same = lower_block(l);
		ir_ref c = ir_load(b, needle, (int32_t)k, 1, false);

		ir_condbr(b, c, compare, found);
		lower_start(l, compare);
		ir_condbr(b, ir_binary(b, IR_eq, c, ir_load(b, window, (int32_t)k, 1, false)), same, miss);
		lower_start(l, same);
	}
	ir_br(b, found);
	lower_start(l, found);
	ir_store(b, state, SEARCH_RESULT, 8, i);
	ir_br(b, stop);
	lower_start(l, miss);
	ir_condbr(b, ir_load(b, window, 0, 1, false), next, stop);
}

/* The step as a callback of bpf_loop. */
static struct ir_func *search_callback(struct lower *l, uint32_t steps, uint32_t needle_size)
{
	struct ir_builder saved = l->b;
	struct ir_func *f = ir_func_new(l->module, arena_sprintf(l->arena, "strstr_%zu", l->module->funcs.len),
					IR_FUNC_CALLBACK, 2);

	l->b.func = f;
	lower_start(l, lower_block(l));
	struct ir_block *stop = lower_block(l), *next = lower_block(l);
	search_step(l, ir_param(&l->b, 1), ir_param(&l->b, 0), steps, needle_size, stop, next);
	lower_start(l, stop);
	ir_ret(&l->b, ir_const(&l->b, 1));
	lower_start(l, next);
	ir_ret(&l->b, ir_const(&l->b, 0));
	l->b = saved;
	return f;
}

static void search_inline(struct lower *l, ir_ref state, uint32_t steps, uint32_t needle_size)
{
	ir_ref counter = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *head = lower_block(l), *body = lower_block(l), *next = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, counter, 0, 8, ir_const(&l->b, 0));
	ir_br(&l->b, head);
	lower_start(l, head);
	ir_ref i = ir_load(&l->b, counter, 0, 8, false);
	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, i, ir_const(&l->b, steps)), body, end);
	lower_start(l, body);
	search_step(l, state, ir_load(&l->b, counter, 0, 8, false), steps, needle_size, end, next);
	lower_start(l, next);
	ir_ref now = ir_load(&l->b, counter, 0, 8, false);
	ir_store(&l->b, counter, 0, 8, ir_binary(&l->b, IR_add, now, ir_const(&l->b, 1)));
	ir_br(&l->b, head);
	lower_start(l, end);
}

static struct value lower_strstr(struct lower *l, const struct expr *e)
{
	struct value haystack = own_text(l, e->args.data[0]), needle = own_text(l, e->args.data[1]);
	uint32_t steps = haystack.type->size, needle_size = needle.type->size;
	/* A window may look beyond the haystack: a copy with zeros behind it. */
	const struct type *padded = type_string(l->types, steps + needle_size);
	ir_ref copy = lower_slot_addr(l, padded->size, 8, "haystack");
	ir_ref state = lower_call_slot(l, SEARCH_SIZE);
	struct ir_builder *b = &l->b;

	lower_value_into(l, haystack, padded, copy, 0);
	ir_store(b, state, SEARCH_HAYSTACK, 8, copy);
	ir_store(b, state, SEARCH_NEEDLE, 8, needle.v);
	ir_store(b, state, SEARCH_RESULT, 8, ir_const(b, -1));
	if (feature(l->features, FEAT_LOOP))
		ir_call(b, BPF_FUNC_loop, 4, ir_const(b, steps), ir_func_addr(b, search_callback(l, steps, needle_size)), state,
			ir_const(b, 0));
	else
		search_inline(l, state, steps, needle_size);
	return fn_reg(e, ir_load(b, state, SEARCH_RESULT, 8, false));
}

static const struct builtin strstr_row = {
	.name = "strstr",
	.signature = "int32 strstr(haystack, needle)",
	.min_args = 2,
	.max_args = 2,
	.check = check_strstr,
	.lower = lower_strstr,
};

/* ---- str_concat ---- */

static const struct type *check_concat(struct sema *s, struct expr *e)
{
	if (!check_text(s, e->args.data[0]) || !check_text(s, e->args.data[1]))
		return type_error(s->types);
	return type_string(s->types, (uint32_t)s->config->max_strlen);
}

/* The second text goes where the first one's NUL is, into room for both; the result is cut at its own size. */
static struct value lower_concat(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	uint32_t size = e->type->size;
	struct value x = own_text(l, e->args.data[0]), y = own_text(l, e->args.data[1]);
	uint32_t second = MIN(y.type->size, size);
	ir_ref room = lower_slot_addr(l, size + second, 8, "concat");

	ir_memzero(b, room, 0, size + second);
	ir_ref n = lower_probe_read_str(l, room, ir_const(b, MIN(x.type->size, size)), x.v, SPACE_KERNEL);
	ir_ref at = fn_clamp(l, length_of_result(l, n), size - 1);
	lower_probe_read_str(l, ir_binary(b, IR_add, room, at), ir_const(b, second), y.v, SPACE_KERNEL);
	ir_store(b, room, (int32_t)size - 1, 1, ir_const(b, 0));
	return value_mem(e->type, room, 0, SPACE_NONE);
}

static const struct builtin str_concat = {
	.name = "str_concat",
	.signature = "string str_concat(a, b)",
	.min_args = 2,
	.max_args = 2,
	.check = check_concat,
	.lower = lower_concat,
};

const struct builtin *const fn_search[] = { &strlen_row, &strcap, &strncmp_row, &strstr_row, &str_concat, NULL };
