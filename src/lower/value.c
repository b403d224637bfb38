/* Values: constructors, loads into registers, stores of values of any type into memory of the program. */
#include "lower/internal.h"

struct value value_reg(const struct type *t, ir_ref v)
{
	return (struct value){ .type = t, .v = v, .space = t->kind == TYPE_POINTER ? t->space : SPACE_NONE };
}

struct value value_mem(const struct type *t, ir_ref addr, int32_t off, enum addr_space space)
{
	return (struct value){ .type = t, .v = addr, .off = off, .in_memory = true, .space = space };
}

struct value value_void(void) { return (struct value){ 0 }; }

ir_ref lower_value_reg(struct lower *l, struct value v)
{
	if (!v.in_memory)
		return v.v;
	return lower_read(l, v.v, v.off, v.type->size, v.type->is_signed, v.space);
}

/* Bytes that a member or element of this type occupies inside a C structure: char arrays are strings one byte longer. */
static uint32_t storage_in_c(const struct type *t) { return t->kind == TYPE_STRING ? t->size - 1 : t->size; }

uint32_t lower_foreign_size(const struct value *v)
{
	return v->space == SPACE_NONE ? v->type->size : storage_in_c(v->type);
}

/* Copies size bytes of BPF memory and zeroes what is left of room. */
static void copy_and_pad(struct lower *l, ir_ref dst, int32_t dst_off, struct value v, uint32_t size, uint32_t room)
{
	if (size)
		ir_memcpy(&l->b, dst, dst_off, v.v, v.off, size);
	if (room > size)
		ir_memzero(&l->b, dst, dst_off + (int32_t)size, room - size);
}

/* Less room than the text may need: read whole, then cut, so that the missing NUL tells that it was. */
static void read_and_cut(struct lower *l, struct value v, ir_ref dst, int32_t dst_off, uint32_t room)
{
	ir_ref whole = lower_slot_addr(l, v.type->size, 8, "whole");

	ir_memzero(&l->b, whole, 0, v.type->size);
	lower_probe_read_str(l, whole, ir_const(&l->b, v.type->size), ir_offset(&l->b, v.v, v.off), v.space);
	ir_memcpy(&l->b, dst, dst_off, whole, 0, room);
}

/* A string from kernel or user memory: up to its NUL, the rest zero, as keys and comparisons want it. */
static void read_string(struct lower *l, struct value v, ir_ref dst, int32_t dst_off, uint32_t room)
{
	uint32_t size = v.type->size;

	if (room < size) {
		read_and_cut(l, v, dst, dst_off, room);
		return;
	}
	ir_memzero(&l->b, dst, dst_off, room);
	lower_probe_read_str(l, ir_offset(&l->b, dst, dst_off), ir_const(&l->b, size), ir_offset(&l->b, v.v, v.off),
			     v.space);
}

static void read_foreign(struct lower *l, struct value v, const struct type *as, ir_ref dst, int32_t dst_off)
{
	uint32_t size = MIN(v.type->size, as->size);

	if (v.type->kind == TYPE_STRING) {
		read_string(l, v, dst, dst_off, as->size);
		return;
	}
	lower_probe_read(l, ir_offset(&l->b, dst, dst_off), ir_const(&l->b, size), ir_offset(&l->b, v.v, v.off), v.space);
	if (as->size > size)
		ir_memzero(&l->b, dst, dst_off + (int32_t)size, as->size - size);
}

static bool is_aggregate_of_values(const struct type *t) { return t->kind == TYPE_TUPLE || t->kind == TYPE_RECORD; }

/* The member of `from` that a member of `to` takes its value from: by position, in records by name. */
static const struct type_member *matching_member(const struct type *from, const struct type *to, uint32_t i)
{
	if (to->kind == TYPE_RECORD)
		for (uint32_t k = 0; k < from->member_count; k++)
			if (!strcmp(from->members[k].name, to->members[i].name))
				return &from->members[k];
	return &from->members[i];
}

/* Element by element, where the types of the elements differ. */
static void convert_elements(struct lower *l, struct value v, const struct type *as, ir_ref dst, int32_t dst_off)
{
	ir_memzero(&l->b, dst, dst_off, as->size);
	for (uint32_t i = 0; i < as->member_count; i++) {
		const struct type_member *from = matching_member(v.type, as, i), *to = &as->members[i];
		struct value element = value_mem(from->type, v.v, v.off + (int32_t)from->offset, v.space);

		lower_value_into(l, element, to->type, dst, dst_off + (int32_t)to->offset);
	}
}

void lower_value_into(struct lower *l, struct value v, const struct type *as, ir_ref dst, int32_t dst_off)
{
	if (!v.type || as->size == 0)
		return;
	if (type_is_register(as)) {
		v = lower_convert(l, v, as);
		ir_store(&l->b, dst, dst_off, as->size, lower_value_reg(l, v));
		return;
	}
	if (is_aggregate_of_values(as) && v.type != as) {
		convert_elements(l, v, as, dst, dst_off);
		return;
	}
	if (!v.in_memory || (as->kind == TYPE_ARRAY && v.type->kind != as->kind))
		v = lower_convert(l, v, as);
	if (v.space != SPACE_NONE)
		read_foreign(l, v, as, dst, dst_off);
	else
		copy_and_pad(l, dst, dst_off, v, MIN(v.type->size, as->size), as->size);
}

ir_ref lower_address(struct lower *l, struct value v, const struct type *as)
{
	if (v.in_memory && v.space == SPACE_NONE && v.type == as)
		return ir_offset(&l->b, v.v, v.off);
	ir_ref slot = lower_slot_addr(l, as->size, as->align, NULL);
	lower_value_into(l, v, as, slot, 0);
	return slot;
}
