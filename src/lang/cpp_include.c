/*
 * #include: where files are looked for, and reading them.
 *
 * "name" is looked for beside the including file first; both forms in -I, CPATH and C_INCLUDE_PATH, and in the kernel's
 * headers only if there is no BTF to take the types from. With BTF a <name> that is not found is passed over: what it
 * declares is known already, and program->skipped_includes tells later stages what to hint at.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "lang/cpp.h"

/* ---- directories ---- */

static void add_dir(struct cpp *c, const char *dir)
{
	if (*dir)
		vec_push(c->env->arena, &c->dirs, dir);
}

static void add_path_list(struct cpp *c, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ":");
		add_dir(c, arena_strndup(c->env->arena, list, n));
		list += n + (list[n] == ':');
	}
}

static const char *arch_dir(void)
{
	struct utsname u;
	if (uname(&u))
		return "x86";
	return !strcmp(u.machine, "x86_64") ? "x86" : !strcmp(u.machine, "aarch64") ? "arm64" : "x86";
}

static void add_kernel_dirs(struct cpp *c)
{
	static const struct {
		bool generated; /* in the build directory */
		const char *format;
	} dirs[] = {
		{ false, "%s/arch/%s/include" },      { true, "%s/arch/%s/include/generated" },
		{ false, "%s/include" },	      { true, "%s/include" },
		{ false, "%s/arch/%s/include/uapi" }, { true, "%s/arch/%s/include/generated/uapi" },
		{ false, "%s/include/uapi" },	      { true, "%s/include/generated/uapi" },
	};
	const char *source = c->env->kernel_headers;
	const char *build = c->env->kernel_build ? c->env->kernel_build : source;
	for (size_t i = 0; i < ARRAY_LEN(dirs); i++) {
		struct strbuf path = { 0 };
		const char *arch = strstr(dirs[i].format, "arch");
		strbuf_puts(&path, dirs[i].generated ? build : source);
		if (arch)
			strbuf_printf(&path, "/arch/%s%s", arch_dir(), arch + strlen("arch/%s"));
		else
			strbuf_puts(&path, dirs[i].format + 2);
		add_dir(c, arena_strdup(c->env->arena, strbuf_str(&path)));
		strbuf_done(&path);
	}
}

void cpp_add_dirs(struct cpp *c)
{
	for (size_t i = 0; i < c->env->include_dir_count; i++)
		add_dir(c, c->env->include_dirs[i]);
	add_path_list(c, getenv("CPATH"));
	add_path_list(c, getenv("C_INCLUDE_PATH"));
	if (c->env->kernel_headers && !c->env->has_btf)
		add_kernel_dirs(c);
}

/* ---- files ---- */

static bool is_file(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode);
}

static const struct source *read_source(struct cpp *c, const char *path)
{
	struct source *src = strmap_get(&c->files, path);
	char *text;
	if (src)
		return src;
	src = ARENA_NEW(c->env->arena, struct source);
	if (file_read_all(path, &text, &src->len))
		return NULL;
	char *copy = arena_alloc(c->env->arena, src->len + 1);
	memcpy(copy, text, src->len);
	free(text);
	src->text = copy;
	src->name = arena_strdup(c->env->arena, path);
	strmap_put(&c->files, src->name, src);
	return src;
}

bool cpp_open_file(struct cpp *c, const char *path, size_t dir, struct span span)
{
	const struct source *src = read_source(c, path);
	if (!src)
		return false;
	if (strmap_get(&c->once, path))
		return true;
	if (c->inputs.len >= CPP_MAX_INCLUDES) {
		cpp_error(c, D_C_INCLUDE, span, "#include nested too deeply");
		c->is_fatal = true;
		return true;
	}
	struct cpp_input in = { .include_dir = dir, .is_header = true, .conditions = c->conditions.len };
	in.lexer = (struct c_lexer){ .source = src, .end = (uint32_t)src->len, .at_line_start = true };
	const char *slash = strrchr(path, '/');
	in.dir = slash ? arena_strndup(c->env->arena, path, (size_t)(slash - path)) : ".";
	vec_push(c->env->arena, &c->inputs, in);
	return true;
}

/* The file's path, and in *ret_dir from where on #include_next goes on; NULL: not found. */
static const char *find_file(struct cpp *c, const char *name, const char *beside, size_t first_dir, size_t *ret_dir)
{
	struct arena *a = c->env->arena;
	*ret_dir = 0;
	if (*name == '/')
		return is_file(name) ? arena_strdup(a, name) : NULL;
	if (beside) {
		const char *path = strcmp(beside, ".") ? arena_sprintf(a, "%s/%s", beside, name) : arena_strdup(a, name);
		if (is_file(path))
			return path;
	}
	for (size_t i = first_dir; i < c->dirs.len; i++) {
		const char *path = arena_sprintf(a, "%s/%s", c->dirs.data[i], name);
		*ret_dir = i + 1;
		if (is_file(path))
			return path;
	}
	return NULL;
}

