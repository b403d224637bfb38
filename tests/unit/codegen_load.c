/* Loads generated programs: maps of the module are created, relocations filled in, BTF attached. */
#include "codegen_load.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#define LOG_BYTES (16 << 20)

bool load_possible(void)
{
	struct bpf_insn insns[] = { { .code = BPF_ALU64 | BPF_MOV | BPF_K }, { .code = BPF_JMP | BPF_EXIT } };
	int fd = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "probe", "GPL", insns, 2, NULL);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void create_maps(const struct cg_program *p, struct loaded *l)
{
	for (size_t k = 0; k < p->module->maps.len && k < LOAD_MAX_MAPS; k++) {
		const struct ir_map *m = p->module->maps.data[k];
		uint32_t size = m->role == IR_MAP_SCRATCH ? MAX(8u, p->scratch_bytes) : m->value_size;

		l->map_fds[l->map_count++] =
			bpf_map_create(m->bpf_type, "test", m->key_size, size, m->max_entries, NULL);
		CHECK(l->map_fds[k] >= 0);
	}
}

static struct bpf_insn *relocate(const struct cg_program *p, const struct loaded *l)
{
	struct bpf_insn *insns = xmalloc(p->insn_count * sizeof(*insns));

	memcpy(insns, p->insns, p->insn_count * sizeof(*insns));
	for (size_t k = 0; k < p->relocs.len; k++) {
		const struct cg_reloc *r = &p->relocs.data[k];

		if (r->kind == CG_RELOC_MAP || r->kind == CG_RELOC_MAP_VALUE)
			insns[r->insn].imm = l->map_fds[r->index];
	}
	return insns;
}

static int load_btf(const struct cg_program *p, struct bpf_prog_load_opts *o)
{
	struct cg_btf *b = cg_btf_new();
	struct bpf_func_info *funcs;
	struct bpf_line_info *lines;
	uint32_t size;

	CHECK_INT(cg_btf_program(b, p, &funcs, &o->func_info_cnt, &lines, &o->line_info_cnt), 0);
	const void *data = cg_btf_data(b, &size);
	o->prog_btf_fd = bpf_btf_load(data, size, NULL);
	CHECK((int)o->prog_btf_fd >= 0);
	o->func_info = funcs;
	o->func_info_rec_size = sizeof(*funcs);
	o->line_info = lines;
	o->line_info_rec_size = sizeof(*lines);
	cg_btf_free(b);
	return o->prog_btf_fd;
}

static int load_insns(const struct cg_program *p, const struct bpf_insn *insns, struct bpf_prog_load_opts *o)
{
	int fd = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "test", "GPL", insns, p->insn_count, o);

	return fd < 0 ? -errno : fd;
}

void load_program(const struct cg_program *p, struct loaded *l)
{
	LIBBPF_OPTS(bpf_prog_load_opts, o);
	struct bpf_insn *insns;
	int btf;

	*l = (struct loaded){ 0 };
	create_maps(p, l);
	insns = relocate(p, l);
	btf = load_btf(p, &o);
	l->prog_fd = load_insns(p, insns, &o);
	if (l->prog_fd < 0) {
		l->log = xcalloc(1, LOG_BYTES);
		o.log_buf = l->log;
		o.log_size = LOG_BYTES;
		o.log_level = 1;
		load_insns(p, insns, &o);
	}
	close(btf);
	free((void *)o.func_info);
	free((void *)o.line_info);
	free(insns);
}

int64_t load_run(const struct loaded *l, const uint64_t *ctx, uint32_t words)
{
	LIBBPF_OPTS(bpf_test_run_opts, o, .ctx_in = ctx, .ctx_size_in = words * 8);

	return bpf_prog_test_run_opts(l->prog_fd, &o) ? -errno : (int64_t)o.retval;
}

bool load_read_map(const struct loaded *l, uint32_t map, uint32_t key, void *value)
{
	return !bpf_map_lookup_elem(l->map_fds[map], &key, value);
}

bool load_write_map(const struct loaded *l, uint32_t map, uint32_t key, const void *value)
{
	return !bpf_map_update_elem(l->map_fds[map], &key, value, 0);
}

void load_close(struct loaded *l)
{
	for (uint32_t k = 0; k < l->map_count; k++)
		if (l->map_fds[k] >= 0)
			close(l->map_fds[k]);
	if (l->prog_fd >= 0)
		close(l->prog_fd);
	free(l->log);
}

struct cg_program *load_generate(struct arena *a, const char *text, struct cg_options opt)
{
	const char *error = NULL;
	struct ir_module *m = ir_parse(a, text, &error);
	struct cg_program *p = NULL;

	if (m)
		error = ir_verify(m);
	if (m && !error)
		p = cg_generate(a, m, &opt, &error);
	if (error)
		printf("%s\n", error);
	CHECK(p);
	return p;
}

const char *load_disassembly(struct arena *a, const struct cg_program *p)
{
	struct strbuf out = { 0 };
	const char *text;

	cg_disassemble(p, false, &out);
	text = arena_strdup(a, strbuf_str(&out));
	strbuf_done(&out);
	return text;
}
