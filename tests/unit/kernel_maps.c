/* Maps of the running kernel: create, dump, clear, zero, for each kind that lowering may choose. */
#include <unistd.h>

#include "kernel/kernel.h"
#include "unit.h"

static struct ir_map map_def(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries)
{
	return (struct ir_map){
		.name = "test@map", .bpf_type = type, .key_size = key_size, .value_size = value_size,
		.max_entries = entries, .present_offset = UINT32_MAX,
		.per_cpu = type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
			   type == BPF_MAP_TYPE_LRU_PERCPU_HASH,
	};
}

/* n entries key -> key * 3, on each CPU. */
static void fill_map(const struct kern_map *m, uint64_t n)
{
	unsigned cpus = m->def->per_cpu ? kern_possible_cpus() : 1;
	uint64_t values[cpus];
	for (uint64_t key = 0; key < n; key++) {
		for (unsigned i = 0; i < cpus; i++)
			values[i] = key * 3;
		CHECK_INT(kern_map_update(m->fd, &key, values, 0), 0);
	}
}

static void check_hash(uint32_t type, uint64_t n)
{
	bool evicts = type == BPF_MAP_TYPE_LRU_HASH || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
	struct ir_map def = map_def(type, 8, 8, (uint32_t)(evicts ? n * 100 : n));
	struct kern_map m;
	struct kern_dump d;
	REQUIRE(!kern_map_create(&def, 0, 0, 0, &m));
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(d.n, 0);
	kern_dump_done(&d);
	fill_map(&m, n);
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(d.n, n);
	uint64_t keys = 0, wrong = 0;
	for (size_t i = 0; i < d.n; i++) {
		const uint64_t *key = (void *)(d.keys + i * d.key_size);
		keys += *key;
		for (uint32_t cpu = 0; cpu < d.cpus; cpu++) {
			const uint64_t *v = (void *)(d.values + i * d.value_stride + cpu * d.cpu_stride);
			wrong += *v != *key * 3;
		}
	}
	CHECK_INT(keys, n * (n - 1) / 2);
	CHECK_INT(wrong, 0);
	kern_dump_done(&d);

	CHECK_INT(kern_map_zero(&m), 0);
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(d.n, n);
	for (size_t i = 0; i < d.n * d.value_stride; i++)
		wrong += d.values[i];
	CHECK_INT(wrong, 0);
	kern_dump_done(&d);

	CHECK_INT(kern_map_clear(&m), 0);
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(d.n, 0);
	kern_dump_done(&d);
	kern_map_close(&m);
	CHECK_INT(m.fd, -1);
}

TEST(kernel_hash_maps)
{
	SKIP_UNLESS(!geteuid());
	check_hash(BPF_MAP_TYPE_HASH, 10000);
	check_hash(BPF_MAP_TYPE_HASH, 1);
	check_hash(BPF_MAP_TYPE_PERCPU_HASH, 5000);
	check_hash(BPF_MAP_TYPE_LRU_HASH, 100);
	check_hash(BPF_MAP_TYPE_LRU_PERCPU_HASH, 100);
}

static void check_array(uint32_t type)
{
	struct ir_map def = map_def(type, 4, 16, 1);
	def.present_offset = 8;
	struct kern_map m;
	struct kern_dump d;
	REQUIRE(!kern_map_create(&def, 0, 0, 0, &m));
	unsigned cpus = def.per_cpu ? kern_possible_cpus() : 1;
	uint64_t values[cpus][2];
	for (unsigned i = 0; i < cpus; i++) {
		values[i][0] = 7;
		values[i][1] = 1;
	}
	uint32_t key = 0;
	CHECK_INT(kern_map_update(m.fd, &key, values, 0), 0);
	CHECK_INT(kern_map_zero(&m), 0);
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(d.n, 1);
	CHECK_INT(d.value_stride, cpus * 16);
	for (unsigned i = 0; i < cpus; i++) {
		CHECK_INT(((uint64_t *)(d.values + i * 16))[0], 0);
		CHECK_INT(((uint64_t *)(d.values + i * 16))[1], 1);
	}
	kern_dump_done(&d);
	CHECK_INT(kern_map_clear(&m), 0);
	REQUIRE(!kern_map_dump(&m, &d));
	CHECK_INT(((uint64_t *)d.values)[1], 0);
	kern_dump_done(&d);
	kern_map_close(&m);
}

