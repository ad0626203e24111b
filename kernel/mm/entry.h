/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel keeps in a leaf entry that the hardware does not walk.
 *
 *	present		the walker's format: arch/pte.h
 *	PROTNONE	maps a page that nobody may access: P is clear, the rest as present
 *	none		0
 *	otherwise	a value for the kernel, of one of these kinds
 *
 *	63		     12 11	 9 8	      1 0
 *	+------------------------+----------+----------+-+
 *	|	  value		 |   kind   |    0     |0|
 *	+------------------------+----------+----------+-+
 *
 * P is clear in all of them, so no CPU caches them (SDM vol. 3, 4.10.2.3).
 */
#ifndef KERNEL_MM_ENTRY_H
#define KERNEL_MM_ENTRY_H

#include <arch/pte.h>

/* Linux's trick: G means nothing while P is clear. */
#define PTE_PROTNONE PTE_GLOBAL

enum entry_kind {
	ENTRY_NONE,
	ENTRY_SWAP,	 /* the page is in swap slot value */
	ENTRY_MIGRATION, /* the page is moving: value is the frame that it leaves */
	ENTRY_LUF,	/* nothing is here, but the flush of what was is deferred (luf_track=pte) */
	ENTRY_PAGE = 8, /* it maps a page, present or PROTNONE */
};

#define ENTRY_SHIFT 9

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

static inline pte_t entry_make(enum entry_kind kind, uint64_t value)
{
	return pte_make(value, (uint64_t)kind << ENTRY_SHIFT);
}

static inline uint64_t entry_value(pte_t pte)
{
	return pte_pfn(pte);
}

#endif
