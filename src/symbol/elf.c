/* Functions of a file by name, for uprobes and listing. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "symbol/internal.h"

struct sym_elf {
	struct sym_file *file;
	struct strmap by_name; /* struct sym_entry *: functions, and data where no function has the name */
};

/* The first of several with a name stays, but a function wins over data. */
static void index_names(struct sym_elf *e)
{
	struct sym_table *t = sym_file_symbols(e->file);
	strmap_init(&e->by_name, NULL);
	for (size_t i = 0; i < t->n; i++) {
		struct sym_entry *known = strmap_get(&e->by_name, t->entries[i].name);
		if (!known || (!known->is_function && t->entries[i].is_function))
			strmap_put(&e->by_name, t->entries[i].name, &t->entries[i]);
	}
}

int sym_elf_open(const char *path, struct sym_elf **ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	struct sym_file *file;
	int err = sym_file_read(fd, path, NULL, &file);
	close(fd);
	if (err)
		return err;
	*ret = xcalloc(1, sizeof(**ret));
	(*ret)->file = file;
	index_names(*ret);
	return 0;
}

void sym_elf_close(struct sym_elf *e)
{
	if (!e)
		return;
	strmap_done(&e->by_name);
	sym_file_free(e->file);
	free(e);
}

/* false: the address lies in no segment. */
static bool function_of(struct sym_elf *e, const struct sym_entry *entry, struct sym_elf_function *ret)
{
	*ret = (struct sym_elf_function){ .name = entry->name, .value = entry->addr, .size = entry->size };
	return sym_file_offset(e->file, entry->addr, &ret->file_offset);
}

bool sym_elf_find(struct sym_elf *e, const char *name, struct sym_elf_function *ret)
{
	const struct sym_entry *entry = strmap_get(&e->by_name, name);
	return entry && function_of(e, entry, ret);
}

bool sym_elf_find_object(struct sym_elf *e, const char *name, struct sym_elf_function *ret)
{
	const struct sym_entry *entry = strmap_get(&e->by_name, name);
	if (entry && !function_of(e, entry, ret))
		ret->file_offset = 0;
	return entry != NULL;
}

bool sym_elf_find_address(struct sym_elf *e, uint64_t addr, struct sym_elf_function *ret)
{
	const struct sym_entry *entry = sym_table_find(sym_file_functions(e->file), addr);
	return entry && function_of(e, entry, ret);
}

bool sym_elf_offset(struct sym_elf *e, uint64_t addr, uint64_t *ret)
{
	return sym_file_offset(e->file, addr, ret);
}

bool sym_elf_address(struct sym_elf *e, uint64_t file_offset, uint64_t *ret)
{
	return sym_file_address(e->file, file_offset, ret);
}

void sym_elf_each(struct sym_elf *e, void (*fn)(void *ctx, const struct sym_elf_function *f), void *ctx)
{
	struct sym_table *t = sym_file_symbols(e->file);
	for (size_t i = 0; i < t->n; i++) {
		struct sym_elf_function f;
		const struct sym_entry *entry = &t->entries[i];
		/* Names of several symbols (local functions, both tables) are told once. */
		bool is_first = strmap_get(&e->by_name, entry->name) == entry;
		if (entry->is_function && is_first && function_of(e, entry, &f))
			fn(ctx, &f);
	}
}
