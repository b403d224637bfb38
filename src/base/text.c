/* Small helpers on text and files. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"

bool str_starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && !memcmp(s + n - m, suffix, m);
}

/* On a mismatch, go back to the last `*` and let it take one character more: linear space, no recursion. */
bool wildcard_match(const char *pattern, const char *text)
{
	const char *star = NULL, *taken = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			taken = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++taken;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* Room for what fstat says and one byte to see the end by; files of /proc do not tell their size. */
static size_t likely_size(int fd)
{
	struct stat st;
	return !fstat(fd, &st) && st.st_size > 0 ? (size_t)st.st_size + 2 : 4096;
}

static int read_to_end(int fd, char **ret, size_t *ret_len)
{
	size_t len = 0, cap = likely_size(fd);
	char *data = xmalloc(cap);
	for (;;) {
		if (cap - len < 2)
			data = xrealloc(data, cap *= 2);
		ssize_t n = read(fd, data + len, cap - len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int err = -errno;
			free(data);
			return err;
		}
		if (!n)
			break;
		len += (size_t)n;
	}
	data[len] = '\0';
	*ret = data;
	if (ret_len)
		*ret_len = len;
	return 0;
}

int file_read_all(const char *path, char **ret, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = read_to_end(fd, ret, ret_len);
	close(fd);
	return err;
}
