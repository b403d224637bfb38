/*
 * What the files of the C front end share: tokens, the preprocessor, the reader of declarations.
 *
 * The preprocessor is pulled: cpp_next() hands out one token after the other, macros expanded and directives obeyed, so
 * that the headers of a kernel need not be held as tokens. A macro's tokens carry the span of its use.
 */
#ifndef SONDE_CPP_H
#define SONDE_CPP_H

#include "lang/ast.h"

enum c_token_kind { C_EOF, C_IDENT, C_NUMBER, C_CHAR, C_STRING, C_PUNCT, C_OTHER };

struct c_token {
	enum c_token_kind kind;
	bool at_line_start, after_space;
	bool no_expand; /* a macro's name inside of its own expansion */
	const char *text;
	uint32_t len;
	struct span span;
};
struct c_token_vec VEC_BODY(struct c_token);

/* ---- ctoken.c: characters to tokens ---- */

struct c_lexer {
	const struct source *source;
	uint32_t pos, end;
	bool at_line_start;
};
struct c_token c_lex(struct c_lexer *l);
void c_lex_skip_line(struct c_lexer *l); /* to the line's end, continuations included */
bool c_token_is(const struct c_token *t, const char *text);   /* a punctuator */
bool c_token_word(const struct c_token *t, const char *word); /* an identifier */
/* Value of an integer or character constant with its C type: size 4 or 8. false: it is none. */
bool c_token_number(const struct c_token *t, uint64_t *ret, bool *ret_unsigned, unsigned *ret_size);
/* Tokens as text again, a space where the source had white space. */
void c_tokens_print(const struct c_token *t, size_t n, struct strbuf *out);

/* ---- macros, cpp_macro.c ---- */

struct c_macro {
	const char *name;
	bool is_function, is_variadic;
	bool is_builtin;  /* predefined: not offered to the script */
	bool is_disabled; /* its expansion is being read */
	bool from_header;
	VEC(struct c_token) params;
	struct c_token_vec body;
	struct span span;
};

enum { CPP_MAX_INCLUDES = 200, /* and of macro arguments */ CPP_MAX_TOKENS = 20000000 };

/* Text being read, innermost last. */
struct cpp_input {
	struct c_lexer lexer;
	size_t include_dir; /* where it was found, for #include_next */
	const char *dir;    /* of the file, "." for the script */
	size_t conditions;  /* depth of #if when it was opened */
	bool is_header;
};

/* Tokens to be read before the text: expansions of macros, tokens put back. */
struct cpp_context {
	const struct c_token *tokens;
	size_t n, at;
	struct c_macro *macro; /* to be enabled again at the end */
	bool is_barrier;       /* reading stops at its end */
};

struct cpp_condition {
	bool active;	 /* this group is read */
	bool done;	 /* one group was taken already */
	bool parent;	 /* the text around is read */
	struct span span;
};

struct cpp {
	struct lang_env *env;
	struct program *program;
	struct strmap macros;
	VEC(struct cpp_input) inputs;
	VEC(struct cpp_context) contexts;
	VEC(struct cpp_condition) conditions;
	VEC(const char *) dirs; /* to search, in order */
	size_t next_item;	/* of program->c_items */
	bool semicolon_due;	/* behind a C item */
	size_t next_forced;	/* of env->include_files */
	size_t own_headers;	/* kernel headers that come before all: how many are opened */
	struct strmap once;	/* paths with #pragma once */
	struct strmap files;	/* path -> struct source */
	unsigned pack;		/* #pragma pack, 0: none */
	VEC(unsigned) packs;
	bool only_functions;	/* expand function-like macros only */
	bool is_quiet;		/* errors are not reported: text that may never be used */
	bool is_fatal;		/* reading stops: a file is missing */
	bool is_done;		/* the unit was read; what is expanded now comes from elsewhere */
	uint64_t counter, tokens;
	unsigned depth; /* of lists being expanded */
};

void cpp_define_text(struct cpp *c, const char *name, const char *body);
void cpp_define(struct cpp *c, struct c_lexer *l); /* at the name, behind #define */
/* Expands the macro that `t` names: pushes its expansion and is true, or leaves the token alone. */
bool cpp_expand(struct cpp *c, struct c_token *t);
/* A list fully expanded (by the rules in force). */
struct c_token_vec cpp_expand_list(struct cpp *c, const struct c_token *t, size_t n);
void cpp_push_tokens(struct cpp *c, const struct c_token *t, size_t n, struct c_macro *macro, bool barrier);
struct c_token_vec c_lex_all(struct arena *a, const struct source *src);

/* ---- cpp.c: directives and the stream ---- */

