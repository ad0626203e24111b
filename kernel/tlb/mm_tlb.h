/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An address space as the TLB layer sees it: a root, a generation, and the CPUs
 * that may hold translations of it.  It has no VMAs and no files.
 *
 * Three generations make lazy flushing safe (names as in Linux):
 *
 *	mm_tlb.tlb_gen		how many flushes this mm has been owed so far
 *	ctxs[asid].tlb_gen	how many of those this CPU has done, for the mm in that slot
 *	info.new_tlb_gen	the flush that one shootdown is about
 *
 * A CPU is up to date for an mm if ctxs[asid].tlb_gen == mm->tlb_gen.  A CPU that
 * has the mm loaded gets an IPI; any other compares the generations in switch_mm().
 */
#ifndef KERNEL_TLB_MM_TLB_H
#define KERNEL_TLB_MM_TLB_H

#include <stdint.h>
#include <kernel/lib/cpumask.h>
#include <kernel/tlb/luf_batch.h>

struct mm_tlb {
	uint64_t ctx_id;  /* never reused, so that a slot cannot be taken for another's; not 0 */
	uint64_t tlb_gen; /* incremented by tlb_inc_gen() after PTEs changed */
	uint64_t pgd_pa;
	struct cpumask cpumask; /* set by a CPU before it loads the root, unset after it left */

	/*
	 * How many unmappings by reclaim have deferred their flush to the end of the
	 * batch, and how many of these are known to be flushed.  If they differ, a PTE
	 * may be clear while a CPU still has its translation.
	 */
	uint64_t batch_pending;
	uint64_t batch_flushed;

	struct luf_batch luf; /* the flushes that LUF has deferred in this mm */
};

#endif
