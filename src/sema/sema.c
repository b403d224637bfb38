/*
 * The rounds. Every round walks all functions and units, typing with what the round before found out, and settles the
 * types of variables and maps at its end. When nothing changes any more, maps that nobody assigns get their default,
 * and then places that look at types (sizeof, typeof, comptime) are let through in one round, after which ordinary
 * rounds go on; once all of it is stable, a last round records the messages.
 */
#include "sema/internal.h"

enum {
	ROUNDS_FREE = 12, /* after so many, types only grow, which ends */
	ROUNDS_MAX = 1000,
};

/* ---- messages ---- */

/* Units of one probe share their places: what was said of one is not said again. */
bool sema_is_new(struct sema *s, enum diag_id id, struct span span, const char *text)
{
	const char *key = arena_sprintf(s->arena, "%d %p %u %u %p %s", id, (const void *)span.source, span.begin,
					span.end, (const void *)span.expansion, text);
	return !strmap_put(&s->seen, key, (void *)key);
}

static struct diag *record(struct sema *s, enum diag_id id, struct span span, const char *fmt, va_list ap)
{
	const char *text = arena_vsprintf(s->arena, fmt, ap);
	return sema_is_new(s, id, span, text) ? diag_add(s->diags, id, span, "%s", text) : NULL;
}

#define RECORD(s, id, span, fmt)                                                                                      \
	({                                                                                                            \
		va_list ap;                                                                                           \
		va_start(ap, fmt);                                                                                    \
		struct diag *g_ = record(s, id, span, fmt, ap);                                                       \
		va_end(ap);                                                                                           \
		g_;                                                                                                   \
	})

struct diag *sema_error_now(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...)
{
	return RECORD(s, id, span, fmt);
}

struct diag *sema_warn_now(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...)
{
	return RECORD(s, id, span, fmt);
}

void sema_missing_feature(struct sema *s, struct span span, enum feature f, const char *name)
{
	struct diag *g = sema_error(s, D_KERNEL_FEATURE, span, "Missing required kernel feature: %s", name);
	sema_hint(s, g, "Linux has it from %s on.", feature_kernel(f));
}

bool sema_unstable(struct sema *s, struct span span, enum unstable state, const char *name, const char *title)
{
	if (state == UNSTABLE_ERROR)
		sema_error(s, D_UNSTABLE, span,
			   "%s feature is not enabled by default. To enable this unstable feature, set the config flag to "
			   "enable. unstable_%s=enable", title, name);
	else if (state == UNSTABLE_WARN)
		sema_warn_now(s, D_UNSTABLE_WARN, span_none(),
			      "Script is using an unstable feature: %s. To prevent this warning you must explicitly enable it in "
			      "the config e.g. unstable_%s=enable", title, name);
	return state != UNSTABLE_ERROR;
}

struct diag *sema_error(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...)
{
	return s->final ? RECORD(s, id, span, fmt) : NULL;
}

struct diag *sema_warn(struct sema *s, enum diag_id id, struct span span, const char *fmt, ...)
{
	return s->final ? RECORD(s, id, span, fmt) : NULL;
}

