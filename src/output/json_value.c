/* JSON forms of values, keys and aggregations (maps-and-values.md 10): a table of functions by kind of type. */
#include <time.h>

#include "output/internal.h"

typedef void json_fn(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to);

/* ---- strings ---- */

static void add_escape(uint8_t b, struct strbuf *to)
{
	static const char hex[] = "0123456789abcdef";
	static const char short_forms[] = "\"\"\\\\\nn\rr\tt";
	for (const char *s = short_forms; *s; s += 2) {
		if (b == (uint8_t)s[0]) {
			strbuf_putc(to, '\\');
			strbuf_putc(to, s[1]);
			return;
		}
	}
	char text[6] = { '\\', 'u', '0', '0', hex[b >> 4], hex[b & 15] };
	strbuf_add(to, text, sizeof(text));
}

static bool is_plain(uint8_t b)
{
	return b >= 0x20 && b < 0x80 && b != '"' && b != '\\';
}

void out_json_string(struct strbuf *to, const char *bytes, size_t n)
{
	const uint8_t *p = (const uint8_t *)bytes, *end = p + n;
	strbuf_putc(to, '"');
	while (p < end) {
		const uint8_t *run = p;
		while (p < end && is_plain(*p))
			p++;
		strbuf_add(to, run, (size_t)(p - run));
		if (p == end)
			break;
		size_t len = *p < 0x80 ? 0 : out_utf8_length(p, (size_t)(end - p));
		if (len)
			strbuf_add(to, p, len);
		else
			add_escape(*p, to);
		p += MAX(len, (size_t)1);
	}
	strbuf_putc(to, '"');
}

/* Replaces the text behind start by the JSON string of it. */
static void quote_from(struct strbuf *to, size_t start)
{
	size_t n = to->len - start;
	char *copy = xmalloc(n + 1);
	memcpy(copy, strbuf_str(to) + start, n);
	to->len = start;
	out_json_string(to, copy, n);
	free(copy);
}

/* ---- numbers ---- */

/* Readers hold numbers as doubles: those that a double cannot hold are strings. */
static void add_number(struct strbuf *to, uint64_t magnitude, bool negative)
{
	uint64_t odd = magnitude ? magnitude >> __builtin_ctzll(magnitude) : 0;
	bool exact = odd < 1ull << 53;
	if (!exact)
		strbuf_putc(to, '"');
	if (negative)
		strbuf_putc(to, '-');
	strbuf_u64(to, magnitude);
	if (!exact)
		strbuf_putc(to, '"');
}

static void add_integer(struct strbuf *to, int64_t n, bool is_signed)
{
	bool negative = is_signed && n < 0;
	add_number(to, negative ? -(uint64_t)n : (uint64_t)n, negative);
}

static void json_integer(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	add_integer(to, out_load(t, v), t->is_signed);
}

static void json_bool(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_puts(to, *v ? "true" : "false");
}

/* ---- composites ---- */

static void json_buffer(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	uint32_t n;
	memcpy(&n, v, sizeof(n));
	n = MIN(n, t->count);
	strbuf_putc(to, '[');
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			strbuf_putc(to, ',');
		strbuf_s64(to, (int8_t)v[4 + i]);
	}
	strbuf_putc(to, ']');
}

static void json_array(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '[');
	for (uint32_t i = 0; i < t->count; i++) {
		if (i)
			strbuf_putc(to, ',');
		out_json_value(o, t->inner, v + (size_t)i * t->inner->size, to);
	}
	strbuf_putc(to, ']');
}

static void json_tuple(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '[');
	for (uint32_t i = 0; i < t->member_count; i++) {
		if (i)
			strbuf_putc(to, ',');
		out_json_value(o, t->members[i].type, v + t->members[i].offset, to);
	}
	strbuf_putc(to, ']');
}

static void add_member_value(struct out *o, const struct type *t, const struct type_member *m, const uint8_t *v,
			     struct strbuf *to)
{
	if (t->kind == TYPE_STRUCT && m->type->kind == TYPE_STRING)
		out_json_string(to, (const char *)v, strnlen((const char *)v, type_member_bytes(m)));
	else if (!m->bit_size)
		out_json_value(o, m->type, v, to);
	else if (m->type->kind == TYPE_BOOL)
		strbuf_puts(to, out_load_bits(m, v) ? "true" : "false");
	else
		add_integer(to, out_load_bits(m, v), m->type->is_signed);
}

static bool add_members(struct out *o, const struct type *t, const uint8_t *v, bool any, struct strbuf *to)
{
	for (uint32_t i = 0; i < t->member_count; i++) {
		const struct type_member *m = &t->members[i];
		if (!m->name && m->type->kind == TYPE_STRUCT) {
			any = add_members(o, m->type, v + m->offset, any, to);
			continue;
		}
		if (any)
			strbuf_add(to, ", ", 2);
		out_json_string(to, m->name ? m->name : "", m->name ? strlen(m->name) : 0);
		strbuf_add(to, ": ", 2);
		add_member_value(o, t, m, v + m->offset, to);
		any = true;
	}
	return any;
}

