/*
 * Separate files with the symbols of stripped ones. They are found by build id below the absolute folders of the debug path, or
 * by the name in .gnu_debuglink, in which case their checksum must agree.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

#include "symbol/internal.h"

#define DEFAULT_PATH ":.debug:/usr/lib/debug"

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

/* Calls fn with each element of the path until it gives a descriptor. */
static int each_folder(const char *debug_path, int (*fn)(const char *folder, void *ctx), void *ctx)
{
	const char *at = debug_path ? debug_path : DEFAULT_PATH;
	int fd = -ENOENT;
	for (;;) {
		size_t len = strcspn(at, ":");
		char *folder = xasprintf("%.*s", (int)len, at);
		fd = fn(folder, ctx);
		free(folder);
		if (fd >= 0 || !at[len])
			return fd;
		at += len + 1;
	}
}

struct by_id {
	char hex[2 * 20 + 1];
};

static int open_by_id(const char *folder, void *ctx)
{
	const struct by_id *id = ctx;
	if (folder[0] != '/')
		return -ENOENT;
	char *path = xasprintf("%s/.build-id/%.2s/%s.debug", folder, id->hex, id->hex + 2);
	int fd = open_file(path);
	free(path);
	return fd;
}

struct by_link {
	const char *folder, *link; /* of the stripped file */
	uint32_t crc;
};

/* Whether the whole file has the checksum. */
static bool has_checksum(int fd, uint32_t crc)
{
	enum { CHUNK = 1 << 16 };
	uint8_t *chunk = xmalloc(CHUNK);
	unsigned long sum = crc32(0, NULL, 0);
	ssize_t n;
	while ((n = read(fd, chunk, CHUNK)) > 0)
		sum = crc32(sum, chunk, (unsigned)n);
	free(chunk);
	return !n && (uint32_t)sum == crc && !lseek(fd, 0, SEEK_SET);
}

static int open_by_link(const char *folder, void *ctx)
{
	const struct by_link *b = ctx;
	char *path;
	if (folder[0] == '/')
		path = xasprintf("%s%s/%s", folder, b->folder, b->link);
	else
		path = xasprintf("%s/%s%s%s", b->folder, folder, *folder ? "/" : "", b->link);
	int fd = open_file(path);
	free(path);
	if (fd >= 0 && !has_checksum(fd, b->crc)) {
		close(fd);
		return -ENOENT;
	}
	return fd;
}

int sym_debug_file_open(const char *path, const char *debug_path, const uint8_t *build_id, size_t build_id_len,
			const char *link, uint32_t link_crc)
{
	struct by_id id;
	int fd = -ENOENT;
	for (size_t i = 0; i < build_id_len && i < 20; i++)
		snprintf(id.hex + 2 * i, 3, "%02x", build_id[i]);
	if (build_id_len > 2)
		fd = each_folder(debug_path, open_by_id, &id);
	const char *slash = strrchr(path, '/');
	if (fd >= 0 || !link || !slash)
		return fd;
	char *folder = xasprintf("%.*s", (int)(slash - path), path);
	struct by_link b = { folder, link, link_crc };
	fd = each_folder(debug_path, open_by_link, &b);
	free(folder);
	return fd;
}
