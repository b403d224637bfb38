/*
 * What the files of the printer share. One printer makes both forms: canonical text, and, when it knows the source,
 * --fmt with the comments and blank lines of that source.
 */
#ifndef SONDE_PRINT_H
#define SONDE_PRINT_H

#include "lang/ast.h"

enum { PRINT_WIDTH = 80 };

struct printer {
	struct strbuf *out;
	unsigned indent;	    /* levels of two spaces */
	const struct source *source; /* of --fmt, or NULL */
	const struct program *program;
	size_t next_comment;
	uint32_t source_pos;	/* --fmt: how far the source has been printed */
	bool after_line_comment; /* the line must end here */
	bool no_wrap;		/* measuring */
};

/* print_expr.c */
void print_expr(struct printer *pr, const struct expr *e);
void print_condition(struct printer *pr, const struct expr *e);
void print_bound(struct printer *pr, const struct expr *e); /* of a range */
void print_type(struct printer *pr, const struct type_ref *t);
void print_string(struct strbuf *out, const char *s, size_t len);

/* print_stmt.c */
void print_block(struct printer *pr, const struct block *b);
void print_if(struct printer *pr, const struct expr *e);

/* print_line.c: starts a line for what stands at `begin` of the source, after comments and blank lines before it. */
void print_line_start(struct printer *pr, uint32_t begin);
void print_line_done(struct printer *pr, uint32_t end); /* the source is printed up to `end` */
void print_rest_comments(struct printer *pr, uint32_t end);

#endif
