/*
 * The text form of values (maps-and-values.md 5): a table of functions by kind of type. Strings are copied as they are stored,
 * except that on a terminal control bytes in what traced programs made up are shown as \xNN.
 */
#include <arpa/inet.h>

#include "output/internal.h"

typedef void text_fn(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to);

/* ---- bytes ---- */

static const char hex_digits[] = "0123456789abcdef";

void out_hex(struct strbuf *to, uint64_t n)
{
	char digits[16], *p = digits + sizeof(digits);
	do {
		*--p = hex_digits[n & 15];
		n >>= 4;
	} while (n);
	strbuf_add(to, p, (size_t)(digits + sizeof(digits) - p));
}

static void add_address(struct strbuf *to, uint64_t n)
{
	strbuf_add(to, "0x", 2);
	out_hex(to, n);
}

static void add_escaped_byte(struct strbuf *to, uint8_t byte)
{
	char text[4] = { '\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15] };
	strbuf_add(to, text, sizeof(text));
}

/*
 * How many bytes at p belong together, and whether a terminal may obey them: C0 but newline and tab, DEL, and C1 either in
 * UTF-8 or as raw bytes.
 */
static size_t next_character(const uint8_t *p, size_t n, bool *ret_control)
{
	if (*p < 0x80) {
		*ret_control = *p == 0x7f || (*p < 0x20 && *p != '\n' && *p != '\t');
		return 1;
	}
	size_t len = out_utf8_length(p, n);
	*ret_control = len ? p[0] == 0xc2 && p[1] < 0xa0 : *p < 0xa0;
	return MAX(len, (size_t)1);
}

/* Bytes before the first control character. */
static size_t harmless_length(const uint8_t *p, size_t n)
{
	bool control = false;
	size_t i = 0, len = 0;
	while (i < n && (len = next_character(p + i, n - i, &control), !control))
		i += len;
	return i;
}

void out_escape(struct strbuf *to, size_t start)
{
	size_t n = to->len - start;
	if (!n || harmless_length((const uint8_t *)to->data + start, n) == n)
		return;
	uint8_t *copy = xmalloc(n);
	memcpy(copy, to->data + start, n);
	to->len = start;
	for (size_t i = 0, len; i < n; i += len) {
		bool control;
		len = next_character(copy + i, n - i, &control);
		if (!control)
			strbuf_add(to, copy + i, len);
		for (size_t k = 0; control && k < len; k++)
			add_escaped_byte(to, copy[i + k]);
	}
	free(copy);
}

static uint64_t load_unsigned(const uint8_t *v, unsigned size)
{
	uint64_t n = 0;
	memcpy(&n, v, MIN(size, 8u));
	return n;
}

static int64_t extend(uint64_t n, unsigned bits, bool is_signed)
{
	if (bits >= 64)
		return (int64_t)n;
	n &= (1ull << bits) - 1;
	return is_signed && n >> (bits - 1) ? (int64_t)(n | ~0ull << bits) : (int64_t)n;
}

int64_t out_load(const struct type *t, const void *v)
{
	return extend(load_unsigned(v, t->size), t->size * 8, t->is_signed);
}

/* ---- numbers ---- */

static void add_integer(struct strbuf *to, int64_t n, bool is_signed)
{
	if (is_signed)
		strbuf_s64(to, n);
	else
		strbuf_u64(to, (uint64_t)n);
}

static void text_int(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	add_integer(to, out_load(t, v), t->is_signed);
}

static void text_bool(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_puts(to, *v ? "true" : "false");
}

static void add_enum(struct strbuf *to, const struct type *t, int64_t n)
{
	for (uint32_t i = 0; i < t->enumerator_count; i++) {
		if (t->enumerators[i].value == n) {
			strbuf_puts(to, t->enumerators[i].name);
			return;
		}
	}
	add_integer(to, n, t->is_signed);
}

static void text_enum(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	add_enum(to, t, out_load(t, v));
}

static void text_pointer(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	add_address(to, load_unsigned(v, 8));
}

/* ---- strings of bytes ---- */

static void text_string(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	const uint8_t *nul = memchr(v, 0, t->size);
	size_t start = to->len;
	uint64_t len = nul ? (uint64_t)(nul - v) : t->size, limit = o->resolver.str_limit;
	strbuf_add(to, v, len);
	if (o->resolver.str_trailer && len && (!nul || (limit && len >= limit)))
		strbuf_puts(to, o->resolver.str_trailer);
	if (o->escape)
		out_escape(to, start);
}

static void text_buffer(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	uint64_t n = MIN(load_unsigned(v, 4), (uint64_t)t->count);
	for (const uint8_t *p = v + 4; n; n--, p++) {
		if (*p >= 32 && *p <= 126)
			strbuf_putc(to, (char)*p);
		else
			add_escaped_byte(to, *p);
	}
}

static void text_macaddr(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	static const char digits[] = "0123456789ABCDEF";
	for (int i = 0; i < 6; i++) {
		char text[3] = { digits[v[i] >> 4], digits[v[i] & 15], ':' };
		strbuf_add(to, text, i < 5 ? 3 : 2);
	}
}

static void text_inet(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct inet_value inet;
	char text[INET6_ADDRSTRLEN];
	memcpy(&inet, v, sizeof(inet));
	if (inet.family != AF_INET) {
		if (inet.family == AF_INET6 && inet_ntop(AF_INET6, inet.addr, text, sizeof(text)))
			strbuf_puts(to, text);
		return;
	}
	for (int i = 0; i < 4; i++) {
		if (i)
			strbuf_putc(to, '.');
		strbuf_u64(to, inet.addr[i]);
	}
}

/* ---- composites ---- */

static void text_array(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '[');
	for (uint32_t i = 0; i < t->count; i++) {
		if (i)
			strbuf_putc(to, ',');
		out_value_text(o, t->inner, v + (size_t)i * t->inner->size, to);
	}
	strbuf_putc(to, ']');
}

