/* The program's text: from -e, a file or standard input. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

static char *read_stdin(size_t *ret_len)
{
	struct strbuf b = { 0 };
	char chunk[4096];
	ssize_t n;
	while ((n = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0)
		strbuf_add(&b, chunk, (size_t)n);
	*ret_len = b.len;
	return b.data ? b.data : xstrdup("");
}

char *cli_read_script(const struct cli_options *o, const char **ret_name, size_t *ret_len)
{
	*ret_name = "stdin";
	if (o->program) {
		*ret_len = strlen(o->program);
		return xstrdup(o->program);
	}
	if (!o->file) {
		cli_error("USAGE: filename or -e 'program' required.");
		return NULL;
	}
	if (!strcmp(o->file, "-"))
		return read_stdin(ret_len);
	char *text;
	int err = file_read_all(o->file, &text, ret_len);
	if (err) {
		cli_error("failed to open file '%s': %s", o->file, strerror(-err));
		return NULL;
	}
	*ret_name = o->file;
	return text;
}
