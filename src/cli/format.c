/* --fmt: the program in canonical layout, on standard output or in place of a file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Writes beside the file and renames, so that it is never half written. */
static int replace_file(const char *path, const struct strbuf *text)
{
	char *temporary = xasprintf("%s.XXXXXX", path);
	int fd = mkstemp(temporary), err = fd < 0 ? -errno : 0;
	if (!err && write(fd, strbuf_str(text), text->len) != (ssize_t)text->len)
		err = -errno;
	if (fd >= 0) {
		fchmod(fd, 0644);
		close(fd);
	}
	if (!err && rename(temporary, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(temporary);
	if (err)
		cli_error("Failed to open output file: \"%s\": %s", path, strerror(-err));
	free(temporary);
	return err ? CLI_FAILED : CLI_OK;
}

static int format_text(const struct cli_options *o, const struct source *src, struct arena *arena)
{
	struct diags diags;
	struct strbuf out = { 0 };
	diags_init(&diags, arena);
	struct lang_env env = { .arena = arena, .diags = &diags, .types = type_table_new(arena) };
	struct program *p = parse_program(&env, src);
	diag_print_all(&diags, cli_use_color(), stderr);
	if (diags.errors)
		return CLI_FAILED;
	int status = CLI_OK;
	ast_format_program(p, &out);
	if (o->output)
		status = replace_file(o->output, &out);
	else
		fwrite(strbuf_str(&out), 1, out.len, stdout);
	strbuf_done(&out);
	return status;
}

int cli_format(const struct cli_options *o)
{
	struct source src = { 0 };
	char *text = cli_read_script(o, &src.name, &src.len);
	if (!text)
		return CLI_FAILED;
	struct arena *arena = arena_new();
	src.text = text;
	int status = format_text(o, &src, arena);
	arena_free(arena);
	free(text);
	return status;
}
