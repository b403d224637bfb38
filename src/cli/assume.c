/*
 * A kernel that is only assumed: SONDE_FEATURES=6.12 with --mode codegen makes the compiler believe in a kernel of that
 * release with all that it brought, so that what it makes depends on no machine and needs no privileges. For tests and
 * for looking at the code that another kernel would get.
 */
#include <linux/version.h>

#include "cli/cli.h"

enum { ASSUMED_CPUS = 4 };

static bool parse_release(const char *text, uint32_t *ret)
{
	unsigned major, minor;
	int end = 0;
	if (sscanf(text, "%u.%u%n", &major, &minor, &end) != 2 || text[end] || major > 255 || minor > 255)
		return false;
	*ret = KERNEL_VERSION(major, minor, 0);
	return true;
}

static bool has_by_then(void *ctx, enum feature which)
{
	uint32_t first = 0, assumed = *(const uint32_t *)ctx;
	return parse_release(feature_kernel(which), &first) && first <= assumed;
}

int cli_assume_kernel(const char *release, struct features *ret)
{
	ret->ctx = &ret->version;
	ret->has = has_by_then;
	ret->cpus = ASSUMED_CPUS;
	if (parse_release(release, &ret->version))
		return CLI_GO_ON;
	cli_error("SONDE_FEATURES: expecting a kernel release such as 6.12, got %s", release);
	return CLI_FAILED;
}
