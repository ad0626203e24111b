/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the program runs: what /proc and /sys say of it.
 */
#ifndef ARCH_LINUX_HOST_FACTS_H
#define ARCH_LINUX_HOST_FACTS_H

#include <stdbool.h>

/* Print a line "# …" each about the kernel, the CPUs, the hypervisor, mitigations, and memory. */
void facts_print(void);

/* Can files without a name be made in @directory, and can their pages be reclaimed? */
bool facts_is_disk(const char *directory);

/* The first line of a file of /proc or /sys, valid until the next call; "unknown": no such file. */
const char *facts_first_line(const char *path);

#endif
