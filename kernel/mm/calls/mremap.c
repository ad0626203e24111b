/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap(): move a VMA page by page, by whole pte tables or by large leaves.
 *
 *	new VMA		put behind the old one in the lists of the reverse mapping, so that a
 *			walk finds a page at its old place, its new one, or both in turn
 *	its tables	all made before, so that nothing fails half-way
 *	move		flush the old place before the new one is unlocked
 *	old VMA		unlink it, free its tables, and settle what was deferred in it
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/mremap.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Caller of everything below holds mmap_lock for writing. */
struct move {
	struct mm *mm;
	struct vma *from;
	struct vma *to;
	struct mmu_gather *tlb; /* for the old place */
};

static uintptr_t new_place(const struct move *move, uintptr_t va)
{
	return va - move->from->start + move->to->start;
}

/* The end of the range from @va on that lies in one pte table at both places. */
static uintptr_t chunk_end(const struct move *move, uintptr_t va)
{
	uintptr_t room = pte_span(1) - va % pte_span(1);
	uintptr_t new_room = pte_span(1) - new_place(move, va) % pte_span(1);
	uintptr_t end;

	if (new_room < room)
		room = new_room;
	end = va + room;
	return end < move->from->end ? end : move->from->end;
}

static bool is_whole_table(uintptr_t va, uintptr_t end)
{
	return end - va == pte_span(1);
}

/* Make all tables for the new place.  0 or -ENOMEM. */
static int make_tables(const struct move *move)
{
	uintptr_t next;

	for (uintptr_t va = move->from->start; va < move->from->end; va = next) {
		uintptr_t to = new_place(move, va);

		next = chunk_end(move, va);
		if (!(is_whole_table(va, next) ? pmd_lookup_alloc(move->mm, to) :
						 pte_lookup_alloc(move->mm, to)))
			return -ENOMEM;
	}
	return 0;
}

/*
 * No page is there: move userfaultfd's marker.  The old place settles the entry's deferred flush,
 * and keeps no mark, which the next VMA there would have.
 */
static void move_marks(pte_t *from, pte_t *to, pte_t pte)
{
	if (entry_marks(pte))
		(void)ptep_test_and_clear(from, ENTRY_MARKS);
	/* Why: the monitor would miss a store.  Litmus uffd/unpopulated. */
	if (entry_is_uffd_wp(pte) && !mutant(MREMAP_FORGETS_UFFD))
		ptep_set(to, pte_make(0, ENTRY_UFFD_WP));
}

static bool move_pte(const struct move *move, pte_t *from, pte_t *to, uintptr_t va)
{
	pte_t pte = pte_get(from);

	/* Why: the flush of the previous entry may be deferred.  Litmus unmap/mremap-deferred. */
	if (!pte_present(pte) && !mutant(MREMAP_SKIP_SETTLE))
		tlb_gather_entry(move->tlb, pte);
	if (entry_is_empty(pte)) {
		move_marks(from, to, pte);
		return false;
	}
	pte = ptep_get_and_clear(from);
	step(PTE_CLEAR, va, pte_pfn(pte));
	step(PTE_SET, new_place(move, va), pte_pfn(pte));
	/* Why: the new place has other content than before.  Litmus softdirty/moved. */
	if (!mutant(MREMAP_KEEPS_CLEAN))
		pte = pte_clear_bits(pte, ENTRY_SOFT_CLEAN);
	ptep_set(to, pte);
	return pte_present(pte);
}

/* Both PTLs, the old place's first.  Only fork() takes two as well, with mmap_lock for writing. */
static void lock_both(pte_t *from, pte_t *to, bool same_table)
{
	pte_lock(from);
	if (!same_table)
		pte_lock(to);
}

static void unlock_both(pte_t *from, pte_t *to, bool same_table)
{
	if (!same_table)
		pte_unlock(to);
	pte_unlock(from);
}

