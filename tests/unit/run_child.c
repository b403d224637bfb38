/* The command of -c: it waits until it is released, and what becomes of it is told. */
#include <errno.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/run.h"
#include "unit.h"

static bool has_ended(struct run_child *c, int wait_ms)
{
	struct pollfd p = { .fd = run_child_fd(c), .events = POLLIN };
	return poll(&p, 1, wait_ms) == 1;
}

TEST(run_child_waits_for_release)
{
	char *error = NULL;
	struct run_child *c = run_child_start("true  --ignored", &error);
	REQUIRE(c != NULL);
	CHECK(run_child_pid(c) > 0);
	CHECK(!has_ended(c, 30));
	CHECK_INT(run_child_release(c), 0);
	CHECK(has_ended(c, 5000));
	int status = run_child_reap(c);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	run_child_free(c);
}

TEST(run_child_that_is_not_released_ends_with_the_tracer)
{
	char *error = NULL;
	struct run_child *c = run_child_start("/bin/true", &error);
	REQUIRE(c != NULL);
	run_child_free(c);
}

TEST(run_child_is_terminated)
{
	char *error = NULL;
	struct run_child *c = run_child_start("sleep 100", &error);
	REQUIRE(c != NULL);
	CHECK_INT(run_child_release(c), 0);
	CHECK(!has_ended(c, 10));
	run_child_free(c);
}

TEST(run_child_must_be_a_program)
{
	static const char *const bad[] = { "/no/such", "no-such-program x", "/etc/passwd", "" };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char *error = NULL;
		CHECK(!run_child_start(bad[i], &error));
		CHECK(error && str_starts(error, "Failed to fork child: Path '"));
		free(error);
	}
}
