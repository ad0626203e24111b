/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test, or the kernel, that touches an address where nothing is: on metal a page fault, and
 * the end of the boot.  Here it ends the execution, as a violation by the oracle "crash".
 */
#ifndef ARCH_MODEL_SUITE_CRASH_H
#define ARCH_MODEL_SUITE_CRASH_H

#include <stdbool.h>
#include <arch/model/suite/check.h>

/* From now on notice it. */
void crash_watch(void);

/* Did @finding come of it? */
bool crash_is(const struct finding *finding);

#endif
