/*
 * Units: what becomes one program each. An attach point's targets share one program unless the body depends on which of
 * them it serves: `args` takes one program for each layout of the arguments, `probe` one each where the program cannot
 * find out by itself which of them fired, or where a constant is wanted. Every unit has its own copy of the tree.
 */
#include <ctype.h>
#include <regex.h>

#include "compile/internal.h"
#include "probe/probe.h"

struct body_use {
	bool uses_args;	       /* one program a layout */
	unsigned names;	       /* places that name the target */
	unsigned names_at_run; /* those of them that do not need a constant */
	bool has_for;	       /* for loops, whose bodies cannot ask for the target */
};

struct maker {
	struct compiled *c;
	struct probe_decl *decl;
	struct body_use use;
	bool decl_taken; /* a unit has the original tree already */
	bool filtered;
	regex_t filter;
};

/* ---- what the body depends on ---- */

static const struct builtin *per_target_builtin(const struct expr *e)
{
	if (e->kind != EXPR_IDENT && e->kind != EXPR_CALL)
		return NULL;
	const struct builtin *b = builtin_find(e->name);
	return b && (b->flags & BUILTIN_PER_TARGET) ? b : NULL;
}

/* Keys of maps and arguments of printf and the like take any value. */
static bool takes_values(const struct expr *e)
{
	const struct builtin *b = e->kind == EXPR_CALL ? builtin_find(e->name) : NULL;
	return e->kind == EXPR_MAP_ACCESS || (b && b->act);
}

static bool block_has_for(const struct block *b)
{
	for (size_t i = 0; b && i < b->stmts.len; i++) {
		const struct stmt *s = b->stmts.data[i];
		if (s->kind == STMT_FOR_MAP || s->kind == STMT_FOR_RANGE || block_has_for(s->block))
			return true;
	}
	return false;
}

static void look_at_expr(void *ctx, struct expr **slot)
{
	struct body_use *use = ctx;
	const struct expr *e = *slot;
	const struct builtin *b = per_target_builtin(e);
	if (b && b->lower_member)
		use->uses_args = true;
	else if (b)
		use->names++;
	for (size_t i = 0; takes_values(e) && i < e->args.len; i++) {
		const struct builtin *arg = per_target_builtin(e->args.data[i]);
		use->names_at_run += arg && !arg->lower_member;
	}
	use->has_for |= block_has_for(e->block) || block_has_for(e->else_block);
}

static struct body_use look_at_body(struct probe_decl *d)
{
	struct body_use use = { .has_for = block_has_for(d->body) };
	if (d->predicate)
		ast_walk_expr(&d->predicate, look_at_expr, &use);
	ast_walk_block(d->body, look_at_expr, &use);
	return use;
}

/* ---- grouping ---- */

static bool same_layout(const struct type *a, const struct type *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->member_count != b->member_count)
		return false;
	for (uint32_t i = 0; i < a->member_count; i++) {
		const struct type_member *x = &a->members[i], *y = &b->members[i];
		if (x->type != y->type || x->offset != y->offset || x->is_data_loc != y->is_data_loc ||
		    strcmp(x->name, y->name))
			return false;
	}
	return true;
}

static const struct type *args_of(struct maker *m, struct probe_target *t)
{
	if (!t->args && t->kind->args)
		t->args = t->kind->args(&m->c->probes, t, t->ap->span);
	return t->args;
}

/* Whether one program can find out which of its targets fired, wherever the body asks. */
static bool can_tell(struct maker *m, const struct probe_target *t)
{
	return m->use.names == m->use.names_at_run && !m->use.has_for && t->kind->tells_targets &&
	       t->kind->tells_targets(&m->c->probes, t);
}

static bool can_share(struct maker *m, struct probe_target *a, struct probe_target *b)
{
	return a->kind == b->kind && a->family == b->family && (!m->use.names || can_tell(m, a)) &&
	       (!m->use.uses_args || same_layout(args_of(m, a), args_of(m, b)));
}

static const char *unit_name(struct compiled *c, const struct probe_target *t)
{
	char *name = arena_sprintf(c->arena, "%s_%zu", t->text, c->sema.units.len + 1);
	for (char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p))
			*p = '_';
	return name;
}

