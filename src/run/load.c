/*
 * Loading: one BTF object for the whole script, the maps that programs refer to, the programs. A program that the kernel
 * refuses is made again by its next plan; when none is left, the verifier's reason is shown at the script's place.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "run/internal.h"

/* BTF of one or all programs; the records live until the programs are loaded. */
struct load_info {
	int btf_fd;
	struct bpf_func_info *funcs;
	struct bpf_line_info *lines;
	uint32_t func_count, line_count;
};

/* Units that this run needs at all. */
static bool is_wanted(const struct run *r, const struct unit *u)
{
	uint32_t bit = u->kind->bit;
	if (r->opt->test_mode || r->opt->bench_mode)
		return bit & (PROBE_BEGIN | PROBE_END | (r->opt->test_mode ? PROBE_TEST : PROBE_BENCH));
	return !(bit & (PROBE_TEST | PROBE_BENCH));
}

/* ---- maps ---- */

struct kern_map *run_find_map(struct run *r, enum ir_map_role role)
{
	for (size_t i = 0; i < r->map_count; i++)
		if (r->maps[i].fd >= 0 && r->maps[i].def->role == role)
			return &r->maps[i];
	return NULL;
}

/* Later plans may have added maps to the script's. */
static void grow_map_table(struct run *r)
{
	size_t n = r->compiled->shared.maps.len;
	r->maps = xrealloc(r->maps, MAX(n, 1) * sizeof(*r->maps));
	for (size_t i = r->map_count; i < n; i++)
		r->maps[i] = (struct kern_map){ .def = r->compiled->shared.maps.data[i], .fd = -1 };
	r->map_count = n;
}

static bool refers_to(const struct cg_program *p, uint32_t map)
{
	for (size_t i = 0; p && i < p->relocs.len; i++) {
		const struct cg_reloc *rel = &p->relocs.data[i];
		if ((rel->kind == CG_RELOC_MAP || rel->kind == CG_RELOC_MAP_VALUE) && rel->index == map)
			return true;
	}
	return false;
}

static uint32_t power_of_two_at_least(uint64_t n)
{
	uint32_t p = 1;
	while (p < n && p < 1u << 30)
		p *= 2;
	return p;
}

/* ---- the ring buffer's size ---- */

enum { RECORD_OVERHEAD = 8 + BPF_RINGBUF_HDR_SZ }; /* the action's id; the kernel's own */

enum record_use { NO_RECORDS, FEW_RECORDS, MANY_RECORDS };

static void look_for_record(void *ctx, struct expr **slot)
{
	bool *found = ctx;
	const struct builtin *b = (*slot)->builtin;
	*found |= (*slot)->kind == EXPR_CALL && b && b->act && !(b->flags & BUILTIN_NO_RETURN);
}

/* Whether a block sends records of its own, not just warnings and its end, and whether its probe may fire often. */
static enum record_use use_of(const struct unit *u)
{
	static const uint32_t rare = PROBE_SPECIAL | PROBE_TEST | PROBE_BENCH | PROBE_INTERVAL;
	bool found = false;
	ast_walk_block(u->decl->body, look_for_record, &found);
	return !found ? NO_RECORDS : u->kind->bit & rare ? FEW_RECORDS : MANY_RECORDS;
}

/* Room for two of the largest records that may be sent. */
static uint32_t room_for_records(const struct sema *s)
{
	uint32_t largest = 0;
	for (size_t i = 0; i < s->actions.len; i++) {
		const struct type *payload = s->actions.data[i]->payload;
		largest = MAX(largest, payload ? payload->size : 0);
	}
	return power_of_two_at_least(2ull * (largest + RECORD_OVERHEAD));
}

/*
 * Bytes of the ring buffer. The kernel clears them all (0.1 ms a MiB) and the reader has them mapped twice, so automatic
 * means no more than is of use: 2 MiB are a gigabyte a second between two wake-ups.
 */
static uint32_t ring_size(const struct run *r)
{
	static const uint32_t sizes[] = { [NO_RECORDS] = 64 << 10, [FEW_RECORDS] = 512 << 10, [MANY_RECORDS] = 2 << 20 };
	const struct compiled *c = r->compiled;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), pages = c->config.perf_rb_pages;
	enum record_use use = NO_RECORDS;
	if (pages)
		return power_of_two_at_least(MAX(pages, kern_possible_cpus()) * page);
	for (size_t i = 0; i < c->sema.units.len; i++)
		use = MAX(use, use_of(c->sema.units.data[i]));
	return MAX(sizes[use], room_for_records(&c->sema));
}

/* ---- creating ---- */

/* The kernel wants both types or none, and of just the map's sizes. */
static bool has_btf_types(const struct ir_map *m)
{
	return m->key_type && m->value_type && m->key_type->size == m->key_size && m->value_type->size == m->value_size;
}

