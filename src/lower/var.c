/*
 * Variables. Each has memory in the function that creates it: eight bytes for register types (the value extended to 64
 * bits), its own size for wider ones. Optimisation makes SSA values of what is never shared. What callbacks share stands
 * in the frame's slot: a register value itself, or the address of the wider variable. That slot must be on the stack, so
 * only the first few have their place there; the others stand in one more slot, which may be anywhere.
 */
#include "lower/internal.h"

/* Where a variable lives; made anew for each module, and for each copy of a callback that an unrolled body has. */
struct var_home {
	struct ir_func *func;
	uint32_t slot;	 /* UINT32_MAX: the value is in the frame's slot */
	uint32_t shared; /* offset in the frame's slot, of the value or of its address; captured variables only */
	bool in_more;	 /* `shared` is an offset in the frame's second slot */
};

/* Of variables in the slot: the deeper the function, the less stack is left. */
static uint32_t max_shared_words(const struct lower_frame *f)
{
	uint32_t n = 8;

	for (; f->outer && n > 1; f = f->outer)
		n /= 2;
	return n;
}

static const uint32_t NO_SLOT = UINT32_MAX;

ir_ref lower_frame_addr(struct lower *l, const struct lower_frame *f)
{
	assert(f == l->frame);
	return ir_slot_addr(&l->b, f->slot);
}

uint32_t lower_frame_word(struct lower *l, struct lower_frame *f)
{
	if (f->slot == NO_SLOT) {
		f->slot = ir_slot_new(f->func, 8, 8, "frame");
		f->func->slots.data[f->slot].whole_frame = true;
		f->func->slots.data[f->slot].must_be_stack = true;
	}
	struct ir_slot *slot = &f->func->slots.data[f->slot];
	uint32_t off = slot->size;

	slot->size += 8;
	return off;
}

void lower_vars_drop(struct lower *l, size_t from)
{
	for (size_t i = from; i < l->frame->declared.len; i++)
		l->frame->declared.data[i]->lower_priv = NULL;
	l->frame->declared.len = from;
}

/* The frame of a function that is being generated, the one at hand or an outer one; NULL: it is not. */
static const struct lower_frame *frame_of(const struct lower *l, const struct ir_func *f)
{
	const struct lower_frame *frame = l->frame;

	while (frame && frame->func != f)
		frame = frame->outer;
	return frame;
}

/* Room in the frame's second slot. */
static uint32_t more_room(struct lower *l, uint32_t size)
{
	struct lower_frame *f = l->frame;

	if (!f->more_word) {
		f->more = ir_slot_new(f->func, 0, 8, "more");
		f->func->slots.data[f->more].whole_frame = true;
		f->more_word = lower_frame_word(l, f);
	}
	struct ir_slot *slot = &f->func->slots.data[f->more];
	uint32_t off = slot->size;

	slot->size += ALIGN_UP(MAX(size, 8), 8);
	return off;
}

void lower_var_declare(struct lower *l, struct sema_var *v)
{
	struct var_home *home = v->lower_priv;

	if (home && frame_of(l, home->func))
		return;
	home = ARENA_NEW(l->arena, struct var_home);
	*home = (struct var_home){ .func = l->frame->func, .slot = NO_SLOT };
	v->lower_priv = home;
	vec_push(l->arena, &l->frame->declared, v);

	bool in_register = type_is_register(v->type);
	home->in_more = v->is_captured && l->frame->shared_words++ >= max_shared_words(l->frame);
	if (home->in_more) {
		home->shared = more_room(l, v->type->size);
		return;
	}
	if (v->is_captured)
		home->shared = lower_frame_word(l, l->frame);
	if (in_register && v->is_captured)
		return;
	home->slot = lower_slot(l, in_register ? 8 : v->type->size, in_register ? 8 : v->type->align, v->name);
	if (v->is_captured) {
		l->b.func->slots.data[home->slot].whole_frame = true;
		ir_store(&l->b, lower_frame_addr(l, l->frame), (int32_t)home->shared, 8, ir_slot_addr(&l->b, home->slot));
	}
}

