/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page tables of a user address space: finding, making and freeing the four levels.
 *
 *	mm->pgd [511…256] the kernel's half, shared
 *	        [255…0] --> pud table --> pmd table --> pte table --> frame
 *
 * The lock of a table page is its page-table lock (PTL); the PTL of a pte table protects
 * its 512 entries.  Tables are linked under mm->table_lock.  They are unlinked with
 * mmap_lock held for writing, after the rmap can no longer find the range; or by the rmap
 * itself (retract.h).
 */
#ifndef KERNEL_MM_TABLES_PGTABLE_H
#define KERNEL_MM_TABLES_PGTABLE_H

#include <kernel/mm/tables/mm_types.h>

/* A root with the kernel's half filled in; NULL if there is no memory. */
struct page *pgd_alloc(void);

/* The entry for @va, or NULL if its table is missing.  BUG: a large leaf is there (leaf.h). */
pte_t *pte_lookup(struct mm *mm, uintptr_t va);
/* The same, but make missing tables; NULL if there is no memory. */
pte_t *pte_lookup_alloc(struct mm *mm, uintptr_t va);

/* The same one level up: the entry that points to the pte table for @va. */
pte_t *pmd_lookup(struct mm *mm, uintptr_t va);
pte_t *pmd_lookup_alloc(struct mm *mm, uintptr_t va);
/* The first entry of the pte table that the upper-level @entry points to. */
pte_t *pmd_table(pte_t entry);

/* Let @pmd, which is none, point to @table.  Caller holds mmap_lock for writing. */
void pte_table_link(struct mm *mm, pte_t *pmd, const struct page *table);

/* Take and release the PTL of the table that @ptep lies in. */
void pte_lock(pte_t *ptep);
void pte_unlock(pte_t *ptep);

/* The page that @mm maps at @va, with a reference; NULL if none.  Caller holds mmap_lock. */
struct page *pte_get_page(struct mm *mm, uintptr_t va);

/* The table of @entry, which served @va of @mm, serves @new_va now. */
void pte_table_moves(struct mm *mm, pte_t entry, uintptr_t va, uintptr_t new_va);

/* The entry for @va with its PTL held, or NULL if its table is missing. */
pte_t *pte_lookup_lock(struct mm *mm, uintptr_t va);
/*
 * The entry for @va, or the large leaf that maps it, with the PTL held.  It covers
 * pte_span(*@level) bytes.  NULL: nothing is mapped in pte_span(*@level) bytes.
 */
pte_t *leaf_lookup_lock(struct mm *mm, uintptr_t va, unsigned int *level);

/*
 * Unlink the pte table for @va, which maps nothing, from @pmd, and flush it.  Caller holds its
 * PTL, and for writing the areas lock of the only VMA that it serves.
 */
void pte_table_retire(struct mm *mm, pte_t *pmd, uintptr_t va);
/*
 * A fault may be about to lock the retired @table, so free_retired_tables() frees it later.
 * Caller has released its PTL.
 */
void pte_table_free_later(struct mm *mm, pte_t *table);
/* Was the table of @ptep retired after @ptep was found?  Caller holds the PTL. */
bool pte_table_retired(const pte_t *ptep);
/* Free the retired tables.  Caller holds mmap_lock for writing, so no fault is in progress. */
void free_retired_tables(struct mm *mm);

/* The bits of a leaf of a VMA with @vm_flags: present, or PROTNONE without any right; never W. */
uint64_t pte_bits_for(unsigned int vm_flags);

#endif
