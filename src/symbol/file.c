/*
 * An ELF file and its symbols: .symtab and .dynsym of the file itself, and .symtab of its separate debug file if it is stripped.
 * Files come from traced processes, so nothing in them is believed: offsets are checked, and sections are read and not
 * mapped, because who owns a file can truncate it at any time.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "symbol/internal.h"

enum { BUILD_ID_MAX = 20 };

struct segment {
	uint64_t offset, vaddr, size;
};

struct sym_file {
	Elf *elf, *debug_elf; /* own the names */
	char *path, *debug_path;
	VEC(struct segment) segments;
	bool tables_read, functions_made;
	struct sym_table symbols, functions;
	uint8_t build_id[BUILD_ID_MAX];
	size_t build_id_len;
	char *debug_link;
	uint32_t debug_link_crc;
};

/* ---- symbols ---- */

/* Which of several names of an address people know: read rather than __read, global rather than weak or local. */
static uint8_t rank_of(const GElf_Sym *sym, const char *name)
{
	unsigned underscores = (unsigned)MIN(strspn(name, "_"), (size_t)3);
	unsigned binding = GELF_ST_BIND(sym->st_info);
	return (uint8_t)(((3 - underscores) << 4) | (sym->st_size > 0) << 2 |
			 (binding == STB_GLOBAL ? 2 : binding == STB_WEAK ? 1 : 0));
}

static bool is_function(const GElf_Sym *sym)
{
	unsigned type = GELF_ST_TYPE(sym->st_info);
	return type == STT_FUNC || type == STT_GNU_IFUNC;
}

/* 0: no such section. */
static uint64_t section_end(Elf *elf, size_t index)
{
	GElf_Shdr head;
	Elf_Scn *scn = elf_getscn(elf, index);
	return scn && gelf_getshdr(scn, &head) ? head.sh_addr + head.sh_size : 0;
}

/* Symbols with an address in the file and a name within the string table; versions (name@VERSION) are cut off. */
static void add_symbol(struct sym_table *t, Elf *elf, const GElf_Sym *sym, char *names, size_t names_size)
{
	unsigned type = GELF_ST_TYPE(sym->st_info);
	if (sym->st_shndx == SHN_UNDEF || !sym->st_value || sym->st_name >= names_size)
		return;
	if (!is_function(sym) && type != STT_OBJECT)
		return;
	char *name = names + sym->st_name, *version = strchr(name, '@');
	if (!*name || *name == '$')
		return;
	if (version && version != name)
		*version = '\0';
	sym_table_add(t, (struct sym_entry){ .addr = sym->st_value, .size = sym->st_size,
					     .end = sym->st_size ? 0 : section_end(elf, sym->st_shndx), .name = name,
					     .rank = rank_of(sym, name), .is_function = is_function(sym) });
}

static void read_symbol_section(Elf *elf, Elf_Scn *scn, const GElf_Shdr *head, struct sym_table *t)
{
	Elf_Data *symbols = elf_getdata(scn, NULL);
	Elf_Scn *strings = elf_getscn(elf, head->sh_link);
	Elf_Data *names = strings ? elf_getdata(strings, NULL) : NULL;
	/* One NUL at the end ends every name. */
	if (!symbols || !names || !names->d_buf || !names->d_size || ((char *)names->d_buf)[names->d_size - 1])
		return;
	size_t n = head->sh_entsize ? symbols->d_size / head->sh_entsize : 0;
	for (size_t i = 0; i < n; i++) {
		GElf_Sym sym;
		if (gelf_getsym(symbols, (int)i, &sym))
			add_symbol(t, elf, &sym, names->d_buf, names->d_size);
	}
}

/* Sections of the type; whether there was one. */
static bool read_symbols(Elf *elf, uint32_t type, struct sym_table *t)
{
	bool found = false;
	for (Elf_Scn *scn = NULL; elf && (scn = elf_nextscn(elf, scn));) {
		GElf_Shdr head;
		if (!gelf_getshdr(scn, &head) || head.sh_type != type)
			continue;
		read_symbol_section(elf, scn, &head, t);
		found = true;
	}
	return found;
}

/* ---- the file ---- */

static void read_segments(struct sym_file *f)
{
	size_t n;
	if (elf_getphdrnum(f->elf, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr p;
		if (gelf_getphdr(f->elf, (int)i, &p) && p.p_type == PT_LOAD)
			vec_push(NULL, &f->segments, ((struct segment){ p.p_offset, p.p_vaddr, p.p_filesz }));
	}
}

/* A note section may hold several notes. */
static void read_notes(struct sym_file *f, Elf_Data *data)
{
	GElf_Nhdr note;
	size_t at = 0, name, desc;
	while (data && at < data->d_size && (at = gelf_getnote(data, at, &note, &name, &desc)) > 0) {
		if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 || memcmp((char *)data->d_buf + name, "GNU", 4))
			continue;
		f->build_id_len = MIN(note.n_descsz, (uint32_t)BUILD_ID_MAX);
		memcpy(f->build_id, (char *)data->d_buf + desc, f->build_id_len);
		return;
	}
}

/* "name\0", padded to 4 bytes, then the checksum of that file. */
static void read_debug_link(struct sym_file *f, const Elf_Data *data)
{
	if (!data || !data->d_buf || data->d_size < 8)
		return;
	const char *name = data->d_buf;
	size_t len = strnlen(name, data->d_size), crc_at = ALIGN_UP(len + 1, 4);
	if (!len || crc_at + 4 > data->d_size || strchr(name, '/'))
		return;
	free(f->debug_link);
	f->debug_link = xstrdup(name);
	memcpy(&f->debug_link_crc, name + crc_at, 4);
}

