/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replace_page().  What threads/000 warns of: it puts in place a PTE that does not fit
 * the one before, and that one may be gone without having been flushed.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
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

/* Clear the entry and flush; the page that it mapped.  Caller holds the PTL. */
static struct page *clear_flush(struct mm *mm, uintptr_t va, pte_t *ptep)
{
	pte_t old = ptep_get_and_clear(ptep);
	struct page *page = pfn_to_page(pte_pfn(old));

	step(PTE_CLEAR, va, pte_pfn(old));
	/* Why: nobody may fetch what is replaced.  Litmus unmap/replace-page-present. */
	if (!mutant(REPLACE_SKIP_FLUSH))
		flush_tlb_page(&mm->tlb, va);
	return page;
}

/* @entry, at @va in @vma, maps nothing, but may have.  Caller holds the PTL. */
static void settle(struct vma *vma, uintptr_t va, pte_t entry)
{
	struct mm_tlb *mm = &vma->mm->tlb;

	/* Why: what LUF unmapped there may still be fetched.  Litmus
	 * reclaim/luf-replace-page-uprobe. */
	if (luf_track_pending(vma, entry) && !mutant(REPLACE_SKIP_LUF))
		luf_flush(&mm->luf);
	/* Why: the same, until the batch is flushed.  Litmus reclaim/batched-replace-page. */
	if (!mutant(REPLACE_SKIP_BATCHED))
		flush_tlb_batched_pending(mm);
	/* Why: madvise() may have cleared it, and be on its way to the flush.  Litmus
	 * pairs/dontneed-vs-replace. */
	if (!mutant(REPLACE_SKIP_PENDING))
		flush_tlb_gather_pending(vma->mm, va);
}

static bool beyond_end(const struct vma *vma, uint64_t index)
{
	return vma->file && file_ends_before(vma->file, index);
}

/* What takes the place of a page, and who writes it. */
struct replacement {
	struct page *page;
	replace_fill_fn *fill;
	const void *arg;
};

/* Map it at @va, in @vma.  *@old: the page that was there.  Caller holds the PTL. */
static int replace_entry(struct vma *vma, uintptr_t va, pte_t *ptep, const struct replacement *new,
			 struct page **old)
{
	struct page *page = new->page;
	pte_t entry = pte_get(ptep);

	/* Truncation changes the size before it looks for mappings. */
	if (beyond_end(vma, page->index))
		return -EFAULT;
	if (entry_is_page(entry))
		*old = clear_flush(vma->mm, va, ptep);
	else if (entry_is_empty(entry) && !new->fill)
		settle(vma, va, entry);
	else
		return -EBUSY;
	if (new->fill)
		new->fill(page, *old, new->arg);
	step(PTE_SET, va, page_to_pfn(page));
	page_add_rmap(page);
	ptep_set(ptep,
		 pte_make(page_to_pfn(page), pte_bits_for(vma->flags) | entry_uffd_bits(entry)));
	lru_add(page);
	return 0;
}

int replace_page_in(struct vma *vma, uintptr_t va, struct page *page, replace_fill_fn *fill,
		    const void *arg)
{
	const struct replacement new = { page, fill, arg };
	pte_t *ptep = pte_lookup_alloc(vma->mm, va);
	struct page *old = NULL;
	int err;

	BUG_ON(page->kind != PAGE_ANON || page->mapcount || va % PAGE_SIZE);
	if (vma->flags & VM_SHARED)
		return -EINVAL;
	if (!ptep)
		return -ENOMEM;
	WRITE_ONCE(page->anon, vma->anon_link.areas);
	page->index = vma->pgoff + ((va - vma->start) >> PAGE_SHIFT);
	pte_lock(ptep);
	err = replace_entry(vma, va, ptep, &new, &old);
	pte_unlock(ptep);
	if (old) {
		page_remove_rmap(old);
		page_put(old);
	}
	return err;
}

int replace_page(struct mm *mm, uintptr_t va, struct page *page)
{
	struct vma *vma;
	int err;

	read_lock(&mm->mmap_lock);
	vma = vma_find(mm, va);
	err = vma ? replace_page_in(vma, va, page, NULL, NULL) : -EFAULT;
	read_unlock(&mm->mmap_lock);
	return err;
}
