/*
 * Statements and blocks. A statement that fails to parse is skipped: to its ';', to the end of its own braces, or to
 * the end of the block around it, counted from where it began, so that one mistake gives one message.
 */
#include <stdlib.h>

#include "lang/parse.h"

static struct stmt *new_stmt(struct parser *p, enum stmt_kind kind, size_t begin)
{
	struct stmt *s = ARENA_NEW(p->env->arena, struct stmt);
	s->kind = kind;
	s->span = lex_span(p, begin);
	return s;
}

static struct stmt *finish(struct parser *p, struct stmt *s, size_t begin)
{
	s->span = lex_span(p, begin);
	return s;
}

static bool at_block_end(struct parser *p)
{
	return lex_at(p, "}") || lex_peek(p) < 0;
}

/* ---- if ---- */

/* The `if` behind `else` as a block of its own. */
static struct block *wrap_else_if(struct parser *p, struct expr *e)
{
	struct block *b = ARENA_NEW(p->env->arena, struct block);
	b->span = e->span;
	b->is_bare = true;
	if (e->block->value && e->else_block && e->else_block->value) {
		b->value = e;
	} else {
		struct stmt *s = ARENA_NEW(p->env->arena, struct stmt);
		s->kind = STMT_EXPR;
		s->span = e->span;
		s->expr = e;
		vec_push(p->env->arena, &b->stmts, s);
	}
	b->height = ast_block_height(b);
	return b;
}

static struct block *parse_else(struct parser *p)
{
	if (lex_at(p, "{"))
		return parse_block(p);
	if (!lex_at_word(p, "if"))
		return parse_fail(p, "expected '{' or 'if' after 'else'");
	struct expr *e = parse_if(p);
	return e ? wrap_else_if(p, e) : NULL;
}

static struct expr *parse_if_inner(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	lex_accept_word(p, "if");
	struct expr *e = expr_new(p->env->arena, EXPR_IF, lex_span(p, begin));
	e->cond = parse_unary(p);
	if (!e->cond)
		return NULL;
	if (e->cond->kind == EXPR_COMPTIME) {
		e->is_comptime = true;
		e->cond = e->cond->lhs;
	}
	e->block = parse_block(p);
	if (!e->block)
		return NULL;
	if (lex_accept_word(p, "else") && !(e->else_block = parse_else(p)))
		return NULL;
	e->span = lex_span(p, begin);
	return parse_finish_expr(p, e);
}

/* if := 'if' ['comptime'] unary block ['else' (block | if)] */
struct expr *parse_if(struct parser *p)
{
	if (!parse_enter(p))
		return NULL;
	struct expr *e = parse_if_inner(p);
	parse_leave(p);
	return e;
}

/* ---- loops ---- */

/* for_head := VAR ':' (MAP | primary '..' primary) */
static bool parse_for_head(struct parser *p, struct stmt *s)
{
	if (lex_peek(p) != '$')
		return parse_fail(p, "expected variable in for loop");
	s->target = parse_variable(p);
	if (!s->target || !lex_expect(p, ":"))
		return false;
	s->expr = parse_primary(p);
	if (!s->expr)
		return false;
	if (s->expr->kind == EXPR_MAP && !lex_at(p, "..")) {
		s->kind = STMT_FOR_MAP;
		return true;
	}
	if (!lex_accept(p, ".."))
		return parse_fail(p, "expected map or range in for loop");
	return (s->high = parse_primary(p));
}

/* 'for' (for_head | '(' for_head ')') block */
static struct stmt *parse_for(struct parser *p, size_t begin)
{
	struct stmt *s = new_stmt(p, STMT_FOR_RANGE, begin);
	bool parens = lex_accept(p, "(");
	if (!parse_for_head(p, s) || (parens && !lex_expect(p, ")")))
		return NULL;
	s->block = parse_block(p);
	return s->block ? finish(p, s, begin) : NULL;
}

