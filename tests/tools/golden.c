/*
 * A golden case: a program and, in sections that start with "--- NAME", what sonde makes of it without running it.
 * Sections are input (args, env, exit), texts to compare in whole (errors, warnings, ids, any stage of -d), and
 * conditions on a stage (after, never, max). A file may hold many cases, each opened by a line "=== NAME"; the sections
 * args and env before the first hold for all of them. With --update the texts are written anew from what sonde says.
 */
#include "runcases.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct section {
	char *head; /* what stands behind "--- " */
	struct text body;
};

struct golden {
	const char *name; /* NULL: what stands before the first case, or all of a file without "===" */
	struct text prog;
	struct section *s;
	size_t n;
	const struct golden *common; /* the sections for all cases of the file */
	const char *fixtures;	     /* where sonde runs */
	struct text *why;
};

struct golden_file {
	struct golden *g;
	size_t n;
};

/* --- the file --- */

static void *grow(void *array, size_t n, size_t size)
{
	array = realloc(array, (n + 1) * size);
	if (!array)
		abort();
	return array;
}

static struct golden *add_case(struct golden_file *f, const char *name)
{
	f->g = grow(f->g, f->n, sizeof(*f->g));
	f->g[f->n] = (struct golden){ .name = name };
	text_add(&f->g[f->n].prog, "", 0);
	return &f->g[f->n++];
}

static struct text *add_section(struct golden *g, char *head)
{
	g->s = grow(g->s, g->n, sizeof(*g->s));
	g->s[g->n] = (struct section){ .head = head };
	text_add(&g->s[g->n].body, "", 0);
	return &g->s[g->n++].body;
}

static struct golden_file parse(const char *content)
{
	struct golden_file f = { 0 };
	struct golden *g = add_case(&f, NULL);
	struct lines l = split_lines(content);
	struct text *into = &g->prog;

	for (size_t i = 0; i < l.n; i++) {
		if (starts_with(l.line[i], "=== ")) {
			g = add_case(&f, l.line[i] + 4);
			into = &g->prog;
		} else if (starts_with(l.line[i], "--- ")) {
			into = add_section(g, l.line[i] + 4);
		} else {
			text_addf(into, "%s\n", l.line[i]);
		}
	}
	return f;
}

static void write_back(const char *path, const struct golden_file *f)
{
	struct text t = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		const struct golden *g = &f->g[i];
		if (g->name)
			text_addf(&t, "=== %s\n", g->name);
		text_add(&t, g->prog.s, g->prog.len);
		for (size_t k = 0; k < g->n; k++)
			text_addf(&t, "--- %s\n%s", g->s[k].head, g->s[k].body.s);
	}
	write_file(path, t.s);
}

static const char *section_body(const struct golden *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strcmp(g->s[i].head, name))
			return g->s[i].body.s;
	return NULL;
}

/* --- running sonde --- */

static void add_all(struct lines *to, const char *words)
{
	struct lines l = split_words(words ? words : "");

	for (size_t i = 0; i < l.n; i++)
		lines_add(to, l.line[i]);
}

static void add_lines(struct lines *to, const char *text)
{
	struct lines l = split_lines(text ? text : "");

	for (size_t i = 0; i < l.n; i++)
		lines_add(to, l.line[i]);
}

static void end_list(struct lines *l)
{
	lines_add(l, "");
	l->line[l->n - 1] = NULL;
}

/* A kernel, its types and its headers that are the same everywhere; a case's own env comes later and wins. */
static const char *const environment = "SONDE_FEATURES=6.12\n"
				       "BPFTRACE_BTF=kernel.btf\n"
				       "BPFTRACE_KERNEL_SOURCE=.\n";

/* The program's last newline belongs to the file, not to the program. */
static void compile(const struct golden *g, const char *stage, struct process *p)
{
	struct lines argv = { 0 }, env = { 0 };
	struct spawn how = { .one_stream = false, .directory = g->fixtures };

	lines_add(&argv, options.sonde);
	add_all(&argv, "--mode codegen");
	add_all(&argv, stage ? format("-d %s", stage) : NULL);
	lines_add(&argv, "-e");
	lines_add(&argv, format("%.*s", g->prog.len ? (int)g->prog.len - 1 : 0, g->prog.s));
	add_all(&argv, section_body(g->common, "args"));
	add_all(&argv, section_body(g, "args"));
	end_list(&argv);
	add_lines(&env, environment);
	add_lines(&env, section_body(g->common, "env"));
	add_lines(&env, section_body(g, "env"));
	end_list(&env);
	how.argv = (const char *const *)argv.line;
	how.env = (const char *const *)env.line;
	process_run(p, &how, 10 * options.slow);
}

static int expected_status(const struct golden *g)
{
	const char *given = section_body(g, "exit");

	return given ? atoi(given) : section_body(g, "errors") ? 1 : 0;
}

static bool check_status(const struct golden *g, const struct process *p, const char *what)
{
	if (p->status == expected_status(g))
		return true;
	text_addf(g->why, "    %s: exit status %d, expected %d\n", what, p->status, expected_status(g));
	if (p->stderr_text.len)
		diff(g->why, "", p->stderr_text.s);
	return false;
}

/* --- one function a kind of section --- */

