/* What the files of macro expansion share. */
#ifndef SONDE_EXPAND_H
#define SONDE_EXPAND_H

#include "lang/ast.h"

enum {
	EXPAND_MAX_CHAIN = 100,	    /* macro calls inside each other */
	EXPAND_MAX_HEIGHT = 2000,   /* of an expanded tree */
	EXPAND_MAX_NODES = 2000000, /* made by expansion, in a whole script */
};

struct macro_vec VEC_BODY(struct macro_decl *);

struct macro_chain {
	const char *name;
	const struct macro_chain *outer;
	unsigned length;
};

struct expander {
	struct lang_env *env;
	struct program *program;
	struct strmap user, library; /* name -> struct macro_vec * */
	bool library_loaded;
	bool in_library;	     /* the text at hand is the library's: the script's macros do not count */
	const struct macro_chain *chain;
	unsigned fresh;		     /* number of the last expansion, for names of private variables */
	size_t nodes;
	bool overflowed;
};

/* macro.c: definitions and which of them a call means. */
void macro_collect(struct expander *x, struct strmap *table, struct program *p);
/* The definition for the call; NULL: none of the name fits (*ret_named says whether there are any). */
const struct macro_decl *macro_select(struct expander *x, const struct expr *call, const struct macro_vec **ret_named);
void macro_report_mismatch(struct expander *x, const struct expr *call, const struct macro_vec *named);
/* Reports what a macro's body must not do, with the call's place. */
void macro_check_call(struct expander *x, const struct macro_decl *m, const struct expr *call);
bool macro_is_active(struct expander *x, const struct expr *call, const char *name); /* reports a recursion */

/* substitute.c: a copy of the macro's body with the call's arguments in it. */
struct block *macro_instantiate(struct expander *x, const struct macro_decl *m, const struct expr *call);
/* Marks every span of the tree as expanded at `at`. */
void macro_mark_expr(struct expander *x, struct expr *e, struct span at);

/* define.c: the expression that an object-like #define stands for, fresh for this use; NULL: none or an error. */
struct expr *define_instantiate(struct expander *x, struct define_decl *d, const struct expr *use);
struct type_ref *define_type(struct expander *x, const char *name);

/* library.c: the standard library's text. */
extern const char library_text[], library_text_end[];

#endif
