/*
 * Structures, unions and enumerations, laid out by the rules of the x86-64 System V ABI as GCC applies them.
 *
 * A bit-field goes where the last one ended unless it would cross a unit of its declared type; packed ones just follow.
 * Offsets are counted in bits.
 */
#include "lang/cpp.h"

static struct type_table *types_of(struct c_reader *r)
{
	return r->c->cpp.env->types;
}

static struct arena *arena_of(struct c_reader *r)
{
	return r->c->cpp.env->arena;
}

/* ---- layout ---- */

/* A member as declared. */
struct member {
	const char *name; /* NULL: anonymous, or a bit-field that only takes space */
	struct span span;
	struct c_type type;
	struct c_attributes attributes;
	bool is_bits;
	unsigned width;
};
struct member_vec VEC_BODY(struct member);

struct layout {
	bool is_union, packed;
	uint32_t pack;	/* #pragma pack, 0: none */
	uint32_t align; /* of the structure so far */
	uint64_t bits;	/* end of the last member */
	uint64_t size;	/* end of the one that ends last, in bits */
	VEC(struct type_member) members;
};

static void grow(struct layout *l, uint64_t begin, uint64_t width)
{
	l->bits = l->is_union ? 0 : begin + width;
	l->size = MAX(l->size, begin + width);
}

static uint32_t member_align(const struct layout *l, const struct member *m)
{
	uint32_t align = l->packed || m->attributes.packed ? 1 : m->type.align;
	if (l->pack)
		align = MIN(align, l->pack);
	return MAX(align, m->attributes.align);
}

static uint64_t place_bits(const struct layout *l, const struct member *m)
{
	uint64_t begin = l->bits, unit = m->type.size * 8;
	bool packed = l->packed || m->attributes.packed || l->pack;
	if (m->attributes.align)
		begin = ALIGN_UP(begin, m->attributes.align * 8ull);
	if (!m->width)
		return ALIGN_UP(begin, m->type.align * 8ull);
	if (!packed && begin / unit != (begin + m->width - 1) / unit)
		begin = ALIGN_UP(begin, m->type.align * 8ull);
	return begin;
}

/* In a unit of the declared type at that type's alignment; from its own first byte if it crosses the unit. */
static void set_bit_position(struct type_member *t, uint64_t begin, unsigned width, uint64_t unit)
{
	uint64_t start = begin / unit * unit;
	if (begin + width > start + unit)
		start = begin / 8 * 8;
	t->offset = (uint32_t)(start / 8);
	t->bit_offset = (uint8_t)(begin - start);
	t->bit_size = (uint8_t)width;
}

static void add_bits(struct c_reader *r, struct layout *l, const struct member *m)
{
	uint64_t begin = place_bits(l, m);
	grow(l, begin, m->width);
	if (!m->name)
		return;
	l->align = MAX(l->align, member_align(l, m));
	struct type_member t = { .name = m->name, .type = m->type.type };
	set_bit_position(&t, begin, m->width, m->type.size * 8);
	vec_push(arena_of(r), &l->members, t);
}

/* char f[N] is text. */
static const struct type *member_type(struct c_reader *r, const struct c_type *t)
{
	if (t->is_array && t->element->is_char && t->count)
		return type_string(types_of(r), (uint32_t)t->count + 1);
	return t->type;
}

static void add_plain(struct c_reader *r, struct layout *l, const struct member *m)
{
	uint32_t align = member_align(l, m);
	uint64_t begin = ALIGN_UP(l->bits, align * 8ull);
	grow(l, begin, m->type.size * 8);
	l->align = MAX(l->align, align);
	if (l->size / 8 > INT32_MAX) {
		c_fail(r, "structure is too large");
		return;
	}
	struct type_member t = { .name = m->name, .type = member_type(r, &m->type), .offset = (uint32_t)(begin / 8) };
	vec_push(arena_of(r), &l->members, t);
}

/* A unit of a bit-field that would reach beyond the object begins at the field's own byte instead. */
static void fit_units(struct layout *l, uint32_t size)
{
	for (size_t i = 0; i < l->members.len; i++) {
		struct type_member *t = &l->members.data[i];
		if (t->bit_size && t->offset + t->type->size > size) {
			t->offset += t->bit_offset / 8;
			t->bit_offset %= 8;
		}
	}
}

