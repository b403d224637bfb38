/*
 * The typed tree: one node a line, children indented below it, the type behind the colon. Statements that sema put to
 * rest and casts that it inserted are marked.
 */
#include "lang/print.h"

struct dump {
	struct strbuf *out;
	unsigned depth;
};

static void dump_block(struct dump *d, const struct block *b);

static void dump_line(struct dump *d, const char *text)
{
	strbuf_pad(d->out, ' ', 2 * (size_t)d->depth);
	strbuf_puts(d->out, text);
	strbuf_putc(d->out, '\n');
}

static const char *const kind_words[EXPR_KIND_COUNT] = {
	[EXPR_INT] = "int",	    [EXPR_STRING] = "string",	  [EXPR_BOOL] = "bool",
	[EXPR_IDENT] = "name",	    [EXPR_VAR] = "var",		  [EXPR_MAP] = "map",
	[EXPR_MAP_ACCESS] = "map",  [EXPR_POSITIONAL] = "param",  [EXPR_PARAM_COUNT] = "param",
	[EXPR_CALL] = "call",	    [EXPR_UNARY] = "unary",	  [EXPR_BINARY] = "binary",
	[EXPR_TERNARY] = "ternary", [EXPR_MEMBER] = "member",	  [EXPR_TUPLE_INDEX] = "element",
	[EXPR_INDEX] = "index",	    [EXPR_CAST] = "cast",	  [EXPR_TUPLE] = "tuple",
	[EXPR_RECORD] = "record",   [EXPR_BLOCK] = "block",	  [EXPR_IF] = "if",
	[EXPR_SIZEOF] = "sizeof",   [EXPR_OFFSETOF] = "offsetof", [EXPR_TYPEOF] = "typeof",
	[EXPR_TYPEINFO] = "typeinfo", [EXPR_COMPTIME] = "comptime", [EXPR_INCDEC] = "step",
};

/* What a node has besides its children. */
static void dump_detail(struct dump *d, const struct expr *e)
{
	struct strbuf *out = d->out;
	switch (e->kind) {
	case EXPR_INT:
	case EXPR_STRING:
	case EXPR_BOOL:
	case EXPR_PARAM_COUNT:
	case EXPR_POSITIONAL:
	case EXPR_VAR:
	case EXPR_MAP:
	case EXPR_IDENT:
		strbuf_putc(out, ' ');
		ast_print_expr(e, out);
		break;
	case EXPR_MAP_ACCESS:
		strbuf_printf(out, " @%s[]", e->name);
		break;
	case EXPR_CALL:
		strbuf_printf(out, " %s()", e->name);
		break;
	case EXPR_MEMBER:
		strbuf_printf(out, " .%s", e->name);
		break;
	case EXPR_TUPLE_INDEX:
		strbuf_printf(out, " .%llu", (unsigned long long)e->value);
		break;
	default:
		if (e->op != OP_NONE)
			strbuf_printf(out, " %s", op_text(e->op));
		break;
	}
}

static void dump_expr(struct dump *d, const struct expr *e)
{
	if (!e)
		return;
	strbuf_pad(d->out, ' ', 2 * (size_t)d->depth);
	strbuf_puts(d->out, kind_words[e->kind]);
	dump_detail(d, e);
	strbuf_puts(d->out, e->is_implicit ? " (implicit)" : "");
	if (e->type) {
		strbuf_puts(d->out, " : ");
		type_print(e->type, d->out);
	}
	strbuf_putc(d->out, '\n');
	d->depth++;
	dump_expr(d, e->cond);
	dump_expr(d, e->lhs);
	dump_expr(d, e->rhs);
	dump_expr(d, e->key);
	for (size_t i = 0; i < e->args.len && !e->key; i++)
		dump_expr(d, e->args.data[i]);
	dump_block(d, e->block);
	dump_block(d, e->else_block);
	d->depth--;
}

static const char *const stmt_words[STMT_KIND_COUNT] = {
	[STMT_EXPR] = "expr",	      [STMT_ASSIGN] = "assign",	  [STMT_LET] = "let",	    [STMT_WHILE] = "while",
	[STMT_FOR_RANGE] = "for range", [STMT_FOR_MAP] = "for map", [STMT_UNROLL] = "unroll", [STMT_BREAK] = "break",
	[STMT_CONTINUE] = "continue", [STMT_RETURN] = "return",	  [STMT_IMPORT] = "import",
};

static void dump_stmt(struct dump *d, const struct stmt *s)
{
	strbuf_pad(d->out, ' ', 2 * (size_t)d->depth);
	strbuf_puts(d->out, stmt_words[s->kind]);
	if (s->op != OP_NONE)
		strbuf_printf(d->out, " %s=", op_text(s->op));
	strbuf_puts(d->out, s->is_unreachable ? " (unreachable)\n" : "\n");
	d->depth++;
	dump_expr(d, s->target);
	dump_expr(d, s->expr);
	dump_expr(d, s->high);
	dump_block(d, s->block);
	d->depth--;
}

static void dump_block(struct dump *d, const struct block *b)
{
	if (!b)
		return;
	dump_line(d, "{");
	d->depth++;
	for (size_t i = 0; i < b->stmts.len; i++)
		dump_stmt(d, b->stmts.data[i]);
	if (b->value) {
		dump_line(d, "value");
		d->depth++;
		dump_expr(d, b->value);
		d->depth--;
	}
	d->depth--;
	dump_line(d, "}");
}

void ast_print_types(const struct probe_decl *d, struct strbuf *out)
{
	struct dump dump = { .out = out };
	for (size_t i = 0; i < d->attach_points.len; i++)
		dump_line(&dump, d->attach_points.data[i]->text);
	if (d->predicate) {
		dump_line(&dump, "predicate");
		dump.depth++;
		dump_expr(&dump, d->predicate);
		dump.depth--;
	}
	dump_block(&dump, d->body);
}
