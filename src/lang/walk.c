/* Walking over the expressions of a tree, children before their parents. */
#include "lang/ast.h"

static void walk_type(struct type_ref *t, expr_visitor *fn, void *ctx)
{
	for (; t; t = t->of_type)
		if (t->of_expr)
			ast_walk_expr(&t->of_expr, fn, ctx);
}

void ast_walk_expr(struct expr **slot, expr_visitor *fn, void *ctx)
{
	struct expr *e = *slot;
	if (e->cond)
		ast_walk_expr(&e->cond, fn, ctx);
	if (e->lhs)
		ast_walk_expr(&e->lhs, fn, ctx);
	if (e->rhs)
		ast_walk_expr(&e->rhs, fn, ctx);
	for (size_t i = 0; i < e->args.len; i++)
		ast_walk_expr(&e->args.data[i], fn, ctx);
	walk_type(e->type_ref, fn, ctx);
	if (e->block)
		ast_walk_block(e->block, fn, ctx);
	if (e->else_block)
		ast_walk_block(e->else_block, fn, ctx);
	fn(ctx, slot);
}

static void walk_stmt(struct stmt *s, expr_visitor *fn, void *ctx)
{
	if (s->target)
		ast_walk_expr(&s->target, fn, ctx);
	if (s->expr)
		ast_walk_expr(&s->expr, fn, ctx);
	if (s->high)
		ast_walk_expr(&s->high, fn, ctx);
	walk_type(s->type_ref, fn, ctx);
	if (s->block)
		ast_walk_block(s->block, fn, ctx);
}

void ast_walk_block(struct block *b, expr_visitor *fn, void *ctx)
{
	for (size_t i = 0; i < b->stmts.len; i++)
		walk_stmt(b->stmts.data[i], fn, ctx);
	if (b->value)
		ast_walk_expr(&b->value, fn, ctx);
}
