/*
 * Listing: the patterns of -l against everything that can be attached to, or the places that a script's attach points
 * name. Lines are sorted within each kind; -v adds a line for each parameter.
 */
#include <stdio.h>
#include <unistd.h>

#include "probe/probe.h"

struct listing {
	struct probe_env *env;
	struct target_vec found;
};

static void collect(void *ctx, const struct probe_target *t)
{
	struct listing *l = ctx;
	vec_push(l->env->arena, &l->found, (struct probe_target *)(uintptr_t)t);
}

static int by_text(const void *a, const void *b)
{
	const struct probe_target *const *x = a, *const *y = b;
	return strcmp((*x)->text, (*y)->text);
}

static void print_param(void *ctx, const char *line) { strbuf_printf(ctx, "    %s\n", line); }

void probe_list_target(struct probe_env *env, struct probe_target *t, bool with_params, struct strbuf *out)
{
	strbuf_printf(out, "%s\n", t->text);
	if (with_params && t->kind->list_params)
		t->kind->list_params(env, t, print_param, out);
}

static void list_kind(struct probe_env *env, const struct probe_kind *k, struct attach_point *pattern, bool with_params,
		      struct strbuf *out)
{
	struct listing l = { .env = env };
	if (!k->list)
		return;
	pattern->parts.data[0] = k->name;
	k->list(env, pattern, collect, &l);
	if (l.found.len)
		qsort(l.found.data, l.found.len, sizeof(*l.found.data), by_text);
	for (size_t i = 0; i < l.found.len; i++)
		if (i == 0 || strcmp(l.found.data[i]->text, l.found.data[i - 1]->text))
			probe_list_target(env, l.found.data[i], with_params, out);
}

/* Splits at ':'; a word without one is looked for in all kinds. */
static struct attach_point *parse_pattern(struct probe_env *env, const char *pattern)
{
	struct attach_point *ap = ARENA_NEW(env->arena, struct attach_point);
	ap->text = pattern;
	if (!strchr(pattern, ':'))
		pattern = arena_sprintf(env->arena, "*:%s", pattern);
	for (const char *p = pattern, *end; p; p = end ? end + 1 : NULL) {
		end = strchr(p, ':');
		const char *part = end ? arena_strndup(env->arena, p, (size_t)(end - p)) : p;
		vec_push(env->arena, &ap->parts, part);
		vec_push(env->arena, &ap->quoted, false);
	}
	return ap;
}

static int by_name(const void *a, const void *b)
{
	const struct probe_kind *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

static void list_matching_kinds(struct probe_env *env, const char *type, struct attach_point *pattern, bool with_params,
				struct strbuf *out)
{
	const struct probe_kind *kinds[32];
	size_t n = 0;
	bool user = env->pid || (pattern->parts.len > 1 && access(pattern->parts.data[1], F_OK) == 0);
	for (const struct probe_kind *const *k = probe_kinds; *k; k++) {
		bool user_kind = (*k)->bit & (PROBE_UPROBE | PROBE_USDT);
		if (((*k)->list_by_default || (user && user_kind)) && (!*type || wildcard_match(type, (*k)->name)))
			kinds[n++] = *k;
	}
	qsort(kinds, n, sizeof(*kinds), by_name);
	for (size_t i = 0; i < n; i++)
		list_kind(env, kinds[i], pattern, with_params, out);
}

void probe_list_pattern(struct probe_env *env, const char *pattern, bool with_params, struct strbuf *out)
{
	struct attach_point *ap = parse_pattern(env, pattern);
	const char *type = ap->parts.data[0];
	const struct probe_kind *k = probe_kind_find(type);
	if (k)
		list_kind(env, k, ap, with_params, out);
	else
		list_matching_kinds(env, type, ap, with_params, out);
}
