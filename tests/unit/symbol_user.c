/* User symbols: of this very process, its libraries, the vdso, and code that it made itself. */
#include <dlfcn.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "symbol/symbol.h"
#include "symbol/watch.h"
#include "unit.h"

static const struct sym_options demangling = { .demangle = true };

__attribute__((noinline)) static int symbol_test_target(int x)
{
	__asm__ volatile("" : "+r"(x));
	return x * 3;
}

static void check_own(struct sym_cache *c, const void *code, uint64_t offset, const char *name, const char *module)
{
	struct sym_user u = { 0 };
	bool found = sym_user_find(c, (uint32_t)getpid(), (uint64_t)(uintptr_t)code + offset, &u);
	CHECK(found);
	CHECK_STR(u.name, name);
	CHECK_INT(u.offset, offset);
	CHECK(u.module && strstr(u.module, module));
}

TEST(symbol_finds_functions_of_this_process)
{
	struct sym_cache *c = sym_cache_new(&demangling, NULL);
	CHECK_INT(symbol_test_target(2), 6);
	for (int twice = 0; twice < 2; twice++) {
		check_own(c, symbol_test_target, 0, "symbol_test_target", "run-");
		check_own(c, symbol_test_target, 5, "symbol_test_target", "run-");
		check_own(c, dlsym(RTLD_NEXT, "lsearch"), 1, "lsearch", "libc");
	}
	struct sym_user u;
	CHECK(!sym_user_find(c, (uint32_t)getpid(), 8, &u));
	CHECK(!sym_user_find(c, (uint32_t)getpid(), 0, &u));
	CHECK(!sym_user_find(c, 0x7ffffff0, 0x400000, &u));
	uint8_t id[20];
	uint64_t offset = 0;
	CHECK_INT(sym_build_id(c, (uint32_t)getpid(), (uint64_t)(uintptr_t)dlsym(RTLD_NEXT, "lsearch"), id, &offset), 20);
	CHECK(offset);
	sym_cache_free(c);
}

TEST(symbol_cache_by_program)
{
	struct sym_options o = { .per_program = true };
	struct sym_cache *c = sym_cache_new(&o, NULL);
	sym_process_seen(c, (uint32_t)getpid());
	check_own(c, symbol_test_target, 2, "symbol_test_target", "run-");
	sym_cache_free(c);
	sym_cache_free(NULL);
}

TEST(symbol_finds_the_vdso)
{
	uint64_t base = getauxval(AT_SYSINFO_EHDR);
	struct sym_cache *c = sym_cache_new(&demangling, NULL);
	struct sym_user u;
	bool named = false;
	SKIP_UNLESS(base);
	for (uint64_t at = base; at < base + 4096 && !named; at += 16)
		named = sym_user_find(c, (uint32_t)getpid(), at, &u) && u.name && strstr(u.name, "gettime");
	CHECK(named);
	CHECK_STR(u.module, "[vdso]");
	sym_cache_free(c);
}

TEST(symbol_reads_perf_maps)
{
	char path[64];
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	REQUIRE(code != MAP_FAILED);
	FILE *f = fopen(path, "w");
	REQUIRE(f);
	fprintf(f, "%lx 40 old name\n%lx 20 Interpreter: hot loop\nnonsense\n%lx 10 Next\n", (long)code, (long)code,
		(long)code + 0x20);
	fclose(f);
	struct sym_cache *c = sym_cache_new(&demangling, NULL);
	struct sym_user u = { 0 };
	CHECK(sym_user_find(c, (uint32_t)getpid(), (uint64_t)(uintptr_t)code + 4, &u));
	CHECK_STR(u.name, "Interpreter: hot loop");
	CHECK_INT(u.offset, 4);
	CHECK(sym_user_find(c, (uint32_t)getpid(), (uint64_t)(uintptr_t)code + 0x20, &u));
	CHECK_STR(u.name, "Next");
	CHECK(!sym_user_find(c, (uint32_t)getpid(), (uint64_t)(uintptr_t)code + 0x100, &u));
	sym_cache_free(c);
	unlink(path);
	munmap(code, 4096);
}

/* A process that waits for a byte, then runs a shell that ends at once. */
static pid_t start_waiting_child(int *ret_go)
{
	int go[2];
	if (pipe(go))
		return -1;
	pid_t pid = fork();
	if (!pid) {
		char byte;
		close(go[1]);
		if (read(go[0], &byte, 1) == 1)
			execl("/bin/sh", "sh", "-c", "exit 0", NULL);
		_exit(1);
	}
	close(go[0]);
	*ret_go = go[1];
	return pid;
}

