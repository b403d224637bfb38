/*
 * What can be attached to: the kernel's lists of traceable functions and of tracepoints, each read when first asked for
 * and kept as one text whose lines are searched in place. A kernel that does not show its functions (no tracefs) is
 * asked through its BTF instead.
 */
#include <stdio.h>
#include <unistd.h>

#include "probe/probe.h"

struct line_list {
	char *text; /* lines, each ended by NUL */
	size_t len;
	bool loaded;
};

struct probe_sources {
	const char *traceable_file;
	struct line_list functions, events, modules;
	struct strmap blacklist; /* names that kprobes refuse */
	bool blacklist_loaded, warned;
	char *blacklist_text;
	struct strmap names; /* of tests and benches */
};

struct probe_sources *probe_sources_new(const char *traceable_file)
{
	struct probe_sources *s = xcalloc(1, sizeof(*s));
	s->traceable_file = traceable_file;
	strmap_init(&s->blacklist, NULL);
	strmap_init(&s->names, NULL);
	return s;
}

void probe_sources_free(struct probe_sources *s)
{
	if (!s)
		return;
	strmap_done(&s->blacklist);
	strmap_done(&s->names);
	free(s->blacklist_text);
	free(s->functions.text);
	free(s->events.text);
	free(s->modules.text);
	free(s);
}

/* ---- lists of lines ---- */

static int load_lines(struct line_list *l, const char *path)
{
	if (l->loaded)
		return 0;
	int err = file_read_all(path, &l->text, &l->len);
	if (err)
		return err;
	l->loaded = true;
	for (char *p = l->text; (p = memchr(p, '\n', l->len - (size_t)(p - l->text))); p++)
		*p = '\0';
	return 0;
}

/* The line after `line`; the first one for NULL; NULL at the end. */
static char *next_line(const struct line_list *l, char *line)
{
	char *p = line ? line + strlen(line) + 1 : l->text;
	return p && p < l->text + l->len ? p : NULL;
}

/* ---- tracefs ---- */

const char *probe_tracefs(struct probe_env *env, const struct attach_point *ap)
{
	const char *root = tracefs_root();
	if (!root && !kern_mount_tracefs())
		root = tracefs_root();
	if (!root && ap)
		diag_add(env->diags, D_KERNEL_FEATURE, ap->span,
			 "%s needs tracefs, which is not mounted (mount -t tracefs tracefs /sys/kernel/tracing)",
			 ap->parts.data[0]);
	return root;
}

void probe_each_event(struct probe_env *env, const char *category, const char *event,
		      void (*fn)(void *ctx, const char *category, const char *event), void *ctx)
{
	struct line_list *l = &env->sources->events;
	const char *root = probe_tracefs(env, NULL);
	if (!root || load_lines(l, arena_sprintf(env->arena, "%s/available_events", root)))
		return;
	for (char *line = NULL; (line = next_line(l, line));) {
		char *colon = strchr(line, ':');
		if (!colon)
			continue;
		const char *cat = arena_strndup(env->arena, line, (size_t)(colon - line));
		if (wildcard_match(category, cat) && wildcard_match(event, colon + 1))
			fn(ctx, cat, colon + 1);
	}
}

/* ---- functions ---- */