static void lay_out(struct c_reader *r, struct type *s, const struct member_vec *members, const struct c_attributes *a,
		    unsigned pack)
{
	struct layout l = { .is_union = s->is_union, .packed = a->packed, .pack = pack, .align = 1 };
	for (size_t i = 0; i < members->len && !r->failed; i++) {
		const struct member *m = &members->data[i];
		if (m->is_bits)
			add_bits(r, &l, m);
		else
			add_plain(r, &l, m);
	}
	if (r->failed)
		return;
	l.align = MAX(l.align, a->align);
	uint32_t size = (uint32_t)ALIGN_UP((l.size + 7) / 8, (uint64_t)l.align);
	fit_units(&l, size);
	type_struct_define(types_of(r), s, l.members.data, (uint32_t)l.members.len, size, l.align);
}

/* ---- members ---- */

/* Anonymous structures' members count as the outer one's own. */
static void note_names(struct c_reader *r, struct strmap *names, const struct type *s, struct span span)
{
	for (size_t i = 0; i < s->member_count; i++) {
		const struct type_member *m = &s->members[i];
		if (!m->name)
			note_names(r, names, m->type, span);
		else if (strmap_put(names, m->name, names))
			c_fail_at(r, span, "duplicate member '%s'", m->name);
	}
}

static void check_names(struct c_reader *r, const struct member_vec *members)
{
	struct strmap names;
	strmap_init(&names, NULL);
	for (size_t i = 0; i < members->len; i++) {
		const struct member *m = &members->data[i];
		if (!m->name && m->type.type->kind == TYPE_STRUCT)
			note_names(r, &names, m->type.type, m->span);
		else if (m->name && strmap_put(&names, m->name, &names))
			c_fail_at(r, m->span, "duplicate member '%s'", m->name);
	}
	strmap_done(&names);
}

static bool check_member(struct c_reader *r, const struct c_declarator *d)
{
	if (!d->type.is_incomplete || d->type.is_flexible)
		return true;
	struct strbuf name = { 0 };
	type_print(d->type.type, &name);
	c_fail_at(r, d->span, "field '%s' has incomplete type '%s'", d->name ? d->name : "", strbuf_str(&name));
	strbuf_done(&name);
	return false;
}

/* constant [attributes] */
static bool read_width(struct c_reader *r, struct member *m)
{
	int64_t width;
	struct c_token_vec tokens = c_take_until(r, ",;"), constant = tokens;
	for (size_t i = 0; i < constant.len; i++)
		if (c_token_word(&tokens.data[i], "__attribute__"))
			constant.len = i;
	uint64_t most = m->type.size * 8;
	bool ok = c_evaluate(r, &constant, &width) && width >= !!m->name && type_is_integral(m->type.type);
	if (!ok)
		c_fail_at(r, m->span, "invalid width of bit-field '%s'", m->name ? m->name : "");
	else if ((uint64_t)width > most)
		c_fail_at(r, m->span, "bit-field '%s' has %lld bits, its type only %llu",
			  m->name ? m->name : "", (long long)width, (unsigned long long)most);
	if (r->failed)
		return false;
	struct c_reader rest;
	c_read_list(&rest, r->c, tokens.data + constant.len, tokens.len - constant.len);
	c_read_attributes(&rest, &m->attributes);
	m->is_bits = true;
	m->width = (unsigned)width;
	return true;
}

static void add_member(struct c_reader *r, struct member_vec *members, struct member m, const struct c_specifiers *s)
{
	m.attributes.align = MAX(m.attributes.align, s->attributes.align);
	m.attributes.packed |= s->attributes.packed;
	vec_push(arena_of(r), members, m);
}

/* declarator [':' width] */
static void read_member(struct c_reader *r, struct member_vec *members, const struct c_specifiers *s)
{
	struct c_declarator d = { .type = s->type, .span = r->cur.span };
	if (!c_token_is(&r->cur, ":"))
		c_read_declarator(r, &s->type, &d);
	if (r->failed || !check_member(r, &d))
		return;
	struct member m = { .name = d.name, .span = d.span, .type = d.type, .attributes = d.attributes };
	if (!c_accept(r, ":") || read_width(r, &m))
		add_member(r, members, m, s);
}

