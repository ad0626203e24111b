/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program as the first process of a machine that was started for it: run-linux.sh.
 */
#ifndef ARCH_LINUX_HOST_GUEST_H
#define ARCH_LINUX_HOST_GUEST_H

#include <stdbool.h>

/*
 * If this is the machine's first process, and @name, which it was started by, that of
 * run-linux.sh's archive, mount what a program expects, and go on in a child: when that has ended,
 * the machine ends with its status.  Else do nothing.
 */
void guest_begin(const char *name);

/* Does this program have the machine to itself? */
bool guest_is(void);

/* What was mounted and what could not be, and the kernel's words: lines beginning with "# ". */
void guest_print(void);

#endif
