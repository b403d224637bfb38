/* Options of the script itself: declared by getopt(), given as `--name[=value]` after `--`. */
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "sema/internal.h"

static struct sema_option *find(struct sema *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->options.len; i++)
		if (strlen(s->options.data[i]->name) == len && !strncmp(s->options.data[i]->name, name, len))
			return s->options.data[i];
	return NULL;
}

static const char *default_text(const struct sema_option *o)
{
	return o->text ? o->text : "";
}

static bool same_default(const struct sema_option *a, const struct sema_option *b)
{
	return a->kind == b->kind && a->number == b->number && !strcmp(default_text(a), default_text(b));
}

static void report_default(struct sema *s, const struct sema_option *o, struct span span)
{
	struct strbuf text = { 0 };
	if (o->kind == OPTION_STRING)
		strbuf_puts(&text, o->text);
	else if (o->kind == OPTION_BOOL)
		strbuf_puts(&text, o->number ? "true" : "false");
	else
		o->kind == OPTION_INT ? strbuf_s64(&text, (int64_t)o->number) : strbuf_u64(&text, o->number);
	sema_error(s, D_OPTION, span,
		   "Command line option '%s' needs to have the same default value in all places it is used. Previous "
		   "default value: %s",
		   o->name, strbuf_str(&text));
	strbuf_done(&text);
}

struct sema_option *sema_option_declare(struct sema *s, const struct sema_option *wanted, struct span span)
{
	struct sema_option *o = find(s, wanted->name, strlen(wanted->name));
	if (!o) {
		o = arena_dup(s->arena, wanted, sizeof(*wanted));
		vec_push(s->arena, &s->options, o);
	} else if (!same_default(o, wanted)) {
		report_default(s, o, span);
	} else if (o->description && wanted->description && strcmp(o->description, wanted->description)) {
		sema_error(s, D_OPTION, span,
			   "Command line option '%s' must have the same description in all places it's used. Hint: "
			   "You can wrap it in a macro",
			   o->name);
	}
	return o;
}

/* ---- what the command line gave ---- */

static bool parse_bool(const char *text, uint64_t *ret)
{
	static const char *const words[][4] = { { "0", "false", "off", "no" }, { "1", "true", "on", "yes" } };
	for (uint64_t v = 0; v < 2; v++)
		for (size_t i = 0; i < ARRAY_LEN(words[v]); i++)
			if (!strcasecmp(text, words[v][i])) {
				*ret = v;
				return true;
			}
	return false;
}

static const char *const expectations[] = {
	[OPTION_BOOL] = "a boolean (e.g. 'true')",
	[OPTION_UINT] = "an integer",
	[OPTION_INT] = "an integer",
	[OPTION_STRING] = "a string",
};

/* What is wrong with a number, without the number: "invalid integer"; NULL: nothing. */
static const char *number_complaint(struct sema *s, const char *value, uint64_t *ret)
{
	struct strbuf why = { 0 };
	bool negative, ok = parse_int_text_why(value, ret, &negative, &why);
	const char *text = strbuf_str(&why), *kept = NULL;
	if (!ok && str_starts(text, "overflow error"))
		kept = "value is out of range";
	else if (!ok)
		kept = arena_strndup(s->arena, text, strcspn(text, ":"));
	strbuf_done(&why);
	return kept;
}

/* NULL value: the option stands alone. */
static const char *value_complaint(struct sema *s, struct sema_option *o, const char *value)
{
	const char *expected = arena_sprintf(s->arena, "expects %s", expectations[o->kind]);
	if (o->kind == OPTION_BOOL)
		return parse_bool(value ? value : "true", &o->number) ? NULL : expected;
	if (!value)
		return expected;
	if (o->kind != OPTION_STRING)
		return number_complaint(s, value, &o->number);
	o->text = value;
	return NULL;
}

static void set_value(struct sema *s, struct sema_option *o, const char *value)
{
	const char *complaint = value_complaint(s, o, value);
	if (complaint)
		sema_error_now(s, D_OPTION, span_none(), "program command line option --%s %s (value: %s)", o->name,
			       complaint, value ? value : "true");
}

static void list_names(const struct sema *s, struct strbuf *to)
{
	for (size_t i = 0; i < s->options.len; i++)
		strbuf_printf(to, "%s--%s", i ? ", " : "", s->options.data[i]->name);
}

static void report_unknown(struct sema *s, const char *unknown)
{
	struct strbuf known = { 0 };
	struct diag *g = sema_error_now(s, D_OPTION, span_none(), "unexpected program command line options: %s", unknown);
	list_names(s, &known);
	if (g && s->options.len)
		sema_hint(s, g, "expected program options: %s", strbuf_str(&known));
	else if (g)
		sema_hint(s, g, "no custom program options defined.");
	strbuf_done(&known);
}

/* `-- --help`: what there is, instead of a run. */
static void make_help(struct sema *s)
{
	struct strbuf text = { 0 };
	strbuf_puts(&text, "HINT: expected program options:\n");
	for (size_t i = 0; i < s->options.len; i++) {
		const struct sema_option *o = s->options.data[i];
		strbuf_printf(&text, o->description ? "--%s: %s\n" : "--%s\n", o->name, o->description);
	}
	s->notice = arena_strdup(s->arena, strbuf_str(&text));
	strbuf_done(&text);
}

void option_check_all(struct sema *s)
{
	struct strbuf unknown = { 0 };
	for (size_t i = 0; i < s->opt.named_param_count; i++) {
		const char *word = s->opt.named_params[i] + strlen("--"), *equals = strchr(word, '=');
		struct sema_option *o = find(s, word, equals ? (size_t)(equals - word) : strlen(word));
		if (o)
			set_value(s, o, equals ? equals + 1 : NULL);
		else if (!strcmp(word, "help"))
			make_help(s);
		else
			strbuf_printf(&unknown, "%s--%.*s", unknown.len ? ", " : "", (int)strcspn(word, "="), word);
	}
	if (unknown.len && !s->notice)
		report_unknown(s, strbuf_str(&unknown));
	strbuf_done(&unknown);
}