static void add_elements(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	for (uint32_t i = 0; i < t->member_count; i++) {
		if (i)
			strbuf_add(to, ", ", 2);
		out_value_text(o, t->members[i].type, v + t->members[i].offset, to);
	}
}

static void text_tuple(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '(');
	add_elements(o, t, v, to);
	strbuf_putc(to, ')');
}

int64_t out_load_bits(const struct type_member *m, const void *bytes_at)
{
	const uint8_t *v = bytes_at;
	unsigned bytes = (m->bit_offset + m->bit_size + 7u) / 8;
	uint64_t n = load_unsigned(v, bytes) >> m->bit_offset;
	if (bytes > 8)
		n |= (uint64_t)v[8] << (64 - m->bit_offset);
	return extend(n, m->bit_size, m->type->is_signed);
}

static void add_member_value(struct out *o, const struct type *t, const struct type_member *m, const uint8_t *v,
			     struct strbuf *to)
{
	if (t->kind == TYPE_STRUCT && m->type->kind == TYPE_STRING) { /* char f[N]: of the N bytes that are there */
		strbuf_add(to, v, strnlen((const char *)v, type_member_bytes(m)));
		return;
	}
	if (!m->bit_size) {
		out_value_text(o, m->type, v, to);
		return;
	}
	int64_t n = out_load_bits(m, v);
	if (m->type->kind == TYPE_BOOL)
		strbuf_puts(to, n ? "true" : "false");
	else if (m->type->kind == TYPE_ENUM)
		add_enum(to, m->type, n);
	else
		add_integer(to, n, m->type->is_signed);
}

/* Members as " .a = 1, .b = 2"; those of anonymous structures as if they were the outer one's. */
static bool add_members(struct out *o, const struct type *t, const uint8_t *v, bool any, struct strbuf *to)
{
	for (uint32_t i = 0; i < t->member_count; i++) {
		const struct type_member *m = &t->members[i];
		if (!m->name && m->type->kind == TYPE_STRUCT) {
			any = add_members(o, m->type, v + m->offset, any, to);
			continue;
		}
		strbuf_puts(to, any ? ", ." : " .");
		strbuf_puts(to, m->name ? m->name : "");
		strbuf_add(to, " = ", 3);
		add_member_value(o, t, m, v + m->offset, to);
		any = true;
	}
	return any;
}

static void text_record(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_putc(to, '{');
	add_members(o, t, v, false, to);
	strbuf_add(to, " }", 2);
}

/* ---- what is resolved ---- */

