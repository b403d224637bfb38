/*
 * uprobe and uretprobe: functions of programs and libraries, by symbol, symbol and offset, wildcard, address or C++ name.
 * uprobe:PATH:FUNCTION; PATH is looked up like a command or a library. One program serves all functions of a wildcard.
 */
#include <errno.h>
#include <linux/version.h>
#include <stdio.h>

#include "probe/probe.h"
#include "symbol/symbol.h"

enum { VARIANT_MULTI, VARIANT_PERF };

struct spec {
	const char *path, *func;
	bool cpp;
	uint64_t offset;
};

static bool is_return(const struct probe_kind *k) { return k->bit == PROBE_URETPROBE; }

/* ---- reading the attach point ---- */

static int parse_offset(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap, struct spec *s)
{
	int64_t offset;
	const char *plus = strchr(s->func, '+');
	if (!plus || ap->quoted.data[ap->parts.len - 1])
		return 0;
	if (is_return(k))
		return probe_spec_error(env, ap, "uretprobes can not be attached to a function offset");
	if (strchr(plus + 1, '+'))
		return probe_spec_error(env, ap, "Cannot take more than one offset");
	if (probe_parse_number(env, ap, plus + 1, "Invalid offset: ", &offset))
		return -1;
	s->func = arena_strndup(env->arena, s->func, (size_t)(plus - s->func));
	s->offset = (uint64_t)offset;
	return 0;
}

/* Without a path, -p names the program. */
static int take_parts(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap, struct spec *s)
{
	size_t n = ap->parts.len - 1;
	const char *const *part = &ap->parts.data[1];
	if (n == 1 && !env->pid)
		return probe_arity_error(env, k, ap);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(part[i], "@")) {
			diag_add(env->diags, D_UNSUPPORTED, ap->span,
				 "attaching to a line of the source is not supported yet");
			return -1;
		}
	*s = (struct spec){ .func = part[n - 1] };
	if (n == 1)
		s->path = arena_sprintf(env->arena, "/proc/%d/exe", env->pid);
	else
		s->path = part[0];
	if (n == 3 && strcmp(part[1], "cpp"))
		return probe_spec_error(env, ap, "unsupported language type: %s", part[1]);
	s->cpp = n == 3;
	if (!*s->path)
		return probe_spec_error(env, ap, "%s should have a target", k->name);
	if (!*s->func)
		return probe_spec_error(env, ap, "%s should be attached to a function and/or address", k->name);
	return s->cpp ? 0 : parse_offset(env, k, ap, s);
}

/* ---- targets ---- */

static struct probe_target *new_target(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
				       const struct spec *s, const char *name, uint64_t file_offset)
{
	struct strbuf b = { 0 };
	strbuf_printf(&b, "%s:%s:%s%s", k->name, s->path, s->cpp ? "cpp:" : "", name);
	if (s->offset)
		strbuf_printf(&b, "+%llu", (unsigned long long)s->offset);
	struct probe_target *t = probe_target_new(env, k, ap, arena_strdup(env->arena, strbuf_str(&b)));
	strbuf_done(&b);
	t->group = s->path;
	t->name = t->symbol = arena_strdup(env->arena, name);
	t->number = file_offset;
	return t;
}

static int expand_exact(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			const struct spec *s, struct sym_elf *elf, struct target_vec *out)
{
	struct sym_elf_function f;
	if (!sym_elf_find(elf, s->func, &f))
		return probe_missing(env, k, ap, arena_sprintf(env->arena, "%s:%s", s->path, s->func));
	if (s->offset && s->offset >= f.size)
		return probe_spec_error(env, ap, "Offset outside the function bounds ('%s' size is %llu)", s->func,
					(unsigned long long)f.size);
	vec_push(env->arena, out, new_target(env, k, ap, s, s->func, f.file_offset + s->offset));
	return 0;
}

struct search {
	struct probe_env *env;
	const struct probe_kind *kind;
	const struct attach_point *ap;
	const struct spec *spec;
	struct target_vec *out;
	struct strmap seen;
	uint64_t address;
	struct sym_elf_function found;
};

