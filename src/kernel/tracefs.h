/* Probe events that are defined in tracefs because the kernel lacks the PMU. */
#ifndef SONDE_KERNEL_TRACEFS_H
#define SONDE_KERNEL_TRACEFS_H

#include "base/base.h"

enum { KERN_EVENT_NAME_SIZE = 64 };

/*
 * Defines an event at `place` in kprobe_events or uprobe_events, in this process' own group; what: 'p' or 'r'. Its
 * "group/name" in ret_event. The same place gets the same event. 0 or -errno.
 */
int kern_tracefs_define(const char *file, char what, const char *place, char ret_event[KERN_EVENT_NAME_SIZE]);
/* Number of event "group/name" for perf_event_open, or -errno. */
int64_t kern_tracefs_event_id(const char *event);

#endif
