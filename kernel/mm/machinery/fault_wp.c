/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults of stores to present read-only entries: make the page writable in place, or replace it
 * by a private copy.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/tlb.h>

/*
 * Make the present read-only entry writable.  More rights need no flush.  Caller holds the PTL, and
 * the entry is as it was.
 */
static void make_writable(const struct fault *fault)
{
	pte_t new = pte_set_bits(fault->seen, WRITABLE);

	/* Why: nobody would learn of the store.  Litmus softdirty/copy-vs-store. */
	if (!mutant(WP_FAULT_KEEPS_CLEAN))
		new = pte_clear_bits(new, ENTRY_SOFT_CLEAN);
	step(PTE_SET, fault->va, pte_pfn(fault->seen));
	/* Fails if the walker sets A meanwhile: then the access faults again. */
	(void)ptep_cmpxchg(fault->ptep, fault->seen, new);
}

static void reuse_page(const struct fault *fault)
{
	pte_lock(fault->ptep);
	if (!pte_changed(fault))
		make_writable(fault);
	pte_unlock(fault->ptep);
}

/*
 * Does a lock see to it that no marker is cleared, and so no page copied, before the flush of the
 * call that set it?  So do some designs of uffd_lock.h.
 */
static bool lock_stops_stores(const struct fault *fault)
{
	/* Why: hints and clear_refs take W away, too, without that lock.  Litmus
	 * numa/copy-group. */
	bool others = READ_ONCE(fault->vma->mm->ranges_changing) && !mutant(COW_TRUSTS_UFFD_LOCK);

	return uffd_lock() != UFFD_LOCK_READ && !others;
}

/*
 * The read-only page under the fault is copied next.  A call that took W away may not have flushed
 * yet, so a CPU may still store to the page, and the copy would miss that.  Caller holds the PTL.
 */
static void stop_stores(const struct fault *fault)
{
	/* Why: as above (Linux, 6ce64428d620).  Litmus uffd/copy-read. */
	if (!lock_stops_stores(fault) && !mutant(COW_SKIP_PENDING))
		flush_tlb_gather_pending(fault->vma->mm, fault->va);
}

/* Make anonymous memory writable in place; false: others may have it, so it must be copied. */
static bool reuse_anonymous(const struct fault *fault, struct page *page)
{
	bool changed;
	bool reuse;

	pte_lock(fault->ptep);
	changed = pte_changed(fault);
	reuse = !changed && cow_may_reuse(page);
	if (reuse) {
		/* Why: a sibling may still see the frame where the page was before it was
		 * swapped out.  Litmus swap/luf-then-reuse. */
		if (luf_track_maybe_pending(fault->vma) && !mutant(REUSE_SKIP_LUF))
			luf_flush(&fault->vma->mm->tlb.luf);
		WRITE_ONCE(page->exclusive, true);
		if (fault->write)
			make_writable(fault);
	}
	if (!changed && !reuse)
		stop_stores(fault);
	pte_unlock(fault->ptep);
	return changed || reuse;
}

/*
 * Clear the entry under the fault.  False: it has changed, or the fault must wait for a pin of the
 * page; then it is as it was.  Caller holds the PTL.
 */
static bool clear_for_copy(struct fault *fault, struct page *old)
{
	/* Why not: fast GUP takes no PTL.  Litmus gup/pin-wait-fast. */
	bool early = mutant(COW_ASKS_PINS_EARLY);
	pte_t pte;

	if (pte_changed(fault))
		return false;
	/* D in pte is not needed: a file page was read-only, an anonymous one is others', too. */
	if (ptep_clear_unless_held(fault->ptep, fault->va, old, cow_must_wait, early, &pte))
		return true;
	fault->waits_for_pins = pin_wait_queue(old);
	return false;
}

/* Replace the read-only page that is mapped by @copy. */
static void break_cow(struct fault *fault, struct page *old, struct page *copy)
{
	pte_lock(fault->ptep);
	if (!clear_for_copy(fault, old)) {
		pte_unlock(fault->ptep);
		page_put(copy);
		return;
	}
	/* Why: stores go to the copy next, so no CPU may read the old page.  Litmus
	 * cow/cow-break-no-remote-flush. */
	if (!mutant(COW_SKIP_FLUSH))
		flush_tlb_page(&fault->vma->mm->tlb, fault->va);
	set_mapping(fault, copy, fault->write ? WRITABLE : 0);
	pte_unlock(fault->ptep);
	page_remove_rmap(old);
	page_put(old);
}

struct page *get_mapped_page(const struct fault *fault)
{
	struct page *page = NULL;

	pte_lock(fault->ptep);
	if (!pte_changed(fault)) {
		page = pfn_to_page(pte_pfn(fault->seen));
		page_get(page);
	}
	pte_unlock(fault->ptep);
	return page;
}

/* No memory for a copy.  Litmus error/cow-out-of-frames. */
static int give_up_copy(const struct fault *fault)
{
	if (!mutant(NO_COPY_IS_NO_MATTER))
		return -ENOMEM;
	reuse_page(fault);
	return 0;
}

static int private_wp_fault(struct fault *fault, struct page *old)
{
	struct page *copy;

	if (old->kind == PAGE_ANON)
		step(COPY, fault->va, page_to_pfn(old));
	copy = copy_page(fault, old);
	if (!copy)
		return give_up_copy(fault);
	break_cow(fault, old, copy);
	return 0;
}

static void shared_wp_fault(const struct fault *fault, struct page *page)
{
	/* Why until it is writable: in between, write-back would make the page clean again, and not
	 * see the entry that becomes writable.  Litmus writeback/mkclean-store. */
	bool unlocked = mutant(WP_FAULT_SKIP_LOCK);

	if (!unlocked)
		page_lock(page);
	if (READ_ONCE(page->file) == fault->vma->file) {
		settle_shared(fault);
		WRITE_ONCE(page->dirty, true);
		reuse_page(fault);
	}
	if (!unlocked)
		page_unlock(page);
}

int wp_fault(struct fault *fault)
{
	struct page *page = get_mapped_page(fault);
	int err = 0;

	if (!page)
		return 0;
	if (page->kind == PAGE_ANON && reuse_anonymous(fault, page))
		err = 0;
	else if (page->kind != PAGE_ANON && fault->vma->flags & VM_SHARED)
		shared_wp_fault(fault, page);
	else
		err = private_wp_fault(fault, page);
	page_put(page);
	return err;
}
