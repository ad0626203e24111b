/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flush policies: when the unmappings of reclaim are flushed.
 *
 *	eager	one shootdown per cleared PTE, under its page-table lock
 *	batch	one shootdown for many pages, before the first of them is freed
 *	luf	as batch, but pages that no CPU could write are freed before any flush
 *
 * Each policy is one file.  Reclaim calls it with an unmap_batch.
 */
#ifndef KERNEL_TLB_POLICY_H
#define KERNEL_TLB_POLICY_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/mm_tlb.h>

/* What one pass of reclaim has unmapped and not flushed yet.  Starts zeroed. */
struct unmap_batch {
	struct cpumask page_mask; /* CPUs to flush for the page that is being unmapped */
	uint64_t page_ugen;
	struct cpumask mask; /* CPUs to flush before any page of the pass is freed */
	bool pending;
	struct cpumask luf_mask; /* CPUs to flush before a page is allocated again */
	uint64_t luf_ugen;	 /* 0: no page's flush is deferred past its free */
};

/* A PTE that reclaim cleared. */
struct unmapped_pte {
	struct mm_tlb *mm;
	uintptr_t va;
	uint64_t pfn;
	bool writable; /* a CPU may hold a translation through which it can store */
};

struct flush_policy {
	const char *name;

	/*
	 * A PTE was cleared; the caller holds its page-table lock.  Returns the LUF tick
	 * at which its flush was deferred, or 0 if LUF did not defer it.
	 */
	uint64_t (*unmapped)(struct unmap_batch *batch, const struct unmapped_pte *pte);

	/*
	 * Every PTE of a page was cleared.  @writable: some CPU may hold a translation
	 * through which it can store.  Returns true if the page may be freed before the
	 * flush, under the key that finish() returns.
	 */
	bool (*page_unmapped)(struct unmap_batch *batch, bool writable);

	/* The pages go to the device next: on return no CPU can store into them. */
	void (*stop_writes)(struct unmap_batch *batch);

	/* The pages are freed next.  Returns the key of those whose flush is still deferred. */
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

/* Add the CPUs of @mm to those that must flush this page.  Its PTE has been cleared. */
void unmap_batch_owe(struct unmap_batch *batch, struct mm_tlb *mm);

/*
 * The flushes that batches leave pending in an mm, for calls that change the same range of
 * addresses meanwhile (3ea277194daa): see mm_tlb.
 */
void set_tlb_batched_pending(struct mm_tlb *mm);
bool tlb_batched_pending(struct mm_tlb *mm);
void flush_tlb_batched_pending(struct mm_tlb *mm);

#endif
