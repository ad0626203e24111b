/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a function on another CPU.  CPUs with nothing to run sleep, keep the mm that they had
 * lazily, and answer shootdowns.
 */
#ifndef KERNEL_SMP_SMP_H
#define KERNEL_SMP_SMP_H

#include <stdint.h>

typedef void smp_fn(void *arg);

/* Let @cpu, which is idle and not this one, call @fn(@arg).  Returns at once. */
void smp_call(unsigned int cpu, smp_fn *fn, void *arg);

/* Sleep until @cpu has returned from the function that smp_call() gave it. */
void smp_wait(unsigned int cpu);

/* How many IPIs @cpu has taken. */
uint64_t ipis_taken(unsigned int cpu);

#endif