/* ('while' | 'unroll') unary block */
static struct stmt *parse_while_like(struct parser *p, enum stmt_kind kind, size_t begin)
{
	struct stmt *s = new_stmt(p, kind, begin);
	s->expr = parse_unary(p);
	if (!s->expr)
		return NULL;
	s->block = parse_block(p);
	return s->block ? finish(p, s, begin) : NULL;
}

/* ---- simple statements ---- */

/* 'let' VAR [':' type] ['=' expr] */
static struct stmt *parse_let(struct parser *p, size_t begin)
{
	struct stmt *s = new_stmt(p, STMT_LET, begin);
	if (lex_peek(p) != '$')
		return parse_fail(p, "expected variable after 'let'");
	s->target = parse_variable(p);
	if (!s->target)
		return NULL;
	if (lex_accept(p, ":") && !(s->type_ref = parse_type(p)))
		return NULL;
	if (lex_accept(p, "=") && !(s->expr = parse_expr(p)))
		return NULL;
	return finish(p, s, begin);
}

static struct stmt *parse_return(struct parser *p, size_t begin)
{
	struct stmt *s = new_stmt(p, STMT_RETURN, begin);
	if (!lex_at(p, ";") && !at_block_end(p) && !(s->expr = parse_expr(p)))
		return NULL;
	return finish(p, s, begin);
}

static struct stmt *parse_import_stmt(struct parser *p, size_t begin)
{
	struct stmt *s = new_stmt(p, STMT_IMPORT, begin);
	size_t len;
	if (lex_peek(p) != '"')
		return parse_fail(p, "expected string after 'import'");
	if (!parse_string(p, &s->text, &len))
		return NULL;
	return finish(p, s, begin);
}

/* '=' (but not '==') or an operator with '=' behind it; OP_NONE in *ret_op for the plain one */
static bool accept_assign_op(struct parser *p, enum op *ret_op)
{
	lex_skip_space(p);
	enum op op = op_match_binary(p->src->text + p->pos, p->src->len - p->pos);
	if (op_is_assignable(op) && lex_char_at(p, p->pos + strlen(op_text(op))) == '=') {
		lex_accept(p, op_text(op));
		lex_accept(p, "=");
		*ret_op = op;
		return true;
	}
	*ret_op = OP_NONE;
	return !lex_at(p, "==") && lex_accept(p, "=");
}

/* The place of a wrong target is the whole assignment. */
static bool check_target(struct parser *p, const struct expr *e, struct span whole)
{
	if (e->kind == EXPR_VAR || e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS)
		return true;
	if (e->kind == EXPR_MEMBER || e->kind == EXPR_TUPLE_INDEX)
		parse_error_at(p, D_SYNTAX, whole,
			       "Tuples and records are immutable once created. Consider creating a new value and "
			       "assigning it instead.");
	else
		parse_error_at(p, D_SYNTAX, whole, "invalid assignment target");
	return false;
}

/* expr | lvalue assign_op expr | '_' '=' expr */
static struct stmt *parse_expr_stmt(struct parser *p, size_t begin)
{
	struct stmt *s = new_stmt(p, STMT_EXPR, begin);
	s->expr = parse_expr(p);
	if (!s->expr)
		return NULL;
	if (!accept_assign_op(p, &s->op))
		return finish(p, s, begin);
	s->kind = STMT_ASSIGN;
	bool discard = s->expr->kind == EXPR_IDENT && !strcmp(s->expr->name, "_") && s->op == OP_NONE;
	if (!discard)
		s->target = s->expr;
	s->expr = parse_expr(p);
	if (!s->expr || (s->target && !check_target(p, s->target, lex_span(p, begin))))
		return NULL;
	return finish(p, s, begin);
}

