/* A random program: C definitions, functions, macros and maps, then one to three begin blocks and sometimes an end. */
#include <stdio.h>

#include "gen.h"

unsigned gen_pick(struct gen *g, unsigned n) { return rng_below(&g->rng, n); }
bool gen_chance(struct gen *g, unsigned percent) { return rng_below(&g->rng, 100) < percent; }

void gen_fresh_name(struct gen *g, char *name, size_t size, char prefix)
{
	snprintf(name, size, "%c%u", prefix, g->names++ % 100000);
}

/* ---- types ---- */

static const struct gtype int_type = { .kind = G_INT }, bool_type = { .kind = G_BOOL }, node_type = { .kind = G_NODE },
			  struct_type = { .kind = G_STRUCT }, enum_type = { .kind = G_ENUM };

const struct gtype *gen_int_type(void) { return &int_type; }
const struct gtype *gen_bool_type(void) { return &bool_type; }
const struct gtype *gen_struct_type(void) { return &struct_type; }
const struct gtype *gen_enum_type(void) { return &enum_type; }

const struct gtype *gen_string_type(struct gen *g, unsigned limit)
{
	struct gtype *t = ARENA_NEW(g->arena, struct gtype);
	*t = (struct gtype){ .kind = G_STRING, .limit = limit };
	return t;
}

static const struct gtype *exact_type(struct gen *g)
{
	static const char *const names[] = { "int8",  "int16",	"int32",  "int64",
					     "uint8", "uint16", "uint32", "uint64" };
	struct gtype *t = ARENA_NEW(g->arena, struct gtype);
	*t = (struct gtype){ .kind = G_INT, .exact = names[gen_pick(g, ARRAY_LEN(names))] };
	return t;
}

static unsigned string_limit(struct gen *g)
{
	static const unsigned limits[] = { 2, 4, 5, 8, 9, 16, 17, 33, 64 };
	return gen_chance(g, 15) ? g->max_strlen + 1 : limits[gen_pick(g, ARRAY_LEN(limits))];
}

static const struct gtype *composite_type(struct gen *g, unsigned depth)
{
	struct gtype *t = ARENA_NEW(g->arena, struct gtype);
	t->kind = gen_chance(g, 60) ? G_TUPLE : G_RECORD;
	t->n = 1 + gen_pick(g, 3);
	for (unsigned i = 0; i < t->n; i++)
		t->parts[i] = gen_type(g, depth + 1);
	vec_push(g->arena, &g->types, t);
	return t;
}

const struct gtype *gen_type(struct gen *g, unsigned depth)
{
	unsigned r = gen_pick(g, 100);
	if (r < 50 || (depth > 1 && r > 80))
		return &int_type;
	if (r < 60)
		return &bool_type;
	if (r < 63 && g->arrays.len)
		return g->arrays.data[gen_pick(g, (unsigned)g->arrays.len)];
	if (r < 65)
		return &enum_type;
	if (r < 67 && !depth)
		return &struct_type;
	if (r < 80)
		return gen_string_type(g, depth ? MIN(string_limit(g), 40u) : string_limit(g));
	if (g->types.len && gen_chance(g, 60) && !depth)
		return g->types.data[gen_pick(g, (unsigned)g->types.len)];
	return composite_type(g, depth);
}

void gen_type_name(struct gen *g, const struct gtype *t)
{
	if (t->kind == G_BOOL)
		EMIT(g, "bool");
	else if (t->kind == G_STRING)
		EMIT(g, "string[%u]", t->limit);
	else
		EMIT(g, "%s", t->exact);
}

bool gen_fits(const struct gtype *from, const struct gtype *to)
{
	if (from == to)
		return true;
	if (from->kind != to->kind || from->kind == G_TUPLE || from->kind == G_RECORD || from->kind == G_ARRAY)
		return false;
	return from->kind != G_STRING || from->limit <= to->limit;
}

const struct gvar *gen_find_var(struct gen *g, const struct gtype *t, bool writable)
{
	unsigned n = (unsigned)g->vars.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n; i++) {
		unsigned k = (start + i) % n;
		const struct gvar *v = &g->vars.data[k];
		bool usable = writable ? !v->read_only && k >= g->own_vars && gen_fits(t, v->type) : gen_fits(v->type, t);
		if (usable)
			return v;
	}
	return NULL;
}

/* ---- the structure ---- */

static void add_field(struct gen *g, const char *name, const struct gtype *type, unsigned count)
{
	struct gfield f = { .type = type, .count = count, .is_addressable = name[0] != 'b' };
	snprintf(f.name, sizeof(f.name), "%s", name);
	vec_push(g->arena, &g->fields, f);
}

static void number_field(struct gen *g, unsigned i, const char *prefix)
{
	static const char *const types[] = { "char", "signed char", "unsigned char", "short", "unsigned short",
					     "int", "unsigned int", "long", "unsigned long" };
	char name[20];
	snprintf(name, sizeof(name), "%sf%u", prefix, i);
	EMIT(g, " %s f%u;", types[gen_pick(g, ARRAY_LEN(types))], i);
	add_field(g, name, &int_type, 0);
}

