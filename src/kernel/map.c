/*
 * Maps of the kernel: creation, and what is done to all entries at once: reading, deleting, zeroing.
 *
 * Hash maps and arrays are handled in batches of many entries a system call where the kernel knows batches for that kind
 * of map, else entry by entry. Task storage has no keys that user space could walk: its entries are looked up thread by
 * thread through descriptors of all threads that live.
 */
#include <ctype.h>
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/internal.h"
#include "kernel/map.h"

#ifndef ENOTSUPP
#define ENOTSUPP 524 /* of the kernel, has no name in user space */
#endif

enum { BATCH_ENTRIES = 4096 };

/* ---- creation ---- */

/* The kernel takes letters, digits, `_` and `.`, at most 15. */
static void set_name(char *to, const char *name)
{
	for (size_t i = 0; name[i] && i < BPF_OBJ_NAME_LEN - 1; i++)
		to[i] = isalnum((unsigned char)name[i]) || name[i] == '.' ? name[i] : '_';
}

static int create(const struct ir_map *def, int btf_fd, uint32_t key_btf, uint32_t value_btf)
{
	union bpf_attr attr = { 0 };
	attr.map_type = def->bpf_type;
	attr.key_size = def->key_size;
	attr.value_size = def->value_size;
	attr.max_entries = def->max_entries;
	attr.map_flags = def->flags;
	if (btf_fd > 0 && (key_btf || value_btf)) {
		attr.btf_fd = (uint32_t)btf_fd;
		attr.btf_key_type_id = key_btf;
		attr.btf_value_type_id = value_btf;
	}
	set_name(attr.map_name, def->name ? def->name : "");
	return (int)kern_bpf(BPF_MAP_CREATE, &attr, sizeof(attr));
}

int kern_map_update(int fd, const void *key, const void *value, uint64_t flags)
{
	union bpf_attr attr = { .map_fd = (uint32_t)fd, .key = kern_ptr(key), .value = kern_ptr(value), .flags = flags };
	return (int)kern_bpf(BPF_MAP_UPDATE_ELEM, &attr, sizeof(attr));
}

int kern_map_lookup(int fd, const void *key, void *value)
{
	union bpf_attr attr = { .map_fd = (uint32_t)fd, .key = kern_ptr(key), .value = kern_ptr(value) };
	return (int)kern_bpf(BPF_MAP_LOOKUP_ELEM, &attr, sizeof(attr));
}

/* Contents that the compiler made; afterwards constant for the verifier too if programs may not write them. */
static int fill(const struct ir_map *def, int fd)
{
	const uint8_t *data = def->data;
	for (uint32_t i = 0; i < def->max_entries; i++) {
		int err = kern_map_update(fd, &i, data + (size_t)i * def->value_size, 0);
		if (err)
			return err;
	}
	if (!(def->flags & BPF_F_RDONLY_PROG))
		return 0;
	union bpf_attr attr = { .map_fd = (uint32_t)fd };
	return (int)kern_bpf(BPF_MAP_FREEZE, &attr, sizeof(attr));
}

