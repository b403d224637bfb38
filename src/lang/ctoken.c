/* C tokens: splitting text into them, the value of constants, and printing them. */
#include <stdlib.h>

#include "lang/cpp.h"
#include "lang/parse.h"

/* ---- characters ---- */

static int at(const struct c_lexer *l, uint32_t pos)
{
	return pos < l->end ? (unsigned char)l->source->text[pos] : -1;
}

/* Length of a backslash and the line end behind it, 0 if there is none. */
static uint32_t continuation(const struct c_lexer *l, uint32_t pos)
{
	if (at(l, pos) != '\\')
		return 0;
	uint32_t n = 1;
	if (at(l, pos + n) == '\r')
		n++;
	return at(l, pos + n) == '\n' ? n + 1 : 0;
}

static uint32_t comment_end(const struct c_lexer *l, uint32_t pos)
{
	if (at(l, pos) != '/')
		return pos;
	if (at(l, pos + 1) == '/') {
		while (at(l, pos) >= 0 && at(l, pos) != '\n')
			pos += MAX(continuation(l, pos), 1u);
		return MIN(pos, l->end);
	}
	if (at(l, pos + 1) != '*')
		return pos;
	const char *end = memmem(l->source->text + pos + 2, l->end - MIN(pos + 2, l->end), "*/", 2);
	return end ? (uint32_t)(end - l->source->text) + 2 : l->end;
}

static bool skip_one_space(struct c_lexer *l)
{
	int c = at(l, l->pos);
	uint32_t n = continuation(l, l->pos);
	if (n) {
		l->pos += n;
		return true;
	}
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
		l->at_line_start |= c == '\n';
		l->pos++;
		return true;
	}
	uint32_t end = comment_end(l, l->pos);
	bool skipped = end > l->pos;
	l->pos = end;
	return skipped;
}

/* ---- tokens ---- */

static uint32_t number_end(const struct c_lexer *l, uint32_t pos)
{
	for (;; pos++) {
		int c = at(l, pos);
		bool exponent = (c == '+' || c == '-') && strchr("eEpP", at(l, pos - 1));
		if (!lex_is_ident_char(c) && c != '.' && !exponent)
			return pos;
	}
}

static uint32_t quoted_end(const struct c_lexer *l, uint32_t pos)
{
	int quote = at(l, pos);
	for (pos++; at(l, pos) >= 0 && at(l, pos) != '\n'; pos++) {
		if (at(l, pos) == quote)
			return pos + 1;
		if (at(l, pos) == '\\')
			pos++;
	}
	return MIN(pos, l->end);
}

void c_lex_skip_line(struct c_lexer *l)
{
	for (int c; (c = at(l, l->pos)) >= 0 && c != '\n';) {
		uint32_t n = continuation(l, l->pos), end = comment_end(l, l->pos);
		if (c == '"' || c == '\'')
			end = quoted_end(l, l->pos);
		l->pos = n ? l->pos + n : MAX(end, l->pos + 1);
	}
}

static uint32_t punct_end(const struct c_lexer *l, uint32_t pos)
{
	static const char *const puncts[] = {
		"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&",
		"||",  "*=",  "/=",  "%=", "+=", "-=", "&=", "^=", "|=", "##",
	};
	int next = at(l, pos + 1);
	if (next <= 0 || !strchr("<>=.-+&|#", next))
		return pos + 1;
	for (size_t i = 0; i < ARRAY_LEN(puncts); i++) {
		size_t n = strlen(puncts[i]);
		if (pos + n <= l->end && !memcmp(l->source->text + pos, puncts[i], n))
			return pos + (uint32_t)n;
	}
	return pos + 1;
}

static enum c_token_kind scan(const struct c_lexer *l, uint32_t *end)
{
	int c = at(l, *end);
	if (lex_is_ident_start(c)) {
		while (lex_is_ident_char(at(l, *end)))
			++*end;
		bool prefix = *end - l->pos == 1 && (c == 'L' || c == 'u' || c == 'U');
		if (!prefix || (at(l, *end) != '"' && at(l, *end) != '\''))
			return C_IDENT;
		c = at(l, *end);
	}
	if ((c >= '0' && c <= '9') || (c == '.' && at(l, *end + 1) >= '0' && at(l, *end + 1) <= '9')) {
		*end = number_end(l, *end + 1);
		return C_NUMBER;
	}
	if (c == '"' || c == '\'') {
		*end = quoted_end(l, *end);
		return c == '"' ? C_STRING : C_CHAR;
	}
	*end = punct_end(l, *end);
	return c > 32 && c < 127 ? C_PUNCT : C_OTHER;
}

