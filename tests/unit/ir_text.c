/* The text form of the SSA form: what is printed parses back to the same; errors name their line. */
#include "ir/ir.h"

#include "unit.h"

static const char sample[] =
	"map m0 user \"start\" type 1 key 8 value 8 entries 4096 flags 0\n"
	"map m1 table \"set\" type 2 key 4 value 2 entries 2 flags 128 scalar per_cpu present 8 depth 3 data 00ff1020\n"
	"\n"
	"func f0 program \"kprobe:vfs_read\" params 1\n"
	"slot s0 size 16 align 8 \"key\" whole_frame stack\n"
	"slot s1 size 8 align 8\n"
	"b0:\n"
	"\t%0 = param 0\n"
	"\t%1 = const -5\n"
	"\t%2 = load_ctx 8, %0 + 112 pointer func_arg\n"
	"\t%3 = call pure get_current_pid_tgid()\n"
	"\t%4 = zext 32, %3\n"
	"\t%5 = ult %4, %2\n"
	"\tcondbr %5, b1, b2\n"
	"b1:\n"
	"\t%6 = slot s0\n"
	"\tstore 8, %6, %1\n"
	"\tmemzero 8, %6 + 8\n"
	"\t%7 = slot s1\n"
	"\tmemcpy 8, %7, %6 + 8\n"
	"\t%8 = load 4, %7 + 4 signed\n"
	"\tbr b3\n"
	"b2:\n"
	"\t%9 = map_ptr m0\n"
	"\t%10 = map_value m1 + 1\n"
	"\t%11 = call map_lookup_elem(%9, %10)\n"
	"\t%12 = call_kfunc 77(%11)\n"
	"\t%13 = func_addr f1\n"
	"\t%14 = call 9999(%13)\n"
	"\t%15 = call_func f1(%14)\n"
	"\tbr b3\n"
	"b3:\n"
	"\t%16 = phi b2: %15, b1: %8\n"
	"\t%17 = undef\n"
	"\t%18 = add %16, %17\n"
	"\tret %18\n"
	"\n"
	"func f1 subprog \"g\" params 1\n"
	"b0:\n"
	"\t%0 = param 0\n"
	"\tatomic_add 8, %0 - 8, %0\n"
	"\tret %0\n"
	"\n"
	"func f2 subprog \"native\" params 0 code 2 b7000000070000009500000000000000\n";

static struct ir_module *parse(struct arena *a, const char *text)
{
	const char *error = NULL;
	struct ir_module *m = ir_parse(a, text, &error);

	if (!m)
		printf("%s\n", error);
	return m;
}

TEST(ir_text_round_trip)
{
	struct arena *a = arena_new();
	struct strbuf out = { 0 };
	struct ir_module *m = parse(a, sample);

	if (m) {
		ir_print(m, &out);
		CHECK_STR(strbuf_str(&out), sample);
		CHECK_STR(ir_verify(m) ?: "", "");
		strbuf_clear(&out);
		ir_print(m, &out);
		CHECK_STR(strbuf_str(&out), sample);
	}
	CHECK(m);
	strbuf_done(&out);
	arena_free(a);
}

TEST(ir_text_errors)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "b0:\n", "line 1: block outside a function" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = cons 1\n", "line 3: no operation `cons`" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = const 1\n\tret %1\n", "line 4: no value %1" },
		{ "func f0 program \"x\" params 0\nb0:\n\tbr b7\n", "line 3: no block b7" },
		{ "func f0 program \"x\" params 0\nb0:\n\tconst 1\n", "line 3: const has a result" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = const 1\n\t%0 = const 1\n", "line 4: value %0 again" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = func_addr f1\n\tret %0\n",
		  "line 5: a function is named but not there" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = call nothing()\n", "line 3: no helper `nothing`" },
		{ "map m0 user \"x\" type 1\n", "line 1: `key` expected before ``" },
		{ "func f0 program \"x\" params 0\nb0:\n\t%0 = const 1 2\n", "line 3: unexpected `2`" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *a = arena_new();
		const char *error = "";

		CHECK(!ir_parse(a, cases[i].text, &error));
		CHECK_STR(error, cases[i].error);
		arena_free(a);
	}
}

#define HEAD "func f0 program \"x\" params 1\nslot s0 size 8 align 8\nb0:\n"

