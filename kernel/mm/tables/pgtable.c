/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk for all levels.  It finds leaves and does not change them.
 */
#include <arch/tlb.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Entries above the leaves allow everything: only the leaf restricts rights. */
#define TABLE_BITS (PTE_PRESENT | PTE_WRITE | PTE_USER)

/* The table that @entry points to.  NULL: the frame is no table any more, due to a mutant. */
static pte_t *table_of(pte_t entry)
{
	bool table = pfn_to_page(pte_pfn(entry))->kind == PAGE_TABLE;

	BUG_ON(!table && !mutant_any());
	return table ? phys_to_virt(pte_pfn(entry) << PAGE_SHIFT) : NULL;
}

static struct page *table_page(const pte_t *ptep)
{
	return pfn_to_page(virt_to_phys(ptep) >> PAGE_SHIFT);
}

struct page *pgd_alloc(void)
{
	struct page *pgd = page_alloc_zeroed(PAGE_TABLE);

	if (pgd)
		tlb_init_pgd(page_va(pgd));
	return pgd;
}

/*
 * Link a new table under @parent, unless another CPU was faster.  Returns the entry that is
 * there now; not present: there is no memory.
 */
static pte_t table_make(struct mm *mm, pte_t *parent, uintptr_t first_va)
{
	struct page *table = page_alloc_zeroed(PAGE_TABLE);
	pte_t entry;

	if (!table)
		return pte_none_value();
	spin_lock(&mm->table_lock);
	table->table_mm = mm;
	table->index = first_va;
	entry = pte_get(parent);
	if (pte_none(entry)) {
		entry = pte_make(page_to_pfn(table), TABLE_BITS);
		/* TSO orders the zeros before the link: no walker sees older content. */
		smp_wmb();
		pte_set(parent, entry);
		table = NULL;
	}
	spin_unlock(&mm->table_lock);
	if (table)
		page_put(table);
	return entry;
}

/*
 * The entry for @va at *@level, or a large leaf above it; *@level becomes its level.  NULL: the
 * entry at *@level leads to no table.  Each entry is read once: see retract.h.
 */
static pte_t *walk(struct mm *mm, uintptr_t va, unsigned int *level, bool make)
{
	pte_t *table = page_va(mm->pgd);

	for (unsigned int i = TABLE_LEVELS - 1; i > *level; i--) {
		pte_t *ptep = &table[pte_index(va, i)];
		pte_t entry = pte_get(ptep);
		bool large = entry_is_large(entry, i);

		if (pte_none(entry) && make)
			entry = table_make(mm, ptep, va & ~(pte_span(i) - 1));
		table = pte_none(entry) || large ? NULL : table_of(entry);
		if (!table) {
			*level = i;
			return large ? ptep : NULL;
		}
	}
	return &table[pte_index(va, *level)];
}

/* The entry at @level.  BUG if a large leaf is above it. */
static pte_t *walk_to(struct mm *mm, uintptr_t va, unsigned int level, bool make)
{
	unsigned int found = level;
	pte_t *ptep = walk(mm, va, &found, make);

	BUG_ON(ptep && found != level && !mutant_any());
	return found == level ? ptep : NULL;
}

pte_t *pte_lookup(struct mm *mm, uintptr_t va)
{
	return walk_to(mm, va, 0, false);
}

pte_t *pte_lookup_alloc(struct mm *mm, uintptr_t va)
{
	return walk_to(mm, va, 0, true);
}

pte_t *pmd_lookup(struct mm *mm, uintptr_t va)
{
	return walk_to(mm, va, 1, false);
}

pte_t *pmd_lookup_alloc(struct mm *mm, uintptr_t va)
{
	return walk_to(mm, va, 1, true);
}

void pte_table_link(struct mm *mm, pte_t *pmd, const struct page *table)
{
	spin_lock(&mm->table_lock);
	pte_set(pmd, pte_make(page_to_pfn(table), TABLE_BITS));
	spin_unlock(&mm->table_lock);
}

pte_t *pmd_table(pte_t entry)
{
	return table_of(entry);
}

