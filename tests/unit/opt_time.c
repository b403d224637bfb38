/*
 * The pipeline takes time in proportion to the function: shapes that scripts can have, at two sizes. Prints with
 * OPT_TIME set in the environment (how many instructions the larger size should have).
 */
#include "opt/opt.h"

#include "unit.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <time.h>

#define VARIABLES 200

struct shape {
	struct ir_builder b;
	struct ir_map *map;
	uint32_t vars[VARIABLES], key;
	struct ir_block *end;
};

static ir_ref variable(struct shape *s, unsigned n)
{
	return ir_slot_addr(&s->b, s->vars[n % VARIABLES]);
}

static ir_ref get(struct shape *s, unsigned n)
{
	return ir_load(&s->b, variable(s, n), 0, 8, false);
}

/* $a = $b * 3 + pid, and a map's value at a key of two parts */
static void simple_statement(struct shape *s, unsigned n)
{
	struct ir_builder *b = &s->b;
	ir_ref key = ir_slot_addr(b, s->key), v;

	v = ir_binary(b, IR_mul, get(s, n), ir_const(b, 3));
	v = ir_binary(b, IR_add, v, ir_call_pure(b, BPF_FUNC_get_current_pid_tgid));
	ir_store(b, variable(s, n + 1), 0, 8, v);
	ir_memzero(b, key, 0, 16);
	ir_store(b, key, 0, 8, v);
	ir_store(b, key, 8, 4, get(s, n + 7));
	ir_call(b, BPF_FUNC_map_update_elem, 4, ir_map_ptr(b, s->map), key, key, ir_const(b, 0));
}

static void straight(struct shape *s, unsigned n)
{
	simple_statement(s, n);
}

static void guarded(struct shape *s, unsigned n)
{
	struct ir_block *yes = ir_block_new(s->b.func), *next = ir_block_new(s->b.func);

	ir_condbr(&s->b, ir_binary(&s->b, IR_ult, get(s, n * 3), ir_const(&s->b, n)), yes, next);
	ir_position(&s->b, yes);
	simple_statement(s, n);
	ir_br(&s->b, next);
	ir_position(&s->b, next);
}

static void early_exit(struct shape *s, unsigned n)
{
	struct ir_block *next = ir_block_new(s->b.func);

	simple_statement(s, n);
	ir_condbr(&s->b, ir_binary(&s->b, IR_eq, get(s, n * 3), ir_const(&s->b, n)), s->end, next);
	ir_position(&s->b, next);
}

static void looped(struct shape *s, unsigned n)
{
	struct ir_block *head = ir_block_new(s->b.func), *body = ir_block_new(s->b.func), *next = ir_block_new(s->b.func);

	ir_store(&s->b, variable(s, n), 0, 8, ir_const(&s->b, 0));
	ir_br(&s->b, head);
	ir_position(&s->b, head);
	ir_condbr(&s->b, ir_binary(&s->b, IR_ult, get(s, n), ir_const(&s->b, 10)), body, next);
	ir_position(&s->b, body);
	simple_statement(s, n + 2);
	ir_store(&s->b, variable(s, n), 0, 8, ir_binary(&s->b, IR_add, get(s, n), ir_const(&s->b, 1)));
	ir_br(&s->b, head);
	ir_position(&s->b, next);
}

static void logical(struct shape *s, unsigned n)
{
	struct ir_block *more = ir_block_new(s->b.func), *join = ir_block_new(s->b.func), *yes = ir_block_new(s->b.func),
			*next = ir_block_new(s->b.func);
	ir_ref zero = ir_const(&s->b, 0), second, phi;

	ir_condbr(&s->b, get(s, n), more, join);
	ir_position(&s->b, more);
	second = ir_binary(&s->b, IR_ne, get(s, n + 1), zero);
	ir_br(&s->b, join);
	ir_position(&s->b, join);
	phi = ir_phi(&s->b, NULL);
	ir_add_arg(phi, zero);
	ir_add_arg(phi, second);
	ir_condbr(&s->b, phi, yes, next);
	ir_position(&s->b, yes);
	simple_statement(s, n);
	ir_br(&s->b, next);
	ir_position(&s->b, next);
}

