/*
 * Expressions. Binary operators are read by climbing over the table of precedences; everything else is one function
 * a rule. An operator's span reaches from the first character of its left operand, parentheses included, to the last
 * of its right one.
 */
#include "lang/parse.h"

static struct expr *new_expr(struct parser *p, enum expr_kind kind, size_t begin)
{
	return expr_new(p->env->arena, kind, lex_span(p, begin));
}

/* The span of a node that was made before its last token was read. */
static struct expr *finish(struct parser *p, struct expr *e, size_t begin)
{
	e->span = lex_span(p, begin);
	return parse_finish_expr(p, e);
}

static struct expr *new_binary(struct parser *p, enum op op, struct expr *lhs, struct expr *rhs, size_t begin)
{
	struct expr *e = new_expr(p, EXPR_BINARY, begin);
	e->op = op;
	e->lhs = lhs;
	e->rhs = rhs;
	return e;
}

/* ---- names ---- */

struct expr *parse_map(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	if (!lex_expect(p, "@"))
		return NULL;
	const char *name = lex_is_ident_start(lex_char_at(p, p->pos)) ? lex_accept_ident(p) : "";
	struct expr *e = new_expr(p, EXPR_MAP, begin);
	e->name = name;
	return e;
}

struct expr *parse_variable(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	if (lex_char_at(p, p->pos) != '$' || !lex_is_ident_start(lex_char_at(p, p->pos + 1)))
		return parse_fail(p, "expected identifier after '$'");
	p->pos++;
	const char *name = lex_accept_ident(p);
	struct expr *e = new_expr(p, EXPR_VAR, begin);
	e->name = name;
	return e;
}

/* '$N' | '$#' | VAR */
static struct expr *parse_dollar(struct parser *p)
{
	size_t begin = p->pos;
	int c = lex_char_at(p, begin + 1);
	if (c == '#') {
		p->pos += 2;
		p->last_end = p->pos;
		return new_expr(p, EXPR_PARAM_COUNT, begin);
	}
	if (c < '0' || c > '9')
		return parse_variable(p);
	for (p->pos++; c >= '0' && c <= '9'; c = lex_char_at(p, p->pos))
		p->pos++;
	p->last_end = p->pos;
	struct expr *e = new_expr(p, EXPR_POSITIONAL, begin);
	e->name = arena_strndup(p->env->arena, p->src->text + begin + 1, p->pos - begin - 1);
	e->value = strtoull(e->name, NULL, 10);
	return e;
}

/* args := expr {',' expr} up to the closing character, which is read too */
static bool parse_args(struct parser *p, struct expr *e, const char *close, struct expr *(*parse_one)(struct parser *))
{
	do {
		struct expr *arg = parse_one(p);
		if (!arg)
			return false;
		vec_push(p->env->arena, &e->args, arg);
	} while (lex_accept(p, ","));
	return lex_expect(p, close);
}

/* MAP ['[' args ']'] */
static struct expr *parse_map_access(struct parser *p)
{
	size_t begin = p->pos;
	struct expr *e = parse_map(p);
	if (!e || !lex_accept(p, "["))
		return e;
	e->kind = EXPR_MAP_ACCESS;
	return parse_args(p, e, "]", parse_expr) ? finish(p, e, begin) : NULL;
}

/* An argument of a call may be a C type with its keyword, which stands for typeof(…). */
static struct expr *parse_call_arg(struct parser *p)
{
	if (!lex_at_word(p, "struct") && !lex_at_word(p, "union") && !lex_at_word(p, "enum"))
		return parse_expr(p);
	size_t begin = p->pos;
	struct type_ref *t = parse_type(p);
	if (!t)
		return NULL;
	struct expr *e = new_expr(p, EXPR_TYPEOF, begin);
	e->type_ref = t;
	return e;
}