TEST(kernel_array_maps_keep_the_presence_word)
{
	SKIP_UNLESS(!geteuid());
	check_array(BPF_MAP_TYPE_ARRAY);
	check_array(BPF_MAP_TYPE_PERCPU_ARRAY);
}

/* Two parts of 16 bytes, the word behind the value tells that it was set: what happens to one leaves the other alone. */
static void check_parts(uint32_t type, uint32_t second_at)
{
	struct ir_map home = map_def(type, 4, type == BPF_MAP_TYPE_ARRAY ? 32 : 16, type == BPF_MAP_TYPE_ARRAY ? 1 : 2);
	struct ir_map defs[2] = { map_def(type, 4, 16, 1), map_def(type, 4, 16, 1) };
	struct kern_map m, parts[2];
	struct kern_dump d;
	home.flags = type == BPF_MAP_TYPE_ARRAY ? BPF_F_MMAPABLE : 0;
	REQUIRE(!kern_map_create(&home, 0, 0, 0, &m));
	unsigned cpus = home.per_cpu ? kern_possible_cpus() : 1;
	uint64_t values[cpus][4];
	for (unsigned i = 0; i < 4 * cpus; i++)
		values[i / 4][i % 4] = i + 1;
	for (uint32_t i = 0; i < 2; i++) {
		defs[i].home = &home;
		defs[i].home_at = i * second_at;
		defs[i].present_offset = 8;
		parts[i] = (struct kern_map){ .def = &defs[i], .fd = -1 };
		kern_map_join(&parts[i], &m);
	}
	for (uint32_t key = 0; key < home.max_entries; key++)
		CHECK_INT(kern_map_update(m.fd, &key, values, 0), 0);
	CHECK_INT(kern_map_zero(&parts[0]), 0);
	REQUIRE(!kern_map_dump(&parts[0], &d));
	CHECK_INT(d.n, 1);
	CHECK_INT(((uint64_t *)d.values)[0], 0);
	CHECK_INT(((uint64_t *)d.values)[1], 2);
	kern_dump_done(&d);
	CHECK_INT(kern_map_clear(&parts[0]), 0);
	REQUIRE(!kern_map_dump(&parts[0], &d));
	CHECK(d.n == 0 || ((uint64_t *)d.values)[1] == 0);
	kern_dump_done(&d);
	REQUIRE(!kern_map_dump(&parts[1], &d));
	CHECK_INT(d.n, 1);
	CHECK_INT(((uint64_t *)d.values)[1], type == BPF_MAP_TYPE_ARRAY ? 4 : 2);
	kern_dump_done(&d);
	kern_map_close(&parts[0]);
	CHECK(m.fd >= 0);
	kern_map_close(&m);
}

TEST(kernel_parts_of_maps_are_independent)
{
	SKIP_UNLESS(!geteuid());
	check_parts(BPF_MAP_TYPE_ARRAY, 16);
	check_parts(BPF_MAP_TYPE_PERCPU_ARRAY, 1);
	check_parts(BPF_MAP_TYPE_HASH, 1);
	check_parts(BPF_MAP_TYPE_PERCPU_HASH, 1);
}

TEST(kernel_table_maps_are_filled)
{
	SKIP_UNLESS(!geteuid());
	static const uint32_t data[3] = { 5, 6, 7 };
	struct ir_map def = map_def(BPF_MAP_TYPE_ARRAY, 4, 4, 3);
	def.data = data;
	def.flags = BPF_F_RDONLY_PROG;
	struct kern_map m;
	REQUIRE(!kern_map_create(&def, 0, 0, 0, &m));
	uint32_t key = 2, value = 0;
	CHECK_INT(kern_map_lookup(m.fd, &key, &value), 0);
	CHECK_INT(value, 7);
	CHECK(kern_map_update(m.fd, &key, &value, 0) < 0);
	kern_map_close(&m);
}

TEST(kernel_task_storage_is_read_thread_by_thread)
{
	struct kern_features *f = kern_features_new();
	bool has = !geteuid() && kern_feature(f, FEAT_TASK_STORAGE) && kern_feature(f, FEAT_BTF);
	kern_features_free(f);
	SKIP_UNLESS(has);
	/* Needs BTF for its creation: without, the kernel's refusal is handed on. */
	struct ir_map def = map_def(BPF_MAP_TYPE_TASK_STORAGE, 4, 8, 0);
	def.flags = BPF_F_NO_PREALLOC;
	struct kern_map m = { .fd = -1 };
	CHECK(kern_map_create(&def, 0, 0, 0, &m) < 0);
}
