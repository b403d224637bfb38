/*
 * The parser: hand-written recursive descent, one function a rule of the grammar, the rule above it. This file holds
 * what stands at the root of a script; the files parse_stmt.c, parse_expr.c, parse_type.c, attach_point.c and
 * literal.c hold the rest.
 *
 * Order of a program: C definitions, config and imports, then probes, macros, map declarations and functions. What
 * comes too late is reported and taken all the same.
 */
#include "lang/parse.h"

/* What was seen last; a program only goes up. */
enum section { SECTION_C, SECTION_HEAD, SECTION_BODY };

struct root {
	struct parser p;
	enum section section;
};

static void enter_section(struct root *r, enum section s, size_t begin, const char *what)
{
	if (s < r->section && r->section == SECTION_BODY) {
		struct span at = { .source = r->p.src, .begin = (uint32_t)begin, .end = (uint32_t)r->p.last_end };
		parse_error_at(&r->p, D_SYNTAX_ORDER, at, "%s must appear before probes and functions", what);
	}
	r->section = MAX(r->section, s);
}

/* Skips an item that began at `begin` and failed: to its ';' or to the end of its braces. */
static void skip_item(struct parser *p, size_t begin)
{
	size_t failed = MAX(p->pos, p->error_pos == SIZE_MAX ? 0 : p->error_pos);
	int braces = 0;
	for (p->pos = begin; p->pos < p->src->len; p->pos = lex_skip_element(p, p->pos)) {
		int c = p->src->text[p->pos];
		if (c == '{')
			braces++;
		if (c == '}' && braces)
			braces--;
		if (p->pos >= failed && !braces && (c == ';' || c == '}')) {
			p->last_end = ++p->pos;
			return;
		}
	}
}

/* ---- C definitions ---- */

static void add_c_item(struct parser *p, size_t begin)
{
	struct c_item item = { .span = lex_span(p, begin) };
	item.text = arena_strndup(p->env->arena, p->src->text + begin, p->last_end - begin);
	vec_push(p->env->arena, &p->program->c_items, item);
}

/* The name of an object-like #define is a value to the rest of the parser. */
static void note_define(struct parser *p, const char *line)
{
	line += 1 + strspn(line + 1, " \t");
	if (!str_starts(line, "define"))
		return;
	line += 6 + strspn(line + 6, " \t");
	size_t n = 0;
	while (lex_is_ident_char((unsigned char)line[n]))
		n++;
	if (n && line[n] != '(')
		strmap_put(&p->values, arena_strndup(p->env->arena, line, n), p);
}

/* '#' text to the end of the line */
static bool parse_directive(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	const char *nl = memchr(p->src->text + begin, '\n', p->src->len - begin);
	p->pos = p->last_end = nl ? (size_t)(nl - p->src->text) : p->src->len;
	enter_section(r, SECTION_C, begin, "C definitions");
	add_c_item(p, begin);
	note_define(p, vec_last(&p->program->c_items).text);
	return true;
}

/* The text of balanced braces or parentheses; the opening one is here. */
static bool skip_balanced(struct parser *p, char open, char close)
{
	int depth = 0;
	for (; p->pos < p->src->len; p->pos = lex_skip_element(p, p->pos)) {
		int c = p->src->text[p->pos];
		depth += c == open;
		if (c == close && --depth == 0) {
			p->last_end = ++p->pos;
			return true;
		}
	}
	return parse_fail(p, "expected '%c'", close);
}

/* '__attribute__' '((' … '))' */
static bool skip_attributes(struct parser *p)
{
	while (lex_accept_word(p, "__attribute__") || lex_accept_word(p, "__packed")) {
		if (lex_at(p, "(") && !skip_balanced(p, '(', ')'))
			return false;
	}
	return true;
}

/* ('struct'|'union'|'enum') [attributes] [ident] '{' balanced text '}' [attributes] [';'] */
static bool parse_c_definition(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	lex_accept_ident(p);
	if (!skip_attributes(p))
		return false;
	lex_accept_ident(p);
	bool forward = lex_at(p, ";");
	if (!forward && !lex_at(p, "{"))
		return parse_fail(p, "expected '{'");
	if (!forward && (!skip_balanced(p, '{', '}') || !skip_attributes(p)))
		return false;
	lex_accept(p, ";");
	enter_section(r, SECTION_C, begin, "C definitions");
	add_c_item(p, begin);
	return true;
}

