/*
 * Macro definitions: what may stand in them, and which of several definitions a call means.
 *
 * Definitions of one name differ in the number or the kinds of their parameters. A call takes the one that fits with
 * the most $ and @ parameters bound by reference.
 */
#include "lang/expand.h"
#include "lang/parse.h"

static const char sigils[] = { [MACRO_PARAM_VAR] = '$', [MACRO_PARAM_MAP] = '@', [MACRO_PARAM_EXPR] = '\0' };
static const char *const kind_words[] = {
	[MACRO_PARAM_VAR] = "a variable", [MACRO_PARAM_MAP] = "a map", [MACRO_PARAM_EXPR] = "an expression"
};

static const char *param_text(struct expander *x, const struct macro_param *p)
{
	return arena_sprintf(x->env->arena, "%.1s%s", &sigils[p->kind], p->name);
}

/* ---- checks of a definition ---- */

static void check_params(struct expander *x, const struct macro_decl *m)
{
	static const char *const nouns[] = {
		[MACRO_PARAM_VAR] = "Variable", [MACRO_PARAM_MAP] = "Map", [MACRO_PARAM_EXPR] = "Ident"
	};
	for (size_t i = 0; i < m->params.len; i++) {
		const struct macro_param *p = &m->params.data[i];
		if (p->kind == MACRO_PARAM_EXPR && lex_is_builtin_name(p->name))
			diag_add(x->env->diags, D_MACRO, p->span, "syntax: builtin '%s' can't be used as a macro argument",
				 p->name);
		for (size_t j = 0; j < i; j++) {
			const struct macro_param *q = &m->params.data[j];
			if (p->kind == q->kind && !strcmp(p->name, q->name))
				diag_add(x->env->diags, D_MACRO, p->span,
					 "%s for macro argument has already been used: %s", nouns[p->kind],
					 param_text(x, p));
		}
	}
}

struct body_check {
	struct expander *x;
	const struct macro_decl *m;
	const struct expansion *expansion; /* of the call */
};

static struct span expanded_at(const struct body_check *c, struct span at)
{
	at.expansion = c->expansion;
	return at;
}

static bool has_param(const struct macro_decl *m, int kind, const char *name)
{
	for (size_t i = 0; i < m->params.len; i++)
		if ((int)m->params.data[i].kind == kind && !strcmp(m->params.data[i].name, name))
			return true;
	return false;
}

static void check_body_expr(void *ctx, struct expr **slot)
{
	const struct body_check *c = ctx;
	const struct expr *e = *slot;
	if ((e->kind == EXPR_MAP || e->kind == EXPR_MAP_ACCESS) && !has_param(c->m, MACRO_PARAM_MAP, e->name))
		diag_add(c->x->env->diags, D_MACRO, expanded_at(c, e->span),
			 "Unhygienic access to map: @%s. Maps must be passed into the macro as arguments.", e->name);
}

static void check_body_stmt(void *ctx, struct stmt *s)
{
	const struct body_check *c = ctx;
	if (s->kind == STMT_LET && has_param(c->m, MACRO_PARAM_VAR, s->target->name)) {
		struct span at = s->span;
		at.end = s->target->span.end;
		diag_add(c->x->env->diags, D_MACRO, expanded_at(c, at), "Variable declaration shadows macro arg $%s",
			 s->target->name);
	}
}

void macro_check_call(struct expander *x, const struct macro_decl *m, const struct expr *call)
{
	struct expansion *at = ARENA_NEW(x->env->arena, struct expansion);
	struct body_check c = { x, m, at };
	at->call = call->span;
	ast_walk_all(m->body, check_body_expr, check_body_stmt, &c);
}

/* What is wrong whether or not the macro is used. */
static void check_return(void *ctx, struct stmt *s)
{
	struct expander *x = ctx;
	if (s->kind == STMT_RETURN)
		diag_add(x->env->diags, D_RETURN, s->span, "'return' statement is not allowed in a macro");
}

static bool same_signature(const struct macro_decl *a, const struct macro_decl *b)
{
	if (a->params.len != b->params.len)
		return false;
	for (size_t i = 0; i < a->params.len; i++)
		if (a->params.data[i].kind != b->params.data[i].kind)
			return false;
	return true;
}

static bool check_unique(struct expander *x, const struct macro_vec *named, const struct macro_decl *m)
{
	for (size_t i = 0; i < named->len; i++) {
		if (!same_signature(named->data[i], m))
			continue;
		struct diag *g = diag_add(x->env->diags, D_MACRO, m->name_span, "Redefinition of macro: %s", m->name);
		diag_context(x->env->diags, g, named->data[i]->name_span, "This is the original definition.");
		return false;
	}
	return true;
}

static void collect_macro(struct expander *x, struct strmap *table, struct macro_decl *m)
{
	struct macro_vec *named = strmap_get(table, m->name);
	if (!named) {
		named = ARENA_NEW(x->env->arena, struct macro_vec);
		strmap_put(table, m->name, named);
	}
	check_params(x, m);
	ast_walk_all(m->body, NULL, check_return, x);
	if (check_unique(x, named, m))
		vec_push(x->env->arena, named, m);
}

void macro_collect(struct expander *x, struct strmap *table, struct program *p)
{
	for (size_t i = 0; i < p->items.len; i++)
		if (p->items.data[i].kind == ITEM_MACRO)
			collect_macro(x, table, p->items.data[i].macro);
}

/* ---- selection ---- */

