/* C types as declarations spell them: specifiers, declarators, attributes, type names. */
#include "lang/cpp.h"

static struct type_table *types_of(struct c_reader *r)
{
	return r->c->cpp.env->types;
}

static struct arena *arena_of(struct c_reader *r)
{
	return r->c->cpp.env->arena;
}

/* ---- types ---- */

struct c_type c_type_of(struct cdef *c, const struct type *t)
{
	if (t->kind == TYPE_STRUCT)
		t = type_complete(c->cpp.env->types, t);
	struct c_type out = { .type = t, .size = t->size, .align = MAX(t->align, 1u) };
	out.is_incomplete = t->kind == TYPE_VOID || t->kind == TYPE_FUNC || (t->kind == TYPE_STRUCT && !t->complete);
	out.is_unsigned = t->kind == TYPE_POINTER || t->kind == TYPE_BOOL || !t->is_signed;
	if (t->kind != TYPE_ARRAY)
		return out;
	struct c_type *element = ARENA_NEW(c->cpp.env->arena, struct c_type);
	*element = c_type_of(c, t->inner);
	out.is_array = true;
	out.count = t->count;
	out.element = element;
	return out;
}

struct c_type c_pointer_to(struct cdef *c, const struct c_type *t)
{
	const struct type *p = type_pointer(c->cpp.env->types, t->type, SPACE_NONE);
	struct c_type *pointee = ARENA_NEW(c->cpp.env->arena, struct c_type);
	*pointee = *t;
	return (struct c_type){ .type = p, .size = 8, .align = 8, .is_unsigned = true, .element = pointee };
}

static struct c_type int_type(struct cdef *c, unsigned size, bool is_signed)
{
	return c_type_of(c, type_int(c->cpp.env->types, size, is_signed));
}

/* Floats and the like have a size, but no type in the language. */
static struct c_type opaque_type(struct cdef *c, uint32_t size)
{
	return (struct c_type){ .type = type_none(c->cpp.env->types), .size = size, .align = size };
}

static struct c_type array_of(struct c_reader *r, const struct c_type *element, uint64_t count, bool unbounded)
{
	struct c_type *copy = ARENA_NEW(arena_of(r), struct c_type);
	*copy = *element;
	struct c_type out = { .align = element->align, .is_array = true, .count = count, .element = copy };
	if (element->is_incomplete && !element->is_flexible)
		c_fail(r, "array of incomplete type");
	if (__builtin_mul_overflow(element->size, count, &out.size) || out.size > INT32_MAX) {
		c_fail(r, "array is too large");
		out.size = 0;
		count = 0;
	}
	out.is_flexible = out.is_incomplete = unbounded;
	out.type = type_array(types_of(r), element->type, (uint32_t)count);
	return out;
}

/* ---- attributes ---- */

static void align_attribute(struct c_reader *r, struct c_attributes *a)
{
	int64_t n = 16;
	if (c_accept(r, "(")) {
		struct c_token_vec tokens = c_take_until(r, ")");
		if (!c_evaluate(r, &tokens, &n))
			c_fail(r, "alignment is not a constant");
		c_expect(r, ")");
	}
	if (n > 0 && n <= 1 << 28 && (n & (n - 1)) == 0)
		a->align = MAX(a->align, (uint32_t)n);
}

static void mode_attribute(struct c_reader *r, struct c_attributes *a)
{
	static const char *const modes[] = { "QI", "HI", "SI", "DI", "TI", "word", "pointer" };
	static const char letters[] = "QHSDTDD";
	if (!c_accept(r, "("))
		return;
	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		const char *plain = modes[i];
		const char *underscored = arena_sprintf(arena_of(r), "__%s__", plain);
		if (c_token_word(&r->cur, plain) || c_token_word(&r->cur, underscored))
			a->mode = letters[i];
	}
	c_advance(r);
	c_expect(r, ")");
}

