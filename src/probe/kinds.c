/* The table of probe kinds and look-ups in it. Order: that of the reference's table, which is also the order of pages. */
#include <strings.h>

#include "probe/probe.h"

const struct probe_kind *const probe_kinds[] = {
	&probe_begin,	   &probe_end,	   &probe_self,	    &probe_test,     &probe_bench,
	&probe_kprobe,	   &probe_kretprobe, &probe_fentry, &probe_fexit,    &probe_tracepoint,
	&probe_rawtracepoint, &probe_uprobe, &probe_uretprobe, &probe_usdt,  &probe_profile,
	&probe_interval,   &probe_software, &probe_hardware, &probe_watchpoint, &probe_iter,
	NULL,
};

static bool has_alias(const struct probe_kind *k, const char *word)
{
	for (const char *const *a = k->aliases; a && *a; a++)
		if (!strcmp(*a, word))
			return true;
	return false;
}

const struct probe_kind *probe_kind_find(const char *provider)
{
	for (const struct probe_kind *const *k = probe_kinds; *k; k++)
		if (!strcasecmp((*k)->name, provider) || has_alias(*k, provider))
			return *k;
	return NULL;
}

const struct probe_kind *probe_kind_by_bit(uint32_t bit)
{
	for (const struct probe_kind *const *k = probe_kinds; *k; k++)
		if ((*k)->bit == bit)
			return *k;
	return NULL;
}
