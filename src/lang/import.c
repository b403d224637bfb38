/*
 * import "PATH": scripts join the program, their items before the importer's; C headers become an #include; the
 * functions of BPF object files become functions of the script; of a directory, all such files in the order of their names. Paths are relative to the importing script.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lang/ast.h"

struct importer {
	struct lang_env *env;
	struct program *into;  /* what is collected, in order */
	struct strmap seen;    /* real paths of files taken */
	unsigned depth;
};

static void import_program(struct importer *im, struct program *p);

/* ---- paths ---- */

static const char *resolve_path(struct importer *im, const struct import_decl *d)
{
	const char *base = d->span.source->name, *slash = strrchr(base, '/');
	if (*d->path == '/' || !slash)
		return d->path;
	return arena_sprintf(im->env->arena, "%.*s/%s", (int)(slash - base), base, d->path);
}

static const char *const known_endings[] = { ".bt", ".h", ".bpf.o" };

static bool is_known(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(known_endings); i++)
		if (str_ends(path, known_endings[i]))
			return true;
	return false;
}

/* What everybody may write could be anybody's code. */
static bool is_safe(struct importer *im, const struct import_decl *d, const char *path, const struct stat *st)
{
	if (!(st->st_mode & S_IWOTH))
		return true;
	diag_add(im->env->diags, D_IMPORT_SKIPPED, d->span, "skipping due to global write permissions: %s", path);
	return false;
}

static bool seen_before(struct importer *im, const char *path)
{
	char real[PATH_MAX];
	const char *key = arena_strdup(im->env->arena, realpath(path, real) ? real : path);
	return strmap_put(&im->seen, key, im);
}

/* ---- one file ---- */

static void import_script(struct importer *im, const struct import_decl *d, const char *path)
{
	struct source *src = ARENA_NEW(im->env->arena, struct source);
	char *text;
	if (im->depth > 100) {
		diag_add(im->env->diags, D_IMPORT, d->span, "imports are nested too deeply");
		return;
	}
	int err = file_read_all(path, &text, &src->len);
	if (err) {
		diag_add(im->env->diags, D_IMPORT, d->span, "failed to open file '%s': %s", path, strerror(-err));
		return;
	}
	char *copy = arena_alloc(im->env->arena, src->len + 1);
	memcpy(copy, text, src->len);
	free(text);
	src->text = copy;
	src->name = path;
	struct program *p = parse_program(im->env, src);
	if (p->has_config)
		diag_add(im->env->diags, D_IMPORT, p->config_span, "invalid `config` within import");
	import_program(im, p);
}

/* As if the script had included it. */
static void import_header(struct importer *im, const char *path)
{
	struct arena *a = im->env->arena;
	struct source *src = ARENA_NEW(a, struct source);
	char real[PATH_MAX];
	src->name = path;
	src->text = arena_sprintf(a, "#include \"%s\"", realpath(path, real) ? real : path);
	src->len = strlen(src->text);
	struct c_item item = { .text = src->text };
	item.span = (struct span){ .source = src, .end = (uint32_t)src->len };
	vec_push(a, &im->into->c_items, item);
}

static void import_object(struct importer *im, const struct import_decl *d, const char *path)
{
	const char *problem = object_import(im->env, im->into, path, d->span);
	if (problem)
		diag_add(im->env->diags, D_IMPORT, d->span, "cannot import '%s': %s", path, problem);
}

static void import_file(struct importer *im, const struct import_decl *d, const char *path)
{
	if (seen_before(im, path))
		return;
	if (str_ends(path, ".h"))
		import_header(im, path);
	else if (str_ends(path, ".bpf.o"))
		import_object(im, d, path);
	else
		import_script(im, d, path);
}

/* ---- directories ---- */

static int choose_known(const struct dirent *e)
{
	return is_known(e->d_name);
}

