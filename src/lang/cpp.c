/*
 * The C preprocessor over the C definitions of a script: directives, conditional groups, and the stream of tokens.
 *
 * The text is what --include names, then the script's C items one after the other; each #include opens a file on top.
 */
#include <sys/utsname.h>

#include "lang/cpp.h"

void cpp_error(struct cpp *c, enum diag_id id, struct span span, const char *fmt, ...)
{
	struct cdef *d = (struct cdef *)c; /* its first member */
	if (c->is_quiet || d->errors++ >= 20)
		return;
	va_list ap;
	va_start(ap, fmt);
	diag_add(c->env->diags, id, span, "%s", arena_vsprintf(c->env->arena, fmt, ap));
	va_end(ap);
}

/* ---- what is defined before the first line ---- */

static const struct {
	const char *name, *body;
} predefined[] = {
	{ "__STDC__", "1" },
	{ "__STDC_VERSION__", "201112L" },
	{ "__STDC_HOSTED__", "1" },
	{ "__GNUC__", "12" },
	{ "__GNUC_MINOR__", "2" },
	{ "__GNUC_PATCHLEVEL__", "0" },
	{ "__GNUC_STDC_INLINE__", "1" },
	{ "__linux__", "1" },
	{ "__linux", "1" },
	{ "__unix__", "1" },
	{ "__ELF__", "1" },
	{ "__LP64__", "1" },
	{ "_LP64", "1" },
	{ "__CHAR_BIT__", "8" },
	{ "__SCHAR_MAX__", "127" },
	{ "__SHRT_MAX__", "32767" },
	{ "__INT_MAX__", "2147483647" },
	{ "__LONG_MAX__", "9223372036854775807L" },
	{ "__LONG_LONG_MAX__", "9223372036854775807LL" },
	{ "__SIZE_MAX__", "18446744073709551615UL" },
	{ "__SIZEOF_SHORT__", "2" },
	{ "__SIZEOF_INT__", "4" },
	{ "__SIZEOF_LONG__", "8" },
	{ "__SIZEOF_LONG_LONG__", "8" },
	{ "__SIZEOF_POINTER__", "8" },
	{ "__SIZEOF_SIZE_T__", "8" },
	{ "__SIZEOF_INT128__", "16" },
	{ "__ORDER_LITTLE_ENDIAN__", "1234" },
	{ "__ORDER_BIG_ENDIAN__", "4321" },
	{ "__BYTE_ORDER__", "__ORDER_LITTLE_ENDIAN__" },
	{ "__SIZE_TYPE__", "unsigned long" },
	{ "__PTRDIFF_TYPE__", "long" },
	{ "__INTPTR_TYPE__", "long" },
	{ "__UINTPTR_TYPE__", "unsigned long" },
	{ "__WCHAR_TYPE__", "int" },
	{ "__INT8_TYPE__", "signed char" },
	{ "__INT16_TYPE__", "short" },
	{ "__INT32_TYPE__", "int" },
	{ "__INT64_TYPE__", "long" },
	{ "__UINT8_TYPE__", "unsigned char" },
	{ "__UINT16_TYPE__", "unsigned short" },
	{ "__UINT32_TYPE__", "unsigned int" },
	{ "__UINT64_TYPE__", "unsigned long" },
	{ "__has_attribute(x)", "0" },
	{ "__has_builtin(x)", "0" },
	{ "__has_feature(x)", "0" },
	{ "__has_extension(x)", "0" },
	{ "__BPF_TRACING__", "1" },
};

/* Annotations of kernel code that mean nothing for a layout, for headers of one's own while the kernel's are not read. */
static const struct {
	const char *name, *body;
} annotations[] = {
	{ "__user", "" },      { "__kernel", "" },	 { "__iomem", "" },   { "__rcu", "" },
	{ "__percpu", "" },    { "__force", "" },	 { "__bitwise", "" }, { "__must_check", "" },
	{ "__maybe_unused", "" }, { "__always_unused", "" }, { "__always_inline", "inline" },
	{ "__packed", "__attribute__((packed))" },
	{ "__aligned(x)", "__attribute__((aligned(x)))" },
	{ "NULL", "((void *)0)" },
};

/* __x86_64__, __aarch64__ … */
static void define_machine(struct cpp *c)
{
	struct utsname u;
	if (!uname(&u))
		cpp_define_text(c, arena_sprintf(c->env->arena, "__%s__", u.machine), "1");
}

/* What the kernel's makefiles define. */
static void define_kernel(struct cpp *c)
{
	cpp_define_text(c, "__KERNEL__", "1");
	cpp_define_text(c, "CC_USING_FENTRY", "1");
}