static void read_identity(struct sym_file *f)
{
	size_t strings;
	if (elf_getshdrstrndx(f->elf, &strings))
		return;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(f->elf, scn));) {
		GElf_Shdr head;
		if (!gelf_getshdr(scn, &head))
			continue;
		const char *name = elf_strptr(f->elf, strings, head.sh_name);
		if (head.sh_type == SHT_NOTE && !f->build_id_len)
			read_notes(f, elf_getdata(scn, NULL));
		else if (name && !strcmp(name, ".gnu_debuglink"))
			read_debug_link(f, elf_getdata(scn, NULL));
	}
}

/* From the file's separate debug file. */
static void read_debug_symbols(struct sym_file *f)
{
	int fd = sym_debug_file_open(f->path, f->debug_path, f->build_id, f->build_id_len, f->debug_link,
				     f->debug_link_crc);
	if (fd < 0)
		return;
	f->debug_elf = elf_begin(fd, ELF_C_READ, NULL);
	read_symbols(f->debug_elf, SHT_SYMTAB, &f->symbols);
	if (f->debug_elf)
		elf_cntl(f->debug_elf, ELF_C_FDDONE);
	close(fd);
}

static void read_tables(struct sym_file *f)
{
	if (f->tables_read)
		return;
	f->tables_read = true;
	bool has_symtab = read_symbols(f->elf, SHT_SYMTAB, &f->symbols);
	read_symbols(f->elf, SHT_DYNSYM, &f->symbols);
	if (!has_symtab && f->path)
		read_debug_symbols(f);
}

static struct sym_file *file_of(Elf *elf, const char *path, const char *debug_path)
{
	struct sym_file *f = xcalloc(1, sizeof(*f));
	f->elf = elf;
	f->path = path ? xstrdup(path) : NULL;
	f->debug_path = debug_path ? xstrdup(debug_path) : NULL;
	read_segments(f);
	read_identity(f);
	return f;
}

int sym_file_read(int fd, const char *path, const char *debug_path, struct sym_file **ret)
{
	elf_version(EV_CURRENT);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return -EIO;
	if (elf_kind(elf) != ELF_K_ELF) {
		elf_end(elf);
		return -ENOEXEC;
	}
	*ret = file_of(elf, path, debug_path);
	read_tables(*ret);
	elf_cntl(elf, ELF_C_FDDONE);
	return 0;
}

/* Size of the mapping [vdso] of this process. */
static size_t vdso_size(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	unsigned long start, end;
	size_t size = 0;
	while (maps && !size && fgets(line, sizeof(line), maps))
		if (strstr(line, "[vdso]") && sscanf(line, "%lx-%lx", &start, &end) == 2)
			size = end - start;
	if (maps)
		fclose(maps);
	return size;
}

struct sym_file *sym_file_of_vdso(void)
{
	char *image = (char *)getauxval(AT_SYSINFO_EHDR);
	size_t size = image ? vdso_size() : 0;
	if (!size)
		return NULL;
	/* libelf may write to its image, and names are cut at '@'. */
	char *copy = xmalloc(size);
	memcpy(copy, image, size);
	elf_version(EV_CURRENT);
	Elf *elf = elf_memory(copy, size);
	if (!elf) {
		free(copy);
		return NULL;
	}
	struct sym_file *f = file_of(elf, NULL, NULL);
	read_tables(f);
	f->symbols.arena = arena_new();
	for (size_t i = 0; i < f->symbols.n; i++)
		f->symbols.entries[i].name = arena_strdup(f->symbols.arena, f->symbols.entries[i].name);
	elf_end(elf);
	f->elf = NULL;
	free(copy);
	return f;
}

void sym_file_free(struct sym_file *f)
{
	if (!f)
		return;
	sym_table_done(&f->functions);
	sym_table_done(&f->symbols);
	elf_end(f->elf);
	elf_end(f->debug_elf);
	vec_free(&f->segments);
	free(f->path);
	free(f->debug_path);
	free(f->debug_link);
	free(f);
}

struct sym_table *sym_file_symbols(struct sym_file *f)
{
	return &f->symbols;
}

struct sym_table *sym_file_functions(struct sym_file *f)
{
	if (f->functions_made)
		return &f->functions;
	f->functions_made = true;
	for (size_t i = 0; i < f->symbols.n; i++)
		if (f->symbols.entries[i].is_function)
			sym_table_add(&f->functions, f->symbols.entries[i]);
	sym_table_sort(&f->functions);
	return &f->functions;
}

size_t sym_file_build_id(const struct sym_file *f, const uint8_t **ret)
{
	*ret = f->build_id;
	return f->build_id_len;
}

bool sym_file_address(const struct sym_file *f, uint64_t file_offset, uint64_t *ret)
{
	for (size_t i = 0; i < f->segments.len; i++) {
		const struct segment *s = &f->segments.data[i];
		if (file_offset - s->offset < s->size) {
			*ret = file_offset - s->offset + s->vaddr;
			return true;
		}
	}
	return false;
}

bool sym_file_offset(const struct sym_file *f, uint64_t addr, uint64_t *ret)
{
	for (size_t i = 0; i < f->segments.len; i++) {
		const struct segment *s = &f->segments.data[i];
		if (addr - s->vaddr < s->size) {
			*ret = addr - s->vaddr + s->offset;
			return true;
		}
	}
	return false;
}
