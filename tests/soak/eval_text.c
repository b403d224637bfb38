/* Text of values, of formatted output and of maps, written from the reference alone. */
#include <inttypes.h>
#include <stdio.h>

#include "eval.h"

/* ---- values ---- */

static void string_text(struct ev *ev, const struct val *v, struct strbuf *out)
{
	size_t n = ev_val_strlen(v), limit = ev->c->config.max_strlen < 1024 ? ev->c->config.max_strlen : SIZE_MAX;
	strbuf_add(out, v->mem, n);
	if (n && (n == v->type->size || n >= limit))
		strbuf_puts(out, "..");
}

/* Members of anonymous members stand beside the others. */
static void member_list(struct ev *ev, const struct val *v, bool *any, struct strbuf *out)
{
	for (uint32_t i = 0; i < v->type->member_count; i++) {
		const struct type_member *m = &v->type->members[i];
		struct val part = ev_val_member(ev, v, m);
		if (!m->name && v->type->kind == TYPE_STRUCT) {
			member_list(ev, &part, any, out);
			continue;
		}
		strbuf_puts(out, *any ? ", " : "");
		if (m->name)
			strbuf_printf(out, ".%s = ", m->name);
		ev_val_text(ev, &part, out);
		*any = true;
	}
}

static void members_text(struct ev *ev, const struct val *v, struct strbuf *out)
{
	bool named = v->type->kind != TYPE_TUPLE, any = false;
	strbuf_puts(out, named ? "{ " : "(");
	member_list(ev, v, &any, out);
	strbuf_puts(out, named ? " }" : ")");
}

static void array_text(struct ev *ev, const struct val *v, struct strbuf *out)
{
	strbuf_putc(out, '[');
	for (uint32_t i = 0; i < v->type->count; i++) {
		struct val part = ev_val_load(ev, v->type->inner, v->mem + (size_t)i * v->type->inner->size);
		strbuf_puts(out, i ? "," : "");
		ev_val_text(ev, &part, out);
	}
	strbuf_putc(out, ']');
}

static void enum_text(const struct val *v, struct strbuf *out)
{
	for (uint32_t i = 0; i < v->type->enumerator_count; i++) {
		if ((uint64_t)v->type->enumerators[i].value == v->n) {
			strbuf_puts(out, v->type->enumerators[i].name);
			return;
		}
	}
	strbuf_printf(out, v->type->is_signed ? "%" PRId64 : "%" PRIu64, v->n);
}

void ev_val_text(struct ev *ev, const struct val *v, struct strbuf *out)
{
	switch (v->type->kind) {
	case TYPE_BOOL:
		strbuf_puts(out, v->n ? "true" : "false");
		break;
	case TYPE_INT:
		strbuf_printf(out, v->type->is_signed ? "%" PRId64 : "%" PRIu64, v->n);
		break;
	case TYPE_ENUM:
		enum_text(v, out);
		break;
	case TYPE_POINTER:
		strbuf_printf(out, "0x%" PRIx64, v->n);
		break;
	case TYPE_STRING:
		string_text(ev, v, out);
		break;
	case TYPE_ARRAY:
		array_text(ev, v, out);
		break;
	default:
		members_text(ev, v, out);
	}
}

/* ---- printf ---- */

/* The number as the length modifier of the conversion wants it. */
static uint64_t cut(uint64_t n, const char *modifier, bool is_signed)
{
	unsigned bits = strstr(modifier, "hh") ? 8 : strchr(modifier, 'h') ? 16 : strpbrk(modifier, "ljzt") ? 64 : 32;
	n <<= 64 - bits;
	return is_signed ? (uint64_t)((int64_t)n >> (64 - bits)) : n >> (64 - bits);
}

