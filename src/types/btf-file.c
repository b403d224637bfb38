/*
 * Opening BTF files: mapped where that can be, which for the kernel's own is from 6.16 on; before, the kernel's is read
 * where it is needed and a module's as a whole. Out of an ELF file if it is one. What is opened is closed with the
 * arena.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "types/internal.h"

struct mapping {
	void *data;
	size_t size;
};

static void unmap(void *arg)
{
	struct mapping *m = arg;
	munmap(m->data, m->size);
}

static void *map_file(struct arena *a, int fd, size_t *ret_size)
{
	struct stat st;
	if (fstat(fd, &st) || st.st_size <= 0)
		return NULL;
	void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return NULL;
	struct mapping *m = ARENA_NEW(a, struct mapping);
	*m = (struct mapping){ data, (size_t)st.st_size };
	arena_defer(a, unmap, m);
	*ret_size = m->size;
	return data;
}

/* Kernels before 6.16 can't map their BTF. */
static int read_file(struct arena *a, const char *path, void **ret, size_t *ret_size)
{
	char *data;
	int err = file_read_all(path, &data, ret_size);
	if (!err) {
		arena_defer(a, free, data);
		*ret = data;
	}
	return err;
}

/* The contents of the section .BTF, copied so that they are aligned; 0 or -errno. */
static int copy_section(struct arena *a, Elf *elf, void **data, size_t *size)
{
	size_t names;
	if (elf_getshdrstrndx(elf, &names))
		return -EINVAL;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(scn, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
		Elf_Data *contents = name && !strcmp(name, ".BTF") ? elf_rawdata(scn, NULL) : NULL;
		if (contents && contents->d_buf) {
			*size = contents->d_size;
			*data = arena_dup(a, contents->d_buf, contents->d_size);
			return 0;
		}
	}
	return -ENOENT;
}

/* A file that BPFTRACE_BTF names may be the kernel's ELF file: what counts then is its section .BTF. */
static int unwrap_elf(struct arena *a, void **data, size_t *size)
{
	if (*size < SELFMAG || memcmp(*data, ELFMAG, SELFMAG))
		return 0;
	elf_version(EV_CURRENT);
	Elf *elf = elf_memory(*data, *size);
	int err = elf ? copy_section(a, elf, data, size) : -EINVAL;
	elf_end(elf);
	return err;
}

static int open_whole(struct arena *a, const char *path, void *data, size_t size, const char *module,
		      const struct type_btf *base, struct type_btf **ret)
{
	int err = data ? 0 : read_file(a, path, &data, &size);
	err = err ? err : unwrap_elf(a, &data, &size);
	return err ? err : type_btf_parse(a, data, size, NULL, module, base, ret);
}

int type_btf_open_pages(struct arena *a, int fd, const char *module, struct type_btf **ret)
{
	struct stat st;
	const void *data;
	struct type_pages *p = fstat(fd, &st) ? NULL : type_pages_open(a, fd, (size_t)st.st_size, &data);
	if (!p) {
		close(fd);
		return -ENOMEM;
	}
	return type_btf_parse(a, data, (size_t)st.st_size, p, module, NULL, ret);
}

int type_btf_open(struct arena *a, const char *path, const char *module, const struct type_btf *base,
		  struct type_btf **ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	size_t size = 0;
	void *data = map_file(a, fd, &size);
	if (!data && !strcmp(path, "/sys/kernel/btf/vmlinux"))
		return type_btf_open_pages(a, fd, module, ret);
	close(fd);
	return open_whole(a, path, data, size, module, base, ret);
}