static void one_attribute(struct c_reader *r, struct c_attributes *a)
{
	if (c_accept_word(r, "packed") || c_accept_word(r, "__packed__"))
		a->packed = true;
	else if (c_accept_word(r, "aligned") || c_accept_word(r, "__aligned__"))
		align_attribute(r, a);
	else if (c_accept_word(r, "mode") || c_accept_word(r, "__mode__"))
		mode_attribute(r, a);
	else
		c_advance(r);
	if (c_token_is(&r->cur, "("))
		c_skip_balanced(r);
}

static void attribute_list(struct c_reader *r, struct c_attributes *a)
{
	if (!c_expect(r, "(") || !c_expect(r, "("))
		return;
	while (!r->failed && r->cur.kind != C_EOF && !c_token_is(&r->cur, ")"))
		if (!c_accept(r, ","))
			one_attribute(r, a);
	c_expect(r, ")");
	c_expect(r, ")");
}

void c_read_attributes(struct c_reader *r, struct c_attributes *a)
{
	while (!r->failed) {
		if (c_accept_word(r, "__attribute__") || c_accept_word(r, "__attribute"))
			attribute_list(r, a);
		else if (c_accept_word(r, "_Alignas"))
			align_attribute(r, a);
		else if (!c_accept_word(r, "__extension__"))
			return;
	}
}

/* ---- specifiers ---- */

enum word {
	WORD_NONE,
	WORD_IGNORED, /* qualifiers and storage classes */
	WORD_TYPEDEF,
	WORD_ATTRIBUTE,
	WORD_STRUCT,
	WORD_UNION,
	WORD_ENUM,
	WORD_TYPEOF,
	WORD_VOID,
	WORD_CHAR,
	WORD_SHORT,
	WORD_INT,
	WORD_LONG,
	WORD_SIGNED,
	WORD_UNSIGNED,
	WORD_BOOL,
	WORD_FLOAT,
	WORD_DOUBLE,
	WORD_INT128,
	WORD_FLOAT128,
	WORD_COMPLEX,
};

static const struct {
	const char *text;
	enum word word;
} words[] = {
	{ "const", WORD_IGNORED },	    { "__const", WORD_IGNORED },      { "__const__", WORD_IGNORED },
	{ "volatile", WORD_IGNORED },	    { "__volatile__", WORD_IGNORED }, { "__volatile", WORD_IGNORED },
	{ "restrict", WORD_IGNORED },	    { "__restrict", WORD_IGNORED },   { "__restrict__", WORD_IGNORED },
	{ "static", WORD_IGNORED },	    { "extern", WORD_IGNORED },	      { "register", WORD_IGNORED },
	{ "auto", WORD_IGNORED },	    { "inline", WORD_IGNORED },	      { "__inline", WORD_IGNORED },
	{ "__inline__", WORD_IGNORED },	    { "_Noreturn", WORD_IGNORED },    { "_Thread_local", WORD_IGNORED },
	{ "__thread", WORD_IGNORED },	    { "_Atomic", WORD_IGNORED },      { "__seg_gs", WORD_IGNORED },
	{ "__seg_fs", WORD_IGNORED },	    { "typedef", WORD_TYPEDEF },      { "__attribute__", WORD_ATTRIBUTE },
	{ "__attribute", WORD_ATTRIBUTE },  { "__extension__", WORD_ATTRIBUTE }, { "_Alignas", WORD_ATTRIBUTE },
	{ "struct", WORD_STRUCT },	    { "union", WORD_UNION },	      { "enum", WORD_ENUM },
	{ "typeof", WORD_TYPEOF },	    { "__typeof__", WORD_TYPEOF },    { "__typeof", WORD_TYPEOF },
	{ "__typeof_unqual__", WORD_TYPEOF }, { "typeof_unqual", WORD_TYPEOF }, { "void", WORD_VOID },
	{ "char", WORD_CHAR },		    { "short", WORD_SHORT },	      { "int", WORD_INT },
	{ "long", WORD_LONG },		    { "signed", WORD_SIGNED },	      { "__signed__", WORD_SIGNED },
	{ "__signed", WORD_SIGNED },	    { "unsigned", WORD_UNSIGNED },    { "_Bool", WORD_BOOL },
	{ "float", WORD_FLOAT },	    { "double", WORD_DOUBLE },	      { "__int128", WORD_INT128 },
	{ "__int128_t", WORD_INT128 },	    { "__uint128_t", WORD_INT128 },   { "__float128", WORD_FLOAT128 },
	{ "_Float128", WORD_FLOAT128 },	    { "_Complex", WORD_COMPLEX },
};

