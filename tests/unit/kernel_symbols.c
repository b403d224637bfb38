/* Kernel symbols by both ways, which must agree. */
#include <stdio.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/ksym_prog.h"
#include "unit.h"

/* Up to n text symbols of the kernel, addresses ascending; names must be unique at their address. */
static size_t sample_symbols(uint64_t *addrs, char names[][128], size_t n)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[1024], type;
	size_t count = 0, nth = 0;
	unsigned long long addr, last = 0;
	while (f && count < n && fgets(line, sizeof(line), f)) {
		char name[512];
		if (sscanf(line, "%llx %c %511s", &addr, &type, name) != 3 || (type != 't' && type != 'T') || addr == last)
			continue;
		last = addr;
		if (nth++ % 97 || strlen(name) > 120 || strchr(line, '['))
			continue;
		addrs[count] = addr;
		strcpy(names[count++], name);
	}
	if (f)
		fclose(f);
	return count;
}

static void check_names(struct kern_symbols *s, const uint64_t *addrs, char names[][128], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t offset = 99;
		CHECK_STR(kern_symbol_name(s, addrs[i], &offset), names[i]);
		CHECK_INT(offset, 0);
	}
}

TEST(kernel_symbols_by_program_and_by_table_agree)
{
	enum { N = 300 };
	static uint64_t addrs[N];
	static char names[N][128];
	size_t n = sample_symbols(addrs, names, N);
	SKIP_UNLESS(!geteuid() && n > 10 && addrs[0]);
	struct kern_features *f = kern_features_new();
	struct kern_symbols *s = kern_symbols_new(f);
	kern_symbols_prefetch(s, addrs, n);
	check_names(s, addrs, names, n);
	uint64_t offset = 0, inside = addrs[5] + 1;
	CHECK_STR(kern_symbol_name(s, inside, &offset), names[5]);
	CHECK_INT(offset, 1);
	CHECK(!kern_symbol_name(s, 0x1234, &offset));
	CHECK(!kern_symbol_name(s, 0, &offset));
	CHECK_INT(kern_symbol_address(s, names[7]), addrs[7]);
	CHECK_INT(kern_symbol_address(s, "no_such_symbol_at_all"), 0);
	kern_symbols_free(s);

	kern_feature_disable(f, FEAT_SNPRINTF);
	s = kern_symbols_new(f);
	check_names(s, addrs, names, n);
	CHECK_STR(kern_symbol_name(s, inside, &offset), names[5]);
	CHECK(!kern_symbol_name(s, 0x1234, &offset));
	CHECK_INT(kern_symbol_address(s, names[7]), addrs[7]);
	kern_symbols_free(s);
	kern_features_free(f);
}

TEST(kernel_formats_addresses_by_program)
{
	struct kern_features *f = kern_features_new();
	bool has = !geteuid() && kern_feature(f, FEAT_SNPRINTF);
	kern_features_free(f);
	SKIP_UNLESS(has);
	struct ksym_prog *p = ksym_prog_new();
	REQUIRE(p);
	uint64_t addrs[KSYM_BATCH] = { 0 }, read = 0;
	CHECK_INT(ksym_prog_lookup("no_such_symbol_at_all", &read), -2);
	if (!ksym_prog_lookup("vfs_read", &read)) {
		addrs[KSYM_BATCH - 1] = read + 1;
		CHECK_INT(ksym_prog_run(p, addrs, KSYM_BATCH), 0);
		CHECK(ksym_prog_text(p, KSYM_BATCH - 1) && strstr(ksym_prog_text(p, KSYM_BATCH - 1), "vfs_read+0x1/"));
	}
	ksym_prog_free(p);
}
