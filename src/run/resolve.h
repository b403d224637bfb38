/* How values become text: the state of resolve.c, and what maps.c asks of it. */
#ifndef SONDE_RUN_RESOLVE_H
#define SONDE_RUN_RESOLVE_H

#include "run/internal.h"

/* Stacks that were fetched, open addressing; key: (map index + 1) << 32 | id; 0: free. */
struct stack_cache {
	struct stack_slot {
		uint64_t key;
		const uint64_t *frames;
		size_t n;
	} *slots;
	size_t count, cap;
};

struct resolver {
	struct run *run;
	struct arena *arena;
	struct stack_cache stacks;
	struct strmap cgroups; /* "id filter" -> text */
	char *passwd;	       /* text of /etc/passwd, read at the first need */
};

/* Kernel addresses that values of the type show as symbols: whether there can be any; those of one value. */
struct address_vec VEC_BODY(uint64_t);
bool run_has_kernel_symbols(const struct type *t);
void run_collect_addresses(struct run *r, const struct type *t, const uint8_t *v, struct address_vec *to);

/* cgroup.c: `unified:/path`, `controller:/path`, … of a control group in the hierarchies whose folder matches the filter. */
void run_cgroup_path(uint64_t id, const char *filter, struct strbuf *to);

#endif
