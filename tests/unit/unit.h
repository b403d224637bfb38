/*
 * The unit test harness. A file defines tests with TEST(name) { … }; they register themselves before main. CHECK and
 * CHECK_STR record a failure and go on. Names in all files of tests/unit must differ.
 */
#ifndef SONDE_UNIT_H
#define SONDE_UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct unit_test {
	const char *name, *file;
	void (*run)(void);
	struct unit_test *next;
};

void unit_register(struct unit_test *t);
void unit_check(bool ok, const char *file, int line, const char *what);
void unit_check_str(const char *a, const char *b, const char *file, int line, const char *what);
void unit_check_int(long long a, long long b, const char *file, int line, const char *what);
/* Ends the running test as not applicable on this machine; the reason is printed with -v. */
void unit_skip(const char *reason);

#define TEST(test_name)                                                                                               \
	static void test_##test_name(void);                                                                           \
	__attribute__((constructor)) static void register_##test_name(void)                                           \
	{                                                                                                             \
		static struct unit_test t = { .name = #test_name, .file = __FILE__, .run = test_##test_name };        \
		unit_register(&t);                                                                                    \
	}                                                                                                             \
	static void test_##test_name(void)

#define CHECK(cond) unit_check((cond), __FILE__, __LINE__, #cond)
#define CHECK_STR(got, want) unit_check_str((got), (want), __FILE__, __LINE__, #got)
#define CHECK_INT(got, want) unit_check_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got)
/* For what cannot go on without the condition. */
#define REQUIRE(cond)                                                                                                 \
	do {                                                                                                          \
		if (!(cond)) {                                                                                        \
			unit_check(false, __FILE__, __LINE__, #cond);                                                 \
			return;                                                                                       \
		}                                                                                                     \
	} while (0)
#define SKIP_UNLESS(cond)                                                                                             \
	do {                                                                                                          \
		if (!(cond)) {                                                                                        \
			unit_skip(#cond);                                                                             \
			return;                                                                                       \
		}                                                                                                     \
	} while (0)

#endif
