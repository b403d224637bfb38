/*
 * Inference: what the contributors to a variable, a map's key or a map's value ask of its type.
 *
 * An infer is immutable. For integers it holds what typed contributors need and, beside it, the largest literal, which
 * has no sign of its own: the result does not depend on the order of the contributors. Tuples and records are inferred
 * element by element. Joining two gives a third, or NULL if no type accommodates both.
 */
#include "sema/internal.h"

struct infer {
	const struct type *hard; /* what typed contributors need; NULL: only literals so far, or a composite */
	bool has_literal;
	uint64_t literal;	 /* the largest one */
	uint32_t count;		 /* elements of a tuple or record */
	const struct infer **elements;
	const char **names;	 /* of a record's elements, else NULL */
	bool is_composite;
};

/* ---- integers ---- */

static bool as_int(const struct type *t, unsigned *size, bool *is_signed)
{
	if (t->kind == TYPE_ENUM) {
		*size = 8;
		*is_signed = t->is_signed;
		return true;
	}
	*size = t->size;
	*is_signed = t->is_signed;
	return t->kind == TYPE_INT;
}

static const struct type *join_ints(struct sema *s, const struct type *a, const struct type *b)
{
	unsigned sa, sb;
	bool ia, ib;
	if (!as_int(a, &sa, &ia) || !as_int(b, &sb, &ib))
		return NULL;
	if (ia == ib)
		return type_int(s->types, MAX(sa, sb), ia);
	unsigned s_signed = ia ? sa : sb, s_unsigned = ia ? sb : sa;
	if (s_signed > s_unsigned)
		return type_int(s->types, s_signed, true);
	return type_int(s->types, MIN(2 * MAX(sa, sb), 8u), true);
}

/* ---- other types ---- */

static const struct type *join_pointers(struct sema *s, const struct type *a, const struct type *b)
{
	const struct type *inner = a->inner == b->inner ? a->inner : NULL;
	if (!inner && a->inner->kind == TYPE_POINTER && b->inner->kind == TYPE_POINTER)
		inner = join_pointers(s, a->inner, b->inner);
	if (!inner)
		inner = join_ints(s, a->inner, b->inner);
	if (!inner)
		return NULL;
	enum addr_space space = a->space == b->space ? a->space : SPACE_NONE;
	if (a->space == SPACE_NONE || b->space == SPACE_NONE)
		space = a->space == SPACE_NONE ? b->space : a->space;
	return type_pointer(s->types, inner, space);
}

static const struct type *join_aggs(const struct type *a, const struct type *b)
{
	return aggregate_same_params(a, b) ? (a->is_signed ? a : b) : NULL;
}

static const struct type *join_plain(struct sema *s, const struct type *a, const struct type *b)
{
	if (a == b)
		return a;
	if (a->kind == TYPE_INT || a->kind == TYPE_ENUM)
		return join_ints(s, a, b);
	if (a->kind != b->kind)
		return NULL;
	switch (a->kind) {
	case TYPE_STRING:
	case TYPE_BUFFER:
		return a->size >= b->size ? a : b;
	case TYPE_POINTER:
		return join_pointers(s, a, b);
	case TYPE_AGG:
		return join_aggs(a, b);
	default:
		return NULL;
	}
}

/* ---- making ---- */

static struct infer *new_infer(struct sema *s, const struct type *hard)
{
	struct infer *i = ARENA_NEW(s->arena, struct infer);
	i->hard = hard;
	return i;
}

static struct infer *new_composite(struct sema *s, uint32_t count, bool named)
{
	struct infer *i = new_infer(s, NULL);
	i->is_composite = true;
	i->count = count;
	i->elements = ARENA_ARRAY(s->arena, const struct infer *, count + 1);
	i->names = named ? ARENA_ARRAY(s->arena, const char *, count + 1) : NULL;
	return i;
}

const struct infer *infer_from_type(struct sema *s, const struct type *t)
{
	if (t->kind != TYPE_TUPLE && t->kind != TYPE_RECORD)
		return new_infer(s, t);
	struct infer *i = new_composite(s, t->member_count, t->kind == TYPE_RECORD);
	for (uint32_t n = 0; n < t->member_count; n++) {
		i->elements[n] = infer_from_type(s, t->members[n].type);
		if (i->names)
			i->names[n] = t->members[n].name;
	}
	return i;
}

