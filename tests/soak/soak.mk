# Random programs: `make soak N=20000 [SEED=n]` runs them in this kernel; build/soak is static and runs in the VMs too.

SOAK_OBJS = $(patsubst tests/soak/%.c,$(BUILD)/soak-obj/%.o,$(sort $(wildcard tests/soak/*.c)))
SOAK_N = $(if $(filter command line environment,$(origin N)),$(N),20000)
SOAK_SEED = $(if $(filter command line environment,$(origin SEED)),$(SEED),1)

.PHONY: soak soak-here
soak: $(BUILD)/soak ## random programs, in the kernel and interpreted: N=20000 SEED=1
	$(BUILD)/soak --seed $(SOAK_SEED) --count $(SOAK_N)

soak-here: $(BUILD)/soak ## a few hundred random programs, as in CI; tests/vm/cases runs them on the kernel matrix
	$(BUILD)/soak --count 600 --seconds 45

$(BUILD)/soak: $(SOAK_OBJS) $(LIB_OBJS)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -static $^ -o $@ $(STATIC_LIBS)

$(BUILD)/soak-obj/%.o: tests/soak/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/soak -MMD -MP -c $< -o $@

-include $(wildcard $(BUILD)/soak-obj/*.d)