/* ident ['(' args ')'] */
static struct expr *parse_name(struct parser *p)
{
	size_t begin = p->pos;
	const char *name = lex_peek_ident(p);
	if (!name || (lex_is_keyword(name) && strcmp(name, "config")))
		return parse_fail(p, "expected expression");
	lex_accept_ident(p);
	struct expr *e = new_expr(p, EXPR_IDENT, begin);
	e->name = name;
	if (!lex_accept(p, "("))
		return e;
	e->kind = EXPR_CALL;
	e->has_parens = true;
	bool ok = lex_accept(p, ")") || parse_args(p, e, ")", parse_call_arg);
	return ok ? finish(p, e, begin) : NULL;
}

static struct expr *parse_bool(struct parser *p)
{
	size_t begin = p->pos;
	bool value = lex_accept_word(p, "true");
	if (!value)
		lex_accept_word(p, "false");
	struct expr *e = new_expr(p, EXPR_BOOL, begin);
	e->value = value;
	return e;
}

/* ---- sizeof and its like ---- */

/* ('sizeof'|'typeinfo'|'typeof') '(' (type | expr) ')' */
static struct expr *parse_type_query(struct parser *p, enum expr_kind kind)
{
	size_t begin = p->pos;
	lex_accept_ident(p);
	struct expr *e = new_expr(p, kind, begin);
	if (!lex_expect(p, "(") || !parse_type_or_expr(p, ")", &e->type_ref, &e->lhs) || !lex_expect(p, ")"))
		return NULL;
	return finish(p, e, begin);
}

/* 'offsetof' '(' (type | expr) ',' ident {'.' ident} ')' */
static struct expr *parse_offsetof(struct parser *p)
{
	size_t begin = p->pos;
	lex_accept_ident(p);
	struct expr *e = new_expr(p, EXPR_OFFSETOF, begin);
	if (!lex_expect(p, "(") || !parse_type_or_expr(p, ",", &e->type_ref, &e->lhs) || !lex_expect(p, ","))
		return NULL;
	do {
		const char *name = lex_accept_ident(p);
		if (!name)
			return parse_fail(p, "expected field name");
		vec_push(p->env->arena, &e->path, name);
	} while (lex_accept(p, "."));
	return lex_expect(p, ")") ? finish(p, e, begin) : NULL;
}

/* ---- parentheses ---- */

/* '(' type ')' unary; the parenthesis is read */
static struct expr *parse_cast(struct parser *p, size_t begin)
{
	struct expr *e = new_expr(p, EXPR_CAST, begin);
	e->type_ref = parse_type(p);
	if (!e->type_ref || !lex_expect(p, ")"))
		return NULL;
	e->op_span = lex_span(p, begin);
	e->lhs = parse_unary(p);
	return e->lhs ? finish(p, e, begin) : NULL;
}

/* Behind '(': `name =` but not `name ==`. */
static bool at_record(struct parser *p)
{
	size_t pos = p->pos, last_end = p->last_end;
	const char *name = lex_accept_ident(p);
	bool record = name && !lex_is_builtin_name(name) && lex_at(p, "=") && !lex_at(p, "==");
	p->pos = pos;
	p->last_end = last_end;
	return record;
}

static bool parse_record_element(struct parser *p, struct expr *e)
{
	struct span at = lex_here(p);
	const char *name = lex_accept_ident(p);
	if (!name || lex_is_builtin_name(name) || !lex_expect(p, "=")) {
		parse_error_at(p, D_SYNTAX, at, "expected name of a record element");
		return false;
	}
	struct expr *value = parse_expr(p);
	if (!value)
		return false;
	for (size_t i = 0; i < e->arg_names.len; i++) {
		if (!strcmp(e->arg_names.data[i], name)) {
			parse_error_at(p, D_SYNTAX, lex_span(p, at.begin), "Named argument list already contains name: %s",
				       name);
			return false;
		}
	}
	vec_push(p->env->arena, &e->arg_names, name);
	vec_push(p->env->arena, &e->args, value);
	return true;
}

