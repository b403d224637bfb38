/*
 * Prints the rows of the registries, a line each: kind, name, other spellings. scripts/lint wants a case for every line,
 * so it must come from the tables themselves.
 */
#include <stdio.h>

#include "cli/cli.h"
#include "lang/expand.h"

static void print_messages(void)
{
	for (int i = 0; i < DIAG_ID_COUNT; i++)
		printf("message %s\n", diag_id_name((enum diag_id)i));
}

static void print_builtins(void)
{
	for (size_t i = 0; builtin_families[i]; i++)
		for (size_t k = 0; builtin_families[i][k]; k++)
			printf("builtin %s\n", builtin_families[i][k]->name);
}

/* Macros of the library; names that begin with __ are its own affair. */
static void print_library(void)
{
	for (const char *at = library_text; (at = strstr(at, "\nmacro ")); at++) {
		const char *name = at + strlen("\nmacro ");
		if (strncmp(name, "__", 2))
			printf("builtin %.*s\n", (int)strcspn(name, "("), name);
	}
}

static void print_aggregations(void)
{
	for (size_t i = 0; aggregates[i]; i++)
		printf("aggregation %s\n", aggregates[i]->name);
}

static void print_probes(void)
{
	for (size_t i = 0; probe_kinds[i]; i++) {
		printf("probe %s", probe_kinds[i]->name);
		for (const char *const *a = probe_kinds[i]->aliases; a && *a; a++)
			printf(" %s", *a);
		putchar('\n');
	}
}

static void print_setting(void *ctx, const char *key, const char *def, const char *allowed)
{
	printf("setting %s\n", key);
}

/* "-p, --pid PID" */
static void print_option(void *ctx, const char *spelling, const char *help)
{
	printf("option");
	for (const char *at = spelling; *at == '-'; at += strspn(at, ", ")) {
		size_t n = strcspn(at, ", ");
		printf(" %.*s", (int)n, at);
		at += n;
	}
	putchar('\n');
}

int main(void)
{
	print_messages();
	print_builtins();
	print_library();
	print_aggregations();
	print_probes();
	config_list(print_setting, NULL);
	cli_each_option(print_option, NULL);
	return 0;
}
