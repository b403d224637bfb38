/* Types as written: the language's own names, C types, typeof. A resolved reference is kept in the node. */
#include "sema/internal.h"

static const struct type *make_bool(struct sema *s, const struct type_ref *r)
{
	return type_bool(s->types);
}

static const struct type *make_void(struct sema *s, const struct type_ref *r)
{
	return type_void(s->types);
}

static const struct type *make_string(struct sema *s, const struct type_ref *r)
{
	return type_string(s->types, (uint32_t)r->size);
}

static const struct type *make_buffer(struct sema *s, const struct type_ref *r)
{
	return type_buffer(s->types, (uint32_t)r->size);
}

static const struct type_word {
	const char *name;
	uint8_t int_size;
	bool is_signed;
	enum type_kind simple;
	const struct type *(*make)(struct sema *s, const struct type_ref *r);
} words[] = {
	{ "int8", 1, true },
	{ "int16", 2, true },
	{ "int32", 4, true },
	{ "int64", 8, true },
	{ "uint8", 1, false },
	{ "uint16", 2, false },
	{ "uint32", 4, false },
	{ "uint64", 8, false },
	{ "bool", .make = make_bool },
	{ "void", .make = make_void },
	{ "string", .make = make_string },
	{ "buffer", .make = make_buffer },
	{ "inet", .simple = TYPE_INET },
	{ "username_t", .simple = TYPE_USERNAME },
	{ "timestamp", .simple = TYPE_TIMESTAMP },
	{ "macaddr_t", .simple = TYPE_MACADDR },
	{ "cgroup_path_t", .simple = TYPE_CGROUP_PATH },
	{ "ksym_t", .simple = TYPE_KSYM },
	{ "usym_t", .simple = TYPE_USYM },
};

static const struct type *word_type(struct sema *s, const struct type_ref *r)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const struct type_word *w = &words[i];
		if (strcmp(w->name, r->name))
			continue;
		if (w->int_size)
			return type_int(s->types, w->int_size, w->is_signed);
		return w->make ? w->make(s, r) : type_simple(s->types, w->simple);
	}
	return NULL;
}

/* sum_t, usum_t …: aggregations without parameters of their own. */
static const struct type *aggregate_type(struct sema *s, const char *name)
{
	static const struct agg_params none;
	for (size_t i = 0; aggregates[i]; i++) {
		const struct aggregate *a = aggregates[i];
		bool is_unsigned = a->has_sign && name[0] == 'u' && !strcmp(name + 1, a->type_name);
		if (a->max_args <= 1 && (is_unsigned || !strcmp(name, a->type_name)))
			return aggregate_make_type(s, a, &none, !is_unsigned);
	}
	return NULL;
}

static const struct type *named_type(struct sema *s, const struct type_ref *r)
{
	const struct type *t = NULL;
	if (!r->keyword)
		t = word_type(s, r);
	if (!t && !r->keyword)
		t = aggregate_type(s, r->name);
	return t ? t : type_named(s->types, r->keyword, r->name);
}

/* A name that stands where an expression might stand as well. */
static bool may_be_value(const struct sema *s, const struct type_ref *r)
{
	return s->in_sizeof && !r->keyword && !r->suffixes.len;
}

static const struct type *constant_type(struct sema *s, const struct type_ref *r)
{
	if (!may_be_value(s, r))
		return NULL;
	struct expr *e = expr_new(s->arena, EXPR_IDENT, r->span);
	e->name = r->name;
	return call_constant(s, e);
}

static const struct type *unknown_type(struct sema *s, const struct type_ref *r)
{
	if (may_be_value(s, r))
		sema_error(s, D_UNKNOWN_IDENT, r->span, "Unknown identifier: '%s'", r->name);
	else
		sema_error(s, D_UNKNOWN_TYPE, r->span, "Cannot resolve unknown type \"%s%s%s\"",
			   r->keyword ? r->keyword : "", r->keyword ? " " : "", r->name);
	return type_error(s->types);
}

/* A tag without its keyword, where nothing else has the name. */
static const struct type *tagged_type(struct sema *s, const struct type_ref *r)
{
	static const char *const keywords[] = { "struct", "union", "enum" };
	const struct type *t = NULL;
	for (size_t i = 0; !r->keyword && !t && i < ARRAY_LEN(keywords); i++)
		t = type_named(s->types, keywords[i], r->name);
	return t;
}

static const struct type *base_type(struct sema *s, struct type_ref *r)
{
	if (r->of_type)
		return sema_type_operand(s, r->of_type);
	if (r->of_expr)
		return introspect_expr(s, r->of_expr);
	const struct type *t = named_type(s, r);
	t = t ?: constant_type(s, r);
	t = t ?: tagged_type(s, r);
	return t ?: unknown_type(s, r);
}

static const struct type *with_suffixes(struct sema *s, const struct type_ref *r, const struct type *t)
{
	for (size_t i = 0; i < r->suffixes.len; i++) {
		if (r->suffixes.data[i].is_pointer)
			t = type_pointer(s->types, t, SPACE_NONE);
		else
			t = type_array(s->types, t, (uint32_t)r->suffixes.data[i].count);
	}
	return t;
}

const struct type *sema_type_ref(struct sema *s, struct type_ref *r)
{
	if (r->type)
		return r->type;
	const struct type *t = base_type(s, r);
	if (is_unknown(t))
		return t;
	r->type = with_suffixes(s, r, t);
	return r->type;
}

const struct type *sema_type_operand(struct sema *s, struct type_ref *r)
{
	s->in_sizeof++;
	const struct type *t = sema_type_ref(s, r);
	s->in_sizeof--;
	return t;
}
