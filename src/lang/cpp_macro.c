/*
 * The preprocessor's macros: definition, arguments, substitution.
 *
 * An expansion is pushed as a context of tokens to be read next. Its macro is disabled until the context is used up; a
 * token that names a disabled macro is never expanded any more. Arguments are expanded by themselves, behind a barrier
 * that keeps them from reading on.
 */
#include "lang/cpp.h"

static struct arena *arena_of(struct cpp *c)
{
	return c->env->arena;
}

/* ---- definition ---- */

/* The next token of a directive's line. */
static bool line_token(struct c_lexer *l, struct c_token *ret)
{
	struct c_lexer before = *l;
	*ret = c_lex(l);
	if (ret->kind != C_EOF && !ret->at_line_start)
		return true;
	*l = before;
	return false;
}

/* Behind '(': names up to ')', the last one perhaps "..." or "name...". */
static void define_params(struct cpp *c, struct c_macro *m, struct c_lexer *l)
{
	struct c_token t;
	bool after_name = false;
	while (line_token(l, &t) && !c_token_is(&t, ")")) {
		bool rest = c_token_is(&t, "...");
		m->is_variadic |= rest;
		if (rest && !after_name) {
			t.kind = C_IDENT;
			t.text = "__VA_ARGS__";
			t.len = 11;
		}
		after_name = t.kind == C_IDENT;
		if (after_name)
			vec_push(arena_of(c), &m->params, t);
	}
}

void cpp_define(struct cpp *c, struct c_lexer *l)
{
	struct c_token name, t;
	if (!line_token(l, &name) || name.kind != C_IDENT) {
		cpp_error(c, D_C_PARSE, name.span, "macro name must be an identifier");
		return;
	}
	struct c_macro *m = ARENA_NEW(arena_of(c), struct c_macro);
	m->name = arena_strndup(arena_of(c), name.text, name.len);
	m->span = name.span;
	m->from_header = c->inputs.len && vec_last(&c->inputs).is_header;
	if (l->pos < l->end && l->source->text[l->pos] == '(') {
		m->is_function = true;
		c_lex(l);
		define_params(c, m, l);
	}
	while (line_token(l, &t))
		vec_push(arena_of(c), &m->body, t);
	strmap_put(&c->macros, m->name, m);
}

/* "name" or "name(params)" */
void cpp_define_text(struct cpp *c, const char *name, const char *body)
{
	struct source *src = ARENA_NEW(arena_of(c), struct source);
	const char *text = arena_sprintf(arena_of(c), "%s %s", name, body);
	*src = (struct source){ .name = "<built-in>", .text = text, .len = strlen(text) };
	struct c_lexer l = { .source = src, .end = (uint32_t)src->len };
	cpp_define(c, &l);
	struct c_macro *m = strmap_getn(&c->macros, name, strcspn(name, "("));
	if (m)
		m->is_builtin = true;
}

/* ---- contexts ---- */

void cpp_push_tokens(struct cpp *c, const struct c_token *t, size_t n, struct c_macro *macro, bool barrier)
{
	struct cpp_context x = { .tokens = t, .n = n, .macro = macro, .is_barrier = barrier };
	vec_push(arena_of(c), &c->contexts, x);
	if (macro)
		macro->is_disabled = true;
}

struct c_token_vec cpp_expand_list(struct cpp *c, const struct c_token *t, size_t n)
{
	struct c_token_vec out = { 0 };
	if (c->depth > CPP_MAX_INCLUDES)
		return out;
	c->depth++;
	cpp_push_tokens(c, t, n, NULL, true);
	for (struct c_token next = cpp_next(c); next.kind != C_EOF; next = cpp_next(c))
		vec_push(arena_of(c), &out, next);
	if (c->contexts.len) /* the barrier itself */
		c->contexts.len--;
	c->depth--;
	return out;
}

/* ---- arguments ---- */

struct call {
	struct cpp *c;
	struct c_macro *m;
	struct c_token use;
	VEC(struct c_token_vec) raw, expanded;
	struct c_token_vec out;
};

static void end_arg(struct call *k, struct c_token_vec *arg)
{
	vec_push(arena_of(k->c), &k->raw, *arg);
	*arg = (struct c_token_vec){ 0 };
}

