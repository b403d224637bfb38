/* Random expressions. Whatever could fold to a literal is kept from operators whose folding can fail. */
#include <inttypes.h>

#include "gen.h"

/* ---- leaves ---- */

static const int64_t edges[] = { 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2147483647, 2147483648, 4294967295,
				 4294967296, INT64_MAX, INT64_MIN + 1, -128, -129, -32768, -32769, -2147483648, -2147483649 };

static bool int_literal(struct gen *g)
{
	int64_t n = gen_chance(g, 75) ? (int64_t)gen_pick(g, 12) - 2 : edges[gen_pick(g, ARRAY_LEN(edges))];
	if (n < 0)
		EMIT(g, "(%" PRId64 ")", n);
	else
		EMIT(g, "%" PRId64, n);
	return true;
}

/* A variable of the probe; there always is one. */
static void int_var(struct gen *g)
{
	const struct gvar *v = gen_find_var(g, gen_int_type(), false);
	EMIT(g, "$%s", v->name);
}

static const struct gmap *find_map(struct gen *g, const struct gtype *t)
{
	unsigned n = (unsigned)g->maps.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n && !g->is_pure; i++) {
		const struct gmap *m = &g->maps.data[(start + i) % n];
		if (!m->no_read && m->kind < (g->basic ? GM_COUNT : GM_STATS) && gen_fits(m->value, t))
			return m;
	}
	return NULL;
}

static const struct gfield *find_field(struct gen *g, const struct gtype *t)
{
	unsigned n = (unsigned)g->fields.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n; i++) {
		const struct gfield *f = &g->fields.data[(start + i) % n];
		if (t ? gen_fits(f->type, t) : f->count)
			return f;
	}
	return NULL;
}

/* ---- parts of values ---- */

static void node(struct gen *g, int depth)
{
	static const struct gtype t = { .kind = G_NODE };
	const struct gvar *v = gen_find_var(g, &t, false);
	if (depth > 0 && gen_chance(g, 10)) {
		EMIT(g, "(");
		node(g, depth - 1);
		EMIT(g, gen_chance(g, 50) ? " + %u)" : " - %u)", 1 + gen_pick(g, 2));
	} else if (depth > 0 && gen_chance(g, 30)) {
		node(g, depth - 1);
		EMIT(g, "%s", gen_chance(g, 50) ? "->next" : ".next");
	} else if (v && gen_chance(g, 80)) {
		EMIT(g, "$%s", v->name);
	} else if (gen_chance(g, 10)) {
		EMIT(g, "((struct soak_node *)uptr(0))");
	} else {
		EMIT(g, "((struct soak_node *)uptr(0x%x))", MEMORY_BASE + MEMORY_SLOT * gen_pick(g, MEMORY_SLOTS));
	}
}

static bool field(struct gen *g, const struct gtype *t)
{
	const struct gfield *f = find_field(g, t);
	const struct gvar *copy = gen_find_var(g, gen_struct_type(), false);
	if (!f)
		return false;
	if (copy && gen_chance(g, 50)) {
		EMIT(g, "$%s.%s", copy->name, f->name);
		return true;
	}
	node(g, 2);
	EMIT(g, "%s%s", gen_chance(g, 80) ? "->" : ".", f->name);
	return true;
}

static bool array_element(struct gen *g, int depth)
{
	const struct gfield *f = find_field(g, NULL);
	if (!f)
		return false;
	const struct gvar *copy = gen_find_var(g, f->type, false);
	if (copy && gen_chance(g, 50)) {
		EMIT(g, "$%s[", copy->name);
	} else {
		node(g, 2);
		EMIT(g, "->%s[", f->name);
	}
	if (gen_chance(g, 50)) {
		EMIT(g, "%u", gen_pick(g, f->count));
	} else {
		EMIT(g, "(uint8)");
		gen_int(g, depth - 1, true);
		EMIT(g, " %% %u", f->count);
	}
	EMIT(g, "]");
	return true;
}

static const struct gvar *composite_var(struct gen *g, const struct gtype *t, unsigned *ret_part)
{
	unsigned n = (unsigned)g->vars.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n; i++) {
		const struct gvar *v = &g->vars.data[(start + i) % n];
		for (unsigned k = 0; (v->type->kind == G_TUPLE || v->type->kind == G_RECORD) && k < v->type->n; k++) {
			if (gen_fits(v->type->parts[k], t)) {
				*ret_part = k;
				return v;
			}
		}
	}
	return NULL;
}

