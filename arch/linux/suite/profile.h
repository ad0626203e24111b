/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What these CPUs keep stale, shown without any bug: within the time that a long call may take.
 */
#ifndef ARCH_LINUX_SUITE_PROFILE_H
#define ARCH_LINUX_SUITE_PROFILE_H

/* Print a line for each CPU that takes memory away from the next one, and back. */
void profile_print(void);

#endif
