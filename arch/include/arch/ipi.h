/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: inter-processor interrupts.
 *
 * There is one maskable IPI; the sender stores its meaning in memory.  A store made before
 * ipi_send() is visible to the handler: the x2APIC's WRMSR is not serialising, so metal puts
 * MFENCE; LFENCE before it (SDM vol. 3, 10.12.3).
 */
#ifndef ARCH_IPI_H
#define ARCH_IPI_H

#include <stdbool.h>

/* Pass a point, then interrupt @cpu, perhaps the caller's own.  IPIs to one CPU may merge. */
void ipi_send(unsigned int cpu);

/* Provided by kernel/: called on the target with interrupts disabled. */
void ipi_handler(void);

/*
 * Make every other CPU call nmi_handler(), even with interrupts disabled: to learn whether it
 * runs at all, and in a panic what it was doing.
 */
void nmi_send_others(void);
/* Provided by kernel/.  @others: this NMI may have been sent for another reason (broadcast.h). */
void nmi_handler(bool others);

#endif
