/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that waits or is delayed goes on answering the shootdowns of others.
 */
#ifndef KERNEL_RACE_SERVE_H
#define KERNEL_RACE_SERVE_H

/* Provided by tlb/shootdown.c: serve the shootdowns of others.  Interrupts are disabled. */
void shootdown_serve(void);

#endif
