/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * get_user_pages(), the slow one: get the page that a program has at an address for a user
 * without a mapping, such as a pipe or a device.
 *
 *	a reference	keeps the frame.  The holder may or may not see what the program stores
 *			later, or after it gave the page up; but never what others store
 *	a pin		keeps the page, too: as long as the program does not unmap it, program
 *			and device share one page.  So only an exclusive page is pinned (cow.h),
 *			fork() copies it for the child at once, and reclaim and migration leave it
 *			where it is
 *	a short pin	for reading, without GUP_LONGTERM, may also be of a page that is not
 *			exclusive, if pin_ro= allows it (cow.h)
 *
 * Only for private VMAs, and for those of a device whose memory has struct pages (dax.h).
 */
#ifndef KERNEL_MM_MACHINERY_GUP_H
#define KERNEL_MM_MACHINERY_GUP_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Get the page at @va of @mm with a reference or a pin.  0; -EFAULT: the program itself may not
 * access it so; -EINVAL: the VMA is of neither kind; or the error of a fault there.
 */
int gup(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page);

/* Drop what gup() took with the same @flags. */
void gup_put(struct page *page, unsigned int flags);

#endif
