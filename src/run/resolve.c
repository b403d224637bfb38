/*
 * What values need to become text, for the output: symbols, the frames of stacks, names of users, times, control groups.
 *
 * Frames stay in the kernel's stack maps until a stack is shown; each stack is fetched once. Before a whole map is printed the
 * kernel addresses in it are collected and resolved together, which is much cheaper than one by one.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "run/resolve.h"

enum {
	MAX_DEPTH = 127, /* of what the kernel's stack maps take */
	SECOND_MAP = 1u << 31,
	UNWIND_FAILED = -1,
};

/* ---- stacks ---- */

static struct kern_map *stack_map(struct run *r, const struct type *t, uint32_t id)
{
	enum ir_map_role role = id & SECOND_MAP ? IR_MAP_STACKS2 : IR_MAP_STACKS;
	uint32_t depth = MIN(t->count, (uint32_t)MAX_DEPTH);
	for (size_t i = 0; i < r->map_count; i++) {
		const struct ir_map *def = r->maps[i].def;
		if (r->maps[i].fd >= 0 && def->role == role && def->kernel_stack == t->is_kernel_stack && def->depth == depth)
			return &r->maps[i];
	}
	return NULL;
}

static size_t slot_of(const struct stack_cache *c, uint64_t key)
{
	size_t i = (key * 0x9e3779b97f4a7c15ull) >> 32 & (c->cap - 1);
	while (c->slots[i].key && c->slots[i].key != key)
		i = (i + 1) & (c->cap - 1);
	return i;
}

static void grow_cache(struct stack_cache *c)
{
	struct stack_slot *old = c->slots;
	size_t old_cap = c->cap;
	c->cap = MAX(c->cap * 2, (size_t)64);
	c->slots = xcalloc(c->cap, sizeof(*c->slots));
	for (size_t i = 0; i < old_cap; i++)
		if (old[i].key)
			c->slots[slot_of(c, old[i].key)] = old[i];
	free(old);
}

/* Fetches a stack from its map; without frames if it is not there. */
static struct stack_slot fetch_stack(struct resolver *s, const struct kern_map *m, uint64_t key, uint32_t id)
{
	uint64_t frames[MAX_DEPTH + 1] = { 0 };
	struct stack_slot slot = { .key = key };
	if (kern_map_lookup(m->fd, &id, frames))
		return slot;
	while (slot.n < m->def->depth && frames[slot.n])
		slot.n++;
	slot.frames = arena_dup(s->arena, frames, slot.n * sizeof(*frames));
	return slot;
}

/* Frames of a stack value: leaf first. A stack in the kernel's map never changes. */
static size_t stack_frames(struct resolver *s, const struct type *t, const void *value, const uint64_t **ret)
{
	struct kstack_value v;
	memcpy(&v, value, sizeof(v));
	struct kern_map *m = v.id ? stack_map(s->run, t, v.id) : NULL;
	if (!m)
		return 0;
	uint64_t key = (uint64_t)(m->def->index + 1) << 32 | v.id;
	struct stack_cache *c = &s->stacks;
	if (c->count * 2 >= c->cap)
		grow_cache(c);
	struct stack_slot *slot = &c->slots[slot_of(c, key)];
	if (!slot->key) {
		*slot = fetch_stack(s, m, key, (v.id & ~SECOND_MAP) - 1);
		c->count++;
	}
	*ret = slot->frames;
	return MIN(slot->n, (size_t)t->count);
}

static void add_address(struct strbuf *to, uint64_t addr)
{
	strbuf_add(to, "0x", 2);
	out_hex(to, addr);
}

static void add_name_offset(struct strbuf *to, const char *name, uint64_t offset)
{
	strbuf_puts(to, name);
	strbuf_putc(to, '+');
	strbuf_u64(to, offset);
}

/* Whether the name is known; the text is the address otherwise. */
static void add_kernel_symbol(struct resolver *s, uint64_t addr, struct strbuf *to)
{
	uint64_t offset;
	const char *name = kern_symbol_name(s->run->ksyms, addr, &offset);
	if (name)
		add_name_offset(to, name, offset);
	else
		add_address(to, addr);
}

