/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Eager: nothing is ever deferred.
 */
#include <kernel/rules/mutants.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

static uint64_t eager_unmapped(struct unmap_batch *batch, const struct unmapped_pte *pte)
{
	(void)batch;
	/* Why: the page is freed next.  Litmus reclaim/free-vs-reader. */
	if (!mutant(EAGER_SKIP_FLUSH))
		flush_tlb_page(pte->mm, pte->va);
	return 0;
}

static bool eager_page_unmapped(struct unmap_batch *batch, bool writable)
{
	(void)batch;
	(void)writable;
	return false;
}

static void eager_stop_writes(struct unmap_batch *batch)
{
	(void)batch;
}

static luf_key_t eager_finish(struct unmap_batch *batch)
{
	(void)batch;
	return LUF_KEY_NONE;
}

const struct flush_policy policy_eager = {
	.name = "eager",
	.unmapped = eager_unmapped,
	.page_unmapped = eager_page_unmapped,
	.stop_writes = eager_stop_writes,
	.finish = eager_finish,
};
