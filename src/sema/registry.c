/* Look-up in the tables of the three registries, and the names of kernel features. */
#include <strings.h>

#include "sema/sema.h"

static const struct {
	const char *name, *kernel;
} features[FEAT_COUNT] = {
#define FEATURE(name, kernel, meaning) { #name, kernel },
#include "sema/features.h"
#undef FEATURE
};

const char *feature_name(enum feature f)
{
	return features[f].name;
}

const char *feature_kernel(enum feature f)
{
	return features[f].kernel;
}

static bool has_alias(const struct probe_kind *k, const char *provider)
{
	for (const char *const *a = k->aliases; a && *a; a++)
		if (!strcmp(*a, provider))
			return true;
	return false;
}

const struct probe_kind *probe_kind_find(const char *provider)
{
	for (size_t i = 0; probe_kinds[i]; i++)
		if (!strcasecmp(probe_kinds[i]->name, provider) || has_alias(probe_kinds[i], provider))
			return probe_kinds[i];
	return NULL;
}

const struct probe_kind *probe_kind_by_bit(uint32_t bit)
{
	for (size_t i = 0; probe_kinds[i]; i++)
		if (probe_kinds[i]->bit == bit)
			return probe_kinds[i];
	return NULL;
}

const struct aggregate *aggregate_find(const char *name)
{
	for (size_t i = 0; aggregates[i]; i++)
		if (!strcmp(aggregates[i]->name, name))
			return aggregates[i];
	return NULL;
}

const struct builtin *builtin_find(const char *name)
{
	for (size_t i = 0; builtin_families[i]; i++)
		for (size_t j = 0; builtin_families[i][j]; j++)
			if (!strcmp(builtin_families[i][j]->name, name))
				return builtin_families[i][j];
	return NULL;
}
