/*
 * User symbols by process. A process is its executable mappings, sorted; a file is its functions, sorted, and shared by all
 * processes that map it. Each address that was resolved is kept in a small table of the process, because stacks repeat.
 *
 * Processes and files are read once, at the first address or when sym_process_seen tells that it is time. An address outside
 * all mappings makes the process be read again (it may have loaded a library since), but not more often than once in a while.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "symbol/internal.h"
#include "symbol/watch.h"

enum {
	RECENT = 2048,			/* resolved addresses kept a process, a power of two */
	READ_AGAIN_NS = 100 * 1000 * 1000,
};

struct mapping {
	uint64_t start, end, offset, inode;
	const char *path; /* "" for memory without a file */
	struct sym_file *file;
	bool file_tried;
};
struct mapping_vec VEC_BODY(struct mapping);

struct recent {
	uint64_t addr;
	struct sym_user user;
};

struct process {
	uint32_t pid;
	struct mapping_vec mappings;
	uint64_t read_ns; /* when the mappings were read */
	struct recent *recent;
	bool perf_map_tried, has_perf_map;
	struct sym_table perf_map;
};

struct sym_cache {
	struct sym_options opt;
	struct arena *arena;	   /* paths, keys, demangled names */
	struct strmap paths;
	struct strmap by_pid, by_program; /* struct process * */
	VEC(struct process *) processes;
	struct strmap by_file;	   /* "device:inode" -> struct sym_file * */
	VEC(struct sym_file *) files;
	struct sym_file *vdso;
	bool vdso_tried;
	struct process *last;	   /* asked for last */
	VEC(struct sym_watch *) watches;
};

struct sym_cache *sym_cache_new(const struct sym_options *opt, struct kern_symbols *kernel)
{
	struct sym_cache *c = xcalloc(1, sizeof(*c));
	c->opt = *opt;
	c->arena = arena_new();
	strmap_init(&c->paths, c->arena);
	strmap_init(&c->by_pid, c->arena);
	strmap_init(&c->by_program, c->arena);
	strmap_init(&c->by_file, c->arena);
	return c;
}

static void process_free(struct process *p)
{
	vec_free(&p->mappings);
	sym_table_done(&p->perf_map);
	free(p->recent);
	free(p);
}

void sym_cache_free(struct sym_cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->processes.len; i++)
		process_free(c->processes.data[i]);
	for (size_t i = 0; i < c->files.len; i++)
		sym_file_free(c->files.data[i]);
	for (size_t i = 0; i < c->watches.len; i++)
		sym_watch_close(c->watches.data[i]);
	sym_file_free(c->vdso);
	vec_free(&c->watches);
	vec_free(&c->processes);
	vec_free(&c->files);
	arena_free(c->arena);
	free(c);
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* ---- mappings ---- */

static const char *intern_path(struct sym_cache *c, const char *path)
{
	const char *known = strmap_get(&c->paths, path);
	if (known)
		return known;
	char *copy = arena_strdup(c->arena, path);
	strmap_put(&c->paths, copy, copy);
	return copy;
}

/* A line of /proc/PID/maps: `START-END PERMS OFFSET DEVICE INODE   PATH`. Only code counts. */
static void add_mapping(struct sym_cache *c, struct process *p, const char *line)
{
	struct mapping m = { 0 };
	char perms[8];
	int path_at = 0;
	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %*s %" SCNu64 " %n", &m.start, &m.end, perms, &m.offset,
		   &m.inode, &path_at) != 5 || perms[2] != 'x')
		return;
	m.path = intern_path(c, path_at ? line + path_at : "");
	vec_push(NULL, &p->mappings, m);
}

static struct mapping *find_mapping(struct process *p, uint64_t addr)
{
	size_t low = 0, high = p->mappings.len;
	while (low < high) {
		size_t mid = (low + high) / 2;
		struct mapping *m = &p->mappings.data[mid];
		if (addr < m->start)
			high = mid;
		else if (addr >= m->end)
			low = mid + 1;
		else
			return m;
	}
	return NULL;
}

