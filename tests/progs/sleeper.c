/*
 * sleeper [TIMES [MS]]: thread "sleeper" sleeps in the kernel's eventfd_read TIMES times, each time until thread
 * "waker", MS milliseconds later, wakes it through eventfd_write. Default: 10 times 20 ms.
 *
 *	wakes		how often it slept and was woken
 *	sleeper, waker	the threads' ids
 *	total_us	how long the sleeps took together, by the sleeper's own clock
 *	least_us	no sleep was shorter
 */
#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "progs.h"

struct pair {
	int wake, asleep; /* event descriptors: go on, and "I am about to sleep" */
	long times, ms;
	long sleeper, waker;
	long total_us, least_us;
};

static long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void add(int fd)
{
	uint64_t one = 1;

	die_if(write(fd, &one, sizeof(one)) != sizeof(one), "write");
}

static void take(int fd)
{
	uint64_t n;

	die_if(read(fd, &n, sizeof(n)) != sizeof(n), "read");
}

static void *sleeper_thread(void *arg)
{
	struct pair *p = arg;

	prctl(PR_SET_NAME, "sleeper");
	p->sleeper = syscall(SYS_gettid);
	p->least_us = INT32_MAX;
	for (long i = 0; i < p->times; i++) {
		long start = now_us(), us;

		add(p->asleep);
		take(p->wake);
		us = now_us() - start;
		p->total_us += us;
		p->least_us = us < p->least_us ? us : p->least_us;
	}
	return NULL;
}

static void *waker_thread(void *arg)
{
	struct pair *p = arg;
	struct timespec wait = { .tv_sec = p->ms / 1000, .tv_nsec = p->ms % 1000 * 1000000 };

	prctl(PR_SET_NAME, "waker");
	p->waker = syscall(SYS_gettid);
	for (long i = 0; i < p->times; i++) {
		take(p->asleep);
		nanosleep(&wait, NULL);
		add(p->wake);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct pair p = { .times = arg_number(argc, argv, 1, 10), .ms = arg_number(argc, argv, 2, 20) };
	pthread_t sleeper, waker;

	p.wake = eventfd(0, 0);
	p.asleep = eventfd(0, 0);
	pthread_create(&waker, NULL, waker_thread, &p);
	pthread_create(&sleeper, NULL, sleeper_thread, &p);
	pthread_join(sleeper, NULL);
	pthread_join(waker, NULL);
	printf("pid: %d\nwakes: %ld\nsleeper: %ld\nwaker: %ld\n", getpid(), p.times, p.sleeper, p.waker);
	printf("total_us: %ld\nleast_us: %ld\n", p.total_us, p.least_us);
	return 0;
}
