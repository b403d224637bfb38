/* --info: the system, this build, and what the kernel can do. */
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/cli.h"

struct fact {
	const char *name;
	enum feature feature;
};

static const struct fact helpers[] = {
	{ "dpath", FEAT_D_PATH },	  { "get_tai_ns", FEAT_TAI }, { "get_func_ip", FEAT_GET_FUNC_IP },
	{ "lookup_percpu_elem", FEAT_LOOKUP_PERCPU }, { "loop", FEAT_LOOP },  { "for_each_map_elem", FEAT_FOR_EACH },
	{ "get_func_arg", FEAT_GET_FUNC_ARG }, { "snprintf", FEAT_SNPRINTF },
};

static const struct fact probe_types[] = {
	{ "kprobe", FEAT_KPROBE },	     { "kprobe_multi", FEAT_KPROBE_MULTI }, { "uprobe_multi", FEAT_UPROBE_MULTI },
	{ "kprobe_session", FEAT_KPROBE_SESSION }, { "fentry", FEAT_TRACING },	    { "iter", FEAT_TRACING },
};

/* Two entries a line, in cells of 35 columns. */
static void print_cell(size_t *column, const char *text)
{
	printf(*column % 2 ? "%s\n" : "  %-33s", text);
	(*column)++;
}

static void end_cells(size_t column)
{
	if (column % 2)
		putchar('\n');
}

static void print_facts(struct kern_features *f, const char *title, const struct fact *facts, size_t n)
{
	size_t column = 0;
	char cell[64];
	printf("\n%s\n", title);
	for (size_t i = 0; i < n; i++) {
		snprintf(cell, sizeof(cell), "%s: %s", facts[i].name, kern_feature(f, facts[i].feature) ? "yes" : "no");
		print_cell(&column, cell);
	}
	end_cells(column);
}

static void print_kernel_features(struct kern_features *f)
{
	size_t column = 0;
	bool btf = kern_feature(f, FEAT_BTF);
	printf("\nKernel features\n");
	print_cell(&column, "Instruction limit: 1000000");
	print_cell(&column, btf ? "btf: yes" : "btf: no");
	print_cell(&column, btf && kern_version() >= (5 << 16 | 11 << 8) ? "module btf: yes" : "module btf: no");
	print_cell(&column, kern_feature(f, FEAT_RINGBUF) ? "ring buffer: yes" : "ring buffer: no");
	end_cells(column);
}

void cli_print_info(struct kern_features *f)
{
	struct utsname u;
	uname(&u);
	printf("System\n  OS: %s %s %s\n  Arch: %s\n", u.sysname, u.release, u.version, u.machine);
	printf("\nBuild\n  version: v%s\n  libelf: yes\n  libdw: yes\n  llvm: no\n", SONDE_VERSION);
	print_facts(f, "Kernel helpers", helpers, ARRAY_LEN(helpers));
	print_kernel_features(f);
	print_facts(f, "Probe types", probe_types, ARRAY_LEN(probe_types));
}