struct c_token c_lex(struct c_lexer *l)
{
	uint32_t begin = l->pos;
	while (skip_one_space(l))
		;
	struct c_token t = { .kind = C_EOF, .at_line_start = l->at_line_start, .after_space = l->pos > begin };
	uint32_t end = l->pos;
	if (end < l->end)
		t.kind = scan(l, &end);
	t.text = l->source->text + l->pos;
	t.len = end - l->pos;
	t.span = (struct span){ .source = l->source, .begin = l->pos, .end = end };
	l->pos = end;
	l->at_line_start = false;
	return t;
}

struct c_token_vec c_lex_all(struct arena *a, const struct source *src)
{
	struct c_token_vec out = { 0 };
	struct c_lexer l = { .source = src, .end = (uint32_t)src->len };
	for (struct c_token t = c_lex(&l); t.kind != C_EOF; t = c_lex(&l))
		vec_push(a, &out, t);
	return out;
}

bool c_token_is(const struct c_token *t, const char *text)
{
	return t->kind == C_PUNCT && !strncmp(t->text, text, t->len) && !text[t->len];
}

bool c_token_word(const struct c_token *t, const char *word)
{
	return t->kind == C_IDENT && !strncmp(t->text, word, t->len) && !word[t->len];
}

/* ---- constants ---- */

static bool number_suffix(const char *s, const char *end, bool *is_unsigned, bool *is_long)
{
	for (; s < end; s++) {
		if (*s == 'u' || *s == 'U')
			*is_unsigned = true;
		else if (*s == 'l' || *s == 'L')
			*is_long = true;
		else
			return false;
	}
	return true;
}

static bool integer_value(const struct c_token *t, uint64_t *ret, bool *ret_unsigned, unsigned *ret_size)
{
	char text[80];
	if (t->len >= sizeof(text))
		return false;
	memcpy(text, t->text, t->len);
	text[t->len] = '\0';
	bool binary = text[0] == '0' && (text[1] | 0x20) == 'b';
	char *end;
	*ret = binary ? strtoull(text + 2, &end, 2) : strtoull(text, &end, 0);
	bool is_long = false, decimal = text[0] != '0';
	*ret_unsigned = false;
	if (!number_suffix(end, text + t->len, ret_unsigned, &is_long))
		return false;
	/* The first type of int, unsigned, long, unsigned long that holds it; decimal ones are not unsigned by size. */
	uint64_t v = *ret;
	bool fits_int = v <= INT32_MAX || ((*ret_unsigned || !decimal) && v <= UINT32_MAX);
	*ret_size = is_long || !fits_int ? 8 : 4;
	if (!decimal && !*ret_unsigned)
		*ret_unsigned = *ret_size == 4 ? v > INT32_MAX : v > INT64_MAX;
	*ret_unsigned |= v > INT64_MAX;
	return true;
}

static int escape_value(const char **s)
{
	static const char from[] = "ntrabfve\\'\"?", to[] = "\n\t\r\a\b\f\v\033\\'\"?";
	const char *hit = **s ? strchr(from, **s) : NULL;
	char *end;
	if (hit) {
		++*s;
		return to[hit - from];
	}
	if (**s == 'x') {
		long v = strtol(*s + 1, &end, 16);
		*s = end;
		return (signed char)v;
	}
	int v = 0;
	for (int i = 0; i < 3 && **s >= '0' && **s <= '7'; i++)
		v = v * 8 + (*(*s)++ - '0');
	return (signed char)v;
}

/* 'a', '\n', and 'abcd' as the compiler packs it. */
static bool char_value(const struct c_token *t, uint64_t *ret)
{
	char text[32];
	if (t->len < 3 || t->len >= sizeof(text) || t->text[t->len - 1] != '\'')
		return false;
	memcpy(text, t->text, t->len - 1);
	text[t->len - 1] = '\0';
	const char *s = strchr(text, '\'') + 1;
	int64_t v = 0;
	int n = 0;
	for (; *s; n++) {
		const char *before = s;
		int c = (signed char)*s++;
		if (c == '\\')
			c = escape_value(&s);
		if (s == before)
			return false;
		v = n ? (int64_t)((uint64_t)v << 8 | (unsigned char)c) : c;
	}
	*ret = (uint64_t)(int64_t)(int32_t)v;
	return n > 0;
}

bool c_token_number(const struct c_token *t, uint64_t *ret, bool *ret_unsigned, unsigned *ret_size)
{
	*ret_unsigned = false;
	*ret_size = 4;
	if (t->kind == C_CHAR)
		return char_value(t, ret);
	return t->kind == C_NUMBER && integer_value(t, ret, ret_unsigned, ret_size);
}

void c_tokens_print(const struct c_token *t, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i && (t[i].after_space || t[i].at_line_start))
			strbuf_putc(out, ' ');
		strbuf_add(out, t[i].text, t[i].len);
	}
}