void cpp_init(struct cpp *c, struct lang_env *env, struct program *p)
{
	*c = (struct cpp){ .env = env, .program = p };
	strmap_init(&c->macros, env->arena);
	strmap_init(&c->once, env->arena);
	strmap_init(&c->files, env->arena);
	for (size_t i = 0; i < ARRAY_LEN(predefined); i++)
		cpp_define_text(c, predefined[i].name, predefined[i].body);
	define_machine(c);
	if (env->has_btf)
		cpp_define_text(c, "BPFTRACE_HAVE_BTF", "1");
	if (env->kernel_headers && !env->has_btf)
		define_kernel(c);
	for (size_t i = 0; i < ARRAY_LEN(annotations) && (env->has_btf || !env->kernel_headers); i++)
		cpp_define_text(c, annotations[i].name, annotations[i].body);
	cpp_add_dirs(c);
}

/* ---- conditional groups ---- */

static bool is_active(const struct cpp *c)
{
	return !c->conditions.len || vec_last(&c->conditions).active;
}

static void push_condition(struct cpp *c, bool value, struct span span)
{
	bool parent = is_active(c);
	struct cpp_condition x = { .active = parent && value, .done = value, .parent = parent, .span = span };
	vec_push(c->env->arena, &c->conditions, x);
}

/* #elif and #else; the value is only asked for where it counts. */
static void next_group(struct cpp *c, struct span span, bool value)
{
	if (!c->conditions.len) {
		cpp_error(c, D_C_PARSE, span, "#else or #elif without #if");
		return;
	}
	struct cpp_condition *x = &vec_last(&c->conditions);
	x->active = x->parent && !x->done && value;
	x->done |= value;
}

static bool needs_value(const struct cpp *c)
{
	if (!c->conditions.len)
		return false;
	const struct cpp_condition *x = &vec_last(&c->conditions);
	return x->parent && !x->done;
}

static void end_condition(struct cpp *c, struct span span)
{
	if (c->conditions.len)
		c->conditions.len--;
	else
		cpp_error(c, D_C_PARSE, span, "#endif without #if");
}

static void check_conditions(struct cpp *c, size_t depth)
{
	if (c->conditions.len > depth)
		cpp_error(c, D_C_PARSE, vec_last(&c->conditions).span, "unterminated conditional directive");
	c->conditions.len = MIN(c->conditions.len, depth);
}

/* ---- #if ---- */

static struct c_token_vec take_line(struct cpp *c, struct c_lexer *l)
{
	struct c_token_vec line = { 0 };
	for (;;) {
		struct c_lexer before = *l;
		struct c_token t = c_lex(l);
		if (t.kind == C_EOF || t.at_line_start) {
			*l = before;
			return line;
		}
		vec_push(c->env->arena, &line, t);
	}
}

static struct c_token bool_token(bool value, struct span span)
{
	return (struct c_token){ .kind = C_NUMBER, .text = value ? "1" : "0", .len = 1, .span = span };
}

/* `defined X`, `defined(X)`; returns the index behind it. */
static size_t take_defined(struct cpp *c, const struct c_token_vec *line, size_t i, bool *ret)
{
	bool parens = i < line->len && c_token_is(&line->data[i], "(");
	i += parens;
	if (i < line->len) {
		const struct c_token *t = &line->data[i++];
		*ret = strmap_getn(&c->macros, t->text, t->len) || c_token_word(t, "__has_include");
	}
	return i + (parens && i < line->len);
}

/* `( <name> )` or `( "name" )` behind __has_include. */
static size_t take_has_include(struct cpp *c, const struct c_token_vec *line, size_t i, bool *ret)
{
	struct strbuf name = { 0 };
	i++;
	bool quoted = i < line->len && line->data[i].kind == C_STRING;
	if (quoted)
		strbuf_add(&name, line->data[i].text + 1, line->data[i].len - 2);
	for (i++; i < line->len && !c_token_is(&line->data[i], ")"); i++)
		if (!c_token_is(&line->data[i], ">"))
			strbuf_add(&name, line->data[i].text, line->data[i].len);
	*ret = cpp_can_include(c, strbuf_str(&name), quoted);
	strbuf_done(&name);
	return i + 1;
}