static struct stmt *parse_word_stmt(struct parser *p, size_t begin)
{
	if (lex_accept_word(p, "let"))
		return parse_let(p, begin);
	if (lex_accept_word(p, "for"))
		return parse_for(p, begin);
	if (lex_accept_word(p, "while"))
		return parse_while_like(p, STMT_WHILE, begin);
	if (lex_accept_word(p, "unroll"))
		return parse_while_like(p, STMT_UNROLL, begin);
	if (lex_accept_word(p, "break"))
		return new_stmt(p, STMT_BREAK, begin);
	if (lex_accept_word(p, "continue"))
		return new_stmt(p, STMT_CONTINUE, begin);
	if (lex_accept_word(p, "return"))
		return parse_return(p, begin);
	if (lex_accept_word(p, "import"))
		return parse_import_stmt(p, begin);
	return parse_expr_stmt(p, begin);
}

/* A block or an `if` that begins a statement is the whole statement. */
static struct stmt *parse_stmt(struct parser *p)
{
	int c = lex_peek(p);
	size_t begin = p->pos;
	bool is_if = lex_at_word(p, "if");
	if (c != '{' && !is_if)
		return parse_word_stmt(p, begin);
	struct stmt *s = new_stmt(p, STMT_EXPR, begin);
	s->expr = is_if ? parse_if(p) : parse_primary(p);
	return s->expr ? finish(p, s, begin) : NULL;
}

/* ---- blocks ---- */

/* Skips the rest of a statement that began at `begin` and failed at error_pos. */
static void skip_stmt(struct parser *p, size_t begin)
{
	size_t failed = MAX(p->pos, p->error_pos == SIZE_MAX ? 0 : p->error_pos);
	int braces = 0;
	for (p->pos = begin; p->pos < p->src->len; p->pos = lex_skip_element(p, p->pos)) {
		int c = p->src->text[p->pos];
		if (c == '{')
			braces++;
		if (c == '}' && braces-- == 0)
			return;
		if (p->pos < failed || braces)
			continue;
		if (c == ';' || c == '}') {
			p->last_end = ++p->pos;
			if (c == ';' || !lex_at_word(p, "else"))
				return;
		}
	}
}

static bool has_value(const struct expr *e)
{
	if (e->kind == EXPR_BLOCK)
		return e->block->value;
	if (e->kind == EXPR_IF)
		return e->block->value && e->else_block && e->else_block->value;
	return true;
}

/* Behind a statement: its ';', or it is the block's value. false: neither. */
static bool end_stmt(struct parser *p, struct block *b, struct stmt *s)
{
	bool braced = p->src->text[p->last_end - 1] == '}';
	if (lex_accept(p, ";")) {
		vec_push(p->env->arena, &b->stmts, s);
		return true;
	}
	if (lex_at(p, "}") && s->kind == STMT_EXPR && has_value(s->expr)) {
		b->value = s->expr;
		return true;
	}
	if (!braced && !at_block_end(p)) {
		parse_fail(p, "expected ';'");
		return false;
	}
	s->no_semicolon = true;
	vec_push(p->env->arena, &b->stmts, s);
	return true;
}

static void parse_stmts(struct parser *p, struct block *b)
{
	while (!at_block_end(p)) {
		size_t begin = p->pos;
		struct stmt *s = parse_stmt(p);
		if (!s || !end_stmt(p, b, s))
			skip_stmt(p, begin);
	}
}

/* block := '{' stmt* [expr] '}' */
struct block *parse_block(struct parser *p)
{
	if (!lex_at(p, "{"))
		return parse_fail(p, "expected '{'");
	if (!parse_enter(p))
		return NULL;
	size_t begin = p->pos, errors = p->env->diags->errors;
	lex_accept(p, "{");
	struct block *b = ARENA_NEW(p->env->arena, struct block);
	parse_stmts(p, b);
	/* Skipping a statement may have run to the end of the text: then there is nothing to add. */
	if (!lex_accept(p, "}") && p->env->diags->errors == errors)
		parse_fail(p, "expected '}'");
	parse_leave(p);
	b->span = lex_span(p, begin);
	b->height = ast_block_height(b);
	return b;
}
