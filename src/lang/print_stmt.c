/* Printing of statements and blocks. */
#include "lang/print.h"

static bool is_empty(const struct printer *pr, const struct block *b)
{
	if (b->stmts.len || b->value)
		return false;
	if (!pr->source || pr->next_comment >= pr->program->comments.len)
		return true;
	return pr->program->comments.data[pr->next_comment].begin >= b->span.end;
}

static void print_stmt(struct printer *pr, const struct stmt *s);

/* The lines inside the braces, and the closing one. */
void print_block(struct printer *pr, const struct block *b)
{
	if (is_empty(pr, b)) {
		strbuf_puts(pr->out, "{}");
		print_line_done(pr, b->span.end);
		return;
	}
	strbuf_putc(pr->out, '{');
	print_line_done(pr, b->span.begin + 1);
	pr->indent++;
	for (size_t i = 0; i < b->stmts.len; i++) {
		print_line_start(pr, b->stmts.data[i]->span.begin);
		print_stmt(pr, b->stmts.data[i]);
		bool is_last = i + 1 == b->stmts.len && !b->value;
		if (b->stmts.data[i]->no_semicolon && !is_last && pr->out->data[pr->out->len - 1] != '}')
			strbuf_putc(pr->out, ';'); /* it ended in a brace before it got parentheses */
		print_line_done(pr, b->stmts.data[i]->span.end);
	}
	if (b->value) {
		print_line_start(pr, b->value->span.begin);
		print_expr(pr, b->value);
		print_line_done(pr, b->value->span.end);
	}
	uint32_t close = b->span.end ? b->span.end - 1 : 0;
	print_rest_comments(pr, close);
	pr->indent--;
	print_line_done(pr, close); /* no blank line before the brace */
	print_line_start(pr, close);
	strbuf_putc(pr->out, '}');
	print_line_done(pr, b->span.end);
}

static void print_else(struct printer *pr, const struct block *b)
{
	strbuf_puts(pr->out, " else ");
	if (!b->is_bare)
		print_block(pr, b);
	else
		print_if(pr, b->value ? b->value : b->stmts.data[0]->expr);
}

void print_if(struct printer *pr, const struct expr *e)
{
	strbuf_puts(pr->out, e->is_comptime ? "if comptime " : "if ");
	print_condition(pr, e->cond);
	strbuf_putc(pr->out, ' ');
	print_block(pr, e->block);
	if (e->else_block)
		print_else(pr, e->else_block);
}

static void print_for(struct printer *pr, const struct stmt *s)
{
	strbuf_printf(pr->out, "for $%s : ", s->target->name);
	if (s->kind == STMT_FOR_MAP) {
		print_expr(pr, s->expr);
	} else {
		print_bound(pr, s->expr);
		strbuf_puts(pr->out, "..");
		print_bound(pr, s->high);
	}
	strbuf_putc(pr->out, ' ');
	print_block(pr, s->block);
}

/* The condition of `while` and the count of `unroll` have parentheses, unless it is a name, which could begin a cast. */
static void print_while_like(struct printer *pr, const struct stmt *s, const char *word)
{
	bool name = s->expr->kind == EXPR_IDENT;
	strbuf_printf(pr->out, name ? "%s " : "%s (", word);
	print_expr(pr, s->expr);
	strbuf_puts(pr->out, name ? " " : ") ");
	print_block(pr, s->block);
}

static void print_let(struct printer *pr, const struct stmt *s)
{
	strbuf_printf(pr->out, "let $%s", s->target->name);
	if (s->type_ref) {
		strbuf_puts(pr->out, " : ");
		print_type(pr, s->type_ref);
	}
	if (s->expr) {
		strbuf_puts(pr->out, " = ");
		print_expr(pr, s->expr);
	}
}

static void print_assign(struct printer *pr, const struct stmt *s)
{
	if (s->target)
		print_expr(pr, s->target);
	else
		strbuf_putc(pr->out, '_');
	strbuf_printf(pr->out, " %s= ", op_text(s->op));
	print_expr(pr, s->expr);
}

static void print_return(struct printer *pr, const struct stmt *s)
{
	strbuf_puts(pr->out, s->expr ? "return " : "return");
	if (s->expr)
		print_expr(pr, s->expr);
}

static bool ends_in_brace(const struct stmt *s)
{
	switch (s->kind) {
	case STMT_EXPR:
		return s->expr->kind == EXPR_BLOCK || s->expr->kind == EXPR_IF;
	case STMT_WHILE:
	case STMT_FOR_RANGE:
	case STMT_FOR_MAP:
	case STMT_UNROLL:
		return true;
	default:
		return false;
	}
}

static void print_stmt(struct printer *pr, const struct stmt *s)
{
	switch (s->kind) {
	case STMT_EXPR: print_expr(pr, s->expr); break;
	case STMT_ASSIGN: print_assign(pr, s); break;
	case STMT_LET: print_let(pr, s); break;
	case STMT_WHILE: print_while_like(pr, s, "while"); break;
	case STMT_UNROLL: print_while_like(pr, s, "unroll"); break;
	case STMT_FOR_RANGE:
	case STMT_FOR_MAP: print_for(pr, s); break;
	case STMT_BREAK: strbuf_puts(pr->out, "break"); break;
	case STMT_CONTINUE: strbuf_puts(pr->out, "continue"); break;
	case STMT_RETURN: print_return(pr, s); break;
	case STMT_IMPORT:
		strbuf_puts(pr->out, "import ");
		print_string(pr->out, s->text, strlen(s->text));
		break;
	case STMT_KIND_COUNT: break;
	}
	if (!s->no_semicolon && !ends_in_brace(s))
		strbuf_putc(pr->out, ';');
}
