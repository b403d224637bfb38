/*
 * The interpreter. Memory of different kinds stands far apart in one address space; an access outside ends the run with
 * an error. Helpers do something simple that depends on all they may depend on: those with effects go into the trace.
 */
#include "opt_interp.h"

#include <linux/bpf.h>
#include <stdlib.h>

#define STEP_LIMIT 200000
#define REGION(n) ((uint64_t)(n) << 40)
enum { IN_SLOTS = 1, IN_MAPS = 2, IN_ELEMENTS = 3, IN_RECORD = 4, IN_CTX = 5, A_MAP = 6 };

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 31;
}

static unsigned char *at(struct interp *m, uint64_t addr, uint64_t size)
{
	uint64_t off = addr & (REGION(1) - 1), kind = addr >> 40;
	const struct {
		unsigned char *base;
		size_t size;
	} regions[] = {
		[0] = { NULL, 0 },
		[IN_SLOTS] = { m->slots[0], sizeof(m->slots) },
		[IN_MAPS] = { m->maps[0], sizeof(m->maps) },
		[IN_ELEMENTS] = { m->elements[0][0], sizeof(m->elements) },
		[IN_RECORD] = { m->record, sizeof(m->record) },
	};

	if (kind >= ARRAY_LEN(regions) || off > regions[kind].size || size > regions[kind].size - off) {
		m->error = "bad address";
		return m->slots[0];
	}
	return regions[kind].base + off;
}

static uint64_t load(struct interp *m, uint64_t addr, unsigned size, bool is_signed)
{
	uint64_t v = 0;

	memcpy(&v, at(m, addr, size), size);
	if (is_signed && size < 8)
		v = (uint64_t)((int64_t)(v << (64 - 8 * size)) >> (64 - 8 * size));
	return v;
}

static void trace_bytes(struct interp *m, uint64_t addr, unsigned size)
{
	m->trace = mix(m->trace, hash_bytes(at(m, addr, size), size));
}

static uint64_t lookup(struct interp *m, uint64_t map, uint64_t key)
{
	uint64_t n = load(m, key, 8, false) % (INTERP_ELEMENTS + 2);
	uint64_t index = map - REGION(A_MAP);

	return n < INTERP_ELEMENTS ? REGION(IN_ELEMENTS) + (index * INTERP_ELEMENTS + n) * 8 : 0;
}

static uint64_t read_memory(struct interp *m, uint64_t dst, uint64_t size, uint64_t src)
{
	for (uint64_t n = 0; n < size; n++)
		*at(m, dst + n, 1) = src >> 40 == IN_CTX ? 0x11 : (unsigned char)(src * 7 + n);
	return src & 1;
}

static uint64_t call_helper(struct interp *m, int64_t helper, const uint64_t *a)
{
	switch (helper) {
	case BPF_FUNC_get_current_pid_tgid: return 0x1234500006789;
	case BPF_FUNC_get_smp_processor_id: return 3;
	case BPF_FUNC_ktime_get_ns: return 1000000007;
	case BPF_FUNC_map_lookup_elem: return lookup(m, a[0], a[1]);
	case BPF_FUNC_map_update_elem:
		m->trace = mix(m->trace, a[0]);
		trace_bytes(m, a[1], 8);
		trace_bytes(m, a[2], 8);
		return 0;
	case BPF_FUNC_probe_read_kernel: return read_memory(m, a[0], a[1], a[2]);
	case BPF_FUNC_get_func_arg:
		*(uint64_t *)(void *)at(m, a[2], 8) = m->ctx[a[1] % INTERP_CTX_WORDS];
		return 0;
	case BPF_FUNC_get_current_comm:
		strncpy((char *)at(m, a[0], a[1]), "some name", a[1]);
		return 0;
	case BPF_FUNC_ringbuf_reserve:
		memset(m->record, 0x55, sizeof(m->record));
		return m->trace & 3 ? REGION(IN_RECORD) : 0;
	case BPF_FUNC_ringbuf_submit:
		trace_bytes(m, a[0], sizeof(m->record));
		return 0;
	case BPF_FUNC_ringbuf_output:
		trace_bytes(m, a[1], a[2]);
		return 0;
	default: /* unknown: reads and changes a word behind its first argument */
		trace_bytes(m, a[0], 8);
		*at(m, a[0], 1) += 3;
		return m->trace & 0xff;
	}
}

