# Fuzz targets: `make fuzz [N=runs] [SEED=n] [T=name]` mutates the seeds of each under ASan and UBSan. A target needs the
# folders that the line FUZZ_DIRS_name names; without one, all.

N ?= 2000
SEED ?= 1
FUZZ_DIRS_btf = base types
FUZZ_DIRS_format = base types
FUZZ_DIRS_parse = base types lang

FUZZ_NAMES = $(sort $(filter-out driver,$(basename $(notdir $(wildcard tests/fuzz/*.c)))))
FUZZ_LIB = $(filter $(foreach d,$(or $(FUZZ_DIRS_$(1)),*),$(if $(filter *,$(d)),%,$(BUILD)/unit/$(d)/%)),$(LIB_SRCS:src/%.c=$(BUILD)/unit/%.o))

# The whole compiler starts from all programs of the cases.
FUZZ_FILES_compile = $(BUILD)/fuzz/seeds/*

.PHONY: fuzz
fuzz: $(addprefix $(BUILD)/fuzz/,$(or $(T),$(FUZZ_NAMES))) $(BUILD)/fuzz/seeds ## mutated inputs under ASan and UBSan; N=runs SEED=n T=name
	@set -e; $(foreach f,$(or $(T),$(FUZZ_NAMES)),$(BUILD)/fuzz/$(f) -n $(N) -s $(SEED) $(FUZZ_FILES_$(f));)

$(BUILD)/fuzz/seeds: $(shell find tests/compile tests/run -name '*.t' -o -name '*.case') tests/fuzz/seeds.awk
	@rm -rf $@ && mkdir -p $@
	awk -v dir=$@ -f tests/fuzz/seeds.awk $(filter-out %.awk,$^)

.SECONDEXPANSION:
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c tests/fuzz/fuzz.h $$(call FUZZ_LIB,$$*)
	@mkdir -p $(@D)
	$(CC) $(UNIT_CFLAGS) -Itests/fuzz $(filter %.c %.o,$^) -o $@ $(LIBS)
