/*
 * Random functions, interpreted before and after each pass and after the whole pipeline: they must do the same.
 *
 * A function is grown from statements as a script has them: variables in slots of all sizes, keys built in slots and given
 * to helpers, copies, map values, conditions written as phis of constants, loops with a counter. Values in scope are a
 * stack that shrinks at the end of each block of statements, so that every use is dominated.
 */
#include "opt/opt.h"

#include "opt_interp.h"
#include "unit.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define VARIABLES 5
#define KEYS 3
#define KEY_BYTES 24
#define RUNS 3

struct grower {
	struct ir_builder b;
	struct arena *arena;
	uint64_t seed;
	struct {
		uint32_t slot;
		unsigned size;
	} vars[VARIABLES];
	uint32_t keys[KEYS];
	ir_ref scope[400];
	unsigned scope_len;
	int budget;
};

static uint32_t random_below(struct grower *g, uint32_t n)
{
	g->seed ^= g->seed << 13;
	g->seed ^= g->seed >> 7;
	g->seed ^= g->seed << 17;
	return (uint32_t)(g->seed >> 11) % n;
}

static void keep(struct grower *g, ir_ref v)
{
	if (g->scope_len < ARRAY_LEN(g->scope))
		g->scope[g->scope_len++] = v;
}

/* A bare instruction, without the builder's folding. */
static ir_ref raw(struct grower *g, enum ir_op op, ir_ref x, ir_ref y, int64_t imm)
{
	struct ir_insn *i = ir_insn_new(g->b.func, op, ir_ops[op].args, NULL);

	i->imm = imm;
	ir_set_arg(i, 0, x);
	if (i->arg_count > 1)
		ir_set_arg(i, 1, y);
	ir_append(g->b.block, i);
	return i;
}

static int64_t random_const(struct grower *g)
{
	static const int64_t odd[] = { 0, 1, -1, 2, 8, 16, 63, 64, 255, 256, 0xffff, 0xffffffff, INT64_MIN, INT64_MAX };

	switch (random_below(g, 3)) {
	case 0: return odd[random_below(g, ARRAY_LEN(odd))];
	case 1: return (int64_t)random_below(g, 200) - 100;
	default: return (int64_t)((uint64_t)random_below(g, UINT32_MAX) << 32 | random_below(g, UINT32_MAX));
	}
}

static ir_ref constant(struct grower *g)
{
	return ir_const(&g->b, random_const(g));
}

static ir_ref load_var(struct grower *g)
{
	unsigned n = random_below(g, VARIABLES);
	bool is_signed = n & 1 ? random_below(g, 2) : false;

	return ir_load(&g->b, ir_slot_addr(&g->b, g->vars[n].slot), 0, g->vars[n].size, is_signed);
}

static ir_ref value(struct grower *g, int depth);

static ir_ref arithmetic(struct grower *g, int depth)
{
	enum ir_op op = IR_add + random_below(g, IR_sle - IR_add + 1);
	ir_ref x = value(g, depth - 1), y;
	static const int64_t widths[] = { 8, 16, 32 };

	if (op == IR_bswap)
		return raw(g, op, x, NULL, 16 << random_below(g, 3));
	if (op == IR_zext || op == IR_sext)
		return raw(g, op, x, NULL, widths[random_below(g, 3)]);
	if (op == IR_neg || op == IR_not)
		return raw(g, op, x, NULL, 0);
	y = random_below(g, 2) ? constant(g) : value(g, depth - 1);
	return raw(g, op, x, y, 0);
}

/* a && b, a || b: a phi of a constant and a truth value. */
static ir_ref logical(struct grower *g, int depth)
{
	struct ir_block *more = ir_block_new(g->b.func), *join = ir_block_new(g->b.func);
	bool is_or = random_below(g, 2);
	ir_ref first = value(g, depth - 1), known = ir_const(&g->b, is_or), second, phi;

	raw(g, IR_condbr, first, NULL, 0);
	ir_link(g->b.block, is_or ? 0 : 1, join);
	ir_link(g->b.block, is_or ? 1 : 0, more);
	ir_position(&g->b, more);
	second = raw(g, IR_ne, value(g, depth - 1), ir_const(&g->b, 0), 0);
	ir_br(&g->b, join);
	ir_position(&g->b, join);
	phi = ir_phi(&g->b, NULL);
	ir_add_arg(phi, known);
	ir_add_arg(phi, second);
	return phi;
}

