/*
 * Scratch variables: block scopes, creation, shadowing. A variable belongs to the node that creates it and so is the
 * same object in every round; the scopes are built anew as the tree is walked.
 */
#include "sema/internal.h"

void scope_enter(struct sema *s, struct sema_scope *scope)
{
	memset(scope, 0, sizeof(*scope));
	scope->outer = s->scope;
	scope->for_depth = s->for_depth;
	strmap_init(&scope->vars, s->arena);
	s->scope = scope;
}

void scope_leave(struct sema *s)
{
	s->scope = s->scope->outer;
}

struct sema_var *scope_find(struct sema *s, const char *name)
{
	for (struct sema_scope *scope = s->scope; scope; scope = scope->outer) {
		struct sema_var *v = strmap_get(&scope->vars, name);
		if (!v)
			continue;
		v->is_captured |= s->for_depth > v->for_depth;
		return v;
	}
	return NULL;
}

struct sema_var *scope_new_var(struct sema *s, const char *name, struct span span, int origin)
{
	struct sema_var *v = ARENA_NEW(s->arena, struct sema_var);
	v->name = name;
	v->type = type_none(s->types);
	v->span = span;
	v->origin = origin;
	vec_push(s->arena, &s->vars, v);
	return v;
}

struct sema_var *scope_create(struct sema *s, struct sema_var **slot, const char *name, struct span span, int origin)
{
	if (!*slot)
		*slot = scope_new_var(s, name, span, origin);
	struct sema_var *v = *slot;
	v->is_assigned = false;
	v->for_depth = s->for_depth;
	strmap_put(&s->scope->vars, name, v);
	return v;
}

const char *scope_written_name(const struct expr *e)
{
	return e->str ? e->str : e->name;
}

struct sema_var *scope_create_target(struct sema *s, struct sema_var **slot, const struct expr *target, struct span span,
				     int origin)
{
	struct sema_var *v = scope_create(s, slot, target->name, span, origin);
	v->name = scope_written_name(target);
	return v;
}

static void report_shadowing(struct sema *s, const struct sema_var *var, struct diag *g)
{
	static const char *const what[] = {
		[VAR_ASSIGNED] = "This is the initial assignment.",
		[VAR_DECLARED] = "This is the initial declaration.",
		[VAR_LOOP] = "This is the loop variable.",
		[VAR_PARAM] = "This is the function parameter.",
	};
	sema_context(s, g, var->span, "%s", what[var->origin]);
}

void scope_report_shadowing(struct sema *s, const struct sema_var *var, struct span span)
{
	report_shadowing(s, var,
			 sema_error(s, D_SHADOWING, span,
				    "Variable $%s was already declared. Variable shadowing is not allowed.",
				    var->name));
}

void scope_report_loop_shadowing(struct sema *s, const struct sema_var *var, struct span span)
{
	report_shadowing(s, var,
			 sema_error(s, D_SHADOWING, span, "Loop declaration shadows existing variable: $%s",
				    var->name));
}

const struct type *scope_var_type(struct sema *s, struct expr *e)
{
	struct sema_var *v = scope_find(s, e->name);
	e->var = v;
	if (!v) {
		sema_error(s, D_UNDEFINED_VAR, e->span, "Undefined or undeclared variable: $%s",
			   scope_written_name(e));
		return type_error(s->types);
	}
	e->space = v->space;
	if (!s->in_sizeof) {
		v->is_read = true;
		if (!v->is_assigned)
			sema_warn(s, D_UNASSIGNED, e->span, "Variable used before it was assigned: $%s",
				  scope_written_name(e));
	}
	if (v->type->kind == TYPE_NONE && s->final) {
		sema_error(s, D_UNDEFINED_VAR, e->span, "Could not resolve the type of this variable");
		return type_error(s->types);
	}
	return v->type;
}

void scope_report_unassigned(struct sema *s)
{
	for (size_t i = 0; i < s->lets.len; i++) {
		const struct sema_var *v = s->lets.data[i];
		if (!v->is_assigned && !v->has_addr_taken)
			sema_warn(s, D_UNASSIGNED, v->span, "Variable $%s was never assigned to.", v->name);
	}
	s->lets.len = 0;
}
