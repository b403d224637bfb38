/*
 * usdt: static markers of programs and libraries. usdt:PATH:PROVIDER:NAME, usdt:PATH:NAME; with -p also without path.
 *
 * A marker may stand at several places of a file; all are one probe, served by one program. Where the places have their
 * arguments in different spots the program tells them by the cookie of the attachment, on kernels that have no cookies
 * each place gets its own program. A marker's semaphore is counted up by the kernel as long as the probe is attached.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "probe/probe.h"
#include "probe/usdt.h"
#include "symbol/symbol.h"

struct place {
	uint64_t offset, semaphore;
	const char *args_text;
};

struct marker {
	VEC(struct place) places;
	bool args_differ;
};

/* What an attach point asks for. */
struct query {
	struct probe_env *env;
	const struct attach_point *ap;
	const char *provider, *name;
	const char *path;	/* of the file being read */
	struct target_vec *out;
	size_t first;		/* of the file's targets in out */
	struct strmap files;	/* read already */
	uint32_t next_family;
};

/* ---- markers of a file ---- */

static struct probe_target *find_target(const struct query *q, const char *text)
{
	for (size_t i = q->first; i < q->out->len; i++)
		if (!strcmp(q->out->data[i]->text, text))
			return q->out->data[i];
	return NULL;
}

static struct probe_target *new_target(struct query *q, const char *text, const char *name)
{
	struct arena *a = q->env->arena;
	struct probe_target *t = probe_target_new(q->env, &probe_usdt, q->ap, arena_strdup(a, text));
	t->group = q->path;
	t->name = t->symbol = arena_strdup(a, name);
	t->family = ++q->next_family + (uint32_t)q->ap->span.begin * 4096;
	t->priv = ARENA_NEW(a, struct marker);
	vec_push(a, q->out, t);
	return t;
}

/* Whether a place with these arguments can be served by the target's program. */
static bool can_join(const struct query *q, const struct probe_target *t, const char *args)
{
	const struct marker *m = t->priv;
	return !strcmp(m->places.data[0].args_text, args) || q->env->compile_only ||
	       feature(q->env->features, FEAT_PERF_LINK);
}

static void add_note(void *ctx, const struct usdt_note *note)
{
	struct query *q = ctx;
	struct arena *a = q->env->arena;
	if (!wildcard_match(q->provider, note->provider) || !wildcard_match(q->name, note->name))
		return;
	const char *text = arena_sprintf(a, "usdt:%s:%s:%s", q->path, note->provider, note->name);
	struct probe_target *t = find_target(q, text);
	if (!t || !can_join(q, t, note->args))
		t = new_target(q, text, note->name);
	struct marker *m = t->priv;
	struct place p = { .offset = note->file_offset, .semaphore = note->semaphore_offset,
			   .args_text = arena_strdup(a, note->args) };
	m->args_differ |= m->places.len && strcmp(m->places.data[0].args_text, p.args_text);
	vec_push(a, &m->places, p);
}

/* 0, or -errno if it is no readable ELF file. */
static int read_file(struct query *q, const char *path)
{
	if (strmap_put(&q->files, path, q))
		return 0;
	q->path = path;
	q->first = q->out->len;
	return usdt_each_note(path, add_note, q);
}

/* ---- files ---- */

/* All files that a process has mapped for execution. */
static void read_mapped(struct query *q, int pid)
{
	char path[64], line[4352], file[4096], flags[8];
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "re");
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%*s %7s %*s %*s %*s %4095[^\n]", flags, file) == 2 && flags[2] == 'x' && *file == '/')
			read_file(q, arena_sprintf(q->env->arena, "/proc/%d/root%s", pid, file));
	if (maps)
		fclose(maps);
}

static void read_all_processes(struct query *q)
{
	DIR *proc = opendir("/proc");
	for (struct dirent *e; proc && (e = readdir(proc));)
		if (atoi(e->d_name) > 0)
			read_mapped(q, atoi(e->d_name));
	if (proc)
		closedir(proc);
}

static int read_path(struct query *q, const char *path)
{
	char *found = sym_resolve_binary(path, q->env->pid);
	const char *resolved = found ? arena_strdup(q->env->arena, found) : path;
	free(found);
	if (read_file(q, resolved))
		return probe_spec_error(q->env, q->ap, "usdt target file '%s' does not exist or is not executable", path);
	return 0;
}

static int read_files(struct query *q, const char *path)
{
	if (*path && strcmp(path, "*"))
		return read_path(q, path);
	if (q->env->pid)
		read_mapped(q, q->env->pid);
	else if (*path)
		read_all_processes(q);
	else
		return probe_spec_error(q->env, q->ap,
					"usdt probe must specify at least path or pid to probe. To target all paths/pids "
					"set the path to '*'.");
	return 0;
}

static const char *or_any(const char *part) { return *part ? part : "*"; }

/* [PATH:][PROVIDER:]NAME; returns the path, "" if there is none. */
static const char *take_parts(const struct attach_point *ap, struct query *q)
{
	const char *const *part = &ap->parts.data[1];
	size_t n = ap->parts.len - 1;
	q->name = n ? or_any(part[n - 1]) : "*";
	q->provider = n == 3 ? or_any(part[1]) : "*";
	return n > 1 ? part[0] : "";
}

