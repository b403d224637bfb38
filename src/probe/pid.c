/* The filter of -p for kernel probes: the first thing that a program does. */
#include "probe/probe.h"

void probe_lower_pid_filter(struct lower *l)
{
	int pid = l->sema->probes->pid;
	if (!pid || !l->unit->kind->pid_filter)
		return;
	ir_ref tgid = ir_binary(&l->b, IR_lshr, lower_pid_tgid(l), ir_const(&l->b, 32));
	struct ir_block *wanted = lower_block(l), *other = lower_block(l);
	lower_branch(l, ir_binary(&l->b, IR_eq, tgid, ir_const(&l->b, pid)), wanted, other);
	lower_start(l, other);
	lower_return(l, NULL);
	lower_start(l, wanted);
}
