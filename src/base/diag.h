/*
 * Diagnostics as data: every message has an id, a severity, a place and a text; context entries and hints hang on it.
 * Nothing is printed before diag_print_all(), so that a compile reports all that it found. Format: docs/language.md,
 * "Messages".
 */
#ifndef SONDE_DIAG_H
#define SONDE_DIAG_H

#include <stdio.h>

#include "base/base.h"

/* A text that spans point into: the script, an import, a macro's body. Lives as long as its arena. */
struct source {
	const char *name;
	const char *text;
	size_t len;
};

/* A place: bytes [begin, end) of a source. A span without source is "nowhere". */
struct span {
	const struct source *source;
	uint32_t begin, end;
	/* The place a macro body was expanded from, innermost call; NULL outside expansions. */
	const struct expansion *expansion;
};

struct expansion {
	struct span call; /* its own .expansion is the next outer call */
};

enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

/* The registry of message classes. */
enum diag_id {
#define DIAG(id, severity, meaning) D_##id,
#include "base/diag-ids.h"
#undef DIAG
	DIAG_ID_COUNT
};

struct diag {
	enum diag_id id;
	enum diag_severity severity;
	struct span span;
	const char *text;
	VEC(struct diag_context) contexts;
	VEC(const char *) hints;
};

struct diag_context {
	struct span span;
	const char *text;
};

struct diags {
	struct arena *arena;
	VEC(struct diag *) list;
	size_t errors;
	bool no_warnings;
};

void diags_init(struct diags *d, struct arena *a);

/* Records a message of class `id` at span (its severity is the registry's). Returns it for contexts and hints. */
struct diag *diag_add(struct diags *d, enum diag_id id, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
void diag_context(struct diags *d, struct diag *g, struct span span, const char *fmt, ...) PRINTF_LIKE(4, 5);
void diag_hint(struct diags *d, struct diag *g, const char *fmt, ...) PRINTF_LIKE(3, 4);

static inline struct span span_none(void) { return (struct span){ 0 }; }
struct span span_join(struct span a, struct span b);

/* 1-based line and column of a byte offset. */
void source_locate(const struct source *s, uint32_t offset, unsigned *ret_line, unsigned *ret_col);

/* Where the lines of a source begin, for many look-ups; malloc'd. */
struct source_lines;
struct source_lines *source_lines_new(const struct source *s);
void source_lines_free(struct source_lines *l); /* NULL is fine */
const struct source *source_lines_of(const struct source_lines *l);
/* 1-based line and column of a byte offset; offset of the line's first byte. */
uint32_t source_lines_locate(const struct source_lines *l, uint32_t offset, unsigned *ret_line, unsigned *ret_col);

/* Appends one message to `out`: header, source lines, underline, contexts, hints. */
void diag_format(const struct diag *g, bool color, struct strbuf *out);
/* Only `FILE:LINE:COL-COL: ERROR: ` text and the expansion chain, for run-time reports without excerpt. */
void diag_format_header(struct span span, enum diag_severity sev, const char *text, bool color, struct strbuf *out);
/* All messages, errors before warnings, in order of discovery. */
void diag_print_all(const struct diags *d, bool color, FILE *to);

const char *diag_id_name(enum diag_id id);
enum diag_severity diag_id_severity(enum diag_id id);

#endif
