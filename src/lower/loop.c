/*
 * Loops. Bodies of `for` and `while` become callbacks of bpf_loop and bpf_for_each_map_elem. Where the kernel has no bpf_loop,
 * and for a `while` that looks at the context, they are loops of the program, which the verifier follows round by round.
 */
#include "lower/internal.h"

/* ---- loops of the program ---- */

static void lower_body(struct lower *l, const struct block *body, struct ir_block *on_break, struct ir_block *on_continue)
{
	struct lower_loop loop = { .on_break = on_break, .on_continue = on_continue, .outer = l->loop };

	l->loop = &loop;
	lower_block_value(l, body);
	l->loop = loop.outer;
}

static void while_inline(struct lower *l, const struct stmt *s)
{
	struct ir_block *head = lower_block(l), *body = lower_block(l), *end = lower_block(l);

	ir_br(&l->b, head);
	lower_start(l, head);
	lower_if(l, s->expr, body, end);
	lower_start(l, body);
	lower_body(l, s->block, end, head);
	ir_br(&l->b, head);
	lower_start(l, end);
}

void lower_unroll(struct lower *l, const struct stmt *s)
{
	for (uint64_t i = 0; i < s->expr->value; i++) {
		size_t outside = l->frame->declared.len;

		lower_block_value(l, s->block);
		lower_vars_drop(l, outside);
	}
}

/* ---- callbacks ---- */

/* What is put aside while a callback's function is generated. */
struct saved {
	struct ir_builder b;
	ir_ref ctx;
	struct lower_loop *loop;
	struct lower_frame *frame;
};

struct callback {
	struct ir_func *func;
	struct lower_frame frame;
	struct lower_loop loop;
	struct saved saved;
	uint32_t status; /* offset in the outer frame: word "body returned", then its value */
};

/* One loop of a function runs at a time, so all share their words: status, its value, first number. */
static uint32_t loop_words(struct lower *l)
{
	struct lower_frame *f = l->frame;

	if (!f->loop_words) {
		f->loop_words = lower_frame_word(l, f);
		lower_frame_word(l, f);
		lower_frame_word(l, f);
	}
	return f->loop_words;
}

/* Starts a callback with `params` parameters whose last is the address of the outer frame's slot. */
static void callback_begin(struct lower *l, struct callback *c, const char *name, unsigned params)
{
	c->status = loop_words(l);
	c->saved = (struct saved){ l->b, l->ctx, l->loop, l->frame };
	c->func = ir_func_new(l->module, arena_sprintf(l->arena, "%s_%zu", name, l->module->funcs.len),
			      IR_FUNC_CALLBACK, params);
	c->func->span = l->b.span;
	c->frame = (struct lower_frame){ .outer = l->frame, .func = c->func, .slot = UINT32_MAX, .status = c->status };
	l->frame = &c->frame;
	l->ctx = NULL;
	l->b.func = c->func;
	lower_start(l, lower_block(l));
	c->frame.outer_addr = ir_param(&l->b, params - 1);
}

static void return_block(struct lower *l, struct ir_block *b, int value)
{
	lower_start(l, b);
	lower_vars_forget(l, l->frame);
	ir_ret(&l->b, ir_const(&l->b, value));
}

/* The loop's body, if cond (NULL: in any case), then the two ways out: 0 goes on, 1 stops. */
static void callback_body(struct lower *l, struct callback *c, const struct expr *cond, const struct block *body)
{
	c->loop = (struct lower_loop){ .on_break = lower_block(l), .on_continue = lower_block(l) };
	l->loop = &c->loop;
	if (cond) {
		struct ir_block *begin = lower_block(l);
		lower_if(l, cond, begin, c->loop.on_break);
		lower_start(l, begin);
	}
	lower_block_value(l, body);
	ir_br(&l->b, c->loop.on_continue);
	return_block(l, c->loop.on_break, 1);
	return_block(l, c->loop.on_continue, 0);
}

static void callback_end(struct lower *l, struct callback *c)
{
	struct span span = l->b.span;

	l->b = c->saved.b;
	l->b.span = span;
	l->ctx = c->saved.ctx;
	l->loop = c->saved.loop;
	l->frame = c->saved.frame;
	lower_vars_inherit(l, &c->frame);
}

/* The frame's slot made ready for callbacks. */
static ir_ref share_frame(struct lower *l, const struct callback *c)
{
	ir_ref addr = lower_frame_addr(l, l->frame);

	ir_store(&l->b, addr, 0, 8, l->frame->outer_addr ? l->frame->outer_addr : ir_const(&l->b, 0));
	if (c->frame.returns) {
		ir_store(&l->b, addr, (int32_t)c->status, 8, ir_const(&l->b, 0));
		ir_store(&l->b, addr, (int32_t)c->status + 8, 8, ir_const(&l->b, 0));
	}
	lower_vars_forget(l, &c->frame);
	if (l->frame->more_word)
		ir_store(&l->b, addr, (int32_t)l->frame->more_word, 8, ir_slot_addr(&l->b, l->frame->more));
	return addr;
}

