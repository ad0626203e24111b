/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flushing: which CPUs must invalidate what, and when a switch of mm must.
 */
#ifndef KERNEL_TLB_TLB_H
#define KERNEL_TLB_TLB_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/mm_tlb.h>
#include <kernel/tlb/tlb_stats.h>

/* Initialise this CPU's TLB state: no mm loaded, every slot empty. */
void tlb_init_cpu(void);

/* Initialise @mm, an address space with root @pgd_pa that no CPU has ever loaded. */
void tlb_init_mm(struct mm_tlb *mm, uint64_t pgd_pa);

/*
 * Load @next on this CPU; NULL: no mm.  Interrupts may be in any state.  Afterwards no
 * user access here uses a translation that was flushed from @next before the call.
 */
void switch_mm(struct mm_tlb *next);

/*
 * This CPU goes idle and keeps its mm loaded.  It makes no user accesses until it calls
 * switch_mm(), so flushes that free no page tables need not interrupt it.
 */
void enter_lazy_tlb(void);

/* Does @cpu keep an mm loaded in which it makes no user accesses? */
bool tlb_is_lazy(unsigned int cpu);

/* Set *@gen to the generation of @cpu's slot for the mm @ctx_id.  False: it has no slot. */
bool tlb_slot_gen(unsigned int cpu, uint64_t ctx_id, uint64_t *gen);

/* Does @cpu have an mm loaded, or is it loading one? */
bool tlb_has_mm(unsigned int cpu);

/* The mm that this CPU has loaded, or NULL. */
struct mm_tlb *loaded_mm(void);

/*
 * Flush [@start, @end) of @mm, whose PTEs the caller has changed: on return every CPU that
 * could hold old translations has invalidated them.  @freed_tables: page-table pages were
 * unlinked.  Then CPUs that may walk speculatively drop their paging-structure caches, too,
 * and the call waits for each CPU that has @mm loaded and walks its tables with interrupts
 * disabled.  May be called with any lock held.
 */
void flush_tlb_mm_range(struct mm_tlb *mm, uintptr_t start, uintptr_t end, bool freed_tables);
void flush_tlb_page(struct mm_tlb *mm, uintptr_t va);
void flush_tlb_mm(struct mm_tlb *mm);

/*
 * The table-free handshake: wait for each CPU that has @mm loaded and interrupts disabled.  On
 * return it has enabled them since.
 */
void tlb_remove_table_sync(struct mm_tlb *mm);
/* The same for CPUs that have any mm loaded. */
void tlb_sync_walkers(void);

/*
 * PTEs of @mm were cleared, and their flush comes later: from now on every CPU that has
 * @mm in a slot is out of date.  Returns the new generation.
 */
uint64_t tlb_inc_gen(struct mm_tlb *mm);

/*
 * Bring every CPU in @mask up to date for the mm that it has loaded, and have it publish
 * ugen_done.  Its other mms catch up when it switches to them.
 */
void flush_tlb_cpus(const struct cpumask *mask);

/* @mm ends: CPUs that have it loaded load the kernel's root, and none may load it again. */
void tlb_drop_mm(struct mm_tlb *mm);

/* Invalidate all that this CPU holds: then it owes none of the flushes deferred so far. */
void tlb_flush_everything_here(void);

#endif