/* A mapping of libc among them. */
static const struct watched_mapping *libc_mapping(const struct watched_mappings *m)
{
	for (size_t i = 0; m && i < m->len; i++)
		if (strstr(m->data[i].path, "/libc.so.6") || strstr(m->data[i].path, "/libc-"))
			return &m->data[i];
	return NULL;
}

TEST(symbol_watch_outlives_the_process)
{
	int go;
	SKIP_UNLESS(!geteuid());
	struct sym_cache *c = sym_cache_new(&demangling, NULL);
	struct sym_watch *w = NULL;
	pid_t pid = start_waiting_child(&go);
	CHECK_INT(sym_process_watch(c, (uint32_t)pid), 0);
	CHECK_INT(sym_watch_open((uint32_t)pid, &w), 0);
	CHECK(write(go, "x", 1) == 1);
	close(go);
	waitpid(pid, NULL, 0);
	REQUIRE(w);
	CHECK(!sym_watch_mappings(w, 1));
	const struct watched_mapping *m = libc_mapping(sym_watch_mappings(w, (uint32_t)pid));
	struct sym_elf *e;
	struct sym_elf_function f;
	struct sym_user u = { 0 };
	REQUIRE(m && !sym_elf_open(m->path, &e));
	CHECK(sym_elf_find(e, "lsearch", &f));
	CHECK(sym_user_find(c, (uint32_t)pid, m->start + f.file_offset - m->offset + 3, &u));
	CHECK_STR(u.name, "lsearch");
	CHECK_INT(u.offset, 3);
	CHECK_STR(u.module, m->path);
	sym_elf_close(e);
	sym_watch_close(w);
	sym_cache_free(c);
}

TEST(symbol_demangles)
{
	static const struct { const char *mangled, *want; } names[] = {
		{ "_ZN3App3Srv6handleEi", "App::Srv::handle(int)" },
		{ "_Z3fooSs", "foo(std::string)" },
		{ "_ZN4core3ptr13drop_in_place17h0123456789abcdefE", "core::ptr::drop_in_place" },
		{ "_RNvC6_123foo3bar", "123foo::bar" },
		{ "main", NULL },
		{ "_start", NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *got = sym_demangle(names[i].mangled);
		if (names[i].want)
			CHECK_STR(got, names[i].want);
		else
			CHECK(!got);
		free(got);
	}
}

static void count_function(void *ctx, const struct sym_elf_function *f)
{
	size_t *n = ctx;
	(*n)++;
	CHECK(f->name[0] && !strchr(f->name, '@'));
}

TEST(symbol_lists_functions_of_a_file)
{
	struct sym_elf *e;
	struct sym_elf_function f, same;
	size_t n = 0;
	REQUIRE(!sym_elf_open("/proc/self/exe", &e));
	CHECK(sym_elf_find(e, "symbol_test_target", &f));
	CHECK(f.size > 0 && f.file_offset > 0);
	CHECK(sym_elf_find_address(e, f.value + 1, &same));
	CHECK_STR(same.name, "symbol_test_target");
	CHECK(!sym_elf_find(e, "no_such_function", &f));
	sym_elf_each(e, count_function, &n);
	CHECK(n > 50);
	sym_elf_close(e);
	CHECK(sym_elf_open("/etc/passwd", &e) < 0);
	CHECK(sym_elf_open("/no/such/file", &e) < 0);
}

TEST(symbol_resolves_binaries)
{
	static const char *const libraries[] = { "libc", "libc.so", "libc.so.6" };
	char *path;
	for (size_t i = 0; i < ARRAY_LEN(libraries); i++) {
		path = sym_resolve_binary(libraries[i], 0);
		CHECK(path && strstr(path, "/libc.so.6"));
		free(path);
	}
	path = sym_resolve_binary("libc", getpid());
	CHECK(path && strstr(path, "libc") && !access(path, R_OK));
	free(path);
	path = sym_resolve_binary("sh", 0);
	CHECK(path && str_ends(path, "/sh"));
	free(path);
	path = sym_resolve_binary("/bin/sh", 0);
	CHECK_STR(path, "/bin/sh");
	free(path);
	CHECK(!sym_resolve_binary("no_such_program_anywhere", 0));
	CHECK(!sym_resolve_binary("libno_such_library", 0));
}