/* Behind '(': the arguments, to the closing parenthesis. */
static bool collect_args(struct call *k)
{
	struct c_token_vec arg = { 0 };
	size_t depth = 0;
	for (;;) {
		struct c_token t = cpp_next_raw(k->c);
		if (t.kind == C_EOF) {
			cpp_error(k->c, D_C_PARSE, k->use.span, "unterminated argument list of macro %s", k->m->name);
			return false;
		}
		if (c_token_is(&t, ")") && depth-- == 0)
			break;
		depth += c_token_is(&t, "(");
		bool rest = k->m->is_variadic && k->raw.len + 1 >= k->m->params.len;
		if (c_token_is(&t, ",") && !depth && !rest)
			end_arg(k, &arg);
		else
			vec_push(arena_of(k->c), &arg, t);
	}
	if (k->m->params.len || arg.len)
		end_arg(k, &arg);
	while (k->m->is_variadic && k->raw.len < k->m->params.len)
		end_arg(k, &arg);
	return true;
}

static bool check_arity(struct call *k)
{
	if (k->raw.len == k->m->params.len)
		return true;
	cpp_error(k->c, D_C_PARSE, k->use.span, "macro %s takes %zu arguments, but %zu given", k->m->name,
		  k->m->params.len, k->raw.len);
	return false;
}

static int param_index(const struct call *k, const struct c_token *t)
{
	if (t->kind != C_IDENT || !k->m->is_function)
		return -1;
	for (size_t i = 0; i < k->m->params.len; i++) {
		const struct c_token *p = &k->m->params.data[i];
		if (p->len == t->len && !memcmp(p->text, t->text, t->len))
			return (int)i;
	}
	return -1;
}

static const struct c_token_vec *expanded_arg(struct call *k, int i)
{
	while (k->expanded.len < k->raw.len) {
		const struct c_token_vec *raw = &k->raw.data[k->expanded.len];
		struct c_token_vec done = cpp_expand_list(k->c, raw->data, raw->len);
		vec_push(arena_of(k->c), &k->expanded, done);
	}
	return &k->expanded.data[i];
}

/* ---- substitution ---- */

static void put(struct call *k, struct c_token t)
{
	t.span = k->use.span;
	vec_push(arena_of(k->c), &k->out, t);
}

/* Tokens in the place of `at`, whose spacing the first one takes over; nothing at all leaves a placeholder. */
static void put_all(struct call *k, const struct c_token_vec *v, const struct c_token *at, bool placeholder)
{
	for (size_t i = 0; i < v->len; i++) {
		struct c_token t = v->data[i];
		if (!i)
			t.after_space = at->after_space;
		t.at_line_start = false;
		put(k, t);
	}
	if (!v->len && placeholder)
		put(k, (struct c_token){ .kind = C_OTHER, .text = "" });
}

static struct c_token text_token(struct call *k, enum c_token_kind kind, const char *text)
{
	return (struct c_token){ .kind = kind, .text = text, .len = (uint32_t)strlen(text), .span = k->use.span };
}

static struct c_token stringize(struct call *k, const struct c_token_vec *arg)
{
	struct strbuf text = { 0 };
	strbuf_putc(&text, '"');
	for (size_t i = 0; i < arg->len; i++) {
		const struct c_token *t = &arg->data[i];
		bool quoted = t->kind == C_STRING || t->kind == C_CHAR;
		if (i && (t->after_space || t->at_line_start))
			strbuf_putc(&text, ' ');
		for (uint32_t j = 0; j < t->len; j++) {
			if (quoted && (t->text[j] == '"' || t->text[j] == '\\'))
				strbuf_putc(&text, '\\');
			strbuf_putc(&text, t->text[j]);
		}
	}
	strbuf_putc(&text, '"');
	struct c_token s = text_token(k, C_STRING, arena_strdup(arena_of(k->c), text.data));
	strbuf_done(&text);
	return s;
}

/* Two tokens as one; if they make none, they stay two. */
static void put_pasted(struct call *k, const struct c_token *a, const struct c_token *b)
{
	struct source *src = ARENA_NEW(arena_of(k->c), struct source);
	src->name = k->m->name;
	src->text = arena_sprintf(arena_of(k->c), "%.*s%.*s", (int)a->len, a->text, (int)b->len, b->text);
	src->len = strlen(src->text);
	struct c_token_vec joined = c_lex_all(arena_of(k->c), src);
	if (joined.len)
		joined.data[0].after_space = a->after_space;
	for (size_t i = 0; i < joined.len; i++)
		put(k, joined.data[i]);
}

/* Behind '##': joins what stands last in the output with `next`. */
static void paste(struct call *k, const struct c_token *next)
{
	struct c_token lhs = vec_last(&k->out);
	int i = param_index(k, next);
	struct c_token_vec rhs = { .data = (struct c_token *)(uintptr_t)next, .len = 1 };
	if (i >= 0)
		rhs = k->raw.data[i];
	bool is_rest = i >= 0 && k->m->is_variadic && (size_t)i + 1 == k->m->params.len;
	k->out.len--;
	if (is_rest && c_token_is(&lhs, ",")) { /* GNU: the comma goes with the arguments */
		if (rhs.len) {
			put(k, lhs);
			put_all(k, &rhs, next, false);
		}
	} else if (!lhs.len) {
		put_all(k, &rhs, next, true);
	} else if (!rhs.len) {
		put(k, lhs);
	} else {
		put_pasted(k, &lhs, &rhs.data[0]);
		struct c_token_vec rest = { .data = rhs.data + 1, .len = rhs.len - 1 };
		if (rest.len)
			put_all(k, &rest, &rest.data[0], false);
	}
}

