/* Effects outside the tracer, carried out when the record is read: files printed, commands run, string lists joined. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "builtin/builtin.h"

/* Up to limit bytes of fd into out. */
static int read_limited(int fd, size_t limit, struct strbuf *out)
{
	char chunk[4096];

	while (limit) {
		ssize_t n = read(fd, chunk, MIN(sizeof chunk, limit));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		strbuf_add(out, chunk, (size_t)n);
		limit -= (size_t)n;
	}
	return 0;
}

static int act_cat(struct run *r, const struct action *a, const void *payload, size_t size)
{
	const char *path = fn_formatted(r, a, payload);
	struct strbuf content = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 ? -errno : read_limited(fd, r->compiled->config.max_cat_bytes, &content);

	if (err)
		fprintf(stderr, "ERROR: failed to open file '%s' (%s)\n", path, strerror(-err));
	else
		run_output_text(r, "cat", strbuf_str(&content), content.len);
	if (fd >= 0)
		close(fd);
	strbuf_done(&content);
	return 0;
}

static const struct builtin cat = {
	.name = "cat",
	.signature = "void cat(L string fmt, args...)",
	.min_args = 1,
	.max_args = -1,
	.check = fn_check_format,
	.lower = fn_lower_format,
	.act = act_cat,
};

static int act_system(struct run *r, const struct action *a, const void *payload, size_t size)
{
	struct strbuf output = { 0 };
	char *command = xasprintf("(%s\n) 2>&1", fn_formatted(r, a, payload));
	FILE *pipe;

	out_flush(&r->out);
	pipe = popen(command, "re");
	free(command);
	if (!pipe)
		return -errno;
	read_limited(fileno(pipe), SIZE_MAX, &output);
	int status = pclose(pipe);
	if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		run_output_line(r, "syscall", strbuf_str(&output), output.len);
	} else if (status != -1 && WIFEXITED(status)) {
		fprintf(stderr, "ERROR: command exited with code %d (%s)\n", WEXITSTATUS(status), strerror(EINVAL));
	} else {
		fprintf(stderr, "ERROR: child process did not exit normally (%s)\n", strerror(EINVAL));
	}
	strbuf_done(&output);
	return 0;
}

static const struct builtin system_row = {
	.name = "system",
	.signature = "void system(L string fmt, args...)",
	.flags = BUILTIN_UNSAFE,
	.min_args = 1,
	.max_args = -1,
	.check = fn_check_format,
	.lower = fn_lower_format,
	.act = act_system,
};

/* ---- join: an array of strings, up to its NULL ---- */

enum { JOIN_STRINGS = 16, JOIN_BYTES = 1024 };

static const struct type *check_join(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;
	struct action *a = sema_action(s, e, e->builtin);

	a->data = " ";
	if (e->args.len == 2 && !(a->data = sema_string_arg(s, e, e->args.data[1])))
		return type_error(s->types);
	if (t->kind == TYPE_ERROR)
		return t;
	if (!type_is_integral(t) && t->kind != TYPE_POINTER) {
		sema_error(s, D_CALL_TYPE, e->span, "() only supports int or pointer arguments (%s provided)",
			   sema_type_word(t));
		return type_error(s->types);
	}
	const struct type *strings = type_array(s->types, type_string(s->types, JOIN_BYTES), JOIN_STRINGS);
	a->payload = type_tuple(s->types, &strings, 1);
	return type_void(s->types);
}

/* The n-th string into the record; goes to `done` at the NULL that ends the list. */
static void read_one(struct lower *l, ir_ref list, unsigned n, ir_ref record, enum addr_space space, struct ir_block *done)
{
	struct ir_block *more = lower_block(l);
	ir_ref p = lower_read(l, list, (int32_t)n * 8, 8, false, space);

	ir_store(&l->b, record, (int32_t)(n * JOIN_BYTES), 1, ir_const(&l->b, 0));
	ir_condbr(&l->b, p, more, done);
	lower_start(l, more);
	lower_probe_read_str(l, ir_offset(&l->b, record, n * JOIN_BYTES), ir_const(&l->b, JOIN_BYTES), p, space);
}

static struct value lower_join(struct lower *l, const struct expr *e)
{
	enum addr_space space;
	ir_ref list = fn_bytes_address(l, e->args.data[0], &space);
	struct lower_record r = lower_record_begin(l, e->annot);
	struct ir_block *done = lower_block(l);

	for (unsigned i = 0; i < JOIN_STRINGS; i++)
		read_one(l, list, i, r.addr, space, done);
	ir_br(&l->b, done);
	lower_start(l, done);
	lower_record_end(l, &r, false);
	return value_void();
}

static int act_join(struct run *r, const struct action *a, const void *payload, size_t size)
{
	const char *strings = payload;

	strbuf_clear(&r->text);
	for (unsigned i = 0; i < JOIN_STRINGS && strings[i * JOIN_BYTES]; i++) {
		if (i)
			strbuf_puts(&r->text, a->data);
		strbuf_add(&r->text, strings + i * JOIN_BYTES, strnlen(strings + i * JOIN_BYTES, JOIN_BYTES));
	}
	run_output_line(r, "join", strbuf_str(&r->text), r->text.len);
	return 0;
}

static const struct builtin join = {
	.name = "join",
	.signature = "void join(char *arr[] [, L string sep])",
	.min_args = 1,
	.max_args = 2,
	.check = check_join,
	.lower = lower_join,
	.act = act_join,
};

const struct builtin *const fn_effects[] = { &cat, &system_row, &join, NULL };
