/*
 * Probe events in tracefs (kprobe_events, uprobe_events), for kernels without the PMUs. Events outlive the process that
 * defined them, so their group is named by it, `sonde_PID`: whoever comes later sees which of them are left over.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/internal.h"
#include "kernel/tracefs.h"

#define GROUP_PREFIX "sonde_"

static char *path_of(const char *file)
{
	const char *root = tracefs_root();
	return root ? xasprintf("%s/%s", root, file) : NULL;
}

bool kern_tracefs_has(const char *file)
{
	char *path = path_of(file);
	bool has = path && !access(path, W_OK);
	free(path);
	return has;
}

/* One command to a control file, appended: opening for writing alone would delete all events. */
static int write_command(const char *file, const char *command)
{
	char *path = path_of(file);
	if (!path)
		return -ENOENT;
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return -errno;
	int err = write(fd, command, strlen(command)) < 0 ? -errno : 0;
	close(fd);
	return err;
}

int kern_tracefs_define(const char *file, char what, const char *place, char ret_event[KERN_EVENT_NAME_SIZE])
{
	uint64_t hash = hash_bytes(place, strlen(place));
	snprintf(ret_event, KERN_EVENT_NAME_SIZE, GROUP_PREFIX "%d/%c_%016" PRIx64, getpid(), what, hash);
	char *command = xasprintf("%c:%s %s\n", what, ret_event, place);
	int err = write_command(file, command);
	free(command);
	return err == -EEXIST ? 0 : err;
}

int64_t kern_tracefs_event_id(const char *event)
{
	char file[KERN_EVENT_NAME_SIZE + 16], *text;
	snprintf(file, sizeof(file), "events/%s/id", event);
	char *path = path_of(file);
	if (!path)
		return -ENOENT;
	int err = file_read_all(path, &text, NULL);
	free(path);
	if (err)
		return err;
	int64_t id = strtoll(text, NULL, 10);
	free(text);
	return id;
}

/* Whether a line `p:sonde_123/p_… place` is ours to delete: of this process, or of one that is gone. */
static bool is_left_over(const char *line)
{
	char group[] = ":" GROUP_PREFIX;
	const char *at = strstr(line, group);
	if (!at || at - line > 4)
		return false;
	int pid = atoi(at + strlen(group));
	return pid == getpid() || (pid > 0 && kill(pid, 0) && errno == ESRCH);
}

/* `-:group/name` for the event of a definition line. */
static void remove_event(const char *file, const char *line)
{
	const char *name = strchr(line, ':') + 1;
	char *command = xasprintf("-:%.*s\n", (int)strcspn(name, " "), name);
	write_command(file, command);
	free(command);
}

static void remove_from(const char *file)
{
	char *path = path_of(file), *text, *save;
	if (path && !file_read_all(path, &text, NULL)) {
		for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
			if (is_left_over(line))
				remove_event(file, line);
		free(text);
	}
	free(path);
}

void kern_remove_probe_events(void)
{
	remove_from("kprobe_events");
	remove_from("uprobe_events");
}