/* The demangled name, without its parameters where the pattern has none. */
static bool cpp_matches(const char *pattern, const char *symbol)
{
	char *demangled = sym_demangle(symbol);
	if (!demangled)
		return false;
	char *paren = strchr(pattern, '(') ? NULL : strchr(demangled, '(');
	if (paren)
		*paren = '\0';
	bool matches = wildcard_match(pattern, demangled);
	free(demangled);
	return matches;
}

static void add_match(void *ctx, const struct sym_elf_function *f)
{
	struct search *w = ctx;
	const struct spec *s = w->spec;
	bool matches = wildcard_match(s->func, f->name) || (s->cpp && cpp_matches(s->func, f->name));
	if (!matches)
		return;
	struct probe_target *t = new_target(w->env, w->kind, w->ap, s, f->name, f->file_offset);
	if (!strmap_put(&w->seen, t->name, t))
		vec_push(w->env->arena, w->out, t);
}

static void expand_pattern(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			   const struct spec *s, struct sym_elf *elf, struct target_vec *out)
{
	struct search w = { .env = env, .kind = k, .ap = ap, .spec = s, .out = out };
	strmap_init(&w.seen, env->arena);
	sym_elf_each(elf, add_match, &w);
}

static void find_containing(void *ctx, const struct sym_elf_function *f)
{
	struct search *w = ctx;
	if (w->address >= f->value && w->address - f->value < MAX(f->size, 1))
		w->found = *f;
}

static int expand_address(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			  struct spec *s, uint64_t address, struct sym_elf *elf, struct target_vec *out)
{
	struct search w = { .address = address };
	uint64_t file_offset = address;
	sym_elf_each(elf, find_containing, &w);
	if (w.found.name)
		file_offset = w.found.file_offset + (address - w.found.value);
	else if (!env->unsafe)
		return probe_spec_error(env, ap,
					"Could not determine instruction boundary for %s:%s:%llu (binary appears "
					"stripped). Misaligned probes can lead to tracee crashes!",
					k->name, s->path, (unsigned long long)address);
	if (w.found.name && is_return(k) && address != w.found.value)
		return probe_spec_error(
			env, ap, "uretprobes cannot be attached at function offset. (address resolved to: %s+%llu)",
			w.found.name, (unsigned long long)(address - w.found.value));
	const char *name = arena_sprintf(env->arena, "%llu", (unsigned long long)address);
	vec_push(env->arena, out, new_target(env, k, ap, s, name, file_offset));
	return 0;
}

static int expand_in_file(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
			  struct spec *s, struct sym_elf *elf, struct target_vec *out)
{
	uint64_t address;
	bool negative;
	if (!s->cpp && parse_int_text(s->func, &address, &negative))
		return expand_address(env, k, ap, s, address + s->offset, elf, out);
	if (!s->cpp && !probe_is_pattern(s->func))
		return expand_exact(env, k, ap, s, elf, out);
	size_t before = out->len;
	expand_pattern(env, k, ap, s, elf, out);
	if (out->len == before && !probe_is_pattern(s->func))
		return probe_missing(env, k, ap, arena_sprintf(env->arena, "%s:%s", s->path, s->func));
	return 0;
}

static bool resolve_path(struct probe_env *env, struct spec *s)
{
	char *path = sym_resolve_binary(s->path, env->pid);
	if (path)
		s->path = arena_strdup(env->arena, path);
	free(path);
	return path != NULL;
}

static int expand_uprobe(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	struct spec s;
	struct sym_elf *elf;
	if (take_parts(env, k, ap, &s))
		return -1;
	if (probe_is_pattern(s.path)) {
		diag_add(env->diags, D_UNSUPPORTED, ap->span, "wildcards in the path of a %s are not supported yet",
			 k->name);
		return -1;
	}
	if (!resolve_path(env, &s) || sym_elf_open(s.path, &elf))
		return probe_spec_error(env, ap, "%s target file '%s' does not exist or is not executable", k->name,
					s.path);
	int err = expand_in_file(env, k, ap, &s, elf, out);
	sym_elf_close(elf);
	return err;
}