static enum word word_of(struct c_reader *r, const struct c_token *t)
{
	if (t->kind != C_IDENT)
		return WORD_NONE;
	return (enum word)(uintptr_t)strmap_getn(&r->c->words, t->text, t->len);
}

static void add_builtin_type(struct cdef *c, const char *name, uint32_t size, uint32_t align)
{
	struct c_type *t = ARENA_NEW(c->cpp.env->arena, struct c_type);
	*t = opaque_type(c, size);
	t->align = align;
	strmap_put(&c->typedefs, name, t);
}

void c_init_types(struct cdef *c)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		strmap_put(&c->words, words[i].text, (void *)(uintptr_t)words[i].word);
	add_builtin_type(c, "__builtin_va_list", 24, 8);
	add_builtin_type(c, "__gnuc_va_list", 24, 8); /* what <stdarg.h> gives <stdio.h> */
}

/* How often each word of an arithmetic type was seen. */
struct arithmetic {
	unsigned count[WORD_COMPLEX + 1];
	bool any;
};

static struct c_type arithmetic_type(struct cdef *c, const struct arithmetic *a)
{
	const unsigned *n = a->count;
	bool is_signed = !n[WORD_UNSIGNED];
	if (n[WORD_VOID])
		return c_type_of(c, type_void(c->cpp.env->types));
	if (n[WORD_BOOL])
		return c_type_of(c, type_bool(c->cpp.env->types));
	if (n[WORD_INT128] || n[WORD_FLOAT128])
		return opaque_type(c, 16);
	if (n[WORD_FLOAT] || n[WORD_DOUBLE]) {
		struct c_type t = opaque_type(c, n[WORD_FLOAT] ? 4 : n[WORD_LONG] ? 16 : 8);
		t.size *= 1 + n[WORD_COMPLEX];
		return t;
	}
	if (n[WORD_CHAR]) {
		struct c_type t = int_type(c, 1, is_signed);
		t.is_char = !n[WORD_SIGNED] && !n[WORD_UNSIGNED];
		return t;
	}
	return int_type(c, n[WORD_SHORT] ? 2 : n[WORD_LONG] ? 8 : 4, is_signed);
}

/* A typedef of a structure that has been defined since. */
static void refresh(struct c_reader *r, struct c_type *t)
{
	uint32_t align = t->align;
	*t = c_type_of(r->c, t->type);
	t->align = MAX(t->align, align);
}

/* A typedef of this unit, one that the kernel or C has everywhere, or NULL. */
static const struct c_type *find_typedef(struct c_reader *r, const struct c_token *t)
{
	if (t->kind != C_IDENT)
		return NULL;
	struct c_type *own = strmap_getn(&r->c->typedefs, t->text, t->len);
	if (own && own->is_incomplete && own->type->kind == TYPE_STRUCT)
		refresh(r, own);
	if (own)
		return own;
	const char *name = arena_strndup(arena_of(r), t->text, t->len);
	const struct type *known = type_named(types_of(r), NULL, name);
	if (!known)
		return NULL;
	struct c_type *copy = ARENA_NEW(arena_of(r), struct c_type);
	*copy = c_type_of(r->c, known);
	strmap_put(&r->c->typedefs, name, copy);
	return copy;
}

/* A name of this unit's enumerators is no type, whatever the kernel has of that name. */
bool c_at_type(struct c_reader *r)
{
	enum word w = word_of(r, &r->cur);
	if (w != WORD_NONE)
		return true;
	if (r->cur.kind != C_IDENT || strmap_getn(&r->c->enumerators, r->cur.text, r->cur.len))
		return false;
	return find_typedef(r, &r->cur);
}

