/*
 * Characters, names and punctuation of a script, and how syntax errors are reported.
 *
 * White space and comments may stand before any token. Comments are collected in the program, for --fmt.
 */
#include "lang/parse.h"

void lex_init(struct parser *p, struct lang_env *env, struct program *program, const struct source *src)
{
	*p = (struct parser){ .env = env, .program = program, .src = src, .error_pos = SIZE_MAX };
	strmap_init(&p->values, env->arena);
}

int lex_char_at(const struct parser *p, size_t pos)
{
	return pos < p->src->len ? (unsigned char)p->src->text[pos] : -1;
}

bool lex_is_ident_start(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool lex_is_ident_char(int c)
{
	return lex_is_ident_start(c) || (c >= '0' && c <= '9');
}

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Position behind the comment that starts at pos; pos itself if none does. */
static size_t comment_end(const struct parser *p, size_t pos)
{
	if (lex_char_at(p, pos) != '/')
		return pos;
	const char *text = p->src->text;
	int next = lex_char_at(p, pos + 1);
	if (next == '/') {
		const char *nl = memchr(text + pos, '\n', p->src->len - pos);
		return nl ? (size_t)(nl - text) : p->src->len;
	}
	if (next != '*')
		return pos;
	const char *end = memmem(text + pos + 2, p->src->len - pos - 2, "*/", 2);
	return end ? (size_t)(end - text) + 2 : p->src->len;
}

/* Going back over text that was read already must not collect its comments again. */
static void collect_comment(struct parser *p, size_t begin, size_t end)
{
	if (!p->program)
		return;
	if (p->program->comments.len && vec_last(&p->program->comments).begin >= begin)
		return;
	struct span s = { .source = p->src, .begin = (uint32_t)begin, .end = (uint32_t)end };
	vec_push(p->env->arena, &p->program->comments, s);
}

void lex_skip_space(struct parser *p)
{
	for (;;) {
		while (is_space(lex_char_at(p, p->pos)))
			p->pos++;
		size_t end = comment_end(p, p->pos);
		if (end == p->pos)
			return;
		collect_comment(p, p->pos, end);
		p->pos = end;
	}
}

int lex_peek(struct parser *p)
{
	lex_skip_space(p);
	return lex_char_at(p, p->pos);
}

bool lex_at(struct parser *p, const char *text)
{
	lex_skip_space(p);
	size_t n = strlen(text);
	return n <= p->src->len - p->pos && !memcmp(p->src->text + p->pos, text, n);
}

bool lex_accept(struct parser *p, const char *text)
{
	if (!lex_at(p, text))
		return false;
	p->pos += strlen(text);
	p->last_end = p->pos;
	return true;
}

bool lex_expect(struct parser *p, const char *text)
{
	if (lex_accept(p, text))
		return true;
	parse_fail(p, "expected '%s'", text);
	return false;
}

static size_t ident_length(struct parser *p)
{
	lex_skip_space(p);
	size_t end = p->pos;
	if (!lex_is_ident_start(lex_char_at(p, end)))
		return 0;
	while (lex_is_ident_char(lex_char_at(p, end)))
		end++;
	return end - p->pos;
}

bool lex_at_word(struct parser *p, const char *word)
{
	size_t n = ident_length(p);
	return n == strlen(word) && !memcmp(p->src->text + p->pos, word, n);
}

bool lex_accept_word(struct parser *p, const char *word)
{
	if (!lex_at_word(p, word))
		return false;
	p->pos += strlen(word);
	p->last_end = p->pos;
	return true;
}

const char *lex_peek_ident(struct parser *p)
{
	size_t n = ident_length(p);
	return n ? arena_strndup(p->env->arena, p->src->text + p->pos, n) : NULL;
}

const char *lex_accept_ident(struct parser *p)
{
	const char *name = lex_peek_ident(p);
	if (name) {
		p->pos += strlen(name);
		p->last_end = p->pos;
	}
	return name;
}

struct span lex_span(const struct parser *p, size_t begin)
{
	return (struct span){ .source = p->src, .begin = (uint32_t)begin, .end = (uint32_t)MAX(begin, p->last_end) };
}

/* The word, variable or map that comes next, else one character. */
struct span lex_here(struct parser *p)
{
	lex_skip_space(p);
	int c = lex_char_at(p, p->pos);
	size_t end = p->pos + 1;
	if (c == '$' || c == '@' || lex_is_ident_start(c))
		while (lex_is_ident_char(lex_char_at(p, end)))
			end++;
	return (struct span){ .source = p->src, .begin = (uint32_t)p->pos, .end = (uint32_t)end };
}

static size_t string_end(const struct parser *p, size_t pos)
{
	for (pos++; pos < p->src->len && p->src->text[pos] != '\n'; pos++) {
		if (p->src->text[pos] == '"')
			return pos + 1;
		if (p->src->text[pos] == '\\')
			pos++;
	}
	return MIN(pos, p->src->len);
}

size_t lex_skip_element(const struct parser *p, size_t pos)
{
	if (lex_char_at(p, pos) == '"')
		return string_end(p, pos);
	size_t end = comment_end(p, pos);
	return end > pos ? end : pos + 1;
}

/* ---- words with a meaning ---- */

static bool word_in(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i], word))
			return true;
	return false;
}

