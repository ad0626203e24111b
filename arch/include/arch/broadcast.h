/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: instructions that invalidate translations on every CPU, without an interrupt: AMD's
 * INVLPGB and TLBSYNC (APM vol. 3).  They do not wait for code on other CPUs, not even for
 * sections with interrupts disabled.
 *
 * An invalidation is issued, and happens on each CPU at some moment before the issuer's next
 * tlb_broadcast_sync() returns; by then stores that were made through the old translations are
 * visible, too.  It may happen before buffered stores of the issuer are visible.
 *
 * No emulator that this has run on has the instructions.  Metal issues nothing before the sync, and
 * then sends NMIs, which also interrupt sections with interrupts disabled; their handler drops all
 * that its CPU holds, which is always legal.
 */
#ifndef ARCH_BROADCAST_H
#define ARCH_BROADCAST_H

#include <stdint.h>

/* The page @va in every PCID, global or not, and the tables that lead to it. */
void tlb_broadcast_page(uintptr_t va);

/* Every entry that is not global, in every PCID. */
void tlb_broadcast_all(void);

/* Wait until what this CPU has issued has happened on all CPUs. */
void tlb_broadcast_sync(void);

#endif