static void add_kernel_frame(struct resolver *s, enum stack_mode mode, uint64_t addr, struct strbuf *to)
{
	if (mode == STACK_PERF) {
		strbuf_putc(to, '\t');
		out_hex(to, addr);
		strbuf_putc(to, ' ');
	} else {
		strbuf_pad(to, ' ', 8);
	}
	add_kernel_symbol(s, addr, to);
}

/* The executable that the probe is in, for processes that are gone. */
static const char *probe_path(const struct run *r, uint32_t probe)
{
	if (probe >= r->compiled->sema.units.len)
		return NULL;
	const struct unit *u = r->compiled->sema.units.data[probe];
	return u->kind->has_user_target && u->targets.len ? u->targets.data[0]->group : NULL;
}

static bool find_user_symbol(struct resolver *s, uint32_t pid, uint32_t probe, uint64_t addr, struct sym_user *ret)
{
	*ret = (struct sym_user){ 0 };
	if (sym_user_find(s->run->syms, pid, addr, ret) && ret->name)
		return true;
	const char *path = ret->module ? NULL : probe_path(s->run, probe);
	return path && sym_file_find(s->run->syms, path, addr, ret);
}

static void add_user_frame(struct resolver *s, enum stack_mode mode, const struct ustack_value *v, uint64_t addr,
			   struct strbuf *to)
{
	struct sym_user u;
	bool named = find_user_symbol(s, v->pid, v->probe, addr, &u);
	if (mode == STACK_PERF) {
		strbuf_putc(to, '\t');
		out_hex(to, addr);
		strbuf_putc(to, ' ');
	} else {
		strbuf_pad(to, ' ', 8);
	}
	if (named)
		add_name_offset(to, u.name, u.offset);
	else
		add_address(to, addr);
	if (mode == STACK_PERF) {
		strbuf_puts(to, " (");
		strbuf_puts(to, u.module ? u.module : "[unknown]");
		strbuf_putc(to, ')');
	}
}

static void add_build_id_frame(struct resolver *s, const struct ustack_value *v, uint64_t addr, struct strbuf *to)
{
	uint8_t id[20];
	uint64_t offset;
	size_t n = sym_build_id(s->run->syms, v->pid, addr, id, &offset);
	if (!n) {
		out_hex(to, addr);
		return;
	}
	for (size_t i = 0; i < sizeof(id); i++) {
		if (i >= n || id[i] < 16)
			strbuf_putc(to, '0');
		out_hex(to, i < n ? id[i] : 0);
	}
	strbuf_putc(to, ' ');
	add_address(to, offset);
}

static void add_frame(struct resolver *s, const struct type *t, const struct ustack_value *v, uint64_t addr,
		      struct strbuf *to)
{
	if (addr == (uint64_t)UNWIND_FAILED)
		strbuf_puts(to, "<unwind failure>");
	else if (t->stack_mode == STACK_RAW)
		out_hex(to, addr);
	else if (t->is_kernel_stack)
		add_kernel_frame(s, t->stack_mode, addr, to);
	else if (t->stack_mode == STACK_BUILD_ID)
		add_build_id_frame(s, v, addr, to);
	else
		add_user_frame(s, t->stack_mode, v, addr, to);
	strbuf_putc(to, '\n');
}

static void resolve_stack(void *ctx, const struct type *t, const void *value, struct strbuf *to)
{
	struct resolver *s = ctx;
	struct ustack_value v = { 0 };
	const uint64_t *frames = NULL;
	memcpy(&v, value, t->is_kernel_stack ? sizeof(struct kstack_value) : sizeof(v));
	size_t n = stack_frames(s, t, value, &frames);
	strbuf_putc(to, '\n');
	if (n && t->is_kernel_stack && t->stack_mode != STACK_RAW)
		kern_symbols_prefetch(s->run->ksyms, frames, n);
	for (size_t i = 0; i < n; i++)
		add_frame(s, t, &v, frames[i], to);
}

/* ---- symbols ---- */

static void resolve_ksym(void *ctx, uint64_t addr, struct strbuf *to)
{
	struct resolver *s = ctx;
	uint64_t offset;
	const char *name = kern_symbol_name(s->run->ksyms, addr, &offset);
	if (name)
		strbuf_puts(to, name);
	else
		add_address(to, addr);
}

