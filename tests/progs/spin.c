/*
 * spin [MS]: burns MS milliseconds of CPU time (default 500) in spin_inner, called by spin_outer, called by main, with
 * frame pointers.
 *
 *	cpu_ms		CPU time really used
 *	rounds		calls of spin_inner
 *	stack		the user stack at its deepest, a function a line
 */
#include <time.h>
#include <unistd.h>

#include "progs.h"

static volatile unsigned long sink;

static long cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Long enough that samples hit its loop and hardly ever the clock's. */
__attribute__((noinline)) void spin_inner(unsigned long n);
__attribute__((noinline)) long spin_outer(long ms);

void spin_inner(unsigned long n)
{
	for (unsigned long i = 0; i < n; i++)
		sink += i;
}

long spin_outer(long ms)
{
	long rounds = 0;

	while (cpu_ms() < ms) {
		spin_inner(1000000);
		rounds++;
	}
	return rounds;
}

int main(int argc, char **argv)
{
	long rounds = spin_outer(arg_number(argc, argv, 1, 500));

	printf("pid: %d\ncpu_ms: %ld\nrounds: %ld\n", getpid(), cpu_ms(), rounds);
	printf("stack: spin_inner\nstack: spin_outer\nstack: main\n");
	return 0;
}
