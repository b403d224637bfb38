/* Kernel symbols by small programs instead of /proc/kallsyms. */
#ifndef SONDE_KERNEL_KSYM_PROG_H
#define SONDE_KERNEL_KSYM_PROG_H

#include "base/base.h"

enum { KSYM_BATCH = 64 };

/* A program that formats addresses with %pS. NULL: the kernel cannot do it. */
struct ksym_prog;
struct ksym_prog *ksym_prog_new(void);
void ksym_prog_free(struct ksym_prog *p);
/* Formats n <= KSYM_BATCH addresses; the texts ("name+0x10/0x200 [mod]") with ksym_prog_text. 0 or -errno. */
int ksym_prog_run(struct ksym_prog *p, const uint64_t *addrs, size_t n);
/* Text of address i of the last run, valid until the next; NULL: too long, or failed. */
const char *ksym_prog_text(const struct ksym_prog *p, size_t i);

/* Address of a symbol by name through bpf_kallsyms_lookup_name (5.16). 0, -ENOENT, or -errno if it cannot be asked. */
int ksym_prog_lookup(const char *name, uint64_t *ret);

#endif
