/*
 * The command line: one table row an option, from which getopt's arrays and the usage text are made. A row's setter gets the
 * argument and says what is wrong with it; messages and exit statuses are those that scripts know.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>

#include "cli/cli.h"

enum section { OPTIONS, DEVELOPER, TROUBLESHOOTING, SECTION_COUNT };

struct cli_option {
	char letter;	       /* 0: none */
	const char *name;      /* NULL: none */
	const char *arg;       /* NULL: takes none */
	enum section section;
	const char *help;
	int (*set)(struct cli_options *o, const char *arg); /* CLI_GO_ON or a status */
};

/* ---- helpers ---- */

static int usage_error(void)
{
	cli_usage(stderr);
	return CLI_FAILED;
}

static int parse_pid(const char *text, int *ret)
{
	enum { MAX_PID = 4194304 };
	char *end;
	unsigned long long n = strtoull(text, &end, 0);
	if (end == text || *text == '-')
		cli_error("Failed to parse pid: invalid integer: %s", text);
	else if (*end)
		cli_error("Failed to parse pid: invalid trailing bytes: %s", end);
	else if (n > MAX_PID)
		cli_error("Pid out of range: %llu", n);
	else {
		*ret = (int)n;
		return CLI_GO_ON;
	}
	return CLI_FAILED;
}

static int set_mode(struct cli_options *o, enum cli_mode mode, const char *option)
{
	if (o->mode_given && o->mode != mode) {
		cli_error("USAGE: %s conflicts with existing --mode", option);
		return CLI_FAILED;
	}
	o->mode_given = true;
	o->mode = mode;
	return CLI_GO_ON;
}

static int refuse(const char *option)
{
	cli_error("%s is not supported yet", option);
	return CLI_FAILED;
}

/* ---- setters ---- */

static int set_program(struct cli_options *o, const char *arg)
{
	o->program = arg;
	return CLI_GO_ON;
}

#define FLAG(name)                                                                                                    \
	static int set_##name(struct cli_options *o, const char *arg)                                                 \
	{                                                                                                             \
		o->name = true;                                                                                       \
		return CLI_GO_ON;                                                                                     \
	}
FLAG(list)
FLAG(verbose)
FLAG(quiet)
FLAG(no_warnings)
FLAG(help)
FLAG(version)
FLAG(info)
FLAG(unsafe)
FLAG(dry_run)

static int set_warnings(struct cli_options *o, const char *arg)
{
	if (o->warnings) {
		cli_error("USAGE: -kk has been deprecated. Use a single -k for runtime warnings for errors in map lookups "
			  "and probe reads.");
		return CLI_FAILED;
	}
	o->warnings = true;
	return CLI_GO_ON;
}

static int set_pid(struct cli_options *o, const char *arg) { return parse_pid(arg, &o->pid); }

static int set_command(struct cli_options *o, const char *arg)
{
	o->command = arg;
	return CLI_GO_ON;
}

static int set_output(struct cli_options *o, const char *arg)
{
	o->output = arg;
	return CLI_GO_ON;
}

static int set_format(struct cli_options *o, const char *arg)
{
	o->format = arg;
	return CLI_GO_ON;
}

static int set_buffering(struct cli_options *o, const char *arg)
{
	static const char *const names[] = { [OUT_LINE] = "line", [OUT_FULL] = "full", [OUT_NONE] = "none" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i], arg)) {
			o->buffering = (enum out_buffering)i;
			return CLI_GO_ON;
		}
	cli_error("USAGE: -B must be either 'line', 'full', or 'none'.");
	return CLI_FAILED;
}

static int add_include_dir(struct cli_options *o, const char *arg)
{
	vec_push(NULL, &o->include_dirs, arg);
	return CLI_GO_ON;
}

static int add_include_file(struct cli_options *o, const char *arg)
{
	vec_push(NULL, &o->include_files, arg);
	return CLI_GO_ON;
}

static int set_traceable(struct cli_options *o, const char *arg)
{
	o->traceable_functions = arg;
	return CLI_GO_ON;
}

