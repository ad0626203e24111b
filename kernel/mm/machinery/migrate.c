/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving pages.  See migrate.h for the order.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/policy.h>

/*
 * Held from before the first migration entry is set until the last is replaced: faults on these
 * entries wait for it.  They cannot wait for the page lock, which needs a reference to the page.
 */
static spinlock_t migration_lock;

static bool is_cached(const struct page *page)
{
	return page->file || page->swap;
}

/* Can @page, locked and isolated, be found from its file or its anonymous object? */
static bool can_move(const struct page *page)
{
	if (page->kind == PAGE_ANON)
		return READ_ONCE(page->anon);
	return page->kind == PAGE_FILE && page->file && page->uptodate;
}

/* Does anybody but us and its cache have a reference to @page, which is unmapped? */
static bool is_held(const struct page *page)
{
	/* Why: the holder may store into the old frame.  Litmus migrate/held. */
	if (mutant(MIGRATE_IGNORES_REFS))
		return false;
	return READ_ONCE(page->refcount) != 1 + is_cached(page);
}

static void copy_content(const struct page *old, const struct page *new)
{
	step(COPY, 0, page_to_pfn(old));
	point();
	memcpy(page_va(new), page_va(old), PAGE_SIZE);
}

/*
 * Replace @old by @new in its cache, and copy its state except MADV_FREE's mark, so that @new is
 * kept.  False: somebody found @old in the cache meanwhile.
 */
static bool replace(struct page *old, struct page *new)
{
	new->index = old->index;
	new->uptodate = old->uptodate;
	/* Why: reclaim would drop content that the device does not have.  Litmus migrate/dirty. */
	new->dirty = READ_ONCE(old->dirty) && !mutant(MIGRATE_FORGETS_DIRTY);
	new->anon = old->anon;
	WRITE_ONCE(new->near, true); /* all pages move to the CPUs' node */
	if (old->file)
		return file_replace_page(old, new);
	return !old->swap || swap_replace_page(old, new);
}

/* Restore an entry with no more rights than before, and no more than the VMA allows now. */
static void restore_one(const struct mapping *mapping, void *arg)
{
	unsigned int flags = READ_ONCE(mapping->vma->flags);
	uint64_t entry = pte_value(pte_get(mapping->ptep));
	uint64_t kept = entry & ENTRY_MOVES_BITS;
	uint64_t bits = pte_bits_for(flags) & ~PTE_ACCESSED;

	(void)arg;
	/* Why: mprotect() relies on this for moving pages.  Litmus migrate/vs-mprotect. */
	if (!(flags & VM_WRITE) && !mutant(MIGRATE_KEEPS_WRITE))
		kept &= ~PTE_WRITE;
	if (mapping->page->kind == PAGE_ANON)
		cow_note_owner(mapping->page, mapping->vma->mm);
	if (entry & ENTRY_EXCLUSIVE)
		WRITE_ONCE(mapping->page->exclusive, true);
	page_get(mapping->page);
	page_add_rmap(mapping->page);
	step(PTE_SET, mapping->va, page_to_pfn(mapping->page));
	ptep_set(mapping->ptep, pte_make(page_to_pfn(mapping->page), bits | kept));
}

/* Map @new where @old was mapped; they may be the same. */
static void restore(const struct page *old, struct page *new)
{
	rmap_walk_migration(new, page_to_pfn(old), restore_one, NULL);
}

/* @old stays: restore its entries, and make the flush that was @deferred under @key. */
static int abort_move(struct page *old, bool deferred, luf_key_t key)
{
	/* Why: munmap() may have dropped a migration entry and not flushed yet, and the next to
	 * free the page finds no mapping.  Litmus migrate/aborted. */
	if (deferred && !mutant(MIGRATE_ABORT_SKIP_LUF))
		luf_key_flush(key);
	restore(old, old);
	page_put_back(old);
	return -EAGAIN;
}

/* @old was replaced and is in no cache; the cache's reference is ours. */
static void free_old(struct page *old, bool was_cached, luf_key_t key)
{
	page_unlock(old);
	if (was_cached)
		page_put(old);
	page_put_luf(old, mutant(MIGRATE_FORGETS_LUF_KEY) ? LUF_KEY_NONE : key);
}

/* Move @old to @new.  Both are locked, and @old is isolated; it is put back or freed. */
static int move(struct page *old, struct page *new)
{
	bool was_cached = is_cached(old);
	struct unmap_batch batch = { .pending = false };
	bool deferred = try_to_migrate(old, &batch);
	luf_key_t key;

	if (mutant(MIGRATE_COPIES_FIRST))
		copy_content(old, new);
	key = flush_policy()->finish(&batch);
	step(MIGRATE, 0, page_to_pfn(old));
	if (is_held(old))
		return abort_move(old, deferred, key);
	/* Why: a store made after the copy would be lost.  Litmus migrate/copy-vs-store. */
	if (!mutant(MIGRATE_COPIES_FIRST))
		copy_content(old, new);
	if (!replace(old, new))
		return abort_move(old, deferred, key);
	/* Why: write-back would find no PTE to make clean.  Litmus migrate/vs-sync. */
	if (mutant(MIGRATE_UNLOCKS_EARLY)) {
		page_unlock(new);
		step(MIGRATE, 0, page_to_pfn(old));
		page_lock(new);
	}
	restore(old, new);
	free_old(old, was_cached, deferred ? key : LUF_KEY_NONE);
	return 0;
}

/* Lock and isolate @page; false: not possible now, and the caller's reference is dropped. */
static bool take(struct page *page)
{
	if (!lru_isolate_page(page)) {
		page_put(page);
		return false;
	}
	if (page_trylock(page)) {
		if (can_move(page))
			return true;
		page_unlock(page);
	}
	lru_add(page);
	page_put(page);
	return false;
}

int migrate_page(struct page *page)
{
	struct page *new = page_alloc_for(page->kind, READ_ONCE(page->owner));
	int err;

	if (!new) {
		page_put(page);
		return -ENOMEM;
	}
	if (!take(page)) {
		page_put(new);
		return -EAGAIN;
	}
	page_lock(new); /* nobody else knows @new, so the lock is free */
	spin_lock(&migration_lock);
	err = move(page, new);
	spin_unlock(&migration_lock);
	if (!err) {
		page_put_back(new);
		return 0;
	}
	page_unlock(new);
	page_put(new);
	return err;
}

int migrate_page_at(struct mm *mm, uintptr_t va)
{
	struct page *page;

	read_lock(&mm->mmap_lock);
	page = pte_get_page(mm, va);
	read_unlock(&mm->mmap_lock);
	return page ? migrate_page(page) : -ENOENT;
}

void migration_wait(void)
{
	spin_lock(&migration_lock);
	spin_unlock(&migration_lock);
}
