/*
 * Where the target of a uprobe lies: `lib…` as the dynamic loader would find it (a process' own maps, then /etc/ld.so.cache), other
 * names as the shell would (the folder that we are in, then PATH), in the namespace of a process if one is given.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "symbol/symbol.h"

/* ---- /etc/ld.so.cache ---- */

#define CACHE_MAGIC "glibc-ld.so.cache1.1"

struct cache_entry {
	int32_t flags;
	uint32_t key, value; /* offsets of the strings from the head */
	uint32_t os_version;
	uint64_t hwcap;
};
struct cache_head {
	char magic[20];
	uint32_t n, strings_size;
	uint8_t flags, padding[3];
	uint32_t extension, unused[3];
	struct cache_entry entries[];
};

/* Class and machine of an ELF file; false: none. */
static bool read_machine(const char *path, uint8_t ret[3])
{
	uint8_t head[20];
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(head, 1, sizeof(head), f) : 0;
	if (f)
		fclose(f);
	ret[0] = head[4];
	memcpy(ret + 1, head + 18, 2);
	return n == sizeof(head) && !memcmp(head, "\177ELF", 4);
}

/* The cache lists libraries of all word sizes: ours are those that this program could load. */
static bool is_our_kind(const char *path)
{
	uint8_t own[3], other[3];
	return read_machine("/proc/self/exe", own) && read_machine(path, other) && !memcmp(own, other, sizeof(own));
}

/* The string at an offset, if it ends within the file. */
static const char *cache_string(const char *base, size_t size, uint32_t offset)
{
	return offset < size && memchr(base + offset, '\0', size - offset) ? base + offset : NULL;
}

/* `libc`, `libc.so`, `libc.so.6` all stand for the entry libc.so.6; `libc++` does not. */
static bool names_library(const char *soname, const char *name)
{
	size_t len = strlen(name);
	if (strncmp(soname, name, len))
		return false;
	const char *rest = soname + len;
	bool complete = strstr(name, ".so");
	return !*rest || (complete ? *rest == '.' : str_starts(rest, ".so"));
}

static char *find_in_cache_text(const char *text, size_t size, const char *root, const char *name)
{
	/* The old format may stand in front of the new one. */
	const char *base = memmem(text, size, CACHE_MAGIC, sizeof(CACHE_MAGIC) - 1);
	if (!base || (size -= (size_t)(base - text)) < sizeof(struct cache_head))
		return NULL;
	struct cache_head head;
	memcpy(&head, base, sizeof(head));
	size_t n = MIN((size_t)head.n, (size - sizeof(head)) / sizeof(struct cache_entry));
	for (size_t i = 0; i < n; i++) {
		struct cache_entry e;
		memcpy(&e, base + sizeof(head) + i * sizeof(e), sizeof(e));
		const char *key = cache_string(base, size, e.key), *value = cache_string(base, size, e.value);
		if (!key || !value || !names_library(key, name))
			continue;
		char *path = xasprintf("%s%s", root, value);
		if (is_our_kind(path))
			return path;
		free(path);
	}
	return NULL;
}

static char *find_in_cache(const char *root, const char *name)
{
	char *path = xasprintf("%s/etc/ld.so.cache", root), *text;
	size_t size;
	int err = file_read_all(path, &text, &size);
	free(path);
	if (err)
		return NULL;
	char *found = find_in_cache_text(text, size, root, name);
	free(text);
	return found;
}

/* ---- maps of a process ---- */

static char *find_in_maps(int pid, const char *name)
{
	char path[64], *line = NULL, *found = NULL;
	size_t cap = 0;
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "re");
	while (maps && !found && getline(&line, &cap, maps) > 0) {
		line[strcspn(line, "\n")] = '\0';
		char *file = strchr(line, '/'), *base = file ? strrchr(file, '/') + 1 : NULL;
		if (base && names_library(base, name))
			found = xasprintf("/proc/%d/root%s", pid, file);
	}
	free(line);
	if (maps)
		fclose(maps);
	return found;
}

/* ---- PATH ---- */

static bool is_file(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* root + folder + "/" + name, if that is a file. */
static char *try_file(const char *root, const char *folder, size_t folder_len, const char *name)
{
	char *path = xasprintf("%s%.*s%s%s", root, (int)folder_len, folder, folder_len ? "/" : "", name);
	if (is_file(path))
		return path;
	free(path);
	return NULL;
}

static char *find_in_path(const char *root, const char *path, const char *name)
{
	for (const char *at = path; at;) {
		size_t len = strcspn(at, ":");
		char *found = len ? try_file(root, at, len, name) : NULL;
		if (found)
			return found;
		at = at[len] ? at + len + 1 : NULL;
	}
	return NULL;
}

/* Value of PATH in the environment of a process, malloc'd. */
static char *path_of_process(int pid)
{
	char file[64], *environment;
	size_t len;
	snprintf(file, sizeof(file), "/proc/%d/environ", pid);
	if (file_read_all(file, &environment, &len))
		return NULL;
	char *path = NULL;
	for (size_t at = 0; at < len && !path; at += strlen(environment + at) + 1)
		if (str_starts(environment + at, "PATH="))
			path = xstrdup(environment + at + 5);
	free(environment);
	return path;
}

static bool is_foreign_namespace(int pid)
{
	struct stat own, other;
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", pid);
	return !stat("/proc/self/ns/mnt", &own) && !stat(path, &other) && own.st_ino != other.st_ino;
}

static char *resolve(const char *name, const char *root, const char *path)
{
	char *found = str_starts(name, "lib") && !strchr(name, '/') ? find_in_cache(root, name) : NULL;
	if (found || strchr(name, '/'))
		return found ? found : try_file(root, "", 0, name);
	found = *root ? NULL : try_file("", "", 0, name);
	return found ? found : find_in_path(root, path, name);
}

char *sym_resolve_binary(const char *name, int pid)
{
	char root[64] = "";
	if (pid > 0 && str_starts(name, "lib") && !strchr(name, '/')) {
		char *found = find_in_maps(pid, name);
		if (found)
			return found;
	}
	if (pid <= 0 || !is_foreign_namespace(pid))
		return resolve(name, root, getenv("PATH"));
	snprintf(root, sizeof(root), "/proc/%d/root", pid);
	char *path = path_of_process(pid), *found = resolve(name, root, path);
	free(path);
	return found;
}