static void list_uprobe(struct probe_env *env, const struct attach_point *pattern,
			void (*emit)(void *ctx, const struct probe_target *t), void *ctx)
{
	size_t n = pattern->parts.len;
	struct spec s = { .path = n > 1 ? pattern->parts.data[1] : "", .func = n > 2 ? pattern->parts.data[n - 1] : "*",
			  .cpp = n > 3 };
	struct target_vec found = { 0 };
	struct sym_elf *elf;
	char *path = realpath(s.path, NULL);
	if (path)
		s.path = arena_strdup(env->arena, path);
	free(path);
	if (!path || sym_elf_open(s.path, &elf))
		return;
	expand_pattern(env, probe_kind_find(pattern->parts.data[0]), pattern, &s, elf, &found);
	sym_elf_close(elf);
	for (size_t i = 0; i < found.len; i++)
		emit(ctx, found.data[i]);
}

static const struct type *uprobe_args(struct probe_env *env, struct probe_target *t, struct span span)
{
	diag_add(env->diags, D_UNSUPPORTED, span, "args of a uprobe needs DWARF, which is not supported yet");
	return NULL;
}

/* ---- where it fired ---- */

static bool place_of_target(const struct probe_target *t, unsigned n, uint64_t *ret_offset)
{
	*ret_offset = t->number;
	return n == 0;
}

/* A member of a pointer to struct `name` of the kernel, read as a word; 0 if there is no such member. */
static ir_ref read_kernel_member(struct lower *l, ir_ref p, const char *name, const char *member)
{
	const struct type *s = type_named(l->types, "struct", name);
	struct type_member m;

	if (!s || !type_find_member(l->types, type_complete(l->types, s), member, &m))
		return ir_const(&l->b, 0);
	return lower_read(l, p, (int32_t)m.offset, 8, false, SPACE_KERNEL);
}

/*
 * The function that returns: a helper knows it from 6.6 on. Before, it is found where the kernel leaves it for its own
 * programs: in a record on its stack whose address the task holds meanwhile.
 */
static ir_ref lower_returning_func(struct lower *l)
{
	if (l->features->version >= KERNEL_VERSION(6, 6, 0))
		return probe_func_ip(l);
	ir_ref task = ir_call_pure(&l->b, BPF_FUNC_get_current_task);
	ir_ref utask = read_kernel_member(l, task, "task_struct", "utask");
	ir_ref record = read_kernel_member(l, utask, "uprobe_task", "vaddr");
	return read_kernel_member(l, record, "uprobe_dispatch_data", "bp_addr");
}

/* ---- plan and attach ---- */

/* One link for all functions of a wildcard, where the kernel has these; else a perf event each. */
static bool multi_serves(const struct probe_env *env, const struct unit *u)
{
	enum attach_policy policy = env->config->attach;
	return !env->compile_only && (policy == ATTACH_MULTI || (policy == ATTACH_AUTO && u->targets.len > 1)) &&
	       feature(env->features, FEAT_UPROBE_MULTI);
}

static int plan_uprobe(struct probe_env *env, struct unit *u)
{
	int variant = u->plan_attempt ? u->plan.variant + 1 : multi_serves(env, u) ? VARIANT_MULTI : VARIANT_PERF;
	if (variant > VARIANT_PERF || (variant == VARIANT_PERF && probe_asks_target(u) &&
				       !probe_cookie_tells(env, u->targets.data[0])))
		return -1;
	u->plan = (struct load_plan){
		.mechanism = variant == VARIANT_MULTI ? "uprobe_multi" : "perf uprobe",
		.lingers = variant != VARIANT_MULTI,
		.prog_type = BPF_PROG_TYPE_KPROBE,
		.attach_type = variant == VARIANT_MULTI ? KERN_TRACE_UPROBE_MULTI : 0,
		.variant = variant,
	};
	return 0;
}

