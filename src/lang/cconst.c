/*
 * Constant expressions of C: in #if, array bounds, bit-fields, enumerators and #defines of headers.
 *
 * Values carry their type, because sizeof takes expressions too; an lvalue carries its address, so that
 * (size_t)&((struct x *)0)->m comes out as in C. What has no constant value still has a type.
 */
#include "lang/cpp.h"
#include "lang/parse.h"

static struct c_value read_cast(struct c_reader *r);
static struct c_value read_ternary(struct c_reader *r);

static struct c_type int_type(struct c_reader *r, unsigned size, bool is_unsigned)
{
	return c_type_of(r->c, type_int(r->c->cpp.env->types, size, !is_unsigned));
}

static struct c_value constant(struct c_reader *r, uint64_t v, unsigned size, bool is_unsigned)
{
	return (struct c_value){ .type = int_type(r, size, is_unsigned), .v = v, .is_const = true };
}

static struct c_value unknown(const struct c_type *type)
{
	return (struct c_value){ .type = *type };
}

static struct c_value failed(struct c_reader *r, const char *what)
{
	c_fail(r, "%s", what);
	return constant(r, 0, 4, false);
}

static bool is_arithmetic(const struct c_type *t)
{
	return t->type && type_is_integral(t->type);
}

/* ---- conversions ---- */

static uint64_t truncate(uint64_t v, uint64_t size, bool is_unsigned)
{
	if (size >= 8 || !size)
		return v;
	unsigned shift = 64 - (unsigned)size * 8;
	return is_unsigned ? v << shift >> shift : (uint64_t)((int64_t)(v << shift) >> shift);
}

static struct c_value convert(const struct c_value *v, const struct c_type *to)
{
	struct c_value out = { .type = *to, .v = v->v, .is_const = v->is_const && !v->is_lvalue };
	if (to->type && to->type->kind == TYPE_BOOL)
		out.v = v->v != 0;
	else
		out.v = truncate(v->v, to->size, to->is_unsigned);
	return out;
}

/* An lvalue read: memory has no constant value, an array is its address. */
static struct c_value rvalue(struct c_reader *r, struct c_value v)
{
	if (v.type.is_array) {
		struct c_value p = { .type = c_pointer_to(r->c, v.type.element), .v = v.v };
		p.is_const = v.is_const && v.is_lvalue;
		return p;
	}
	if (v.is_lvalue)
		return unknown(&v.type);
	return v;
}

/* The type in which two operands meet. */
static struct c_type meet(struct c_reader *r, const struct c_value *a, const struct c_value *b)
{
	unsigned size = a->type.size > 4 || b->type.size > 4 ? 8 : 4;
	bool is_unsigned = (a->type.is_unsigned && a->type.size >= size) || (b->type.is_unsigned && b->type.size >= size);
	return int_type(r, size, is_unsigned);
}

static struct c_type promoted(struct c_reader *r, const struct c_value *a)
{
	return a->type.size >= 4 ? a->type : int_type(r, 4, false);
}

/* ---- members ---- */

static struct c_type member_type(struct c_reader *r, const struct type_member *m)
{
	struct c_type t = c_type_of(r->c, m->type);
	if (m->type->kind != TYPE_STRING)
		return t;
	struct c_type *element = ARENA_NEW(r->c->cpp.env->arena, struct c_type);
	*element = int_type(r, 1, false);
	element->is_char = true;
	t = (struct c_type){ .size = m->type->size - 1, .align = 1, .is_array = true, .element = element };
	t.count = t.size;
	t.type = type_array(r->c->cpp.env->types, element->type, (uint32_t)t.count);
	return t;
}

static struct c_value member(struct c_reader *r, const struct c_value *object, const struct c_token *name)
{
	struct type_member m;
	const struct type *s = object->type.type;
	const char *text = arena_strndup(r->c->cpp.env->arena, name->text, name->len);
	if (!s || s->kind != TYPE_STRUCT || !type_find_member(r->c->cpp.env->types, s, text, &m)) {
		c_fail(r, "no member named '%s'", text);
		return *object;
	}
	struct c_value v = { .type = member_type(r, &m), .v = object->v + m.offset, .is_lvalue = true };
	v.is_const = object->is_const;
	return v;
}

