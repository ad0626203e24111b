/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crash=: crash on purpose, to see that the crash is reported and ends with status 3.
 */
#ifndef KERNEL_OPTIONS_CRASH_H
#define KERNEL_OPTIONS_CRASH_H

/* What crash= takes: bug, null, text, trap, stack, nmi, lock. */
#define CRASH_KINDS "bug, null, text, trap, stack, nmi or lock"

typedef void crash_fn(void);

/* The crash that is called @name, of @len characters; NULL if there is none. */
crash_fn *crash_find(const char *name, unsigned long len);

#endif
