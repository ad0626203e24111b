/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each CPU has loaded: shared by tlb.c, which flushes, and switch_mm.c.
 */
#ifndef KERNEL_TLB_TLB_STATE_H
#define KERNEL_TLB_TLB_STATE_H

#include <stdbool.h>
#include <arch/cpu.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/mm_tlb.h>
#include <kernel/tlb/tlb_stats.h>

/*
 * What a CPU's TLB may hold.  Written by that CPU with interrupts disabled; initiators of
 * flushes read loaded_mm and is_lazy.
 */
struct tlb_state {
	struct mm_tlb *loaded_mm; /* the mm whose root is in CR3; or no_mm, or switching_mm */
	bool is_lazy;		  /* no user access until the next switch_mm() */
	unsigned int loaded_asid;
	unsigned int next_victim;
	struct asid_slot ctxs[NR_ASIDS];
	struct tlb_stats stats;
};

extern struct tlb_state tlb_states[MAX_CPUS];

/* What loaded_mm points to while no mm is loaded, and during a switch. */
extern struct mm_tlb no_mm;
extern struct mm_tlb switching_mm;

static inline struct tlb_state *this_tlb(void)
{
	return &tlb_states[cpu_id()];
}

/* Leave the mm that this CPU has, and load the kernel's root.  Interrupts are disabled. */
void load_no_mm(struct tlb_state *tlb);

#endif
