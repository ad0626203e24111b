/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program as the first process of a machine that was started for it: run-linux.sh.
 */
#ifndef ARCH_LINUX_HOST_GUEST_H
#define ARCH_LINUX_HOST_GUEST_H

#include <stdbool.h>

/*
 * Do nothing unless this is the machine's first process, and was started as @name of run-linux.sh's
 * archive.  If so, mount what a program expects, and go on in a child.  When the child has ended,
 * the machine ends with its status.
 */
void guest_begin(const char *name);

/* Does this program have the machine to itself? */
bool guest_is(void);

/* Print what was mounted, what could not be, and the kernel's command line, as lines "# …". */
void guest_print(void);

#endif
