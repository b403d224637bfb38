/*
 * Reads a file of run cases. A directive stands at the start of a line, its value behind it; lines that are indented by
 * a tab or four spaces go on with the value. NAME begins a case; what stands before the first NAME holds for all cases
 * of the file. Lines that start with # are comments.
 */
#include "runcases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A directive as it stands in the file: the value's lines without their indentation. */
struct entry {
	char *word;
	struct lines value;
	int line;
};

struct reader {
	const char *path;
	struct lines lines;
	size_t at;
	bool ok;
};

struct directive {
	const char *word;
	void (*set)(struct run_case *c, const struct entry *e, const struct directive *d);
	enum expect_kind kind;
};

/* --- values --- */

static char *joined(const struct entry *e, size_t from)
{
	struct text t = { 0 };

	text_add(&t, "", 0);
	for (size_t i = from; i < e->value.n; i++)
		text_addf(&t, "%s%s", i > from ? "\n" : "", e->value.line[i]);
	return t.s;
}

static void add_words(struct lines *l, const struct entry *e)
{
	struct lines words = split_words(joined(e, 0));

	for (size_t i = 0; i < words.n; i++)
		lines_add(l, words.line[i]);
}

static void add_expect(struct run_case *c, enum expect_kind kind, const char *text, int line)
{
	struct expects *x = &c->expects;

	x->e = realloc(x->e, (x->n + 1) * sizeof(*x->e));
	if (!x->e)
		abort();
	x->e[x->n++] = (struct expect){ kind, text, line };
}

/* --- one function a form of directive --- */

static void set_prog(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->prog = joined(e, 0);
}

static void set_script(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->script = joined(e, 0);
}

static void set_run(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->run = joined(e, 0);
}

static void set_args(struct run_case *c, const struct entry *e, const struct directive *d)
{
	add_words(&c->args, e);
}

static void set_env(struct run_case *c, const struct entry *e, const struct directive *d)
{
	add_words(&c->env, e);
}

static void set_requires(struct run_case *c, const struct entry *e, const struct directive *d)
{
	add_words(&c->requires, e);
}

static void set_file(struct run_case *c, const struct entry *e, const struct directive *d)
{
	lines_add(&c->files, format("%s\n%s\n", e->value.line[0], joined(e, 1)));
}

static void set_before(struct run_case *c, const struct entry *e, const struct directive *d)
{
	lines_add(&c->before, joined(e, 0));
}

static void set_workload(struct run_case *c, const struct entry *e, const struct directive *d)
{
	lines_add(&c->workload, joined(e, 0));
}

static void set_signal(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->signal = joined(e, 0);
}

static void set_exit(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->exit = atoi(joined(e, 0));
}

static void set_timeout(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->timeout = atoi(joined(e, 0));
}

static void set_order(struct run_case *c, const struct entry *e, const struct directive *d)
{
	c->any_order = !strcmp(joined(e, 0), "any");
}

static void set_expect_lines(struct run_case *c, const struct entry *e, const struct directive *d)
{
	for (size_t i = 0; i < e->value.n; i++)
		add_expect(c, d->kind, e->value.line[i], e->line + (int)i);
}

/* A line with nothing but "." stands for an empty one. */
static void set_expect_block(struct run_case *c, const struct entry *e, const struct directive *d)
{
	struct text t = { 0 };

	text_add(&t, "", 0);
	for (size_t i = 0; i < e->value.n; i++)
		text_addf(&t, "%s\n", strcmp(e->value.line[i], ".") ? e->value.line[i] : "");
	add_expect(c, d->kind, t.s, e->line);
}

static void set_check(struct run_case *c, const struct entry *e, const struct directive *d)
{
	add_expect(c, d->kind, joined(e, 0), e->line);
}

static const struct directive directives[] = {
	{ "PROG", set_prog, 0 },
	{ "SCRIPT", set_script, 0 },
	{ "RUN", set_run, 0 },
	{ "ARGS", set_args, 0 },
	{ "ENV", set_env, 0 },
	{ "REQUIRES", set_requires, 0 },
	{ "FILE", set_file, 0 },
	{ "BEFORE", set_before, 0 },
	{ "WORKLOAD", set_workload, 0 },
	{ "SIGNAL", set_signal, 0 },
	{ "EXIT", set_exit, 0 },
	{ "TIMEOUT", set_timeout, 0 },
	{ "ORDER", set_order, 0 },
	{ "EXPECT", set_expect_lines, EXPECT_LINE },
	{ "EXPECT_REGEX", set_expect_lines, EXPECT_MATCH },
	{ "EXPECT_NONE", set_expect_lines, EXPECT_NO_TEXT },
	{ "EXPECT_NONE_REGEX", set_expect_lines, EXPECT_NO_MATCH },
	{ "STDOUT", set_expect_block, EXPECT_ALL },
	{ "STDERR", set_expect_block, EXPECT_ERR_ALL },
	{ "STDERR_LINE", set_expect_lines, EXPECT_ERR_LINE },
	{ "STDERR_REGEX", set_expect_lines, EXPECT_ERR_MATCH },
	{ "CHECK", set_check, EXPECT_CHECK },
};

