/*
 * Kernel symbols by small programs: formatting an address with %pS in BPF takes half a microsecond, while the kernel
 * needs 40 to 60 ms to produce /proc/kallsyms.
 *
 * Program and user space share one array element, mapped into both:
 *
 *      0  u64 n              addresses to format
 *      8  u64 (unused)
 *     16  entry[KSYM_BATCH]: u64 addr | s64 length that snprintf wanted | char text[TEXT_SIZE]
 *
 * One test run formats all entries. The format string lies in a frozen read-only map, as bpf_snprintf demands.
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/insns.h"
#include "kernel/internal.h"
#include "kernel/ksym_prog.h"

enum { TEXT_SIZE = 240 };
struct entry {
	uint64_t addr;
	int64_t length;
	char text[TEXT_SIZE];
};
struct shared {
	uint64_t n, unused;
	struct entry entries[KSYM_BATCH];
};

struct ksym_prog {
	int map_fd, format_fd, prog_fd;
	struct shared *shared;
};

static int make_array(uint32_t value_size, uint32_t flags)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = value_size };
	attr.max_entries = 1;
	attr.map_flags = flags;
	return (int)kern_bpf(BPF_MAP_CREATE, &attr, sizeof(attr));
}

static int make_format(void)
{
	static const char format[8] = "%pS";
	uint32_t key = 0;
	int fd = make_array(sizeof(format), BPF_F_RDONLY_PROG);
	if (fd < 0)
		return fd;
	union bpf_attr attr = { .map_fd = (uint32_t)fd };
	int err = kern_map_update(fd, &key, format, 0);
	err = err ? err : (int)kern_bpf(BPF_MAP_FREEZE, &attr, sizeof(attr));
	if (!err)
		return fd;
	close(fd);
	return err;
}

static int load(const struct bpf_insn *insns, uint32_t n, uint32_t type, uint32_t flags)
{
	union bpf_attr attr = { .prog_type = type, .insn_cnt = n, .insns = kern_ptr(insns), .license = kern_ptr("GPL") };
	attr.prog_flags = flags;
	return (int)kern_bpf(BPF_PROG_LOAD, &attr, sizeof(attr));
}

/* for (r7 = 0; r7 < KSYM_BATCH && r7 < n; r7++) entry->length = snprintf(entry->text, …, "%pS", entry->addr) */
static int load_formatter(int map_fd, int format_fd)
{
	const struct bpf_insn insns[] = {
		MAP_VALUE(BPF_REG_6, map_fd, 0),
		LOAD_U64(BPF_REG_8, BPF_REG_6, offsetof(struct shared, n)),
		MOV_IMM(BPF_REG_7, 0),
		JUMP_GE_IMM(BPF_REG_7, KSYM_BATCH, 16), /* loop: to the end */
		JUMP_GE_REG(BPF_REG_7, BPF_REG_8, 15),
		MOV_REG(BPF_REG_9, BPF_REG_7),
		ALU_IMM(BPF_MUL, BPF_REG_9, sizeof(struct entry)),
		ADD_REG(BPF_REG_9, BPF_REG_6),
		ALU_IMM(BPF_ADD, BPF_REG_9, offsetof(struct shared, entries)),
		MOV_REG(BPF_REG_1, BPF_REG_9),
		ALU_IMM(BPF_ADD, BPF_REG_1, offsetof(struct entry, text)),
		MOV_IMM(BPF_REG_2, TEXT_SIZE),
		MAP_VALUE(BPF_REG_3, format_fd, 0),
		MOV_REG(BPF_REG_4, BPF_REG_9),
		MOV_IMM(BPF_REG_5, sizeof(uint64_t)),
		CALL(BPF_FUNC_snprintf),
		STORE_U64(BPF_REG_9, offsetof(struct entry, length), BPF_REG_0),
		ALU_IMM(BPF_ADD, BPF_REG_7, 1),
		JUMP(-17),
		MOV_IMM(BPF_REG_0, 0), /* end */
		EXIT(),
	};
	return load(insns, ARRAY_LEN(insns), BPF_PROG_TYPE_RAW_TRACEPOINT, 0);
}

