/*
 * Asynchronous records: u32 action id, u32 zero, payload. They are built in the ring buffer itself, but for those that end in
 * a long text, which are sent no longer than the text is; what finds no room is counted per CPU. Kernels before 5.15 cannot keep a reserved record's address across a spill, so there the record is
 * built in the frame and copied.
 */
#include <linux/version.h>

#include "lower/internal.h"

static const uint32_t HEADER = 8;

static bool can_reserve(struct lower *l) { return l->features->version >= KERNEL_VERSION(5, 15, 0); }

static uint32_t payload_size(const struct action *a) { return a->payload ? a->payload->size : 0; }

/* Adds one to a per-CPU counter of losses. */
void lower_count_lost(struct lower *l, enum lost_kind kind)
{
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_LOST, false, 0);
	ir_ref key = lower_slot_addr(l, 4, 4, "zero");

	ir_store(&l->b, key, 0, 4, ir_const(&l->b, 0));
	ir_ref addr = ir_call(&l->b, BPF_FUNC_map_lookup_elem, 2, ir_map_ptr(&l->b, m), key);
	struct ir_block *found = lower_block(l), *end = lower_block(l);
	ir_condbr(&l->b, addr, found, end);
	lower_start(l, found);
	ir_atomic_add(&l->b, addr, kind * 8, 8, ir_const(&l->b, 1));
	ir_br(&l->b, end);
	lower_start(l, end);
}

/* Room for size bytes: *ret_done is where both outcomes meet. */
static ir_ref begin(struct lower *l, uint32_t size, struct ir_block **ret_done)
{
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_EVENTS, false, 0);

	*ret_done = lower_block(l);
	if (!can_reserve(l)) {
		ir_ref slot = lower_slot_addr(l, size, 8, "record");
		ir_memzero(&l->b, slot, 0, size); /* the helper wants padding initialised, too */
		return slot;
	}
	struct ir_block *room = lower_block(l), *lost = lower_block(l);
	ir_ref addr = ir_call(&l->b, BPF_FUNC_ringbuf_reserve, 3, ir_map_ptr(&l->b, m), ir_const(&l->b, size),
			      ir_const(&l->b, 0));
	ir_condbr(&l->b, addr, room, lost);
	lower_start(l, lost);
	lower_count_lost(l, LOST_EVENTS);
	ir_br(&l->b, *ret_done);
	lower_start(l, room);
	return addr;
}

static void write_header(struct lower *l, ir_ref base, uint32_t id)
{
	ir_store(&l->b, base, 0, 8, ir_const(&l->b, id));
}

static void output_copy(struct lower *l, ir_ref base, ir_ref size, ir_ref flags, struct ir_block *done)
{
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_EVENTS, false, 0);
	struct ir_block *lost = lower_block(l);
	ir_ref r = ir_call(&l->b, BPF_FUNC_ringbuf_output, 4, ir_map_ptr(&l->b, m), base, size, flags);

	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, r, ir_const(&l->b, 0)), lost, done);
	lower_start(l, lost);
	lower_count_lost(l, LOST_EVENTS);
	ir_br(&l->b, done);
}

static void end(struct lower *l, ir_ref base, uint32_t size, bool wake_now, struct ir_block *done)
{
	ir_ref flags = ir_const(&l->b, wake_now ? BPF_RB_FORCE_WAKEUP : 0);

	if (can_reserve(l)) {
		ir_call(&l->b, BPF_FUNC_ringbuf_submit, 2, base, flags);
		ir_br(&l->b, done);
	} else {
		output_copy(l, base, ir_const(&l->b, size), flags, done);
	}
	lower_start(l, done);
}

struct lower_record lower_record_begin(struct lower *l, const struct action *a)
{
	struct lower_record r = { .size = HEADER + payload_size(a) };

	r.base = begin(l, r.size, &r.done);
	write_header(l, r.base, a->id);
	r.addr = ir_offset(&l->b, r.base, HEADER);
	return r;
}