static pte_t *entry_at(const struct move *move, uintptr_t va, unsigned int level)
{
	return level ? pmd_lookup(move->mm, va) : pte_lookup(move->mm, va);
}

/* Move the leaves of @level in the range, which lies in one table at both places. */
static void move_leaves(const struct move *move, uintptr_t start, uintptr_t end, unsigned int level)
{
	pte_t *from = entry_at(move, start, level);
	pte_t *to = entry_at(move, new_place(move, start), level);
	bool same_table = from && ((uintptr_t)from ^ (uintptr_t)to) < PAGE_SIZE;
	bool moved = false;

	if (!from)
		return;
	lock_both(from, to, same_table);
	for (uintptr_t va = start, i = 0; va < end; va += pte_span(level), i++)
		/* Why: an earlier page may need the flush.  Litmus
		 * unmap/kvm-flush-bool-overwritten.
		 */
		moved = move_pte(move, from + i, to + i, va) ||
			(moved && !mutant(FLUSH_BOOL_OVERWRITTEN));
	/*
	 * Why: once the new place's PTL is released, a call that unmaps the page there flushes
	 * only there (CVE-2018-18281).  Litmus unmap/mremap-move-no-flush.
	 */
	if (moved && !mutant(MREMAP_FLUSH_LATE))
		flush_tlb_mm_range(&move->mm->tlb, start, end, false);
	unlock_both(from, to, same_table);
}

/* Keep out the reverse mapping, which would use the old address, while a table moves. */
static void lock_rmap(const struct move *move)
{
	/* Why: it would flush only the old place.  Litmus unmap/mremap-pmd-move-vs-reclaim. */
	if (!mutant(MREMAP_SKIP_RMAP_LOCK))
		vma_lock_rmap(move->from);
}

static void unlock_rmap(const struct move *move)
{
	if (!mutant(MREMAP_SKIP_RMAP_LOCK))
		vma_unlock_rmap(move->from);
}

/* Nothing in @table, which no rmap walk reaches, is soft-clean any more. */
static void make_soft_dirty(pte_t *table)
{
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++) {
		if (pte_value(pte_get(table + i)) & ENTRY_SOFT_CLEAN)
			(void)ptep_test_and_clear(table + i, ENTRY_SOFT_CLEAN);
	}
}

/* Move @entry from @old to @new.  The rmap locks are held. */
static void move_entry(const struct move *move, pte_t *old, pte_t *new, pte_t entry, uintptr_t va)
{
	(void)pte_get_and_clear(old);
	step(PTE_CLEAR, va, pte_pfn(entry));
	pte_table_moves(move->mm, entry, va, new_place(move, va));
	/*
	 * Why: a call that changes the pages at the new address flushes only there.  The
	 * range is so large that this flushes everything, also what was deferred here.
	 * Litmus unmap/mremap-pmd-move-no-flush, unmap/mremap-pmd-deferred.
	 */
	if (!mutant(MREMAP_TABLE_SKIP_FLUSH))
		flush_tlb_mm_range(&move->mm->tlb, va, va + pte_span(1), false);
	/* Why: as in move_pte().  Litmus softdirty/moved-table. */
	if (READ_ONCE(move->mm->soft_clean) && !mutant(MREMAP_TABLE_KEEPS_CLEAN))
		make_soft_dirty(pmd_table(entry));
	spin_lock(&move->mm->table_lock);
	pte_set(new, entry);
	spin_unlock(&move->mm->table_lock);
}

