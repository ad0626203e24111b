/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which fresh anonymous page an address may show.
 *
 * A fresh page is stamped with its identity: the anonymous object, which is the mm's, its
 * offset there, which is the first address that it had, and a number of its own.  It keeps
 * them when mremap() moves it, so an address may show what was born there, and what was born
 * at an address from which a call of this run has moved pages to it.  Anything else is
 * another page's.
 *
 * What was born at an address, or had come there, before a call that unmapped it, mapped
 * something else over it, or moved it away, began is gone from there when the call has returned.
 */
#ifndef TESTS_ENGINE_MOVES_H
#define TESTS_ENGINE_MOVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/tables/mm_types.h>

/* A run begins, in @mm: nothing was moved, nothing is gone. */
void moves_forget(const struct mm *mm);

/* A call that takes pages away, or moves them, is about to begin. */
struct moves_call {
	uint32_t began;	 /* when, by a count of what calls begin and end */
	uint32_t births; /* so many pages were born before */
	uint32_t seen;	 /* so many have been found by accesses: see moves_saw() */
};

struct moves_call moves_begin(void);

/*
 * From now on @pages pages from @to on, of @mm, may show what those from @from on may.  Its name,
 * for the end of the call that moves them: then they have arrived, or stayed where they were.
 */
uint32_t moves_note(const struct mm *mm, uintptr_t from, size_t pages, uintptr_t to);
void moves_end(uint32_t move, bool arrived);

/*
 * @call has returned, after which @pages pages from @va on are no longer those that were
 * there when it began.  More than 32 of a run are not noted.
 */
void moves_gone(const struct mm *mm, uintptr_t va, size_t pages, const struct moves_call *call);

/*
 * madvise(DONTNEED) takes away what is mapped; a fault beside it may have made a page before
 * and map it afterwards.  So it discards those pages that an access had seen when it began.
 * Up to 16 are remembered: an access of @va has found @stamp; @call, which discarded @pages
 * pages from @va on, has returned.
 */
void moves_saw(uintptr_t va, const struct stamp *stamp);
void moves_discarded(const struct mm *mm, uintptr_t va, size_t pages,
		     const struct moves_call *call);

/* How many calls of both kinds have returned: an access asks before it is made. */
uint32_t moves_returned(void);

/* May an access of @va, begun when @returned calls had, show the fresh page that @stamp names? */
bool moves_allow(uintptr_t va, const struct stamp *stamp, uint32_t returned);

#endif
