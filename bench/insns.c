/*
 * Instructions executed per event: each of the article's programs, compiled by us and by clang from the C of bench/c,
 * run over the same events in the machine of emulator.h. Prints both numbers and their ratio.
 *
 * usage: insns OBJECT-DIR SCRIPT-DIR   (objects NAME.bpf.o; scripts one-liners.bt, tcp_sendmsg.bt, offwake.bt)
 */
#include <bpf/libbpf.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <fcntl.h>

#include "compile/compile.h"
#include "emulator.h"

enum { MAX_PROGRAMS = 8, MAX_MAPS = 32 };

/* A set of programs over a set of maps, from either compiler. */
struct image {
	struct emu_program programs[MAX_PROGRAMS];
	size_t program_count;
	struct emu_map maps[MAX_MAPS];
	size_t map_count;
};

/* ---- scenarios ---- */

/* An event: which program (prefix of its name's section: entry or return), and the registers that it sees. */
struct event {
	const char *program;
	uint64_t di, dx, ax;
};

struct scenario {
	const char *name;    /* of the object, and what is printed */
	const char *script;  /* file */
	unsigned one_liner;  /* 1-based piece of a file of one-liners; 0: the whole file */
	const char *entry, *ret; /* our program names begin so */
	const char *c_entry, *c_ret;
	unsigned args_words; /* context is not pt_regs but words: tracepoints */
};

#define ONE "one-liners.bt"
static const struct scenario scenarios[] = {
	{ "size", ONE, 1, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "retvals", ONE, 2, NULL, "kretprobe", NULL, "tcp_sendmsg_return", 0 },
	{ "threshold", ONE, 3, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "by_process", ONE, 4, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "return", ONE, 5, NULL, "kretprobe", NULL, "tcp_sendmsg_return", 0 },
	{ "stats", ONE, 6, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "stacks", ONE, 7, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "stacks", ONE, 8, "kprobe", NULL, "tcp_sendmsg", NULL, 0 },
	{ "latency", ONE, 9, "kprobe", "kretprobe", "tcp_sendmsg", "tcp_sendmsg_return", 0 },
	{ "timers", ONE, 10, "tracepoint", NULL, "hrtimer_start", NULL, 1 },
	{ "profile", ONE, 11, "profile", NULL, "sample", NULL, 0 },
	{ "tcp_sendmsg", "tcp_sendmsg.bt", 0, "kprobe", "kretprobe", "tcp_sendmsg", "tcp_sendmsg_return", 0 },
	{ "offwake", "offwake.bt", 0, "kprobe_try", "kprobe_finish", "try_to_wake_up", "finish_task_switch", 0 },
};

static const uint64_t sizes[] = { 0, 1, 7, 40, 100, 300, 1000, 1500, 4096, 5000, 9000, 20000, 70000, 1 << 20 };

/* ---- our side ---- */

static bool every_feature(void *ctx, enum feature f)
{
	/* kprobes as kprobes, like the hand-written programs. */
	return f != FEAT_TRACING && f != FEAT_KPROBE_MULTI && f != FEAT_KPROBE_SESSION;
}

static char *script_text(const char *dir, const struct scenario *s)
{
	char *path = xasprintf("%s/%s", dir, s->script), *text = NULL;

	if (file_read_all(path, &text, NULL)) {
		fprintf(stderr, "insns: cannot read %s\n", path);
		exit(1);
	}
	free(path);
	char *piece = text;
	for (unsigned i = 1; i < s->one_liner; i++)
		piece = strstr(piece, "//--") + 5;
	if (s->one_liner && strstr(piece, "//--"))
		*strstr(piece, "//--") = 0;
	return piece;
}

static struct emu_program take_ours(const struct cg_program *p)
{
	struct emu_program e = { .count = p->insn_count, .insns = xmalloc(p->insn_count * sizeof *p->insns) };

	snprintf(e.name, sizeof e.name, "%s", p->name);
	memcpy(e.insns, p->insns, p->insn_count * sizeof *p->insns);
	for (size_t i = 0; i < p->relocs.len; i++) {
		struct bpf_insn *at = &e.insns[p->relocs.data[i].insn];
		if (p->relocs.data[i].kind == CG_RELOC_MAP || p->relocs.data[i].kind == CG_RELOC_MAP_VALUE)
			at->imm = (int32_t)p->relocs.data[i].index;
	}
	return e;
}

