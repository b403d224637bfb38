/* Walking over a tree, children before their parents; statements after what is in them. */
#include "lang/ast.h"

struct walker {
	expr_visitor *on_expr; /* or NULL */
	stmt_visitor *on_stmt; /* or NULL */
	void *ctx;
};

static void walk_block(const struct walker *w, struct block *b);
static void walk_expr(const struct walker *w, struct expr **slot);

static void walk_type(const struct walker *w, struct type_ref *t)
{
	for (; t; t = t->of_type)
		if (t->of_expr)
			walk_expr(w, &t->of_expr);
}

static void walk_expr(const struct walker *w, struct expr **slot)
{
	struct expr *e = *slot;
	if (e->cond)
		walk_expr(w, &e->cond);
	if (e->lhs)
		walk_expr(w, &e->lhs);
	if (e->rhs)
		walk_expr(w, &e->rhs);
	for (size_t i = 0; i < e->args.len; i++)
		walk_expr(w, &e->args.data[i]);
	walk_type(w, e->type_ref);
	if (e->block)
		walk_block(w, e->block);
	if (e->else_block)
		walk_block(w, e->else_block);
	if (w->on_expr)
		w->on_expr(w->ctx, slot);
}

static void walk_stmt(const struct walker *w, struct stmt *s)
{
	if (s->target)
		walk_expr(w, &s->target);
	if (s->expr)
		walk_expr(w, &s->expr);
	if (s->high)
		walk_expr(w, &s->high);
	walk_type(w, s->type_ref);
	if (s->block)
		walk_block(w, s->block);
	if (w->on_stmt)
		w->on_stmt(w->ctx, s);
}

static void walk_block(const struct walker *w, struct block *b)
{
	for (size_t i = 0; i < b->stmts.len; i++)
		walk_stmt(w, b->stmts.data[i]);
	if (b->value)
		walk_expr(w, &b->value);
}

void ast_walk_expr(struct expr **slot, expr_visitor *fn, void *ctx)
{
	struct walker w = { .on_expr = fn, .ctx = ctx };
	walk_expr(&w, slot);
}

void ast_walk_block(struct block *b, expr_visitor *fn, void *ctx)
{
	struct walker w = { .on_expr = fn, .ctx = ctx };
	walk_block(&w, b);
}

void ast_walk_all(struct block *b, expr_visitor *on_expr, stmt_visitor *on_stmt, void *ctx)
{
	struct walker w = { .on_expr = on_expr, .on_stmt = on_stmt, .ctx = ctx };
	walk_block(&w, b);
}
