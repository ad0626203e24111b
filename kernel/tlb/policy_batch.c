/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Batch: one shootdown for all pages of a pass, before the first of them is freed.
 *
 * Until then a CPU may still have translations of PTEs that are clear.  A call that changes that
 * range of addresses meanwhile finds nothing to flush in the tables.  So the mm counts what is
 * pending, and the call asks it.
 */
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

void set_tlb_batched_pending(struct mm_tlb *mm)
{
	atomic_add(&mm->batch_pending, 1);
}

bool tlb_batched_pending(struct mm_tlb *mm)
{
	return READ_ONCE(mm->batch_flushed) != READ_ONCE(mm->batch_pending);
}

void flush_tlb_batched_pending(struct mm_tlb *mm)
{
	uint64_t flushed = READ_ONCE(mm->batch_flushed);
	uint64_t pending = READ_ONCE(mm->batch_pending);

	if (flushed == pending)
		return;
	flush_tlb_mm(mm);
	if (mutant(BATCHED_PENDING_CLEARED))
		pending = READ_ONCE(mm->batch_pending);
	/* A count, not a flag: what became pending during the flush stays so (5ee2fa2f0636). */
	while (flushed < pending && !try_cmpxchg(&mm->batch_flushed, &flushed, pending))
		;
}

static uint64_t batch_unmapped(struct unmap_batch *batch, const struct unmapped_pte *pte)
{
	step(FLUSH_DEFER, pte->va, pte->pfn);
	unmap_batch_owe(batch, pte->mm);
	set_tlb_batched_pending(pte->mm);
	return 0;
}

static bool batch_page_unmapped(struct unmap_batch *batch, bool writable)
{
	(void)writable;
	cpumask_add(&batch->mask, &batch->page_mask);
	cpumask_clear(&batch->page_mask);
	batch->pending = true;
	return false;
}

static void batch_flush(struct unmap_batch *batch)
{
	if (batch->pending)
		flush_tlb_cpus(&batch->mask);
	cpumask_clear(&batch->mask);
	batch->pending = false;
}

static void batch_stop_writes(struct unmap_batch *batch)
{
	/* Why: a store made after the device took its copy would be lost.  Litmus
	 * reclaim/dirty-unmap-io-before-flush. */
	if (!mutant(RECLAIM_SKIP_DIRTY_FLUSH))
		batch_flush(batch);
}

static luf_key_t batch_finish(struct unmap_batch *batch)
{
	/* Why: the pages are freed next.  Litmus reclaim/free-vs-reader. */
	if (!mutant(RECLAIM_SKIP_BATCH_FLUSH))
		batch_flush(batch);
	return LUF_KEY_NONE;
}

const struct flush_policy policy_batch = {
	.name = "batch",
	.unmapped = batch_unmapped,
	.page_unmapped = batch_page_unmapped,
	.stop_writes = batch_stop_writes,
	.finish = batch_finish,
};
