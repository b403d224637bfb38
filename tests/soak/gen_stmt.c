/*
 * Random statements. Names are never used twice, so scopes only decide what can be seen. Bodies of `for` over a map do
 * only what gives the same result in any order.
 */
#include "gen.h"

static void line(struct gen *g)
{
	strbuf_pad(g->out, '\t', g->indent);
	g->nodes = 25;
}

static const struct gvar *new_var(struct gen *g, const struct gtype *t, bool read_only)
{
	struct gvar v = { .type = t, .read_only = read_only };
	gen_fresh_name(g, v.name, sizeof(v.name), 'v');
	vec_push(g->arena, &g->vars, v);
	return &vec_last(&g->vars);
}

/* ---- variables ---- */

/* The new name is not visible in its own value. */
static void declare(struct gen *g)
{
	const struct gtype *t = gen_type(g, 0);
	struct gtype exact = { .kind = G_INT, .exact = "int64" };
	static const char *const names[] = { "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64" };
	bool annotate = t->kind <= G_STRING && gen_chance(g, 40);
	char name[12];
	gen_fresh_name(g, name, sizeof(name), 'v');
	if (annotate && t->kind == G_INT) {
		exact.exact = names[gen_pick(g, ARRAY_LEN(names))];
		t = arena_dup(g->arena, &exact, sizeof(exact));
	}
	line(g);
	EMIT(g, annotate || gen_chance(g, 20) ? "let $%s" : "$%s", name);
	if (annotate) {
		EMIT(g, ": ");
		gen_type_name(g, t);
	}
	EMIT(g, " = ");
	gen_value(g, t, 4);
	EMIT(g, ";\n");
	struct gvar v = { .type = t };
	memcpy(v.name, name, sizeof(name));
	vec_push(g->arena, &g->vars, v);
}

static void assign(struct gen *g)
{
	const struct gvar *v = g->vars.len > g->own_vars
				       ? &g->vars.data[g->own_vars + gen_pick(g, (unsigned)g->vars.len - g->own_vars)]
				       : NULL;
	static const char *const ops[] = { "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=" };
	if (!v || v->read_only) {
		declare(g);
		return;
	}
	line(g);
	if (v->type->kind == G_INT && gen_chance(g, 40)) {
		EMIT(g, "$%s %s ", v->name, ops[gen_pick(g, ARRAY_LEN(ops))]);
		gen_int(g, 3, true);
	} else if (v->type->kind == G_INT && gen_chance(g, 15)) {
		EMIT(g, "$%s%s", v->name, gen_chance(g, 50) ? "++" : "--");
	} else {
		EMIT(g, "$%s = ", v->name);
		gen_value(g, v->type, 4);
	}
	EMIT(g, ";\n");
}

/* ---- maps ---- */

static const struct gmap *find_map(struct gen *g, bool (*wanted)(const struct gmap *m))
{
	unsigned n = (unsigned)g->maps.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n && !g->is_pure; i++) {
		const struct gmap *m = &g->maps.data[(start + i) % n];
		if (!m->no_write && wanted(m))
			return m;
	}
	return NULL;
}

static bool is_plain(const struct gmap *m) { return m->kind == GM_PLAIN; }
static bool is_number(const struct gmap *m) { return m->kind == GM_PLAIN && m->value->kind == G_INT; }
static bool is_aggregation(const struct gmap *m) { return m->kind != GM_PLAIN; }
static bool is_any(const struct gmap *m) { return true; }

static void assign_map(struct gen *g)
{
	const struct gmap *m = find_map(g, is_plain);
	if (!m || g->unordered)
		return;
	line(g);
	gen_map_set(g, m);
	EMIT(g, "\n");
}

static void update_map(struct gen *g)
{
	static const char *const ops[] = { "+=", "-=", "|=", "^=", "&=", "*=", "/=", "<<=" };
	const struct gmap *m = find_map(g, is_number);
	if (!m)
		return;
	line(g);
	g->no_effects = true;
	gen_map_access(g, m, 2);
	if (gen_chance(g, 40)) {
		EMIT(g, gen_chance(g, 50) ? "++" : "--");
	} else {
		EMIT(g, " %s ", ops[gen_pick(g, g->unordered ? 2 : ARRAY_LEN(ops))]);
		gen_int(g, 3, true);
	}
	EMIT(g, ";\n");
	g->no_effects = false;
}

