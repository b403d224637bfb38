/* Programs that are run instead of attached: begin, end, blocks on signals. */
#include "run/internal.h"

size_t run_count_units(const struct run *r, uint32_t kinds)
{
	size_t n = 0;
	for (size_t i = 0; i < r->compiled->sema.units.len; i++)
		n += (r->compiled->sema.units.data[i]->kind->bit & kinds) != 0;
	return n;
}

int run_special(struct run *r, uint32_t kinds)
{
	for (size_t i = 0; i < r->compiled->sema.units.len; i++) {
		const struct unit *u = r->compiled->sema.units.data[i];
		if (!(u->kind->bit & kinds))
			continue;
		int err = kern_prog_run(r->prog_fds[i], u->plan.prog_type, NULL, NULL);
		if (err)
			return err;
		run_verbose(r, "Attaching '%s' probe", u->kind->bit == PROBE_SELF ? "self:signal" : u->kind->name);
	}
	return 0;
}
