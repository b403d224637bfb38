/*
 * Instructions executed per event: the article's programs and twenty that cover the language (bench/golden), compiled by us
 * and by clang from the C of bench/c, run over the same events in the machine of emulator.h. Prints both numbers and
 * their ratio.
 *
 * usage: insns OBJECT-DIR ARTICLE-DIR GOLDEN-DIR    objects NAME.bpf.o
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "image.h"

static const double AT_MOST = 1.2;

/* ---- scenarios ---- */

struct scenario {
	const char *name;    /* of the object, and what is printed */
	const char *script;  /* of the article: a file, or ONE; NULL: golden/NAME.bt, with events for one kprobe */
	unsigned one_liner;  /* 1-based piece of golden/one-liners.bt */
	const char *entry, *ret; /* our program names begin so */
	const char *c_entry, *c_ret;
	unsigned args_words; /* context is not pt_regs but words: tracepoints */
};

#define ONE "one-liners"
static const struct scenario scenarios[] = {
	{ "size", ONE, 1, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "retvals", ONE, 2, NULL, "kretprobe", NULL, "tcp_sendmsg_return", 0 },
	{ "threshold", ONE, 3, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "by_process", ONE, 4, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "return", ONE, 5, NULL, "kretprobe", NULL, "tcp_sendmsg_return", 0 },
	{ "stats", ONE, 6, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "stacks", ONE, 7, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "stacks", ONE, 8, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "latency", ONE, 9, "kprobe", "kretprobe", "tcp_sendmsg", "tcp_sendmsg_return", 0 },
	{ "timers", ONE, 10, "tracepoint", NULL, "hrtimer_start", NULL, 1 },
	{ "profile", ONE, 11, "profile", NULL, "sample", NULL, 0 },
	{ "tcp_sendmsg", "tcp_sendmsg.bt", 0, "kprobe", "kretprobe", "tcp_sendmsg", "tcp_sendmsg_return", 0 },
	{ "offwake", "offwake.bt", 0, "kprobe_try", "kprobe_finish", "try_to_wake_up", "finish_task_switch", 0 },
	{ "branches" },
	{ "loop" },
	{ "unroll" },
	{ "range" },
	{ "each" },
	{ "keys" },
	{ "string_key" },
	{ "compare" },
	{ "prefix" },
	{ "tuple" },
	{ "record" },
	{ "bits" },
	{ "chain" },
	{ "array" },
	{ "print" },
	{ "lhist" },
	{ "scalars" },
	{ "function" },
	{ "logic" },
	{ "state" },
	{ "strings" },
	{ "nested_key" },
	{ "walk" },
	{ "filter" },
	{ "casts" },
};

static const uint64_t sizes[] = { 0, 1, 7, 40, 100, 300, 1000, 1500, 4096, 5000, 9000, 20000, 70000, 1 << 20 };

static char *read_or_die(char *path)
{
	char *text = NULL;

	if (file_read_all(path, &text, NULL)) {
		fprintf(stderr, "insns: cannot read %s\n", path);
		exit(1);
	}
	free(path);
	return text;
}

static char *script_text(const char *article, const char *golden, const struct scenario *s)
{
	bool whole = s->script && !s->one_liner;
	char *piece = read_or_die(whole ? xasprintf("%s/%s", article, s->script) :
					  xasprintf("%s/%s.bt", golden, s->script ? ONE : s->name));

	for (unsigned i = 1; i < s->one_liner; i++)
		piece = strstr(piece, "//--") + 5;
	if (s->one_liner && strstr(piece, "//--"))
		*strstr(piece, "//--") = 0;
	return piece;
}

/* ---- the runs ---- */

static const struct emu_program *find(const struct image *img, const char *prefix, bool exact)
{
	for (size_t i = 0; i < img->program_count; i++)
		if (exact ? !strcmp(img->programs[i].name, prefix) : str_starts(img->programs[i].name, prefix))
			return &img->programs[i];
	fprintf(stderr, "insns: no program %s\n", prefix);
	exit(1);
}

/* Memory that kernel pointers point to: every 32-bit word is 2, so that a family is AF_INET and a pid is the same always. */
static void *object_memory(void)
{
	static uint32_t words[4096];

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		words[i] = 2;
	return words;
}

static void fill_context(uint64_t *ctx, const struct scenario *s, uint64_t size)
{
	memset(ctx, 0, 64 * sizeof *ctx);
	if (s->args_words) {
		ctx[1] = 0xffff1000, ctx[2] = 0xffffffff81000000;
		return;
	}
	ctx[112 / 8] = (uintptr_t)object_memory(); /* di */
	ctx[96 / 8] = size;			   /* dx */
	ctx[80 / 8] = size;			   /* ax */
}

/* Instructions per event over all sizes; the first event, which makes map entries, is not counted. */
static double run(struct image *img, const struct emu_program *entry, const struct emu_program *ret,
		  const struct scenario *s)
{
	struct emu_machine m = { .maps = img->maps, .map_count = img->map_count, .now = 1000000, .comm = "bench",
				 .pid_tgid = UINT64_C(0x0000000200000002), .task = (uintptr_t)object_memory() };
	uint64_t ctx[64];
	unsigned events = 0;

	for (size_t i = 0; i <= ARRAY_LEN(sizes); i++) {
		fill_context(ctx, s, sizes[i % ARRAY_LEN(sizes)]);
		if (i == 1)
			m.executed = 0;
		if (entry)
			emu_run(&m, entry, ctx), events += i > 0;
		if (ret)
			emu_run(&m, ret, ctx), events += i > 0;
	}
	return (double)m.executed / events;
}

static double run_ours(struct image *img, const struct scenario *s)
{
	if (!s->script)
		return run(img, find(img, "kprobe", false), NULL, s);
	return run(img, s->entry ? find(img, s->entry, false) : NULL, s->ret ? find(img, s->ret, false) : NULL, s);
}

static double run_theirs(struct image *img, const struct scenario *s)
{
	if (!s->script)
		return run(img, find(img, "event", true), NULL, s);
	return run(img, s->c_entry ? find(img, s->c_entry, true) : NULL, s->c_ret ? find(img, s->c_ret, true) : NULL, s);
}

static double compare(const struct scenario *s, char **dirs)
{
	static struct image ours, theirs;
	char *path = xasprintf("%s/%s.bpf.o", dirs[0], s->name);

	memset(&ours, 0, sizeof ours);
	memset(&theirs, 0, sizeof theirs);
	image_compile(&ours, script_text(dirs[1], dirs[2], s));
	image_read(&theirs, path);
	free(path);
	double a = run_ours(&ours, s), b = run_theirs(&theirs, s);
	printf("  %-42s%12.1f%12.1f%12.2f  %s\n", s->name, a, b, a / b, a / b <= AT_MOST ? "ok" : "over");
	return a / b;
}

int main(int argc, char **argv)
{
	double worst = 0;

	if (argc != 4)
		return 2;
	printf("\n%-44s%12s%12s%12s\n", "instructions executed per event", "sonde", "clang -O2", "ratio");
	for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
		double ratio = compare(&scenarios[i], argv + 1);
		worst = MAX(worst, ratio);
	}
	printf("  %-5s worst ratio: %.2f, at most %.2f\n", worst <= AT_MOST ? "ok" : "over", worst, AT_MOST);
	return 0;
}