static ir_ref key_load(struct grower *g)
{
	unsigned size = 1 << random_below(g, 4);

	return ir_load(&g->b, ir_slot_addr(&g->b, g->keys[random_below(g, KEYS)]), random_below(g, KEY_BYTES / size) * size,
		       size, random_below(g, 2));
}

static ir_ref value(struct grower *g, int depth)
{
	struct ir_builder *b = &g->b;

	g->budget--;
	switch (depth > 0 ? random_below(g, 14) : random_below(g, 8)) {
	case 0: return constant(g);
	case 1: return load_var(g);
	case 2: return ir_load_ctx(b, 8 * random_below(g, INTERP_CTX_WORDS), 1 << random_below(g, 4));
	case 3: return ir_call_pure(b, BPF_FUNC_get_current_pid_tgid);
	case 4: return ir_load(b, ir_map_value(b, b->module->maps.data[0], 8 * random_below(g, 4)), 0, 8, false);
	case 5: return key_load(g);
	case 6:
	case 7: return g->scope_len ? g->scope[random_below(g, g->scope_len)] : constant(g);
	case 8: return logical(g, depth);
	default: return arithmetic(g, depth);
	}
}

/* ---- statements ---- */

static void statements(struct grower *g, int depth);

static void assign(struct grower *g)
{
	unsigned n = random_below(g, VARIABLES);
	ir_ref v = value(g, 3);

	ir_store(&g->b, ir_slot_addr(&g->b, g->vars[n].slot), 0, g->vars[n].size, v);
}

static void build_key(struct grower *g)
{
	unsigned size = 1 << random_below(g, 4);
	uint32_t key = g->keys[random_below(g, KEYS)];
	ir_ref addr = ir_slot_addr(&g->b, key);

	switch (random_below(g, 4)) {
	case 0: ir_memzero(&g->b, addr, 0, KEY_BYTES); break;
	case 1: ir_memzero(&g->b, addr, 8, 8); break;
	case 2: ir_memcpy(&g->b, addr, 0, ir_slot_addr(&g->b, g->keys[random_below(g, KEYS)]), 0, KEY_BYTES); break;
	default:
		ir_store(&g->b, addr, random_below(g, KEY_BYTES / size) * size, size, value(g, 2));
		break;
	}
}

/* A temporary that is filled and copied to where it is wanted, as strings and tuples are. */
static void copy_temporary(struct grower *g)
{
	uint32_t t = ir_slot_new(g->b.func, 8, 8, "t"), key = g->keys[random_below(g, KEYS)];
	ir_ref addr = ir_slot_addr(&g->b, t);

	if (random_below(g, 2))
		ir_memzero(&g->b, addr, 0, 8);
	ir_call(&g->b, BPF_FUNC_probe_read_kernel, 3, addr, ir_const(&g->b, 8), value(g, 1));
	if (random_below(g, 3) == 0)
		statements(g, 1);
	ir_memcpy(&g->b, ir_slot_addr(&g->b, key), 8 * random_below(g, 3), ir_slot_addr(&g->b, t), 0, 8);
}

/* The thread's name, wanted here and there. */
static void get_name(struct grower *g)
{
	uint32_t slot = random_below(g, 2) ? g->keys[random_below(g, KEYS)] : ir_slot_new(g->b.func, 16, 8, "name");
	ir_ref addr = ir_slot_addr(&g->b, slot);

	ir_call(&g->b, BPF_FUNC_get_current_comm, 2, addr, ir_const(&g->b, 16));
	keep(g, ir_load(&g->b, addr, 0, 8, false));
	if (random_below(g, 2))
		ir_memcpy(&g->b, ir_slot_addr(&g->b, g->keys[random_below(g, KEYS)]), 8, addr, 0, 16);
}

