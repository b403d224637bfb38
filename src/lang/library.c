/* The standard library: macros in the language itself, the text of library.bt as it is. */
#include "lang/expand.h"

__asm__(".section .rodata\n"
	".global library_text, library_text_end\n"
	"library_text:\n"
	".incbin \"src/lang/library.bt\"\n"
	"library_text_end:\n"
	".byte 0\n"
	".previous\n");