static void *map_shared(int fd, size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return p == MAP_FAILED ? NULL : p;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

struct ksym_prog *ksym_prog_new(void)
{
	struct ksym_prog *p = xcalloc(1, sizeof(*p));
	p->prog_fd = -1;
	p->map_fd = make_array(sizeof(struct shared), BPF_F_MMAPABLE);
	p->format_fd = make_format();
	if (p->map_fd >= 0 && p->format_fd >= 0)
		p->prog_fd = load_formatter(p->map_fd, p->format_fd);
	if (p->prog_fd >= 0)
		p->shared = map_shared(p->map_fd, sizeof(*p->shared));
	if (p->shared)
		return p;
	ksym_prog_free(p);
	return NULL;
}

void ksym_prog_free(struct ksym_prog *p)
{
	if (!p)
		return;
	if (p->shared)
		munmap(p->shared, sizeof(*p->shared));
	close_if_open(p->prog_fd);
	close_if_open(p->format_fd);
	close_if_open(p->map_fd);
	free(p);
}

int ksym_prog_run(struct ksym_prog *p, const uint64_t *addrs, size_t n)
{
	assert(n <= KSYM_BATCH);
	p->shared->n = n;
	for (size_t i = 0; i < n; i++) {
		p->shared->entries[i].addr = addrs[i];
		p->shared->entries[i].length = 0;
	}
	return kern_prog_run(p->prog_fd, BPF_PROG_TYPE_RAW_TRACEPOINT, NULL, NULL);
}

const char *ksym_prog_text(const struct ksym_prog *p, size_t i)
{
	const struct entry *e = &p->shared->entries[i];
	return e->length > 0 && e->length <= TEXT_SIZE ? e->text : NULL;
}

/* ---- the other way: an address by name ---- */

/* Shared with the look-up program: size counts the NUL. */
struct lookup {
	uint64_t size, result;
	char name[512];
};

/* return bpf_kallsyms_lookup_name(name, size & 0x1ff, 0, &result) */
static int load_lookup(int map_fd)
{
	const struct bpf_insn insns[] = {
		MAP_VALUE(BPF_REG_6, map_fd, 0),
		MOV_REG(BPF_REG_1, BPF_REG_6),
		ALU_IMM(BPF_ADD, BPF_REG_1, offsetof(struct lookup, name)),
		LOAD_U64(BPF_REG_2, BPF_REG_6, offsetof(struct lookup, size)),
		ALU_IMM(BPF_AND, BPF_REG_2, sizeof(((struct lookup *)0)->name) - 1),
		MOV_IMM(BPF_REG_3, 0),
		MOV_REG(BPF_REG_4, BPF_REG_6),
		ALU_IMM(BPF_ADD, BPF_REG_4, offsetof(struct lookup, result)),
		CALL(BPF_FUNC_kallsyms_lookup_name),
		EXIT(),
	};
	return load(insns, ARRAY_LEN(insns), BPF_PROG_TYPE_SYSCALL, BPF_F_SLEEPABLE);
}

static int run_lookup(int prog_fd, struct lookup *shared, const char *name, uint64_t *ret)
{
	int result;
	shared->size = strlen(name) + 1;
	memcpy(shared->name, name, shared->size);
	int err = kern_prog_run(prog_fd, BPF_PROG_TYPE_SYSCALL, &result, NULL);
	if (err || result)
		return err ? err : result;
	*ret = shared->result;
	return 0;
}

int ksym_prog_lookup(const char *name, uint64_t *ret)
{
	if (strlen(name) + 1 >= sizeof(((struct lookup *)0)->name))
		return -EINVAL;
	int map_fd = make_array(sizeof(struct lookup), BPF_F_MMAPABLE);
	if (map_fd < 0)
		return map_fd;
	struct lookup *shared = NULL;
	int err = -EOPNOTSUPP, prog_fd = load_lookup(map_fd);
	if (prog_fd >= 0)
		shared = map_shared(map_fd, sizeof(*shared));
	if (shared) {
		err = run_lookup(prog_fd, shared, name, ret);
		munmap(shared, sizeof(*shared));
	}
	close_if_open(prog_fd);
	close(map_fd);
	return err;
}