static void compile_ours(const char *text, struct image *img)
{
	static struct features all = { .has = every_feature, .version = 0x060c00, .cpus = 2 };
	struct config config;
	struct compile_options opt = { .script_name = "bench", .text = text, .text_len = strlen(text), .features = &all,
				       .config = &config, .sema = { .unsafe = true, .no_warnings = true } };

	config_init(&config);
	struct compiled *c = compile_script(&opt);
	if (c->diags.errors) {
		diag_print_all(&c->diags, false, stderr);
		exit(1);
	}
	for (size_t i = 0; i < c->programs.len; i++)
		img->programs[img->program_count++] = take_ours(c->programs.data[i]);
	for (size_t i = 0; i < c->shared.maps.len; i++) {
		const struct ir_map *m = c->shared.maps.data[i];
		emu_map_init(&img->maps[img->map_count++], m->name, m->bpf_type, m->key_size, m->value_size, m->max_entries);
	}
}

/* ---- clang's side: programs and map references out of the ELF file ---- */

static int map_index(struct image *img, const char *name)
{
	for (size_t i = 0; i < img->map_count; i++)
		if (!strcmp(img->maps[i].name, name))
			return (int)i;
	return -1;
}

static void take_maps(struct bpf_object *obj, struct image *img)
{
	struct bpf_map *m;

	bpf_object__for_each_map(m, obj)
	{
		const char *name = bpf_map__name(m);
		const char *section = strchr(name, '.');
		emu_map_init(&img->maps[img->map_count++], section ? section : name, bpf_map__type(m), bpf_map__key_size(m),
			     bpf_map__value_size(m), bpf_map__max_entries(m));
	}
}

static const char *symbol_name(Elf *elf, Elf_Data *symbols, size_t strtab, GElf_Sym *sym)
{
	if (GELF_ST_TYPE(sym->st_info) != STT_SECTION)
		return elf_strptr(elf, strtab, sym->st_name);
	GElf_Shdr sh;
	size_t names;
	elf_getshdrstrndx(elf, &names);
	gelf_getshdr(elf_getscn(elf, sym->st_shndx), &sh);
	return elf_strptr(elf, names, sh.sh_name);
}

/* Fills the map references of the program in section `index`. */
static void relocate(Elf *elf, size_t index, struct emu_program *p, struct image *img)
{
	Elf_Scn *scn = NULL;
	Elf_Data *symbols = NULL;
	size_t strtab = 0;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(elf, scn)) && gelf_getshdr(scn, &sh))
		if (sh.sh_type == SHT_SYMTAB)
			symbols = elf_getdata(scn, NULL), strtab = sh.sh_link;
	for (scn = NULL; (scn = elf_nextscn(elf, scn));) {
		gelf_getshdr(scn, &sh);
		if (sh.sh_type != SHT_REL || sh.sh_info != index)
			continue;
		Elf_Data *data = elf_getdata(scn, NULL);
		for (size_t i = 0; i < sh.sh_size / sh.sh_entsize; i++) {
			GElf_Rel rel;
			GElf_Sym sym;
			gelf_getrel(data, (int)i, &rel);
			gelf_getsym(symbols, (int)GELF_R_SYM(rel.r_info), &sym);
			struct bpf_insn *insn = &p->insns[rel.r_offset / sizeof *insn];
			const char *name = symbol_name(elf, symbols, strtab, &sym);
			int map = map_index(img, name);
			if (map < 0) { /* a constant in .rodata, by its own name or its section's */
				insn[1].imm = insn->imm + (int32_t)sym.st_value;
				map = map_index(img, ".rodata");
				insn->src_reg = BPF_PSEUDO_MAP_VALUE;
			} else {
				insn->src_reg = name[0] == '.' ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD;
				if (name[0] == '.')
					insn[1].imm = insn->imm;
			}
			insn->imm = map;
		}
	}
}

static size_t section_index(Elf *elf, const char *name)
{
	size_t names;
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	elf_getshdrstrndx(elf, &names);
	while ((scn = elf_nextscn(elf, scn)))
		if (gelf_getshdr(scn, &sh) && !strcmp(elf_strptr(elf, names, sh.sh_name), name))
			return elf_ndxscn(scn);
	return 0;
}

