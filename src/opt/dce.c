/*
 * dce: removes instructions that nothing needs: marks what has an effect and, from there, what is used; the rest goes,
 * phis that only feed each other included. needs: nothing. keeps: the control flow.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct insns VEC_BODY(struct ir_insn *);

static void need(struct insns *work, struct ir_insn *i)
{
	if (i->pass.num)
		return;
	i->pass.num = 1;
	vec_push(NULL, work, i);
}

static void find_roots(struct ir_func *f, struct insns *work)
{
	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			i->pass.num = 0;
	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next)
			if (!opt_is_pure(i))
				need(work, i);
}

static void mark(struct insns *work)
{
	while (work->len) {
		struct ir_insn *i = work->data[--work->len];

		for (uint32_t n = 0; n < i->arg_count; n++)
			need(work, i->args[n]);
	}
}

/* Backwards, so that uses go before what they use; around loops the arguments are cut first. */
static bool sweep(struct ir_func *f)
{
	struct ir_insn *undef = NULL;
	bool changed = false;

	for (struct ir_block *b = f->last; b; b = b->prev)
		for (struct ir_insn *i = b->last, *prev; i; i = prev) {
			prev = i->prev;
			if (i->pass.num || i == undef)
				continue;
			if (i->uses) {
				undef = ir_undef(f);
				if (i == undef)
					continue;
				ir_replace_uses(i, undef);
			}
			ir_remove(i);
			changed = true;
		}
	if (undef && !undef->uses)
		ir_remove(undef);
	return changed;
}

bool opt_dce(struct ir_func *f)
{
	struct insns work = { 0 };

	find_roots(f, &work);
	mark(&work);
	vec_free(&work);
	return sweep(f);
}
