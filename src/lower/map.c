/*
 * Maps. Three storages, chosen in shared.c: an array of one element for scalars that fit a register (addressed
 * directly, with a word that tells whether it was ever set), a per-CPU array of one element for scalar aggregations, and
 * hashes for the rest (scalars of wider types have the key 0).
 */
#include "lower/internal.h"

static bool is_plain_array(const struct ir_map *m) { return m->bpf_type == BPF_MAP_TYPE_ARRAY; }

static const struct type *value_type(const struct sema_map *m) { return m->value_type; }

/* The map of the kernel where the script's map lives. */
static const struct ir_map *home_of(const struct ir_map *m) { return m->home ? m->home : m; }

static ir_ref map_ptr(struct lower *l, const struct sema_map *m) { return ir_map_ptr(&l->b, home_of(m->ir)); }

static ir_ref array_value(struct lower *l, const struct ir_map *m) { return ir_map_value(&l->b, home_of(m), m->home_at); }

/* Scalar maps other than plain arrays are looked up with a 32-bit key: 0, or their place in a shared map. */
static ir_ref scalar_key(struct lower *l, const struct ir_map *m)
{
	ir_ref slot = lower_slot_addr(l, 4, 4, "scalar");

	ir_store(&l->b, slot, 0, 4, ir_const(&l->b, m->home_at));
	return slot;
}

/* Where a key can be used as it lies: of the right type, in the program's memory. */
ir_ref lower_map_key(struct lower *l, const struct sema_map *m, const struct expr *key)
{
	if (!m->is_keyed)
		return is_plain_array(m->ir) ? NULL : scalar_key(l, m->ir);
	ir_ref slot = lower_slot_addr(l, m->key_type->size, MAX(m->key_type->align, 8), "key");

	if (m->key_type->kind == TYPE_TUPLE && key->kind == EXPR_TUPLE && key->args.len == m->key_type->member_count) {
		ir_memzero(&l->b, slot, 0, m->key_type->size);
		for (size_t i = 0; i < key->args.len; i++)
			lower_into(l, key->args.data[i], m->key_type->members[i].type, slot,
				   (int32_t)m->key_type->members[i].offset);
	} else {
		lower_into(l, key, m->key_type, slot, 0);
	}
	return slot;
}

ir_ref lower_map_lookup(struct lower *l, const struct sema_map *m, ir_ref key)
{
	if (is_plain_array(m->ir))
		return array_value(l, m->ir);
	return ir_call(&l->b, BPF_FUNC_map_lookup_elem, 2, map_ptr(l, m), key);
}

/* All-zero bytes to make new entries from. */
static ir_ref zeros(struct lower *l, uint32_t size)
{
	static const uint32_t SMALL = 32;

	if (size <= SMALL) {
		ir_ref slot = lower_slot_addr(l, size, 8, "zeros");
		ir_memzero(&l->b, slot, 0, size);
		return slot;
	}
	return ir_map_value(&l->b, lower_table_map(l->shared, "zeros", size, 1, NULL), 0);
}

static void warn_if_negative(struct lower *l, ir_ref result, enum runtime_kind kind, const char *helper, struct span span)
{
	struct ir_block *bad = lower_block(l), *good = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, result, ir_const(&l->b, 0)), bad, good);
	lower_start(l, bad);
	lower_warn_runtime(l, kind, span, helper, result);
	ir_br(&l->b, good);
	lower_start(l, good);
}

/* Before 6.4 the functions behind these helpers, which the verifier calls directly, return 32 bits. */
static ir_ref map_result(struct lower *l, ir_ref r)
{
	static const uint32_t RETURNS_LONG = 6 << 16 | 4 << 8;

	return l->features->version < RETURNS_LONG ? ir_extend(&l->b, IR_sext, r, 32) : r;
}

static ir_ref update(struct lower *l, const struct sema_map *m, ir_ref key, ir_ref value, uint64_t flags)
{
	return map_result(l, ir_call(&l->b, BPF_FUNC_map_update_elem, 4, map_ptr(l, m), key, value,
				     ir_const(&l->b, (int64_t)flags)));
}

