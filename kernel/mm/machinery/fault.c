/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page faults: make a page that a user access finds missing or read-only, or refuse the access.
 *
 *			read			write, private		write, shared
 *	anonymous	a new page		a new page		-
 *	swapped out	it, RO			it, RW			-
 *	moving		wait			wait			wait
 *	file		the cached page, RO	a copy (COW)		the cached page, RW
 *
 * A mapping becomes writable only here and in two other files (fault_wp.c, fault_swap.c), so
 * here a flush that LUF deferred must be made before the new PTE is visible.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/uffd.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

/* page->index of the page under the fault. */
static uint64_t fault_index(const struct fault *fault)
{
	return fault->vma->pgoff + ((fault->va - fault->vma->start) >> PAGE_SHIFT);
}

/* How often the file of @vma was truncated.  Read before the file's size. */
static uint64_t truncations(const struct vma *vma)
{
	return vma->file ? smp_load_acquire(&vma->file->truncations) : 0;
}

bool pte_changed(const struct fault *fault)
{
	/* Why: truncation may have looked for mappings here before, and found none.  Litmus
	 * unmap/truncate-vs-fault. */
	if (truncations(fault->vma) != fault->truncations && !mutant(FAULT_IGNORES_TRUNCATE))
		return true;
	/* Why: it would map the page in an unlinked table.  Litmus unmap/retract-vs-fault. */
	if (pte_table_retired(fault->ptep) && !mutant(FAULT_SKIP_RETIRED))
		return true;
	return !pte_same(pte_get(fault->ptep), fault->seen);
}

/* Does the file end before the address of the fault? */
static bool beyond_end(const struct fault *fault)
{
	const struct file *file = fault->vma->file;

	return file && file_ends_before(file, fault_index(fault));
}

/* The marks that the entry under the fault keeps: a store makes the page soft-dirty. */
static uint64_t marks_that_stay(const struct fault *fault)
{
	uint64_t marks = entry_marks(fault->seen);

	if (fault->write)
		marks &= ~ENTRY_SOFT_CLEAN;
	/* Why: the monitor would miss a store.  Litmus uffd/swapped. */
	if (mutant(FAULT_FORGETS_UFFD))
		marks &= ~ENTRY_UFFD_WP;
	return marks;
}

void set_mapping(const struct fault *fault, struct page *page, uint64_t more_bits)
{
	uint64_t bits = pte_bits_for(fault->vma->flags) | more_bits;
	uint64_t marks = marks_that_stay(fault);

	if (marks)
		bits = (bits & ~PTE_WRITE) | marks;
	/* Why not: nobody would learn of the store.  Litmus softdirty/swapped-out. */
	if (mutant(FAULT_KEEPS_CLEAN))
		bits |= pte_value(fault->seen) & ENTRY_SOFT_CLEAN;
	/* Why: madvise() may have cleared the entry and not flushed yet, so a sibling may
	 * still store to the old page.  Litmus unmap/dontneed-vs-fault. */
	if (!mutant(FAULT_SKIP_PENDING))
		flush_tlb_gather_pending(fault->vma->mm, fault->va);
	step(PTE_SET, fault->va, page_to_pfn(page));
	page_add_rmap(page);
	ptep_set(fault->ptep, pte_make(page_to_pfn(page), bits));
}

/* Map @page if the entry is still as it was.  The reference is used up either way. */
static void map_if_unchanged(const struct fault *fault, struct page *page, uint64_t more_bits)
{
	pte_lock(fault->ptep);
	if (!pte_changed(fault)) {
		set_mapping(fault, page, more_bits);
		page = NULL;
	}
	pte_unlock(fault->ptep);
	if (page)
		page_put(page);
}

void make_anonymous(const struct fault *fault, struct page *page)
{
	cow_make_own(page, fault_index(fault), fault->vma->anon_link.areas);
}

/* Make @page fresh memory. */
static void make_fresh(const struct fault *fault, struct page *page)
{
	unsigned int owner = fault->vma->mm->id;
	unsigned int born_at = (unsigned int)(fault->va >> PAGE_SHIFT);

	page_clear(page);
	stamp_put(page_va(page), stamp_fresh(owner, born_at));
}

static void map_anonymous(const struct fault *fault, struct page *page)
{
	make_anonymous(fault, page);
	map_if_unchanged(fault, page, fault->vma->flags & VM_WRITE ? WRITABLE : 0);
}

