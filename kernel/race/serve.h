/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU goes on doing while it waits or is held up: it answers the others.
 */
#ifndef KERNEL_RACE_SERVE_H
#define KERNEL_RACE_SERVE_H

/* Provided by tlb/shootdown.c: do what others ask of this CPU.  Interrupts are disabled. */
void shootdown_serve(void);

#endif
