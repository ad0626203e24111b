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

/* Does it run there?  Whoever may, can send it elsewhere. */
bool cpu_is_bound(void);

/* What Linux calls that CPU. */
unsigned int cpu_number(unsigned int cpu);

/*
 * Sleep for a moment, for whoever waits has waited long: on a busy host one who sleeps is let in
 * at once afterwards, and one who spins, or yields, waits for all the others.
 */
void cpu_doze(void);

/*
 * Sleep while *@word, of any memory, is @value, until cpu_wake_all(), or for a second: who sleeps
 * is let in at once when it is woken, whatever else the host runs, and who spins is not.
 */
void cpu_sleep(const uint32_t *word, uint32_t value);
void cpu_wake_all(const uint32_t *word);

/* Looks, after which who spins has waited for about 100 us. */
#define CPU_LONG_SPIN 2000

#endif