/* ---- config and imports ---- */

/* string | 'true' | 'false' | uint-literal | ident */
static bool parse_config_value(struct parser *p, struct config_assign *a)
{
	int c = lex_peek(p);
	size_t begin = p->pos, len;
	if (c == '"') {
		a->kind = CONFIG_STRING;
		return parse_string(p, &a->text, &len);
	}
	if (c >= '0' && c <= '9') {
		a->kind = CONFIG_INT;
		if (!parse_uint(p, &a->number))
			return false;
		a->text = arena_strndup(p->env->arena, p->src->text + begin, p->pos - begin);
		return true;
	}
	a->text = lex_accept_ident(p);
	if (!a->text)
		return parse_fail(p, "expected string, int, boolean, or ident");
	bool is_true = !strcmp(a->text, "true");
	a->kind = is_true || !strcmp(a->text, "false") ? CONFIG_BOOL : CONFIG_IDENT;
	a->number = is_true;
	return true;
}

/* assign := ident '=' value */
static bool parse_config_assign(struct parser *p)
{
	lex_skip_space(p);
	size_t begin = p->pos;
	struct config_assign a = { .key = lex_accept_ident(p) };
	if (!a.key)
		return parse_fail(p, "expected identifier");
	if (!lex_expect(p, "=") || !parse_config_value(p, &a))
		return false;
	a.span = lex_span(p, begin);
	vec_push(p->env->arena, &p->program->config, a);
	return true;
}

/* '{' [assign (';' assign)* [';']] '}' */
static bool parse_config_body(struct parser *p)
{
	if (!lex_expect(p, "{"))
		return false;
	while (!lex_accept(p, "}")) {
		if (!parse_config_assign(p))
			return false;
		if (!lex_accept(p, ";") && !lex_at(p, "}"))
			return parse_fail(p, "expected ';'");
	}
	return true;
}

/* config := 'config' '=' '{' … '}' [';'] */
static bool parse_config(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	lex_accept_word(p, "config");
	struct span at = lex_span(p, begin);
	enter_section(r, SECTION_HEAD, begin, "config");
	if (p->program->has_config)
		parse_error_at(p, D_SYNTAX_ORDER, at, "duplicate config block");
	p->program->has_config = true;
	if (!lex_expect(p, "=") || !parse_config_body(p))
		return false;
	lex_accept(p, ";");
	p->program->config_span = lex_span(p, begin);
	return true;
}

/* import := 'import' string ';' */
static bool parse_import(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos, len;
	struct import_decl d = { 0 };
	lex_accept_word(p, "import");
	if (lex_peek(p) != '"')
		return parse_fail(p, "expected string after 'import'");
	if (!parse_string(p, &d.path, &len))
		return false;
	d.span = lex_span(p, begin);
	if (!lex_accept(p, ";"))
		return parse_fail(p, "expected ';' after import");
	enter_section(r, SECTION_HEAD, begin, "root imports");
	vec_push(p->env->arena, &p->program->imports, d);
	return true;
}

/* ---- macros, maps, functions ---- */

static bool add_item(struct parser *p, struct item item)
{
	vec_push(p->env->arena, &p->program->items, item);
	return true;
}

/* marg := VAR | MAP | ident */
static bool parse_macro_param(struct parser *p, struct macro_decl *m)
{
	struct macro_param param = { .kind = MACRO_PARAM_EXPR };
	int c = lex_peek(p);
	size_t begin = p->pos;
	if (c == '$' || c == '@')
		p->pos++;
	if (c == '$')
		param.kind = MACRO_PARAM_VAR;
	if (c == '@')
		param.kind = MACRO_PARAM_MAP;
	if (!lex_is_ident_start(lex_char_at(p, p->pos))) {
		p->pos = begin;
		return parse_fail(p, "expected macro argument ($var, @map, or identifier)");
	}
	param.name = lex_accept_ident(p);
	param.span = lex_span(p, begin);
	if (param.kind == MACRO_PARAM_EXPR)
		strmap_put(&p->values, param.name, p);
	vec_push(p->env->arena, &m->params, param);
	return true;
}