static int link_range(struct attach_env *env, struct unit *u, int prog_fd, uint32_t first, uint32_t n)
{
	uint64_t *offsets = xcalloc(n, sizeof(*offsets)), *cookies = xcalloc(n, sizeof(*cookies));
	for (uint32_t i = 0; i < n; i++) {
		offsets[i] = u->targets.data[first + i]->number;
		cookies[i] = first + i;
	}
	int fd = kern_attach_uprobe_multi(prog_fd, u->targets.data[0]->group, offsets, NULL, cookies, n,
					  probe_target_pid(env), is_return(u->kind));
	free(offsets);
	free(cookies);
	if (fd < 0)
		return fd;
	run_link_add(env->run, fd);
	return (int)n;
}

/* The kernel refuses a link if one of its places is impossible: halves are tried until that one is found. */
static int attach_range(struct attach_env *env, struct unit *u, int prog_fd, uint32_t first, uint32_t n)
{
	int attached = link_range(env, u, prog_fd, first, n);
	if (attached >= 0 || u->targets.len == 1)
		return attached;
	if (n == 1)
		return run_attach_skip(env, u->targets.data[first], attached) ? 0 : attached;
	int left = attach_range(env, u, prog_fd, first, n / 2);
	int right = left < 0 ? left : attach_range(env, u, prog_fd, first + n / 2, n - n / 2);
	return right < 0 ? right : left + right;
}

static int attach_multi(struct attach_env *env, struct unit *u, int prog_fd)
{
	run_verbose(env->run, "Attaching to %zu functions", u->targets.len);
	for (size_t i = 0; i < u->targets.len; i++)
		run_verbose(env->run, " %s:%s", u->targets.data[i]->group, u->targets.data[i]->symbol);
	return attach_range(env, u, prog_fd, 0, (uint32_t)u->targets.len);
}

static int attach_one(struct attach_env *env, const struct probe_target *t, int prog_fd, uint64_t cookie)
{
	int fd = kern_open_uprobe(t->group, t->number, probe_target_pid(env), is_return(t->kind), 0);
	return probe_attach_perf_fd(env, fd, prog_fd, cookie);
}

static int attach_uprobe(struct attach_env *env, struct unit *u, int prog_fd)
{
	if (u->plan.variant == VARIANT_MULTI)
		return attach_multi(env, u, prog_fd);
	return probe_attach_each(env, u, prog_fd, attach_one);
}

const struct probe_kind probe_uprobe = {
	.name = "uprobe",
	.aliases = (const char *const[]){ "u", NULL },
	.probetype = "uprobe",
	.bit = PROBE_UPROBE,
	.min_parts = 1,
	.max_parts = 5,
	.arity_text = "requires 2 or 3 arguments",
	.space = SPACE_USER,
	.has_user_target = true,
	.expand = expand_uprobe,
	.args = uprobe_args,
	.ctx_type = probe_regs_ctx_type,
	.plan = plan_uprobe,
	.lower_arg = probe_regs_arg,
	.lower_func = probe_regs_ip,
	.lower_reg = probe_regs_word,
	.place = place_of_target,
	.tells_targets = probe_cookie_tells,
	.lower_target = probe_lower_cookie,
	.attach = attach_uprobe,
	.list = list_uprobe,
};

const struct probe_kind probe_uretprobe = {
	.name = "uretprobe",
	.aliases = (const char *const[]){ "ur", NULL },
	.probetype = "uretprobe",
	.bit = PROBE_URETPROBE,
	.min_parts = 1,
	.max_parts = 5,
	.arity_text = "requires 2 or 3 arguments",
	.space = SPACE_USER,
	.has_user_target = true,
	.expand = expand_uprobe,
	.ctx_type = probe_regs_ctx_type,
	.plan = plan_uprobe,
	.lower_retval = probe_regs_retval,
	.lower_func = lower_returning_func,
	.lower_reg = probe_regs_word,
	.place = place_of_target,
	.tells_targets = probe_cookie_tells,
	.lower_target = probe_lower_cookie,
	.attach = attach_uprobe,
	.list = list_uprobe,
};
