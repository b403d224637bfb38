# sonde: plain GNU make and pkg-config. `make help` lists the targets.

VERSION := 0.1.0
CC ?= gcc
BUILD ?= build
PKGS := libbpf libelf libdw zlib
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-unused-parameter -Wno-missing-field-initializers
CFLAGS ?= -O2 -g
ALL_CFLAGS = -std=gnu11 $(WARN) -D_GNU_SOURCE -DSONDE_VERSION='"$(VERSION)"' -Isrc $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -liberty
STATIC_LIBS = $(shell pkg-config --static --libs $(PKGS)) -liberty

LIB_SRCS := $(sort $(filter-out src/main.c,$(wildcard src/*/*.c)))
LIB_OBJS = $(LIB_SRCS:src/%.c=$(BUILD)/obj/%.o)

.PHONY: all static clean help
all: $(BUILD)/sonde ## build/sonde

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/obj/lang/library.o $(BUILD)/unit/lang/library.o: src/lang/library.bt

$(BUILD)/sonde: $(LIB_OBJS) $(BUILD)/obj/main.o
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

static: $(BUILD)/static/sonde ## build/static/sonde, one fully static file
$(BUILD)/static/sonde: $(LIB_OBJS) $(BUILD)/obj/main.o
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -static $^ -o $@ $(STATIC_LIBS)
	strip $@

clean: ## remove build/
	rm -rf $(BUILD)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
-include tests/tests.mk
