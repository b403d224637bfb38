/*
 * Many maps in few. A program can use 64 maps of the kernel. In a script with more than a part of that, scalar maps live
 * together: numbers in the value of one array, which stays addressed directly, aggregations and wide values as entries of
 * maps whose values have room for them. Keyed maps stay on their own.
 */
#include "lower/internal.h"

/* So many maps each keep their own; the rest of the 64 are for hidden ones. */
enum { OWN_MAPS = 32 };

static uint32_t room_for(uint32_t size)
{
	uint32_t room = 64;

	while (room < size)
		room *= 2;
	return room;
}

/* The home of values of a kind and size; of numbers, which lie side by side in its value, there is one. */
static struct ir_map *find_home(struct lower_shared *sh, const struct ir_map *part)
{
	bool is_array = part->bpf_type == BPF_MAP_TYPE_ARRAY;
	uint32_t room = is_array ? 0 : room_for(part->value_size);

	for (size_t i = 0; i < sh->maps.len; i++) {
		struct ir_map *m = sh->maps.data[i];
		if (m->role == IR_MAP_HOME && m->bpf_type == part->bpf_type && (is_array || m->value_size == room))
			return m;
	}
	struct ir_map *home = lower_map_new(sh, IR_MAP_HOME, is_array ? "(numbers)" : "(scalars)", part->bpf_type);
	home->value_size = room;
	home->max_entries = is_array ? 1 : 0;
	home->per_cpu = part->per_cpu;
	home->flags = is_array ? BPF_F_MMAPABLE : part->flags;
	return home;
}

static void move_in(struct lower_shared *sh, struct ir_map *part)
{
	part->home = find_home(sh, part);
	if (part->bpf_type == BPF_MAP_TYPE_ARRAY) {
		part->home_at = part->home->value_size;
		part->home->value_size += part->value_size;
	} else {
		part->home_at = part->home->max_entries++;
	}
}

/* For readers of the kernel's maps: a record of pairs (value, has been set) under the names of the script's maps. */
static void describe_numbers(struct lower_shared *sh, struct ir_map *home)
{
	struct type_table *types = sh->sema->types;
	struct type_member *members = ARENA_ARRAY(sh->arena, struct type_member, sh->maps.len);
	uint32_t n = 0;

	for (size_t i = 0; i < sh->maps.len; i++) {
		const struct ir_map *m = sh->maps.data[i];
		const struct type *pair[] = { m->value_type, type_int(types, 8, false) };
		if (m->home == home)
			members[n++] = (struct type_member){ .name = m->name, .type = type_tuple(types, pair, 2) };
	}
	home->key_type = type_int(types, 4, false);
	home->value_type = type_record(types, members, n);
}

void lower_maps_gather(struct lower_shared *sh)
{
	size_t n = sh->maps.len;

	for (size_t i = 0; i < sh->sema->maps.len && n > OWN_MAPS; i++) {
		const struct sema_map *m = sh->sema->maps.data[i];
		if (m->ir && !m->is_keyed && !m->decl)
			move_in(sh, m->ir);
	}
	for (size_t i = n; i < sh->maps.len; i++)
		if (sh->maps.data[i]->bpf_type == BPF_MAP_TYPE_ARRAY)
			describe_numbers(sh, sh->maps.data[i]);
}