/* specifiers declarator {',' declarator} ';', the last ';' before '}' may be missing */
static void read_member_declaration(struct c_reader *r, struct member_vec *members)
{
	struct c_specifiers s = { 0 };
	if (c_accept(r, ";"))
		return;
	if (c_token_word(&r->cur, "_Static_assert") || c_token_word(&r->cur, "static_assert")) {
		c_take_until(r, ";");
		return;
	}
	c_read_specifiers(r, &s);
	if (r->failed)
		return;
	if (!c_token_is(&r->cur, ";") && !c_token_is(&r->cur, "}")) {
		do {
			read_member(r, members, &s);
		} while (!r->failed && c_accept(r, ","));
	} else if (s.is_anonymous) {
		add_member(r, members, (struct member){ .span = r->cur.span, .type = s.type }, &s);
	}
	if (!r->failed && !c_token_is(&r->cur, "}"))
		c_expect(r, ";");
}

/* ---- tags ---- */

/* The tag, read if it is there: of structures, unions and enumerations alike, each is defined once. NULL: none. */
static const char *read_tag(struct c_reader *r, const char *keyword)
{
	if (r->cur.kind != C_IDENT)
		return NULL;
	const char *tag = arena_strndup(arena_of(r), r->cur.text, r->cur.len);
	if (c_token_is(c_peek(r), "{") && strmap_put(&r->c->defined, tag, (void *)(uintptr_t)keyword))
		c_fail(r, "redefinition of '%s %s'", keyword, tag);
	c_advance(r);
	return tag;
}

/* ---- struct and union ---- */

/* '{' member* '}' [attributes] */
static void read_struct_body(struct c_reader *r, struct type *s, struct c_attributes *a)
{
	unsigned pack = r->c->cpp.pack;
	struct member_vec members = { 0 };
	c_expect(r, "{");
	while (!r->failed && r->cur.kind != C_EOF && !c_token_is(&r->cur, "}"))
		read_member_declaration(r, &members);
	if (!r->failed)
		c_expect(r, "}");
	if (!r->failed)
		c_read_attributes(r, a);
	check_names(r, &members);
	if (!r->failed)
		lay_out(r, s, &members, a, pack);
}

static const char *tag_key(struct c_reader *r, bool is_union, const char *tag)
{
	return arena_sprintf(arena_of(r), "%s %s", is_union ? "union" : "struct", tag);
}

/* The structure of that tag: this unit's, else one that BTF knows, else one that may be defined later. */
static struct type *refer_struct(struct c_reader *r, bool is_union, const char *tag)
{
	const char *key = tag_key(r, is_union, tag);
	const struct type *s = strmap_get(&r->c->tags, key);
	if (!s && r->c->cpp.env->has_btf)
		s = type_named(types_of(r), is_union ? "union" : "struct", tag);
	if (!s)
		s = type_struct_declare(types_of(r), tag, is_union);
	strmap_put(&r->c->tags, key, (void *)(uintptr_t)s);
	return (struct type *)(uintptr_t)s;
}

static struct type *define_struct(struct c_reader *r, bool is_union, const char *tag)
{
	struct type *s = type_struct_declare(types_of(r), tag, is_union);
	if (tag)
		strmap_put(&r->c->tags, tag_key(r, is_union, tag), s);
	return s;
}

/* ('struct' | 'union') [attributes] [tag] ['{' … '}'], the keyword is read */
void c_read_struct(struct c_reader *r, bool is_union, struct c_specifiers *s)
{
	struct c_attributes a = { 0 };
	c_read_attributes(r, &a);
	const char *tag = read_tag(r, is_union ? "union" : "struct");
	bool defines = c_token_is(&r->cur, "{");
	if (!defines && !tag) {
		c_fail(r, "expected '{'");
		return;
	}
	bool forward = !defines && c_token_is(&r->cur, ";");
	struct type *t = defines || (forward && !strmap_get(&r->c->tags, tag_key(r, is_union, tag))) ?
				 define_struct(r, is_union, tag) :
				 refer_struct(r, is_union, tag);
	if (defines)
		read_struct_body(r, t, &a);
	s->type = c_type_of(r->c, t);
	s->has_type = true;
	s->is_anonymous = !tag;
}