static void json_record(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '{');
	add_members(o, t, v, false, to);
	strbuf_putc(to, '}');
}

/* The text form as a string. */
static void json_text(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	size_t start = to->len;
	out_value_text(o, t, v, to);
	quote_from(to, start);
}

static void json_null(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_puts(to, "null");
}

static void json_agg(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct agg_value a = { 0 };
	struct arena *arena = arena_new();
	t->agg->read(t, v, 0, arena, &a);
	out_json_aggregate(&a, to);
	arena_free(arena);
}

static json_fn *const json_fns[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = json_bool,	 [TYPE_INT] = json_integer,
	[TYPE_ENUM] = json_integer,	 [TYPE_POINTER] = json_integer,
	[TYPE_STRING] = json_text,	 [TYPE_BUFFER] = json_buffer,
	[TYPE_ARRAY] = json_array,	 [TYPE_STRUCT] = json_record,
	[TYPE_TUPLE] = json_tuple,	 [TYPE_RECORD] = json_record,
	[TYPE_STACK] = json_text,	 [TYPE_KSYM] = json_text,
	[TYPE_USYM] = json_text,	 [TYPE_INET] = json_text,
	[TYPE_MACADDR] = json_text,	 [TYPE_TIMESTAMP] = json_text,
	[TYPE_USERNAME] = json_text,	 [TYPE_CGROUP_PATH] = json_text,
	[TYPE_AGG] = json_agg,
};

void out_json_value(struct out *o, const struct type *t, const void *v, struct strbuf *to)
{
	json_fn *fn = json_fns[t->kind];
	(fn ? fn : json_null)(o, t, v, to);
}

/* The text form without its spaces. */
void out_json_key(struct out *o, const struct type *t, const void *v, struct strbuf *to)
{
	size_t start = to->len, kept = start;
	out_key_text(o, t, v, to);
	for (size_t i = start; i < to->len; i++)
		if (to->data[i] != ' ')
			to->data[kept++] = to->data[i];
	to->len = kept;
	quote_from(to, start);
}

/* ---- aggregations ---- */

static void add_row(const struct out_hist_row *row, struct strbuf *to)
{
	strbuf_putc(to, '{');
	if (!row->no_min) {
		strbuf_puts(to, "\"min\": ");
		add_integer(to, row->min, true);
		strbuf_puts(to, ", ");
	}
	if (!row->no_max) {
		strbuf_puts(to, "\"max\": ");
		add_integer(to, row->max, true);
		strbuf_puts(to, ", ");
	}
	strbuf_puts(to, "\"count\": ");
	add_number(to, row->count, false);
	strbuf_putc(to, '}');
}

static void add_rows(const struct out_hist *h, struct strbuf *to)
{
	strbuf_putc(to, '[');
	for (size_t i = 0; i < h->n; i++) {
		if (i)
			strbuf_putc(to, ',');
		add_row(&h->rows[i], to);
	}
	strbuf_putc(to, ']');
}

static void add_point(const struct out_point *p, bool is_signed, struct strbuf *to)
{
	char text[32];
	time_t seconds = (time_t)(p->start_ns / 1000000000);
	struct tm tm;
	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	strbuf_printf(to, "{\"interval_start\":\"%s.%09llu\",\"value\":", text,
		      (unsigned long long)(p->start_ns % 1000000000));
	add_integer(to, p->value, is_signed);
	strbuf_putc(to, '}');
}

static void add_points(const struct out_hist *h, struct strbuf *to)
{
	bool any = false;
	strbuf_putc(to, '[');
	for (size_t i = 0; i < h->point_count; i++) {
		if (!h->points[i].present)
			continue;
		if (any)
			strbuf_putc(to, ',');
		add_point(&h->points[i], h->is_signed, to);
		any = true;
	}
	strbuf_putc(to, ']');
}

void out_json_aggregate(const struct agg_value *a, struct strbuf *to)
{
	switch (a->form) {
	case AGG_NUMBER: add_integer(to, (int64_t)a->number, a->is_signed); break;
	case AGG_HIST: add_rows(a->hist, to); break;
	case AGG_TSERIES: add_points(a->hist, to); break;
	case AGG_STATS:
		strbuf_puts(to, "{\"count\": ");
		add_integer(to, (int64_t)a->count, false);
		strbuf_puts(to, ", \"average\": ");
		add_integer(to, (int64_t)a->number, a->is_signed);
		strbuf_puts(to, ", \"total\": ");
		add_integer(to, (int64_t)a->total, a->is_signed);
		strbuf_putc(to, '}');
		break;
	}
}
