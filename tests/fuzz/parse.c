/*
 * Scripts as an input. What parses without errors must print and parse back to the same text, in both forms of the
 * printer; macros and C definitions are expanded and read besides.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "lang/ast.h"
#include "lang_scripts.h"
#include "types/internal.h"

struct run {
	struct arena *arena;
	struct diags diags;
	struct lang_env env;
};

static void open_run(struct run *r)
{
	static const char *const params[] = { "5", "abc" };
	*r = (struct run){ .arena = arena_new() };
	diags_init(&r->diags, r->arena);
	struct type_table *types = type_table_new(r->arena);
	types->btf_tried = types->modules_tried = true;
	r->env = (struct lang_env){ .arena = r->arena, .diags = &r->diags, .types = types, .has_btf = true };
	r->env.params = params;
	r->env.param_count = ARRAY_LEN(params);
}

static struct program *parse(struct run *r, const char *text, size_t len)
{
	struct source *src = ARENA_NEW(r->arena, struct source);
	char *copy = arena_alloc(r->arena, len + 1);
	if (len)
		memcpy(copy, text, len);
	*src = (struct source){ .name = "stdin", .text = copy, .len = len };
	return parse_program(&r->env, src);
}

static void print(const struct program *p, bool format, struct strbuf *out)
{
	strbuf_clear(out);
	if (format)
		ast_format_program(p, out);
	else
		ast_print_program(p, out);
}

static void check_round_trip(struct run *r, const struct program *p, bool format)
{
	struct strbuf once = { 0 }, twice = { 0 };
	print(p, format, &once);
	struct program *again = parse(r, strbuf_str(&once), once.len);
	print(again, format, &twice);
	if (r->diags.errors || strcmp(strbuf_str(&once), strbuf_str(&twice))) {
		fprintf(stderr, "---- once\n%s---- twice\n%s", strbuf_str(&once), strbuf_str(&twice));
		diag_print_all(&r->diags, false, stderr);
		abort();
	}
	strbuf_done(&once);
	strbuf_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run r;
	struct strbuf messages = { 0 };
	open_run(&r);
	struct program *p = parse(&r, (const char *)data, size);
	if (!r.diags.errors && !memchr(data, 0, size)) {
		check_round_trip(&r, p, false);
		check_round_trip(&r, p, true);
	}
	if (!r.diags.errors && !c_definitions_read(&r.env, p))
		macros_expand(&r.env, p);
	for (size_t i = 0; i < r.diags.list.len; i++)
		diag_format(r.diags.list.data[i], true, &messages);
	strbuf_done(&messages);
	arena_free(r.arena);
	return 0;
}

uint8_t *fuzz_seed(unsigned index, size_t *ret_size)
{
	if (index >= ARRAY_LEN(lang_scripts))
		return NULL;
	*ret_size = strlen(lang_scripts[index]);
	uint8_t *copy = malloc(*ret_size + 1);
	return memcpy(copy, lang_scripts[index], *ret_size + 1);
}
