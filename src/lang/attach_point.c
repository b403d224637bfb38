/*
 * Attach points. Their text is not tokenised like code: it runs to '{', ',', white space or, while it has no ':' yet,
 * '/'; quoted pieces are taken whole. It is then split into parts at ':' and before '@', quotes are removed and $N is
 * replaced by the text of the parameter, which is read again in its place.
 */
#include "lang/parse.h"

/* ---- the extent of the text ---- */

static bool ends_text(int c, bool seen_colon)
{
	return c < 0 || c == '{' || c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r' ||
	       (c == '/' && !seen_colon);
}

/* Over a quoted piece; false: the quote is not closed on its line. */
static bool skip_quoted(struct parser *p)
{
	size_t begin = p->pos++;
	for (int c; (c = lex_char_at(p, p->pos)) >= 0 && c != '\n'; p->pos++) {
		if (c == '"') {
			p->pos++;
			return true;
		}
		if (c == '\\' && lex_char_at(p, p->pos + 1) >= 0)
			p->pos++;
	}
	struct span s = { .source = p->src, .begin = (uint32_t)begin, .end = (uint32_t)p->pos };
	parse_error_at(p, D_SYNTAX_STRING, s, "unterminated string");
	return false;
}

static bool take_text(struct parser *p)
{
	bool seen_colon = false;
	for (int c; !ends_text(c = lex_char_at(p, p->pos), seen_colon);) {
		if (c == '"') {
			if (!skip_quoted(p))
				return false;
			continue;
		}
		seen_colon |= c == ':';
		p->pos++;
	}
	p->last_end = p->pos;
	return true;
}

/* ---- splitting ---- */

/* Texts being read, innermost last: the attach point and the parameters put in the place of $N. */
struct splitter {
	struct parser *p;
	struct attach_point *ap;
	struct strbuf part;
	bool part_quoted;
	bool in_quotes;
	unsigned depth;
};

static void end_part(struct splitter *s)
{
	struct arena *a = s->p->env->arena;
	vec_push(a, &s->ap->parts, arena_strdup(a, strbuf_str(&s->part)));
	vec_push(a, &s->ap->quoted, s->part_quoted);
	strbuf_clear(&s->part);
	s->part_quoted = false;
}

static bool split_text(struct splitter *s, const char *text);

/* The parameter's text in the place of $N; one that was not given is replaced by nothing. */
static bool split_parameter(struct splitter *s, const char *digits, size_t n)
{
	const struct lang_env *env = s->p->env;
	uint64_t number = 0;
	for (size_t i = 0; i < n && number <= env->param_count; i++)
		number = number * 10 + (uint64_t)(digits[i] - '0');
	if (!number || number > env->param_count)
		return true;
	if (s->depth > 16) {
		diag_add(env->diags, D_PROBE_SPEC, s->ap->span, "parameter $%llu names itself",
			 (unsigned long long)number);
		return false;
	}
	s->depth++;
	bool ok = split_text(s, env->params[number - 1]);
	s->depth--;
	return ok;
}

/* At '$': digits without a leading zero, and no letter behind them. */
static const char *split_dollar(struct splitter *s, const char *at)
{
	size_t n = at[1] == '0' ? 0 : strspn(at + 1, "0123456789");
	const char *end = at + 1 + n;
	if (!n || lex_is_ident_char((unsigned char)*end)) {
		const char *stop = end;
		while (lex_is_ident_char((unsigned char)*stop))
			stop++;
		diag_add(s->p->env->diags, D_PROBE_SPEC, s->ap->span,
			 "invalid trailing character for positional param: %.1s. Try quoting this entire part if this is "
			 "intentional e.g. \"%.*s\".",
			 end, (int)(stop - at), at);
		return NULL;
	}
	return split_parameter(s, at + 1, n) ? end : NULL;
}

static void split_char(struct splitter *s, char c)
{
	if (c == ':' || c == '@')
		end_part(s);
	if (c == '@') {
		strbuf_putc(&s->part, '@');
		end_part(s);
	} else if (c != ':') {
		strbuf_putc(&s->part, c);
	}
}

static bool split_text(struct splitter *s, const char *text)
{
	while (*text) {
		if (*text == '"') {
			s->in_quotes = !s->in_quotes;
			s->part_quoted = true;
			text++;
		} else if (s->in_quotes) {
			text += *text == '\\' && text[1];
			strbuf_putc(&s->part, *text++);
		} else if (*text == '$') {
			text = split_dollar(s, text);
			if (!text)
				return false;
		} else {
			split_char(s, *text++);
		}
	}
	return true;
}

/* name= before the provider: the length with the '=', 0 if there is none. */
static size_t name_length(const char *text)
{
	size_t n = 0;
	if (lex_is_ident_start((unsigned char)*text))
		while (lex_is_ident_char((unsigned char)text[n]))
			n++;
	return n && text[n] == '=' ? n + 1 : 0;
}

static bool split(struct parser *p, struct attach_point *ap)
{
	size_t skip = name_length(ap->text);
	if (skip)
		ap->name = arena_strndup(p->env->arena, ap->text, skip - 1);
	struct splitter s = { .p = p, .ap = ap };
	bool ok = split_text(&s, ap->text + skip);
	end_part(&s);
	strbuf_done(&s.part);
	return ok;
}

/* attach_point: raw text. An empty one has no parts. NULL: unterminated quote. */
struct attach_point *parse_attach_point(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	if (!take_text(p))
		return NULL;
	struct attach_point *ap = ARENA_NEW(p->env->arena, struct attach_point);
	ap->span = lex_span(p, begin);
	ap->text = arena_strndup(p->env->arena, p->src->text + begin, p->pos - begin);
	if (*ap->text)
		ap->ignore = !split(p, ap);
	return ap;
}