static void bit_fields(struct gen *g, unsigned i)
{
	static const char *const types[] = { "unsigned int", "int", "unsigned long", "unsigned char" };
	const char *type = types[gen_pick(g, ARRAY_LEN(types))];
	char name[20];
	for (unsigned k = 0; k < 2; k++) {
		snprintf(name, sizeof(name), "b%u_%u", i, k);
		EMIT(g, " %s %s : %u;", type, name, 1 + gen_pick(g, 7));
		add_field(g, name, &int_type, 0);
	}
}

static void struct_field(struct gen *g, unsigned i)
{
	char name[20];
	snprintf(name, sizeof(name), "f%u", i);
	switch (gen_pick(g, 8)) {
	case 0:
		EMIT(g, " char f%u[%u];", i, 1 + gen_pick(g, 12));
		add_field(g, name, gen_string_type(g, 13), 0);
		break;
	case 1: {
		static const char *const types[] = { "signed char", "short", "int", "unsigned int", "long" };
		unsigned n = 2 + gen_pick(g, 2), type = gen_pick(g, ARRAY_LEN(types));
		EMIT(g, " %s f%u[%u];", type ? types[type] : "unsigned short", i, n);
		struct gtype *t = ARENA_NEW(g->arena, struct gtype);
		t->kind = G_ARRAY;
		add_field(g, name, t, n);
		vec_push(g->arena, &g->arrays, t);
		break;
	}
	case 2:
		bit_fields(g, i);
		break;
	case 3:
		EMIT(g, " struct { ");
		snprintf(name, sizeof(name), "s%u.", i);
		number_field(g, i * 10, name);
		number_field(g, i * 10 + 1, name);
		EMIT(g, " } s%u;", i);
		break;
	case 4:
		EMIT(g, " union { ");
		number_field(g, i * 10 + 100, "");
		number_field(g, i * 10 + 101, "");
		EMIT(g, " };");
		break;
	default:
		number_field(g, i, "");
	}
}

static void structure(struct gen *g)
{
	unsigned n = 1 + gen_pick(g, 6);
	EMIT(g, "enum soak_color { RED, GREEN = 3, BLUE = 70000 };\n");
	EMIT(g, "struct soak_node { struct soak_node *next;");
	for (unsigned i = 0; i < n; i++)
		struct_field(g, i);
	EMIT(g, " };\n");
}

/* ---- maps ---- */

static const struct gtype *key_type(struct gen *g)
{
	const struct gtype *t = gen_type(g, 0);
	if (t->kind == G_STRUCT)
		return &int_type;
	return t->kind == G_STRING && t->limit > 300 ? gen_string_type(g, 64) : t;
}

static void make_map(struct gen *g, unsigned i)
{
	struct gmap m = { .value = &int_type };
	snprintf(m.name, sizeof(m.name), "m%u", i);
	m.kind = gen_chance(g, 50) ? GM_PLAIN : (enum gmap_kind)gen_pick(g, GM_KIND_COUNT);
	if (gen_chance(g, 60))
		m.key = key_type(g);
	if (m.kind == GM_PLAIN)
		m.value = gen_type(g, 0);
	bool is_lru = gen_chance(g, 30); /* of these nothing may be evicted */
	if (m.kind == GM_PLAIN && m.key && gen_chance(g, 15))
		m.declared = is_lru ? 4000 : 1 + gen_pick(g, 8);
	vec_push(g->arena, &g->maps, m);
	if (m.declared)
		EMIT(g, "let @%s = %s(%u);\n", m.name, is_lru ? "lruhash" : "hash", m.declared);
}

/* ---- functions and macros ---- */

static const struct gtype *signature_type(struct gen *g)
{
	unsigned r = gen_pick(g, 10);
	return r < 6 ? exact_type(g) : r < 7 ? &bool_type : gen_string_type(g, MIN(string_limit(g), g->max_strlen));
}

static void function(struct gen *g, unsigned i)
{
	struct gfn f = { .n = 1 + gen_pick(g, 3), .is_pure = gen_chance(g, 60) };
	size_t vars = g->vars.len;
	snprintf(f.name, sizeof(f.name), "f%u", i);
	f.result = signature_type(g);
	EMIT(g, "fn %s(", f.name);
	for (unsigned k = 0; k < f.n; k++) {
		struct gvar v = { .type = k ? signature_type(g) : exact_type(g) };
		gen_fresh_name(g, v.name, sizeof(v.name), 'p');
		f.params[k] = v.type;
		vec_push(g->arena, &g->vars, v);
		EMIT(g, "%s$%s: ", k ? ", " : "", v.name);
		gen_type_name(g, v.type);
	}
	EMIT(g, "): ");
	gen_type_name(g, f.result);
	EMIT(g, "\n{\n");
	g->is_pure = f.is_pure;
	g->fn = &f;
	g->indent = 1;
	gen_block(g, 1 + gen_pick(g, 3));
	EMIT(g, "\treturn ");
	g->nodes = 12;
	gen_value(g, f.result, 3);
	EMIT(g, ";\n}\n");
	g->is_pure = false;
	g->fn = NULL;
	g->vars.len = vars;
	vec_push(g->arena, &g->fns, f);
}

