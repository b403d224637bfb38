/* Questions to the running kernel: version, CPUs, features. */
#include <linux/version.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "unit.h"

TEST(kernel_version_and_cpus)
{
	CHECK(kern_version() >= KERNEL_VERSION(5, 4, 0));
	int *cpus;
	int n = kern_online_cpus(&cpus);
	CHECK(n >= 1);
	CHECK((unsigned)n <= kern_possible_cpus());
	CHECK_INT(n, sysconf(_SC_NPROCESSORS_ONLN));
	free(cpus);
}

TEST(kernel_features_agree_with_the_version)
{
	SKIP_UNLESS(!geteuid());
	static const struct {
		enum feature feature;
		uint32_t version;
	} known[] = {
		{ FEAT_RINGBUF, KERNEL_VERSION(5, 8, 0) },	  { FEAT_BATCH, KERNEL_VERSION(5, 6, 0) },
		{ FEAT_ATOMICS, KERNEL_VERSION(5, 12, 0) },	  { FEAT_FOR_EACH, KERNEL_VERSION(5, 13, 0) },
		{ FEAT_SNPRINTF, KERNEL_VERSION(5, 13, 0) },	  { FEAT_PERF_LINK, KERNEL_VERSION(5, 15, 0) },
		{ FEAT_LOOP, KERNEL_VERSION(5, 17, 0) },	  { FEAT_GET_FUNC_ARG, KERNEL_VERSION(5, 17, 0) },
		{ FEAT_LOOKUP_PERCPU, KERNEL_VERSION(5, 19, 0) }, { FEAT_TAI, KERNEL_VERSION(6, 1, 0) },
		{ FEAT_MEM_ALLOC, KERNEL_VERSION(6, 1, 0) },
	};
	struct kern_features *f = kern_features_new();
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		CHECK_INT(kern_feature(f, known[i].feature), kern_version() >= known[i].version);
	kern_features_free(f);
}

TEST(kernel_features_are_all_answered_and_can_be_disabled)
{
	struct kern_features *f = kern_features_new();
	struct features view;
	kern_features_hook(f, &view);
	for (int i = 0; i < FEAT_COUNT; i++)
		CHECK_INT(feature(&view, i), kern_feature(f, i));
	kern_feature_disable(f, FEAT_RINGBUF);
	CHECK(!feature(&view, FEAT_RINGBUF));
	CHECK_INT(view.version, kern_version());
	kern_features_free(f);
}

TEST(kernel_privileges_of_root_suffice)
{
	SKIP_UNLESS(!geteuid());
	char *error = NULL;
	CHECK_INT(kern_check_privileges(&error), 0);
	CHECK(!error);
	CHECK_INT(kern_raise_limits(100, &error), 0);
}
