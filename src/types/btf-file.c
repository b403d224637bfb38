/*
 * Opening BTF files: mapped where the kernel can map them (6.16 and later), else copied by bpf(2), if it is the kernel's
 * own, or read; out of an ELF file if it is one. What is opened is closed with the arena.
 */
#include <bpf/bpf.h>
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

/* ---- the kernel's own: sysfs hands it out in pages, a thousand of them; bpf(2) in one piece ---- */

/* The descriptor of the kernel's BTF; it is among the first ids once anything has used it, and absent before. */
static int open_vmlinux(size_t *ret_size)
{
	enum { IDS_TRIED = 4 };
	for (uint32_t id = 1; id <= IDS_TRIED; id++) {
		char name[8] = "";
		struct bpf_btf_info info = { .name = (uintptr_t)name, .name_len = sizeof(name) };
		uint32_t len = sizeof(info);
		int fd = bpf_btf_get_fd_by_id(id);
		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &len) && info.kernel_btf && !strcmp(name, "vmlinux")) {
			*ret_size = info.btf_size;
			return fd;
		}
		if (fd >= 0)
			close(fd);
	}
	return -ENOENT;
}

static void *copy_vmlinux(struct arena *a, size_t *ret_size)
{
	size_t size;
	int fd = open_vmlinux(&size);
	if (fd < 0)
		return NULL;
	void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	struct bpf_btf_info info = { .btf = (uintptr_t)data, .btf_size = (uint32_t)size };
	uint32_t len = sizeof(info);
	bool copied = data != MAP_FAILED && !bpf_obj_get_info_by_fd(fd, &info, &len);
	close(fd);
	if (data != MAP_FAILED && !copied)
		munmap(data, size);
	if (!copied)
		return NULL;
	struct mapping *m = ARENA_NEW(a, struct mapping);
	*m = (struct mapping){ data, size };
	arena_defer(a, unmap, m);
	*ret_size = size;
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

int type_btf_open(struct arena *a, const char *path, const char *module, const struct type_btf *base,
		  struct type_btf **ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	size_t size = 0;
	void *data = map_file(a, fd, &size);
	close(fd);
	if (!data && !strcmp(path, "/sys/kernel/btf/vmlinux"))
		data = copy_vmlinux(a, &size);
	int err = data ? 0 : read_file(a, path, &data, &size);
	err = err ? err : unwrap_elf(a, &data, &size);
	return err ? err : type_btf_parse(a, data, size, module, base, ret);
}