static bool part_of_composite(struct gen *g, const struct gtype *t)
{
	unsigned part;
	const struct gvar *v = composite_var(g, t, &part);
	if (!v)
		return false;
	if (v->type->kind == G_TUPLE)
		EMIT(g, "$%s.%u", v->name, part);
	else
		EMIT(g, "$%s.%c", v->name, 'a' + part);
	return true;
}

void gen_map_access(struct gen *g, const struct gmap *m, int depth)
{
	EMIT(g, "@%s", m->name);
	if (!m->key)
		return;
	EMIT(g, "[");
	/* Small numbers, so that keys meet. */
	if (m->key->kind == G_INT && gen_chance(g, 60))
		EMIT(g, "%u", gen_pick(g, 5));
	else
		gen_value(g, m->key, MIN(depth, 2));
	EMIT(g, "]");
}

/* ---- calls ---- */

static const struct gfn *find_fn(struct gen *g, const struct gtype *t)
{
	unsigned n = (unsigned)g->fns.len, start = n ? gen_pick(g, n) : 0;
	for (unsigned i = 0; i < n; i++) {
		const struct gfn *f = &g->fns.data[(start + i) % n];
		bool allowed = f->is_pure || (!g->is_pure && !g->unordered && !g->no_effects);
		if (allowed && gen_fits(f->result, t))
			return f;
	}
	return NULL;
}

static bool fn_call(struct gen *g, const struct gtype *t, int depth)
{
	const struct gfn *f = find_fn(g, t);
	if (!f)
		return false;
	EMIT(g, "%s(", f->name);
	for (unsigned i = 0; i < f->n; i++) {
		EMIT(g, i ? ", " : "");
		gen_value(g, f->params[i], depth - 1);
	}
	EMIT(g, ")");
	return true;
}

static bool macro_call(struct gen *g, int depth)
{
	const struct gvar *v = gen_find_var(g, gen_int_type(), true);
	if (!g->macros.len)
		return false;
	const struct gmacro *m = &g->macros.data[gen_pick(g, (unsigned)g->macros.len)];
	if (m->by_reference && (!v || g->no_effects))
		return false;
	EMIT(g, "%s(", m->name);
	if (m->by_reference)
		EMIT(g, "$%s, ", v->name);
	bool before = g->no_effects;
	g->no_effects = true; /* it may be evaluated more than once */
	gen_int(g, MIN(depth - 1, 1), true);
	g->no_effects = before;
	EMIT(g, ")");
	return true;
}

static bool text_call(struct gen *g, int depth)
{
	switch (gen_pick(g, 4)) {
	case 0:
		EMIT(g, "strlen(");
		gen_string(g, 1100, depth - 1);
		break;
	case 1:
		EMIT(g, "strncmp(");
		gen_string(g, 70, depth - 1);
		EMIT(g, ", ");
		gen_string(g, 70, depth - 1);
		EMIT(g, ", %u", gen_pick(g, 12));
		break;
	case 2:
		EMIT(g, "strstr(");
		gen_string(g, 40, depth - 1);
		EMIT(g, ", ");
		gen_string(g, g->basic ? 5 : 20, 0);
		break;
	default:
		EMIT(g, "bswap(");
		gen_int(g, depth - 1, true);
	}
	EMIT(g, ")");
	return true;
}

static bool character(struct gen *g, int depth)
{
	const struct gtype limit = { .kind = G_STRING, .limit = 2000 };
	const struct gvar *v = gen_find_var(g, &limit, false);
	if (!v || v->type->limit < 5)
		return false;
	/* The type may be smaller than its limit. */
	EMIT(g, "$%s[0]", v->name);
	return true;
}

static bool map_length(struct gen *g)
{
	unsigned n = (unsigned)g->maps.len;
	const struct gmap *m = n ? &g->maps.data[gen_pick(g, n)] : NULL;
	if (!m || !m->key || m->no_read || g->is_pure || g->basic || m->kind >= GM_STATS)
		return false;
	EMIT(g, "len(@%s)", m->name);
	return true;
}

/* ---- integers ---- */

static const char *const int_types[] = { "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64" };

