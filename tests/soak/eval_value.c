/* Values of the evaluator: conversion, comparison, parts; and the memory that programs look at. */
#include "eval.h"

static bool is_number(const struct type *t) { return type_is_register(t); }

uint64_t ev_extend(const struct type *t, uint64_t n)
{
	unsigned unused = 64 - 8 * t->size;
	if (t->kind == TYPE_BOOL)
		return n != 0;
	if (t->size >= 8)
		return n;
	return t->is_signed ? (uint64_t)((int64_t)(n << unused) >> unused) : n << unused >> unused;
}

struct val ev_val_number(const struct type *t, uint64_t n) { return (struct val){ .type = t, .n = n }; }

struct val ev_val_zero(struct ev *ev, const struct type *t)
{
	struct val v = { .type = t };
	if (!is_number(t))
		v.mem = arena_alloc(ev->a, MAX(t->size, 1u));
	return v;
}

struct val ev_val_load(struct ev *ev, const struct type *t, const void *from)
{
	struct val v = ev_val_zero(ev, t);
	if (is_number(t)) {
		memcpy(&v.n, from, MIN(t->size, 8u));
		v.n = ev_extend(t, v.n);
	} else {
		memcpy(v.mem, from, t->size);
	}
	return v;
}

void ev_val_store(const struct val *v, uint8_t *to)
{
	if (is_number(v->type))
		memcpy(to, &v->n, MIN(v->type->size, 8u));
	else
		memcpy(to, v->mem, v->type->size);
}

size_t ev_val_strlen(const struct val *v) { return strnlen((const char *)v->mem, v->type->size); }

bool ev_val_is_true(const struct val *v)
{
	return v->type->kind == TYPE_STRING ? v->mem[0] != 0 : v->n != 0;
}

/* ---- parts ---- */

static uint64_t load_bits(const struct val *v, const struct type_member *m)
{
	uint64_t word = 0;
	memcpy(&word, v->mem + m->offset, MIN(8u, v->type->size - m->offset));
	word = word >> m->bit_offset << (64 - m->bit_size);
	return m->type->is_signed ? (uint64_t)((int64_t)word >> (64 - m->bit_size)) : word >> (64 - m->bit_size);
}

struct val ev_val_member(struct ev *ev, const struct val *v, const struct type_member *m)
{
	if (m->bit_size)
		return ev_val_number(m->type, ev_extend(m->type, load_bits(v, m)));
	if (v->type->kind != TYPE_STRUCT || m->type->kind != TYPE_STRING)
		return ev_val_load(ev, m->type, v->mem + m->offset);
	struct val text = ev_val_zero(ev, m->type); /* char f[N]: N bytes, and a NUL */
	memcpy(text.mem, v->mem + m->offset, type_member_bytes(m));
	return text;
}

static const struct type_member *find_member(const struct type *t, const char *name, size_t i)
{
	if (t->kind == TYPE_TUPLE)
		return &t->members[i];
	for (uint32_t k = 0; k < t->member_count; k++)
		if (!strcmp(t->members[k].name, name))
			return &t->members[k];
	return NULL;
}

/* ---- conversion ---- */

static struct val convert_members(struct ev *ev, const struct val *v, const struct type *to)
{
	struct val r = ev_val_zero(ev, to);
	for (uint32_t i = 0; i < to->member_count; i++) {
		const struct type_member *m = &to->members[i], *from = find_member(v->type, m->name, i);
		struct val part = ev_val_convert(ev, ev_val_member(ev, v, from), m->type);
		ev_val_store(&part, r.mem + m->offset);
	}
	return r;
}

static struct val convert_to_number(struct val v, const struct type *to)
{
	uint64_t n = v.n;
	if (to->kind == TYPE_BOOL)
		return ev_val_number(to, ev_val_is_true(&v));
	if (!is_number(v.type)) { /* array of integers */
		n = 0;
		memcpy(&n, v.mem, MIN(v.type->size, 8u));
	}
	return ev_val_number(to, ev_extend(to, n));
}

struct val ev_val_convert(struct ev *ev, struct val v, const struct type *to)
{
	if (v.type == to || to->kind == TYPE_VOID || to->kind == TYPE_NONE || !v.type)
		return v;
	if (is_number(to))
		return convert_to_number(v, to);
	if (to->kind == TYPE_TUPLE || to->kind == TYPE_RECORD)
		return convert_members(ev, &v, to);
	struct val r = ev_val_zero(ev, to);
	if (is_number(v.type)) { /* intN[]: the bytes of the integer */
		uint64_t word[2] = { v.n, v.type->is_signed && (int64_t)v.n < 0 ? UINT64_MAX : 0 };
		memcpy(r.mem, word, MIN(to->size, sizeof(word)));
	} else {
		size_t n = v.type->kind == TYPE_STRING ? ev_val_strlen(&v) : v.type->size;
		memcpy(r.mem, v.mem, MIN(n, to->size));
	}
	return r;
}

/* ---- comparison ---- */

static bool equal_text(const struct val *x, const struct val *y)
{
	size_t n = MIN(x->type->size, y->type->size);
	return !strncmp((const char *)x->mem, (const char *)y->mem, n);
}

static bool equal_members(struct ev *ev, const struct val *x, const struct val *y)
{
	for (uint32_t i = 0; i < x->type->member_count; i++) {
		const struct type_member *m = &x->type->members[i], *other = find_member(y->type, m->name, i);
		struct val a = ev_val_member(ev, x, m), b = ev_val_member(ev, y, other);
		if (!ev_val_equal(ev, &a, &b))
			return false;
	}
	return true;
}

bool ev_val_equal(struct ev *ev, const struct val *x, const struct val *y)
{
	if (is_number(x->type))
		return x->n == y->n;
	if (x->type->kind == TYPE_STRING)
		return equal_text(x, y);
	if (x->type->kind == TYPE_TUPLE || x->type->kind == TYPE_RECORD)
		return equal_members(ev, x, y);
	return !memcmp(x->mem, y->mem, x->type->size);
}

/* ---- memory ---- */

bool ev_memory_has(uint64_t addr, size_t size)
{
	return addr >= MEMORY_BASE && addr - MEMORY_BASE <= MEMORY_SIZE && size <= MEMORY_SIZE - (addr - MEMORY_BASE);
}

struct val ev_memory_read(struct ev *ev, const struct type *t, uint64_t addr)
{
	if (!ev_memory_has(addr, t->size))
		return ev_val_zero(ev, t);
	return ev_val_load(ev, t, (const void *)(uintptr_t)addr);
}
