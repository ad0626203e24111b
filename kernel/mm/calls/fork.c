/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copying VMAs, and the entries of private ones.  See fork.h.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/policy.h>

/* An entry of the parent, and the place of the child's.  Both PTLs are held. */
struct leaf_pair {
	struct mmu_gather *tlb; /* of the parent */
	struct mm *child;
	uintptr_t va;
	pte_t *from;
	pte_t *to;
};

/* The page is shared from now on, so stores must fault.  Returns the new entry. */
static pte_t write_protect(const struct leaf_pair *pair)
{
	pte_t old = pte_get(pair->from);
	pte_t new;

	if (!pte_write(old))
		return old;
	old = ptep_test_and_clear(pair->from, PTE_WRITE);
	new = pte_clear_bits(old, PTE_WRITE);
	step(PTE_WRPROTECT, pair->va, pte_pfn(old));
	/* Why: the child would see what the parent stores after fork() returned.  Litmus
	 * fork/store-after. */
	if (pte_needs_flush(old, new) && !mutant(FORK_SKIP_FLUSH))
		tlb_track(pair->tlb, pair->va, 0);
	return new;
}

/* A pinned page stays exclusive to the parent; the child gets a copy.  -ENOMEM. */
static int copy_page_now(const struct leaf_pair *pair, const struct page *page)
{
	struct page *copy = cow_copy(page, mm_owner(pair->child), page->index, page->anon);
	pte_t pte = pte_get(pair->from);

	if (!copy)
		return -ENOMEM;
	page_add_rmap(copy);
	step(PTE_SET, pair->va, page_to_pfn(copy));
	pte = pte_clear_bits(pte, ENTRY_UFFD_WP);
	pte = pte_set_bits(pte_clear_bits(pte, PTE_PFN_MASK), page_to_pfn(copy) << PAGE_SHIFT);
	ptep_set(pair->to, pte_set_bits(pte_clear_bits(pte, PTE_WRITE), PTE_DIRTY));
	return 0;
}

static int share_page(const struct leaf_pair *pair)
{
	const struct leaf leaf = { .mm = pair->tlb->mm, .va = pair->va, .ptep = pair->from };
	struct page *page = pfn_to_page(pte_pfn(pte_get(pair->from)));
	pte_t pte;

	if (page->kind == PAGE_FILE)
		return 0;
	if (cow_must_copy(page) || wp_give_up(pair->tlb, &leaf))
		return copy_page_now(pair, page);
	pte = write_protect(pair);
	page_get(page);
	page_add_rmap(page);
	if (page->kind == PAGE_ANON)
		cow_share(page, pair->child);
	/* Why with D: without it reclaim would drop the child's page as clean, if it is lazily
	 * freeable.  Litmus fork/lazyfree. */
	if (mutant(FORK_CLEANS_CHILD))
		pte = pte_clear_bits(pte, PTE_DIRTY);
	step(PTE_SET, pair->va, page_to_pfn(page));
	/* The child is not registered with userfaultfd. */
	ptep_set(pair->to, pte_clear_bits(pte, ENTRY_UFFD_WP));
	return 0;
}

/* The slot is in use: the parent's entry, which cannot change now, names it. */
static void share_slot(const struct leaf_pair *pair, pte_t entry)
{
	uint64_t slot = entry_value(entry);

	/* Why: the first to swap it in would free the slot for others.  Litmus fork/swapped. */
	if (!mutant(FORK_SKIP_SLOT))
		swap_entry_get(slot);
	ptep_set(pair->to,
		 pte_set_bits(entry_make(ENTRY_SWAP, slot), pte_value(entry) & ENTRY_SOFT_CLEAN));
}

static void share_moving(const struct leaf_pair *pair, pte_t entry)
{
	/* Why: the child would lose the page.  Litmus fork/moving. */
	if (mutant(FORK_SKIPS_MOVING))
		return;
	/* Why: the page would be writable again although it is shared.  Litmus fork/moving. */
	if (!mutant(FORK_KEEPS_MOVING_WRITE))
		entry = pte_clear_bits(entry, PTE_WRITE | ENTRY_EXCLUSIVE);
	ptep_set(pair->from, entry);
	ptep_set(pair->to, pte_clear_bits(entry, ENTRY_LUF_BIT | ENTRY_UFFD_WP));
}

static int copy_leaf(const struct leaf_pair *pair)
{
	pte_t entry = pte_get(pair->from);

	switch (entry_kind(entry)) {
	case ENTRY_PAGE:
		return share_page(pair);
	case ENTRY_SWAP:
		share_slot(pair, entry);
		return 0;
	case ENTRY_MIGRATION:
		share_moving(pair, entry);
		return 0;
	default:
		return 0;
	}
}

