/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sharing pte tables.  See ptshare.h.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/tlb/tlb.h>

bool ptshare_is_possible(const struct vma *like)
{
	uint64_t pages = pte_span(1) >> PAGE_SHIFT;

	return like->file && like->flags & VM_SHARED && like->start % pte_span(1) == 0 &&
	       like->end - like->start == pte_span(1) && like->pgoff % pages == 0;
}

static bool is_like(const struct vma *a, const struct vma *b)
{
	return a->file == b->file && a->pgoff == b->pgoff && a->flags == b->flags;
}

/* The table that VMAs like @vma share, or NULL.  Caller holds the areas lock. */
static struct page *find_table(const struct vma *vma)
{
	const struct area_link *link;

	list_for_each_entry (link, &vma->file->areas.links, list) {
		if (link->vma->table && is_like(link->vma, vma))
			return link->vma->table;
	}
	return NULL;
}

static struct page *page_of(const pte_t *ptep)
{
	return pfn_to_page(virt_to_phys(ptep) >> PAGE_SHIFT);
}

/* Link a table for @vma; NULL if there is no memory.  Caller holds the areas lock. */
static struct page *link_table(const struct vma *vma)
{
	pte_t *pmd = pmd_lookup_alloc(vma->mm, vma->start);
	struct page *table = find_table(vma);
	const pte_t *ptep;

	if (!pmd)
		return NULL;
	BUG_ON(!pte_none(pte_get(pmd)));
	if (table) {
		pte_table_link(vma->mm, pmd, table);
		return table;
	}
	ptep = pte_lookup_alloc(vma->mm, vma->start);
	return ptep ? page_of(ptep) : NULL;
}

int ptshare_join(struct vma *vma)
{
	struct page *table;

	vma_lock_rmap(vma);
	table = link_table(vma);
	if (table) {
		spin_lock(&table->lock);
		list_add_tail(&vma->share_link, &table->sharers);
		vma->table = table;
		spin_unlock(&table->lock);
	}
	vma_unlock_rmap(vma);
	return table ? 0 : -ENOMEM;
}

/* Clear the link of @vma, which is no longer a sharer.  Caller holds the PTL. */
static void unlink_table(const struct vma *vma, const struct page *table)
{
	pte_t *pmd = pmd_lookup(vma->mm, vma->start);

	(void)pte_get_and_clear(pmd);
	step(PTE_CLEAR, vma->start, page_to_pfn(table));
	luf_debug(table_unlinked, vma->mm, vma->start, page_to_pfn(table));
	luf_debug(leaves_lost_to, vma->mm, vma->start, page_va(table));
}

/* Take @vma off the list of VMAs that share @table; true: others are still on it. */
static bool take_off(struct vma *vma, struct page *table)
{
	bool shared;

	spin_lock(&table->lock);
	list_del(&vma->share_link);
	vma->table = NULL;
	shared = !list_empty(&table->sharers);
	if (shared) {
		unlink_table(vma, table);
	} else {
		table->table_mm = vma->mm;
		table->index = vma->start;
	}
	spin_unlock(&table->lock);
	return shared;
}

static void leave(struct vma *vma)
{
	/* Why: the last sharer frees the table, and does not wait for fast GUP in this mm.
	 * Litmus gup/fast-unshare. */
	bool table = !mutant(UNSHARE_FORGETS_TABLE);
	bool shared;

	vma_lock_rmap(vma);
	shared = take_off(vma, vma->table);
	/*
	 * Why: nothing was gathered here.  Once the lock is released, the last sharer may
	 * free the pages and the table, and it flushes only its own mm (CVE-2021-4002).
	 * Litmus unmap/hugetlb-unshare-no-flush.
	 */
	if (shared && !mutant(UNSHARE_SKIP_FLUSH) && !mutant(UNSHARE_FLUSH_LATE))
		flush_tlb_mm_range(&vma->mm->tlb, vma->start, vma->end, table);
	vma_unlock_rmap(vma);
	if (shared && mutant(UNSHARE_FLUSH_LATE)) {
		step(PTE_UNCHANGED, vma->start, 0);
		flush_tlb_mm_range(&vma->mm->tlb, vma->start, vma->end, table);
	}
}

void ptshare_leave(struct mm *mm, uintptr_t start, uintptr_t end)
{
	struct vma *vma;

	for_each_vma (vma, mm, start, end) {
		if (vma->table)
			leave(vma);
	}
}
