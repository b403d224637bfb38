/*
 * Printing of expressions and types. Nested operators get parentheses always, so that no reader has to know the table
 * of precedences; single terms never do.
 */
#include "lang/parse.h"
#include "lang/print.h"

void print_string(struct strbuf *out, const char *s, size_t len)
{
	static const char from[] = "\n\t\r\"\\", to[] = "ntr\"\\";
	strbuf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		const char *hit = c ? strchr(from, c) : NULL;
		if (hit)
			strbuf_printf(out, "\\%c", to[hit - from]);
		else if (c < 32 || c == 127)
			strbuf_printf(out, "\\%03o", c);
		else
			strbuf_putc(out, (char)c);
	}
	strbuf_putc(out, '"');
}

/* ---- types ---- */

/* What would be read as a type without parentheses: a bare name, or one with indices. */
static bool reads_as_type(const struct expr *e)
{
	while (e->kind == EXPR_INDEX)
		e = e->lhs;
	return e->kind == EXPR_IDENT && !lex_is_builtin_name(e->name);
}

static void print_type_or_expr(struct printer *pr, const struct type_ref *t, const struct expr *e)
{
	if (t) {
		print_type(pr, t);
		return;
	}
	bool parens = reads_as_type(e);
	strbuf_puts(pr->out, parens ? "(" : "");
	print_expr(pr, e);
	strbuf_puts(pr->out, parens ? ")" : "");
}

void print_type(struct printer *pr, const struct type_ref *t)
{
	struct strbuf *out = pr->out;
	if (t->name) {
		strbuf_printf(out, "%s%s%s", t->keyword ? t->keyword : "", t->keyword ? " " : "", t->name);
	} else {
		strbuf_puts(out, "typeof(");
		print_type_or_expr(pr, t->of_type, t->of_expr);
		strbuf_putc(out, ')');
	}
	if (t->has_size)
		strbuf_printf(out, "[%llu]", (unsigned long long)t->size);
	for (size_t i = 0; i < t->suffixes.len; i++) {
		const struct type_suffix *s = &t->suffixes.data[i];
		if (s->is_pointer)
			strbuf_puts(out, i && s[-1].is_pointer ? "*" : " *");
		else if (s->unsized)
			strbuf_puts(out, "[]");
		else
			strbuf_printf(out, "[%llu]", (unsigned long long)s->count);
	}
}

/* ---- operands ---- */

static void print_parens(struct printer *pr, const struct expr *e, bool parens)
{
	if (parens)
		strbuf_putc(pr->out, '(');
	print_expr(pr, e);
	if (parens)
		strbuf_putc(pr->out, ')');
}

static bool is_braced(const struct expr *e)
{
	return e->kind == EXPR_BLOCK || e->kind == EXPR_IF;
}

static void print_operand(struct printer *pr, const struct expr *e)
{
	print_parens(pr, e, e->kind == EXPR_BINARY || e->kind == EXPR_TERNARY || is_braced(e));
}

/* Two prefix operators must not run together (- -x, & &x), and -(5) is not the literal -5. */
static bool clashes(enum op op, const struct expr *e)
{
	if (op == OP_NEG)
		return e->kind == EXPR_INT || (e->kind == EXPR_UNARY && e->op == OP_NEG) ||
		       (e->kind == EXPR_INCDEC && e->is_prefix);
	return op == OP_ADDROF && e->kind == EXPR_UNARY && e->op == OP_ADDROF;
}

static void print_prefix_operand(struct printer *pr, enum op op, const struct expr *e)
{
	if (clashes(op, e))
		print_parens(pr, e, true);
	else
		print_operand(pr, e);
}

/* In front of .name, [i], ++ and as a bound of a range: only what is a primary or postfix expression itself. */
static bool is_primary(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_BINARY:
	case EXPR_TERNARY:
	case EXPR_UNARY:
	case EXPR_CAST:
	case EXPR_COMPTIME:
	case EXPR_BLOCK:
	case EXPR_IF:
		return false;
	case EXPR_INT:
		return !e->is_negative;
	case EXPR_INCDEC:
		return !e->is_prefix;
	default:
		return true;
	}
}

static void print_base(struct printer *pr, const struct expr *e)
{
	print_parens(pr, e, !is_primary(e));
}