static int set_filter(struct cli_options *o, const char *arg)
{
	o->probe_filter = arg;
	return CLI_GO_ON;
}

/* Calls fn for each word between commas; stops at the first that it refuses. */
static int each_word(struct cli_options *o, const char *list, int (*fn)(struct cli_options *o, const char *word))
{
	char *copy = xstrdup(list), *save = NULL;
	int status = CLI_GO_ON;
	for (char *word = strtok_r(copy, ",", &save); word && status == CLI_GO_ON; word = strtok_r(NULL, ",", &save))
		status = fn(o, word);
	free(copy);
	return status;
}

static int disable_feature(struct cli_options *o, const char *word)
{
	static const struct {
		const char *name;
		enum feature feature;
	} names[] = { { "kprobe_multi", FEAT_KPROBE_MULTI },
		      { "kprobe_session", FEAT_KPROBE_SESSION },
		      { "uprobe_multi", FEAT_UPROBE_MULTI } };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(names[i].name, word)) {
			o->disabled |= 1u << names[i].feature;
			return CLI_GO_ON;
		}
	cli_error("USAGE: --no-feature can only have values 'kprobe_multi,kprobe_session,uprobe_multi'.");
	return CLI_FAILED;
}

static int set_no_feature(struct cli_options *o, const char *arg) { return each_word(o, arg, disable_feature); }

static int add_stage(struct cli_options *o, const char *word)
{
	int stage = compile_stage_find(word);
	if (stage < 0 && strcmp(word, "all")) {
		cli_error("USAGE: invalid option for -d: %s", word);
		return CLI_FAILED;
	}
	o->dump |= stage < 0 ? (1u << STAGE_COUNT) - 1 : 1u << stage;
	return CLI_GO_ON;
}

static int set_debug(struct cli_options *o, const char *arg) { return each_word(o, arg, add_stage); }

static int set_mode_name(struct cli_options *o, const char *arg)
{
	static const struct {
		const char *name;
		enum cli_mode mode;
	} modes[] = { { "codegen", CLI_CODEGEN }, { "test", CLI_TEST }, { "bench", CLI_BENCH }, { "format", CLI_FORMAT } };
	for (size_t i = 0; i < ARRAY_LEN(modes); i++)
		if (!strcmp(modes[i].name, arg))
			return set_mode(o, modes[i].mode, "--mode");
	if (!strcmp(arg, "compiler-bench"))
		return refuse("--mode compiler-bench");
	cli_error("USAGE: --mode can only be 'codegen', 'compiler-bench', 'bench', 'test' or 'format'.");
	return CLI_FAILED;
}

static int set_test(struct cli_options *o, const char *arg) { return set_mode(o, CLI_TEST, "--test"); }
static int set_bench(struct cli_options *o, const char *arg) { return set_mode(o, CLI_BENCH, "--bench"); }
static int set_fmt(struct cli_options *o, const char *arg) { return set_mode(o, CLI_FORMAT, "--fmt"); }

static int refuse_aot(struct cli_options *o, const char *arg) { return refuse("--aot"); }
static int refuse_elf(struct cli_options *o, const char *arg) { return refuse("--emit-elf"); }
static int refuse_dwarf_pid(struct cli_options *o, const char *arg) { return refuse("--dwarf-pid"); }
static int accept(struct cli_options *o, const char *arg) { return CLI_GO_ON; }

/* ---- the table ---- */

