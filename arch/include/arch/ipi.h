/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: inter-processor interrupts.
 *
 * There is one maskable IPI; what it is about lies in memory, with the sender.
 * A store made before ipi_send() is visible to the handler that it causes: the
 * x2APIC's WRMSR is not serialising, so metal puts MFENCE; LFENCE before it
 * (SDM vol. 3, 10.12.3).
 */
#ifndef ARCH_IPI_H
#define ARCH_IPI_H

#include <stdbool.h>

/* A point, then: interrupt @cpu, which may be the caller's own.  IPIs to one CPU may merge. */
void ipi_send(unsigned int cpu);

/* Provided by kernel/: called on the target with interrupts disabled. */
void ipi_handler(void);

/*
 * Make every other CPU call nmi_handler(), even with interrupts disabled: to learn
 * whether it runs at all, and on the way out what it was doing.
 */
void nmi_send_others(void);
/* Provided by kernel/.  @others: NMIs are sent for other reasons, too, so this may be one of those.
 */
void nmi_handler(bool others);

#endif
