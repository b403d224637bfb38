/* The JSON back end: one object a line on the output, messages of the tracer among them (maps-and-values.md 10). */
#include "output/internal.h"

static void begin_object(struct out *o, const char *type)
{
	strbuf_puts(&o->buf, "{\"type\": \"");
	strbuf_puts(&o->buf, type);
	strbuf_putc(&o->buf, '"');
}

static void end_object(struct out *o)
{
	strbuf_add(&o->buf, "}\n", 2);
	out_written(o);
}

static void add_name(struct out *o, const char *name)
{
	strbuf_puts(&o->buf, ", \"");
	strbuf_puts(&o->buf, name);
	strbuf_puts(&o->buf, "\": ");
}

static void add_string(struct out *o, const char *name, const char *text)
{
	add_name(o, name);
	out_json_string(&o->buf, text, strlen(text));
}

/* {"type": TYPE, "count": N, "data": {NAME: N}} */
static void add_counter(struct out *o, const char *type, const char *name, uint64_t n)
{
	begin_object(o, type);
	add_name(o, "count");
	strbuf_u64(&o->buf, n);
	strbuf_puts(&o->buf, ", \"data\": {\"");
	strbuf_puts(&o->buf, name);
	strbuf_puts(&o->buf, "\": ");
	strbuf_u64(&o->buf, n);
	strbuf_putc(&o->buf, '}');
	end_object(o);
}

static void json_attached(struct out *o, size_t probes)
{
	if (!o->quiet)
		add_counter(o, "attached_probes", "probes", probes);
}

static void json_text(struct out *o, const char *type, const char *bytes, size_t n)
{
	begin_object(o, type);
	add_name(o, "data");
	out_json_string(&o->buf, bytes, n);
	end_object(o);
}

static void json_value(struct out *o, const struct type *t, const void *v)
{
	begin_object(o, "value");
	add_name(o, "data");
	out_json_value(o, t, v, &o->buf);
	end_object(o);
}

static void add_entry_value(struct out *o, const struct type *value_type, const struct out_entry *e)
{
	if (e->agg)
		out_json_aggregate(e->agg, &o->buf);
	else
		out_json_value(o, value_type, e->value, &o->buf);
}

static void add_entries(struct out *o, const struct type *key_type, const struct type *value_type,
			const struct out_entry *entries, size_t n)
{
	strbuf_putc(&o->buf, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add(&o->buf, ", ", 2);
		out_json_key(o, key_type, entries[i].key, &o->buf);
		strbuf_add(&o->buf, ": ", 2);
		add_entry_value(o, value_type, &entries[i]);
	}
	strbuf_putc(&o->buf, '}');
}

static const char *map_object_type(const struct type *value_type)
{
	bool has_own = value_type->kind == TYPE_AGG && value_type->agg->json_type;
	return has_own ? value_type->agg->json_type : "map";
}

static void json_map(struct out *o, const char *name, const struct type *key_type, const struct type *value_type,
		     const struct out_entry *entries, size_t n)
{
	if (!n)
		return;
	begin_object(o, map_object_type(value_type));
	add_name(o, "data");
	strbuf_puts(&o->buf, "{\"@");
	strbuf_puts(&o->buf, name);
	strbuf_puts(&o->buf, "\": ");
	if (key_type)
		add_entries(o, key_type, value_type, entries, n);
	else
		add_entry_value(o, value_type, entries);
	strbuf_putc(&o->buf, '}');
	end_object(o);
}

static void json_lost(struct out *o, uint64_t n)
{
	add_counter(o, "lost_events", "events", n);
}

static void add_place(struct out *o, struct span span)
{
	unsigned line, col;
	if (!span.source)
		return;
	source_locate(span.source, span.begin, &line, &col);
	add_string(o, "filename", span.source->name);
	add_name(o, "line");
	strbuf_u64(&o->buf, line);
	add_name(o, "col");
	strbuf_u64(&o->buf, col);
}

/* A failed helper is told by the text of its error number. */
static void json_message(struct out *o, const char *type, enum diag_severity sev, const char *text, struct span span,
			 const char *helper, int64_t retcode)
{
	if (sev == DIAG_WARNING && o->no_warnings)
		return;
	begin_object(o, helper ? "helper_error" : type);
	add_string(o, "msg", helper && retcode < 0 ? strerror((int)-retcode) : text);
	if (helper) {
		add_string(o, "helper", helper);
		add_name(o, "retcode");
		strbuf_s64(&o->buf, retcode);
	}
	add_place(o, span);
	end_object(o);
}

static void json_before_maps(struct out *o)
{
}

const struct out_ops out_json = {
	.name = "json",
	.attached = json_attached,
	.text = json_text,
	.line = json_text,
	.value = json_value,
	.map = json_map,
	.lost = json_lost,
	.message = json_message,
	.before_maps = json_before_maps,
};