/* Makes an empty entry where there was none. Another CPU may have been faster, which is as good. */
static void insert_empty(struct lower *l, const struct sema_map *m, ir_ref key, struct span span)
{
	ir_ref r = update(l, m, key, zeros(l, home_of(m->ir)->value_size), BPF_NOEXIST);
	struct ir_block *bad = lower_block(l), *good = lower_block(l), *report = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, r, ir_const(&l->b, 0)), bad, good);
	lower_start(l, bad);
	ir_condbr(&l->b, ir_binary(&l->b, IR_eq, r, ir_const(&l->b, -17 /* -EEXIST */)), good, report);
	lower_start(l, report);
	lower_warn_runtime(l, RUNTIME_MAP_UPDATE, span, "map_update_elem", r);
	ir_br(&l->b, good);
	lower_start(l, good);
}

ir_ref lower_map_lookup_or_init(struct lower *l, const struct sema_map *m, ir_ref key, struct span span)
{
	ir_ref first = lower_map_lookup(l, m, key);

	if (m->ir->bpf_type == BPF_MAP_TYPE_ARRAY || m->ir->bpf_type == BPF_MAP_TYPE_PERCPU_ARRAY)
		return first;
	struct ir_block *absent = lower_block(l), *end = lower_block(l);
	ir_ref place = lower_slot_addr(l, 8, 8, NULL);
	ir_store(&l->b, place, 0, 8, first);
	ir_condbr(&l->b, first, end, absent);
	lower_start(l, absent);
	insert_empty(l, m, key, span);
	ir_store(&l->b, place, 0, 8, lower_map_lookup(l, m, key));
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, place, 0, 8, false);
}

static void mark_present(struct lower *l, const struct ir_map *m, ir_ref addr)
{
	if (m->present_offset != UINT32_MAX)
		ir_store(&l->b, addr, (int32_t)m->present_offset, 8, ir_const(&l->b, 1));
}

/* Code for an entry that was found; skipped when addr is 0. Arrays are always found. */
static struct ir_block *begin_if_found(struct lower *l, const struct ir_map *m, ir_ref addr)
{
	struct ir_block *end = lower_block(l);

	if (!is_plain_array(m)) {
		struct ir_block *found = lower_block(l);
		ir_condbr(&l->b, addr, found, end);
		lower_start(l, found);
	}
	return end;
}

static void end_if_found(struct lower *l, struct ir_block *end)
{
	ir_br(&l->b, end);
	lower_start(l, end);
}

static void warn_lookup_missed(struct lower *l, ir_ref addr, struct span span)
{
	if (!l->sema->opt.probe_read_warnings)
		return;
	struct ir_block *bad = lower_block(l), *good = lower_block(l);

	ir_condbr(&l->b, addr, good, bad);
	lower_start(l, bad);
	lower_warn_runtime(l, RUNTIME_MAP_LOOKUP, span, "map_lookup_elem", ir_const(&l->b, 0));
	ir_br(&l->b, good);
	lower_start(l, good);
}

/* Absent entries read as zero of their type. */
static struct value read_entry(struct lower *l, const struct sema_map *m, ir_ref key, struct span span)
{
	const struct type *t = value_type(m);
	ir_ref addr = lower_map_lookup(l, m, key);

	if (is_plain_array(m->ir))
		return type_is_register(t) ? value_reg(t, ir_load(&l->b, addr, 0, t->size, t->is_signed))
					   : value_mem(t, addr, 0, SPACE_NONE);
	warn_lookup_missed(l, addr, span);
	bool in_register = type_is_register(t);
	ir_ref slot = lower_slot_addr(l, in_register ? 8 : t->size, in_register ? 8 : t->align, NULL);

	ir_memzero(&l->b, slot, 0, in_register ? 8 : t->size);
	struct ir_block *end = begin_if_found(l, m->ir, addr);
	if (in_register)
		ir_store(&l->b, slot, 0, 8, ir_load(&l->b, addr, 0, t->size, t->is_signed));
	else
		ir_memcpy(&l->b, slot, 0, addr, 0, t->size);
	end_if_found(l, end);
	return in_register ? value_reg(t, ir_load(&l->b, slot, 0, 8, false)) : value_mem(t, slot, 0, SPACE_NONE);
}

