/* -l: probes or types that match patterns, or the places that a program's attach points name. */
#include <ctype.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "probe/probe.h"

/* ---- types ---- */

struct type_search {
	struct type_table *types;
	const char *keyword, *pattern;
	bool verbose;
	struct strmap seen;
	VEC(const char *) names;
};

static void add_type(void *ctx, const char *keyword, const char *name)
{
	struct type_search *s = ctx;
	if (strcmp(keyword, s->keyword) || !wildcard_match(s->pattern, name))
		return;
	const char *copy = arena_strdup(type_arena(s->types), name);
	if (!strmap_put(&s->seen, copy, s))
		vec_push(type_arena(s->types), &s->names, copy);
}

static int by_string(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void list_types(struct type_table *types, const char *keyword, const char *pattern, bool verbose,
		       struct strbuf *out)
{
	struct type_search s = { .types = types, .keyword = keyword, .pattern = pattern, .verbose = verbose };
	strmap_init(&s.seen, type_arena(types));
	type_btf_each_type(types, add_type, &s);
	if (s.names.len)
		qsort(s.names.data, s.names.len, sizeof(*s.names.data), by_string);
	for (size_t i = 0; i < s.names.len; i++) {
		if (verbose)
			type_btf_print_definition(types, keyword, s.names.data[i], out);
		else
			strbuf_printf(out, "%s %s\n", keyword, s.names.data[i]);
	}
}

/* ---- patterns ---- */

/* One pattern; spaces around it are dropped, runs inside become one. */
static char *normalise(const char *text, size_t n)
{
	char *copy = xcalloc(1, n + 1), *to = copy;
	for (size_t i = 0; i < n; i++) {
		bool space = isspace((unsigned char)text[i]);
		if (!space || (to > copy && to[-1] != ' '))
			*to++ = space ? ' ' : text[i];
	}
	while (to > copy && to[-1] == ' ')
		*--to = '\0';
	return copy;
}

static void list_pattern(struct probe_env *env, const char *pattern, bool verbose, struct strbuf *out)
{
	static const char *const keywords[] = { "struct", "union", "enum" };
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		size_t n = strlen(keywords[i]);
		if (!strncmp(pattern, keywords[i], n) && pattern[n] == ' ') {
			list_types(env->types, keywords[i], pattern + n + 1, verbose, out);
			return;
		}
	}
	probe_list_pattern(env, pattern, verbose, out);
}

static int list_patterns(const struct cli_options *o, const struct compile_options *compile, struct strbuf *out)
{
	struct compiled *c = compile_nothing(compile);
	const char *text = o->file && *o->file ? o->file : "*";
	c->probes.listing = true;
	while (*text) {
		size_t n = strcspn(text, ",");
		char *pattern = normalise(text, n);
		if (*pattern)
			list_pattern(&c->probes, arena_strdup(c->arena, pattern), o->verbose, out);
		free(pattern);
		text += n + (text[n] == ',');
	}
	diag_print_all(&c->diags, cli_use_color(), stderr);
	compiled_free(c);
	return CLI_OK;
}

/* ---- programs ---- */

static int list_program(const struct cli_options *o, const struct compile_options *compile, struct strbuf *out)
{
	struct compile_options options = *compile;
	char *text = cli_read_script(o, &options.script_name, &options.text_len);
	if (!text)
		return CLI_FAILED;
	options.text = text;
	options.expand_only = true;
	struct compiled *c = compile_script(&options);
	diag_print_all(&c->diags, cli_use_color(), stderr);
	int status = c->diags.errors ? CLI_FAILED : CLI_OK;
	for (size_t i = 0; i < c->sema.units.len && status == CLI_OK; i++) {
		const struct unit *u = c->sema.units.data[i];
		for (size_t k = 0; k < u->targets.len && !(u->kind->bit & PROBE_SPECIAL); k++)
			probe_list_target(&c->probes, u->targets.data[k], o->verbose, out);
	}
	compiled_free(c);
	free(text);
	return status;
}

static bool looks_like_file(const char *word)
{
	return strchr(word, '.') && !strchr(word, ':') && !strchr(word, '*') && !strchr(word, ' ');
}

int cli_list(const struct cli_options *o, const struct compile_options *compile)
{
	struct strbuf out = { 0 };
	bool is_file = o->file && access(o->file, F_OK) == 0;
	if (o->file && !is_file && looks_like_file(o->file))
		cli_warning("It appears that '%s' is a filename but the file does not exist. Treating '%s' as a search "
			    "pattern.",
			    o->file, o->file);
	int status = (o->program || is_file ? list_program : list_patterns)(o, compile, &out);
	fwrite(strbuf_str(&out), 1, out.len, stdout);
	strbuf_done(&out);
	return status;
}