/* After the loop: if the body returned, so does the program. Verifiers before Linux 6.7 take it for run in any case. */
static void propagate_return(struct lower *l, const struct callback *c)
{
	if (!c->frame.returns)
		return;
	ir_ref addr = lower_frame_addr(l, l->frame);
	struct ir_block *returned = lower_block(l), *end = lower_block(l);

	ir_ref status = ir_load(&l->b, addr, (int32_t)c->status, 8, false);
	ir_condbr(&l->b, ir_binary(&l->b, IR_add, status, ir_hidden_zero(&l->b)), returned, end);
	lower_start(l, returned);
	ir_ref value = ir_load(&l->b, addr, (int32_t)c->status + 8, 8, false);
	if (l->fn && !l->frame->outer)
		ir_ret(&l->b, value);
	else
		lower_return(l, value);
	lower_start(l, end);
}

/*
 * Functions in functions: a kernel's calls go eight deep, with 512 bytes of stack for all. Further in, loops are loops of
 * the program, where that is possible.
 */
bool lower_has_room_for_callback(const struct lower *l)
{
	enum { DEPTH = 4, CALLERS = 2 };
	int depth = l->fn ? CALLERS : 0;

	for (const struct lower_frame *f = l->frame; f->outer; f = f->outer)
		depth++;
	return feature(l->features, FEAT_LOOP) && depth < DEPTH;
}

/* ---- while ---- */

enum { WHILE_ROUNDS = 1 << 20 };

/* A loop without end would hold the CPU: it ends after so many rounds, and says so. */
static void warn_endless(struct lower *l, ir_ref rounds)
{
	struct ir_block *endless = lower_block(l), *end = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_eq, rounds, ir_const(&l->b, WHILE_ROUNDS)), endless, end);
	lower_start(l, endless);
	lower_warn_runtime(l, RUNTIME_WHILE, l->b.span, NULL, ir_const(&l->b, WHILE_ROUNDS));
	ir_br(&l->b, end);
	lower_start(l, end);
}

static void while_callback(struct lower *l, const struct stmt *s)
{
	struct callback c;

	callback_begin(l, &c, "while", 2);
	callback_body(l, &c, s->expr, s->block);
	callback_end(l, &c);

	ir_ref frame = share_frame(l, &c);
	ir_ref rounds = ir_call(&l->b, BPF_FUNC_loop, 4, ir_const(&l->b, WHILE_ROUNDS), ir_func_addr(&l->b, c.func), frame,
				ir_const(&l->b, 0));
	warn_endless(l, rounds);
	propagate_return(l, &c);
}

/* What a verifier has to follow in each round of a loop. */
struct body_size {
	unsigned stmts, branches;
};

static void count_expr(void *ctx, struct expr **slot)
{
	struct body_size *size = ctx;
	const struct expr *e = *slot;

	size->branches += e->kind == EXPR_IF || e->kind == EXPR_TERNARY || e->kind == EXPR_CALL ||
			  (e->kind == EXPR_BINARY && (e->op == OP_LAND || e->op == OP_LOR));
}

static void count_stmt(void *ctx, struct stmt *s)
{
	struct body_size *size = ctx;

	size->stmts++;
	if (s->kind == STMT_WHILE || s->kind == STMT_UNROLL || s->kind == STMT_FOR_RANGE || s->kind == STMT_FOR_MAP)
		size->branches = UINT32_MAX / 2;
}

/*
 * A variable compared with a small number, and a body without much choice: verifiers follow all rounds soon enough, which
 * then cost no calls.
 */
static bool is_short(const struct stmt *s)
{
	enum { MANY_ROUNDS = 64, MANY_STMTS = 10, MANY_BRANCHES = 2 };
	const struct expr *cond = s->expr;
	struct body_size size = { 0 };

	if (cond->kind != EXPR_BINARY || !lower_is_comparison(cond->op) ||
	    !((cond->rhs->kind == EXPR_INT && cond->rhs->value <= MANY_ROUNDS) ||
	      (cond->lhs->kind == EXPR_INT && cond->lhs->value <= MANY_ROUNDS)))
		return false;
	ast_walk_all(s->block, count_expr, count_stmt, &size);
	return size.stmts <= MANY_STMTS && size.branches <= MANY_BRANCHES;
}

void lower_while(struct lower *l, const struct stmt *s)
{
	bool follow = is_short(s) && !l->unit->calls_loops;

	if (s->is_callback && !follow && lower_has_room_for_callback(l)) {
		while_callback(l, s);
		return;
	}
	l->unit->follows_loops |= s->is_callback && follow;
	while_inline(l, s);
}

/* ---- for $i : a..b ---- */