static void fresh_slots(struct shape *s, unsigned n)
{
	struct ir_builder *b = &s->b;
	ir_ref t = ir_slot_addr(b, ir_slot_new(b->func, 16, 8, NULL)), key = ir_slot_addr(b, ir_slot_new(b->func, 24, 8, NULL));

	ir_memzero(b, t, 0, 16);
	ir_call(b, BPF_FUNC_probe_read_user_str, 3, t, ir_const(b, 16), get(s, n));
	ir_store(b, key, 0, 8, ir_const(b, n));
	ir_memcpy(b, key, 8, t, 0, 16);
	ir_call(b, BPF_FUNC_map_update_elem, 4, ir_map_ptr(b, s->map), key, key, ir_const(b, 0));
}

static const struct {
	const char *name;
	void (*statement)(struct shape *s, unsigned n);
} shapes[] = {
	{ "straight", straight }, { "guarded", guarded },   { "early exits", early_exit },
	{ "loops", looped },	  { "logical", logical }, { "fresh slots", fresh_slots },
};

static struct ir_map *hash_map(struct ir_module *m)
{
	struct ir_map *map = ARENA_NEW(m->arena, struct ir_map);

	map->name = "x";
	map->bpf_type = BPF_MAP_TYPE_HASH;
	map->key_size = map->value_size = 16;
	map->max_entries = 10;
	vec_push(m->arena, &m->maps, map);
	return map;
}

/* CPU time of the pipeline over about `insns` instructions. */
static double seconds(unsigned shape, uint32_t insns, uint32_t *ret_made)
{
	struct arena *a = arena_new();
	struct shape s = { .b.module = ir_module_new(a) };
	clock_t begin;
	double t;

	s.map = hash_map(s.b.module);
	s.b.func = ir_func_new(s.b.module, "x", IR_FUNC_PROGRAM, 1);
	ir_position(&s.b, ir_block_new(s.b.func));
	s.end = ir_block_new(s.b.func);
	for (unsigned n = 0; n < VARIABLES; n++) {
		s.vars[n] = ir_slot_new(s.b.func, 8, 8, "v");
		ir_store(&s.b, variable(&s, n), 0, 8, ir_load_ctx(&s.b, 8 * (n % 20), 8));
	}
	s.key = ir_slot_new(s.b.func, 16, 8, "key");
	for (unsigned n = 0; s.b.func->next_id < insns; n++)
		shapes[shape].statement(&s, n);
	ir_br(&s.b, s.end);
	ir_position(&s.b, s.end);
	ir_ret(&s.b, get(&s, 3));
	*ret_made = s.b.func->next_id;
	begin = clock();
	opt_run(s.b.module, false, NULL, NULL);
	t = (double)(clock() - begin) / CLOCKS_PER_SEC;
	CHECK_STR(ir_verify(s.b.module) ?: "", "");
	arena_free(a);
	return t;
}

/* The best of a few runs: the machine does other things, too. */
static double best_of(unsigned shape, uint32_t insns, uint32_t *ret_made)
{
	double best = 1e9;

	for (int n = 0; n < 3; n++) {
		double t = seconds(shape, insns, ret_made);

		best = MIN(best, t);
	}
	return best;
}

TEST(opt_time_of_large_functions)
{
	const char *wanted = getenv("OPT_TIME");
	uint32_t insns = wanted ? strtoul(wanted, NULL, 10) : 12000, made;

	for (unsigned n = 0; n < ARRAY_LEN(shapes); n++) {
		double small = best_of(n, insns / 4, &made), large = best_of(n, insns, &made);

		if (!wanted) /* machines are too noisy for a verdict on times */
			continue;
		printf("%-12s %7u values: %.3f s; %u: %.3f s\n", shapes[n].name, insns / 4, small, made, large);
		CHECK(large < 0.05 || large < small * 12); /* quadratic would be 16; noise below 0.05 s */
	}
}
