/*
 * markers [TIMES]: passes marker test:step TIMES times (default 10) at one place and as often at another where its
 * arguments are elsewhere, and marker test:guarded only while somebody counts its semaphore up.
 *
 *	steps		passes of test:step
 *	sum		of the first argument: 1, 2, … at the one place, -1 each time at the other
 *	guarded		passes of test:guarded
 *	times		half the steps
 */
#include <stdint.h>

#include "progs.h"

/* A note as assemblers of other projects make it: address, base, semaphore, provider, name, arguments. */
#define MARKER(name, semaphore, args, ...)                                                                            \
	__asm__ volatile("990: nop\n"                                                                                 \
			 ".pushsection .note.stapsdt, \"?\", \"note\"\n"                                              \
			 ".balign 4\n"                                                                                \
			 ".4byte 992f - 991f, 994f - 993f, 3\n"                                                       \
			 "991: .asciz \"stapsdt\"\n"                                                                  \
			 "992: .balign 4\n"                                                                           \
			 "993: .8byte 990b, _.stapsdt.base, " semaphore "\n"                                          \
			 ".asciz \"test\"\n"                                                                          \
			 ".asciz \"" name "\"\n"                                                                      \
			 ".asciz \"" args "\"\n"                                                                      \
			 "994: .balign 4\n"                                                                           \
			 ".popsection\n" ::__VA_ARGS__)

__asm__(".pushsection .stapsdt.base, \"aG\", \"progbits\", .stapsdt.base, comdat\n"
	".weak _.stapsdt.base\n"
	".hidden _.stapsdt.base\n"
	"_.stapsdt.base: .space 1\n"
	".size _.stapsdt.base, 1\n"
	".popsection\n");

/* Counted up by whoever traces the marker. */
__attribute__((used, section(".probes"))) volatile uint16_t test_guarded_semaphore;

static __attribute__((noinline)) void step(int i, const char *text)
{
	MARKER("step", "0", "-4@%0 8@%1 4@$42", "r"(i), "r"(text));
}

static __attribute__((noinline)) void step_elsewhere(volatile short *minus_one, const char *const *text)
{
	MARKER("step", "0", "-2@(%0) 8@(%1) 4@$43", "r"(minus_one), "r"(text));
}

int main(int argc, char **argv)
{
	long times = arg_number(argc, argv, 1, 10), guarded = 0;
	volatile short minus_one = -1;
	const char *text = "elsewhere";

	for (long i = 1; i <= times; i++) {
		step((int)i, "here");
		step_elsewhere(&minus_one, &text);
		if (test_guarded_semaphore) {
			MARKER("guarded", "test_guarded_semaphore", "", "r"(0));
			guarded++;
		}
	}
	printf("steps: %ld\nsum: %ld\nguarded: %ld\ntimes: %ld\n", 2 * times, times * (times + 1) / 2 - times, guarded,
	       times);
	return 0;
}
