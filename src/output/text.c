/* The text back end: results as people read them, messages on stderr (maps-and-values.md 5, 6, 9; errors.md 1.2). */
#include "output/internal.h"

/* What is pending stands before the message on a shared terminal. */
static void add_message(struct out *o, const struct strbuf *text)
{
	if (o->buffering != OUT_FULL)
		out_flush(o);
	fwrite(strbuf_str(text), 1, text->len, o->err);
	fflush(o->err);
}

static void text_attached(struct out *o, size_t probes)
{
	struct strbuf text = { 0 };
	if (o->quiet)
		return;
	strbuf_puts(&text, "Attached ");
	strbuf_u64(&text, probes);
	strbuf_puts(&text, probes == 1 ? " probe\n" : " probes\n");
	add_message(o, &text);
	strbuf_done(&text);
}

/* What a script's own format says is the script's business; join prints strings of the traced program alone. */
static void add_text(struct out *o, const char *type, const char *bytes, size_t n)
{
	size_t start = o->buf.len;
	strbuf_add(&o->buf, bytes, n);
	if (o->escape && !strcmp(type, "join"))
		out_escape(&o->buf, start);
}

static void text_text(struct out *o, const char *type, const char *bytes, size_t n)
{
	add_text(o, type, bytes, n);
	out_written(o);
}

static void text_line(struct out *o, const char *type, const char *bytes, size_t n)
{
	add_text(o, type, bytes, n);
	strbuf_putc(&o->buf, '\n');
	out_written(o);
}

static void text_value(struct out *o, const struct type *t, const void *v)
{
	out_value_text(o, t, v, &o->buf);
	strbuf_putc(&o->buf, '\n');
	out_written(o);
}

/* Histograms and time series stand on lines of their own, ended by an empty one. */
static void add_block(const struct out_hist *h, bool is_series, struct strbuf *to)
{
	strbuf_add(to, ":\n", 2);
	if (is_series)
		out_tseries_text(h, to);
	else
		out_hist_text(h, to);
	strbuf_putc(to, '\n');
}

static void add_entry_value(struct out *o, const struct type *value_type, const struct out_entry *e)
{
	if (e->agg && e->agg->hist) {
		add_block(e->agg->hist, e->agg->form == AGG_TSERIES, &o->buf);
		return;
	}
	strbuf_add(&o->buf, ": ", 2);
	if (e->agg)
		out_aggregate_text(e->agg, &o->buf);
	else
		out_value_text(o, value_type, e->value, &o->buf);
	strbuf_putc(&o->buf, '\n');
}

static void text_map(struct out *o, const char *name, const struct type *key_type, const struct type *value_type,
		     const struct out_entry *entries, size_t n)
{
	size_t name_len = strlen(name);
	for (size_t i = 0; i < n; i++) {
		strbuf_putc(&o->buf, '@');
		strbuf_add(&o->buf, name, name_len);
		if (key_type) {
			strbuf_putc(&o->buf, '[');
			out_key_text(o, key_type, entries[i].key, &o->buf);
			strbuf_putc(&o->buf, ']');
		}
		add_entry_value(o, value_type, &entries[i]);
		if (o->buf.len > 32768)
			out_written(o);
	}
	out_written(o);
}

static void text_lost(struct out *o, uint64_t n)
{
	struct strbuf text = { 0 };
	strbuf_puts(&text, "Lost ");
	strbuf_u64(&text, n);
	strbuf_puts(&text, " events\n");
	add_message(o, &text);
	strbuf_done(&text);
}

/* errorf and warnf show their place alone, what the tracer itself has to say also the source. */
static void text_message(struct out *o, const char *type, enum diag_severity sev, const char *text, struct span span,
			 const char *helper, int64_t retcode)
{
	struct strbuf out = { 0 }, full = { 0 };
	if (sev == DIAG_WARNING && o->no_warnings)
		return;
	/* The header ends with a newline of its own. */
	strbuf_add(&full, text, strlen(text) - str_ends(text, "\n"));
	if (helper)
		strbuf_printf(&full, "\nAdditional Info - helper: %s, retcode: %lld", helper, (long long)retcode);
	if (!strcmp(type, "errorf") || !strcmp(type, "warnf")) {
		diag_format_header(span, sev, strbuf_str(&full), o->color, &out);
	} else {
		struct diag g = { .severity = sev, .span = span, .text = strbuf_str(&full) };
		diag_format(&g, o->color, &out);
	}
	add_message(o, &out);
	strbuf_done(&full);
	strbuf_done(&out);
}

static void text_before_maps(struct out *o)
{
	strbuf_add(&o->buf, "\n\n", 2);
	out_written(o);
}

const struct out_ops out_text = {
	.name = "text",
	.attached = text_attached,
	.text = text_text,
	.line = text_line,
	.value = text_value,
	.map = text_map,
	.lost = text_lost,
	.message = text_message,
	.before_maps = text_before_maps,
};