void lower_record_end(struct lower *l, struct lower_record *r, bool wake_now)
{
	end(l, r->base, r->size, wake_now, r->done);
}

/*
 * Nothing of the user's own may happen while a record is reserved: blocks may leave the program in the middle, functions
 * may send records that belong before this one, and what changes variables must come in its turn.
 */
static bool is_straight(const struct expr *e)
{
	if (!e)
		return true;
	if (e->kind == EXPR_BLOCK || e->kind == EXPR_IF || e->kind == EXPR_INCDEC)
		return false;
	if (e->kind == EXPR_CALL && !e->builtin)
		return false;
	for (size_t i = 0; i < e->args.len; i++)
		if (!is_straight(e->args.data[i]))
			return false;
	return is_straight(e->cond) && is_straight(e->lhs) && is_straight(e->rhs);
}

static bool all_straight(struct expr *const *args, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_straight(args[i]))
			return false;
	return true;
}

static void fill(struct lower *l, ir_ref addr, const struct type *payload, const struct value *values,
		 struct expr *const *args, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct type_member *m = &payload->members[i];

		if (values[i].type)
			lower_value_into(l, values[i], m->type, addr, (int32_t)m->offset);
		else
			lower_into(l, args[i], m->type, addr, (int32_t)m->offset);
	}
}

/* A value that what follows cannot change. */
static struct value settled_value(struct lower *l, const struct expr *e)
{
	struct value v = lower_expr(l, e);

	if (type_is_register(v.type))
		return value_reg(v.type, lower_value_reg(l, v));
	ir_ref slot = lower_slot_addr(l, v.type->size, v.type->align, NULL);
	LOWER_AT(l, e->span)
		lower_value_into(l, v, v.type, slot, 0);
	return value_mem(v.type, slot, 0, SPACE_NONE);
}

/* Values that must be known before a record is begun: of register types, and all if one of them is not straight. */
static struct value *early_values(struct lower *l, const struct type *payload, struct expr *const *args, size_t n)
{
	struct value *values = ARENA_ARRAY(l->arena, struct value, n + 1);
	bool straight = all_straight(args, n);

	for (size_t i = 0; i < n; i++)
		if (!straight || type_is_register(payload->members[i].type))
			values[i] = settled_value(l, args[i]);
	return values;
}

/* Texts from this size on are sent as long as they are, not as long as they could be. */
enum { LONG_TEXT = 64 };

static bool ends_in_long_text(const struct action *a, struct expr *const *args, size_t n)
{
	const struct type *t = n ? a->payload->members[n - 1].type : NULL;

	return t && t->kind == TYPE_STRING && t->size > LONG_TEXT && args[n - 1]->type->kind == TYPE_STRING &&
	       args[n - 1]->kind == EXPR_CALL && all_straight(args, n);
}

/* What a string helper returned as a number of bytes, between 1 (it failed: an empty text) and limit. */
static ir_ref text_bytes(struct lower *l, ir_ref n, uint32_t limit)
{
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);
	struct ir_block *some = lower_block(l), *fits = lower_block(l), *end = lower_block(l);

	ir_store(&l->b, slot, 0, 8, ir_const(&l->b, 1));
	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, ir_const(&l->b, 0), n), some, end);
	lower_start(l, some);
	ir_condbr(&l->b, ir_binary(&l->b, IR_ule, n, ir_const(&l->b, limit)), fits, end);
	lower_start(l, fits);
	ir_store(&l->b, slot, 0, 8, n);
	ir_br(&l->b, end);
	lower_start(l, end);
	return ir_load(&l->b, slot, 0, 8, false);
}

/* Writes the text and returns its bytes with the NUL; NULL: all of its type are written. */
static ir_ref put_text(struct lower *l, const struct expr *e, const struct type *as, ir_ref addr)
{
	struct value v = lower_expr(l, e);

	if (v.space != SPACE_NONE && v.type->size <= as->size)
		return text_bytes(l, lower_probe_read_str(l, addr, ir_const(&l->b, v.type->size),
							  ir_offset(&l->b, v.v, v.off), v.space), v.type->size);
	lower_value_into(l, v, as, addr, 0);
	return NULL;
}

