/*
 * Paths of control groups: the id is the inode of the group's directory. Each mounted hierarchy is searched for it, siblings
 * before what is below them, because groups that scripts ask for are seldom deep.
 */
#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>

#include "run/resolve.h"

enum { MAX_DEPTH = 64 };

/* Path below the mount point of the directory with the inode, malloc'd; NULL: not there. */
static char *search(const char *dir, size_t root_len, uint64_t inode, unsigned depth)
{
	DIR *d = depth < MAX_DEPTH ? opendir(dir) : NULL;
	char *found = NULL;
	VEC(char *) below = { 0 };
	if (!d)
		return NULL;
	for (struct dirent *e; !found && (e = readdir(d));) {
		if (e->d_type != DT_DIR || !strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		char *path = xasprintf("%s/%s", dir, e->d_name);
		if (e->d_ino == inode)
			found = xstrdup(path + root_len);
		vec_push(NULL, &below, path);
	}
	closedir(d);
	for (size_t i = 0; i < below.len; i++) {
		if (!found)
			found = search(below.data[i], root_len, inode, depth + 1);
		free(below.data[i]);
	}
	vec_free(&below);
	return found;
}

static char *search_mount(const char *point, uint64_t inode)
{
	struct stat st;
	if (!stat(point, &st) && st.st_ino == inode)
		return xstrdup("/");
	return search(point, strlen(point), inode, 0);
}

/* NAME:PATH. The second version's only hierarchy is called "unified" wherever it is mounted, the first's by their folders. */
static char *place(const char *point, const char *type, const char *path)
{
	const char *folder = strrchr(point, '/');
	return xasprintf("%s:%s", !strcmp(type, "cgroup2") ? "unified" : folder ? folder + 1 : point, path);
}

/* `ID PARENT DEVICE ROOT POINT OPTIONS … - TYPE SOURCE …`: the mount point of a control group hierarchy. */
static bool parse_mount(const char *line, char point[256], char type[16])
{
	char source[32];
	const char *rest = strstr(line, " - ");
	return rest && sscanf(line, "%*s %*s %*s %*s %255s", point) == 1 &&
	       sscanf(rest, " - %15s %31s", type, source) == 2 && str_starts(type, "cgroup") &&
	       (!strcmp(source, "cgroup") || !strcmp(source, "cgroup2"));
}

static bool matches(const char *point, const char *filter)
{
	const char *folder = strrchr(point, '/');
	return !*filter || !fnmatch(filter, folder ? folder + 1 : point, 0);
}

/* "unified" before the others, these by name. */
static int compare_places(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int first = str_starts(y, "unified:") - str_starts(x, "unified:");
	return first ? first : strcmp(x, y);
}

/* Joined by commas; hierarchies that are mounted in several places count once. The vector's strings are freed. */
static void join_places(char **places, size_t n, struct strbuf *to)
{
	if (n)
		qsort(places, n, sizeof(*places), compare_places);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(places[i], places[i - 1]))
			strbuf_printf(to, "%s%s", i ? "," : "", places[i]);
	for (size_t i = 0; i < n; i++)
		free(places[i]);
}

void run_cgroup_path(uint64_t id, const char *filter, struct strbuf *to)
{
	char *mounts, *save, point[256], type[16];
	VEC(char *) places = { 0 };
	if (file_read_all("/proc/self/mountinfo", &mounts, NULL))
		return;
	for (char *line = strtok_r(mounts, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *path = parse_mount(line, point, type) && matches(point, filter) ? search_mount(point, id) : NULL;
		if (path)
			vec_push(NULL, &places, place(point, type, path));
		free(path);
	}
	free(mounts);
	join_places(places.data, places.len, to);
	vec_free(&places);
}
