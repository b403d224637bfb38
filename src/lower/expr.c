/* Expressions: literals, calls, choices, tuples; what has more to it stands in files of its own (see internal.h). */
#include "lower/internal.h"

static struct value lower_int_literal(struct lower *l, const struct expr *e)
{
	return value_reg(e->type, ir_const(&l->b, (int64_t)e->value));
}

/* Text as immediate stores, eight bytes at a time; the rest of the buffer is zero. */
struct value lower_literal_bytes(struct lower *l, const char *s, size_t len, const struct type *t)
{
	uint32_t size = ALIGN_UP(MAX(t->size, 1), 8), used = MIN(len, t->size);
	ir_ref slot = lower_slot_addr(l, size, 8, NULL);
	uint32_t off = 0;

	for (; off < used; off += 8) {
		uint64_t word = 0;

		memcpy(&word, s + off, MIN(8, used - off));
		ir_store(&l->b, slot, (int32_t)off, 8, ir_const(&l->b, (int64_t)word));
	}
	if (off < size)
		ir_memzero(&l->b, slot, (int32_t)off, size - off);
	return value_mem(t, slot, 0, SPACE_NONE);
}

static struct value lower_string(struct lower *l, const struct expr *e)
{
	return lower_literal_bytes(l, e->str, e->str_len, e->type);
}

static struct value lower_var(struct lower *l, const struct expr *e) { return lower_var_read(l, e->var); }

/* A place where both ways of a choice put their value: register types in a word, wider ones in a slot. */
struct choice {
	const struct type *type;
	ir_ref addr;
};

static struct choice choice_begin(struct lower *l, const struct type *t)
{
	struct choice c = { .type = t };

	if (!t || t->kind == TYPE_VOID || t->kind == TYPE_NONE)
		c.type = NULL;
	else if (type_is_register(t))
		c.addr = lower_slot_addr(l, 8, 8, NULL);
	else
		c.addr = lower_slot_addr(l, t->size, t->align, NULL);
	return c;
}

static void choice_put(struct lower *l, const struct choice *c, struct value v)
{
	if (!c->type || !v.type)
		return;
	if (type_is_register(c->type))
		ir_store(&l->b, c->addr, 0, 8, lower_value_reg(l, lower_convert(l, v, c->type)));
	else
		lower_value_into(l, v, c->type, c->addr, 0);
}

static struct value choice_get(struct lower *l, const struct choice *c)
{
	if (!c->type)
		return value_void();
	if (type_is_register(c->type))
		return value_reg(c->type, ir_load(&l->b, c->addr, 0, 8, false));
	return value_mem(c->type, c->addr, 0, SPACE_NONE);
}

/* c ?: b, the condition's own value being looked at once. */
static struct value lower_elvis(struct lower *l, const struct expr *e)
{
	struct choice c = choice_begin(l, e->type);
	struct ir_block *yes = lower_block(l), *no = lower_block(l), *end = lower_block(l);
	struct value first = lower_expr(l, e->cond);
	ir_ref cond = lower_value_reg(l, lower_convert(l, first, type_bool(l->types)));

	ir_condbr(&l->b, cond, yes, no);
	lower_start(l, yes);
	choice_put(l, &c, first);
	ir_br(&l->b, end);
	lower_start(l, no);
	choice_put(l, &c, lower_expr(l, e->rhs));
	ir_br(&l->b, end);
	lower_start(l, end);
	return choice_get(l, &c);
}

static struct value lower_ternary(struct lower *l, const struct expr *e)
{
	if (!e->lhs)
		return lower_elvis(l, e);
	struct choice c = choice_begin(l, e->type);
	struct ir_block *yes = lower_block(l), *no = lower_block(l), *end = lower_block(l);

	lower_if(l, e->cond, yes, no);
	lower_start(l, yes);
	choice_put(l, &c, lower_expr(l, e->lhs));
	ir_br(&l->b, end);
	lower_start(l, no);
	choice_put(l, &c, lower_expr(l, e->rhs));
	ir_br(&l->b, end);
	lower_start(l, end);
	return choice_get(l, &c);
}

struct value lower_block_value(struct lower *l, const struct block *b)
{
	lower_stmts(l, b);
	return b->value ? lower_expr(l, b->value) : value_void();
}

