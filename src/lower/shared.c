/*
 * What all programs of a script share: the script's maps, with the kernel's map kind chosen from how the whole script
 * uses each, and hidden maps that are made when lowering first needs them.
 */
#include "lower/internal.h"

/* Names of the map kinds that a script can declare. */
static const struct {
	const char *name;
	uint32_t bpf_type;
	bool per_cpu;
} declared_kinds[] = {
	{ "hash", BPF_MAP_TYPE_HASH, false },
	{ "lruhash", BPF_MAP_TYPE_LRU_HASH, false },
	{ "percpuhash", BPF_MAP_TYPE_PERCPU_HASH, true },
	{ "percpulruhash", BPF_MAP_TYPE_LRU_PERCPU_HASH, true },
};

struct ir_map *lower_map_new(struct lower_shared *sh, enum ir_map_role role, const char *name, uint32_t bpf_type)
{
	struct ir_map *m = ARENA_NEW(sh->arena, struct ir_map);

	*m = (struct ir_map){ .role = role,
			      .name = name,
			      .bpf_type = bpf_type,
			      .key_size = 4,
			      .max_entries = 1,
			      .present_offset = UINT32_MAX,
			      .index = (uint32_t)sh->maps.len };
	vec_push(sh->arena, &sh->maps, m);
	return m;
}

/* A scalar whose value fits a register: an array element with the word "has been set" behind the value. */
static void plan_scalar_register(struct ir_map *ir)
{
	ir->bpf_type = BPF_MAP_TYPE_ARRAY;
	ir->present_offset = 8;
	ir->value_size = 16;
}

static bool is_declared(const struct sema_map *m, struct ir_map *ir)
{
	for (size_t i = 0; m->decl && i < ARRAY_LEN(declared_kinds); i++)
		if (!strcmp(declared_kinds[i].name, m->decl->kind)) {
			ir->bpf_type = declared_kinds[i].bpf_type;
			ir->max_entries = (uint32_t)m->decl->max_entries;
			return true;
		}
	return false;
}

/*
 * Entries are made in advance: an allocation in the middle of an event can fail when many come at once. Only a map whose
 * room would burden the machine allocates on demand, where the kernel can do that in any context.
 */
static uint32_t hash_flags(struct lower_shared *sh, const struct ir_map *ir)
{
	static const uint64_t MAX_IN_ADVANCE = 64 << 20;
	bool lru = ir->bpf_type == BPF_MAP_TYPE_LRU_HASH || ir->bpf_type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
	uint64_t copies = ir->per_cpu ? MAX(sh->sema->features->cpus, 1u) : 1;
	uint64_t room = (uint64_t)ir->max_entries * (ir->key_size + ir->value_size * copies);

	return !lru && room > MAX_IN_ADVANCE && feature(sh->sema->features, FEAT_MEM_ALLOC) ? BPF_F_NO_PREALLOC : 0;
}

static void plan_hash(struct lower_shared *sh, const struct sema_map *m, struct ir_map *ir)
{
	if (!is_declared(m, ir)) {
		ir->bpf_type = ir->per_cpu ? BPF_MAP_TYPE_PERCPU_HASH : BPF_MAP_TYPE_HASH;
		ir->max_entries = m->is_keyed ? (uint32_t)sh->sema->config->max_map_keys : 1;
	}
	ir->key_size = m->is_keyed ? m->key_type->size : 4;
	ir->flags = hash_flags(sh, ir);
}

/* ---- kernels whose keys are limited ---- */

enum { NARROW_KEY = 512 };

/* The key's own type or the element with the widest string; NULL: there is none to narrow. */
static const struct type *widest_string(const struct type *t)
{
	const struct type *widest = t->kind == TYPE_STRING ? t : NULL;

	for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->member_count; i++) {
		const struct type *m = t->members[i].type;
		if (m->kind == TYPE_STRING && (!widest || m->size > widest->size))
			widest = m;
	}
	return widest;
}

/* The tuple with every element of type `from` made `to`. */
static const struct type *replace_elements(struct type_table *types, const struct type *tuple, const struct type *from,
					   const struct type *to)
{
	const struct type *elements[64];
	uint32_t n = MIN(tuple->member_count, ARRAY_LEN(elements));

	for (uint32_t i = 0; i < n; i++)
		elements[i] = tuple->members[i].type == from ? to : tuple->members[i].type;
	return type_tuple(types, elements, n);
}

/*
 * Keys beyond the kernel's limit: their strings are kept shorter, the widest first. One that does not fit is cut, and
 * printed with the mark of a cut string.
 */
static const struct type *narrow_key(struct lower_shared *sh, const struct type *key)
{
	struct type_table *types = sh->sema->types;
	const struct type *widest;

	while (key->size > NARROW_KEY && (widest = widest_string(key)) && widest->size > 8) {
		const struct type *half = type_string(types, MAX(widest->size / 2, 8u));
		key = key == widest ? half : replace_elements(types, key, widest, half);
	}
	return key;
}