static struct c_value dereference(struct c_reader *r, struct c_value v)
{
	v = rvalue(r, v);
	if (!v.type.type || v.type.type->kind != TYPE_POINTER)
		return failed(r, "indirection requires a pointer");
	struct c_type pointee = v.type.element ? *v.type.element : c_type_of(r->c, v.type.type->inner);
	return (struct c_value){ .type = pointee, .v = v.v, .is_const = v.is_const, .is_lvalue = true };
}

/* ---- primary ---- */

static struct c_value read_sizeof(struct c_reader *r, bool align)
{
	struct c_type t;
	bool parens = c_token_is(&r->cur, "(");
	if (parens) {
		c_advance(r);
		t = c_at_type(r) ? c_read_type_name(r) : c_read_expr(r).type;
		c_expect(r, ")");
	} else {
		t = read_cast(r).type;
	}
	if (t.is_incomplete && !t.is_flexible && (!t.type || t.type->kind == TYPE_STRUCT))
		return failed(r, "sizeof of an incomplete type");
	return constant(r, align ? t.align : t.size, 8, true);
}

/* __builtin_offsetof(type, member {'.' member | '[' constant ']'}) */
static struct c_value read_offsetof(struct c_reader *r)
{
	c_expect(r, "(");
	struct c_value v = { .type = c_read_type_name(r), .is_const = true, .is_lvalue = true };
	c_expect(r, ",");
	do {
		if (r->failed || r->cur.kind != C_IDENT)
			return failed(r, "expected a member name");
		v = member(r, &v, &r->cur);
		c_advance(r);
		while (!r->failed && c_accept(r, "[")) {
			struct c_value i = c_read_expr(r);
			v = rvalue(r, v);
			v = dereference(r, v);
			v.v += i.v * v.type.size;
			c_expect(r, "]");
		}
	} while (!r->failed && c_accept(r, "."));
	c_expect(r, ")");
	return constant(r, v.v, 8, true);
}

/* __builtin_choose_expr(constant, a, b) */
static struct c_value read_choose(struct c_reader *r)
{
	c_expect(r, "(");
	struct c_value cond = read_ternary(r);
	c_expect(r, ",");
	struct c_value a = read_ternary(r);
	c_expect(r, ",");
	struct c_value b = read_ternary(r);
	c_expect(r, ")");
	return cond.v ? a : b;
}

static struct c_value read_types_compatible(struct c_reader *r)
{
	c_expect(r, "(");
	struct c_type a = c_read_type_name(r);
	c_expect(r, ",");
	struct c_type b = c_read_type_name(r);
	c_expect(r, ")");
	return constant(r, a.type == b.type, 4, false);
}

/* __builtin_constant_p(expr) */
static struct c_value read_constant_p(struct c_reader *r)
{
	c_expect(r, "(");
	struct c_value v = c_read_expr(r);
	c_expect(r, ")");
	return constant(r, v.is_const && !v.is_lvalue, 4, false);
}

/* __builtin_bswap16(x), 32, 64 */
static struct c_value read_swap(struct c_reader *r, unsigned size)
{
	c_expect(r, "(");
	struct c_value v = c_read_expr(r);
	c_expect(r, ")");
	struct c_value out = constant(r, __builtin_bswap64(v.v) >> (64 - size * 8), size, true);
	out.is_const = v.is_const && !v.is_lvalue;
	return out;
}

static struct c_value read_swap16(struct c_reader *r)
{
	return read_swap(r, 2);
}

static struct c_value read_swap32(struct c_reader *r)
{
	return read_swap(r, 4);
}

static struct c_value read_swap64(struct c_reader *r)
{
	return read_swap(r, 8);
}

