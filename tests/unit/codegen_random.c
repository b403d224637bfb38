/*
 * Random programs, generated in several ways (all registers, few registers, little stack), run in the kernel and by
 * the interpreter of the SSA form: maps and results must agree. The programs are such as every verifier takes: slots are
 * written before they are read, loops have constant bounds, offsets into maps are masked, looked-up pointers are tested.
 */
#include "opt/opt.h"

#include "codegen_load.h"
#include "opt_interp.h"
#include "unit.h"

#include <stdlib.h>

#define PROGRAMS 150
#define SLOTS 6
#define LOOP_ROUNDS 4
#define VALUE_BYTES INTERP_MAP_BYTES

struct maker {
	struct ir_builder b;
	uint64_t seed;
	uint32_t slots[SLOTS];
	unsigned slot_bytes[SLOTS];
	ir_ref scope[300]; /* numbers */
	unsigned scope_len;
	ir_ref element; /* pointer into map 1 that is not null here, or NULL */
	int budget;
	unsigned loops;
};

static uint32_t pick(struct maker *g, uint32_t n)
{
	g->seed ^= g->seed << 13;
	g->seed ^= g->seed >> 7;
	g->seed ^= g->seed << 17;
	return (uint32_t)(g->seed >> 11) % n;
}

static void keep(struct maker *g, ir_ref v)
{
	if (g->scope_len < ARRAY_LEN(g->scope))
		g->scope[g->scope_len++] = v;
}

static int64_t pick_const(struct maker *g)
{
	static const int64_t odd[] = { 0, 1, -1, 7, 8, 63, 64, 255, 0xffff, INT32_MAX, INT32_MIN, 0xffffffff, 0x80000000,
				       INT64_MIN, INT64_MAX, 0xfffffff0 };

	switch (pick(g, 3)) {
	case 0: return odd[pick(g, ARRAY_LEN(odd))];
	case 1: return (int64_t)pick(g, 200) - 100;
	default: return (int64_t)((uint64_t)pick(g, UINT32_MAX) << 32 | pick(g, UINT32_MAX));
	}
}

static ir_ref number(struct maker *g)
{
	if (g->scope_len == 0 || pick(g, 5) == 0)
		return ir_const(&g->b, pick_const(g));
	/* Mostly recent ones, at times one from far back. */
	if (pick(g, 3))
		return g->scope[g->scope_len - 1 - pick(g, MIN(6u, g->scope_len))];
	return g->scope[pick(g, g->scope_len)];
}

/* Without the folding of the builder. */
static ir_ref raw(struct maker *g, enum ir_op op, int64_t imm, ir_ref x, ir_ref y)
{
	struct ir_insn *i = ir_insn_new(g->b.func, op, ir_ops[op].args, NULL);

	i->imm = imm;
	ir_set_arg(i, 0, x);
	if (i->arg_count > 1)
		ir_set_arg(i, 1, y);
	ir_append(g->b.block, i);
	return i;
}

static void make_arithmetic(struct maker *g)
{
	static const enum ir_op binary[] = { IR_add, IR_sub, IR_mul, IR_udiv, IR_umod, IR_and,	IR_or,	IR_xor,
					     IR_shl, IR_lshr, IR_ashr, IR_eq,  IR_ne,	IR_ult, IR_ule, IR_slt, IR_sle };
	static const uint8_t widths[] = { 8, 16, 32, 32 };
	ir_ref x = number(g);

	switch (pick(g, 8)) {
	case 0: keep(g, raw(g, pick(g, 2) ? IR_neg : IR_not, 0, x, NULL)); break;
	case 1:
	case 2: keep(g, raw(g, pick(g, 3) ? IR_zext : IR_sext, widths[pick(g, 4)], x, NULL)); break;
	case 3: keep(g, raw(g, IR_bswap, 16 << pick(g, 3), x, NULL)); break;
	default: keep(g, raw(g, binary[pick(g, ARRAY_LEN(binary))], 0, x, number(g)));
	}
}

static void make_slot_access(struct maker *g)
{
	unsigned n = pick(g, SLOTS), size = 1 << pick(g, 4), off = size * pick(g, g->slot_bytes[n] / size);
	ir_ref address = ir_slot_addr(&g->b, g->slots[n]);

	if (pick(g, 2))
		ir_store(&g->b, address, off, size, number(g));
	else
		keep(g, ir_load(&g->b, address, off, size, pick(g, 3) == 0));
}

