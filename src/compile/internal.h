/* What the files of compile/ share. */
#ifndef SONDE_COMPILE_INTERNAL_H
#define SONDE_COMPILE_INTERNAL_H

#include "compile/compile.h"

/* units.c: the probes' attach points expanded, and one unit made for each program. Errors in c->diags. */
void compile_make_units(struct compiled *c);

/* dump.c: prints a stage if it was asked for. */
bool compile_dumps(const struct compiled *c, enum compile_stage s);
void compile_dump_program(struct compiled *c, enum compile_stage s, const char *after);
void compile_dump_types(struct compiled *c);
void compile_dump_module(struct compiled *c, enum compile_stage s, const struct unit *u, const char *pass,
			 const struct ir_module *m);
void compile_dump_code(struct compiled *c, const struct unit *u, const struct cg_program *p);
void compile_dump_maps(struct compiled *c);

#endif
