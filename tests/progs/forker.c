/*
 * forker [EVENTS]: forks a child for each CPU, which moves there, calls getppid EVENTS times (default 100) and exits
 * with the CPU's number as its status.
 *
 *	cpus, total	how many CPUs, and calls over all of them
 *	bycpu		"[CPU]: EVENTS", a line a CPU
 *	bypid		"[PID]: EVENTS", a line a child
 */
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "progs.h"

static void child(int cpu, long events)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	die_if(sched_setaffinity(0, sizeof(set), &set), "sched_setaffinity");
	for (long i = 0; i < events; i++)
		syscall(SYS_getppid);
	_exit(cpu);
}

static pid_t start(int cpu, long events)
{
	pid_t pid = fork();

	die_if(pid < 0, "fork");
	if (!pid)
		child(cpu, events);
	return pid;
}

static int run_on_all(const cpu_set_t *cpus, long events)
{
	pid_t pids[CPU_SETSIZE];
	int n = 0, status;

	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, cpus))
			pids[n++] = start(cpu, events);
	for (int i = 0; i < n; i++) {
		waitpid(pids[i], &status, 0);
		printf("bycpu: [%d]: %ld\nbypid: [%d]: %ld\n", WEXITSTATUS(status), events, pids[i], events);
	}
	return n;
}

int main(int argc, char **argv)
{
	long events = arg_number(argc, argv, 1, 100);
	cpu_set_t cpus;
	int n;

	sched_getaffinity(0, sizeof(cpus), &cpus);
	n = run_on_all(&cpus, events);
	printf("pid: %d\ncpus: %d\ntotal: %ld\n", getpid(), n, n * events);
	return 0;
}
