# Unit tests: everything but main.c, built with ASan and UBSan. `make unit T=word` runs those whose file or name has the
# word; UNIT_DIRS limits the folders built (for work on one folder: make unit UNIT_DIRS="base types").

UNIT_DIRS ?= $(sort $(notdir $(patsubst %/,%,$(dir $(LIB_SRCS)))))
UNIT_LIB_SRCS = $(filter $(foreach d,$(UNIT_DIRS),src/$(d)/%),$(LIB_SRCS))
UNIT_TEST_SRCS = tests/unit/main.c $(sort $(wildcard $(foreach d,$(UNIT_DIRS),tests/unit/$(d)_*.c)))
UNIT_OBJS = $(UNIT_LIB_SRCS:src/%.c=$(BUILD)/unit/%.o) $(UNIT_TEST_SRCS:tests/unit/%.c=$(BUILD)/unit/tests/%.o)
UNIT_CFLAGS = $(filter-out -O2,$(ALL_CFLAGS)) -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -Itests/unit
# One program for each selection of folders, so that a partial build does not pass for the whole.
UNIT_PROGRAM = $(BUILD)/unit/run-$(shell echo $(UNIT_DIRS) | cksum | cut -d' ' -f1)

.PHONY: unit
unit: $(UNIT_PROGRAM) ## unit tests under ASan and UBSan; T=word selects
	ASAN_OPTIONS=detect_leaks=1 $< $(T)

$(BUILD)/unit/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(UNIT_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/unit/tests/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(CC) $(UNIT_CFLAGS) -MMD -MP -c $< -o $@

$(UNIT_PROGRAM): $(UNIT_OBJS)
	$(CC) $(UNIT_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

# sonde itself under the sanitizers, for the golden cases.
$(BUILD)/unit/sonde: $(LIB_SRCS:src/%.c=$(BUILD)/unit/%.o) $(BUILD)/unit/main.o
	$(CC) $(UNIT_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

# The same tests as one static program without sanitizers, for the VMs: tests/vm/run 5.10 -- build/unit/static codegen
UNIT_STATIC_OBJS = $(UNIT_LIB_SRCS:src/%.c=$(BUILD)/obj/%.o) $(UNIT_TEST_SRCS:tests/unit/%.c=$(BUILD)/unit/static-tests/%.o)

.PHONY: unit-static
unit-static: $(UNIT_STATIC_OBJS) ## build/unit/static: unit tests as one static program, for VMs
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -static $^ -o $(BUILD)/unit/static $(STATIC_LIBS)

$(BUILD)/unit/static-tests/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP -c $< -o $@

-include $(shell find $(BUILD)/unit -name '*.d' 2>/dev/null)