TEST(ir_verify_refuses)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ HEAD "\t%0 = const 1\n", "x, b0, `%0 = const 1`: the block does not end in a terminator" },
		{ HEAD "\t%0 = add %1, %1\n\t%1 = const 1\n\tret %0\n",
		  "x, b0, `%0 = add %1, %1`: argument 0 is not defined on every way here" },
		{ HEAD "\t%0 = slot s0\n\t%1 = load 8, %0 + 4\n\tret %1\n",
		  "x, b0, `%1 = load 8, %0 + 4`: bytes 4 to 12 of a slot of 8" },
		{ HEAD "\t%0 = slot s1\n\tret %0\n", "x, b0, `%0 = slot s1`: no such slot" },
		{ HEAD "\t%0 = slot s0\n\t%1 = load 3, %0\n\tret %1\n", "x, b0, `%1 = load 3, %0`: size" },
		{ HEAD "\t%0 = param 0\n\t%1 = load 8, %0\n\tret %1\n",
		  "x, b0, `%1 = load 8, %0`: this may not be done with the context" },
		{ HEAD "\t%0 = const 0\n\t%1 = load_ctx 8, %0\n\tret %1\n",
		  "x, b0, `%1 = load_ctx 8, %0`: the address is not the context" },
		{ HEAD "\t%0 = const 0\n\tcondbr %0, b1, b1\nb1:\n\tret %0\n",
		  "x, b1: b0 is a predecessor but does not lead here once" },
		{ HEAD "\t%0 = const 0\n\tbr b0\n", "x: the entry has predecessors" },
		{ HEAD "\t%0 = const 0\n\t%1 = zext 7, %0\n\tret %1\n", "x, b0, `%1 = zext 7, %0`: width" },
		{ HEAD "\t%0 = map_ptr m0\n\tret %0\n", "x, b0, `%0 = map_ptr m0`: no such map" },
		{ HEAD "\t%0 = const 0\n\tcondbr %0, b1, b2\nb1:\n\t%1 = const 1\n\tbr b2\nb2:\n\tret %1\n",
		  "x, b2, `ret %1`: argument 0 is not defined on every way here" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *a = arena_new();
		struct ir_module *m = parse(a, cases[i].text);

		CHECK(m);
		if (m)
			CHECK_STR(ir_verify(m) ?: "", cases[i].error);
		arena_free(a);
	}
}

TEST(ir_build_folds)
{
	struct arena *a = arena_new();
	struct ir_module *m = ir_module_new(a);
	struct ir_func *f = ir_func_new(m, "x", IR_FUNC_PROGRAM, 1);
	struct ir_builder b = { .module = m, .func = f, .block = ir_block_new(f) };
	ir_ref x = ir_load_ctx(&b, 8, 8);
	ir_ref y = ir_offset(&b, ir_offset(&b, x, 8), -3);

	CHECK(ir_binary(&b, IR_add, x, ir_const(&b, 0)) == x);
	CHECK(ir_binary(&b, IR_mul, ir_const(&b, 1), x) == x);
	CHECK(ir_is_const(ir_binary(&b, IR_udiv, ir_const(&b, 7), ir_const(&b, 0)), 0));
	CHECK(ir_is_const(ir_extend(&b, IR_sext, ir_const(&b, 0x80), 8), -128));
	CHECK(y->op == IR_add && y->args[0] == x && ir_is_const(y->args[1], 5));
	CHECK(ir_offset(&b, y, -5) == x);
	ir_ret(&b, y);
	CHECK(!b.block);
	CHECK(ir_const(&b, 1)->op == IR_undef);
	ir_store(&b, x, 0, 8, x);
	ir_add_arg(ir_phi(&b, NULL), x);
	CHECK_STR(ir_verify(m) ?: "", "");
	arena_free(a);
}

TEST(ir_replace_and_unlink)
{
	struct arena *a = arena_new();
	struct ir_module *m = parse(a, sample);
	struct ir_func *f = m->funcs.data[0];
	struct ir_insn *call = f->first->first->next->next->next;

	CHECK_INT(call->op, IR_call);
	ir_replace_uses(call, ir_undef(f));
	CHECK_INT(call->use_count, 0);
	ir_remove(call);
	CHECK_STR(ir_verify(m) ?: "", "");
	ir_remove(f->first->last);
	ir_unlink(f->first, 0);
	ir_append(f->first, ir_insn_new(f, IR_br, 0, NULL));
	f->first->succ[0] = f->first->succ[1];
	f->first->succ[1] = NULL;
	ir_analyze(f);
	CHECK_STR(ir_verify(m) ?: "", "");
	CHECK_INT(f->order.len, 3);
	CHECK_INT(f->last->first->arg_count, 1);
	ir_renumber(f);
	CHECK_INT(f->next_block_id, 3);
	arena_free(a);
}
