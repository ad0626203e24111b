/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel stores in a leaf entry that is not present.
 *
 *	present		the walker's format: arch/pte.h
 *	PROTNONE	maps a page that nobody may access: P is clear, the rest as if present
 *	none		0
 *	otherwise	a value for the kernel, of one of these kinds
 *
 *	63   56  55   52 51	    12 11     9  8   7   6   5   4  3 2  1   0
 *	+---+---+---+----+----------------+--------+---+---+---+---+---+----+---+---+
 *	| 0 | U | S | 0  |      value     |  kind  | 0 | L | D | A | E | 0  | W | 0 |
 *	+---+---+---+----+----------------+--------+---+---+---+---+---+----+---+---+
 *
 * U and S are marks.  Entries of every kind may have them, also present ones, where CPUs ignore
 * them (SDM vol. 3, table 4-20).  An entry with a mark has no W, so that a store faults:
 *
 *	U	userfaultfd's marker: the store waits for the monitor (uffd.h)
 *	S	soft-clean: the store clears it, which tells that there was one (softdirty.h)
 *
 * The other bits:
 *
 *	L	the flush of the previous entry is deferred (luf_track=pte).  An entry that has a
 *		value of its own has no room for the tick
 *	W A D	of the page that is moving.  A call that takes W away from entries for a reason that
 *		the VMA does not record must take it from these, too
 *	E	the page that is moving is exclusive to this mapping (cow.h)
 *
 * P is clear in all of these kinds, so no CPU caches them (SDM vol. 3, 4.10.2.3).
 */
#ifndef KERNEL_MM_TABLES_ENTRY_H
#define KERNEL_MM_TABLES_ENTRY_H

#include <arch/pte.h>

/*
 * For entries that map a page, in bits that the hardware ignores.  SPECIAL: the mapping has no
 * reference, and nobody uses the struct page.  DEVMAP: the struct page is a device's (dax.h).
 */
#define PTE_SPECIAL (1ULL << 57)
#define PTE_DEVMAP  (1ULL << 58)

/* As in Linux: G means nothing while P is clear. */
#define PTE_PROTNONE PTE_GLOBAL

enum entry_kind {
	ENTRY_NONE,
	ENTRY_SWAP,	 /* the page is in swap slot value */
	ENTRY_MIGRATION, /* the page is moving: value is the frame that it leaves */
	ENTRY_LUF,	 /* none, but the flush of the previous entry was deferred at tick value */
	ENTRY_PAGE = 8,	 /* it maps a page, present or PROTNONE */
};

#define ENTRY_SHIFT	 9
#define ENTRY_EXCLUSIVE	 (1ULL << 4)
#define ENTRY_LUF_BIT	 (1ULL << 7)
#define ENTRY_VALUE_MASK (PTE_PFN_MASK >> PAGE_SHIFT)
#define ENTRY_SOFT_CLEAN (1ULL << 55)
#define ENTRY_UFFD_WP	 (1ULL << 56)
#define ENTRY_MARKS	 (ENTRY_SOFT_CLEAN | ENTRY_UFFD_WP)

static inline enum entry_kind entry_kind(pte_t pte)
{
	if (pte_value(pte) & (PTE_PRESENT | PTE_PROTNONE))
		return ENTRY_PAGE;
	return (enum entry_kind)(pte_value(pte) >> ENTRY_SHIFT & 7);
}

/* Does @pte map a page, present or PROTNONE? */
static inline bool entry_is_page(pte_t pte)
{
	return entry_kind(pte) == ENTRY_PAGE;
}

/* Does @pte, at @level, map a page of more than PAGE_SIZE? */
static inline bool entry_is_large(pte_t pte, unsigned int level)
{
	return level && entry_is_page(pte) && pte_is_leaf(pte, level);
}

/* Does its mapping have a reference to the page, and a mapcount? */
static inline bool entry_is_counted(pte_t pte)
{
	return !(pte_value(pte) & (PTE_SPECIAL | PTE_DEVMAP));
}

static inline pte_t entry_make(enum entry_kind kind, uint64_t value)
{
	return pte_make(value, (uint64_t)kind << ENTRY_SHIFT);
}

/* The bits of an entry that its migration entry keeps, and that entry, for a page that moves. */
#define ENTRY_MOVES_BITS (PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | ENTRY_MARKS)
static inline pte_t entry_make_migration(pte_t pte)
{
	return pte_set_bits(entry_make(ENTRY_MIGRATION, pte_pfn(pte)),
			    pte_value(pte) & ENTRY_MOVES_BITS);
}

static inline uint64_t entry_value(pte_t pte)
{
	return pte_pfn(pte);
}

/* Is no page there?  It may still say that a flush is deferred, or that stores must wait. */
static inline bool entry_is_empty(pte_t pte)
{
	return entry_kind(pte) == ENTRY_NONE || entry_kind(pte) == ENTRY_LUF;
}

/* Does @pte, of whatever kind, have userfaultfd's marker? */
static inline bool entry_is_uffd_wp(pte_t pte)
{
	return pte_value(pte) & ENTRY_UFFD_WP;
}

static inline uint64_t entry_marks(pte_t pte)
{
	return pte_value(pte) & ENTRY_MARKS;
}

/* @pte with @mark, and without W. */
static inline pte_t entry_mark(pte_t pte, uint64_t mark)
{
	bool has_rights = entry_is_page(pte) || entry_kind(pte) == ENTRY_MIGRATION;

	return pte_set_bits(pte_clear_bits(pte, has_rights ? PTE_WRITE : 0), mark);
}

/* @pte, whose kind has a value of its own, with the previous entry's flush marked as deferred. */
static inline pte_t entry_set_luf(pte_t pte)
{
	return pte_set_bits(pte, ENTRY_LUF_BIT);
}

/* Was the flush of the previous entry deferred?  It may have been made since. */
static inline bool entry_is_luf(pte_t pte)
{
	enum entry_kind kind = entry_kind(pte);

	return kind == ENTRY_LUF || (kind != ENTRY_PAGE && pte_value(pte) & ENTRY_LUF_BIT);
}

#endif