enum bit_query { BIT_CLZ, BIT_CTZ, BIT_FFS, BIT_POPCOUNT };

/* __builtin_clz and the like; the size of the argument is that of the last letters' type. */
static struct c_value read_bit_query(struct c_reader *r, enum bit_query query, unsigned size)
{
	c_expect(r, "(");
	struct c_value v = c_read_expr(r);
	c_expect(r, ")");
	uint64_t bits = size == 4 ? (uint32_t)v.v : v.v;
	unsigned low = bits ? (unsigned)__builtin_ctzll(bits) : 0, high = bits ? (unsigned)__builtin_clzll(bits) : 0;
	struct c_value out = constant(r, 0, 4, false);
	out.is_const = v.is_const && !v.is_lvalue && (bits || query == BIT_FFS || query == BIT_POPCOUNT);
	switch (query) {
	case BIT_CLZ:
		out.v = high - (64 - size * 8);
		break;
	case BIT_CTZ:
		out.v = low;
		break;
	case BIT_FFS:
		out.v = bits ? low + 1 : 0;
		break;
	case BIT_POPCOUNT:
		out.v = (uint64_t)__builtin_popcountll(bits);
		break;
	}
	return out;
}

static bool find_bit_query(const struct c_token *t, enum bit_query *ret, unsigned *ret_size)
{
	static const char *const names[] = { "__builtin_clz", "__builtin_ctz", "__builtin_ffs", "__builtin_popcount" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t n = strlen(names[i]);
		if (t->len < n || t->len > n + 2 || memcmp(t->text, names[i], n))
			continue;
		*ret = (enum bit_query)i;
		*ret_size = t->len > n ? 8 : 4;
		return true;
	}
	return false;
}

/* A variable or function: only its type is known; of a call's result not even that, it is taken for int. */
static struct c_value read_unknown_name(struct c_reader *r)
{
	struct c_token name = r->cur;
	const struct c_type *object = r->in_if ? NULL : strmap_getn(&r->c->objects, name.text, name.len);
	c_advance(r);
	if (object && !c_token_is(&r->cur, "("))
		return (struct c_value){ .type = *object, .is_lvalue = true };
	if (!r->in_if && !c_token_is(&r->cur, "(")) {
		r->cur = name;
		c_fail(r, "use of undeclared identifier '%.*s'", (int)name.len, name.text);
	}
	if (c_token_is(&r->cur, "("))
		c_skip_balanced(r);
	struct c_value v = constant(r, 0, r->in_if ? 8 : 4, false);
	v.is_const = r->in_if;
	return v;
}

static struct c_value read_name(struct c_reader *r)
{
	static const struct {
		const char *name;
		struct c_value (*read)(struct c_reader *r);
	} calls[] = {
		{ "__builtin_offsetof", read_offsetof },
		{ "__builtin_choose_expr", read_choose },
		{ "__builtin_types_compatible_p", read_types_compatible },
		{ "__builtin_constant_p", read_constant_p },
		{ "__builtin_bswap16", read_swap16 },
		{ "__builtin_bswap32", read_swap32 },
		{ "__builtin_bswap64", read_swap64 },
	};
	int64_t value;
	if (r->in_if)
		return read_unknown_name(r);
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if (c_accept_word(r, calls[i].name))
			return calls[i].read(r);
	enum bit_query query;
	unsigned size;
	if (find_bit_query(&r->cur, &query, &size)) {
		c_advance(r);
		return read_bit_query(r, query, size);
	}
	const int64_t *own = strmap_getn(&r->c->enumerators, r->cur.text, r->cur.len);
	const char *name = arena_strndup(r->c->cpp.env->arena, r->cur.text, r->cur.len);
	if (own)
		value = *own;
	else if (!type_enumerator_find(r->c->cpp.env->types, name, &value) && !header_constant_find(name, &value))
		return read_unknown_name(r);
	c_advance(r);
	bool small = value >= INT32_MIN && value <= INT32_MAX;
	return constant(r, (uint64_t)value, small ? 4 : 8, false);
}

