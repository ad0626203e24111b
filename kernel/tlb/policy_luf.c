/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LUF: a page that no CPU can write to is freed before its flush.  The flush is made when
 * the frame leaves the allocator, or when its mm or file changes.  All other pages are
 * batched.
 */
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_stats.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

static uint64_t luf_unmapped(struct unmap_batch *batch, const struct unmapped_pte *pte)
{
	if (pte->writable && !mutant(LUF_IGNORES_WRITABLE))
		return policy_batch.unmapped(batch, pte);
	step(FLUSH_DEFER, pte->va, pte->pfn);
	unmap_batch_owe(batch, pte->mm);
	luf_stats_here()->ptes++;
	batch->page_ugen = luf_new_ugen();
	luf_fold(&pte->mm->luf, &pte->mm->cpumask, batch->page_ugen);
	return batch->page_ugen;
}

static bool luf_page_unmapped(struct unmap_batch *batch, bool writable)
{
	if (writable && !mutant(LUF_IGNORES_WRITABLE))
		return policy_batch.page_unmapped(batch, writable);
	cpumask_add(&batch->luf_mask, &batch->page_mask);
	cpumask_clear(&batch->page_mask);
	/* Why the newest: a CPU that has flushed for the first page may not have for the last.
	 * Litmus reclaim/luf-batch-ugen. */
	if (!batch->luf_ugen || !mutant(LUF_BATCH_KEEPS_OLDEST))
		batch->luf_ugen = batch->page_ugen;
	return true;
}

static void luf_stop_writes(struct unmap_batch *batch)
{
	policy_batch.stop_writes(batch);
}

static luf_key_t luf_finish(struct unmap_batch *batch)
{
	policy_batch.finish(batch);
	if (!batch->luf_ugen)
		return LUF_KEY_NONE;
	luf_stats_here()->batches++;
	return luf_new_key(&batch->luf_mask, batch->luf_ugen);
}

const struct flush_policy policy_luf = {
	.name = "luf",
	.unmapped = luf_unmapped,
	.page_unmapped = luf_page_unmapped,
	.stop_writes = luf_stop_writes,
	.finish = luf_finish,
};
