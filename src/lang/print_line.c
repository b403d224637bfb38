/*
 * Lines of the printed text, and the comments and blank lines that --fmt keeps between them.
 *
 * Whatever starts a line says where it stands in the source; comments before that place come first: on the line that
 * was printed last if the source has them there, else on lines of their own. A comment inside of an expression ends up
 * behind its statement.
 */
#include "lang/print.h"

static size_t count_newlines(const struct source *s, uint32_t from, uint32_t to)
{
	size_t n = 0;
	for (uint32_t i = from; i < to && i < s->len; i++)
		n += s->text[i] == '\n';
	return n;
}

/* Ends the current line; keeps the blank lines that the source has up to `to`. */
static void new_line(struct printer *pr, uint32_t to)
{
	if (pr->out->len) {
		strbuf_putc(pr->out, '\n');
		size_t n = pr->source ? count_newlines(pr->source, pr->source_pos, to) : 0;
		if (n > 1)
			strbuf_pad(pr->out, '\n', n - 1);
	}
	strbuf_pad(pr->out, ' ', 2 * (size_t)pr->indent);
	pr->after_line_comment = false;
}

static void print_comment(struct printer *pr, struct span c)
{
	bool same_line = pr->out->len && !pr->after_line_comment &&
			 !count_newlines(pr->source, pr->source_pos, c.begin);
	if (same_line)
		strbuf_putc(pr->out, ' ');
	else
		new_line(pr, c.begin);
	const char *text = pr->source->text + c.begin;
	size_t len = c.end - c.begin;
	bool is_line = text[1] == '/', is_open = !is_line && (len < 4 || memcmp(text + len - 2, "*/", 2));
	while (len > 2 && (is_line || is_open) && strchr(" \t\r\n", text[len - 1]))
		len--;
	strbuf_add(pr->out, text, len);
	strbuf_puts(pr->out, is_open ? " */" : ""); /* the end of the script had ended it */
	pr->after_line_comment = is_line;
	pr->source_pos = pr->source_pos > c.end ? pr->source_pos : c.end;
}

void print_rest_comments(struct printer *pr, uint32_t end)
{
	if (!pr->source)
		return;
	for (; pr->next_comment < pr->program->comments.len; pr->next_comment++) {
		struct span c = pr->program->comments.data[pr->next_comment];
		if (c.begin >= end)
			break;
		print_comment(pr, c);
	}
}

void print_line_start(struct printer *pr, uint32_t begin)
{
	print_rest_comments(pr, begin);
	new_line(pr, begin);
}

void print_line_done(struct printer *pr, uint32_t end)
{
	if (pr->source && end > pr->source_pos)
		pr->source_pos = end;
}