static void copy(struct interp *m, const struct ir_insn *i, uint64_t dst, uint64_t src)
{
	memmove(at(m, dst + ir_memcpy_dst(i), ir_memcpy_size(i)), at(m, src + ir_memcpy_src(i), ir_memcpy_size(i)),
		ir_memcpy_size(i));
}

static void add_atomically(struct interp *m, uint64_t addr, unsigned size, uint64_t v)
{
	uint64_t sum = load(m, addr, size, false) + v;

	memcpy(at(m, addr, size), &sum, size);
}

static uint64_t execute(struct interp *m, const struct ir_insn *i, const uint64_t *a)
{
	uint64_t v = 0;

	if (i->op != IR_const && ir_eval(i->op, i->imm, a[0], a[1], &v))
		return v;
	switch (i->op) {
	case IR_const: return i->imm;
	case IR_param: return REGION(IN_CTX);
	case IR_slot: return REGION(IN_SLOTS) + i->imm * INTERP_SLOT_BYTES;
	case IR_map_ptr: return REGION(A_MAP) + i->imm;
	case IR_map_value: return REGION(IN_MAPS) + i->imm * INTERP_MAP_BYTES + i->imm2;
	case IR_load: return load(m, a[0] + i->imm, ir_size(i), i->imm2 & IR_SIGNED);
	case IR_load_ctx: memcpy(&v, (char *)m->ctx + i->imm, ir_size(i)); return v;
	case IR_store: memcpy(at(m, a[0] + i->imm, i->imm2), &a[1], i->imm2); break;
	case IR_atomic_add: add_atomically(m, a[0] + i->imm, i->imm2, a[1]); break;
	case IR_memzero: memset(at(m, a[0] + i->imm, i->imm2), 0, i->imm2); break;
	case IR_memcpy: copy(m, i, a[0], a[1]); break;
	case IR_call: return call_helper(m, i->imm, a);
	default: break;
	}
	return 0;
}

/* Phis take their values at once, before any of them changes. */
static struct ir_insn *enter(struct ir_block *b, const struct ir_block *from, uint64_t *values)
{
	struct ir_insn *i = b->first;
	uint64_t next[256];
	size_t n = 0, pred = 0;

	while (from && b->preds.data[pred] != from)
		pred++;
	for (; i->op == IR_phi; i = i->next)
		next[n++ % 256] = values[i->args[pred]->id];
	n = 0;
	for (struct ir_insn *phi = b->first; phi->op == IR_phi; phi = phi->next)
		values[phi->id] = next[n++ % 256];
	return i;
}

static struct ir_block *run_block(struct interp *m, struct ir_block *b, const struct ir_block *from, uint64_t *values)
{
	for (struct ir_insn *i = enter(b, from, values); i && !m->error; i = i->next) {
		uint64_t a[5] = { 0 };

		if (++m->steps > STEP_LIMIT)
			m->error = "too many steps";
		for (uint32_t n = 0; n < i->arg_count; n++)
			a[n] = values[i->args[n]->id];
		switch (i->op) {
		case IR_br: return b->succ[0];
		case IR_condbr: return b->succ[a[0] == 0];
		case IR_ret: m->result = a[0]; return NULL;
		default: break;
		}
		a[0] = execute(m, i, a);
		if (i->id != IR_NO_ID)
			values[i->id] = a[0];
	}
	return NULL;
}

void interp_run(struct interp *m, const struct ir_module *module)
{
	struct ir_func *f = module->funcs.data[0];
	uint64_t *values = xcalloc(f->next_id + 1, sizeof(*values));
	struct ir_block *b = f->first, *from = NULL, *next;

	if (f->slots.len > INTERP_SLOTS)
		m->error = "too many slots";
	while (b && !m->error) {
		next = run_block(m, b, from, values);
		from = b;
		b = next;
	}
	free(values);
}

const char *interp_difference(const struct interp *a, const struct interp *b)
{
	if (a->error || b->error)
		return a->error != b->error ? "error" : NULL;
	if (a->result != b->result)
		return "result";
	if (a->trace != b->trace)
		return "calls";
	if (memcmp(a->maps, b->maps, sizeof(a->maps)) || memcmp(a->elements, b->elements, sizeof(a->elements)))
		return "maps";
	return NULL;
}
