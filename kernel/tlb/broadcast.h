/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the flush of an mm reaches other CPUs:
 *
 *	ipi		an IPI to each CPU that has the mm loaded: shootdown.h
 *	broadcast	instructions that invalidate on all CPUs (arch/broadcast.h) and interrupt
 *			none.  They do not wait for a CPU that walks the tables with interrupts
 *			disabled, so before a table is freed an IPI goes to each CPU that may be
 *			doing that (Linux: tlb_remove_table_sync_one())
 *
 * Both increment tlb_gen.  A broadcast does not update the slots' generations, so a CPU that
 * switches to the mm later flushes once more than it needs to.  The end of an mm, and deferred
 * flushes, which each CPU must confirm, always use IPIs.
 */
#ifndef KERNEL_TLB_BROADCAST_H
#define KERNEL_TLB_BROADCAST_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

/* @how as tlb_flush= spells it. */
const char *tlb_flush_name(enum tlb_flush how);

/* Which is in force; changed only while no test runs. */
enum tlb_flush tlb_flush(void);
void tlb_flush_choose(enum tlb_flush how);

/*
 * Invalidate [@start, @end) on every CPU, or everything if @end is TLB_FLUSH_ALL.  On return
 * no CPU uses those translations any more.
 */
void broadcast_flush(uintptr_t start, uintptr_t end);

#endif
