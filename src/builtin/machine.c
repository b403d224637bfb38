/* The machine: processors, random numbers, control groups. */
#include "builtin/builtin.h"

static struct value lower_cpu(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_call_pure(&l->b, BPF_FUNC_get_smp_processor_id));
}

static struct value lower_ncpus(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_const(&l->b, l->features->cpus));
}

static struct value lower_numaid(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_call_pure(&l->b, BPF_FUNC_get_numa_node_id));
}

static struct value lower_rand(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_extend(&l->b, IR_zext, ir_call(&l->b, BPF_FUNC_get_prandom_u32, 0), 32));
}

static struct value lower_cgroup(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_call_pure(&l->b, BPF_FUNC_get_current_cgroup_id));
}

static struct value lower_jiffies(struct lower *l, const struct expr *e)
{
	return fn_reg(e, ir_call(&l->b, BPF_FUNC_jiffies64, 0));
}

#define WORD_ROW(id, text, extra)                                                                                     \
	static const struct builtin row_##id = {                                                                            \
		.name = #id,                                                                                          \
		.signature = text,                                                                                    \
		.flags = BUILTIN_VAR | (extra),                                                                       \
		.type_kind = TYPE_INT,                                                                                \
		.type_size = 8,                                                                                       \
		.lower = lower_##id,                                                                                  \
	};
WORD_ROW(cpu, "uint64 cpu", BUILTIN_PURE)
WORD_ROW(ncpus, "uint64 ncpus", BUILTIN_PURE)
WORD_ROW(numaid, "uint64 numaid", BUILTIN_PURE)
WORD_ROW(rand, "uint64 rand", 0)
WORD_ROW(cgroup, "uint64 cgroup", BUILTIN_PURE)
WORD_ROW(jiffies, "uint64 jiffies", 0)

const struct builtin *const fn_machine[] = {
	&row_cpu, &row_ncpus, &row_numaid, &row_rand, &row_cgroup, &row_jiffies, NULL,
};
