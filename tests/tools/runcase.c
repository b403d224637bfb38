/*
 * The life of one run case: what runs before, sonde, the wait for its probes to be attached, the workload, the signal,
 * the end.
 */
#include "runcases.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ATTACHED "__BPFTRACE_NOTIFY_PROBES_ATTACHED"

enum { MAX_BEFORE = 8 };

struct running {
	const struct run_case *c;
	struct facts facts;
	const char *directory; /* of this case, for FILE and whatever the case writes */
	struct process sonde, work, before[MAX_BEFORE];
	struct process *all[MAX_BEFORE + 2];
	size_t nbefore, nall;
	double deadline;
	struct text *why;
};

/* --- preparing --- */

static bool requirements_met(const struct run_case *c, struct text *why, enum outcome *otherwise)
{
	for (size_t i = 0; i < c->requires.n; i++) {
		const char *word = c->requires.line[i];
		bool unwanted = *word == '!';
		int present = feature_present(word + unwanted);

		if (present == !unwanted)
			continue;
		text_addf(why, present < 0 ? "    unknown feature %s\n" : "    needs %s\n", word);
		*otherwise = present < 0 ? FAILED : SKIPPED;
		return false;
	}
	return true;
}

static const char *directory_of(const char *file)
{
	char *path = realpath(file, NULL);

	*strrchr(path, '/') = 0;
	return path;
}

static void make_directory(struct running *r)
{
	char *dir = strdup("/tmp/runcases.XXXXXX");

	if (!mkdtemp(dir))
		abort();
	r->directory = dir;
	facts_add(&r->facts, "sonde", options.sonde);
	facts_add(&r->facts, "progs", options.progs);
	facts_add(&r->facts, "tmp", dir);
	facts_add(&r->facts, "dir", directory_of(r->c->file));
	for (size_t i = 0; i < r->c->files.n; i++) {
		const char *file = r->c->files.line[i];
		int len = (int)strcspn(file, "\n");

		write_file(format("%s/%.*s", dir, len, file), facts_expand_all(&r->facts, file + len + 1));
	}
}

static const char *const *as_argv(struct lines *l)
{
	lines_add(l, "");
	l->line[l->n - 1] = NULL;
	return (const char *const *)l->line;
}

/* BEFORE is words, not a shell's line, so that {{before_pid}} is the program's own. */
static bool start_before(struct running *r)
{
	for (size_t i = 0; i < r->c->before.n && i < MAX_BEFORE; i++) {
		struct lines words = split_words(facts_expand_all(&r->facts, r->c->before.line[i]));
		struct spawn how = { .argv = as_argv(&words), .directory = r->directory };
		struct process *p = &r->before[r->nbefore++];

		if (!process_start(p, &how)) {
			text_addf(r->why, "    cannot run %s\n", r->c->before.line[i]);
			return false;
		}
		r->all[r->nall++] = p;
		facts_add(&r->facts, "before_pid", format("%d", p->pid));
	}
	return true;
}

/* --- sonde --- */

static struct lines sonde_words(struct running *r)
{
	const struct run_case *c = r->c;
	struct lines words = { 0 };

	lines_add(&words, c->run ? "sh" : options.sonde);
	for (size_t i = 0; !c->run && i < c->args.n; i++)
		lines_add(&words, facts_expand(&r->facts, c->args.line[i]).line[0]);
	if (!c->script)
		lines_add(&words, c->run ? "-c" : "-e");
	lines_add(&words, facts_expand_all(&r->facts, c->run ? c->run : c->script ? c->script : c->prog));
	return words;
}

static bool start_sonde(struct running *r)
{
	const struct run_case *c = r->c;
	struct lines argv = sonde_words(r), env = { 0 };
	struct spawn how = { .directory = r->directory };

	for (size_t i = 0; i < c->env.n; i++)
		lines_add(&env, facts_expand(&r->facts, c->env.line[i]).line[0]);
	lines_add(&env, ATTACHED "=1");
	how.argv = as_argv(&argv);
	how.env = as_argv(&env);
	r->all[r->nall++] = &r->sonde;
	if (process_start(&r->sonde, &how))
		return true;
	text_addf(r->why, "    cannot run %s\n", how.argv[0]);
	return false;
}

static bool attached(const struct running *r)
{
	return strstr(text_str(&r->sonde.stdout_text), ATTACHED "\n") != NULL;
}

