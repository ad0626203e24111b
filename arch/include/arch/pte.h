/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: the format of page-table entries, and the only accessors to them.
 *
 * The hardware walker reads and writes these words at any time, from any CPU, so no
 * code dereferences a pte_t: pte_get() reads an entry, and the operations below change
 * it.  One type serves all four levels, since their formats differ only in PS (SDM
 * vol. 3, 4.5):
 *
 *	Linux	SDM	covers
 *	pgd	PML4E	512 GiB
 *	pud	PDPTE	1 GiB
 *	pmd	PDE	2 MiB
 *	pte	PTE	4 KiB
 */
#ifndef ARCH_PTE_H
#define ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/atomic.h>
#include <arch/phys.h>

typedef struct {
	uint64_t v;
} pte_t;

#define PTE_PRESENT  (1ULL << 0)
#define PTE_WRITE    (1ULL << 1)
#define PTE_USER     (1ULL << 2)
#define PTE_PWT	     (1ULL << 3)
#define PTE_PCD	     (1ULL << 4)
#define PTE_ACCESSED (1ULL << 5)
#define PTE_DIRTY    (1ULL << 6)
#define PTE_LARGE    (1ULL << 7)
#define PTE_GLOBAL   (1ULL << 8)
#define PTE_NX	     (1ULL << 63)
#define PTE_PFN_MASK 0x000ffffffffff000ULL

#define PTRS_PER_TABLE 512
#define TABLE_LEVELS   4 /* level 3 is the pgd, level 0 the table of 4 KiB leaves */
#define LEAF_LEVELS    3 /* an entry of the pgd is no leaf: its bit 7 is reserved */

/* User addresses end below the canonical hole. */
#define USER_VA_END 0x0000800000000000UL

static inline pte_t pte_make(uint64_t pfn, uint64_t bits)
{
	return (pte_t){ .v = pfn << PAGE_SHIFT | bits };
}

static inline pte_t pte_none_value(void)
{
	return (pte_t){ .v = 0 };
}

static inline uint64_t pte_pfn(pte_t pte)
{
	return (pte.v & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static inline bool pte_none(pte_t pte)
{
	return pte.v == 0;
}

static inline bool pte_present(pte_t pte)
{
	return pte.v & PTE_PRESENT;
}

static inline bool pte_write(pte_t pte)
{
	return pte.v & PTE_WRITE;
}

static inline bool pte_dirty(pte_t pte)
{
	return pte.v & PTE_DIRTY;
}

static inline bool pte_young(pte_t pte)
{
	return pte.v & PTE_ACCESSED;
}

/* Does @pte at @level, which is present, map a page rather than a table? */
static inline bool pte_is_leaf(pte_t pte, unsigned int level)
{
	return level == 0 || (level < LEAF_LEVELS && pte.v & PTE_LARGE);
}

static inline bool pte_same(pte_t a, pte_t b)
{
	return a.v == b.v;
}

/* The whole entry, for comparing bits of two. */
static inline uint64_t pte_value(pte_t pte)
{
	return pte.v;
}

static inline pte_t pte_set_bits(pte_t pte, uint64_t bits)
{
	return (pte_t){ .v = pte.v | bits };
}

static inline pte_t pte_clear_bits(pte_t pte, uint64_t bits)
{
	return (pte_t){ .v = pte.v & ~bits };
}

/*
 * A leaf for @level, whose page of pte_span(@level) bytes begins at @pfn.  In a large leaf bit 12
 * is PAT, and the bits between that and the page's frame number are reserved (SDM vol. 3, 4.5), so
 * @pfn must be a multiple of pte_pages(@level).
 */
static inline pte_t pte_make_leaf(uint64_t pfn, uint64_t bits, unsigned int level)
{
	return pte_make(pfn, bits | (level ? PTE_LARGE : 0));
}

/* Index of @va in its table at @level. */
static inline unsigned int pte_index(uintptr_t va, unsigned int level)
{
	return (va >> (PAGE_SHIFT + 9 * level)) % PTRS_PER_TABLE;
}

/* Bytes of address space that one entry at @level covers. */
static inline uint64_t pte_span(unsigned int level)
{
	return 1ULL << (PAGE_SHIFT + 9 * level);
}

/* The end of the range that the entry for @va at @level covers. */
static inline uintptr_t pte_span_end(uintptr_t va, unsigned int level)
{
	return (va | (pte_span(level) - 1)) + 1;
}

/* Frames of a leaf at @level. */
static inline uint64_t pte_pages(unsigned int level)
{
	return pte_span(level) / PAGE_SIZE;
}

static inline pte_t pte_get(const pte_t *ptep)
{
	return (pte_t){ .v = READ_ONCE(ptep->v) };
}

/*
 * Plain store.  Only where the hardware cannot set A or D in the old value meanwhile: over an
 * entry that is not present, or in a table that is not reachable yet.
 */
static inline void pte_set(pte_t *ptep, pte_t pte)
{
	WRITE_ONCE(ptep->v, pte.v);
}

/* Make the entry not present and return what it held, A and D included. */
static inline pte_t pte_get_and_clear(pte_t *ptep)
{
	return (pte_t){ .v = xchg(&ptep->v, 0) };
}

/* Replace @old by @new if nobody, the walker included, changed the entry. */
static inline bool pte_cmpxchg(pte_t *ptep, pte_t old, pte_t new)
{
	return try_cmpxchg(&ptep->v, &old.v, new.v);
}

/*
 * Clear @bits (A, D, W, P …) without losing what the walker sets meanwhile.
 * Returns the entry as it was.
 */
static inline pte_t pte_test_and_clear(pte_t *ptep, uint64_t bits)
{
	return (pte_t){ .v = fetch_and(&ptep->v, ~bits) };
}

_Static_assert(sizeof(pte_t) == 8, "a page-table entry is 8 bytes (SDM vol. 3, 4.5)");
_Static_assert(PTRS_PER_TABLE * sizeof(pte_t) == PAGE_SIZE, "a table fills a page");

#endif