static const struct cli_option options[] = {
	{ 'e', NULL, "PROGRAM", OPTIONS, "run this program", set_program },
	{ 'l', "list", NULL, OPTIONS, "list probes and types, or those of a program", set_list },
	{ 'v', "verbose", NULL, OPTIONS, "say more; with -l, parameters", set_verbose },
	{ 'q', "quiet", NULL, OPTIONS, "no line that counts the attached probes", set_quiet },
	{ 'p', "pid", "PID", OPTIONS, "trace this process, and end with it", set_pid },
	{ 'c', "cmd", "CMD", OPTIONS, "run a command and trace it, and end with it", set_command },
	{ 'o', "output", "FILE", OPTIONS, "write results to a file", set_output },
	{ 'f', NULL, "FORMAT", OPTIONS, "format of results: text or json", set_format },
	{ 'B', NULL, "MODE", OPTIONS, "buffering of results: line, full or none", set_buffering },
	{ 'I', NULL, "DIR", OPTIONS, "look for included files here too", add_include_dir },
	{ 0, "include", "FILE", OPTIONS, "include this file before the program", add_include_file },
	{ 0, "unsafe", NULL, OPTIONS, "allow builtins that change what is traced", set_unsafe },
	{ 'k', "warnings", NULL, OPTIONS, "warn of failed look-ups and reads too", set_warnings },
	{ 0, "no-warnings", NULL, OPTIONS, "no warnings at all", set_no_warnings },
	{ 0, "dry-run", NULL, OPTIONS, "stop after attaching", set_dry_run },
	{ 0, "traceable-functions", "FILE", OPTIONS, "functions instead of the kernel's list", set_traceable },
	{ 0, "probe-filter", "REGEX", OPTIONS, "only probes whose name matches", set_filter },
	{ 0, "test", NULL, OPTIONS, "run the program's test blocks", set_test },
	{ 0, "bench", NULL, OPTIONS, "run the program's bench blocks", set_bench },
	{ 0, "fmt", NULL, OPTIONS, "print the program in canonical layout", set_fmt },
	{ 'h', "help", NULL, OPTIONS, "this text", set_help },
	{ 'V', "version", NULL, OPTIONS, "the version", set_version },
	{ 0, "mode", "MODE", DEVELOPER, "codegen (compile only), test, bench, format", set_mode_name },
	{ 0, "no-feature", "LIST", DEVELOPER, "do without kprobe_multi, uprobe_multi …", set_no_feature },
	{ 'd', "debug", "STAGES", DEVELOPER, "print what stages of the compiler made", set_debug },
	{ 0, "emit-llvm", "FILE", DEVELOPER, "no effect", accept },
	{ 0, "verify-llvm-ir", NULL, DEVELOPER, "no effect", accept },
	{ 0, "emit-elf", "FILE", DEVELOPER, "not supported yet", refuse_elf },
	{ 0, "aot", "FILE", DEVELOPER, "not supported yet", refuse_aot },
	{ 0, "info", NULL, TROUBLESHOOTING, "what this kernel and this build can do", set_info },
	{ 0, "dwarf-pid", "PID", TROUBLESHOOTING, "not supported yet", refuse_dwarf_pid },
	{ 0, "debuginfo", "DIRS", TROUBLESHOOTING, "no effect", accept },
	{ 0, "usdt-file-activation", NULL, TROUBLESHOOTING, "no effect", accept },
	{ 'b', "btf", NULL, TROUBLESHOOTING, "no effect", accept },
};

/* ---- usage ---- */

static void spelling(const struct cli_option *row, char *to, size_t size)
{
	char letter[4] = "";
	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c", row->letter);
	snprintf(to, size, "%s%s%s%s%s%s", letter, row->letter && row->name ? ", " : "", row->name ? "--" : "",
		 row->name ? row->name : "", row->arg ? " " : "", row->arg ? row->arg : "");
}

void cli_each_option(void (*fn)(void *ctx, const char *spelling, const char *help), void *ctx)
{
	char text[64];
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		spelling(&options[i], text, sizeof(text));
		fn(ctx, text, options[i].help);
	}
}

static void print_section(FILE *to, const char *title, enum section section)
{
	char text[64];
	fprintf(to, "\n%s:\n", title);
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		if (options[i].section != section)
			continue;
		spelling(&options[i], text, sizeof(text));
		fprintf(to, "    %-27s %s\n", text, options[i].help);
	}
}

