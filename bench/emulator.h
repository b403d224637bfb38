/*
 * A BPF machine in user space that counts what it executes. Addresses are the host's, memory is not checked: it runs
 * programs that a verifier has accepted. Helpers do what a tracing program sees of them.
 */
#ifndef SONDE_BENCH_EMULATOR_H
#define SONDE_BENCH_EMULATOR_H

#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>

struct emu_map {
	char name[32];
	uint32_t type, key_size, value_size, max_entries;
	uint8_t *entries; /* used: key, value, key, value … */
	uint32_t count, room;
};

struct emu_program {
	char name[64];
	struct bpf_insn *insns; /* map references: ld_imm64 with src BPF_PSEUDO_MAP_FD / _VALUE, imm = index in maps */
	size_t count;
	size_t text_at; /* where callbacks begin; 0: none */
};

struct emu_machine {
	struct emu_map *maps;
	size_t map_count;
	uint64_t pid_tgid, uid_gid, now, task;
	char comm[16];
	uint64_t executed; /* instructions, all runs */
	uint64_t records;  /* sent to user space */
	uint8_t record[65536];
};

/* Runs the program over ctx; its return value. */
uint64_t emu_run(struct emu_machine *m, const struct emu_program *p, void *ctx);
void emu_map_init(struct emu_map *m, const char *name, uint32_t type, uint32_t key_size, uint32_t value_size,
		  uint32_t max_entries);
void *emu_map_lookup(struct emu_map *m, const void *key);

#endif