/* '(' ident '=' expr {',' ident '=' expr} [','] ')' */
static struct expr *parse_record(struct parser *p, size_t begin)
{
	struct expr *e = new_expr(p, EXPR_RECORD, begin);
	do {
		if (!parse_record_element(p, e))
			return NULL;
	} while (lex_accept(p, ",") && !lex_at(p, ")"));
	return lex_expect(p, ")") ? finish(p, e, begin) : NULL;
}

/* '(' ')' | '(' expr ',' [expr {',' expr}] [','] ')'; the first expression is read, or there is none */
static struct expr *parse_tuple(struct parser *p, size_t begin, struct expr *first)
{
	struct expr *e = new_expr(p, EXPR_TUPLE, begin);
	if (first)
		vec_push(p->env->arena, &e->args, first);
	while (first && lex_accept(p, ",") && !lex_at(p, ")")) {
		struct expr *next = parse_expr(p);
		if (!next)
			return NULL;
		vec_push(p->env->arena, &e->args, next);
	}
	return lex_expect(p, ")") ? finish(p, e, begin) : NULL;
}

/* '(' expr ')' | tuple | record | cast */
static struct expr *parse_parens_inner(struct parser *p)
{
	size_t begin = p->pos;
	lex_accept(p, "(");
	if (lex_at(p, ")"))
		return parse_tuple(p, begin, NULL);
	if (at_record(p))
		return parse_record(p, begin);
	if (parse_at_cast(p))
		return parse_cast(p, begin);
	struct expr *e = parse_expr(p);
	if (!e)
		return NULL;
	if (lex_at(p, ","))
		return parse_tuple(p, begin, e);
	return lex_expect(p, ")") ? e : NULL;
}

static struct expr *parse_parens(struct parser *p)
{
	bool in_predicate = p->in_predicate;
	p->in_predicate = false;
	struct expr *e = parse_parens_inner(p);
	p->in_predicate = in_predicate;
	return e;
}

static struct expr *parse_block_expr(struct parser *p)
{
	size_t begin = p->pos;
	bool in_predicate = p->in_predicate;
	p->in_predicate = false;
	struct block *b = parse_block(p);
	p->in_predicate = in_predicate;
	if (!b)
		return NULL;
	struct expr *e = new_expr(p, EXPR_BLOCK, begin);
	e->block = b;
	return parse_finish_expr(p, e);
}

/* ---- primary, postfix, unary ---- */

static struct expr *parse_word(struct parser *p)
{
	if (lex_at_word(p, "true") || lex_at_word(p, "false"))
		return parse_bool(p);
	if (lex_at_word(p, "if"))
		return parse_if(p);
	if (lex_at_word(p, "sizeof"))
		return parse_type_query(p, EXPR_SIZEOF);
	if (lex_at_word(p, "typeinfo"))
		return parse_type_query(p, EXPR_TYPEINFO);
	if (lex_at_word(p, "typeof"))
		return parse_type_query(p, EXPR_TYPEOF);
	if (lex_at_word(p, "offsetof"))
		return parse_offsetof(p);
	return parse_name(p);
}

struct expr *parse_primary(struct parser *p)
{
	int c = lex_peek(p);
	if (c >= '0' && c <= '9')
		return parse_int_literal(p);
	switch (c) {
	case '"':
		return parse_string_literal(p);
	case '$':
		return parse_dollar(p);
	case '@':
		return parse_map_access(p);
	case '(':
		return parse_parens(p);
	case '{':
		return parse_block_expr(p);
	default:
		return parse_word(p);
	}
}

static bool is_steppable(const struct expr *e)
{
	return e->kind == EXPR_VAR || e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS;
}

