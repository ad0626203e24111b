/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk over the areas that may map a page, and what reclaim and write-back do on it.
 */
#include <kernel/mm/filemap.h>
#include <kernel/mm/entry.h>
#include <kernel/mm/luf_track.h>
#include <kernel/mm/pgtable.h>
#include <kernel/mm/ptep.h>
#include <kernel/mm/rmap.h>
#include <kernel/mm/swap.h>
#include <kernel/mutants.h>
#include <kernel/panic.h>
#include <kernel/step.h>
#include <kernel/tlb/tlb.h>

/* One PTE that maps the page; its PTL is held during the visit. */
struct mapping {
	struct page *page;
	struct vma *vma;
	uintptr_t va;
	pte_t *ptep;
};

typedef void visit_fn(const struct mapping *mapping, void *arg);

static void visit_vma(struct page *page, struct vma *vma, visit_fn *visit, void *arg)
{
	struct mapping mapping = { page, vma, vma_address(vma, page->index), NULL };
	pte_t pte;

	if (!mapping.va)
		return;
	mapping.ptep = pte_lookup_lock(vma->mm, mapping.va);
	if (!mapping.ptep)
		return;
	pte = pte_get(mapping.ptep);
	/* A private area may have its own copy of the page there. */
	if (entry_is_page(pte) && pte_pfn(pte) == page_to_pfn(page)) {
		step(RMAP_VISIT, mapping.va, pte_pfn(pte));
		visit(&mapping, arg);
	}
	pte_unlock(mapping.ptep);
}

static void rmap_walk(struct page *page, visit_fn *visit, void *arg)
{
	struct areas *areas = page->file ? &page->file->areas : READ_ONCE(page->anon);
	struct area_link *link;

	BUG_ON(!spin_is_locked(&page->lock));
	if (!areas || !READ_ONCE(page->mapcount))
		return;
	read_lock(&areas->lock);
	list_for_each_entry (link, &areas->links, list)
		visit_vma(page, link->vma, visit, arg);
	read_unlock(&areas->lock);
}

/* Anonymous memory must be found again.  The PTE is clear. */
static void leave_entry(const struct mapping *mapping)
{
	uint64_t slot = mapping->page->swap;

	if (!slot)
		return;
	swap_entry_get(slot);
	ptep_set(mapping->ptep, entry_make(ENTRY_SWAP, slot));
}

struct unmapping {
	struct unmap_batch *batch;
	bool writable; /* through some mapping */
};

static void unmap_one(const struct mapping *mapping, void *arg)
{
	struct unmapping *unmapping = arg;
	struct unmapped_pte cleared = {
		.mm = &mapping->vma->mm->tlb,
		.va = mapping->va,
		.pfn = page_to_pfn(mapping->page),
	};
	pte_t old = ptep_get_and_clear(mapping->ptep);
	uint64_t ugen;

	step(PTE_CLEAR, cleared.va, cleared.pfn);
	if (pte_dirty(old))
		WRITE_ONCE(mapping->page->dirty, true);
	/* Dirty too: mprotect() may have taken W away and be on its way to the flush. */
	cleared.writable = pte_write(old) || (pte_dirty(old) && !mutant(LUF_IGNORES_DIRTY));
	unmapping->writable |= cleared.writable;
	leave_entry(mapping);
	ugen = flush_policy()->unmapped(unmapping->batch, &cleared);
	if (ugen) {
		luf_track_defer(mapping->vma, mapping->ptep, ugen);
		if (mapping->page->file)
			luf_fold(&mapping->page->file->luf, &cleared.mm->cpumask, ugen);
	}
	atomic_sub(&mapping->page->mapcount, 1);
	page_put(mapping->page);
}

bool try_to_unmap(struct page *page, struct unmap_batch *batch)
{
	struct unmapping unmapping = { .batch = batch };

	if (!READ_ONCE(page->mapcount))
		return false;
	rmap_walk(page, unmap_one, &unmapping);
	return flush_policy()->page_unmapped(batch, unmapping.writable);
}

static void mkclean_one(const struct mapping *mapping, void *arg)
{
	pte_t old = pte_get(mapping->ptep);

	(void)arg;
	if (!pte_write(old) && !pte_dirty(old))
		return;
	ptep_test_and_clear(mapping->ptep, PTE_WRITE | PTE_DIRTY);
	step(PTE_WRPROTECT, mapping->va, page_to_pfn(mapping->page));
	/* Why: a later store must fault and make the page dirty anew.  Litmus
	 * writeback/mkclean-store. */
	if (!mutant(MKCLEAN_SKIP_FLUSH))
		flush_tlb_page(&mapping->vma->mm->tlb, mapping->va);
}

void page_mkclean(struct page *page)
{
	rmap_walk(page, mkclean_one, NULL);
}

static void referenced_one(const struct mapping *mapping, void *arg)
{
	unsigned int *referenced = arg;

	if (pte_young(ptep_test_and_clear(mapping->ptep, PTE_ACCESSED)))
		(*referenced)++;
}

unsigned int page_referenced(struct page *page)
{
	unsigned int referenced = 0;

	rmap_walk(page, referenced_one, &referenced);
	return referenced;
}
