/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accounts: when no address space is left, every frame is free or belongs to the kernel.
 */
#ifndef KERNEL_MM_FRAMES_ACCOUNT_H
#define KERNEL_MM_FRAMES_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/mm/frames/page.h>

struct account {
	size_t frames;		      /* ever used */
	size_t in_use[NR_PAGE_KINDS]; /* of these, by their kind now; PAGE_FREE: free */
	size_t wrong;		      /* frames whose own counts contradict each other */
	const struct page *first_wrong;
	size_t lost; /* when written off: free frames that the allocator does not have */
};

/* Count every frame.  Called while no other CPU uses the memory manager. */
void account_take(struct account *account);

/*
 * With no mm left and no file cached: is every frame, mapping and reference accounted for,
 * except those written off?  If not, returns false and prints what is missing.
 */
bool account_balances(const struct account *account);

/*
 * What is missing in @account has been reported: a mutant or a bug has lost it for good, and
 * later tests are not to blame.  From now on only what is missing beyond it is reported.
 */
void account_write_off(const struct account *account);

/* How many frames were written off. */
size_t account_written_off(void);

#endif
