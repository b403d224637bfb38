/* One program: compiled, interpreted, loaded, run by a session whose output goes to a memory file, compared. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "run/run.h"
#include "soak.h"

/* ---- machine ---- */

int soak_machine_init(struct soak_machine *m)
{
	void *memory = mmap((void *)(uintptr_t)MEMORY_BASE, MEMORY_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	*m = (struct soak_machine){ .out_fd = memfd_create("out", 0), .err_fd = memfd_create("err", 0) };
	if (memory != (void *)(uintptr_t)MEMORY_BASE || m->out_fd < 0 || m->err_fd < 0)
		return -1;
	m->kernel = kern_features_new();
	kern_features_hook(m->kernel, &m->features);
	return 0;
}

void soak_machine_done(struct soak_machine *m)
{
	kern_features_free(m->kernel);
	close(m->out_fd);
	close(m->err_fd);
	munmap((void *)(uintptr_t)MEMORY_BASE, MEMORY_SIZE);
}

/* What begins like a node of generated programs: a pointer to another object, 0, or small numbers and text. */
void soak_memory_fill(uint64_t seed)
{
	struct rng r = { seed ^ 0x6d656d6f7279 };
	uint8_t *bytes = (uint8_t *)(uintptr_t)MEMORY_BASE;
	for (size_t i = 0; i < MEMORY_SIZE; i++)
		bytes[i] = rng_below(&r, 6) ? (uint8_t)('a' + rng_below(&r, 4)) : (uint8_t)rng_next(&r);
	for (size_t i = 0; i < 2 * MEMORY_SLOTS; i++) {
		uint64_t next = rng_below(&r, 8) ? MEMORY_BASE + MEMORY_SLOT * rng_below(&r, MEMORY_SLOTS) : 0;
		memcpy(bytes + i * MEMORY_SLOT, &next, sizeof(next));
		bytes[i * MEMORY_SLOT + MEMORY_SLOT - 1] = 0;
	}
}

/* ---- output ---- */

static void take_file(int fd, struct strbuf *ret)
{
	char chunk[4096];
	off_t at = 0;
	for (ssize_t n; (n = pread(fd, chunk, sizeof(chunk), at)) > 0; at += n)
		strbuf_add(ret, chunk, (size_t)n);
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET))
		return;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void soak_sort_entries(const char *text, struct strbuf *out)
{
	VEC(char *) entries = { 0 };
	while (*text) {
		const char *end = strstr(text, "\n@");
		size_t n = end ? (size_t)(end + 1 - text) : strlen(text);
		char *entry = xmalloc(n + 1);
		memcpy(entry, text, n);
		entry[n] = 0;
		vec_push(NULL, &entries, entry);
		text += n;
	}
	if (entries.len)
		qsort(entries.data, entries.len, sizeof(char *), compare_lines);
	for (size_t i = 0; i < entries.len; i++) {
		strbuf_puts(out, entries.data[i]);
		free(entries.data[i]);
	}
	vec_free(&entries);
}

/* Session output in the form of the evaluator's: what was printed, an empty line, the sorted entries. */
static void canonical_output(const char *text, size_t printed, struct strbuf *out)
{
	if (strlen(text) < printed + 2 || strncmp(text + printed, "\n\n", 2)) {
		strbuf_puts(out, text);
		return;
	}
	strbuf_add(out, text, printed + 2);
	soak_sort_entries(text + printed + 2, out);
}

/* ---- one program ---- */

/* Some seeds have little stack, so that frames move to the scratch map. */
static uint32_t stack_limit_of(uint64_t seed)
{
	static const uint32_t limits[] = { 512, 512, 256, 160 };
	return limits[seed % ARRAY_LEN(limits)];
}

static void add_messages(const struct compiled *c, struct strbuf *out)
{
	for (size_t i = 0; i < c->diags.list.len; i++)
		if (c->diags.list.data[i]->severity != DIAG_WARNING)
			diag_format(c->diags.list.data[i], false, out);
}

static int first_error(const struct compiled *c)
{
	for (size_t i = 0; i < c->diags.list.len; i++)
		if (c->diags.list.data[i]->severity == DIAG_ERROR)
			return (int)c->diags.list.data[i]->id;
	return -1;
}

static bool only_lacking(const struct compiled *c)
{
	for (size_t i = 0; i < c->diags.list.len; i++) {
		const struct diag *g = c->diags.list.data[i];
		if (g->severity == DIAG_ERROR && g->id != D_KERNEL_FEATURE)
			return false;
	}
	return true;
}

/* Lines "fold A B" of generated programs: A is a literal expression, B what the generator knows it to be. */
static bool folded_well(const char *text)
{
	for (const char *line = strstr(text, "fold "); line; line = strstr(line + 1, "fold ")) {
		const char *a = line + 5, *b = strchr(a, ' ');
		size_t n = b ? (size_t)(b - a) : 0;
		if (!b || strncmp(a, b + 1, n) || b[1 + n] != '\n')
			return false;
	}
	return true;
}

static enum verdict run_compiled(struct soak_machine *m, struct compiled *c, struct soak_outcome *ret)
{
	struct run_options options = {
		.format = &out_text,
		.buffering = OUT_FULL,
		.out_fd = m->out_fd,
		.quiet = true,
		.no_warnings = true,
		.verbose = true,
	};
	struct strbuf text = { 0 };
	size_t printed;
	if (soak_evaluate(c, &ret->expected, &text) == EVAL_TOO_LONG) {
		strbuf_done(&text);
		return SOAK_ENDLESS;
	}
	printed = ret->expected.len;
	strbuf_puts(&ret->expected, "\n\n");
	strbuf_puts(&ret->expected, strbuf_str(&text));
	strbuf_clear(&text);
	int status = run_session(c, m->kernel, &options);
	fflush(stderr);
	take_file(m->out_fd, &text);
	take_file(m->err_fd, &ret->messages);
	canonical_output(strbuf_str(&text), printed, &ret->actual);
	strbuf_done(&text);
	if (status)
		return SOAK_REFUSED;
	bool same = !strcmp(strbuf_str(&ret->expected), strbuf_str(&ret->actual));
	return same && folded_well(strbuf_str(&ret->expected)) ? SOAK_SAME : SOAK_DIFFERENT;
}

void soak_run(struct soak_machine *m, const char *text, uint64_t seed, struct soak_outcome *ret)
{
	struct compile_options options = {
		.script_name = "soak",
		.text = text,
		.text_len = strlen(text),
		.features = &m->features,
		.stack_limit = stack_limit_of(seed),
		.verify_ir = seed % 8 == 0,
		.sema = { .no_warnings = true },
	};
	*ret = (struct soak_outcome){ 0 };
	soak_memory_fill(seed);
	struct compiled *c = compile_script(&options);
	if (c->diags.errors)
		ret->verdict = only_lacking(c) ? SOAK_LACKING : SOAK_NOT_COMPILED;
	else
		ret->verdict = c->programs.len ? run_compiled(m, c, ret) : SOAK_SAME;
	ret->error = first_error(c);
	add_messages(c, &ret->messages);
	compiled_free(c);
}

void soak_outcome_done(struct soak_outcome *o)
{
	strbuf_done(&o->expected);
	strbuf_done(&o->actual);
	strbuf_done(&o->messages);
}
