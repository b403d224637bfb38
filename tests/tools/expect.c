/*
 * Compares the output of a run case with what is expected of it. A workload knows what it did and says so in lines
 * "topic: text"; {{topic}} in an expectation stands for the text, and an expected line is wanted once for each line
 * of the topic.
 */
#include "runcases.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- facts --- */

void facts_add(struct facts *f, const char *topic, const char *value)
{
	lines_add(&f->lines, format("%s: %s", topic, value));
}

/* The text of the fact at index i if it has this topic. */
static const char *fact_text(const struct facts *f, size_t i, const char *topic, size_t len)
{
	const char *line = f->lines.line[i];

	return strlen(line) > len + 1 && !strncmp(line, topic, len) && starts_with(line + len, ": ") ? line + len + 2 :
													 NULL;
}

/* The first {{topic}} in a line: where it starts, where what follows it starts, its name. */
static const char *find_topic(const char *line, const char **name, const char **after)
{
	const char *start = strstr(line, "{{"), *end = start ? strstr(start, "}}") : NULL;

	if (!end)
		return NULL;
	*name = start + 2;
	*after = end + 2;
	return start;
}

struct lines facts_expand(const struct facts *f, const char *line)
{
	const char *name, *after, *start = find_topic(line, &name, &after);
	struct lines out = { 0 };

	if (start) {
		struct lines rest = facts_expand(f, after);

		for (size_t i = 0; i < f->lines.n; i++) {
			const char *text = fact_text(f, i, name, (size_t)(after - 2 - name));

			for (size_t k = 0; text && k < (rest.n ? rest.n : 1); k++)
				lines_add(&out, format("%.*s%s%s", (int)(start - line), line, text,
						       rest.n ? rest.line[k] : ""));
		}
	}
	if (!out.n)
		lines_add(&out, line);
	return out;
}

char *facts_expand_all(const struct facts *f, const char *text)
{
	struct lines in = split_lines(text);
	struct text out = { 0 };
	size_t len = strlen(text);

	text_add(&out, "", 0);
	for (size_t i = 0; i < in.n; i++) {
		struct lines l = facts_expand(f, in.line[i]);

		for (size_t k = 0; k < l.n; k++)
			text_addf(&out, "%s\n", l.line[k]);
	}
	if (out.len && len && text[len - 1] != '\n')
		out.s[--out.len] = 0;
	return out.s;
}

/* --- comparing --- */

struct comparing {
	const struct run_case *c;
	const struct facts *facts;
	const char *out, *err;
	struct lines out_lines, err_lines;
	size_t out_at, err_at; /* lines before these are used up */
	struct text *why;
};

bool matches(const char *regex, const char *line, struct text *why)
{
	regex_t r;
	bool yes;

	if (regcomp(&r, regex, REG_EXTENDED | REG_NOSUB)) {
		text_addf(why, "    not a regular expression: %s\n", regex);
		return false;
	}
	yes = !regexec(&r, line, 0, NULL, 0);
	regfree(&r);
	return yes;
}

static void add_output(struct text *why, const char *title, const struct lines *l)
{
	enum { MOST = 100 };

	text_addf(why, "    %s:%s\n", title, l->n ? "" : " nothing");
	for (size_t i = 0; i < l->n && i < MOST; i++)
		text_addf(why, "    | %s\n", l->line[i]);
	if (l->n > MOST)
		text_addf(why, "    (and %zu more lines)\n", l->n - MOST);
}

static bool line_fits(const char *wanted, const char *line, bool regex, struct text *why)
{
	return regex ? matches(wanted, line, why) : !strcmp(wanted, line);
}

/* Finds the line behind those found before, or anywhere if the order does not matter. */
static bool has_line(struct comparing *x, const struct lines *l, size_t *at, const char *wanted, bool regex)
{
	for (size_t i = x->c->any_order ? 0 : *at; i < l->n; i++)
		if (line_fits(wanted, l->line[i], regex, x->why)) {
			*at = i + 1;
			return true;
		}
	return false;
}

static bool want_line(struct comparing *x, const struct expect *e, bool err, bool regex)
{
	const struct lines *l = err ? &x->err_lines : &x->out_lines;
	struct lines wanted = facts_expand(x->facts, e->text);
	size_t *at = err ? &x->err_at : &x->out_at;

	for (size_t i = 0; i < wanted.n; i++) {
		if (has_line(x, l, at, wanted.line[i], regex))
			continue;
		text_addf(x->why, "    line %d: not in %s%s: %s\n", e->line, err ? "stderr" : "stdout",
			  *at && !x->c->any_order ? format(" after its line %zu", *at) : "", wanted.line[i]);
		return false;
	}
	return true;
}

