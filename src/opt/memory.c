/*
 * Memory as the passes see it. An address is a base (a slot, an array map's element, or some other value) plus an
 * offset; instructions read and write places. What helpers do to the memory behind their arguments stands in a table;
 * a helper that is not in it may read and write everything it can reach.
 *
 * A slot whose address only ever goes into loads, stores, copies and helpers of the table can't be reached through
 * unknown pointers; once the address is stored, merged by a phi or given to an unknown callee, the slot is wild.
 */
#include "opt/pass.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define MAX_DEPTH 8
#define MAX_OFFSET INT32_MAX /* what is further away is at an unknown place */
#define ARG(n) (1u << (n))

struct helper_effect {
	uint8_t reads, writes; /* ARG(n): the memory behind argument n */
	int8_t size_arg;       /* argument that bounds the bytes written, or -1 */
	bool changes_maps;
	bool removable;
	bool known;
};

/* The rows: helper, reads behind, writes behind, size, changes what maps hold, may go if its results are not used. */
#define ROW(name, r, w, size, maps, rem) [BPF_FUNC_##name] = { r, w, size, maps, rem, true }
static const struct helper_effect helpers[] = {
	ROW(map_lookup_elem, ARG(1), 0, -1, false, true),
	ROW(map_update_elem, ARG(1) | ARG(2), 0, -1, true, false),
	ROW(map_delete_elem, ARG(1), 0, -1, true, false),
	ROW(map_lookup_percpu_elem, ARG(1), 0, -1, false, true),
	ROW(probe_read, ARG(2), ARG(0), 1, false, true),
	ROW(probe_read_kernel, ARG(2), ARG(0), 1, false, true),
	ROW(probe_read_user, ARG(2), ARG(0), 1, false, true),
	ROW(probe_read_str, ARG(2), ARG(0), 1, false, true),
	ROW(probe_read_kernel_str, ARG(2), ARG(0), 1, false, true),
	ROW(probe_read_user_str, ARG(2), ARG(0), 1, false, true),
	ROW(copy_from_user, 0, ARG(0), 1, false, true),
	ROW(get_current_comm, 0, ARG(0), 1, false, true),
	ROW(get_stack, ARG(1), ARG(1), 2, false, true), /* read, to 5.10: its memory must be initialised */
	ROW(get_func_arg, 0, ARG(2), -1, false, true),
	ROW(get_func_ret, 0, ARG(1), -1, false, true),
	ROW(get_func_arg_cnt, 0, 0, -1, false, true),
	ROW(get_func_ip, 0, 0, -1, false, true),
	ROW(get_attach_cookie, 0, 0, -1, false, true),
	ROW(get_ns_current_pid_tgid, 0, ARG(2), 3, false, true),
	ROW(get_stackid, 0, 0, -1, true, false),
	ROW(ktime_get_ns, 0, 0, -1, false, true),
	ROW(ktime_get_boot_ns, 0, 0, -1, false, true),
	ROW(ktime_get_coarse_ns, 0, 0, -1, false, true),
	ROW(ktime_get_tai_ns, 0, 0, -1, false, true),
	ROW(jiffies64, 0, 0, -1, false, true),
	ROW(get_prandom_u32, 0, 0, -1, false, true),
	ROW(get_smp_processor_id, 0, 0, -1, false, true),
	ROW(get_numa_node_id, 0, 0, -1, false, true),
	ROW(get_current_pid_tgid, 0, 0, -1, false, true),
	ROW(get_current_uid_gid, 0, 0, -1, false, true),
	ROW(get_current_task, 0, 0, -1, false, true),
	ROW(get_current_task_btf, 0, 0, -1, false, true),
	ROW(task_pt_regs, 0, 0, -1, false, true),
	ROW(get_current_cgroup_id, 0, 0, -1, false, true),
	ROW(get_current_ancestor_cgroup_id, 0, 0, -1, false, true),
	ROW(per_cpu_ptr, 0, 0, -1, false, true),
	ROW(this_cpu_ptr, 0, 0, -1, false, true),
	ROW(strncmp, ARG(0) | ARG(2), 0, -1, false, true),
	ROW(snprintf, ARG(2) | ARG(3), ARG(0), 1, false, true),
	ROW(perf_event_output, ARG(3), 0, -1, false, false),
	ROW(ringbuf_output, ARG(1), 0, -1, false, false),
	ROW(ringbuf_query, 0, 0, -1, false, true),
	ROW(trace_printk, ARG(0) | ARG(2) | ARG(3) | ARG(4), 0, -1, false, false),
	ROW(send_signal, 0, 0, -1, false, false),
	ROW(send_signal_thread, 0, 0, -1, false, false),
	ROW(override_return, 0, 0, -1, false, false),
};
#undef ROW

