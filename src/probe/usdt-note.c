/*
 * Notes of static markers: section .note.stapsdt, type 3, owner "stapsdt". A note's descriptor:
 *
 *     u64 pc            address of the marker
 *     u64 base          address that section .stapsdt.base had when the note was made
 *     u64 semaphore     address of a counter that makes the program reach the marker, or 0
 *     provider\0 name\0 arguments\0
 *
 * Prelinking may have moved the program since: the difference of the bases is added. Addresses become file offsets through
 * the segment that holds them.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include "probe/usdt.h"

enum { NOTE_TYPE = 3 };

struct reader {
	Elf *elf;
	uint64_t base; /* of .stapsdt.base now; 0: not there */
	void (*fn)(void *ctx, const struct usdt_note *note);
	void *ctx;
};

static bool file_offset(const struct reader *r, uint64_t address, uint64_t *ret)
{
	size_t n;
	GElf_Phdr ph;
	if (elf_getphdrnum(r->elf, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!gelf_getphdr(r->elf, (int)i, &ph) || ph.p_type != PT_LOAD)
			continue;
		if (address >= ph.p_vaddr && address - ph.p_vaddr < ph.p_memsz) {
			*ret = address - ph.p_vaddr + ph.p_offset;
			return true;
		}
	}
	return false;
}

/* The string at *at, which moves behind it; NULL: it does not end before `end`. */
static const char *take_string(const char **at, const char *end)
{
	const char *s = *at, *nul = s < end ? memchr(s, '\0', (size_t)(end - s)) : NULL;
	if (nul)
		*at = nul + 1;
	return nul ? s : NULL;
}

static uint64_t take_word(const char **at, bool wide)
{
	uint64_t word = 0;
	size_t size = wide ? 8 : 4;
	memcpy(&word, *at, size); /* little end first, as all hosts that we know */
	*at += size;
	return word;
}

static void read_note(const struct reader *r, const char *desc, size_t size)
{
	bool wide = gelf_getclass(r->elf) == ELFCLASS64;
	const char *end = desc + size;
	if (size < (wide ? 24 : 12))
		return;
	uint64_t pc = take_word(&desc, wide), base = take_word(&desc, wide), semaphore = take_word(&desc, wide);
	uint64_t moved = r->base ? r->base - base : 0;
	struct usdt_note note = { .provider = take_string(&desc, end) };
	note.name = note.provider ? take_string(&desc, end) : NULL;
	note.args = note.name ? take_string(&desc, end) : NULL;
	if (!note.args || !file_offset(r, pc + moved, &note.file_offset))
		return;
	if (semaphore && !file_offset(r, semaphore + moved, &note.semaphore_offset))
		return;
	r->fn(r->ctx, &note);
}

static void read_notes(const struct reader *r, Elf_Data *data)
{
	GElf_Nhdr nhdr;
	size_t name, desc;
	for (size_t at = 0; (at = gelf_getnote(data, at, &nhdr, &name, &desc)) > 0;)
		if (nhdr.n_type == NOTE_TYPE && nhdr.n_namesz == sizeof("stapsdt") &&
		    !memcmp((char *)data->d_buf + name, "stapsdt", sizeof("stapsdt")))
			read_note(r, (const char *)data->d_buf + desc, nhdr.n_descsz);
}

static Elf_Scn *find_section(Elf *elf, const char *wanted, GElf_Shdr *ret)
{
	size_t strings;
	if (elf_getshdrstrndx(elf, &strings))
		return NULL;
	for (Elf_Scn *s = NULL; (s = elf_nextscn(elf, s));) {
		const char *name = gelf_getshdr(s, ret) ? elf_strptr(elf, strings, ret->sh_name) : NULL;
		if (name && !strcmp(name, wanted))
			return s;
	}
	return NULL;
}

static int read_elf(struct reader *r)
{
	GElf_Shdr shdr;
	if (!r->elf || elf_kind(r->elf) != ELF_K_ELF)
		return -ENOEXEC;
	if (find_section(r->elf, ".stapsdt.base", &shdr))
		r->base = shdr.sh_addr;
	Elf_Scn *notes = find_section(r->elf, ".note.stapsdt", &shdr);
	Elf_Data *data = notes ? elf_getdata(notes, NULL) : NULL;
	if (data)
		read_notes(r, data);
	return 0;
}

int usdt_each_note(const char *path, void (*fn)(void *ctx, const struct usdt_note *note), void *ctx)
{
	struct reader r = { .fn = fn, .ctx = ctx };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	elf_version(EV_CURRENT);
	r.elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	int err = read_elf(&r);
	elf_end(r.elf);
	close(fd);
	return err;
}
