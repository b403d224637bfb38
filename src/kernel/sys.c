/* The one wrapper over bpf(2), and what is asked of the machine as a whole: kernel version and CPUs. */
#include <errno.h>
#include <linux/version.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "kernel/kernel.h"

long kern_bpf(int cmd, void *attr, size_t size)
{
	long r = syscall(__NR_bpf, cmd, attr, size);
	return r < 0 ? -errno : r;
}

/* Debian writes the upstream version behind "Debian" in `version`; `release` may lack the third number's meaning. */
uint32_t kern_version(void)
{
	struct utsname u;
	unsigned a = 0, b = 0, c = 0;
	if (uname(&u))
		return 0;
	const char *debian = strstr(u.version, "Debian ");
	if (!debian || sscanf(debian, "Debian %u.%u.%u", &a, &b, &c) != 3)
		sscanf(u.release, "%u.%u.%u", &a, &b, &c);
	return KERNEL_VERSION(a, b, MIN(c, 255u));
}

/* "0-3,5" as the kernel lists CPUs: appends each number to *ret. Number of CPUs. */
static int parse_cpu_list(const char *text, int **ret)
{
	VEC(int) cpus = { 0 };
	unsigned first, last;
	int used;
	while (sscanf(text, "%u%n", &first, &used) == 1) {
		text += used;
		last = first;
		if (*text == '-' && sscanf(text + 1, "%u%n", &last, &used) == 1)
			text += used + 1;
		for (unsigned cpu = first; cpu <= last && last - first < 65536; cpu++)
			vec_push(NULL, &cpus, (int)cpu);
		if (*text++ != ',')
			break;
	}
	*ret = cpus.data;
	return (int)cpus.len;
}

static int read_cpu_list(const char *path, int **ret)
{
	char *text;
	int err = file_read_all(path, &text, NULL);
	if (err)
		return err;
	int n = parse_cpu_list(text, ret);
	free(text);
	if (n)
		return n;
	free(*ret);
	return -EINVAL;
}

unsigned kern_possible_cpus(void)
{
	int n = libbpf_num_possible_cpus(); /* read once, then known */
	long configured = n > 0 ? n : sysconf(_SC_NPROCESSORS_CONF);
	return configured > 0 ? (unsigned)configured : 1;
}

int kern_online_cpus(int **ret)
{
	return read_cpu_list("/sys/devices/system/cpu/online", ret);
}
