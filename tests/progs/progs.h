/*
 * What the workloads share. A workload does something known and then says on stdout what it did, a line a fact:
 *
 *	calls: 13
 *	hist: [64, 128)             10 |@@@@ ...|
 *
 * The word before the colon is the topic under which a case asks for the rest of the line (see tests/run/README.md).
 */
#ifndef PROGS_H
#define PROGS_H

#include <stdio.h>
#include <stdlib.h>

static inline void die_if(int failed, const char *what)
{
	if (!failed)
		return;
	perror(what);
	exit(1);
}

static inline long arg_number(int argc, char **argv, int i, long otherwise)
{
	return i < argc ? strtol(argv[i], NULL, 0) : otherwise;
}

#endif
