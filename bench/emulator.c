/* The machine of emulator.h: one step function, a table of helpers, maps as arrays that are searched. */
#include "emulator.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void emu_map_init(struct emu_map *m, const char *name, uint32_t type, uint32_t key_size, uint32_t value_size,
		  uint32_t max_entries)
{
	memset(m, 0, sizeof *m);
	snprintf(m->name, sizeof m->name, "%s", name);
	m->type = type;
	m->key_size = key_size;
	m->value_size = value_size;
	m->max_entries = max_entries ? max_entries : 1;
	m->room = type == BPF_MAP_TYPE_STACK_TRACE || type == BPF_MAP_TYPE_RINGBUF ? 1 : m->max_entries;
	m->entries = calloc(m->room, key_size + value_size + 8);
}

static bool is_array(const struct emu_map *m)
{
	return m->type == BPF_MAP_TYPE_ARRAY || m->type == BPF_MAP_TYPE_PERCPU_ARRAY;
}

static uint8_t *entry(struct emu_map *m, uint32_t i) { return m->entries + (size_t)i * (m->key_size + m->value_size); }

void *emu_map_lookup(struct emu_map *m, const void *key)
{
	if (is_array(m)) {
		uint32_t i = *(const uint32_t *)key;
		return i < m->max_entries ? entry(m, i) + m->key_size : NULL;
	}
	for (uint32_t i = 0; i < m->count; i++)
		if (!memcmp(entry(m, i), key, m->key_size))
			return entry(m, i) + m->key_size;
	return NULL;
}

static int64_t map_update(struct emu_map *m, const void *key, const void *value, uint64_t flags)
{
	uint8_t *old = emu_map_lookup(m, key);

	if (old && flags == BPF_NOEXIST)
		return -EEXIST;
	if (!old) {
		if (m->count == m->max_entries)
			return -E2BIG;
		memcpy(entry(m, m->count), key, m->key_size);
		old = entry(m, m->count++) + m->key_size;
	}
	memcpy(old, value, m->value_size);
	return 0;
}

static int64_t map_delete(struct emu_map *m, const void *key)
{
	uint8_t *old = emu_map_lookup(m, key);

	if (!old)
		return -ENOENT;
	m->count--;
	memmove(old - m->key_size, entry(m, m->count), m->key_size + m->value_size);
	return 0;
}

static int64_t copy_string(char *dst, uint64_t size, const char *src)
{
	if (!size)
		return 0;
	size_t n = strnlen(src, size - 1);
	memcpy(dst, src, n);
	dst[n] = 0;
	return (int64_t)n + 1;
}

static uint64_t run(struct emu_machine *m, const struct bpf_insn *i, const uint64_t *args);

static int64_t call_in_loop(struct emu_machine *m, const uint64_t *r)
{
	uint64_t i = 0;

	while (i < r[1] && !run(m, (void *)r[2], (uint64_t[5]){ i++, r[3] }))
		;
	return (int64_t)i;
}

static int64_t call_for_each(struct emu_machine *m, const uint64_t *r)
{
	struct emu_map *map = (void *)r[1];
	uint32_t i = 0, n = is_array(map) ? map->max_entries : map->count;

	while (i < n) {
		uint8_t *e = entry(map, i++);
		if (run(m, (void *)r[2], (uint64_t[5]){ r[1], (uintptr_t)e, (uintptr_t)(e + map->key_size), r[3] }))
			break;
	}
	return i;
}