/* The loop of the program: for kernels without bpf_loop. */
static void range_inline(struct lower *l, const struct stmt *s, ir_ref lo, ir_ref hi, bool is_signed)
{
	ir_ref counter = lower_slot_addr(l, 8, 8, "counter");
	struct ir_block *head = lower_block(l), *body = lower_block(l), *next = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, counter, 0, 8, lo);
	ir_br(&l->b, head);
	lower_start(l, head);
	ir_ref i = ir_load(&l->b, counter, 0, 8, false);
	ir_condbr(&l->b, ir_binary(&l->b, is_signed ? IR_slt : IR_ult, i, hi), body, end);
	lower_start(l, body);
	lower_var_write(l, s->var, value_reg(s->var->type, ir_load(&l->b, counter, 0, 8, false)));
	lower_body(l, s->block, end, next);
	ir_br(&l->b, next);
	lower_start(l, next);
	ir_ref now = ir_load(&l->b, counter, 0, 8, false);
	ir_store(&l->b, counter, 0, 8, ir_binary(&l->b, IR_add, now, ir_const(&l->b, 1)));
	ir_br(&l->b, head);
	lower_start(l, end);
}

/* So many rounds are too many for the kernel (BPF_MAX_LOOPS), whose helper takes a number of 32 bits besides. */
static void check_rounds(struct lower *l, const struct stmt *s, ir_ref n, struct ir_block *end)
{
	static const int64_t MAX_ROUNDS = 8 << 20;
	if (n->op == IR_const && n->imm <= MAX_ROUNDS)
		return;
	struct ir_block *many = lower_block(l), *few = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, ir_const(&l->b, MAX_ROUNDS), n), many, few);
	lower_start(l, many);
	lower_warn_runtime(l, RUNTIME_LOOP, s->span, NULL, NULL);
	ir_br(&l->b, end);
	lower_start(l, few);
}

/* The call stands behind a test of its own: verifiers fail on a callback that they can see is never called. */
static void range_callback(struct lower *l, const struct stmt *s, ir_ref lo, ir_ref hi, bool is_signed)
{
	struct callback c;
	uint32_t first = loop_words(l) + 16;

	callback_begin(l, &c, "loop", 2);
	ir_ref start = ir_load(&l->b, c.frame.outer_addr, (int32_t)first, 8, false);
	lower_var_write(l, s->var, value_reg(s->var->type, ir_binary(&l->b, IR_add, start, ir_param(&l->b, 0))));
	callback_body(l, &c, NULL, s->block);
	callback_end(l, &c);

	struct ir_block *some = lower_block(l), *end = lower_block(l);
	ir_condbr(&l->b, ir_binary(&l->b, is_signed ? IR_slt : IR_ult, lo, hi), some, end);
	lower_start(l, some);
	ir_ref n = ir_binary(&l->b, IR_sub, hi, lo);
	check_rounds(l, s, n, end);
	ir_ref frame = share_frame(l, &c);
	ir_store(&l->b, frame, (int32_t)first, 8, lo);
	ir_call(&l->b, BPF_FUNC_loop, 4, n, ir_func_addr(&l->b, c.func), frame, ir_const(&l->b, 0));
	propagate_return(l, &c);
	ir_br(&l->b, end);
	lower_start(l, end);
}

void lower_for_range(struct lower *l, const struct stmt *s)
{
	bool is_signed = s->expr->type->is_signed || s->high->type->is_signed;
	ir_ref lo = lower_reg(l, s->expr), hi = lower_reg(l, s->high);

	if (lower_has_room_for_callback(l))
		range_callback(l, s, lo, hi, is_signed);
	else
		range_inline(l, s, lo, hi, is_signed);
}

/* ---- for $kv : @m ---- */

/* $kv = (key, value); aggregations are read over all CPUs. */
static void set_pair(struct lower *l, const struct stmt *s, const struct sema_map *m)
{
	const struct type *pair = s->var->type;
	const struct type_member *k = &pair->members[0], *v = &pair->members[1];
	ir_ref key = ir_param(&l->b, 1), entry = ir_param(&l->b, 2);
	struct value value = m->value_type->kind == TYPE_AGG ? lower_agg_read(l, m, key)
							      : value_mem(m->value_type, entry, 0, SPACE_NONE);
	struct value place = lower_var_place(l, s->var);

	ir_memzero(&l->b, place.v, place.off, pair->size);
	lower_value_into(l, value_mem(m->key_type, key, 0, SPACE_NONE), k->type, place.v, place.off + (int32_t)k->offset);
	lower_value_into(l, value, v->type, place.v, place.off + (int32_t)v->offset);
}

void lower_for_map(struct lower *l, const struct stmt *s)
{
	const struct sema_map *m = s->expr->map;
	struct callback c;

	callback_begin(l, &c, "each", 4);
	set_pair(l, s, m);
	callback_body(l, &c, NULL, s->block);
	callback_end(l, &c);

	ir_ref frame = share_frame(l, &c);
	ir_call(&l->b, BPF_FUNC_for_each_map_elem, 4, ir_map_ptr(&l->b, m->ir), ir_func_addr(&l->b, c.func), frame,
		ir_const(&l->b, 0));
	propagate_return(l, &c);
}