static const struct helper_effect *helper_of(const struct ir_insn *call)
{
	uint64_t n = call->imm;

	return call->op == IR_call && n < ARRAY_LEN(helpers) && helpers[n].known ? &helpers[n] : NULL;
}

bool opt_is_known_helper(const struct ir_insn *call)
{
	return helper_of(call);
}

/* ---- places ---- */

/* The slot whose address v is, some offset away; NULL if v is no such thing. */
static struct ir_insn *slot_root(struct ir_insn *v, int depth)
{
	struct ir_insn *root;

	if (v->op == IR_slot)
		return v;
	if (v->op != IR_add || depth == 0)
		return NULL;
	root = slot_root(v->args[0], depth - 1);
	return root ? root : slot_root(v->args[1], depth - 1);
}

static void place_at_base(struct opt_place *p, struct ir_insn *base)
{
	struct ir_insn *root;

	p->base = base;
	if (base->op == IR_slot) {
		p->kind = OPT_SLOT;
		p->index = base->imm;
	} else if (base->op == IR_map_value) {
		p->kind = OPT_MAP_VALUE;
		p->index = base->imm;
		p->off += base->imm2;
	} else if ((root = slot_root(base, MAX_DEPTH))) {
		p->kind = OPT_SLOT;
		p->index = root->imm;
		p->off_known = false;
	}
}

struct opt_place opt_place_of(struct ir_insn *addr, int64_t off, uint32_t size)
{
	struct opt_place p = { .kind = OPT_OTHER, .off = off, .size = size, .off_known = true };

	for (int i = 0; i < MAX_DEPTH && addr->op == IR_add && addr->args[1]->op == IR_const; i++) {
		p.off = (uint64_t)p.off + addr->args[1]->imm;
		addr = addr->args[0];
	}
	place_at_base(&p, addr);
	if (p.off < -MAX_OFFSET || p.off > MAX_OFFSET)
		p.off_known = false;
	return p;
}

static bool ranges_meet(const struct opt_place *a, const struct opt_place *b)
{
	if (!a->off_known || !b->off_known)
		return true;
	return (!a->size || b->off < a->off + a->size) && (!b->size || a->off < b->off + b->size);
}

int64_t opt_map_of(const struct opt_place *p)
{
	const struct ir_insn *b = p->base;

	if (p->kind == OPT_MAP_VALUE)
		return p->index;
	if (b->op == IR_call && (b->imm == BPF_FUNC_map_lookup_elem || b->imm == BPF_FUNC_map_lookup_percpu_elem) &&
	    b->args[0]->op == IR_map_ptr)
		return b->args[0]->imm;
	return -1;
}

static bool others_meet(const struct opt_place *a, const struct opt_place *b)
{
	int64_t map_a = opt_map_of(a), map_b = opt_map_of(b);

	if (a->kind == b->kind && (a->kind == OPT_OTHER ? a->base == b->base : a->index == b->index))
		return ranges_meet(a, b);
	return map_a < 0 || map_b < 0 || map_a == map_b;
}

bool opt_may_alias(const struct opt_slot *slots, const struct opt_place *a, const struct opt_place *b)
{
	if (a->kind == OPT_SLOT && b->kind == OPT_SLOT)
		return a->index == b->index && ranges_meet(a, b);
	if (a->kind != OPT_SLOT && b->kind != OPT_SLOT)
		return others_meet(a, b);
	if (a->kind == OPT_MAP_VALUE || b->kind == OPT_MAP_VALUE)
		return false;
	return slots[a->kind == OPT_SLOT ? a->index : b->index].wild;
}

static bool same_base(const struct opt_place *a, const struct opt_place *b)
{
	if (a->kind != b->kind || !a->off_known || !b->off_known)
		return false;
	return a->kind == OPT_OTHER ? a->base == b->base : a->index == b->index;
}

bool opt_same_place(const struct opt_place *a, const struct opt_place *b)
{
	return same_base(a, b) && a->off == b->off && a->size == b->size;
}

bool opt_covers(const struct opt_place *a, const struct opt_place *b)
{
	return same_base(a, b) && a->size && b->size && a->off <= b->off && a->off + a->size >= b->off + b->size;
}

/* ---- effects ---- */

static void add_read(struct opt_effect *e, struct opt_place p)
{
	e->reads[e->read_count++] = p;
}

