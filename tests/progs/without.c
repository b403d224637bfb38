/*
 * Runs a command with less: `without root CMD…` as an ordinary user without groups, `without bpf CMD…` as root whose
 * children cannot have CAP_SYS_ADMIN and CAP_BPF. Exit status 125: that failed.
 */
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static int become_user(void)
{
	return setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY);
}

static int drop_bpf(void)
{
	return prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0) || prctl(PR_CAPBSET_DROP, CAP_BPF, 0, 0, 0);
}

int main(int argc, char **argv)
{
	int err = -1;

	if (argc > 2 && !strcmp(argv[1], "root"))
		err = become_user();
	else if (argc > 2 && !strcmp(argv[1], "bpf"))
		err = drop_bpf();
	if (!err)
		execvp(argv[2], argv + 2);
	perror("without");
	return 125;
}