/* ---- enum ---- */

struct enumeration {
	VEC(struct type_enumerator) list;
	int64_t next, min;
	uint64_t max;
};

static void add_enumerator(struct c_reader *r, struct enumeration *e, const char *name, struct span span)
{
	struct type_enumerator item = { .name = name, .value = e->next };
	int64_t *value = arena_dup(arena_of(r), &e->next, sizeof(e->next));
	if (strmap_put(&r->c->enumerators, name, value))
		c_fail_at(r, span, "redefinition of enumerator '%s'", name);
	vec_push(arena_of(r), &e->list, item);
	e->min = MIN(e->min, e->next);
	if (e->next >= 0)
		e->max = MAX(e->max, (uint64_t)e->next);
	e->next = (int64_t)((uint64_t)e->next + 1);
}

/* name [attributes] ['=' constant] */
static void read_enumerator(struct c_reader *r, struct enumeration *e)
{
	struct c_attributes ignored = { 0 };
	if (r->cur.kind != C_IDENT) {
		c_fail(r, "expected identifier");
		return;
	}
	const char *name = arena_strndup(arena_of(r), r->cur.text, r->cur.len);
	struct span span = r->cur.span;
	c_advance(r);
	c_read_attributes(r, &ignored);
	if (c_accept(r, "=")) {
		struct c_token_vec tokens = c_take_until(r, ",}");
		if (!c_evaluate(r, &tokens, &e->next)) {
			c_fail(r, "value of enumerator '%s' is not a constant", name);
			return;
		}
	}
	add_enumerator(r, e, name, span);
}

/* The smallest of unsigned int, int, unsigned long, long that holds all; packed ones from one byte on. */
static unsigned enum_size(const struct enumeration *e, bool packed)
{
	for (unsigned size = packed ? 1 : 4; size < 8; size *= 2) {
		unsigned bits = size * 8;
		bool fits = e->min < 0 ? e->min >= -(1ll << (bits - 1)) && e->max < 1ull << (bits - 1) :
					 e->max < 1ull << bits;
		if (fits)
			return size;
	}
	return 8;
}

static void read_enum_body(struct c_reader *r, const char *tag, const struct c_type *base, struct c_attributes *a,
			   struct c_specifiers *s)
{
	struct enumeration e = { 0 };
	c_expect(r, "{");
	while (!r->failed && !c_token_is(&r->cur, "}") && r->cur.kind != C_EOF) {
		read_enumerator(r, &e);
		if (!r->failed && !c_accept(r, ",") && !c_token_is(&r->cur, "}"))
			c_fail(r, "expected ',' or '}'");
	}
	if (!r->failed)
		c_expect(r, "}");
	if (!r->failed)
		c_read_attributes(r, a);
	if (r->failed)
		return;
	unsigned size = base ? (unsigned)base->size : enum_size(&e, a->packed);
	bool is_signed = base ? !base->is_unsigned : e.min < 0;
	const struct type *t =
		type_enum_define(types_of(r), tag, size, is_signed, e.list.data, (uint32_t)e.list.len);
	s->type = c_type_of(r->c, t);
}

/* 'enum' [attributes] [tag] [':' type] ['{' … '}'], the keyword is read */
void c_read_enum(struct c_reader *r, struct c_specifiers *s)
{
	struct c_attributes a = { 0 };
	struct c_type base;
	c_read_attributes(r, &a);
	const char *tag = read_tag(r, "enum");
	bool has_base = c_token_is(&r->cur, ":") && c_peek(r)->kind == C_IDENT;
	if (has_base) {
		c_advance(r);
		base = c_read_type_name(r);
	}
	s->has_type = true;
	if (c_token_is(&r->cur, "{")) {
		read_enum_body(r, tag, has_base ? &base : NULL, &a, s);
		return;
	}
	const struct type *known = tag ? type_named(types_of(r), "enum", tag) : NULL;
	s->type = c_type_of(r->c, known ? known : type_int(types_of(r), 4, false));
}
