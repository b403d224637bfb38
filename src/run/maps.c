/*
 * Maps of the script in user space: read as a whole, values of all CPUs combined, sorted, handed to the output; cleared and
 * zeroed. The values of the first CPU become the combined ones in place.
 */
#include <errno.h>

#include "run/resolve.h"

struct map_content {
	struct kern_dump dump;
	struct arena *arena; /* rendering data of histograms */
	struct agg_value *aggs;
	struct out_entry *entries;
	size_t n;
};

static void content_done(struct map_content *c)
{
	kern_dump_done(&c->dump);
	arena_free(c->arena);
	free(c->aggs);
	free(c->entries);
}

/* NULL: no program uses the map, so it is not there. */
static struct kern_map *kernel_map(struct run *r, const struct sema_map *m)
{
	struct kern_map *k = m->ir && m->ir->index < r->map_count ? &r->maps[m->ir->index] : NULL;
	if (k && m->ir->home)
		kern_map_join(k, &r->maps[m->ir->home->index]);
	return k && k->fd >= 0 ? k : NULL;
}

static bool is_agg(const struct sema_map *m)
{
	return m->value_type->kind == TYPE_AGG;
}

/* ---- presence ---- */

static bool has_presence_word(const struct ir_map *ir, const struct kern_dump *d, const uint8_t *values)
{
	for (uint32_t cpu = 0; cpu < d->cpus; cpu++) {
		uint64_t word;
		memcpy(&word, values + (size_t)cpu * d->cpu_stride + ir->present_offset, sizeof(word));
		if (word)
			return true;
	}
	return false;
}

/*
 * Whether a scalar map was set. Entries of hashes exist only if so. In an array the presence word tells; an aggregation
 * without one tells by itself, unless its value was zeroed since, which only we know.
 */
static bool is_set(const struct sema_map *m, const struct kern_map *k, const struct kern_dump *d, const uint8_t *values)
{
	bool is_array = m->ir->bpf_type == BPF_MAP_TYPE_ARRAY || m->ir->bpf_type == BPF_MAP_TYPE_PERCPU_ARRAY;
	if (!is_array)
		return true;
	if (m->ir->present_offset != UINT32_MAX)
		return has_presence_word(m->ir, d, values);
	return !is_agg(m) || k->zeroed || m->value_type->agg->is_set(m->value_type, values);
}

/* ---- reading ---- */

static void combine_cpus(const struct type *t, const struct kern_dump *d, uint8_t *values)
{
	for (uint32_t cpu = 1; cpu < d->cpus; cpu++)
		t->agg->merge(t, values, values + (size_t)cpu * d->cpu_stride);
}

/* Samples have TAI times; people read wall clocks. The clocks differ by whole seconds; what is beyond came from measuring. */
static void shift_to_wall_clock(const struct run *r, struct out_hist *h)
{
	const uint64_t second = 1000000000;
	uint64_t offset = (r->boot_to_tai_ns - r->boot_to_wall_ns + second / 2) / second * second;
	for (size_t i = 0; i < h->point_count; i++)
		h->points[i].start_ns -= offset;
}

static void read_agg(const struct run *r, const struct type *t, const void *value, uint64_t div, struct arena *a,
		     struct agg_value *ret)
{
	t->agg->read(t, value, div, a, ret);
	if (ret->form == AGG_TSERIES)
		shift_to_wall_clock(r, ret->hist);
}

/* A plain integer in place. */
static void divide_integer(const struct type *t, uint8_t *value, uint64_t div)
{
	int64_t n = out_load(t, value);
	if (!t->is_signed)
		n = (int64_t)((uint64_t)n / div);
	else if (div <= INT64_MAX)
		n /= (int64_t)div;
	else
		n = 0;
	memcpy(value, &n, t->size);
}

static void make_entry(const struct run *r, const struct sema_map *m, struct map_content *c, size_t i)
{
	const struct type *t = m->value_type;
	uint8_t *values = c->dump.values + i * c->dump.value_stride;
	struct out_entry *e = &c->entries[c->n++];
	*e = (struct out_entry){ .key = m->is_keyed ? c->dump.keys + i * c->dump.key_size : NULL, .value = values };
	if (is_agg(m)) {
		struct agg_value *agg = &c->aggs[c->n - 1];
		read_agg(r, t, values, 0, c->arena, agg);
		e->agg = agg;
	}
}

/* print(@m, top, div): the order is that of the undivided values. */
static void divide(const struct run *r, const struct type *t, struct map_content *c, struct out_entry *e, uint64_t div)
{
	if (t->kind == TYPE_AGG) {
		struct agg_value *divided = ARENA_NEW(c->arena, struct agg_value);
		read_agg(r, t, e->value, div, c->arena, divided);
		e->agg = divided;
	} else if (t->kind == TYPE_INT) {
		uint8_t *value = arena_dup(c->arena, e->value, t->size);
		divide_integer(t, value, div);
		e->value = value;
	}
}

