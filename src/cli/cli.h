/* cli: the command line as a table of options, and what sonde does without tracing: listing, --info, --fmt. */
#ifndef SONDE_CLI_H
#define SONDE_CLI_H

#include "compile/compile.h"
#include "kernel/kernel.h"
#include "output/out.h"

enum cli_status {
	CLI_GO_ON = -1, /* nothing decided yet */
	CLI_OK = 0,
	CLI_FAILED = 1,	    /* usage and compile errors */
	CLI_BAD_SETTING = 2, /* environment, C definitions */
	CLI_NO_SETUP = 255, /* load, attach, run-time set-up */
};

enum cli_mode { CLI_RUN, CLI_CODEGEN, CLI_TEST, CLI_BENCH, CLI_FORMAT };

struct cli_options {
	const char *program;	/* -e; NULL: a file */
	const char *file;	/* "-": standard input; NULL: none */
	struct str_vec VEC_BODY(const char *) params, named_params, include_dirs, include_files;
	bool list, verbose, quiet, warnings, no_warnings, unsafe, dry_run, help, version, info;
	bool mode_given;
	enum cli_mode mode;
	int pid;
	const char *command;	/* -c */
	const char *output;
	const char *format;
	enum out_buffering buffering;
	const char *traceable_functions, *probe_filter;
	uint32_t disabled;	/* --no-feature: bit per enum feature */
	uint32_t dump;		/* -d: bit per stage */
};

/* options.c: reads the command line. CLI_GO_ON, or the exit status after a message. */
int cli_parse(struct cli_options *o, int argc, char **argv);
void cli_options_done(struct cli_options *o);
void cli_usage(FILE *to);
/* Calls fn for each option: `-p, --pid PID` and its help; for the man page. */
void cli_each_option(void (*fn)(void *ctx, const char *spelling, const char *help), void *ctx);

/* message.c: plain messages on stderr. */
void cli_error(const char *fmt, ...) PRINTF_LIKE(1, 2);
void cli_warning(const char *fmt, ...) PRINTF_LIKE(1, 2);
bool cli_use_color(void); /* BPFTRACE_COLOR, or both streams on a terminal */

/* script.c: the program's text. malloc'd; NULL after a message. */
char *cli_read_script(const struct cli_options *o, const char **ret_name, size_t *ret_len);

/* info.c */
void cli_print_info(struct kern_features *f);

/* assume.c: the features of a kernel release instead of the running one's; ret must stay where it is. */
int cli_assume_kernel(const char *release, struct features *ret);

/* list.c: -l. Exit status. */
int cli_list(const struct cli_options *o, const struct compile_options *compile);

/* format.c: --fmt. Exit status. */
int cli_format(const struct cli_options *o);

#endif