static void macro(struct gen *g, unsigned i)
{
	static const char *const values[] = { "e * 3 - 1", "(e ^ 85) + e", "e > 3 ? e : 3 - e", "{ $t = e; $t & 255 }" };
	static const char *const updates[] = { "$v = $v + e; $v ^ e", "$v++; e - $v", "$t = $v; $v = e; $t",
					       "if (e > $v) { $v = e; } $v" };
	struct gmacro m = { .by_reference = gen_chance(g, 50) };
	snprintf(m.name, sizeof(m.name), "k%u", i);
	if (m.by_reference)
		EMIT(g, "macro %s($v, e) { %s }\n", m.name, updates[gen_pick(g, ARRAY_LEN(updates))]);
	else
		EMIT(g, "macro %s(e) { %s }\n", m.name, values[gen_pick(g, ARRAY_LEN(values))]);
	vec_push(g->arena, &g->macros, m);
}

/* ---- programs ---- */

static void first_vars(struct gen *g)
{
	for (unsigned i = 0; i < 2; i++) {
		struct gvar v = { .type = i ? exact_type(g) : &int_type };
		gen_fresh_name(g, v.name, sizeof(v.name), 'v');
		if (i)
			EMIT(g, "\tlet $%s: %s = %u;\n", v.name, v.type->exact, gen_pick(g, 100));
		else
			EMIT(g, "\t$%s = %d;\n", v.name, (int)gen_pick(g, 2000) - 1000);
		vec_push(g->arena, &g->vars, v);
	}
	struct gvar p = { .type = &node_type };
	gen_fresh_name(g, p.name, sizeof(p.name), 'n');
	EMIT(g, "\t$%s = (struct soak_node *)uptr(0x%x);\n", p.name, MEMORY_BASE + MEMORY_SLOT * gen_pick(g, MEMORY_SLOTS));
	vec_push(g->arena, &g->vars, p);
}

/* An assignment to each map, so that all have their types; many do not happen. */
static void first_assignments(struct gen *g)
{
	for (size_t i = 0; i < g->maps.len; i++) {
		const struct gmap *m = &g->maps.data[i];
		bool happens = gen_chance(g, 60);
		EMIT(g, happens ? "\t" : "\tif ($%s == 424242) { ", g->vars.data[0].name);
		g->is_pure = true; /* a type must not come from the map itself */
		gen_map_set(g, m);
		g->is_pure = false;
		EMIT(g, happens ? "\n" : " }\n");
	}
}

static void probe(struct gen *g, const char *name, bool is_first)
{
	EMIT(g, "%s\n{\n", name);
	g->vars.len = 0;
	g->rounds = 1;
	g->indent = 1;
	first_vars(g);
	if (is_first)
		first_assignments(g);
	gen_block(g, 2 + gen_pick(g, 10));
	EMIT(g, "}\n");
}

static void settings(struct gen *g)
{
	static const unsigned lengths[] = { 1024, 64, 64, 200, 32 };
	g->max_strlen = !g->basic && gen_chance(g, 3) ? 16384 : lengths[gen_pick(g, ARRAY_LEN(lengths))];
	if (g->max_strlen > 1024) /* records of that size must find room */
		EMIT(g, "config = { max_strlen = %u; perf_rb_pages = 16384 }\n", g->max_strlen);
	else if (g->max_strlen != 1024)
		EMIT(g, "config = { max_strlen = %u }\n", g->max_strlen);
}

void soak_generate(uint64_t seed, bool basic, struct strbuf *out)
{
	struct gen g = { .rng = { seed * 0x100000001b3 + 7 }, .arena = arena_new(), .out = out };
	g.basic = basic || seed % 3 == 0;
	unsigned maps, fns, macros;
	g.budget = 6 + (int)gen_pick(&g, gen_chance(&g, 5) ? 150 : 40);
	g.rounds = 1;
	structure(&g);
	settings(&g);
	maps = gen_chance(&g, 3) ? 50 : 1 + gen_pick(&g, 6);
	for (unsigned i = 0; i < maps; i++)
		make_map(&g, i);
	macros = gen_pick(&g, 3);
	for (unsigned i = 0; i < macros; i++)
		macro(&g, i);
	fns = gen_chance(&g, 10) ? 12 : gen_pick(&g, 3);
	for (unsigned i = 0; i < fns; i++)
		function(&g, i);
	probe(&g, "begin", true);
	if (gen_chance(&g, 30))
		probe(&g, "begin", false);
	if (gen_chance(&g, 20))
		probe(&g, "end", false);
	arena_free(g.arena);
}