void gen_map_set(struct gen *g, const struct gmap *m)
{
	static const char *const names[GM_KIND_COUNT] = { [GM_COUNT] = "count", [GM_SUM] = "sum", [GM_MIN] = "min",
							  [GM_MAX] = "max", [GM_AVG] = "avg", [GM_STATS] = "stats",
							  [GM_HIST] = "hist", [GM_LHIST] = "lhist" };
	g->nodes = 25;
	gen_map_access(g, m, 2);
	EMIT(g, " = ");
	if (m->kind == GM_PLAIN) {
		gen_value(g, m->value, 4);
		EMIT(g, ";");
		return;
	}
	EMIT(g, "%s(", names[m->kind]);
	if (m->kind != GM_COUNT)
		gen_int(g, 3, false);
	EMIT(g, m->kind == GM_LHIST ? ", 0, 100, 10);" : ");");
}

static void aggregate(struct gen *g)
{
	const struct gmap *m = find_map(g, is_aggregation);
	if (!m)
		return;
	line(g);
	gen_map_set(g, m);
	EMIT(g, "\n");
}

static void remove_element(struct gen *g)
{
	const struct gmap *m = find_map(g, is_any);
	if (!m || g->unordered)
		return;
	line(g);
	EMIT(g, "_ = delete(");
	gen_map_access(g, m, 1);
	EMIT(g, ");\n");
}

/* ---- output ---- */

static void print_value(struct gen *g)
{
	line(g);
	/* In a tuple, since print(@m) is about the map as it will be. */
	EMIT(g, "print((");
	gen_value(g, gen_type(g, 0), 4);
	EMIT(g, ",));\n");
}

/* Composite values are not padded alike everywhere, so they come without a width. Structures hold addresses. */
static const struct gtype *printable_type(struct gen *g)
{
	const struct gtype *t = gen_type(g, 0);
	return gen_chance(g, 50) ? gen_string_type(g, 70) : t;
}

static void print_formatted(struct gen *g)
{
	static const char *const ints[] = { "%d", "%ld", "%lu", "%x", "%lx", "%u", "%hhd", "%hu", "%5d", "%-5ld|", "%08lx", "%lo" };
	const char *conversions[4];
	unsigned n = 1 + gen_pick(g, 4);
	line(g);
	EMIT(g, "printf(\"");
	for (unsigned i = 0; i < n; i++) {
		conversions[i] = gen_chance(g, 60) ? ints[gen_pick(g, ARRAY_LEN(ints))] : gen_chance(g, 70) ? "%s" : "%12s";
		EMIT(g, "%s%s", i ? " " : "", conversions[i]);
	}
	EMIT(g, "\\n\"");
	for (unsigned i = 0; i < n; i++) {
		EMIT(g, ", ");
		if (strchr(conversions[i], 's'))
			gen_value(g, strcmp(conversions[i], "%s") ? gen_string_type(g, 70) : printable_type(g), 3);
		else
			gen_int(g, 3, false);
	}
	EMIT(g, ");\n");
}

/* A literal expression and its value by C's rules; operations whose result may not fit are left out. */
static int64_t literal_expression(struct gen *g, int depth)
{
	static const char ops[] = { '+', '-', '*', '/', '%', '&', '|', '^', '<', '>' };
	if (depth == 0 || gen_chance(g, 20)) {
		int64_t n = gen_chance(g, 80) ? (int64_t)gen_pick(g, 20) - 6 : (int64_t)(rng_next(&g->rng) >> 34);
		EMIT(g, n < 0 ? "(%lld)" : "%lld", (long long)n);
		return n;
	}
	struct strbuf *out = g->out, text = { 0 };
	char op = ops[gen_pick(g, ARRAY_LEN(ops))];
	g->out = &text;
	EMIT(g, "(");
	int64_t x = literal_expression(g, depth - 1), r = 0;
	EMIT(g, op == '<' || op == '>' ? " %c%c " : " %c ", op, op);
	int64_t y = literal_expression(g, depth - 1);
	EMIT(g, ")");
	g->out = out;
	bool bad = (op == '/' || op == '%') ? y == 0 : op == '<' || op == '>' ? y < 0 || y > 20 : false;
	if (op == '+')
		bad = __builtin_add_overflow(x, y, &r);
	else if (op == '-')
		bad = __builtin_sub_overflow(x, y, &r);
	else if (op == '*' || op == '<')
		bad |= __builtin_mul_overflow(x, op == '*' ? y : bad ? 0 : 1ll << y, &r);
	else if (!bad)
		r = op == '/' ? x / y : op == '%' ? x % y : op == '&' ? (x & y) : op == '|' ? (x | y) : op == '^' ? (x ^ y) : x >> y;
	if (bad || r == INT64_MIN) {
		EMIT(g, "1");
		r = 1;
	} else {
		strbuf_puts(out, strbuf_str(&text));
	}
	strbuf_done(&text);
	return r;
}

