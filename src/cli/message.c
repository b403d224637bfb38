/* Plain messages: `ERROR: text` on stderr, coloured like located ones. */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

static void print_message(enum diag_severity severity, const char *fmt, va_list args)
{
	struct strbuf text = { 0 }, out = { 0 };
	strbuf_vprintf(&text, fmt, args);
	struct diag g = { .severity = severity, .span = span_none(), .text = strbuf_str(&text) };
	diag_format(&g, cli_use_color(), &out);
	fputs(strbuf_str(&out), stderr);
	strbuf_done(&text);
	strbuf_done(&out);
}

void cli_error(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	print_message(DIAG_ERROR, fmt, args);
	va_end(args);
}

void cli_warning(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	print_message(DIAG_WARNING, fmt, args);
	va_end(args);
}

bool cli_use_color(void)
{
	const char *value = getenv("BPFTRACE_COLOR");
	if (value && !strcmp(value, "always"))
		return true;
	if (value && strcmp(value, "auto"))
		return false;
	return isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
}
