/* Addresses: as symbols, and the space they point into. */
#include "builtin/builtin.h"

static bool check_address(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (type_is_integral(t) || t->kind == TYPE_POINTER || t->kind == TYPE_ERROR)
		return true;
	sema_error(s, D_CALL_TYPE, e->span, "%s() expects an integer or pointer argument", e->name);
	return false;
}

static const struct type *check_ksym(struct sema *s, struct expr *e)
{
	return check_address(s, e) ? type_simple(s->types, TYPE_KSYM) : type_error(s->types);
}

static struct value lower_ksym(struct lower *l, const struct expr *e) { return fn_reg(e, lower_reg(l, e->args.data[0])); }

static const struct builtin ksym = {
	.name = "ksym",
	.signature = "ksym_t ksym(addr)",
	.min_args = 1,
	.max_args = 1,
	.check = check_ksym,
	.lower = lower_ksym,
};

static const struct type *check_usym(struct sema *s, struct expr *e)
{
	return check_address(s, e) ? type_simple(s->types, TYPE_USYM) : type_error(s->types);
}

static struct value lower_usym(struct lower *l, const struct expr *e)
{
	ir_ref addr = lower_reg(l, e->args.data[0]);
	ir_ref slot = lower_slot_addr(l, sizeof(struct usym_value), 8, "usym");

	ir_store(&l->b, slot, offsetof(struct usym_value, addr), 8, addr);
	ir_store(&l->b, slot, offsetof(struct usym_value, pid), 4,
		 ir_binary(&l->b, IR_lshr, lower_pid_tgid(l), ir_const(&l->b, 32)));
	ir_store(&l->b, slot, offsetof(struct usym_value, probe), 4, ir_const(&l->b, l->unit ? l->unit->index : 0));
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

static const struct builtin usym = {
	.name = "usym",
	.signature = "usym_t usym(addr)",
	.min_args = 1,
	.max_args = 1,
	.check = check_usym,
	.lower = lower_usym,
};

/* ---- kptr, uptr: the same address, in a space ---- */

static const struct type *check_space(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	e->space = e->name[0] == 'k' ? SPACE_KERNEL : SPACE_USER;
	if (t->kind == TYPE_POINTER)
		return type_pointer(s->types, t->inner, e->space);
	if (type_is_integral(t) || t->kind == TYPE_ERROR)
		return t;
	sema_error(s, D_CALL_TYPE, e->span, "%s() only supports integer or pointer arguments (%s provided)", e->name,
		   sema_type_word(t));
	return type_error(s->types);
}

static struct value lower_space(struct lower *l, const struct expr *e)
{
	struct value v = fn_reg(e, lower_reg(l, e->args.data[0]));

	v.space = e->space;
	return v;
}

#define SPACE_ROW(id)                                                                                                 \
	static const struct builtin id = {                                                                            \
		.name = #id,                                                                                          \
		.signature = "T " #id "(T p)",                                                                        \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.check = check_space,                                                                                 \
		.lower = lower_space,                                                                                 \
	};
SPACE_ROW(kptr)
SPACE_ROW(uptr)

/* ---- kaddr: the address of a kernel symbol, a constant ---- */

static uint64_t symbol_address(const char *name)
{
	struct kern_symbols *symbols = kern_symbols_new(NULL);
	uint64_t addr = kern_symbol_address(symbols, name);

	kern_symbols_free(symbols);
	return addr;
}

static const struct type *check_kaddr(struct sema *s, struct expr *e)
{
	const char *name = sema_string_arg(s, e, e->args.data[0]);
	uint64_t addr = name && s->final ? symbol_address(name) : 1;

	e->space = SPACE_KERNEL;
	if (addr) {
		e->value = addr;
		return fn_u64(s);
	}
	sema_error(s, D_UNKNOWN_IDENT, e->span, "Failed to resolve kernel symbol: %s", name);
	return type_error(s->types);
}

static struct value lower_kaddr(struct lower *l, const struct expr *e)
{
	struct value v = fn_reg(e, ir_const(&l->b, (int64_t)e->value));

	v.space = SPACE_KERNEL;
	return v;
}

static const struct builtin kaddr = {
	.name = "kaddr",
	.signature = "uint64 kaddr(L string name)",
	.min_args = 1,
	.max_args = 1,
	.check = check_kaddr,
	.lower = lower_kaddr,
};

const struct builtin *const fn_address[] = { &ksym, &usym, &kptr, &uptr, &kaddr, NULL };
