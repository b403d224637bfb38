/* Loading and running programs, and refusals read back. */
#include <errno.h>
#include <unistd.h>

#include "kernel/insns.h"
#include "kernel/kernel.h"
#include "unit.h"

static const struct kern_load raw_load = { .name = "unit_test", .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT };

static struct cg_program program_of(struct bpf_insn *insns, uint32_t n)
{
	return (struct cg_program){ .name = "unit_test", .insns = insns, .insn_count = n };
}

TEST(kernel_loads_relocates_and_runs_a_program)
{
	SKIP_UNLESS(!geteuid());
	struct ir_map def = { .name = "m", .bpf_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 16,
			      .max_entries = 1, .present_offset = UINT32_MAX };
	struct kern_map m;
	REQUIRE(!kern_map_create(&def, 0, 0, 0, &m));
	struct bpf_insn insns[] = {
		INSN(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, 0, 0, 0), INSN(0, 0, 0, 0, 8),
		MOV_IMM(BPF_REG_2, 42), STORE_U64(BPF_REG_1, 0, BPF_REG_2), MOV_IMM(BPF_REG_0, 5), EXIT(),
	};
	struct cg_program p = program_of(insns, ARRAY_LEN(insns));
	vec_push(NULL, &p.relocs, ((struct cg_reloc){ .insn = 0, .kind = CG_RELOC_MAP_VALUE, .index = 0 }));
	char *log = (char *)"x";
	int fd = kern_prog_load(&p, &raw_load, &m, &log), retval = -1;
	CHECK(!log);
	REQUIRE(fd >= 0);
	uint64_t took = 0, value[2] = { 0 };
	CHECK_INT(kern_prog_run(fd, BPF_PROG_TYPE_RAW_TRACEPOINT, &retval, &took), 0);
	CHECK_INT(retval, 5);
	CHECK(took > 0);
	uint32_t key = 0;
	CHECK_INT(kern_map_lookup(m.fd, &key, value), 0);
	CHECK_INT(value[1], 42);
	close(fd);
	kern_map_close(&m);
	vec_free(&p.relocs);
}

TEST(kernel_runs_xdp_programs)
{
	SKIP_UNLESS(!geteuid());
	struct bpf_insn insns[] = { MOV_IMM(BPF_REG_0, 1), EXIT() };
	struct cg_program p = program_of(insns, ARRAY_LEN(insns));
	struct kern_load load = { .name = "x", .prog_type = BPF_PROG_TYPE_XDP };
	int fd = kern_prog_load(&p, &load, NULL, NULL), retval = -1;
	REQUIRE(fd >= 0);
	CHECK_INT(kern_prog_run(fd, BPF_PROG_TYPE_XDP, &retval, NULL), 0);
	CHECK_INT(retval, 1);
	close(fd);
}

static void explain(const char *log, uint32_t lines_at, const char *want, uint32_t want_begin)
{
	static const struct source source = { "stdin", "begin { one(); two(); }", 23 };
	struct arena *a = arena_new();
	struct cg_program p = { .name = "x" };
	vec_push(a, &p.lines, ((struct cg_line){ 0, { &source, 8, 13, NULL } }));
	vec_push(a, &p.lines, ((struct cg_line){ lines_at, { &source, 15, 20, NULL } }));
	struct span span;
	const char *reason;
	bool found = kern_verifier_explain(a, &p, log, &span, &reason);
	CHECK(found);
	if (found) {
		CHECK_STR(reason, want);
		CHECK_INT(span.begin, want_begin);
	}
	arena_free(a);
}

TEST(kernel_refusal_is_explained_at_its_line)
{
	SKIP_UNLESS(!geteuid());
	struct bpf_insn insns[] = {
		MOV_IMM(BPF_REG_1, 5), MOV_IMM(BPF_REG_3, 5), LOAD_U64(BPF_REG_2, BPF_REG_1, 0), MOV_IMM(BPF_REG_0, 0), EXIT(),
	};
	struct cg_program p = program_of(insns, ARRAY_LEN(insns));
	char *log = NULL;
	CHECK(kern_prog_load(&p, &raw_load, NULL, &log) < 0);
	REQUIRE(log);
	explain(log, 2, "memory is read through a number", 15);
	explain(log, 3, "memory is read through a number", 8);
	free(log);
}

TEST(kernel_verifier_complaints)
{
	explain("func#0 @0\n0: R1=ctx() R10=fp0\n; begin { } @ script:1\n0: (79) r1 = *(u64 *)(r1 +0)\n"
		"1: (85) call bpf_d_path#147\nhelper call is not allowed in probe\nprocessed 2 insns\n",
		1, "helper bpf_d_path not allowed in probe", 15);
	explain("0: (85) call bpf_map_lookup_elem#1\n1: R0_w=map_value_or_null(id=1,off=0)\n"
		"1: (79) r1 = *(u64 *)(r0 +0)\nR0 invalid mem access 'map_value_or_null'\n"
		"verification time 23 usec\nstack depth 8\nprocessed 2 insns\n",
		1, "result needs to be null-checked before accessing fields", 15);
	explain("back-edge from insn 9 to 3\nprocessed 0 insns\n", 5, "this kernel does not allow loops here", 15);
	explain("0: (b7) r0 = 0\nsome new complaint\n", 5, "some new complaint", 8);
	explain("0: (85) call bpf_x#9\nprogram of this type cannot use helper bpf_x#9\n", 5,
		"helper bpf_x not allowed in probe", 8);
	struct cg_program p = { 0 };
	struct span span;
	const char *reason;
	CHECK(!kern_verifier_explain(NULL, &p, "", &span, &reason));
	CHECK(!kern_verifier_explain(NULL, &p, "0: (b7) r0 = 0\nprocessed 1 insns\n", &span, &reason));
}

TEST(kernel_refusal_without_log_is_an_errno)
{
	SKIP_UNLESS(!geteuid());
	struct bpf_insn insns[] = { MOV_IMM(BPF_REG_0, 0), EXIT() };
	struct cg_program p = program_of(insns, ARRAY_LEN(insns));
	struct kern_load load = { .name = "x", .prog_type = 4711 };
	char *log = NULL;
	CHECK_INT(kern_prog_load(&p, &load, NULL, &log), -EINVAL);
	CHECK(!log);
}