void sema_context(struct sema *s, struct diag *g, struct span span, const char *fmt, ...)
{
	if (!g)
		return;
	va_list ap;
	va_start(ap, fmt);
	diag_context(s->diags, g, span, "%s", arena_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

void sema_hint(struct sema *s, struct diag *g, const char *fmt, ...)
{
	if (!g)
		return;
	va_list ap;
	va_start(ap, fmt);
	diag_hint(s->diags, g, "%s", arena_vsprintf(s->arena, fmt, ap));
	va_end(ap);
}

/* ---- tables of actions and strings ---- */

struct action *sema_action(struct sema *s, struct expr *e, const struct builtin *b)
{
	if (e->annot)
		return e->annot;
	struct action *a = ARENA_NEW(s->arena, struct action);
	a->id = (uint32_t)s->actions.len;
	a->builtin = b;
	a->span = e->span;
	vec_push(s->arena, &s->actions, a);
	return e->annot = a;
}

uint32_t sema_string(struct sema *s, const char *text)
{
	for (size_t i = 0; i < s->strings.len; i++)
		if (!strcmp(s->strings.data[i], text))
			return (uint32_t)i;
	vec_push(s->arena, &s->strings, text);
	return (uint32_t)s->strings.len - 1;
}

/* ---- rounds ---- */

const struct type *sema_wait(struct sema *s)
{
	s->pending++;
	return type_none(s->types);
}

static void check_unit(struct sema *s, struct unit *u)
{
	struct sema_scope scope;
	s->unit = u;
	s->loop_depth = s->for_depth = 0;
	scope_enter(s, &scope);
	if (u->decl->predicate)
		expr_condition(s, u->decl->predicate, u->decl->predicate->span);
	block_type(s, u->decl->body, false);
	scope_leave(s);
	scope_report_unassigned(s);
	s->unit = NULL;
}

static void settle(struct sema *s)
{
	for (size_t i = 0; i < s->vars.len; i++)
		infer_settle(s, &s->vars.data[i]->slot_infer, &s->vars.data[i]->type);
	map_settle_all(s);
}

static void run_round(struct sema *s)
{
	s->changed = false;
	s->pending = 0;
	for (size_t i = 0; i < s->units.len; i++)
		check_unit(s, s->units.data[i]);
	function_check_all(s);
	if (!s->final)
		settle(s);
}

static void run_until_stable(struct sema *s)
{
	unsigned n = 0;
	do {
		s->accumulate = n >= ROUNDS_FREE;
		run_round(s);
	} while (s->changed && ++n < ROUNDS_MAX);
	s->accumulate = false;
}

/* Lets what waits look at the types. Whether that got anywhere, if only to maps that nothing else names. */
static bool resolve_pending(struct sema *s)
{
	unsigned before = s->pending;
	if (!before)
		return false;
	s->resolve = true;
	run_round(s);
	s->resolve = false;
	return s->pending < before || s->changed || map_default_undefined(s);
}

static void infer_all(struct sema *s)
{
	unsigned n = 0;
	do
		run_until_stable(s);
	while (++n < ROUNDS_MAX && (map_default_undefined(s) || resolve_pending(s)));
}

/* `let $x: string` that nothing was assigned to. */
static void size_empty_strings(struct sema *s)
{
	for (size_t i = 0; i < s->vars.len; i++) {
		struct sema_var *v = s->vars.data[i];
		if (v->type->kind != TYPE_STRING || v->type->size)
			continue;
		v->type = type_string(s->types, 1);
		v->slot_infer.settled = infer_from_type(s, v->type);
	}
}

/* `let $x` that is never used. */
static void type_unused_variables(struct sema *s)
{
	for (size_t i = 0; i < s->vars.len; i++)
		if (s->vars.data[i]->type->kind == TYPE_NONE)
			s->vars.data[i]->type = type_int(s->types, 1, true);
}

/* What is shown when the program runs is shown with all its members. */
static void complete_shown(struct sema *s)
{
	for (size_t i = 0; i < s->actions.len; i++)
		if (s->actions.data[i]->payload)
			type_complete_value(s->types, s->actions.data[i]->payload);
	for (size_t i = 0; i < s->maps.len; i++) {
		const struct sema_map *m = s->maps.data[i];
		if (m->key_type)
			type_complete_value(s->types, m->key_type);
		if (m->value_type)
			type_complete_value(s->types, m->value_type);
	}
}

int sema_check(struct sema *s)
{
	size_t errors = s->diags->errors;
	strmap_init(&s->seen, s->arena);
	map_collect(s);
	function_collect(s);
	infer_all(s);
	size_empty_strings(s);
	s->final = true;
	run_round(s);
	map_check_all(s);
	function_check_recursion(s);
	type_unused_variables(s);
	if (s->diags->errors == errors)
		option_check_all(s);
	if (s->diags->errors > errors)
		return -1;
	if (s->addrspace_missing)
		sema_warn(s, D_ADDRSPACE, span_none(), "Addrspace is not set");
	complete_shown(s);
	return 0;
}