static bool cast(struct gen *g, int depth)
{
	EMIT(g, "((%s)", int_types[gen_pick(g, ARRAY_LEN(int_types))]);
	gen_int(g, depth - 1, true);
	EMIT(g, ")");
	return true;
}

/* A part of an integer's bytes. */
static bool part_of_int(struct gen *g, int depth)
{
	static const struct {
		const char *type, *array;
		unsigned count;
	} casts[] = { { "uint64", "uint8[8]", 8 }, { "int64", "int16[4]", 4 }, { "uint32", "int8[4]", 4 },
		      { "int64", "uint32[]", 2 },	 { "uint16", "uint8[]", 2 },  { "uint64", "int32[2]", 2 } };
	unsigned i = gen_pick(g, ARRAY_LEN(casts));
	EMIT(g, "((%s)(%s)", casts[i].array, casts[i].type);
	gen_int(g, depth - 1, true);
	EMIT(g, ")[%u]", gen_pick(g, casts[i].count));
	return true;
}

/* The bytes of two arrays of a field. */
static bool compare_bytes(struct gen *g)
{
	const struct gfield *f = find_field(g, NULL);
	if (!f)
		return false;
	EMIT(g, "memcmp(");
	node(g, 1);
	EMIT(g, "->%s, ", f->name);
	node(g, 1);
	EMIT(g, "->%s, %u)", f->name, 1 + gen_pick(g, f->count));
	return true;
}

