/*
 * The case runner: run cases (tests/run/README.md) and golden cases (tests/compile/README.md).
 *
 *	runcases.c	arguments, which files, the summary
 *	casefile.c	reads a .case file
 *	runcase.c	runs one case of it: sonde, the workload, the signal
 *	expect.c	compares what came with what was expected
 *	golden.c	a .t file: a program and what each stage makes of it
 *	feature.c	what REQUIRES may ask for
 *	process.c	child processes: start, collect output, end
 *	text.c		growing strings, lines, files, differences
 *
 * Nothing is freed: the program lives for one run of the cases.
 */
#ifndef RUNCASES_H
#define RUNCASES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* --- text.c --- */

struct text {
	char *s; /* always ends with a 0 byte once something was added */
	size_t len, cap;
};

struct lines {
	char **line;
	size_t n;
};

void text_add(struct text *t, const char *s, size_t len);
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *text_str(const struct text *t);
void *zalloc(size_t size);
char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct lines split_lines(const char *s);
struct lines split_words(const char *s);
void lines_add(struct lines *l, const char *line);
bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);
/* NULL if it cannot be read. */
char *read_file(const char *path);
bool write_file(const char *path, const char *content);
/* Adds the lines in which two texts differ, with some context: "-" wanted, "+" got. */
void diff(struct text *into, const char *wanted, const char *got);

/* --- process.c --- */

struct process {
	pid_t pid; /* also its process group */
	int out, err;
	struct text stdout_text, stderr_text;
	bool running;
	int status; /* exit status, or 128 + signal */
};

struct spawn {
	const char *const *argv;
	const char *const *env; /* "NAME=VALUE", added to ours; may be NULL */
	const char *directory;	/* may be NULL */
	const char *input;	/* a file for stdin; /dev/null if NULL */
	bool one_stream;	/* stderr goes where stdout goes */
};

void process_init(void);
bool process_start(struct process *p, const struct spawn *how);
/* Collects output of all, until something happens or the deadline passes. */
void process_step(struct process **all, size_t n, double deadline);
/* Until p has ended (true) or the deadline has passed (false). */
bool process_await(struct process *p, struct process **all, size_t n, double deadline);
void process_kill(struct process *p);
/* Runs to its end; one that takes too long is killed and has status -1. */
void process_run(struct process *p, const struct spawn *how, double seconds);
double now(void);

/* --- casefile.c --- */

enum expect_kind {
	EXPECT_LINE,	    /* a whole line of stdout, after those before it */
	EXPECT_MATCH,	    /* as above, by regular expression */
	EXPECT_NO_TEXT,	    /* in no line of stdout */
	EXPECT_NO_MATCH,    /* no line of stdout matches */
	EXPECT_ALL,	    /* stdout is exactly this */
	EXPECT_ERR_LINE,    /* the same for stderr */
	EXPECT_ERR_MATCH,
	EXPECT_ERR_ALL,
	EXPECT_CHECK,	    /* a shell command that reads stdout and must succeed */
};

struct expect {
	enum expect_kind kind;
	const char *text;
	int line;
};

struct expects {
	struct expect *e;
	size_t n;
};

struct run_case {
	const char *file, *name;
	int line;
	const char *prog, *script, *run; /* one of the three */
	struct lines args, env, requires, files, before, workload;
	const char *signal; /* as written; NULL: not said */
	int timeout, exit;
	bool any_order;
	struct expects expects;
};

struct run_cases {
	struct run_case *c;
	size_t n;
};

/* Says what is wrong with a file and returns false, or adds its cases. */
bool casefile_read(const char *path, struct run_cases *into);

/* --- runcase.c --- */

enum outcome { PASSED, FAILED, SKIPPED };

/* Adds to why, if not passed, the reason and the differences. */
enum outcome runcase_run(const struct run_case *c, struct text *why);

/* --- expect.c --- */

/* What {{topic}} stands for: lines "topic: text", those of the workload and some of our own. */
struct facts {
	struct lines lines;
};

void facts_add(struct facts *f, const char *topic, const char *value);
/* One line with its topics replaced, once for each line of the topic; an unknown topic is left as it is. */
struct lines facts_expand(const struct facts *f, const char *line);
char *facts_expand_all(const struct facts *f, const char *text);
bool expect_check(const struct run_case *c, const struct facts *f, const char *out, const char *err,
		  struct text *why);
bool matches(const char *regex, const char *line, struct text *why);

/* --- golden.c --- */

typedef void golden_report(void *ctx, enum outcome outcome, const char *title, const struct text *why);
/* Runs the selected cases of a file; false if it cannot be read. */
bool golden_run(const char *path, golden_report *report, void *ctx);

/* --- feature.c --- */

/* 1: this machine has it, 0: it has not, -1: no such feature. */
int feature_present(const char *word);
void feature_print_all(void);

/* --- runcases.c: the options --- */

struct options {
	const char *sonde, *progs, *only;
	double slow; /* every time-out is multiplied by this */
	bool update, verbose, quiet_machine;
	int jobs;
};

extern struct options options;

/* --only */
bool selected(const char *file, const char *name);

#endif