static struct expr *new_step(struct parser *p, enum op op, struct expr *lhs, size_t begin, bool is_prefix)
{
	struct expr *e = new_expr(p, EXPR_INCDEC, begin);
	e->op = op;
	e->lhs = lhs;
	e->is_prefix = is_prefix;
	if (is_steppable(lhs))
		return parse_finish_expr(p, e);
	parse_error_at(p, D_SYNTAX, is_prefix ? e->span : lex_span(p, p->last_end - 2), "increment/decrement requires a variable or map");
	return NULL;
}

/* '.' ident | '->' ident | '.' digits; the operator is read */
static struct expr *parse_member(struct parser *p, struct expr *lhs, size_t begin, bool is_arrow)
{
	int c = lex_peek(p);
	struct expr *e = new_expr(p, EXPR_MEMBER, begin);
	e->lhs = lhs;
	e->is_arrow = is_arrow;
	size_t name_begin = p->pos;
	if (c >= '0' && c <= '9' && !is_arrow) {
		e->kind = EXPR_TUPLE_INDEX;
		for (; c >= '0' && c <= '9'; c = lex_char_at(p, ++p->pos))
			e->value = MIN(e->value * 10 + (uint64_t)(c - '0'), (uint64_t)UINT32_MAX);
		p->last_end = p->pos;
	} else if (!(e->name = lex_accept_ident(p))) {
		return parse_fail(p, is_arrow ? "expected field name after '->'" : "expected field name after '.'");
	}
	e->op_span = lex_span(p, name_begin);
	return finish(p, e, begin);
}

/* '[' expr ']'; the bracket is read */
static struct expr *parse_index(struct parser *p, struct expr *lhs, size_t begin)
{
	struct expr *e = new_expr(p, EXPR_INDEX, begin);
	e->lhs = lhs;
	bool in_predicate = p->in_predicate;
	p->in_predicate = false;
	e->rhs = parse_expr(p);
	p->in_predicate = in_predicate;
	return e->rhs && lex_expect(p, "]") ? finish(p, e, begin) : NULL;
}

/* postfix := primary {'.' ident | '->' ident | '.' digits | '[' expr ']' | '++' | '--'} */
static struct expr *parse_postfix(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct expr *e = parse_primary(p);
	while (e) {
		if (lex_accept(p, "->"))
			e = parse_member(p, e, begin, true);
		else if (lex_at(p, ".") && !lex_at(p, "..") && lex_accept(p, "."))
			e = parse_member(p, e, begin, false);
		else if (lex_accept(p, "["))
			e = parse_index(p, e, begin);
		else if (lex_accept(p, "++"))
			e = new_step(p, OP_INC, e, begin, false);
		else if (lex_accept(p, "--"))
			e = new_step(p, OP_DEC, e, begin, false);
		else
			break;
	}
	return e;
}

/* A minus sign right before a literal belongs to it. */
static struct expr *negate_literal(struct parser *p, struct expr *e, size_t begin)
{
	e->span = e->op_span = lex_span(p, begin);
	if (e->value > (uint64_t)INT64_MAX + 1) {
		diag_add(p->env->diags, D_OVERFLOW, e->span, "negative value will underflow");
		p->error_pos = e->span.begin;
		return NULL;
	}
	e->is_negative = e->value;
	e->value = -e->value;
	e->name = arena_sprintf(p->env->arena, "-%s", e->name);
	return e;
}

static struct expr *parse_prefix(struct parser *p, enum op op, size_t begin)
{
	struct span op_span = lex_span(p, begin);
	int c = lex_peek(p);
	struct expr *lhs = parse_unary(p);
	if (!lhs)
		return NULL;
	if (op == OP_NEG && c >= '0' && c <= '9' && lhs->kind == EXPR_INT)
		return negate_literal(p, lhs, begin);
	if (op == OP_INC || op == OP_DEC)
		return new_step(p, op, lhs, begin, true);
	struct expr *e = new_expr(p, EXPR_UNARY, begin);
	e->op = op;
	e->op_span = op_span;
	e->lhs = lhs;
	return parse_finish_expr(p, e);
}