/* The text without the line that says that the probes are attached. */
static char *without_notice(const char *text)
{
	const char *notice = strstr(text, ATTACHED "\n");

	if (!notice)
		return strdup(text);
	return format("%.*s%s", (int)(notice - text), text, notice + strlen(ATTACHED "\n"));
}

/* --- workload and signal --- */

static void add_facts(struct running *r, const char *text)
{
	struct lines l = split_lines(text);

	for (size_t i = 0; i < l.n; i++)
		lines_add(&r->facts.lines, l.line[i]);
}

static bool run_workload(struct running *r, const char *command)
{
	const char *argv[] = { "sh", "-c", facts_expand_all(&r->facts, command), NULL };
	struct spawn how = { .argv = argv, .directory = r->directory };
	size_t slot = r->nall;
	bool ended;

	process_start(&r->work, &how);
	r->all[r->nall++] = &r->work;
	ended = process_await(&r->work, r->all, r->nall, r->deadline);
	if (!ended)
		process_kill(&r->work);
	r->nall = slot;
	add_facts(r, text_str(&r->work.stdout_text));
	if (ended && !r->work.status)
		return true;
	text_addf(r->why, "    workload %s: %s\n    %s\n", ended ? format("ended with status %d", r->work.status) : "timed out",
		  command, text_str(&r->work.stderr_text));
	return false;
}

static int signal_number(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} known[] = { { "SIGINT", SIGINT },   { "SIGTERM", SIGTERM }, { "SIGKILL", SIGKILL }, { "SIGHUP", SIGHUP },
		      { "SIGUSR1", SIGUSR1 }, { "SIGUSR2", SIGUSR2 }, { "none", 0 } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].name, name))
			return known[i].number;
	return -1;
}

/* To sonde alone, but to all of a RUN line, which may be a shell's. */
static bool send_signal(struct running *r)
{
	int sig = signal_number(r->c->signal ? r->c->signal : "SIGINT");

	if (sig < 0) {
		text_addf(r->why, "    unknown signal %s\n", r->c->signal);
		return false;
	}
	if (sig && r->sonde.running)
		kill(r->c->run ? -r->sonde.pid : r->sonde.pid, sig);
	return true;
}

/* With a workload or a signal: both come once the probes are attached. */
static bool drive(struct running *r)
{
	if (!r->c->workload.n && !r->c->signal)
		return true;
	while (r->sonde.running && !attached(r) && now() < r->deadline)
		process_step(r->all, r->nall, r->deadline);
	if (!r->sonde.running)
		process_await(&r->sonde, r->all, r->nall, r->deadline);
	if (!attached(r)) {
		text_addf(r->why, "    %s before its probes were attached\n", r->sonde.running ? "timed out" : "ended");
		return false;
	}
	for (size_t i = 0; i < r->c->workload.n; i++)
		if (!run_workload(r, r->c->workload.line[i]))
			return false;
	return send_signal(r);
}

/* --- the end --- */

static bool check_end(struct running *r)
{
	bool ok = true;

	if (!process_await(&r->sonde, r->all, r->nall, r->deadline)) {
		text_addf(r->why, "    timed out after %g seconds\n", r->c->timeout * options.slow);
		process_kill(&r->sonde);
		ok = false;
	} else if (r->sonde.status != r->c->exit) {
		text_addf(r->why, "    exit status %d, expected %d\n", r->sonde.status, r->c->exit);
		ok = false;
	}
	return expect_check(r->c, &r->facts, without_notice(text_str(&r->sonde.stdout_text)),
			    text_str(&r->sonde.stderr_text), r->why) &&
	       ok;
}

static void end_all(struct running *r)
{
	const char *argv[] = { "rm", "-rf", r->directory, NULL };
	struct spawn how = { .argv = argv };

	process_kill(&r->sonde);
	for (size_t i = 0; i < r->nbefore; i++)
		process_kill(&r->before[i]);
	process_run(&r->work, &how, 10);
}

enum outcome runcase_run(const struct run_case *c, struct text *why)
{
	struct running r = { .c = c, .why = why, .deadline = now() + c->timeout * options.slow };
	enum outcome outcome = FAILED;
	bool ok;

	if (!requirements_met(c, why, &outcome))
		return outcome;
	make_directory(&r);
	ok = start_before(&r) && start_sonde(&r);
	if (ok) {
		ok = drive(&r);
		if (!ok && r.sonde.running)
			kill(-r.sonde.pid, SIGINT);
		ok = check_end(&r) && ok;
	}
	end_all(&r);
	return ok ? PASSED : FAILED;
}