void cpp_init(struct cpp *c, struct lang_env *env, struct program *p);
struct c_token cpp_next(struct cpp *c);	    /* expanded; C_EOF at the end */
struct c_token cpp_next_raw(struct cpp *c); /* directives obeyed, macros not expanded */
void cpp_error(struct cpp *c, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);

/* ---- cpp_include.c ---- */

void cpp_include(struct cpp *c, struct c_lexer *l, bool next);
bool cpp_open_file(struct cpp *c, const char *path, size_t dir, struct span span);
void cpp_add_dirs(struct cpp *c);
bool cpp_open_forced(struct cpp *c); /* the next of --include and the kernel's own; false: none left */
bool cpp_can_include(struct cpp *c, const char *name, bool quoted);

/* ---- declarations, cdecl.c ---- */

/* A C type with what the type representation does not say: size of floats, alignment by attribute. */
struct c_type {
	const struct type *type; /* type_none for floats, __int128 and the like */
	uint64_t size;
	uint32_t align;
	bool is_incomplete; /* void, function, array without bound, struct not defined */
	bool is_char;	    /* char, of any sign: arrays of it are text */
	bool is_unsigned;
	bool is_flexible;   /* array without bound */
	uint64_t count;	    /* arrays */
	bool is_array;
	const struct c_type *element;
};

/* The state that lives as long as the compilation, and the reader over a stream or a list of tokens. */
struct cdef {
	struct cpp cpp;
	struct strmap typedefs;	   /* name -> struct c_type */
	struct strmap enumerators; /* name -> int64_t * */
	struct strmap objects;	   /* variables and functions -> struct c_type, for typeof and sizeof */
	struct strmap words;	   /* C's own words -> enum word */
	struct strmap tags;	   /* "struct x" -> struct type that this unit means by it */
	struct strmap defined;	   /* tag -> keyword it was defined with, in this unit */
	size_t errors;
};

struct c_reader {
	struct cdef *c;
	bool is_list;
	const struct c_token *list;
	size_t n, at;
	struct c_token cur, ahead;
	bool has_ahead;
	bool failed; /* an error was reported: skip to the end of the declaration */
	bool in_if;  /* in #if: every name is 0, every number 64 bits wide */
	bool quiet;  /* errors are not reported: evaluating on trial */
	unsigned depth;
	unsigned braces; /* open ones before `cur`, within the declaration */
};

void c_read_list(struct c_reader *r, struct cdef *c, const struct c_token *t, size_t n);
void c_advance(struct c_reader *r);
const struct c_token *c_peek(struct c_reader *r);
bool c_accept(struct c_reader *r, const char *punct);
bool c_accept_word(struct c_reader *r, const char *word);
bool c_expect(struct c_reader *r, const char *punct);
/* Reports at the current token, or at a place, unless the declaration failed already. */
void c_fail(struct c_reader *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
void c_fail_at(struct c_reader *r, struct span span, const char *fmt, ...) PRINTF_LIKE(3, 4);
void c_skip_balanced(struct c_reader *r); /* the bracket here and all to its partner */
struct c_token_vec c_take_until(struct c_reader *r, const char *ends); /* at depth 0; the end is not read */
void c_read_unit(struct c_reader *r);

/* ---- cdecl_type.c: specifiers, declarators, attributes ---- */

struct c_attributes {
	bool packed;
	uint32_t align; /* 0: none */
	char mode;	/* Q H S D T: size of an integer, 0: none */
};

struct c_specifiers {
	struct c_type type;
	bool is_typedef;
	bool has_type;
	bool is_anonymous; /* struct or union without a tag */
	struct c_attributes attributes;
};

struct c_declarator {
	const char *name; /* NULL: abstract */
	struct c_type type;
	bool is_function;
	struct span span;
	struct c_attributes attributes;
};

void c_read_attributes(struct c_reader *r, struct c_attributes *a);
bool c_at_type(struct c_reader *r);
void c_read_specifiers(struct c_reader *r, struct c_specifiers *s);
void c_read_declarator(struct c_reader *r, const struct c_type *base, struct c_declarator *d);
struct c_type c_read_type_name(struct c_reader *r);
void c_init_types(struct cdef *c);
struct c_type c_type_of(struct cdef *c, const struct type *t);
struct c_type c_pointer_to(struct cdef *c, const struct c_type *t);

/* ---- cdecl_struct.c: structs, unions, enums and their layout ---- */

void c_read_struct(struct c_reader *r, bool is_union, struct c_specifiers *s);
void c_read_enum(struct c_reader *r, struct c_specifiers *s);

/* ---- cconst.c: constant expressions ---- */

struct c_value {
	struct c_type type;
	uint64_t v; /* value, or address of an lvalue */
	bool is_const;
	bool is_lvalue;
};
struct c_value c_read_expr(struct c_reader *r);
bool c_evaluate(struct c_reader *r, const struct c_token_vec *tokens, int64_t *ret);

#endif