static void plan_map(struct lower_shared *sh, struct sema_map *m)
{
	struct ir_map *ir = lower_map_new(sh, IR_MAP_USER, m->name, BPF_MAP_TYPE_HASH);
	const struct type *value = m->value_type;
	bool is_agg = value->kind == TYPE_AGG;

	if (m->is_keyed && m->key_type->size > NARROW_KEY && !feature(sh->sema->features, FEAT_WIDE_KEYS))
		m->key_type = narrow_key(sh, m->key_type);
	ir->key_type = m->key_type;
	ir->value_type = value;
	ir->is_scalar = !m->is_keyed;
	ir->span = m->span;
	ir->per_cpu = is_agg;
	ir->value_size = is_agg ? value->agg->size(value->agg_params) : value->size;
	m->ir = ir;
	if (m->is_keyed || m->decl || (is_agg && m->is_deleted) || (!is_agg && !type_is_register(value)))
		plan_hash(sh, m, ir);
	else if (is_agg)
		ir->bpf_type = BPF_MAP_TYPE_PERCPU_ARRAY;
	else
		plan_scalar_register(ir);
}

void lower_maps_plan(struct lower_shared *sh)
{
	for (size_t i = 0; i < sh->sema->maps.len; i++) {
		struct sema_map *m = sh->sema->maps.data[i];

		if (m->is_assigned || m->decl)
			plan_map(sh, m);
	}
	lower_maps_gather(sh);
	struct ir_map *scratch = lower_map_new(sh, IR_MAP_SCRATCH, "(scratch)", BPF_MAP_TYPE_PERCPU_ARRAY);
	scratch->max_entries = MAX((uint32_t)sh->sema->units.len, 1);
	scratch->value_size = 8; /* grows to what the largest program needs */
	scratch->per_cpu = true;
}

struct ir_map *lower_scratch_by_cpu(struct lower_shared *sh)
{
	struct ir_map *m = lower_map_new(sh, IR_MAP_SCRATCH, "(scratch)", BPF_MAP_TYPE_ARRAY);

	m->value_size = 8; /* grows; elements: as many as there are CPUs, known when it is created */
	return m;
}

static uint32_t round_up_to_power_of_two(uint64_t n)
{
	uint32_t p = 1;

	while (p < n)
		p *= 2;
	return p;
}

/*
 * Stack traces of one kind and depth. A bucket holds one stack; one that finds its bucket taken by another goes to the
 * second map, where only such stacks compete.
 */
static void plan_stacks(struct lower_shared *sh, struct ir_map *m, bool kernel, uint32_t depth)
{
	static const uint32_t MIN_BUCKETS = 4096;
	uint32_t buckets = round_up_to_power_of_two(MAX(sh->sema->config->max_map_keys, MIN_BUCKETS));

	m->bpf_type = BPF_MAP_TYPE_STACK_TRACE;
	m->max_entries = m->role == IR_MAP_STACKS2 ? buckets * 2 : buckets;
	m->value_size = depth * 8;
	m->kernel_stack = kernel;
	m->depth = depth;
}

static void plan_hidden(struct lower_shared *sh, struct ir_map *m, bool kernel_stack, uint32_t depth)
{
	switch (m->role) {
	case IR_MAP_EVENTS:
		m->bpf_type = BPF_MAP_TYPE_RINGBUF;
		m->key_size = 0;
		m->max_entries = 0; /* chosen when it is created */
		break;
	case IR_MAP_LOST:
		m->bpf_type = BPF_MAP_TYPE_PERCPU_ARRAY;
		m->value_size = LOST_KIND_COUNT * 8;
		m->per_cpu = true;
		break;
	case IR_MAP_REFUSED:
		m->bpf_type = BPF_MAP_TYPE_PERCPU_ARRAY;
		m->value_size = 8;
		m->max_entries = LOWER_REFUSED_SITES;
		m->per_cpu = true;
		break;
	case IR_MAP_PACKETS:
		m->bpf_type = BPF_MAP_TYPE_PERF_EVENT_ARRAY;
		m->value_size = 4;
		m->max_entries = sh->sema->features->cpus;
		break;
	case IR_MAP_GLOBAL:
		m->bpf_type = BPF_MAP_TYPE_ARRAY;
		m->value_size = sizeof(struct ir_globals);
		break;
	default:
		plan_stacks(sh, m, kernel_stack, depth);
	}
}

/* In the order of enum ir_map_role. The parentheses keep them apart from the names that a script can write. */
static const char *const role_names[] = { "", "(events)", "(lost)", "(scratch)", "(stacks)", "(stacks2)", "(globals)",
					  "(refused)", "(packets)", "(table)", "(home)" };

struct ir_map *lower_hidden_map(struct lower_shared *sh, enum ir_map_role role, bool kernel_stack, uint32_t depth)
{
	for (size_t i = 0; i < sh->maps.len; i++) {
		struct ir_map *m = sh->maps.data[i];
		if (m->role == role && m->kernel_stack == kernel_stack && m->depth == depth)
			return m;
	}
	struct ir_map *m = lower_map_new(sh, role, role_names[role], 0);
	plan_hidden(sh, m, kernel_stack, depth);
	return m;
}

struct ir_map *lower_table_map(struct lower_shared *sh, const char *name, uint32_t value_size, uint32_t entries,
			       const void *data)
{
	for (size_t i = 0; i < sh->maps.len; i++) {
		struct ir_map *m = sh->maps.data[i];
		if (m->role == IR_MAP_TABLE && !strcmp(m->name, name) && m->value_size == value_size)
			return m;
	}
	struct ir_map *m = lower_map_new(sh, IR_MAP_TABLE, arena_strdup(sh->arena, name), BPF_MAP_TYPE_ARRAY);
	m->value_size = value_size;
	m->max_entries = entries;
	m->data = data;
	return m;
}