static int anonymous_fault(const struct fault *fault)
{
	struct page *page = page_alloc_for(PAGE_ANON, mm_owner(fault->vma->mm));

	if (!page)
		return -ENOMEM;
	/* Why first: siblings can read it as soon as it is mapped.  Litmus unmap/fresh-vs-fault. */
	if (!mutant(FAULT_CLEARS_LATE)) {
		make_fresh(fault, page);
		map_anonymous(fault, page);
		return 0;
	}
	page_get(page);
	map_anonymous(fault, page);
	make_fresh(fault, page);
	page_put(page);
	return 0;
}

/*
 * Find the cached page under the fault, locked, so that neither reclaim nor write-back
 * works on it.  -EAGAIN: it left the cache meanwhile.
 */
static int lock_cached_page(const struct fault *fault, struct page **found)
{
	int err = file_get_page(fault->vma->file, fault_index(fault), found);

	if (err)
		return err == -EFBIG ? -EFAULT : err;
	page_lock(*found);
	if (READ_ONCE((*found)->file) == fault->vma->file)
		return 0;
	page_unlock(*found);
	page_put(*found);
	return -EAGAIN;
}

static int file_read_fault(const struct fault *fault)
{
	struct page *page;
	int err = lock_cached_page(fault, &page);

	if (err)
		return err;
	page_get(page);
	map_if_unchanged(fault, page, 0);
	page_unlock(page);
	page_put(page);
	return 0;
}

void settle_shared(const struct fault *fault)
{
	/* Why: that CPU would never see the stores.  Litmus reclaim/luf-fault-shared. */
	if (mutant(FAULT_SKIP_LUF_SHARED))
		return;
	/* Why the file's batch: other mms map it, too.  Litmus reclaim/luf-two-mms-writable. */
	luf_flush(mutant(FAULT_SETTLES_OWN_MM) ? &fault->vma->mm->tlb.luf : &fault->vma->file->luf);
}

static int shared_write_fault(const struct fault *fault)
{
	struct page *page;
	int err = lock_cached_page(fault, &page);

	if (err)
		return err;
	if (!mutant(FAULT_LATE_SHARED))
		settle_shared(fault);
	WRITE_ONCE(page->dirty, true);
	page_get(page);
	map_if_unchanged(fault, page, WRITABLE);
	/* Why before: others can store through the entry as soon as it is set.  Litmus
	 * reclaim/luf-fault-end-shared. */
	if (mutant(FAULT_LATE_SHARED))
		settle_shared(fault);
	page_unlock(page);
	page_put(page);
	return 0;
}

void settle_private_luf(const struct fault *fault)
{
	struct mm_tlb *mm = &fault->vma->mm->tlb;

	if (luf_track_pending(fault->vma, fault->seen))
		luf_flush(&mm->luf);
}

/* Stores will go to a copy that a CPU with a stale translation of this VMA does not see. */
static void settle_private(const struct fault *fault)
{
	/* Why: a sibling would go on reading the old page.  Litmus reclaim/luf-fault-cow. */
	if (!mutant(FAULT_SKIP_LUF_COW))
		settle_private_luf(fault);
	/* Why: as above, until the batch is flushed.  Litmus reclaim/luf-cow-again. */
	if (!mutant(FAULT_SKIP_BATCHED))
		flush_tlb_batched_pending(&fault->vma->mm->tlb);
}

/*
 * Map @copy, writable, if the entry is still empty.  The deferred flush is made under the PTL:
 * without it, a sibling could map the page after the flush, and reclaim unmap it again.
 */
static void map_copy_if_unchanged(const struct fault *fault, struct page *copy)
{
	if (mutant(SETTLE_BEFORE_PTL)) {
		settle_private(fault);
		step(PTE_UNCHANGED, fault->va, 0);
	}
	pte_lock(fault->ptep);
	if (!pte_changed(fault)) {
		if (!mutant(SETTLE_BEFORE_PTL) && !mutant(FAULT_LATE_PRIVATE))
			settle_private(fault);
		set_mapping(fault, copy, WRITABLE);
		/* Why before: others can store through the entry as soon as it is set.  Litmus
		 * reclaim/luf-fault-end-private. */
		if (mutant(FAULT_LATE_PRIVATE))
			settle_private(fault);
		copy = NULL;
	}
	pte_unlock(fault->ptep);
	if (copy)
		page_put(copy);
}

