/*
 * Cases in tests/compile/ir: a module, passes to run, the module they must make.
 *
 *	; what the case shows
 *	pass mem2reg dce		(or: all, the whole pipeline)
 *	func f0 program "x" params 1
 *	…
 *	----
 *	func f0 program "x" params 1
 *	…
 *
 * With GOLDEN_UPDATE set in the environment the expected part is rewritten; review the difference.
 */
#include "opt/opt.h"

#include "unit.h"

#include <dirent.h>
#include <stdlib.h>

#define DIR_NAME "tests/compile/ir"
static const char separator[] = "\n----\n";

/* The module after the passes named in `line`; or the error. */
static void transform(const char *line, const char *text, struct strbuf *out)
{
	struct arena *a = arena_new();
	const char *error = NULL;
	struct ir_module *m = ir_parse(a, text, &error);
	char *names = arena_strndup(a, line, strcspn(line, "\n")), *name;

	if (m && !(error = ir_verify(m)))
		for (name = strtok(names, " "); (name = strtok(NULL, " "));) {
			if (!strcmp(name, "all"))
				opt_run(m, true, NULL, NULL);
			else if (!opt_run_pass(m, name))
				error = "no such pass";
			error = error ?: ir_verify(m);
		}
	if (error)
		strbuf_puts(out, error);
	else
		ir_print(m, out);
	arena_free(a);
}

static void update(const char *path, const char *text, size_t input_len, const char *got)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return;
	fprintf(f, "%.*s%s%s", (int)input_len, text, separator, got);
	fclose(f);
}

static void check_case(const char *path)
{
	char *text, *end, *pass, *input;
	struct strbuf got = { 0 };
	size_t len;

	if (file_read_all(path, &text, &len))
		return;
	end = strstr(text, separator);
	pass = strncmp(text, "pass ", 5) ? strstr(text, "\npass ") : text;
	CHECK(pass);
	if (pass) {
		pass += *pass == '\n';
		input = strndup(pass, end ? (size_t)(end - pass) : strlen(pass));
		transform(pass, strchr(input, '\n'), &got);
		if (getenv("GOLDEN_UPDATE"))
			update(path, text, end ? (size_t)(end - text) : len - 1, strbuf_str(&got));
		else if (!end || strcmp(strbuf_str(&got), end + strlen(separator)))
			printf("%s:\n", path);
		if (!getenv("GOLDEN_UPDATE"))
			CHECK_STR(strbuf_str(&got), end ? end + strlen(separator) : "");
		free(input);
	}
	strbuf_done(&got);
	free(text);
}

TEST(opt_golden_cases)
{
	DIR *dir = opendir(DIR_NAME);
	struct dirent *e;
	unsigned count = 0;

	SKIP_UNLESS(dir);
	while ((e = readdir(dir)))
		if (str_ends(e->d_name, ".ir")) {
			char *path = xasprintf(DIR_NAME "/%s", e->d_name);

			check_case(path);
			free(path);
			count++;
		}
	closedir(dir);
	CHECK(count > 0);
}
