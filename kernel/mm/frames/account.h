/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounts: when no address space is left, every frame is free or the kernel's own.
 */
#ifndef KERNEL_MM_FRAMES_ACCOUNT_H
#define KERNEL_MM_FRAMES_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/mm/frames/page.h>

struct account {
	size_t frames;		      /* that were ever used */
	size_t in_use[NR_PAGE_KINDS]; /* of them now, by kind; PAGE_FREE: free */
	size_t wrong;		      /* frames whose own counts contradict each other */
	const struct page *first_wrong;
	size_t lost; /* when written off: free frames that the allocator does not have */
};

/* Count every frame.  Called while nobody else uses the memory manager. */
void account_take(struct account *account);

/*
 * With no mm left and no file cached: is every frame, mapping and reference accounted
 * for, but for what was written off?  False: a line or two on the console say what is not.
 */
bool account_balances(const struct account *account);

/*
 * What is missing in @account has been told: a mutant, or a bug, has lost it for good, and
 * later tests are not to blame.  Whatever goes missing beyond it is told again.
 */
void account_write_off(const struct account *account);

/* How many frames were written off. */
size_t account_written_off(void);

#endif