static void format_number(const char *flags, const char *modifier, char conv, const struct val *v, struct strbuf *out)
{
	char spec[32];
	bool is_signed = conv == 'd' || conv == 'i';
	if (conv == 'c') {
		strbuf_putc(out, (char)v->n);
		return;
	}
	snprintf(spec, sizeof(spec), "%%%sj%c", flags, conv);
	char text[128];
	/* The format is put together from pieces of a checked one. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), spec, (uintmax_t)cut(v->n, modifier, is_signed));
#pragma GCC diagnostic pop
	strbuf_puts(out, text);
}

static void format_text(struct ev *ev, const char *flags, const struct val *v, struct strbuf *out)
{
	struct strbuf text = { 0 };
	int width = atoi(flags + (flags[0] == '-'));
	ev_val_text(ev, v, &text);
	size_t pad = (size_t)width > text.len ? (size_t)width - text.len : 0;
	strbuf_pad(out, ' ', flags[0] == '-' ? 0 : pad);
	strbuf_puts(out, strbuf_str(&text));
	strbuf_pad(out, ' ', flags[0] == '-' ? pad : 0);
	strbuf_done(&text);
}

void ev_val_format(struct ev *ev, const char *format, const struct val *args, size_t n, struct strbuf *out)
{
	for (size_t used = 0; *format;) {
		if (*format != '%') {
			strbuf_putc(out, *format++);
			continue;
		}
		char flags[16] = "", modifier[4] = "";
		size_t nf = strspn(++format, "-+ #0123456789");
		memcpy(flags, format, MIN(nf, sizeof(flags) - 1));
		size_t nm = strspn(format += nf, "hljzt");
		memcpy(modifier, format, MIN(nm, sizeof(modifier) - 1));
		char conv = *(format += nm);
		format++;
		if (conv == '%')
			strbuf_putc(out, '%');
		else if (conv == 's')
			format_text(ev, flags, &args[used++], out);
		else
			format_number(flags, modifier, conv, &args[used++], out);
	}
}

/* ---- histograms ---- */

static uint64_t log2_edge(int64_t j, unsigned k, unsigned *ret_power)
{
	int64_t size = 1ll << k;
	*ret_power = 0;
	if (j <= 2 * size)
		return (uint64_t)j;
	*ret_power = (unsigned)(j >> k) - 1;
	return (uint64_t)(size + (j & (size - 1))) << *ret_power;
}

static void log2_edge_text(int64_t j, unsigned k, struct strbuf *out)
{
	unsigned power;
	uint64_t edge = log2_edge(j, k, &power);
	strbuf_printf(out, "%" PRIu64, edge >> power / 10 * 10);
	if (power >= 10)
		strbuf_putc(out, "KMGTPE"[power / 10 - 1]);
}

static void log2_label(int64_t index, unsigned k, struct strbuf *out)
{
	unsigned p0, p1;
	if (index == 0) {
		strbuf_puts(out, "(..., 0)");
		return;
	}
	uint64_t lo = log2_edge(index - 1, k, &p0), hi = log2_edge(index, k, &p1);
	strbuf_putc(out, '[');
	log2_edge_text(index - 1, k, out);
	if (hi == lo + 1) {
		strbuf_putc(out, ']');
		return;
	}
	strbuf_puts(out, ", ");
	log2_edge_text(index, k, out);
	strbuf_putc(out, ')');
}

static void linear_edge_text(int64_t v, int64_t step, struct strbuf *out)
{
	if (step % 1024 || !v || v % 1024)
		strbuf_printf(out, "%" PRId64, v);
	else if (v % 1048576)
		strbuf_printf(out, "%" PRId64 "K", v / 1024);
	else
		strbuf_printf(out, "%" PRId64 "M", v / 1048576);
}

static void linear_label(int64_t index, const struct agg_params *p, struct strbuf *out)
{
	int64_t last = 1 + (p->max - p->min) / p->step;
	strbuf_puts(out, index ? "[" : "(..., ");
	linear_edge_text(p->min + (index ? index - 1 : 0) * p->step, p->step, out);
	if (!index || index == last) {
		strbuf_puts(out, index ? ", ...)" : ")");
		return;
	}
	if (p->step == 1) {
		strbuf_putc(out, ']');
		return;
	}
	strbuf_puts(out, ", ");
	linear_edge_text(p->min + index * p->step, p->step, out);
	strbuf_putc(out, ')');
}

static uint64_t bucket_count(const struct ev_agg *a, int64_t index)
{
	for (size_t i = 0; i < a->bucket_count; i++)
		if (a->buckets[i].index == index)
			return a->buckets[i].count;
	return 0;
}

static void histogram_row(const struct type *t, int64_t index, uint64_t count, uint64_t most, struct strbuf *out)
{
	const struct agg_params *p = t->agg_params;
	struct strbuf label = { 0 };
	if (!strcmp(t->agg->name, "hist"))
		log2_label(index, p ? (unsigned)p->bits : 0, &label);
	else
		linear_label(index, p, &label);
	int bar = (int)((float)count / (float)most * 52);
	strbuf_printf(out, "%-16s%8" PRIu64 " |", strbuf_str(&label), count);
	strbuf_pad(out, '@', (size_t)bar);
	strbuf_pad(out, ' ', (size_t)(52 - bar));
	strbuf_puts(out, "|\n");
	strbuf_done(&label);
}

static void histogram_text(const struct type *t, const struct ev_agg *a, struct strbuf *out)
{
	int64_t first = INT64_MAX, last = -1;
	uint64_t most = 0;
	for (size_t i = 0; i < a->bucket_count; i++) {
		first = MIN(first, a->buckets[i].index);
		last = MAX(last, a->buckets[i].index);
		most = MAX(most, a->buckets[i].count);
	}
	for (int64_t i = first; i <= last; i++)
		histogram_row(t, i, bucket_count(a, i), most, out);
	strbuf_putc(out, '\n');
}

/* ---- maps ---- */

static bool is_histogram(const struct type *t)
{
	return t->kind == TYPE_AGG && strstr(t->agg->name, "hist");
}

static void value_text(struct ev *ev, const struct ev_map *m, const struct ev_entry *e, struct strbuf *out)
{
	const struct type *t = m->m->value_type;
	struct val v = ev_map_entry_value(ev, m, e);
	if (t->kind != TYPE_AGG || strcmp(t->agg->name, "stats")) {
		ev_val_text(ev, &v, out);
		return;
	}
	struct val total = ev_val_number(v.type, e->agg.total);
	strbuf_printf(out, "{ .count = %" PRIu64 ", .average = ", e->agg.count);
	ev_val_text(ev, &v, out);
	strbuf_puts(out, ", .total = ");
	ev_val_text(ev, &total, out);
	strbuf_puts(out, " }");
}

static void key_text(struct ev *ev, const struct val *key, struct strbuf *out)
{
	struct strbuf text = { 0 };
	ev_val_text(ev, key, &text);
	strbuf_putc(out, '[');
	if (key->type->kind == TYPE_TUPLE) /* loses its parentheses */
		strbuf_add(out, strbuf_str(&text) + 1, text.len - 2);
	else
		strbuf_puts(out, strbuf_str(&text));
	strbuf_putc(out, ']');
	strbuf_done(&text);
}

void ev_map_text(struct ev *ev, const struct ev_map *m, struct strbuf *out)
{
	for (size_t i = 0; i < m->entries.len; i++) {
		const struct ev_entry *e = m->entries.data[i];
		strbuf_printf(out, "@%s", m->m->name);
		if (m->m->is_keyed)
			key_text(ev, &e->key, out);
		strbuf_puts(out, is_histogram(m->m->value_type) ? ":\n" : ": ");
		if (is_histogram(m->m->value_type))
			histogram_text(m->m->value_type, &e->agg, out);
		else
			value_text(ev, m, e, out);
		if (!is_histogram(m->m->value_type))
			strbuf_putc(out, '\n');
	}
}
