/*
 * Formatted output: the parts of a parsed format with the arguments of a record. Numbers are made here, digit by digit; other
 * values bring their text form. Padding goes around the whole text of a value.
 */
#include "output/internal.h"
#include "sema/sema.h" /* struct format */

/* ---- integers ---- */

enum { DIGITS_MAX = 24 }; /* 22 octal digits of 64 bits */

/* The digits of n at the end of buf; where they begin. */
static char *make_digits(uint64_t n, unsigned base, bool upper, char *end)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	do {
		*--end = set[n % base];
		n /= base;
	} while (n);
	return end;
}

struct number {
	const char *prefix; /* sign or base */
	uint64_t magnitude;
	unsigned base;
	bool upper;
};

/* Prefix, then zeros up to the width if asked for, then digits. */
static void add_number(const struct format_part *p, const struct number *n, struct strbuf *to)
{
	char buf[DIGITS_MAX], *digits = make_digits(n->magnitude, n->base, n->upper, buf + sizeof(buf));
	size_t len = (size_t)(buf + sizeof(buf) - digits), prefix_len = strlen(n->prefix);
	size_t fill = p->width > len + prefix_len ? p->width - len - prefix_len : 0;
	if (fill && !p->left && !p->zero)
		strbuf_pad(to, ' ', fill);
	strbuf_add(to, n->prefix, prefix_len);
	if (fill && !p->left && p->zero)
		strbuf_pad(to, '0', fill);
	strbuf_add(to, digits, len);
	if (fill && p->left)
		strbuf_pad(to, ' ', fill);
}

/* The value cut to the width that the length modifier names: none means 32 bits. */
static int64_t cut_signed(int64_t v, unsigned bytes)
{
	switch (bytes) {
	case 1: return (int8_t)v;
	case 2: return (int16_t)v;
	case 8: return v;
	default: return (int32_t)v;
	}
}

static uint64_t cut_unsigned(int64_t v, unsigned bytes)
{
	switch (bytes) {
	case 1: return (uint8_t)v;
	case 2: return (uint16_t)v;
	case 8: return (uint64_t)v;
	default: return (uint32_t)v;
	}
}

static void add_signed(const struct format_part *p, int64_t v, struct strbuf *to)
{
	int64_t n = cut_signed(v, p->length);
	struct number number = { n < 0 ? "-" : p->plus ? "+" : "", n < 0 ? -(uint64_t)n : (uint64_t)n, 10, false };
	add_number(p, &number, to);
}

static void add_unsigned(const struct format_part *p, int64_t v, struct strbuf *to)
{
	uint64_t n = cut_unsigned(v, p->length);
	struct number number = { "", n, 10, p->conv == 'X' };
	if (p->conv == 'x' || p->conv == 'X') {
		number.base = 16;
		if (p->alt && n)
			number.prefix = p->conv == 'x' ? "0x" : "0X";
	} else if (p->conv == 'o') {
		number.base = 8;
		if (p->alt && n)
			number.prefix = "0";
	}
	add_number(p, &number, to);
}

/* ---- the others ---- */

/* Pads what was appended behind start. */
static void pad_from(const struct format_part *p, size_t start, struct strbuf *to)
{
	size_t len = to->len - start;
	if (len >= p->width)
		return;
	size_t fill = p->width - len;
	strbuf_pad(to, ' ', fill);
	if (!p->left) {
		memmove(to->data + start + fill, to->data + start, len);
		memset(to->data + start, ' ', fill);
	}
}

/* All bytes of a buffer, as \xNN or, separated by spaces, as NN. */
static void add_buffer_bytes(const struct type *t, const uint8_t *v, bool plain, struct strbuf *to)
{
	uint32_t n;
	memcpy(&n, v, sizeof(n));
	n = MIN(n, t->count);
	for (uint32_t i = 0; i < n; i++) {
		static const char set[] = "0123456789abcdef";
		char text[4] = { '\\', 'x', set[v[4 + i] >> 4], set[v[4 + i] & 15] };
		if (plain && i)
			strbuf_putc(to, ' ');
		strbuf_add(to, plain ? text + 2 : text, plain ? 2 : 4);
	}
}

static void add_char(struct out *o, char c, struct strbuf *to)
{
	size_t start = to->len;
	strbuf_putc(to, c);
	if (o->escape)
		out_escape(to, start);
}

static void add_pointer(uint64_t n, struct strbuf *to)
{
	strbuf_puts(to, n ? "0x" : "");
	out_hex(to, n);
}

/* Conversions that are text, to be padded. */
static void add_text(struct out *o, const struct format_part *p, const struct type *t, const void *v, struct strbuf *to)
{
	size_t start = to->len;
	switch (p->conv) {
	case 'c': add_char(o, (char)out_load(t, v), to); break;
	case 'p': add_pointer((uint64_t)out_load(t, v), to); break;
	case 'R': add_buffer_bytes(t, v, false, to); break;
	case 'H': add_buffer_bytes(t, v, true, to); break;
	case 'G': out_gfp_flags(to, (uint64_t)out_load(t, v)); break;
	default: out_value_text(o, t, v, to); break;
	}
	if (p->width)
		pad_from(p, start, to);
}

void out_format(struct out *o, const struct format *f, const struct type *payload, const void *args, struct strbuf *to)
{
	for (size_t i = 0; i < f->parts.len; i++) {
		const struct format_part *p = &f->parts.data[i];
		strbuf_add(to, p->literal, p->literal_len);
		if (!p->conv)
			continue;
		const struct type_member *m = &payload->members[p->arg];
		const uint8_t *v = (const uint8_t *)args + m->offset;
		switch (p->conv) {
		case 'd': case 'i': add_signed(p, out_load(m->type, v), to); break;
		case 'u': case 'o': case 'x': case 'X': add_unsigned(p, out_load(m->type, v), to); break;
		default: add_text(o, p, m->type, v, to); break;
		}
	}
}