bool cpp_can_include(struct cpp *c, const char *name, bool quoted)
{
	size_t dir;
	const char *beside = quoted && c->inputs.len ? vec_last(&c->inputs).dir : NULL;
	return find_file(c, name, beside, 0, &dir);
}

/* ---- the directive ---- */

/* <name> as written, or the same spelled by tokens that a macro gave. */
static bool take_angle_name(struct cpp *c, struct c_lexer *l, const char **ret, struct span *ret_span)
{
	const char *text = l->source->text + l->pos;
	size_t rest = l->end - l->pos, n = 0;
	while (n < rest && (text[n] == ' ' || text[n] == '\t'))
		n++;
	if (n >= rest || text[n] != '<')
		return false;
	const char *end = memchr(text + n, '>', rest - n);
	if (!end)
		return false;
	*ret = arena_strndup(c->env->arena, text + n + 1, (size_t)(end - text) - n - 1);
	*ret_span = (struct span){ .source = l->source, .begin = l->pos + (uint32_t)n };
	ret_span->end = l->pos + (uint32_t)(end - text) + 1;
	return !strchr(*ret, '\n');
}

static bool tokens_name(struct cpp *c, const struct c_token_vec *t, const char **ret, bool *ret_quoted)
{
	if (!t->len)
		return false;
	*ret_quoted = t->data[0].kind == C_STRING && t->data[0].len >= 2;
	if (*ret_quoted) {
		*ret = arena_strndup(c->env->arena, t->data[0].text + 1, t->data[0].len - 2);
		return true;
	}
	struct strbuf name = { 0 };
	for (size_t i = 1; i < t->len && !c_token_is(&t->data[i], ">"); i++)
		strbuf_add(&name, t->data[i].text, t->data[i].len);
	*ret = arena_strdup(c->env->arena, strbuf_str(&name));
	strbuf_done(&name);
	return c_token_is(&t->data[0], "<");
}

static bool take_name(struct cpp *c, struct c_lexer *l, const char **ret, bool *ret_quoted, struct span *ret_span)
{
	*ret_quoted = false;
	if (take_angle_name(c, l, ret, ret_span))
		return true;
	struct c_token_vec line = { 0 };
	*ret_span = (struct span){ .source = l->source, .begin = l->pos, .end = l->pos + 1 };
	for (struct c_token t = c_lex(l); t.kind != C_EOF && !t.at_line_start; t = c_lex(l))
		vec_push(c->env->arena, &line, t);
	if (line.len)
		*ret_span = span_join(line.data[0].span, vec_last(&line).span);
	if (line.len && line.data[0].kind == C_IDENT)
		line = cpp_expand_list(c, line.data, line.len);
	return tokens_name(c, &line, ret, ret_quoted);
}

static void not_found(struct cpp *c, const char *name, bool quoted, struct span span)
{
	if (c->env->has_btf && (!quoted || vec_last(&c->inputs).is_header)) {
		vec_push(c->env->arena, &c->program->skipped_includes, name);
		return;
	}
	cpp_error(c, D_C_INCLUDE, span, "'%s' file not found", name);
	c->is_fatal = true;
}

void cpp_include(struct cpp *c, struct c_lexer *l, bool next)
{
	const char *name;
	bool quoted;
	struct span span;
	size_t dir;
	if (!take_name(c, l, &name, &quoted, &span)) {
		cpp_error(c, D_C_PARSE, span, "expected \"FILENAME\" or <FILENAME>");
		return;
	}
	const struct cpp_input *in = &vec_last(&c->inputs);
	const char *path = find_file(c, name, quoted && !next ? in->dir : NULL, next ? in->include_dir : 0, &dir);
	if (!path || !cpp_open_file(c, path, dir, span))
		not_found(c, name, quoted, span);
}

/* ---- before the script ---- */

bool cpp_open_forced(struct cpp *c)
{
	static const char *const kernel[] = { "linux/kconfig.h", "linux/compiler_types.h" };
	size_t dir;
	bool use_kernel = c->env->kernel_headers && !c->env->has_btf;
	while (use_kernel && c->own_headers < ARRAY_LEN(kernel)) {
		const char *path = find_file(c, kernel[c->own_headers++], NULL, 0, &dir);
		if (path && cpp_open_file(c, path, dir, span_none()))
			return true;
	}
	while (c->next_forced < c->env->include_file_count) {
		const char *name = c->env->include_files[c->next_forced++];
		const char *path = find_file(c, name, ".", 0, &dir);
		if (path && cpp_open_file(c, path, dir, span_none()))
			return true;
		cpp_error(c, D_C_INCLUDE, span_none(), "'%s' file not found", name);
		c->is_fatal = true;
		return false;
	}
	return false;
}
