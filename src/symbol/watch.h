/* Mappings of processes as the kernel records them when they are made. */
#ifndef SONDE_SYMBOL_WATCH_H
#define SONDE_SYMBOL_WATCH_H

#include "symbol/symbol.h"

struct watched_mapping {
	uint64_t start, end, offset, inode;
	const char *path;
};
struct watched_mappings VEC_BODY(struct watched_mapping);

struct sym_watch;
/* Follows a process and all that it starts. 0 or -errno. */
int sym_watch_open(uint32_t pid, struct sym_watch **ret);
void sym_watch_close(struct sym_watch *w); /* NULL is fine */
/* What a process has mapped up to now (or had when it ended), in no order; NULL: never heard of it. Until the next call. */
const struct watched_mappings *sym_watch_mappings(struct sym_watch *w, uint32_t pid);

#endif
