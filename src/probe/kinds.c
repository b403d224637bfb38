/* The table of probe kinds. Order: that of the reference's table, which is also the order of pages. */
#include "probe/probe.h"

const struct probe_kind *const probe_kinds[] = {
	&probe_begin,	   &probe_end,	   &probe_self,	    &probe_test,     &probe_bench,
	&probe_kprobe,	   &probe_kretprobe, &probe_fentry, &probe_fexit,    &probe_tracepoint,
	&probe_rawtracepoint, &probe_uprobe, &probe_uretprobe, &probe_usdt,  &probe_profile,
	&probe_interval,   &probe_software, &probe_hardware, &probe_watchpoint, &probe_iter,
	NULL,
};
