/* Memory, text and containers of src/base. */
#include <errno.h>

#include "base/base.h"
#include "unit.h"

TEST(arena_gives_zeroed_aligned_memory)
{
	struct arena *a = arena_new();
	for (size_t size = 0; size < 20000; size = size * 2 + 1) {
		char *p = arena_alloc(a, size);
		CHECK((uintptr_t)p % 16 == 0);
		for (size_t i = 0; i < size; i++)
			CHECK(p[i] == 0);
		memset(p, 0xff, size);
	}
	CHECK_STR(arena_strndup(a, "hello", 3), "hel");
	CHECK_STR(arena_strndup(a, "hello", 30), "hello");
	CHECK_STR(arena_sprintf(a, "%d-%s", 5, "x"), "5-x");
	arena_free(a);
	arena_free(NULL);
}

TEST(vec_grows_in_arena_and_heap)
{
	struct arena *a = arena_new();
	VEC(int) in_arena = { 0 };
	VEC(int) on_heap = { 0 };
	for (int i = 0; i < 1000; i++) {
		vec_push(a, &in_arena, i);
		vec_push(NULL, &on_heap, 2 * i);
	}
	CHECK_INT(in_arena.len, 1000);
	CHECK_INT(in_arena.data[500], 500);
	CHECK_INT(vec_last(&on_heap), 1998);
	vec_free(&on_heap);
	CHECK_INT(on_heap.len, 0);
	arena_free(a);
}

TEST(strmap_finds_what_was_put)
{
	struct strmap m;
	struct arena *a = arena_new();
	strmap_init(&m, NULL);
	CHECK(!strmap_get(&m, "x"));
	for (uintptr_t i = 1; i < 2000; i++)
		CHECK(!strmap_put(&m, arena_sprintf(a, "key%zu", i), (void *)i));
	for (uintptr_t i = 1; i < 2000; i++)
		CHECK(strmap_get(&m, arena_sprintf(a, "key%zu", i)) == (void *)i);
	CHECK(strmap_getn(&m, "key12345", 5) == (void *)12);
	CHECK(!strmap_get(&m, "key"));
	CHECK(strmap_put(&m, "key7", (void *)1) == (void *)7);
	CHECK_INT(m.len, 1999);
	strmap_done(&m);
	arena_free(a);
}

TEST(strbuf_appends)
{
	struct strbuf b = { 0 };
	CHECK_STR(strbuf_str(&b), "");
	strbuf_s64(&b, INT64_MIN);
	strbuf_putc(&b, ' ');
	strbuf_u64(&b, UINT64_MAX);
	CHECK_STR(strbuf_str(&b), "-9223372036854775808 18446744073709551615");
	strbuf_clear(&b);
	strbuf_printf(&b, "%0200d", 7);
	strbuf_pad(&b, 'x', 3);
	CHECK_INT(b.len, 203);
	CHECK(str_ends(strbuf_str(&b), "007xxx"));
	strbuf_done(&b);
}

TEST(wildcards)
{
	CHECK(wildcard_match("", ""));
	CHECK(wildcard_match("*", ""));
	CHECK(wildcard_match("vfs_*", "vfs_read"));
	CHECK(wildcard_match("*_read*x", "vfs_read_read_x"));
	CHECK(wildcard_match("a*b*c", "aXbXbXc"));
	CHECK(!wildcard_match("vfs_*", "xvfs_read"));
	CHECK(!wildcard_match("a*b", "abc"));
	CHECK(!wildcard_match("", "a"));
	CHECK(!wildcard_match("a?", "ab"));
}

TEST(file_read_all_reads_files_without_size)
{
	char *text;
	size_t len;
	REQUIRE(!file_read_all("/proc/self/status", &text, &len));
	CHECK(str_starts(text, "Name:"));
	CHECK_INT(strlen(text), len);
	free(text);
	CHECK_INT(file_read_all("/nonexistent/file", &text, &len), -ENOENT);
}
