/*
 * printf-like formats: parsed once into parts, each some literal text and at most one conversion, then checked against
 * the arguments. What does not follow the grammar of a conversion is text:
 *
 *     % [-] [+] [space] [#] [0] [width | *] [. [digits | *]] {h | l | L | j | z | t} letters
 */
#include "sema/internal.h"

struct scanner {
	struct arena *arena;
	const char *at, *end;
	struct strbuf text; /* of the part at hand */
};

static bool accept(struct scanner *sc, char c)
{
	if (sc->at == sc->end || *sc->at != c)
		return false;
	sc->at++;
	return true;
}

static uint16_t scan_number(struct scanner *sc)
{
	unsigned n = 0;
	if (accept(sc, '*'))
		return 0;
	for (; sc->at < sc->end && *sc->at >= '0' && *sc->at <= '9'; sc->at++)
		n = MIN(n * 10 + (unsigned)(*sc->at - '0'), (unsigned)UINT16_MAX);
	return (uint16_t)n;
}

static uint8_t scan_length(struct scanner *sc)
{
	uint8_t length = 0;
	for (; sc->at < sc->end && *sc->at && strchr("hlLjzt", *sc->at); sc->at++) {
		if (*sc->at != 'h')
			length = 8;
		else
			length = length == 2 ? 1 : 2;
	}
	return length;
}

/* The letters of a conversion; 0: none. The two-letter ones come first. */
static char scan_letters(struct scanner *sc)
{
	static const struct {
		const char *text;
		char conv;
	} pairs[] = { { "gr", 'G' }, { "rh", 'H' }, { "rx", 'R' } };
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (sc->end - sc->at >= 2 && !memcmp(sc->at, pairs[i].text, 2)) {
			sc->at += 2;
			return pairs[i].conv;
		}
	if (sc->at == sc->end || !*sc->at || !strchr("diouxXeEfFgGaAcspnr%", *sc->at))
		return 0;
	char c = *sc->at++;
	return c == 'G' ? 'g' : c; /* 'G' stands for %gr; both letters are refused alike */
}

/* Behind '%'. false, with nothing consumed: not a conversion. */
static bool scan_conversion(struct scanner *sc, struct format_part *p)
{
	const char *begin = sc->at;
	p->left = accept(sc, '-');
	p->plus = accept(sc, '+');
	accept(sc, ' ');
	p->alt = accept(sc, '#');
	p->zero = accept(sc, '0');
	p->width = scan_number(sc);
	if (accept(sc, '.'))
		scan_number(sc);
	p->length = scan_length(sc);
	p->conv = scan_letters(sc);
	if (!p->conv)
		sc->at = begin;
	return p->conv;
}

static void end_part(struct scanner *sc, struct format *f, struct format_part *p)
{
	p->literal_len = sc->text.len;
	char *copy = arena_alloc(sc->arena, sc->text.len + 1);
	if (sc->text.len)
		memcpy(copy, sc->text.data, sc->text.len);
	p->literal = copy;
	vec_push(sc->arena, &f->parts, *p);
	strbuf_clear(&sc->text);
	memset(p, 0, sizeof(*p));
}

struct format *format_parse(struct arena *a, const char *text, size_t len)
{
	struct scanner sc = { .arena = a, .at = text, .end = text + len };
	struct format *f = ARENA_NEW(a, struct format);
	struct format_part p = { 0 };
	while (sc.at < sc.end) {
		char c = *sc.at++;
		if (c != '%' || !scan_conversion(&sc, &p)) {
			strbuf_putc(&sc.text, c);
		} else if (p.conv == '%') {
			strbuf_putc(&sc.text, '%');
			memset(&p, 0, sizeof(p));
		} else {
			p.arg = f->arg_count++;
			end_part(&sc, f, &p);
		}
	}
	memset(&p, 0, sizeof(p));
	if (sc.text.len || !f->parts.len)
		end_part(&sc, f, &p);
	strbuf_done(&sc.text);
	return f;
}

/* ---- checks ---- */

static const char *conversion_text(char conv, char buf[2])
{
	buf[0] = conv;
	buf[1] = 0;
	return conv == 'G' ? "gr" : conv == 'H' ? "rh" : conv == 'R' ? "rx" : buf;
}

static bool takes_integer(const struct type *t)
{
	return type_is_integral(t) || t->kind == TYPE_POINTER;
}

static bool conversion_accepts(char conv, const struct type *t)
{
	switch (conv) {
	case 'r':
	case 'H':
	case 'R':
		return t->kind == TYPE_BUFFER;
	case 'G':
		return type_is_integral(t);
	case 's':
		return sema_is_printable(t);
	default:
		return takes_integer(t);
	}
}

static bool check_part(struct sema *s, const struct expr *call, const struct format_part *p, const struct type *t)
{
	char buf[2];
	const char *text = conversion_text(p->conv, buf);
	if (t->kind == TYPE_VOID || t->kind == TYPE_NONE) {
		sema_error(s, D_FORMAT, call->span, "unable to print none type for specifier: %s", text);
		return false;
	}
	if (strchr("eEfFgaAn", p->conv)) {
		sema_error(s, D_FORMAT, call->span, "unsupported format specifier: %s", text);
		return false;
	}
	if (conversion_accepts(p->conv, t))
		return true;
	sema_error(s, D_FORMAT, call->span, "unsupported format specifier for type '%s': %s", type_name(s->types, t),
		   text);
	return false;
}

static bool check_count(struct sema *s, const struct expr *call, const struct format *f, size_t have)
{
	if (have == f->arg_count)
		return true;
	sema_error(s, D_FORMAT, call->span, "%s arguments for format string (%zu supplied, %u expected)",
		   have < f->arg_count ? "not enough" : "too many", have, f->arg_count);
	return false;
}

static bool any_unknown(struct sema *s, const struct expr *call, unsigned first)
{
	for (size_t i = first; i < call->args.len; i++) {
		const struct type *t = call->args.data[i]->type;
		if (t->kind == TYPE_ERROR || (t->kind == TYPE_NONE && !s->final))
			return true;
	}
	return false;
}

static const struct type *payload_type(struct sema *s, const struct expr *call, unsigned first)
{
	size_t n = call->args.len - first;
	const struct type **types = ARENA_ARRAY(s->arena, const struct type *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct expr *arg = call->args.data[first + i];
		types[i] = sema_value_type(s, arg->type);
		if (types[i] != arg->type && arg->map)
			map_read_aggregate(s, arg->map, arg->span);
	}
	return n ? type_tuple(s->types, types, (uint32_t)n) : NULL;
}

struct format *sema_format(struct sema *s, struct expr *call, unsigned first, const struct type **ret_payload)
{
	const struct expr *text = call->args.data[first];
	bool ok = true;
	if (!sema_string_arg(s, call, text) || any_unknown(s, call, first))
		return NULL;
	struct format *f = format_parse(s->arena, text->str, text->str_len);
	if (!check_count(s, call, f, call->args.len - first - 1))
		return NULL;
	for (size_t i = 0; i < f->parts.len; i++) {
		const struct format_part *p = &f->parts.data[i];
		if (p->conv)
			ok = check_part(s, call, p, call->args.data[first + 1 + p->arg]->type) && ok;
	}
	*ret_payload = ok ? payload_type(s, call, first + 1) : NULL;
	return ok ? f : NULL;
}