static bool parse_macro_params(struct parser *p, struct macro_decl *m)
{
	if (!lex_expect(p, "("))
		return false;
	if (lex_accept(p, ")"))
		return true;
	do {
		if (!parse_macro_param(p, m))
			return false;
	} while (lex_accept(p, ","));
	return lex_expect(p, ")");
}

/* macro := 'macro' ident '(' [marg (',' marg)*] ')' block */
static bool parse_macro(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	struct macro_decl *m = ARENA_NEW(p->env->arena, struct macro_decl);
	lex_accept_word(p, "macro");
	m->name = lex_accept_ident(p);
	if (!m->name)
		return parse_fail(p, "expected macro name");
	m->name_span = lex_span(p, begin);
	strmap_put(&p->values, m->name, p);
	if (!parse_macro_params(p, m) || !(m->body = parse_block(p)))
		return false;
	m->span = lex_span(p, begin);
	return add_item(p, (struct item){ .kind = ITEM_MACRO, .macro = m });
}

/* MAP '=' ident '(' uint-literal ')' [';'] */
static bool parse_map_decl_body(struct parser *p, struct map_decl *d)
{
	struct expr *map = parse_map(p);
	if (!map || !lex_expect(p, "="))
		return false;
	d->name = map->name;
	struct span at = lex_here(p);
	d->kind = lex_accept_ident(p);
	if (!d->kind)
		return parse_fail(p, "expected map type name");
	at.end = at.begin + (uint32_t)strlen(d->kind);
	d->kind_span = at;
	if (!lex_expect(p, "("))
		return false;
	int c = lex_peek(p);
	if (c < '0' || c > '9')
		return parse_fail(p, "expected positive integer for map declaration max entries");
	return parse_uint(p, &d->max_entries) && lex_expect(p, ")");
}

/* mapdecl := 'let' MAP '=' ident '(' uint-literal ')' [';'] */
static bool parse_map_decl(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	struct map_decl *d = ARENA_NEW(p->env->arena, struct map_decl);
	lex_accept_word(p, "let");
	if (lex_peek(p) != '@') {
		parse_error_at(p, D_SYNTAX, lex_span(p, begin),
			       "root-level let statements need to be map declarations, e.g. let @a = hash(2);");
		return false;
	}
	if (!parse_map_decl_body(p, d))
		return false;
	d->span = lex_span(p, begin);
	lex_accept(p, ";");
	return add_item(p, (struct item){ .kind = ITEM_MAP, .map = d });
}

/* VAR ':' type */
static bool parse_fn_param(struct parser *p, struct fn_decl *f)
{
	if (lex_peek(p) != '$')
		return parse_fail(p, "expected variable in function argument");
	struct expr *var = parse_variable(p);
	if (!var || !lex_expect(p, ":"))
		return false;
	struct fn_param param = { .name = var->name, .span = var->span, .type_ref = parse_type(p) };
	vec_push(p->env->arena, &f->params, param);
	return param.type_ref;
}

static bool parse_fn_params(struct parser *p, struct fn_decl *f)
{
	if (!lex_expect(p, "("))
		return false;
	if (lex_accept(p, ")"))
		return true;
	do {
		if (!parse_fn_param(p, f))
			return false;
	} while (lex_accept(p, ","));
	return lex_expect(p, ")");
}

/* subprog := 'fn' ident '(' [VAR ':' type (',' VAR ':' type)*] ')' ':' type block */
static bool parse_fn(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	struct fn_decl *f = ARENA_NEW(p->env->arena, struct fn_decl);
	lex_accept_word(p, "fn");
	struct span at = lex_here(p);
	f->name = lex_accept_ident(p);
	if (!f->name)
		return parse_fail(p, "expected function name");
	at.end = at.begin + (uint32_t)strlen(f->name);
	f->name_span = at;
	if (!parse_fn_params(p, f) || !lex_expect(p, ":"))
		return false;
	if (!(f->ret = parse_type(p)) || !(f->body = parse_block(p)))
		return false;
	f->span = lex_span(p, begin);
	return add_item(p, (struct item){ .kind = ITEM_FN, .fn = f });
}

