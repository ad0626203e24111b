/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel keeps in a leaf entry that the hardware does not walk.
 *
 *	present		the walker's format: arch/pte.h
 *	PROTNONE	maps a page that nobody may access: P is clear, the rest as present
 *	none		0
 *	otherwise	a value for the kernel, of one of these kinds
 *
 *	63     56     52 51	    12 11     9  8   7   6   5   4  3 2  1   0
 *	+---+---+--------+----------------+--------+---+---+---+---+---+----+---+---+
 *	| 0 | U |   0    |      value     |  kind  | 0 | L | D | A | E | 0  | W | 0 |
 *	+---+---+--------+----------------+--------+---+---+---+---+---+----+---+---+
 *
 * U, userfaultfd's marker: a store waits for the monitor (uffd.h).  In entries of every kind,
 * present ones included, where no CPU looks at it (SDM vol. 3, table 4-20); W is then clear.
 * L: the flush of what was here before is deferred (luf_track=pte), where the value has
 * no room to say when.  W, A, D: as they were, where the page is moving; whoever takes W
 * away from entries for a reason that the area does not know takes it from these, too.  E:
 * the page that is moving is this mapping's own (cow.h).  P is clear in all of them, so no
 * CPU caches them (SDM vol. 3, 4.10.2.3).
 */
#ifndef KERNEL_MM_TABLES_ENTRY_H
#define KERNEL_MM_TABLES_ENTRY_H

#include <arch/pte.h>

/*
 * Of entries that map a page, in bits that the hardware ignores: the mapping has no reference,
 * and the struct page is nobody's business; or it is its device's (dax.h).
 */
#define PTE_SPECIAL (1ULL << 57)
#define PTE_DEVMAP  (1ULL << 58)

/* Linux's trick: G means nothing while P is clear. */
#define PTE_PROTNONE PTE_GLOBAL

enum entry_kind {
	ENTRY_NONE,
	ENTRY_SWAP,	 /* the page is in swap slot value */
	ENTRY_MIGRATION, /* the page is moving: value is the frame that it leaves */
	ENTRY_LUF,	 /* nothing is here, but the flush of what was is deferred: at tick value */
	ENTRY_PAGE = 8,	 /* it maps a page, present or PROTNONE */
};

#define ENTRY_SHIFT	 9
#define ENTRY_EXCLUSIVE	 (1ULL << 4)
#define ENTRY_LUF_BIT	 (1ULL << 7)
#define ENTRY_VALUE_MASK (PTE_PFN_MASK >> PAGE_SHIFT)
#define ENTRY_UFFD_WP	 (1ULL << 56)

static inline enum entry_kind entry_kind(pte_t pte)
{
	if (pte_value(pte) & (PTE_PRESENT | PTE_PROTNONE))
		return ENTRY_PAGE;
	return (enum entry_kind)(pte_value(pte) >> ENTRY_SHIFT & 7);
}

/* Does it map a page, whether or not anybody may access it? */
static inline bool entry_is_page(pte_t pte)
{
	return entry_kind(pte) == ENTRY_PAGE;
}

/* Does @pte, at @level, map a page of more than PAGE_SIZE? */
static inline bool entry_is_large(pte_t pte, unsigned int level)
{
	return level && entry_is_page(pte) && pte_is_leaf(pte, level);
}

/* Has its mapping a reference to the page, and is it counted? */
static inline bool entry_is_counted(pte_t pte)
{
	return !(pte_value(pte) & (PTE_SPECIAL | PTE_DEVMAP));
}

static inline pte_t entry_make(enum entry_kind kind, uint64_t value)
{
	return pte_make(value, (uint64_t)kind << ENTRY_SHIFT);
}

/* What @pte, which maps a page, becomes while the page moves. */
#define ENTRY_MOVES_BITS (PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | ENTRY_UFFD_WP)
static inline pte_t entry_make_migration(pte_t pte)
{
	return pte_set_bits(entry_make(ENTRY_MIGRATION, pte_pfn(pte)),
			    pte_value(pte) & ENTRY_MOVES_BITS);
}

static inline uint64_t entry_value(pte_t pte)
{
	return pte_pfn(pte);
}

/* Is nothing there, whether or not a flush is pending of what was, or stores are to wait? */
static inline bool entry_is_empty(pte_t pte)
{
	return entry_kind(pte) == ENTRY_NONE || entry_kind(pte) == ENTRY_LUF;
}

/* Does it have userfaultfd's marker?  That, and nothing else. */
static inline bool entry_is_uffd_wp(pte_t pte)
{
	return pte_value(pte) & ENTRY_UFFD_WP;
}

static inline uint64_t entry_uffd_bits(pte_t pte)
{
	return pte_value(pte) & ENTRY_UFFD_WP;
}

/* @pte, which is of a kind with a value of its own, with the flush of what was before deferred. */
static inline pte_t entry_set_luf(pte_t pte)
{
	return pte_set_bits(pte, ENTRY_LUF_BIT);
}

/* Was the flush of what was there before deferred?  It may have been done since. */
static inline bool entry_is_luf(pte_t pte)
{
	enum entry_kind kind = entry_kind(pte);

	return kind == ENTRY_LUF || (kind != ENTRY_PAGE && pte_value(pte) & ENTRY_LUF_BIT);
}

#endif