bool lex_is_keyword(const char *name)
{
	static const char *const words[] = {
		"break", "config", "continue", "else", "for",	   "if",     "import",	 "let",	 "macro", "offsetof",
		"return", "sizeof", "unroll", "while", "fn", "comptime", "typeof", "typeinfo", "true", "false",
		"struct", "union",  "enum",
	};
	return word_in(words, ARRAY_LEN(words), name);
}

/* PREFIX followed by digits only, at least one. */
static bool is_numbered(const char *name, const char *prefix)
{
	if (!str_starts(name, prefix))
		return false;
	const char *digits = name + strlen(prefix);
	return *digits && strspn(digits, "0123456789") == strlen(digits);
}

bool lex_is_builtin_name(const char *name)
{
	static const char *const words[] = { "args", "ctx", "kstack", "nsecs", "pid", "tid", "ustack" };
	return word_in(words, ARRAY_LEN(words), name) || is_numbered(name, "arg") || is_numbered(name, "sarg") ||
	       str_starts(name, "__builtin_");
}

bool lex_is_type_name(const char *name)
{
	static const char *const words[] = {
		"bool",	   "int8",   "int16",	"int32",      "int64",	   "uint8",	 "uint16",	  "uint32",
		"uint64",  "string", "buffer",	"inet",	      "void",	   "username_t", "timestamp",	  "macaddr_t",
		"count_t", "sum_t",  "min_t",	"max_t",      "avg_t",	   "stats_t",	 "cgroup_path_t", "usum_t",
		"umin_t",  "umax_t", "uavg_t",	"ustats_t",
	};
	return word_in(words, ARRAY_LEN(words), name);
}

/* ---- errors ---- */

void parse_error_at(struct parser *p, enum diag_id id, struct span span, const char *fmt, ...)
{
	/* One place, one error: a rule that fails where another one just did has nothing to add. */
	if (p->error_pos == span.begin)
		return;
	p->error_pos = span.begin;
	va_list ap;
	va_start(ap, fmt);
	diag_add(p->env->diags, id, span, "syntax: %s", arena_vsprintf(p->env->arena, fmt, ap));
	va_end(ap);
}

void *parse_fail(struct parser *p, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	parse_error_at(p, D_SYNTAX, lex_here(p), "%s", arena_vsprintf(p->env->arena, fmt, ap));
	va_end(ap);
	return NULL;
}

bool parse_enter(struct parser *p)
{
	if (p->depth >= PARSE_MAX_DEPTH) {
		parse_fail(p, "nested too deeply (more than %d levels)", PARSE_MAX_DEPTH);
		return false;
	}
	p->depth++;
	return true;
}

void parse_leave(struct parser *p)
{
	p->depth--;
}