struct page *copy_page(const struct fault *fault, const struct page *from)
{
	return cow_copy(from, mm_owner(fault->vma->mm), fault_index(fault),
			fault->vma->anon_link.areas);
}

static int private_write_fault(const struct fault *fault)
{
	struct page *page;
	struct page *copy;
	int err = lock_cached_page(fault, &page);

	if (err)
		return err;
	copy = copy_page(fault, page);
	page_unlock(page);
	page_put(page);
	if (!copy)
		return -ENOMEM;
	map_copy_if_unchanged(fault, copy);
	return 0;
}

static int missing_fault(const struct fault *fault)
{
	if (!fault->vma->file)
		return anonymous_fault(fault);
	if (!fault->write)
		return file_read_fault(fault);
	return fault->vma->flags & VM_SHARED ? shared_write_fault(fault) :
					       private_write_fault(fault);
}

static bool access_allowed(const struct vma *vma, unsigned int fault_flags)
{
	unsigned int needed = VM_READ;

	if (fault_flags & FAULT_WRITE)
		needed = VM_WRITE;
	if (fault_flags & FAULT_EXEC)
		needed = VM_EXEC;
	return vma->flags & needed;
}

static bool is_missing(pte_t entry)
{
	/* Why: the page's content would be lost.  Litmus migrate/entry-wait. */
	if (entry_kind(entry) == ENTRY_MIGRATION && mutant(FAULT_IGNORES_MIGRATION))
		return true;
	return entry_is_empty(entry);
}

/* Do what the entry needs. */
static int resolve(struct fault *fault)
{
	if (is_missing(fault->seen))
		return missing_fault(fault);
	if (entry_kind(fault->seen) == ENTRY_MIGRATION) {
		migration_wait();
		return 0;
	}
	if (entry_kind(fault->seen) == ENTRY_SWAP)
		return swap_fault(fault);
	if (is_numa_fault(fault))
		return numa_fault(fault);
	if (fault->write && is_uffd_fault(fault)) {
		queue_uffd_fault(fault);
		return 0;
	}
	if ((fault->write || fault->unshare) && !pte_write(fault->seen))
		return wp_fault(fault);
	/*
	 * The entry allows the access: another CPU resolved the fault, or this CPU had cached
	 * an older entry, which the fault has invalidated (SDM vol. 3, 4.10.4.1).
	 */
	return 0;
}

static int fault_locked(struct fault *fault, struct mm *mm, uintptr_t va, unsigned int flags)
{
	*fault = (struct fault){
		.vma = vma_find(mm, va),
		.va = va & PAGE_MASK,
		.write = flags & FAULT_WRITE,
		.unshare = flags & FAULT_UNSHARE,
	};
	if (!fault->vma || !access_allowed(fault->vma, flags))
		return -EFAULT;
	fault->truncations = truncations(fault->vma);
	if (beyond_end(fault))
		return -EFAULT;
	fault->ptep = pte_lookup_alloc(mm, va);
	/* With a mutant a table may have become data: more memory does not help. */
	if (!fault->ptep)
		return mutant_any() ? -EFAULT : -ENOMEM;
	if (fault->vma->flags & VM_PFNMAP)
		return pfnmap_fault(fault->vma, fault->va, fault->ptep);
	fault->seen = pte_get(fault->ptep);
	return resolve(fault);
}

int handle_mm_fault(struct mm *mm, uintptr_t va, unsigned int fault_flags)
{
	struct fault fault;
	int err;

	if (va >= USER_VA_END)
		return -EFAULT;
	read_lock(&mm->mmap_lock);
	err = fault_locked(&fault, mm, va, fault_flags);
	/* Why not under the lock: the holder may need the lock.  Litmus gup/pin-wait-mmap. */
	if (fault.waits_for_pins && mutant(PIN_WAIT_HOLDS_LOCK)) {
		err = pin_wait();
		fault.waits_for_pins = false;
	}
	read_unlock(&mm->mmap_lock);
	if (fault.waits)
		return uffd_wait(fault.waits);
	if (fault.waits_for_pins)
		return pin_wait();
	return err == -EAGAIN ? 0 : err;
}
