# The benchmark's programs: the measuring one, hand-written tracers with libbpf, the counter of executed instructions.

BENCH = $(BUILD)/bench
BENCH_CFLAGS = -std=gnu11 $(WARN) -D_GNU_SOURCE -O2 -g
BENCH_C = $(patsubst bench/c/%.bpf.c,$(BENCH)/%.bpf.o,$(wildcard bench/c/*.bpf.c))
BENCH_LIBBPF = $(patsubst bench/libbpf/%.bpf.c,$(BENCH)/%,$(wildcard bench/libbpf/*.bpf.c))
BENCH_SRCS = $(addprefix bench/,main.c measure.c tracers.c startup.c attach.c events.c stream.c dump.c compile.c)

.PHONY: bench-programs
bench-programs: $(BENCH)/bench $(BENCH)/nothing $(BENCH)/insns $(BENCH_C) $(BENCH_LIBBPF)

# Static: it runs in the VMs too, and a program it starts begins with its memory.
$(BENCH)/bench: $(BENCH_SRCS) bench/bench.h bench/measure.h
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) -static $(BENCH_SRCS) -o $@

$(BENCH)/insns: bench/insns.c bench/image.c bench/emulator.c bench/image.h bench/emulator.h $(LIB_OBJS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Ibench $(filter %.c,$^) $(LIB_OBJS) -o $@ $(LIBS)

$(BENCH)/nothing: bench/libbpf/nothing.c
	@mkdir -p $(@D)
	$(CC) $(BENCH_CFLAGS) -static $< -o $@

$(BENCH)/vmlinux.h:
	@mkdir -p $(@D)
	bpftool btf dump file /sys/kernel/btf/vmlinux format c > $@.part
	mv $@.part $@

BPF_CLANG = clang -std=gnu11 -O2 -g -target bpf -D__TARGET_ARCH_x86 -I$(BENCH)

$(BENCH)/%.bpf.o: bench/c/%.bpf.c bench/c/common.h $(BENCH)/vmlinux.h
	$(BPF_CLANG) -c $< -o $@

$(BENCH_LIBBPF:%=%.bpf.o): $(BENCH)/%.bpf.o: bench/libbpf/%.bpf.c bench/c/common.h $(BENCH)/vmlinux.h
	$(BPF_CLANG) -c $< -o $@

$(BENCH_LIBBPF): $(BENCH)/%: bench/libbpf/%.c bench/libbpf/minimal.h $(BENCH)/%.bpf.o
	$(CC) $(BENCH_CFLAGS) -static $< -o $@ $(STATIC_LIBS)