/* A record in the ring buffer: parts are built in temporaries and copied. */
static void send_record(struct grower *g)
{
	struct ir_builder *b = &g->b;
	struct ir_block *room = ir_block_new(b->func), *after = ir_block_new(b->func);
	ir_ref p = ir_call(b, BPF_FUNC_ringbuf_reserve, 3, ir_map_ptr(b, b->module->maps.data[1]),
			   ir_const(b, INTERP_RECORD_BYTES), ir_const(b, 0));

	ir_condbr(b, p, room, after);
	ir_position(b, room);
	for (unsigned n = random_below(g, 4); n > 0; n--) {
		ir_ref t = ir_slot_addr(b, ir_slot_new(b->func, 8, 8, "part"));

		if (random_below(g, 2))
			ir_store(b, t, 0, 8, value(g, 1));
		ir_call(b, BPF_FUNC_probe_read_kernel, 3, t, ir_const(b, 8), ir_const(b, random_below(g, 1000)));
		if (random_below(g, 2))
			ir_store(b, t, 4, 4, value(g, 1));
		ir_memcpy(b, p, 8 * (int32_t)random_below(g, 8), t, 0, 8);
	}
	ir_call(b, BPF_FUNC_ringbuf_submit, 2, p, ir_const(b, 0));
	ir_br(b, after);
	ir_position(b, after);
}

static void call_helper(struct grower *g)
{
	struct ir_builder *b = &g->b;
	ir_ref key = ir_slot_addr(b, g->keys[random_below(g, KEYS)]), map = ir_map_ptr(b, b->module->maps.data[1]);

	switch (random_below(g, 6)) {
	case 0: ir_call(b, BPF_FUNC_map_update_elem, 4, map, key, ir_offset(b, key, 8), ir_const(b, 0)); break;
	case 1: ir_call(b, BPF_FUNC_probe_read_kernel, 3, ir_offset(b, key, 8), ir_const(b, 8), value(g, 2)); break;
	case 2: ir_call(b, BPF_FUNC_ringbuf_output, 4, map, key, ir_const(b, KEY_BYTES), ir_const(b, 0)); break;
	case 3: keep(g, ir_call(b, 9999, 1, key)); break;
	case 4: ir_call(b, BPF_FUNC_ktime_get_ns, 0); break;
	default:
		ir_store(b, ir_map_value(b, b->module->maps.data[0], 8 * random_below(g, 4)), 0, 8, value(g, 2));
		break;
	}
}

static void use_lookup(struct grower *g, int depth)
{
	struct ir_builder *b = &g->b;
	struct ir_block *found = ir_block_new(b->func), *after = ir_block_new(b->func);
	ir_ref key = ir_slot_addr(b, g->keys[random_below(g, KEYS)]);
	ir_ref p = ir_call(b, BPF_FUNC_map_lookup_elem, 2, ir_map_ptr(b, b->module->maps.data[1]), key);
	unsigned len = g->scope_len;

	ir_condbr(b, ir_binary(b, IR_ne, p, ir_const(b, 0)), found, after);
	ir_position(b, found);
	keep(g, ir_load(b, p, 0, 8, false));
	if (random_below(g, 2))
		ir_atomic_add(b, p, 0, 8, value(g, 1));
	else
		ir_store(b, p, 0, 4, value(g, 1));
	statements(g, depth - 1);
	ir_br(b, after);
	ir_position(b, after);
	g->scope_len = len;
}