static bool evaluate_line(struct cpp *c, struct c_lexer *l, struct span span)
{
	struct c_token_vec line = take_line(c, l), plain = { 0 };
	for (size_t i = 0; i < line.len;) {
		const struct c_token *t = &line.data[i++];
		bool value = false, is_query = true;
		if (c_token_word(t, "defined"))
			i = take_defined(c, &line, i, &value);
		else if (c_token_word(t, "__has_include") || c_token_word(t, "__has_include_next"))
			i = take_has_include(c, &line, i, &value);
		else
			is_query = false;
		struct c_token put = is_query ? bool_token(value, t->span) : *t;
		vec_push(c->env->arena, &plain, put);
	}
	struct c_token_vec tokens = cpp_expand_list(c, plain.data, plain.len);
	struct c_reader r;
	c_read_list(&r, (struct cdef *)c, tokens.data, tokens.len);
	r.in_if = true;
	struct c_value v = c_read_expr(&r);
	if (r.failed || !v.is_const || r.cur.kind != C_EOF)
		cpp_error(c, D_C_PARSE, span, "not a constant expression in #if");
	return v.is_const && v.v;
}

/* ---- other directives ---- */

/* The name behind #ifdef, #undef and the like. */
static bool take_name(struct cpp *c, struct c_lexer *l, const struct c_token *directive, struct c_token *ret)
{
	struct c_lexer before = *l;
	*ret = c_lex(l);
	if (ret->kind == C_IDENT && !ret->at_line_start)
		return true;
	*l = before;
	cpp_error(c, D_C_PARSE, directive->span, "#%.*s needs the name of a macro", (int)directive->len, directive->text);
	return false;
}

static bool is_defined(struct cpp *c, struct c_lexer *l, const struct c_token *directive)
{
	struct c_token name;
	return take_name(c, l, directive, &name) && strmap_getn(&c->macros, name.text, name.len);
}

static void undefine(struct cpp *c, struct c_lexer *l, const struct c_token *directive)
{
	struct c_token name;
	if (take_name(c, l, directive, &name))
		strmap_put(&c->macros, arena_strndup(c->env->arena, name.text, name.len), NULL);
}

static void report_error(struct cpp *c, struct c_lexer *l, struct span span)
{
	struct c_token_vec line = take_line(c, l);
	struct strbuf text = { 0 };
	c_tokens_print(line.data, line.len, &text);
	cpp_error(c, D_C_PARSE, span, "#error %s", strbuf_str(&text));
	strbuf_done(&text);
}

/* pack(N), pack(push, N), pack(push), pack(pop), pack() */
static void pragma_pack(struct cpp *c, const struct c_token_vec *line)
{
	bool keeps = false;
	for (size_t i = 2; i < line->len; i++) {
		const struct c_token *t = &line->data[i];
		uint64_t n;
		bool is_unsigned;
		unsigned size;
		if (c_token_word(t, "push")) {
			vec_push(c->env->arena, &c->packs, c->pack);
			keeps = true;
		} else if (c_token_word(t, "pop")) {
			c->pack = c->packs.len ? c->packs.data[--c->packs.len] : 0;
			keeps = true;
		} else if (c_token_number(t, &n, &is_unsigned, &size) && n <= 16) {
			c->pack = (unsigned)n;
			keeps = true;
		}
	}
	if (!keeps)
		c->pack = 0;
}

static void pragma(struct cpp *c, struct c_lexer *l)
{
	struct c_token_vec line = take_line(c, l);
	if (!line.len)
		return;
	if (c_token_word(&line.data[0], "once"))
		strmap_put(&c->once, l->source->name, c);
	if (c_token_word(&line.data[0], "pack"))
		pragma_pack(c, &line);
}

/* Directives that are obeyed in skipped groups too, because they delimit them. false: another one. */
static bool condition_directive(struct cpp *c, struct c_lexer *l, const struct c_token *d)
{
	bool active = is_active(c);
	if (c_token_word(d, "ifdef"))
		push_condition(c, active && is_defined(c, l, d), d->span);
	else if (c_token_word(d, "ifndef"))
		push_condition(c, active && !is_defined(c, l, d), d->span);
	else if (c_token_word(d, "if"))
		push_condition(c, active && evaluate_line(c, l, d->span), d->span);
	else if (c_token_word(d, "elif"))
		next_group(c, d->span, needs_value(c) && evaluate_line(c, l, d->span));
	else if (c_token_word(d, "elifdef"))
		next_group(c, d->span, needs_value(c) && is_defined(c, l, d));
	else if (c_token_word(d, "elifndef"))
		next_group(c, d->span, needs_value(c) && !is_defined(c, l, d));
	else if (c_token_word(d, "else"))
		next_group(c, d->span, true);
	else if (c_token_word(d, "endif"))
		end_condition(c, d->span);
	else
		return false;
	return true;
}

