/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk over the VMAs that may map a page, and what reclaim and write-back do with it.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/sharers.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/tlb.h>

/* What a walk looks for: entries of @kind with @value. */
struct walk {
	enum entry_kind kind;
	uint64_t value;
	visit_fn *visit;
	void *arg;
};

/* A VMA may have something else there: its own copy of the page, or nothing any more. */
static bool is_sought(const struct walk *walk, pte_t pte)
{
	/* Why: the page would be mapped again after munmap().  Litmus migrate/vs-munmap. */
	if (walk->kind == ENTRY_MIGRATION && mutant(MIGRATE_RESTORE_UNCHECKED) &&
	    entry_is_empty(pte))
		return true;
	return entry_kind(pte) == walk->kind && entry_value(pte) == walk->value;
}

static void visit_vma(struct page *page, struct vma *vma, const struct walk *walk)
{
	struct mapping mapping = { .page = page, .vma = vma, .va = vma_address(vma, page->index) };

	if (!mapping.va)
		return;
	mapping.ptep = leaf_lookup_lock(vma->mm, mapping.va, &mapping.level);
	if (!mapping.ptep)
		return;
	if (is_sought(walk, pte_get(mapping.ptep))) {
		step(RMAP_VISIT, mapping.va, walk->value);
		walk->visit(&mapping, walk->arg);
	}
	pte_unlock(mapping.ptep);
}

static void walk_areas(struct page *page, const struct walk *walk)
{
	struct areas *areas = page->file ? &page->file->areas : READ_ONCE(page->anon);
	struct area_link *link;

	BUG_ON(!spin_is_locked(&page->lock));
	if (!areas)
		return;
	read_lock(&areas->lock);
	list_for_each_entry (link, &areas->links, list)
		visit_vma(page, link->vma, walk);
	read_unlock(&areas->lock);
}

static void rmap_walk(struct page *page, visit_fn *visit, void *arg)
{
	const struct walk walk = { ENTRY_PAGE, page_to_pfn(page), visit, arg };

	if (page_mapcount(page))
		walk_areas(page, &walk);
}

void rmap_walk_migration(struct page *page, uint64_t pfn, visit_fn *visit, void *arg)
{
	const struct walk walk = { ENTRY_MIGRATION, pfn, visit, arg };

	walk_areas(page, &walk);
}

struct unmapping {
	struct unmap_batch *batch;
	bool migrating;
	bool any;      /* at least one mapping was cleared */
	bool writable; /* some mapping was writable */
};

/* Clear the exclusive mark.  Returns the bit that keeps it in the entry, if it was set. */
static uint64_t take_exclusive(struct page *page)
{
	bool exclusive = READ_ONCE(page->exclusive);

	WRITE_ONCE(page->exclusive, false);
	return exclusive ? ENTRY_EXCLUSIVE : 0;
}

/* Leave an entry by which a moving page, or anonymous memory, is found again, in place of @old. */
static void leave_entry(const struct mapping *mapping, pte_t old, bool migrating)
{
	uint64_t slot = mapping->page->swap;
	uint64_t exclusive = take_exclusive(mapping->page);

	/* Why: the monitor would miss a store.  Litmus uffd/swapped. */
	if (mutant(UNMAP_FORGETS_UFFD))
		old = pte_clear_bits(old, ENTRY_UFFD_WP);
	/* Why: a page that nobody stores to would count as stored to.  Litmus softdirty/kept. */
	if (mutant(UNMAP_FORGETS_CLEAN))
		old = pte_clear_bits(old, ENTRY_SOFT_CLEAN);
	if (migrating)
		ptep_set(mapping->ptep, pte_set_bits(entry_make_migration(old), exclusive));
	else if (slot)
		ptep_set(mapping->ptep,
			 pte_set_bits(entry_make(ENTRY_SWAP, slot), entry_marks(old)));
	else if (entry_marks(old))
		ptep_set(mapping->ptep, pte_make(0, entry_marks(old)));
	if (slot && !migrating)
		swap_entry_get(slot);
}

/* Leave the flush of @cleared, which was @mapping as @vma sees it, to the policy in force. */
static void owe_flush(struct unmap_batch *batch, const struct unmapped_pte *cleared,
		      const struct mapping *mapping, struct vma *vma)
{
	uint64_t ugen = flush_policy()->unmapped(batch, cleared);

	if (!ugen)
		return;
	luf_track_defer(vma, mapping->ptep, ugen);
	if (!mapping->page->file)
		return;
	slot_left_behind(mapping->page, ugen);
	luf_fold(&mapping->page->file->luf, &cleared->mm->cpumask, ugen);
}

