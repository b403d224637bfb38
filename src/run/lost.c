/* Losses: programs count them per CPU; what is new is shown while running, the total at the end. */
#include <stdio.h>

#include "run/internal.h"

static void read_totals(struct run *r, uint64_t totals[LOST_KIND_COUNT])
{
	struct kern_map *m = run_find_map(r, IR_MAP_LOST);
	memset(totals, 0, LOST_KIND_COUNT * sizeof(*totals));
	if (!m)
		return;
	unsigned cpus = kern_possible_cpus();
	uint64_t *values = xcalloc((size_t)cpus * LOST_KIND_COUNT, sizeof(*values));
	uint32_t key = 0;
	if (!kern_map_lookup(m->fd, &key, values))
		for (unsigned i = 0; i < cpus * LOST_KIND_COUNT; i++)
			totals[i % LOST_KIND_COUNT] += values[i];
	free(values);
}

void run_check_lost(struct run *r)
{
	uint64_t totals[LOST_KIND_COUNT];
	read_totals(r, totals);
	if (totals[LOST_EVENTS] > r->lost_seen[LOST_EVENTS])
		r->out.ops->lost(&r->out, totals[LOST_EVENTS] - r->lost_seen[LOST_EVENTS]);
	memcpy(r->lost_seen, totals, sizeof(totals));
}

/* Failed updates of a place: all, and how many of them the CPUs did not say one by one. */
static uint64_t read_refused(int fd, uint32_t site, uint64_t *ret_unsaid)
{
	unsigned cpus = kern_possible_cpus();
	uint64_t *values = xcalloc(cpus, sizeof(*values)), total = 0;
	*ret_unsaid = 0;
	if (!kern_map_lookup(fd, &site, values))
		for (unsigned i = 0; i < cpus; i++) {
			total += values[i];
			*ret_unsaid += values[i] > LOWER_REFUSED_SAID ? values[i] - LOWER_REFUSED_SAID : 0;
		}
	free(values);
	return total;
}

static void report_refused(struct run *r)
{
	struct kern_map *m = run_find_map(r, IR_MAP_REFUSED);
	size_t sites = MIN(r->compiled->shared.sites.len, (size_t)LOWER_REFUSED_SITES);
	for (uint32_t i = 0; m && i < sites; i++) {
		const struct runtime_site *site = &r->compiled->shared.sites.data[i];
		uint64_t unsaid, total;
		if (site->kind != RUNTIME_MAP_UPDATE || !(total = read_refused(m->fd, i, &unsaid)) || !unsaid)
			continue;
		char text[80];
		snprintf(text, sizeof(text), "%llu elements could not be stored here", (unsigned long long)total);
		r->out.ops->message(&r->out, "runtime_error", DIAG_WARNING, text, site->span, NULL, 0);
	}
}

/* Linux 7 preempts programs on system calls, and traces nothing that the next task does on that CPU meanwhile. */
static void report_missed(struct run *r)
{
	uint64_t missed = 0;
	for (size_t i = 0; i < r->compiled->sema.units.len; i++)
		missed += r->prog_fds[i] >= 0 ? kern_prog_missed(r->prog_fds[i]) : 0;
	if (missed)
		run_warning(r, "Total missed event count: %llu. The kernel runs no program for what happens on a CPU while the same "
			       "program runs there", (unsigned long long)missed);
}

void run_report_lost_total(struct run *r)
{
	run_check_lost(r);
	report_refused(r);
	report_missed(r);
	if (r->lost_seen[LOST_EVENTS])
		run_warning(r, "Total lost event count: %llu", (unsigned long long)r->lost_seen[LOST_EVENTS]);
	if (r->lost_seen[LOST_STACKS])
		run_warning(r,
			    "%llu stacks could not be kept, because too many different ones were taken. Try increasing "
			    "max_map_keys",
			    (unsigned long long)r->lost_seen[LOST_STACKS]);
}
