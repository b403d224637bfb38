/* Whole maps and events of both back ends; order of entries. */
#include <fcntl.h>
#include <unistd.h>

#include "output/out.h"
#include "unit.h"

struct maps_fixture {
	struct arena *arena;
	struct type_table *types;
	struct out out;
};

static struct maps_fixture maps_fixture_new(const struct out_ops *ops)
{
	struct maps_fixture f = { .arena = arena_new() };
	f.types = type_table_new(f.arena);
	out_init(&f.out, ops, -1, OUT_FULL);
	return f;
}

static void maps_fixture_done(struct maps_fixture *f)
{
	strbuf_done(&f->out.buf);
	arena_free(f->arena);
}

static const char *printed(struct maps_fixture *f)
{
	const char *text = arena_strdup(f->arena, strbuf_str(&f->out.buf));
	strbuf_clear(&f->out.buf);
	return text;
}

/* Prints n entries in final order. */
static const char *print_map(struct maps_fixture *f, const struct type *key, const struct type *value,
			     struct out_entry *e, size_t n, uint64_t top)
{
	struct out_entry *first;
	n = out_sort(e, n, key, value, top, &first);
	f->out.ops->map(&f->out, "m", key, value, first, n);
	return printed(f);
}

TEST(output_sorts_numbers_by_value_then_key)
{
	struct maps_fixture f = maps_fixture_new(&out_text);
	const struct type *i8 = type_int(f.types, 8, true), *i2 = type_int(f.types, 2, true);
	int64_t keys[] = { 4, -1, 3, 2 };
	int16_t values[] = { 5, -7, 300, 5 };
	struct out_entry e[4];
	for (int i = 0; i < 4; i++)
		e[i] = (struct out_entry){ .key = &keys[i], .value = &values[i] };
	CHECK_STR(print_map(&f, i8, i2, e, 4, 0), "@m[-1]: -7\n@m[2]: 5\n@m[4]: 5\n@m[3]: 300\n");
	CHECK_STR(print_map(&f, i8, i2, e, 4, 2), "@m[4]: 5\n@m[3]: 300\n");
	maps_fixture_done(&f);
}

TEST(output_sorts_other_values_by_key)
{
	struct maps_fixture f = maps_fixture_new(&out_text);
	const struct type *s4 = type_string(f.types, 4), *yes = type_bool(f.types), *i1 = type_int(f.types, 1, true);
	const struct type *pair = type_tuple(f.types, (const struct type *[]){ i1, s4 }, 2);
	struct out_entry e[3];
	char names[3][4] = { "b", "a", "" };
	for (int i = 0; i < 3; i++)
		e[i] = (struct out_entry){ .key = names[i], .value = "\1" };
	CHECK_STR(print_map(&f, s4, yes, e, 3, 0), "@m[]: true\n@m[a]: true\n@m[b]: true\n");
	uint8_t pairs[3][8] = { { 2, 'a' }, { 1, 'z' }, { 1, 'b' } };
	CHECK_INT(pair->members[1].offset, 1);
	for (int i = 0; i < 3; i++)
		e[i].key = pairs[i];
	CHECK_STR(print_map(&f, pair, yes, e, 3, 0), "@m[1, b]: true\n@m[1, z]: true\n@m[2, a]: true\n");
	maps_fixture_done(&f);
}

TEST(output_sorts_many_entries)
{
	enum { N = 200000 };
	struct maps_fixture f = maps_fixture_new(&out_text);
	const struct type *u8 = type_int(f.types, 8, false);
	uint64_t *values = arena_alloc(f.arena, N * sizeof(*values));
	struct out_entry *e = arena_alloc(f.arena, N * sizeof(*e)), *first;
	for (uint64_t i = 0; i < N; i++) {
		values[i] = i * 0x9e3779b97f4a7c15ull;
		e[i] = (struct out_entry){ .key = &values[i], .value = &values[i] };
	}
	CHECK_INT(out_sort(e, N, u8, u8, 0, &first), N);
	bool sorted = true;
	for (size_t i = 1; i < N; i++)
		sorted &= *(const uint64_t *)e[i - 1].value < *(const uint64_t *)e[i].value;
	CHECK(sorted);
	maps_fixture_done(&f);
}

static void two_frames(void *ctx, const struct type *t, const void *value, struct strbuf *to)
{
	strbuf_puts(to, "\n        do_work+12\n        worker_thread+96\n");
}

TEST(output_stacks_in_keys)
{
	struct maps_fixture f = maps_fixture_new(&out_text);
	f.out.resolver.stack = two_frames;
	const struct type *stack = type_stack(f.types, true, STACK_BPFTRACE, 127), *i8 = type_int(f.types, 8, true);
	const struct type *s4 = type_string(f.types, 4), *pair = type_tuple(f.types, (const struct type *[]){ stack, s4 }, 2);
	int64_t one = 1;
	uint8_t key[16] = { [8] = 'x' };
	struct out_entry e = { .key = key, .value = &one };
	CHECK_STR(print_map(&f, stack, i8, &e, 1, 0), "@m[\n        do_work+12\n        worker_thread+96\n]: 1\n");
	CHECK_STR(print_map(&f, pair, i8, &e, 1, 0), "@m[\n        do_work+12\n        worker_thread+96\n, x]: 1\n");
	f.out.ops = &out_json;
	CHECK_STR(print_map(&f, stack, i8, &e, 1, 0),
		  "{\"type\": \"map\", \"data\": {\"@m\": {\"\\ndo_work+12\\nworker_thread+96\\n\": 1}}}\n");
	maps_fixture_done(&f);
}

