/*
 * What the files of the parser share. The parser has no separate token stream: each rule of the grammar reads
 * characters through the lex_ functions, because an attach point is read by other rules than code is.
 *
 * Conventions: a parse_ function that returns a pointer returns NULL after having reported exactly one error; the
 * statement or item that it belongs to then skips to its end and parsing goes on behind it.
 */
#ifndef SONDE_PARSE_H
#define SONDE_PARSE_H

#include "lang/ast.h"

enum {
	PARSE_MAX_DEPTH = 1000, /* of nested rules */
	PARSE_MAX_HEIGHT = 1000, /* of a tree, so that later stages may recurse over it */
};

struct parser {
	struct lang_env *env;
	struct program *program;
	const struct source *src;
	size_t pos;	   /* next byte to read */
	size_t last_end;   /* end of what was read last: where spans end */
	size_t error_pos;  /* place of the last error reported */
	unsigned depth;
	bool in_predicate; /* a '/' before '{' ends the expression */
	struct strmap values; /* names that are no types: #defines, macros and their parameters */
};

/* operators.c */
unsigned op_precedence(enum op op);
enum op op_match_binary(const char *text, size_t len);
bool op_is_assignable(enum op op);

/* lex.c: characters, names, punctuation. All skip white space and comments before what they look for. */
void lex_init(struct parser *p, struct lang_env *env, struct program *program, const struct source *src);
void lex_skip_space(struct parser *p);
int lex_peek(struct parser *p);			     /* next character, -1 at the end */
int lex_char_at(const struct parser *p, size_t pos); /* that very byte, -1 behind the end */
bool lex_at(struct parser *p, const char *text);
bool lex_accept(struct parser *p, const char *text);
bool lex_expect(struct parser *p, const char *text); /* reports `expected '…'` */
bool lex_at_word(struct parser *p, const char *word);
bool lex_accept_word(struct parser *p, const char *word);
const char *lex_accept_ident(struct parser *p); /* NULL: none here */
const char *lex_peek_ident(struct parser *p);	/* not consumed */
struct span lex_span(const struct parser *p, size_t begin); /* from begin to the last thing read */
struct span lex_here(struct parser *p);		    /* the next character */
bool lex_is_ident_start(int c);
bool lex_is_ident_char(int c);
bool lex_is_keyword(const char *name);
bool lex_is_builtin_name(const char *name); /* names that the grammar itself takes for builtin values */
bool lex_is_type_name(const char *name);    /* int8, string, … */
/* Position behind a string, comment or single character at pos: for skipping text that is not parsed. */
size_t lex_skip_element(const struct parser *p, size_t pos);

/* Report with "syntax: " in front; parse_fail is about the next character. */
void parse_error_at(struct parser *p, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
void *parse_fail(struct parser *p, const char *fmt, ...) PRINTF_LIKE(2, 3); /* NULL */
bool parse_enter(struct parser *p); /* one rule deeper; false: too deep, reported */
void parse_leave(struct parser *p);

/* literal.c */
struct expr *parse_int_literal(struct parser *p);
struct expr *parse_string_literal(struct parser *p);
bool parse_uint(struct parser *p, uint64_t *ret); /* an unsigned literal as part of another rule */
bool parse_string(struct parser *p, const char **ret, size_t *ret_len);

/* parse_type.c */
struct type_ref *parse_type(struct parser *p);
/* Inside sizeof( … ) and the like: a type or an expression, ending at one of the characters of `ends`. */
bool parse_type_or_expr(struct parser *p, const char *ends, struct type_ref **ret_type, struct expr **ret_expr);
bool parse_at_cast(struct parser *p); /* behind '(': a type in parentheses begins here */

/* parse_expr.c */
struct expr *parse_expr(struct parser *p);
struct expr *parse_unary(struct parser *p);
struct expr *parse_primary(struct parser *p);
struct expr *parse_variable(struct parser *p); /* $name */
struct expr *parse_map(struct parser *p);      /* @name, without key */

/* parse_stmt.c */
struct block *parse_block(struct parser *p);
struct expr *parse_if(struct parser *p);

/* attach_point.c */
struct attach_point *parse_attach_point(struct parser *p);

/* height.c: the height of a new node from those of its parts; NULL if the tree gets too high, reported. */
struct expr *parse_finish_expr(struct parser *p, struct expr *e);
uint16_t ast_expr_height(const struct expr *e);
uint16_t ast_block_height(const struct block *b);

#endif
