/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mprotect(): change what a range allows.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

#define VM_ACCESS (VM_READ | VM_WRITE | VM_EXEC)

static void change_leaf(struct mmu_gather *tlb, const struct leaf *leaf, unsigned int flags)
{
	pte_t old = pte_get(leaf->ptep);
	pte_t new;

	/* A page that is swapped out or moving takes its rights from the VMA when it comes back. */
	if (!entry_is_page(old)) {
		step(PTE_UNCHANGED, leaf->va, 0);
		/* Why: the old entry's flush may be deferred.  Litmus reclaim/luf-vs-mprotect. */
		if (!mutant(MPROTECT_SKIP_MARKER))
			tlb_gather_entry(tlb, old);
		return;
	}
	/* Why clear it first: A and D that a walker sets meanwhile would be lost.  Litmus
	 * mprotect/loses-dirty. */
	if (!mutant(MPROTECT_READS_ENTRY))
		old = ptep_get_and_clear(leaf->ptep);
	new = pte_make_leaf(pte_pfn(old), pte_bits_for(flags), leaf->level);
	new = pte_set_bits(new, pte_value(old) & (PTE_DIRTY | PTE_SPECIAL | PTE_DEVMAP));
	new = pte_set_bits(new, entry_marks(old));
	/* Why: the monitor would miss a store.  Litmus uffd/mprotect. */
	if (mutant(MPROTECT_FORGETS_UFFD))
		new = pte_clear_bits(new, ENTRY_UFFD_WP);
	if (pte_write(old) && flags & VM_WRITE)
		new = pte_set_bits(new, PTE_WRITE);
	ptep_set(leaf->ptep, new);
	step(PTE_WRPROTECT, leaf->va, pte_pfn(old));
	/* Why: the caller relies on later faults.  Litmus mprotect/mprotect-flush-tell. */
	if (pte_needs_flush(old, new) && !mutant(MPROTECT_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
}

static void change_leaves(struct mmu_gather *tlb, const struct vma *vma)
{
	struct leaf leaf = leaves_between(vma->mm, vma->start, vma->end);

	while (leaf_lock_next(&leaf)) {
		change_leaf(tlb, &leaf, vma->flags);
		leaf_unlock(&leaf);
	}
	tlb_gather_vma(tlb, vma);
}

static void set_rights(struct mm *mm, uintptr_t start, uintptr_t end, unsigned int flags)
{
	struct vma *vma;

	/* WRITE_ONCE: an rmap walk may read the flags meanwhile. */
	for_each_vma (vma, mm, start, end)
		WRITE_ONCE(vma->flags, (vma->flags & ~VM_ACCESS) | flags);
}

/* -EBUSY: somebody holds a page that must stay writable then, and no VMA has changed. */
static int change_areas(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, unsigned int flags)
{
	struct vma *vma;
	int err = 0;

	/* Why not: if mprotect() then fails, other threads would fault all the same.  Litmus
	 * gup/wp-range. */
	if (mutant(MPROTECT_ASKS_LATE))
		set_rights(tlb->mm, start, end, flags);
	/* If the call fails, entries that lost W here get it back at the next store. */
	if (!(flags & VM_WRITE) && wp_refuses())
		err = gather_range(tlb, start, end, wp_give_up);
	if (err)
		return err;
	set_rights(tlb->mm, start, end, flags);
	for_each_vma (vma, tlb->mm, start, end)
		change_leaves(tlb, vma);
	return 0;
}

/* Caller holds mmap_lock. */
static bool has_hole(struct mm *mm, uintptr_t start, uintptr_t end)
{
	while (start < end) {
		const struct vma *vma = vma_find(mm, start);

		if (!vma)
			return true;
		start = vma->end;
	}
	return false;
}

static int mprotect_locked(struct mm *mm, uintptr_t start, uintptr_t end, unsigned int flags)
{
	struct mmu_gather tlb;
	int err;

	if (has_hole(mm, start, end))
		return -ENOMEM;
	ptshare_leave(mm, start, end);
	err = split_areas(mm, start, end);
	if (err)
		return err;
	tlb_gather_mmu(&tlb, mm);
	err = change_areas(&tlb, start, end, flags);
	tlb_finish_mmu(&tlb);
	if (!err)
		luf_debug(range_settled, mm, start, end, flags, tlb.debug_since);
	return err;
}

int do_mprotect(struct mm *mm, uintptr_t va, size_t len, unsigned int flags)
{
	int err;

	if (!user_range_is_valid(va, len) || flags & ~VM_ACCESS)
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = mprotect_locked(mm, va, va + len, flags);
	write_unlock(&mm->mmap_lock);
	return err;
}