/* --- the file --- */

static bool complain(struct reader *r, int line, const char *what, const char *which)
{
	fprintf(stderr, "%s:%d: %s%s\n", r->path, line, what, which);
	r->ok = false;
	return false;
}

/* The text of a line that continues a value, or NULL. */
static const char *continuation(const char *line)
{
	if (line[0] == '\t')
		return line + 1;
	return starts_with(line, "    ") ? line + 4 : NULL;
}

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

/* Blank lines belong to the value if it goes on after them. */
static bool value_goes_on(const struct reader *r)
{
	size_t i = r->at;

	while (i < r->lines.n && is_blank(r->lines.line[i]))
		i++;
	return i < r->lines.n && continuation(r->lines.line[i]) && !is_blank(r->lines.line[i]);
}

static struct entry read_entry(struct reader *r)
{
	const char *line = r->lines.line[r->at++];
	size_t len = strcspn(line, " \t");
	struct entry e = { .word = format("%.*s", (int)len, line), .line = (int)r->at };
	const char *value = line + len + strspn(line + len, " \t");

	if (*value)
		lines_add(&e.value, value);
	while (value_goes_on(r)) {
		const char *more = continuation(r->lines.line[r->at++]);

		lines_add(&e.value, more ? more : "");
	}
	return e;
}

static void apply(struct reader *r, struct run_case *c, const struct entry *e)
{
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		if (strcmp(directives[i].word, e->word))
			continue;
		if (!e->value.n)
			complain(r, e->line, "no value for ", e->word);
		else
			directives[i].set(c, e, &directives[i]);
		return;
	}
	complain(r, e->line, "unknown directive ", e->word);
}

/* A copy of the file's common part that can grow on its own. */
static struct lines copy_lines(const struct lines *l)
{
	struct lines copy = { 0 };

	for (size_t i = 0; i < l->n; i++)
		lines_add(&copy, l->line[i]);
	return copy;
}

static struct run_case new_case(const struct run_case *common, const struct entry *e)
{
	struct run_case c = *common;

	c.name = joined(e, 0);
	c.line = e->line;
	c.args = copy_lines(&common->args);
	c.env = copy_lines(&common->env);
	c.requires = copy_lines(&common->requires);
	c.files = copy_lines(&common->files);
	c.before = copy_lines(&common->before);
	c.workload = copy_lines(&common->workload);
	c.expects = (struct expects){ 0 };
	for (size_t i = 0; i < common->expects.n; i++)
		add_expect(&c, common->expects.e[i].kind, common->expects.e[i].text, common->expects.e[i].line);
	return c;
}

static struct run_case *add_case(struct run_cases *all, struct run_case c)
{
	all->c = realloc(all->c, (all->n + 1) * sizeof(*all->c));
	if (!all->c)
		abort();
	all->c[all->n] = c;
	return &all->c[all->n++];
}

static void check_cases(struct reader *r, const struct run_cases *all, size_t first)
{
	for (size_t i = first; i < all->n; i++) {
		const struct run_case *c = &all->c[i];

		if (!!c->prog + !!c->script + !!c->run != 1)
			complain(r, c->line, "needs one of PROG, SCRIPT and RUN: ", c->name);
		else if (!c->expects.n && !c->exit)
			complain(r, c->line, "expects nothing: ", c->name);
	}
}

bool casefile_read(const char *path, struct run_cases *into)
{
	struct reader r = { .path = path, .ok = true };
	struct run_case common = { .file = path, .timeout = 10 }, *c = &common;
	char *content = read_file(path);
	size_t first = into->n;

	if (!content)
		return complain(&r, 0, "cannot be read", "");
	r.lines = split_lines(content);
	while (r.at < r.lines.n) {
		const char *line = r.lines.line[r.at];
		struct entry e;

		if (is_blank(line) || *line == '#') {
			r.at++;
			continue;
		}
		e = read_entry(&r);
		if (!strcmp(e.word, "NAME"))
			c = add_case(into, new_case(&common, &e));
		else
			apply(&r, c, &e);
	}
	check_cases(&r, into, first);
	return r.ok;
}