static void add_write(struct opt_effect *e, struct opt_place p)
{
	e->writes[e->write_count++] = p;
}

static void unknown_effect(struct ir_insn *call, struct opt_effect *e)
{
	e->reads_any = e->writes_any = true;
	for (uint32_t n = 0; n < call->arg_count; n++) {
		struct opt_place p = opt_place_of(call->args[n], 0, 0);

		p.off_known = false; /* below the address too */
		add_read(e, p);
		add_write(e, p);
	}
}

static void helper_effect(struct ir_insn *call, const struct helper_effect *h, struct opt_effect *e)
{
	uint32_t size = 0;

	if (h->size_arg >= 0 && (uint32_t)h->size_arg < call->arg_count && call->args[h->size_arg]->op == IR_const)
		size = call->args[h->size_arg]->imm;
	for (uint32_t n = 0; n < call->arg_count; n++) {
		if (h->reads & ARG(n))
			add_read(e, opt_place_of(call->args[n], 0, 0));
		if (h->writes & ARG(n))
			add_write(e, opt_place_of(call->args[n], 0, size));
	}
	e->writes_any = h->changes_maps;
	e->reads_any = !h->removable;
	e->removable = h->removable;
}

static void call_effect(struct ir_insn *call, struct opt_effect *e)
{
	const struct helper_effect *h = helper_of(call);

	if (call->op == IR_call && call->imm2 & IR_CALL_PURE)
		e->removable = true;
	else if (h)
		helper_effect(call, h, e);
	else
		unknown_effect(call, e);
}

void opt_effect_of(struct ir_insn *i, struct opt_effect *ret)
{
	ret->read_count = ret->write_count = 0;
	ret->reads_any = ret->writes_any = ret->removable = false;
	switch (i->op) {
	case IR_load:
		add_read(ret, opt_place_of(i->args[0], i->imm, ir_size(i)));
		ret->removable = true;
		break;
	case IR_store: add_write(ret, opt_place_of(i->args[0], i->imm, i->imm2)); break;
	case IR_atomic_add:
		add_read(ret, opt_place_of(i->args[0], i->imm, i->imm2));
		add_write(ret, opt_place_of(i->args[0], i->imm, i->imm2));
		break;
	case IR_memzero: add_write(ret, opt_place_of(i->args[0], i->imm, i->imm2)); break;
	case IR_memcpy:
		add_read(ret, opt_place_of(i->args[1], ir_memcpy_src(i), ir_memcpy_size(i)));
		add_write(ret, opt_place_of(i->args[0], ir_memcpy_dst(i), ir_memcpy_size(i)));
		break;
	case IR_call:
	case IR_call_kfunc:
	case IR_call_func: call_effect(i, ret); break;
	default: ret->removable = !ir_has(i, IR_TERMINATOR); break;
	}
}

bool opt_is_pure(struct ir_insn *i)
{
	const struct helper_effect *h = helper_of(i);

	switch (i->op) {
	case IR_call: return i->imm2 & IR_CALL_PURE || (h && h->removable && !h->writes);
	case IR_call_kfunc:
	case IR_call_func: return false;
	default: return !ir_has(i, IR_WRITES | IR_TERMINATOR);
	}
}

/* ---- slots ---- */

static bool is_memory_address(const struct ir_use *u)
{
	switch (u->user->op) {
	case IR_load:
	case IR_store:
	case IR_atomic_add:
	case IR_memzero: return ir_use_arg(u) == 0;
	case IR_memcpy: return true;
	default: return false;
	}
}

static void follow_address(struct ir_insn *addr, struct opt_slot *s, int depth)
{
	for (struct ir_use *u = addr->uses; u; u = u->next) {
		const struct helper_effect *h = helper_of(u->user);

		if (is_memory_address(u)) {
			s->indexed |= addr->op == IR_add && addr->args[1]->op != IR_const;
		} else if (h) {
			s->passed = true;
		} else if (u->user->op == IR_add && depth) {
			s->indexed |= u->user->args[1]->op != IR_const;
			follow_address(u->user, s, depth - 1);
		} else {
			s->wild = true;
		}
	}
}

struct opt_slot *opt_slots(struct ir_func *f)
{
	struct opt_slot *slots = xcalloc(f->slots.len + 1, sizeof(*slots));

	for (size_t n = 0; n < f->slot_addrs.len; n++)
		if (f->slot_addrs.data[n]->block)
			follow_address(f->slot_addrs.data[n], &slots[f->slot_addrs.data[n]->imm], MAX_DEPTH);
	return slots;
}
