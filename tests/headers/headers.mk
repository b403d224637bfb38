# Proof of the C declaration reader against real kernel headers.
.PHONY: headers
headers: $(BUILD)/headers/layouts ## layouts of a kernel's headers, compared with its BTF
	tests/headers/run $(abspath $<)

$(BUILD)/headers/layouts: tests/headers/layouts.c $(filter $(foreach d,base types lang,$(BUILD)/obj/$(d)/%),$(LIB_OBJS))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $^ -o $@ $(LIBS)
