/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test, or the kernel, touches an address where nothing is.  On metal that is a page fault, which
 * ends the boot.  Here it ends the execution, as a violation by the oracle "crash".
 */
#ifndef ARCH_MODEL_SUITE_CRASH_H
#define ARCH_MODEL_SUITE_CRASH_H

#include <stdbool.h>
#include <arch/model/suite/check.h>

/* Catch such accesses from now on. */
void crash_watch(void);

/* Is @finding such a crash? */
bool crash_is(const struct finding *finding);

#endif