static void resolve_usym(void *ctx, const struct usym_value *v, struct strbuf *to)
{
	struct sym_user u;
	if (find_user_symbol(ctx, v->pid, v->probe, v->addr, &u))
		strbuf_puts(to, u.name);
	else
		add_address(to, v->addr);
}

/* ---- before a whole map ---- */

bool run_has_kernel_symbols(const struct type *t)
{
	if (t->kind == TYPE_KSYM)
		return true;
	if (t->kind == TYPE_STACK)
		return t->is_kernel_stack && t->stack_mode != STACK_RAW;
	if (t->kind == TYPE_ARRAY)
		return run_has_kernel_symbols(t->inner);
	for (uint32_t i = 0; i < t->member_count; i++)
		if ((t->kind == TYPE_TUPLE || t->kind == TYPE_RECORD) && run_has_kernel_symbols(t->members[i].type))
			return true;
	return false;
}

void run_collect_addresses(struct run *r, const struct type *t, const uint8_t *v, struct address_vec *to)
{
	struct resolver *s = r->out.resolver.ctx;
	const uint64_t *frames = NULL;
	uint64_t addr;
	switch (t->kind) {
	case TYPE_KSYM:
		memcpy(&addr, v, sizeof(addr));
		vec_push(NULL, to, addr);
		break;
	case TYPE_STACK:
		for (size_t i = 0, n = t->is_kernel_stack ? stack_frames(s, t, v, &frames) : 0; i < n; i++)
			vec_push(NULL, to, frames[i]);
		break;
	case TYPE_ARRAY:
		for (uint32_t i = 0; i < t->count; i++)
			run_collect_addresses(r, t->inner, v + (size_t)i * t->inner->size, to);
		break;
	case TYPE_TUPLE: case TYPE_RECORD:
		for (uint32_t i = 0; i < t->member_count; i++)
			run_collect_addresses(r, t->members[i].type, v + t->members[i].offset, to);
		break;
	default:
		break;
	}
}

/* ---- users ---- */

/* First entry of /etc/passwd with the uid; nothing if there is none. */
static void resolve_username(void *ctx, uint64_t uid, struct strbuf *to)
{
	struct resolver *s = ctx;
	if (!s->passwd && file_read_all("/etc/passwd", &s->passwd, NULL))
		s->passwd = xstrdup("");
	for (const char *line = s->passwd; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t name_len = strcspn(line, ":\n");
		const char *at = line + name_len;
		at += *at == ':' ? 1 + strcspn(at + 1, ":\n") : 0;
		if (*at == ':' && strtoull(at + 1, NULL, 10) == uid) {
			strbuf_add(to, line, name_len);
			return;
		}
	}
}

/* ---- times ---- */

/* %f, %l and %k: the fraction of the second in micro-, milli- and nanoseconds; strftime does not know them. */
static void expand_fractions(const char *format, uint64_t ns, struct strbuf *to)
{
	for (const char *p = format; *p; p++) {
		if (*p != '%' || !p[1]) {
			strbuf_putc(to, *p);
			continue;
		}
		p++;
		if (*p == 'f')
			strbuf_printf(to, "%06" PRIu64, ns / 1000);
		else if (*p == 'l')
			strbuf_printf(to, "%03" PRIu64, ns / 1000000);
		else if (*p == 'k')
			strbuf_printf(to, "%09" PRIu64, ns);
		else
			strbuf_add(to, (char[]){ '%', *p }, 2);
	}
}

static void resolve_timestamp(void *ctx, const struct timestamp_value *v, struct strbuf *to)
{
	struct resolver *s = ctx;
	struct strbuf format = { 0 };
	char text[256];
	uint64_t ns = v->mode == 2 ? v->ns : v->ns + s->run->boot_to_wall_ns;
	time_t seconds = (time_t)(ns / 1000000000);
	struct tm tm;
	expand_fractions(run_string(s->run, v->format), ns % 1000000000, &format);
	localtime_r(&seconds, &tm);
	size_t n = v->mode ? strftime(text, sizeof(text), strbuf_str(&format), &tm) : 0;
	if (v->mode && !n)
		run_error(s->run, "strftime returned 0");
	strbuf_add(to, n ? text : "(?)", n ? n : 3);
	strbuf_done(&format);
}

