/* Network addresses, kept as they are and printed as text. */
#include <arpa/inet.h>

#include "builtin/builtin.h"

enum { INET_AF_INET = 2, INET_AF_INET6 = 10 };

/* A char array of a structure has a NUL added in its type. */
static uint32_t address_bytes(const struct expr *addr)
{
	const struct type *t = addr->type;

	if (type_is_integral(t))
		return 4;
	if (t->kind == TYPE_STRING)
		return t->size - (addr->kind == EXPR_MEMBER);
	return t->kind == TYPE_ARRAY ? t->size : 0;
}

static const struct type *check_ntop(struct sema *s, struct expr *e)
{
	const struct expr *addr = e->args.data[e->args.len - 1];
	uint32_t size = address_bytes(addr);

	if (addr->type->kind == TYPE_ERROR)
		return addr->type;
	if (!size) {
		sema_error(s, D_CALL_TYPE, e->span, "ntop() expects an integer or array argument, got %s",
			   sema_type_word(addr->type));
		return type_error(s->types);
	}
	if (size != 4 && size != 16) {
		sema_error(s, D_CALL_TYPE, e->span, "ntop() argument must be 4 or 16 bytes in size");
		return type_error(s->types);
	}
	if (e->args.len == 2 && !sema_integer_arg(s, e, e->args.data[0]))
		return type_error(s->types);
	return type_simple(s->types, TYPE_INET);
}

static ir_ref family(struct lower *l, const struct expr *e, uint32_t bytes)
{
	if (e->args.len == 2)
		return lower_reg(l, e->args.data[0]);
	return ir_const(&l->b, bytes == 16 ? INET_AF_INET6 : INET_AF_INET);
}

static struct value lower_ntop(struct lower *l, const struct expr *e)
{
	const struct expr *addr = e->args.data[e->args.len - 1];
	uint32_t bytes = address_bytes(addr);
	ir_ref af = family(l, e, bytes);
	struct value v = lower_expr(l, addr);
	ir_ref word = type_is_register(v.type) ? lower_value_reg(l, v) : NULL;
	ir_ref slot = lower_slot_addr(l, sizeof(struct inet_value), 8, "inet");

	ir_memzero(&l->b, slot, 0, sizeof(struct inet_value));
	ir_store(&l->b, slot, offsetof(struct inet_value, family), 4, af);
	if (word)
		ir_store(&l->b, slot, offsetof(struct inet_value, addr), 4, word);
	else if (v.space == SPACE_NONE)
		ir_memcpy(&l->b, slot, offsetof(struct inet_value, addr), v.v, v.off, bytes);
	else
		lower_probe_read(l, ir_offset(&l->b, slot, offsetof(struct inet_value, addr)), ir_const(&l->b, bytes),
				 ir_offset(&l->b, v.v, v.off), v.space);
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin ntop = {
	.name = "ntop",
	.signature = "inet ntop([int af,] addr)",
	.min_args = 1,
	.max_args = 2,
	.check = check_ntop,
	.lower = lower_ntop,
};

/* ---- macaddr ---- */

enum { MAC_BYTES = 6 };

static const struct type *check_macaddr(struct sema *s, struct expr *e)
{
	const struct expr *a = e->args.data[0];
	const struct type *t = a->type;

	if (a->kind == EXPR_STRING) {
		sema_error(s, D_CALL_TYPE, e->span, "macaddr() does not support literal string arguments");
		return type_error(s->types);
	}
	if (t->kind != TYPE_POINTER && t->kind != TYPE_ARRAY && t->kind != TYPE_STRING && t->kind != TYPE_ERROR) {
		sema_error(s, D_CALL_TYPE, e->span, "macaddr() only supports array or pointer arguments (%s provided)",
			   sema_type_word(t));
		return type_error(s->types);
	}
	if ((t->kind == TYPE_ARRAY || t->kind == TYPE_STRING) && t->size < MAC_BYTES) {
		sema_error(s, D_CALL_TYPE, e->span, "macaddr() argument must be at least 6 bytes in size");
		return type_error(s->types);
	}
	return type_simple(s->types, TYPE_MACADDR);
}

static struct value lower_macaddr(struct lower *l, const struct expr *e)
{
	struct value v = lower_expr(l, e->args.data[0]);
	ir_ref slot = lower_slot_addr(l, 8, 8, "mac");

	ir_memzero(&l->b, slot, 0, 8);
	if (v.in_memory && v.type->kind != TYPE_POINTER && v.space == SPACE_NONE) {
		ir_memcpy(&l->b, slot, 0, v.v, v.off, MAC_BYTES);
	} else {
		bool object = v.in_memory && v.type->kind != TYPE_POINTER;
		ir_ref addr = object ? ir_offset(&l->b, v.v, v.off) : lower_value_reg(l, v);
		enum addr_space space = v.space ? v.space : e->args.data[0]->space;
		lower_probe_read(l, slot, ir_const(&l->b, MAC_BYTES), addr, space ? space : SPACE_KERNEL);
	}
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin macaddr = {
	.name = "macaddr",
	.signature = "macaddr_t macaddr(p)",
	.min_args = 1,
	.max_args = 1,
	.check = check_macaddr,
	.lower = lower_macaddr,
};

/* ---- pton: the bytes of an address literal ---- */

static const struct type *check_pton(struct sema *s, struct expr *e)
{
	const char *text = expr_string_literal(e->args.data[0]);
	uint8_t bytes[16];

	if (!text) {
		sema_error(s, D_CALL_LITERAL, e->span, "pton() expects an string literal at the first argument");
		return type_error(s->types);
	}
	bool v6 = strchr(text, ':');
	if (!v6 && !strchr(text, '.')) {
		sema_error(s, D_CALL_VALUE, e->span, "pton() expects an string argument of an IPv4/IPv6 address, got %s", text);
		return type_error(s->types);
	}
	if (inet_pton(v6 ? AF_INET6 : AF_INET, text, bytes) != 1) {
		sema_error(s, D_CALL_VALUE, e->span, "pton() expects a valid IPv4/IPv6 address, got %s", text);
		return type_error(s->types);
	}
	return type_array(s->types, type_int(s->types, 1, false), v6 ? 16 : 4);
}

static struct value lower_pton(struct lower *l, const struct expr *e)
{
	char bytes[16] = { 0 };

	inet_pton(e->type->count == 16 ? AF_INET6 : AF_INET, e->args.data[0]->str, bytes);
	return lower_literal_bytes(l, bytes, e->type->count, e->type);
}

static const struct builtin pton = {
	.name = "pton",
	.signature = "uint8[] pton(L string addr)",
	.min_args = 1,
	.max_args = 1,
	.check = check_pton,
	.lower = lower_pton,
};

const struct builtin *const fn_network[] = { &ntop, &macaddr, &pton, NULL };
