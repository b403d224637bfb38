/* Histograms as text: label, count and a bar for each row (maps-and-values.md 3.3). */
#include "output/internal.h"

enum { LABEL_WIDTH = 16, COUNT_WIDTH = 8, BAR_WIDTH = 52, DIGITS_MAX = 20 };

static uint64_t highest_count(const struct out_hist *h)
{
	uint64_t highest = 0;
	for (size_t i = 0; i < h->n; i++)
		highest = MAX(highest, h->rows[i].count);
	return highest;
}

static void add_count(uint64_t n, struct strbuf *to)
{
	size_t start = to->len;
	strbuf_u64(to, n);
	size_t len = to->len - start;
	if (len < COUNT_WIDTH) {
		to->len = start;
		strbuf_pad(to, ' ', COUNT_WIDTH - len);
		strbuf_u64(to, n);
	}
}

static void add_bar(uint64_t count, uint64_t highest, struct strbuf *to)
{
	size_t bar = highest ? (size_t)((float)count / (float)highest * BAR_WIDTH) : 0;
	bar = MIN(bar, (size_t)BAR_WIDTH);
	strbuf_add(to, " |", 2);
	strbuf_pad(to, '@', bar);
	strbuf_pad(to, ' ', BAR_WIDTH - bar);
	strbuf_add(to, "|\n", 2);
}

void out_hist_text(const struct out_hist *h, struct strbuf *to)
{
	uint64_t highest = highest_count(h);
	for (size_t i = 0; i < h->n; i++) {
		const struct out_hist_row *row = &h->rows[i];
		size_t len = strlen(row->label);
		strbuf_add(to, row->label, len);
		if (len < LABEL_WIDTH)
			strbuf_pad(to, ' ', LABEL_WIDTH - len);
		add_count(row->count, to);
		add_bar(row->count, highest, to);
	}
}
