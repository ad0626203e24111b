/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Retracting page tables.  See retract.h.
 */
#include <kernel/mm/machinery/retract.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>

/*
 * The end of what @vma can map before @end: nothing is mapped beyond the file's maximal size.  Why
 * not its size: truncation lowers that first and looks for the table afterwards, so pages beyond it
 * would stay in a table that nobody finds any more.  Litmus unmap/truncate-vs-retract.
 */
static uintptr_t mapped_end(const struct vma *vma, uintptr_t end)
{
	const struct file *file = vma->file;
	uint64_t most = mutant(RETRACT_TRUSTS_SIZE) ? READ_ONCE(file->nr_pages) : file->max_pages;
	uint64_t pages = most > vma->pgoff ? most - vma->pgoff : 0;
	uintptr_t eof = vma->start + pages * PAGE_SIZE;

	return eof < end ? eof : end;
}

/* Caller holds the PTL of the table at @ptep, which begins at @start. */
static bool maps_nothing(const struct vma *vma, const pte_t *ptep, uintptr_t start)
{
	uintptr_t end = mapped_end(vma, start + pte_span(1));

	for (uintptr_t va = start; va < end; va += PAGE_SIZE, ptep++) {
		if (!entry_is_empty(pte_get(ptep)))
			return false;
	}
	return true;
}

/* Remove the table at @start, which serves @vma alone. */
static void retract_table(struct vma *vma, uintptr_t start)
{
	pte_t *pmd = pmd_lookup(vma->mm, start);
	struct mmu_gather tlb;
	pte_t entry = pmd ? pte_get(pmd) : pte_none_value();
	pte_t *table;
	bool retired;

	if (pte_none(entry))
		return;
	tlb_gather_mmu(&tlb, vma->mm);
	unmap_range(&tlb, vma, start, mapped_end(vma, start + pte_span(1)));
	tlb_finish_mmu(&tlb);
	table = pmd_table(entry);
	pte_lock(table);
	retired = maps_nothing(vma, table, start);
	if (retired)
		pte_table_retire(vma->mm, pmd, start);
	if (retired && mutant(RETRACT_LISTS_LOCKED))
		pte_table_free_later(vma->mm, table);
	pte_unlock(table);
	/* Why only now: a writer of mmap_lock may then free it with its lock.  Litmus
	 * unmap/mremap-pmd-move-vs-collapse. */
	if (retired && !mutant(RETRACT_LISTS_LOCKED))
		pte_table_free_later(vma->mm, table);
}

/* May entries of @vma have markers, which no fault could restore? */
static bool has_markers(const struct vma *vma)
{
	/* Why: the monitor would miss a store.  Litmus uffd/file. */
	return READ_ONCE(vma->uffd) && !mutant(RETRACT_IGNORES_UFFD);
}

void retract_page_tables(struct file *file, uint64_t index)
{
	struct area_link *link;

	write_lock(&file->areas.lock);
	list_for_each_entry (link, &file->areas.links, list) {
		struct vma *vma = link->vma;
		uintptr_t va = vma_address(vma, index) & ~(pte_span(1) - 1);
		unsigned int flags = READ_ONCE(vma->flags); /* mprotect() may be changing them */

		/* Private VMAs have pages of their own there; other VMAs see a shared table. */
		if (flags & VM_SHARED && !vma->table && !vma->arriving && !has_markers(vma) &&
		    va >= vma->start && va && va + pte_span(1) <= vma->end)
			retract_table(vma, va);
	}
	write_unlock(&file->areas.lock);
}