static const struct infer *block_infer(struct sema *s, const struct block *b)
{
	return b && b->value ? infer_from_expr(s, b->value) : NULL;
}

static const struct infer *branches_infer(struct sema *s, const struct infer *a, const struct infer *b)
{
	return a && b ? infer_join(s, a, b) : NULL;
}

static const struct infer *element_infer(struct sema *s, const struct expr *e)
{
	const struct infer *i = infer_from_expr(s, e->lhs);
	return i->is_composite && !i->names && e->value < i->count ? i->elements[e->value] : NULL;
}

static bool is_open(const struct infer *i)
{
	return i->hard && is_unknown(i->hard);
}

static const struct infer *slot_infer(const struct infer_slot *slot)
{
	const struct infer *i = infer_of(slot);
	return i && !is_open(i) ? i : NULL;
}

/* Expressions that hand on a value with its literals: a copy of a variable is as flexible as the variable. */
static const struct infer *infer_passed_on(struct sema *s, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_VAR:
		return e->var && !e->var->declared ? slot_infer(&e->var->slot_infer) : NULL;
	case EXPR_MAP:
	case EXPR_MAP_ACCESS:
		return e->map && e->type->kind != TYPE_AGG ? slot_infer(&e->map->value_slot) : NULL;
	case EXPR_TERNARY:
		return branches_infer(s, infer_from_expr(s, e->lhs ? e->lhs : e->cond), infer_from_expr(s, e->rhs));
	case EXPR_IF:
		return branches_infer(s, block_infer(s, e->block), block_infer(s, e->else_block));
	case EXPR_BLOCK:
		return block_infer(s, e->block);
	case EXPR_TUPLE_INDEX:
		return element_infer(s, e);
	default:
		return NULL;
	}
}

const struct infer *infer_from_expr(struct sema *s, const struct expr *e)
{
	if (literal_is_flexible(e)) {
		struct infer *i = new_infer(s, NULL);
		i->has_literal = true;
		i->literal = e->value;
		return i;
	}
	const struct infer *known = infer_passed_on(s, e);
	if (known)
		return known;
	if ((e->kind != EXPR_TUPLE && e->kind != EXPR_RECORD) || is_unknown(e->type))
		return infer_from_type(s, sema_value_type(s, e->type));
	struct infer *i = new_composite(s, (uint32_t)e->args.len, e->kind == EXPR_RECORD);
	for (uint32_t n = 0; n < i->count; n++) {
		i->elements[n] = infer_from_expr(s, e->args.data[n]);
		if (i->names)
			i->names[n] = e->arg_names.data[n];
	}
	return i;
}

/* ---- joining ---- */

static const struct infer *element_named(const struct infer *i, const char *name)
{
	for (uint32_t n = 0; n < i->count; n++)
		if (!strcmp(i->names[n], name))
			return i->elements[n];
	return NULL;
}

static const struct infer *join_composites(struct sema *s, const struct infer *a, const struct infer *b)
{
	if (!a->is_composite || !b->is_composite || a->count != b->count || !a->names != !b->names)
		return NULL;
	struct infer *i = new_composite(s, a->count, a->names != NULL);
	for (uint32_t n = 0; n < a->count; n++) {
		const struct infer *other = a->names ? element_named(b, a->names[n]) : b->elements[n];
		if (!other || !(i->elements[n] = infer_join(s, a->elements[n], other)))
			return NULL;
		if (i->names)
			i->names[n] = a->names[n];
	}
	return i;
}

/* A literal that needs all 64 bits has no place in a signed type. */
static bool literal_fits_sign(const struct infer *i)
{
	unsigned size;
	bool is_signed;
	if (!i->hard || !i->has_literal)
		return true;
	return as_int(i->hard, &size, &is_signed) && !(is_signed && i->literal > INT64_MAX);
}

const struct infer *infer_join(struct sema *s, const struct infer *a, const struct infer *b)
{
	if (a == b || is_open(b))
		return a;
	if (is_open(a))
		return b;
	if (a->is_composite || b->is_composite)
		return join_composites(s, a, b);
	const struct type *hard = a->hard && b->hard ? join_plain(s, a->hard, b->hard) : a->hard ? a->hard : b->hard;
	if (a->hard && b->hard && !hard)
		return NULL;
	struct infer *i = new_infer(s, hard);
	i->has_literal = a->has_literal || b->has_literal;
	i->literal = MAX(a->literal, b->literal);
	return literal_fits_sign(i) ? i : NULL;
}

