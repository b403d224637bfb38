/*
 * Programs and maps for the machine of emulator.h, from either compiler: out of our library, and out of an object file
 * that clang made.
 */
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "compile/compile.h"
#include "image.h"

/* ---- our side ---- */

static bool every_feature(void *ctx, enum feature f)
{
	/* kprobes as kprobes, like the hand-written programs; nothing that is called by its BTF id. */
	static const enum feature without[] = { FEAT_TRACING, FEAT_KPROBE_SESSION, FEAT_STRNSTR,
						FEAT_TASK_FROM_PID, FEAT_SUM_ELEM_COUNT };

	for (size_t i = 0; i < ARRAY_LEN(without); i++)
		if (f == without[i])
			return false;
	return true;
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

void image_compile(struct image *img, const char *text)
{
	static struct features all = { .has = every_feature, .version = 0x060c00, .cpus = 2 };
	struct config config;
	struct compile_options opt = { .script_name = "bench", .text = text, .text_len = strlen(text), .features = &all,
				       .config = &config, .sema = { .unsafe = true, .no_warnings = true } };

	config_init(&config);
	struct compiled *c = compile_script(&opt); /* its instructions and names stay: not freed */
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

static Elf_Data *symbols_of(Elf *elf, size_t *ret_strtab)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(elf, scn)) && gelf_getshdr(scn, &sh))
		if (sh.sh_type == SHT_SYMTAB) {
			*ret_strtab = sh.sh_link;
			return elf_getdata(scn, NULL);
		}
	return NULL;
}

/* A callback: the whole of .text is appended to the program, and the reference made relative. */
static void refer_to_text(Elf *elf, const GElf_Sym *sym, struct emu_program *p, size_t at)
{
	Elf_Data *text = elf_getdata(elf_getscn(elf, sym->st_shndx), NULL);
	size_t n = text->d_size / sizeof *p->insns;
	size_t target = p->count + (sym->st_value + (size_t)p->insns[at].imm) / sizeof *p->insns;

	p->insns = xrealloc(p->insns, (p->count + n) * sizeof *p->insns);
	memcpy(p->insns + p->count, text->d_buf, text->d_size);
	p->insns[at].src_reg = BPF_PSEUDO_FUNC;
	p->insns[at].imm = (int32_t)(target - at - 1);
	p->text_at = p->count;
	p->count += n;
}

/* Fills one reference to a map or to a constant: maps by name, constants in .rodata, by their own name or the section's. */
static void refer_to_map(const char *name, const GElf_Sym *sym, struct bpf_insn *insn, struct image *img)
{
	int map = map_index(img, name);
	bool value = map < 0 || name[0] == '.';

	if (map < 0)
		map = map_index(img, ".rodata");
	if (value)
		insn[1].imm = insn->imm + (int32_t)sym->st_value;
	insn->src_reg = value ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD;
	insn->imm = map;
}

/* Applies the relocations of the section `index`, whose code begins at instruction `base` of the program. */
static void relocate(Elf *elf, size_t index, size_t base, struct emu_program *p, struct image *img)
{
	Elf_Scn *scn = NULL;
	size_t strtab = 0;
	Elf_Data *symbols = symbols_of(elf, &strtab);
	GElf_Shdr sh;

	while ((scn = elf_nextscn(elf, scn))) {
		gelf_getshdr(scn, &sh);
		if (sh.sh_type != SHT_REL || sh.sh_info != index)
			continue;
		Elf_Data *data = elf_getdata(scn, NULL);
		for (size_t i = 0; i < sh.sh_size / sh.sh_entsize; i++) {
			GElf_Rel rel;
			GElf_Sym sym;
			gelf_getrel(data, (int)i, &rel);
			gelf_getsym(symbols, (int)GELF_R_SYM(rel.r_info), &sym);
			const char *name = symbol_name(elf, symbols, strtab, &sym);
			size_t at = base + rel.r_offset / sizeof *p->insns;
			if (!strcmp(name, ".text") || GELF_ST_TYPE(sym.st_info) == STT_FUNC)
				refer_to_text(elf, &sym, p, at);
			else
				refer_to_map(name, &sym, &p->insns[at], img);
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

void image_read(struct image *img, const char *path)
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
		relocate(elf, section_index(elf, bpf_program__section_name(prog)), 0, p, img);
		if (p->text_at)
			relocate(elf, section_index(elf, ".text"), p->text_at, p, img);
	}
	elf_end(elf);
	close(fd);
}
