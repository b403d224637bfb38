/*
 * Task storage maps from user space: an entry is addressed by a descriptor of its thread, and nothing lists them. So all
 * threads of the machine are tried. Before Linux 6.9 descriptors exist for thread group leaders only; entries of other
 * threads cannot be seen there (lowering takes task storage only where that does not matter).
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/internal.h"
#include "kernel/map.h"

enum { PIDFD_FOR_THREAD = 0200 }; /* O_EXCL; Linux 6.9 */

static int open_thread(uint32_t tid)
{
	int fd = (int)syscall(SYS_pidfd_open, tid, PIDFD_FOR_THREAD);
	return fd >= 0 || errno != EINVAL ? fd : (int)syscall(SYS_pidfd_open, tid, 0);
}

/* A number as the whole name of a directory entry; 0: no number. */
static uint32_t number_of(const char *name)
{
	char *end;
	unsigned long n = strtoul(name, &end, 10);
	return *end ? 0 : (uint32_t)n;
}

struct thread_vec VEC_BODY(uint32_t);

static void add_threads(uint32_t pid, struct thread_vec *to)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%u/task", pid);
	DIR *d = opendir(path);
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));)
		if (number_of(e->d_name))
			vec_push(NULL, to, number_of(e->d_name));
	closedir(d);
}

static struct thread_vec all_threads(void)
{
	struct thread_vec threads = { 0 };
	DIR *d = opendir("/proc");
	if (!d)
		return threads;
	for (struct dirent *e; (e = readdir(d));)
		if (number_of(e->d_name))
			add_threads(number_of(e->d_name), &threads);
	closedir(d);
	return threads;
}

/* Calls fn with a descriptor of each thread; stops at its first error. */
static int each_thread(int (*fn)(void *ctx, uint32_t tid, int thread_fd), void *ctx)
{
	struct thread_vec threads = all_threads();
	int err = 0;
	for (size_t i = 0; !err && i < threads.len; i++) {
		int fd = open_thread(threads.data[i]);
		if (fd < 0)
			continue;
		err = fn(ctx, threads.data[i], fd);
		close(fd);
	}
	vec_free(&threads);
	return err;
}

struct walk {
	const struct kern_map *map;
	struct kern_dump *dump;
	size_t cap;
};

static int read_thread(void *ctx, uint32_t tid, int thread_fd)
{
	struct walk *w = ctx;
	struct kern_dump *d = w->dump;
	kern_dump_reserve(d, 1, &w->cap);
	if (kern_map_lookup(w->map->fd, &thread_fd, d->values + d->n * d->value_stride))
		return 0;
	uint64_t key = tid;
	memcpy(d->keys + d->n * d->key_size, &key, MIN(d->key_size, (uint32_t)sizeof(key)));
	d->n++;
	return 0;
}

int kern_task_storage_dump(const struct kern_map *m, struct kern_dump *d)
{
	struct walk w = { .map = m, .dump = d };
	return each_thread(read_thread, &w);
}

static int clear_thread(void *ctx, uint32_t tid, int thread_fd)
{
	struct walk *w = ctx;
	union bpf_attr attr = { .map_fd = (uint32_t)w->map->fd, .key = kern_ptr(&thread_fd) };
	kern_bpf(BPF_MAP_DELETE_ELEM, &attr, sizeof(attr));
	return 0;
}

int kern_task_storage_clear(const struct kern_map *m)
{
	struct walk w = { .map = m };
	return each_thread(clear_thread, &w);
}

static int zero_thread(void *ctx, uint32_t tid, int thread_fd)
{
	struct walk *w = ctx;
	void *value = xcalloc(1, w->map->value_size);
	int err = kern_map_update(w->map->fd, &thread_fd, value, BPF_EXIST);
	free(value);
	return err == -ENOENT || err == -ESRCH ? 0 : err;
}

int kern_task_storage_zero(const struct kern_map *m)
{
	struct walk w = { .map = m };
	return each_thread(zero_thread, &w);
}
