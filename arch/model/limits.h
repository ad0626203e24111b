/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How large a test may be.  One that is larger is refused with a clear line.
 */
#ifndef ARCH_MODEL_LIMITS_H
#define ARCH_MODEL_LIMITS_H

/* As many CPUs as a litmus may have actors. */
#define MODEL_CPUS 8

/* Each CPU's program, its interrupt handler, its store buffer, and what fills its TLB. */
#define MAX_THREADS (4 * MODEL_CPUS)

/* Of one execution. */
#define MAX_EVENTS  32768
#define MAX_TOUCHES (8 * MAX_EVENTS)
#define MAX_REMARKS MAX_EVENTS

/* Of one CPU's set-TLB. */
#define MAX_LEAVES   1024
#define MAX_BRANCHES 64

/* Entries with A clear that a walk can come to. */
#define MAX_OLD_ENTRIES 64

#endif