void pte_lock(pte_t *ptep)
{
	spin_lock(&table_page(ptep)->lock);
}

void pte_unlock(pte_t *ptep)
{
	spin_unlock(&table_page(ptep)->lock);
}

pte_t *pte_lookup_lock(struct mm *mm, uintptr_t va)
{
	pte_t *ptep = pte_lookup(mm, va);

	if (ptep)
		pte_lock(ptep);
	return ptep;
}

pte_t *leaf_lookup_lock(struct mm *mm, uintptr_t va, unsigned int *level)
{
	pte_t *ptep;

	for (;;) {
		*level = 0;
		ptep = walk(mm, va, level, false);
		if (!ptep)
			return NULL;
		pte_lock(ptep);
		/* A table may have replaced the large leaf since it was seen without the lock. */
		if (!*level || entry_is_large(pte_get(ptep), *level))
			return ptep;
		pte_unlock(ptep);
	}
}

struct page *pte_get_page(struct mm *mm, uintptr_t va)
{
	pte_t *ptep = pte_lookup_lock(mm, va);
	struct page *page = NULL;
	pte_t pte;

	if (!ptep)
		return NULL;
	pte = pte_get(ptep);
	if (entry_is_page(pte)) {
		page = pfn_to_page(pte_pfn(pte));
		page_get(page);
	}
	pte_unlock(ptep);
	return page;
}

bool pte_table_retired(const pte_t *ptep)
{
	return table_page(ptep)->retired;
}

void pte_table_retire(struct mm *mm, pte_t *pmd, uintptr_t va)
{
	pte_t entry = pte_get_and_clear(pmd);
	struct page *page = pfn_to_page(pte_pfn(entry));
	/* Why: fast GUP may walk it with interrupts disabled, so wait for it.  Litmus
	 * gup/fast-collapse. */
	bool freed = !mutant(RETRACT_FORGETS_TABLE);

	step(PTE_CLEAR, va, pte_pfn(entry));
	luf_debug(table_unlinked, mm, va, pte_pfn(entry));
	page->retired = true;
	/* Why: CPUs may walk it from their paging-structure caches, and the next writer of
	 * mmap_lock frees it.  Litmus unmap/retract-alone. */
	if (!mutant(RETRACT_SKIP_FLUSH))
		flush_tlb_mm_range(&mm->tlb, va, va + pte_span(1), freed);
}

void pte_table_free_later(struct mm *mm, pte_t *table)
{
	struct page *page = table_page(table);

	spin_lock(&mm->table_lock);
	list_add(&page->lru, &mm->retired);
	WRITE_ONCE(mm->nr_retired, mm->nr_retired + 1);
	spin_unlock(&mm->table_lock);
}

void pte_table_moves(struct mm *mm, pte_t entry, uintptr_t va, uintptr_t new_va)
{
	luf_debug(table_unlinked, mm, va, pte_pfn(entry));
	luf_debug(leaves_lost_to, mm, va, pmd_table(entry));
	pfn_to_page(pte_pfn(entry))->index = new_va;
}

static struct page *take_retired(struct mm *mm)
{
	struct page *page = NULL;

	spin_lock(&mm->table_lock);
	if (mm->nr_retired) {
		page = list_first(&mm->retired, struct page, lru);
		list_del(&page->lru);
		WRITE_ONCE(mm->nr_retired, mm->nr_retired - 1);
	}
	spin_unlock(&mm->table_lock);
	return page;
}

void free_retired_tables(struct mm *mm)
{
	while (READ_ONCE(mm->nr_retired)) {
		struct page *page = take_retired(mm);

		if (page)
			page_put(page);
	}
}

uint64_t pte_bits_for(unsigned int vm_flags)
{
	uint64_t bits = PTE_ACCESSED;

	if (vm_flags & (VM_READ | VM_WRITE | VM_EXEC))
		bits |= PTE_PRESENT | PTE_USER;
	else
		bits |= PTE_PROTNONE;
	if (!(vm_flags & VM_EXEC) && cpu_has(CPU_NX))
		bits |= PTE_NX;
	return bits;
}
