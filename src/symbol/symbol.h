/* symbol: user-space symbols by process, stacks, demangling. */
#ifndef SONDE_SYMBOL_H
#define SONDE_SYMBOL_H

#include "base/base.h"
#include "kernel/kernel.h"

struct sym_cache;
struct sym_options {
	bool demangle;
	bool per_program; /* cache by executable instead of by process */
	/*
	 * Where separate debug files are looked for, like libdw's path: relative names below the file's own folder, absolute
	 * ones with the file's folder appended. NULL: ":.debug:/usr/lib/debug".
	 */
	const char *debug_path;
};
struct sym_cache *sym_cache_new(const struct sym_options *opt, struct kern_symbols *kernel);
void sym_cache_free(struct sym_cache *c);

/*
 * The user symbol at addr of process pid: maps of /proc/PID/maps, ELF symbol tables and separate debug files, perf maps
 * (/tmp/perf-PID.map), vdso. Processes and files are read once. false: unknown. Strings are the cache's.
 */
struct sym_user {
	const char *name;   /* demangled if asked for; NULL: only the module is known */
	uint64_t offset;
	const char *module; /* path of the mapped file */
};
bool sym_user_find(struct sym_cache *c, uint32_t pid, uint64_t addr, struct sym_user *ret);
/*
 * The same for an address in a file's own layout, whatever process it is in: for executables that are not relocated, when the
 * process is gone.
 */
bool sym_file_find(struct sym_cache *c, const char *path, uint64_t addr, struct sym_user *ret);
/* Build id (at most 20 bytes; its length, 0: none) and offset in the file of an address. */
size_t sym_build_id(struct sym_cache *c, uint32_t pid, uint64_t addr, uint8_t ret[20], uint64_t *ret_offset);
/* Reads the maps of a process now, before it goes away. */
void sym_process_seen(struct sym_cache *c, uint32_t pid);
/*
 * Follows what a process and its descendants map from now on (best before its exec), so that their symbols are found also when
 * they are gone. 0 or -errno.
 */
int sym_process_watch(struct sym_cache *c, uint32_t pid);
/* Demangled C++ or Rust name (malloc'd), NULL if it is not mangled. */
char *sym_demangle(const char *name);

/* elf.c: functions of a file, for uprobes and listing. */
struct sym_elf_function {
	const char *name;
	uint64_t value, size, file_offset;
};
struct sym_elf;
int sym_elf_open(const char *path, struct sym_elf **ret); /* 0 or -errno */
void sym_elf_close(struct sym_elf *e);
/* By exact name: functions, and data objects where no function has the name. */
bool sym_elf_find(struct sym_elf *e, const char *name, struct sym_elf_function *ret);
/* The same also of what has no bytes in the file: its file_offset is 0. */
bool sym_elf_find_object(struct sym_elf *e, const char *name, struct sym_elf_function *ret);
/* The function that an address (in the file's own layout) lies in; the offset in the file of an address. */
bool sym_elf_find_address(struct sym_elf *e, uint64_t addr, struct sym_elf_function *ret);
bool sym_elf_offset(struct sym_elf *e, uint64_t addr, uint64_t *ret);
/* The address (in the file's own layout) of a byte of the file. false: in no segment. */
bool sym_elf_address(struct sym_elf *e, uint64_t file_offset, uint64_t *ret);
void sym_elf_each(struct sym_elf *e, void (*fn)(void *ctx, const struct sym_elf_function *f), void *ctx);

/* Path of an executable or library as uprobe targets are looked up (PATH, ld cache). malloc'd; NULL: not found. */
char *sym_resolve_binary(const char *name, int pid);

#endif
