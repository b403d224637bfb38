/*
 * syscalls NAME[*COUNT]...: makes exactly these system calls, in this order (beside those of starting and printing).
 *
 *	getppid, getuid	without arguments
 *	openat		of "/no/such/file-N", N counting from 0: returns -2
 *	close		of descriptor 4711: returns -9
 *	read		16 bytes of /dev/zero: returns 16
 *	write		N+1 bytes to /dev/null, N counting from 0: returns N+1
 *	nanosleep	of a millisecond
 *
 *	bycall		"[NAME]: COUNT" in the order of the arguments
 *	path		the path of each openat
 *	written		the sum of all writes
 */
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "progs.h"

static int zero_fd, null_fd;

static void call_getppid(long n)
{
	(void)n;
	syscall(SYS_getppid);
}

static void call_getuid(long n)
{
	(void)n;
	syscall(SYS_getuid);
}

static const char *missing(long n)
{
	static char path[40];

	snprintf(path, sizeof(path), "/no/such/file-%ld", n);
	return path;
}

static void call_openat(long n)
{
	syscall(SYS_openat, AT_FDCWD, missing(n), O_RDONLY, 0);
}

static void call_close(long n)
{
	(void)n;
	syscall(SYS_close, 4711);
}

static void call_read(long n)
{
	char buf[16];

	(void)n;
	syscall(SYS_read, zero_fd, buf, sizeof(buf));
}

static void call_write(long n)
{
	static char data[1 << 16];

	syscall(SYS_write, null_fd, data, n + 1);
}

static void call_nanosleep(long n)
{
	struct timespec ms = { .tv_nsec = 1000000 };

	(void)n;
	syscall(SYS_nanosleep, &ms, NULL);
}

static const struct known {
	const char *name;
	void (*call)(long n);
} known[] = {
	{ "getppid", call_getppid }, { "getuid", call_getuid },	  { "openat", call_openat },
	{ "close", call_close },     { "read", call_read },	  { "write", call_write },
	{ "nanosleep", call_nanosleep },
};

static const struct known *find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == len && !strncmp(known[i].name, name, len))
			return &known[i];
	fprintf(stderr, "syscalls: unknown: %s\n", name);
	exit(2);
}

static long count_of(const char *arg)
{
	return arg[strcspn(arg, "*")] ? atol(arg + strcspn(arg, "*") + 1) : 1;
}

static void report(const char *arg)
{
	int len = (int)strcspn(arg, "*");
	long count = count_of(arg);

	printf("bycall: [%.*s]: %ld\n", len, arg, count);
	if (find(arg, (size_t)len)->call == call_openat)
		for (long n = 0; n < count; n++)
			printf("path: %s\n", missing(n));
	if (find(arg, (size_t)len)->call == call_write)
		printf("written: %ld\n", count * (count + 1) / 2);
}

int main(int argc, char **argv)
{
	zero_fd = open("/dev/zero", O_RDONLY);
	null_fd = open("/dev/null", O_WRONLY);
	for (int i = 1; i < argc; i++) {
		const struct known *k = find(argv[i], strcspn(argv[i], "*"));

		for (long n = 0; n < count_of(argv[i]); n++)
			k->call(n);
	}
	printf("pid: %d\n", getpid());
	for (int i = 1; i < argc; i++)
		report(argv[i]);
	return 0;
}