void print_bound(struct printer *pr, const struct expr *e)
{
	bool postfix = e->kind == EXPR_MEMBER || e->kind == EXPR_TUPLE_INDEX || e->kind == EXPR_INDEX ||
		       e->kind == EXPR_INCDEC;
	print_parens(pr, e, postfix || !is_primary(e));
}

void print_condition(struct printer *pr, const struct expr *e)
{
	print_operand(pr, e);
}

/* ---- lists ---- */

static size_t column(const struct strbuf *out)
{
	const char *nl = out->len ? memrchr(out->data, '\n', out->len) : NULL;
	return nl ? (size_t)(out->data + out->len - nl - 1) : out->len;
}

/* How wide an expression prints on one line; SIZE_MAX if it needs several. */
static size_t measure(const struct expr *e)
{
	struct strbuf text = { 0 };
	struct printer pr = { .out = &text, .no_wrap = true };
	print_expr(&pr, e);
	size_t n = text.len && memchr(text.data, '\n', text.len) ? SIZE_MAX : text.len;
	strbuf_done(&text);
	return n;
}

/* Between two arguments: a space, or a new line under the first one if the next would cross the margin. */
static void print_separator(struct printer *pr, const struct expr *next, size_t margin)
{
	strbuf_putc(pr->out, ',');
	size_t width = pr->no_wrap ? SIZE_MAX : measure(next);
	if (width == SIZE_MAX || column(pr->out) + 1 + width + 2 <= PRINT_WIDTH) {
		strbuf_putc(pr->out, ' ');
		return;
	}
	strbuf_putc(pr->out, '\n');
	strbuf_pad(pr->out, ' ', margin);
}

static void print_args(struct printer *pr, const struct expr *e, const char *open, const char *close)
{
	strbuf_puts(pr->out, open);
	size_t margin = column(pr->out);
	for (size_t i = 0; i < e->args.len; i++) {
		if (i)
			print_separator(pr, e->args.data[i], margin);
		if (e->kind == EXPR_RECORD)
			strbuf_printf(pr->out, "%s = ", e->arg_names.data[i]);
		print_expr(pr, e->args.data[i]);
	}
	strbuf_puts(pr->out, close);
}

/* ---- one kind each ---- */

/* As in the source while it still says the same, else canonical. */
static void print_int(struct printer *pr, const struct expr *e)
{
	uint64_t value;
	bool negative;
	if (e->name && parse_int_text(e->name, &value, &negative) && value == e->value && negative == e->is_negative)
		strbuf_puts(pr->out, e->name);
	else if (e->is_negative)
		strbuf_s64(pr->out, (int64_t)e->value);
	else
		strbuf_u64(pr->out, e->value);
}

static void print_string_literal(struct printer *pr, const struct expr *e)
{
	const struct source *s = e->span.source;
	if (pr->source && s == pr->source && e->span.begin < s->len && s->text[e->span.begin] == '"')
		strbuf_add(pr->out, s->text + e->span.begin, e->span.end - e->span.begin);
	else
		print_string(pr->out, e->str, e->str_len);
}

static void print_unary(struct printer *pr, const struct expr *e)
{
	strbuf_puts(pr->out, op_text(e->op));
	print_prefix_operand(pr, e->op, e->lhs);
}

static void print_binary(struct printer *pr, const struct expr *e)
{
	print_operand(pr, e->lhs);
	strbuf_printf(pr->out, " %s ", op_text(e->op));
	print_operand(pr, e->rhs);
}

static void print_ternary(struct printer *pr, const struct expr *e)
{
	print_operand(pr, e->cond);
	if (e->lhs) {
		strbuf_puts(pr->out, " ? ");
		print_operand(pr, e->lhs);
		strbuf_puts(pr->out, " : ");
	} else {
		strbuf_puts(pr->out, " ?: ");
	}
	print_operand(pr, e->rhs);
}

static void print_member(struct printer *pr, const struct expr *e)
{
	print_base(pr, e->lhs);
	strbuf_puts(pr->out, e->is_arrow ? "->" : ".");
	if (e->kind == EXPR_TUPLE_INDEX)
		strbuf_u64(pr->out, e->value);
	else
		strbuf_puts(pr->out, e->name);
}

