/*
 * The reader of C declarations: types are laid out and entered into the type table, everything else is passed over.
 *
 * One external declaration at a time. After an error the rest of the declaration is skipped, so that each mistake is
 * reported once.
 */
#include "lang/cpp.h"

/* ---- the reader ---- */

static struct c_token pull(struct c_reader *r)
{
	if (!r->is_list)
		return cpp_next(&r->c->cpp);
	if (r->at < r->n)
		return r->list[r->at++];
	struct c_token end = { .kind = C_EOF };
	if (r->n)
		end.span = r->list[r->n - 1].span;
	return end;
}

void c_advance(struct c_reader *r)
{
	r->braces += c_token_is(&r->cur, "{");
	r->braces -= r->braces && c_token_is(&r->cur, "}");
	if (r->has_ahead)
		r->cur = r->ahead;
	else
		r->cur = pull(r);
	r->has_ahead = false;
}

const struct c_token *c_peek(struct c_reader *r)
{
	if (!r->has_ahead)
		r->ahead = pull(r);
	r->has_ahead = true;
	return &r->ahead;
}

void c_read_list(struct c_reader *r, struct cdef *c, const struct c_token *t, size_t n)
{
	*r = (struct c_reader){ .c = c, .is_list = true, .list = t, .n = n };
	c_advance(r);
}

bool c_accept(struct c_reader *r, const char *punct)
{
	if (!c_token_is(&r->cur, punct))
		return false;
	c_advance(r);
	return true;
}

bool c_accept_word(struct c_reader *r, const char *word)
{
	if (!c_token_word(&r->cur, word))
		return false;
	c_advance(r);
	return true;
}

bool c_expect(struct c_reader *r, const char *punct)
{
	if (c_accept(r, punct))
		return true;
	c_fail(r, "expected '%s'", punct);
	return false;
}

static void fail(struct c_reader *r, struct span span, const char *fmt, va_list ap)
{
	if (!r->failed && !r->quiet)
		cpp_error(&r->c->cpp, D_C_PARSE, span, "%s", arena_vsprintf(r->c->cpp.env->arena, fmt, ap));
	r->failed = true;
}

void c_fail(struct c_reader *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fail(r, r->cur.span, fmt, ap);
	va_end(ap);
}

void c_fail_at(struct c_reader *r, struct span span, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fail(r, span, fmt, ap);
	va_end(ap);
}

static int nesting(const struct c_token *t)
{
	if (c_token_is(t, "(") || c_token_is(t, "[") || c_token_is(t, "{"))
		return 1;
	return c_token_is(t, ")") || c_token_is(t, "]") || c_token_is(t, "}") ? -1 : 0;
}

void c_skip_balanced(struct c_reader *r)
{
	int depth = 0;
	do {
		depth += nesting(&r->cur);
		c_advance(r);
	} while (depth > 0 && r->cur.kind != C_EOF);
}

struct c_token_vec c_take_until(struct c_reader *r, const char *ends)
{
	struct c_token_vec out = { 0 };
	int depth = 0;
	for (; r->cur.kind != C_EOF; c_advance(r)) {
		const struct c_token *t = &r->cur;
		if (!depth && t->kind == C_PUNCT && t->len == 1 && strchr(ends, *t->text))
			break;
		depth += nesting(t);
		if (depth < 0)
			break;
		vec_push(r->c->cpp.env->arena, &out, *t);
	}
	return out;
}

/* ---- external declarations ---- */

/* To the ';' that ends the declaration, or behind the body of a function. */
static void skip_declaration(struct c_reader *r)
{
	bool is_function = false;
	while (r->cur.kind != C_EOF && (r->braces || !c_token_is(&r->cur, ";"))) {
		bool params_end = c_token_is(&r->cur, ")"), body_end = r->braces == 1 && c_token_is(&r->cur, "}");
		c_advance(r);
		is_function |= params_end && !r->braces && c_token_is(&r->cur, "{");
		if (body_end && is_function)
			return;
	}
	c_advance(r);
}

static void skip_initializer(struct c_reader *r)
{
	while (r->cur.kind != C_EOF && !c_token_is(&r->cur, ",") && !c_token_is(&r->cur, ";")) {
		if (nesting(&r->cur) > 0)
			c_skip_balanced(r);
		else
			c_advance(r);
	}
}

/* The name as a typedef, or as a variable or function whose type alone matters. */
static void add_name(struct c_reader *r, const struct c_declarator *d, bool is_typedef)
{
	struct cdef *c = r->c;
	struct c_type *t = arena_dup(c->cpp.env->arena, &d->type, sizeof(d->type));
	if (d->attributes.align)
		t->align = d->attributes.align;
	strmap_put(is_typedef ? &c->typedefs : &c->objects, d->name, t);
	if (is_typedef)
		type_typedef_define(c->cpp.env->types, d->name, t->type);
}

/* declarator [asm] [attributes] ['=' initializer], a name that may matter only if it is a typedef's */
static void read_external_declarator(struct c_reader *r, struct c_specifiers *s, struct c_declarator *d)
{
	c_read_declarator(r, &s->type, d);
	if (c_accept_word(r, "asm") || c_accept_word(r, "__asm__") || c_accept_word(r, "__asm"))
		c_skip_balanced(r);
	c_read_attributes(r, &d->attributes);
	if (!d->attributes.align)
		d->attributes.align = s->attributes.align;
	if (d->name && !r->failed)
		add_name(r, d, s->is_typedef);
	if (c_accept(r, "="))
		skip_initializer(r);
}

static void read_declarators(struct c_reader *r, struct c_specifiers *s)
{
	do {
		struct c_declarator d = { .span = r->cur.span };
		read_external_declarator(r, s, &d);
		if (r->failed)
			return;
		if (d.is_function && c_token_is(&r->cur, "{")) {
			c_skip_balanced(r);
			return;
		}
	} while (c_accept(r, ","));
	c_expect(r, ";");
}

static bool skip_other(struct c_reader *r)
{
	if (c_accept(r, ";"))
		return true;
	if (c_token_word(&r->cur, "_Static_assert") || c_token_word(&r->cur, "static_assert") ||
	    c_token_word(&r->cur, "asm") || c_token_word(&r->cur, "__asm__")) {
		skip_initializer(r);
		c_accept(r, ";");
		return true;
	}
	return false;
}

static void read_external(struct c_reader *r)
{
	struct c_specifiers s = { 0 };
	if (skip_other(r))
		return;
	c_read_specifiers(r, &s);
	if (!r->failed && !c_accept(r, ";"))
		read_declarators(r, &s);
}

void c_read_unit(struct c_reader *r)
{
	c_advance(r);
	while (r->cur.kind != C_EOF) {
		r->failed = false;
		r->braces = 0;
		read_external(r);
		if (r->failed)
			skip_declaration(r);
	}
}
