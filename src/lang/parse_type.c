/*
 * Types as written, and the question that the grammar leaves open: whether "( name" begins a cast.
 */
#include "lang/parse.h"

static bool at_tag_keyword(struct parser *p)
{
	return lex_at_word(p, "struct") || lex_at_word(p, "union") || lex_at_word(p, "enum");
}

static bool takes_size(const char *name)
{
	return !strcmp(name, "string") || !strcmp(name, "buffer") || !strcmp(name, "inet");
}

static bool parse_array_size(struct parser *p, uint64_t *ret)
{
	int c = lex_peek(p);
	if (c < '0' || c > '9') {
		parse_fail(p, "expected array size");
		return false;
	}
	return parse_uint(p, ret);
}

/* suffix := '*' | '[' [uint] ']' */
static bool parse_suffix(struct parser *p, struct type_ref *t)
{
	struct type_suffix s = { .is_pointer = lex_accept(p, "*") };
	if (!s.is_pointer) {
		lex_expect(p, "[");
		s.unsized = lex_at(p, "]");
		if (!s.unsized && !parse_array_size(p, &s.count))
			return false;
		if (!lex_expect(p, "]"))
			return false;
		if (t->name && takes_size(t->name) && !s.unsized && !t->has_size && !t->suffixes.len) {
			t->has_size = true;
			t->size = s.count;
			return true;
		}
	}
	vec_push(p->env->arena, &t->suffixes, s);
	return true;
}

/* typeof := 'typeof' '(' (type | expr) ')' */
static bool parse_typeof(struct parser *p, struct type_ref *t)
{
	return lex_expect(p, "(") && parse_type_or_expr(p, ")", &t->of_type, &t->of_expr) && lex_expect(p, ")");
}

static bool parse_type_name(struct parser *p, struct type_ref *t)
{
	if (lex_accept_word(p, "typeof"))
		return parse_typeof(p, t);
	if (at_tag_keyword(p))
		t->keyword = lex_accept_ident(p);
	t->name = lex_accept_ident(p);
	if (!t->name)
		parse_fail(p, "expected type name");
	return t->name;
}

/* type := ('typeof' '(' … ')' | ['struct'|'union'|'enum'] ident) suffix* */
struct type_ref *parse_type(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct type_ref *t = ARENA_NEW(p->env->arena, struct type_ref);
	if (!parse_enter(p))
		return NULL;
	bool ok = parse_type_name(p, t);
	while (ok && (lex_at(p, "*") || lex_at(p, "[")) && t->suffixes.len < PARSE_MAX_DEPTH)
		ok = parse_suffix(p, t);
	parse_leave(p);
	t->span = lex_span(p, begin);
	return ok ? t : NULL;
}

/* ---- looking ahead ---- */

/* Over '*' and '[digits]'; whether the type is a pointer. */
static bool skip_suffixes(struct parser *p)
{
	bool pointer = false;
	for (;;) {
		if (lex_accept(p, "*")) {
			pointer = true;
			continue;
		}
		size_t begin = p->pos;
		if (!lex_accept(p, "["))
			return pointer;
		lex_skip_space(p);
		while (lex_is_ident_char(lex_char_at(p, p->pos)))
			p->pos++;
		if (!lex_accept(p, "]")) {
			p->pos = begin;
			return pointer;
		}
	}
}

/* Names of the standard library that stand for values. */
static bool is_value_name(struct parser *p, const char *name)
{
	static const char *const values[] = {
		"comm",	  "cpu",   "curtask", "elapsed", "func",  "gid",     "jiffies", "ncpus",   "numaid", "ppid",
		"pcomm",  "probe", "rand",    "retval",	 "uid",	  "cgroup",  "cpid",	"usermode", "username",
	};
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (!strcmp(values[i], name))
			return true;
	return strmap_get(&p->values, name);
}

/*
 * What begins an operand of a cast to a type of unknown name. '{' does not: `if (x) { … }`. A name known to be a value
 * is no type before an operator that may be binary: (elapsed) - 1.
 */
static bool at_cast_operand(struct parser *p, const char *name)
{
	int c = lex_peek(p), next = lex_char_at(p, p->pos + 1);
	if (lex_is_ident_char(c) || c == '$' || c == '@' || c == '"' || c == '(' || c == '~')
		return true;
	if (c == '!')
		return next != '=';
	if (c != '*' && c != '&' && c != '-' && c != '+')
		return false;
	if (next == '=' || (c == '&' && next == '&') || (c == '+' && next != '+'))
		return false;
	return !is_value_name(p, name);
}

static bool looks_like_cast(struct parser *p)
{
	if (lex_at_word(p, "typeof") || at_tag_keyword(p))
		return true;
	const char *name = lex_accept_ident(p);
	if (!name || lex_is_keyword(name) || lex_is_builtin_name(name))
		return false;
	bool pointer = skip_suffixes(p);
	if (!lex_accept(p, ")"))
		return false;
	return pointer || lex_is_type_name(name) || at_cast_operand(p, name);
}

bool parse_at_cast(struct parser *p)
{
	size_t pos = p->pos, last_end = p->last_end;
	bool cast = looks_like_cast(p);
	p->pos = pos;
	p->last_end = last_end;
	return cast;
}

/* A bare name (with suffixes) up to one of the ends is a type, unless the grammar knows it as a value. */
static bool looks_like_type(struct parser *p, const char *ends)
{
	if (lex_at_word(p, "typeof") || at_tag_keyword(p))
		return true;
	const char *name = lex_accept_ident(p);
	if (!name || lex_is_keyword(name) || lex_is_builtin_name(name))
		return false;
	skip_suffixes(p);
	int c = lex_peek(p);
	return c > 0 && strchr(ends, c);
}

bool parse_type_or_expr(struct parser *p, const char *ends, struct type_ref **ret_type, struct expr **ret_expr)
{
	size_t pos = p->pos, last_end = p->last_end;
	bool is_type = looks_like_type(p, ends);
	p->pos = pos;
	p->last_end = last_end;
	if (is_type)
		return (*ret_type = parse_type(p));
	return (*ret_expr = parse_expr(p));
}
