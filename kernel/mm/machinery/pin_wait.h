/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whoever would replace a page by a copy waits until nobody has it pinned: pin_ro=wait of cow.h.
 *
 *	fault				holder
 *	queue, read pins once more	the last pin goes
 *	release mmap_lock		wake who is queued
 *	wait
 *
 * Then the fault begins anew; somebody may have pinned the page again.  Any pin of the page
 * counts, whosever mapping it was taken through: a child's store waits for its parent's device.
 * Who waits for what it holds itself, waits for ever.
 */
#ifndef KERNEL_MM_MACHINERY_PIN_WAIT_H
#define KERNEL_MM_MACHINERY_PIN_WAIT_H

#include <stdbool.h>

struct page;
struct wait_watch;

/*
 * This CPU will wait for the pins of @page, of which the caller has a reference; false: there are
 * none any more.  Caller holds the PTL of a mapping.
 */
bool pin_wait_queue(struct page *page);

/* Wait.  0, or -EFAULT: nobody will ever give them back.  Caller holds no lock. */
int pin_wait(void);

/* The last pin of @page is gone.  Caller has a reference of its own. */
void pin_wait_wake(struct page *page);

/* Who looks on while a CPU waits; NULL: nobody.  Changed only while none does. */
void pin_wait_watch(const struct wait_watch *watch);

#endif
