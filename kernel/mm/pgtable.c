/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One walk for all levels.  Leaves are not touched here but for finding them.
 */
#include <arch/tlb.h>
#include <kernel/mm/debug.h>
#include <kernel/mm/entry.h>
#include <kernel/mm/gather.h>
#include <kernel/mm/pgtable.h>
#include <kernel/panic.h>

/* Entries above the leaves restrict nothing: the leaf decides. */
#define TABLE_BITS (PTE_PRESENT | PTE_WRITE | PTE_USER)

static pte_t *table_of(pte_t entry)
{
	return phys_to_virt(pte_pfn(entry) << PAGE_SHIFT);
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

/* Link a new table under @parent, unless another CPU was faster.  False: memory is out. */
static bool table_make(struct mm *mm, pte_t *parent, uintptr_t first_va)
{
	struct page *table = page_alloc_zeroed(PAGE_TABLE);

	if (!table)
		return false;
	spin_lock(&mm->table_lock);
	table->table_mm = mm;
	table->index = first_va;
	if (pte_none(pte_get(parent))) {
		/* TSO orders the zeros before the link: no walker sees older content. */
		smp_wmb();
		pte_set(parent, pte_make(page_to_pfn(table), TABLE_BITS));
		table = NULL;
	}
	spin_unlock(&mm->table_lock);
	if (table)
		page_put(table);
	return true;
}

static pte_t *walk(struct mm *mm, uintptr_t va, bool make)
{
	pte_t *table = page_va(mm->pgd);

	for (unsigned int level = TABLE_LEVELS - 1; level > 0; level--) {
		pte_t *ptep = &table[pte_index(va, level)];

		if (pte_none(pte_get(ptep)) && !(make && table_make(mm, ptep, va & ~(pte_span(level) - 1))))
			return NULL;
		table = table_of(pte_get(ptep));
	}
	return &table[pte_index(va, 0)];
}

pte_t *pte_lookup(struct mm *mm, uintptr_t va)
{
	return walk(mm, va, false);
}

pte_t *pte_lookup_alloc(struct mm *mm, uintptr_t va)
{
	return walk(mm, va, true);
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

/* Does the span of the table under @va at @level lie within [@floor, @ceiling)? */
static bool table_is_ours(uintptr_t va, unsigned int level, uintptr_t floor, uintptr_t ceiling)
{
	uintptr_t first = va & ~(pte_span(level) - 1);

	return first >= floor && first + pte_span(level) <= ceiling;
}

struct table_range {
	struct mmu_gather *tlb;
	uintptr_t start;
	uintptr_t end;
	uintptr_t floor;
	uintptr_t ceiling;
};

/* Free what hangs below @table, whose entries are at @level, then unlink it piece by piece. */
static void free_level(const struct table_range *range, pte_t *table, unsigned int level,
		       uintptr_t start, uintptr_t end)
{
	uintptr_t next;

	for (uintptr_t va = start; va < end; va = next) {
		pte_t *ptep = &table[pte_index(va, level)];
		pte_t entry = pte_get(ptep);

		next = (va & ~(pte_span(level) - 1)) + pte_span(level);
		if (pte_none(entry))
			continue;
		if (level > 1)
			free_level(range, table_of(entry), level - 1, va, next < end ? next : end);
		if (!table_is_ours(va, level, range->floor, range->ceiling))
			continue;
		(void)pte_get_and_clear(ptep);
		luf_debug(table_unlinked, range->tlb->mm, va, pte_pfn(entry));
		tlb_remove_table(range->tlb, pfn_to_page(pte_pfn(entry)), va);
	}
}

void free_pgtables(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, uintptr_t floor,
		   uintptr_t ceiling)
{
	struct table_range range = { tlb, start, end, floor, ceiling };

	free_level(&range, page_va(tlb->mm->pgd), TABLE_LEVELS - 1, start, end);
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