void cli_usage(FILE *to)
{
	fputs("sonde: traces Linux with programs in the bpftrace language\n"
	      "\n"
	      "USAGE:\n"
	      "    sonde [options] FILE [PARAM...] [-- --NAME=VALUE...]\n"
	      "    sonde [options] - [PARAM...]\n"
	      "    sonde [options] -e 'PROGRAM' [PARAM...]\n"
	      "\n"
	      "    Words after -- that begin with -- are named parameters of the program.\n",
	      to);
	print_section(to, "OPTIONS", OPTIONS);
	print_section(to, "DEVELOPER OPTIONS", DEVELOPER);
	print_section(to, "TROUBLESHOOTING OPTIONS", TROUBLESHOOTING);
	fputs("\n"
	      "CONFIGURATION:\n"
	      "    Settings come from a config block in the program or from variables of the\n"
	      "    environment whose names begin with BPFTRACE_; see sonde(1).\n"
	      "\n"
	      "EXAMPLES:\n"
	      "    sonde -e 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'\n"
	      "    sonde -e 'kprobe:vfs_read { @bytes = hist(arg2); }'\n"
	      "    sonde -l 'tracepoint:sched:*'\n"
	      "\n"
	      "DOCUMENTATION:\n"
	      "    sonde(1), and docs/language.md in the source\n",
	      to);
}

/* ---- parsing ---- */

enum { LONG_BASE = 256 };

struct getopt_tables {
	char letters[2 * ARRAY_LEN(options) + 2];
	struct option names[ARRAY_LEN(options) + 1];
};

static void make_tables(struct getopt_tables *t)
{
	size_t letters = 0, names = 0;
	*t = (struct getopt_tables){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		const struct cli_option *row = &options[i];
		if (row->letter) {
			t->letters[letters++] = row->letter;
			if (row->arg)
				t->letters[letters++] = ':';
		}
		if (row->name)
			t->names[names++] = (struct option){ .name = row->name, .has_arg = row->arg ? 1 : 0,
							     .val = LONG_BASE + (int)i };
	}
}

static const struct cli_option *find_option(int value)
{
	if (value >= LONG_BASE)
		return &options[value - LONG_BASE];
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (options[i].letter == value)
			return &options[i];
	return NULL;
}

static int take_words(struct cli_options *o, int n, char **words)
{
	if (o->list) {
		if (n > 1)
			return usage_error();
		o->file = n ? words[0] : NULL;
		return CLI_GO_ON;
	}
	int first = 0;
	if (!o->program && n)
		o->file = words[first++];
	for (int i = first; i < n; i++) {
		if (str_starts(words[i], "--"))
			vec_push(NULL, &o->named_params, (const char *)words[i]);
		else
			vec_push(NULL, &o->params, (const char *)words[i]);
	}
	return CLI_GO_ON;
}

static int check_combinations(const struct cli_options *o)
{
	if (o->pid && o->command) {
		cli_error("USAGE: Cannot use both -c and -p.");
		return usage_error();
	}
	if (o->warnings && o->no_warnings) {
		cli_error("USAGE: -k, --warnings conflicts with --no-warnings");
		return CLI_FAILED;
	}
	return CLI_GO_ON;
}

int cli_parse(struct cli_options *o, int argc, char **argv)
{
	struct getopt_tables tables;
	int value;
	*o = (struct cli_options){ 0 };
	if (argc < 2)
		return usage_error();
	make_tables(&tables);
	while ((value = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1) {
		const struct cli_option *row = find_option(value);
		int status = row ? row->set(o, optarg) : usage_error();
		if (status != CLI_GO_ON)
			return status;
		if (o->help || o->version || o->info)
			return CLI_GO_ON;
	}
	if (o->program && !*o->program)
		o->program = NULL;
	int status = check_combinations(o);
	return status != CLI_GO_ON ? status : take_words(o, argc - optind, argv + optind);
}

void cli_options_done(struct cli_options *o)
{
	vec_free(&o->params);
	vec_free(&o->named_params);
	vec_free(&o->include_dirs);
	vec_free(&o->include_files);
}
