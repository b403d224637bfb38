/* Statements: the table of kinds, jumps, and what can never run. */
#include "sema/internal.h"

struct span stmt_whole_span(struct span span)
{
	const struct source *source = span.source;
	if (source && span.end < source->len && source->text[span.end] == ';')
		span.end++;
	return span;
}

static void check_expr(struct sema *s, struct stmt *st)
{
	expr_discard(s, st->expr, st->span);
}

static void check_jump(struct sema *s, struct stmt *st)
{
	if (!s->loop_depth)
		sema_error(s, D_LOOP, stmt_whole_span(st->span), "'%s' statement is not allowed in a %s",
			   st->kind == STMT_BREAK ? "break" : "continue", s->fn ? "function" : "probe");
}

static void check_probe_return(struct sema *s, struct stmt *st)
{
	if (!st->expr)
		return;
	const struct type *t = expr_value(s, st->expr);
	if (t->kind != TYPE_INT && t->kind != TYPE_ENUM && (!is_unknown(t) || (t->kind == TYPE_NONE && s->final)))
		sema_error(s, D_RETURN, stmt_whole_span(st->span), "Probe return values can only be integers. Found %s",
			   type_name(s->types, t));
}

static void check_return(struct sema *s, struct stmt *st)
{
	if (s->fn)
		function_return(s, st);
	else
		check_probe_return(s, st);
}

static void check_import(struct sema *s, struct stmt *st)
{
	if (s->config->unstable_import_statement == UNSTABLE_ERROR)
		sema_error(s, D_UNSTABLE, st->span,
			   "Import statements that are not at the top level are primarily for the standard library. "
			   "If this is functionality you need, please file an issue to explain why.");
	else
		sema_error(s, D_UNSUPPORTED, st->span, "import inside a block is not supported");
}

static void (*const kinds[STMT_KIND_COUNT])(struct sema *s, struct stmt *st) = {
	[STMT_EXPR] = check_expr,
	[STMT_ASSIGN] = assign_check,
	[STMT_LET] = assign_let,
	[STMT_WHILE] = loop_check,
	[STMT_FOR_RANGE] = loop_check,
	[STMT_FOR_MAP] = loop_check,
	[STMT_UNROLL] = loop_check,
	[STMT_BREAK] = check_jump,
	[STMT_CONTINUE] = check_jump,
	[STMT_RETURN] = check_return,
	[STMT_IMPORT] = check_import,
};

void stmt_check(struct sema *s, struct stmt *st)
{
	kinds[st->kind](s, st);
}

/* ---- what never runs ---- */

static bool never_passes(const struct stmt *st)
{
	switch (st->kind) {
	case STMT_RETURN:
	case STMT_BREAK:
	case STMT_CONTINUE:
		return true;
	case STMT_EXPR:
		return call_never_returns(st->expr);
	default:
		return false;
	}
}

void stmt_mark_unreachable(struct sema *s, struct block *b)
{
	bool dead = false;
	for (size_t i = 0; i < b->stmts.len; i++) {
		struct stmt *st = b->stmts.data[i];
		if (dead && !b->stmts.data[i - 1]->is_unreachable)
			sema_warn(s, D_UNREACHABLE, stmt_whole_span(st->span), "Unreachable statement.");
		st->is_unreachable = dead;
		dead |= never_passes(st);
	}
	if (dead && b->value && !vec_last(&b->stmts)->is_unreachable)
		sema_warn(s, D_UNREACHABLE, b->value->span, "Unreachable statement.");
}