/* May a CPU be able to store through a translation of @mapping, whose entry was @old? */
static bool may_be_stored_to(const struct mapping *mapping, pte_t old)
{
	if (pte_write(old))
		return true;
	/* Why: mprotect() or clear_refs may have cleared W, or madvise() D, and not flushed yet.
	 * Litmus reclaim/luf-vs-mprotect-store, pairs/madv-free-vs-migrate,
	 * pairs/madv-free-vs-reclaim. */
	return mm_tlb_flush_pending(mapping->vma->mm) && !mutant(UNMAP_IGNORES_PENDING);
}

/* Must the entry stay because somebody holds the page?  The walk's caller has a reference. */
static bool is_held(const struct page *page)
{
	/* Why: it would come back read-only, and the next store would copy it.  Litmus
	 * gup/vs-swap-out. */
	if (READ_ONCE(page->pins) && !mutant(UNMAP_IGNORES_PINS))
		return true;
	/* Why: as above; and mprotect() of a moving page's entry could not ask for holders.  Litmus
	 * gup/wp-swap-out, gup/wp-moving. */
	return page_has_holder(page, 1 + page_mapcount(page) + !!page->swap) &&
	       !mutant(UNMAP_IGNORES_HOLDERS);
}

/* Clear the entry, which was *@old.  False: it must stay, and is unchanged. */
static bool clear_unless_held(const struct mapping *mapping, pte_t *old)
{
	/* Why not: fast GUP takes no PTL.  Litmus gup/fast-vs-swap-out. */
	bool early = mutant(UNMAP_ASKS_PINS_EARLY);

	return ptep_clear_unless_held(mapping->ptep, mapping->va, mapping->page, is_held, early,
				      old);
}

static void unmap_one(const struct mapping *mapping, void *arg)
{
	struct unmapping *unmapping = arg;
	struct unmapped_pte cleared = {
		.mm = &mapping->vma->mm->tlb,
		.va = mapping->va,
		.pfn = page_to_pfn(mapping->page),
	};
	struct vma *sharer;
	pte_t old;

	/* Policies and LUF's books know only pages of 4 KiB: larger ones are split before. */
	BUG_ON(mapping->level && !mutant_any());
	if (!clear_unless_held(mapping, &old))
		return;
	unmapping->any = true;
	if (pte_dirty(old))
		WRITE_ONCE(mapping->page->dirty, true);
	cleared.writable = may_be_stored_to(mapping, old);
	unmapping->writable |= cleared.writable;
	leave_entry(mapping, old, unmapping->migrating);
	for_each_sharer (sharer, mapping->vma) {
		cleared.mm = &sharer->mm->tlb;
		cleared.va = ptshare_va(sharer, mapping->vma, mapping->va);
		owe_flush(unmapping->batch, &cleared, mapping, sharer);
	}
	page_remove_rmap(mapping->page);
	page_put(mapping->page);
}

static bool unmap_all(struct page *page, struct unmap_batch *batch, bool migrating)
{
	struct unmapping unmapping = { .batch = batch, .migrating = migrating };

	if (!page_mapcount(page))
		return false;
	rmap_walk(page, unmap_one, &unmapping);
	return unmapping.any && flush_policy()->page_unmapped(batch, unmapping.writable);
}

bool try_to_unmap(struct page *page, struct unmap_batch *batch)
{
	return unmap_all(page, batch, false);
}

bool try_to_migrate(struct page *page, struct unmap_batch *batch)
{
	return unmap_all(page, batch, true);
}

static void flush_all_sharers(const struct mapping *mapping)
{
	struct vma *sharer;

	for_each_sharer (sharer, mapping->vma) {
		uintptr_t va = ptshare_va(sharer, mapping->vma, mapping->va);

		flush_tlb_mm_range(&sharer->mm->tlb, va, va + pte_span(mapping->level), false);
	}
}

static void mkclean_one(const struct mapping *mapping, void *arg)
{
	unsigned int *cleaned = arg;
	pte_t old = pte_get(mapping->ptep);

	if (!pte_write(old) && !pte_dirty(old))
		return;
	/* Why all: a store through any mapping must fault.  Litmus writeback/mkclean-aliases. */
	if ((*cleaned)++ && mutant(MKCLEAN_FIRST_ONLY))
		return;
	ptep_test_and_clear(mapping->ptep, PTE_WRITE | PTE_DIRTY);
	step(PTE_WRPROTECT, mapping->va, page_to_pfn(mapping->page));
	/* Why: a later store must fault and make the page dirty again.  Litmus
	 * writeback/mkclean-store. */
	if (!mutant(MKCLEAN_SKIP_FLUSH) && !(*cleaned > 1 && mutant(MKCLEAN_FLUSHES_FIRST)))
		flush_all_sharers(mapping);
}

void page_mkclean(struct page *page)
{
	unsigned int cleaned = 0;

	rmap_walk(page, mkclean_one, &cleaned);
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