static bool want_none(struct comparing *x, const struct expect *e, bool regex)
{
	struct lines unwanted = facts_expand(x->facts, e->text);
	const char *text = unwanted.line[0];

	for (size_t i = 0; i < x->out_lines.n; i++) {
		const char *line = x->out_lines.line[i];

		if (regex ? !matches(text, line, x->why) : !strstr(line, text))
			continue;
		text_addf(x->why, "    line %d: must not be there: %s\n", e->line, line);
		return false;
	}
	return true;
}

static bool want_all(struct comparing *x, const struct expect *e, const char *got, const char *stream)
{
	const char *wanted = facts_expand_all(x->facts, e->text);

	if (!strcmp(wanted, got))
		return true;
	text_addf(x->why, "    line %d: %s differs (- wanted, + got)\n", e->line, stream);
	diff(x->why, wanted, got);
	if (*got && !ends_with(got, "\n"))
		text_addf(x->why, "    (no newline at the end)\n");
	return false;
}

/* Runs a shell's command line that reads what sonde printed. */
static struct process run_reader(const struct comparing *x, const char *command)
{
	const char *argv[] = { "sh", "-c", command, NULL };
	char path[] = "/tmp/runcases.XXXXXX";
	struct spawn how = { .argv = argv, .input = path, .one_stream = true };
	struct process p;

	close(mkstemp(path));
	write_file(path, x->out);
	process_run(&p, &how, 10 * options.slow);
	unlink(path);
	return p;
}

static bool want_check(struct comparing *x, const struct expect *e)
{
	struct process p = run_reader(x, facts_expand_all(x->facts, e->text));

	if (!p.status)
		return true;
	text_addf(x->why, "    line %d: check failed: %s\n    %s\n", e->line, e->text, text_str(&p.stdout_text));
	return false;
}

static bool wants_json(const struct run_case *c)
{
	for (size_t i = 1; i < c->args.n; i++)
		if (!strcmp(c->args.line[i - 1], "-f") && !strcmp(c->args.line[i], "json"))
			return true;
	return false;
}

/* Each line of a case that runs with `-f json` is an object, as others' parsers see it. Nothing is known without them. */
static bool check_json(struct comparing *x)
{
	static const char *const readers[] = {
		"iconv -f UTF-8 -t UTF-8 > /dev/null",
		"jq -nRe '[inputs | fromjson | type == \"object\" and has(\"type\")] | all' 2>&1",
	};

	if (!wants_json(x->c) || feature_present("program:jq") != 1 || feature_present("program:iconv") != 1)
		return true;
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
		struct process p = run_reader(x, readers[i]);

		if (!p.status)
			continue;
		text_addf(x->why, "    stdout is not one JSON object a line: %s\n", text_str(&p.stdout_text));
		return false;
	}
	return true;
}

static bool check_one(struct comparing *x, const struct expect *e)
{
	switch (e->kind) {
	case EXPECT_LINE:
		return want_line(x, e, false, false);
	case EXPECT_MATCH:
		return want_line(x, e, false, true);
	case EXPECT_NO_TEXT:
		return want_none(x, e, false);
	case EXPECT_NO_MATCH:
		return want_none(x, e, true);
	case EXPECT_ALL:
		return want_all(x, e, x->out, "stdout");
	case EXPECT_ERR_LINE:
		return want_line(x, e, true, false);
	case EXPECT_ERR_MATCH:
		return want_line(x, e, true, true);
	case EXPECT_ERR_ALL:
		return want_all(x, e, x->err, "stderr");
	case EXPECT_CHECK:
		return want_check(x, e);
	}
	return false;
}

/* A case that says nothing about stderr wants no error and no warning there. */
static bool check_quiet(struct comparing *x)
{
	for (size_t i = 0; i < x->c->expects.n; i++)
		if (x->c->expects.e[i].kind >= EXPECT_ERR_LINE && x->c->expects.e[i].kind <= EXPECT_ERR_ALL)
			return true;
	for (size_t i = 0; i < x->err_lines.n; i++)
		if (matches("(^|: )(ERROR|WARNING): ", x->err_lines.line[i], x->why)) {
			text_addf(x->why, "    unexpected on stderr: %s\n", x->err_lines.line[i]);
			return false;
		}
	return true;
}

bool expect_check(const struct run_case *c, const struct facts *f, const char *out, const char *err,
		  struct text *why)
{
	struct comparing x = { .c = c, .facts = f, .out = out, .err = err, .why = why };
	bool ok;

	x.out_lines = split_lines(out);
	x.err_lines = split_lines(err);
	ok = check_quiet(&x) && check_json(&x);
	for (size_t i = 0; i < c->expects.n; i++)
		ok = check_one(&x, &c->expects.e[i]) && ok;
	if (!ok) {
		add_output(why, "stdout", &x.out_lines);
		add_output(why, "stderr", &x.err_lines);
	}
	return ok;
}
