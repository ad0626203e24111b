/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that are read anew, into a slot of the page cache whose last page LUF let go with its
 * flush deferred: some CPU may still read that one.  So a slot is not replaced before the
 * flush (threads/000, 2c), whoever changed the device meanwhile.
 *
 * The exemption, without which random re-reads under memory pressure would settle again and
 * again: a page with the same bytes may live beside what it was.  They are compared.
 */
#ifndef KERNEL_MM_OBJECTS_REFILL_H
#define KERNEL_MM_OBJECTS_REFILL_H

#include <kernel/mm/frames/page.h>

/* As luf_refill= has it: flush if the bytes differ, or whatever they are. */
enum luf_refill { LUF_REFILL_COMPARE, LUF_REFILL_FLUSH, NR_LUF_REFILLS };
const char *luf_refill_name(enum luf_refill refill);

/* The rule in force; changed only while no test runs. */
enum luf_refill luf_refill(void);
void luf_refill_choose(enum luf_refill refill);

/*
 * The flush of a mapping of @page, in the cache, was deferred at tick @ugen, which the file's
 * batch is told of next.  Caller holds the page lock.
 */
void slot_left_behind(const struct page *page, uint64_t ugen);

/*
 * @page, in the cache, has been read, and nobody has seen it yet: settle what CPUs may see
 * that is different.  Caller holds the page lock.
 */
void slot_refilled(const struct page *page);

#endif
