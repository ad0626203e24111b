/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accesses that may fault: arch/user.h as a program of Linux keeps it.  What the kernel tells a
 * program by SIGSEGV or SIGBUS is what user_load() and user_store() return.
 */
#ifndef ARCH_LINUX_HOST_USER_H
#define ARCH_LINUX_HOST_USER_H

#include <arch/user.h>

/* Once, before the first access.  A fault anywhere else ends the program with status 3. */
void user_init(void);

#endif