static void print_folded(struct gen *g)
{
	line(g);
	EMIT(g, "printf(\"fold %%ld %%s\\n\", ");
	int64_t n = literal_expression(g, 4);
	EMIT(g, ", \"%lld\");\n", (long long)n);
}

static void output(struct gen *g)
{
	if (g->unordered || g->is_pure)
		assign(g);
	else if (gen_chance(g, 6))
		print_folded(g);
	else if (gen_chance(g, 50))
		print_value(g);
	else
		print_formatted(g);
}

/* ---- control ---- */

static void braces(struct gen *g, unsigned statements)
{
	size_t vars = g->vars.len;
	EMIT(g, "{\n");
	g->indent++;
	gen_block(g, statements);
	g->indent--;
	strbuf_pad(g->out, '\t', g->indent);
	EMIT(g, "}");
	g->vars.len = vars;
}

static void condition(struct gen *g)
{
	EMIT(g, "(");
	gen_bool(g, 3, true);
	EMIT(g, ") ");
}

static void if_else(struct gen *g)
{
	line(g);
	EMIT(g, "if ");
	condition(g);
	braces(g, 1 + gen_pick(g, 3));
	while (gen_chance(g, 25)) {
		EMIT(g, " else if ");
		g->nodes = 15;
		condition(g);
		braces(g, 1 + gen_pick(g, 2));
	}
	if (gen_chance(g, 50)) {
		EMIT(g, " else ");
		braces(g, 1 + gen_pick(g, 3));
	}
	EMIT(g, "\n");
}

struct loop_state {
	unsigned rounds;
	bool in_loop, in_while;
};

static struct loop_state enter_loop(struct gen *g, unsigned rounds)
{
	struct loop_state s = { g->rounds, g->in_loop, g->in_while };
	g->rounds *= rounds;
	g->in_loop = true;
	return s;
}

static void leave_loop(struct gen *g, struct loop_state s)
{
	g->rounds = s.rounds;
	g->in_loop = s.in_loop;
	g->in_while = s.in_while;
}

static void while_loop(struct gen *g)
{
	/* Without bpf_loop the verifier walks through every round, with all ways through the body. */
	unsigned rounds = 1 + gen_pick(g, g->basic ? 4 : 20);
	if (g->rounds * rounds > (g->basic ? 6 : 200)) {
		output(g);
		return;
	}
	line(g);
	const char *counter = new_var(g, gen_int_type(), true)->name;
	EMIT(g, "$%s = 0;\n", counter);
	line(g);
	EMIT(g, "while ($%s < %u", counter, rounds);
	if (gen_chance(g, 25)) {
		EMIT(g, " && ");
		gen_bool(g, 2, true);
	}
	EMIT(g, ") {\n");
	struct loop_state s = enter_loop(g, rounds);
	size_t vars = g->vars.len;
	g->in_while = g->basic;
	g->indent++;
	line(g);
	EMIT(g, "$%s++;\n", counter);
	gen_block(g, 1 + gen_pick(g, 3));
	g->indent--;
	line(g);
	EMIT(g, "}\n");
	g->vars.len = vars;
	leave_loop(g, s);
}

static void range_end(struct gen *g, int n, bool dynamic)
{
	if (!dynamic) {
		EMIT(g, n < 0 ? "(%d)" : "%d", n);
		return;
	}
	EMIT(g, "(");
	gen_int(g, 2, true);
	EMIT(g, " & %d)", n < 0 ? 1 : n);
}

static void for_range(struct gen *g)
{
	unsigned rounds = gen_pick(g, g->basic ? 5 : 30);
	bool dynamic = !g->basic && gen_chance(g, 35);
	if (g->rounds * MAX(rounds, 1u) > (g->basic ? 6 : 200) || g->in_while) {
		output(g);
		return;
	}
	line(g);
	size_t vars = g->vars.len;
	int low = (int)gen_pick(g, 12) - 6;
	char name[12];
	gen_fresh_name(g, name, sizeof(name), 'i');
	EMIT(g, "for $%s : ", name);
	range_end(g, low, dynamic && gen_chance(g, 30));
	EMIT(g, "..");
	range_end(g, low + (int)rounds, dynamic);
	EMIT(g, " ");
	struct gvar v = { .type = gen_int_type(), .read_only = true };
	memcpy(v.name, name, sizeof(name));
	vec_push(g->arena, &g->vars, v);
	struct loop_state s = enter_loop(g, MAX(rounds, 1u));
	braces(g, 1 + gen_pick(g, 4));
	leave_loop(g, s);
	EMIT(g, "\n");
	g->vars.len = vars;
}

