# sonde: plain GNU make and pkg-config. `make help` lists the targets.

VERSION := 0.1.0
CC ?= gcc
BUILD ?= build
PREFIX ?= /usr/local
PKGS := libbpf libelf libdw zlib
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-unused-parameter -Wno-missing-field-initializers
CFLAGS ?= -O2 -g
ALL_CFLAGS = -std=gnu11 $(WARN) -D_GNU_SOURCE -DSONDE_VERSION='"$(VERSION)"' -Isrc $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -liberty
STATIC_LIBS = $(shell pkg-config --static --libs $(PKGS)) -liberty

LIB_SRCS := $(sort $(filter-out src/main.c,$(wildcard src/*/*.c)))
LIB_OBJS = $(LIB_SRCS:src/%.c=$(BUILD)/obj/%.o)

.PHONY: all static check test demo bench lint install clean help
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

check: unit golden-check lint ## tests that need no root and no kernel, in seconds; T=word selects

test: ## all tests: installs what is missing, then check, fuzz inputs, run cases here and in the VMs
	scripts/install-deps
	scripts/test-all

demo: ## installs what is missing, builds, shows a histogram of live TCP traffic
	scripts/install-deps
	$(MAKE) all static test-programs
	scripts/demo

bench: ## ratios against other tracers and hand-written libbpf programs: installs what is missing, builds, measures
	scripts/install-deps build bench
	$(MAKE) all static bench-programs
	bench/run

lint: $(BUILD)/tests/registry ## include directions, registries without cases, words that do not belong
	REGISTRY=$< scripts/lint

install: static ## into $(PREFIX)/bin, with the alias bpftrace
	install -D -m 755 $(BUILD)/static/sonde $(DESTDIR)$(PREFIX)/bin/sonde
	ln -sf sonde $(DESTDIR)$(PREFIX)/bin/bpftrace
	install -D -m 644 docs/sonde.1 $(DESTDIR)$(PREFIX)/share/man/man1/sonde.1

clean: ## remove build/
	rm -rf $(BUILD)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
-include tests/tests.mk
-include bench/bench.mk
