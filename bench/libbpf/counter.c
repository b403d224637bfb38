/* usage: counter PROGRAM    counts until SIGINT with one of the programs of counter.bpf.c */
#include "minimal.h"

int main(int argc, char **argv)
{
	struct minimal m = minimal_start(argv[0], argc > 1 ? argv[1] : "plain");

	minimal_wait(&m, 0);
	minimal_end(&m);
	return 0;
}