static struct c_value read_number(struct c_reader *r)
{
	uint64_t v;
	bool is_unsigned;
	unsigned size;
	if (!c_token_number(&r->cur, &v, &is_unsigned, &size))
		return failed(r, "not an integer constant");
	c_advance(r);
	return constant(r, v, r->in_if ? 8 : size, is_unsigned);
}

/* A string, adjacent ones joined: only its size matters. */
static struct c_value read_string(struct c_reader *r)
{
	struct c_type *element = ARENA_NEW(r->c->cpp.env->arena, struct c_type);
	*element = int_type(r, 1, false);
	struct c_value v = { .is_lvalue = true };
	v.type = (struct c_type){ .size = 1, .align = 1, .is_array = true, .element = element };
	for (; r->cur.kind == C_STRING; c_advance(r))
		v.type.size += r->cur.len >= 2 ? r->cur.len - 2 : 0;
	v.type.count = v.type.size;
	v.type.type = type_array(r->c->cpp.env->types, element->type, (uint32_t)v.type.count);
	return v;
}

static struct c_value read_primary(struct c_reader *r)
{
	if (c_accept(r, "(")) {
		if (c_token_is(&r->cur, "{"))
			return failed(r, "statement expressions are not constant");
		struct c_value v = c_read_expr(r);
		c_expect(r, ")");
		return v;
	}
	switch (r->cur.kind) {
	case C_NUMBER:
	case C_CHAR:
		return read_number(r);
	case C_STRING:
		return read_string(r);
	case C_IDENT:
		return read_name(r);
	default:
		return failed(r, "expected expression");
	}
}

/* ---- postfix, unary, cast ---- */

static struct c_value read_postfix(struct c_reader *r)
{
	struct c_value v = read_primary(r);
	while (!r->failed) {
		bool arrow = c_token_is(&r->cur, "->");
		if (arrow || c_token_is(&r->cur, ".")) {
			c_advance(r);
			if (arrow)
				v = dereference(r, v);
			if (!r->failed)
				v = member(r, &v, &r->cur);
			c_advance(r);
		} else if (c_accept(r, "[")) {
			struct c_value i = c_read_expr(r);
			v = dereference(r, v);
			v.v += i.v * v.type.size;
			v.is_const &= i.is_const;
			c_expect(r, "]");
		} else {
			break;
		}
	}
	return v;
}

static struct c_value address_of(struct c_reader *r, struct c_value v)
{
	struct c_value p = { .type = c_pointer_to(r->c, &v.type), .v = v.v, .is_const = v.is_const && v.is_lvalue };
	return p;
}

static struct c_value read_prefix(struct c_reader *r, char op)
{
	struct c_value v = rvalue(r, read_cast(r));
	struct c_type t = promoted(r, &v);
	if (op == '!')
		return v.is_const ? constant(r, !v.v, r->in_if ? 8 : 4, false) : unknown(&t);
	if (op == '-')
		v.v = -v.v;
	if (op == '~')
		v.v = ~v.v;
	return convert(&v, &t);
}

static struct c_value read_unary(struct c_reader *r)
{
	static const char ops[] = "+-!~";
	const struct c_token *t = &r->cur;
	if (t->kind == C_PUNCT && t->len == 1 && strchr(ops, *t->text)) {
		char op = *t->text;
		c_advance(r);
		return read_prefix(r, op);
	}
	if (c_accept(r, "&"))
		return address_of(r, read_cast(r));
	if (c_accept(r, "*"))
		return dereference(r, read_cast(r));
	if (!r->in_if && c_accept_word(r, "sizeof"))
		return read_sizeof(r, false);
	if (!r->in_if && (c_accept_word(r, "_Alignof") || c_accept_word(r, "__alignof__") ||
			  c_accept_word(r, "__alignof")))
		return read_sizeof(r, true);
	if (c_accept_word(r, "__extension__"))
		return read_cast(r);
	return read_postfix(r);
}

