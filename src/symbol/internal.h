/* What the files of symbol/ share. */
#ifndef SONDE_SYMBOL_INTERNAL_H
#define SONDE_SYMBOL_INTERNAL_H

#include "symbol/symbol.h"

/* ---- table.c: symbols sorted by address ---- */

struct sym_entry {
	uint64_t addr, size; /* size 0: up to the next symbol */
	uint64_t end;	     /* of the section that it is in, for those without a size; 0: not known */
	const char *name;
	uint32_t order;	     /* in which it was added */
	uint8_t rank;	     /* of symbols at one address the highest stays, then the first added */
	bool is_function;
	bool is_pretty;	     /* name was demangled, or need not be */
};
struct sym_table {
	struct sym_entry *entries;
	size_t n, cap;
	struct arena *arena; /* names that the table made itself */
};
void sym_table_done(struct sym_table *t);
void sym_table_add(struct sym_table *t, struct sym_entry e);
/* Sorts, and keeps one symbol an address. Call once after the last sym_table_add. */
void sym_table_sort(struct sym_table *t);
/* The symbol that covers addr; NULL: none. */
struct sym_entry *sym_table_find(const struct sym_table *t, uint64_t addr);

/* ---- file.c: an ELF file and its symbols ---- */

struct sym_file;
/* Of an open file (which may be closed afterwards); debug_path as in sym_options. 0 or -errno. */
int sym_file_read(int fd, const char *path, const char *debug_path, struct sym_file **ret);
struct sym_file *sym_file_of_vdso(void); /* of this process; NULL: none */
void sym_file_free(struct sym_file *f);
/* Address in the file's own layout of a byte at that offset in the file. false: in no segment. */
bool sym_file_address(const struct sym_file *f, uint64_t file_offset, uint64_t *ret);
bool sym_file_offset(const struct sym_file *f, uint64_t addr, uint64_t *ret);
/* Functions sorted by address, one an address. */
struct sym_table *sym_file_functions(struct sym_file *f);
/* All symbols of the file in no order, functions and data. */
struct sym_table *sym_file_symbols(struct sym_file *f);
/* 20 or fewer bytes; its length, 0: none. */
size_t sym_file_build_id(const struct sym_file *f, const uint8_t **ret);

/* ---- debugfile.c: separate files with the symbols of stripped ones ---- */
int sym_debug_file_open(const char *path, const char *debug_path, const uint8_t *build_id, size_t build_id_len,
			const char *link, uint32_t link_crc);

/* ---- perfmap.c: symbols that just-in-time compilers leave in /tmp ---- */
/* The table of a process, sorted; false: it has none that can be trusted. */
bool sym_perf_map_read(uint32_t pid, struct sym_table *ret);

#endif
