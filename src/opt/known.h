/* Private to forward.c, known.c, keys.c: the list of places in memory whose contents are known. */
#ifndef SONDE_OPT_KNOWN_H
#define SONDE_OPT_KNOWN_H

#include "opt/pass.h"

#define KNOWN_MAX 32 /* places; a bound on time, the oldest are forgotten */

enum content {
	CONTENT_RAW,	/* the low bytes of value */
	CONTENT_ZEXT,	/* value is the place's bytes, zero-extended */
	CONTENT_SEXT,	/* the same, sign-extended */
	CONTENT_ZEROS,
	CONTENT_COPY,	/* what is at source; value: the memcpy */
	CONTENT_FETCHED, /* what the helper called in value put there (forward.c) */
	CONTENT_LOOKUP, /* the place is the key of value, a look-up */
};

struct known {
	struct opt_place place;
	enum content content;
	struct ir_insn *value;
	struct opt_place source;
};

struct known_list {
	const struct opt_slot *slots;
	unsigned len;
	struct known item[KNOWN_MAX];
};

/* known.c: the list */
void known_add(struct known_list *l, struct known k);
void known_drop_written(struct known_list *l, const struct opt_place *w);
/* An instruction changes memory that is not named: what maps hold (of one map, if it names it), or all that can be reached. */
void known_drop_reachable(struct known_list *l, const struct ir_insn *i);
/* Whether two entries say that their places hold the same bytes; zeros are the same as far as the smaller place goes. */
bool known_same_bytes(const struct known *a, const struct known *b);
/* Whether the list says that the low bytes of value are in the place. */
bool known_holds(const struct known_list *l, const struct opt_place *place, const struct ir_insn *value);
/* Whether the list says of two places in slots, of the same size, that they hold the same. */
bool known_same_content(const struct known_list *l, const struct opt_place *a, const struct opt_place *b);
/* Two calls of one helper with the same arguments, but for the first. */
bool known_same_call(const struct ir_insn *a, const struct ir_insn *b);
/* Whether two entries say the same of two places. */
bool known_agree(const struct known *a, const struct known *b);

/* keys.c: a helper with a key, about to be passed. True: it is gone, as an earlier look-up answers it. */
bool known_visit_key(struct known_list *l, struct ir_insn *call, bool *changed);

#endif