static int64_t helper(struct emu_machine *m, int id, uint64_t *r)
{
	switch (id) {
	case BPF_FUNC_loop:
		return call_in_loop(m, r);
	case BPF_FUNC_for_each_map_elem:
		return call_for_each(m, r);
	case BPF_FUNC_strncmp:
		return strncmp((void *)r[1], (void *)r[3], r[2]);
	case BPF_FUNC_map_lookup_elem:
	case BPF_FUNC_map_lookup_percpu_elem:
		return (int64_t)(uintptr_t)emu_map_lookup((void *)r[1], (void *)r[2]);
	case BPF_FUNC_map_update_elem:
		return map_update((void *)r[1], (void *)r[2], (void *)r[3], r[4]);
	case BPF_FUNC_map_delete_elem:
		return map_delete((void *)r[1], (void *)r[2]);
	case BPF_FUNC_probe_read:
	case BPF_FUNC_probe_read_kernel:
	case BPF_FUNC_probe_read_user:
		memcpy((void *)r[1], (void *)r[3], r[2]);
		return 0;
	case BPF_FUNC_probe_read_str:
	case BPF_FUNC_probe_read_kernel_str:
	case BPF_FUNC_probe_read_user_str:
		return copy_string((void *)r[1], r[2], (void *)r[3]);
	case BPF_FUNC_ktime_get_ns:
	case BPF_FUNC_ktime_get_boot_ns:
		return (int64_t)(m->now += 1000);
	case BPF_FUNC_get_prandom_u32:
		return 4;
	case BPF_FUNC_get_smp_processor_id:
		return 0;
	case BPF_FUNC_get_current_pid_tgid:
		return (int64_t)m->pid_tgid;
	case BPF_FUNC_get_current_uid_gid:
		return (int64_t)m->uid_gid;
	case BPF_FUNC_get_current_comm:
		memcpy((void *)r[1], m->comm, r[2] < 16 ? r[2] : 16);
		return 0;
	case BPF_FUNC_get_current_task:
		return (int64_t)m->task;
	case BPF_FUNC_get_stackid:
		return 7;
	case BPF_FUNC_ringbuf_reserve:
		m->records++;
		return (int64_t)(uintptr_t)m->record;
	case BPF_FUNC_ringbuf_submit:
		return 0;
	case BPF_FUNC_ringbuf_output:
	case BPF_FUNC_perf_event_output:
		m->records++;
		return 0;
	default:
		fprintf(stderr, "emulator: helper %d is not known\n", id);
		abort();
	}
}

static uint64_t alu64(int op, uint64_t a, uint64_t b)
{
	switch (op) {
	case BPF_ADD: return a + b;
	case BPF_SUB: return a - b;
	case BPF_MUL: return a * b;
	case BPF_DIV: return b ? a / b : 0;
	case BPF_MOD: return b ? a % b : a;
	case BPF_OR: return a | b;
	case BPF_AND: return a & b;
	case BPF_XOR: return a ^ b;
	case BPF_LSH: return a << (b & 63);
	case BPF_RSH: return a >> (b & 63);
	case BPF_ARSH: return (uint64_t)((int64_t)a >> (b & 63));
	case BPF_MOV: return b;
	case BPF_NEG: return -a;
	default: abort();
	}
}

static uint32_t alu32(int op, uint32_t a, uint32_t b)
{
	switch (op) {
	case BPF_DIV: return b ? a / b : 0;
	case BPF_MOD: return b ? a % b : a;
	case BPF_LSH: return a << (b & 31);
	case BPF_RSH: return a >> (b & 31);
	case BPF_ARSH: return (uint32_t)((int32_t)a >> (b & 31));
	default: return (uint32_t)alu64(op, a, b);
	}
}

static bool jump_taken(int op, uint64_t a, uint64_t b, bool is32)
{
	int64_t sa = is32 ? (int32_t)a : (int64_t)a, sb = is32 ? (int32_t)b : (int64_t)b;

	if (is32)
		a = (uint32_t)a, b = (uint32_t)b;
	switch (op) {
	case BPF_JEQ: return a == b;
	case BPF_JNE: return a != b;
	case BPF_JGT: return a > b;
	case BPF_JGE: return a >= b;
	case BPF_JLT: return a < b;
	case BPF_JLE: return a <= b;
	case BPF_JSET: return a & b;
	case BPF_JSGT: return sa > sb;
	case BPF_JSGE: return sa >= sb;
	case BPF_JSLT: return sa < sb;
	case BPF_JSLE: return sa <= sb;
	default: abort();
	}
}

static uint64_t load(const void *p, int size)
{
	switch (size) {
	case BPF_B: return *(const uint8_t *)p;
	case BPF_H: { uint16_t v; memcpy(&v, p, 2); return v; }
	case BPF_W: { uint32_t v; memcpy(&v, p, 4); return v; }
	default: { uint64_t v; memcpy(&v, p, 8); return v; }
	}
}

static void store(void *p, int size, uint64_t v)
{
	static const uint8_t bytes[] = { [BPF_W >> 3] = 4, [BPF_H >> 3] = 2, [BPF_B >> 3] = 1, [BPF_DW >> 3] = 8 };

	memcpy(p, &v, bytes[size >> 3]);
}

static uint64_t swap_bytes(uint64_t v, int bits, bool to_big)
{
	if (!to_big)
		return bits == 16 ? (uint16_t)v : bits == 32 ? (uint32_t)v : v;
	return bits == 16 ? __builtin_bswap16((uint16_t)v) : bits == 32 ? __builtin_bswap32((uint32_t)v) : __builtin_bswap64(v);
}