static void other_directive(struct cpp *c, struct c_lexer *l, const struct c_token *d)
{
	if (c_token_word(d, "define"))
		cpp_define(c, l);
	else if (c_token_word(d, "undef"))
		undefine(c, l, d);
	else if (c_token_word(d, "include"))
		cpp_include(c, l, false);
	else if (c_token_word(d, "include_next"))
		cpp_include(c, l, true);
	else if (c_token_word(d, "pragma"))
		pragma(c, l);
	else if (c_token_word(d, "error"))
		report_error(c, l, d->span);
	else if (d->kind == C_IDENT && !c_token_word(d, "warning") && !c_token_word(d, "line") &&
		 !c_token_word(d, "ident"))
		cpp_error(c, D_C_PARSE, d->span, "invalid preprocessing directive");
}

/* Behind '#'. The lexer is a copy: an #include opens an input above this one. */
static void directive(struct cpp *c)
{
	size_t index = c->inputs.len - 1;
	struct c_lexer l = c->inputs.data[index].lexer, before = l;
	struct c_token d = c_lex(&l);
	if (d.at_line_start || d.kind == C_EOF) {
		c->inputs.data[index].lexer = before;
		return;
	}
	struct c_lexer rest = l;
	c_lex_skip_line(&rest);
	c->inputs.data[index].lexer = rest;
	if (!condition_directive(c, &l, &d) && is_active(c))
		other_directive(c, &l, &d);
}

/* ---- the stream ---- */

static void open_item(struct cpp *c)
{
	const struct c_item *item = &c->program->c_items.data[c->next_item++];
	struct cpp_input in = { .dir = ".", .conditions = SIZE_MAX };
	in.lexer = (struct c_lexer){ .source = item->span.source, .pos = item->span.begin, .end = item->span.end };
	in.lexer.at_line_start = true;
	const char *slash = strrchr(item->span.source->name, '/');
	if (slash)
		in.dir = arena_strndup(c->env->arena, item->span.source->name,
				       (size_t)(slash - item->span.source->name));
	vec_push(c->env->arena, &c->inputs, in);
	c->semicolon_due = *item->text != '#';
}

static bool open_next(struct cpp *c)
{
	if (cpp_open_forced(c))
		return true;
	if (!c->program || c->next_item >= c->program->c_items.len) {
		check_conditions(c, 0);
		return false;
	}
	open_item(c);
	return true;
}

static bool close_input(struct cpp *c, struct c_token *ret)
{
	struct cpp_input in = vec_last(&c->inputs);
	c->inputs.len--;
	if (in.conditions != SIZE_MAX)
		check_conditions(c, in.conditions);
	if (c->inputs.len || !c->semicolon_due || !is_active(c))
		return false;
	c->semicolon_due = false;
	struct span end = { .source = in.lexer.source, .begin = in.lexer.end ? in.lexer.end - 1 : 0, .end = in.lexer.end };
	*ret = (struct c_token){ .kind = C_PUNCT, .text = ";", .len = 1, .span = end };
	return true;
}

/* A token of the text; false: nothing to hand out this time. */
static bool read_input(struct cpp *c, struct c_token *ret)
{
	struct cpp_input *in = &vec_last(&c->inputs);
	*ret = c_lex(&in->lexer);
	if (ret->kind == C_EOF)
		return close_input(c, ret);
	if (ret->at_line_start && c_token_is(ret, "#")) {
		directive(c);
		return false;
	}
	if (is_active(c))
		return true;
	c_lex_skip_line(&in->lexer);
	return false;
}

/* A token of an expansion; false: it is used up. At a barrier the end is handed out. */
static bool read_context(struct cpp *c, struct c_token *ret)
{
	struct cpp_context *x = &vec_last(&c->contexts);
	if (x->at < x->n) {
		*ret = x->tokens[x->at++];
		return true;
	}
	if (x->is_barrier) {
		*ret = (struct c_token){ .kind = C_EOF };
		return true;
	}
	if (x->macro)
		x->macro->is_disabled = false;
	c->contexts.len--;
	return false;
}

struct c_token cpp_next_raw(struct cpp *c)
{
	struct c_token t = { .kind = C_EOF };
	if (c->is_fatal || c->tokens++ > CPP_MAX_TOKENS)
		return t;
	for (;;) {
		if (c->contexts.len) {
			if (read_context(c, &t))
				return t;
		} else if (c->inputs.len) {
			if (read_input(c, &t))
				return t;
			if (c->is_fatal)
				return (struct c_token){ .kind = C_EOF };
		} else if (c->is_done || !open_next(c)) {
			return (struct c_token){ .kind = C_EOF };
		}
	}
}

struct c_token cpp_next(struct cpp *c)
{
	for (;;) {
		struct c_token t = cpp_next_raw(c);
		if (!cpp_expand(c, &t))
			return t;
	}
}