TEST(output_json_events)
{
	struct maps_fixture f = maps_fixture_new(&out_json);
	struct out *o = &f.out;
	static const struct source source = { "stdin", "begin { errorf(\"bad\"); }", 24 };
	struct span span = { &source, 8, 21, NULL };
	o->ops->attached(o, 1);
	CHECK_STR(printed(&f), "{\"type\": \"attached_probes\", \"count\": 1, \"data\": {\"probes\": 1}}\n");
	o->ops->text(o, "printf", "hi 3\n", 5);
	CHECK_STR(printed(&f), "{\"type\": \"printf\", \"data\": \"hi 3\\n\"}\n");
	int32_t n = -3;
	o->ops->value(o, type_int(f.types, 4, true), &n);
	CHECK_STR(printed(&f), "{\"type\": \"value\", \"data\": -3}\n");
	o->ops->lost(o, 7);
	CHECK_STR(printed(&f), "{\"type\": \"lost_events\", \"count\": 7, \"data\": {\"events\": 7}}\n");
	o->ops->message(o, "errorf", DIAG_ERROR, "bad 5", span, NULL, 0);
	CHECK_STR(printed(&f), "{\"type\": \"errorf\", \"msg\": \"bad 5\", \"filename\": \"stdin\", \"line\": 1, \"col\": 9}\n");
	o->ops->message(o, "runtime_error", DIAG_WARNING, "Map full", span, "map_update_elem", -7);
	CHECK_STR(printed(&f), "{\"type\": \"helper_error\", \"msg\": \"Argument list too long\", \"helper\": \"map_update_elem\", "
			       "\"retcode\": -7, \"filename\": \"stdin\", \"line\": 1, \"col\": 9}\n");
	CHECK_STR(print_map(&f, type_int(f.types, 4, true), type_int(f.types, 4, true), NULL, 0, 0), "");
	o->no_warnings = true;
	o->ops->message(o, "warnf", DIAG_WARNING, "low", span, NULL, 0);
	CHECK_STR(printed(&f), "");
	maps_fixture_done(&f);
}

static const char *message_of(struct maps_fixture *f, const char *type, const char *text, struct span span,
			      const char *helper)
{
	char *written = NULL;
	size_t n;
	f->out.err = open_memstream(&written, &n);
	f->out.ops->message(&f->out, type, DIAG_WARNING, text, span, helper, -7);
	fclose(f->out.err);
	f->out.err = stderr;
	const char *copy = arena_strdup(f->arena, written);
	free(written);
	return copy;
}

TEST(output_text_messages)
{
	struct maps_fixture f = maps_fixture_new(&out_text);
	static const struct source source = { "stdin", "begin { warnf(\"low\"); }", 23 };
	struct span span = { &source, 8, 20, NULL };
	CHECK_STR(message_of(&f, "warnf", "low 3", span, NULL), "stdin:1:9-21: WARNING: low 3\n");
	CHECK_STR(message_of(&f, "runtime_error", "Map full", span, "map_update_elem"),
		  "stdin:1:9-21: WARNING: Map full\n"
		  "Additional Info - helper: map_update_elem, retcode: -7\n"
		  "begin { warnf(\"low\"); }\n"
		  "        ~~~~~~~~~~~~\n");
	CHECK_STR(printed(&f), "");
	f.out.ops->before_maps(&f.out);
	CHECK_STR(printed(&f), "\n\n");
	maps_fixture_done(&f);
}

/* What arrived in a pipe so far. */
static const char *arrived(int fd, char *buf, size_t size)
{
	ssize_t n = read(fd, buf, size - 1);
	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

TEST(output_buffering)
{
	struct out o;
	int p[2];
	char buf[256];
	REQUIRE(!pipe2(p, O_NONBLOCK));
	out_init(&o, &out_text, p[1], OUT_LINE);
	CHECK(!o.escape);
	o.ops->text(&o, "printf", "one\ntw", 6);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "one\n");
	o.ops->text(&o, "printf", "o\n", 2);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "two\n");
	out_batch_begin(&o);
	o.ops->text(&o, "printf", "a\n", 2);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "");
	out_batch_end(&o);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "a\n");
	o.buffering = OUT_NONE;
	o.ops->text(&o, "printf", "b", 1);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "b");
	o.buffering = OUT_FULL;
	o.ops->text(&o, "printf", "c\n", 2);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "");
	out_done(&o);
	CHECK_STR(arrived(p[0], buf, sizeof(buf)), "c\n");
	close(p[0]);
	close(p[1]);
}