static void substitute(struct call *k, const struct c_token *body, size_t n);

/* __VA_OPT__ ( … ): what is inside, if there are variable arguments. Returns the index of ')'. */
static size_t va_opt(struct call *k, const struct c_token *body, size_t n, size_t at)
{
	size_t depth = 0, end = at + 1;
	for (; end < n; end++) {
		depth += c_token_is(&body[end], "(");
		if (c_token_is(&body[end], ")") && --depth == 0)
			break;
	}
	if (k->m->is_variadic && k->raw.len && vec_last(&k->raw).len && end < n)
		substitute(k, body + at + 2, end - at - 2);
	return end;
}

static void substitute(struct call *k, const struct c_token *body, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct c_token *t = &body[i], *next = i + 1 < n ? &body[i + 1] : NULL;
		int p = param_index(k, t);
		if (k->m->is_function && c_token_is(t, "#") && next && param_index(k, next) >= 0) {
			struct c_token s = stringize(k, &k->raw.data[param_index(k, next)]);
			s.after_space = t->after_space;
			put(k, s);
			i++;
		} else if (c_token_is(t, "##") && next && k->out.len) {
			paste(k, next);
			i++;
		} else if (k->m->is_variadic && c_token_word(t, "__VA_OPT__") && next && c_token_is(next, "(")) {
			i = va_opt(k, body, n, i);
		} else if (p < 0) {
			put(k, *t);
		} else if (next && c_token_is(next, "##")) {
			put_all(k, &k->raw.data[p], t, true);
		} else {
			put_all(k, expanded_arg(k, p), t, false);
		}
	}
}

static void push_result(struct call *k)
{
	size_t n = 0;
	for (size_t i = 0; i < k->out.len; i++)
		if (k->out.data[i].len)
			k->out.data[n++] = k->out.data[i];
	if (n) {
		k->out.data[0].after_space = k->use.after_space;
		k->out.data[0].at_line_start = k->use.at_line_start;
	}
	cpp_push_tokens(k->c, k->out.data, n, k->m, false);
}

/* ---- use ---- */

static void put_back(struct cpp *c, struct c_token t)
{
	if (t.kind == C_EOF)
		return; /* reading on gives it again */
	cpp_push_tokens(c, arena_dup(arena_of(c), &t, sizeof(t)), 1, NULL, false);
}

/* __LINE__ and the like have a value that depends on the place. */
static bool expand_place(struct cpp *c, const struct c_token *t)
{
	struct arena *a = arena_of(c);
	unsigned line, col;
	const char *text = NULL;
	if (c_token_word(t, "__LINE__")) {
		source_locate(t->span.source, t->span.begin, &line, &col);
		text = arena_sprintf(a, "%u", line);
	} else if (c_token_word(t, "__COUNTER__")) {
		text = arena_sprintf(a, "%llu", (unsigned long long)c->counter++);
	} else if (c_token_word(t, "__FILE__")) {
		text = arena_sprintf(a, "\"%s\"", t->span.source->name);
	}
	if (!text)
		return false;
	struct c_token value = { .kind = *text == '"' ? C_STRING : C_NUMBER, .text = text, .span = t->span };
	value.len = (uint32_t)strlen(text);
	value.after_space = t->after_space;
	put_back(c, value);
	return true;
}

bool cpp_expand(struct cpp *c, struct c_token *t)
{
	if (t->kind != C_IDENT || t->no_expand)
		return false;
	struct c_macro *m = strmap_getn(&c->macros, t->text, t->len);
	if (!m)
		return t->len > 6 && t->text[0] == '_' && expand_place(c, t);
	if (m->is_disabled) {
		t->no_expand = true;
		return false;
	}
	if (c->only_functions && !m->is_function)
		return false;
	struct call k = { .c = c, .m = m, .use = *t };
	if (m->is_function) {
		struct c_token next = cpp_next_raw(c);
		if (!c_token_is(&next, "(")) {
			put_back(c, next);
			return false;
		}
		if (!collect_args(&k) || !check_arity(&k))
			return true;
	}
	substitute(&k, m->body.data, m->body.len);
	push_result(&k);
	return true;
}
