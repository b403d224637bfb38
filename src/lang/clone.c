/* Deep copies of trees. What sema knows about a node is not copied: the copy is as fresh as from the parser. */
#include "lang/ast.h"

static void clone_exprs(struct arena *a, struct expr ***data, size_t len)
{
	struct expr **copy = ARENA_ARRAY(a, struct expr *, len);
	for (size_t i = 0; i < len; i++)
		copy[i] = ast_clone_expr(a, (*data)[i]);
	*data = copy;
}

static struct type_ref *clone_type(struct arena *a, const struct type_ref *t)
{
	if (!t)
		return NULL;
	struct type_ref *copy = arena_dup(a, t, sizeof(*t));
	copy->type = NULL;
	copy->of_type = clone_type(a, t->of_type);
	copy->of_expr = ast_clone_expr(a, t->of_expr);
	copy->suffixes.data = arena_dup(a, t->suffixes.data, t->suffixes.len * sizeof(*t->suffixes.data));
	copy->suffixes.cap = t->suffixes.len;
	return copy;
}

static void clear_sema(struct expr *e)
{
	e->type = NULL;
	e->space = SPACE_NONE;
	e->builtin = NULL;
	e->agg = NULL;
	e->map = NULL;
	e->var = NULL;
	e->key = NULL;
	e->member = (struct type_member){ 0 };
	e->annot = NULL;
	e->is_statement = false;
}

struct expr *ast_clone_expr(struct arena *a, const struct expr *e)
{
	if (!e)
		return NULL;
	struct expr *copy = arena_dup(a, e, sizeof(*e));
	clear_sema(copy);
	copy->cond = ast_clone_expr(a, e->cond);
	copy->lhs = ast_clone_expr(a, e->lhs);
	copy->rhs = ast_clone_expr(a, e->rhs);
	clone_exprs(a, &copy->args.data, e->args.len);
	copy->args.cap = e->args.len;
	copy->arg_names.data = arena_dup(a, e->arg_names.data, e->arg_names.len * sizeof(*e->arg_names.data));
	copy->arg_names.cap = e->arg_names.len;
	copy->path.data = arena_dup(a, e->path.data, e->path.len * sizeof(*e->path.data));
	copy->path.cap = e->path.len;
	copy->type_ref = clone_type(a, e->type_ref);
	copy->block = ast_clone_block(a, e->block);
	copy->else_block = ast_clone_block(a, e->else_block);
	return copy;
}

static struct stmt *clone_stmt(struct arena *a, const struct stmt *s)
{
	struct stmt *copy = arena_dup(a, s, sizeof(*s));
	copy->target = ast_clone_expr(a, s->target);
	copy->expr = ast_clone_expr(a, s->expr);
	copy->high = ast_clone_expr(a, s->high);
	copy->type_ref = clone_type(a, s->type_ref);
	copy->block = ast_clone_block(a, s->block);
	copy->var = NULL;
	copy->is_unreachable = false;
	return copy;
}

struct block *ast_clone_block(struct arena *a, const struct block *b)
{
	if (!b)
		return NULL;
	struct block *copy = arena_dup(a, b, sizeof(*b));
	copy->stmts.data = ARENA_ARRAY(a, struct stmt *, b->stmts.len);
	copy->stmts.cap = b->stmts.len;
	for (size_t i = 0; i < b->stmts.len; i++)
		copy->stmts.data[i] = clone_stmt(a, b->stmts.data[i]);
	copy->value = ast_clone_expr(a, b->value);
	return copy;
}

/* Attach points are shared: nothing in them changes but by replacing them. */
struct probe_decl *ast_clone_probe(struct arena *a, const struct probe_decl *d)
{
	struct probe_decl *copy = arena_dup(a, d, sizeof(*d));
	copy->attach_points.data =
		arena_dup(a, d->attach_points.data, d->attach_points.len * sizeof(*d->attach_points.data));
	copy->attach_points.cap = d->attach_points.len;
	copy->predicate = ast_clone_expr(a, d->predicate);
	copy->body = ast_clone_block(a, d->body);
	return copy;
}