static void branch(struct grower *g, int depth)
{
	struct ir_builder *b = &g->b;
	struct ir_block *yes = ir_block_new(b->func), *no = ir_block_new(b->func), *join = ir_block_new(b->func);
	ir_ref cond = random_below(g, 2) ? logical(g, 2) : value(g, 2), v[2], phi;
	unsigned len = g->scope_len;

	raw(g, IR_condbr, cond, NULL, 0);
	ir_link(b->block, 0, yes);
	ir_link(b->block, 1, no);
	ir_position(b, yes);
	statements(g, depth - 1);
	v[0] = value(g, 1);
	g->scope_len = len;
	if (random_below(g, 8) == 0)
		ir_ret(b, v[0]);
	else
		ir_br(b, join);
	ir_position(b, no);
	if (random_below(g, 2))
		statements(g, depth - 1);
	v[1] = value(g, 1);
	g->scope_len = len;
	ir_br(b, join);
	ir_position(b, join);
	phi = ir_phi(b, NULL);
	if (join->preds.len == 2)
		ir_add_arg(phi, v[0]);
	ir_add_arg(phi, v[1]);
	keep(g, phi);
}

static void loop(struct grower *g, int depth)
{
	struct ir_builder *b = &g->b;
	uint32_t counter = ir_slot_new(b->func, 4, 4, "i");
	struct ir_block *head = ir_block_new(b->func), *body = ir_block_new(b->func), *after = ir_block_new(b->func);
	unsigned len = g->scope_len;
	ir_ref i;

	ir_store(b, ir_slot_addr(b, counter), 0, 4, ir_const(b, 0));
	ir_br(b, head);
	ir_position(b, head);
	i = ir_load(b, ir_slot_addr(b, counter), 0, 4, true);
	ir_condbr(b, ir_binary(b, IR_slt, i, ir_const(b, random_below(g, 5))), body, after);
	ir_position(b, body);
	keep(g, i);
	statements(g, depth - 1);
	i = ir_load(b, ir_slot_addr(b, counter), 0, 4, true);
	ir_store(b, ir_slot_addr(b, counter), 0, 4, ir_binary(b, IR_add, i, ir_const(b, 1)));
	ir_br(b, head);
	ir_position(b, after);
	g->scope_len = len;
}

static void statement(struct grower *g, int depth)
{
	switch (random_below(g, depth > 0 ? 14 : 8)) {
	case 0:
	case 1: assign(g); break;
	case 2:
	case 3: build_key(g); break;
	case 4: call_helper(g); break;
	case 5: copy_temporary(g); break;
	case 6: keep(g, value(g, 3)); break;
	case 7: get_name(g); break;
	case 8: use_lookup(g, depth); break;
	case 9: loop(g, depth); break;
	case 10: send_record(g); break;
	default: branch(g, depth); break;
	}
}

static void statements(struct grower *g, int depth)
{
	unsigned len = g->scope_len, n = 1 + random_below(g, 4);

	while (n-- > 0 && g->budget > 0)
		statement(g, depth);
	g->scope_len = len;
}

/* ---- functions ---- */

static void add_map(struct ir_module *m, const char *name, uint32_t value_size)
{
	struct ir_map *map = ARENA_NEW(m->arena, struct ir_map);

	map->name = name;
	map->bpf_type = BPF_MAP_TYPE_ARRAY;
	map->key_size = 8;
	map->value_size = value_size;
	map->max_entries = 1;
	map->present_offset = UINT32_MAX;
	map->index = m->maps.len;
	vec_push(m->arena, &m->maps, map);
}

static void make_slots(struct grower *g)
{
	for (unsigned n = 0; n < VARIABLES; n++) {
		g->vars[n].size = 1 << random_below(g, 4);
		g->vars[n].slot = ir_slot_new(g->b.func, g->vars[n].size, g->vars[n].size, "v");
		ir_memzero(&g->b, ir_slot_addr(&g->b, g->vars[n].slot), 0, g->vars[n].size);
	}
	for (unsigned n = 0; n < KEYS; n++) {
		g->keys[n] = ir_slot_new(g->b.func, KEY_BYTES, 8, "k");
		ir_memzero(&g->b, ir_slot_addr(&g->b, g->keys[n]), 0, KEY_BYTES);
	}
}

static struct ir_module *grow(struct arena *a, uint64_t seed, int budget)
{
	struct grower g = { .arena = a, .seed = seed * UINT64_C(0x9e3779b97f4a7c15) | 1, .budget = budget };