/* The record is built in the frame and sent up to the NUL of its last text. */
static void send_trimmed(struct lower *l, const struct action *a, struct expr *const *args, size_t n)
{
	const struct type_member *last = &a->payload->members[n - 1];
	struct value *values = early_values(l, a->payload, args, n);
	struct ir_block *done = lower_block(l);
	ir_ref base = lower_slot_addr(l, HEADER + a->payload->size, 8, "record");
	ir_ref text = ir_offset(&l->b, base, HEADER + last->offset), size = NULL;

	ir_memzero(&l->b, base, 0, HEADER + last->offset);
	write_header(l, base, a->id);
	fill(l, ir_offset(&l->b, base, HEADER), a->payload, values, args, n - 1);
	LOWER_AT(l, args[n - 1]->span)
		size = put_text(l, args[n - 1], last->type, text);
	size = size ? ir_binary(&l->b, IR_add, size, ir_const(&l->b, HEADER + last->offset))
		    : ir_const(&l->b, HEADER + a->payload->size);
	output_copy(l, base, size, ir_const(&l->b, 0), done);
	lower_start(l, done);
}

void lower_send(struct lower *l, const struct action *a, struct expr *const *args, size_t n)
{
	if (ends_in_long_text(a, args, n)) {
		send_trimmed(l, a, args, n);
		return;
	}
	struct value *values = early_values(l, a->payload, args, n);
	struct lower_record r = lower_record_begin(l, a);
	if (n)
		fill(l, r.addr, a->payload, values, args, n);
	lower_record_end(l, &r, false);
}

static uint32_t site_index(struct lower *l, enum runtime_kind kind, struct span span, const char *helper)
{
	struct runtime_site site = { .kind = kind, .span = span, .helper = helper };

	vec_push(l->shared->arena, &l->shared->sites, site);
	return (uint32_t)l->shared->sites.len - 1;
}

/* Counts a failed update of a map. What comes then is only for the first few; the result is where the others go on. */
static struct ir_block *count_refusal(struct lower *l, uint32_t site)
{
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_REFUSED, false, 0);
	struct ir_block *found = lower_block(l), *say = lower_block(l), *counted = lower_block(l);
	ir_ref key = lower_slot_addr(l, 4, 4, "site");

	ir_store(&l->b, key, 0, 4, ir_const(&l->b, site));
	ir_ref count = ir_call(&l->b, BPF_FUNC_map_lookup_elem, 2, ir_map_ptr(&l->b, m), key);
	ir_condbr(&l->b, count, found, say);
	lower_start(l, found);
	ir_ref before = ir_load(&l->b, count, 0, 8, false);
	ir_atomic_add(&l->b, count, 0, 8, ir_const(&l->b, 1));
	ir_condbr(&l->b, ir_binary(&l->b, IR_ult, before, ir_const(&l->b, LOWER_REFUSED_SAID)), say, counted);
	lower_start(l, say);
	return counted;
}

void lower_warn_runtime(struct lower *l, enum runtime_kind kind, struct span span, const char *helper, ir_ref retcode)
{
	if (l->sema->opt.no_warnings)
		return;
	uint32_t size = HEADER + sizeof(struct runtime_payload);
	uint32_t site = site_index(l, kind, span, helper);
	struct ir_block *counted = kind == RUNTIME_MAP_UPDATE ? count_refusal(l, site) : NULL, *done;
	ir_ref base = begin(l, size, &done);

	write_header(l, base, RUNTIME_WARNING_ID);
	ir_store(&l->b, base, HEADER, 8, ir_const(&l->b, site));
	ir_store(&l->b, base, HEADER + 8, 8, retcode ? retcode : ir_const(&l->b, 0));
	end(l, base, size, false, done);
	if (counted) {
		ir_br(&l->b, counted);
		lower_start(l, counted);
	}
}