/* Move the table or the large leaf of [@va, @va + 2 MiB).  False: that is not possible. */
static bool move_whole(const struct move *move, uintptr_t va)
{
	pte_t *old = pmd_lookup(move->mm, va);
	pte_t *new = pmd_lookup(move->mm, new_place(move, va));
	pte_t seen = old ? pte_get(old) : pte_none_value();

	if (pte_none(seen))
		return true; /* nothing is there */
	if (!pte_none(pte_get(new)))
		return false;
	step(PTE_UNCHANGED, va, 0);
	lock_rmap(move);
	/* Why: the table may have been retracted since it was seen.  Litmus
	 * unmap/mremap-pmd-move-vs-collapse. */
	if (!mutant(MREMAP_SKIP_RECHECK))
		seen = pte_get(old);
	if (entry_is_large(seen, 1))
		move_leaves(move, va, va + pte_span(1), 1);
	else if (!pte_none(seen))
		move_entry(move, old, new, seen, va);
	unlock_rmap(move);
	return true;
}

static void move_all(const struct move *move)
{
	uintptr_t next;

	for (uintptr_t va = move->from->start; va < move->from->end; va = next) {
		next = chunk_end(move, va);
		if (!is_whole_table(va, next) || !move_whole(move, va))
			move_leaves(move, va, next, 0);
	}
	if (mutant(MREMAP_FLUSH_LATE))
		flush_tlb_mm(&move->mm->tlb);
}

/* Remove @vma, which maps nothing any more, and its tables. */
static void remove_area(struct mmu_gather *tlb, struct vma *vma)
{
	vma_unlink_rmap(vma);
	/* Why: no PTE says that reclaim deferred a flush of the range, and the range can be
	 * mapped anew next.  Litmus unmap/mremap-deferred. */
	if (!mutant(MREMAP_SKIP_SETTLE))
		tlb_gather_vma(tlb, vma);
	free_tables_between(tlb, vma, vma);
	vma_free(vma);
}

/* From now on rmap walks may remove its tables. */
static void area_has_arrived(struct vma *vma)
{
	vma_lock_rmap(vma);
	vma->arriving = false;
	vma_unlock_rmap(vma);
}

static int move_area(struct mmu_gather *tlb, struct vma *from, uintptr_t new_va)
{
	const struct vma like = {
		.start = new_va,
		.end = new_va + (from->end - from->start),
		.flags = from->flags,
		.file = from->file,
		.device = from->device,
		.pgoff = from->pgoff,
		.anon_link = { .areas = from->anon_link.areas },
		.uffd = from->uffd,
		/* Nothing was deferred at the new place; the old place settles its own. */
		.luf_ugen = 0,
		.arriving = true,
	};
	const struct move move = { tlb->mm, from, vma_insert(tlb->mm, &like), tlb };
	int err;

	if (!move.to)
		return -ENOMEM;
	err = make_tables(&move);
	if (!err)
		move_all(&move);
	remove_area(tlb, err ? move.to : from);
	if (!err)
		area_has_arrived(move.to);
	return err;
}

/* Is there a VMA in [@start, @end)? */
static bool is_mapped(struct mm *mm, uintptr_t start, uintptr_t end)
{
	const struct vma *vma = vma_first_after(mm, start);

	return vma && vma->start < end;
}

static int mremap_locked(struct mm *mm, uintptr_t va, size_t len, uintptr_t new_va)
{
	const struct vma *vma = vma_find(mm, va);
	struct mmu_gather tlb;
	int err;

	if (!vma || vma->end - va < len)
		return -EFAULT;
	if (is_mapped(mm, new_va, new_va + len))
		return -EINVAL;
	ptshare_leave(mm, va, va + len);
	err = split_areas(mm, va, va + len);
	if (err)
		return err;
	tlb_gather_mmu(&tlb, mm);
	err = move_area(&tlb, vma_find(mm, va), new_va);
	tlb_finish_mmu(&tlb);
	if (!err)
		luf_debug(range_gone, mm, va, va + len);
	free_retired_tables(mm);
	return err;
}

int do_mremap(struct mm *mm, uintptr_t va, size_t len, uintptr_t new_va)
{
	int err;

	if (!user_range_is_valid(va, len) || !user_range_is_valid(new_va, len) || !new_va)
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = mremap_locked(mm, va, len, new_va);
	write_unlock(&mm->mmap_lock);
	return err;
}
