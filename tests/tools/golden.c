/*
 * A golden case: a program and, in sections that start with "--- NAME", what sonde makes of it without running it.
 * Sections are input (args, env, exit), texts to compare in whole (errors, warnings, any stage of -d), and conditions
 * on a stage (after, never, max). With --update the texts are written anew from what sonde says.
 */
#include "runcases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct section {
	char *head; /* what stands behind "--- " */
	struct text body;
};

struct golden {
	const char *path;
	struct text prog;
	struct section *s;
	size_t n;
	bool changed; /* by --update */
	struct text *why;
};

/* --- the file --- */

static struct golden parse(const char *path, const char *content, struct text *why)
{
	struct golden g = { .path = path, .why = why };
	struct lines l = split_lines(content);
	struct text *into = &g.prog;

	text_add(into, "", 0);
	for (size_t i = 0; i < l.n; i++) {
		if (!starts_with(l.line[i], "--- ")) {
			text_addf(into, "%s\n", l.line[i]);
			continue;
		}
		g.s = realloc(g.s, (g.n + 1) * sizeof(*g.s));
		if (!g.s)
			abort();
		g.s[g.n] = (struct section){ .head = l.line[i] + 4 };
		into = &g.s[g.n++].body;
		text_add(into, "", 0);
	}
	return g;
}

static void write_back(const struct golden *g)
{
	struct text t = { 0 };

	text_add(&t, g->prog.s, g->prog.len);
	for (size_t i = 0; i < g->n; i++)
		text_addf(&t, "--- %s\n%s", g->s[i].head, g->s[i].body.s);
	write_file(g->path, t.s);
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

static void end_list(struct lines *l)
{
	lines_add(l, "");
	l->line[l->n - 1] = NULL;
}

/* The program's last newline belongs to the file, not to the program. */
static void compile(const struct golden *g, const char *stage, struct process *p)
{
	struct lines argv = { 0 }, env = { 0 };
	struct spawn how = { .one_stream = stage != NULL };

	lines_add(&argv, options.sonde);
	add_all(&argv, "--mode codegen");
	add_all(&argv, stage ? format("-d %s", stage) : NULL);
	lines_add(&argv, "-e");
	lines_add(&argv, format("%.*s", g->prog.len ? (int)g->prog.len - 1 : 0, g->prog.s));
	add_all(&argv, section_body(g, "args"));
	end_list(&argv);
	add_all(&env, section_body(g, "env"));
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
		g->changed = true;
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

static bool run_section(struct golden *g, struct section *s)
{
	size_t len = strcspn(s->head, " ");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].word) == len && !strncmp(kinds[i].word, s->head, len))
			return kinds[i].run(g, s, s->head + len + strspn(s->head + len, " "));
	return run_stage(g, s, s->head);
}

enum outcome golden_run(const char *path, struct text *why)
{
	char *content = read_file(path);
	struct golden g;
	bool ok = true;

	if (!content) {
		text_addf(why, "    cannot be read\n");
		return FAILED;
	}
	g = parse(path, content, why);
	for (size_t i = 0; i < g.n; i++)
		ok = run_section(&g, &g.s[i]) && ok;
	if (!g.n)
		text_addf(why, "    no section, so nothing to compare\n");
	if (g.changed)
		write_back(&g);
	return ok && g.n ? PASSED : FAILED;
}
