/*
 * uaddr: the address that a symbol of the probed file has in the process. The file may be mapped anywhere, but as a whole:
 * the symbol is as far from the place that fired as it is in the file.
 */
#include <ctype.h>

#include "builtin/builtin.h"

struct uaddr_symbol {
	uint64_t size;
	VEC(uint64_t) distances; /* from each place of the unit's targets, in their order */
};

static bool is_symbol(const char *name)
{
	size_t n = 0;

	while (name[n] && (isalnum((unsigned char)name[n]) || strchr("./_-", name[n])))
		n++;
	return n && !name[n];
}

/* The symbol, and how far it is from each place of one target. */
static bool add_target(struct sema *s, struct uaddr_symbol *u, const struct probe_target *t, const char *name)
{
	struct sym_elf *elf;
	struct sym_elf_function symbol;
	uint64_t offset, addr;

	if (sym_elf_open(t->group, &elf))
		return false;
	bool found = sym_elf_find_object(elf, name, &symbol);
	u->size = symbol.size;
	for (unsigned n = 0; found && t->kind->place(t, n, &offset); n++) {
		found = sym_elf_address(elf, offset, &addr);
		vec_push(s->arena, &u->distances, symbol.value - addr);
	}
	sym_elf_close(elf);
	return found;
}

static struct uaddr_symbol *find_symbol(struct sema *s, struct expr *e, const char *name)
{
	struct uaddr_symbol *u = ARENA_NEW(s->arena, struct uaddr_symbol);

	for (size_t i = 0; i < s->unit->targets.len; i++) {
		const struct probe_target *t = s->unit->targets.data[i];
		if (add_target(s, u, t, name))
			continue;
		sema_error(s, D_UNKNOWN_IDENT, e->span, "Could not resolve symbol: %s:%s", t->group, name);
		return NULL;
	}
	return u;
}

static unsigned pointee_size(uint64_t size) { return size == 1 || size == 2 || size == 4 ? (unsigned)size : 8; }

static const struct type *check_uaddr(struct sema *s, struct expr *e)
{
	const char *name = sema_string_arg(s, e, e->args.data[0]);

	if (!name)
		return type_error(s->types);
	if (!is_symbol(name)) {
		sema_error(s, D_CALL_VALUE, e->span,
			   "uaddr() expects a string that is a valid symbol (^[a-zA-Z0-9./_-]+$) as input (\"%s\" provided)",
			   name);
		return type_error(s->types);
	}
	if (!e->annot && !(e->annot = find_symbol(s, e, name)))
		return type_error(s->types);
	struct uaddr_symbol *u = e->annot;
	if (u->distances.len > 1 && !s->probes->compile_only && !feature(s->features, FEAT_PERF_LINK)) {
		sema_missing_feature(s, e->span, FEAT_PERF_LINK, "cookies");
		return type_error(s->types);
	}
	s->unit->uses_ctx = s->unit->uses_probe_text = true;
	s->unit->max_arg = UINT32_MAX;
	e->space = SPACE_USER;
	return type_pointer(s->types, type_int(s->types, pointee_size(u->size), false), SPACE_USER);
}

/* One of several distances, by the place that fired. */
static ir_ref distance_by_place(struct lower *l, const struct expr *e, const struct uaddr_symbol *u)
{
	uint32_t n = (uint32_t)u->distances.len;
	const char *name = arena_sprintf(l->arena, "(places %u %s)", l->unit->index, e->args.data[0]->str);
	struct ir_map *m = lower_table_map(l->shared, name, n * 8, 1, u->distances.data);
	ir_ref index = l->unit->kind->lower_target(l), slot = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *known = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, 0));
	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, index, ir_const(&l->b, n)), known, end);
	lower_start(l, known);
	ir_ref at = ir_binary(&l->b, IR_add, ir_map_value(&l->b, m, 0), ir_binary(&l->b, IR_mul, index, ir_const(&l->b, 8)));
	ir_store(&l->b, slot, 0, 8, ir_load(&l->b, at, 0, 8, false));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

static struct value lower_uaddr(struct lower *l, const struct expr *e)
{
	const struct uaddr_symbol *u = e->annot;
	ir_ref distance = u->distances.len == 1 ? ir_const(&l->b, (int64_t)u->distances.data[0]) : distance_by_place(l, e, u);
	struct value v = fn_reg(e, ir_binary(&l->b, IR_add, l->unit->kind->lower_func(l), distance));

	v.space = SPACE_USER;
	return v;
}

static const struct builtin uaddr = {
	.name = "uaddr",
	.signature = "uintN * uaddr(L string name)",
	.flags = BUILTIN_PER_TARGET | BUILTIN_NO_LOOP,
	.min_args = 1,
	.max_args = 1,
	.probes = PROBE_UPROBE | PROBE_URETPROBE | PROBE_USDT,
	.check = check_uaddr,
	.lower = lower_uaddr,
};

const struct builtin *const fn_uaddr[] = { &uaddr, NULL };
