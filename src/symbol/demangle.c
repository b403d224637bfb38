/* Names of C++ and Rust as their programmers wrote them, by libiberty. */
#include <libiberty/demangle.h>

#include "symbol/symbol.h"

/* _Z: C++ and older Rust; _R: Rust. Nothing else is tried: plain C names must stay what they are. */
char *sym_demangle(const char *name)
{
	if (name[0] != '_' || (name[1] != 'Z' && name[1] != 'R'))
		return NULL;
	return cplus_demangle(name, DMGL_PARAMS | DMGL_ANSI | DMGL_AUTO);
}
