/* Entries of maps, shared by map.c and task_storage.c. */
#ifndef SONDE_KERNEL_MAP_H
#define SONDE_KERNEL_MAP_H

#include "kernel/kernel.h"

void kern_dump_reserve(struct kern_dump *d, size_t more, size_t *cap);

/* task_storage.c: maps without keys to walk; keys of a dump are thread ids. */
int kern_task_storage_dump(const struct kern_map *m, struct kern_dump *d);
int kern_task_storage_clear(const struct kern_map *m);
int kern_task_storage_zero(const struct kern_map *m);

#endif