/* Whether the '(' here opens a type name. */
static bool at_cast(struct c_reader *r)
{
	if (r->in_if || !c_token_is(&r->cur, "("))
		return false;
	c_peek(r);
	struct c_reader inside = *r;
	inside.cur = r->ahead;
	return c_at_type(&inside);
}

static struct c_value read_cast_inner(struct c_reader *r)
{
	if (!at_cast(r))
		return read_unary(r);
	c_advance(r);
	struct c_type to = c_read_type_name(r);
	c_expect(r, ")");
	if (r->failed)
		return constant(r, 0, 4, false);
	if (c_token_is(&r->cur, "{")) { /* compound literal */
		c_skip_balanced(r);
		return (struct c_value){ .type = to, .is_lvalue = true };
	}
	struct c_value v = rvalue(r, read_cast(r));
	return convert(&v, &to);
}

static struct c_value read_cast(struct c_reader *r)
{
	if (r->failed || r->depth > 200)
		return failed(r, "nested too deeply");
	r->depth++;
	struct c_value v = read_cast_inner(r);
	r->depth--;
	return v;
}

/* ---- binary ---- */

static const struct {
	const char *text;
	enum op op;
} binary_ops[] = {
	{ "||", OP_LOR }, { "&&", OP_LAND }, { "|", OP_OR },  { "^", OP_XOR }, { "&", OP_AND },	 { "==", OP_EQ },
	{ "!=", OP_NE },  { "<", OP_LT },    { ">", OP_GT },  { "<=", OP_LE }, { ">=", OP_GE },	 { "<<", OP_SHL },
	{ ">>", OP_SHR }, { "+", OP_ADD },   { "-", OP_SUB }, { "*", OP_MUL }, { "/", OP_DIV }, { "%", OP_MOD },
};

static enum op binary_op(const struct c_token *t)
{
	for (size_t i = 0; i < ARRAY_LEN(binary_ops); i++)
		if (c_token_is(t, binary_ops[i].text))
			return binary_ops[i].op;
	return OP_NONE;
}

static bool compare(enum op op, uint64_t a, uint64_t b, bool is_unsigned)
{
	bool less = is_unsigned ? a < b : (int64_t)a < (int64_t)b;
	switch (op) {
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_LT:
		return less;
	case OP_GE:
		return !less;
	case OP_LE:
		return less || a == b;
	default:
		return !less && a != b;
	}
}

/* false: division by zero. */
static bool divide(enum op op, uint64_t a, uint64_t b, bool is_unsigned, uint64_t *ret)
{
	if (!b)
		return false;
	if (is_unsigned)
		*ret = op == OP_DIV ? a / b : a % b;
	else if ((int64_t)b == -1)
		*ret = op == OP_DIV ? -a : 0;
	else
		*ret = (uint64_t)(op == OP_DIV ? (int64_t)a / (int64_t)b : (int64_t)a % (int64_t)b);
	return true;
}

static bool calculate(enum op op, uint64_t a, uint64_t b, bool is_unsigned, uint64_t *ret)
{
	switch (op) {
	case OP_ADD: *ret = a + b; return true;
	case OP_SUB: *ret = a - b; return true;
	case OP_MUL: *ret = a * b; return true;
	case OP_AND: *ret = a & b; return true;
	case OP_OR: *ret = a | b; return true;
	case OP_XOR: *ret = a ^ b; return true;
	case OP_SHL: *ret = b < 64 ? a << b : 0; return true;
	case OP_SHR: *ret = b > 63 ? 0 : is_unsigned ? a >> b : (uint64_t)((int64_t)a >> b); return true;
	default: return divide(op, a, b, is_unsigned, ret);
	}
}

static struct c_value pointer_arithmetic(struct c_reader *r, enum op op, struct c_value a, struct c_value b)
{
	bool both = a.type.type->kind == TYPE_POINTER && b.type.type && b.type.type->kind == TYPE_POINTER;
	uint64_t scale = a.type.element ? MAX(a.type.element->size, 1) : 1;
	if (both)
		return op == OP_SUB ? constant(r, (a.v - b.v) / scale, 8, false) : unknown(&a.type);
	a.v = op == OP_ADD ? a.v + b.v * scale : a.v - b.v * scale;
	a.is_const &= b.is_const;
	return a;
}

