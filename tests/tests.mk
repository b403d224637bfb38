# The test suites, one file each; included by the Makefile.
-include tests/unit/unit.mk
-include tests/cases.mk
-include tests/fuzz/fuzz.mk
-include tests/headers/headers.mk
-include tests/soak/soak.mk