static struct value lower_if_expr(struct lower *l, const struct expr *e)
{
	struct choice c = choice_begin(l, e->else_block ? e->type : NULL);
	struct ir_block *yes = lower_block(l), *end = lower_block(l);
	struct ir_block *no = e->else_block ? lower_block(l) : end;

	lower_if(l, e->cond, yes, no);
	lower_start(l, yes);
	choice_put(l, &c, lower_block_value(l, e->block));
	ir_br(&l->b, end);
	if (e->else_block) {
		lower_start(l, no);
		choice_put(l, &c, lower_block_value(l, e->else_block));
		ir_br(&l->b, end);
	}
	lower_start(l, end);
	return choice_get(l, &c);
}

static struct value lower_block_expr(struct lower *l, const struct expr *e) { return lower_block_value(l, e->block); }

static struct value lower_cast(struct lower *l, const struct expr *e)
{
	struct value v = lower_convert(l, lower_expr(l, e->lhs), e->type);

	v.type = e->type;
	return v;
}

/* Tuples and records are built in a slot, element after element; padding is zero. */
static struct value lower_tuple(struct lower *l, const struct expr *e)
{
	const struct type *t = e->type;
	ir_ref slot = lower_slot_addr(l, t->size, t->align, NULL);

	ir_memzero(&l->b, slot, 0, t->size);
	for (size_t i = 0; i < e->args.len; i++)
		lower_into(l, e->args.data[i], t->members[i].type, slot, (int32_t)t->members[i].offset);
	return value_mem(t, slot, 0, SPACE_NONE);
}

static struct value lower_tuple_index(struct lower *l, const struct expr *e)
{
	struct value v = lower_expr(l, e->lhs);

	return lower_member_of(l, v, &v.type->members[e->value]);
}

static struct value lower_map_scalar(struct lower *l, const struct expr *e) { return lower_map_read(l, e); }

/* An uninteresting operand: evaluated for its effects. */
static struct value lower_comptime(struct lower *l, const struct expr *e) { return lower_expr(l, e->lhs); }

static struct sema_fn *find_fn(struct lower *l, const char *name)
{
	for (size_t i = 0; i < l->sema->fns.len; i++)
		if (!strcmp(l->sema->fns.data[i]->decl->name, name))
			return l->sema->fns.data[i];
	return NULL;
}

static struct value lower_call(struct lower *l, const struct expr *e)
{
	if (e->builtin)
		return e->builtin->lower(l, e);
	return lower_fn_call(l, e, find_fn(l, e->name));
}

static struct value (*const lowerings[EXPR_KIND_COUNT])(struct lower *l, const struct expr *e) = {
	[EXPR_INT] = lower_int_literal,
	[EXPR_BOOL] = lower_int_literal,
	[EXPR_STRING] = lower_string,
	[EXPR_IDENT] = lower_call,
	[EXPR_CALL] = lower_call,
	[EXPR_VAR] = lower_var,
	[EXPR_MAP] = lower_map_scalar,
	[EXPR_MAP_ACCESS] = lower_map_read,
	[EXPR_UNARY] = lower_unary_op,
	[EXPR_BINARY] = lower_binary_op,
	[EXPR_TERNARY] = lower_ternary,
	[EXPR_MEMBER] = lower_member_access,
	[EXPR_TUPLE_INDEX] = lower_tuple_index,
	[EXPR_INDEX] = lower_index,
	[EXPR_CAST] = lower_cast,
	[EXPR_TUPLE] = lower_tuple,
	[EXPR_RECORD] = lower_tuple,
	[EXPR_BLOCK] = lower_block_expr,
	[EXPR_IF] = lower_if_expr,
	[EXPR_COMPTIME] = lower_comptime,
	[EXPR_INCDEC] = lower_incdec,
};

struct value lower_expr(struct lower *l, const struct expr *e)
{
	struct value v;

	assert(lowerings[e->kind]);
	LOWER_AT(l, e->span)
		v = lowerings[e->kind](l, e);
	return v;
}

ir_ref lower_reg(struct lower *l, const struct expr *e) { return lower_value_reg(l, lower_expr(l, e)); }

void lower_into(struct lower *l, const struct expr *e, const struct type *as, ir_ref addr, int32_t off)
{
	/* What is only described until now is read here, and a failure belongs to the expression. */
	LOWER_AT(l, e->span)
		lower_value_into(l, lower_expr(l, e), as, addr, off);
}