bool probe_function_hidden(const char *name)
{
	static const char *const names[] = { "arch_cpu_idle", "default_idle", "bpf_dispatcher_xdp_func" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return str_starts(name, "rcu_") || str_starts(name, "__ftrace_invalid_address__") || strstr(name, ".part.");
}

/* Third column of the list of functions that kprobes refuse. */
static void load_blacklist(struct probe_sources *s)
{
	if (s->blacklist_loaded)
		return;
	s->blacklist_loaded = true;
	if (file_read_all("/sys/kernel/debug/kprobes/blacklist", &s->blacklist_text, NULL))
		return;
	char *save = NULL;
	for (char *line = strtok_r(s->blacklist_text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *name = strrchr(line, '\t');
		name = name ? name : strrchr(line, ' ');
		if (name)
			strmap_put(&s->blacklist, name + 1, s);
	}
}

static void warn_unreadable(struct probe_env *env, const char *path, int err)
{
	if (env->sources->warned)
		return;
	env->sources->warned = true;
	diag_add(env->diags, D_PROBE_UNTRACEABLE, span_none(),
		 "Could not read functions from %s: %s; taking those of the kernel's BTF instead", path, strerror(-err));
}

/* "name" or "name [module]" of one line, taken apart in place the first time. */
static const char *split_module(char *line)
{
	char *open = strchr(line, '[');
	if (!open)
		return "vmlinux";
	return open + 1;
}

/* Lines become "name\0[module\0" so that both halves are strings. */
static void separate_modules(struct line_list *l)
{
	char *end = l->text + l->len;
	for (char *p = l->text; (p = memchr(p, '[', (size_t)(end - p))); p++) {
		char *close = strchr(p, ']');
		if (close)
			*close = '\0';
		if (p > l->text && (p[-1] == ' ' || p[-1] == '\t'))
			p[-1] = '\0';
	}
}

static bool load_functions(struct probe_env *env)
{
	struct probe_sources *s = env->sources;
	if (s->functions.loaded)
		return true;
	const char *path = s->traceable_file;
	if (!path) {
		const char *root = probe_tracefs(env, NULL);
		path = root ? arena_sprintf(env->arena, "%s/available_filter_functions", root) :
			      "/sys/kernel/tracing/available_filter_functions";
	}
	int err = load_lines(&s->functions, path);
	if (err)
		warn_unreadable(env, path, err);
	else
		separate_modules(&s->functions);
	return !err;
}

/* Steps over the list: the next name and its module. NULL at the end. */
static char *next_function(const struct line_list *l, char *at, const char **ret_module)
{
	char *name = next_line(l, at);
	while (name && (!*name || *name == '['))
		name = next_line(l, name);
	if (!name)
		return NULL;
	char *second = next_line(l, name);
	*ret_module = second && *second == '[' ? split_module(second) : "vmlinux";
	return name;
}

struct visit {
	struct probe_env *env;
	const char *module, *name;
	probe_function_visitor *fn;
	void *ctx;
	struct strmap seen;
};

static void visit_function(void *ctx, const char *module, const char *name)
{
	struct visit *v = ctx;
	if ((v->name && !wildcard_match(v->name, name)) || (v->module && !wildcard_match(v->module, module)))
		return;
	if (probe_function_hidden(name) || strmap_get(&v->env->sources->blacklist, name))
		return;
	const char *key = v->module ? arena_sprintf(v->env->arena, "%s:%s", module, name) : name;
	if (!strmap_put(&v->seen, key, v))
		v->fn(v->ctx, module, name);
}

void probe_each_function(struct probe_env *env, const char *module, const char *name, probe_function_visitor *fn,
			 void *ctx)
{
	struct visit v = { .env = env, .module = module, .name = name, .fn = fn, .ctx = ctx };
	strmap_init(&v.seen, NULL);
	load_blacklist(env->sources);
	if (load_functions(env)) {
		const char *m;
		for (char *f = NULL; (f = next_function(&env->sources->functions, f, &m));)
			visit_function(&v, m, f);
	} else {
		type_btf_each_func(env->types, visit_function, &v);
	}
	strmap_done(&v.seen);
}

bool probe_function_listed(struct probe_env *env, const char *module, const char *name)
{
	const char *m;
	if (!load_functions(env))
		return false;
	for (char *f = NULL; (f = next_function(&env->sources->functions, f, &m));)
		if (!strcmp(f, name) && (!module || !strcmp(m, module)))
			return true;
	return false;
}

/* ---- copies that the compiler made ---- */

static bool is_clone_of(const char *symbol, const char *name)
{
	size_t n = strlen(name);
	if (strncmp(symbol, name, n) || symbol[n] != '.')
		return false;
	const char *suffix = symbol + n;
	return str_starts(suffix, ".isra.") || str_starts(suffix, ".constprop.") || str_starts(suffix, ".part.");
}

/* /proc/kallsyms has lines "address type name [module]". */
static const char *clone_in_kallsyms(struct probe_env *env, const char *name)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	char line[512], symbol[256];
	const char *found = NULL;
	while (f && !found && fgets(line, sizeof(line), f))
		if (sscanf(line, "%*x %*c %255s", symbol) == 1 && is_clone_of(symbol, name))
			found = arena_strdup(env->arena, symbol);
	if (f)
		fclose(f);
	return found;
}

const char *probe_function_clone(struct probe_env *env, const char *name)
{
	const char *m;
	if (!load_functions(env))
		return clone_in_kallsyms(env, name);
	for (char *f = NULL; (f = next_function(&env->sources->functions, f, &m));)
		if (is_clone_of(f, name))
			return f;
	return NULL;
}

/* ---- modules and names ---- */

bool probe_module_loaded(const char *module)
{
	if (!strcmp(module, "vmlinux"))
		return true;
	char path[128];
	snprintf(path, sizeof(path), "/sys/module/%s/initstate", module);
	return access(path, F_OK) == 0;
}

const struct attach_point *probe_name_claim(struct probe_env *env, const char *name, const struct attach_point *ap)
{
	const struct attach_point *other = strmap_get(&env->sources->names, name);
	if (!other)
		strmap_put(&env->sources->names, name, (void *)(uintptr_t)ap);
	return other;
}
