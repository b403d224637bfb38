/*
 * Time series as text (maps-and-values.md 4): one row an interval, its value as a point between the lowest and the highest,
 * and a line for zero if it lies between them.
 */
#include <time.h>

#include "output/internal.h"

enum { COLUMNS = 53, MIN_WIDTH = 21, MAX_WIDTH = 32, MIDDLE = 26, NS_PER_S = 1000000000 };

/* How fine times are shown: heading, its columns, digits behind the second. */
struct unit_row {
	uint64_t from_ns; /* spacing of the rows */
	const char *heading;
	unsigned columns, digits;
};

static const struct unit_row units[] = {
	{ NS_PER_S, "hh:mm:ss", 8, 0 },
	{ 1000000, "hh:mm:ss.ms", 11, 3 },
	{ 1000, "hh:mm:ss.μs", 11, 6 },
	{ 0, "hh:mm:ss.ns", 11, 9 },
};

static const struct unit_row *unit_of(const struct out_hist *h)
{
	uint64_t spacing = h->point_count > 1 ? h->interval_ns : 0;
	const struct unit_row *u = units;
	while (spacing < u->from_ns)
		u++;
	return u;
}

struct range {
	int64_t min, max;
	bool is_signed, is_flat; /* flat: all values equal; min and max are widened by one */
};

static bool less(const struct range *r, int64_t a, int64_t b)
{
	return r->is_signed ? a < b : (uint64_t)a < (uint64_t)b;
}

static struct range range_of(const struct out_hist *h)
{
	struct range r = { .is_signed = h->is_signed };
	bool any = false;
	for (size_t i = 0; i < h->point_count; i++) {
		const struct out_point *p = &h->points[i];
		if (!p->present)
			continue;
		r.min = !any || less(&r, p->value, r.min) ? p->value : r.min;
		r.max = !any || less(&r, r.max, p->value) ? p->value : r.max;
		any = true;
	}
	if (r.min != r.max)
		return r;
	r.is_flat = true;
	if (r.min != (r.is_signed ? INT64_MIN : 0))
		r.min--;
	if (r.max != (r.is_signed ? INT64_MAX : -1))
		r.max++;
	return r;
}

static double number_of(const struct range *r, int64_t v)
{
	return r->is_signed ? (double)v : (double)(uint64_t)v;
}

static void add_value(const struct range *r, int64_t v, struct strbuf *to)
{
	if (r->is_signed)
		strbuf_s64(to, v);
	else
		strbuf_u64(to, (uint64_t)v);
}

/* Lowest value at the left, highest at the right. */
static void add_scale(const struct range *r, size_t indent, struct strbuf *to)
{
	struct strbuf max = { 0 };
	strbuf_pad(to, ' ', indent);
	size_t start = to->len;
	add_value(r, r->min, to);
	if (to->len - start < MIN_WIDTH)
		strbuf_pad(to, ' ', MIN_WIDTH - (to->len - start));
	add_value(r, r->max, &max);
	if (max.len < MAX_WIDTH)
		strbuf_pad(to, ' ', MAX_WIDTH - max.len);
	strbuf_add(to, max.data, max.len);
	strbuf_putc(to, '\n');
	strbuf_done(&max);
}

static void add_rule(char end, struct strbuf *to)
{
	strbuf_putc(to, end);
	strbuf_pad(to, '_', COLUMNS - 2);
	strbuf_putc(to, end);
	strbuf_putc(to, '\n');
}

static void add_time(uint64_t ns, unsigned digits, struct strbuf *to)
{
	time_t seconds = (time_t)(ns / NS_PER_S);
	uint64_t fraction = ns % NS_PER_S;
	struct tm tm;
	localtime_r(&seconds, &tm);
	strbuf_printf(to, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
	for (unsigned i = digits; i < 9; i++)
		fraction /= 10;
	if (digits)
		strbuf_printf(to, ".%0*llu", (int)digits, (unsigned long long)fraction);
}

static void add_row(const struct range *r, const struct out_point *p, struct strbuf *to)
{
	char line[COLUMNS];
	double span = number_of(r, r->max) - number_of(r, r->min);
	memset(line, ' ', sizeof(line));
	line[0] = line[COLUMNS - 1] = '|';
	if (r->is_signed && r->min < 0 && r->max > 0)
		line[(size_t)(COLUMNS * (0 - number_of(r, r->min)) / span)] = '.';
	if (p->present) {
		double at = (COLUMNS - 1) * (number_of(r, p->value) - number_of(r, r->min)) / span;
		line[r->is_flat ? MIDDLE : (size_t)at] = '*';
	}
	strbuf_add(to, line, sizeof(line));
	strbuf_putc(to, ' ');
	if (p->present)
		add_value(r, p->value, to);
	else
		strbuf_putc(to, '-');
	strbuf_putc(to, '\n');
}

void out_tseries_text(const struct out_hist *h, struct strbuf *to)
{
	if (!h->point_count) {
		strbuf_puts(to, "<no data>\n");
		return;
	}
	const struct unit_row *u = unit_of(h);
	struct range r = range_of(h);
	size_t indent = 8 + (u->digits ? 1 + u->digits : 0) + 1;
	add_scale(&r, indent, to);
	strbuf_puts(to, u->heading);
	strbuf_pad(to, ' ', indent - u->columns);
	add_rule('|', to);
	for (size_t i = 0; i < h->point_count; i++) {
		add_time(h->points[i].start_ns, u->digits, to);
		strbuf_putc(to, ' ');
		add_row(&r, &h->points[i], to);
	}
	strbuf_pad(to, ' ', indent);
	add_rule('v', to);
	add_scale(&r, indent, to);
}
