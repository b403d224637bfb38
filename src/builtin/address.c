/* Addresses: as symbols, and the space they point into. */
#include "builtin/builtin.h"

static bool check_address(struct sema *s, struct expr *e)
{
	const struct type *t = e->args.data[0]->type;

	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM || t->kind == TYPE_POINTER || t->kind == TYPE_ERROR)
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
	if (t->kind == TYPE_INT || t->kind == TYPE_ENUM || t->kind == TYPE_ERROR)
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

/* ---- percpu_kaddr: a variable of which each CPU has its own ---- */

/*
 * The symbol's address is the variable's place in the section that each CPU has a copy of; __per_cpu_offset tells where
 * the copy is. 0: no such variable. Modules keep theirs elsewhere.
 */
static uint64_t per_cpu_place(const char *name)
{
	uint64_t place = symbol_address(name), start = symbol_address("__per_cpu_start");

	return place >= start && place < symbol_address("__per_cpu_end") ? place : 0;
}

static const struct type *check_percpu_kaddr(struct sema *s, struct expr *e)
{
	const char *name = sema_string_arg(s, e, e->args.data[0]);

	if (!name || (e->args.len == 2 && !sema_integer_arg(s, e, e->args.data[1])))
		return type_error(s->types);
	e->space = SPACE_KERNEL;
	e->value = s->final ? per_cpu_place(name) : 1;
	if (e->value)
		return fn_u64(s);
	sema_error(s, D_UNKNOWN_IDENT, e->span,
		   "Could not resolve variable \"%s\": the kernel has no per-CPU variable of that name", name);
	return type_error(s->types);
}

static struct value lower_percpu_kaddr(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	ir_ref cpu = e->args.len == 2 ? lower_reg(l, e->args.data[1]) : ir_call_pure(b, BPF_FUNC_get_smp_processor_id);
	ir_ref result = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *inside = lower_block(l), *end = lower_block(l);

	ir_store(b, result, 0, 8, ir_const(b, 0));
	ir_condbr(b, ir_binary(b, IR_ult, cpu, ir_const(b, l->features->cpus)), inside, end);
	lower_start(l, inside);
	ir_ref entry = ir_binary(b, IR_add, ir_const(b, (int64_t)symbol_address("__per_cpu_offset")),
				 ir_binary(b, IR_mul, cpu, ir_const(b, 8)));
	ir_ref offset = lower_read(l, entry, 0, 8, false, SPACE_KERNEL);
	ir_store(b, result, 0, 8, ir_binary(b, IR_add, offset, ir_const(b, (int64_t)e->value)));
	ir_br(b, end);
	lower_start(l, end);
	struct value v = fn_reg(e, ir_load(b, result, 0, 8, false));
	v.space = SPACE_KERNEL;
	return v;
}

static const struct builtin percpu_kaddr = {
	.name = "percpu_kaddr",
	.signature = "uint64 percpu_kaddr(L string name [, int cpu])",
	.min_args = 1,
	.max_args = 2,
	.check = check_percpu_kaddr,
	.lower = lower_percpu_kaddr,
};

const struct builtin *const fn_address[] = { &ksym, &usym, &kptr, &uptr, &kaddr, &percpu_kaddr, NULL };