static void text_ksym(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	uint64_t addr = load_unsigned(v, 8);
	if (!addr)
		strbuf_putc(to, '0');
	else if (o->resolver.ksym)
		o->resolver.ksym(o->resolver.ctx, addr, to);
	else
		add_address(to, addr);
}

static void text_usym(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct usym_value u;
	size_t start = to->len;
	memcpy(&u, v, sizeof(u));
	if (!u.addr)
		strbuf_putc(to, '0');
	else if (o->resolver.usym)
		o->resolver.usym(o->resolver.ctx, &u, to);
	else
		add_address(to, u.addr);
	if (o->escape)
		out_escape(to, start);
}

static void text_stack(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	size_t start = to->len;
	if (o->resolver.stack)
		o->resolver.stack(o->resolver.ctx, t, v, to);
	else
		strbuf_putc(to, '\n');
	if (o->escape)
		out_escape(to, start);
}

static void text_username(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	uint64_t uid = load_unsigned(v, 8);
	if (o->resolver.username)
		o->resolver.username(o->resolver.ctx, uid, to);
	else
		strbuf_u64(to, uid);
}

static void text_timestamp(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct timestamp_value ts;
	memcpy(&ts, v, sizeof(ts));
	if (o->resolver.timestamp)
		o->resolver.timestamp(o->resolver.ctx, &ts, to);
	else
		strbuf_u64(to, ts.ns);
}

static void text_cgroup_path(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct cgroup_path_value c;
	size_t start = to->len;
	memcpy(&c, v, sizeof(c));
	if (o->resolver.cgroup_path)
		o->resolver.cgroup_path(o->resolver.ctx, &c, to);
	else
		strbuf_u64(to, c.id);
	if (o->escape)
		out_escape(to, start);
}

/* A single aggregation as a value: a number, or the record of stats; histograms only print as maps. */
static void text_agg(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	struct agg_value a = { 0 };
	struct arena *arena = t->agg->castable ? NULL : arena_new();
	t->agg->read(t, v, 0, arena, &a);
	if (a.hist)
		strbuf_puts(to, "null");
	else
		out_aggregate_text(&a, to);
	arena_free(arena);
}

void out_aggregate_text(const struct agg_value *a, struct strbuf *to)
{
	if (a->form != AGG_STATS) {
		add_integer(to, (int64_t)a->number, a->is_signed);
		return;
	}
	strbuf_puts(to, "{ .count = ");
	strbuf_u64(to, a->count);
	strbuf_puts(to, ", .average = ");
	add_integer(to, (int64_t)a->number, a->is_signed);
	strbuf_puts(to, ", .total = ");
	add_integer(to, (int64_t)a->total, a->is_signed);
	strbuf_puts(to, " }");
}

static void text_null(struct out *o, const struct type *t, const uint8_t *v, struct strbuf *to)
{
	strbuf_puts(to, "null");
}

static text_fn *const text_fns[TYPE_KIND_COUNT] = {
	[TYPE_BOOL] = text_bool,	   [TYPE_INT] = text_int,
	[TYPE_ENUM] = text_enum,	   [TYPE_POINTER] = text_pointer,
	[TYPE_STRING] = text_string,	   [TYPE_BUFFER] = text_buffer,
	[TYPE_ARRAY] = text_array,	   [TYPE_STRUCT] = text_record,
	[TYPE_TUPLE] = text_tuple,	   [TYPE_RECORD] = text_record,
	[TYPE_STACK] = text_stack,	   [TYPE_KSYM] = text_ksym,
	[TYPE_USYM] = text_usym,	   [TYPE_INET] = text_inet,
	[TYPE_MACADDR] = text_macaddr,	   [TYPE_TIMESTAMP] = text_timestamp,
	[TYPE_USERNAME] = text_username,   [TYPE_CGROUP_PATH] = text_cgroup_path,
	[TYPE_AGG] = text_agg,
};

void out_value_text(struct out *o, const struct type *t, const void *v, struct strbuf *to)
{
	text_fn *fn = text_fns[t->kind];
	(fn ? fn : text_null)(o, t, v, to);
}

void out_key_text(struct out *o, const struct type *t, const void *v, struct strbuf *to)
{
	if (t->kind == TYPE_TUPLE)
		add_elements(o, t, v, to);
	else
		out_value_text(o, t, v, to);
}
