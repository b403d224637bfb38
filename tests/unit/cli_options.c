/* The command line: what the options set, what is refused, and that the man page knows every option. */
#include "cli/cli.h"
#include "unit.h"

#include <getopt.h>
#include <unistd.h>

/* Messages of refused words would stand between the results. */
static int parse(struct cli_options *o, char **argv)
{
	int argc = 0, saved = dup(2);
	while (argv[argc])
		argc++;
	optind = 0;
	fflush(stderr);
	if (!freopen("/dev/null", "w", stderr))
		return -2;
	int status = cli_parse(o, argc, argv);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	return status;
}

#define PARSE(o, ...) parse(o, (char *[]){ "sonde", __VA_ARGS__, NULL })

TEST(cli_program_and_params)
{
	struct cli_options o;
	CHECK_INT(PARSE(&o, "-e", "BEGIN {}", "1", "two"), CLI_GO_ON);
	CHECK_STR(o.program, "BEGIN {}");
	CHECK_INT(o.params.len, 2);
	CHECK_STR(o.params.data[1], "two");
	cli_options_done(&o);
	CHECK_INT(PARSE(&o, "x.bt", "1", "-q", "--", "--name=3", "4"), CLI_GO_ON);
	CHECK_STR(o.file, "x.bt");
	CHECK(o.quiet);
	CHECK_INT(o.params.len, 2);
	CHECK_INT(o.named_params.len, 1);
	CHECK_STR(o.named_params.data[0], "--name=3");
	cli_options_done(&o);
	CHECK_INT(PARSE(&o, "-e", ""), CLI_GO_ON);
	CHECK(!o.program);
	cli_options_done(&o);
}

TEST(cli_values)
{
	struct cli_options o;
	CHECK_INT(PARSE(&o, "-p", "12", "-B", "none", "-f", "json", "-d", "ast,dis", "--no-feature",
			"kprobe_multi,uprobe_multi", "-I", "a", "-I", "b", "--verb", "-"),
		  CLI_GO_ON);
	CHECK_INT(o.pid, 12);
	CHECK_INT(o.buffering, OUT_NONE);
	CHECK_STR(o.format, "json");
	CHECK_INT(o.dump, 1u << STAGE_AST | 1u << STAGE_DIS);
	CHECK_INT(o.disabled, 1u << FEAT_KPROBE_MULTI | 1u << FEAT_UPROBE_MULTI);
	CHECK_INT(o.include_dirs.len, 2);
	CHECK(o.verbose);
	CHECK_STR(o.file, "-");
	cli_options_done(&o);
}

TEST(cli_refusals)
{
	struct cli_options o;
	static char *const bad[][4] = {
		{ "-p", "abc" },     { "-p", "5000000" },  { "-p", "1x" },	    { "-B", "some" }, { "-d", "nothing" },
		{ "--mode", "fly" }, { "--test", "--bench" }, { "-p", "1", "-c", "x" }, { "--aot", "x" }, { "--nope" },
		{ "-k", "-k" },	     { "-k", "--no-warnings" }, { "-l", "a", "b" },
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char *argv[6] = { "sonde" };
		memcpy(argv + 1, bad[i], sizeof(bad[i]));
		CHECK_INT(parse(&o, argv), CLI_FAILED);
		cli_options_done(&o);
	}
	CHECK_INT(parse(&o, (char *[]){ "sonde", NULL }), CLI_FAILED);
}

static void find_in_page(void *ctx, const char *spelling, const char *help)
{
	const char *page = ctx;
	char escaped[64] = "";
	const char *name = strstr(spelling, "--");
	for (const char *p = name ? name : spelling; *p && *p != ' ' && *p != ','; p++)
		strcat(escaped, *p == '-' ? "\\-" : (char[]){ *p, '\0' });
	unit_check(strstr(page, escaped) != NULL, __FILE__, __LINE__, spelling);
}

TEST(cli_man_page_has_all_options)
{
	char *page;
	REQUIRE(!file_read_all("docs/sonde.1", &page, NULL));
	cli_each_option(find_in_page, page);
	free(page);
}
