/* Programs and BTF into the kernel: relocation, load, the verifier's log when a load was refused, test runs. */
#include <errno.h>
#include <time.h>

#include "kernel/internal.h"

enum {
	MAX_BUSY_TRIES = 5,
	DEFAULT_LOG_SIZE = 1000000,
	MAX_LOG_SIZE = 64 << 20,
};

/* ---- relocation ---- */

static void relocate(struct bpf_insn *insns, const struct cg_program *p, const struct kern_map *maps)
{
	for (size_t i = 0; i < p->relocs.len; i++) {
		const struct cg_reloc *r = &p->relocs.data[i];
		struct bpf_insn *insn = &insns[r->insn];
		if (r->kind != CG_RELOC_MAP && r->kind != CG_RELOC_MAP_VALUE)
			continue;
		assert(maps[r->index].fd >= 0);
		insn->src_reg = r->kind == CG_RELOC_MAP ? BPF_PSEUDO_MAP_FD : BPF_PSEUDO_MAP_VALUE;
		insn->imm = maps[r->index].fd;
	}
}

/* ---- load ---- */

/* Function and line information is part of a program's BTF: without it the kernel refuses the records. */
static void set_info(union bpf_attr *attr, const struct kern_load *load)
{
	if (load->btf_fd <= 0)
		return;
	attr->prog_btf_fd = (uint32_t)load->btf_fd;
	attr->func_info = kern_ptr(load->func_info);
	attr->func_info_cnt = load->func_info_count;
	attr->func_info_rec_size = sizeof(struct bpf_func_info);
	attr->line_info = kern_ptr(load->line_info);
	attr->line_info_cnt = load->line_info_count;
	attr->line_info_rec_size = sizeof(struct bpf_line_info);
}

static void set_attr(union bpf_attr *attr, const struct bpf_insn *insns, uint32_t n, const struct kern_load *load)
{
	*attr = (union bpf_attr){ 0 };
	attr->prog_type = load->prog_type;
	attr->expected_attach_type = load->attach_type;
	attr->insns = kern_ptr(insns);
	attr->insn_cnt = n;
	attr->license = kern_ptr(load->license ? load->license : "GPL");
	attr->attach_btf_id = load->attach_btf_id;
	if (load->attach_prog_fd > 0)
		attr->attach_prog_fd = (uint32_t)load->attach_prog_fd;
	else if (load->attach_btf_obj_fd > 0)
		attr->attach_btf_obj_fd = (uint32_t)load->attach_btf_obj_fd;
	for (size_t i = 0; load->name && load->name[i] && i < BPF_OBJ_NAME_LEN - 1; i++)
		attr->prog_name[i] = load->name[i];
	set_info(attr, load);
}

/* The verifier gives up with EAGAIN when a signal arrives. */
static int load_retrying(union bpf_attr *attr)
{
	int fd = -EAGAIN;
	for (int i = 0; i < MAX_BUSY_TRIES && fd == -EAGAIN; i++)
		fd = (int)kern_bpf(BPF_PROG_LOAD, attr, sizeof(*attr));
	return fd;
}

/* Loads with a log, in a buffer that grows while it is too small for the whole log (before Linux 6.4 its end is cut). */
static int load_logging(union bpf_attr *attr, const struct kern_load *load, char **ret_log)
{
	uint32_t size = load->log_size ? load->log_size : DEFAULT_LOG_SIZE;
	attr->log_level = load->log_level ? load->log_level : 1;
	for (;; size *= 4) {
		char *log = xmalloc(size);
		log[0] = '\0';
		attr->log_buf = kern_ptr(log);
		attr->log_size = size;
		int fd = load_retrying(attr);
		if (fd != -ENOSPC || size >= MAX_LOG_SIZE) {
			*ret_log = log;
			return fd;
		}
		free(log);
	}
}

/* An empty log says nothing. */
static void drop_empty(char **log)
{
	if (*log && !**log) {
		free(*log);
		*log = NULL;
	}
}

int kern_prog_load(const struct cg_program *p, const struct kern_load *load, const struct kern_map *maps, char **ret_log)
{
	union bpf_attr attr;
	struct bpf_insn *insns = xmalloc(p->insn_count * sizeof(*insns));
	memcpy(insns, p->insns, p->insn_count * sizeof(*insns));
	relocate(insns, p, maps);
	set_attr(&attr, insns, p->insn_count, load);
	char *log = NULL;
	int fd = load->log_level ? load_logging(&attr, load, &log) : load_retrying(&attr);
	if (fd < 0 && !load->log_level && ret_log) {
		int again = load_logging(&attr, load, &log);
		if (again >= 0)
			fd = again;
	}
	free(insns);
	drop_empty(&log);
	if (ret_log)
		*ret_log = log;
	else
		free(log);
	return fd;
}

static int load_btf(const void *data, uint32_t size, char *log, uint32_t log_size)
{
	union bpf_attr attr = { 0 };
	attr.btf = kern_ptr(data);
	attr.btf_size = size;
	if (log) {
		attr.btf_log_buf = kern_ptr(log);
		attr.btf_log_size = log_size;
		attr.btf_log_level = 1;
	}
	return (int)kern_bpf(BPF_BTF_LOAD, &attr, sizeof(attr));
}

int kern_btf_load(const void *data, uint32_t size, char **ret_log)
{
	if (ret_log)
		*ret_log = NULL;
	int fd = load_btf(data, size, NULL, 0);
	if (fd >= 0 || !ret_log)
		return fd;
	*ret_log = xcalloc(1, DEFAULT_LOG_SIZE);
	int again = load_btf(data, size, *ret_log, DEFAULT_LOG_SIZE);
	drop_empty(ret_log);
	return again >= 0 ? again : fd;
}

/* ---- test runs ---- */

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

int kern_prog_run(int prog_fd, uint32_t prog_type, int *ret_retval, uint64_t *ret_duration_ns)
{
	/* Raw tracepoints take a context of at most 12 words, xdp a packet of at least 14 bytes and nothing else. */
	uint64_t context[12] = { 0 }, packet[8] = { 0 };
	union bpf_attr attr = { 0 };
	attr.test.prog_fd = (uint32_t)prog_fd;
	if (prog_type == BPF_PROG_TYPE_XDP) {
		attr.test.data_in = kern_ptr(packet);
		attr.test.data_size_in = sizeof(packet);
		attr.test.repeat = 1;
	} else if (prog_type == BPF_PROG_TYPE_RAW_TRACEPOINT) {
		attr.test.ctx_in = kern_ptr(context);
		attr.test.ctx_size_in = sizeof(context);
	}
	uint64_t start = now_ns();
	int err = (int)kern_bpf(BPF_PROG_TEST_RUN, &attr, sizeof(attr));
	uint64_t took = now_ns() - start;
	if (err)
		return err;
	if (ret_retval)
		*ret_retval = (int)attr.test.retval;
	if (ret_duration_ns)
		*ret_duration_ns = prog_type == BPF_PROG_TYPE_XDP ? attr.test.duration : took;
	return 0;
}

uint64_t kern_prog_missed(int prog_fd)
{
	struct bpf_prog_info info = { 0 };
	union bpf_attr attr = { .info = { .bpf_fd = (uint32_t)prog_fd, .info_len = sizeof(info), .info = kern_ptr(&info) } };
	return kern_bpf(BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof(attr)) < 0 ? 0 : info.recursion_misses;
}