/* The entries of the map; of a scalar one or none. */
static int read_content(struct run *r, const struct sema_map *m, struct map_content *c)
{
	struct kern_map *k = kernel_map(r, m);
	*c = (struct map_content){ 0 };
	int err = k ? kern_map_dump(k, &c->dump) : 0;
	if (err)
		return err;
	c->arena = arena_new();
	c->entries = xcalloc(MAX(c->dump.n, (size_t)1), sizeof(*c->entries));
	c->aggs = is_agg(m) ? xcalloc(MAX(c->dump.n, (size_t)1), sizeof(*c->aggs)) : NULL;
	for (size_t i = 0; i < c->dump.n; i++) {
		uint8_t *values = c->dump.values + i * c->dump.value_stride;
		if (is_agg(m))
			combine_cpus(m->value_type, &c->dump, values);
		if (m->is_keyed || is_set(m, k, &c->dump, values))
			make_entry(r, m, c, i);
	}
	return 0;
}

/* ---- printing ---- */

/* Kernel symbols of all entries at once. */
static void prefetch_symbols(struct run *r, const struct sema_map *m, const struct map_content *c)
{
	bool in_key = m->is_keyed && run_has_kernel_symbols(m->key_type), in_value = run_has_kernel_symbols(m->value_type);
	struct address_vec addrs = { 0 };
	for (size_t i = 0; (in_key || in_value) && i < c->n; i++) {
		if (in_key)
			run_collect_addresses(r, m->key_type, c->entries[i].key, &addrs);
		if (in_value)
			run_collect_addresses(r, m->value_type, c->entries[i].value, &addrs);
	}
	if (addrs.len)
		kern_symbols_prefetch(r->ksyms, addrs.data, addrs.len);
	vec_free(&addrs);
}

static void print_content(struct run *r, const struct sema_map *m, struct map_content *c, uint64_t top, uint64_t div)
{
	struct out_entry *first = NULL;
	size_t n = out_sort(c->entries, c->n, m->is_keyed ? m->key_type : NULL, m->value_type, top, &first);
	for (size_t i = 0; div > 1 && i < n; i++)
		divide(r, m->value_type, c, &first[i], div);
	prefetch_symbols(r, m, c);
	r->out.ops->map(&r->out, m->name, m->is_keyed ? m->key_type : NULL, m->value_type, first, n);
}

/* A scalar that has no value prints the zero of its type; histograms and time series have no such thing. */
static void print_zero(struct run *r, const struct sema_map *m)
{
	const struct type *t = m->value_type;
	struct arena *a = arena_new();
	void *zero = arena_alloc(a, MAX(t->size, (uint32_t)8));
	struct agg_value agg = { 0 };
	struct out_entry e = { .value = zero };
	if (is_agg(m)) {
		read_agg(r, t, zero, 0, a, &agg);
		e.agg = &agg;
	}
	if (!agg.hist)
		r->out.ops->map(&r->out, m->name, NULL, t, &e, 1);
	arena_free(a);
}

int run_print_map(struct run *r, const struct sema_map *m, uint64_t top, uint64_t div)
{
	struct map_content c;
	int err = read_content(r, m, &c);
	if (err)
		return err;
	if (c.n)
		print_content(r, m, &c, top, div);
	else if (!m->is_keyed)
		print_zero(r, m);
	content_done(&c);
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct sema_map *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

static void print_if_not_empty(struct run *r, const struct sema_map *m)
{
	struct map_content c;
	int err = read_content(r, m, &c);
	if (err) {
		run_warning(r, "Could not read map @%s: %s", m->name, strerror(-err));
		return;
	}
	if (c.n)
		print_content(r, m, &c, 0, 0);
	content_done(&c);
}

void run_print_all_maps(struct run *r)
{
	struct sema *s = &r->compiled->sema;
	const struct sema_map **maps = xcalloc(MAX(s->maps.len, (size_t)1), sizeof(*maps));
	size_t n = 0;
	for (size_t i = 0; i < s->maps.len; i++)
		if (kernel_map(r, s->maps.data[i]))
			maps[n++] = s->maps.data[i];
	if (n)
		qsort(maps, n, sizeof(*maps), compare_names);
	for (size_t i = 0; i < n; i++)
		print_if_not_empty(r, maps[i]);
	free(maps);
}

/* ---- one entry ---- */

int run_print_entry(struct run *r, const struct sema_map *m, const void *key)
{
	struct kern_map *k = kernel_map(r, m);
	struct kern_dump one = { .cpus = k && m->ir->per_cpu ? kern_possible_cpus() : 1 };
	one.cpu_stride = k ? k->value_size : m->value_type->size;
	uint8_t *values = xcalloc(one.cpus, one.cpu_stride);
	int err = k ? kern_map_lookup(k->fd, m->is_keyed ? key : &m->ir->home_at, values) : 0;
	if (!err || err == -ENOENT) {
		if (is_agg(m))
			combine_cpus(m->value_type, &one, values);
		r->out.ops->value(&r->out, m->value_type, values);
		err = 0;
	}
	free(values);
	return err;
}

/* ---- clear and zero ---- */

int run_clear_map(struct run *r, const struct sema_map *m)
{
	struct kern_map *k = kernel_map(r, m);
	if (!k)
		return 0;
	k->zeroed = false;
	return kern_map_clear(k);
}

int run_zero_map(struct run *r, const struct sema_map *m)
{
	struct kern_map *k = kernel_map(r, m);
	struct map_content c;
	if (!k)
		return 0;
	if (!m->is_keyed && is_agg(m)) {
		int err = read_content(r, m, &c);
		if (err)
			return err;
		k->zeroed = c.n;
		content_done(&c);
	}
	return kern_map_zero(k);
}
