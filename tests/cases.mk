# Golden cases, run cases and the workloads they drive. The workloads and the runner are static: they run in the VMs too.

RUNCASES = $(BUILD)/tests/runcases
PROGS = $(patsubst tests/progs/%.c,$(BUILD)/tests/progs/%,$(wildcard tests/progs/*.c))
TEST_CFLAGS = -std=gnu11 $(WARN) -D_GNU_SOURCE -O2 -g -fno-omit-frame-pointer
ONLY = $(if $(T),--only $(T))

.PHONY: test-programs golden-check golden golden-fixtures run-cases-here run-cases-vm docs-check
test-programs: $(RUNCASES) $(PROGS) ## the case runner and the workloads

$(RUNCASES): $(wildcard tests/tools/*.c) tests/tools/runcases.h
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -static $(filter %.c,$^) -o $@

$(BUILD)/tests/progs/%: tests/progs/%.c tests/progs/progs.h
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -static -pthread $< -o $@

# GOLDEN_SONDE=build/unit/sonde: under ASan and UBSan, as `make test` does.
GOLDEN_SONDE ?= $(BUILD)/sonde
golden-check: $(GOLDEN_SONDE) $(RUNCASES) ## golden cases of every stage, no kernel needed; T=word selects
	$(RUNCASES) --sonde $(GOLDEN_SONDE) $(ONLY) tests/compile

golden: $(BUILD)/sonde $(RUNCASES) ## write the golden texts anew, to be read as a diff
	$(RUNCASES) --sonde $(BUILD)/sonde $(ONLY) --update tests/compile
	git diff --stat -- tests/compile

# The rows of the registries as text, for scripts/lint.
$(BUILD)/tests/registry: tests/lint/registry.c $(LIB_OBJS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

# The types that golden cases see: gcc's .BTF section of a small C file.
FIXTURES = tests/compile/fixtures
golden-fixtures: ## make tests/compile/fixtures/kernel.btf and tests/run/import/calc.bpf.o anew from their sources
	@mkdir -p $(BUILD)/tests
	cd / && gcc -gbtf -O0 -c -x c - -o $(abspath $(BUILD))/tests/kernel.o < $(abspath $(FIXTURES))/kernel.c # its strings name where it ran
	objcopy -O binary --only-section=.BTF --set-section-flags .BTF=alloc $(BUILD)/tests/kernel.o $(FIXTURES)/kernel.btf
	cd tests/run/import && clang -O2 -g -fdebug-compilation-dir=. -target bpf -c calc.bpf.c -o calc.bpf.o
	cd tests/run/import && llvm-strip -g calc.bpf.o

run-cases-here: $(BUILD)/sonde test-programs ## run cases that this kernel can run; T=word selects
	$(RUNCASES) --sonde $(BUILD)/sonde --progs $(BUILD)/tests/progs $(ONLY) tests/run

run-cases-vm: $(BUILD)/sonde $(BUILD)/soak test-programs ## run cases on the kernel matrix; T=word selects, K="5.10 6.12" too
	SONDE_BUILD=$(abspath $(BUILD)) tests/vm/cases $(ONLY) $(K)

docs-check: $(BUILD)/sonde ## the examples of the documents
	tests/docs-check $(BUILD)/sonde docs/language.md
