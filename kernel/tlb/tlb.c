/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Generations, and the flushes built on shootdown().
 *
 * Everything here depends on one race, between a CPU that starts to use an mm and one
 * that flushes it (CVE-2016-2069; litmus switch/switch-and-back):
 *
 *	switch_mm()			flush_tlb_mm_range()
 *	cpumask_set(mm, me)		change the PTE
 *	   full barrier [A]		tlb_gen++  full barrier [B]
 *	gen = mm->tlb_gen		read the cpumask
 *	load CR3, walk
 *
 * Either the flusher sees the CPU in the mask and interrupts it, or the CPU sees the
 * new generation and the new PTE.  [A] is the LOCKed bit set, [B] the LOCKed add.
 */
#include <arch/ipi.h>
#include <arch/phys.h>
#include <arch/tlb.h>
#include <kernel/lib/bug.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/shootdown.h>
#include <kernel/tlb/tlb.h>
#include <kernel/tlb/tlb_state.h>

/* A flush of more pages than this invalidates the whole PCID. */
#define FLUSH_PAGES_CEILING 33

static uint64_t last_ctx_id;

void tlb_init_mm(struct mm_tlb *mm, uint64_t pgd_pa)
{
	/* Why not the address: a slot may hold translations of an earlier mm at the same
	 * address.  Litmus switch/asid-mm-reused. */
	bool by_address = mutant(ASID_KEYED_BY_MM);

	*mm = (struct mm_tlb){
		.ctx_id = by_address ? (uintptr_t)mm : atomic_add(&last_ctx_id, 1),
		.tlb_gen = 1,
		.pgd_pa = pgd_pa,
	};
}

uint64_t tlb_inc_gen(struct mm_tlb *mm)
{
	/* Without a barrier this store may be in the store buffer while the cpumask is read. */
	if (mutant(GEN_SKIP_BARRIER)) {
		uint64_t gen = READ_ONCE(mm->tlb_gen) + 1;

		WRITE_ONCE(mm->tlb_gen, gen);
		return gen;
	}
	/* Full barrier [B]: after the PTE changes, before the cpumask is read. */
	return atomic_add(&mm->tlb_gen, 1);
}

static void invalidate_range(struct tlb_state *tlb, uintptr_t start, uintptr_t end)
{
	for (uintptr_t va = start; va < end; va += PAGE_SIZE) {
		luf_debug(drops_page, va);
		tlb_invalidate_page(va);
	}
	tlb->stats.page_invalidates += (end - start) / PAGE_SIZE;
}

/*
 * Does it suffice to invalidate the pages of @info?  Only if it is both the next flush
 * that this CPU needs and the newest.  With a gap, the flushes in between would be marked
 * as done although their pages were not invalidated (litmus tlb/gen-gap).
 */
static bool flush_is_partial(const struct flush_tlb_info *info, uint64_t local_gen, uint64_t mm_gen)
{
	if (info->end == TLB_FLUSH_ALL)
		return false;
	if (mutant(PARTIAL_FLUSH_IGNORES_GAP))
		return true;
	return info->new_tlb_gen == local_gen + 1 && info->new_tlb_gen == mm_gen;
}

/* Bring the loaded mm up to date. */
static void catch_up(struct tlb_state *tlb, const struct flush_tlb_info *info)
{
	struct asid_slot *slot = &tlb->ctxs[tlb->loaded_asid];
	uint64_t local_gen = slot->tlb_gen;
	uint64_t mm_gen = READ_ONCE(tlb->loaded_mm->tlb_gen);
	bool any = info->new_tlb_gen == 0 && !mutant(FLUSH_GEN_ZERO_IS_OLD);

	if (!any && info->new_tlb_gen <= local_gen)
		return;
	if (local_gen == mm_gen)
		return;
	step(FLUSH_HERE, info->start, 0);
	if (!any && flush_is_partial(info, local_gen, mm_gen)) {
		if (!mutant(FLUSH_FUNC_SKIP_INVLPG))
			invalidate_range(tlb, info->start, info->end);
	} else {
		tlb->stats.full_flushes++;
		if (!mutant(FLUSH_FUNC_SKIP_FULL)) {
			luf_debug(drops_current);
			tlb_invalidate_current();
		}
	}
	slot->tlb_gen = mm_gen;
}

void flush_tlb_func(const struct flush_tlb_info *info)
{
	struct tlb_state *tlb = this_tlb();
	/* Read before the flush, published after it: see luf.h. */
	uint64_t ugen = luf_ugen_now();

	BUG_ON(tlb->loaded_mm == &switching_mm);
	if (info->walkers)
		return;
	if (tlb->loaded_mm != &no_mm && (!info->mm || info->mm == tlb->loaded_mm)) {
		/* A lazy CPU makes no accesses: to leave is cheaper than to do every flush. */
		if (tlb->is_lazy || info->leave)
			load_no_mm(tlb);
		else
			catch_up(tlb, info);
	}
	/* Why only then: if @info->mm is not loaded here, nothing was flushed.  Litmus
	 * reclaim/luf-per-mm-claims-all. */
	if (!info->mm || mutant(FLUSH_MM_CLAIMS_ALL))
		luf_publish_done(mutant(UGEN_READ_LATE) ? luf_ugen_now() : ugen);
}

static void flush_here(const struct flush_tlb_info *info)
{
	unsigned long flags = point_irq_save();

	flush_tlb_func(info);
	irq_restore(flags);
}