static bool arithmetic(struct gen *g, int depth)
{
	static const char *const ops[] = { "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "+", "-", "*", "&" };
	EMIT(g, "(");
	bool literal = gen_int(g, depth - 1, false);
	const char *op = ops[gen_pick(g, ARRAY_LEN(ops))];
	EMIT(g, " %s ", op);
	if ((op[0] == '<' || op[0] == '>') && !literal && gen_chance(g, 70))
		EMIT(g, "%u", gen_pick(g, 64));
	else
		gen_int(g, depth - 1, literal);
	EMIT(g, ")");
	return true;
}

static bool unary(struct gen *g, int depth)
{
	EMIT(g, "(%s", gen_chance(g, 50) ? "-" : "~");
	gen_int(g, depth - 1, true);
	EMIT(g, ")");
	return true;
}

static void open_value(struct gen *g, const struct gtype *t, int depth, bool not_literal)
{
	if (t->kind == G_INT)
		gen_int(g, depth, not_literal && !t->exact);
	else
		gen_value(g, t, depth);
}

/* c ? a : b, or the same as `if`. */
static void choice(struct gen *g, const struct gtype *t, int depth)
{
	bool is_if = gen_chance(g, 30);
	EMIT(g, is_if ? "(if (" : "(");
	gen_bool(g, depth - 1, true);
	EMIT(g, is_if ? ") { " : " ? ");
	open_value(g, t, depth - 1, false);
	EMIT(g, is_if ? " } else { " : " : ");
	open_value(g, t, depth - 1, false);
	EMIT(g, is_if ? " })" : ")");
}

static bool int_choice(struct gen *g, int depth)
{
	choice(g, gen_int_type(), depth);
	return true;
}

static bool elvis(struct gen *g, int depth)
{
	EMIT(g, "(");
	gen_int(g, depth - 1, true);
	EMIT(g, " ?: ");
	gen_int(g, depth - 1, false);
	EMIT(g, ")");
	return true;
}

static bool step(struct gen *g)
{
	const struct gvar *v = gen_find_var(g, gen_int_type(), true);
	const char *op = gen_chance(g, 50) ? "++" : "--";
	if (!v || g->no_effects)
		return false;
	EMIT(g, gen_chance(g, 50) ? "(%s$%s)" : "($%2$s%1$s)", op, v->name);
	return true;
}

static bool block_value(struct gen *g, int depth)
{
	char name[12];
	gen_fresh_name(g, name, sizeof(name), 'b');
	EMIT(g, "({ $%s = ", name);
	gen_int(g, depth - 1, true);
	EMIT(g, "; $%s %s ", name, gen_chance(g, 50) ? "+" : "*");
	gen_int(g, depth - 1, false);
	EMIT(g, " })");
	return true;
}

static bool mixed_with_bool(struct gen *g, int depth)
{
	EMIT(g, "(");
	gen_int(g, depth - 1, true);
	EMIT(g, " %s ", gen_chance(g, 50) ? "+" : "-");
	gen_bool(g, depth - 1, true);
	EMIT(g, ")");
	return true;
}

static bool int_map(struct gen *g, int depth)
{
	const struct gmap *m = find_map(g, gen_int_type());
	if (!m)
		return false;
	if (m->kind != GM_PLAIN)
		EMIT(g, "(int64)");
	gen_map_access(g, m, depth - 1);
	return true;
}

/* A variable that a map's element is copied to, if there is one. */
static bool find_element(struct gen *g, int depth)
{
	const struct gmap *m = find_map(g, gen_int_type());
	const struct gvar *v = gen_find_var(g, gen_int_type(), true);
	if (!m || !m->key || m->kind != GM_PLAIN || !v || v->type->exact || g->no_effects)
		return false;
	EMIT(g, "(find(@%s, ", m->name);
	gen_value(g, m->key, MIN(depth - 1, 1));
	EMIT(g, ", $%s) ? 1 : 0)", v->name);
	return true;
}

static bool try_int(struct gen *g, unsigned r, int depth)
{
	if (r < 30)
		return arithmetic(g, depth);
	if (r < 36)
		return cast(g, depth);
	if (r < 37)
		return part_of_int(g, depth);
	if (r < 38)
		return compare_bytes(g);
	if (r < 43)
		return unary(g, depth);
	if (r < 48)
		return int_choice(g, depth);
	if (r < 51)
		return elvis(g, depth);
	if (r < 54)
		return step(g);
	if (r < 56)
		return block_value(g, depth);
	if (r < 59)
		return mixed_with_bool(g, depth);
	if (r < 66)
		return fn_call(g, gen_int_type(), depth);
	if (r < 69)
		return macro_call(g, depth);
	if (r < 74)
		return text_call(g, depth);
	if (r < 76)
		return character(g, depth);
	if (r < 77)
		return map_length(g);
	if (r < 78)
		return find_element(g, depth);
	if (r < 84)
		return int_map(g, depth);
	if (r < 89)
		return field(g, gen_int_type());
	if (r < 92)
		return array_element(g, depth);
	return r < 96 && part_of_composite(g, gen_int_type());
}

bool gen_int(struct gen *g, int depth, bool not_literal)
{
	if (depth > 0 && --g->nodes > 0 && try_int(g, gen_pick(g, 100), depth))
		return false;
	if (!not_literal && gen_chance(g, 45))
		return int_literal(g);
	if (gen_chance(g, 25) && depth >= 0 && int_map(g, 0))
		return false;
	int_var(g);
	return false;
}

/* ---- bools ---- */

static unsigned some_address(struct gen *g) { return MEMORY_BASE + gen_pick(g, MEMORY_SIZE - MEMORY_SLOT); }

static bool read_string(struct gen *g, unsigned limit, int depth)
{
	unsigned at = some_address(g);
	if (limit < 20 || (limit < g->max_strlen + 1 && gen_chance(g, 20)))
		return false;
	if (gen_chance(g, 50) || limit < g->max_strlen + 1) {
		EMIT(g, "str(uptr(0x%x), %u)", at, gen_pick(g, MIN(limit - 1, g->max_strlen) + 1));
		return true;
	}
	EMIT(g, "str(uptr(0x%x)", at);
	if (gen_chance(g, 40)) {
		EMIT(g, ", ");
		EMIT(g, "(uint64)");
		gen_int(g, depth - 1, true);
		EMIT(g, " & 31");
	}
	EMIT(g, ")");
	return true;
}


static bool compare_ints(struct gen *g, int depth)
{
	static const char *const ops[] = { "==", "!=", "<", ">", "<=", ">=" };
	EMIT(g, "(");
	bool literal = gen_int(g, depth - 1, false);
	EMIT(g, " %s ", ops[gen_pick(g, ARRAY_LEN(ops))]);
	gen_int(g, depth - 1, literal);
	EMIT(g, ")");
	return true;
}

/* Of two literals the result were a literal, too. */
static bool compare_strings(struct gen *g, int depth)
{
	EMIT(g, "(");
	size_t at = g->out->len;
	gen_string(g, 60, depth - 1);
	bool literal = strbuf_str(g->out)[at] == '"';
	EMIT(g, gen_chance(g, 50) ? " == " : " != ");
	if (literal)
		EMIT(g, "str(uptr(0x%x), %u)", some_address(g), gen_pick(g, 20));
	else
		gen_string(g, 60, depth - 1);
	EMIT(g, ")");
	return true;
}

static bool compare_composites(struct gen *g, int depth)
{
	const struct gvar *v = g->vars.len ? &g->vars.data[gen_pick(g, (unsigned)g->vars.len)] : NULL;
	if (!v || (v->type->kind != G_TUPLE && v->type->kind != G_RECORD))
		return false;
	EMIT(g, "($%s %s ", v->name, gen_chance(g, 50) ? "==" : "!=");
	gen_value(g, v->type, MIN(depth - 1, 1));
	EMIT(g, ")");
	return true;
}

static bool logical(struct gen *g, int depth)
{
	EMIT(g, "(");
	gen_bool(g, depth - 1, true);
	EMIT(g, gen_chance(g, 50) ? " && " : " || ");
	gen_bool(g, depth - 1, true);
	EMIT(g, ")");
	return true;
}

static bool bool_of_int(struct gen *g, int depth)
{
	EMIT(g, gen_chance(g, 50) ? "(bool)" : "!");
	gen_int(g, MIN(depth - 1, 0), true);
	return true;
}

static bool has_key(struct gen *g, int depth)
{
	const struct gmap *m = g->maps.len ? &g->maps.data[gen_pick(g, (unsigned)g->maps.len)] : NULL;
	if (!m || !m->key || m->no_read || g->is_pure)
		return false;
	bool deletes = !m->no_write && !g->unordered && !g->no_effects && gen_chance(g, 30);
	EMIT(g, "%s(@%s, ", deletes ? "delete" : "has_key", m->name);
	gen_value(g, m->key, MIN(depth - 1, 1));
	EMIT(g, ")");
	return true;
}

static bool contains(struct gen *g, int depth)
{
	EMIT(g, "strcontains(");
	gen_string(g, 40, depth - 1);
	EMIT(g, ", ");
	gen_string(g, 4, 0);
	EMIT(g, ")");
	return true;
}

static bool bool_map(struct gen *g, int depth)
{
	const struct gmap *m = find_map(g, gen_bool_type());
	if (m)
		gen_map_access(g, m, depth - 1);
	return m;
}

static bool try_bool(struct gen *g, unsigned r, int depth)
{
	if (r < 45)
		return compare_ints(g, depth);
	if (r < 55)
		return compare_strings(g, depth);
	if (r < 60)
		return compare_composites(g, depth);
	if (r < 75)
		return logical(g, depth);
	if (r < 80)
		return bool_of_int(g, depth);
	if (r < 85)
		return has_key(g, depth);
	if (r < 87)
		return contains(g, depth);
	if (r < 90)
		return bool_map(g, depth);
	if (r < 93)
		return fn_call(g, gen_bool_type(), depth);
	return part_of_composite(g, gen_bool_type());
}

bool gen_bool(struct gen *g, int depth, bool not_literal)
{
	const struct gvar *v = gen_find_var(g, gen_bool_type(), false);
	if (depth > 0 && --g->nodes > 0 && try_bool(g, gen_pick(g, 100), depth))
		return false;
	if (!not_literal && gen_chance(g, 40)) {
		EMIT(g, gen_chance(g, 50) ? "true" : "false");
		return true;
	}
	if (v)
		EMIT(g, "$%s", v->name);
	else
		compare_ints(g, 0);
	return false;
}

/* ---- strings ---- */

static void string_literal(struct gen *g, unsigned limit)
{
	unsigned most = MIN(limit, g->max_strlen) - 1, n = gen_pick(g, gen_chance(g, 80) ? MIN(most + 1, 6u) : MIN(most + 1, 70u));
	EMIT(g, "\"");
	for (unsigned i = 0; i < n; i++)
		EMIT(g, "%c", 'a' + gen_pick(g, 3));
	EMIT(g, "\"");
}

static bool concat(struct gen *g, unsigned limit, int depth)
{
	if (limit < g->max_strlen)
		return false;
	EMIT(g, "str_concat(");
	gen_string(g, limit, depth - 1);
	EMIT(g, ", ");
	gen_string(g, limit, depth - 1);
	EMIT(g, ")");
	return true;
}

static bool string_choice(struct gen *g, unsigned limit, int depth)
{
	choice(g, gen_string_type(g, limit), depth);
	return true;
}

static bool string_map(struct gen *g, const struct gtype *t, int depth)
{
	const struct gmap *m = find_map(g, t);
	if (m)
		gen_map_access(g, m, depth - 1);
	return m;
}

static bool try_string(struct gen *g, const struct gtype *t, unsigned r, int depth)
{
	if (r < 15)
		return concat(g, t->limit, depth);
	if (r < 30)
		return string_choice(g, t->limit, depth);
	if (r < 45)
		return string_map(g, t, depth);
	if (r < 55)
		return field(g, t);
	if (r < 65)
		return read_string(g, t->limit, depth);
	if (r < 72)
		return fn_call(g, t, depth);
	return r < 80 && part_of_composite(g, t);
}

void gen_string(struct gen *g, unsigned limit, int depth)
{
	const struct gtype t = { .kind = G_STRING, .limit = limit };
	const struct gvar *v = gen_find_var(g, &t, false);
	if (depth > 0 && --g->nodes > 0 && try_string(g, &t, gen_pick(g, 100), depth))
		return;
	if (v && gen_chance(g, 60))
		EMIT(g, "$%s", v->name);
	else
		string_literal(g, limit);
}

/* ---- structures, arrays, enumerations ---- */

static void structure(struct gen *g)
{
	const struct gvar *v = gen_find_var(g, gen_struct_type(), false);
	if (v && gen_chance(g, 50)) {
		EMIT(g, "$%s", v->name);
		return;
	}
	EMIT(g, "*");
	node(g, 1);
}

static void array(struct gen *g, const struct gtype *t)
{
	const struct gvar *v = gen_find_var(g, t, false);
	if (v && gen_chance(g, 50))
		EMIT(g, "$%s", v->name);
	else
		field(g, t);
}

static void enumeration(struct gen *g, int depth)
{
	static const char *const names[] = { "RED", "GREEN", "BLUE" };
	const struct gvar *v = gen_find_var(g, gen_enum_type(), false);
	if (v && gen_chance(g, 40)) {
		EMIT(g, "$%s", v->name);
	} else if (gen_chance(g, 60)) {
		EMIT(g, "%s", names[gen_pick(g, ARRAY_LEN(names))]);
	} else {
		EMIT(g, "((enum soak_color)");
		gen_int(g, depth - 1, true);
		EMIT(g, ")");
	}
}

/* ---- any type ---- */

static void composite_literal(struct gen *g, const struct gtype *t, int depth)
{
	EMIT(g, "(");
	for (unsigned i = 0; i < t->n; i++) {
		EMIT(g, i ? ", " : "");
		if (t->kind == G_RECORD)
			EMIT(g, "%c = ", 'a' + i);
		gen_value(g, t->parts[i], depth - 1);
	}
	EMIT(g, t->kind == G_TUPLE && t->n == 1 ? ",)" : ")");
}

static void composite(struct gen *g, const struct gtype *t, int depth)
{
	const struct gvar *v = gen_find_var(g, t, false);
	const struct gmap *m = depth > 0 ? find_map(g, t) : NULL;
	g->nodes--;
	if (v && gen_chance(g, 40))
		EMIT(g, "$%s", v->name);
	else if (m && gen_chance(g, 40))
		gen_map_access(g, m, depth - 1);
	else if (depth > 1 && gen_chance(g, 15))
		choice(g, t, depth - 1);
	else
		composite_literal(g, t, depth);
}

/* Literals that are out of range of an annotated place are errors. */
static void exact_int(struct gen *g, int depth)
{
	if (gen_chance(g, 20))
		EMIT(g, "%u", gen_pick(g, 128));
	else
		gen_int(g, depth, true);
}

void gen_value(struct gen *g, const struct gtype *t, int depth)
{
	switch (t->kind) {
	case G_INT:
		if (t->exact)
			exact_int(g, depth);
		else
			gen_int(g, depth, false);
		break;
	case G_BOOL:
		gen_bool(g, depth, false);
		break;
	case G_STRING:
		gen_string(g, t->limit, depth);
		break;
	case G_NODE:
		node(g, 2);
		break;
	case G_STRUCT:
		structure(g);
		break;
	case G_ARRAY:
		array(g, t);
		break;
	case G_ENUM:
		enumeration(g, depth);
		break;
	default:
		composite(g, t, depth);
	}
}