static bool compare(struct golden *g, struct section *s, const char *got)
{
	struct text fresh = { 0 };

	text_add(&fresh, got, strlen(got));
	if (fresh.len && fresh.s[fresh.len - 1] != '\n')
		text_add(&fresh, "\n", 1);
	if (!strcmp(s->body.s, fresh.s))
		return true;
	if (options.update) {
		s->body = fresh;
		return true;
	}
	text_addf(g->why, "    --- %s differs (- wanted, + got)\n", s->head);
	diff(g->why, s->body.s, fresh.s);
	return false;
}

static bool run_input(struct golden *g, struct section *s, const char *rest)
{
	(void)g, (void)s, (void)rest;
	return true;
}

static bool run_messages(struct golden *g, struct section *s, const char *rest)
{
	struct process p;

	(void)rest;
	compile(g, NULL, &p);
	return compare(g, s, text_str(&p.stderr_text)) && check_status(g, &p, s->head);
}

static bool run_stage(struct golden *g, struct section *s, const char *stage)
{
	struct process p;

	compile(g, stage, &p);
	return compare(g, s, text_str(&p.stdout_text)) && check_status(g, &p, s->head);
}

/* Each line of the section, a regular expression, fits a line of the stage's text, in this order. */
static bool run_after(struct golden *g, struct section *s, const char *stage)
{
	struct lines wanted = split_lines(s->body.s), got;
	struct process p;
	size_t at = 0;

	compile(g, stage, &p);
	got = split_lines(text_str(&p.stdout_text));
	for (size_t i = 0; i < wanted.n; i++) {
		while (at < got.n && !matches(wanted.line[i], got.line[at], g->why))
			at++;
		if (at++ < got.n)
			continue;
		text_addf(g->why, "    --- %s: nothing fits %s\n", s->head, wanted.line[i]);
		diff(g->why, "", text_str(&p.stdout_text));
		return false;
	}
	return check_status(g, &p, s->head);
}

static bool run_never(struct golden *g, struct section *s, const char *stage)
{
	struct lines unwanted = split_lines(s->body.s), got;
	struct process p;

	compile(g, stage, &p);
	got = split_lines(text_str(&p.stdout_text));
	for (size_t i = 0; i < unwanted.n; i++)
		for (size_t k = 0; k < got.n; k++)
			if (matches(unwanted.line[i], got.line[k], g->why)) {
				text_addf(g->why, "    --- %s: %s\n", s->head, got.line[k]);
				return false;
			}
	return check_status(g, &p, s->head);
}

/* "max N STAGE": no more than N lines that start with a number and a colon, as a disassembler's do. */
static bool run_max(struct golden *g, struct section *s, const char *rest)
{
	struct process p;
	struct lines got;
	char *stage;
	long most = strtol(rest, &stage, 10), n = 0;

	compile(g, stage + strspn(stage, " "), &p);
	got = split_lines(text_str(&p.stdout_text));
	for (size_t k = 0; k < got.n; k++)
		n += matches("^ *[0-9]+:", got.line[k], g->why);
	if (n > 0 && n <= most)
		return check_status(g, &p, s->head);
	text_addf(g->why, "    --- %s: there are %ld\n", s->head, n);
	return false;
}

static const struct {
	const char *word;
	bool (*run)(struct golden *g, struct section *s, const char *rest);
} kinds[] = {
	{ "args", run_input },	      { "env", run_input },   { "exit", run_input },   { "errors", run_messages },
	{ "warnings", run_messages }, { "after", run_after }, { "never", run_never }, { "max", run_max },
};

static bool is_input(const struct section *s)
{
	size_t len = strcspn(s->head, " ");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].run == run_input && strlen(kinds[i].word) == len && !strncmp(kinds[i].word, s->head, len))
			return true;
	return false;
}

static bool compares_something(const struct golden *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (!is_input(&g->s[i]))
			return true;
	return false;
}

static bool run_section(struct golden *g, struct section *s)
{
	size_t len = strcspn(s->head, " ");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].word) == len && !strncmp(kinds[i].word, s->head, len))
			return kinds[i].run(g, s, s->head + len + strspn(s->head + len, " "));
	return run_stage(g, s, s->head);
}

static enum outcome run_one(struct golden *g)
{
	bool ok = compares_something(g);

	if (!ok)
		text_addf(g->why, "    no section that would compare anything\n");
	for (size_t i = 0; i < g->n; i++)
		ok = run_section(g, &g->s[i]) && ok;
	return ok ? PASSED : FAILED;
}

static const char *fixtures_of(const char *path)
{
	for (char *dir = dirname(strdup(path)); strcmp(dir, "/") && strcmp(dir, "."); dir = dirname(strdup(dir))) {
		const char *there = realpath(format("%s/fixtures", dir), NULL);
		if (there)
			return there;
	}
	return NULL;
}

bool golden_run(const char *path, golden_report *report, void *ctx)
{
	const char *content = read_file(path), *fixtures = fixtures_of(path);
	static const struct golden none;
	struct golden_file f;

	if (!content)
		return false;
	f = parse(content);
	for (size_t i = f.n > 1; i < f.n; i++) {
		struct golden *g = &f.g[i];
		const char *title = g->name ? format("%s: %s", path, g->name) : path;
		struct text why = { 0 };

		g->common = i ? f.g : &none;
		g->fixtures = fixtures;
		g->why = &why;
		if (selected(path, g->name ? g->name : ""))
			report(ctx, run_one(g), title, &why);
	}
	if (options.update)
		write_back(path, &f);
	return true;
}