	g.b.module = ir_module_new(a);
	add_map(g.b.module, "array", 32);
	add_map(g.b.module, "hash", 8);
	g.b.func = ir_func_new(g.b.module, "random", IR_FUNC_PROGRAM, 1);
	ir_position(&g.b, ir_block_new(g.b.func));
	make_slots(&g);
	while (g.budget > 0)
		statement(&g, 3);
	ir_ret(&g.b, load_var(&g));
	return g.b.module;
}

static void run(const struct ir_module *m, uint64_t seed, struct interp *result)
{
	memset(result, 0, sizeof(*result));
	for (unsigned n = 0; n < INTERP_CTX_WORDS; n++)
		result->ctx[n] = (seed & 1 ? 0 : seed * (n + 3) * UINT64_C(0xd1342543de82ef95)) >> (seed * n % 64);
	interp_run(result, m);
}

/* The module as it is, kept as text. */
static struct ir_module *copy_of(struct arena *a, const struct ir_module *m)
{
	struct strbuf text = { 0 };
	const char *error = NULL;
	struct ir_module *copy;

	ir_print(m, &text);
	copy = ir_parse(a, strbuf_str(&text), &error);
	if (!copy)
		printf("%s\n", error);
	strbuf_done(&text);
	return copy;
}

struct comparison {
	struct interp want[RUNS], got;
	bool failed;
	uint64_t seed;
	struct strbuf before;
	unsigned runs, bad_runs; /* of the interpreter on programs as grown */
};

static void report(struct comparison *c, const char *pass, const char *what, const struct ir_module *m)
{
	struct strbuf text = { 0 };

	ir_print(m, &text);
	printf("seed %llu: %s: %s\nbefore:\n%s\nafter:\n%s\n", (unsigned long long)c->seed, pass, what,
	       strbuf_str(&c->before), strbuf_str(&text));
	strbuf_done(&text);
	c->failed = true;
}

static void compare(void *ctx, const char *pass, const struct ir_module *m)
{
	struct comparison *c = ctx;
	const char *wrong;

	if (c->failed)
		return;
	wrong = ir_verify((struct ir_module *)m);
	if (wrong)
		report(c, pass, wrong, m);
	for (uint64_t n = 0; n < RUNS && !c->failed; n++) {
		run(m, c->seed + n, &c->got);
		wrong = interp_difference(&c->want[n], &c->got);
		if (wrong)
			report(c, pass, wrong, m);
	}
	strbuf_clear(&c->before);
	ir_print(m, &c->before);
}

static void want(struct comparison *c, const struct ir_module *m)
{
	for (uint64_t n = 0; n < RUNS; n++) {
		run(m, c->seed + n, &c->want[n]);
		c->runs++;
		c->bad_runs += c->want[n].error != NULL;
	}
	strbuf_clear(&c->before);
	ir_print(m, &c->before);
}

static bool check_seed(struct comparison *c, uint64_t seed, int budget)
{
	struct arena *a = arena_new();
	struct ir_module *m = grow(a, seed, budget), *copy;

	c->failed = false;
	c->seed = seed;
	CHECK_STR(ir_verify(m) ?: "", "");
	for (size_t n = 0; n < opt_pass_count && !c->failed; n++) {
		copy = copy_of(a, m);
		want(c, copy);
		opt_run_pass(copy, opt_passes[n].name);
		compare(c, opt_passes[n].name, copy);
	}
	want(c, m);
	opt_run(m, false, compare, c);
	arena_free(a);
	return !c->failed;
}

TEST(opt_random_functions)
{
	struct comparison *c = xcalloc(1, sizeof(*c));
	const char *count = getenv("OPT_RANDOM"), *first = getenv("OPT_SEED");
	uint64_t from = first ? strtoull(first, NULL, 10) : 1, n = count ? strtoull(count, NULL, 10) : 150;
	bool ok = true;

	for (uint64_t seed = from; seed < from + n && ok; seed++)
		ok = check_seed(c, seed, 20 + seed % 7 * 40);
	CHECK(ok);
	CHECK(c->bad_runs * 20 < c->runs);
	strbuf_done(&c->before);
	free(c);
}