static void make_block_copy(struct maker *g)
{
	unsigned from = pick(g, SLOTS), to = pick(g, SLOTS), limit = MIN(g->slot_bytes[from], g->slot_bytes[to]);
	unsigned size = 1 + pick(g, limit), shift = pick(g, limit - size + 1);
	ir_ref src = ir_slot_addr(&g->b, g->slots[from]), dst = ir_slot_addr(&g->b, g->slots[to]);

	if (from == to || pick(g, 3) == 0)
		ir_memzero(&g->b, dst, shift, size);
	else
		ir_memcpy(&g->b, dst, shift, src, pick(g, 2) ? shift : 0, size);
}

/* A number below VALUE_BYTES - 8 times its size as offset into map 0. */
static void make_map_access(struct maker *g)
{
	unsigned size = 1 << pick(g, 4);
	ir_ref index = raw(g, IR_and, 0, number(g), ir_const(&g->b, VALUE_BYTES / 16 - 1));
	ir_ref off = raw(g, IR_shl, 0, index, ir_const(&g->b, 3)), address;

	address = ir_map_value(&g->b, g->b.module->maps.data[0], 0);
	if (pick(g, 2))
		address = raw(g, IR_add, 0, address, off);
	switch (pick(g, 3)) {
	case 0: keep(g, ir_load(&g->b, address, 8 * pick(g, 8), size, pick(g, 2))); break;
	case 1: ir_atomic_add(&g->b, address, 8 * pick(g, 8), 4 << pick(g, 2), number(g)); break;
	default: ir_store(&g->b, address, 8 * pick(g, 8), size, number(g));
	}
}

/* Calls spoil registers; their results differ between kernel and interpreter and are masked away. */
static void make_call(struct maker *g)
{
	static const int helpers[] = { BPF_FUNC_get_current_pid_tgid, BPF_FUNC_get_smp_processor_id,
				       BPF_FUNC_ktime_get_ns };
	ir_ref r = ir_call(&g->b, helpers[pick(g, 3)], 0);

	keep(g, raw(g, IR_and, 0, r, ir_const(&g->b, 0)));
}

static void make_statements(struct maker *g, unsigned n);

/* Values made inside a branch are not in scope after it. */
static struct ir_block *make_arm(struct maker *g, struct ir_block *arm, struct ir_block *join, ir_ref *ret)
{
	unsigned scope = g->scope_len;
	ir_ref element = g->element;

	ir_position(&g->b, arm);
	make_statements(g, 1 + pick(g, 4));
	*ret = number(g);
	struct ir_block *end = g->b.block;
	ir_br(&g->b, join);
	g->scope_len = scope;
	g->element = element;
	return end;
}

static void make_if(struct maker *g)
{
	struct ir_func *f = g->b.func;
	struct ir_block *yes = ir_block_new(f), *no = ir_block_new(f), *join = ir_block_new(f), *end;
	static const enum ir_op compares[] = { IR_eq, IR_ne, IR_ult, IR_ule, IR_slt, IR_sle, IR_and };
	ir_ref cond = pick(g, 4) ? raw(g, compares[pick(g, 7)], 0, number(g), number(g)) : number(g), x, y, phi;

	if (pick(g, 5) == 0)
		keep(g, cond);
	ir_condbr(&g->b, cond, yes, no);
	end = make_arm(g, yes, join, &x);
	(void)end;
	make_arm(g, no, join, &y);
	ir_position(&g->b, join);
	phi = ir_phi(&g->b, NULL);
	ir_add_arg(phi, x);
	ir_add_arg(phi, y);
	keep(g, phi);
}

static void make_lookup(struct maker *g)
{
	struct ir_func *f = g->b.func;
	struct ir_block *found = ir_block_new(f), *join = ir_block_new(f);
	ir_ref key = ir_slot_addr(&g->b, g->slots[0]), element = g->element, p, null;
	unsigned scope = g->scope_len;

	ir_store(&g->b, key, 0, 8, raw(g, IR_and, 0, number(g), ir_const(&g->b, 3)));
	p = ir_call(&g->b, BPF_FUNC_map_lookup_elem, 2, ir_map_ptr(&g->b, g->b.module->maps.data[1]), key);
	null = raw(g, IR_eq, 0, p, ir_const(&g->b, 0));
	ir_condbr(&g->b, null, join, found);
	ir_position(&g->b, found);
	g->element = p;
	make_statements(g, 1 + pick(g, 6));
	ir_atomic_add(&g->b, p, 0, 8, number(g));
	g->element = element;
	g->scope_len = scope;
	ir_br(&g->b, join);
	ir_position(&g->b, join);
}