/* 'typeof' '(' (type-name | expression) ')' */
static void read_typeof(struct c_reader *r, struct c_specifiers *s)
{
	if (!c_expect(r, "("))
		return;
	if (c_at_type(r)) {
		s->type = c_read_type_name(r);
	} else {
		struct c_value v = c_read_expr(r);
		s->type = v.type;
	}
	s->has_type = true;
	c_expect(r, ")");
}

/* __attribute__((mode(DI))): an integer of that size instead. */
static void apply_mode(struct c_reader *r, struct c_type *t, char mode)
{
	static const char letters[] = "QHSD";
	const char *at = mode ? strchr(letters, mode) : NULL;
	if (at)
		*t = int_type(r->c, 1u << (at - letters), !t->is_unsigned);
	else if (mode)
		*t = opaque_type(r->c, 16);
}

/* One specifier; false: what stands here is none. */
static bool read_specifier(struct c_reader *r, struct c_specifiers *s, struct arithmetic *a)
{
	enum word w = word_of(r, &r->cur);
	switch (w) {
	case WORD_NONE: {
		const struct c_type *t = s->has_type || a->any ? NULL : find_typedef(r, &r->cur);
		if (!t)
			return false;
		s->type = *t;
		s->has_type = true;
		c_advance(r);
		return true;
	}
	case WORD_ATTRIBUTE:
		c_read_attributes(r, &s->attributes);
		return true;
	case WORD_STRUCT:
	case WORD_UNION:
		c_advance(r);
		c_read_struct(r, w == WORD_UNION, s);
		return true;
	case WORD_ENUM:
		c_advance(r);
		c_read_enum(r, s);
		return true;
	case WORD_TYPEOF:
		c_advance(r);
		read_typeof(r, s);
		return true;
	case WORD_TYPEDEF:
		s->is_typedef = true;
		break;
	case WORD_IGNORED:
		break;
	default:
		a->count[w]++;
		a->any = true;
		break;
	}
	c_advance(r);
	return true;
}

static void report_no_type(struct c_reader *r)
{
	const struct c_token *t = &r->cur;
	if (t->kind == C_IDENT)
		c_fail(r, "unknown type name '%.*s'", (int)t->len, t->text);
	else
		c_fail(r, "expected a type");
}

void c_read_specifiers(struct c_reader *r, struct c_specifiers *s)
{
	struct arithmetic a = { 0 };
	if (r->depth++ > 200)
		c_fail(r, "nested too deeply");
	while (!r->failed && read_specifier(r, s, &a))
		;
	r->depth--;
	if (r->failed)
		return;
	if (a.any)
		s->type = arithmetic_type(r->c, &a);
	else if (!s->has_type)
		report_no_type(r);
	s->has_type = true;
	if (!r->failed)
		apply_mode(r, &s->type, s->attributes.mode);
}

/* ---- declarators ---- */

/* What a declarator does to its base type, in the order of application. */
struct step {
	enum { STEP_POINTER, STEP_ARRAY, STEP_FUNCTION } kind;
	uint64_t count;
	bool unbounded;
};
struct step_vec VEC_BODY(struct step);

static void read_steps(struct c_reader *r, struct c_declarator *d, struct step_vec *out);

static void skip_qualifiers(struct c_reader *r, struct c_declarator *d)
{
	for (;;) {
		enum word w = word_of(r, &r->cur);
		if (w == WORD_ATTRIBUTE)
			c_read_attributes(r, &d->attributes);
		else if (w == WORD_IGNORED)
			c_advance(r);
		else
			return;
		if (r->failed)
			return;
	}
}

