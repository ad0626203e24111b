/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registering, protecting, un-protecting.  See uffd.h.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/uffd.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/rules/mutants.h>

/* Is all of [@start, @end) registered with @uffd; NULL: is none of it registered?  Caller holds
 * mmap_lock. */
static bool belongs_to(struct mm *mm, uintptr_t start, uintptr_t end, const struct uffd *uffd)
{
	while (start < end) {
		const struct vma *vma = vma_find(mm, start);

		if (!vma || vma->uffd != uffd)
			return false;
		start = vma->end;
	}
	return true;
}

static bool is_possible(struct mm *mm, uintptr_t start, uintptr_t end)
{
	const struct vma *vma;

	for_each_vma (vma, mm, start, end) {
		if (vma->table || vma->flags & VM_PFNMAP)
			return false;
	}
	return true;
}

/* Set the userfaultfd of @vma; with one, retract.h leaves its tables alone. */
static void give(struct vma *vma, struct uffd *uffd)
{
	/* Why: a retraction in progress must end before a marker is in the table.  Litmus
	 * uffd/vs-retract. */
	bool unlocked = mutant(UFFD_SKIP_RMAP_LOCK);

	if (!unlocked)
		vma_lock_rmap(vma);
	WRITE_ONCE(vma->uffd, uffd);
	if (!unlocked)
		vma_unlock_rmap(vma);
}

/* Caller holds mmap_lock for writing. */
static int register_locked(struct uffd *uffd, struct mm *mm, uintptr_t start, uintptr_t end)
{
	struct vma *vma;
	int err;

	if (!vma_find(mm, start))
		return -ENOENT;
	if (!belongs_to(mm, start, end, NULL) && !belongs_to(mm, start, end, uffd))
		return -EBUSY;
	if (!is_possible(mm, start, end))
		return -EINVAL;
	err = split_areas(mm, start, end);
	if (err)
		return err;
	for_each_vma (vma, mm, start, end)
		give(vma, uffd);
	return 0;
}

int uffd_register(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len)
{
	int err;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = register_locked(uffd, mm, va, va + len);
	write_unlock(&mm->mmap_lock);
	return err;
}

/* Does a mutant leave this entry as it is? */
static bool is_left_out(pte_t old)
{
	/* Why: the page would come back without a marker.  Litmus uffd/swapped. */
	if (entry_kind(old) == ENTRY_SWAP && mutant(UFFD_SKIPS_SWAPPED))
		return true;
	/* Why: the page would come back writable.  Litmus uffd/moving. */
	if (entry_kind(old) == ENTRY_MIGRATION && mutant(UFFD_SKIPS_MOVING))
		return true;
	/* Why: the page that is mapped there next would have none.  Litmus uffd/unpopulated. */
	return entry_is_empty(old) && mutant(UFFD_SKIPS_EMPTY);
}

static int protect_one(struct mmu_gather *tlb, const struct leaf *leaf)
{
	int err = wp_give_up(tlb, leaf);

	if (err)
		return err;
	/* Why: the monitor copies the page next, and stores would go on.  Litmus uffd/protect-tell.
	 */
	if (wp_mark(leaf, ENTRY_UFFD_WP, is_left_out) && !mutant(UFFD_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

/* Make the tables for the markers.  Caller holds mmap_lock. */
static int make_tables(struct mm *mm, uintptr_t start, uintptr_t end)
{
	for (uintptr_t va = start; va < end; va = pte_span_end(va, 1)) {
		if (!pte_lookup_alloc(mm, va))
			return -ENOMEM;
	}
	return 0;
}

/* Set all markers.  Caller holds the lock of uffd_lock.h; a mutant releases it before the flush. */
static int protect_locked(struct mmu_gather *tlb, struct uffd *uffd, uintptr_t start, uintptr_t end)
{
	int err;

	if (!belongs_to(tlb->mm, start, end, uffd))
		return -ENOENT;
	err = make_tables(tlb->mm, start, end);
	return err ? err : gather_range(tlb, start, end, protect_one);
}

int uffd_protect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len)
{
	struct mmu_gather tlb;
	int err;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	uffd_lock_mm(mm, true);
	tlb_gather_mmu(&tlb, mm);
	err = protect_locked(&tlb, uffd, va, va + len);
	/* Why not yet: a marker could be cleared, and the page copied, before this flush.  Litmus
	 * uffd/copy-write. */
	if (mutant(UFFD_UNLOCKS_EARLY))
		uffd_unlock_mm(mm, true);
	tlb_finish_mmu(&tlb);
	if (!err)
		luf_debug(range_settled, mm, va, va + len, VM_READ | VM_EXEC, tlb.debug_since);
	if (!mutant(UFFD_UNLOCKS_EARLY))
		uffd_unlock_mm(mm, true);
	return err;
}

/* Caller holds mmap_lock. */
static void clear_markers(struct mm *mm, uintptr_t start, uintptr_t end)
{
	struct leaf leaf = leaves_between(mm, start, end);

	while (leaf_lock_next(&leaf)) {
		(void)ptep_test_and_clear(leaf.ptep, ENTRY_UFFD_WP);
		leaf_unlock(&leaf);
	}
}

int uffd_unprotect(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len)
{
	/* Why: munmap() would free the VMA and its tables.  Litmus uffd/unprotect-vs-munmap. */
	bool unlocked = mutant(UFFD_UNPROTECT_SKIP_LOCK);
	bool is_ours;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	if (!unlocked)
		uffd_lock_mm(mm, false);
	is_ours = belongs_to(mm, va, va + len, uffd);
	/* Why not yet: the fault would find the marker and wait.  Litmus uffd/protect-tell. */
	if (is_ours && mutant(UFFD_WAKES_EARLY))
		uffd_wake(uffd, va, va + len);
	if (is_ours)
		clear_markers(mm, va, va + len);
	if (!unlocked)
		uffd_unlock_mm(mm, false);
	/* Even if the VMA is gone: the faults that wait there must see that. */
	if (!mutant(UFFD_WAKES_EARLY))
		uffd_wake(uffd, va, va + len);
	return is_ours ? 0 : -ENOENT;
}

int uffd_unregister(struct uffd *uffd, struct mm *mm, uintptr_t va, size_t len)
{
	/* Why: as above, and this splits VMAs.  Litmus uffd/unwatch-vs-munmap. */
	bool unlocked = mutant(UFFD_UNREGISTER_SKIP_LOCK);
	struct vma *vma;
	int err;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	if (!unlocked)
		write_lock(&mm->mmap_lock);
	err = belongs_to(mm, va, va + len, uffd) ? split_areas(mm, va, va + len) : -ENOENT;
	if (!err) {
		clear_markers(mm, va, va + len);
		for_each_vma (vma, mm, va, va + len)
			give(vma, NULL);
	}
	if (!unlocked)
		write_unlock(&mm->mmap_lock);
	if (!err)
		uffd_wake(uffd, va, va + len);
	return err;
}
