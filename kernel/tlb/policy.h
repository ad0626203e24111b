/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flush policies: when reclaim's unmappings are flushed.
 *
 *	eager	one shootdown per cleared PTE, under its page-table lock
 *	batch	one shootdown for many pages, before the first of them is freed
 *	luf	like batch, but pages that nobody could write are freed without any
 *
 * A policy is one file; reclaim drives it through an unmap_batch.
 */
#ifndef KERNEL_TLB_POLICY_H
#define KERNEL_TLB_POLICY_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/mm_tlb.h>

/* What one pass of reclaim has unmapped and not flushed yet.  Starts zeroed. */
struct unmap_batch {
	struct cpumask page_mask; /* for the page being unmapped */
	uint64_t page_ugen;
	struct cpumask mask; /* owed before any page of the pass is freed */
	bool pending;
	struct cpumask luf_mask; /* owed before a page of the pass is allocated again */
	uint64_t luf_ugen;	 /* 0: nothing is deferred that far */
};

/* A PTE that reclaim cleared. */
struct unmapped_pte {
	struct mm_tlb *mm;
	uintptr_t va;
	uint64_t pfn;
	bool writable; /* a CPU may hold a translation of it through which it can store */
};

struct flush_policy {
	const char *name;

	/*
	 * A PTE was cleared; the caller holds its page-table lock.  Returns the LUF tick
	 * at which its flush was deferred, 0 if not by LUF.
	 */
	uint64_t (*unmapped)(struct unmap_batch *batch, const struct unmapped_pte *pte);

	/*
	 * Every PTE of a page was cleared; @writable: some CPU may hold a translation
	 * through which it can be written.  True: the page may be freed before the
	 * flush, under the key that finish() gives.
	 */
	bool (*page_unmapped)(struct unmap_batch *batch, bool writable);

	/* No CPU may store into the pages of this batch any longer: they go to the device. */
	void (*stop_writes)(struct unmap_batch *batch);

	/* The pages are about to be freed.  Returns the key of those deferred further. */
	luf_key_t (*finish)(struct unmap_batch *batch);
};

extern const struct flush_policy policy_eager;
extern const struct flush_policy policy_batch;
extern const struct flush_policy policy_luf;

extern const struct flush_policy *const flush_policies[];
extern const unsigned int nr_flush_policies;

/* The policy in force; changed only while no test runs. */
const struct flush_policy *flush_policy(void);
void flush_policy_choose(const struct flush_policy *policy);

/* Add @mm's CPUs to those owed a flush of this page; its PTE is clear already. */
void unmap_batch_owe(struct unmap_batch *batch, struct mm_tlb *mm);

/*
 * The flush that a batch leaves pending, per mm, for those who change the same range
 * of addresses meanwhile (3ea277194daa): see mm_tlb.
 */
void set_tlb_batched_pending(struct mm_tlb *mm);
bool tlb_batched_pending(struct mm_tlb *mm);
void flush_tlb_batched_pending(struct mm_tlb *mm);

#endif
