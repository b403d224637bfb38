/* Checks and preparations before anything else: capabilities, lockdown, resource limits, tracefs (cli.md 1.3). */
#include <errno.h>
#include <linux/capability.h>
#include <linux/version.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/internal.h"

#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

static int read_capabilities(uint64_t *ret)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	if (syscall(SYS_capget, &head, data))
		return -errno;
	*ret = data[0].effective | (uint64_t)data[1].effective << 32;
	return 0;
}

static const struct {
	unsigned cap;
	const char *name;
	bool instead_of_admin; /* not needed with CAP_SYS_ADMIN */
} needed[] = {
	{ CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", false },
	{ CAP_DAC_OVERRIDE, "CAP_DAC_OVERRIDE", false },
	{ CAP_BPF, "CAP_BPF", true },
	{ CAP_PERFMON, "CAP_PERFMON", true },
};

static bool has_cap(uint64_t caps, unsigned cap)
{
	return caps >> cap & 1;
}

/* The name of the first capability that is missing, NULL if none is. */
static const char *missing_capability(uint64_t caps)
{
	for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
		bool spared = needed[i].instead_of_admin ? has_cap(caps, CAP_SYS_ADMIN) : !geteuid();
		if (!spared && !has_cap(caps, needed[i].cap))
			return needed[i].name;
	}
	return NULL;
}

static bool is_locked_down(void)
{
	char *text;
	if (file_read_all("/sys/kernel/security/lockdown", &text, NULL))
		return false;
	bool locked = strstr(text, "[confidentiality]") != NULL;
	free(text);
	return locked;
}

int kern_check_privileges(char **ret_error)
{
	uint64_t caps = 0;
	int err = read_capabilities(&caps);
	if (err) {
		*ret_error = xasprintf("Failed to query process capabilities: %s", strerror(-err));
		return -1;
	}
	const char *missing = missing_capability(caps);
	if (missing) {
		*ret_error = xasprintf("Missing %s capability, please run sonde as the root user.", missing);
		return -1;
	}
	if (is_locked_down()) {
		*ret_error = xstrdup("Kernel lockdown is enabled and set to 'confidentiality'. Lockdown mode blocks\n"
				     "parts of BPF which makes it impossible for sonde to function. Please see\n"
				     "kernel_lockdown(7) and /sys/kernel/security/lockdown for how to leave\n"
				     "this mode.");
		return -1;
	}
	return 0;
}

/* 0, also when the limit is high enough already; else -errno. */
static int raise_limit(int resource, rlim_t wanted)
{
	struct rlimit limit;
	if (getrlimit(resource, &limit))
		return -errno;
	if (limit.rlim_cur != RLIM_INFINITY && (wanted == RLIM_INFINITY || limit.rlim_cur < wanted)) {
		limit.rlim_cur = wanted;
		if (limit.rlim_max != RLIM_INFINITY && (wanted == RLIM_INFINITY || limit.rlim_max < wanted))
			limit.rlim_max = wanted;
		if (setrlimit(resource, &limit))
			return -errno;
	}
	return 0;
}

int kern_unlock_memory(void)
{
	return raise_limit(RLIMIT_MEMLOCK, RLIM_INFINITY);
}

int kern_raise_limits(size_t files, char **ret_warning)
{
	int err = kern_unlock_memory();
	/* Since Linux 5.11 the memory of maps and programs does not count as locked. */
	if (err && kern_version() < KERNEL_VERSION(5, 11, 0)) {
		*ret_warning = xasprintf("%s: couldn't set RLIMIT_MEMLOCK for sonde. If your program is not loading, "
					 "you can try \"ulimit -l 8192\" to fix the problem",
					 strerror(-err));
		return err;
	}
	err = raise_limit(RLIMIT_NOFILE, files);
	if (err)
		*ret_warning = xasprintf("%s: couldn't set RLIMIT_NOFILE for sonde. If your program is not loading, "
					 "you can try \"ulimit -n %zu\" to fix the problem",
					 strerror(-err), files);
	return err;
}

int kern_mount_tracefs(void)
{
	if (tracefs_root())
		return 0;
	return mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL) ? -errno : 0;
}