static int expand_usdt(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	struct query q = { .env = env, .ap = ap, .out = out };
	size_t before = out->len;
	if (ap->parts.len == 2 && !env->pid)
		return probe_arity_error(env, &probe_usdt, ap);
	strmap_init(&q.files, env->arena);
	const char *path = take_parts(ap, &q);
	if (read_files(&q, path))
		return -1;
	if (out->len > before || probe_ap_is_pattern(ap, 1))
		return 0;
	return probe_missing(env, &probe_usdt, ap,
			     arena_sprintf(env->arena, "%s:%s:%s", path, ap->parts.len > 3 ? q.provider : "", q.name));
}

static void list_usdt(struct probe_env *env, const struct attach_point *pattern,
		      void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	struct target_vec found = { 0 };
	struct query q = { .env = env, .ap = pattern, .out = &found };
	strmap_init(&q.files, env->arena);
	const char *path = take_parts(pattern, &q);
	if (env->pid && (!*path || !strcmp(path, "*")))
		read_mapped(&q, env->pid);
	else if (*path && access(path, R_OK) == 0)
		read_file(&q, path);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

/* ---- arguments ---- */

static ir_ref extend_arg(struct lower *l, const struct usdt_arg *a, ir_ref v)
{
	return ir_extend(&l->b, a->is_signed ? IR_sext : IR_zext, v, a->size * 8u);
}

static ir_ref read_arg(struct lower *l, const struct usdt_arg *a)
{
	if (a->place == USDT_CONST)
		return ir_const(&l->b, a->value);
	ir_ref v = probe_regs_word(l, (uint32_t)a->reg);
	if (a->place == USDT_REG)
		return extend_arg(l, a, v);
	if (a->index >= 0) {
		ir_ref index = probe_regs_word(l, (uint32_t)a->index);
		v = ir_binary(&l->b, IR_add, v, ir_binary(&l->b, IR_mul, index, ir_const(&l->b, a->scale)));
	}
	v = ir_binary(&l->b, IR_add, v, ir_const(&l->b, a->value));
	return lower_read(l, v, 0, a->size, a->is_signed, SPACE_USER);
}

/* Argument n of a place; 0 if it has none. */
static ir_ref place_arg(struct lower *l, const struct place *p, unsigned n)
{
	struct usdt_arg args[USDT_MAX_ARGS];
	const char *bad;
	int count = usdt_parse_args(p->args_text, args, &bad);
	if (count < 0) {
		diag_add(l->sema->diags, D_UNSUPPORTED, l->b.span, "cannot read argument %u of %s: '%s'", n,
			 l->unit->targets.data[0]->text, bad);
		return ir_const(&l->b, 0);
	}
	return (int)n < count ? read_arg(l, &args[n]) : ir_const(&l->b, 0);
}

static ir_ref lower_arg(struct lower *l, unsigned n)
{
	const struct marker *m = l->unit->targets.data[0]->priv;
	if (!m->args_differ)
		return place_arg(l, &m->places.data[0], n);
	ir_ref cookie = probe_lower_cookie(l), slot = lower_slot_addr(l, 8, 8, "arg");
	struct ir_block *end = lower_block(l);
	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, 0));
	for (size_t i = 0; i < m->places.len; i++) {
		struct ir_block *here = lower_block(l), *next = lower_block(l);
		lower_branch(l, ir_binary(&l->b, IR_eq, cookie, ir_const(&l->b, (int64_t)i)), here, next);
		lower_start(l, here);
		ir_store(&l->b, slot, 0, 8, place_arg(l, &m->places.data[i], n));
		ir_br(&l->b, end);
		lower_start(l, next);
	}
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

/* ---- where it fired ---- */

static bool place_of_target(const struct probe_target *t, unsigned n, uint64_t *ret_offset)
{
	const struct marker *m = t->priv;

	if (n >= m->places.len)
		return false;
	*ret_offset = m->places.data[n].offset;
	return true;
}

/* ---- plan and attach ---- */

static int plan_usdt(struct probe_env *env, struct unit *u)
{
	if (u->plan_attempt > 0)
		return -1;
	u->plan = (struct load_plan){ .mechanism = "perf uprobe", .prog_type = BPF_PROG_TYPE_KPROBE,
					.lingers = true };
	return 0;
}

static int attach_usdt(struct attach_env *env, struct unit *u, int prog_fd)
{
	const struct probe_target *t = u->targets.data[0];
	const struct marker *m = t->priv;
	for (size_t i = 0; i < m->places.len; i++) {
		const struct place *p = &m->places.data[i];
		int fd = kern_open_uprobe(t->group, p->offset, probe_target_pid(env), false, p->semaphore);
		int err = probe_attach_perf_fd(env, fd, prog_fd, i);
		if (err) {
			probe_attach_reason(env, "Failed to attach usdt probe: %s", strerror(-err));
			return err;
		}
	}
	return 1;
}

const struct probe_kind probe_usdt = {
	.name = "usdt",
	.aliases = (const char *const[]){ "U", NULL },
	.probetype = "usdt",
	.bit = PROBE_USDT,
	.min_parts = 1,
	.max_parts = 3,
	.arity_text = "requires 2 or 3 arguments",
	.space = SPACE_USER,
	.has_user_target = true,
	.expand = expand_usdt,
	.ctx_type = probe_regs_ctx_type,
	.plan = plan_usdt,
	.lower_arg = lower_arg,
	.lower_func = probe_regs_ip,
	.lower_reg = probe_regs_word,
	.place = place_of_target,
	.lower_target = probe_lower_cookie,
	.attach = attach_usdt,
	.list = list_usdt,
};
