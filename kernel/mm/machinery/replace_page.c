/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replace_page().  threads/000 warns of it: it sets a PTE that is inconsistent with the previous
 * one, which may have been cleared but not flushed.
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
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

/* Has a device pinned @page, whose entry is clear? */
static bool is_held(const struct page *page)
{
	/* Why: the device would go on with a page that the program no longer has.  Litmus
	 * gup/vs-replace. */
	return READ_ONCE(page->pins) && !mutant(REPLACE_IGNORES_PINS);
}

/*
 * Clear the entry, which is @entry, and flush.  Returns the page that it mapped; NULL: that must
 * stay, and so does the entry.  Caller holds the PTL.
 */
static struct page *clear_flush(struct mm *mm, uintptr_t va, pte_t *ptep, pte_t entry)
{
	struct page *page = pfn_to_page(pte_pfn(entry));
	/* Why not: fast GUP takes no PTL.  Litmus gup/vs-replace. */
	bool early = mutant(REPLACE_ASKS_PINS_EARLY);

	if (!ptep_clear_unless_held(ptep, va, page, is_held, early, &entry))
		return NULL;
	/* Why: no CPU may fetch from the old page.  Litmus unmap/replace-page-present. */
	if (!mutant(REPLACE_SKIP_FLUSH))
		flush_tlb_page(&mm->tlb, va);
	return page;
}

/* @entry, at @va in @vma, maps nothing: flush what it may have mapped.  Caller holds the PTL. */
static void settle(struct vma *vma, uintptr_t va, pte_t entry)
{
	struct mm_tlb *mm = &vma->mm->tlb;

	/* Why: a CPU may still fetch from a page that LUF unmapped there.  Litmus
	 * reclaim/luf-replace-page-uprobe. */
	if (luf_track_pending(vma, entry) && !mutant(REPLACE_SKIP_LUF))
		luf_flush(&mm->luf);
	/* Why: as above, until the batch is flushed.  Litmus reclaim/batched-replace-page. */
	if (!mutant(REPLACE_SKIP_BATCHED))
		flush_tlb_batched_pending(mm);
	/* Why: madvise() may have cleared the entry and not flushed yet.  Litmus
	 * pairs/dontneed-vs-replace. */
	if (!mutant(REPLACE_SKIP_PENDING))
		flush_tlb_gather_pending(vma->mm, va);
}

static bool beyond_end(const struct vma *vma, uint64_t index)
{
	return vma->file && file_ends_before(vma->file, index);
}

/* The new page, what it is a copy of, if not NULL, and the function that fills it. */
struct replacement {
	struct page *page;
	const struct page *shown;
	replace_fill_fn *fill;
	const void *arg;
};

/*
 * Does @entry, in @vma, still show @page?  Meanwhile that may have been discarded, or truncated:
 * its content must not come back.  An empty entry stands for the file's page.
 */
static bool shows(const struct vma *vma, pte_t entry, const struct page *page)
{
	if (entry_is_page(entry))
		return pte_pfn(entry) == page_to_pfn(page);
	return entry_is_empty(entry) && READ_ONCE(page->file) == vma->file;
}

/* Map @new at @va in @vma; set *@old to the page that was there.  Caller holds the PTL. */
static int replace_entry(struct vma *vma, uintptr_t va, pte_t *ptep, const struct replacement *new,
			 struct page **old)
{
	struct page *page = new->page;
	pte_t entry = pte_get(ptep);

	/* Truncation lowers the size before it looks for mappings, so this check suffices. */
	if (beyond_end(vma, page->index))
		return -EFAULT;
	if (new->shown && !shows(vma, entry, new->shown))
		return -EBUSY;
	if (entry_is_page(entry)) {
		*old = clear_flush(vma->mm, va, ptep, entry);
		if (!*old)
			return -EAGAIN;
	} else if (entry_is_empty(entry) && !new->fill) {
		settle(vma, va, entry);
	} else {
		return -EBUSY;
	}
	if (new->fill)
		new->fill(page, *old, new->arg);
	step(PTE_SET, va, page_to_pfn(page));
	page_add_rmap(page);
	ptep_set(ptep, pte_make(page_to_pfn(page),
				pte_bits_for(vma->flags) | (pte_value(entry) & ENTRY_UFFD_WP)));
	lru_add(page);
	return 0;
}

int replace_page_in(struct vma *vma, uintptr_t va, struct page *page, const struct page *shown,
		    replace_fill_fn *fill, const void *arg)
{
	const struct replacement new = { page, shown, fill, arg };
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
	err = vma ? replace_page_in(vma, va, page, NULL, NULL, NULL) : -EFAULT;
	read_unlock(&mm->mmap_lock);
	return err;
}
