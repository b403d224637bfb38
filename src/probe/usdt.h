/* usdt: notes of static markers in ELF files, and the places of their arguments. */
#ifndef SONDE_PROBE_USDT_H
#define SONDE_PROBE_USDT_H

#include "base/base.h"

struct usdt_note {
	const char *provider, *name, *args;
	uint64_t file_offset;	   /* of the marker's instruction */
	uint64_t semaphore_offset; /* in the file; 0: none */
};

/* usdt-note.c: calls fn for each marker of the file; strings are the callee's to copy. 0 or -errno. */
int usdt_each_note(const char *path, void (*fn)(void *ctx, const struct usdt_note *note), void *ctx);

/* usdt-arg.c: one argument: SIZE@PLACE. */
struct usdt_arg {
	enum { USDT_CONST, USDT_REG, USDT_MEMORY } place;
	uint8_t size; /* bytes */
	bool is_signed;
	int16_t reg, index; /* offsets in pt_regs; -1: none */
	uint8_t scale;
	int64_t value; /* the constant, or the displacement */
};
enum { USDT_MAX_ARGS = 12 };
/* Parses the text of all arguments. Their number; -1: a form that is not known, whose text is in *ret_bad. */
int usdt_parse_args(const char *text, struct usdt_arg args[USDT_MAX_ARGS], const char **ret_bad);

#endif
