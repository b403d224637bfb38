/* Selected instructions, as text: what the disassembler prints of small functions. */
#include "codegen_load.h"
#include "unit.h"

#define HEAD "func f0 program \"t\" params 1\n"
#define MAPS                                                                                                          \
	"map m0 user \"h\" type 1 key 8 value 8 entries 64 flags 0\n"                                                  \
	"map m1 user \"c\" type 2 key 4 value 16 entries 1 flags 0 scalar\n"                                           \
	"map m2 scratch \"s\" type 6 key 4 value 8 entries 1 flags 0\n\n"

static void check_code(const char *text, const char *want)
{
	struct arena *a = arena_new();
	struct cg_program *p = load_generate(a, text, (struct cg_options){ .scratch_map = -1 });

	if (p)
		CHECK_STR(load_disassembly(a, p), want);
	arena_free(a);
}

TEST(codegen_constants_go_into_instructions)
{
	check_code(HEAD "b0:\n"
			"\t%0 = param 0\n"
			"\t%1 = load_ctx 8, %0 + 8\n"
			"\t%2 = const 100\n"
			"\t%3 = sub %1, %2\n"
			"\t%4 = const 4294967280\n"
			"\t%5 = and %3, %4\n"
			"\t%6 = const 81985529216486895\n"
			"\t%7 = xor %5, %6\n"
			"\tret %7\n",
		   "t:\n"
		   "   0: (79) r0 = *(u64 *)(r1 +8)\n"
		   "   1: (07) r0 += -100\n"
		   "   2: (54) w0 &= -16\n"
		   "   3: (18) r5 = 0x123456789abcdef\n"
		   "   5: (af) r0 ^= r5\n"
		   "   6: (95) exit\n");
}

TEST(codegen_narrow_results_use_narrow_instructions)
{
	check_code(HEAD "b0:\n"
			"\t%0 = param 0\n"
			"\t%1 = load_ctx 8, %0 + 0\n"
			"\t%2 = load_ctx 8, %0 + 8\n"
			"\t%3 = add %1, %2\n"
			"\t%4 = zext 32, %3\n"
			"\t%5 = sext 16, %4\n"
			"\t%6 = bswap 32, %5\n"
			"\tret %6\n",
		   "t:\n"
		   "   0: (79) r0 = *(u64 *)(r1 +0)\n"
		   "   1: (79) r5 = *(u64 *)(r1 +8)\n"
		   "   2: (0c) w0 += w5\n"
		   "   3: (67) r0 <<= 48\n"
		   "   4: (c7) r0 s>>= 48\n"
		   "   5: (dc) r0 = be32 r0\n"
		   "   6: (95) exit\n");
}

TEST(codegen_comparisons_fuse_into_branches)
{
	check_code(HEAD "b0:\n"
			"\t%0 = param 0\n"
			"\t%1 = load_ctx 8, %0 + 0\n"
			"\t%2 = zext 32, %1\n"
			"\t%3 = const 3000000000\n"
			"\t%4 = ult %2, %3\n"
			"\tcondbr %4, b1, b2\n"
			"b1:\n"
			"\t%5 = const 4\n"
			"\t%6 = and %1, %5\n"
			"\tcondbr %6, b2, b3\n"
			"b2:\n"
			"\t%7 = const 1\n"
			"\tret %7\n"
			"b3:\n"
			"\t%8 = const 2\n"
			"\tret %8\n",
		   "t:\n"
		   "   0: (79) r0 = *(u64 *)(r1 +0)\n"
		   "   1: (36) if w0 >= 0xb2d05e00 goto pc+3\n"
		   "   2: (45) if r0 & 0x4 goto pc+2\n"
		   "   3: (b7) r0 = 2\n"
		   "   4: (95) exit\n"
		   "   5: (b7) r0 = 1\n"
		   "   6: (95) exit\n");
}