/* ---- control groups ---- */

static void resolve_cgroup_path(void *ctx, const struct cgroup_path_value *v, struct strbuf *to)
{
	struct resolver *s = ctx;
	const char *filter = run_string(s->run, v->filter);
	char key[320];
	snprintf(key, sizeof(key), "%" PRIu64 " %s", v->id, filter);
	const char *known = strmap_get(&s->cgroups, key);
	if (!known) {
		struct strbuf text = { 0 };
		run_cgroup_path(v->id, filter, &text);
		known = arena_strdup(s->arena, strbuf_str(&text));
		strmap_put(&s->cgroups, arena_strdup(s->arena, key), (void *)known);
		strbuf_done(&text);
	}
	strbuf_puts(to, known);
}

/* ---- the resolver ---- */

/* Where addresses are not randomised, all processes of a program have the same ones. */
static bool caches_by_program(const struct run *r)
{
	const char *setting = r->compiled->config.cache_user_symbols;
	char *text;
	if (setting)
		return !strcmp(setting, "PER_PROGRAM");
	if (file_read_all("/proc/sys/kernel/randomize_va_space", &text, NULL))
		return false;
	bool fixed = text[0] == '0';
	free(text);
	return fixed;
}

static void look_for_user_symbols(void *ctx, struct expr **slot)
{
	bool *found = ctx;
	const struct type *t = (*slot)->type;
	*found |= t && (t->kind == TYPE_USYM || (t->kind == TYPE_STACK && !t->is_kernel_stack));
}

static bool shows_user_symbols(const struct run *r)
{
	bool found = false;
	for (size_t i = 0; !found && i < r->compiled->sema.units.len; i++)
		ast_walk_block(r->compiled->sema.units.data[i]->decl->body, look_for_user_symbols, &found);
	return found;
}

void run_watch_processes(struct run *r)
{
	if ((!r->opt->child && r->opt->pid <= 0) || !shows_user_symbols(r))
		return;
	if (r->opt->pid > 0)
		sym_process_seen(r->syms, (uint32_t)r->opt->pid);
	int pid = r->opt->child ? run_child_pid(r->opt->child) : r->opt->pid;
	int err = sym_process_watch(r->syms, (uint32_t)pid);
	if (err)
		run_verbose(r, "Symbols of processes that end will be missing: %s", strerror(-err));
}

/* Buffers of str() below 1024 bytes have one byte more than it may fill: a text of all of them was cut. */
static uint64_t cut_length(const struct config *c) { return c->max_strlen < 1024 ? c->max_strlen : 0; }

void run_resolver_init(struct run *r)
{
	struct resolver *s = xcalloc(1, sizeof(*s));
	struct sym_options options = {
		.demangle = r->compiled->config.cpp_demangle,
		.per_program = caches_by_program(r),
	};
	s->run = r;
	s->arena = arena_new();
	strmap_init(&s->cgroups, s->arena);
	r->ksyms = kern_symbols_new(r->features);
	r->syms = sym_cache_new(&options, r->ksyms);
	r->out.resolver = (struct out_resolver){
		.ctx = s,
		.ksym = resolve_ksym,
		.usym = resolve_usym,
		.stack = resolve_stack,
		.username = resolve_username,
		.timestamp = resolve_timestamp,
		.cgroup_path = resolve_cgroup_path,
		.str_trailer = r->compiled->config.str_trunc_trailer,
		.str_limit = cut_length(&r->compiled->config),
	};
}

void run_resolver_done(struct run *r)
{
	struct resolver *s = r->out.resolver.ctx;
	sym_cache_free(r->syms);
	kern_symbols_free(r->ksyms);
	r->syms = NULL;
	r->ksyms = NULL;
	r->out.resolver = (struct out_resolver){ 0 };
	if (!s)
		return;
	arena_free(s->arena);
	free(s->stacks.slots);
	free(s->passwd);
	free(s);
}
