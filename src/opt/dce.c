/*
 * dce: removes instructions that nothing needs: marks what has an effect and, from there, what is used; the rest goes,
 * phis that only feed each other included. needs: nothing. keeps: the control flow.
 */
#include "opt/pass.h"

#include <stdlib.h>

struct pass {
	uint64_t *needed; /* a bit for each result, by id: the instructions are not touched to clear marks */
	VEC(struct ir_insn *) work;
};

static bool is_needed(const struct pass *p, const struct ir_insn *i)
{
	return i->id == IR_NO_ID || p->needed[i->id / 64] >> i->id % 64 & 1;
}

static void need(struct pass *p, struct ir_insn *i)
{
	if (is_needed(p, i))
		return;
	p->needed[i->id / 64] |= UINT64_C(1) << i->id % 64;
	vec_push(NULL, &p->work, i);
}

static void need_args(struct pass *p, struct ir_insn *i)
{
	for (uint32_t n = 0; n < i->arg_count; n++)
		need(p, i->args[n]);
}

/* What is without a result has an effect. */
static void mark(struct pass *p, struct ir_func *f)
{
	for (struct ir_block *b = f->first; b; b = b->next)
		for (struct ir_insn *i = b->first; i; i = i->next) {
			if (i->id == IR_NO_ID)
				need_args(p, i);
			else if (!opt_is_pure(i))
				need(p, i);
			while (p->work.len)
				need_args(p, p->work.data[--p->work.len]);
		}
}

/* Backwards, so that uses go before what they use; around loops the arguments are cut first. */
static bool sweep(const struct pass *p, struct ir_func *f)
{
	struct ir_insn *undef = NULL;
	bool changed = false;

	for (struct ir_block *b = f->last; b; b = b->prev)
		for (struct ir_insn *i = b->last, *prev; i; i = prev) {
			prev = i->prev;
			if (is_needed(p, i) || i == undef)
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
	struct pass p = { .needed = xcalloc(f->next_id / 64 + 1, sizeof(uint64_t)) };
	bool changed;

	mark(&p, f);
	changed = sweep(&p, f);
	vec_free(&p.work);
	free(p.needed);
	return changed;
}