/* '[' [constant] ']' */
static struct step read_bound(struct c_reader *r)
{
	struct step s = { .kind = STEP_ARRAY };
	int64_t count = 0;
	c_expect(r, "[");
	while (word_of(r, &r->cur) == WORD_IGNORED)
		c_advance(r);
	s.unbounded = c_token_is(&r->cur, "]");
	struct span span = r->cur.span;
	struct c_token_vec tokens = c_take_until(r, "]");
	if (!s.unbounded && !c_evaluate(r, &tokens, &count))
		c_fail_at(r, span, "size of array is not a constant");
	else if (count < 0)
		c_fail_at(r, span, "size of array is negative");
	s.count = (uint64_t)count;
	c_expect(r, "]");
	return s;
}

static void read_suffixes(struct c_reader *r, struct step_vec *out)
{
	size_t first = out->len;
	while (!r->failed && (c_token_is(&r->cur, "[") || c_token_is(&r->cur, "("))) {
		struct step s = { .kind = STEP_FUNCTION };
		if (c_token_is(&r->cur, "["))
			s = read_bound(r);
		else
			c_skip_balanced(r);
		vec_push(arena_of(r), out, s);
	}
	for (size_t i = first, j = out->len; i + 1 < j; i++) {
		struct step swap = out->data[i];
		out->data[i] = out->data[--j];
		out->data[j] = swap;
	}
}

/* '(' that begins a declarator and not the parameters of an abstract function. */
static bool at_nested(struct c_reader *r)
{
	if (!c_token_is(&r->cur, "("))
		return false;
	const struct c_token *t = c_peek(r);
	if (c_token_is(t, "*") || c_token_is(t, "(") || c_token_is(t, "["))
		return true;
	return t->kind == C_IDENT && (word_of(r, t) == WORD_ATTRIBUTE || (word_of(r, t) == WORD_NONE && !find_typedef(r, t)));
}

static void read_direct(struct c_reader *r, struct c_declarator *d, struct step_vec *inner)
{
	if (at_nested(r)) {
		c_advance(r);
		read_steps(r, d, inner);
		c_expect(r, ")");
	} else if (r->cur.kind == C_IDENT && word_of(r, &r->cur) == WORD_NONE) {
		d->name = arena_strndup(arena_of(r), r->cur.text, r->cur.len);
		d->span = r->cur.span;
		c_advance(r);
	}
}

/* pointer* (ident | '(' declarator ')') ('[' … ']' | '(' … ')')* */
static void read_steps(struct c_reader *r, struct c_declarator *d, struct step_vec *out)
{
	struct step_vec inner = { 0 };
	if (r->depth++ > 200)
		c_fail(r, "nested too deeply");
	skip_qualifiers(r, d);
	while (!r->failed && c_accept(r, "*")) {
		vec_push(arena_of(r), out, (struct step){ .kind = STEP_POINTER });
		skip_qualifiers(r, d);
	}
	if (!r->failed)
		read_direct(r, d, &inner);
	read_suffixes(r, out);
	for (size_t i = 0; i < inner.len; i++)
		vec_push(arena_of(r), out, inner.data[i]);
	r->depth--;
}

void c_read_declarator(struct c_reader *r, const struct c_type *base, struct c_declarator *d)
{
	struct step_vec steps = { 0 };
	read_steps(r, d, &steps);
	d->type = *base;
	for (size_t i = 0; i < steps.len && !r->failed; i++) {
		const struct step *s = &steps.data[i];
		if (s->kind == STEP_POINTER)
			d->type = c_pointer_to(r->c, &d->type);
		else if (s->kind == STEP_ARRAY)
			d->type = array_of(r, &d->type, s->count, s->unbounded);
		else
			d->type = c_type_of(r->c, type_func(types_of(r)));
	}
	d->is_function = steps.len && vec_last(&steps).kind == STEP_FUNCTION;
	if (!r->failed)
		c_read_attributes(r, &d->attributes);
	apply_mode(r, &d->type, d->attributes.mode);
}

struct c_type c_read_type_name(struct c_reader *r)
{
	struct c_specifiers s = { 0 };
	struct c_declarator d = { 0 };
	c_read_specifiers(r, &s);
	if (!r->failed)
		c_read_declarator(r, &s.type, &d);
	return d.type;
}
