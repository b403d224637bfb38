/*
 * The mappings of a process and its descendants, recorded by the kernel as they are made: a software event that counts
 * nothing but reports every executable mapping, exec and fork, one a CPU because only such events are inherited by children.
 * So symbols can be found when the processes are gone. The records are read when somebody asks, and put in order by
 * their times, since a process wanders between the CPUs' buffers.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "symbol/watch.h"

enum { DATA_PAGES = 16 };

/* One CPU's buffer: a page of control words, then the data. */
struct ring {
	int fd;
	struct perf_event_mmap_page *head;
};

struct record {
	uint64_t time;
	const struct perf_event_header *head;
};

struct watched {
	uint32_t pid;
	struct watched_mappings mappings;
};

struct sym_watch {
	VEC(struct ring) rings;
	VEC(struct watched *) processes;
	struct arena *arena; /* paths */
};

/* Layouts of the records, each followed by the time. */
struct mmap2_record {
	struct perf_event_header head;
	uint32_t pid, tid;
	uint64_t addr, len, pgoff;
	uint32_t major, minor;
	uint64_t inode, generation;
	uint32_t prot, flags;
	char path[];
};
struct fork_record {
	struct perf_event_header head;
	uint32_t pid, ppid, tid, ptid;
};
struct comm_record {
	struct perf_event_header head;
	uint32_t pid, tid;
};

/* ---- opening ---- */

static size_t data_size(void)
{
	return (size_t)DATA_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

static size_t ring_size(void)
{
	return data_size() + (size_t)sysconf(_SC_PAGESIZE);
}

static int open_ring(uint32_t pid, int cpu, struct ring *ret)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.sample_type = PERF_SAMPLE_TIME,
		.mmap = 1,
		.mmap2 = 1,
		.comm = 1,
		.comm_exec = 1,
		.task = 1,
		.inherit = 1,
		.sample_id_all = 1,
		.exclude_kernel = 1,
	};
	int fd = kern_perf_open(&attr, (int)pid, cpu);
	if (fd < 0)
		return fd;
	void *head = mmap(NULL, ring_size(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (head == MAP_FAILED) {
		int err = -errno;
		close(fd);
		return err;
	}
	*ret = (struct ring){ fd, head };
	return 0;
}

int sym_watch_open(uint32_t pid, struct sym_watch **ret)
{
	int *cpus, n = kern_online_cpus(&cpus), err = MIN(n, 0);
	struct sym_watch *w = xcalloc(1, sizeof(*w));
	w->arena = arena_new();
	for (int i = 0; !err && i < n; i++) {
		struct ring ring;
		err = open_ring(pid, cpus[i], &ring);
		if (!err)
			vec_push(NULL, &w->rings, ring);
	}
	if (n > 0)
		free(cpus);
	if (err)
		sym_watch_close(w);
	else
		*ret = w;
	return err;
}

void sym_watch_close(struct sym_watch *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->rings.len; i++) {
		munmap(w->rings.data[i].head, ring_size());
		close(w->rings.data[i].fd);
	}
	for (size_t i = 0; i < w->processes.len; i++) {
		vec_free(&w->processes.data[i]->mappings);
		free(w->processes.data[i]);
	}
	vec_free(&w->rings);
	vec_free(&w->processes);
	arena_free(w->arena);
	free(w);
}

/* ---- records ---- */

static struct watched *find_watched(struct sym_watch *w, uint32_t pid)
{
	for (size_t i = 0; i < w->processes.len; i++)
		if (w->processes.data[i]->pid == pid)
			return w->processes.data[i];
	return NULL;
}

static struct watched *get_watched(struct sym_watch *w, uint32_t pid)
{
	struct watched *p = find_watched(w, pid);
	if (!p) {
		p = xcalloc(1, sizeof(*p));
		p->pid = pid;
		vec_push(NULL, &w->processes, p);
	}
	return p;
}

static void add_mapping(struct sym_watch *w, const struct mmap2_record *r)
{
	struct watched *p = get_watched(w, r->pid);
	struct watched_mapping m = { .start = r->addr, .end = r->addr + r->len, .offset = r->pgoff, .inode = r->inode };
	size_t room = r->head.size - sizeof(*r);
	m.path = arena_strndup(w->arena, r->path, strnlen(r->path, room));
	vec_push(NULL, &p->mappings, m);
}

/* A new process begins with its parent's mappings. Threads belong to their process. */
static void copy_mappings(struct sym_watch *w, const struct fork_record *r)
{
	if (r->pid == r->ppid)
		return;
	struct watched *child = get_watched(w, r->pid), *parent = get_watched(w, r->ppid);
	child->mappings.len = 0;
	for (size_t i = 0; i < parent->mappings.len; i++)
		vec_push(NULL, &child->mappings, parent->mappings.data[i]);
}

static void apply_record(struct sym_watch *w, const struct perf_event_header *h)
{
	if (h->type == PERF_RECORD_MMAP2 && h->size > sizeof(struct mmap2_record))
		add_mapping(w, (const void *)h);
	else if (h->type == PERF_RECORD_FORK && h->size >= sizeof(struct fork_record))
		copy_mappings(w, (const void *)h);
	else if (h->type == PERF_RECORD_COMM && h->misc & PERF_RECORD_MISC_COMM_EXEC)
		get_watched(w, ((const struct comm_record *)h)->pid)->mappings.len = 0;
}

struct record_vec VEC_BODY(struct record);

/* Copies the records of one buffer that were not read yet. */
static void take_records(const struct ring *ring, struct arena *a, struct record_vec *to)
{
	uint64_t head = __atomic_load_n(&ring->head->data_head, __ATOMIC_ACQUIRE), tail = ring->head->data_tail;
	const uint8_t *data = (const uint8_t *)ring->head + sysconf(_SC_PAGESIZE);
	size_t mask = data_size() - 1;
	while (head - tail >= sizeof(struct perf_event_header)) {
		struct perf_event_header h;
		memcpy(&h, data + (tail & mask), sizeof(h)); /* records are aligned to 8 bytes: a header never wraps */
		if (h.size < sizeof(h) + sizeof(uint64_t) || h.size > head - tail)
			break;
		uint8_t *copy = arena_alloc(a, h.size);
		size_t first = MIN((size_t)h.size, data_size() - (tail & mask));
		memcpy(copy, data + (tail & mask), first);
		memcpy(copy + first, data, h.size - first);
		struct record r = { .head = (const void *)copy };
		memcpy(&r.time, copy + h.size - sizeof(r.time), sizeof(r.time));
		vec_push(NULL, to, r);
		tail += h.size;
	}
	__atomic_store_n(&ring->head->data_tail, tail, __ATOMIC_RELEASE);
}

static int compare_times(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	return x->time < y->time ? -1 : x->time > y->time;
}

const struct watched_mappings *sym_watch_mappings(struct sym_watch *w, uint32_t pid)
{
	struct record_vec records = { 0 };
	struct arena *a = arena_new();
	for (size_t i = 0; i < w->rings.len; i++)
		take_records(&w->rings.data[i], a, &records);
	if (records.len)
		qsort(records.data, records.len, sizeof(*records.data), compare_times);
	for (size_t i = 0; i < records.len; i++)
		apply_record(w, records.data[i].head);
	vec_free(&records);
	arena_free(a);
	struct watched *p = find_watched(w, pid);
	return p ? &p->mappings : NULL;
}