/* Address of the slot of an enclosing function's frame, following the chain of outer addresses. */
ir_ref lower_outer_frame_addr(struct lower *l, const struct lower_frame *target)
{
	const struct lower_frame *f = l->frame;
	ir_ref addr = f->outer_addr;

	for (f = f->outer; f != target; f = f->outer)
		addr = ir_load(&l->b, addr, 0, 8, false);
	return addr;
}

/* Base and offset of the memory that holds the variable. */
static ir_ref home_address(struct lower *l, struct sema_var *v, int32_t *ret_off)
{
	struct var_home *home = v->lower_priv;
	bool local = home->func == l->frame->func;

	*ret_off = 0;
	if (local && home->slot != NO_SLOT)
		return ir_slot_addr(&l->b, home->slot);
	const struct lower_frame *owner = frame_of(l, home->func);
	if (home->in_more) {
		*ret_off = (int32_t)home->shared;
		return local ? ir_slot_addr(&l->b, owner->more)
			     : ir_load(&l->b, lower_outer_frame_addr(l, owner), (int32_t)owner->more_word, 8, false);
	}
	ir_ref frame = local ? lower_frame_addr(l, l->frame) : lower_outer_frame_addr(l, owner);
	if (!type_is_register(v->type))
		return ir_load(&l->b, frame, (int32_t)home->shared, 8, false);
	*ret_off = (int32_t)home->shared;
	return frame;
}

struct value lower_var_place(struct lower *l, struct sema_var *v)
{
	int32_t off;

	lower_var_declare(l, v);
	ir_ref base = home_address(l, v, &off);
	return value_mem(v->type, base, off, SPACE_NONE);
}

struct value lower_var_read(struct lower *l, struct sema_var *v)
{
	struct value place = lower_var_place(l, v);

	if (!type_is_register(v->type))
		return place;
	struct value r = value_reg(v->type, ir_load(&l->b, place.v, place.off, 8, false));
	if (v->type->kind == TYPE_POINTER && r.space == SPACE_NONE)
		r.space = v->space;
	return r;
}

static bool is_local(const struct lower *l, const struct sema_var *v)
{
	return ((const struct var_home *)v->lower_priv)->func == l->frame->func;
}

static void note_written(struct lower *l, struct sema_var *v)
{
	for (size_t i = 0; i < l->frame->written.len; i++)
		if (l->frame->written.data[i] == v)
			return;
	vec_push(l->arena, &l->frame->written, v);
}

/* What lies there stays the same, but verifiers know nothing of it any more. */
static void forget(struct lower *l, struct value place)
{
	ir_ref addr = ir_offset(&l->b, place.v, place.off);

	if (type_is_register(place.type))
		ir_store(&l->b, addr, 0, 8, ir_binary(&l->b, IR_add, ir_load(&l->b, addr, 0, 8, false), ir_hidden_zero(&l->b)));
	else
		ir_call(&l->b, BPF_FUNC_probe_read_kernel, 3, addr, ir_const(&l->b, place.type->size), addr);
}

/*
 * Verifiers follow what a round of a callback leaves to the next. That does not come to an end if a number counts and is
 * looked at. Before Linux 6.7 they know of one round only, and up to 6.18 they are wrong about nested loops: branches that
 * this round does not take are removed.
 */
void lower_vars_forget(struct lower *l, const struct lower_frame *callback)
{
	for (size_t i = 0; i < callback->written.len; i++)
		forget(l, lower_var_place(l, callback->written.data[i]));
}

void lower_vars_inherit(struct lower *l, const struct lower_frame *callback)
{
	for (size_t i = 0; i < callback->written.len; i++)
		if (!is_local(l, callback->written.data[i]))
			note_written(l, callback->written.data[i]);
}

void lower_var_write(struct lower *l, struct sema_var *v, struct value value)
{
	if (type_is_register(v->type)) {
		ir_ref reg = lower_value_reg(l, lower_convert(l, value, v->type));
		struct value place = lower_var_place(l, v);

		ir_store(&l->b, place.v, place.off, 8, reg);
	} else {
		struct value place = lower_var_place(l, v);

		lower_value_into(l, value, v->type, place.v, place.off);
	}
	if (!is_local(l, v))
		note_written(l, v);
}