static uint64_t wide_immediate(struct emu_machine *m, const struct bpf_insn *i)
{
	if (i->src_reg == BPF_PSEUDO_MAP_FD)
		return (uintptr_t)&m->maps[i->imm];
	if (i->src_reg == BPF_PSEUDO_MAP_VALUE)
		return (uintptr_t)(m->maps[i->imm].entries + m->maps[i->imm].key_size) + (uint32_t)i[1].imm;
	if (i->src_reg == BPF_PSEUDO_FUNC)
		return (uintptr_t)(i + 1 + i->imm);
	return (uint32_t)i->imm | (uint64_t)(uint32_t)i[1].imm << 32;
}

static void atomic(uint8_t *p, const struct bpf_insn *i, uint64_t *r)
{
	int size = BPF_SIZE(i->code);
	uint64_t old = load(p, size);

	store(p, size, old + r[i->src_reg]);
	if (i->imm & BPF_FETCH)
		r[i->src_reg] = old;
}

static void step_alu(const struct bpf_insn *i, uint64_t *r)
{
	bool is64 = BPF_CLASS(i->code) == BPF_ALU64;
	uint64_t b = BPF_SRC(i->code) == BPF_X ? r[i->src_reg] : (uint64_t)(int64_t)i->imm;

	if (BPF_OP(i->code) == BPF_END)
		r[i->dst_reg] = swap_bytes(r[i->dst_reg], i->imm, BPF_SRC(i->code) == BPF_TO_BE);
	else
		r[i->dst_reg] = is64 ? alu64(BPF_OP(i->code), r[i->dst_reg], b)
				     : alu32(BPF_OP(i->code), (uint32_t)r[i->dst_reg], (uint32_t)b);
}

/* The next instruction; NULL after exit. */
static const struct bpf_insn *step_jump(struct emu_machine *m, const struct bpf_insn *i, uint64_t *r)
{
	uint64_t b = BPF_SRC(i->code) == BPF_X ? r[i->src_reg] : (uint64_t)(int64_t)i->imm;

	switch (BPF_OP(i->code)) {
	case BPF_EXIT:
		return NULL;
	case BPF_JA:
		return i + 1 + i->off;
	case BPF_CALL:
		r[0] = i->src_reg == BPF_PSEUDO_CALL ? run(m, i + 1 + i->imm, r + 1) : (uint64_t)helper(m, i->imm, r);
		return i + 1;
	default:
		return i + 1 + (jump_taken(BPF_OP(i->code), r[i->dst_reg], b, BPF_CLASS(i->code) == BPF_JMP32) ? i->off : 0);
	}
}

/* A function from its first instruction to its exit, with a frame of its own. */
static uint64_t run(struct emu_machine *m, const struct bpf_insn *i, const uint64_t *args)
{
	uint8_t stack[512] = { 0 };
	uint64_t r[11] = { [10] = (uintptr_t)(stack + sizeof stack) };

	memcpy(r + 1, args, 5 * sizeof *args);
	while (i) {
		m->executed++;
		switch (BPF_CLASS(i->code)) {
		case BPF_ALU:
		case BPF_ALU64:
			step_alu(i++, r);
			break;
		case BPF_JMP:
		case BPF_JMP32:
			i = step_jump(m, i, r);
			break;
		case BPF_LD:
			r[i->dst_reg] = wide_immediate(m, i);
			i += 2;
			break;
		case BPF_LDX:
			r[i->dst_reg] = load((void *)(r[i->src_reg] + (int64_t)i->off), BPF_SIZE(i->code));
			i++;
			break;
		case BPF_ST:
			store((void *)(r[i->dst_reg] + (int64_t)i->off), BPF_SIZE(i->code), (uint64_t)(int64_t)i->imm);
			i++;
			break;
		case BPF_STX:
			if (BPF_MODE(i->code) == BPF_ATOMIC)
				atomic((uint8_t *)(r[i->dst_reg] + (int64_t)i->off), i, r);
			else
				store((void *)(r[i->dst_reg] + (int64_t)i->off), BPF_SIZE(i->code), r[i->src_reg]);
			i++;
			break;
		}
	}
	return r[0];
}

uint64_t emu_run(struct emu_machine *m, const struct emu_program *p, void *ctx)
{
	return run(m, p->insns, (uint64_t[5]){ (uintptr_t)ctx });
}
