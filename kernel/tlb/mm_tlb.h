/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An address space as the TLB layer sees it: a root, a generation, and the CPUs
 * that may hold translations of it.  It knows no VMAs and no files.
 *
 * Three generations make lazy flushing safe (names as in Linux):
 *
 *	mm_tlb.tlb_gen		how many flushes this mm has been owed so far
 *	ctxs[asid].tlb_gen	how many of those this CPU has done, for the mm in that slot
 *	info.new_tlb_gen	the flush that one shootdown is about
 *
 * A CPU is up to date for an mm if ctxs[asid].tlb_gen == mm->tlb_gen.  A CPU that
 * has the mm loaded is told by IPI; any other finds out in switch_mm().
 */
#ifndef KERNEL_TLB_MM_TLB_H
#define KERNEL_TLB_MM_TLB_H

#include <stdint.h>
#include <kernel/lib/cpumask.h>
#include <kernel/tlb/luf_batch.h>

struct mm_tlb {
	uint64_t ctx_id;  /* unique for ever, so that a slot cannot be mistaken; never 0 */
	uint64_t tlb_gen; /* incremented by tlb_inc_gen() after PTEs changed */
	uint64_t pgd_pa;
	struct cpumask cpumask; /* set by a CPU before it loads the root, unset after it left */

	/*
	 * Unmappings by reclaim whose flush is deferred to the end of the batch, and
	 * how many of them are known to be flushed: pending != flushed means that a
	 * PTE may be clear while a CPU still has its translation.
	 */
	uint64_t batch_pending;
	uint64_t batch_flushed;

	struct luf_batch luf; /* what LUF deferred in this mm */
};

#endif