struct value lower_map_read(struct lower *l, const struct expr *access)
{
	const struct sema_map *m = access->map;

	/* Never assigned anywhere: zero. */
	if (!m->ir)
		return value_reg(access->type, ir_const(&l->b, 0));
	ir_ref key = lower_map_key(l, m, access->key);
	if (m->value_type->kind == TYPE_AGG) /* one that is no number can only be dropped */
		return m->value_type->agg->castable ? lower_agg_read(l, m, key) : value_void();
	struct value v = read_entry(l, m, key, access->span);
	if (v.type->kind == TYPE_POINTER && !v.in_memory && v.space == SPACE_NONE)
		v.space = access->space;
	return v;
}

static void write_array(struct lower *l, const struct sema_map *m, struct value v)
{
	ir_ref addr = array_value(l, m->ir);

	lower_value_into(l, v, value_type(m), addr, 0);
	mark_present(l, m->ir, addr);
}

/* The bytes of an entry; a shared map's entries may be longer than the value. */
static ir_ref new_value(struct lower *l, const struct ir_map *m, struct value v, const struct type *t)
{
	uint32_t size = home_of(m)->value_size;

	if (size == t->size)
		return lower_address(l, v, t);
	ir_ref slot = lower_slot_addr(l, size, 8, NULL);
	ir_memzero(&l->b, slot, 0, size);
	lower_value_into(l, v, t, slot, 0);
	return slot;
}

void lower_map_write(struct lower *l, const struct expr *access, struct value v)
{
	const struct sema_map *m = access->map;
	const struct type *t = value_type(m);

	if (is_plain_array(m->ir)) {
		write_array(l, m, v);
		return;
	}
	if (type_is_register(t))
		v = value_reg(t, lower_value_reg(l, lower_convert(l, v, t)));
	ir_ref key = lower_map_key(l, m, access->key);
	ir_ref value = new_value(l, m->ir, v, t);
	warn_if_negative(l, update(l, m, key, value, BPF_ANY), RUNTIME_MAP_UPDATE, "map_update_elem", l->b.span);
}

void lower_map_add(struct lower *l, const struct expr *access, ir_ref addend, struct span span)
{
	const struct sema_map *m = access->map;
	const struct type *t = value_type(m);
	ir_ref key = lower_map_key(l, m, access->key);
	ir_ref addr = lower_map_lookup_or_init(l, m, key, span);
	struct ir_block *end = begin_if_found(l, m->ir, addr);

	if (t->size == 8)
		ir_atomic_add(&l->b, addr, 0, 8, addend);
	else
		ir_store(&l->b, addr, 0, t->size,
			 ir_binary(&l->b, IR_add, ir_load(&l->b, addr, 0, t->size, t->is_signed), addend));
	mark_present(l, m->ir, addr);
	end_if_found(l, end);
}

ir_ref lower_map_delete(struct lower *l, const struct sema_map *m, ir_ref key)
{
	if (is_plain_array(m->ir)) {
		ir_ref addr = array_value(l, m->ir);
		ir_ref was = ir_load(&l->b, addr, (int32_t)m->ir->present_offset, 8, false);

		ir_memzero(&l->b, addr, 0, m->ir->value_size);
		return ir_binary(&l->b, IR_ne, was, ir_const(&l->b, 0));
	}
	if (m->ir->bpf_type == BPF_MAP_TYPE_PERCPU_ARRAY) {
		ir_ref addr = lower_map_lookup(l, m, key);
		struct ir_block *end = begin_if_found(l, m->ir, addr);

		ir_memzero(&l->b, addr, 0, m->ir->value_size);
		end_if_found(l, end);
		return ir_const(&l->b, 1);
	}
	ir_ref r = map_result(l, ir_call(&l->b, BPF_FUNC_map_delete_elem, 2, map_ptr(l, m), key));
	return ir_binary(&l->b, IR_eq, r, ir_const(&l->b, 0));
}

/* ---- aggregations ---- */