static int create_map(struct run *r, struct kern_map *m, struct cg_btf *btf)
{
	struct ir_map def = *m->def;
	const struct ir_map *shared = m->def;
	bool typed = btf && has_btf_types(&def);
	int key = typed ? cg_btf_type(btf, def.key_type) : 0, value = typed ? cg_btf_type(btf, def.value_type) : 0;
	if (def.role == IR_MAP_EVENTS)
		def.max_entries = ring_size(r);
	if (def.role == IR_MAP_SCRATCH && def.bpf_type == BPF_MAP_TYPE_ARRAY)
		def.max_entries = kern_possible_cpus();
	int err = kern_map_create(&def, r->btf_fd, (uint32_t)MAX(key, 0), (uint32_t)MAX(value, 0), m);
	if (err)
		run_error(r, "Could not create map %s%s, with keys of %u bytes, values of %u, and %u entries: %s",
			  def.role == IR_MAP_USER ? "@" : "", def.name, def.key_size, def.value_size, def.max_entries,
			  strerror(-err));
	m->def = shared;
	if (def.role == IR_MAP_EVENTS)
		r->ring_size = def.max_entries;
	return err;
}

/* The scratch map made for earlier programs may be too small for a later plan's: that one gets its own. */
static bool has_outgrown(const struct kern_map *m)
{
	return m->fd >= 0 && m->def->role == IR_MAP_SCRATCH && ALIGN_UP(m->def->value_size, 8) > m->value_size;
}

static int create_maps_of(struct run *r, const struct cg_program *p, struct cg_btf *btf)
{
	for (size_t i = 0; i < r->map_count; i++) {
		struct kern_map *m = &r->maps[i];
		if (!refers_to(p, (uint32_t)i) || (m->fd >= 0 && !has_outgrown(m)))
			continue;
		kern_map_close(m);
		if (create_map(r, m, btf))
			return -1;
	}
	return 0;
}

/* ---- programs ---- */

static void report_refusal(struct run *r, const struct unit *u, const struct cg_program *p, int err, const char *log)
{
	struct compiled *c = r->compiled;
	struct span span;
	const char *reason;
	if (log && kern_verifier_explain(c->arena, p, log, &span, &reason)) {
		diag_add(&c->diags, D_VERIFIER, span, "%s", reason);
		run_print_new_diags(r);
	}
	if (r->opt->verbose && log)
		run_error(r, "Error loading BPF program for %s. Error code: %d (%s). Kernel error log:\n%s", u->name, err,
			  strerror(-err), log);
	else
		run_error(r,
			  "Error loading BPF program for %s. Error code: %d (%s). Use -v for full kernel error log.",
			  u->name, err, strerror(-err));
}

static void dump_log(struct run *r, const struct unit *u, const char *log)
{
	if (!r->opt->dump_out || !log || !(r->compiled->opt->dump & (1u << STAGE_VERIFIER)))
		return;
	strbuf_printf(r->opt->dump_out, "BPF verifier log for %s:\n----\n%s\n", u->name, log);
}

/* Descriptor or -errno; the log, if there is one, is the caller's. */
static int load_program(struct run *r, const struct unit *u, const struct load_info *info, char **ret_log)
{
	const struct compiled *c = r->compiled;
	struct kern_load load = {
		.name = u->name,
		.prog_type = u->plan.prog_type,
		.attach_type = u->plan.attach_type,
		.attach_btf_id = u->plan.attach_btf_id,
		.attach_btf_obj_fd = u->plan.attach_btf_module,
		.license = c->config.license,
		.log_level = c->opt->dump & (1u << STAGE_VERIFIER) ? 2 : 0,
		.log_size = (uint32_t)c->config.log_size,
		.btf_fd = info->btf_fd,
		.func_info = info->funcs,
		.func_info_count = info->func_count,
		.line_info = info->lines,
		.line_info_count = info->line_count,
	};
	int fd = kern_prog_load(c->programs.data[u->index], &load, r->maps, ret_log);
	dump_log(r, u, *ret_log);
	if (u->plan.attach_btf_module > 0)
		close(u->plan.attach_btf_module);
	return fd;
}

static void info_done(struct load_info *info)
{
	free(info->funcs);
	free(info->lines);
	*info = (struct load_info){ 0 };
}

static void take_info(struct cg_btf *btf, const struct cg_program *p, struct load_info *info)
{
	if (btf && cg_btf_program(btf, p, &info->funcs, &info->func_count, &info->lines, &info->line_count))
		*info = (struct load_info){ 0 };
}

static int load_btf(struct run *r, struct cg_btf *btf)
{
	uint32_t size;
	char *log = NULL;
	const void *data = cg_btf_data(btf, &size);
	int fd = data ? kern_btf_load(data, size, &log) : -EINVAL;
	if (fd < 0 && log)
		run_verbose(r, "BTF of the script was refused:\n%s", log);
	free(log);
	return MAX(fd, 0);
}