TEST(codegen_comparisons_as_numbers)
{
	check_code(HEAD "b0:\n"
			"\t%0 = param 0\n"
			"\t%1 = load_ctx 4, %0 + 0\n"
			"\t%2 = const 10\n"
			"\t%3 = ult %1, %2\n"
			"\t%4 = load_ctx 8, %0 + 8\n"
			"\t%5 = eq %4, %1\n"
			"\t%6 = add %3, %5\n"
			"\tret %6\n",
		   "t:\n"
		   "   0: (61) r0 = *(u32 *)(r1 +0)\n"
		   "   1: (bf) r5 = r0\n"
		   "   2: (07) r5 += -10\n"
		   "   3: (77) r5 >>= 63\n"
		   "   4: (79) r4 = *(u64 *)(r1 +8)\n"
		   "   5: (b7) r3 = 1\n"
		   "   6: (1d) if r4 == r0 goto pc+1\n"
		   "   7: (b7) r3 = 0\n"
		   "   8: (bf) r0 = r5\n"
		   "   9: (0f) r0 += r3\n"
		   "  10: (95) exit\n");
}

/* What every counting program does. */
TEST(codegen_count_by_key)
{
	check_code(MAPS "func f0 program \"t\" params 1\n"
			"slot s0 size 8 align 8\n"
			"slot s1 size 8 align 8\n"
			"b0:\n"
			"\t%0 = slot s0\n"
			"\t%1 = call pure get_current_pid_tgid()\n"
			"\tstore 8, %0, %1\n"
			"\t%2 = map_ptr m0\n"
			"\t%3 = call map_lookup_elem(%2, %0)\n"
			"\t%4 = const 0\n"
			"\t%5 = eq %3, %4\n"
			"\t%7 = const 1\n"
			"\tcondbr %5, b1, b2\n"
			"b1:\n"
			"\t%6 = slot s1\n"
			"\tstore 8, %6, %7\n"
			"\t%8 = call map_update_elem(%2, %0, %6, %7)\n"
			"\tret %4\n"
			"b2:\n"
			"\tatomic_add 8, %3, %7\n"
			"\tret %4\n",
		   "t:\n"
		   "   0: (85) call bpf_get_current_pid_tgid#14\n"
		   "   1: (7b) *(u64 *)(r10 -8) = r0\n"
		   "   2: (18) r1 = map[@h]\n"
		   "   4: (bf) r2 = r10\n"
		   "   5: (07) r2 += -8\n"
		   "   6: (85) call bpf_map_lookup_elem#1\n"
		   "   7: (55) if r0 != 0x0 goto pc+11\n"
		   "   8: (7a) *(u64 *)(r10 -16) = 1\n"
		   "   9: (18) r1 = map[@h]\n"
		   "  11: (bf) r2 = r10\n"
		   "  12: (07) r2 += -8\n"
		   "  13: (bf) r3 = r10\n"
		   "  14: (07) r3 += -16\n"
		   "  15: (b7) r4 = 1\n"
		   "  16: (85) call bpf_map_update_elem#2\n"
		   "  17: (b7) r0 = 0\n"
		   "  18: (95) exit\n"
		   "  19: (b7) r5 = 1\n"
		   "  20: (db) lock *(u64 *)(r0 +0) += r5\n"
		   "  21: (b7) r0 = 0\n"
		   "  22: (95) exit\n");
}

TEST(codegen_values_across_calls)
{
	check_code(MAPS "func f0 program \"t\" params 1\n"
			"b0:\n"
			"\t%0 = param 0\n"
			"\t%1 = call ktime_get_ns()\n"
			"\t%2 = load_ctx 8, %0 + 16\n"
			"\t%3 = call get_smp_processor_id()\n"
			"\t%4 = add %1, %2\n"
			"\t%5 = map_value m1 + 8\n"
			"\tstore 8, %5, %4\n"
			"\tret %3\n",
		   "t:\n"
		   "   0: (bf) r6 = r1\n"
		   "   1: (85) call bpf_ktime_get_ns#5\n"
		   "   2: (bf) r7 = r0\n"
		   "   3: (79) r6 = *(u64 *)(r6 +16)\n"
		   "   4: (85) call bpf_get_smp_processor_id#8\n"
		   "   5: (0f) r7 += r6\n"
		   "   6: (18) r5 = map[@c][0]+8\n"
		   "   8: (7b) *(u64 *)(r5 +0) = r7\n"
		   "   9: (95) exit\n");
}