/* ---- results ---- */

static const struct type *composite_type(struct sema *s, const struct infer *i)
{
	struct type_member *members = ARENA_ARRAY(s->arena, struct type_member, i->count + 1);
	const struct type **types = ARENA_ARRAY(s->arena, const struct type *, i->count + 1);
	for (uint32_t n = 0; n < i->count; n++) {
		types[n] = infer_type(s, i->elements[n]);
		if (is_unknown(types[n]))
			return types[n];
		members[n].type = types[n];
		members[n].name = i->names ? i->names[n] : NULL;
	}
	return i->names ? type_record(s->types, members, i->count) : type_tuple(s->types, types, i->count);
}

static unsigned unsigned_size(uint64_t value)
{
	unsigned size = 1;
	while (size < 8 && value >> (size * 8))
		size *= 2;
	return size;
}

const struct type *infer_type(struct sema *s, const struct infer *i)
{
	if (i->is_composite)
		return composite_type(s, i);
	if (!i->has_literal)
		return i->hard;
	const struct type *alone = sema_literal_type(s, i->literal, false);
	if (!i->hard)
		return alone;
	unsigned size;
	bool is_signed;
	as_int(i->hard, &size, &is_signed);
	unsigned needed = is_signed ? alone->size : unsigned_size(i->literal);
	if (i->hard->kind == TYPE_INT && size >= needed)
		return i->hard;
	return type_int(s->types, MAX(size, needed), is_signed);
}

bool infer_accepts(struct sema *s, const struct type *t, const struct infer *i)
{
	const struct infer *joined = infer_join(s, infer_from_type(s, t), i);
	return joined && infer_type(s, joined) == t;
}

const struct infer *infer_pair(struct sema *s, const struct infer *a, const struct infer *b)
{
	struct infer *i = new_composite(s, 2, false);
	i->elements[0] = a;
	i->elements[1] = b;
	return i;
}

bool infer_is_literal(const struct infer *i)
{
	return i->has_literal && !i->hard;
}

/* ---- slots ---- */

const struct infer *infer_of(const struct infer_slot *slot)
{
	return slot->settled ? slot->settled : slot->now;
}

enum infer_result infer_add(struct sema *s, struct infer_slot *slot, const struct infer *i, bool is_locked,
			    const struct type **type)
{
	const struct infer *base = s->final || is_locked ? infer_of(slot) : slot->now;
	const struct infer *joined = base ? infer_join(s, base, i) : i;
	if (!joined)
		return INFER_MISMATCH;
	if (is_locked && infer_type(s, joined) != *type)
		return INFER_LOCKED;
	if (s->final)
		return INFER_OK;
	slot->now = slot->now ? infer_join(s, slot->now, i) : i;
	if (!slot->settled)
		*type = infer_type(s, slot->now);
	return INFER_OK;
}

void infer_settle(struct sema *s, struct infer_slot *slot, const struct type **type)
{
	if (!slot->now)
		return;
	const struct type *t = infer_type(s, slot->now);
	if (t != *type || !slot->settled)
		s->changed = true;
	*type = t;
	slot->settled = slot->now;
	if (!s->accumulate)
		slot->now = NULL;
}

void infer_report_locked(struct sema *s, char sigil, const char *name, const struct type *t,
			 const struct type *locked, struct span span)
{
	sema_error(s, D_TYPE_MISMATCH, span,
		   "Type mismatch for %c%s: this type has been locked because it was used in another part of the type "
		   "graph that was already resolved (e.g. `sizeof`, `typeinfo`, etc.). The new type '%s' doesn't fit "
		   "into the locked type '%s'",
		   sigil, name, type_name(s->types, t), type_name(s->types, locked));
}

const struct type *sema_promote(struct sema *s, const struct type *a, const struct type *b)
{
	const struct infer *i = infer_join(s, infer_from_type(s, a), infer_from_type(s, b));
	return i ? infer_type(s, i) : NULL;
}
