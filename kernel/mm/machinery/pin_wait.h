/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault that would replace a page by a copy waits until nobody has it pinned: pin_ro=wait of
 * cow.h.
 *
 *	fault				holder
 *	queue, read pins again		drop the last pin
 *	release mmap_lock		wake the queued faults
 *	wait
 *
 * Then the fault begins anew, since somebody may have pinned the page again.  A pin counts through
 * whichever mapping it was taken: a child's store waits for its parent's device.  A holder that
 * waits for its own pin waits for ever.
 */
#ifndef KERNEL_MM_MACHINERY_PIN_WAIT_H
#define KERNEL_MM_MACHINERY_PIN_WAIT_H

#include <stdbool.h>

struct page;
struct wait_watch;

/*
 * Queue this CPU to wait for the pins of @page; false: there are none any more.  Caller has a
 * reference to @page, and holds the PTL of a mapping.
 */
bool pin_wait_queue(struct page *page);

/* Wait until woken.  0, or -EFAULT: nobody will ever drop the pins.  Caller holds no lock. */
int pin_wait(void);

/* The last pin of @page was dropped: wake its waiters.  Caller has a reference of its own. */
void pin_wait_wake(struct page *page);

/* Set the watch over these waits, or NULL.  Changed only while no CPU waits. */
void pin_wait_watch(const struct wait_watch *watch);

#endif
