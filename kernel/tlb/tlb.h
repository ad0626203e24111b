/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flushing: which CPUs must drop what, and when a switch of mm must.
 */
#ifndef KERNEL_TLB_TLB_H
#define KERNEL_TLB_TLB_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/mm_tlb.h>
#include <kernel/tlb/tlb_stats.h>

/* Give each CPU its TLB state: no mm loaded, every slot empty.  Called on that CPU. */
void tlb_init_cpu(void);

/* A new address space with root @pgd_pa that no CPU has ever loaded. */
void tlb_init_mm(struct mm_tlb *mm, uint64_t pgd_pa);

/*
 * Load @next on this CPU, NULL for none.  Interrupts may be in any state.
 * Afterwards no user access here uses a translation that was flushed from @next
 * before the call.
 */
void switch_mm(struct mm_tlb *next);

/*
 * This CPU goes idle, keeping its mm loaded: it makes no user accesses until it
 * calls switch_mm(), so flushes that free no page tables need not interrupt it.
 */
void enter_lazy_tlb(void);

/* Does @cpu keep an mm loaded that it makes no user accesses in? */
bool tlb_is_lazy(unsigned int cpu);

/* Up to which generation @cpu has the mm @ctx_id in a slot.  False: it has none for it. */
bool tlb_slot_gen(unsigned int cpu, uint64_t ctx_id, uint64_t *gen);

/* Has @cpu an mm loaded, or is it just loading one? */
bool tlb_has_mm(unsigned int cpu);

/* The mm that this CPU has loaded, or NULL. */
struct mm_tlb *loaded_mm(void);

/*
 * Make sure that no CPU uses a translation of [@start, @end) in @mm that is no
 * longer in the page tables.  The caller has changed the PTEs; on return every CPU
 * that could hold old ones has invalidated them.  @freed_tables: page-table pages
 * were unlinked, so that CPUs which may walk speculatively must drop their
 * paging-structure caches too, and who walks them with interrupts disabled, having @mm
 * loaded, is waited for.  May be called with any lock held.
 */
void flush_tlb_mm_range(struct mm_tlb *mm, uintptr_t start, uintptr_t end, bool freed_tables);
void flush_tlb_page(struct mm_tlb *mm, uintptr_t va);
void flush_tlb_mm(struct mm_tlb *mm);

/*
 * The table-free handshake: who has @mm loaded, and has disabled interrupts before the call, has
 * enabled them again on return.
 */
void tlb_remove_table_sync(struct mm_tlb *mm);
/* The same for whatever mm a CPU has loaded. */
void tlb_sync_walkers(void);

/*
 * PTEs of @mm were cleared; their flush is left for later.  From now on every CPU
 * that has @mm in a slot is out of date.  Returns the new generation.
 */
uint64_t tlb_inc_gen(struct mm_tlb *mm);

/*
 * Bring every CPU in @mask up to date for the mm that it has loaded, and let it say
 * so in ugen_done; any other mm is caught up when it is switched to.
 */
void flush_tlb_cpus(const struct cpumask *mask);

/* No CPU may have @mm loaded from now on: those that do load the kernel's root. */
void tlb_drop_mm(struct mm_tlb *mm);

/* Bring this CPU up to date for everything deferred so far, by dropping all it holds. */
void tlb_flush_everything_here(void);

#endif