static bool is_pointer(const struct c_value *v)
{
	return v->type.type && v->type.type->kind == TYPE_POINTER;
}

static struct c_value logical(struct c_reader *r, enum op op, const struct c_value *a, const struct c_value *b)
{
	struct c_value v = constant(r, 0, r->in_if ? 8 : 4, false);
	bool decided = a->is_const && (op == OP_LOR ? a->v != 0 : !a->v);
	v.is_const = decided || (a->is_const && b->is_const);
	v.v = op == OP_LOR ? a->v || b->v : a->v && b->v;
	return v;
}

static struct c_value apply(struct c_reader *r, enum op op, struct c_value a, struct c_value b)
{
	a = rvalue(r, a);
	b = rvalue(r, b);
	if (op == OP_LOR || op == OP_LAND)
		return logical(r, op, &a, &b);
	bool comparison = op >= OP_EQ && op <= OP_GE;
	if ((op == OP_ADD || op == OP_SUB) && is_pointer(&a))
		return pointer_arithmetic(r, op, a, b);
	if (op == OP_ADD && is_pointer(&b))
		return pointer_arithmetic(r, op, b, a);
	bool shift = op == OP_SHL || op == OP_SHR;
	struct c_type t = shift ? promoted(r, &a) : meet(r, &a, &b);
	if (!is_arithmetic(&t))
		return unknown(&t);
	struct c_value x = convert(&a, &t), y = shift ? b : convert(&b, &t);
	struct c_value out = { .type = t, .is_const = a.is_const && b.is_const };
	if (comparison) {
		struct c_value truth = constant(r, compare(op, x.v, y.v, t.is_unsigned), r->in_if ? 8 : 4, false);
		truth.is_const = out.is_const;
		return truth;
	}
	if (!calculate(op, x.v, y.v, t.is_unsigned, &out.v))
		out.is_const = false;
	out.v = truncate(out.v, t.size, t.is_unsigned);
	return out;
}

static struct c_value read_binary(struct c_reader *r, unsigned min_precedence)
{
	struct c_value a = read_cast(r);
	while (!r->failed) {
		enum op op = binary_op(&r->cur);
		if (op == OP_NONE || op_precedence(op) < min_precedence)
			break;
		c_advance(r);
		struct c_value b = read_binary(r, op_precedence(op) + 1);
		a = apply(r, op, a, b);
	}
	return a;
}

static struct c_value read_ternary(struct c_reader *r)
{
	struct c_value cond = read_binary(r, 1);
	if (r->failed || !c_accept(r, "?"))
		return cond;
	if (r->depth++ > 200)
		return failed(r, "nested too deeply");
	struct c_value a = c_token_is(&r->cur, ":") ? cond : c_read_expr(r);
	c_expect(r, ":");
	struct c_value b = read_ternary(r);
	r->depth--;
	if (!cond.is_const)
		return unknown(&a.type);
	return cond.v ? a : b;
}

/* expr := ternary {',' ternary} */
struct c_value c_read_expr(struct c_reader *r)
{
	struct c_value v = read_ternary(r);
	while (!r->failed && c_accept(r, ","))
		v = read_ternary(r);
	return v;
}

bool c_evaluate(struct c_reader *r, const struct c_token_vec *tokens, int64_t *ret)
{
	struct c_reader sub;
	c_read_list(&sub, r->c, tokens->data, tokens->len);
	sub.quiet = r->quiet;
	sub.depth = r->depth;
	struct c_value v = read_ternary(&sub);
	r->failed |= sub.failed;
	if (sub.failed || sub.cur.kind != C_EOF || !v.is_const || v.is_lvalue)
		return false;
	*ret = (int64_t)v.v;
	return true;
}
