/*
 * Makes a failing program small: parses it, tries every removal of an item, a statement or a part of an expression, and
 * keeps what still fails in the same way, until nothing more can go.
 */
#include "soak.h"

enum { TRIAL_LIMIT = 600 };

struct shrink {
	const char *text;
	shrink_test *test;
	void *ctx;
	unsigned trials;
	/* one candidate: the change number `target` is made, the others are counted */
	unsigned target, seen;
	struct arena *arena;
};

static bool is_turn(struct shrink *s) { return s->seen++ == s->target; }

/* ---- changes ---- */

static void shrink_block(struct shrink *s, struct block *b);

static void remove_at(void *data, size_t *len, size_t i, size_t size)
{
	memmove((char *)data + i * size, (char *)data + (i + 1) * size, (*len - i - 1) * size);
	(*len)--;
}

/* An expression may become one of its operands, or a number. */
static void shrink_expr(void *ctx, struct expr **slot)
{
	struct shrink *s = ctx;
	struct expr *e = *slot;
	if (e->else_block) /* of an `else if` the second may be gone */
		e->else_block->is_bare = false;
	if (e->kind == EXPR_INT || e->kind == EXPR_VAR || e->kind == EXPR_STRING || e->kind == EXPR_BOOL)
		return;
	if (e->lhs && is_turn(s))
		*slot = e->lhs;
	if (e->rhs && is_turn(s))
		*slot = e->rhs;
	for (size_t i = 0; e->kind == EXPR_CALL && strcmp(e->name, "uptr") && i < e->args.len; i++)
		if (is_turn(s))
			*slot = e->args.data[i];
	if (e->kind != EXPR_MAP && is_turn(s))
		*slot = expr_new_int(s->arena, 1, false, e->span);
	if (e->block)
		shrink_block(s, e->block);
	if (e->else_block)
		shrink_block(s, e->else_block);
}

/* A compound statement may be replaced by what stands in it. */
static void unwrap(struct shrink *s, struct block *b, size_t i, const struct block *inner)
{
	remove_at(b->stmts.data, &b->stmts.len, i, sizeof(*b->stmts.data));
	for (size_t k = inner->stmts.len; k-- > 0;) {
		vec_push(s->arena, &b->stmts, NULL);
		memmove(&b->stmts.data[i + 1], &b->stmts.data[i], (b->stmts.len - 1 - i) * sizeof(*b->stmts.data));
		b->stmts.data[i] = inner->stmts.data[k];
	}
}

static const struct block *inner_block(const struct stmt *st)
{
	if (st->block)
		return st->block;
	return st->kind == STMT_EXPR && st->expr->kind == EXPR_IF ? st->expr->block : NULL;
}

static void shrink_stmts(struct shrink *s, struct block *b)
{
	for (size_t i = 0; i < b->stmts.len; i++) {
		struct stmt *st = b->stmts.data[i];
		if (is_turn(s)) {
			remove_at(b->stmts.data, &b->stmts.len, i, sizeof(st));
			return;
		}
		if (inner_block(st) && is_turn(s)) {
			unwrap(s, b, i, inner_block(st));
			return;
		}
		if (st->kind == STMT_EXPR && st->expr->else_block && is_turn(s)) {
			st->expr->else_block = NULL;
			return;
		}
		if (st->block)
			shrink_block(s, st->block);
		if (st->kind == STMT_EXPR && st->expr->kind == EXPR_IF) {
			shrink_block(s, st->expr->block);
			if (st->expr->else_block)
				shrink_block(s, st->expr->else_block);
		}
	}
}

static void shrink_block(struct shrink *s, struct block *b) { shrink_stmts(s, b); }

static void shrink_bodies(struct shrink *s, struct program *p)
{
	for (size_t i = 0; i < p->items.len; i++) {
		struct item *item = &p->items.data[i];
		struct block *body = item->kind == ITEM_PROBE ? item->probe->body : item->kind == ITEM_FN ? item->fn->body : NULL;
		if (body)
			shrink_stmts(s, body);
		if (body)
			ast_walk_all(body, shrink_expr, NULL, s);
	}
}

static void shrink_items(struct shrink *s, struct program *p)
{
	for (size_t i = 0; i < p->items.len; i++) {
		if (is_turn(s)) {
			remove_at(p->items.data, &p->items.len, i, sizeof(*p->items.data));
			return;
		}
	}
	if (p->has_config && is_turn(s))
		p->has_config = false;
	if (p->c_items.len && is_turn(s))
		p->c_items.len = 0;
}

/* ---- candidates ---- */

static bool never(const char *name) { return false; }

/* The text with change number `target` made; NULL: there are not so many. */
static char *candidate(struct shrink *s, unsigned target)
{
	struct diags diags = { 0 };
	struct strbuf out = { 0 };
	s->arena = arena_new();
	s->target = target;
	s->seen = 0;
	diags.arena = s->arena;
	struct lang_env env = { .arena = s->arena, .diags = &diags, .types = type_table_new(s->arena), .is_builtin = never };
	struct source src = { .name = "soak", .text = s->text, .len = strlen(s->text) };
	struct program *p = parse_program(&env, &src);
	shrink_items(s, p);
	shrink_bodies(s, p);
	bool made = s->seen > target;
	if (made)
		ast_print_program(p, &out);
	char *text = made ? xstrdup(strbuf_str(&out)) : NULL;
	strbuf_done(&out);
	arena_free(s->arena);
	return text;
}

/* One change after another is tried; a good one stays, and the search goes on from the same number. */
static bool improve(struct shrink *s)
{
	bool improved = false;
	for (unsigned target = 0; s->trials < TRIAL_LIMIT;) {
		char *text = candidate(s, target);
		if (!text)
			break;
		s->trials++;
		if (strcmp(text, s->text) && strlen(text) <= strlen(s->text) && s->test(s->ctx, text)) {
			free((char *)s->text);
			s->text = text;
			improved = true;
			continue;
		}
		free(text);
		target++;
	}
	return improved;
}

char *soak_shrink(const char *text, shrink_test *test, void *ctx)
{
	struct shrink s = { .text = xstrdup(text), .test = test, .ctx = ctx };
	while (improve(&s) && s.trials < TRIAL_LIMIT)
		;
	return (char *)s.text;
}
