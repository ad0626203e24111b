/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The results of Linux's calls, as values of a litmus.
 */
#ifndef ARCH_LINUX_CALLS_RESULT_H
#define ARCH_LINUX_CALLS_RESULT_H

#include <stdbool.h>
#include <tests/engine/must.h>
#include <tests/litmus.h>

/* The reason for cannot(), if a call fails for a lack of something, or is forbidden. */
extern const char machine_lacks[];

/* DONE if @done, else the value for errno. */
uint64_t linux_result(bool done);

/* As Linux has them: PROT_…, MADV_…. */
int linux_protection(unsigned int flags);

#endif