/* A plan made after the others were loaded: with BTF of its own. */
static int load_single(struct run *r, struct unit *u, char **ret_log)
{
	const struct cg_program *p = r->compiled->programs.data[u->index];
	struct cg_btf *btf = cg_btf_new();
	struct load_info info = { 0 };
	grow_map_table(r);
	take_info(btf, p, &info);
	info.btf_fd = btf ? load_btf(r, btf) : 0;
	int fd = create_maps_of(r, p, NULL) ? -EINVAL : load_program(r, u, &info, ret_log);
	if (info.btf_fd > 0)
		close(info.btf_fd);
	info_done(&info);
	cg_btf_free(btf);
	return fd;
}

/* The program of a unit that was generated again, in place of the one that was refused. The fd, or -errno. */
static int load_replacement(struct run *r, struct unit *u)
{
	char *log = NULL;
	int fd = load_single(r, u, &log);
	if (fd < 0)
		run_verbose(r, "%s was refused for %s: %s", u->plan.mechanism, u->name, strerror(-fd));
	free(log);
	return fd;
}

static void take_program(struct run *r, struct unit *u, int fd)
{
	if (r->prog_fds[u->index] >= 0)
		close(r->prog_fds[u->index]);
	r->prog_fds[u->index] = fd;
}

int run_load_again(struct run *r, struct unit *u)
{
	int fd = -1;
	while (fd < 0) {
		if (compile_unit_again(r->compiled, u))
			return -1;
		fd = load_replacement(r, u);
	}
	take_program(r, u, fd);
	return 0;
}

/* A loop that the verifier did not get through becomes one that the kernel calls back. */
static int load_calling_loops(struct run *r, struct unit *u)
{
	int fd = compile_unit_calling_loops(r->compiled, u) ? -1 : load_replacement(r, u);
	if (fd < 0)
		return -1;
	take_program(r, u, fd);
	return 0;
}

/* The verifier gave up after its million instructions, seconds later: with another plan it would do so again. */
static bool is_too_large(int err, const char *log) { return err == -E2BIG && log && *log; }

static int load_unit(struct run *r, struct unit *u, const struct load_info *info)
{
	char *log = NULL;
	const struct cg_program *first = r->compiled->programs.data[u->index];
	int fd = load_program(r, u, info, &log);
	r->prog_fds[u->index] = MAX(fd, -1);
	if (fd < 0)
		run_verbose(r, "%s was refused for %s: %s", u->plan.mechanism, u->name, strerror(-fd));
	if (fd < 0 && load_calling_loops(r, u) && (is_too_large(fd, log) || run_load_again(r, u))) {
		report_refusal(r, u, first, fd, log);
		free(log);
		return -1;
	}
	free(log);
	return 0;
}

static int load_units(struct run *r, struct load_info *infos)
{
	for (size_t i = 0; i < r->compiled->sema.units.len; i++) {
		struct unit *u = r->compiled->sema.units.data[i];
		infos[i].btf_fd = r->btf_fd;
		if (is_wanted(r, u) && load_unit(r, u, &infos[i]))
			return -1;
	}
	return 0;
}

/* Types of all maps and functions of all programs must be in the BTF before it is loaded. */
static void collect_btf(struct run *r, struct cg_btf *btf, struct load_info *infos)
{
	struct compiled *c = r->compiled;
	for (size_t i = 0; btf && i < c->shared.maps.len; i++) {
		const struct ir_map *m = c->shared.maps.data[i];
		if (has_btf_types(m)) {
			cg_btf_type(btf, m->key_type);
			cg_btf_type(btf, m->value_type);
		}
	}
	for (size_t i = 0; i < c->programs.len; i++)
		if (is_wanted(r, c->sema.units.data[i]))
			take_info(btf, c->programs.data[i], &infos[i]);
	r->btf_fd = btf ? load_btf(r, btf) : 0;
}

int run_load(struct run *r)
{
	struct compiled *c = r->compiled;
	size_t n = c->sema.units.len;
	struct load_info *infos = xcalloc(MAX(n, 1), sizeof(*infos));
	struct cg_btf *btf = cg_btf_new();
	int err = 0;
	r->prog_fds = xmalloc(MAX(n, 1) * sizeof(*r->prog_fds));
	memset(r->prog_fds, -1, MAX(n, 1) * sizeof(*r->prog_fds));
	grow_map_table(r);
	collect_btf(r, btf, infos);
	for (size_t i = 0; i < n && !err; i++)
		if (is_wanted(r, c->sema.units.data[i]))
			err = create_maps_of(r, c->programs.data[i], btf);
	err = err ?: load_units(r, infos);
	for (size_t i = 0; i < n; i++)
		info_done(&infos[i]);
	free(infos);
	cg_btf_free(btf);
	return err;
}

void run_unload(struct run *r)
{
	for (size_t i = 0; r->prog_fds && i < r->compiled->sema.units.len; i++)
		if (r->prog_fds[i] >= 0)
			close(r->prog_fds[i]);
	for (size_t i = 0; i < r->map_count; i++)
		kern_map_close(&r->maps[i]);
	if (r->btf_fd > 0)
		close(r->btf_fd);
	free(r->prog_fds);
	free(r->maps);
}