static bool binds_reference(const struct macro_param *p, const struct expr *arg)
{
	if (arg->by_value)
		return false;
	return (p->kind == MACRO_PARAM_VAR && arg->kind == EXPR_VAR) ||
	       (p->kind == MACRO_PARAM_MAP && arg->kind == EXPR_MAP);
}

/* How many arguments are bound by reference; -1: the definition does not fit. */
static int fit(const struct macro_decl *m, const struct expr *call)
{
	int score = 0;
	if (m->params.len != call->args.len)
		return -1;
	for (size_t i = 0; i < m->params.len; i++) {
		const struct macro_param *p = &m->params.data[i];
		bool bound = binds_reference(p, call->args.data[i]);
		if (p->kind != MACRO_PARAM_EXPR && !bound)
			return -1;
		score += bound;
	}
	return score;
}

static const struct macro_decl *best_fit(const struct macro_vec *named, const struct expr *call)
{
	const struct macro_decl *best = NULL;
	int best_score = -1;
	for (size_t i = 0; named && i < named->len; i++) {
		int score = fit(named->data[i], call);
		if (score > best_score) {
			best_score = score;
			best = named->data[i];
		}
	}
	return best;
}

/* Parses the library when a name is first looked up in it. */
static void load_library(struct expander *x)
{
	struct source *src = ARENA_NEW(x->env->arena, struct source);
	*src = (struct source){ .name = "stdlib/base.bt", .text = library_text };
	src->len = strlen(library_text);
	struct program *p = parse_program(x->env, src);
	x->library_loaded = true;
	for (size_t i = 0; i < p->items.len; i++)
		if (p->items.data[i].kind == ITEM_MACRO)
			p->items.data[i].macro->is_library = true;
	macro_collect(x, &x->library, p);
}

/* Whether the library defines the name, told from its text: most scripts call nothing of it, and then it stays unread. */
static bool library_has(const char *name)
{
	size_t n = strlen(name);
	for (const char *at = library_text; (at = strstr(at, "\nmacro ")); at++)
		if (!strncmp(at + 7, name, n) && at[7 + n] == '(')
			return true;
	return false;
}

static const struct macro_vec *library_find(struct expander *x, const char *name)
{
	if (!library_has(name))
		return NULL;
	if (!x->library_loaded)
		load_library(x);
	return strmap_get(&x->library, name);
}

const struct macro_decl *macro_select(struct expander *x, const struct expr *call, const struct macro_vec **ret_named)
{
	*ret_named = NULL;
	if (lex_is_builtin_name(call->name))
		return NULL;
	const struct macro_vec *user = x->in_library ? NULL : strmap_get(&x->user, call->name);
	const struct macro_decl *m = best_fit(user, call);
	if (m)
		return m;
	if (x->env->is_builtin && x->env->is_builtin(call->name))
		return NULL;
	const struct macro_vec *library = library_find(x, call->name);
	*ret_named = user ? user : library;
	return best_fit(library, call);
}

/* ---- messages ---- */

static int arg_kind(const struct expr *arg)
{
	if (arg->kind == EXPR_VAR && !arg->by_value)
		return MACRO_PARAM_VAR;
	return arg->kind == EXPR_MAP && !arg->by_value ? MACRO_PARAM_MAP : MACRO_PARAM_EXPR;
}

static void add_mismatched_args(struct expander *x, struct diag *g, const struct expr *call,
				const struct macro_decl *m)
{
	for (size_t i = 0; i < m->params.len; i++) {
		const struct macro_param *p = &m->params.data[i];
		const struct expr *arg = call->args.data[i];
		if (p->kind == MACRO_PARAM_EXPR || binds_reference(p, arg))
			continue;
		diag_context(x->env->diags, g, arg->span, "Mismatched arg. %s() expects %s for arg %s but got %s.",
			     m->name, kind_words[p->kind], param_text(x, p), kind_words[arg_kind(arg)]);
		diag_context(x->env->diags, g, p->span, "This is the argument in the closest definition.");
	}
}

void macro_report_mismatch(struct expander *x, const struct expr *call, const struct macro_vec *named)
{
	struct diag *g = diag_add(x->env->diags, D_MACRO, call->span,
				  "Call to %s() has arguments that do not match any definition.", call->name);
	const struct macro_decl *closest = named->data[0];
	for (size_t i = 0; i < named->len; i++)
		if (named->data[i]->params.len == call->args.len)
			closest = named->data[i];
	if (closest->params.len == call->args.len)
		add_mismatched_args(x, g, call, closest);
	else
		diag_context(x->env->diags, g, closest->name_span,
			     "The closest definition of %s() has a different number of arguments. Expected: %zu but got "
			     "%zu",
			     closest->name, closest->params.len, call->args.len);
}

static void add_chain(struct strbuf *out, const struct macro_chain *c)
{
	if (!c)
		return;
	add_chain(out, c->outer);
	strbuf_printf(out, "%s > ", c->name);
}

bool macro_is_active(struct expander *x, const struct expr *call, const char *name)
{
	const struct macro_chain *c = x->chain;
	if (c && c->length >= EXPAND_MAX_CHAIN) {
		diag_add(x->env->diags, D_MACRO, call->span, "Macro calls are nested too deeply (more than %d levels)",
			 EXPAND_MAX_CHAIN);
		return true;
	}
	while (c && strcmp(c->name, name))
		c = c->outer;
	if (!c)
		return false;
	struct strbuf text = { 0 };
	add_chain(&text, x->chain);
	strbuf_puts(&text, name);
	diag_add(x->env->diags, D_MACRO, call->span, "Recursive macro call detected. Call chain: %s", text.data);
	strbuf_done(&text);
	return true;
}
