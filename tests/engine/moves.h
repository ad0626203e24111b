/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which fresh anonymous pages may be at an address.
 *
 * The stamp of a fresh page says its identity: the anonymous object, which is the mm's; its offset
 * there, which is its first address; and a number of its own.  They stay the same when mremap()
 * moves the page.  So an address may have a page that was born there, or one that was born at an
 * address from which a call of this run has moved pages to it.  Any other page is wrong there.
 *
 * A call that unmaps an address, maps something else over it, or moves its page away, removes the
 * pages that were born there or had come there before it began: on return they are gone.
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

/* A call that removes or moves pages, at its start. */
struct moves_call {
	uint32_t began;	 /* when, by a count of what calls begin and end */
	uint32_t births; /* how many pages were born before */
	uint32_t seen;	 /* how many accesses had found before: see moves_saw() */
};

struct moves_call moves_begin(void);

/*
 * From now on the @pages pages from @to on, of @mm, may have the pages from @from on.  Returns the
 * number of the move, for moves_end(): then the pages have @arrived, or stayed where they were.
 */
uint32_t moves_note(const struct mm *mm, uintptr_t from, size_t pages, uintptr_t to);
void moves_end(uint32_t move, bool arrived);

/*
 * @call has returned: the pages that were at the @pages pages from @va on when it began are gone.
 * At most 32 calls of a run are recorded.
 */
void moves_gone(const struct mm *mm, uintptr_t va, size_t pages, const struct moves_call *call);

/*
 * madvise(DONTNEED) removes what is mapped; a concurrent fault may have made a page before and map
 * it afterwards.  So the call discards only pages that an access had found before it began.  Up to
 * 16 are recorded.  moves_saw(): an access to @va has found @stamp.  moves_discarded(): @call,
 * which discarded @pages pages from @va on, has returned.
 */
void moves_saw(uintptr_t va, const struct stamp *stamp);
void moves_discarded(const struct mm *mm, uintptr_t va, size_t pages,
		     const struct moves_call *call);

/* How many calls of both kinds have returned; an access reads it before it is made. */
uint32_t moves_returned(void);

/* May an access to @va, begun when @returned calls had returned, find the fresh page of @stamp? */
bool moves_allow(uintptr_t va, const struct stamp *stamp, uint32_t returned);

#endif
