/*
 * Keys of map helpers. Part of forward; see there.
 *
 * `/@start[tid]/ { @ns = hist(nsecs - @start[tid]); delete(@start[tid]); }` builds the same key three times. A key that
 * holds what another slot holds becomes that slot (its own stores are dead then), and a look-up of the same key in the same
 * map, with no change of the map by this program in between, is the earlier one. What other CPUs do to the map in between is
 * seen a moment earlier, which keeps a check and its use together.
 */
#include "opt/known.h"

#include <linux/bpf.h>

static bool takes_key(const struct ir_insn *call)
{
	switch (call->imm) {
	case BPF_FUNC_map_lookup_elem:
	case BPF_FUNC_map_update_elem:
	case BPF_FUNC_map_delete_elem: return call->arg_count >= 2 && call->args[0]->op == IR_map_ptr;
	default: return false;
	}
}

static bool is_key(const struct known_list *l, const struct opt_place *p)
{
	return p->kind == OPT_SLOT && p->off_known && p->size && !l->slots[p->index].wild;
}

static bool fits(const struct ir_func *f, const struct opt_place *old, const struct opt_place *key)
{
	const struct ir_slot *a = &f->slots.data[old->index], *b = &f->slots.data[key->index];

	return old->index < key->index && old->off >= 0 && old->off + old->size <= a->size &&
	       (a->must_be_stack || !b->must_be_stack);
}

/*
 * A slot of lower number that holds what the key holds; one that helpers get already, because of others the memory may be
 * out of date (mem2reg takes the stores of a slot away and leaves its memzero to dse).
 */
static bool find_same_key(const struct known_list *l, const struct ir_func *f, const struct opt_place *key,
			  struct opt_place *ret)
{
	const struct known *own = NULL;

	for (unsigned n = 0; n < l->len && !own; n++)
		if (l->item[n].place.kind == OPT_SLOT && l->item[n].place.index == key->index &&
		    l->item[n].place.off == key->off && l->item[n].content != CONTENT_LOOKUP)
			own = &l->item[n];
	for (unsigned n = 0; own && n < l->len; n++) {
		const struct known *other = &l->item[n];

		if (!known_same_bytes(own, other) || !is_key(l, &other->place) || !l->slots[other->place.index].passed)
			continue;
		*ret = other->place;
		ret->size = key->size;
		if (fits(f, ret, key) && known_same_content(l, key, ret))
			return true;
	}
	return false;
}

static void use_key(struct ir_insn *call, const struct opt_place *key)
{
	struct ir_insn *addr = opt_slot_addr(call, key->index);

	ir_set_arg(call, 1, key->off ? opt_binary_imm(call, IR_add, addr, key->off) : addr);
}

static struct ir_insn *find_lookup(const struct known_list *l, const struct ir_insn *call, const struct opt_place *key)
{
	for (unsigned n = l->len; n-- > 0;) {
		const struct known *k = &l->item[n];

		if (k->content == CONTENT_LOOKUP && k->value->args[0]->imm == call->args[0]->imm &&
		    opt_same_place(&k->place, key))
			return k->value;
	}
	return NULL;
}

bool known_visit_key(struct known_list *l, struct ir_insn *call, bool *changed)
{
	struct ir_func *f = call->block->func;
	struct opt_place key, same;
	struct ir_insn *earlier;

	if (!takes_key(call))
		return false;
	key = opt_place_of(call->args[1], 0, f->module->maps.data[call->args[0]->imm]->key_size);
	if (!is_key(l, &key))
		return false;
	if (find_same_key(l, f, &key, &same)) {
		use_key(call, &same);
		key = opt_place_of(call->args[1], 0, key.size);
		*changed = true;
	}
	if (call->imm != BPF_FUNC_map_lookup_elem)
		return false;
	earlier = find_lookup(l, call, &key);
	if (earlier) {
		opt_replace(call, earlier);
		*changed = true;
		return true;
	}
	known_add(l, (struct known){ .place = key, .content = CONTENT_LOOKUP, .value = call });
	return false;
}
