/*
 * Literals: integers and strings.
 *
 * One scanner reads integers of source text and of parameters and attach points; these accept 0b… and a sign in
 * addition. An integer is [0-9][0-9a-zA-Z_]*, taken whole and then examined.
 */
#include "lang/parse.h"

/* ---- integers ---- */

struct int_scan {
	const char *text; /* the whole literal */
	const char *at;	  /* what is not read yet */
	const char *culprit; /* what is wrong begins here; NULL: the whole */
	uint64_t value;
	bool overflow;
	bool allow_binary;
	struct strbuf *why; /* reason of a failure, appended once */
};

static bool int_fail(struct int_scan *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
static bool int_fail(struct int_scan *s, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	strbuf_vprintf(s->why, fmt, ap);
	va_end(ap);
	return false;
}

static bool int_trailing(struct int_scan *s)
{
	return int_fail(s, "invalid trailing bytes: %s", s->text);
}

static void int_scale(struct int_scan *s, uint64_t factor)
{
	s->overflow |= __builtin_mul_overflow(s->value, factor, &s->value);
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits of the base and underscores; how many digits there were. */
static size_t int_digits(struct int_scan *s, int base)
{
	size_t n = 0;
	for (; *s->at == '_' || digit_value(*s->at) < base; s->at++) {
		if (*s->at == '_')
			continue;
		int_scale(s, (uint64_t)base);
		s->overflow |= __builtin_add_overflow(s->value, (uint64_t)digit_value(*s->at), &s->value);
		n++;
	}
	return n;
}

/* 0x… and 0b…: nothing may follow the digits. */
static bool int_prefixed(struct int_scan *s, int base)
{
	s->at += 2;
	if (!int_digits(s, base) || *s->at)
		return int_trailing(s);
	return true;
}

/* e4 behind a coefficient of one digit. */
static bool int_exponent(struct int_scan *s)
{
	if (s->at != s->text + 1 || s->value < 1 || s->value > 9)
		return int_fail(s, "coefficient part of scientific literal must be 1-9: %s", s->text);
	uint64_t coefficient = s->value;
	s->at++;
	if (*s->at < '1' || *s->at > '9')
		return int_trailing(s);
	s->value = 0;
	int_digits(s, 10);
	uint64_t exponent = s->overflow ? 99 : s->value;
	s->value = coefficient;
	for (uint64_t i = 0; i < MIN(exponent, 20); i++)
		int_scale(s, 10);
	return true;
}

static const struct int_suffix {
	const char *text;
	uint64_t factor, max;
} int_suffixes[] = {
	/* longer ones first where one begins like another */
	{ "ull", 1, UINT64_MAX },	    { "ul", 1, UINT64_MAX },	      { "us", 1000, UINT64_MAX },
	{ "u", 1, UINT32_MAX },		    { "ll", 1, UINT64_MAX },	      { "l", 1, UINT64_MAX },
	{ "ns", 1, UINT64_MAX },	    { "ms", 1000000, UINT64_MAX },    { "s", 1000000000, UINT64_MAX },
	{ "m", 60000000000, UINT64_MAX },   { "h", 3600000000000, UINT64_MAX }, { "d", 86400000000000, UINT64_MAX },
};

static const struct int_suffix *int_match_suffix(const char *at)
{
	for (size_t i = 0; i < ARRAY_LEN(int_suffixes); i++)
		if (str_starts(at, int_suffixes[i].text))
			return &int_suffixes[i];
	return NULL;
}

static bool int_suffix(struct int_scan *s, uint64_t *ret_max)
{
	if (!*s->at)
		return true;
	const struct int_suffix *suffix = int_match_suffix(s->at);
	if (suffix) {
		s->at += strlen(suffix->text);
		int_scale(s, suffix->factor);
		*ret_max = suffix->max;
	}
	if (!*s->at)
		return true;
	if (*s->at >= 'a' && *s->at <= 'z') {
		s->culprit = s->at;
		return int_fail(s, "invalid integer suffix '%s'", s->at);
	}
	return int_trailing(s);
}

static bool int_underscore(struct int_scan *s, const char *at)
{
	s->culprit = at;
	return int_fail(s, "trailing underscore in integer literal");
}

static bool int_decimal(struct int_scan *s, uint64_t *ret_max)
{
	bool octal = s->text[0] == '0' && s->text[1];
	int_digits(s, octal ? 8 : 10);
	if (octal && (*s->at == '8' || *s->at == '9'))
		return int_trailing(s);
	if (s->at[-1] == '_')
		return int_underscore(s, s->at - 1);
	if ((*s->at | 0x20) == 'e' && !int_exponent(s))
		return false;
	return int_suffix(s, ret_max);
}

/* Reads all of `text`, which begins with a digit and holds letters, digits and underscores only. */
static bool int_scan_all(struct int_scan *s)
{
	uint64_t max = UINT64_MAX;
	bool ok;
	if (str_ends(s->text, "_"))
		return int_underscore(s, s->text + strlen(s->text) - 1);
	if (str_starts(s->text, "0x") || str_starts(s->text, "0X"))
		ok = int_prefixed(s, 16);
	else if (s->allow_binary && (str_starts(s->text, "0b") || str_starts(s->text, "0B")))
		ok = int_prefixed(s, 2);
	else
		ok = int_decimal(s, &max);
	if (ok && (s->overflow || s->value > max))
		return int_fail(s, "overflow error, maximum value is %llu: %s", (unsigned long long)max, s->text);
	return ok;
}

bool parse_int_text_why(const char *text, uint64_t *ret, bool *ret_negative, struct strbuf *why)
{
	bool negative = *text == '-';
	const char *digits = text + negative;
	struct int_scan s = { .text = digits, .at = digits, .allow_binary = true, .why = why };
	if (*digits < '0' || *digits > '9')
		return int_fail(&s, "invalid integer: %s", text);
	for (const char *c = digits; *c; c++)
		if (!lex_is_ident_char((unsigned char)*c))
			return int_trailing(&s);
	if (!int_scan_all(&s))
		return false;
	if (negative && s.value > (uint64_t)INT64_MAX + 1)
		return int_fail(&s, "value is out of range");
	*ret = negative ? -s.value : s.value;
	*ret_negative = negative && s.value;
	return true;
}

bool parse_int_text(const char *text, uint64_t *ret, bool *ret_negative)
{
	struct strbuf why = { 0 };
	bool ok = parse_int_text_why(text, ret, ret_negative, &why);
	strbuf_done(&why);
	return ok;
}

static const char *take_int_text(struct parser *p)
{
	size_t begin = p->pos;
	while (lex_is_ident_char(lex_char_at(p, p->pos)))
		p->pos++;
	p->last_end = p->pos;
	return arena_strndup(p->env->arena, p->src->text + begin, p->pos - begin);
}

bool parse_uint(struct parser *p, uint64_t *ret)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct strbuf why = { 0 };
	const char *text = take_int_text(p);
	struct int_scan s = { .text = text, .at = text, .why = &why };
	bool ok = int_scan_all(&s);
	if (s.culprit)
		begin += (size_t)(s.culprit - s.text);
	if (!ok)
		parse_error_at(p, D_SYNTAX_INT, lex_span(p, begin), "%s", strbuf_str(&why));
	strbuf_done(&why);
	*ret = s.value;
	return ok;
}

struct expr *parse_int_literal(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	uint64_t value;
	if (!parse_uint(p, &value))
		return NULL;
	struct expr *e = expr_new_int(p->env->arena, value, false, lex_span(p, begin));
	e->name = arena_strndup(p->env->arena, p->src->text + begin, p->pos - begin);
	return e;
}

/* ---- strings ---- */

static bool string_fail(struct parser *p, size_t begin, const char *fmt, ...) PRINTF_LIKE(3, 4);
static bool string_fail(struct parser *p, size_t begin, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	p->last_end = p->pos;
	parse_error_at(p, D_SYNTAX_STRING, lex_span(p, begin), "%s", arena_vsprintf(p->env->arena, fmt, ap));
	va_end(ap);
	return false;
}

static bool escape_octal(struct parser *p, size_t begin, struct strbuf *out)
{
	unsigned value = 0;
	for (int i = 0; i < 3; i++) {
		int c = lex_char_at(p, p->pos);
		if (c < '0' || c > '7')
			break;
		value = value * 8 + (unsigned)(c - '0');
		p->pos++;
	}
	if (value > 255)
		return string_fail(p, begin, "octal escape sequence out of range '%.*s'", (int)(p->pos - begin),
				   p->src->text + begin);
	strbuf_putc(out, (char)value);
	return true;
}

static bool escape_hex(struct parser *p, size_t begin, struct strbuf *out)
{
	unsigned value = 0;
	int digits = 0;
	for (p->pos++; digits < 2; digits++, p->pos++) {
		int c = lex_char_at(p, p->pos);
		if (c < 0 || digit_value((char)c) > 15)
			break;
		value = value * 16 + (unsigned)digit_value((char)c);
	}
	if (!digits)
		return string_fail(p, begin, "invalid hex escape sequence");
	strbuf_putc(out, (char)value);
	return true;
}

/* At the backslash. */
static bool string_escape(struct parser *p, struct strbuf *out)
{
	static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
	size_t begin = p->pos++;
	int c = lex_char_at(p, p->pos);
	if (c >= '0' && c <= '7')
		return escape_octal(p, begin, out);
	if (c == 'x' || c == 'X')
		return escape_hex(p, begin, out);
	const char *hit = c > 0 ? strchr(from, c) : NULL;
	p->pos += c >= 0;
	if (!hit)
		return string_fail(p, begin, "invalid escape character '\\%c'", c < 0 ? ' ' : c);
	strbuf_putc(out, to[hit - from]);
	return true;
}

/* At the opening quote; up to and with the closing one. */
static bool string_body(struct parser *p, struct strbuf *out)
{
	size_t begin = p->pos++;
	for (;;) {
		int c = lex_char_at(p, p->pos);
		if (c < 0 || c == '\n')
			return string_fail(p, begin, "unterminated string");
		if (c == '"')
			break;
		if (c != '\\') {
			strbuf_putc(out, (char)c);
			p->pos++;
		} else if (!string_escape(p, out)) {
			return false;
		}
	}
	p->last_end = ++p->pos;
	return true;
}

bool parse_string(struct parser *p, const char **ret, size_t *ret_len)
{
	lex_skip_space(p);
	struct strbuf text = { 0 };
	bool ok = string_body(p, &text);
	if (ok) {
		char *copy = arena_alloc(p->env->arena, text.len + 1);
		memcpy(copy, strbuf_str(&text), text.len);
		*ret = copy;
		*ret_len = text.len;
	}
	strbuf_done(&text);
	return ok;
}

struct expr *parse_string_literal(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos, len;
	const char *text;
	if (!parse_string(p, &text, &len))
		return NULL;
	return expr_new_string(p->env->arena, text, len, lex_span(p, begin));
}