static void make_element_access(struct maker *g)
{
	if (!g->element)
		return;
	if (pick(g, 2))
		keep(g, ir_load(&g->b, g->element, 0, 8, false));
	else
		ir_store(&g->b, g->element, 4 * pick(g, 2), 4, number(g));
}

/* for (i = 0; i < LOOP_ROUNDS; i++) with a number that is carried from round to round. */
static void make_loop(struct maker *g)
{
	struct ir_func *f = g->b.func;
	struct ir_block *head = ir_block_new(f), *body = ir_block_new(f), *after = ir_block_new(f);
	ir_ref carried = number(g), zero = ir_const(&g->b, 0), i, sum;
	unsigned scope = g->scope_len;

	g->loops++;
	ir_br(&g->b, head);
	ir_position(&g->b, head);
	i = ir_phi(&g->b, NULL);
	sum = ir_phi(&g->b, NULL);
	ir_add_arg(i, zero);
	ir_add_arg(sum, carried);
	keep(g, sum);
	ir_condbr(&g->b, raw(g, IR_ult, 0, i, ir_const(&g->b, LOOP_ROUNDS)), body, after);
	ir_position(&g->b, body);
	keep(g, i);
	make_statements(g, 1 + pick(g, 3));
	ir_add_arg(i, raw(g, IR_add, 0, i, ir_const(&g->b, 1)));
	ir_add_arg(sum, number(g));
	ir_br(&g->b, head);
	g->scope_len = scope;
	ir_position(&g->b, after);
	keep(g, sum);
	g->loops--;
}

static void make_statements(struct maker *g, unsigned n)
{
	while (n-- && g->budget-- > 0) {
		switch (pick(g, 16)) {
		case 0: make_if(g); break;
		case 1: make_lookup(g); break;
		case 2:
			if (g->loops < 1 && pick(g, 3) == 0)
				make_loop(g);
			break;
		case 3: make_call(g); break;
		case 4:
		case 5: make_slot_access(g); break;
		case 6: make_block_copy(g); break;
		case 7:
		case 8: make_map_access(g); break;
		case 9: make_element_access(g); break;
		default: make_arithmetic(g);
		}
	}
}

static void add_map(struct ir_module *m, enum ir_map_role role, uint32_t type, uint32_t value, uint32_t entries)
{
	struct ir_map *map = ARENA_NEW(m->arena, struct ir_map);

	*map = (struct ir_map){ .role = role, .name = "m", .bpf_type = type, .key_size = 4, .value_size = value,
				.max_entries = entries, .present_offset = UINT32_MAX, .index = m->maps.len };
	vec_push(m->arena, &m->maps, map);
}

static void make_slots(struct maker *g)
{
	static const unsigned bytes[SLOTS] = { 8, 8, 16, 24, 40, 200 };

	for (unsigned k = 0; k < SLOTS; k++) {
		g->slot_bytes[k] = bytes[k];
		g->slots[k] = ir_slot_new(g->b.func, bytes[k], 8, NULL);
		ir_memzero(&g->b, ir_slot_addr(&g->b, g->slots[k]), 0, bytes[k]);
	}
}

static struct ir_module *make_module(struct arena *a, uint64_t seed)
{
	struct maker g = { .seed = seed * UINT64_C(0x9e3779b97f4a7c15) + 1, .budget = 60 };
	struct ir_module *m = ir_module_new(a);
	ir_ref hash, out;

	add_map(m, IR_MAP_USER, BPF_MAP_TYPE_ARRAY, VALUE_BYTES, 1);
	add_map(m, IR_MAP_USER, BPF_MAP_TYPE_ARRAY, 8, INTERP_ELEMENTS);
	add_map(m, IR_MAP_SCRATCH, BPF_MAP_TYPE_PERCPU_ARRAY, 8, 4);
	m->program_index = 2;
	g.b.module = m;
	g.b.func = ir_func_new(m, "random", IR_FUNC_PROGRAM, 1);
	g.b.block = ir_block_new(g.b.func);
	make_slots(&g);
	for (unsigned k = 0; k < 4; k++)
		keep(&g, ir_load_ctx(&g.b, 8 * k, 8));
	make_statements(&g, 60);
	hash = ir_const(&g.b, 0);
	for (unsigned k = 0; k < g.scope_len; k++)
		hash = raw(&g, IR_add, 0, raw(&g, IR_mul, 0, hash, ir_const(&g.b, 31)), g.scope[k]);
	out = ir_map_value(&g.b, m->maps.data[0], VALUE_BYTES - 8);
	ir_store(&g.b, out, 0, 8, hash);
	ir_ret(&g.b, ir_const(&g.b, 5));
	return m;
}