void lower_agg_update(struct lower *l, const struct expr *target, const struct expr *call)
{
	const struct sema_map *m = target->map;
	const struct aggregate *agg = call->agg;
	ir_ref key = lower_map_key(l, m, target->key);
	/* Every aggregation but count() has its sample first. */
	ir_ref sample = call->args.len ? lower_reg(l, call->args.data[0]) : NULL;
	ir_ref addr = lower_map_lookup_or_init(l, m, key, l->b.span);
	struct ir_block *end = begin_if_found(l, m->ir, addr);

	/* The map's type counts: its sign is that of all contributors. */
	struct expr typed = *call;
	typed.type = m->value_type;
	agg->lower_update(l, &typed, addr, sample);
	end_if_found(l, end);
}

/* What is merged: the key's address, then the value of all CPUs; callbacks get it, too. */
enum { MERGE_KEY = 0, MERGE_VALUE = 8 };

/* One CPU's value, if it is there, goes into the total. */
static void merge_cpu(struct lower *l, const struct sema_map *m, ir_ref state, ir_ref cpu)
{
	struct ir_block *found = lower_block(l), *end = lower_block(l);
	ir_ref addr = ir_call(&l->b, BPF_FUNC_map_lookup_percpu_elem, 3, map_ptr(l, m),
			      ir_load(&l->b, state, MERGE_KEY, 8, false), cpu);

	ir_condbr(&l->b, addr, found, end);
	lower_start(l, found);
	m->value_type->agg->lower_merge(l, m->value_type, ir_offset(&l->b, state, MERGE_VALUE), addr);
	ir_br(&l->b, end);
	lower_start(l, end);
}

/* The merging of a map's values as a callback, one a module. */
static struct ir_func *merge_callback(struct lower *l, const struct sema_map *m)
{
	const char *name = arena_sprintf(l->arena, "merge_%u", m->ir->index);
	struct ir_builder saved = l->b;

	for (size_t i = 0; i < l->module->funcs.len; i++)
		if (!strcmp(l->module->funcs.data[i]->name, name) && l->module->funcs.data[i]->kind == IR_FUNC_CALLBACK)
			return l->module->funcs.data[i];
	struct ir_func *f = ir_func_new(l->module, name, IR_FUNC_CALLBACK, 2);
	l->b.func = f;
	lower_start(l, lower_block(l));
	merge_cpu(l, m, ir_param(&l->b, 1), ir_param(&l->b, 0));
	ir_ret(&l->b, ir_const(&l->b, 0));
	l->b = saved;
	return f;
}

static void merge_inline(struct lower *l, const struct sema_map *m, ir_ref state)
{
	ir_ref cpu = lower_slot_addr(l, 8, 8, "cpu");
	struct ir_block *body = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, cpu, 0, 8, ir_const(&l->b, 0));
	ir_br(&l->b, body);
	lower_start(l, body);
	merge_cpu(l, m, state, ir_load(&l->b, cpu, 0, 8, false));
	ir_ref next = ir_binary(&l->b, IR_add, ir_load(&l->b, cpu, 0, 8, false), ir_const(&l->b, 1));
	ir_store(&l->b, cpu, 0, 8, next);
	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, next, ir_const(&l->b, l->features->cpus)), body, end);
	lower_start(l, end);
}

/* The values of all CPUs combined, read as an integer. */
struct value lower_agg_read(struct lower *l, const struct sema_map *m, ir_ref key)
{
	const struct type *t = m->value_type;
	uint32_t size = t->agg->size(t->agg_params);
	ir_ref state = lower_call_slot(l, MERGE_VALUE + size);

	ir_store(&l->b, state, MERGE_KEY, 8, key);
	ir_memzero(&l->b, state, MERGE_VALUE, size);
	if (lower_has_room_for_callback(l))
		ir_call(&l->b, BPF_FUNC_loop, 4, ir_const(&l->b, l->features->cpus), ir_func_addr(&l->b, merge_callback(l, m)),
			state, ir_const(&l->b, 0));
	else
		merge_inline(l, m, state);
	ir_ref total = ir_offset(&l->b, state, MERGE_VALUE);
	return value_reg(type_int(l->types, 8, t->is_signed), t->agg->lower_read(l, t, total));
}
