/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The contract of arch/include/arch as a process on the host keeps it: CPUs are a
 * number that says which one the thread plays, memory is an array, the console is a
 * buffer.  Address translation is in mmu.h.
 */
#ifndef TESTS_UNIT_HOST_H
#define TESTS_UNIT_HOST_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/cpu.h>
#include <arch/phys.h>
#include <arch/platform.h>

/* platform_exit(n) ends the process with status HOST_EXIT + n. */
#define HOST_EXIT 40

/* Once, before the first test. */
void host_init(void);

/* The CPU that this thread plays, and whether it has interrupts enabled. */
extern _Thread_local unsigned int host_cpu;
extern _Thread_local bool host_irqs;

/* What platform_world() says; until it is set, metal. */
extern enum world host_world;

/* What cpu_has() says. */
extern bool host_features[NR_CPU_FEATURES];

/* By how much the clock advances whenever somebody looks at it; 1000 are a microsecond. */
extern uint64_t host_clock_step;
/* And by how much it advances now. */
void host_clock_pass(uint64_t cycles);

/*
 * From now on the clock advances only when each of CPUs 0 to @nr - 1, a thread each, has
 * looked at it or relaxed since it last did: one that the host does not run stops it.
 */
void host_clock_of_all(unsigned int nr);

/* Called by cpu_relax(); NULL: host_yield(). */
extern void (*host_relax)(void);

/* Called when an NMI is sent to all others; NULL: none of them takes it. */
extern void (*host_nmi)(void);
/* Let another thread run, whatever else the host is busy with. */
void host_yield(void);

/* Start a thread that plays @cpu and runs fn(cpu). */
void host_start_cpu(pthread_t *thread, void *(*fn)(void *cpu), unsigned int cpu);

/* What the kernel has printed since it was last cleared. */
const char *host_console(void);
void host_console_clear(void);
/* How many lines that is; an unfinished one counts too. */
unsigned int host_console_lines(void);

/* Physical addresses below this exist. */
#define HOST_MEMORY (64UL << 20)

/* The usable regions from now on; until then, a whole one of 16 MiB at 1 MiB. */
void host_regions(const struct mem_region *regions, size_t nr);
/* page_init() with one region of so many frames for use, struct pages not counted. */
void host_frames(size_t frames);

/* What a screen would have in its last row. */
#define HOST_STATUS_MAX 200
extern char host_status[HOST_STATUS_MAX];

#endif