static void import_directory(struct importer *im, const struct import_decl *d, const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, choose_known, alphasort);
	for (int i = 0; i < n; i++) {
		const char *file = arena_sprintf(im->env->arena, "%s/%s", path, names[i]->d_name);
		struct stat st;
		if (!stat(file, &st) && S_ISREG(st.st_mode) && is_safe(im, d, file, &st))
			import_file(im, d, file);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* ---- the statement ---- */

/* There is no C compiler in sonde. */
static void refuse_source(struct importer *im, const struct import_decl *d)
{
	size_t stem = strlen(d->path) - strlen(".c");
	struct diag *g = diag_add(im->env->diags, D_UNSUPPORTED, d->span, "C source cannot be imported, only what it compiles to: \"%s\"",
				  d->path);
	diag_hint(im->env->diags, g, "Run `clang -O2 -g -target bpf -c %s -o %.*s.o` and import \"%.*s.o\".", d->path, (int)stem,
		  d->path, (int)stem, d->path);
}

static void import_path(struct importer *im, const struct import_decl *d, const char *path, const struct stat *st)
{
	if (S_ISDIR(st->st_mode)) {
		import_directory(im, d, path);
	} else if (str_ends(path, ".bpf.c")) {
		refuse_source(im, d);
	} else if (is_known(path)) {
		import_file(im, d, path);
	} else {
		diag_add(im->env->diags, D_IMPORT, d->span, "unknown import type: \"%s\"", d->path);
	}
}

static void import_one(struct importer *im, const struct import_decl *d)
{
	const char *path = resolve_path(im, d);
	struct stat st;
	if (!strcmp(d->path, "stdlib") || str_starts(d->path, "stdlib/"))
		return; /* always present */
	if (!stat(path, &st) && is_safe(im, d, path, &st)) {
		import_path(im, d, path, &st);
		return;
	}
	struct diag *g = diag_add(im->env->diags, D_IMPORT, d->span, "Unable to find suitable path for import");
	diag_hint(im->env->diags, g, "checked: %s", path);
}

/* ---- imports inside of blocks ---- */

struct block_imports {
	struct importer *im;
	bool allowed;
};

static void visit_stmt(void *ctx, struct stmt *s)
{
	const struct block_imports *b = ctx;
	if (s->kind != STMT_IMPORT)
		return;
	struct import_decl d = { .span = s->span, .path = s->text };
	if (b->allowed)
		import_one(b->im, &d);
	else
		diag_add(b->im->env->diags, D_IMPORT, s->span,
			 "Import statements that are not at the top level are primarily for the standard library. If this is "
			 "functionality you need, please file an issue to explain why.");
}

static bool statements_allowed(const struct program *p)
{
	for (size_t i = 0; i < p->config.len; i++) {
		const struct config_assign *a = &p->config.data[i];
		const char *key = a->key;
		if (!strncasecmp(key, "bpftrace_", 9))
			key += 9;
		if (strcasecmp(key, "unstable_import_statement"))
			continue;
		bool text = a->kind == CONFIG_STRING || a->kind == CONFIG_IDENT;
		return text ? !strcmp(a->text, "enable") || !strcmp(a->text, "warn") : a->number != 0;
	}
	return false;
}

static struct block *item_block(const struct item *item)
{
	switch (item->kind) {
	case ITEM_PROBE:
		return item->probe->body;
	case ITEM_MACRO:
		return item->macro->body;
	case ITEM_FN:
		return item->fn->body;
	case ITEM_MAP:
		break;
	}
	return NULL;
}

static void import_from_blocks(struct importer *im, const struct program *p)
{
	struct block_imports b = { im, statements_allowed(p) };
	for (size_t i = 0; i < p->items.len; i++) {
		struct block *body = item_block(&p->items.data[i]);
		if (body)
			ast_walk_all(body, NULL, visit_stmt, &b);
	}
}

/* ---- merging ---- */

/* Imports of the program, then the program's own parts. */
static void import_program(struct importer *im, struct program *p)
{
	struct arena *a = im->env->arena;
	im->depth++;
	for (size_t i = 0; i < p->imports.len; i++)
		import_one(im, &p->imports.data[i]);
	import_from_blocks(im, p);
	for (size_t i = 0; i < p->c_items.len; i++)
		vec_push(a, &im->into->c_items, p->c_items.data[i]);
	for (size_t i = 0; i < p->items.len; i++)
		vec_push(a, &im->into->items, p->items.data[i]);
	im->depth--;
}

int import_resolve(struct lang_env *env, struct program *p)
{
	size_t errors = env->diags->errors;
	struct program merged = { 0 };
	struct importer im = { .env = env, .into = &merged };
	strmap_init(&im.seen, env->arena);
	seen_before(&im, p->source->name);
	import_program(&im, p);
	memcpy(&p->c_items, &merged.c_items, sizeof(p->c_items));
	memcpy(&p->items, &merged.items, sizeof(p->items));
	return env->diags->errors > errors ? -1 : 0;
}
