/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the program runs: what /proc and /sys say of it.
 */
#ifndef ARCH_LINUX_HOST_FACTS_H
#define ARCH_LINUX_HOST_FACTS_H

#include <stdbool.h>

/* A line each, beginning with "# ": kernel, CPUs, hypervisor, what they do against attacks, memory.
 */
void facts_print(void);

/* Can files without a name be made in @directory, and can their pages be reclaimed? */
bool facts_is_disk(const char *directory);

/* What a file of /proc or /sys says first, until the next call; "unknown" if it is not there. */
const char *facts_first_line(const char *path);

#endif