static void read_clang(const char *path, struct image *img)
{
	struct bpf_object *obj = bpf_object__open_file(path, NULL);
	int fd = open(path, O_RDONLY);
	struct bpf_program *prog;

	if (!obj || fd < 0) {
		fprintf(stderr, "insns: cannot read %s\n", path);
		exit(1);
	}
	elf_version(EV_CURRENT);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	take_maps(obj, img);
	bpf_object__for_each_program(prog, obj)
	{
		struct emu_program *p = &img->programs[img->program_count++];
		p->count = bpf_program__insn_cnt(prog);
		p->insns = xmalloc(p->count * sizeof *p->insns);
		memcpy(p->insns, bpf_program__insns(prog), p->count * sizeof *p->insns);
		snprintf(p->name, sizeof p->name, "%s", bpf_program__name(prog));
		relocate(elf, section_index(elf, bpf_program__section_name(prog)), p, img);
	}
	elf_end(elf);
	close(fd);
}

/* ---- the runs ---- */

static const struct emu_program *find(const struct image *img, const char *prefix, bool exact)
{
	for (size_t i = 0; i < img->program_count; i++)
		if (exact ? !strcmp(img->programs[i].name, prefix) : str_starts(img->programs[i].name, prefix))
			return &img->programs[i];
	fprintf(stderr, "insns: no program %s\n", prefix);
	exit(1);
}

/* Memory that kernel pointers point to: every 16-bit word is 2, so that a family is AF_INET and a pid is the same always. */
static void *object_memory(void)
{
	static uint16_t words[8192];

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		words[i] = 2;
	return words;
}

static void fill_context(uint64_t *ctx, const struct scenario *s, uint64_t size)
{
	memset(ctx, 0, 64 * sizeof *ctx);
	if (s->args_words) {
		ctx[1] = 0xffff1000, ctx[2] = 0xffffffff81000000;
		return;
	}
	ctx[112 / 8] = (uintptr_t)object_memory(); /* di */
	ctx[96 / 8] = size;			   /* dx */
	ctx[80 / 8] = size;			   /* ax */
}

/* Instructions per event over all sizes; the first event, which makes map entries, is not counted. */
static double run(struct image *img, const struct emu_program *entry, const struct emu_program *ret,
		  const struct scenario *s)
{
	struct emu_machine m = { .maps = img->maps, .map_count = img->map_count, .now = 1000000, .comm = "bench",
				 .pid_tgid = UINT64_C(0x0002000200020002), .task = (uintptr_t)object_memory() };
	uint64_t ctx[64];
	unsigned events = 0;

	for (size_t i = 0; i <= ARRAY_LEN(sizes); i++) {
		fill_context(ctx, s, sizes[i % ARRAY_LEN(sizes)]);
		if (i == 1)
			m.executed = 0;
		if (entry)
			emu_run(&m, entry, ctx), events += i > 0;
		if (ret)
			emu_run(&m, ret, ctx), events += i > 0;
	}
	return (double)m.executed / events;
}

int main(int argc, char **argv)
{
	double worst = 0;

	if (argc != 3)
		return 2;
	printf("%-24s %10s %10s %8s\n", "instructions per event", "sonde", "clang -O2", "ratio");
	for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
		const struct scenario *s = &scenarios[i];
		static struct image ours, theirs;
		char *path = xasprintf("%s/%s.bpf.o", argv[1], s->name);

		memset(&ours, 0, sizeof ours);
		memset(&theirs, 0, sizeof theirs);
		compile_ours(script_text(argv[2], s), &ours);
		read_clang(path, &theirs);
		double a = run(&ours, s->entry ? find(&ours, s->entry, false) : NULL, s->ret ? find(&ours, s->ret, false) : NULL, s);
		double b = run(&theirs, s->c_entry ? find(&theirs, s->c_entry, true) : NULL,
			       s->c_ret ? find(&theirs, s->c_ret, true) : NULL, s);
		printf("%-24s %10.1f %10.1f %8.2f\n", s->name, a, b, a / b);
		worst = MAX(worst, a / b);
		free(path);
	}
	printf("worst ratio %.2f\n", worst);
	return 0;
}