/* Copy the entries up to @end, which one table of each mm holds.  Takes both PTLs. */
static int copy_chunk(const struct leaf_pair *first, uintptr_t end)
{
	struct leaf_pair pair = *first;
	int err = 0;

	pte_lock(pair.from);
	pte_lock(pair.to);
	for (; !err && pair.va < end; pair.va += PAGE_SIZE, pair.from++, pair.to++)
		err = copy_leaf(&pair);
	/* Why not before: a walk could restore the parent's entry and find the child's still empty.
	 */
	pte_unlock(first->to);
	pte_unlock(first->from);
	return err;
}

static uintptr_t table_end(uintptr_t va, uintptr_t end)
{
	uintptr_t next = pte_span_end(va, 1);

	return next < end ? next : end;
}

static int copy_leaves(struct mmu_gather *tlb, const struct vma *from, struct mm *child)
{
	uintptr_t next;

	for (uintptr_t va = from->start; va < from->end; va = next) {
		struct leaf_pair pair = { .tlb = tlb, .child = child, .va = va };
		int err;

		next = table_end(va, from->end);
		pair.from = pte_lookup(from->mm, va);
		if (!pair.from)
			continue;
		pair.to = pte_lookup_alloc(child, va);
		if (!pair.to)
			return -ENOMEM;
		err = copy_chunk(&pair, next);
		if (err)
			return err;
	}
	return 0;
}

static int copy_area(struct mmu_gather *tlb, const struct vma *from, struct mm *child)
{
	const struct vma like = {
		.start = from->start,
		.end = from->end,
		.flags = from->flags & ~VM_SHARE_TABLE,
		.file = from->file,
		.device = from->device,
		.pgoff = from->pgoff,
		.anon_link = { .areas = from->anon_link.areas },
	};

	if (!vma_insert(child, &like))
		return -ENOMEM;
	return from->flags & (VM_SHARED | VM_PFNMAP) ? 0 : copy_leaves(tlb, from, child);
}

static void promise(struct mm *parent, uint64_t since)
{
	struct vma *vma;

	for_each_vma (vma, parent, 0, USER_VA_END) {
		if (!(vma->flags & (VM_SHARED | VM_PFNMAP)))
			luf_debug(range_settled, parent, vma->start, vma->end, VM_READ | VM_EXEC,
				  since);
	}
}

/* Caller holds both mmap_locks for writing. */
static int copy_all(struct mm *parent, struct mm *child)
{
	struct mmu_gather tlb;
	struct vma *vma;
	int err = 0;

	tlb_gather_mmu(&tlb, parent);
	for_each_vma (vma, parent, 0, USER_VA_END) {
		err = copy_area(&tlb, vma, child);
		if (err)
			break;
	}
	tlb_finish_mmu(&tlb);
	/* Why: until the batch is flushed, a CPU may have a writable translation of a page that is
	 * swapped out or moving.  Litmus fork/batched. */
	if (!mutant(FORK_SKIP_BATCHED))
		flush_tlb_batched_pending(&parent->tlb);
	promise(parent, tlb.debug_since);
	return err;
}

/*
 * While the count is odd, fast GUP keeps no pin that it takes.  Before fork() reads a page's pins
 * it takes the PTL, a LOCKed operation, so a CPU that pins after that sees the odd count.
 */
static void count_sharing(struct mm *mm)
{
	uint64_t seq = READ_ONCE(mm->write_protect_seq);

	/* Why: fast GUP takes no PTL, and sees no change of an entry that was read-only before.
	 * Litmus gup/fast-fork. */
	if (!mutant(FORK_SKIP_SEQ))
		smp_store_release(&mm->write_protect_seq, seq + 1);
}

int do_fork(struct mm *parent, struct mm *child)
{
	/* Why: munmap() would free the VMAs and tables that are copied.  Litmus fork/vs-munmap. */
	bool unlocked = mutant(FORK_SKIP_LOCK);
	int err = -EINVAL;

	if (!unlocked)
		write_lock(&parent->mmap_lock);
	/* Nobody else takes this lock: the child is not known yet. */
	write_lock(&child->mmap_lock);
	count_sharing(parent);
	child->soft_clean = READ_ONCE(parent->soft_clean);
	if (list_empty(&child->vmas))
		err = copy_all(parent, child);
	count_sharing(parent);
	write_unlock(&child->mmap_lock);
	if (!unlocked)
		write_unlock(&parent->mmap_lock);
	/* Why: the caller would run a child that has half of its memory.  Litmus
	 * error/fork-out-of-frames. */
	if (err == -ENOMEM && mutant(FORK_LOSES_ERROR))
		return 0;
	if (err == -ENOMEM)
		(void)do_munmap(child, 0, USER_VA_END);
	return err;
}
