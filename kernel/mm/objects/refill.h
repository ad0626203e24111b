/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that are read anew into a slot of the page cache whose last page LUF freed with its
 * flush deferred: some CPU may still read that last page.  The device may have changed since, so
 * the flush is made before the slot gets a new page (threads/000, 2c).
 *
 * The exception: if the new page has the same bytes as the last one, no flush is needed.  Without
 * it random re-reads under memory pressure would flush again and again.  The pages are compared.
 */
#ifndef KERNEL_MM_OBJECTS_REFILL_H
#define KERNEL_MM_OBJECTS_REFILL_H

#include <kernel/mm/frames/page.h>

/* luf_refill=: flush if the bytes differ, or always. */
enum luf_refill { LUF_REFILL_COMPARE, LUF_REFILL_FLUSH, NR_LUF_REFILLS };
const char *luf_refill_name(enum luf_refill refill);

/* The rule in force; changed only while no test runs. */
enum luf_refill luf_refill(void);
void luf_refill_choose(enum luf_refill refill);

/*
 * The flush of a mapping of @page, which is in the cache, was deferred at tick @ugen.  The caller
 * folds it into the file's batch next, and holds the page lock.
 */
void slot_left_behind(const struct page *page, uint64_t ugen);

/*
 * @page, which is in the cache, has been read, and nobody has seen it yet: make the deferred flush
 * if CPUs may see other bytes.  Caller holds the page lock.
 */
void slot_refilled(const struct page *page);

#endif
