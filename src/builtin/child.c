/* The command of -c: its process id, known before the script is compiled, and whether there is one. */
#include "builtin/builtin.h"

static const struct type *check_has_cpid(struct sema *s, struct expr *e)
{
	expr_make_bool(s, e, s->opt.has_child);
	return e->type;
}

static const struct builtin has_cpid = {
	.name = "has_cpid",
	.signature = "bool has_cpid",
	.flags = BUILTIN_VAR,
	.check = check_has_cpid,
	.lower = fn_lower_nothing,
};

static struct value lower_cpid(struct lower *l, const struct expr *e)
{
	if (!l->sema->opt.has_child)
		lower_warn_runtime(l, RUNTIME_CPID, e->span, NULL, NULL);
	return fn_reg(e, ir_const(&l->b, l->sema->probes->child_pid));
}

static const struct builtin cpid = {
	.name = "cpid",
	.signature = "uint64 cpid",
	.flags = BUILTIN_VAR | BUILTIN_PURE,
	.type_kind = TYPE_INT,
	.type_size = 8,
	.lower = lower_cpid,
};

const struct builtin *const fn_child[] = { &has_cpid, &cpid, NULL };
