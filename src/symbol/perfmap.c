/*
 * Symbols that just-in-time compilers leave in /tmp/perf-PID.map: lines of `START SIZE NAME` in hexadecimal. PID is the number
 * of the process in its own namespace, /tmp the one that it sees. A file that belongs to neither the process' user nor root is
 * somebody else's and not read.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "symbol/internal.h"

enum { MAX_FILE_SIZE = 256 << 20 };

/* The last number behind "NSpid:" in /proc/PID/status; pid itself if there is none. */
static uint32_t inner_pid(uint32_t pid)
{
	char path[64], *text;
	snprintf(path, sizeof(path), "/proc/%u/status", pid);
	if (file_read_all(path, &text, NULL))
		return pid;
	const char *line = strstr(text, "\nNSpid:");
	uint32_t inner = pid;
	unsigned n;
	int used;
	for (const char *at = line ? line + 7 : ""; sscanf(at, "%*[\t]%u%n", &n, &used) == 1; at += used)
		inner = n;
	free(text);
	return inner;
}

static bool is_trusted(int fd, uint32_t pid)
{
	struct stat file, process;
	char path[64];
	if (fstat(fd, &file) || !S_ISREG(file.st_mode) || file.st_size > MAX_FILE_SIZE)
		return false;
	snprintf(path, sizeof(path), "/proc/%u", pid);
	return !file.st_uid || stat(path, &process) || process.st_uid == file.st_uid;
}

static int open_map(uint32_t pid)
{
	char path[128];
	snprintf(path, sizeof(path), "/proc/%u/root/tmp/perf-%u.map", pid, inner_pid(pid));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		snprintf(path, sizeof(path), "/tmp/perf-%u.map", pid);
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	}
	if (fd >= 0 && !is_trusted(fd, pid)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void add_line(struct sym_table *t, char *line)
{
	char *end;
	uint64_t addr = strtoull(line, &end, 16), size = *end == ' ' ? strtoull(end, &end, 16) : 0;
	if (!size || *end != ' ' || !end[1])
		return;
	const char *name = arena_strdup(t->arena, end + 1);
	sym_table_add(t, (struct sym_entry){ .addr = addr, .size = size, .name = name, .is_function = true });
}

/* Code is replaced while the program runs: the last entry of an address counts. */
static void reverse(struct sym_table *t)
{
	for (size_t i = 0; i < t->n / 2; i++) {
		struct sym_entry e = t->entries[i];
		t->entries[i] = t->entries[t->n - 1 - i];
		t->entries[t->n - 1 - i] = e;
	}
	for (size_t i = 0; i < t->n; i++)
		t->entries[i].order = (uint32_t)i;
}

bool sym_perf_map_read(uint32_t pid, struct sym_table *ret)
{
	int fd = open_map(pid);
	FILE *file = fd >= 0 ? fdopen(fd, "re") : NULL;
	char *line = NULL;
	size_t cap = 0;
	if (!file)
		return false;
	*ret = (struct sym_table){ .arena = arena_new() };
	while (getline(&line, &cap, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		add_line(ret, line);
	}
	free(line);
	fclose(file);
	reverse(ret);
	sym_table_sort(ret);
	return true;
}