static int compare_mappings(const void *a, const void *b)
{
	const struct mapping *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

/* What the kernel's records know of a process that is gone, beside what was read while it lived. */
static void recall_mappings(struct sym_cache *c, struct process *p)
{
	const struct watched_mappings *known = NULL;
	struct mapping_vec fresh = { 0 };
	for (size_t i = 0; !known && i < c->watches.len; i++)
		known = sym_watch_mappings(c->watches.data[i], p->pid);
	for (size_t i = 0; known && i < known->len; i++) {
		const struct watched_mapping *w = &known->data[i];
		struct mapping m = { .start = w->start, .end = w->end, .offset = w->offset, .inode = w->inode };
		m.path = intern_path(c, w->path);
		if (!find_mapping(p, m.start))
			vec_push(NULL, &fresh, m);
	}
	for (size_t i = 0; i < fresh.len; i++)
		vec_push(NULL, &p->mappings, fresh.data[i]);
	if (fresh.len)
		qsort(p->mappings.data, p->mappings.len, sizeof(*p->mappings.data), compare_mappings);
	vec_free(&fresh);
}

/* Files that the old mappings had opened are found again by their inode. */
static void read_mappings(struct sym_cache *c, struct process *p)
{
	char path[64], *text, *save;
	snprintf(path, sizeof(path), "/proc/%u/maps", p->pid);
	p->read_ns = now_ns();
	if (file_read_all(path, &text, NULL)) {
		recall_mappings(c, p);
		return;
	}
	if (*text)
		p->mappings.len = 0;
	else
		recall_mappings(c, p);
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		add_mapping(c, p, line);
	free(text);
}

/* ---- processes ---- */

static struct process *process_new(struct sym_cache *c, uint32_t pid)
{
	struct process *p = xcalloc(1, sizeof(*p));
	p->pid = pid;
	read_mappings(c, p);
	vec_push(NULL, &c->processes, p);
	return p;
}

/* Key of the executable that the process runs; false if it is gone. */
static bool program_key(uint32_t pid, char key[64])
{
	char path[64];
	struct stat st;
	snprintf(path, sizeof(path), "/proc/%u/exe", pid);
	if (stat(path, &st))
		return false;
	snprintf(key, 64, "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return true;
}

/* One process stands for all that run its executable: right where addresses are not randomised. */
static struct process *process_by_program(struct sym_cache *c, uint32_t pid)
{
	char key[64];
	if (!program_key(pid, key))
		return process_new(c, pid);
	struct process *p = strmap_get(&c->by_program, key);
	if (!p) {
		p = process_new(c, pid);
		strmap_put(&c->by_program, arena_strdup(c->arena, key), p);
	}
	return p;
}

static struct process *process_get(struct sym_cache *c, uint32_t pid)
{
	char key[16];
	if (c->last && c->last->pid == pid)
		return c->last;
	snprintf(key, sizeof(key), "%u", pid);
	struct process *p = strmap_get(&c->by_pid, key);
	if (!p) {
		p = c->opt.per_program ? process_by_program(c, pid) : process_new(c, pid);
		strmap_put(&c->by_pid, arena_strdup(c->arena, key), p);
	}
	c->last = p;
	return p;
}

void sym_process_seen(struct sym_cache *c, uint32_t pid)
{
	process_get(c, pid);
}

int sym_process_watch(struct sym_cache *c, uint32_t pid)
{
	struct sym_watch *w;
	int err = sym_watch_open(pid, &w);
	if (!err)
		vec_push(NULL, &c->watches, w);
	return err;
}

/* ---- files ---- */

static bool has_inode(int fd, uint64_t inode)
{
	struct stat st;
	return fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_ino == inode;
}

/*
 * The file of a mapping: by its path as the process sees it, if that is still the same file; else by the mapping itself,
 * which also finds deleted files; else by the path here, for processes that are gone.
 */
static int open_mapped(const struct process *p, const struct mapping *m)
{
	char *path = xasprintf("/proc/%u/root%s", p->pid, m->path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	free(path);
	if (has_inode(fd, m->inode))
		return fd;
	path = xasprintf("/proc/%u/map_files/%" PRIx64 "-%" PRIx64, p->pid, m->start, m->end);
	int mapped = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	free(path);
	if (mapped >= 0) {
		if (fd >= 0)
			close(fd);
		return mapped;
	}
	return fd >= 0 ? fd : open(m->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* The file behind a descriptor, read once. NULL: it has no symbols to read. */
static struct sym_file *file_get(struct sym_cache *c, int fd, const char *path)
{
	struct stat st;
	char key[64];
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return NULL;
	snprintf(key, sizeof(key), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	struct sym_file *file = strmap_get(&c->by_file, key);
	if (file || sym_file_read(fd, path, c->opt.debug_path, &file))
		return file;
	vec_push(NULL, &c->files, file);
	strmap_put(&c->by_file, arena_strdup(c->arena, key), file);
	return file;
}

static struct sym_file *vdso_get(struct sym_cache *c)
{
	if (!c->vdso_tried) {
		c->vdso_tried = true;
		c->vdso = sym_file_of_vdso();
	}
	return c->vdso;
}

static struct sym_file *mapping_file(struct sym_cache *c, struct process *p, struct mapping *m)
{
	if (m->file_tried)
		return m->file;
	m->file_tried = true;
	if (!strcmp(m->path, "[vdso]"))
		m->file = vdso_get(c);
	if (m->path[0] != '/')
		return m->file;
	int fd = open_mapped(p, m);
	if (fd < 0)
		return NULL;
	m->file = file_get(c, fd, m->path);
	close(fd);
	return m->file;
}

/* ---- names ---- */

/* Demangled once, at its first use. */
static const char *pretty_name(struct sym_cache *c, struct sym_entry *e)
{
	if (c->opt.demangle && !e->is_pretty) {
		char *demangled = sym_demangle(e->name);
		if (demangled)
			e->name = arena_strdup(c->arena, demangled);
		free(demangled);
	}
	e->is_pretty = true;
	return e->name;
}

static bool find_in_table(struct sym_cache *c, const struct sym_table *t, uint64_t addr, struct sym_user *ret)
{
	struct sym_entry *e = sym_table_find(t, addr);
	if (!e)
		return false;
	ret->name = pretty_name(c, e);
	ret->offset = addr - e->addr;
	return true;
}

/* Code that a process made itself, in memory without a file. */
static bool find_in_perf_map(struct sym_cache *c, struct process *p, uint64_t addr, struct sym_user *ret)
{
	if (!p->perf_map_tried) {
		p->perf_map_tried = true;
		p->has_perf_map = sym_perf_map_read(p->pid, &p->perf_map);
	}
	return p->has_perf_map && find_in_table(c, &p->perf_map, addr, ret);
}

static bool find_in_mapping(struct sym_cache *c, struct process *p, struct mapping *m, uint64_t addr, struct sym_user *ret)
{
	uint64_t in_file;
	struct sym_file *file = mapping_file(c, p, m);
	*ret = (struct sym_user){ .module = *m->path ? m->path : NULL };
	if (file && sym_file_address(file, addr - m->start + m->offset, &in_file) &&
	    find_in_table(c, sym_file_functions(file), in_file, ret))
		return true;
	if (m->path[0] != '/')
		find_in_perf_map(c, p, addr, ret);
	return ret->name || ret->module;
}

static struct recent *recent_slot(struct process *p, uint64_t addr)
{
	if (!p->recent)
		p->recent = xcalloc(RECENT, sizeof(*p->recent));
	return &p->recent[(addr * 0x9e3779b97f4a7c15ull) >> 32 & (RECENT - 1)];
}

static struct mapping *find_current_mapping(struct sym_cache *c, struct process *p, uint64_t addr)
{
	struct mapping *m = find_mapping(p, addr);
	if (m || now_ns() - p->read_ns < READ_AGAIN_NS)
		return m;
	read_mappings(c, p);
	return find_mapping(p, addr);
}

bool sym_user_find(struct sym_cache *c, uint32_t pid, uint64_t addr, struct sym_user *ret)
{
	struct process *p = process_get(c, pid);
	struct recent *known = recent_slot(p, addr);
	if (addr && known->addr == addr) {
		*ret = known->user;
		return true;
	}
	struct mapping *m = find_current_mapping(c, p, addr);
	if (!m || !find_in_mapping(c, p, m, addr, ret))
		return false;
	*known = (struct recent){ .addr = addr, .user = *ret };
	return true;
}

bool sym_file_find(struct sym_cache *c, const char *path, uint64_t addr, struct sym_user *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	struct sym_file *file = file_get(c, fd, path);
	close(fd);
	*ret = (struct sym_user){ .module = intern_path(c, path) };
	return file && find_in_table(c, sym_file_functions(file), addr, ret);
}

size_t sym_build_id(struct sym_cache *c, uint32_t pid, uint64_t addr, uint8_t ret[20], uint64_t *ret_offset)
{
	const uint8_t *id;
	struct process *p = process_get(c, pid);
	struct mapping *m = find_current_mapping(c, p, addr);
	struct sym_file *file = m ? mapping_file(c, p, m) : NULL;
	size_t len = file ? sym_file_build_id(file, &id) : 0;
	if (len)
		memcpy(ret, id, len);
	*ret_offset = m ? addr - m->start + m->offset : 0;
	return len;
}