static struct expr *parse_comptime(struct parser *p, size_t begin)
{
	struct expr *lhs = parse_unary(p);
	if (!lhs)
		return NULL;
	struct expr *e = new_expr(p, EXPR_COMPTIME, begin);
	e->lhs = lhs;
	return parse_finish_expr(p, e);
}

static struct expr *parse_unary_inner(struct parser *p)
{
	static const enum op prefixes[] = { OP_INC, OP_DEC, OP_NEG, OP_NOT, OP_BITNOT, OP_DEREF, OP_ADDROF };
	lex_skip_space(p);
	size_t begin = p->pos;
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (lex_accept(p, op_text(prefixes[i])))
			return parse_prefix(p, prefixes[i], begin);
	if (lex_accept_word(p, "comptime"))
		return parse_comptime(p, begin);
	return parse_postfix(p);
}

/* unary := ('++'|'--'|'-'|'!'|'~'|'*'|'&') unary | 'comptime' unary | postfix */
struct expr *parse_unary(struct parser *p)
{
	if (!parse_enter(p))
		return NULL;
	struct expr *e = parse_unary_inner(p);
	parse_leave(p);
	return e;
}

/* ---- binary and ternary ---- */

/* Whether the '/' here ends a predicate: only white space and comments between it and '{'. */
static bool at_predicate_end(struct parser *p)
{
	size_t pos = p->pos, last_end = p->last_end;
	lex_accept(p, "/");
	bool end = lex_peek(p) == '{';
	p->pos = pos;
	p->last_end = last_end;
	return end;
}

/* The binary operator here; one with '=' behind it belongs to an assignment. */
static enum op peek_binary(struct parser *p)
{
	lex_skip_space(p);
	enum op op = op_match_binary(p->src->text + p->pos, p->src->len - p->pos);
	if (op_is_assignable(op) && lex_char_at(p, p->pos + strlen(op_text(op))) == '=')
		return OP_NONE;
	if (op == OP_DIV && p->in_predicate && at_predicate_end(p))
		return OP_NONE;
	return op;
}

/* Operators of at least min_precedence, left-associative. */
static struct expr *parse_binary(struct parser *p, unsigned min_precedence)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct expr *lhs = parse_unary(p);
	while (lhs) {
		enum op op = peek_binary(p);
		if (op == OP_NONE || op_precedence(op) < min_precedence)
			break;
		size_t op_begin = p->pos;
		lex_accept(p, op_text(op));
		struct span op_span = lex_span(p, op_begin);
		struct expr *rhs = parse_binary(p, op_precedence(op) + 1);
		if (!rhs)
			return NULL;
		lhs = new_binary(p, op, lhs, rhs, begin);
		lhs->op_span = op_span;
		lhs = parse_finish_expr(p, lhs);
	}
	return lhs;
}

/* '?' expr ':' expr | '?:' expr; the question mark is read */
static struct expr *parse_branches(struct parser *p, struct expr *cond, size_t begin)
{
	struct expr *e = new_expr(p, EXPR_TERNARY, begin);
	e->cond = cond;
	if (!lex_accept(p, ":")) {
		e->lhs = parse_expr(p);
		if (!e->lhs || !lex_expect(p, ":"))
			return NULL;
	}
	e->rhs = parse_expr(p);
	return e->rhs ? finish(p, e, begin) : NULL;
}

static struct expr *parse_ternary(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct expr *e = parse_binary(p, 1);
	return e && lex_accept(p, "?") ? parse_branches(p, e, begin) : e;
}

/* expr := binary ['?' [expr] ':' expr] */
struct expr *parse_expr(struct parser *p)
{
	if (!parse_enter(p))
		return NULL;
	struct expr *e = parse_ternary(p);
	parse_leave(p);
	return e;
}