TEST(codegen_large_blocks_of_memory_are_left_to_a_helper)
{
	check_code(MAPS "func f0 program \"t\" params 1\n"
			"slot s0 size 256 align 8\n"
			"slot s1 size 200 align 8\n"
			"b0:\n"
			"\t%0 = slot s0\n"
			"\t%1 = slot s1\n"
			"\tmemzero 200, %1\n"
			"\tmemcpy 136, %0 + 8, %1\n"
			"\tmemzero 7, %0\n"
			"\t%2 = load 4, %0 + 8\n"
			"\tret %2\n",
		   "t:\n"
		   "   0: (bf) r1 = r10\n"
		   "   1: (07) r1 += -200\n"
		   "   2: (b7) r2 = 200\n"
		   "   3: (b7) r3 = 0\n"
		   "   4: (85) call bpf_probe_read_kernel#113\n"
		   "   5: (bf) r1 = r10\n"
		   "   6: (07) r1 += -448\n"
		   "   7: (b7) r2 = 136\n"
		   "   8: (bf) r3 = r10\n"
		   "   9: (07) r3 += -200\n"
		   "  10: (85) call bpf_probe_read_kernel#113\n"
		   "  11: (62) *(u32 *)(r10 -456) = 0\n"
		   "  12: (6a) *(u16 *)(r10 -452) = 0\n"
		   "  13: (72) *(u8 *)(r10 -450) = 0\n"
		   "  14: (61) r0 = *(u32 *)(r10 -448)\n"
		   "  15: (95) exit\n");
}

TEST(codegen_slots_share_the_stack)
{
	struct arena *a = arena_new();
	struct strbuf text = { 0 };
	struct cg_program *p;

	strbuf_puts(&text, MAPS HEAD);
	for (int k = 0; k < 20; k++)
		strbuf_printf(&text, "slot s%d size 64 align 8\n", k);
	strbuf_puts(&text, "b0:\n");
	for (int k = 0; k < 20; k++)
		strbuf_printf(&text, "\t%%%d = slot s%d\n\tmemzero 64, %%%d\n\t%%%d = call trace_printk(%%%d, %%%d)\n", 4 * k, k,
			      4 * k, 4 * k + 1, 4 * k, 4 * k);
	strbuf_puts(&text, "\tret %1\n");
	p = load_generate(a, strbuf_str(&text), (struct cg_options){ .scratch_map = -1 });
	if (p)
		CHECK(p->funcs.data[0].stack_bytes <= 72);
	strbuf_done(&text);
	arena_free(a);
}

TEST(codegen_what_does_not_fit_goes_to_scratch_memory)
{
	struct arena *a = arena_new();
	const char *text = MAPS "func f0 program \"t\" params 1\n"
				"slot s0 size 600 align 8\n"
				"slot s1 size 16 align 8\n"
				"b0:\n"
				"\t%0 = slot s0\n"
				"\t%1 = slot s1\n"
				"\t%2 = const 7\n"
				"\tstore 8, %0 + 592, %2\n"
				"\tstore 8, %1, %2\n"
				"\t%3 = load 8, %0 + 592\n"
				"\t%4 = load 8, %1\n"
				"\t%5 = add %3, %4\n"
				"\tret %5\n";
	struct cg_program *p = load_generate(a, text, (struct cg_options){ .scratch_map = 2 });
	const char *error = NULL;

	REQUIRE(p);
	CHECK_INT(p->scratch_bytes, 600);
	CHECK(p->funcs.data[0].stack_bytes <= 32);
	CHECK(!cg_generate(a, ir_parse(a, text, &error), &(struct cg_options){ .scratch_map = -1 }, &error));
	CHECK(error && strstr(error, "stack"));
	arena_free(a);
}
