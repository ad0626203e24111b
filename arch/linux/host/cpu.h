/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs of the host, as far as this program may run on them: those of its affinity mask, counted
 * from 0.  A thread plays one of them, and is bound to it.
 */
#ifndef ARCH_LINUX_HOST_CPU_H
#define ARCH_LINUX_HOST_CPU_H

#include <arch/cpu.h>

/* Once: find the CPUs, and how fast their clock is. */
void cpus_init(void);

/* From now on this thread runs on the @cpu-th CPU, and cpu_id() says so. */
void cpu_bind(unsigned int cpu);

/* Does this thread still run there?  Other processes with the right to do so can move it. */
bool cpu_is_bound(void);

/* What Linux calls that CPU. */
unsigned int cpu_number(unsigned int cpu);

/*
 * Sleep for a moment, in a wait that has been long.  On a busy host Linux soon runs a thread that
 * has slept; a thread that spins or yields has to wait until all others had their turns.
 */
void cpu_doze(void);

/*
 * Sleep while *@word, in memory of any kind, is @value: until cpu_wake_all(), but at most for a
 * second.  Linux runs a thread soon after it was woken, however busy the host is.
 */
void cpu_sleep(const uint32_t *word, uint32_t value);
void cpu_wake_all(const uint32_t *word);

/* How often a thread that spins looks in about 100 us. */
#define CPU_LONG_SPIN 2000

#endif