static int map_memory(struct kern_map *m)
{
	void *memory = mmap(NULL, m->value_size, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	m->memory = memory;
	return 0;
}

int kern_map_create(const struct ir_map *def, int btf_fd, uint32_t key_btf, uint32_t value_btf, struct kern_map *ret)
{
	int fd = create(def, btf_fd, key_btf, value_btf);
	/* Not every kind of map takes types; they are for the reader only, except with task storage. */
	if (fd < 0 && btf_fd > 0 && (fd == -EINVAL || fd == -ENOTSUPP))
		fd = create(def, 0, 0, 0);
	if (fd < 0)
		return fd;
	*ret = (struct kern_map){ .def = def, .fd = fd, .key_size = def->key_size, .value_size = def->value_size };
	if (def->per_cpu)
		ret->value_size = ALIGN_UP(def->value_size, 8);
	int err = def->data ? fill(def, fd) : def->flags & BPF_F_MMAPABLE ? map_memory(ret) : 0;
	if (err)
		kern_map_close(ret);
	return err;
}

void kern_map_close(struct kern_map *m)
{
	if (m->def->home)
		return;
	if (m->memory)
		munmap(m->memory, m->value_size);
	if (m->fd >= 0)
		close(m->fd);
	m->memory = NULL;
	m->fd = -1;
}

/* ---- parts of maps ---- */

void kern_map_join(struct kern_map *part, const struct kern_map *home)
{
	part->fd = home->fd;
	part->key_size = home->key_size;
	part->value_size = home->memory ? part->def->value_size : home->value_size;
	part->memory = home->memory ? home->memory + part->def->home_at : NULL;
}

/* The one entry, if it is there. */
static int read_part(const struct kern_map *m, struct kern_dump *d)
{
	size_t cap = 0;
	int err = 0;
	kern_dump_reserve(d, 1, &cap);
	memcpy(d->keys, &m->def->home_at, sizeof(m->def->home_at));
	if (m->memory)
		memcpy(d->values, m->memory, m->value_size);
	else
		err = kern_map_lookup(m->fd, d->keys, d->values);
	d->n = !err;
	return err == -ENOENT ? 0 : err;
}

/* ---- walking ---- */

static bool is_array(const struct kern_map *m)
{
	return m->def->bpf_type == BPF_MAP_TYPE_ARRAY || m->def->bpf_type == BPF_MAP_TYPE_PERCPU_ARRAY;
}

static void dump_init(const struct kern_map *m, struct kern_dump *d)
{
	*d = (struct kern_dump){ .key_size = m->key_size, .cpus = m->def->per_cpu ? kern_possible_cpus() : 1 };
	d->cpu_stride = m->value_size;
	d->value_stride = d->cpu_stride * d->cpus;
}

void kern_dump_done(struct kern_dump *d)
{
	free(d->keys);
	free(d->values);
	*d = (struct kern_dump){ 0 };
}

/* Room for `more` entries behind those that are there; *cap is the room in entries. */
void kern_dump_reserve(struct kern_dump *d, size_t more, size_t *cap)
{
	if (d->n + more <= *cap)
		return;
	*cap = MAX(d->n + more, d->n + d->n / 2);
	d->keys = xrealloc(d->keys, *cap * d->key_size);
	d->values = xrealloc(d->values, *cap * d->value_stride);
}

static void fill_batch(union bpf_attr *attr, const struct kern_map *m, const struct kern_dump *d, size_t count)
{
	attr->batch.map_fd = (uint32_t)m->fd;
	attr->batch.count = (uint32_t)count;
	attr->batch.keys = kern_ptr(d->keys + d->n * d->key_size);
	attr->batch.values = kern_ptr(d->values + d->n * d->value_stride);
}

/*
 * All entries with BPF_MAP_LOOKUP_BATCH or BPF_MAP_LOOKUP_AND_DELETE_BATCH. A bucket of the hash that has more entries
 * than there is room for gives ENOSPC: more room then. 0 or -errno; nothing was read if the command is not known.
 */
static int read_batches(const struct kern_map *m, int cmd, struct kern_dump *d)
{
	size_t cap = 0, want = MIN(m->def->max_entries, (uint32_t)BATCH_ENTRIES);
	/* A position is a bucket number of 4 bytes for hashes and the last key for other maps. */
	size_t position_size = MAX(m->key_size, 4u);
	char *in = xmalloc(position_size), *out = xmalloc(position_size);
	bool first = true;
	int err;
	do {
		union bpf_attr attr = { 0 };
		kern_dump_reserve(d, want, &cap);
		fill_batch(&attr, m, d, want);
		attr.batch.in_batch = first ? 0 : kern_ptr(in);
		attr.batch.out_batch = kern_ptr(out);
		err = (int)kern_bpf(cmd, &attr, sizeof(attr));
		if (err == -ENOSPC) {
			want *= 2;
			continue;
		}
		if (!err || err == -ENOENT) {
			d->n += attr.batch.count;
			memcpy(in, out, position_size);
			first = false;
		}
	} while (!err || err == -ENOSPC);
	free(in);
	free(out);
	return err == -ENOENT ? 0 : err;
}

/* Kinds of errors by which kernels say that a map has no batch operations. */
static bool is_unsupported(int err)
{
	return err == -ENOTSUPP || err == -EOPNOTSUPP || err == -EINVAL;
}

static int next_key(const struct kern_map *m, const void *key, void *next)
{
	union bpf_attr attr = { .map_fd = (uint32_t)m->fd, .key = kern_ptr(key), .next_key = kern_ptr(next) };
	return (int)kern_bpf(BPF_MAP_GET_NEXT_KEY, &attr, sizeof(attr));
}

/* Entry by entry. The walk starts over when its last key was deleted meanwhile: the number of steps is bounded. */
static int read_each(const struct kern_map *m, struct kern_dump *d)
{
	size_t cap = 0, steps = 0, limit = (size_t)m->def->max_entries * 2 + 16;
	const uint8_t *last = NULL;
	uint8_t *key = xmalloc(m->key_size), *kept = xmalloc(m->key_size);
	int err;
	while (!(err = next_key(m, last, key)) && steps++ < limit) {
		kern_dump_reserve(d, 1, &cap);
		memcpy(d->keys + d->n * d->key_size, key, m->key_size);
		if (!kern_map_lookup(m->fd, key, d->values + d->n * d->value_stride))
			d->n++;
		memcpy(kept, key, m->key_size);
		last = kept;
	}
	free(key);
	free(kept);
	return err == -ENOENT ? 0 : err;
}

static int read_array(const struct kern_map *m, struct kern_dump *d)
{
	size_t cap = 0;
	kern_dump_reserve(d, m->def->max_entries, &cap);
	for (uint32_t i = 0; i < m->def->max_entries; i++) {
		memcpy(d->keys + d->n * d->key_size, &i, sizeof(i));
		int err = kern_map_lookup(m->fd, &i, d->values + d->n * d->value_stride);
		if (err)
			return err;
		d->n++;
	}
	return 0;
}

static int read_hash(const struct kern_map *m, struct kern_dump *d)
{
	int err = read_batches(m, BPF_MAP_LOOKUP_BATCH, d);
	return is_unsupported(err) && !d->n ? read_each(m, d) : err;
}

int kern_map_dump(const struct kern_map *m, struct kern_dump *ret)
{
	int err;
	dump_init(m, ret);
	if (m->def->home)
		err = read_part(m, ret);
	else if (is_array(m))
		err = read_array(m, ret);
	else if (m->def->bpf_type == BPF_MAP_TYPE_TASK_STORAGE)
		err = kern_task_storage_dump(m, ret);
	else
		err = read_hash(m, ret);
	if (err)
		kern_dump_done(ret);
	return err;
}

/* ---- deleting ---- */

static int delete_key(const struct kern_map *m, const void *key)
{
	union bpf_attr attr = { .map_fd = (uint32_t)m->fd, .key = kern_ptr(key) };
	int err = (int)kern_bpf(BPF_MAP_DELETE_ELEM, &attr, sizeof(attr));
	return err == -ENOENT ? 0 : err;
}

/* The entries that are there now; those that programs add meanwhile stay. */
static int delete_each(const struct kern_map *m)
{
	struct kern_dump d;
	dump_init(m, &d);
	int err = read_each(m, &d);
	for (size_t i = 0; !err && i < d.n; i++)
		err = delete_key(m, d.keys + i * d.key_size);
	kern_dump_done(&d);
	return err;
}

static int clear_hash(const struct kern_map *m)
{
	struct kern_dump d;
	dump_init(m, &d);
	int err = read_batches(m, BPF_MAP_LOOKUP_AND_DELETE_BATCH, &d);
	bool again = is_unsupported(err) && !d.n;
	kern_dump_done(&d);
	return again ? delete_each(m) : err;
}

static int clear_array(const struct kern_map *m)
{
	struct kern_dump d;
	dump_init(m, &d);
	uint8_t *zeros = xcalloc(1, d.value_stride);
	int err = 0;
	for (uint32_t i = 0; !err && i < m->def->max_entries; i++) {
		uint32_t key = m->def->home_at + i;
		err = kern_map_update(m->fd, &key, zeros, 0);
	}
	free(zeros);
	return err;
}

/* Of the other parts' numbers none is touched: programs may just be counting there. */
static int clear_part(const struct kern_map *m)
{
	if (m->memory)
		memset(m->memory, 0, m->value_size);
	else
		return is_array(m) ? clear_array(m) : delete_key(m, &m->def->home_at);
	return 0;
}

int kern_map_clear(const struct kern_map *m)
{
	if (m->def->home)
		return clear_part(m);
	if (is_array(m))
		return clear_array(m);
	if (m->def->bpf_type == BPF_MAP_TYPE_TASK_STORAGE)
		return kern_task_storage_clear(m);
	return clear_hash(m);
}

/* ---- zeroing ---- */

/* All bytes of an entry's values, but for the presence word. */
static void zero_values(const struct kern_map *m, const struct kern_dump *d, uint8_t *values)
{
	uint32_t at = m->def->present_offset;
	for (uint32_t cpu = 0; cpu < d->cpus; cpu++) {
		uint8_t *v = values + (size_t)cpu * d->cpu_stride;
		uint64_t present = 0;
		if (at != UINT32_MAX)
			memcpy(&present, v + at, sizeof(present));
		memset(v, 0, d->cpu_stride);
		if (at != UINT32_MAX)
			memcpy(v + at, &present, sizeof(present));
	}
}

/* Writes the values of existing keys back. */
static int write_back(const struct kern_map *m, const struct kern_dump *d)
{
	union bpf_attr attr = { 0 };
	struct kern_dump start = *d;
	if (m->memory) {
		memcpy(m->memory, d->values, m->value_size);
		return 0;
	}
	start.n = 0;
	fill_batch(&attr, m, &start, d->n);
	attr.batch.elem_flags = BPF_EXIST;
	if (!is_array(m) && !kern_bpf(BPF_MAP_UPDATE_BATCH, &attr, sizeof(attr)))
		return 0;
	for (size_t i = 0; i < d->n; i++) {
		int err = kern_map_update(m->fd, d->keys + i * d->key_size, d->values + i * d->value_stride, BPF_EXIST);
		if (err && err != -ENOENT)
			return err;
	}
	return 0;
}

int kern_map_zero(const struct kern_map *m)
{
	struct kern_dump d;
	if (m->def->bpf_type == BPF_MAP_TYPE_TASK_STORAGE)
		return kern_task_storage_zero(m);
	int err = kern_map_dump(m, &d);
	if (err)
		return err;
	for (size_t i = 0; i < d.n; i++)
		zero_values(m, &d, d.values + i * d.value_stride);
	err = d.n ? write_back(m, &d) : 0;
	kern_dump_done(&d);
	return err;
}
