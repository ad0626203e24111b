/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the program runs: what /proc and /sys say of it.
 */
#ifndef ARCH_LINUX_HOST_FACTS_H
#define ARCH_LINUX_HOST_FACTS_H

/* A line each, beginning with "# ": kernel, CPUs, hypervisor, what they do against attacks, memory.
 */
void facts_print(void);

#endif
