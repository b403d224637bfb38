/* Whole programs in the kernel: functions that call each other, callbacks, far jumps, deep stacks, BTF. */
#include "codegen_load.h"
#include "unit.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define MAPS                                                                                                          \
	"map m0 user \"r\" type 2 key 4 value 64 entries 1 flags 0 scalar\n"                                           \
	"map m1 scratch \"s\" type 6 key 4 value 8 entries 4 flags 0\n\n"

static void print_end(const char *log)
{
	size_t n = strlen(log);

	printf("%s\n", n > 3000 ? log + n - 3000 : log);
}

/* Runs a program; its result, the start of map 0 in `value`. */
static int64_t run_text(const char *text, uint64_t value[8])
{
	struct arena *a = arena_new();
	struct cg_program *p = load_generate(a, text, (struct cg_options){ .scratch_map = 1 });
	uint64_t ctx[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	int64_t result = -1;
	struct loaded l;

	if (p) {
		load_program(p, &l);
		if (l.log)
			print_end(l.log);
		result = l.prog_fd < 0 ? l.prog_fd : load_run(&l, ctx, 8);
		CHECK(load_read_map(&l, 0, 0, value));
		load_close(&l);
	}
	arena_free(a);
	return result;
}

TEST(codegen_kernel_functions_call_each_other)
{
	uint64_t value[8];

	SKIP_UNLESS(load_possible());
	CHECK_INT(run_text(MAPS "func f0 program \"main\" params 1\n"
				"slot s0 size 400 align 8\n"
				"b0:\n"
				"\t%0 = param 0\n"
				"\t%1 = load_ctx 8, %0 + 8\n"
				"\t%2 = load_ctx 8, %0 + 16\n"
				"\t%9 = slot s0\n"
				"\tstore 8, %9 + 392, %2\n"
				"\t%3 = call_func f1(%1, %2)\n"
				"\t%4 = call_func f1(%3, %1)\n"
				"\t%8 = load 8, %9 + 392\n"
				"\t%5 = add %4, %8\n"
				"\t%6 = map_value m0 + 0\n"
				"\tstore 8, %6, %5\n"
				"\tret %1\n"
				"func f1 subprog \"twice\" params 2\n"
				"slot s0 size 300 align 8\n"
				"b0:\n"
				"\t%0 = param 0\n"
				"\t%1 = param 1\n"
				"\t%2 = slot s0\n"
				"\tstore 8, %2 + 288, %0\n"
				"\t%3 = call get_smp_processor_id()\n"
				"\t%4 = load 8, %2 + 288\n"
				"\t%5 = mul %4, %1\n"
				"\tret %5\n",
			   value),
		  2);
	CHECK_INT(value[0], 2 * 3 * 2 + 3);
}

/* bpf_loop is in Linux 5.17 and later. */
TEST(codegen_kernel_callbacks)
{
	uint64_t value[8];

	SKIP_UNLESS(load_possible());
	SKIP_UNLESS(libbpf_probe_bpf_helper(BPF_PROG_TYPE_RAW_TRACEPOINT, BPF_FUNC_loop, NULL) == 1);
	CHECK_INT(run_text(MAPS "func f0 program \"main\" params 1\n"
				"slot s0 size 16 align 8 \"frame\" whole_frame stack\n"
				"b0:\n"
				"\t%0 = param 0\n"
				"\t%1 = load_ctx 8, %0 + 8\n"
				"\t%2 = slot s0\n"
				"\tmemzero 16, %2\n"
				"\tstore 8, %2 + 8, %1\n"
				"\t%3 = const 10\n"
				"\t%4 = func_addr f1\n"
				"\t%5 = const 0\n"
				"\t%6 = call loop(%3, %4, %2, %5)\n"
				"\t%7 = load 8, %2\n"
				"\t%8 = map_value m0 + 0\n"
				"\tstore 8, %8, %7\n"
				"\tret %6\n"
				"func f1 callback \"body\" params 2\n"
				"slot s0 size 500 align 8\n"
				"b0:\n"
				"\t%0 = param 0\n"
				"\t%1 = param 1\n"
				"\t%9 = slot s0\n"
				"\tstore 8, %9 + 488, %0\n"
				"\t%2 = load 8, %1\n"
				"\t%3 = load 8, %1 + 8\n"
				"\t%4 = load 8, %9 + 488\n"
				"\t%5 = mul %3, %4\n"
				"\t%6 = add %2, %5\n"
				"\tstore 8, %1, %6\n"
				"\t%7 = const 0\n"
				"\tret %7\n",
			   value),
		  10);
	CHECK_INT(value[0], 2 * 45);
}

/*
 * A chain of tests that all leave to the end, and a loop around everything: too far for 16 bits. The verifier takes no
 * more than 8192 jumps in a row, so there is much between them.
 */
static void add_far_body(struct strbuf *t, int n)
{
	int id = 100;

	for (int k = 0; k < n; k++) {
		strbuf_printf(t, "b%d:\n\t%%%d = load 8, %%5 + 8\n", 10 + k, id);
		strbuf_printf(t, "\t%%%d = const %d\n", id + 1, k % 1000);
		for (int m = 0; m < 30; m++, id++)
			strbuf_printf(t, "\t%%%d = add %%%d, %%%d\n", id + 2, m ? id + 1 : id, m ? id - m + 1 : id + 1);
		strbuf_printf(t, "\tstore 8, %%5 + 8, %%%d\n\t%%%d = eq %%%d, %%6\n\tcondbr %%%d, b3, b%d\n", id + 1, id + 2,
			      id + 1, id + 2, k + 1 < n ? 11 + k : 2);
		id += 3;
	}
}

TEST(codegen_kernel_far_jumps)
{
	struct strbuf t = { 0 };
	uint64_t value[8], sum = 0;
	const int n = 2000;

	SKIP_UNLESS(load_possible());
	for (int k = 0; k < n; k++)
		sum += 30 * (k % 1000);
	strbuf_puts(&t, MAPS "func f0 program \"main\" params 1\n"
			     "b0:\n"
			     "\t%0 = param 0\n"
			     "\t%1 = load_ctx 8, %0 + 0\n"
			     "\t%5 = map_value m0 + 0\n"
			     "\t%6 = const -1\n"
			     "\t%7 = const 0\n"
			     "\tbr b1\n"
			     "b1:\n"
			     "\t%8 = phi b0: %7, b2: %9\n"
			     "\t%10 = const 3\n"
			     "\t%11 = ult %8, %10\n"
			     "\tcondbr %11, b10, b3\n"
			     "b2:\n"
			     "\t%12 = const 1\n"
			     "\t%9 = add %8, %12\n"
			     "\tbr b1\n"
			     "b3:\n"
			     "\tret %1\n");
	add_far_body(&t, n);
	CHECK_INT(run_text(strbuf_str(&t), value), 1);
	CHECK_INT(value[1], 3 * sum);
	strbuf_done(&t);
}

TEST(codegen_kernel_memory_beyond_the_stack)
{
	uint64_t value[8];

	SKIP_UNLESS(load_possible());
	CHECK_INT(run_text(MAPS "func f0 program \"main\" params 1\n"
				"slot s0 size 4096 align 8\n"
				"slot s1 size 4096 align 8\n"
				"slot s2 size 24560 align 8\n"
				"b0:\n"
				"\t%0 = param 0\n"
				"\t%1 = load_ctx 8, %0 + 24\n"
				"\t%2 = slot s0\n"
				"\t%3 = slot s1\n"
				"\t%4 = slot s2\n"
				"\tmemzero 4096, %2\n"
				"\tstore 8, %2 + 4088, %1\n"
				"\tmemcpy 4096, %3, %2\n"
				"\t%5 = load 8, %3 + 4088\n"
				"\tstore 8, %4 + 24552, %5\n"
				"\t%6 = call get_smp_processor_id()\n"
				"\t%7 = load 8, %4 + 24552\n"
				"\t%8 = load 8, %2 + 8\n"
				"\t%9 = add %7, %8\n"
				"\tret %9\n",
			   value),
		  4);
}

/* More numbers across a call than the stack has room for, some of them carried around a loop. */
TEST(codegen_kernel_more_values_than_stack)
{
	struct strbuf t = { 0 };
	uint64_t value[8], sum = 0;
	const int n = 120;

	SKIP_UNLESS(load_possible());
	strbuf_puts(&t, MAPS "func f0 program \"main\" params 1\nb0:\n\t%0 = param 0\n\t%1 = const 3\n\t%2 = const 0\n");
	strbuf_puts(&t, "\t%3 = const 1\n\t%4 = const 5\n\t%5 = map_value m0 + 0\n");
	for (int k = 0; k < n; k++) {
		strbuf_printf(&t, "\t%%%d = load_ctx 8, %%0 + %d\n\t%%%d = const %d\n", 100 + 4 * k, 8 * (k % 8), 101 + 4 * k, k);
		strbuf_printf(&t, "\t%%%d = mul %%%d, %%%d\n", 102 + 4 * k, 100 + 4 * k, 101 + 4 * k);
		sum += (uint64_t)(k % 8 + 1) * k * (k < n / 2 ? 1 : 6);
	}
	strbuf_puts(&t, "\tbr b1\nb1:\n\t%10 = phi b0: %2, b2: %11\n");
	for (int k = n / 2; k < n; k++)
		strbuf_printf(&t, "\t%%%d = phi b0: %%%d, b2: %%%d\n", 1000 + k, 102 + 4 * k, 2000 + k);
	strbuf_puts(&t, "\t%12 = ult %10, %4\n\tcondbr %12, b2, b3\nb2:\n\t%13 = call get_smp_processor_id()\n");
	for (int k = n / 2; k < n; k++)
		strbuf_printf(&t, "\t%%%d = add %%%d, %%%d\n", 2000 + k, 1000 + k, 102 + 4 * k);
	strbuf_puts(&t, "\t%11 = add %10, %3\n\tbr b1\nb3:\n\t%3000 = add %2, %2\n");
	for (int k = 0; k < n; k++)
		strbuf_printf(&t, "\t%%%d = add %%%d, %%%d\n", 3001 + k, 3000 + k, k < n / 2 ? 102 + 4 * k : 1000 + k);
	strbuf_printf(&t, "\tstore 8, %%5, %%%d\n\tret %%1\n", 3000 + n);
	CHECK_INT(run_text(strbuf_str(&t), value), 3);
	CHECK_INT(value[0], sum);
	strbuf_done(&t);
}

/* ---- BTF ---- */

static int create_with_btf(struct cg_btf *b, const struct type *key, const struct type *value)
{
	LIBBPF_OPTS(bpf_map_create_opts, o);
	LIBBPF_OPTS(bpf_btf_load_opts, load);
	char log[8192] = "";
	uint32_t size;
	const void *data;
	int map;

	load.log_buf = log;
	load.log_size = sizeof(log);
	load.log_level = 1;
	o.btf_key_type_id = cg_btf_type(b, key);
	o.btf_value_type_id = cg_btf_type(b, value);
	data = cg_btf_data(b, &size);
	o.btf_fd = bpf_btf_load(data, size, &load);
	CHECK((int)o.btf_fd >= 0);
	if ((int)o.btf_fd < 0)
		printf("%s\n", log);
	map = bpf_map_create(BPF_MAP_TYPE_HASH, "test", key->size, value->size, 4, &o);
	close(o.btf_fd);
	return map;
}

static void check_map_types(struct type_table *t, const struct type *key, const struct type *value)
{
	struct cg_btf *b = cg_btf_new();
	int map = create_with_btf(b, key, value);

	if (map < 0)
		printf("%s, %s: %s\n", type_name(t, key), type_name(t, value), strerror(errno));
	CHECK(map >= 0);
	close(map);
	CHECK_INT(cg_btf_type(b, key), cg_btf_type(b, key));
	cg_btf_free(b);
}

static const struct type *odd_struct(struct type_table *t)
{
	const struct type *u32 = type_int(t, 4, false), *s64 = type_int(t, 8, true);
	static const struct type_enumerator e[] = { { "RED", 0 }, { "GREEN", -3 } };
	const struct type_member members[] = {
		{ .name = "a", .type = u32, .offset = 0, .bit_offset = 0, .bit_size = 3 },
		{ .name = "b", .type = u32, .offset = 0, .bit_offset = 3, .bit_size = 17 },
		{ .name = "color", .type = type_enum_define(t, "color", 4, true, e, 2), .offset = 4 },
		{ .name = "next", .type = type_pointer(t, s64, SPACE_KERNEL), .offset = 8 },
		{ .name = "words", .type = type_array(t, s64, 3), .offset = 16 },
	};
	struct type *s = type_struct_declare(t, "odd", false);

	type_struct_define(t, s, members, ARRAY_LEN(members), 40, 8);
	return s;
}

TEST(codegen_kernel_takes_btf_of_map_types)
{
	struct arena *a = arena_new();
	struct type_table *t = type_table_new(a);
	const struct type *u64 = type_int(t, 8, false), *text = type_string(t, 16);
	const struct type *pair[] = { type_int(t, 1, true), text };
	const struct type *mixed[] = { type_bool(t), type_tuple(t, pair, 2), type_simple(t, TYPE_INET), u64 };
	const struct type_member record[] = { { .name = "pid", .type = type_int(t, 4, false) },
					      { .name = "a b", .type = text, .offset = 4 } };

	SKIP_UNLESS(load_possible());
	check_map_types(t, u64, type_int(t, 4, true));
	check_map_types(t, text, type_tuple(t, mixed, 4));
	check_map_types(t, type_tuple(t, pair, 2), type_stack(t, true, STACK_BPFTRACE, 127));
	check_map_types(t, type_stack(t, false, STACK_PERF, 5), type_simple(t, TYPE_KSYM));
	check_map_types(t, type_simple(t, TYPE_USYM), type_simple(t, TYPE_TIMESTAMP));
	check_map_types(t, type_simple(t, TYPE_MACADDR), type_buffer(t, 10));
	check_map_types(t, odd_struct(t), type_pointer(t, u64, SPACE_USER));
	check_map_types(t, type_record(t, record, 2), type_array(t, odd_struct(t), 2));
	arena_free(a);
}

/* Names that are no identifiers, and lines of a script: a verifier's refusal quotes them. */
TEST(codegen_kernel_refusals_quote_the_script)
{
	static const char script[] = "kprobe:f\n{\n  @x = 1;\n  bad();\n}\n";
	const struct source source = { "script.bt", script, sizeof(script) - 1 };
	struct arena *a = arena_new();
	struct ir_module *m = ir_module_new(a);
	struct ir_builder b = { .module = m, .span = { &source, 14, 20, NULL } };
	const char *error = NULL;
	struct cg_program *p;
	struct loaded l;

	SKIP_UNLESS(load_possible());
	b.func = ir_func_new(m, "kprobe:f*.x", IR_FUNC_PROGRAM, 1);
	b.block = ir_block_new(b.func);
	b.func->span = (struct span){ &source, 0, 8, NULL };
	ir_call(&b, BPF_FUNC_get_smp_processor_id, 0);
	b.span.begin = 24;
	ir_ret(&b, ir_call(&b, 9999, 0));
	p = cg_generate(a, m, &(struct cg_options){ .scratch_map = -1 }, &error);
	REQUIRE(p);
	load_program(p, &l);
	CHECK(l.prog_fd < 0);
	CHECK(l.log && strstr(l.log, "bad();"));
	load_close(&l);
	arena_free(a);
}