static void unroll(struct gen *g)
{
	unsigned rounds = 1 + gen_pick(g, 4);
	if (g->rounds * rounds > 12) {
		output(g);
		return;
	}
	line(g);
	struct loop_state s = enter_loop(g, rounds);
	g->in_loop = false;
	EMIT(g, "unroll(%u) ", rounds);
	braces(g, 1 + gen_pick(g, 2));
	EMIT(g, "\n");
	leave_loop(g, s);
}

/* ---- for over a map ---- */

struct body_state {
	bool unordered;
	unsigned own_vars;
	struct gmap *maps;
};

/* Some maps take the results and are not read; the others are read and not written. */
static struct body_state enter_unordered(struct gen *g, unsigned iterated)
{
	struct body_state s = { g->unordered, g->own_vars,
				arena_dup(g->arena, g->maps.data, g->maps.len * sizeof(struct gmap)) };
	for (unsigned i = 0; i < g->maps.len && !g->unordered; i++) {
		struct gmap *m = &g->maps.data[i];
		bool takes = i != iterated && (is_aggregation(m) || is_number(m)) && !m->declared && gen_chance(g, 60);
		m->no_read |= takes;
		m->no_write |= !takes;
	}
	g->unordered = true;
	g->own_vars = (unsigned)g->vars.len;
	return s;
}

static void leave_unordered(struct gen *g, struct body_state s)
{
	memcpy(g->maps.data, s.maps, g->maps.len * sizeof(struct gmap));
	g->unordered = s.unordered;
	g->own_vars = s.own_vars;
}

static const struct gtype *pair_type(struct gen *g, const struct gmap *m)
{
	struct gtype *t = ARENA_NEW(g->arena, struct gtype);
	*t = (struct gtype){ .kind = G_TUPLE, .n = 2, .parts = { m->key, m->value } };
	return t;
}

static void for_map(struct gen *g)
{
	unsigned n = (unsigned)g->maps.len, which = n ? gen_pick(g, n) : 0;
	const struct gmap *m = n ? &g->maps.data[which] : NULL;
	if (!m || !m->key || m->kind >= GM_STATS || m->no_read || g->basic || g->is_pure || g->in_while || g->rounds > 50) {
		output(g);
		return;
	}
	line(g);
	size_t vars = g->vars.len;
	struct body_state b = enter_unordered(g, which);
	struct loop_state s = enter_loop(g, 8);
	const struct gvar *pair = new_var(g, pair_type(g, m), true);
	EMIT(g, "for $%s : @%s ", pair->name, m->name);
	braces(g, 1 + gen_pick(g, 4));
	EMIT(g, "\n");
	leave_loop(g, s);
	leave_unordered(g, b);
	g->vars.len = vars;
}

/* ---- jumps ---- */

static void jump(struct gen *g)
{
	line(g);
	EMIT(g, "if ");
	condition(g);
	if (g->in_loop && (g->unordered || gen_chance(g, 70)))
		EMIT(g, "{ %s; }\n", g->unordered || gen_chance(g, 50) ? "continue" : "break");
	else if (g->fn && !g->in_loop) {
		EMIT(g, "{ return ");
		gen_value(g, g->fn->result, 2);
		EMIT(g, "; }\n");
	} else if (g->fn || g->unordered) {
		EMIT(g, "{ }\n");
	} else {
		EMIT(g, "{ return; }\n");
	}
}

/* ---- any statement ---- */

static void statement(struct gen *g)
{
	unsigned r = gen_pick(g, 100);
	g->budget--;
	if (r < 16)
		declare(g);
	else if (r < 34)
		assign(g);
	else if (r < 44)
		assign_map(g);
	else if (r < 50)
		update_map(g);
	else if (r < 60)
		aggregate(g);
	else if (r < 62)
		remove_element(g);
	else if (r < 74)
		output(g);
	else if (r < 84)
		if_else(g);
	else if (r < 88)
		for_range(g);
	else if (r < 91)
		while_loop(g);
	else if (r < 93)
		unroll(g);
	else if (r < 97)
		for_map(g);
	else if (g->indent > 1 || g->fn)
		jump(g);
}

void gen_block(struct gen *g, unsigned statements)
{
	for (unsigned i = 0; i < statements && (g->budget > 0 || i == 0); i++)
		if (g->indent < 6)
			statement(g);
		else
			output(g);
}