/* ---- probes ---- */

/* attach_point (',' attach_point)* [','] */
static bool parse_attach_points(struct parser *p, struct probe_decl *d)
{
	do {
		struct attach_point *ap = parse_attach_point(p);
		if (!ap)
			return false;
		if (!*ap->text && (!d->attach_points.len || lex_peek(p) == ','))
			return parse_fail(p, "expected attach point");
		if (ap->parts.len)
			vec_push(p->env->arena, &d->attach_points, ap);
	} while (lex_accept(p, ","));
	return true;
}

/* predicate := '/' expr '/' */
static bool parse_predicate(struct parser *p, struct probe_decl *d)
{
	if (!lex_accept(p, "/"))
		return true;
	p->in_predicate = true;
	d->predicate = parse_expr(p);
	p->in_predicate = false;
	if (d->predicate && !lex_accept(p, "/"))
		return parse_fail(p, "expected '/' to close predicate");
	return d->predicate;
}

/* probe := attach_point (',' attach_point)* [','] [predicate] block */
static bool parse_probe(struct root *r)
{
	struct parser *p = &r->p;
	size_t begin = p->pos;
	struct probe_decl *d = ARENA_NEW(p->env->arena, struct probe_decl);
	if (!parse_attach_points(p, d) || !parse_predicate(p, d))
		return false;
	d->header_span = lex_span(p, begin);
	if (!(d->body = parse_block(p)))
		return false;
	d->span = lex_span(p, begin);
	return add_item(p, (struct item){ .kind = ITEM_PROBE, .probe = d });
}

/* ---- the root ---- */

static bool starts_attach_point(int c)
{
	return c >= 0 && !strchr("{}();/+-&|^%!<>=?~#'", c);
}

static bool parse_body_item(struct root *r)
{
	if (!starts_attach_point(lex_peek(&r->p)))
		return parse_fail(&r->p, "unexpected input");
	r->section = SECTION_BODY;
	if (lex_at_word(&r->p, "macro"))
		return parse_macro(r);
	if (lex_at_word(&r->p, "let"))
		return parse_map_decl(r);
	if (lex_at_word(&r->p, "fn"))
		return parse_fn(r);
	return parse_probe(r);
}

static bool parse_item(struct root *r)
{
	struct parser *p = &r->p;
	if (lex_peek(p) == '#')
		return parse_directive(r);
	if (lex_at_word(p, "struct") || lex_at_word(p, "union") || lex_at_word(p, "enum"))
		return parse_c_definition(r);
	if (lex_at_word(p, "config"))
		return parse_config(r);
	if (lex_at_word(p, "import"))
		return parse_import(r);
	return parse_body_item(r);
}

/* A line that begins with "#!", if nothing but white space is before it. */
static void skip_shebang(struct parser *p)
{
	size_t begin = strspn(p->src->text, " \t\r\n");
	if (lex_char_at(p, begin) != '#' || lex_char_at(p, begin + 1) != '!')
		return;
	const char *nl = memchr(p->src->text + begin, '\n', p->src->len - begin);
	p->pos = p->last_end = nl ? (size_t)(nl - p->src->text) : p->src->len;
	p->program->shebang = arena_strndup(p->env->arena, p->src->text + begin, p->pos - begin);
}

/* program := [shebang] c_item* (config | import)* root_item* */
struct program *parse_program(struct lang_env *env, const struct source *src)
{
	struct program *program = ARENA_NEW(env->arena, struct program);
	program->source = src;
	strmap_init(&program->defines, env->arena);
	struct root r = { .section = SECTION_C };
	lex_init(&r.p, env, program, src);
	skip_shebang(&r.p);
	while (lex_peek(&r.p) >= 0) {
		size_t begin = r.p.pos;
		if (!parse_item(&r))
			skip_item(&r.p, begin);
	}
	return program;
}

struct expr *parse_expression(struct lang_env *env, const struct source *src)
{
	struct parser p;
	lex_init(&p, env, NULL, src);
	struct expr *e = parse_expr(&p);
	if (e && lex_peek(&p) >= 0)
		return parse_fail(&p, "unexpected input");
	return e;
}