/* ---- running ---- */

static const struct variant {
	const char *name;
	uint32_t reg_mask, stack_limit;
	bool optimize;
} variants[] = {
	{ "plain", 0, 0, false },	  { "optimized", 0, 0, true },
	{ "few registers", 0x4f, 0, true }, { "no preserved registers", 0x3f, 0, true },
	{ "little stack", 0, 64, true },  { "little of both", 0xc7, 32, false },
};

static void fill_inputs(struct interp *in, uint64_t seed)
{
	for (unsigned k = 0; k < INTERP_CTX_WORDS; k++)
		in->ctx[k] = (seed + k) * UINT64_C(0xd1342543de82ef95) >> (k * 7 % 40);
	for (unsigned k = 0; k < VALUE_BYTES; k++)
		in->maps[0][k] = (uint8_t)(seed * 31 + k * 7);
	for (unsigned k = 0; k < INTERP_ELEMENTS; k++)
		memset(in->elements[1][k], (int)(seed + k), 8);
}

static void run_loaded(const struct loaded *l, struct interp *in)
{
	CHECK(load_write_map(l, 0, 0, in->maps[0]));
	for (uint32_t k = 0; k < INTERP_ELEMENTS; k++)
		CHECK(load_write_map(l, 1, k, in->elements[1][k]));
	in->result = load_run(l, in->ctx, INTERP_CTX_WORDS);
	CHECK(load_read_map(l, 0, 0, in->maps[0]));
	for (uint32_t k = 0; k < INTERP_ELEMENTS; k++)
		CHECK(load_read_map(l, 1, k, in->elements[1][k]));
}

static bool same_results(const struct interp *a, const struct interp *b)
{
	return a->result == b->result && !memcmp(a->maps[0], b->maps[0], VALUE_BYTES) &&
	       !memcmp(a->elements[1], b->elements[1], sizeof(a->elements[1]));
}

/* The end of the verifier's log, where its reason is. */
static void print_tail(const char *log)
{
	size_t n = strlen(log);

	printf("%s\n", n > 2000 ? log + n - 2000 : log);
}

static bool check_variant(const struct variant *v, uint64_t seed)
{
	struct arena *a = arena_new();
	struct ir_module *m = make_module(a, seed);
	struct cg_options opt = { .scratch_map = 2, .reg_mask = v->reg_mask, .stack_limit = v->stack_limit };
	struct interp *want = xcalloc(1, sizeof(*want)), *got = xcalloc(1, sizeof(*got));
	const char *error = NULL;
	struct cg_program *p;
	struct loaded l;
	bool ok = false;

	fill_inputs(want, seed);
	fill_inputs(got, seed);
	interp_run(want, m);
	CHECK(!want->error);
	if (v->optimize)
		opt_run(m, true, NULL, NULL);
	p = cg_generate(a, m, &opt, &error);
	if (p) {
		load_program(p, &l);
		if (l.log)
			print_tail(l.log);
		if (l.prog_fd >= 0) {
			run_loaded(&l, got);
			ok = same_results(want, got);
		}
		load_close(&l);
	}
	if (!ok)
		printf("program %llu, %s: %s\n", (unsigned long long)seed, v->name, error ? error : "differs");
	free(want);
	free(got);
	arena_free(a);
	return ok;
}

TEST(codegen_random_programs_do_the_same_in_the_kernel)
{
	const char *first = getenv("CODEGEN_SEED"), *count = getenv("CODEGEN_PROGRAMS");
	uint64_t from = first ? strtoull(first, NULL, 0) : 1, n = count ? strtoull(count, NULL, 0) : PROGRAMS;

	SKIP_UNLESS(load_possible());
	for (uint64_t seed = from; seed < from + n; seed++)
		for (size_t k = 0; k < ARRAY_LEN(variants); k++)
			CHECK(check_variant(&variants[k], seed));
}
