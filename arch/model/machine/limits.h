/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How large a test may be.  A larger test is refused with one line.
 */
#ifndef ARCH_MODEL_MACHINE_LIMITS_H
#define ARCH_MODEL_MACHINE_LIMITS_H

#include <stdint.h>

/* As many CPUs as a litmus may have actors. */
#define MODEL_CPUS 8

/*
 * Of each CPU the program, the interrupt handler, the TLB's filler, and the store buffer, with a
 * thread for the program's stores and one for the handler's.
 */
#define MAX_THREADS (5 * MODEL_CPUS)

/* A set of threads, a bit each. */
typedef uint64_t threads_t;

/* Of one execution. */
#define MAX_EVENTS  32768
#define MAX_TOUCHES (8 * MAX_EVENTS)
#define MAX_REMARKS MAX_EVENTS

/* Of one CPU's set-TLB. */
#define MAX_LEAVES   1024
#define MAX_BRANCHES 64

/* Entries with A clear that a walk can reach. */
#define MAX_OLD_ENTRIES 64

#endif