static void print_index(struct printer *pr, const struct expr *e)
{
	print_parens(pr, e->lhs, !is_primary(e->lhs) || e->lhs->kind == EXPR_MAP);
	strbuf_putc(pr->out, '[');
	print_expr(pr, e->rhs);
	strbuf_putc(pr->out, ']');
}

static void print_cast(struct printer *pr, const struct expr *e)
{
	if (!e->type_ref) { /* made by sema */
		print_expr(pr, e->lhs);
		return;
	}
	strbuf_putc(pr->out, '(');
	print_type(pr, e->type_ref);
	strbuf_putc(pr->out, ')');
	print_operand(pr, e->lhs);
}

static void print_tuple(struct printer *pr, const struct expr *e)
{
	print_args(pr, e, "(", e->args.len == 1 ? ",)" : ")");
}

static void print_step(struct printer *pr, const struct expr *e)
{
	strbuf_puts(pr->out, e->is_prefix ? op_text(e->op) : "");
	print_base(pr, e->lhs);
	strbuf_puts(pr->out, e->is_prefix ? "" : op_text(e->op));
}

static void print_type_query(struct printer *pr, const struct expr *e, const char *name)
{
	strbuf_printf(pr->out, "%s(", name);
	print_type_or_expr(pr, e->type_ref, e->lhs);
	for (size_t i = 0; i < e->path.len; i++)
		strbuf_printf(pr->out, "%s%s", i ? "." : ", ", e->path.data[i]);
	strbuf_putc(pr->out, ')');
}

static void print_call(struct printer *pr, const struct expr *e)
{
	strbuf_puts(pr->out, e->name);
	print_args(pr, e, "(", ")");
}

static void print_map_access(struct printer *pr, const struct expr *e)
{
	strbuf_printf(pr->out, "@%s", e->name);
	print_args(pr, e, "[", "]");
}

static void print_record(struct printer *pr, const struct expr *e)
{
	print_args(pr, e, "(", ")");
}

static void print_comptime(struct printer *pr, const struct expr *e)
{
	strbuf_puts(pr->out, "comptime ");
	print_operand(pr, e->lhs);
}

void print_expr(struct printer *pr, const struct expr *e)
{
	struct strbuf *out = pr->out;
	switch (e->kind) {
	case EXPR_INT: print_int(pr, e); break;
	case EXPR_STRING: print_string_literal(pr, e); break;
	case EXPR_BOOL: strbuf_puts(out, e->value ? "true" : "false"); break;
	case EXPR_IDENT: strbuf_puts(out, e->name); break;
	case EXPR_VAR: strbuf_printf(out, "$%s", e->name); break;
	case EXPR_MAP: strbuf_printf(out, "@%s", e->name); break;
	case EXPR_MAP_ACCESS: print_map_access(pr, e); break;
	case EXPR_POSITIONAL: strbuf_printf(out, "$%s", e->name); break;
	case EXPR_PARAM_COUNT: strbuf_puts(out, "$#"); break;
	case EXPR_CALL: print_call(pr, e); break;
	case EXPR_UNARY: print_unary(pr, e); break;
	case EXPR_BINARY: print_binary(pr, e); break;
	case EXPR_TERNARY: print_ternary(pr, e); break;
	case EXPR_MEMBER:
	case EXPR_TUPLE_INDEX: print_member(pr, e); break;
	case EXPR_INDEX: print_index(pr, e); break;
	case EXPR_CAST: print_cast(pr, e); break;
	case EXPR_TUPLE: print_tuple(pr, e); break;
	case EXPR_RECORD: print_record(pr, e); break;
	case EXPR_BLOCK: print_block(pr, e->block); break;
	case EXPR_IF: print_if(pr, e); break;
	case EXPR_SIZEOF: print_type_query(pr, e, "sizeof"); break;
	case EXPR_OFFSETOF: print_type_query(pr, e, "offsetof"); break;
	case EXPR_TYPEOF: print_type_query(pr, e, "typeof"); break;
	case EXPR_TYPEINFO: print_type_query(pr, e, "typeinfo"); break;
	case EXPR_COMPTIME: print_comptime(pr, e); break;
	case EXPR_INCDEC: print_step(pr, e); break;
	case EXPR_KIND_COUNT: break;
	}
}

void ast_print_expr(const struct expr *e, struct strbuf *out)
{
	struct printer pr = { .out = out };
	print_expr(&pr, e);
}