/*
 * Must @cpu, which is in the mm's mask, be interrupted?  This reads after the barrier [B]:
 * a CPU that switches to the mm or wakes up later sees the new generation instead.
 */
static bool should_flush(unsigned int cpu, const struct flush_tlb_info *info)
{
	const struct tlb_state *tlb = &tlb_states[cpu];
	const struct mm_tlb *loaded = READ_ONCE(tlb->loaded_mm);

	if (loaded == &switching_mm)
		return !mutant(SHOULD_FLUSH_IGNORES_SWITCHING);
	if (loaded != info->mm)
		return false;
	/* Lazy CPUs may walk speculatively, so they must drop freed tables (CVE-2025-22045). */
	return !READ_ONCE(tlb->is_lazy) || info->freed_tables || info->leave;
}

static void flush_mask(const struct cpumask *mask, const struct flush_tlb_info *info)
{
	unsigned int me = cpu_id();
	unsigned int interrupted;

	if (cpumask_test(mask, me))
		flush_here(info);
	interrupted = shootdown(mask, info);
	this_tlb()->stats.ipis += interrupted;
	this_tlb()->stats.shootdowns += interrupted != 0;
}

static void flush_mm(struct flush_tlb_info *info)
{
	struct cpumask targets;

	cpumask_clear(&targets);
	for_each_cpu (cpu, &info->mm->cpumask) {
		if (should_flush(cpu, info))
			cpumask_put(&targets, cpu);
	}
	flush_mask(&targets, info);
}

void tlb_remove_table_sync(struct mm_tlb *mm)
{
	struct flush_tlb_info info = {
		.mm = mm,
		.walkers = true,
		/* Why lazy CPUs, too: fast GUP walks the loaded tables even there.  Litmus
		 * gup/fast-broadcast. */
		.freed_tables = !mutant(TABLE_SYNC_SKIPS_LAZY),
	};

	flush_mm(&info);
}

void tlb_sync_walkers(void)
{
	struct flush_tlb_info info = { .walkers = true };
	struct cpumask having;

	/* A CPU that loads an mm later sees what the caller changed with LOCKed operations. */
	cpumask_clear(&having);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (tlb_has_mm(cpu))
			cpumask_put(&having, cpu);
	}
	flush_mask(&having, &info);
}

static void flush_by_broadcast(const struct flush_tlb_info *info)
{
	broadcast_flush(info->start, info->end);
	/* Why: a broadcast waits for no walker, and the tables are freed next.  Litmus
	 * gup/fast-broadcast. */
	if (info->freed_tables && !mutant(TABLE_FREE_SKIP_SYNC) && !mutant(TABLE_SYNC_EARLY))
		tlb_remove_table_sync(info->mm);
}

void flush_tlb_mm_range(struct mm_tlb *mm, uintptr_t start, uintptr_t end, bool freed_tables)
{
	struct flush_tlb_info info = {
		.mm = mm,
		.start = start,
		.end = end,
		.freed_tables = freed_tables,
	};

	if (end != TLB_FLUSH_ALL && (end - start) / PAGE_SIZE > FLUSH_PAGES_CEILING)
		info.end = TLB_FLUSH_ALL;
	info.new_tlb_gen = tlb_inc_gen(mm);
	if (tlb_flush() == TLB_FLUSH_BROADCAST)
		flush_by_broadcast(&info);
	else
		flush_mm(&info);
}

void flush_tlb_page(struct mm_tlb *mm, uintptr_t va)
{
	flush_tlb_mm_range(mm, va, va + PAGE_SIZE, false);
}

void flush_tlb_mm(struct mm_tlb *mm)
{
	flush_tlb_mm_range(mm, 0, TLB_FLUSH_ALL, false);
}

void flush_tlb_cpus(const struct cpumask *mask)
{
	struct flush_tlb_info info = { .end = TLB_FLUSH_ALL };
	struct cpumask copy;

	cpumask_clear(&copy);
	cpumask_copy(&copy, mask);
	flush_mask(&copy, &info);
}

void tlb_drop_mm(struct mm_tlb *mm)
{
	struct flush_tlb_info info = { .mm = mm, .end = TLB_FLUSH_ALL, .leave = true };

	flush_mm(&info);
	luf_debug(mm_gone, mm->ctx_id);
}

void tlb_flush_everything_here(void)
{
	unsigned long flags = point_irq_save();
	struct tlb_state *tlb = this_tlb();
	uint64_t ugen = luf_ugen_now();

	for (unsigned int asid = 0; asid < NR_ASIDS; asid++) {
		if (asid != tlb->loaded_asid || tlb->loaded_mm == &no_mm)
			tlb->ctxs[asid].ctx_id = 0;
	}
	if (tlb->loaded_mm != &no_mm)
		tlb->ctxs[tlb->loaded_asid].tlb_gen = READ_ONCE(tlb->loaded_mm->tlb_gen);
	luf_debug(drops_all);
	tlb_invalidate_all();
	luf_publish_done(ugen);
	irq_restore(flags);
}

void tlb_sum_stats(struct tlb_stats *sum)
{
	*sum = (struct tlb_stats){ 0 };
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const struct tlb_stats *one = &tlb_states[cpu].stats;

		sum->shootdowns += one->shootdowns;
		sum->ipis += one->ipis;
		sum->page_invalidates += one->page_invalidates;
		sum->full_flushes += one->full_flushes;
		sum->switches += one->switches;
		sum->pcid_kept += one->pcid_kept;
	}
}
