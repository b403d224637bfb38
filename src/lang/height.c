/*
 * Heights of trees. The parser bounds them, and macro expansion does again, so that every later stage may recurse over
 * a tree without a guard of its own.
 */
#include "lang/parse.h"

static uint16_t higher(uint16_t h, uint16_t than)
{
	return h > than ? h : than;
}

static uint16_t sub_height(const struct expr *e)
{
	return e ? e->height : 0;
}

static uint16_t type_height(const struct type_ref *t)
{
	uint16_t h = 0;
	for (; t; t = t->of_type)
		h = (uint16_t)(higher(h, sub_height(t->of_expr)) + 1);
	return h;
}

static uint16_t stmt_height(const struct stmt *s)
{
	uint16_t h = higher(sub_height(s->target), sub_height(s->expr));
	h = higher(h, sub_height(s->high));
	h = higher(h, type_height(s->type_ref));
	return higher(h, s->block ? s->block->height : 0);
}

uint16_t ast_block_height(const struct block *b)
{
	uint16_t h = sub_height(b->value);
	for (size_t i = 0; i < b->stmts.len; i++)
		h = higher(h, stmt_height(b->stmts.data[i]));
	return (uint16_t)(h + 1);
}

uint16_t ast_expr_height(const struct expr *e)
{
	uint16_t h = higher(sub_height(e->lhs), sub_height(e->rhs));
	h = higher(h, sub_height(e->cond));
	for (size_t i = 0; i < e->args.len; i++)
		h = higher(h, sub_height(e->args.data[i]));
	h = higher(h, type_height(e->type_ref));
	h = higher(h, e->block ? e->block->height : 0);
	h = higher(h, e->else_block ? e->else_block->height : 0);
	return (uint16_t)(h + 1);
}

struct expr *parse_finish_expr(struct parser *p, struct expr *e)
{
	e->height = ast_expr_height(e);
	if (e->height <= PARSE_MAX_HEIGHT)
		return e;
	parse_error_at(p, D_SYNTAX, e->op_span, "expression is nested too deeply (more than %d levels)",
		       PARSE_MAX_HEIGHT);
	return NULL;
}