static struct unit *new_unit(struct maker *m, struct probe_target *t)
{
	struct compiled *c = m->c;
	struct unit *u = ARENA_NEW(c->arena, struct unit);
	u->decl = m->decl_taken ? ast_clone_probe(c->arena, m->decl) : m->decl;
	m->decl_taken = true;
	u->kind = t->kind;
	u->index = (uint32_t)c->sema.units.len;
	u->name = unit_name(c, t);
	vec_push(c->arena, &c->sema.units, u);
	return u;
}

static void add_targets(struct maker *m, const struct target_vec *targets)
{
	struct compiled *c = m->c;
	size_t first = c->sema.units.len;
	for (size_t i = 0; i < targets->len; i++) {
		struct probe_target *t = targets->data[i];
		struct unit *u = NULL;
		for (size_t k = first; k < c->sema.units.len && !u; k++)
			if (can_share(m, c->sema.units.data[k]->targets.data[0], t))
				u = c->sema.units.data[k];
		if (!u)
			u = new_unit(m, t);
		vec_push(c->arena, &u->targets, t);
	}
}

/* ---- limits and filters ---- */

static void check_program_limit(struct compiled *c, const struct attach_point *ap, size_t targets)
{
	size_t n = c->sema.units.len;
	if (targets < 2 || n <= c->config.max_bpf_progs)
		return;
	struct diag *g = diag_add(&c->diags, D_PROBE_LIMIT, ap->span,
				  "Your program is trying to generate more than %zu BPF programs, which exceeds the current "
				  "limit of %llu",
				  n, (unsigned long long)c->config.max_bpf_progs);
	diag_hint(&c->diags, g,
		  "You can increase the limit through the BPFTRACE_MAX_BPF_PROGS environment variable.");
}

static void check_target_limit(struct compiled *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->sema.units.len; i++)
		n += c->sema.units.data[i]->targets.len;
	if (n > c->config.max_probes)
		diag_add(&c->diags, D_PROBE_LIMIT, span_none(),
			 "Can't attach to %zu probes because it exceeds the current limit of %llu probes.\nYou can "
			 "increase the limit through the BPFTRACE_MAX_PROBES environment variable, but BE CAREFUL since a "
			 "high number of probes attached can cause your system to crash.",
			 n, (unsigned long long)c->config.max_probes);
}

static bool passes_filter(struct maker *m, const struct probe_target *t)
{
	if (!m->filtered || (t->kind->bit & PROBE_SPECIAL))
		return true;
	const char *name = t->ap->name ? t->ap->name : t->text;
	return !regexec(&m->filter, name, 0, NULL, 0);
}

static void apply_filter(struct maker *m, struct target_vec *targets)
{
	size_t kept = 0;
	for (size_t i = 0; i < targets->len; i++)
		if (passes_filter(m, targets->data[i]))
			targets->data[kept++] = targets->data[i];
	targets->len = kept;
}

/* ---- probes ---- */

static void expand_probe(struct maker *m)
{
	struct compiled *c = m->c;
	size_t errors = c->diags.errors, found = 0;
	for (size_t i = 0; i < m->decl->attach_points.len; i++) {
		struct attach_point *ap = m->decl->attach_points.data[i];
		struct target_vec targets = { 0 };
		if (ap->ignore || probe_expand(&c->probes, ap, &targets))
			continue;
		found += targets.len;
		apply_filter(m, &targets);
		add_targets(m, &targets);
		check_program_limit(c, ap, targets.len);
	}
	if (!found)
		probe_report_empty(&c->probes, m->decl, c->diags.errors > errors);
}

static bool compile_filter(struct maker *m)
{
	const char *text = m->c->opt->probe_filter;
	if (!text)
		return true;
	int err = regcomp(&m->filter, text, REG_EXTENDED | REG_NOSUB);
	if (err) {
		char why[128];
		regerror(err, &m->filter, why, sizeof(why));
		m->c->filter_error = arena_sprintf(m->c->arena, "Invalid --probe-filter regex '%s': %s", text, why);
		return false;
	}
	m->filtered = true;
	return true;
}

void compile_make_units(struct compiled *c)
{
	struct maker m = { .c = c };
	if (!compile_filter(&m))
		return;
	for (size_t i = 0; i < c->program->items.len; i++) {
		if (c->program->items.data[i].kind != ITEM_PROBE)
			continue;
		m.decl = c->program->items.data[i].probe;
		m.decl_taken = false;
		m.use = look_at_body(m.decl);
		expand_probe(&m);
	}
	check_target_limit(c);
	if (m.filtered)
		regfree(&m.filter);
}
