/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The IPI protocol: ask a set of CPUs to flush, and wait until each has acknowledged.
 * What a CPU flushes is decided by flush_tlb_func(), in tlb.c.
 */
#ifndef KERNEL_TLB_SHOOTDOWN_H
#define KERNEL_TLB_SHOOTDOWN_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/lib/cpumask.h>

struct mm_tlb;

#define TLB_FLUSH_ALL UINTPTR_MAX

/* What one shootdown is about. */
struct flush_tlb_info {
	struct mm_tlb *mm; /* NULL: whatever the target has loaded */
	uintptr_t start;
	uintptr_t end;	      /* TLB_FLUSH_ALL: everything of the mm */
	uint64_t new_tlb_gen; /* 0: none in particular, bring the CPU up to date */
	bool freed_tables;
	bool leave;   /* the mm goes away: load the kernel's root */
	bool walkers; /* flush nothing: only wait for walks with interrupts disabled */
};

/*
 * Have each CPU in @mask except this one run flush_tlb_func(@info), and wait until all
 * have.  @mask is the caller's own copy.  On return all stores that those CPUs made through
 * old translations are visible.  Returns how many CPUs were interrupted.  May be called with
 * locks held and interrupts in any state, but not from an interrupt handler.
 */
unsigned int shootdown(const struct cpumask *mask, const struct flush_tlb_info *info);

/* In tlb.c: do on this CPU what @info asks.  Interrupts are disabled. */
void flush_tlb_func(const struct flush_tlb_info *info);

#endif
