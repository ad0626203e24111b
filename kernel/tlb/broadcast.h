/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the flush of an mm reaches other CPUs:
 *
 *	ipi		an IPI to each that has the mm loaded: shootdown.h
 *	broadcast	instructions that invalidate on all CPUs (arch/broadcast.h), and interrupt
 *			none.  So they wait for nobody who walks the tables with interrupts
 *			disabled: before a table is freed an IPI goes to each CPU that may be doing
 *			that (Linux: tlb_remove_table_sync_one())
 *
 * By either a generation is counted.  After a broadcast slots are behind, so who switches to the mm
 * flushes once more than he has to.  The end of an mm, and flushes that were deferred, which CPUs
 * have to say that they have done, go by IPI.
 */
#ifndef KERNEL_TLB_BROADCAST_H
#define KERNEL_TLB_BROADCAST_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

/* As tlb_flush= has it. */
const char *tlb_flush_name(enum tlb_flush how);

/* Which is in force; changed only while no test runs. */
enum tlb_flush tlb_flush(void);
void tlb_flush_choose(enum tlb_flush how);

/*
 * Invalidate [@start, @end), or with @end TLB_FLUSH_ALL everything, on every CPU.  On return
 * none uses it any more.
 */
void broadcast_flush(uintptr_t start, uintptr_t end);

#endif
