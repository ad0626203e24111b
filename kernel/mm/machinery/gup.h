/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * get_user_pages(), the slow one: the page that a program has at an address, for somebody who
 * goes on using it with no mapping: a pipe, or a device.
 *
 *	a reference	keeps the frame.  What it shows when the program stores later, or has
 *			given the page up, is not promised; but never what another stores
 *	a pin		keeps the page, too: as long as the program does not unmap it, program
 *			and device have one.  So it is taken of a page that is this mapping's own
 *			only (cow.h), fork() copies it for the child at once, and reclaim and
 *			migration leave it where it is
 *	a short pin	for reading, without GUP_LONGTERM, is taken of other pages, too, if pin_ro=
 *			says so (cow.h)
 *
 * Private areas, and those of a device whose memory has struct pages (dax.h), only.
 */
#ifndef KERNEL_MM_MACHINERY_GUP_H
#define KERNEL_MM_MACHINERY_GUP_H

#include <kernel/mm/tables/mm_types.h>

/*
 * The page at @va of @mm, with a reference, or a pin.  0; -EFAULT: the program itself may not
 * access it so; -EINVAL: an area that is neither; or what a fault there fails with.
 */
int gup(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page);

/* Give back what gup() has given under the same @flags. */
void gup_put(struct page *page, unsigned int flags);

#endif
