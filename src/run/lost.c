/* Losses: programs count them per CPU; what is new is shown while running, the total at the end. */
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

void run_report_lost_total(struct run *r)
{
	run_check_lost(r);
	if (r->lost_seen[LOST_EVENTS])
		run_warning(r, "Total lost event count: %llu", (unsigned long long)r->lost_seen[LOST_EVENTS]);
	if (r->lost_seen[LOST_STACKS])
		run_warning(r,
			    "%llu stacks could not be kept, because too many different ones were taken. Try increasing "
			    "max_map_keys",
			    (unsigned long long)r->lost_seen[LOST_STACKS]);
}
